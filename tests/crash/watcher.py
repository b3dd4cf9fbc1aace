"""Somebody who looks into the rooms from outside: with an account of their own, past the hub."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from hub.identifiers import RoomId, UserId
from hub.matrix.wire import escaped
from tests.crash.spans import Span
from tests.real import Person

# Between two looks; with the look itself that is less than 250 ms on a machine that has time.
BREATH = 0.05
INSIDE = ("join", "invite")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody sat in a room or might take a seat; seen from outside, so never too short."""

    user: UserId
    room: RoomId
    span: Span


@dataclass(slots=True)
class Watcher:
    """Looks where each of the people watched is; what it saw stays."""

    eyes: Person
    watched: set[UserId]
    invited: asyncio.Queue[tuple[UserId, RoomId]] = field(default_factory=asyncio.Queue)
    """Whom somebody offers a seat."""
    names: dict[RoomId, str] = field(default_factory=dict)
    """What the rooms are called, as soon as they are called anything."""
    gaps: list[Span] = field(default_factory=list)
    """From the end of one look to the end of the next."""
    _ended: list[Stay] = field(default_factory=list)
    _inside: dict[tuple[UserId, RoomId], tuple[str, float]] = field(default_factory=dict)

    @property
    def stays(self) -> list[Stay]:
        """Everything that was seen until the last look."""
        until = self.gaps[-1].end
        lasting = [Stay(*seat, Span(since, until)) for seat, (_, since) in self._inside.items()]
        return self._ended + lasting

    def loses_sight_of(self, user: UserId) -> bool:
        """Look for somebody no longer, if they are nowhere; no if they are somewhere still."""
        if any(inside == user for inside, _ in self._inside):
            return False
        self.watched.discard(user)
        return True

    async def watch(self) -> None:
        """Look until cancelled."""
        looked = time.monotonic()
        async with self._line() as line:
            while True:
                try:
                    await self._look(line)
                except (httpx2.TransportError, _NoAnswer):
                    # An outage: whoever was inside is taken to be so still.
                    await asyncio.sleep(BREATH)
                    continue
                self.gaps.append(Span(looked, looked := time.monotonic()))
                await asyncio.sleep(BREATH)

    async def everybody(self) -> dict[RoomId, set[UserId]]:
        """Who sits in each room of this homeserver or might take a seat, whoever they are."""
        async with self._line() as line:
            rooms = await _get(line, "rooms?limit=1000")
            self.names |= {room["room_id"]: room["name"] for room in rooms["rooms"] if room["name"]}
            return {room["room_id"]: await _those_in(line, room["room_id"]) for room in rooms["rooms"]}

    async def _look(self, line: httpx2.AsyncClient) -> None:
        users = sorted(self.watched)
        began = time.monotonic()
        found = await asyncio.gather(*(_get(line, f"users/{escaped(user)}/memberships") for user in users))
        ended = time.monotonic()
        for user, answer in zip(users, found, strict=True):
            self._see(user, answer["memberships"], began, ended)
        for room in {room for _, room in self._inside} - self.names.keys():
            # One that is half made is not called anything yet.
            with contextlib.suppress(_NoAnswer):
                if name := (await _get(line, f"rooms/{escaped(room)}"))["name"]:
                    self.names[room] = name

    def _see(self, user: UserId, memberships: dict[RoomId, str], began: float, ended: float) -> None:
        now = {room: standing for room, standing in memberships.items() if standing in INSIDE}
        for seat in [seat for seat in self._inside if seat[0] == user and seat[1] not in now]:
            self._ended.append(Stay(*seat, Span(self._inside.pop(seat)[1], ended)))
        for room, standing in now.items():
            before, since = self._inside.get((user, room), ("", began))
            self._inside[user, room] = (standing, since)
            if standing == "invite" != before:
                self.invited.put_nowait((user, room))

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[httpx2.AsyncClient]:
        headers = {"Authorization": f"Bearer {self.eyes.token}"}
        async with httpx2.AsyncClient(
            base_url=f"{self.eyes.homeserver}/_synapse/admin/v1/", headers=headers, trust_env=False
        ) as line:
            yield line


class _NoAnswer(Exception):
    """The homeserver did not say what was asked."""


async def _get(line: httpx2.AsyncClient, path: str) -> Json:
    answer = await line.get(path)
    if answer.status_code != 200:
        raise _NoAnswer(answer.status_code)
    found: Json = answer.json()
    return found


async def _those_in(line: httpx2.AsyncClient, room: RoomId) -> set[UserId]:
    state: Iterable[Json] = (await _get(line, f"rooms/{escaped(room)}/state"))["state"]
    members = (event for event in state if event["type"] == "m.room.member")
    return {UserId(event["state_key"]) for event in members if event["content"].get("membership") in INSIDE}
