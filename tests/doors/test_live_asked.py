"""What somebody asks and wishes on the live feed."""

import asyncio
from datetime import timedelta

import pytest

from hub.presence.calendars import MOST_TRIES
from hub.presence.hours import Period
from hub.presence.model import Source
from tests.desk import Desk
from tests.doors.lines import A_WHILE, Feed, shows, types
from tests.people import AMIRA, BO, CHLOE, ELIF, JONAS, KATJA


async def test_somebody_has_their_calendar_followed_and_nobody_is_told_where_it_stands(
    desk: Desk, feed: Feed
) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    address = "https://kalender.example/geheim.ics"
    desk.diaries.stands(address, Period(desk.clock.now(), desk.clock.now() + timedelta(hours=1)))
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos:
        assert bos.welcome["calendar"] is False
        declared = await bos.says(type="calendar", address=address)
        await amiras.until(BO.name, "busy")
    async with feed.line(BO.user) as again:
        ended = await again.says(type="calendar", address="")

    assert declared["calendar"] is again.welcome["calendar"] is True
    assert "geheim" not in str(declared) + str(again.welcome)
    assert ended["calendar"] is False


async def test_whoever_cannot_be_followed_hears_why(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(BO.user) as bos, feed.line(JONAS.user) as clients:
        for _ in range(MOST_TRIES):
            refused = await bos.says(type="calendar", address="https://kalender.example/")
            assert refused["reason"] == "calendar-away"
        too_often = await bos.says(type="calendar", address="https://kalender.example/")
        clients_refused = await clients.says(type="calendar", address="https://kalender.example/")

    assert (too_often["reason"], too_often["facts"]["most"]) == ("calendar-too-often", str(MOST_TRIES))
    assert clients_refused["reason"] == "not-a-professional"


async def test_a_moderator_sees_who_can_be_reached_and_which_side_is_missing(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    types(desk, BO.user)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    async with feed.line(AMIRA.user) as line:
        shown = await line.says(type="overview", case=label)

    (row,) = shown["rows"]
    assert (row["function"], row["reachable"], row["next"]) == (BO.function, [BO.name], None)
    assert "provider" in shown["absent"]


async def test_a_common_window_follows_from_the_hours_of_both(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await shows(desk, AMIRA.user, BO.user)
    await desk.hub.presence.declaring.keep_hours(AMIRA.user, "Mo 8-15", "NW")
    await desk.hub.presence.declaring.keep_hours(BO.user, "Mo 13-16", "NW")
    label = (await desk.hub.rooms.roster(case)).file.case.label
    async with feed.line(AMIRA.user) as line:
        bos = await line.says(type="window", case=label, people=[BO.user], minutes=90)
        too_long = await line.says(type="window", case=label, people=[BO.user], minutes=150)
        nobodys = await line.says(type="window", case=label, people=[CHLOE.user], minutes=90)

    # It is Monday, ten o'clock in Musterstadt.
    assert bos["begins"] == (desk.clock.now() + timedelta(hours=3)).isoformat()
    assert (too_long["begins"], too_long["ends"]) == (None, None)
    assert (nobodys["begins"], nobodys["ends"]) == (None, None)


async def test_of_a_case_one_does_not_share_nothing_is_looked_up(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    async with feed.line(CHLOE.user) as line:
        for asked in ({"type": "overview"}, {"type": "window", "people": [BO.user], "minutes": 1}):
            assert (await line.says(case=label, **asked))["reason"] == "no-shared-case"


async def test_whoever_wishes_it_is_told_once_when_all_can_be_reached_together(
    desk: Desk, feed: Feed
) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)
    await shows(desk, BO.user, CHLOE.user)
    for user in (BO.user, CHLOE.user):
        await desk.hub.presence.declaring.be_findable(user, is_findable=True)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    until = (desk.clock.now() + timedelta(hours=2)).isoformat()
    async with feed.line(AMIRA.user) as line:
        wished = await line.says(type="wish", case=label, people=[BO.user, CHLOE.user], until=until)
        assert wished == {"type": "wished", "case": label}
        types(desk, BO.user)
        await line.until(BO.name, "reachable")

        types(desk, CHLOE.user)
        assert (await line.hears("together"))["people"] == sorted([BO.user, CHLOE.user])

        desk.hub.presence.hear(BO.user, Source.TYPING, is_there=False)
        types(desk, BO.user)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(A_WHILE):
                await line.hears("together")


async def test_a_wish_ends_with_its_time(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)
    await shows(desk, BO.user, CHLOE.user)
    for user in (BO.user, CHLOE.user):
        await desk.hub.presence.declaring.be_findable(user, is_findable=True)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    until = (desk.clock.now() + timedelta(minutes=10)).isoformat()
    async with feed.line(AMIRA.user) as line:
        await line.says(type="wish", case=label, people=[BO.user, CHLOE.user], until=until)
        desk.clock.push(minutes=10)
        types(desk, CHLOE.user)
        types(desk, BO.user)
        await line.until(BO.name, "reachable")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(A_WHILE):
                await line.hears("together")


async def test_nobody_is_wished_for_who_is_not_there(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    soon, late = (desk.clock.now() + timedelta(hours=hours) for hours in (1, 13))
    async with feed.line(AMIRA.user) as line:
        for people, until, reason in (
            ([BO.user], soon, "wish-for-one"),
            ([BO.user, CHLOE.user], soon, "cannot-be-wished"),
            ([BO.user, "@nobody:nowhere.example"], soon, "cannot-be-wished"),
            ([BO.user, CHLOE.user], late, "wish-out-of-range"),
        ):
            wish = {"type": "wish", "case": label, "people": people, "until": until.isoformat()}
            assert (await line.says(**wish))["reason"] == reason


async def test_across_cases_only_professionals_ask_for_functions(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    types(desk, BO.user)
    async with feed.line(CHLOE.user) as chloes, feed.line(BO.user) as bos, feed.line(JONAS.user) as clients:
        assert (await bos.says(type="find", on=True))["findable"] is True

        # Bo is the only one of that function: to say so would be to say that it is Bo.
        assert await chloes.says(type="functions") == {"type": "functions", "reachable": []}
        assert (await clients.says(type="functions"))["reason"] == "not-a-professional"


async def test_whoever_talks_with_the_client_alone_does_not_learn_which_case_it_is(
    desk: Desk, feed: Feed
) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.consents(case, ELIF, alone=True)
    await desk.works_off()
    label = (await desk.hub.rooms.roster(case)).file.case.label
    async with feed.line(ELIF.user) as line:
        known = await line.says(type="overview", case=label)
        unknown = await line.says(type="overview", case="F-99")
        hidden = await line.says(type="hide", case=label, on=True)

    assert (known["reason"], unknown["reason"], hidden["reason"]) == 3 * ("no-shared-case",)


async def test_in_which_case_somebody_hides_cannot_be_found_out_by_asking_for_a_time(
    desk: Desk, feed: Feed
) -> None:
    one, _ = await desk.seats(AMIRA, BO)
    other, _ = await desk.seats(AMIRA, BO, client=KATJA)
    labels = [(await desk.hub.rooms.roster(case)).file.case.label for case in (one, other)]
    await shows(desk, BO.user)
    await desk.hub.presence.declaring.keep_hours(BO.user, "Mo 13-16", "NW")
    await desk.hub.presence.declaring.hide_in(BO.user, one, is_hidden=True)
    async with feed.line(AMIRA.user) as line:
        here, there = [
            await line.says(type="window", case=label, people=[BO.user], minutes=30) for label in labels
        ]

    assert here["begins"] == there["begins"] is not None


async def test_somebody_asks_for_a_direct_room(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as amiras, feed.line(JONAS.user) as clients:
        assert await amiras.says(type="direct") == {"type": "asked-in"}
        assert (await clients.says(type="direct"))["reason"] == "not-a-professional"
    await desk.works_off()

    assert list((await desk.hub.direct.lists()).values()) == [{AMIRA.user: None}]
