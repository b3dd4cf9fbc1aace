"""What may be done to a record, by whom, and what is wrong with terms that nobody may be asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases.model import Duty
from hub.consent import rules, terms
from hub.consent.model import (
    ORGANISATION,
    Actor,
    Answer,
    Deed,
    Event,
    Form,
    Giver,
    Kind,
    Part,
    Recipient,
    Standing,
    State,
    Terms,
    Told,
)
from hub.consent.terms import LONGEST_PURPOSE, LONGEST_VALIDITY
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, GuardianshipId, PartyId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, PAUL, case_f1, closed, consent_for, terms_for
from tests.signing import ALONE

BLINK = timedelta(microseconds=1)
DAY = timedelta(days=1)
SCAN = "ab" * 32
TERMINAL = {State.REFUSED, State.WITHDRAWN, State.REVOKED, State.INVALIDATED, State.SUPERSEDED}


def actor(*parts: Part) -> Actor:
    return Actor("somebody", frozenset(parts))


def event(number: int, deed: Deed, *, days: float = 0) -> Event:
    return Event(number=number, at=MONDAY + days * DAY, deed=deed, actor=CLIENT)


# The table, row by row, as the domain's page has it.


@pytest.mark.parametrize(
    ("deed", "before", "by", "after"),
    [
        (Deed.REQUEST, State.DRAFT, Part.STAFF, State.REQUESTED),
        (Deed.GIVE, State.REQUESTED, Part.GIVER, State.GIVEN),
        (Deed.GIVE, State.DEFERRED, Part.GIVER, State.GIVEN),
        (Deed.REFUSE, State.REQUESTED, Part.GIVER, State.REFUSED),
        (Deed.REFUSE, State.DEFERRED, Part.GIVER, State.REFUSED),
        (Deed.DEFER, State.REQUESTED, Part.GIVER, State.DEFERRED),
        (Deed.RECORD, State.DRAFT, Part.STAFF, State.RECORDED),
        (Deed.CONFIRM, State.RECORDED, Part.SECOND, State.GIVEN),
        (Deed.WITHDRAW, State.REQUESTED, Part.GIVER, State.WITHDRAWN),
        (Deed.WITHDRAW, State.DEFERRED, Part.GIVER, State.WITHDRAWN),
        (Deed.WITHDRAW, State.RECORDED, Part.STAFF, State.WITHDRAWN),
        (Deed.WITHDRAW, State.GIVEN, Part.GIVER, State.WITHDRAWN),
        (Deed.WITHDRAW, State.GIVEN, Part.STAFF, State.WITHDRAWN),
        (Deed.REVOKE, State.GIVEN, Part.LEAD, State.REVOKED),
        (Deed.REQUEST, State.DRAFT, Part.DOOR, State.REQUESTED),
        (Deed.WITHDRAW, State.GIVEN, Part.DOOR, State.WITHDRAWN),
        (Deed.WITHDRAW, State.GIVEN, Part.SUBJECT, State.WITHDRAWN),
        (Deed.REFUSE, State.REQUESTED, Part.SUBJECT, State.REFUSED),
        (Deed.INVALIDATE, State.GIVEN, Part.OFFICER, State.INVALIDATED),
        (Deed.NARROW, State.DRAFT, Part.GIVER, State.GIVEN),
        (Deed.SUPERSEDE, State.GIVEN, Part.STAFF, State.SUPERSEDED),
    ],
)
def test_a_row_of_the_table(deed: Deed, before: State, by: Part, after: State) -> None:
    assert rules.may_do(before, deed, actor(by)) is after


@pytest.mark.parametrize("deed", [Deed.GIVE, Deed.REFUSE, Deed.DEFER])
@pytest.mark.parametrize("part", [Part.STAFF, Part.SECOND, Part.LEAD])
def test_staff_never_gives_nor_refuses_for_the_client(deed: Deed, part: Part) -> None:
    assert rules.may_do(State.REQUESTED, deed, actor(part)) == Refused("consent-not-by-you", {"deed": deed})


def test_who_has_said_yes_does_not_say_it_for_the_other_one() -> None:
    mother = Actor("party:katja", frozenset({Part.GIVER}))

    assert rules.may_do(State.REQUESTED, Deed.GIVE, mother) is State.GIVEN
    assert rules.may_do(State.REQUESTED, Deed.GIVE, mother, {mother.id}) == Refused("consent-given-by-you")


def test_who_took_a_paper_down_does_not_confirm_it() -> None:
    refused = rules.may_do(State.RECORDED, Deed.CONFIRM, actor(Part.STAFF, Part.LEAD))

    assert refused == Refused("consent-not-by-you", {"deed": "confirmed"})


@pytest.mark.parametrize("deed", [Deed.RECORD, Deed.CONFIRM])
def test_nobody_takes_a_paper_down_at_a_door_without_a_name(deed: Deed) -> None:
    before = State.DRAFT if deed is Deed.RECORD else State.RECORDED

    assert isinstance(rules.may_do(before, deed, actor(Part.DOOR)), Refused)


def test_the_client_does_not_confirm_a_paper_for_the_agencies() -> None:
    assert isinstance(rules.may_do(State.RECORDED, Deed.CONFIRM, actor(Part.GIVER)), Refused)


@pytest.mark.parametrize("state", sorted(TERMINAL), ids=lambda state: str(state.value))
@pytest.mark.parametrize("deed", Deed)
def test_terminal_states_never_reopen(state: State, deed: Deed) -> None:
    assert isinstance(rules.may_do(state, deed, actor(*Part)), Refused)


def test_withdrawing_twice_is_said_to_be_done_already() -> None:
    refused = rules.may_do(State.WITHDRAWN, Deed.WITHDRAW, actor(Part.GIVER))

    assert refused == Refused("consent-already-withdrawn")


def test_what_cannot_be_done_names_the_deed_and_the_state() -> None:
    refused = rules.may_do(State.REFUSED, Deed.GIVE, actor(Part.GIVER))

    assert refused == Refused("consent-cannot-be", {"deed": "given", "state": "refused"})


# In which parts somebody acts.


BOTH = (Giver(PartyId("party:katja"), GuardianshipId("hers")), Giver(PartyId("party:olaf")))
ABOUT_LENA = replace(consent_for(BO), given_by=BOTH, recorded_by=AMIRA.id)


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        (AMIRA.id, {Part.STAFF, Part.LEAD}),
        (BO.id, {Part.STAFF, Part.SECOND}),
        (DARIO.id, {Part.DOOR}),
        ("terminal", {Part.DOOR}),
        ("party:katja", {Part.GIVER}),
        (CLIENT, {Part.SUBJECT}),
        ("party:aunt", set()),
    ],
)
def test_in_which_parts_somebody_acts_on_a_record(by: str, parts: set[Part]) -> None:
    assert rules.actor(case_f1(BO), by, ABOUT_LENA) == Actor(by, frozenset(parts))


def test_who_watches_over_data_protection_acts_as_such_where_they_do_not_work_themselves() -> None:
    watching = Duty.DATA_PROTECTION

    assert rules.actor(case_f1(), PAUL.id, duty=watching).parts == {Part.OFFICER, Part.DOOR}
    assert Part.OFFICER not in rules.actor(case_f1(PAUL), PAUL.id, ABOUT_LENA, duty=watching).parts


def test_who_takes_a_record_down_is_nobodys_second() -> None:
    assert rules.actor(case_f1(BO), BO.id) == Actor(BO.id, frozenset({Part.STAFF}))
    assert rules.actor(case_f1(BO), CLIENT) == Actor(CLIENT, frozenset())


# Where a record stands.


def test_a_record_nobody_did_anything_to_is_a_draft() -> None:
    assert rules.stands([], ALONE) == Standing()


def test_a_record_remembers_when_it_was_given_and_when_it_ended() -> None:
    events = [event(1, Deed.REQUEST), event(2, Deed.GIVE, days=1), event(3, Deed.WITHDRAW, days=2)]

    now = rules.stands(events, ALONE)
    assert (now.state, now.given_at, now.ended_at) == (State.WITHDRAWN, MONDAY + DAY, MONDAY + 2 * DAY)


def test_a_record_that_was_refused_was_never_given() -> None:
    events = [event(1, Deed.REQUEST), event(2, Deed.REFUSE, days=1)]

    now = rules.stands(events, ALONE)
    assert (now.state, now.given_at, now.ended_at) == (State.REFUSED, None, MONDAY + DAY)


def test_on_equal_timestamps_the_withdrawal_wins() -> None:
    events = [event(1, Deed.REQUEST), event(2, Deed.GIVE), event(3, Deed.WITHDRAW), event(4, Deed.GIVE)]

    assert rules.stands(events, ALONE).state is State.WITHDRAWN


@given(st.lists(st.sampled_from(Deed), max_size=8), st.data())
def test_whatever_is_written_behind_a_withdrawal_it_stands(deeds: list[Deed], data: st.DataObject) -> None:
    begun = [Deed.REQUEST, Deed.GIVE, Deed.WITHDRAW, *deeds]
    events = [event(number, deed) for number, deed in enumerate(begun, 1)]

    assert rules.stands(data.draw(st.permutations(events)), ALONE).state is State.WITHDRAWN


@given(st.lists(st.sampled_from(Deed), max_size=8))
def test_nothing_stands_as_given_that_neither_the_client_gave_nor_a_second_confirmed(
    deeds: list[Deed],
) -> None:
    now = rules.stands([event(number, deed) for number, deed in enumerate(deeds, 1)], ALONE)

    if now.state is State.GIVEN or now.given_at is not None:
        assert {Deed.GIVE, Deed.CONFIRM, Deed.NARROW} & set(deeds)
        assert {Deed.REQUEST, Deed.RECORD, Deed.NARROW} & set(deeds)


@pytest.mark.parametrize(
    ("deeds", "numbers", "whole"),
    [
        ([Deed.REQUEST, Deed.GIVE, Deed.WITHDRAW], [1, 2, 3], True),
        ([], [], True),
        ([Deed.REQUEST, Deed.GIVE], [1, 3], False),
        ([Deed.REQUEST, Deed.GIVE], [0, 1], False),
        ([Deed.GIVE], [1], False),
        ([Deed.REQUEST, Deed.GIVE, Deed.DEFER], [1, 2, 3], False),
    ],
)
def test_events_are_whole_if_each_is_there_and_could_be_done(
    deeds: list[Deed], numbers: list[int], whole: bool
) -> None:
    events = [event(number, deed) for number, deed in zip(numbers, deeds, strict=True)]

    assert rules.is_whole(events, ALONE) is whole


# Terms.


def offered(**changed: object) -> Terms | Refused:
    return terms.offer(replace(terms_for(BO), **changed), case_f1().case, MONDAY)  # type: ignore[arg-type]


def test_concrete_terms_may_be_asked_for() -> None:
    assert offered() == terms_for(BO)


@pytest.mark.parametrize("form", [Form.APP, Form.KIOSK])
def test_what_the_client_signs_begins_with_a_request(form: Form) -> None:
    assert terms.begins_with(form) is Deed.REQUEST


@pytest.mark.parametrize("form", [Form.PAPER, Form.ORAL])
def test_what_staff_takes_down_begins_with_a_record(form: Form) -> None:
    assert terms.begins_with(form) is Deed.RECORD


YEAR = MONDAY + LONGEST_VALIDITY
ALL_BUT = {told: frozenset(set(Told) - {told}) for told in Told}


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"valid_until": MONDAY}, Refused("consent-ends-before-it-begins")),
        ({"valid_from": MONDAY - 2 * DAY, "valid_until": MONDAY}, Refused("consent-already-over")),
        ({"valid_from": MONDAY - BLINK}, Refused("consent-before-it-was-given")),
        ({"valid_until": YEAR + BLINK}, Refused("consent-too-long", {"days": "366"})),
        ({"review_at": MONDAY}, Refused("consent-review-outside")),
        ({"review_at": YEAR + BLINK}, Refused("consent-review-outside")),
        ({"purpose": " \n"}, Refused("consent-without-purpose", {"most": "500"})),
        ({"purpose": "x" * (LONGEST_PURPOSE + 1)}, Refused("consent-without-purpose", {"most": "500"})),
        *(
            ({"told": rest}, Refused("consent-not-told", {"told": told.value}))
            for told, rest in ALL_BUT.items()
        ),
        ({"separate_from_application": False}, Refused("consent-bundled")),
        ({"kind": Kind.SECRECY_RELEASE}, Refused("release-without-person")),
        ({"kind": Kind.ENTRUSTED_RELEASE}, Refused("release-without-person")),
        (
            {"kind": Kind.SECRECY_RELEASE, "recipient": Recipient(BO.agency, BO.function, BO.id)},
            Refused("release-without-person"),
        ),
        ({"kind": Kind.SECRECY_RELEASE, "released": AMIRA.id}, Refused("release-without-person")),
        ({"released": AMIRA.id}, Refused("nobody-to-release")),
        ({"counselling": True}, Refused("counselling-without-person")),
        ({"actions": frozenset()}, Refused("consent-without-action")),
        ({"themes": {"weather": Answer.YES}}, Refused("unknown-theme", {"theme": "weather"})),
        ({"themes": {}}, Refused("consent-without-theme")),
        ({"themes": {ORGANISATION: Answer.NO}}, Refused("consent-without-theme")),
        ({"form": Form.PAPER}, Refused("paper-without-evidence")),
        ({"form": Form.PAPER, "evidence": "g" * 64}, Refused("paper-without-evidence")),
        ({"form": Form.PAPER, "evidence": "ab"}, Refused("paper-without-evidence")),
        ({"evidence": SCAN}, Refused("evidence-without-paper")),
        ({"valid_until": YEAR.replace(tzinfo=None)}, Refused("consent-without-zone")),
        ({"valid_from": MONDAY.replace(tzinfo=None)}, Refused("consent-without-zone")),
        ({"review_at": YEAR.replace(tzinfo=None)}, Refused("consent-without-zone")),
        ({"form": Form.ORAL}, Refused("oral-without-reason", {"most": "500"})),
        (
            {"form": Form.ORAL, "reason": "im Krankenhaus", "themes": {"health": Answer.YES}},
            Refused("oral-special", {"theme": "health"}),
        ),
        (
            {"form": Form.ORAL, "reason": "im Krankenhaus", "themes": {"addiction": Answer.ASK}},
            Refused("oral-special", {"theme": "addiction"}),
        ),
    ],
)
def test_terms_that_nobody_may_be_asked_for(changed: dict[str, object], refused: Refused) -> None:
    assert offered(**changed) == refused


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": YEAR, "review_at": YEAR},
        {"valid_from": MONDAY + DAY},
        {"review_at": MONDAY + BLINK},
        {"purpose": "x" * LONGEST_PURPOSE},
        {
            "kind": Kind.SECRECY_RELEASE,
            "recipient": Recipient(BO.agency, BO.function, BO.id),
            "released": CHLOE.id,
        },
        {"form": Form.PAPER, "evidence": SCAN},
        {"form": Form.ORAL, "reason": "im Krankenhaus", "themes": {ORGANISATION: Answer.YES}},
        {"themes": {"school": Answer.ASK}},
    ],
)
def test_terms_at_the_edge_of_what_may_be_asked_for(changed: dict[str, object]) -> None:
    assert isinstance(offered(**changed), Terms)


def test_terms_that_lack_words_still_tell_who_would_sit_where() -> None:
    unfinished = replace(terms_for(BO), purpose="", told=frozenset(), separate_from_application=False)

    assert terms.foresee(unfinished, case_f1().case, MONDAY) == unfinished


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"themes": {"horoscope": Answer.YES}}, "unknown-theme"),
        ({"valid_until": MONDAY}, "consent-ends-before-it-begins"),
    ],
)
def test_what_can_never_be_asked_for_is_not_foreseen_either(changed: dict[str, object], reason: str) -> None:
    wrong = replace(terms_for(BO), **changed)  # type: ignore[arg-type]

    refused = terms.foresee(wrong, case_f1().case, MONDAY)

    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert isinstance(terms.foresee(terms_for(BO), closed(case_f1()).case, MONDAY), Refused)


def test_a_closed_case_takes_no_consent() -> None:
    refused = terms.offer(terms_for(BO), closed(case_f1()).case, MONDAY)

    assert refused == Refused("case-closed", {"case": "F-1"})


# Too late.


@pytest.mark.parametrize("deed", [Deed.GIVE, Deed.CONFIRM])
def test_what_is_over_is_given_no_more(deed: Deed) -> None:
    consent = consent_for(BO)

    at_the_end = rules.too_late(consent, case_f1().case, deed, consent.valid_until)
    in_time = rules.too_late(consent, case_f1().case, deed, consent.valid_until - BLINK)

    assert (at_the_end, in_time) == (Refused("consent-already-over"), None)


def test_in_a_closed_case_nothing_is_given() -> None:
    refused = rules.too_late(consent_for(BO), closed(case_f1()).case, Deed.GIVE, MONDAY)

    assert refused == Refused("case-closed", {"case": "F-1"})


@pytest.mark.parametrize("days", [0, 90, 4000])
def test_to_withdraw_is_never_too_late(days: int) -> None:
    late = rules.too_late(consent_for(BO), closed(case_f1()).case, Deed.WITHDRAW, MONDAY + days * DAY)

    assert late is None


# What follows.


@pytest.mark.parametrize("deed", [Deed.GIVE, Deed.CONFIRM])
def test_giving_owes_a_look_at_the_beginning_and_one_at_the_end(deed: Deed) -> None:
    consent = consent_for(BO, begins=MONDAY + DAY)

    assert rules.after(deed, consent, MONDAY) == (
        Debt(Reconcile(F1), MONDAY + DAY, Urgency.ADMISSION),
        Debt(Reconcile(F1), consent.valid_until, Urgency.REMOVAL),
    )


def test_what_begins_before_it_is_given_is_looked_at_when_it_is_given() -> None:
    (begin, _) = rules.after(Deed.GIVE, consent_for(BO), MONDAY + DAY)

    assert begin.due_at == MONDAY + DAY


@pytest.mark.parametrize("deed", [Deed.WITHDRAW, Deed.REVOKE])
def test_ending_owes_a_removal_at_once(deed: Deed) -> None:
    debts = rules.after(deed, consent_for(BO, withdrawn_at=MONDAY), MONDAY)

    assert debts == (Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL),)


def test_a_withdrawal_is_looked_after_although_the_giving_can_no_longer_be_read() -> None:
    spoilt = replace(consent_for(BO), given_at=None, proven=False)

    assert rules.after(Deed.WITHDRAW, spoilt, MONDAY) == (Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL),)


@pytest.mark.parametrize("deed", [Deed.REQUEST, Deed.REFUSE, Deed.DEFER, Deed.RECORD])
def test_what_gives_nothing_and_ends_nothing_has_no_consequence(deed: Deed) -> None:
    assert rules.after(deed, replace(consent_for(BO), given_at=None), MONDAY) == ()


def test_what_was_done_is_recorded_by_the_number_of_the_consent() -> None:
    done = Event(number=2, at=MONDAY, deed=Deed.CONFIRM, actor=AMIRA.id)

    act = rules.noted(consent_for(BO).id, F1, done)

    assert act == Act(at=MONDAY, actor=AMIRA.id, deed="consent.confirmed", case=F1, target=consent_for(BO).id)


# What the audit chain contradicts.


@pytest.mark.parametrize("deed", list(Deed))
def test_what_nobody_contradicts_sets_out_from_where_it_stands(deed: Deed) -> None:
    assert rules.state_before(consent_for(BO), deed) is State.GIVEN


@pytest.mark.parametrize("state", list(State))
def test_what_is_contradicted_can_be_ended_in_every_state_and_nothing_else(state: State) -> None:
    spoilt = replace(consent_for(BO), state=state, proven=False, contradicted=True)

    before = {deed: rules.state_before(spoilt, deed) for deed in Deed}

    no = Refused("consent-contradicted")
    assert before == {deed: State.GIVEN if deed in rules.ENDINGS else no for deed in Deed}
