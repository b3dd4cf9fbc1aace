"""A consent that was withdrawn in part goes on as a narrower one, without a new signature."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.canonical import signature_of
from hub.consent import proof, rules, signed, terms
from hub.consent.model import ORGANISATION, Answer, Consent, Deed, Event, State
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, CircleId, ConsentId, PartyId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, F1, JONAS, consent_for, terms_for
from tests.signing import circle_of, public, written

DAY = timedelta(days=1)
WHOLE, REST, THIRD = ConsentId("whole"), ConsentId("rest"), ConsentId("third")
KEYS: Mapping[str, str] = {CLIENT: public(JONAS.key)}
TEXT = written(WHOLE, terms_for(BO))
PRIVATE = signed.contents(terms_for(BO), "salt")
LEFT = PRIVATE | {"themes": {ORGANISATION: "yes", "housing": "no", "health": "no"}}


def event(number: int, deed: Deed, *, at: datetime = MONDAY, heir: ConsentId | None = None) -> Event:
    signature = signature_of(signed.statement(TEXT), JONAS.key) if deed is Deed.GIVE else ""
    actor = AMIRA.id if deed is Deed.REQUEST else CLIENT
    return Event(number=number, at=at, deed=deed, actor=actor, signature=signature, successor=heir)


GIVEN = [event(1, Deed.REQUEST), event(2, Deed.GIVE)]
SUPERSEDED = [*GIVEN, event(3, Deed.SUPERSEDE, at=MONDAY + DAY, heir=REST)]
NARROWED = [event(1, Deed.NARROW, at=MONDAY + DAY)]


def rest(of: str = TEXT, private: Mapping[str, Any] = LEFT, **changed: Any) -> str:
    """What is left of a record after a day, perhaps with something changed."""
    left = signed.narrowed(of, REST, of=WHOLE, begun_at=MONDAY + DAY, private=private, circle_of=circle_of)
    return signed.written(left | changed)


def read(
    text: str, *, whole: list[Event] | None = None, mine: list[Event] | None = None
) -> Mapping[ConsentId, Consent]:
    records = [
        proof.Written(WHOLE, TEXT, SUPERSEDED if whole is None else whole),
        proof.Written(REST, text, NARROWED if mine is None else mine),
    ]
    return {consent.id: consent for consent in proof.read(F1, records, KEYS, {})}


def test_what_is_left_holds_by_the_signature_under_the_whole() -> None:
    both = read(rest())

    assert (both[REST].proven, both[REST].state, both[REST].in_common) == (True, State.GIVEN, True)
    assert (both[WHOLE].state, both[WHOLE].successor) == (State.SUPERSEDED, REST)
    assert rules.in_force(both[REST], MONDAY + DAY)
    assert not rules.in_force(both[WHOLE], MONDAY + DAY)


def test_without_the_common_theme_it_seats_nobody_in_the_common_room() -> None:
    private = PRIVATE | {"themes": {ORGANISATION: "no", "housing": "yes", "health": "no"}}

    both = read(rest(private=private))

    assert both[REST].proven
    assert rules.may_see(both.values(), BO, MONDAY + DAY) == rules.may_see([], BO, MONDAY)


def test_what_begins_later_still_begins_later() -> None:
    later = written(WHOLE, terms_for(BO, begins=MONDAY + 5 * DAY))

    left = json.loads(rest(of=later))

    assert left["valid_from"] == json.loads(later)["valid_from"]


def test_the_contents_of_what_is_left_open_to_fewer_themes_and_the_same_purpose() -> None:
    record = signed.opened(read(rest())[REST], LEFT, circle_of=circle_of)

    assert record.consent.proven
    assert record.purpose == terms_for(BO).purpose
    assert record.themes["housing"] is Answer.NO


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": "2027-12-01T00:00:00.000000+00:00"},
        {"valid_from": "2020-01-01T00:00:00.000000+00:00"},
        {"recipient": {"agency": "neustart-ev", "unit": "", "function": "x", "person": None}},
        {"actions": ["export", "read"]},
        {"contents_sha256": "0" * 64},
        {"given_by": []},
        {"counselling": True},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_more_than_a_rest_proves_nothing(changed: dict[str, Any]) -> None:
    assert not read(rest(**changed))[REST].proven


def test_a_rest_may_not_have_more_in_common_than_the_whole() -> None:
    apart = terms_for(BO)
    apart_text = written(WHOLE, replace(apart, themes={"housing": Answer.YES}))
    signature = signature_of(signed.statement(apart_text), JONAS.key)
    events = [GIVEN[0], replace(GIVEN[1], signature=signature), SUPERSEDED[2]]
    records = [
        proof.Written(WHOLE, apart_text, events),
        proof.Written(REST, rest(of=apart_text), NARROWED),
    ]

    consents = {consent.id: consent for consent in proof.read(F1, records, KEYS, {})}

    assert consents[WHOLE].proven
    assert not consents[REST].proven


@pytest.mark.parametrize(
    "whole",
    [
        GIVEN,
        GIVEN[:1],
        [*GIVEN, event(3, Deed.WITHDRAW)],
        [*GIVEN, event(3, Deed.WITHDRAW, heir=REST)],
        [*GIVEN, event(3, Deed.SUPERSEDE, heir=THIRD)],
        [*GIVEN, event(3, Deed.WITHDRAW), event(4, Deed.SUPERSEDE, heir=REST)],
        [event(1, Deed.REQUEST), Event(number=2, at=MONDAY, deed=Deed.GIVE, actor=CLIENT), SUPERSEDED[2]],
    ],
    ids=[
        "still given",
        "never given",
        "withdrawn",
        "withdrawn with an heir",
        "another heir",
        "withdrawn before",
        "never signed",
    ],
)
def test_nothing_is_left_of_what_was_not_replaced_by_name(whole: list[Event]) -> None:
    assert not read(rest(), whole=whole)[REST].proven


@pytest.mark.parametrize(
    "mine", [[], [event(2, Deed.NARROW)], [*NARROWED, event(2, Deed.NARROW)]], ids=["none", "gap", "twice"]
)
def test_a_rest_has_its_own_events_whole(mine: list[Event]) -> None:
    consent = read(rest(), mine=mine)[REST]

    assert not rules.in_force(consent, MONDAY + DAY)


def test_a_rest_may_not_hear_of_a_theme_that_the_whole_did_not_name() -> None:
    assert not read(rest(circles=[circle_of("debts")]))[REST].proven


def test_what_is_left_names_the_circles_that_are_left() -> None:
    both = read(rest())

    assert (both[WHOLE].circles, both[REST].circles) == ((circle_of("housing"),), ())


def test_a_record_is_not_its_own_heir() -> None:
    looped = signed.written(json.loads(TEXT) | {"predecessor": WHOLE})
    records = [proof.Written(WHOLE, looped, SUPERSEDED)]

    (consent,) = proof.read(F1, records, KEYS, {})

    assert not consent.proven


def test_an_heir_of_what_is_not_there_proves_nothing() -> None:
    (consent,) = proof.read(F1, [proof.Written(REST, rest(), NARROWED)], KEYS, {})

    assert not consent.proven


# What is left, and what follows.


def test_what_is_left_says_no_where_it_was_withdrawn() -> None:
    themes = {ORGANISATION: Answer.YES, "school": Answer.ASK}

    assert terms.rest_of(themes, ["school"]) == {ORGANISATION: Answer.YES, "school": Answer.NO}


def test_nothing_is_left_when_every_theme_is_withdrawn() -> None:
    assert terms.rest_of({ORGANISATION: Answer.YES, "health": Answer.NO}, [ORGANISATION]) == {}


@pytest.mark.parametrize("theme", ["health", "weather"])
def test_what_was_not_given_cannot_be_withdrawn(theme: str) -> None:
    answers = {ORGANISATION: Answer.YES, "health": Answer.NO}

    assert terms.rest_of(answers, [theme]) == Refused("theme-not-given", {"theme": theme})


def test_what_is_replaced_is_looked_after_at_once() -> None:
    ended = replace(consent_for(BO), state=State.SUPERSEDED)

    assert rules.after(Deed.SUPERSEDE, ended, MONDAY) == (Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL),)


def test_a_yes_that_is_not_the_last_one_has_no_consequence() -> None:
    waiting = replace(consent_for(BO), state=State.REQUESTED, given_at=None)

    assert rules.after(Deed.GIVE, waiting, MONDAY) == ()


@pytest.mark.parametrize(
    ("changed", "deed", "takes"),
    [
        ({"predecessor": WHOLE}, Deed.GIVE, True),
        ({"predecessor": WHOLE}, Deed.CONFIRM, True),
        ({}, Deed.GIVE, False),
        ({"predecessor": WHOLE, "valid_from": MONDAY + DAY}, Deed.GIVE, False),
        ({"predecessor": WHOLE, "state": State.REQUESTED}, Deed.GIVE, False),
        ({"predecessor": WHOLE}, Deed.NARROW, False),
    ],
)
def test_a_renewal_takes_the_place_of_what_it_renews_when_it_begins(
    changed: dict[str, Any], deed: Deed, takes: bool
) -> None:
    consent = replace(consent_for(BO), **changed)

    assert rules.takes_a_place(consent, Event(number=2, at=MONDAY, deed=deed, actor=CLIENT)) is takes


def test_a_given_consent_expires_and_no_other_does() -> None:
    consent = consent_for(BO)

    assert rules.standing(consent, consent.valid_until - DAY) is State.GIVEN
    assert rules.standing(consent, consent.valid_until) is State.EXPIRED
    withdrawn = replace(consent, state=State.WITHDRAWN)
    assert rules.standing(withdrawn, consent.valid_until) is State.WITHDRAWN


# What stands for a record today.


def chained(*links: tuple[str, str]) -> dict[ConsentId, Consent]:
    """Records of which each took the place of another."""
    ids = dict.fromkeys(one for link in links for one in link)
    heirs, before = dict(links), {heir: one for one, heir in links}
    return {
        ConsentId(id_): replace(
            consent_for(BO, named=id_),
            state=State.SUPERSEDED if id_ in heirs else State.GIVEN,
            successor=ConsentId(heirs[id_]) if id_ in heirs else None,
            predecessor=ConsentId(before[id_]) if id_ in before else None,
        )
        for id_ in ids
    }


def test_what_took_a_records_place_stands_for_it_and_so_on() -> None:
    line = chained(("a", "b"), ("b", "c"))

    assert {rules.living(line, id_).id for id_ in line} == {"c"}


def test_a_record_that_took_its_own_place_stands_for_itself() -> None:
    for line in (chained(("a", "a")), chained(("a", "b"), ("b", "a"))):
        assert rules.living(line, ConsentId("a")).id in line


def test_an_heir_that_is_not_there_stands_for_nobody() -> None:
    line = chained(("a", "b"))
    del line[ConsentId("b")]

    assert rules.living(line, ConsentId("a")).id == "a"


def test_a_line_is_the_same_from_wherever_one_looks() -> None:
    line = chained(("a", "b"), ("b", "c"))
    others = [consent_for(BO, named="other")]

    for id_ in line:
        assert rules.line_of([*line.values(), *others], id_) == {"a", "b", "c"}
    assert rules.line_of([*line.values(), *others], ConsentId("other")) == {"other"}


def test_what_still_reaches_the_same_function_is_named_whoever_it_names() -> None:
    ended = replace(consent_for(BO), recipient=replace(consent_for(BO).recipient, person=BO.id))
    for_all = consent_for(BO, named="for all")
    over = replace(for_all, id=ConsentId("over"), state=State.WITHDRAWN)
    elsewhere = consent_for(CHLOE, named="elsewhere")

    assert rules.also_hold(ended, [ended, for_all, over, elsewhere], MONDAY) == [for_all]


def waits(id_: str, **changed: Any) -> Consent:
    """A declaration for Bo that somebody must still confirm."""
    return replace(
        consent_for(BO), id=ConsentId(id_), state=State.RECORDED, given_at=None, proven=False, **changed
    )


def test_a_second_declaration_of_the_same_is_known_while_the_first_one_holds_or_waits() -> None:
    given, waiting = consent_for(BO, named="given"), waits("waiting")
    over = replace(given, id=ConsentId("over"), state=State.WITHDRAWN)
    expired = consent_for(BO, named="expired", begins=MONDAY - 100 * DAY)
    new = waits("new")

    assert rules.alike(new, [given, waiting, over, expired, new], MONDAY) == [given, waiting]
    assert rules.alike(waits("new", predecessor=given.id), [given, waiting], MONDAY) == [waiting]


@pytest.mark.parametrize(
    "other",
    [
        consent_for(CHLOE, named="somebody else"),
        consent_for(BO, named="themes", circles=[CircleId("housing")]),
        consent_for(BO, named="team", team=True),
        consent_for(BO, named="alone", side=CircleId("side-1")),
        replace(consent_for(BO, named="about another"), subject=PartyId("party:1")),
    ],
    ids=lambda one: one.id,
)
def test_what_says_something_else_is_not_alike(other: Consent) -> None:
    assert rules.alike(waits("new"), [other], MONDAY) == []


def test_a_second_declaration_to_talk_alone_is_known_from_the_first_and_from_no_other() -> None:
    first = consent_for(BO, named="first", side=CircleId("side-1"))
    new = replace(first, id=ConsentId("new"), state=State.RECORDED)

    assert rules.alike(new, [first, consent_for(BO, named="common")], MONDAY) == [first]
