"""Whether the hub reads commands in a professional's direct room is theirs alone to say."""

from sqlalchemy import func, select, update

from hub.cases.model import Professional
from hub.commands.model import Heard, Owed
from hub.consent.model import Consent
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import CaseId, CommandId, RoomId, UserId, server_of
from hub.listening.model import Deed, Switch, listener
from hub.listening.store import LISTENING
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.flows.test_direct import comes, room_of, sees_to_all
from tests.people import AMIRA, BO, ELIF, HUB, JONAS, SELMA, SERVERS


async def begins(desk: Desk, who: Professional = BO) -> Switch:
    switch = await desk.hub.hearing.begin(who.user, by="test")
    assert not isinstance(switch, Refused)
    return switch


async def listening(desk: Desk, who: Professional = BO) -> Switch:
    """Somebody sits in their direct room, and the hub listens there."""
    await comes(desk, who.user)
    switch = await begins(desk, who)
    await desk.works_off()
    (held,) = [one for one in await desk.hub.listening.held("one") if one.id == switch.id]
    return held


async def cases(desk: Desk) -> tuple[CaseId, list[Consent]]:
    """F-1, in which Amira and Bo sit with Jonas, and F-2, of which Bo knows nothing."""
    case, given = await desk.seats(AMIRA, BO)
    await desk.calls_conference(case)
    await desk.seats(AMIRA, ELIF, client=SELMA)
    return case, given


async def writes(
    desk: Desk, switch: Switch, body: str, *, who: UserId = BO.user, event: str = ""
) -> list[Owed]:
    """Somebody writes something; returns what was said to it."""
    known = len(desk.speaker.answers_alone)
    heard = Heard(id=CommandId(event or desk.clock.new_id()), sender=who, at=desk.clock.now(), body=body)
    await desk.hub.commands.hear(switch, heard)
    await desk.works_off()
    return [owed for _, owed in list(desk.speaker.answers_alone.values())[known:]]


async def topics(desk: Desk, case: CaseId) -> list[str | None]:
    (conference,) = await desk.hub.conferences.of_case(case)
    known = await desk.hub.conferences.topics(conference.id, who=AMIRA.user)
    assert not isinstance(known, Refused)
    return [topic.text for topic in known]


async def rows(desk: Desk) -> int:
    async with desk.hub.database.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(LISTENING))).scalar_one()


def told(desk: Desk) -> list[Deed]:
    return [deed for _, deed in desk.speaker.listenings.values()]


def sits(desk: Desk, room: RoomId, switch: Switch) -> bool:
    seat = desk.homeserver.seen(room).seats.get(listener(switch.id, HUB))
    return seat is not None and seat.membership is Membership.JOINED


