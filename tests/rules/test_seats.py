"""Seats: what a push calls for, what is written down after a look, and who hears of a departure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases.model import CaseFile, Professional
from hub.consent.model import Consent, State
from hub.effects import AT_ONCE, AnnounceDeparture, AnnounceRoster, Debt, Reconcile, Urgency
from hub.identifiers import COMMON, ConsentId, RoomId, UserId
from hub.rooms import noting, rules
from hub.rooms.model import (
    HubVoice,
    Membership,
    Observation,
    OwnCase,
    Rightful,
    Seat,
)
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JONAS,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.seats import (
    DAY,
    VOICES,
    basis_of,
    declined,
    invited,
    joined,
    people,
    rights,
    seatings,
)

ROOM = RoomId("!room:fallraum.localhost")

# What a push calls for.

RIGHTFUL: Rightful = {JONAS.user: OwnCase(), VOICE: HubVoice(), BO.user: basis_of(consent_for(BO))}


@pytest.mark.parametrize("person", [ELIF, DARIO], ids=lambda person: person.name)
@pytest.mark.parametrize("membership", [Membership.JOINED, Membership.INVITED])
@pytest.mark.parametrize("known", [{}, {DARIO.user: joined(), ELIF.user: joined()}], ids=["new", "known"])
def test_somebody_inside_who_may_not_sit_is_the_most_urgent_news(
    person: Professional, membership: Membership, known: Mapping[UserId, Seat]
) -> None:
    pushed = Observation(ROOM, person.user, membership)

    assert rules.judge(pushed, known, RIGHTFUL) is Urgency.REMOVAL


def test_a_push_about_somebody_whose_consent_has_ended_calls_for_their_removal() -> None:
    ended = consent_for(BO).valid_until
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, ended)

    urgency = rules.judge(Observation(ROOM, BO.user, Membership.JOINED), {BO.user: invited()}, may)

    assert urgency is Urgency.REMOVAL


@pytest.mark.parametrize(
    ("known", "membership"),
    [
        ({BO.user: joined()}, Membership.JOINED),
        ({BO.user: invited()}, Membership.INVITED),
        ({}, None),
    ],
)
def test_what_is_known_already_calls_for_nothing(
    known: Mapping[UserId, Seat], membership: Membership | None
) -> None:
    assert rules.judge(Observation(ROOM, BO.user, membership), known, RIGHTFUL) is None


@pytest.mark.parametrize(
    ("known", "membership"),
    [({BO.user: invited()}, Membership.JOINED), ({BO.user: joined()}, None), ({}, Membership.INVITED)],
)
def test_news_about_somebody_who_may_sit_calls_for_a_look(
    known: Mapping[UserId, Seat], membership: Membership | None
) -> None:
    assert rules.judge(Observation(ROOM, BO.user, membership), known, RIGHTFUL) is Urgency.ADMISSION


def test_that_a_stranger_left_is_no_reason_to_hurry() -> None:
    left = Observation(ROOM, DARIO.user, None)

    assert rules.judge(left, {DARIO.user: joined()}, RIGHTFUL) is Urgency.ADMISSION
    assert rules.judge(left, {}, RIGHTFUL) is None


@given(people, st.none() | st.sampled_from(Membership), seatings, rights)
def test_no_push_about_somebody_inside_who_may_not_sit_is_ever_passed_over(
    user: UserId, membership: Membership | None, known: Mapping[UserId, Seat], may: Rightful
) -> None:
    urgency = rules.judge(Observation(ROOM, user, membership), known, may)

    comes_in = membership in (Membership.JOINED, Membership.INVITED)
    assert (urgency is Urgency.REMOVAL) == (comes_in and user not in may)


# What is written down after a look.


def noted(
    known: Mapping[UserId, Seat],
    seen: Mapping[UserId, Seat],
    *,
    file: CaseFile | None = None,
    may: Rightful = RIGHTFUL,
    admitted: Iterable[UserId] = (),
    given: Iterable[Consent] = (),
) -> noting.Noted:
    return noting.note(
        file or case_f1(BO),
        known=known,
        seen=seen,
        may=may,
        admitted=list(admitted),
        now=MONDAY,
        given=given,
    )


def act(deed: str, target: str, basis: str = "") -> Act:
    # Seats are offered and ended by the hub, taken and left by whom they are for.
    actor = target if deed in ("seat.taken", "seat.left") else "hub"
    return Act(at=MONDAY, actor=actor, deed=deed, case=F1, target=target, basis=basis)


SEATS = {"nothing": None, "invited": invited(), "joined": joined(), "declined": declined()}


@pytest.mark.parametrize(
    ("before", "now", "deed"),
    [
        ("nothing", "invited", "seat.offered"),
        ("nothing", "joined", "seat.taken"),
        ("nothing", "declined", "seat.left"),
        ("invited", "joined", "seat.taken"),
        ("invited", "declined", "seat.left"),
        ("invited", "nothing", "seat.ended"),
        ("joined", "invited", "seat.offered"),
        ("joined", "declined", "seat.left"),
        ("joined", "nothing", "seat.ended"),
        ("declined", "invited", "seat.offered"),
        ("declined", "joined", "seat.taken"),
    ],
)
def test_every_change_of_a_seat_is_recorded_with_the_consent_it_rests_on(
    before: str, now: str, deed: str
) -> None:
    answer = noted(place(BO.user, before), place(BO.user, now))

    assert answer.acts == (act(deed, BO.id, consent_for(BO).id),)


@pytest.mark.parametrize(("before", "now"), [*((name, name) for name in SEATS), ("declined", "nothing")])
def test_where_nothing_changed_nothing_is_recorded(before: str, now: str) -> None:
    answer = noted(place(BO.user, before), place(BO.user, now))

    assert answer == noting.Noted((), ())


def place(user: UserId, name: str) -> Mapping[UserId, Seat]:
    seat = SEATS[name]
    return {user: seat} if seat else {}


def test_a_seat_that_only_grew_older_has_not_changed() -> None:
    assert noted({BO.user: joined()}, {BO.user: joined(MONDAY + DAY)}) == noting.Noted((), ())


def test_the_record_names_the_client_by_role_and_a_stranger_not_at_all() -> None:
    answer = noted({}, {JONAS.user: joined(), DARIO.user: joined(), BO.user: joined()})

    targets = {a.target for a in answer.acts}
    assert targets == {"client", "other", BO.id}
    words = "".join(f"{a.actor}{a.target}{a.basis}" for a in answer.acts)
    assert DARIO.user not in words
    assert JONAS.user not in words


def test_a_voice_of_the_hub_is_recorded_as_the_hub_and_not_as_a_stranger() -> None:
    (act,) = noted({}, {VOICE: joined()}).acts

    assert (act.deed, act.actor, act.target) == ("seat.taken", "hub", "hub")


def test_an_ended_seat_names_the_consent_that_ended_last() -> None:
    first = replace(consent_for(BO), id=ConsentId("first"), state=State.WITHDRAWN, ended_at=MONDAY)
    last = replace(consent_for(BO), id=ConsentId("last"), state=State.WITHDRAWN, ended_at=MONDAY + DAY)
    given = [last, first, replace(consent_for(CHLOE), id=ConsentId("of another"))]
    may = rules.rightful(case_f1(BO), given, VOICES, MONDAY + 2 * DAY)

    answer = noted({BO.user: joined()}, {}, may=may, given=given)

    assert answer.acts == (act("seat.ended", BO.id, "last"),)


def test_a_consent_that_ran_out_before_it_was_withdrawn_ended_when_it_ran_out() -> None:
    ran_out = replace(consent_for(BO, named="ran out", lasts=DAY), ended_at=MONDAY + 5 * DAY)
    last = consent_for(BO, named="last", lasts=2 * DAY)

    answer = noted({BO.user: joined()}, {}, may={}, given=[ran_out, last])

    assert answer.acts == (act("seat.ended", BO.id, "last"),)


def test_what_nobody_signed_is_never_named_as_a_basis() -> None:
    forged = replace(consent_for(BO, named="forged", lasts=3 * DAY), proven=False)
    last = consent_for(BO, named="last", lasts=2 * DAY)

    answer = noted({BO.user: joined()}, {}, may={}, given=[forged, last])

    assert answer.acts == (act("seat.ended", BO.id, "last"),)


def test_a_seat_that_nobody_ever_consented_to_ends_without_a_basis() -> None:
    answer = noted({BO.user: joined()}, {}, may={}, given=[])

    assert answer.acts == (act("seat.ended", BO.id),)


@pytest.mark.parametrize("now", ["nothing", "declined"])
def test_a_professional_who_sat_and_no_longer_does_is_announced(now: str) -> None:
    answer = noted({BO.user: joined()}, place(BO.user, now))

    assert answer.debts == (
        Debt(AnnounceDeparture(F1, BO.id), MONDAY, Urgency.WORDS),
        Debt(AnnounceRoster(F1, COMMON), MONDAY + noting.GATHERING, Urgency.WORDS),
    )


@pytest.mark.parametrize("now", ["nothing", "declined"])
def test_who_was_only_invited_leaves_unannounced(now: str) -> None:
    assert noted({BO.user: invited()}, place(BO.user, now)).debts == ()


def test_who_sat_and_is_asked_in_anew_has_not_departed() -> None:
    assert noted({BO.user: joined()}, {BO.user: invited()}).debts == ()


def test_several_changes_are_recorded_and_announced_in_the_order_of_names() -> None:
    sat = {CHLOE.user: joined(), BO.user: joined(), AMIRA.user: joined()}

    answer = noted(sat, {}, file=case_f1(CHLOE, BO))

    assert [a.target for a in answer.acts] == [AMIRA.id, BO.id, CHLOE.id]
    assert [debt.effect for debt in answer.debts] == [
        *(AnnounceDeparture(F1, person.id) for person in (AMIRA, BO, CHLOE)),
        AnnounceRoster(F1, COMMON),
    ]


@pytest.mark.parametrize("user", [DARIO.user, JONAS.user, VOICE], ids=["a stranger", "the client", "a voice"])
def test_nobody_but_a_professional_of_the_case_is_announced(user: UserId) -> None:
    effects = [debt.effect for debt in noted({user: joined()}, {}).debts]

    assert [effect for effect in effects if isinstance(effect, AnnounceDeparture)] == []


def test_when_a_case_is_closed_nobodys_leaving_is_announced() -> None:
    answer = noted({BO.user: joined(), JONAS.user: joined()}, {}, file=closed(case_f1(BO)), may={})

    assert answer.debts == ()
    assert {a.target for a in answer.acts} == {BO.id, "client"}


def test_whoever_was_let_in_while_their_consent_ended_goes_out_again_at_once() -> None:
    ended = consent_for(BO).valid_until
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, ended)

    answer = noted({}, {BO.user: invited()}, may=may, admitted=[BO.user])

    assert answer.debts == (Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL),)


def test_whoever_was_let_in_by_right_owes_nothing() -> None:
    assert noted({}, {BO.user: invited()}, admitted=[BO.user]).debts == ()


@given(seatings, seatings, rights)
def test_what_was_written_down_is_not_written_down_again(
    known: Mapping[UserId, Seat], seen: Mapping[UserId, Seat], may: Rightful
) -> None:
    first = noted(known, seen, may=may)

    assert noted(seen, seen, may=may) == noting.Noted((), ())
    assert len(first.acts) <= len(known.keys() | seen.keys())


# Whether a departure is still worth a word.


def test_a_departure_is_told_while_the_person_is_gone() -> None:
    assert noting.still_worth_announcing(case_f1(BO), BO.user, {})
    assert noting.still_worth_announcing(case_f1(BO), BO.user, {BO.user: declined()})


@pytest.mark.parametrize("seat", [joined(), invited()], ids=["sitting", "invited"])
def test_no_departure_is_told_of_somebody_who_is_back(seat: Seat) -> None:
    assert not noting.still_worth_announcing(case_f1(BO), BO.user, {BO.user: seat})


def test_no_departure_is_told_after_the_end_of_the_case() -> None:
    assert not noting.still_worth_announcing(closed(case_f1(BO)), BO.user, {})
