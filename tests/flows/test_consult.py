"""A specialist is asked with pseudonyms, answers into the case, and is never part of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.cases.model import Professional
from hub.consult.model import Contents, Deed, Into, Question, Seen
from hub.disclosure.model import ToldBefore
from hub.effects import PostAnswer, Reconcile
from hub.errors import Refused
from hub.identifiers import CaseId, CircleId, QuestionId, RoomId
from hub.rooms.drift import Fault
from hub.rooms.model import Kind, Membership
from tests.desk import Desk
from tests.filing import is_filed
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    JONAS,
    NINA,
    RUTH,
    SELMA,
    STEWARD,
    Guest,
    key_of,
)
from tests.rules.asking import ANSWER, ASKED, wanted
from tests.signing import public, signing


async def begins(desk: Desk, *others: Professional, client: Guest = JONAS) -> CaseId:
    """Amira and Bo sit with Jonas, and talk among themselves; everybody who may be asked has a key."""
    case = await desk.opens_case(BO, *others, client=client)
    for person in (AMIRA, BO, *others):
        await desk.consents(case, person, team=True)
    for person in (AMIRA, BO, CHLOE, DARIO, ELIF, NINA, RUTH):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    await desk.works_off()
    await desk.everybody_comes(case)
    return case


async def tries(desk: Desk, case: CaseId, by: Professional = AMIRA, **otherwise: Any) -> Question | Refused:
    until = desk.clock.now() + timedelta(days=14)
    asked = wanted(otherwise.pop("to", RUTH), **{"until": until} | otherwise)
    return await desk.hub.consults.ask(case, asked, by=by.id, sign=signing(key_of(by)))


async def asks(desk: Desk, case: CaseId, by: Professional = AMIRA, **otherwise: Any) -> Question:
    """Somebody asks Ruth, and both are in the room made for it."""
    asked = await tries(desk, case, by, **otherwise)
    assert isinstance(asked, Question), asked
    await desk.works_off()
    await desk.everybody_comes(case)
    desk.clock.push(seconds=5)
    await desk.works_off()
    return asked


async def answers(desk: Desk, asked: Question, by: Professional = RUTH) -> Question | Refused:
    return await desk.hub.consults.answer(asked.id, ANSWER, by=by.id, sign=signing(key_of(by)))


def circle_of(asked: Question) -> CircleId:
    return CircleId(f"consult-{asked.id}")


async def room_of(desk: Desk, asked: Question) -> RoomId:
    room = await desk.hub.rooms.of_case(asked.case, circle_of(asked))
    assert room is not None
    return room.id


async def inside(desk: Desk, asked: Question) -> set[str]:
    return set(await desk.inside_of(asked.case, circle_of(asked)))


async def seen_by(desk: Desk, person: Professional) -> list[Seen]:
    return list(await desk.hub.consults.seen_by(person.id))


def reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


# Who sits there.


async def test_who_asks_and_who_is_asked_sit_alone(desk: Desk) -> None:
    case = await begins(desk)

    asked = await asks(desk, case)

    seats = desk.homeserver.seen(await room_of(desk, asked)).seats
    assert set(seats) == {STEWARD, AMIRA.user, RUTH.user}
    assert RUTH.user not in await desk.inside(case)


async def test_the_question_is_said_to_the_two_and_says_nothing_of_the_case(desk: Desk) -> None:
    asked = await asks(desk, await begins(desk))

    gathering, contents = list(desk.speaker.questions.values())[-1]

    assert contents == ASKED
    assert gathering.circle.room == await room_of(desk, asked)
    assert gathering.circle.audience == {AMIRA.user, RUTH.user, STEWARD}
    assert "F-1" not in gathering.roster.name


async def test_it_needs_no_consent_of_the_client_for_it_passes_on_nobodys_name(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.hub.parties.pin_professional(AMIRA.user, public(key_of(AMIRA)), by="test")

    asked = await asks(desk, case)

    assert await inside(desk, asked) == {AMIRA.user, RUTH.user}
    assert await desk.find_room(case) is None


@pytest.mark.parametrize("person", [DARIO, ELIF, BO], ids=lambda person: person.name)
async def test_whoever_gets_in_besides_goes_out_again(desk: Desk, person: Professional) -> None:
    asked = await asks(desk, await begins(desk))
    room = await room_of(desk, asked)
    desk.homeserver.lets_in(room, person.user, Membership.JOINED)

    await desk.hears(room, person.user, Membership.JOINED)
    await desk.works_off()

    assert await inside(desk, asked) == {AMIRA.user, RUTH.user}


# That a specialist cannot tell whose it is.


async def test_asked_in_two_cases_a_specialist_cannot_tell_them_apart(desk: Desk) -> None:
    his, hers = await begins(desk), await desk.opens_case(BO, client=SELMA)

    first, second = await asks(desk, his), await asks(desk, hers)
    one, other = await seen_by(desk, RUTH)

    assert (one.label, other.label) == (None, None)
    for asked, case in ((first, his), (second, hers)):
        alias = desk.homeserver.name_of(await room_of(desk, asked))
        assert alias == f"fallraum-{asked.id}"
        assert case not in alias
    assert (one.record.contents, one.asker) == (other.record.contents, other.asker)


async def test_no_other_door_leads_a_specialist_to_the_case(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)

    assert await desk.hub.disclosures.read_by(case, RUTH.id) == []
    (hers,) = await desk.hub.disclosures.read_by(case, AMIRA.id)
    assert hers.disclosure.id == asked.disclosure


async def test_that_a_case_will_be_closed_is_not_said_there(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)

    await desk.hub.closings.announce(case, by="test")
    await desk.works_off()

    rooms = {circle.room for circle in desk.speaker.closings.values()}
    assert rooms
    assert await room_of(desk, asked) not in rooms


@pytest.mark.parametrize("person", [DARIO, ELIF, BO], ids=lambda person: person.name)
async def test_who_neither_asked_nor_is_asked_reads_nothing(desk: Desk, person: Professional) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)

    assert await seen_by(desk, person) == []
    assert reason(await answers(desk, asked, person)) == "unknown-question"
    assert reason(await desk.hub.consults.withdraw(asked.id, by=person.id)) == "unknown-question"


# What must not be asked.


async def test_an_excerpt_that_names_the_client_is_refused_by_kind_alone(desk: Desk) -> None:
    case = await begins(desk)
    named = Contents("Was tun?", ("Jonas' Mutter schläft.",))

    refused = await tries(desk, case, contents=named)

    assert isinstance(refused, Refused)
    assert refused == Refused("excerpt-not-pseudonymised", {"trace": "client"})
    assert await desk.hub.disclosures.of_case(case) == []
    assert reason(await desk.hub.consults.check(case, wanted(contents=named), by=AMIRA.id))


async def test_colleagues_on_the_case_are_named_no_more_than_the_client(desk: Desk) -> None:
    case = await begins(desk, CHLOE)

    refused = await tries(desk, case, contents=Contents("Was tun?", ("Frau Martin ist besorgt.",)))

    assert isinstance(refused, Refused)
    assert refused.facts == {"trace": "professional"}


async def test_who_works_on_the_case_is_nobody_to_ask(desk: Desk) -> None:
    case = await begins(desk, RUTH)

    assert reason(await tries(desk, case)) == "consult-colleague"


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_who_does_not_work_on_the_case_asks_nobody(desk: Desk, person: Professional) -> None:
    assert reason(await tries(desk, await begins(desk), person)) == "not-on-this-case"


async def test_without_a_norm_that_leads_there_nobody_is_asked(desk: Desk) -> None:
    refused = await tries(desk, await begins(desk), to=DARIO)

    assert reason(refused) == "norm-not-for-recipient"


async def test_about_a_closed_case_nobody_is_asked(desk: Desk) -> None:
    case = await begins(desk)
    await desk.hub.cases.close(case, by="test")

    assert reason(await tries(desk, case)) == "case-closed"


async def test_whoever_has_left_is_not_asked(desk: Desk) -> None:
    case = await begins(desk)
    await desk.hub.cases.leave(RUTH.user, by="test")

    assert reason(await tries(desk, case)) == "unknown-professional"


# With the answer it ends.


async def test_with_the_answer_everybody_is_out_and_the_team_reads_it(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)

    answered = await answers(desk, asked)
    await desk.works_off()

    assert isinstance(answered, Question)
    assert await inside(desk, asked) == set()
    ((circle, posting),) = desk.speaker.answers.values()
    assert (posting.asked, posting.answer, posting.specialist) == (ASKED, ANSWER, RUTH)
    assert circle.audience == {AMIRA.user, BO.user, STEWARD}
    assert "consult.posted" in await desk.deeds()


async def test_who_asked_reads_the_answer_and_who_answered_reads_nothing_more(desk: Desk) -> None:
    asked = await asks(desk, await begins(desk))

    await answers(desk, asked)

    (hers,) = await seen_by(desk, AMIRA)
    assert hers.record.answer == ANSWER
    assert hers.label == "F-1"
    assert await seen_by(desk, RUTH) == []
    assert reason(await answers(desk, asked)) == "unknown-question"
    assert reason(await desk.hub.consults.withdraw(asked.id, by=AMIRA.id)) == "consult-over"


async def test_an_answer_goes_where_it_was_asked_for(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case, into=Into.CLIENT)

    await answers(desk, asked)
    await desk.works_off()

    ((circle, _),) = desk.speaker.answers.values()
    assert circle.room == await desk.room(case)


async def test_where_there_is_no_such_room_who_asked_reads_it_at_the_door(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    for person in (AMIRA, RUTH):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    asked = await asks(desk, case)

    await answers(desk, asked)
    await desk.works_off()

    assert desk.speaker.answers == {}
    assert not [effect for effect in await desk.owed(case) if isinstance(effect, PostAnswer)]
    assert [one.record.answer for one in await seen_by(desk, AMIRA)] == [ANSWER]


async def test_an_answer_that_was_not_heard_is_said_once(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    desk.speaker.falls_silent()
    await answers(desk, asked)
    await desk.works_off()
    desk.speaker.finds_its_voice()

    for _ in range(2):
        desk.clock.push(minutes=2)
        await desk.works_off()

    assert len(desk.speaker.answers) == 1
    assert (await desk.deeds()).count("consult.posted") == 1


async def test_after_a_closing_no_answer_is_posted(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    desk.speaker.falls_silent()
    await answers(desk, asked)
    await desk.works_off()
    await desk.hub.cases.close(case, by="test")
    desk.speaker.finds_its_voice()

    desk.clock.push(minutes=2)
    await desk.works_off()

    assert desk.speaker.answers == {}


# Whatever else ends it.


@pytest.mark.parametrize("person", [AMIRA, RUTH], ids=lambda person: person.name)
async def test_either_may_withdraw_it_and_both_are_out(desk: Desk, person: Professional) -> None:
    asked = await asks(desk, await begins(desk))

    ended = await desk.hub.consults.withdraw(asked.id, by=person.id)
    await desk.works_off()

    assert isinstance(ended, Question)
    assert await inside(desk, asked) == set()
    assert reason(await answers(desk, asked)) in ("unknown-question", "consult-over")


async def test_when_its_time_is_over_both_are_out(desk: Desk) -> None:
    asked = await asks(desk, await begins(desk))

    desk.clock.push(days=14)
    await desk.works_off()

    assert await inside(desk, asked) == set()
    assert await seen_by(desk, RUTH) == []
    assert reason(await answers(desk, asked)) == "unknown-question"


async def test_when_the_case_is_closed_both_are_out_and_it_is_erased_with_it(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    room = await room_of(desk, asked)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    seats, is_ended = set(desk.homeserver.seen(room).seats), desk.homeserver.seen(room).is_ended
    await is_filed(desk.hub, case)
    erased = await desk.hub.erasure.erase(case, by="test")
    for _ in range(3):
        await desk.works_off()
        desk.clock.push(seconds=5)

    assert (seats, is_ended) == ({STEWARD}, True)
    assert not isinstance(erased, Refused)
    assert await desk.homeserver.forget(room)
    assert await seen_by(desk, AMIRA) == []


async def test_who_asked_and_leaves_the_case_is_out_and_does_not_come_back_by_it(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case, BO)

    await desk.hub.cases.relieve(case, BO.user, by="test")
    await desk.works_off()
    gone = await inside(desk, asked)
    desk.clock.push(hours=1)
    await desk.involves(case, BO)
    await desk.works_off()

    assert gone == await inside(desk, asked) == set()
    (his,) = await seen_by(desk, BO)
    assert his.record.answer is None


async def test_a_specialist_who_comes_to_work_on_the_case_is_asked_no_more(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)

    await desk.involves(case, RUTH)
    await desk.works_off()

    assert await inside(desk, asked) == set()


@pytest.mark.parametrize("person", [RUTH, BO], ids=lambda person: person.name)
async def test_who_leaves_their_agency_is_out_at_once(desk: Desk, person: Professional) -> None:
    asked = await asks(desk, await begins(desk), BO)

    await desk.hub.cases.leave(person.user, by="test")
    await desk.works_off()

    assert await inside(desk, asked) == set()


async def test_a_server_that_is_taken_off_the_list_takes_its_specialist_along(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)

    await desk.restarts(replace(desk.hub.servers, allowed=frozenset()))
    await desk.works_off()

    assert RUTH.user not in await inside(desk, asked)


# What the others and the house see of it.


async def test_the_client_reads_that_a_specialist_was_asked_and_sees_no_room_of_it(desk: Desk) -> None:
    case = await begins(desk)
    await asks(desk, case)

    seen = await desk.hub.exports.view(case, language="de")

    assert not isinstance(seen, Refused)
    (passed,) = seen.disclosures
    assert (passed.is_pseudonymised, passed.addressee.name) == (True, RUTH.name)
    rooms = {place.room.kind for place in seen.places} | {stay.room.kind for stay in seen.stays}
    assert rooms == {Kind.CLIENT, Kind.TEAM}


async def test_unless_there_is_a_reason_not_to_tell_them(desk: Desk) -> None:
    case = await begins(desk)
    await asks(desk, case, told=ToldBefore(before=False, why="Es könnte das Kind gefährden."))

    seen = await desk.hub.exports.view(case, language="de")

    assert not isinstance(seen, Refused)
    assert seen.disclosures == ()


async def test_a_round_finds_nothing_amiss_before_and_after_the_answer(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    before = await desk.hub.survey.of(case)

    await answers(desk, asked)
    between = await desk.hub.survey.of(case)
    await desk.works_off()
    after = await desk.hub.survey.of(case)

    assert before.findings == after.findings == ()
    # Two sit there whose right has ended, and that is no surprise.
    assert len(between.of(Fault.STRAY)) == 2
    assert between.surprises == 0


async def test_the_guard_lists_both_until_the_last_day_and_nobody_after_the_answer(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    room = await room_of(desk, asked)
    await desk.hub.lists.catch_up()
    notice = await desk.hub.lists.board.read("", longest=timedelta(0))

    await answers(desk, asked)
    await desk.hub.lists.catch_up()
    later = await desk.hub.lists.board.read("", longest=timedelta(0))

    assert notice is not None
    assert later is not None
    assert notice.rooms[room] == dict.fromkeys([AMIRA.user, RUTH.user], asked.until)
    assert later.rooms[room] == {}


async def test_the_end_is_owed_when_it_is_asked(desk: Desk) -> None:
    case = await begins(desk)
    asked = await tries(desk, case)

    assert isinstance(asked, Question)
    assert [effect for effect in await desk.owed(case) if isinstance(effect, Reconcile)]


async def test_what_is_told_of_it_names_records_and_nobody(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    await answers(desk, asked)
    await desk.works_off()

    told = [entry.act for entry in await desk.entries() if entry.act.deed.startswith("consult.")]

    assert [act.deed for act in told] == [f"consult.{deed}" for deed in (Deed.ASK, Deed.ANSWER, Deed.POST)]
    assert {act.target for act in told} == {asked.id}
    assert await desk.hub.consults.contradictions() == []


async def test_of_what_does_not_exist_there_is_one_answer(desk: Desk) -> None:
    await begins(desk)

    nothing = await desk.hub.consults.withdraw(QuestionId("0" * 32), by=AMIRA.id)

    assert reason(nothing) == "unknown-question"
