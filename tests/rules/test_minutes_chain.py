"""What is sealed of minutes comes back as it was, and what the chain does not tell counts for nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from hub.audit import Act
from hub.canonical import UNREADABLE, sha256_of
from hub.effects import AttachMinutes, CloseObjections, Debt, DraftMinutes, PostMinutes, Urgency
from hub.identifiers import CLIENT, ConferenceId
from hub.minutes import chain, noting
from hub.minutes.model import (
    DRAFT,
    FINAL,
    Agreed,
    Entry,
    Finding,
    Held,
    Kept,
    Kind,
    Objection,
    Piece,
    Planned,
    Verdict,
    Version,
)
from hub.minutes.sealed import Said, read_entry, read_objection, read_version, written
from tests.clock import MONDAY
from tests.people import BO, CHLOE, F1
from tests.rules.minuting import CONFERENCE, DAY, DECISION, UNTIL, entry, objection, version, words

ENTRIES = (
    entry(1),
    entry(2, DECISION, by=CLIENT),
    entry(3, words(Kind.DISSENT, "„Nein“, sagt <b>Bo</b> @room"), instead_of=2),
    entry(4, words(Kind.NEXT_DATE, day=date(2028, 2, 29))),
    entry(5, words(Kind.AGREED, agreed=Agreed(Planned.GAP, "7c"))),
)


# The text.


@pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one.words.kind.value)
def test_an_entry_comes_back_as_it_was_written(one: Entry) -> None:
    assert read_entry(written(one, "salt")) == one


def test_an_objection_comes_back_as_it_was_raised() -> None:
    assert read_objection(written(objection(1), "salt")) == objection(1)


def test_a_version_comes_back_with_all_that_is_in_it() -> None:
    one = version(FINAL, *ENTRIES, objections=(objection(1), objection(2, by=BO.id)), lost=2)

    assert read_version(written(one, "salt")) == one


def test_a_short_text_cannot_be_guessed_from_its_hash() -> None:
    assert sha256_of(written(entry(1), "one")) != sha256_of(written(entry(1), "other"))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"id": "1"}'])
def test_what_is_no_piece_is_not_read_as_one(text: str) -> None:
    for read in (read_entry, read_objection, read_version):
        with pytest.raises(UNREADABLE):
            read(text)


# What is told, and what is owed.


def test_the_chain_tells_ids_and_hashes_and_no_content() -> None:
    text = written(entry(1), "salt")

    assert noting.noted(entry(1), text) == Act(
        at=entry(1).at,
        actor=entry(1).author,
        deed="minutes.noted",
        case=F1,
        target="1-conference-1",
        basis=sha256_of(text),
    )
    assert noting.withdrawn(entry(1), MONDAY).basis == ""
    assert noting.posted(version(), MONDAY).actor == "hub"
    assert noting.attached(version(), MONDAY).deed == "minutes.attached"
    assert noting.objected(objection(1), text).deed == "minutes.objected"


def test_what_was_posted_owes_its_file() -> None:
    effect = AttachMinutes(F1, version().conference, "1")

    assert noting.attaching(version(), MONDAY) == Debt(effect, MONDAY, Urgency.WORDS)


@pytest.mark.parametrize(("number", "deed"), [(DRAFT, "minutes.drafted"), (FINAL, "minutes.final")])
def test_each_version_is_told(number: int, deed: str) -> None:
    act = noting.made(version(number), "clock", "text")

    assert (act.deed, act.actor, act.basis) == (deed, "clock", sha256_of("text"))


def test_the_first_entry_owes_a_draft_in_two_working_days() -> None:
    owed = noting.drafting(CONFERENCE, MONDAY, "")

    due_at = CONFERENCE.begins_at + CONFERENCE.lasts + 2 * DAY
    assert owed == Debt(DraftMinutes(F1, CONFERENCE.id), due_at, Urgency.WORDS)


def test_a_draft_owes_its_posting_at_once_and_its_end_in_time() -> None:
    made = version()

    assert noting.after_draft(made) == (
        Debt(PostMinutes(F1, CONFERENCE.id, "1"), made.at, Urgency.WORDS),
        Debt(CloseObjections(F1, CONFERENCE.id), UNTIL, Urgency.WORDS),
    )


# The chain.


def told(*said: Said) -> list[Act]:
    """What the chain tells of these."""
    return [_act(one) for one in said]


def _act(one: Said) -> Act:
    text = written(one, "salt")
    if isinstance(one, Entry):
        return noting.noted(one, text)
    if isinstance(one, Objection):
        return noting.objected(one, text)
    return noting.made(one, "clock", text)


def kept(*said: Said) -> list[Kept]:
    """How they stand in their rows."""
    pieces = {Entry: Piece.ENTRY, Objection: Piece.OBJECTION, Version: Piece.VERSION}
    return [
        Kept(piece=pieces[type(one)], id=one.id, said=one, sha256=sha256_of(written(one, "salt")))
        for one in said
    ]


WHOLE: tuple[Said, ...] = (entry(1), entry(2), objection(1), version())


def verdicts(rows: Sequence[Kept], acts: Sequence[Act]) -> list[Verdict]:
    return [one.verdict for one in chain.findings(rows, acts)]


def test_what_the_chain_tells_to_the_letter_holds() -> None:
    assert verdicts(kept(*WHOLE), told(*WHOLE)) == [Verdict.HOLDS] * 4


def test_what_is_slipped_in_under_another_pieces_number_takes_nothing_away() -> None:
    dissent = entry(2, words(Kind.DISSENT))
    text = written(dissent, "salt")
    forged = Kept(piece=Piece.OBJECTION, id=dissent.id, said=read_objection(text), sha256=sha256_of(text))
    rows, acts = [*kept(dissent), forged], told(dissent)

    assert [(one.piece, one.verdict) for one in chain.findings(rows, acts)] == [
        (Piece.ENTRY, Verdict.HOLDS),
        (Piece.OBJECTION, Verdict.UNTOLD),
    ]
    held = chain.held(CONFERENCE.id, rows, acts)
    assert (held.entries, held.objections) == ((dissent,), ())


def test_an_objection_that_somebody_deleted_from_the_database_is_missed() -> None:
    held = chain.held(CONFERENCE.id, kept(objection(2)), told(objection(1), objection(2)))

    assert held.objections == (objection(2),)
    assert held.unheard == {objection(1).id}
    assert held.lost == frozenset()


def test_who_took_part_is_as_the_chain_tells_also_if_nothing_of_it_is_left() -> None:
    acts = [
        *told(entry(1, by=CLIENT), objection(1, by=BO.id)),
        noting.withdrawn(entry(1, by=CLIENT), MONDAY),
        *(
            Act(at=MONDAY, actor=who, deed=deed, case=F1, target=target)
            for who, deed, target in (
                ("a", "reply.given", CONFERENCE.id),
                ("b", "topic.named", CONFERENCE.id),
                ("c", "poll.answered", CONFERENCE.id),
                ("d", "conference.moved", CONFERENCE.id),
                ("e", "reply.given", "conference-2"),
            )
        ),
    ]

    assert chain.held(CONFERENCE.id, [], acts).took_part == {CLIENT, "a", "b", "c"}


def test_what_was_altered_or_cannot_be_read_is_told() -> None:
    altered = [replace(one, sha256="0" * 64) for one in kept(entry(1))]
    unread = [Kept(piece=Piece.VERSION, id=version().id, said=None)]

    assert verdicts([*altered, *unread], told(entry(1), version())) == [Verdict.ALTERED] * 2


def test_a_text_in_the_row_of_another_one_is_altered() -> None:
    (moved,) = [replace(one, id=entry(2).id) for one in kept(entry(1))]

    assert verdicts([moved], [replace(_act(entry(1)), target=entry(2).id)]) == [Verdict.ALTERED]


def test_what_is_gone_is_told_and_what_the_chain_does_not_know_counts_for_nothing() -> None:
    found = chain.findings(kept(entry(2)), told(entry(1)))

    assert list(found) == [
        Finding(entry(1).id, Piece.ENTRY, Verdict.LOST),
        Finding(entry(2).id, Piece.ENTRY, Verdict.UNTOLD),
    ]
    assert chain.held(CONFERENCE.id, kept(entry(2)), told(entry(1))).entries == ()


def test_what_its_author_took_back_is_not_lost() -> None:
    acts = [*told(entry(1)), noting.withdrawn(entry(1), MONDAY)]

    assert chain.findings([], acts) == []
    assert chain.held(CONFERENCE.id, [], acts) == Held(took_part=frozenset({CHLOE.id}))


def test_what_counts_stands_in_its_order() -> None:
    said = (entry(2), entry(1), objection(2), objection(1), version(FINAL), version(DRAFT))
    acts = [*told(*said), noting.posted(version(DRAFT), MONDAY)]

    assert chain.held(CONFERENCE.id, kept(*said), acts) == Held(
        entries=(entry(1), entry(2)),
        objections=(objection(1), objection(2)),
        versions=(version(DRAFT), version(FINAL)),
        posted=frozenset({DRAFT}),
        took_part=frozenset({CHLOE.id}),
        is_drafted=True,
        is_final=True,
    )


def test_an_entry_that_was_replaced_stays_and_does_not_count() -> None:
    both = (entry(1), entry(2, instead_of=1))

    assert chain.held(CONFERENCE.id, kept(*both), told(*both)).entries == (entry(2, instead_of=1),)
    assert verdicts(kept(*both), told(*both)) == [Verdict.HOLDS] * 2


def test_a_dissent_that_somebody_deleted_from_the_database_is_missed() -> None:
    dissent = entry(2, words(Kind.DISSENT))
    acts = told(entry(1), dissent)

    held = chain.held(CONFERENCE.id, kept(entry(1)), acts)

    assert held.entries == (entry(1),)
    assert held.lost == {dissent.id}


def test_an_altered_draft_was_a_draft() -> None:
    (row,) = [replace(one, sha256="0" * 64) for one in kept(version())]

    held = chain.held(CONFERENCE.id, [row], told(version()))

    assert (held.versions, held.is_drafted, held.lost) == ((), True, frozenset())


def test_of_another_conference_nothing_counts() -> None:
    other = ConferenceId("conference-2")

    assert chain.held(other, kept(*WHOLE), told(*WHOLE)) == Held()