async def test_it_is_off_until_they_turn_it_on_and_are_told_and_then_they_may_write(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    before = (await desk.hub.listening.held("one"), desk.homeserver.seen(room).is_heard)
    desk.speaker.falls_silent()
    switch = await begins(desk)
    await desk.works_off()
    untold = (sits(desk, room, switch), desk.homeserver.seen(room).is_heard)

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert (before, untold) == (([], False), (False, False))
    assert told(desk) == [Deed.BEGUN]
    assert sits(desk, room, switch)
    assert desk.homeserver.seen(room).is_heard
    assert [one.id for one in await desk.hub.listening.held("one")] == [switch.id]
    assert await desk.hub.direct.lists() == {room: {BO.user: None}}


async def test_switched_off_its_keys_are_gone_with_the_answer_and_nobody_writes_there(desk: Desk) -> None:
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    assert await desk.hub.listening.write(switch, "one", "keys")

    assert not isinstance(await desk.hub.hearing.end(BO.user, by="test"), Refused)
    gone = (await rows(desk), await desk.hub.listening.notebook(switch))
    await desk.works_off()

    assert gone == (0, None)
    assert not await desk.hub.listening.write(switch, "one", "keys again")
    assert not sits(desk, room, switch)
    assert not desk.homeserver.seen(room).is_heard
    assert listener(switch.id, HUB) in desk.homeserver.ended
    assert told(desk) == [Deed.BEGUN, Deed.ENDED]
    assert await writes(desk, switch, "!hilfe") == []
    assert await desk.hub.commands.room(switch) is None


async def test_the_chain_tells_of_whom_it_is_and_of_no_case_and_names_no_account(desk: Desk) -> None:
    switch = await listening(desk)
    await desk.hub.hearing.end(BO.user, by="test")

    acts = [entry.act for entry in await desk.entries() if entry.act.deed.startswith("listening.")]

    assert [act.deed for act in acts] == ["listening.begun", "listening.told", "listening.ended"]
    assert {(act.case, act.target, act.basis) for act in acts} == {("", BO.id, switch.id)}
    assert await desk.broken() is None


async def test_without_a_direct_room_in_which_they_sit_it_does_not_begin(desk: Desk) -> None:
    no = Refused("listening-no-direct-room")
    without = await desk.hub.hearing.begin(BO.user, by="test")
    await desk.hub.direct.open(BO.user)
    await desk.works_off()
    asked_in = await desk.hub.hearing.begin(BO.user, by="test")
    client = await desk.hub.hearing.begin(JONAS.user, by="test")

    assert (without, asked_in, client) == (no, no, Refused("not-a-professional"))
    assert await desk.hub.hearing.shown(JONAS.user) == Refused("not-a-professional")
    assert await desk.hub.hearing.end(JONAS.user, by="test") == Refused("not-a-professional")
    assert await desk.hub.hearing.end(BO.user, by="test") == Refused("listening-alone-off-already")
    assert await rows(desk) == 0


async def test_it_is_turned_on_once_and_for_them_alone(desk: Desk) -> None:
    switch = await listening(desk)
    await comes(desk, ELIF.user)

    assert await desk.hub.hearing.begin(BO.user, by="test") == Refused("listening-alone-on-already")
    shown = await desk.hub.hearing.shown(BO.user)
    assert shown == switch
    assert await desk.hub.hearing.shown(ELIF.user) is None
    assert not desk.homeserver.seen(await room_of(desk, ELIF.user)).is_heard


async def test_who_left_before_they_were_told_is_not_listened_to(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.speaker.falls_silent()
    switch = await begins(desk)
    desk.homeserver.leaves(room, BO.user)
    await sees_to_all(desk)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert told(desk) == []
    assert await rows(desk) == 0
    assert await desk.hub.hearing.shown(BO.user) is None
    assert listener(switch.id, HUB) not in desk.homeserver.ended


async def test_who_leaves_their_room_is_listened_to_no_more_also_when_they_come_back(desk: Desk) -> None:
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    desk.clock.push(minutes=1)
    desk.homeserver.leaves(room, BO.user)
    await sees_to_all(desk)
    gone = (await rows(desk), sits(desk, room, switch))

    desk.clock.push(minutes=1)
    await comes(desk, BO.user)

    assert gone == (0, False)
    assert not desk.homeserver.seen(room).is_heard
    assert listener(switch.id, HUB) in desk.homeserver.ended
    assert await desk.hub.hearing.shown(BO.user) is None


async def test_who_leaves_their_agency_is_not_heard_and_keys_wait_for_no_homeserver(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)
    await desk.hub.listening.write(switch, "one", "keys")
    await desk.hub.cases.leave(BO.user, by="test")
    said = await desk.hub.commands.audience(switch)
    desk.homeserver.goes_down()
    await desk.works_off()
    keys_left = await rows(desk)

    desk.homeserver.comes_back()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert (said, keys_left) == (frozenset(), 0)
    assert await topics(desk, case) == ["Wohnung"]
    assert listener(switch.id, HUB) in desk.homeserver.ended


async def test_whose_server_leaves_the_network_is_listened_to_no_more(desk: Desk) -> None:
    switch = await listening(desk)
    await desk.restarts(Servers(SERVERS.home, SERVERS.allowed - {server_of(BO.user)}))
    await desk.hub.direct.part()
    await desk.works_off()

    assert await rows(desk) == 0
    assert listener(switch.id, HUB) in desk.homeserver.ended


async def test_a_room_that_is_gone_takes_its_listener_along(desk: Desk) -> None:
    switch = await listening(desk)
    desk.homeserver.is_purged(await room_of(desk, BO.user))
    await sees_to_all(desk)
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await rows(desk) == 0
    assert not desk.homeserver.seen(await room_of(desk, BO.user)).is_heard
    assert listener(switch.id, HUB) in desk.homeserver.ended


async def test_what_it_keeps_lies_sealed_and_a_row_that_somebody_slips_in_seats_nobody(desk: Desk) -> None:
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    await desk.hub.listening.write(switch, "one", "the key to everything")
    async with desk.hub.database.reading() as connection:
        kept = (await connection.execute(select(LISTENING.c.notebook))).scalar_one()
    read = await desk.hub.listening.notebook(switch)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(LISTENING).values(id="f0" * 16))

    held = await desk.hub.listening.held("one")
    await sees_to_all(desk)

    assert b"the key" not in kept
    assert read == "the key to everything"
    assert held == []
    assert UserId(f"@fallraum-ohr-{'f0' * 10}:{HUB}") not in desk.homeserver.seen(room).seats
