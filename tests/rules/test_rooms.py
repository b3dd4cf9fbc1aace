"""Rooms: who may sit follows from consent and from nothing else; the steps lead there and nowhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases.model import Professional
from hub.consent.model import Basis, Consent, State
from hub.effects import Urgency
from hub.identifiers import COMMON, UserId
from hub.rooms import naming, noting, rules
from hub.rooms.model import (
    Because,
    HubVoice,
    Invite,
    Membership,
    OwnCase,
    Place,
    Remove,
    Rightful,
    RoomPlan,
    Seat,
    Seen,
    Step,
)
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    HUB,
    JONAS,
    NINA,
    PROFESSIONALS,
    RUTH,
    STEWARD,
    VOICE,
    case_f1,
    closed,
    consent_for,
    function_of,
)
from tests.rules.seats import (
    DAY,
    VOICES,
    basis_of,
    consents,
    declined,
    flawed_rooms,
    instants,
    invited,
    joined,
    professionals,
    rights,
    seatings,
    sound_rooms,
)


def after(seen: Seen, steps: Iterable[Step]) -> Seen:
    """The room as it is when each step was taken; invitations are not answered yet."""
    sitting = dict(seen.seats)
    for step in steps:
        match step:
            case Remove(user):
                del sitting[user]
            case Invite(user):
                sitting[user] = Seat(Membership.INVITED, MONDAY)
            case Place(user):
                sitting[user] = Seat(Membership.JOINED, MONDAY)
    return replace(seen, seats=sitting)


def inside(seen: Seen) -> set[UserId]:
    """Who reads, or could by one act of their own; the creator holds the room and is no guest."""
    return {user for user, seat in seen.seats.items() if seat.is_inside} - {STEWARD}


# Who may sit.


def test_who_works_on_the_case_and_is_consented_to_may_sit_and_the_reason_is_the_consent() -> None:
    consent = consent_for(BO)

    may = rules.rightful(case_f1(BO), [consent], VOICES, MONDAY)

    assert may == {BO.user: basis_of(consent), JONAS.user: OwnCase(consent.given_at), VOICE: HubVoice()}


def test_without_any_consent_only_the_client_and_the_hubs_voice_may_sit() -> None:
    may = rules.rightful(case_f1(BO, CHLOE), [], VOICES, MONDAY)

    assert may == {JONAS.user: OwnCase(), VOICE: HubVoice()}


def test_the_guard_is_told_until_when_somebody_may_sit_and_nothing_of_why() -> None:
    consent = consent_for(BO)

    listed = rules.listed(rules.rightful(case_f1(BO), [consent], VOICES, MONDAY))

    assert listed == {BO.user: consent.valid_until, JONAS.user: None, VOICE: None}


def test_the_guard_is_told_of_nobody_once_the_consent_ended() -> None:
    consent = consent_for(BO)

    assert BO.user not in rules.listed(rules.rightful(case_f1(BO), [consent], VOICES, consent.valid_until))


def test_to_lead_a_case_is_no_reason_to_sit() -> None:
    may = rules.rightful(case_f1(), [consent_for(BO)], VOICES, MONDAY)

    assert AMIRA.user not in may


def test_a_consent_is_no_reason_to_sit_for_somebody_who_does_not_work_on_the_case() -> None:
    may = rules.rightful(case_f1(), [consent_for(BO)], VOICES, MONDAY)

    assert BO.user not in may


def test_dario_may_not_sit_while_everybody_else_is_consented_to() -> None:
    others = [consent_for(person) for person in PROFESSIONALS if person is not DARIO]

    may = rules.rightful(case_f1(BO, CHLOE, NINA), others, VOICES, MONDAY)

    assert DARIO.user not in may


def test_dario_may_sit_once_he_works_on_the_case_and_jonas_consents() -> None:
    in_week_five = consent_for(DARIO, begins=MONDAY + 28 * DAY)

    before = rules.rightful(case_f1(DARIO), [in_week_five], VOICES, MONDAY)
    then = rules.rightful(case_f1(DARIO), [in_week_five], VOICES, MONDAY + 28 * DAY)

    assert DARIO.user not in before
    assert then[DARIO.user] == basis_of(in_week_five)


@pytest.mark.parametrize("colleague", [ELIF, RUTH], ids=lambda person: person.name)
def test_a_colleague_in_another_function_may_not_sit_even_if_taking_part_by_mistake(
    colleague: Professional,
) -> None:
    others = [consent_for(person) for person in PROFESSIONALS if person is not colleague]

    may = rules.rightful(case_f1(colleague, BO), others, VOICES, MONDAY)

    assert colleague.user not in may


@given(st.sets(professionals), st.lists(consents(), max_size=6), instants)
def test_every_professional_who_may_sit_is_named_with_agency_and_function_by_a_consent_in_force(
    members: set[Professional], given_ones: list[Consent], now: datetime
) -> None:
    file = case_f1(*sorted(members - {AMIRA}, key=lambda person: person.id))

    may = rules.rightful(file, given_ones, VOICES, now)

    for person in PROFESSIONALS:
        covered = any(
            consent.recipient == function_of(person)
            and consent.valid_from <= now < consent.valid_until
            and consent.state is State.GIVEN
            for consent in given_ones
        )
        assert (person.user in may) == (covered and person in {AMIRA, *members})


@given(st.sets(professionals), st.lists(consents(), min_size=1, max_size=6), st.integers(0, 5), instants)
def test_a_withdrawal_lets_nobody_in_and_asks_nobody_anew(
    members: set[Professional], given_ones: list[Consent], which: int, now: datetime
) -> None:
    file = case_f1(*sorted(members - {AMIRA}, key=lambda person: person.id))
    place, fewer = which % len(given_ones), list(given_ones)

    fewer[place] = replace(fewer[place], state=State.WITHDRAWN, ended_at=now)

    more = rules.rightful(file, given_ones, VOICES, now)
    may = rules.rightful(file, fewer, VOICES, now)
    assert may.keys() <= more.keys()
    left = Seen({user: declined(now) for user in may})
    anew = rules.steps(left, may, creator=STEWARD)
    assert set(anew) <= set(rules.steps(left, more, creator=STEWARD))


def test_at_the_instant_a_consent_ends_its_right_to_a_seat_has_ended() -> None:
    running_out = consent_for(BO, lasts=DAY)
    withdrawn = consent_for(CHLOE, withdrawn_at=MONDAY + DAY)

    may = rules.rightful(case_f1(BO, CHLOE), [running_out, withdrawn], VOICES, MONDAY + DAY)

    assert may == {JONAS.user: OwnCase(), VOICE: HubVoice()}


def test_in_a_closed_case_nobody_may_sit_not_even_the_client_or_the_hub() -> None:
    assert rules.rightful(closed(case_f1(BO)), [consent_for(BO)], VOICES, MONDAY) == {}


# Which steps lead there.


@given(sound_rooms, rights)
def test_after_the_steps_exactly_the_rightful_sit_except_who_left_and_was_not_asked_anew(
    seen: Seen, may: Rightful
) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    stay_out = {user for user in may if stays_out(seen.seats.get(user), may[user])}
    assert inside(after(seen, steps)) == may.keys() - stay_out - {STEWARD}


def stays_out(seat: Seat | None, because: Because) -> bool:
    """Whoever left by themselves, unless they are the hub's voice or a newer consent asks them in."""
    if seat is None or seat.membership is not Membership.DECLINED or isinstance(because, HubVoice):
        return False
    return not (isinstance(because, Basis) and because.asked_at > seat.since)


