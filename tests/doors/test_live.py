"""The live feed, as somebody with a WebSocket finds it: whom they see, and by whom they are seen."""

from datetime import timedelta

import pytest

from hub.presence.model import Source
from tests.desk import Desk
from tests.doors.lines import Feed, shows, types
from tests.people import AMIRA, BO, CHLOE, JONAS


async def test_who_shares_a_case_sees_who_becomes_reachable(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)

    async with feed.line(AMIRA.user) as line:
        assert await line.sees() == {BO.name: "not-shown"}
        types(desk, BO.user)
        assert await line.sees() == {BO.name: "reachable"}


async def test_who_shares_no_case_hears_nothing(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)

    async with feed.line(CHLOE.user) as line:
        assert await line.sees() == {}
        types(desk, BO.user)
        assert await line.hears_nothing()


async def test_a_withdrawn_consent_makes_both_invisible_to_each_other(desk: Desk, feed: Feed) -> None:
    _, (_, bos) = await desk.seats(AMIRA, BO)
    await shows(desk, AMIRA.user, BO.user)
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos_line:
        await amiras.until(BO.name, "reachable")
        await bos_line.until(AMIRA.name, "reachable")

        await desk.withdraws(bos)
        await desk.hub.lists.catch_up()

        assert (await amiras.hears("change"))["gone"] == [BO.user]
        assert (await bos_line.hears("change"))["gone"] == [AMIRA.user]
        types(desk, BO.user)
        types(desk, AMIRA.user)
        assert await amiras.hears_nothing()
        assert await bos_line.hears_nothing()


async def test_nobody_is_told_a_state_between_a_withdrawal_and_its_being_noticed(
    desk: Desk, feed: Feed
) -> None:
    _, (_, bos) = await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(AMIRA.user) as line:
        await line.sees()

        await desk.withdraws(bos)
        # Nobody has drawn the lists since.
        types(desk, BO.user)

        news = await line.hears("change")
        assert (news["people"], news["gone"]) == ([], [BO.user])


async def test_the_client_sees_who_works_for_them_and_is_seen_by_nobody(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(JONAS.user) as clients, feed.line(AMIRA.user) as amiras:
        assert BO.name in await clients.sees()
        assert JONAS.user not in {person["user"] for person in (await amiras.hears("whole"))["people"]}

        refused = await clients.says(type="show", on=True)

        assert refused["reason"] == "not-a-professional"


async def test_everybody_decides_for_themselves_whether_they_are_seen(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos:
        assert bos.welcome["shown"] is False
        assert await amiras.sees() == {BO.name: "not-shown"}

        assert (await bos.says(type="show", on=True))["shown"] is True
        # Their own open console is a sign, from its next beat on.
        desk.hub.presence.hear(BO.user, Source.CONSOLE, is_there=True)
        assert await amiras.sees() == {BO.name: "reachable"}

        await bos.says(type="show", on=False)
        assert await amiras.sees() == {BO.name: "not-shown"}


async def test_somebody_hides_in_one_case(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    types(desk, BO.user)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos:
        assert await amiras.sees() == {BO.name: "reachable"}

        await bos.says(type="hide", case=label, on=True)

        assert await amiras.sees() == {BO.name: "not-shown"}


async def test_of_a_case_one_does_not_share_nothing_is_learnt_by_hiding_in_it(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    async with feed.line(CHLOE.user) as chloes:
        there = await chloes.says(type="hide", case=label, on=True)
        nowhere = await chloes.says(type="hide", case="F-99", on=True)

    assert there["reason"] == nowhere["reason"] == "no-shared-case"


async def test_a_status_goes_before_signs_and_is_taken_back(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    types(desk, BO.user)
    until = (desk.clock.now() + timedelta(hours=1)).isoformat()
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos:
        assert await amiras.sees() == {BO.name: "reachable"}

        await bos.says(type="status", state="in-conference", until=until)
        assert await amiras.sees() == {BO.name: "in-conference"}

        await bos.says(type="status", state=None)
        assert await amiras.sees() == {BO.name: "reachable"}


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"type": "status", "state": "busy"}, "status-without-end"),
        ({"type": "status", "state": "busy", "until": "2020-01-01T00:00:00Z"}, "status-out-of-range"),
        ({"type": "hours", "week": "immer"}, "malformed-hours"),
        ({"type": "hours", "week": "Mo 8-16", "land": "XX"}, "unknown-land"),
        ({"type": "away", "until": "2020-01-01T00:00:00Z"}, "absence-out-of-range"),
        (
            {"type": "away", "until": "2026-12-01T00:00:00Z", "deputy": "@nobody:here.example"},
            "unknown-deputy",
        ),
        ({"type": "away", "until": "2026-12-01T00:00:00Z", "deputy": AMIRA.user}, "unknown-deputy"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_reason(
    desk: Desk, feed: Feed, message: dict[str, object], reason: str
) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(BO.user) as line:
        assert (await line.says(**message))["reason"] == reason


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ({"type": "status", "state": "away"}, "state"),
        ({"type": "status", "state": "busy", "until": "2026-12-01T00:00:00"}, "until"),
        ({"type": "hours", "week": "Mo 8-16", "land": "DE-NW"}, "land"),
        ({"type": "window", "case": "F-1", "people": [], "minutes": 30}, "people"),
        ({"type": "show", "on": True, "more": 1}, "more"),
    ],
)
async def test_one_slip_in_a_message_is_answered_and_ends_nothing(
    desk: Desk, feed: Feed, message: dict[str, object], part: str
) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(BO.user) as line:
        refused = await line.says(**message)

        assert (refused["reason"], refused["facts"]) == (
            "malformed-message",
            {"type": message["type"], "part": part},
        )
        assert (await line.says(type="show", on=True))["shown"] is True
