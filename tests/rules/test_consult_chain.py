"""A question counts as far as it is signed and the audit chain tells the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.audit import Act
from hub.canonical import digest, sha256_of, signature_of
from hub.cases.model import About, Professional
from hub.consult import chain, proof, rules
from hub.consult.model import Deed, End, Question
from hub.consult.proof import Answered, Written
from hub.identifiers import CaseId, QuestionId
from tests.clock import MONDAY
from tests.people import AMIRA, DARIO, F1, RUTH, key_of
from tests.rules.asking import ANSWER, ASKED, NUMBER, question
from tests.signing import public

AFTER = MONDAY + timedelta(days=1)
KEYS = {str(person.id): public(key_of(person)) for person in (AMIRA, RUTH, DARIO)}
ONE = question(proven=False)


def written(one: Question = ONE, *, by: Professional = AMIRA, text: str = "") -> Written:
    document = text or proof.document(one)
    signature = signature_of(proof.statement(document), key_of(by))
    return Written(id=NUMBER, case=F1, document=document, signature=signature)


def asked(one: Question = ONE) -> Act:
    return rules.asked(one, sha256_of(proof.document(one)))


def held(record: Written, *acts: Act) -> Question:
    return chain.held(record, KEYS, acts)


SAID = Answered(by=RUTH.id, at=AFTER, contents_sha256=digest(proof.sealed_answer(ANSWER, "salt")))


def answer(said: Answered = SAID, *, by: Professional = RUTH, about: Question = ONE) -> Written:
    document = proof.answer_document(about, said)
    return Written(
        id=NUMBER,
        case=F1,
        document=document,
        signature=signature_of(proof.statement(document), key_of(by)),
    )


def answered(said: Answered = SAID) -> Act:
    text = proof.answer_document(ONE, said)
    return rules.answered(ONE, by=said.by, at=said.at, document_sha256=sha256_of(text))


def test_what_is_signed_and_told_is_proven() -> None:
    assert held(written(), asked()) == replace(ONE, proven=True)


@pytest.mark.parametrize(
    ("record", "acts"),
    [
        (written(), ()),
        (written(by=DARIO), (asked(),)),
        (written(replace(ONE, specialist=DARIO.id)), (asked(),)),
        (written(replace(ONE, until=AFTER)), (asked(),)),
        (written(), (asked(), asked())),
        (written(), (replace(asked(), actor=DARIO.id),)),
        (written(replace(ONE, asker=DARIO.id), by=AMIRA), (asked(replace(ONE, asker=DARIO.id)),)),
        (written(text="{}"), (asked(),)),
        (written(text="[" * 100_000), (asked(),)),
        (written(text=proof.document(replace(ONE, case=CaseId("other")))), (asked(),)),
        (replace(written(), document="\ud800"), (asked(),)),
    ],
    ids=[
        "not told",
        "signed by another",
        "another specialist",
        "another end",
        "told twice",
        "told of another",
        "of one, signed by another",
        "says nothing",
        "unreadable",
        "of another case",
        "no text",
    ],
)
def test_what_the_two_do_not_tell_alike_is_not_proven(record: Written, acts: Sequence[Act]) -> None:
    assert not held(record, *acts).proven


@pytest.mark.parametrize(
    ("act", "end"),
    [
        (answered(), End(Deed.ANSWER, RUTH.id, AFTER)),
        (rules.withdrawn(ONE, by=AMIRA.id, at=AFTER), End(Deed.WITHDRAW, AMIRA.id, AFTER)),
    ],
    ids=["answered", "withdrawn"],
)
def test_it_ended_as_the_chain_tells_first(act: Act, end: End) -> None:
    later = rules.withdrawn(ONE, by=DARIO.id, at=AFTER + timedelta(days=1))

    found = held(written(), asked(), act, later)

    assert found.end == end
    assert found.proven


def test_that_its_answer_was_posted_is_the_chains_word() -> None:
    assert held(written(), asked(), rules.posted(ONE, AFTER)).is_posted


def test_an_answer_counts_that_the_specialist_signed_and_the_chain_tells() -> None:
    assert chain.held_answer(ONE, answer(), KEYS, [answered()]) == SAID


@pytest.mark.parametrize(
    ("record", "acts"),
    [
        (answer(), ()),
        (answer(by=DARIO), (answered(),)),
        (answer(replace(SAID, by=DARIO.id), by=DARIO), (answered(replace(SAID, by=DARIO.id)),)),
        (answer(replace(SAID, contents_sha256="")), (answered(),)),
        (answer(about=question(id=QuestionId("0" * 32))), (answered(),)),
        (replace(answer(), document="nothing"), (answered(),)),
    ],
    ids=["not told", "signed by another", "of another", "other words", "to another question", "unreadable"],
)
def test_any_other_answer_was_never_given(record: Written, acts: Sequence[Act]) -> None:
    assert chain.held_answer(ONE, record, KEYS, acts) is None


def test_what_was_sealed_is_read_only_as_it_was_signed() -> None:
    private, said = proof.sealed(ASKED, "salt"), proof.sealed_answer(ANSWER, "salt")

    assert proof.opened(private, digest(private)) == ASKED
    assert proof.opened(private, "") is None
    assert proof.answer_opened(said, digest(said)) == ANSWER
    assert proof.answer_opened(said, "") is None


def test_what_is_gone_is_missed() -> None:
    assert chain.missing([NUMBER], [asked()]) == []
    assert chain.missing([], [asked(), rules.posted(ONE, AFTER)]) == [NUMBER]


def test_an_answer_stands_there_exactly_if_it_is_told() -> None:
    over = replace(ONE, end=End(Deed.ANSWER, RUTH.id, AFTER))

    assert chain.is_answer_told(over, SAID, is_there=True)
    assert chain.is_answer_told(ONE, None, is_there=False)
    assert chain.is_answer_told(replace(ONE, end=End(Deed.WITHDRAW, RUTH.id, AFTER)), None, is_there=False)
    assert not chain.is_answer_told(over, None, is_there=True)
    assert not chain.is_answer_told(over, None, is_there=False)
    assert not chain.is_answer_told(ONE, None, is_there=True)


def test_what_is_doubtful_is_called_by_its_number() -> None:
    (one,) = chain.contradictions("F-1", [NUMBER])

    assert (one.about, one.id, one.name, one.case) == (About.QUESTION, NUMBER, NUMBER[:8], "F-1")


def test_what_is_no_text_is_signed_by_nobody() -> None:
    assert not proof.is_signed(replace(written(), document="\ud800"), AMIRA.id, KEYS)


def test_whether_the_chain_tells_of_a_question_at_all_is_known_without_reading_any() -> None:
    made = replace(asked(), deed="disclosure.made")

    assert chain.is_any_told([made, asked()])
    assert not chain.is_any_told([made])
