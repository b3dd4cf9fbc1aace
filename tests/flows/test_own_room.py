"""The client's own room: made when they want it, for them alone, gone when they no longer do."""

import pytest

from bots import words
from hub.cases.model import Professional
from hub.errors import Refused
from hub.export.model import View
from hub.identifiers import COMMON, OWN, CaseId, RoomId
from hub.listening.model import Deed, Switch, listener
from hub.presence.drawing import _drawn
from hub.rooms.discretion import acts_shown
from hub.rooms.facts import facts_of
from hub.rooms.model import Kind, Membership
from tests.desk import Desk
from tests.flows.test_commands import topics, writes
from tests.flows.test_listening import begins, rows, told
from tests.flows.test_lists import lists
from tests.flows.test_side import answers, with_lenas_key
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, HUB, JONAS, STEWARD


async def wants(desk: Desk, case: CaseId) -> None:
    assert await desk.hub.own_rooms.want(case, who=AMIRA.user, by="test") is None


async def unwants(desk: Desk, case: CaseId) -> None:
    assert await desk.hub.own_rooms.unwant(case, who=AMIRA.user, by="test") is None


async def own_room(desk: Desk, *people: Professional) -> tuple[CaseId, RoomId]:
    """Those people sit with Jonas in the common room, and he sits in his own."""
    case, _ = await desk.seats(*(people or (AMIRA, BO)))
    await wants(desk, case)
    await desk.works_off()
    await desk.everybody_comes(case)
    desk.clock.push(seconds=5)
    await desk.works_off()
    return case, await room_of(desk, case)


async def room_of(desk: Desk, case: CaseId) -> RoomId:
    room = await desk.hub.rooms.of_case(case, OWN)
    assert room is not None
    return room.id


async def inside(desk: Desk, case: CaseId) -> set[str]:
    return {str(user) for user in await desk.inside_of(case, OWN)}


async def test_there_is_none_until_the_client_wants_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    before = await desk.hub.rooms.of_case(case, OWN)

    await wants(desk, case)
    await desk.works_off()

    assert before is None
    assert await inside(desk, case) == {JONAS.user}
    assert (await desk.deeds()).count("own.wanted") == 1