@given(sound_rooms | flawed_rooms, rights)
def test_when_the_steps_are_taken_nothing_is_left_to_do(seen: Seen, may: Rightful) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    assert rules.steps(after(seen, steps), may, creator=STEWARD) == ()


@given(sound_rooms | flawed_rooms, rights)
def test_however_far_the_steps_come_nobody_sits_who_may_not_and_did_not_before(
    seen: Seen, may: Rightful
) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    for taken in range(len(steps) + 1):
        assert inside(after(seen, steps[:taken])) <= inside(seen) | may.keys()


def test_voices_come_in_before_guests_of_other_servers_so_that_no_two_joins_overlap() -> None:
    steps = (Invite(BO.user), Place(VOICE), Invite(JONAS.user))

    assert rules.in_turn(steps, home=HUB) == ([Place(VOICE)], [Invite(BO.user), Invite(JONAS.user)])


def test_where_everybody_is_at_home_they_come_in_at_once() -> None:
    steps = (Invite(AMIRA.user), Place(VOICE), Invite(JONAS.user))

    assert rules.in_turn(steps, home=HUB) == (steps,)


@given(sound_rooms | flawed_rooms, rights)
def test_removals_come_before_admissions(seen: Seen, may: Rightful) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    lets_in = [not isinstance(step, Remove) for step in steps]
    assert lets_in == sorted(lets_in)


