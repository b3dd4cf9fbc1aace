"""Who sees what of whom, as the hub tells it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from hub.cases.directory import PROFESSIONALS
from hub.errors import Refused
from hub.identifiers import UserId
from hub.presence.declaring import Declaring
from hub.presence.hours import read_week
from hub.presence.model import NOTHING_DECLARED, Source, State
from hub.presence.once import OnceForAll
from hub.presence.store import REACHABILITIES
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, ELIF, JONAS, SERVERS
from tests.shelves import VAULT


async def sees(desk: Desk, watcher: UserId, user: UserId) -> State | None:
    await desk.hub.lists.catch_up()
    glimpse = desk.hub.feed.seeing.glimpse(watcher, user)
    return glimpse.shown.state if glimpse else None


async def shows_and_types(desk: Desk, user: UserId) -> None:
    assert not isinstance(await desk.hub.presence.declaring.show(user, is_shown=True), Refused)
    desk.hub.presence.hear(user, Source.TYPING, is_there=True)


async def test_after_a_restart_nothing_is_known_but_what_was_laid_down(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)
    desk.hub.presence.say(BO.user, State.BUSY, desk.clock.now() + timedelta(hours=1))
    assert await sees(desk, AMIRA.user, BO.user) is State.BUSY

    await desk.restarts(SERVERS)
    await desk.hub.presence.declaring.open()

    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
    assert await sees(desk, AMIRA.user, BO.user) is State.REACHABLE


async def test_the_end_of_a_consent_ends_the_sight_of_each_other(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA)
    await desk.consents(case, BO, lasts=timedelta(hours=1))
    await desk.works_off()
    desk.clock.push(minutes=59)
    await shows_and_types(desk, BO.user)
    assert await sees(desk, AMIRA.user, BO.user) is State.REACHABLE

    desk.clock.push(minutes=1)

    assert await sees(desk, AMIRA.user, BO.user) is None
    assert await sees(desk, BO.user, AMIRA.user) is None


async def test_who_talks_with_the_client_alone_is_seen_by_the_client_alone(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.consents(case, ELIF, alone=True)
    await desk.works_off()
    await shows_and_types(desk, ELIF.user)

    assert await sees(desk, JONAS.user, ELIF.user) is State.REACHABLE
    assert await sees(desk, AMIRA.user, ELIF.user) is None
    assert await sees(desk, ELIF.user, AMIRA.user) is None


async def test_nobody_sees_themselves_or_the_client(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)

    assert await sees(desk, BO.user, BO.user) is None
    assert await sees(desk, BO.user, JONAS.user) is None


async def test_whoever_works_on_a_case_without_a_consent_sees_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.involves(case, CHLOE)
    await shows_and_types(desk, BO.user)

    assert await sees(desk, CHLOE.user, BO.user) is None


async def test_a_case_that_is_closed_shows_nobody_any_more(desk: Desk) -> None:
    _, (amiras, bos) = await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)

    await desk.withdraws(amiras)
    await desk.withdraws(bos)

    assert await sees(desk, JONAS.user, BO.user) is None


async def test_who_is_away_names_a_deputy_to_those_who_share_a_case_with_both(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    until = desk.clock.now() + timedelta(days=3)
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)

    refused = await desk.hub.presence.declaring.be_away(BO.user, until, AMIRA.user)
    await desk.hub.presence.declaring.be_away(BO.user, until)
    await desk.hub.lists.catch_up()
    glimpse = desk.hub.feed.seeing.glimpse(AMIRA.user, BO.user)

    # Amira works at another agency.
    assert refused == Refused("unknown-deputy", {"user": AMIRA.user})
    assert glimpse is not None
    assert (glimpse.shown.state, glimpse.shown.until, glimpse.deputy) == (State.AWAY, until, None)


async def test_hours_say_when_next(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    presence = desk.hub.presence
    await presence.declaring.show(BO.user, is_shown=True)

    # It is Monday, ten o'clock in Musterstadt.
    await presence.declaring.keep_hours(BO.user, "Mo 13-16", "NW")
    await desk.hub.lists.catch_up()
    glimpse = desk.hub.feed.seeing.glimpse(AMIRA.user, BO.user)

    assert glimpse is not None
    assert glimpse.shown.state is State.HOURS_OVER
    assert glimpse.next_at == desk.clock.now() + timedelta(hours=3)
    assert desk.hub.feed.seeing.glimpse(CHLOE.user, BO.user) is None


async def test_what_is_over_is_forgotten(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)
    desk.clock.push(hours=13)

    desk.hub.presence.forget_what_is_over()
    desk.clock.push(hours=-13)

    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN


async def test_an_absence_that_is_over_is_not_kept(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await desk.hub.presence.declaring.be_away(BO.user, desk.clock.now() + timedelta(days=1))
    desk.clock.push(days=2)

    await desk.hub.presence.declaring.show(BO.user, is_shown=True)

    assert desk.hub.presence.declaring.of(BO.user).absence is None


async def test_a_forged_row_shows_nobody(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await desk.hub.presence.declaring.show(AMIRA.user, is_shown=True)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(REACHABILITIES).values(professional_id=BO.id))

    await desk.restarts(SERVERS)
    await desk.hub.presence.declaring.open()
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)

    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN


async def test_where_it_is_switched_off_nobody_can_be_shown(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    off = Declaring(desk.hub.database, VAULT, desk.clock.chance, is_on=False)

    await off.open()

    assert off.of(BO.user) == NOTHING_DECLARED
    assert await off.show(BO.user, is_shown=True) == Refused("presence-off")


@pytest.mark.parametrize("user", [JONAS.user, UserId("@nobody:fallraum.localhost")])
async def test_only_professionals_lay_anything_down(desk: Desk, user: UserId) -> None:
    await desk.seats(AMIRA, BO)

    assert await desk.hub.presence.declaring.show(user, is_shown=True) == Refused("not-a-professional")


async def test_nothing_of_it_stands_in_the_chain(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    before = await desk.deeds()

    await shows_and_types(desk, BO.user)
    await desk.hub.presence.declaring.keep_hours(BO.user, "Mo 13-16", "NW")

    assert await desk.deeds() == before
    assert not isinstance(read_week("Mo 13-16"), Refused)


async def test_whoever_hides_is_hidden_before_the_database_has_taken_it_in(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)
    async with desk.hub.database.writing():
        hiding = asyncio.create_task(desk.hub.presence.declaring.show(BO.user, is_shown=False))
        await asyncio.sleep(0)

        assert desk.hub.presence.outlook(BO.user).shown.state is State.NOT_SHOWN
        # Nor do older ones read meanwhile show them again.
        assert not desk.hub.presence.declaring.of(BO.user).is_shown
    await hiding

    await desk.hub.presence.declaring.open()
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN


async def test_whoever_cannot_be_written_down_as_hidden_is_hidden_all_the_same(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)
    async with desk.hub.database.writing() as connection:
        await connection.execute(text("ALTER TABLE reachability RENAME TO elsewhere"))
    with pytest.raises(DBAPIError):
        await desk.hub.presence.declaring.show(BO.user, is_shown=False)
    async with desk.hub.database.writing() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO reachability"))

    await desk.hub.presence.declaring.open()
    await desk.hub.presence.declaring.keep_hours(BO.user, "Mo 8-18", "NW")
    assert await sees(desk, AMIRA.user, BO.user) is State.NOT_SHOWN

    await shows_and_types(desk, BO.user)
    assert await sees(desk, AMIRA.user, BO.user) is State.REACHABLE


async def test_an_account_exchanged_in_the_database_shows_nobody_who_never_wanted_it(desk: Desk) -> None:
    await desk.seats(AMIRA, BO, CHLOE)
    await shows_and_types(desk, CHLOE.user)
    async with desk.hub.database.writing() as connection:
        for user, other in ((CHLOE.user, "x"), (BO.user, CHLOE.user), ("x", BO.user)):
            mine = PROFESSIONALS.c.user_id == user
            await connection.execute(update(PROFESSIONALS).where(mine).values(user_id=other))

    await desk.hub.presence.declaring.open()
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)

    assert not desk.hub.presence.declaring.of(BO.user).is_shown
    assert desk.hub.presence.outlook(BO.user).shown.state is State.NOT_SHOWN


async def test_nothing_is_kept_of_whoever_left_their_agency(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await shows_and_types(desk, BO.user)
    await desk.hub.cases.leave(BO.user, by="test")

    await desk.hub.presence.declaring.open()

    async with desk.hub.database.reading() as connection:
        assert (await connection.execute(select(REACHABILITIES))).all() == []


async def test_what_is_done_together_is_begun_behind_every_call() -> None:
    begun = 0
    going_on = asyncio.Event()

    async def do() -> None:
        nonlocal begun
        begun += 1
        await going_on.wait()

    together = OnceForAll(do)
    first = asyncio.create_task(together.once())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(together.once()) for _ in range(5)]
    await asyncio.sleep(0)
    going_on.set()
    await asyncio.gather(first, *others)

    # Those who came while it was under way share one that began after they came.
    assert begun == 2
