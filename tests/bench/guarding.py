"""What the guard costs: one decision by itself, and a send with the guard on beside one with it off.

Decisions are the very coroutine that Synapse awaits, with the lists of 2,000 cases of eight people in
memory, each timed alone; the slowest hundredth of them must keep to the aim, too. Sends go in turn to
two homeservers that differ in the guard alone, from like accounts into rooms of the same make.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fallraum_guard.config import Config
from fallraum_guard.module import PASSES, Guard
from hub.identifiers import RoomId
from hub.matrix import names
from hub.matrix.wire import V3, Wire, escaped
from hub.rooms.model import RoomPlan
from tests.bench.figures import Duration, Times
from tests.guarded import running_guarded
from tests.people import HUB
from tests.real import Person, RealHomeserver, running_homeserver

CASES, SEATS, DECISIONS = 2_000, 8, 50_000
LONGEST_DECISION = 0.0001
AIM = 1.05
SENDS, WARMING_UP = 400, 20
MESSAGE = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": 600 * "A"}


async def measure(folder: Path, *, few: bool = False) -> list[Duration]:
    """Decisions first, while nothing else runs here; `few`, to see whether it measures anything at all."""
    decisions, sends = (500, 2) if few else (DECISIONS, SENDS)
    return [*_decisions(decisions), await _sends(folder, sends)]


# Decisions.


@dataclass(frozen=True, slots=True)
class _Event:
    """As much of an event as the guard reads."""

    room_id: str
    sender: str
    type: str = "m.room.encrypted"
    content: Mapping[str, str] = field(default_factory=lambda: MESSAGE)

    def is_state(self) -> bool:
        return False


class _StillApi:
    """A homeserver's side of the Module API on which nothing happens."""

    server_name = HUB

    def register_spam_checker_callbacks(self, **_callbacks: Callable[..., Awaitable[object]]) -> None: ...

    def run_as_background_process(self, *_what: object, **_how: object) -> None: ...

    def looping_background_call(self, *_what: object, **_how: object) -> None: ...


def _decisions(count: int) -> list[Duration]:
    guard = _full_guard()
    said = [_Event(f"!case-{n % CASES}", f"@person-{n % SEATS}:{HUB}") for n in range(count)]
    seconds = sorted(_timed(guard.check_event(event)) for event in said)
    may_take = Times("  what it may take", [LONGEST_DECISION])
    slowest = Times("the slowest hundredth", seconds[-count // 100 :])
    return [Duration(Times("a decision of the guard", seconds), may_take, 1), Duration(slowest, may_take, 1)]


def _full_guard() -> Guard:
    guard = Guard(Config("http://127.0.0.1", "token", "de"), _StillApi())
    people = {f"@person-{n}:{HUB}": 4_000_000_000_000 for n in range(SEATS)}
    rooms = {f"!case-{n}": dict(people) for n in range(CASES)}
    guard.lists.take({"position": "b.1", "whole": True, "lease": 3600, "rooms": rooms}, time.monotonic())
    return guard


def _timed(deciding: Coroutine[Any, Any, object]) -> float:
    began = time.perf_counter()
    try:
        deciding.send(None)
    except StopIteration as answer:
        seconds = time.perf_counter() - began
        if answer.value != PASSES:
            raise RuntimeError("the guard refused what it should let pass") from None
        return seconds
    raise RuntimeError("the guard waited for something")


# Sends.


async def _sends(folder: Path, count: int) -> Duration:
    with ExitStack() as stack:
        # They have loops of their own to start in.
        guarded = await asyncio.to_thread(stack.enter_context, running_guarded(folder / "on"))
        bare = await asyncio.to_thread(stack.enter_context, running_homeserver(folder / "off"))
        lines = [await _line(one) for one in (guarded, bare)]
        on, off = await _in_turn(lines[0], lines[1], count)
        for wire, _ in lines:
            await wire.close()
        await asyncio.to_thread(stack.close)
    return Duration(Times("a send, guard on", on), Times("  guard off", off), AIM)


async def _line(real: RealHomeserver) -> tuple[Wire, RoomId]:
    people = [await real.person(f"person-{n}") for n in range(SEATS)]
    await real.lifts_limits(*people)
    async with real.hub() as homeserver:
        plan = RoomPlan(alias=f"{names.PREFIX}bench-{secrets.token_hex(8)}", name="F-0")
        room = await homeserver.create_room(plan)
        for person in people:
            await homeserver.invite(room, person.user)
            await person.joins(room)
    return _as(people[0]), room


def _as(person: Person) -> Wire:
    return Wire(person.homeserver, person.token)


async def _in_turn(
    on: tuple[Wire, RoomId], off: tuple[Wire, RoomId], count: int
) -> tuple[list[float], list[float]]:
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(WARMING_UP + count):
        # Whoever goes first does not always go first.
        for side in (0, 1) if turn % 2 else (1, 0):
            taken = await _sent(*(on, off)[side])
            if turn >= WARMING_UP:
                seconds[side].append(taken)
    return seconds


async def _sent(wire: Wire, room: RoomId) -> float:
    path = f"{V3}/rooms/{escaped(room)}/send/m.room.encrypted/{secrets.token_hex(16)}"
    began = time.perf_counter()
    await wire.call("PUT", path, MESSAGE)
    return time.perf_counter() - began
