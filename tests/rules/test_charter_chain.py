"""Versions and agencies' words held against the audit chain: what the two do not tell alike binds nobody."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from hub.audit import Act
from hub.canonical import UNREADABLE, signature_of
from hub.cases.model import About, AgencyKind, Contradiction
from hub.charter import chain, rules, signed
from hub.charter.draft import read, template, written
from hub.charter.model import Acknowledgement, Deferral
from hub.errors import Refused
from hub.identifiers import ProfessionalId
from tests.clock import MONDAY
from tests.people import DARIO, JUGENDAMT, key_of
from tests.rules.charters import FIRST, HEAD_OF, SECOND, charter, spoilt, word_of
from tests.rules.seats import DAY
from tests.signing import public

ROWS = {
    n: signed.read(signed.written(charter(n, binds_from=v.binds_from))) for n, v in ((1, FIRST), (2, SECOND))
}
PUBLISHED = [rules.published(one.sha256, "terminal", one.published_at) for one in (FIRST, SECOND)]


def acknowledged(one: Acknowledgement) -> Act:
    return rules.acknowledged(one, signed.sha256_of(one))


def held(one: Acknowledgement, *acts: Act) -> Acknowledgement:
    return chain.held(one, (FIRST, SECOND), [*PUBLISHED, *acts])


# Versions.


def test_a_version_is_what_the_chain_tells_and_its_number_is_its_place() -> None:
    assert chain.versions(ROWS, PUBLISHED) == (FIRST, SECOND)
    assert chain.versions({}, []) == ()


def test_a_version_that_was_changed_removed_or_exchanged_has_no_text() -> None:
    first, second = ROWS[1], ROWS[2]

    for rows in ({1: first}, {1: first, 2: first}, {1: first, 2: (SECOND.sha256, first[1])}):
        assert chain.versions(rows, PUBLISHED) == (FIRST, spoilt(SECOND))
    assert chain.versions({1: second, 2: first}, PUBLISHED) == (spoilt(FIRST), spoilt(SECOND))


def test_a_version_that_nobody_published_is_none() -> None:
    assert chain.versions(ROWS, PUBLISHED[:1]) == (FIRST,)


# Words.


def test_a_word_counts_if_the_chain_tells_it() -> None:
    one = word_of()

    assert held(one, acknowledged(one)) == one
    assert not held(one).proven


@pytest.mark.parametrize(
    "changed",
    [
        {"by": ProfessionalId("professional-dario")},
        {"at": MONDAY + DAY},
        {"version": 2},
        {"version": 2, "charter_sha256": SECOND.sha256},
        {"charter_sha256": "0" * 64},
    ],
)
def test_a_word_that_was_changed_counts_for_nothing(changed: dict[str, object]) -> None:
    one = word_of()

    assert not held(replace(one, **changed), acknowledged(one)).proven  # type: ignore[arg-type]


def test_a_word_to_what_was_never_published_counts_for_nothing() -> None:
    one = replace(word_of(), charter_sha256="0" * 64)

    assert not held(one, acknowledged(one)).proven


def test_a_word_that_nobody_signed_stays_so() -> None:
    one = word_of(proven=False)

    assert not held(one, acknowledged(one)).proven


def test_who_left_has_left_whatever_was_taken_out_of_the_row() -> None:
    one, end = word_of(), MONDAY + 28 * DAY
    leaving = rules.left(JUGENDAMT.id, end, "professional-head", MONDAY + DAY)

    told = held(replace(one, ends_at=end), acknowledged(one), leaving)

    assert (told.proven, told.left_at, told.ends_at) == (True, MONDAY + DAY, end)
    kept = held(one, acknowledged(one), leaving)
    assert (kept.proven, kept.ends_at) == (False, end)


def test_an_end_that_the_chain_does_not_tell_is_a_forgery() -> None:
    one = word_of()

    assert not held(replace(one, ends_at=MONDAY + DAY), acknowledged(one)).proven


def test_who_comes_back_after_leaving_is_bound_again() -> None:
    one = word_of()
    earlier = rules.left(JUGENDAMT.id, MONDAY, "professional-head", MONDAY)

    assert held(one, earlier, acknowledged(one)) == one


def test_of_an_end_that_nobody_can_read_the_day_of_leaving_counts() -> None:
    one = word_of()
    leaving = replace(rules.left(JUGENDAMT.id, MONDAY, "x", MONDAY + DAY), basis="irgendwann")

    assert held(one, acknowledged(one), leaving).ends_at == MONDAY + DAY


# Who was there before.


def deferred(*more: Act) -> Sequence[Deferral]:
    begun = Act(at=MONDAY, actor="hub", deed=rules.DEFERRED, target=JUGENDAMT.id)
    return chain.deferrals([*PUBLISHED, begun, *more])


def test_who_was_there_before_there_were_charters_has_eight_weeks() -> None:
    assert deferred() == (Deferral(JUGENDAMT.id, MONDAY, MONDAY + 56 * DAY),)


def test_who_leaves_meanwhile_has_left() -> None:
    leaving = rules.left(JUGENDAMT.id, MONDAY + 9 * DAY, "x", MONDAY + DAY)

    assert deferred(leaving) == (Deferral(JUGENDAMT.id, MONDAY, MONDAY + 9 * DAY),)


# What is told as an alarm.


def test_what_only_one_of_the_two_tells_is_a_contradiction() -> None:
    one = word_of()
    acts = [*PUBLISHED, acknowledged(one)]
    of_version, of_word = (
        Contradiction(About.CHARTER, "2", "2"),
        Contradiction(About.ACKNOWLEDGEMENT, JUGENDAMT.id, JUGENDAMT.id),
    )

    assert chain.contradictions(ROWS, (FIRST, SECOND), [one], acts) == ()
    assert chain.contradictions(ROWS, (FIRST,), [one], acts) == (of_version,)
    assert chain.contradictions(ROWS, (FIRST, spoilt(SECOND)), [one], acts) == (of_version,)
    assert chain.contradictions(ROWS, (FIRST, SECOND), [], acts) == (of_word,)
    assert chain.contradictions(ROWS, (FIRST, SECOND), [replace(one, proven=False)], acts) == (of_word,)


# What is signed and written.


def test_a_version_is_read_as_it_was_written() -> None:
    assert ROWS[1] == (FIRST.sha256, charter())


@pytest.mark.parametrize(
    ("of", "into"),
    [
        ('"version":1', '"version":true'),
        ('"version":1', '"version":"1"'),
        ('"purpose":"', '"purpose":1,"x":"'),
        ('"kind":"jobcenter"', '"kind":"nonsense"'),
        ('"minutes":{', '"minutes":[],"x":{'),
        ("binds_from", "begins"),
    ],
)
def test_what_no_program_of_ours_wrote_is_no_version(of: str, into: str) -> None:
    text = signed.written(charter())
    assert of in text

    with pytest.raises(UNREADABLE):
        signed.read(text.replace(of, into))


def test_what_is_signed_says_of_which_kind_it_is_and_covers_every_word() -> None:
    one, text = word_of(), signed.written(charter())

    assert signed.statement(text) == b"Fallraum charter, version 1\n" + text.encode()
    kind, _, said = signed.acknowledging(one).partition(b"\n")
    assert kind == b"Fallraum charter acknowledgement, version 1"
    assert json.loads(said) == {
        "id": one.id,
        "agency": one.agency,
        "version": 1,
        "charter_sha256": FIRST.sha256,
        "by": one.by,
        "at": "2026-11-23T09:00:00.000000+00:00",
    }


def test_a_word_is_signed_by_one_key_alone() -> None:
    one, key = word_of(), key_of(HEAD_OF[JUGENDAMT.id])
    signature = signature_of(signed.acknowledging(one), key)

    assert signed.is_signed(one, signature, public(key))
    assert not signed.is_signed(one, signature, public(key_of(DARIO)))
    assert not signed.is_signed(replace(one, version=2), signature, public(key))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_charter_to_begin_with_can_be_published_and_is_read_back_from_its_file(language: str) -> None:
    wording = template(language)

    assert rules.worded(wording) == wording
    assert read(written(wording)) == wording
    for open_to in (frozenset[AgencyKind](), frozenset({AgencyKind.SCHOOL, AgencyKind.JOBCENTER})):
        narrow = replace(wording, open_to=open_to)
        assert read(written(narrow)) == narrow


@pytest.mark.parametrize(
    ("of", "into"),
    [
        ("purpose = ", "purpose = ="),
        ("purpose = ", "zweck = "),
        ("notice_days = 28", 'notice_days = "28"'),
        ("request = 72", "request = 7.5"),
        ("request = 72", "anfrage = 72"),
        ("[exit]", "[ausgang]"),
        ('"any"', '"amt"'),
        ('"any"', '"any", "school"'),
    ],
)
def test_a_file_that_is_no_charter_is_refused(of: str, into: str) -> None:
    text = written(template("de"))
    assert of in text

    answer = read(text.replace(of, into))

    assert isinstance(answer, Refused)
    assert (answer.reason, bool(answer.facts["what"])) == ("charter-malformed", True)
