"""Who somebody is, where they work and whose account it is: as the chain tells, or it gives no right."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.audit import Act
from hub.cases import chain, rules
from hub.cases.model import About, AgencyKind, CaseFile, Contradiction, Duty, Professional, Role
from hub.identifiers import AgencyId, CaseId, ProfessionalId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, JUGENDAMT, PAUL, SELMA, case_f1, closed

FILE = case_f1(BO, CHLOE)
NAMELESS = ""


def taken_in(*people: Professional) -> list[Act]:
    return [act for person in people for act in rules.added(person, "test", MONDAY)]


def told(file: CaseFile = FILE) -> list[Act]:
    """What the chain tells of a case and of its people."""
    parts = [rules.involved(part, "test") for part in file.participations]
    people = taken_in(*(part.professional for part in file.participations))
    return [*people, rules.opened(file, "test"), *parts]


def without(acts: Iterable[Act], deed: str, target: str) -> list[Act]:
    return [act for act in acts if (act.deed, act.target) != (deed, target)]


def with_part(file: CaseFile, number: int, **changed: object) -> CaseFile:
    """A case file in whose row of that number something was changed."""
    parts = list(file.participations)
    parts[number] = replace(parts[number], **changed)  # type: ignore[arg-type]
    return replace(file, participations=tuple(parts))


# People.


def test_somebody_of_whom_the_chain_tells_the_same_is_who_they_are() -> None:
    assert chain.is_told(BO, taken_in(BO))
    assert chain.is_told(PAUL, taken_in(BO, PAUL))
    assert chain.is_told(replace(BO, name="Bo Müller"), taken_in(BO))


@pytest.mark.parametrize(
    "forged",
    [
        replace(BO, user=DARIO.user),
        replace(DARIO, id=BO.id),
        replace(BO, function="Leistung"),
        replace(BO, agency=DARIO.agency),
        replace(BO, unit="Team U25"),
        replace(BO, duty=Duty.DATA_PROTECTION),
    ],
    ids=["account", "everything", "function", "agency", "unit", "duty"],
)
def test_whoever_was_changed_is_nobody(forged: Professional) -> None:
    assert not chain.is_told(forged, taken_in(BO, DARIO))


@pytest.mark.parametrize("acts", [[], taken_in(DARIO), [replace(taken_in(BO)[0], basis=NAMELESS)]])
def test_whom_the_chain_does_not_know_is_nobody(acts: list[Act]) -> None:
    assert not chain.is_told(BO, acts)


def test_who_was_taken_in_before_hashes_were_noted_is_known_since_they_were_named_again() -> None:
    (first,) = taken_in(BO)

    assert chain.is_told(BO, [replace(first, basis=NAMELESS), first])


def test_an_entry_written_behind_the_first_one_makes_nobody_another() -> None:
    forged = replace(BO, user=DARIO.user)

    acts = taken_in(BO, forged)

    assert chain.is_told(BO, acts)
    assert not chain.is_told(forged, acts)


def test_the_newest_duty_counts() -> None:
    expert, plain = replace(PAUL, duty=Duty.CHILD_PROTECTION_EXPERT), replace(PAUL, duty=Duty.NONE)
    acts = [*taken_in(PAUL), rules.entrusted(expert, "test", MONDAY)]

    assert [chain.is_told(one, acts) for one in (PAUL, expert, plain)] == [False, True, False]
    relieved = [*acts, rules.entrusted(plain, "test", MONDAY)]
    assert [chain.is_told(one, relieved) for one in (PAUL, expert, plain)] == [False, False, True]


# Agencies.


def test_an_agency_is_of_the_kind_that_was_said_last() -> None:
    said = [
        rules.agency_noted(JUGENDAMT, rules.AGENCY_ADDED, "test", MONDAY),
        rules.agency_noted(replace(JUGENDAMT, kind=AgencyKind.SCHOOL), rules.CLASSIFIED, "test", MONDAY),
    ]

    assert chain.held_agency(JUGENDAMT, said[:1]) == JUGENDAMT
    assert chain.held_agency(JUGENDAMT, said).kind is AgencyKind.UNKNOWN
    assert chain.held_agency(replace(JUGENDAMT, kind=AgencyKind.SCHOOL), said).kind is AgencyKind.SCHOOL


def test_what_nobody_said_of_an_agency_is_unknown() -> None:
    another = replace(JUGENDAMT, id=AgencyId("another"))
    acts = [rules.agency_noted(another, rules.AGENCY_ADDED, "test", MONDAY)]

    unsaid = replace(JUGENDAMT, kind=AgencyKind.UNKNOWN)
    assert chain.held_agency(JUGENDAMT, acts) == unsaid
    assert not chain.is_kind_told(unsaid, acts)


# Cases.


def test_a_case_that_the_chain_tells_alike_stays_as_it_is() -> None:
    over = closed(FILE)
    ended = [*told(over), rules.closed(over.case, "test", MONDAY)]

    assert chain.held(FILE, told()) == FILE
    assert chain.held(over, ended) == over
    assert list(chain.contradictions(FILE)) == []


@pytest.mark.parametrize(
    "forged",
    [
        with_part(FILE, 1, professional=replace(BO, user=DARIO.user)),
        with_part(FILE, 1, professional=DARIO),
        with_part(FILE, 1, role=Role.LEAD),
        with_part(FILE, 1, since=MONDAY),
        with_part(FILE, 1, case=CaseId("case-f2")),
    ],
    ids=["account", "person", "role", "instant", "case"],
)
def test_a_part_that_the_chain_does_not_tell_alike_is_none(forged: CaseFile) -> None:
    held = chain.held(forged, [*told(), *taken_in(DARIO)])

    assert held.participations == (FILE.participations[0], FILE.participations[2])
    assert held.doubted == (forged.participations[1],)
    assert not held.contradicted


def test_dario_and_elif_who_were_slipped_in_take_no_part() -> None:
    slipped = case_f1(BO, CHLOE, DARIO, ELIF)

    held = chain.held(slipped, [*told(), *taken_in(DARIO, ELIF)])

    assert held.participations == FILE.participations
    assert [part.professional for part in held.doubted] == [DARIO, ELIF]


def test_who_works_on_another_case_works_not_on_this_one() -> None:
    elsewhere = replace(case_f1(DARIO).participations[1], case=CaseId("case-f2"))

    held = chain.held(case_f1(DARIO), [*told(), *taken_in(DARIO), rules.involved(elsewhere, "test")])

    assert [part.professional for part in held.participations] == [AMIRA]


def test_a_lead_whose_row_was_changed_leads_nothing() -> None:
    forged = with_part(FILE, 0, professional=replace(AMIRA, function="Leistung"))

    assert chain.held(forged, told()).lead is None


@pytest.mark.parametrize(
    "acts",
    [
        without(told(), rules.OPENED, F1),
        [replace(act, basis=NAMELESS) if act.deed == rules.OPENED else act for act in told()],
    ],
    ids=["not told", "no account"],
)
def test_a_case_whose_client_the_chain_does_not_know_is_contradicted(acts: list[Act]) -> None:
    assert chain.held(FILE, acts).contradicted


def test_an_exchanged_client_is_none_also_if_the_case_is_told_once_more() -> None:
    forged = replace(FILE, case=replace(FILE.case, client=SELMA.user))

    held = chain.held(forged, [*told(), rules.opened(forged, "test")])

    assert held.contradicted
    assert held.participations == FILE.participations


def test_an_end_that_was_taken_out_or_moved_is_the_end_that_is_told() -> None:
    ended = [*told(), rules.closed(FILE.case, "test", MONDAY)]
    moved = replace(FILE, case=replace(FILE.case, closed_at=MONDAY + timedelta(days=1)))

    for forged in (FILE, moved):
        held = chain.held(forged, ended)

        assert (held.case.closed_at, held.contradicted) == (MONDAY, True)


def test_an_end_that_was_made_up_is_an_end_and_raises_an_alarm() -> None:
    held = chain.held(closed(FILE), told())

    assert (held.case.closed_at, held.contradicted) == (MONDAY, True)


def test_what_is_contradicted_is_named_with_its_case() -> None:
    forged = with_part(FILE, 1, professional=DARIO)

    held = chain.held(forged, without(told(), rules.OPENED, F1))

    assert list(chain.contradictions(held)) == [
        Contradiction(About.CASE, F1, "F-1", "F-1"),
        Contradiction(About.PART, DARIO.id, DARIO.name, "F-1"),
        Contradiction(About.PART, BO.id, BO.id[:8], "F-1"),
    ]


def test_the_staff_of_a_case_are_those_of_whom_it_was_told() -> None:
    assert chain.staff(told()) == {AMIRA.id, BO.id, CHLOE.id}
    assert chain.staff(without(told(), "case.involved", BO.id)) == {AMIRA.id, CHLOE.id}
    assert ProfessionalId(DARIO.id) not in chain.staff(taken_in(DARIO))
