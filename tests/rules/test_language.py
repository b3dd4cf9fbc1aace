"""In which language a client is told things: who may say it, who may know it, and what the chain is told."""

from dataclasses import replace

import pytest

from hub.cases.model import Professional
from hub.catalogue import CLIENT_LANGUAGES
from hub.conference import precheck
from hub.errors import Refused
from hub.language import rules
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, JONAS, case_f1, closed
from tests.rules.minuting import CONFERENCE

FILE = case_f1(BO, CHLOE)
HEARS = {JONAS.user, AMIRA.user, BO.user}
NOT_FOR_YOU = Refused("language-not-for-you")
CLOSED = Refused("case-closed", {"case": "F-1"})


@pytest.mark.parametrize("language", CLIENT_LANGUAGES)
def test_each_language_that_clients_are_written_to_in_is_known(language: str) -> None:
    assert rules.known(language) == language


@pytest.mark.parametrize("typed", ["", "fa", "DE", "de-", "deutsch", "tr ", "../en"])
def test_any_other_is_not(typed: str) -> None:
    refused = rules.known(typed)

    assert refused == Refused("unknown-client-language", {"known": "de, de-simple, en, tr, ar, uk, ru"})


def test_where_nobody_said_anything_it_is_german() -> None:
    assert (rules.said(None), rules.said("ar")) == ("de", "ar")


@pytest.mark.parametrize("user", [JONAS.user, AMIRA.user, BO.user])
def test_who_may_hear_what_concerns_everybody_knows_it(user: str) -> None:
    assert rules.may_know(FILE, HEARS, user) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("person", [ELIF, DARIO], ids=lambda person: person.name)
def test_who_does_not_work_on_the_case_knows_nothing_and_not_even_its_label(person: Professional) -> None:
    for hears in (HEARS, {*HEARS, person.user}):
        assert rules.may_know(FILE, hears, person.user) == NOT_FOR_YOU
        assert rules.may_note(FILE, hears, person.user) == NOT_FOR_YOU
        assert rules.may_note(closed(FILE), hears, person.user) == NOT_FOR_YOU


def test_once_the_consent_ended_nobody_knows_or_says_it() -> None:
    for person in (AMIRA, BO, CHLOE):
        assert rules.may_know(FILE, {JONAS.user}, person.user) == NOT_FOR_YOU
        assert rules.may_note(FILE, {JONAS.user}, person.user) == NOT_FOR_YOU


def test_the_client_says_it_and_the_lead_for_them_and_nobody_else() -> None:
    assert rules.may_note(FILE, HEARS, JONAS.user) is None
    assert rules.may_note(FILE, HEARS, AMIRA.user) is None
    assert rules.may_note(FILE, HEARS, BO.user) == Refused("language-by-lead-or-client")


def test_in_a_case_without_a_lead_the_client_says_it() -> None:
    leaderless = replace(FILE, participations=FILE.participations[1:])

    assert rules.may_note(leaderless, HEARS, JONAS.user) is None
    assert rules.may_note(leaderless, HEARS, BO.user) == Refused("language-by-lead-or-client")


def test_whoever_was_part_of_a_case_is_told_that_it_is_closed() -> None:
    assert rules.may_note(closed(FILE), (), JONAS.user) == CLOSED
    assert rules.may_note(closed(FILE), (), BO.user) == CLOSED


def test_the_chain_is_told_that_it_was_said_and_not_which_it_is() -> None:
    act = rules.noted(FILE, "terminal", MONDAY)

    assert (act.deed, act.case, act.target, act.basis) == ("language.noted", F1, "client", "")


# What a conference makes of it.


@pytest.mark.parametrize(
    ("speaks", "known", "then"),
    [("", "tr", "tr"), ("", "de-simple", "de"), ("", None, ""), ("fa", "tr", "fa")],
)
def test_a_conference_has_the_language_of_the_case_unless_another_was_said(
    speaks: str, known: str | None, then: str
) -> None:
    assert precheck.speaking(replace(CONFERENCE, speaks=speaks), known).speaks == then
