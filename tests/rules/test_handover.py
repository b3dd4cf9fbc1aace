"""Who may hand the lead to whom, who may take it, and what follows: always exactly one leads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile, Participation, Professional, Role
from hub.effects import AT_ONCE, AnnounceLead, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.handover import rules
from hub.handover.model import Deed, HandOver
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, PAUL, case_f1, closed
from tests.rules.handing import FIRST, after, ended, handed_over, offered, offers

FILE = case_f1(BO, CHLOE)
ORPHANED = replace(FILE, participations=FILE.participations[1:], former=FILE.participations[:1])
HOUR = timedelta(hours=1)
SAID = {"case": "F-1"}


# Offering.


@pytest.mark.parametrize("to", [BO, DARIO], ids=["who works on it", "who is to begin"])
@pytest.mark.parametrize("leaves", [True, False])
def test_the_lead_offers_it_to_somebody_and_that_holds_for_two_weeks(to: Professional, leaves: bool) -> None:
    answer = offers(FILE, to=to, leaves=leaves)

    assert answer == HandOver(
        id=FIRST,
        case=F1,
        lead=AMIRA.id,
        by=AMIRA.id,
        to=to.id,
        leaves=leaves,
        at=MONDAY,
        begins=MONDAY,
        until=MONDAY + timedelta(days=14),
    )
    assert answer.is_by_lead


@pytest.mark.parametrize("by", [BO, PAUL], ids=["who works on it", "who watches over data protection"])
def test_without_the_lead_another_one_offers_it_for_a_reason_and_it_begins_three_days_later(
    by: Professional,
) -> None:
    answer = offers(FILE, by=by, to=CHLOE, has_reason=True)

    assert isinstance(answer, HandOver)
    assert (answer.lead, answer.begins) == (AMIRA.id, MONDAY + timedelta(days=3))
    assert not answer.is_by_lead


def test_where_nobody_leads_nobody_needs_to_be_waited_for() -> None:
    answer = offers(ORPHANED, by=BO, to=CHLOE, has_reason=True)

    assert isinstance(answer, HandOver)
    assert (answer.lead, answer.begins, answer.is_by_lead) == (None, MONDAY, False)


@pytest.mark.parametrize("by", [DARIO, ELIF], ids=lambda person: person.name)
def test_who_has_nothing_to_do_with_the_case_offers_nothing(by: Professional) -> None:
    assert offers(FILE, by=by, to=BO, has_reason=True) == Refused("hand-over-not-by-you", SAID)


@pytest.mark.parametrize("file", [FILE, ORPHANED], ids=["led", "orphaned"])
def test_nobody_takes_the_lead_by_themselves(file: CaseFile) -> None:
    assert offers(file, by=BO, to=BO, has_reason=True) == Refused("hand-over-to-oneself", SAID)


def test_without_the_lead_it_takes_a_reason_and_nobody_says_for_them_that_they_go() -> None:
    assert offers(FILE, by=BO, to=CHLOE) == Refused("hand-over-without-reason", SAID)
    gone = offers(FILE, by=BO, to=CHLOE, has_reason=True, leaves=True)
    assert gone == Refused("hand-over-not-by-you", SAID)


def test_whoever_leads_is_not_offered_it() -> None:
    said = {"name": AMIRA.name, "case": "F-1"}

    assert offers(FILE, by=BO, to=AMIRA, has_reason=True) == Refused("hand-over-to-lead", said)


def test_one_offer_at_a_time() -> None:
    first = offered(FILE)

    assert offers(FILE, to=CHLOE, known=[first]) == Refused("hand-over-open", SAID)
    for over in (ended(first, Deed.DECLINE, BO.id), replace(first, proven=False)):
        assert isinstance(offers(FILE, to=CHLOE, known=[over]), HandOver)
    assert isinstance(offers(FILE, to=CHLOE, known=[first], now=first.until), HandOver)


def test_nothing_is_handed_over_after_the_end_of_the_case() -> None:
    assert offers(closed(FILE)) == Refused("case-closed", SAID)
    assert rules.open_one(closed(FILE), [offered(FILE)], MONDAY) == Refused("case-closed", SAID)


def test_an_offer_is_open_until_it_is_decided_or_over() -> None:
    found = offered(FILE)
    last = found.until - timedelta(microseconds=1)

    assert rules.open_one(FILE, [ended(found, Deed.WITHDRAW, AMIRA.id), found], last) == found
    assert rules.open_one(FILE, [found], found.until) == Refused("hand-over-none", SAID)
    assert rules.open_one(FILE, [], MONDAY) == Refused("hand-over-none", SAID)


# Taking it.


def test_only_whom_it_is_for_takes_it() -> None:
    found = offered(FILE)

    assert rules.may_accept(FILE, found, BO.id, MONDAY) is None
    for other in (AMIRA, CHLOE, DARIO, ELIF):
        assert rules.may_accept(FILE, found, other.id, MONDAY) == Refused("hand-over-not-for-you", SAID)


def test_without_the_lead_nobody_takes_it_before_they_could_say_no() -> None:
    found = offered(FILE, by=BO, to=CHLOE, has_reason=True)
    early = Refused("hand-over-too-early", {"case": "F-1", "days": "3"})

    assert rules.may_accept(FILE, found, CHLOE.id, found.begins - timedelta(microseconds=1)) == early
    assert rules.may_accept(FILE, found, CHLOE.id, found.begins) is None


def test_what_the_lead_offered_is_taken_also_after_they_left() -> None:
    assert rules.may_accept(ORPHANED, offered(FILE), BO.id, MONDAY + HOUR) is None


def test_what_was_offered_under_another_lead_is_not_taken() -> None:
    now_chloe, _, _ = handed_over(FILE, offered(FILE, to=CHLOE), CHLOE, MONDAY)

    answer = rules.may_accept(now_chloe, offered(FILE), BO.id, MONDAY)

    assert answer == Refused("hand-over-overtaken", {"case": "F-1", "lead": CHLOE.name})


def test_who_was_relieved_after_the_offer_does_not_take_it() -> None:
    found, bo = offered(FILE), FILE.participations[1]
    gone = after(FILE, [replace(bo, ended_at=MONDAY + HOUR)], [])
    before = after(FILE, [replace(bo, ended_at=MONDAY - HOUR)], [])

    refused = rules.may_accept(gone, found, BO.id, MONDAY + 2 * HOUR)

    assert refused == Refused("hand-over-to-relieved", SAID)
    assert rules.may_accept(before, found, BO.id, MONDAY) is None
    others = after(FILE, [replace(FILE.participations[2], ended_at=MONDAY + HOUR)], [])
    assert rules.may_accept(others, found, BO.id, MONDAY + 2 * HOUR) is None


def roles(file: CaseFile) -> dict[str, Role]:
    return {part.professional.name: part.role for part in file.participations}


@pytest.mark.parametrize("leaves", [True, False])
@pytest.mark.parametrize("to", [BO, DARIO], ids=["who works on it", "who is to begin"])
def test_one_leads_until_this_instant_and_the_other_one_from_it_on(to: Professional, leaves: bool) -> None:
    file, _, _ = handed_over(FILE, offered(FILE, to=to, leaves=leaves), to, MONDAY)

    assert file.lead == to
    assert [part.role for part in file.participations].count(Role.LEAD) == 1
    assert roles(file).get(AMIRA.name) == (None if leaves else Role.MEMBER)
    assert [(part.professional, part.ended_at) for part in file.leads] == [(AMIRA, MONDAY), (to, None)]


def test_where_nobody_led_somebody_leads_then() -> None:
    found = offered(ORPHANED, by=BO, to=CHLOE, has_reason=True)

    file, _, _ = handed_over(ORPHANED, found, CHLOE, MONDAY)

    assert (file.lead, ORPHANED.is_without_lead, file.is_without_lead) == (CHLOE, True, False)
    assert not closed(ORPHANED).is_without_lead


# Ending it.


@pytest.mark.parametrize(
    ("by", "is_professional", "deed"),
    [
        (BO.id, True, Deed.WITHDRAW),
        (CHLOE.id, True, Deed.DECLINE),
        (AMIRA.id, True, Deed.DECLINE),
        ("terminal", False, Deed.DECLINE),
    ],
    ids=["whose it is", "whom it is for", "the lead", "a door"],
)
def test_an_offer_is_ended_by_whom_it_concerns(by: str, is_professional: bool, deed: Deed) -> None:
    found = offered(FILE, by=BO, to=CHLOE, has_reason=True)

    assert rules.may_end(found, by, is_professional=is_professional, lead=AMIRA.id) is deed


@pytest.mark.parametrize("by", [DARIO, ELIF], ids=lambda person: person.name)
def test_nobody_else_ends_it(by: Professional) -> None:
    answer = rules.may_end(offered(FILE), by.id, is_professional=True, lead=AMIRA.id)

    assert answer == Refused("hand-over-not-to-end")


# What follows.


def news(deed: str) -> Debt:
    return Debt(AnnounceLead(F1, FIRST, deed), MONDAY, Urgency.WORDS)


def test_what_is_offered_without_the_lead_is_told_before_and_what_the_lead_offers_is_not() -> None:
    assert rules.after_offer(offered(FILE)) == ()
    assert rules.after_offer(offered(FILE, by=BO, to=CHLOE, has_reason=True)) == (news("offered"),)


def test_the_client_is_told_and_who_leaves_leaves_at_once_and_who_comes_is_looked_for() -> None:
    def follows(found: HandOver, to: Professional) -> tuple[Debt, ...]:
        return rules.after_turn(found, rules.turn(FILE, found, to, MONDAY), MONDAY)

    leave = Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL)
    come = Debt(Reconcile(F1), MONDAY, Urgency.ADMISSION)
    assert follows(offered(FILE), BO) == (news("accepted"),)
    assert follows(offered(FILE, leaves=True), BO) == (leave, news("accepted"))
    assert follows(offered(FILE, to=DARIO), DARIO) == (come, news("accepted"))


def test_an_offer_is_told_while_it_is_open_and_a_new_lead_while_they_lead() -> None:
    found = offered(FILE, by=BO, to=CHLOE, has_reason=True)
    file, taken, _ = handed_over(FILE, found, CHLOE, found.begins)
    declined = ended(found, Deed.DECLINE, AMIRA.id)

    assert rules.still_worth_telling(FILE, found, "offered", MONDAY)
    assert rules.still_worth_telling(file, taken, "accepted", MONDAY)
    for where, what, deed in (
        (file, taken, "offered"),
        (FILE, declined, "offered"),
        (FILE, declined, "accepted"),
        (FILE, found, "accepted"),
        (FILE, taken, "accepted"),
        (ORPHANED, taken, "accepted"),
        (closed(file), taken, "accepted"),
        (file, replace(taken, proven=False), "accepted"),
    ):
        assert not rules.still_worth_telling(where, what, deed, MONDAY)


def test_a_hand_over_is_noted_with_what_was_signed_and_who_leads_because_of_it() -> None:
    found = offered(FILE, leaves=True)

    _, _, acts = handed_over(FILE, found, BO, MONDAY)

    assert [(act.deed, act.actor, act.target) for act in acts] == [
        ("case.lead-offered", AMIRA.id, FIRST),
        ("case.lead-accepted", BO.id, FIRST),
        ("case.relieved", BO.id, AMIRA.id),
        ("case.led", BO.id, BO.id),
    ]
    assert [act.basis for act in acts[2:]] == [FIRST, FIRST]
    assert len(acts[0].basis) == 64


def test_who_stays_begins_as_a_member_at_the_same_instant() -> None:
    _, _, acts = handed_over(FILE, offered(FILE), BO, MONDAY)

    assert acts[2:] == [
        Act(at=MONDAY, actor=BO.id, deed="case.involved", case=F1, target=AMIRA.id, basis=FIRST),
        Act(at=MONDAY, actor=BO.id, deed="case.led", case=F1, target=BO.id, basis=FIRST),
    ]


# How long somebody has worked on it.


def test_who_takes_another_role_has_worked_on_it_all_along() -> None:
    file, _, _ = handed_over(FILE, offered(FILE), BO, MONDAY)

    begun = FILE.participations[0].since
    assert [file.working_since(part) for part in file.participations] == [begun] * 3


def test_who_comes_again_has_worked_on_it_since_then() -> None:
    bo = FILE.participations[1]
    again = Participation(case=F1, professional=BO, role=Role.MEMBER, since=MONDAY)

    file = after(FILE, [replace(bo, ended_at=MONDAY - HOUR)], [again])

    assert file.working_since(again) == MONDAY
    assert [part.professional for part in file.everybody] == [AMIRA, CHLOE, BO, BO]