@given(sound_rooms | flawed_rooms, rights)
def test_everybody_inside_who_may_not_sit_is_removed_and_nobody_else(seen: Seen, may: Rightful) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    assert {step.user for step in steps if isinstance(step, Remove)} == inside(seen) - may.keys()


@given(flawed_rooms, rights)
def test_a_room_whose_walls_do_not_stand_admits_nobody_but_lets_out_all_who_must_leave(
    seen: Seen, may: Rightful
) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    assert all(isinstance(step, Remove) for step in steps)
    assert inside(after(seen, steps)) == inside(seen) & may.keys()


@given(sound_rooms, rights)
def test_once_the_walls_are_mended_the_rightful_are_let_in(seen: Seen, may: Rightful) -> None:
    flawed = replace(seen, flaws=("m.room.join_rules",))

    emptied = after(flawed, rules.steps(flawed, may, creator=STEWARD))
    mended = replace(emptied, flaws=())

    at_once = after(seen, rules.steps(seen, may, creator=STEWARD))
    assert inside(after(mended, rules.steps(mended, may, creator=STEWARD))) == inside(at_once)


@given(sound_rooms | flawed_rooms, rights)
def test_the_one_who_holds_the_room_is_neither_asked_in_nor_out(seen: Seen, may: Rightful) -> None:
    steps = rules.steps(seen, may, creator=STEWARD)

    assert STEWARD not in {step.user for step in steps}


@given(sound_rooms | flawed_rooms, rights, st.data())
def test_the_steps_do_not_depend_on_the_order_in_which_people_are_listed(
    seen: Seen, may: Rightful, data: st.DataObject
) -> None:
    listed_otherwise = replace(seen, seats=dict(data.draw(st.permutations(list(seen.seats.items())))))
    named_otherwise = dict(data.draw(st.permutations(list(may.items()))))

    steps = rules.steps(listed_otherwise, named_otherwise, creator=STEWARD)

    assert steps == rules.steps(seen, may, creator=STEWARD)


def test_into_a_new_room_the_client_and_the_consented_are_invited_and_the_voice_is_placed() -> None:
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, MONDAY)

    steps = rules.steps(Seen({STEWARD: joined()}), may, creator=STEWARD)

    assert set(steps) == {Invite(BO.user), Invite(JONAS.user), Place(VOICE)}


def test_the_ways_to_stand_to_a_room_keep_the_names_they_are_stored_by() -> None:
    assert {str(membership) for membership in Membership} == {"joined", "invited", "declined"}


def test_who_sits_or_is_invited_already_is_left_in_peace() -> None:
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, MONDAY)
    seen = Seen({JONAS.user: joined(), BO.user: invited(), VOICE: joined()})

    assert rules.steps(seen, may, creator=STEWARD) == ()


@pytest.mark.parametrize("seat", [joined(), invited()], ids=["sitting", "invited"])
@pytest.mark.parametrize("person", [BO, CHLOE], ids=lambda person: person.name)
def test_whose_consent_has_ended_is_removed_whether_they_sit_or_are_only_invited(
    person: Professional, seat: Seat
) -> None:
    ended = consent_for(person, withdrawn_at=MONDAY + DAY)
    may = rules.rightful(case_f1(BO, CHLOE), [ended], VOICES, MONDAY + DAY)
    seen = Seen({JONAS.user: joined(), VOICE: joined(), person.user: seat})

    assert rules.steps(seen, may, creator=STEWARD) == (Remove(person.user),)


@pytest.mark.parametrize("person", [ELIF, DARIO], ids=lambda person: person.name)
@pytest.mark.parametrize("seat", [joined(), invited()], ids=["sitting", "invited"])
def test_somebody_invited_behind_the_hubs_back_goes_out_again(person: Professional, seat: Seat) -> None:
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, MONDAY)
    seen = Seen({JONAS.user: joined(), VOICE: joined(), BO.user: joined(), person.user: seat})

    assert rules.steps(seen, may, creator=STEWARD) == (Remove(person.user),)


