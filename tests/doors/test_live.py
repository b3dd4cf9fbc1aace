"""The live feed, as somebody with a WebSocket finds it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed

from hub.identifiers import UserId, server_of
from hub.presence.calendars import MOST_TRIES
from hub.presence.hours import Period
from hub.presence.model import Source
from tests.desk import Desk
from tests.doors.lines import A_WHILE, SOON, Feed, serving
from tests.fakes.sign_in import FakeSignIn
from tests.people import AMIRA, BO, CHLOE, ELIF, JONAS, KATJA
from web import line as door
from web.live import MOST_LINES_OF_ONE, MOST_UNKNOWN, Live
from web.messages import LATEST_RETURN


@pytest.fixture
async def feed(app: Starlette, sign_in: FakeSignIn, desk: Desk) -> AsyncIterator[Feed]:
    """A hub with its live feed."""
    await desk.hub.presence.open()
    async with serving(app, sign_in) as serving_:
        yield serving_


async def shows(desk: Desk, *users: UserId) -> None:
    for user in users:
        await desk.hub.presence.show(user, is_shown=True)


def types(desk: Desk, user: UserId) -> None:
    desk.hub.presence.hear(user, Source.TYPING, is_there=True)


async def closes(feed: Feed, *messages: str | bytes) -> tuple[int, str]:
    async with feed.raw() as connection:
        for message in messages:
            await connection.send(message)
        async with asyncio.timeout(SOON):
            await connection.wait_closed()
        return connection.close_code or 0, connection.close_reason or ""


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
    await desk.hub.presence.keep_hours(AMIRA.user, "Mo 8-15", "NW")
    await desk.hub.presence.keep_hours(BO.user, "Mo 13-16", "NW")
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
        await desk.hub.presence.be_findable(user, is_findable=True)
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
    case, _ = await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    await desk.hub.presence.be_findable(BO.user, is_findable=True)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    until = (desk.clock.now() + timedelta(minutes=10)).isoformat()
    async with feed.line(AMIRA.user) as line:
        await line.says(type="wish", case=label, people=[BO.user], until=until)
        desk.clock.push(minutes=10)
        types(desk, BO.user)
        await line.until(BO.name, "reachable")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(A_WHILE):
                await line.hears("together")


async def test_nobody_is_wished_for_who_did_not_agree_or_is_not_there(desk: Desk, feed: Feed) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    label = (await desk.hub.rooms.roster(case)).file.case.label
    soon, late = (desk.clock.now() + timedelta(hours=hours) for hours in (1, 13))
    async with feed.line(AMIRA.user) as line:
        for people, until, reason in (
            ([BO.user], soon, "cannot-be-wished"),
            ([CHLOE.user], soon, "cannot-be-wished"),
            (["@nobody:nowhere.example"], soon, "cannot-be-wished"),
            ([BO.user], late, "wish-out-of-range"),
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
    await desk.hub.presence.keep_hours(BO.user, "Mo 13-16", "NW")
    await desk.hub.presence.hide_in(BO.user, one, is_hidden=True)
    async with feed.line(AMIRA.user) as line:
        here, there = [
            await line.says(type="window", case=label, people=[BO.user], minutes=30) for label in labels
        ]

    assert here["begins"] == there["begins"] is not None


async def test_a_broken_line_goes_on_where_it_ended(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(AMIRA.user) as line:
        first = await line.hears("whole")
    types(desk, BO.user)

    resume = {"session": line.welcome["session"], "seq": first["seq"]}
    async with feed.line(AMIRA.user, resume=resume) as line:
        again = await line.hears("whole", "change")

    assert (again["type"], again["seq"]) == ("change", 2)
    assert [person["state"] for person in again["people"]] == ["reachable"]


async def test_nobody_goes_on_on_the_line_of_somebody_else(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as line:
        first = await line.hears("whole")

    resume = {"session": line.welcome["session"], "seq": first["seq"]}
    async with feed.line(CHLOE.user, resume=resume) as stranger:
        whole = await stranger.hears("whole", "change")

    assert (whole["type"], whole["people"]) == ("whole", [])


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        ((b"\x00\x01",), door.Closed.GARBAGE),
        (("{",), door.Closed.GARBAGE),
        (('{"type": "hello"}',), door.Closed.GARBAGE),
        (('{"type": "hello", "v": 2, "token": "t", "server": "s"}',), door.Closed.GARBAGE),
        (('{"type": "hello", "v": 1, "token": "t", "server": "s", "more": 1}',), door.Closed.GARBAGE),
        (('{"type": "hello", "v": 1, "token": "unknown", "server": "s"}',), door.Closed.UNKNOWN),
        (("x" * (door.LONGEST_MESSAGE + 1),), door.Closed.TOO_MUCH),
    ],
)
async def test_who_does_not_say_who_they_are_hears_nothing(
    feed: Feed, messages: tuple[str | bytes, ...], why: tuple[int, str]
) -> None:
    assert await closes(feed, *messages) == why


async def test_a_frame_that_is_far_too_long_is_not_even_taken_in(feed: Feed) -> None:
    code, _ = await closes(feed, "x" * (2 * door.LONGEST_FRAME))

    assert code == 1009


async def test_who_sends_too_much_is_dropped_and_the_others_stay(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos:
        await amiras.until(BO.name, "reachable")
        for _ in range(door.MOST_MESSAGES + 1):
            await bos.connection.send('{"type": "beat"}')
        with pytest.raises(ConnectionClosed) as closed:
            await bos.hears("never")

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == door.Closed.TOO_MUCH[0]
        await amiras.until(BO.name, "not-shown")
        types(desk, BO.user)
        await amiras.until(BO.name, "reachable")


async def test_while_the_homeserver_is_away_everybody_is_asked_to_come_later(
    feed: Feed, sign_in: FakeSignIn
) -> None:
    token = sign_in.token_of(AMIRA.user)
    sign_in.goes_away()

    hello = json.dumps({"type": "hello", "v": 1, "token": token, "server": server_of(AMIRA.user)})

    assert await closes(feed, hello) == door.Closed.LATER


async def test_when_all_come_at_once_some_are_asked_to_come_later(
    feed: Feed, live: Live, sign_in: FakeSignIn
) -> None:
    live.at_once = 0
    hello = {"type": "hello", "v": 1, "token": sign_in.token_of(AMIRA.user), "server": server_of(AMIRA.user)}

    async with feed.raw() as connection:
        await connection.send(json.dumps(hello))
        later = json.loads(await connection.recv())

    assert later["type"] == "later"
    assert 1 <= later["after"] <= 1 + LATEST_RETURN


async def test_strangers_take_nobodys_turn(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with AsyncExitStack() as stack:
        strangers = [await stack.enter_async_context(feed.raw()) for _ in range(MOST_UNKNOWN + 1)]
        refused = json.loads(await strangers[-1].recv())
        assert refused["type"] == "later"
        await strangers[0].close()
        await strangers[1].close()
        await asyncio.sleep(A_WHILE)

        async with feed.line(AMIRA.user) as line:
            assert await line.sees() == {BO.name: "not-shown"}


async def test_nobody_has_more_than_some_lines(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with AsyncExitStack() as stack:
        for _ in range(MOST_LINES_OF_ONE):
            await stack.enter_async_context(feed.line(AMIRA.user))
        hello = {"type": "hello", "v": 1, "server": server_of(AMIRA.user)}
        one_more = json.dumps(hello | {"token": feed.sign_in.token_of(AMIRA.user)})

        assert await closes(feed, one_more) == door.Closed.TOO_MUCH


async def test_at_its_end_the_hub_asks_all_to_come_again(desk: Desk, feed: Feed, live: Live) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as line:
        live.close()

        assert 1 <= (await line.hears("later"))["after"] <= 1 + LATEST_RETURN


async def test_somebody_asks_for_a_room_of_their_own(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as amiras, feed.line(JONAS.user) as clients:
        assert await amiras.says(type="direct") == {"type": "asked-in"}
        assert (await clients.says(type="direct"))["reason"] == "not-a-professional"
    await desk.works_off()

    assert list((await desk.hub.direct.lists()).values()) == [{AMIRA.user: None}]