async def test_it_needs_no_consent_and_nobody_elses_room(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await wants(desk, case)

    await desk.works_off()

    assert await inside(desk, case) == {JONAS.user}
    assert await desk.hub.rooms.of_case(case, COMMON) is None


async def test_whatever_they_consent_to_nobody_else_ever_sits_there(desk: Desk) -> None:
    case, room = await own_room(desk, AMIRA, BO, CHLOE)
    await desk.involves(case, ELIF)
    await desk.consents(case, ELIF, team=True)
    for person in (AMIRA, BO, CHLOE, ELIF, DARIO):
        desk.homeserver.lets_in(room, person.user, Membership.JOINED)
        await desk.hears(room, person.user, Membership.JOINED)

    await desk.works_off()

    assert await inside(desk, case) == {JONAS.user}
    assert set((await lists(desk))[room]) == {JONAS.user}


async def test_they_are_told_there_what_it_is_good_for_and_nobody_is_named(desk: Desk) -> None:
    await own_room(desk)

    (said,) = [g for g, _ in desk.speaker.rosters.values() if g.roster.kind is Kind.OWN]
    text = str(words.roster(said.roster, "", "de")["body"])

    assert said.circle.audience == {JONAS.user, STEWARD}
    assert "nur für Sie" in text
    assert not any(person.name in text for person in (AMIRA, BO))


async def test_unwanted_they_are_out_and_wanted_again_back_in_the_same_room(desk: Desk) -> None:
    case, room = await own_room(desk)

    await unwants(desk, case)
    await desk.works_off()
    gone = await inside(desk, case)
    desk.clock.push(minutes=1)
    await wants(desk, case)
    await desk.works_off()

    assert gone == set()
    assert await inside(desk, case) == {JONAS.user}
    assert await room_of(desk, case) == room


async def test_who_left_by_their_own_act_stays_out_until_they_want_it_again(desk: Desk) -> None:
    case, room = await own_room(desk)
    desk.clock.push(minutes=1)
    desk.homeserver.leaves(room, JONAS.user)
    await desk.hears(room, JONAS.user, None)
    await desk.works_off()
    left = await inside(desk, case)

    desk.clock.push(minutes=1)
    await wants(desk, case)
    await desk.works_off()

    assert left == set()
    assert await inside(desk, case) == {JONAS.user}


async def test_it_ends_with_the_case(desk: Desk) -> None:
    case, room = await own_room(desk)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert desk.homeserver.seen(room).is_ended
    assert await inside(desk, case) == set()
    again = await desk.hub.own_rooms.want(case, who=AMIRA.user, by="test")
    assert again == Refused("case-closed", {"case": "F-1"})


@pytest.mark.parametrize("person", [BO, ELIF, DARIO], ids=lambda person: person.name)
async def test_whom_it_does_not_concern_neither_says_nor_learns_it(desk: Desk, person: Professional) -> None:
    case, _ = await own_room(desk)
    await desk.involves(case, ELIF)
    not_for_you = Refused("own-room-not-for-you")

    assert await desk.hub.own_rooms.is_wanted(case, who=person.user) == not_for_you
    assert await desk.hub.own_rooms.want(case, who=person.user, by="test") == not_for_you
    assert await desk.hub.own_rooms.unwant(case, who=person.user, by="test") == not_for_you
    assert await desk.hub.own_rooms.is_wanted(case, who=AMIRA.user) is True
    assert await desk.hub.own_rooms.is_wanted(case, who=JONAS.user) is True


async def test_nothing_that_is_shown_of_the_case_tells_of_it(desk: Desk) -> None:
    case, _ = await own_room(desk)

    acts = acts_shown(await desk.hub.cases.acts(case), [], side=False)
    shown = [roster.kind for roster in await desk.hub.rooms.rosters(case)]

    assert not any(OWN in (act.target.rpartition(":")[2], act.basis) or "own." in act.deed for act in acts)
    assert Kind.OWN not in shown
    assert [roster.kind for roster in await desk.hub.rooms.side_rosters(case)] == [Kind.OWN]
    assert (await desk.hub.survey.of(case)).findings == ()


async def test_whoever_does_not_sit_there_is_told_what_they_were_told_before(desk: Desk) -> None:
    brandts = await with_lenas_key(desk)
    parents = (brandts.mother, brandts.father)
    before = await answers(desk, brandts.case, *parents)

    await wants(desk, brandts.case)
    await desk.works_off()
    await desk.everybody_comes(brandts.case)
    meanwhile = await answers(desk, brandts.case, *parents)
    await unwants(desk, brandts.case)
    await desk.works_off()

    assert meanwhile == before
    assert await answers(desk, brandts.case, *parents) == before


async def test_the_own_room_is_nothing_that_people_share(desk: Desk) -> None:
    case, room = await own_room(desk)
    await begins(desk, case, OWN)
    await desk.works_off()

    async with desk.hub.database.reading() as connection:
        there = desk.hub.rooms
        facts = await facts_of(
            connection, case, voices=there.voices, servers=there.servers, now=desk.clock.now()
        )
        drawn = await _drawn(connection, facts)

    assert drawn is not None
    assert room not in drawn.rooms
    assert all(AMIRA.user in its for its in drawn.lists)


async def test_what_is_amiss_there_is_shown_with_rooms_of_two(desk: Desk) -> None:
    case, room = await own_room(desk)
    desk.homeserver.lets_in(room, DARIO.user)

    found = await desk.hub.survey.of(case)

    assert found.shown(side=False).findings == ()
    assert [one.user for one in found.shown(side=True).findings] == [DARIO.user]


async def test_the_client_reads_of_it_in_their_own_view(desk: Desk) -> None:
    case, _ = await own_room(desk)

    seen = await desk.hub.exports.view(case, language="de")

    assert isinstance(seen, View)
    (place,) = [one for one in seen.places if one.room.kind is Kind.OWN]
    assert (place.may_sit, place.seat) == (True, Membership.JOINED)


# What is heard there.


async def heard(desk: Desk) -> tuple[CaseId, Switch]:
    case, _ = await own_room(desk)
    begun = await begins(desk, case, OWN)
    await desk.works_off()
    (switch,) = await desk.hub.listening.held("one")
    assert switch.id == begun.id
    return case, switch


async def test_a_topic_is_named_there_and_answered_there(desk: Desk) -> None:
    case, switch = await heard(desk)
    await desk.calls_conference(case)

    said = await writes(desk, switch, JONAS.user, "!thema Umzug")

    assert said == ["command-topic-named"]
    assert "Umzug" in await topics(desk, case)
    (circle, _) = list(desk.speaker.commands.values())[-1]
    assert circle.kind is Kind.OWN
    assert circle.audience == {JONAS.user, STEWARD, listener(switch.id, HUB)}


async def test_what_waits_of_listening_there_is_shown_with_rooms_of_two(desk: Desk) -> None:
    case, switch = await heard(desk)
    desk.speaker.falls_silent()
    await writes(desk, switch, JONAS.user, "!hilfe")
    desk.clock.push(minutes=20)
    answer = await desk.hub.survey.of(case)
    desk.homeserver.cannot_end(listener(switch.id, HUB))
    await unwants(desk, case)
    await desk.works_off()
    desk.clock.push(minutes=20)

    end = await desk.hub.survey.of(case)

    for found in (answer, end):
        assert found.shown(side=False).findings == ()
        assert found.shown(side=True).findings != ()


async def test_of_others_nothing_is_heard_there(desk: Desk) -> None:
    _, switch = await heard(desk)

    for person in (AMIRA, BO, DARIO):
        assert await writes(desk, switch, person.user, "!hilfe") == []


async def test_with_the_wish_the_hub_listens_no_more_and_its_keys_are_gone(desk: Desk) -> None:
    case, switch = await heard(desk)
    assert await desk.hub.listening.write(switch, "one", "keys")

    await unwants(desk, case)
    at_once = await writes(desk, switch, JONAS.user, "!hilfe")

    assert at_once == []
    assert await rows(desk) == 0
    assert listener(switch.id, HUB) in desk.homeserver.ended
    # Everybody has left: nobody is told that it is over.
    assert told(desk) == [Deed.BEGUN]
    await wants(desk, case)
    await desk.works_off()
    assert await desk.hub.listening.held("one") == []


async def leaves(desk: Desk, room: RoomId, *, is_heard_of: bool = True) -> None:
    desk.clock.push(minutes=1)
    desk.homeserver.leaves(room, JONAS.user)
    if is_heard_of:
        await desk.hears(room, JONAS.user, None)
    await desk.works_off()


async def comes_back(desk: Desk, case: CaseId, room: RoomId) -> None:
    desk.clock.push(minutes=1)
    await wants(desk, case)
    await desk.works_off()
    desk.homeserver.joins(room, JONAS.user)
    await desk.hears(room, JONAS.user, Membership.JOINED)
    await desk.works_off()


async def test_whoever_is_only_asked_in_is_not_listened_to(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await wants(desk, case)
    await desk.works_off()

    refused = await desk.hub.listening.begin(case, OWN, who=AMIRA.user, by="test")

    assert refused == Refused("listening-own-empty", {"case": "F-1"})
    assert (await rows(desk), told(desk)) == (0, [])


async def test_when_they_leave_the_hub_listens_no_more_and_its_keys_are_gone(desk: Desk) -> None:
    case, switch = await heard(desk)
    room = await room_of(desk, case)
    assert await desk.hub.listening.write(switch, "one", "keys")

    await leaves(desk, room)

    ear = listener(switch.id, HUB)
    assert (await rows(desk), await desk.hub.listening.held("one")) == (0, [])
    assert ear in desk.homeserver.ended
    assert await inside(desk, case) == set()
    # Nobody is left to be told that it is over.
    assert told(desk) == [Deed.BEGUN]


@pytest.mark.parametrize("is_heard_of", [True, False], ids=["noted", "not noted yet"])
async def test_whoever_comes_back_is_listened_to_only_once_they_were_told_anew(
    desk: Desk, is_heard_of: bool
) -> None:
    case, switch = await heard(desk)
    room = await room_of(desk, case)
    await leaves(desk, room, is_heard_of=is_heard_of)
    await comes_back(desk, case, room)
    before = await writes(desk, switch, JONAS.user, "!hilfe")
    held = await desk.hub.listening.held("one")

    again = await begins(desk, case, OWN)
    await desk.works_off()
    (anew,) = await desk.hub.listening.held("one")

    assert (before, held) == ([], [])
    assert anew.id == again.id != switch.id
    assert told(desk).count(Deed.BEGUN) == 2
    assert await writes(desk, anew, JONAS.user, "!hilfe") == ["command-help"]


async def test_wanted_once_more_while_they_sit_there_they_are_told_that_it_is_over(desk: Desk) -> None:
    case, switch = await heard(desk)

    await wants(desk, case)
    await desk.works_off()

    assert await writes(desk, switch, JONAS.user, "!hilfe") == []
    assert await rows(desk) == 0
    assert told(desk) == [Deed.BEGUN, Deed.ENDED]
    assert await inside(desk, case) == {JONAS.user}


async def test_where_no_own_room_is_wanted_nobody_listens(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    refused = await desk.hub.listening.begin(case, OWN, who=AMIRA.user, by="test")

    assert refused == Refused("listening-not-there")