def test_while_a_wall_is_broken_dario_goes_out_and_bo_waits_outside() -> None:
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, MONDAY)
    seen = Seen({JONAS.user: joined(), DARIO.user: joined()}, flaws=("m.room.encryption",))

    assert rules.steps(seen, may, creator=STEWARD) == (Remove(DARIO.user),)


def test_who_left_by_themselves_is_not_dragged_back() -> None:
    may = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, MONDAY + DAY)
    seen = Seen({JONAS.user: declined(MONDAY), VOICE: joined(), BO.user: declined(MONDAY)})

    assert rules.steps(seen, may, creator=STEWARD) == ()


def test_who_left_is_asked_in_again_by_a_consent_newer_than_their_leaving() -> None:
    newer = consent_for(BO, begins=MONDAY + DAY)
    may = rules.rightful(case_f1(BO), [consent_for(BO, named="old"), newer], VOICES, MONDAY + DAY)
    seen = Seen({JONAS.user: joined(), VOICE: joined(), BO.user: declined(MONDAY)})

    assert rules.steps(seen, may, creator=STEWARD) == (Invite(BO.user),)


@pytest.mark.parametrize("seat", [invited(), declined()], ids=["invited", "left"])
def test_the_hubs_own_voice_is_always_seated(seat: Seat) -> None:
    may = rules.rightful(case_f1(), [], VOICES, MONDAY)
    seen = Seen({JONAS.user: joined(), VOICE: seat})

    assert rules.steps(seen, may, creator=STEWARD) == (Place(VOICE),)


def test_when_the_case_is_closed_everybody_leaves_but_the_one_who_holds_the_room() -> None:
    may = rules.rightful(closed(case_f1(BO)), [consent_for(BO)], VOICES, MONDAY)
    seen = Seen({STEWARD: joined(), JONAS.user: joined(), VOICE: joined(), BO.user: invited()})

    steps = rules.steps(seen, may, creator=STEWARD)

    assert set(steps) == {Remove(JONAS.user), Remove(VOICE), Remove(BO.user)}


# The room itself.


def test_whose_account_the_clients_is_must_be_certain_and_nobody_else_suffers_for_it() -> None:
    file = replace(case_f1(BO, CHLOE), contradicted=True)

    may = rules.rightful(file, [consent_for(BO)], VOICES, MONDAY)

    assert JONAS.user not in may
    assert {BO.user, *VOICES} == set(may)
    after_the_end = [consent_for(BO, withdrawn_at=MONDAY)]
    assert set(rules.rightful(file, after_the_end, VOICES, MONDAY)) == set(VOICES)


def test_an_account_that_may_not_be_the_clients_is_not_noted_as_the_clients() -> None:
    file = replace(case_f1(BO), contradicted=True)

    noted = noting.note(
        file, known={JONAS.user: joined(MONDAY)}, seen={}, may={}, admitted=(), now=MONDAY, given=()
    )

    assert [(act.deed, act.target) for act in noted.acts] == [("seat.ended", "other")]


def test_a_room_is_called_by_the_cases_label_and_names_nobody() -> None:
    plan = naming.plan(case_f1(BO), {}, creator=STEWARD)

    assert plan == RoomPlan(alias=f"fallraum-{F1}", name="F-1")


def test_a_room_is_made_with_the_guests_of_the_hubs_own_server_and_no_others() -> None:
    # Bo's server may be out of reach; the room must be made all the same.
    given = [consent_for(AMIRA), consent_for(BO)]
    may = rules.rightful(case_f1(BO, DARIO), given, VOICES, MONDAY)

    plan = naming.plan(case_f1(BO, DARIO), may, creator=STEWARD)

    assert set(plan.guests) == {AMIRA.user, JONAS.user}


def test_a_room_is_needed_once_the_client_has_consented_to_somebody() -> None:
    alone = rules.rightful(case_f1(BO), [], VOICES, MONDAY)
    together = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, MONDAY)
    afterwards = rules.rightful(case_f1(BO), [consent_for(BO)], VOICES, consent_for(BO).valid_until)

    assert rules.wanted({COMMON: alone}) == set()
    assert rules.wanted({COMMON: together}) == {COMMON}
    assert rules.wanted({COMMON: afterwards}) == set()


