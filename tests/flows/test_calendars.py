"""Calendars that people keep elsewhere: their times count for those who share a case with them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from hub.errors import Refused
from hub.identifiers import UserId
from hub.presence.calendars import AT_ONCE, MOST_TRIES, Calendars
from hub.presence.declaring import Declaring
from hub.presence.hours import Period
from hub.presence.model import Declared, Source, State
from hub.presence.service import PresenceService
from hub.presence.store import REACHABILITIES
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, JONAS, SERVERS
from tests.shelves import VAULT

ADDRESS = "https://kalender.example/geheim/bo.ics"
OTHER = "https://kalender.example/geheim/andere.ics"


async def sees(desk: Desk, watcher: UserId, user: UserId) -> State | None:
    await desk.hub.lists.catch_up()
    glimpse = desk.hub.feed.seeing.glimpse(watcher, user)
    return glimpse.shown.state if glimpse else None


def now_for(desk: Desk, **lasts: float) -> Period:
    """An appointment that has just begun."""
    return Period(desk.clock.now(), desk.clock.now() + timedelta(**lasts))


async def shows(desk: Desk, *users: UserId) -> None:
    for user in users:
        await desk.hub.presence.declaring.show(user, is_shown=True)


async def follows(desk: Desk, user: UserId = BO.user, address: str = ADDRESS) -> None:
    assert isinstance(await desk.hub.calendars.follow(user, address), Declared)


async def is_busy(desk: Desk, **lasts: float) -> None:
    """Bo is shown, shares a case with Amira, and has an appointment now."""
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    desk.diaries.stands(ADDRESS, now_for(desk, **lasts))
    await follows(desk)


async def test_a_colleague_sees_that_somebody_has_an_appointment_and_when_it_ends(desk: Desk) -> None:
    await is_busy(desk, hours=1)

    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY
    glimpse = desk.hub.feed.seeing.glimpse(AMIRA.user, BO.user)
    assert glimpse is not None
    assert glimpse.shown.until == desk.clock.now() + timedelta(hours=1)

    # Signs and what they say of themselves do not make it forgotten.
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY
    desk.clock.push(hours=1)
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
    assert await sees(desk, AMIRA.user, BO.user) is State.REACHABLE


async def test_who_shares_no_case_sees_nothing_of_it(desk: Desk) -> None:
    await is_busy(desk, hours=1)

    assert await sees(desk, CHLOE.user, BO.user) is None


async def test_an_appointment_that_lies_ahead_is_told_when_it_begins(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    watcher = desk.hub.feed.watch(AMIRA.user)
    desk.diaries.stands(ADDRESS)
    await follows(desk)
    await desk.hub.feed.look(watcher)
    desk.clock.push(minutes=15)
    ahead = now_for(desk, minutes=30).ends
    desk.diaries.stands(ADDRESS, Period(ahead, ahead + timedelta(hours=1)))
    await desk.hub.calendars.round()
    await desk.hub.feed.look(watcher)

    desk.clock.push(minutes=30)
    desk.hub.feed.pass_time()
    news = await desk.hub.feed.look(watcher)

    assert news is not None
    assert news.seen[BO.user].shown.state is State.BUSY


async def test_a_calendar_moves_the_next_time_at_which_somebody_can_be_reached(desk: Desk) -> None:
    await is_busy(desk, hours=2)
    await desk.hub.presence.declaring.keep_hours(BO.user, "Mo 8-16", "NW")
    await desk.hub.lists.catch_up()

    glimpse = desk.hub.feed.seeing.glimpse(AMIRA.user, BO.user)
    assert glimpse is not None
    assert glimpse.next_at == desk.clock.now() + timedelta(hours=2)


async def test_whoever_hides_is_hidden_at_once_and_their_calendar_is_read_no_more(desk: Desk) -> None:
    await is_busy(desk, hours=5)

    await desk.hub.presence.declaring.show(BO.user, is_shown=False)

    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    desk.clock.push(hours=1)
    await desk.hub.calendars.round()
    assert desk.diaries.asked == [ADDRESS]
    # Shown again, they are not known to be busy before their calendar is read again.
    await shows(desk, BO.user)
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    await desk.hub.calendars.round()
    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY


async def test_of_whoever_is_not_shown_only_is_looked_whether_it_can_be_read(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    desk.diaries.stands(ADDRESS, now_for(desk, hours=1))

    await follows(desk)
    await desk.hub.calendars.round()

    assert desk.diaries.asked == [ADDRESS]
    assert desk.hub.presence.outlook(BO.user).shown.state is State.NOT_SHOWN
    await shows(desk, BO.user)
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN


async def test_a_calendar_is_read_again_every_quarter_of_an_hour(desk: Desk) -> None:
    await is_busy(desk, minutes=20)
    desk.diaries.stands(ADDRESS)

    desk.clock.push(minutes=14)
    await desk.hub.calendars.round()
    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY
    assert len(desk.diaries.asked) == 1

    desk.clock.push(minutes=1)
    await desk.hub.calendars.round()
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    assert len(desk.diaries.asked) == 2


async def test_what_cannot_be_read_again_counts_for_an_hour_and_no_longer(desk: Desk) -> None:
    await is_busy(desk, hours=5)
    desk.diaries.goes_away(ADDRESS)

    for _ in range(3):
        desk.clock.push(minutes=15)
        await desk.hub.calendars.round()
        assert await sees(desk, AMIRA.user, BO.user) is State.BUSY
    desk.clock.push(minutes=15)
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN

    # It is asked for all the same, and counts as soon as it is back.
    desk.diaries.stands(ADDRESS, now_for(desk, hours=1))
    await desk.hub.calendars.round()
    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY


async def test_an_empty_address_ends_it_at_once(desk: Desk) -> None:
    await is_busy(desk, hours=5)

    await follows(desk, address=" ")

    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    desk.clock.push(hours=1)
    await desk.hub.calendars.round()
    assert desk.diaries.asked == [ADDRESS]
    assert desk.hub.presence.declaring.of(BO.user).calendar == ""


async def test_another_calendar_takes_the_place_of_the_one_before(desk: Desk) -> None:
    await is_busy(desk, hours=5)
    desk.diaries.stands(OTHER)

    await follows(desk, address=OTHER)

    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    desk.clock.push(minutes=15)
    await desk.hub.calendars.round()
    assert desk.diaries.asked == [ADDRESS, OTHER, OTHER]


async def test_what_cannot_be_read_is_refused_and_what_was_before_stays(desk: Desk) -> None:
    await is_busy(desk, hours=5)

    refused = await desk.hub.calendars.follow(BO.user, OTHER)

    assert refused == Refused("calendar-away")
    assert desk.hub.presence.declaring.of(BO.user).calendar == ADDRESS
    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY


async def test_whoever_is_no_professional_has_nobody_called(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)

    refused = await desk.hub.calendars.follow(JONAS.user, ADDRESS)

    assert refused == Refused("not-a-professional")
    assert desk.diaries.asked == []


async def test_nobody_has_the_hub_call_somebody_again_and_again(desk: Desk) -> None:
    for _ in range(MOST_TRIES):
        assert await desk.hub.calendars.follow(BO.user, ADDRESS) == Refused("calendar-away")

    refused = await desk.hub.calendars.follow(BO.user, ADDRESS)

    assert refused == Refused("calendar-too-often", {"most": "6", "minutes": "10"})
    assert len(desk.diaries.asked) == MOST_TRIES
    # Others may, to end it one always may, and it is over after a while.
    assert await desk.hub.calendars.follow(AMIRA.user, ADDRESS) == Refused("calendar-away")
    await follows(desk, address="")
    desk.clock.push(minutes=10)
    await desk.hub.calendars.round()
    assert await desk.hub.calendars.follow(BO.user, ADDRESS) == Refused("calendar-away")


def another(desk: Desk, *, is_on: bool = True) -> PresenceService:
    """Another process of that hub."""
    hub, chance = desk.hub, desk.clock.chance
    return PresenceService(hub.database, chance, Declaring(hub.database, VAULT, chance, is_on))


async def test_switched_off_no_calendar_is_read(desk: Desk) -> None:
    await is_busy(desk, hours=1)
    off = another(desk, is_on=False)
    calendars = Calendars(off, desk.diaries, desk.clock.chance)
    await off.declaring.open()

    await calendars.round()

    assert await calendars.follow(BO.user, OTHER) == Refused("presence-off")
    assert desk.diaries.asked == [ADDRESS]


async def test_after_a_restart_it_is_read_again(desk: Desk) -> None:
    await is_busy(desk, hours=1)

    await desk.restarts(SERVERS)
    await desk.hub.presence.declaring.open()
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    await desk.hub.calendars.round()

    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY


async def test_what_another_process_laid_down_is_followed_here_and_ends_here(desk: Desk) -> None:
    await is_busy(desk, hours=5)
    other = another(desk)
    theirs = Calendars(other, desk.diaries, desk.clock.chance)

    await other.declaring.open()
    await theirs.round()
    assert other.outlook(BO.user).shown.state is State.BUSY

    await follows(desk, address="")
    await other.declaring.open()
    assert other.outlook(BO.user).shown.state is State.NOT_SHOWN
    assert other.declaring.calendars() == {}


async def test_whoever_left_is_read_no_more(desk: Desk) -> None:
    await is_busy(desk, hours=5)

    left = await desk.hub.cases.leave(BO.user, by="test")
    assert not isinstance(left, Refused)
    await desk.hub.presence.declaring.open()
    desk.clock.push(hours=1)
    await desk.hub.calendars.round()

    assert desk.diaries.asked == [ADDRESS]


async def test_the_address_stands_in_no_log_no_word_and_in_no_row(desk: Desk) -> None:
    with capture_logs() as logs:
        await is_busy(desk, hours=1)
        desk.clock.push(minutes=15)
        desk.diaries.goes_away(ADDRESS)
        await desk.hub.calendars.round()
        await desk.hub.calendars.follow(BO.user, OTHER)

    async with desk.hub.database.reading() as connection:
        rows = (await connection.execute(select(REACHABILITIES.c.declared))).scalars().all()
    said = desk.hub.presence.declaring.of(BO.user)
    assert said.calendar == ADDRESS
    assert "geheim" not in str(logs) + repr(said) + repr(desk.hub.calendars)
    assert not any(b"geheim" in row for row in rows)


async def test_what_somebody_waits_for_is_read_as_such_and_what_is_read_again_is_not(desk: Desk) -> None:
    await is_busy(desk, hours=1)
    desk.clock.push(minutes=15)
    await desk.hub.calendars.round()

    assert desk.diaries.asked == [ADDRESS, ADDRESS]
    assert desk.diaries.awaited == [ADDRESS]


async def test_whose_calendar_could_not_be_read_comes_last_in_the_next_round(
    desk: Desk, crowd: dict[UserId, str]
) -> None:
    first, *others = crowd.values()
    calendars = Calendars(desk.hub.presence, desk.diaries, desk.clock.chance, at_once=1)
    desk.diaries.goes_away(first)
    await calendars.round()
    desk.diaries.asked.clear()

    desk.clock.push(minutes=15)
    desk.diaries.stands(first)
    await calendars.round()
    desk.clock.push(minutes=15)
    await calendars.round()

    assert desk.diaries.asked == [*others, first, first, *others]


@dataclass(slots=True)
class Slow:
    """Calendars that take their time; how many are read beside each other is counted."""

    reading: int = 0
    most: int = 0
    asked: int = 0
    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    async def busy(
        self, address: str, begins_at: datetime, ends_at: datetime, *, is_awaited: bool = False
    ) -> Sequence[Period]:
        self.reading += 1
        self.asked += 1
        self.most = max(self.most, self.reading)
        await self.may_end.wait()
        self.reading -= 1
        return (Period(begins_at, ends_at),)


@pytest.fixture
async def crowd(desk: Desk) -> dict[UserId, str]:
    """Three who are shown and have a calendar."""
    people = {person.user: f"{ADDRESS}?{person.id}" for person in (AMIRA, BO, CHLOE)}
    for user, address in people.items():
        await shows(desk, user)
        desk.diaries.stands(address)
        await follows(desk, user, address)
    return people


async def test_only_a_few_are_read_at_once(desk: Desk, crowd: dict[UserId, str]) -> None:
    slow = Slow()
    calendars = Calendars(desk.hub.presence, slow, desk.clock.chance, at_once=2)
    going_round = asyncio.create_task(calendars.round())
    await asyncio.sleep(0.05)

    assert slow.reading == 2 < len(crowd)
    assert AT_ONCE < 10
    slow.may_end.set()
    await going_round
    assert slow.most == 2


async def test_whoever_hides_while_their_calendar_is_read_stays_hidden(
    desk: Desk, crowd: dict[UserId, str]
) -> None:
    slow = Slow()
    calendars = Calendars(desk.hub.presence, slow, desk.clock.chance, at_once=2)
    going_round = asyncio.create_task(calendars.round())
    await asyncio.sleep(0.05)

    for user in crowd:
        await desk.hub.presence.declaring.show(user, is_shown=False)
    slow.may_end.set()
    await going_round

    # Whoever waited for their turn was not read at all.
    assert slow.asked == 2
    await shows(desk, *crowd)
    assert {desk.hub.presence.outlook(user).shown.state for user in crowd} == {State.NOT_SHOWN}


async def test_one_calendar_that_nobody_can_explain_keeps_no_other_from_being_read(
    desk: Desk, crowd: dict[UserId, str]
) -> None:
    class Spoilt:
        asked: list[str] = []  # noqa: RUF012 – one test, one list

        async def busy(
            self, address: str, begins_at: datetime, ends_at: datetime, *, is_awaited: bool = False
        ) -> Sequence[Period]:
            self.asked.append(address)
            if len(self.asked) == 1:
                raise RuntimeError("what nobody thought of")
            return ()

    spoilt = Spoilt()
    calendars = Calendars(desk.hub.presence, spoilt, desk.clock.chance, at_once=1)

    with pytest.raises(ExceptionGroup):
        await calendars.round()
    # Whoever keeps the part begins it again.
    await calendars.round()

    assert sorted(spoilt.asked) == sorted(crowd.values())
