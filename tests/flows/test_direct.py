"""A room in which the hub speaks with one professional alone: who sits there, and what is said."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hub import outbox
from hub.cases.directory import PROFESSIONALS
from hub.direct.model import Word
from hub.direct.store import DIRECT_ROOMS
from hub.direct.telling import IsStillSo
from hub.effects import SeeToDirect
from hub.errors import Refused
from hub.identifiers import RoomId, UserId, server_of
from hub.presence.model import Source, State
from hub.presence.wishes import Wish
from hub.rooms.model import Membership
from hub.vault import Vault
from tests.desk import Desk
from tests.eventually import eventually
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    HUB,
    JONAS,
    MONITOR,
    NINA,
    PAUL,
    RUTH,
    SERVERS,
    STEWARD,
)

STRANGER = UserId(f"@stranger:{HUB}")


async def room_of(desk: Desk, user: UserId) -> RoomId:
    (room,) = [room for room, people in (await desk.hub.direct.lists()).items() if user in people]
    return room


async def asked_in(desk: Desk, user: UserId) -> RoomId:
    assert await desk.hub.direct.open(user) is None
    await desk.works_off()
    return await room_of(desk, user)


async def comes(desk: Desk, user: UserId) -> RoomId:
    room = await asked_in(desk, user)
    desk.homeserver.joins(room, user)
    await sees_to_all(desk)
    return room


async def sees_to_all(desk: Desk) -> None:
    await desk.hub.direct.look_at_all(timedelta(0))
    await desk.works_off()


def inside(desk: Desk, room: RoomId) -> set[UserId]:
    seats = desk.homeserver.seen(room).seats
    return {user for user, seat in seats.items() if seat.is_inside} - {STEWARD, MONITOR}


async def test_whoever_wants_one_is_asked_in_alone_and_greeted_once(desk: Desk) -> None:
    desk.hub.telling.voice = desk.speaker
    room = await comes(desk, BO.user)
    await sees_to_all(desk)

    assert inside(desk, room) == {BO.user}
    assert [(there.room, word) for there, word in desk.speaker.greetings.values()] == [(room, Word.GREETING)]
    assert BO.name not in desk.homeserver.name_of(room)


async def test_where_presence_is_switched_off_the_greeting_speaks_of_no_status(desk: Desk) -> None:
    desk.hub.presence.declaring.is_on = False
    desk.courier = desk.hub.courier("desk", desk.speaker, desk.bell)

    room = await comes(desk, BO.user)

    assert [(there.room, word) for there, word in desk.speaker.greetings.values()] == [
        (room, Word.PLAIN_GREETING)
    ]


async def test_who_is_no_professional_is_asked_in_nowhere(desk: Desk) -> None:
    await desk.seats(BO)

    assert await desk.hub.direct.open(JONAS.user) == Refused("not-a-professional")
    assert await desk.hub.direct.open(STRANGER) == Refused("not-a-professional")
    await desk.works_off()

    assert await desk.hub.direct.lists() == {}


async def test_nobody_else_stays_inside(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.lets_in(room, STRANGER, Membership.JOINED)

    await sees_to_all(desk)

    assert inside(desk, room) == {BO.user}
    assert await desk.hub.direct.lists() == {room: {BO.user: None}}


async def test_who_leaves_their_agency_is_out_and_hears_nothing_more(desk: Desk) -> None:
    desk.hub.telling.voice = desk.speaker
    room = await comes(desk, BO.user)

    await desk.hub.cases.leave(BO.user, by="test")
    await desk.hub.telling.tell(BO.user, Word.TOGETHER, {})
    await desk.works_off()

    assert inside(desk, room) == set()
    assert desk.speaker.told == []
    assert await desk.hub.direct.there(room) is None
    assert await desk.hub.direct.lists() == {}


async def test_who_is_of_a_server_that_left_the_network_is_out(desk: Desk) -> None:
    room = await comes(desk, BO.user)

    await desk.restarts(replace(SERVERS, allowed=SERVERS.allowed - {server_of(BO.user)}))
    await desk.hub.direct.part()
    await desk.works_off()

    assert inside(desk, room) == set()
    assert await desk.hub.direct.lists() == {}


async def test_whoever_left_is_asked_again_only_when_they_want_it(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.clock.push(minutes=1)
    desk.homeserver.leaves(room, BO.user)
    await sees_to_all(desk)
    assert inside(desk, room) == set()

    desk.clock.push(minutes=1)
    await asked_in(desk, BO.user)

    assert inside(desk, room) == {BO.user}


async def test_into_a_room_whose_walls_do_not_stand_nobody_is_asked(desk: Desk) -> None:
    room = await asked_in(desk, BO.user)
    desk.homeserver.leaves(room, BO.user)
    desk.homeserver.wall_falls(room, "m.room.join_rules")
    desk.clock.push(minutes=1)

    await asked_in(desk, BO.user)

    assert inside(desk, room) == set()


async def test_a_room_that_is_gone_is_made_anew(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.is_purged(room)

    await sees_to_all(desk)
    desk.clock.push(minutes=1)
    await desk.works_off()
    other = await room_of(desk, BO.user)

    assert other != room
    assert inside(desk, other) == {BO.user}


async def test_a_row_that_somebody_wrote_themselves_leads_nobody_into_a_room_of_a_case(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    of_case = await desk.room(case)
    await comes(desk, AMIRA.user)
    async with desk.hub.database.writing() as connection:
        mine = (await connection.execute(select(DIRECT_ROOMS))).one()
        forged = Vault(bytes(32)).hub.seal(of_case, f"direct_room.room:{mine.professional_id}")
        await connection.execute(update(DIRECT_ROOMS).values(room=forged))

    await desk.hub.direct.open(AMIRA.user)
    await sees_to_all(desk)
    await desk.hub.lists.catch_up()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert of_case not in await desk.hub.direct.lists()
    assert await desk.hub.direct.there(of_case) is None


async def test_what_somebody_reacted_is_taken_away_at_the_next_look(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.reacts(room, "🟢")

    await desk.hub.direct.look_at(room)
    await desk.works_off()

    assert desk.homeserver.reactions(room) == []


async def test_a_reaction_is_a_status(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    now = desk.clock.now()

    assert await desk.hub.presence.react(BO.user, "🟡", now) == Refused("not-shown-yet")
    assert await desk.hub.presence.react(BO.user, "👁", now) is None
    assert await desk.hub.presence.react(BO.user, "🟡", now) is None
    await desk.hub.lists.catch_up()
    seen = desk.hub.feed.seeing.glimpse(AMIRA.user, BO.user)
    assert seen is not None
    assert (seen.shown.state, seen.shown.until) == (State.BUSY, now + timedelta(hours=1))

    assert await desk.hub.presence.react(BO.user, "🙈", now) is None
    hidden = desk.hub.feed.seeing.glimpse(AMIRA.user, BO.user)
    assert hidden is not None
    assert hidden.shown.state is State.NOT_SHOWN


async def test_a_reaction_that_comes_too_late_says_nothing(desk: Desk) -> None:
    await desk.seats(AMIRA, BO)
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    before = desk.clock.now()
    desk.clock.push(hours=3)

    refused = await desk.hub.presence.react(BO.user, "🟢", before)

    assert isinstance(refused, Refused)
    assert refused.reason == "reaction-too-late"
    assert desk.hub.presence.outlook(BO.user).shown.state is State.NOT_SHOWN


async def never() -> bool:
    return False


async def wishes(desk: Desk) -> Wish:
    """Amira, who watches nowhere, wishes to be told when Bo can be reached, and Chloe, who can already."""
    case, _ = await desk.seats(AMIRA, BO, CHLOE)
    desk.hub.telling.voice = desk.speaker
    await comes(desk, AMIRA.user)
    for user in (BO.user, CHLOE.user):
        await desk.hub.presence.declaring.show(user, is_shown=True)
        await desk.hub.presence.declaring.be_findable(user, is_findable=True)
    desk.hub.presence.say(CHLOE.user, State.REACHABLE, desk.clock.now() + timedelta(hours=2))
    await desk.hub.lists.catch_up()
    wish = Wish(case, "F-1", frozenset({BO.user, CHLOE.user}), desk.clock.now() + timedelta(hours=1))
    assert desk.hub.feed.wish(AMIRA.user, wish) is None
    return wish


async def test_whoever_wished_it_and_watches_nowhere_is_told_alone_once(desk: Desk) -> None:
    await wishes(desk)
    await desk.hub.feed.grant()
    await desk.hub.telling.rest()
    assert desk.speaker.told == []

    for _ in range(2):
        desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
        await desk.hub.feed.grant()
        desk.hub.presence.hear(BO.user, Source.TYPING, is_there=False)
        await desk.hub.telling.rest()

    (told,) = desk.speaker.told
    assert (told[0].person.user, told[1], dict(told[2])) == (AMIRA.user, Word.TOGETHER, {})


@pytest.mark.parametrize("ended", ["consent", "find", "shown", "time"])
async def test_of_whoever_is_no_longer_to_be_found_nobody_is_told(desk: Desk, ended: str) -> None:
    wish = await wishes(desk)
    match ended:
        case "consent":
            given = await desk.hub.consents.of_case(wish.case)
            (bos,) = [one for one in given if one.recipient.function == BO.function]
            await desk.withdraws(bos)
        case "find":
            await desk.hub.presence.declaring.be_findable(BO.user, is_findable=False)
        case "shown":
            await desk.hub.presence.declaring.show(BO.user, is_shown=False)
        case "time":
            desk.clock.push(hours=1)

    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
    await desk.hub.feed.grant()
    await desk.hub.telling.rest()

    assert desk.speaker.told == []


@pytest.mark.parametrize("hidden", ["everywhere", "here", "not found"])
async def test_by_wishing_nobody_learns_who_hides(desk: Desk, hidden: str) -> None:
    wish = await wishes(desk)
    match hidden:
        case "everywhere":
            await desk.hub.presence.declaring.show(BO.user, is_shown=False)
        case "here":
            await desk.hub.presence.declaring.hide_in(BO.user, wish.case, is_hidden=True)
        case "not found":
            await desk.hub.presence.declaring.be_findable(BO.user, is_findable=False)

    assert desk.hub.feed.wish(AMIRA.user, wish) is None


async def test_what_is_true_already_is_told_only_when_it_becomes_true_again(desk: Desk) -> None:
    wish = await wishes(desk)
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
    await desk.hub.feed.grant()
    await desk.hub.telling.rest()
    assert len(desk.speaker.told) == 1

    # Whoever wishes again at once would otherwise have it written down again and again.
    for _ in range(3):
        assert desk.hub.feed.wish(AMIRA.user, wish) is None
        await desk.hub.feed.grant()
        await desk.hub.telling.rest()

    assert len(desk.speaker.told) == 1


async def test_between_coming_true_and_being_said_the_right_may_end(desk: Desk) -> None:
    await wishes(desk)
    asked: list[IsStillSo] = []
    desk.hub.feed.tell_alone = lambda _user, _wish, may_be_told: asked.append(may_be_told)
    desk.hub.presence.hear(BO.user, Source.TYPING, is_there=True)
    await desk.hub.feed.grant()
    (may_be_told,) = asked
    assert await may_be_told()

    await desk.hub.presence.declaring.be_findable(BO.user, is_findable=False)

    assert not await may_be_told()


async def test_what_is_so_no_longer_is_not_said(desk: Desk) -> None:
    await wishes(desk)

    await desk.hub.telling.tell(AMIRA.user, Word.TOGETHER, {}, never)

    assert desk.speaker.told == []


async def test_what_cannot_be_said_now_is_not_said_later(desk: Desk) -> None:
    await wishes(desk)
    desk.speaker.falls_silent()
    await desk.hub.telling.tell(AMIRA.user, Word.TOGETHER, {})
    desk.speaker.finds_its_voice()
    await desk.works_off()

    assert desk.speaker.told == []


async def test_an_account_exchanged_in_the_database_gets_nobodys_room(desk: Desk) -> None:
    room = await comes(desk, CHLOE.user)
    async with desk.hub.database.writing() as connection:
        for user, other in ((CHLOE.user, "x"), (BO.user, CHLOE.user), ("x", BO.user)):
            mine = PROFESSIONALS.c.user_id == user
            await connection.execute(update(PROFESSIONALS).where(mine).values(user_id=other))

    assert await desk.hub.direct.lists() == {}
    assert desk.hub.direct.whose(room) is None


async def test_a_removal_asks_in_nobody_and_waits_for_no_reactions(desk: Desk) -> None:
    room = await asked_in(desk, BO.user)
    desk.homeserver.gives_in(BO.user)
    desk.homeserver.leaves(room, BO.user)
    await desk.hub.direct.open(BO.user)
    before = len(desk.homeserver.calls)

    await desk.hub.direct.see_to(BO.id, admit=False)

    assert [call.verb for call in desk.homeserver.calls[before:]] == ["look"]


async def test_who_reacts_again_and_again_makes_one_look_wait_and_no_more(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    for _ in range(50):
        await desk.hub.direct.look_at(room)

    async with desk.hub.database.writing() as connection:
        claims = await outbox.claim(connection, courier="c", now=desk.clock.now(), most=100)
    assert [claim.effect for claim in claims] == [SeeToDirect(BO.id)]


async def test_while_one_slow_server_is_asked_others_get_their_rooms(desk: Desk) -> None:
    pause = desk.homeserver.pauses_at("create_room")
    # As many as there are hands for what is no removal.
    for person in (BO, AMIRA, ELIF, RUTH, CHLOE, DARIO, NINA, PAUL):
        assert await desk.hub.direct.open(person.user) is None
    working = asyncio.create_task(desk.courier.run())
    await pause.reached.wait()
    case = await desk.opens_case(CHLOE)
    await desk.consents(case, CHLOE)
    desk.courier.bell.ring()

    async def has_room() -> bool:
        return await desk.find_room(case) is not None

    await eventually(has_room)
    pause.go_on.set()
    desk.courier.stop()
    await working


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_what_was_said_in_passing_is_taken_away_after_a_while_also_by_another_process(
    desk: Desk, is_restarted: bool
) -> None:
    await wishes(desk)
    room = await room_of(desk, AMIRA.user)
    await desk.hub.telling.tell(AMIRA.user, Word.TOGETHER, {})
    desk.homeserver.says_in_passing(room)
    if is_restarted:
        await desk.restarts(SERVERS)
    desk.clock.push(minutes=9)
    await desk.works_off()
    assert desk.homeserver.passing(room) == 1

    desk.clock.push(minutes=1)
    await desk.works_off()

    assert desk.homeserver.passing(room) == 0


async def test_a_stranger_who_cannot_be_removed_keeps_no_reaction_readable(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.lets_in(room, STRANGER, Membership.JOINED)
    desk.homeserver.refuses(STRANGER)
    desk.homeserver.reacts(room, "🟢")

    await desk.hub.direct.look_at(room)
    await desk.works_off()

    assert STRANGER in inside(desk, room)
    assert desk.homeserver.reactions(room) == []


async def test_whoever_asked_while_the_walls_did_not_stand_is_let_in_when_they_do(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.leaves(room, BO.user)
    desk.homeserver.wall_falls(room, "m.room.join_rules")
    await asked_in(desk, BO.user)
    assert inside(desk, room) == set()

    desk.homeserver.wall_stands_again(room, "m.room.join_rules")
    await sees_to_all(desk)

    assert inside(desk, room) == {BO.user}
