"""Every call the hub makes to its homeserver: what, for whom, and when the answer was there."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.identifiers import UserId
from hub.matrix.wire import Json, Wire


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was answered with success."""

    method: str
    path: str
    user: str
    body: Mapping[str, Any]
    began: float
    ended: float

    @property
    def word(self) -> str:
        """The endpoint, without rooms and users."""
        parts = [part for part in self.path.split("/")[4:] if not part.startswith(("%", "!", "@"))]
        return f"{self.method} {'/'.join(parts[:3])}"


class Ledger:
    """Listens at the wire. What it costs is some microseconds a call, for both sides alike."""

    def __init__(self, wire: Wire) -> None:
        self.calls: list[Call] = []
        self._answered = asyncio.Event()
        self._call = wire.call
        self._call_list = wire.call_list
        # The house makes its wire itself: this is the one place where a bench can listen.
        wire.call = self._noted  # type: ignore[method-assign]
        wire.call_list = self._noted_list  # type: ignore[method-assign]

    async def until(self, holds: Callable[[Sequence[Call]], bool], *, since: int) -> float:
        """When the call was answered after which it holds; only calls from `since` on are looked at."""
        while True:
            for end in range(since + 1, len(self.calls) + 1):
                if holds(self.calls[since:end]):
                    return self.calls[end - 1].ended
            self._answered.clear()
            await self._answered.wait()

    async def _noted(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        user: UserId | None = None,
        device: str | None = None,
        query: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Json:
        began = time.perf_counter()
        answer = await self._call(method, path, body, user=user, device=device, query=query, token=token)
        self._note(Call(method, path, user or "", body or {}, began, time.perf_counter()))
        return answer

    async def _noted_list(self, path: str, *, user: UserId) -> list[Json]:
        began = time.perf_counter()
        answer = await self._call_list(path, user=user)
        self._note(Call("GET", path, user, {}, began, time.perf_counter()))
        return answer

    def _note(self, call: Call) -> None:
        self.calls.append(call)
        self._answered.set()


def brought_in(calls: Sequence[Call]) -> set[str]:
    """Whom these calls invited, or seated."""
    users: set[str] = set()
    for call in calls:
        if call.path.endswith("/createRoom"):
            users |= set(call.body.get("invite", ()))
        elif call.path.endswith("/invite"):
            users.add(str(call.body["user_id"]))
    return users


def seated(calls: Sequence[Call]) -> set[str]:
    """Who took a seat by these calls."""
    return {call.user for call in calls if "/join/" in call.path}


def kicked(calls: Sequence[Call]) -> set[str]:
    """Whom these calls removed."""
    return {str(call.body["user_id"]) for call in calls if call.path.endswith("/kick")}