# Before anybody looks.


@given(sound_rooms, rights)
def test_overdue_is_by_what_is_known_exactly_who_sits_without_a_right(seen: Seen, may: Rightful) -> None:
    known = {user: seat for user, seat in seen.seats.items() if user != STEWARD}

    overdue = rules.overdue(known, may)

    assert set(overdue) == {s for s in rules.steps(seen, may, creator=STEWARD) if isinstance(s, Remove)}


def test_who_declined_is_never_overdue() -> None:
    known = {BO.user: declined(), CHLOE.user: joined(), JONAS.user: joined()}

    assert rules.overdue(known, {JONAS.user: OwnCase()}) == (Remove(CHLOE.user),)


# The end that comes first.


def test_the_next_end_is_the_first_at_which_somebody_loses_their_right() -> None:
    given_ones = [consent_for(BO, lasts=2 * DAY), consent_for(CHLOE, lasts=DAY)]

    may = rules.rightful(case_f1(BO, CHLOE), given_ones, VOICES, MONDAY)

    assert rules.next_end(may) == MONDAY + DAY


def test_where_nobody_sits_by_consent_nothing_ends() -> None:
    assert rules.next_end(rules.rightful(case_f1(BO), [], VOICES, MONDAY)) is None


# The dates of seats.


def test_no_seat_is_dated_before_what_was_known_of_it() -> None:
    seats = rules.dated(
        {BO.user: declined(MONDAY - DAY)}, {BO.user: invited(MONDAY)}, admitted=(), now=MONDAY + DAY
    )

    assert seats == {BO.user: declined(MONDAY)}


def test_nobody_left_before_they_were_asked_in() -> None:
    seats = rules.dated({BO.user: declined(MONDAY - DAY)}, {}, admitted=[BO.user], now=MONDAY)

    assert seats == {BO.user: declined(MONDAY)}


@given(seatings, seatings, instants)
def test_a_date_is_never_made_earlier(
    seats: Mapping[UserId, Seat], known: Mapping[UserId, Seat], now: datetime
) -> None:
    dated = rules.dated(seats, known, admitted=(), now=now)

    assert dated.keys() == seats.keys()
    assert all(dated[user].since >= seat.since for user, seat in seats.items())
    assert all(dated[user].membership is seat.membership for user, seat in seats.items())


# What must be looked at later.


def test_a_beginning_that_was_given_already_is_looked_at_when_it_comes() -> None:
    later = consent_for(BO, begins=MONDAY + DAY, given_at=MONDAY)
    withdrawn = consent_for(CHLOE, begins=MONDAY + DAY / 2, given_at=MONDAY, withdrawn_at=MONDAY)

    assert rules.next_beginning([later, withdrawn], MONDAY) == MONDAY + DAY
    assert rules.next_beginning([later], MONDAY + DAY) is None


def test_looks_are_owed_for_the_missing_for_the_next_end_and_for_the_next_beginning() -> None:
    given_ones = [consent_for(BO, lasts=DAY), consent_for(CHLOE, begins=MONDAY + 2 * DAY, given_at=MONDAY)]
    may = rules.rightful(case_f1(BO, CHLOE), given_ones, VOICES, MONDAY)

    looks = rules.looks_ahead(F1, may, given_ones, MONDAY, is_missing=True)

    assert [(debt.due_at, debt.urgency) for debt in looks] == [
        (MONDAY, Urgency.ADMISSION),
        (MONDAY + DAY, Urgency.REMOVAL),
        (MONDAY + 2 * DAY, Urgency.ADMISSION),
    ]


def test_where_nobody_is_missing_and_nothing_changes_no_look_is_owed() -> None:
    may = rules.rightful(case_f1(), [], VOICES, MONDAY)

    assert rules.looks_ahead(F1, may, [], MONDAY, is_missing=False) == ()


def test_a_tombstone_is_a_flaw_for_as_long_as_the_case_is_open() -> None:
    seen = Seen({}, flaws=("m.room.encryption",), is_ended=True)

    assert rules.flaws(seen, case_f1().case) == ("m.room.encryption", "m.room.tombstone")
    assert rules.flaws(seen, closed(case_f1()).case) == ("m.room.encryption",)
    assert rules.flaws(replace(seen, is_ended=False), case_f1().case) == ("m.room.encryption",)
