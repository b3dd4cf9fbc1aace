"""Opening a case, working on it, closing it: who takes part is one question, who sits another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases import rules
from hub.cases.model import Agency, AgencyKind, Duty, Participation, Personalia, Professional, Role
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId
from tests.clock import MONDAY
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JOBCENTER,
    JONAS,
    PAUL,
    PROFESSIONALS,
    SELMA,
    Guest,
    case_f1,
    closed,
)

UNSHOWABLE = [
    pytest.param("", id="nothing"),
    pytest.param("  ", id="spaces"),
    pytest.param("Bo\nLindner", id="two lines"),
    pytest.param("Bo\tLindner", id="tabulator"),
    pytest.param("Bo\u202eLindner", id="turned writing direction"),
    pytest.param("Bo\u200bLindner", id="invisible letter"),
    pytest.param("Bo\ud800", id="half a character"),
    pytest.param("Bo\x1b[2J", id="terminal command"),
    pytest.param("B" * 201, id="too long"),
]


# Opening.


def test_who_opens_a_case_leads_it_from_the_first_instant() -> None:
    file = rules.open_case(F1, number=1, client=JONAS.user, lead=AMIRA, now=MONDAY)

    assert file.lead == AMIRA
    assert file.case.is_open
    assert file.case.opened_at == MONDAY
    assert file.participations == (Participation(case=F1, professional=AMIRA, role=Role.LEAD, since=MONDAY),)


@pytest.mark.parametrize("client", [JONAS, SELMA], ids=lambda client: client.name)
def test_the_label_of_a_case_counts_and_says_nothing_about_the_person(client: Guest) -> None:
    file = rules.open_case(F1, number=17, client=client.user, lead=AMIRA, now=MONDAY)

    assert file.case.label == "F-17"


def test_opening_is_recorded_with_the_case_and_nothing_of_the_client() -> None:
    file = rules.open_case(F1, number=1, client=JONAS.user, lead=AMIRA, now=MONDAY)

    act = rules.opened(file, AMIRA.id)

    account = rules.account_of(file.case.id, file.case.client)
    assert act == Act(at=MONDAY, actor=AMIRA.id, deed="case.opened", case=F1, target=F1, basis=account)
    assert JONAS.user not in repr(act)
    assert account != rules.account_of(file.case.id, SELMA.user)
    assert account != rules.account_of(CaseId("case-f2"), file.case.client)


# Taking part.


def test_a_colleague_may_work_on_an_open_case() -> None:
    part = rules.involve(case_f1(), BO, MONDAY)

    assert part == Participation(case=F1, professional=BO, role=Role.MEMBER, since=MONDAY)


def test_working_on_a_case_owes_a_look_and_no_seat() -> None:
    part = Participation(case=F1, professional=DARIO, role=Role.MEMBER, since=MONDAY)

    debt = rules.after_involving(part)

    assert debt == Debt(Reconcile(F1), MONDAY, Urgency.ADMISSION)


def test_nobody_takes_part_twice() -> None:
    again = rules.involve(case_f1(BO), BO, MONDAY)

    assert again == Refused("already-involved", {"name": BO.name, "case": "F-1"})


def test_the_lead_does_not_become_a_member_besides() -> None:
    again = rules.involve(case_f1(), AMIRA, MONDAY)

    assert again == Refused("already-involved", {"name": AMIRA.name, "case": "F-1"})


def test_nobody_begins_as_the_lead_not_even_where_there_is_none() -> None:
    orphaned = replace(case_f1(), participations=())

    part = rules.involve(orphaned, BO, MONDAY)

    assert orphaned.lead is None
    assert isinstance(part, Participation)
    assert replace(orphaned, participations=(part,)).lead is None


def test_the_parts_in_a_case_keep_the_names_they_are_stored_by() -> None:
    assert {str(role) for role in Role} == {"lead", "member"}


def test_members_alone_make_no_lead() -> None:
    only_members = replace(case_f1(BO, CHLOE), participations=case_f1(BO, CHLOE).participations[1:])

    assert only_members.lead is None


@pytest.mark.parametrize("person", [BO, ELIF, DARIO], ids=lambda person: person.name)
def test_nobody_begins_to_work_on_a_closed_case(person: Professional) -> None:
    refused = rules.involve(closed(case_f1()), person, MONDAY)

    assert refused == Refused("case-closed", {"case": "F-1"})


def test_taking_part_is_recorded_with_who_and_who_did_it() -> None:
    part = Participation(case=F1, professional=BO, role=Role.MEMBER, since=MONDAY)

    act = rules.involved(part, AMIRA.id)

    assert act == Act(at=MONDAY, actor=AMIRA.id, deed="case.involved", case=F1, target=BO.id)


# Closing.


def test_closing_owes_the_removal_of_everybody_at_once() -> None:
    debt = rules.close(case_f1(BO).case)

    assert debt == Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL)


def test_a_case_is_closed_once() -> None:
    again = rules.close(closed(case_f1()).case)

    assert again == Refused("case-closed", {"case": "F-1"})


def test_closing_is_recorded() -> None:
    act = rules.closed(case_f1().case, AMIRA.id, MONDAY)

    assert act == Act(at=MONDAY, actor=AMIRA.id, deed="case.closed", case=F1, target=F1)


# Agencies, professionals, names.


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.name)
def test_every_agency_of_the_cast_is_taken_as_it_is(agency: Agency) -> None:
    assert rules.agency(agency) == agency


@pytest.mark.parametrize("person", PROFESSIONALS, ids=lambda person: person.name)
def test_every_professional_of_the_cast_is_taken_as_they_are(person: Professional) -> None:
    assert rules.professional(person) == person


@pytest.mark.parametrize("text", UNSHOWABLE)
def test_what_cannot_be_shown_names_no_agency(text: str) -> None:
    for described in (replace(JOBCENTER, name=text), replace(JOBCENTER, legal_area=text)):
        assert is_unshowable(rules.agency(described))


@pytest.mark.parametrize("text", UNSHOWABLE)
def test_what_cannot_be_shown_names_no_professional_and_no_function(text: str) -> None:
    for described in (replace(BO, name=text), replace(BO, function=text), replace(BO, unit=f"{text}\n")):
        assert is_unshowable(rules.professional(described))


@pytest.mark.parametrize("text", UNSHOWABLE)
def test_what_cannot_be_shown_names_no_client(text: str) -> None:
    assert is_unshowable(rules.person(Personalia(text, JONAS.born), MONDAY))


@pytest.mark.parametrize("name", [JONAS.name, SELMA.name, "O'Neill-Müller, Ñandú", "李小龙", "J" * 200])
def test_names_of_all_peoples_can_be_kept(name: str) -> None:
    somebody = Personalia(name, JONAS.born)

    assert rules.person(somebody, MONDAY) == somebody


def test_blanks_around_a_clients_name_are_not_kept() -> None:
    assert rules.person(Personalia("  Jonas Novak ", JONAS.born), MONDAY) == JONAS.person


def test_a_unit_may_be_named_and_need_not() -> None:
    assert rules.professional(BO) == BO
    assert rules.professional(replace(BO, unit=" Team U25 ")) == replace(BO, unit="Team U25")


@pytest.mark.parametrize("days", [1, -46_000])
def test_nobody_is_born_tomorrow_or_older_than_anybody_ever_was(days: int) -> None:
    born = MONDAY.date() + timedelta(days=days)

    assert rules.person(Personalia("Jonas Novak", born), MONDAY) == Refused("unlikely-birthday")


def test_blanks_around_a_function_make_no_other_function_of_it() -> None:
    # A consent names the function; with a blank more nobody could ever be meant by it.
    typed = replace(BO, function=f" {BO.function} ", name=f"{BO.name} ")

    assert rules.professional(typed) == BO


@given(st.text())
def test_a_refused_text_is_shown_in_letters_that_every_terminal_has(text: str) -> None:
    answer = rules.person(Personalia(text, JONAS.born), MONDAY)

    if isinstance(answer, Refused):
        assert is_unshowable(answer)
    else:
        assert answer.name == text.strip()
        assert answer.name.isprintable()


def is_unshowable(answer: object) -> bool:
    if not isinstance(answer, Refused):
        return False
    shown = answer.facts["given"]
    return answer.reason == "unshowable-text" and shown.isascii() and shown.isprintable() and len(shown) <= 60


def test_an_agency_and_what_it_is_taken_for_are_recorded_without_a_case() -> None:
    act = rules.agency_noted(JOBCENTER, rules.AGENCY_ADDED, "terminal", MONDAY)

    kind = rules.kind_of(JOBCENTER)
    assert act == Act(at=MONDAY, actor="terminal", deed="agency.added", target=JOBCENTER.id, basis=kind)
    assert kind != rules.kind_of(replace(JOBCENTER, kind=AgencyKind.YOUTH_OFFICE))
    assert kind == rules.kind_of(replace(JOBCENTER, name="Another name"))


def test_a_professional_is_recorded_with_the_hash_of_what_consents_name() -> None:
    (act,) = rules.added(AMIRA, "terminal", MONDAY)

    who = rules.identity_of(AMIRA)
    assert act == Act(at=MONDAY, actor="terminal", deed="professional.added", target=AMIRA.id, basis=who)
    assert AMIRA.user not in repr(act)


def test_somebody_who_comes_with_a_duty_is_entrusted_with_it_at_once() -> None:
    acts = rules.added(PAUL, "terminal", MONDAY)

    assert [act.deed for act in acts] == ["professional.added", "professional.entrusted"]
    assert acts[1] == rules.entrusted(PAUL, "terminal", MONDAY)
    assert rules.duty_of(PAUL) != rules.duty_of(replace(PAUL, duty=Duty.NONE))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": BO.id},
        {"agency": BO.agency},
        {"unit": "Team U25"},
        {"function": BO.function},
        {"user": DARIO.user},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whoever_differs_in_what_decides_is_another_one(changed: dict[str, str]) -> None:
    assert rules.identity_of(replace(AMIRA, **changed)) != rules.identity_of(AMIRA)  # type: ignore[arg-type]
    assert rules.identity_of(replace(AMIRA, name="Amira Yılmaz")) == rules.identity_of(AMIRA)


# Erasing.


@pytest.mark.parametrize("unfiled", [[], ["jobcenter"]])
@pytest.mark.parametrize("is_kept", [False, True])
def test_an_open_case_is_not_erased(unfiled: list[str], is_kept: bool) -> None:
    answer = rules.may_erase(case_f1().case, unfiled=unfiled, is_kept=is_kept)

    assert answer == Refused("case-still-open", {"case": "F-1"})


def test_a_case_is_erased_when_every_agency_has_filed_it_and_nothing_keeps_it() -> None:
    over, missing = closed(case_f1()).case, ["jugendamt", "jobcenter"]

    answers = [
        rules.may_erase(over, unfiled=missing, is_kept=True),
        rules.may_erase(over, unfiled=missing, is_kept=False),
        rules.may_erase(over, unfiled=[], is_kept=True),
        rules.may_erase(over, unfiled=[], is_kept=False),
    ]

    # Nobody who has not filed it learns whether anything keeps it.
    not_filed = Refused("case-not-filed", {"case": "F-1", "agencies": "jobcenter, jugendamt"})
    assert answers == [not_filed, not_filed, Refused("case-kept", {"case": "F-1"}), None]


def test_an_erasure_is_told_by_whom() -> None:
    erased = rules.erased(closed(case_f1()).case, AMIRA.id, MONDAY)

    assert (erased.deed, erased.actor, erased.case, erased.target) == ("case.erased", AMIRA.id, F1, F1)


@pytest.mark.parametrize(("days", "is_overdue"), [(365, False), (366, True)])
def test_a_closed_case_is_overdue_when_its_time_is_over(days: int, is_overdue: bool) -> None:
    now, year = MONDAY + timedelta(days=days), timedelta(days=365)

    assert rules.is_overdue(closed(case_f1()).case, year, now) is is_overdue
    assert not rules.is_overdue(case_f1().case, year, now)
