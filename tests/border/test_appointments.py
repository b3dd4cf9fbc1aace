"""Reading a stranger's calendar in a process of its own: whatever stands in it, that ends, and in time."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from hub import appointments
from hub.appointments.__main__ import CPU_SECONDS, MOST_PERIODS
from hub.appointments.apart import UNREADABLE, Apart
from hub.errors import Refused
from hub.presence.hours import Period
from tests.clock import MONDAY
from tests.diary import calendar, event
from tests.eventually import eventually

ENDS = MONDAY + timedelta(days=21)
ROOT = Path(__file__).parents[2]
HOUR = ("DTSTART:20261123T100000Z", "DTEND:20261123T110000Z")


async def read(text: bytes, apart: Apart | None = None) -> Sequence[Period] | Refused:
    return await (apart or Apart()).busy(text, MONDAY, ENDS)


def readers() -> list[str]:
    """The processes that read a calendar for this one, and of which it has not seen the end."""
    children = [number for task in Path("/proc/self/task").iterdir() for number in children_of(task)]
    return [number for number in children if is_reader(Path("/proc") / number)]


def children_of(task: Path) -> list[str]:
    # A thread may end between being listed and being read; its children are another thread's then.
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_reader(process: Path) -> bool:
    # What has ended and was not buried yet has no words left.
    try:
        words = (process / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return not words or appointments.__name__.encode() in words


async def test_times_come_back_and_nothing_else() -> None:
    assert await read(calendar(event(*HOUR))) == [
        Period(MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2))
    ]


async def test_thousands_of_dates_are_no_more_than_some_hundreds_of_times() -> None:
    days = ",".join(f"202611{24 + n // 1440}T{n // 60 % 24:02}{n % 60:02}00Z" for n in range(5000))
    lasting = event("DTSTART:20261123T100000Z", "DURATION:PT30S", f"RDATE:{days}")

    found = await read(calendar(lasting))

    assert not isinstance(found, Refused)
    assert len(found) == MOST_PERIODS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            calendar(*["BEGIN:VEVENT\r\nDTSTART:20261124T100000Z\r\nEND:VEVENT"] * 80_000), id="crowded"
        ),
        pytest.param(b"BEGIN:VCALENDAR\r\n" * 200_000 + b"END:VCALENDAR\r\n" * 200_000, id="deep"),
        pytest.param(bytes(range(256)) * 4_000, id="garbage"),
        pytest.param(calendar(event(*HOUR))[:-30], id="cut off"),
        pytest.param(b"", id="nothing"),
    ],
)
async def test_what_is_too_much_or_no_calendar_ends_as_unreadable(text: bytes) -> None:
    found = await read(text, Apart(timedelta(seconds=2)))

    # Some of it is read in spite of everything; nothing of it is an appointment then.
    assert found in (UNREADABLE, [])
    assert readers() == []


async def test_a_bomb_is_cut_short_and_the_next_calendar_is_read() -> None:
    apart = Apart()
    bomb = calendar(event("DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"))
    began, turns = time.monotonic(), 0
    reading = asyncio.create_task(read(bomb, apart))
    behind = asyncio.create_task(read(calendar(event(*HOUR)), apart))
    while not reading.done():
        await asyncio.sleep(0.01)
        turns += 1

    assert await reading == UNREADABLE
    # Others had their turn all the while.
    assert turns > 10 * (time.monotonic() - began)
    assert await behind != UNREADABLE


async def test_what_somebody_waits_for_is_read_before_what_nobody_waits_for() -> None:
    apart, read_so_far = Apart(), list[str]()

    async def reads(name: str, *, is_awaited: bool) -> None:
        await apart.busy(calendar(event(*HOUR)), MONDAY, ENDS, is_awaited=is_awaited)
        read_so_far.append(name)

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(reads(f"again {number}", is_awaited=False))
        await asyncio.sleep(0)
        group.create_task(reads("for the first time", is_awaited=True))

    assert read_so_far == ["again 0", "for the first time", "again 1", "again 2"]


class Hijacked(Apart):
    """One whose process says what its calendar wants it to."""

    async def _told(self, text: bytes, *_instants: str) -> bytes:
        return text


@pytest.mark.parametrize(
    "said", [b"[" * 60_000, b"[" * 30_000 + b"]" * 30_000, b"null", b"[[1, 2]]", b"\xff"]
)
async def test_what_a_hijacked_process_says_is_no_more_than_unreadable(said: bytes) -> None:
    assert await read(said, Hijacked()) == UNREADABLE


async def test_whoever_takes_longer_than_anybody_waits_is_ended() -> None:
    bomb = calendar(event("DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"))
    began = time.monotonic()

    assert await read(bomb, Apart(timedelta(seconds=1))) == UNREADABLE
    assert time.monotonic() - began < CPU_SECONDS
    assert readers() == []


async def test_when_nobody_waits_any_more_it_ends() -> None:
    bomb = calendar(event("DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"))
    reading = asyncio.create_task(read(bomb))
    await eventually(lambda: bool(readers()))
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)

    assert readers() == []


def ends(deed: str, folder: Path) -> int:
    """With which status a process ends that is bound as the one that reads, and does that."""
    bound = f"from hub.appointments.__main__ import bind; bind(); {deed}"
    run = subprocess.run(
        [sys.executable, "-c", bound],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    return run.returncode


def test_the_process_that_reads_can_compute(tmp_path: Path) -> None:
    assert ends("bytearray(100 * 1024 * 1024)", tmp_path) == 0


@pytest.mark.parametrize(
    "deed",
    [
        "__import__('pathlib').Path('here').write_text('written down')",
        "bytearray(600 * 1024 * 1024)",
        "[open('/dev/null') for _ in range(64)]",
        pytest.param(
            "__import__('os').fork()",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="to root the number of processes is no bound"),
        ),
    ],
)
def test_the_process_that_reads_can_do_nothing_else(deed: str, tmp_path: Path) -> None:
    assert ends(deed, tmp_path) != 0
    assert [file for file in tmp_path.iterdir() if file.stat().st_size] == []
