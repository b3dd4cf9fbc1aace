"""Whoever writes the database gets no seat by a question, opens none anew, and answers nothing."""

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, update

from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.consult import proof
from hub.consult.model import Question
from hub.consult.proof import Answered
from hub.consult.store import ANSWERS, QUESTIONS
from hub.disclosure.store import DISCLOSURES
from hub.effects import PostAnswer
from hub.identifiers import CircleId, QuestionId
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.flows.test_consult import answers, asks, begins, inside, room_of, seen_by
from tests.flows.test_people_forged import somebody_writes
from tests.people import AMIRA, DARIO, ELIF, RUTH, key_of
from tests.rules.asking import question

Statement = Delete | Insert | Update


async def told_of(desk: Desk) -> list[tuple[str, str]]:
    """What `audit verify` finds of questions."""
    return [(one.about.value, one.id) for one in await desk.hub.consults.contradictions()]


def row_of(one: Question, by: Professional) -> dict[str, object]:
    text = proof.document(one)
    signature = signature_of(proof.statement(text), key_of(by))
    return {
        "id": one.id,
        "case_id": one.case,
        "document": text,
        "contents": b"",
        "signature": signature,
    }


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_a_written_question_seats_nobody_even_signed_by_who_works_on_the_case(
    desk: Desk, person: Professional
) -> None:
    case = await begins(desk)
    now = desk.clock.now()
    written = question(id=QuestionId("f" * 32), case=case, specialist=person.id, at=now)
    await somebody_writes(desk, insert(QUESTIONS).values(row_of(written, AMIRA)))

    await desk.hub.rooms.reconcile(case)

    assert await desk.hub.rooms.of_case(case, CircleId(f"consult-{written.id}")) is None
    assert await seen_by(desk, person) == []
    assert await told_of(desk) == [("question", written.id)]


async def test_a_question_that_is_changed_to_another_specialist_seats_nobody(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    room = await room_of(desk, asked)
    changed = question(id=asked.id, case=case, specialist=DARIO.id, at=asked.at)
    await somebody_writes(desk, update(QUESTIONS).values(row_of(changed, AMIRA)))
    desk.homeserver.lets_in(room, DARIO.user, Membership.JOINED)

    await desk.hub.rooms.reconcile(case)

    assert await inside(desk, asked) == set()
    assert await told_of(desk) == [("question", asked.id)]


async def test_a_question_that_is_taken_away_leaves_nobody_inside_and_is_missed(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    await somebody_writes(desk, delete(QUESTIONS))

    await desk.hub.rooms.reconcile(case)

    assert await inside(desk, asked) == set()
    assert await told_of(desk) == [("question", asked.id)]


async def test_no_row_opens_a_question_anew_that_was_answered(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    await answers(desk, asked)
    await desk.works_off()
    await somebody_writes(desk, delete(ANSWERS))

    await desk.hub.rooms.reconcile(case)

    assert await inside(desk, asked) == set()
    assert await told_of(desk) == [("question", asked.id)]
    assert [one.record.answer for one in await seen_by(desk, AMIRA)] == [None]


def forged_answer(asked: Question, by: Professional, desk: Desk) -> Insert:
    said = Answered(by=by.id, at=desk.clock.now(), contents_sha256="")
    text = proof.answer_document(asked, said)
    return insert(ANSWERS).values(
        question_id=asked.id,
        document=text,
        contents=b"",
        signature=signature_of(proof.statement(text), key_of(by)),
    )


@pytest.mark.parametrize("by", [DARIO, RUTH], ids=lambda person: person.name)
async def test_a_written_answer_is_none_and_the_true_one_takes_its_place(
    desk: Desk, by: Professional
) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    await somebody_writes(desk, forged_answer(asked, by, desk))

    before = await told_of(desk)
    posting = await desk.hub.consults.posting(PostAnswer(case, asked.id))
    answered = await answers(desk, asked)
    await desk.works_off()

    assert before == [("question", asked.id)]
    assert posting is None
    assert isinstance(answered, Question)
    assert len(desk.speaker.answers) == 1
    assert await told_of(desk) == []


async def test_the_disclosure_that_it_is_cannot_be_taken_away_unseen(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    await somebody_writes(desk, delete(DISCLOSURES))

    found = await desk.hub.disclosures.doubtful()

    assert [one.id for one in found] == [asked.disclosure]


async def test_a_spoilt_excerpt_is_shown_as_unreadable_and_said_to_nobody(desk: Desk) -> None:
    case = await begins(desk)
    asked = await asks(desk, case)
    await somebody_writes(desk, update(QUESTIONS).values(contents=b"spoilt"))

    assert [one.record.contents for one in await seen_by(desk, RUTH)] == [None]
    assert await desk.hub.consults.asked_in(case, CircleId(f"consult-{asked.id}")) is None
