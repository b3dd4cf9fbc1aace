"""What is not as it must be in a room: who sits, what stands, what is owed."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from hub.cases.model import CaseFile
from hub.consent.model import Consent
from hub.effects import (
    AT_ONCE,
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceListening,
    AnnounceRoster,
    AnswerCommand,
    ConfirmLeave,
    Debt,
    Effect,
    EndListener,
    PostAgenda,
    Reconcile,
    RemindClient,
    Standing,
    Urgency,
)
from hub.identifiers import COMMON, OWN, CircleId, CommandId, ConferenceId, RoomId, SwitchId, UserId
from hub.listening.model import listener
from hub.rooms import rules
from hub.rooms.drift import (
    NOTICE,
    Drift,
    Fault,
    Finding,
    Sight,
    compare,
    ends,
    forgotten,
    has_ended,
    is_about_two,
    is_stale,
    lacking,
    looks,
    most_unannounced,
    notice_until,
    waiting,
)
from hub.rooms.model import Seat, Seen
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    F1,
    JONAS,
    NINA,
    STEWARD,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.seats import DAY, invited, joined

FILE = case_f1(BO, CHLOE)
GIVEN = [consent_for(AMIRA), consent_for(BO)]
LOOK = Reconcile(F1)
A_MINUTE = timedelta(minutes=1)
EVERYBODY = {user: joined() for user in (JONAS.user, AMIRA.user, BO.user, VOICE)}


def sight(
    seats: Mapping[UserId, Seat] | None = EVERYBODY,
    *,
    flaws: tuple[str, ...] = (),
    known: Mapping[UserId, Seat] = EVERYBODY,
    is_listed: bool = True,
    is_wanted: bool = True,
    trouble: str = "",
    file: CaseFile = FILE,
) -> Sight:
    """The room in common, with the steward and those people in it."""
    may = rules.rightful(file, GIVEN, (VOICE,), MONDAY)
    seen = None if seats is None else Seen({STEWARD: joined(), **seats}, flaws)
    return Sight(
        circle=COMMON,
        may=may,
        known=known,
        is_listed=is_listed,
        is_wanted=is_wanted,
        seen=seen,
        trouble=trouble,
    )


def found(
    seen: Sight, *, file: CaseFile = FILE, given: Collection[Consent] = GIVEN
) -> list[tuple[Fault, str | None]]:
    findings = compare(file, given, seen, creator=STEWARD, now=MONDAY)
    return [(one.fault, one.user or one.what or None) for one in findings]


def owed(
    effect: Effect = LOOK,
    urgency: Urgency = Urgency.REMOVAL,
    *,
    due: timedelta = timedelta(0),
    attempts: int = 0,
    claimed: bool = False,
    trouble: str = "",
) -> Standing:
    return Standing(
        effect=effect,
        urgency=urgency,
        due_at=MONDAY + due,
        attempts=attempts,
        is_claimed=claimed,
        trouble=trouble,
    )


def drifted(*findings: Finding, stale: bool = False, owing: tuple[Debt, ...] = ()) -> Drift:
    return Drift(case=F1, label="F-1", findings=findings, is_stale=stale, owing=owing)


# Who sits, and what stands.


def test_where_exactly_those_sit_who_may_there_is_nothing_to_find() -> None:
    assert found(sight()) == []


@pytest.mark.parametrize("seat", [joined(), invited()], ids=["joined", "invited"])
def test_who_sits_without_a_right_is_a_stray(seat: Seat) -> None:
    assert found(sight({**EVERYBODY, DARIO.user: seat})) == [(Fault.STRAY, DARIO.user)]


def test_who_may_and_was_not_asked_in_is_missing() -> None:
    without = {user: seat for user, seat in EVERYBODY.items() if user != BO.user}

    assert found(sight(without)) == [(Fault.MISSING, BO.user)]


def test_where_a_wall_does_not_stand_nobody_is_missing_and_strays_are_still_found() -> None:
    seen = sight({DARIO.user: joined()}, flaws=("m.room.encryption",))

    assert found(seen) == [(Fault.STRAY, DARIO.user), (Fault.WALL, "m.room.encryption")]


def test_a_room_that_is_not_there_is_gone_if_it_was_and_unmade_if_it_is_needed() -> None:
    assert found(sight(None)) == [(Fault.GONE, None)]
    assert found(sight(None, is_listed=False)) == [(Fault.UNMADE, None)]
    assert found(sight(None, is_listed=False, is_wanted=False)) == []


def test_a_room_that_no_row_knows_is_unlisted() -> None:
    assert found(sight(is_listed=False)) == [(Fault.UNLISTED, None)]


def test_a_room_that_could_not_be_looked_at_is_unseen_and_nothing_else() -> None:
    assert found(sight(None, trouble="503")) == [(Fault.UNSEEN, "503")]


def test_what_was_seen_otherwise_than_written_down_is_stale() -> None:
    came = {**EVERYBODY, BO.user: joined(MONDAY + DAY)}

    assert not is_stale(sight(), creator=STEWARD, now=MONDAY)
    assert is_stale(sight(came), creator=STEWARD, now=MONDAY)


@pytest.mark.parametrize("seen", [sight(None), sight({}, is_listed=False)], ids=["unseen", "unlisted"])
def test_where_nothing_was_written_down_nothing_is_stale(seen: Sight) -> None:
    assert not is_stale(seen, creator=STEWARD, now=MONDAY)


# Whether an end was told.


@pytest.mark.parametrize(
    "ended",
    [consent_for(CHLOE, withdrawn_at=MONDAY), consent_for(CHLOE, begins=MONDAY - 2 * DAY, lasts=DAY)],
    ids=["withdrawn", "expired"],
)
def test_who_sits_after_their_consent_ended_is_no_surprise(ended: Consent) -> None:
    assert has_ended(FILE, [ended], CHLOE.user, COMMON, MONDAY)


def test_in_a_closed_case_nobody_is_a_surprise() -> None:
    assert has_ended(closed(FILE), [], DARIO.user, COMMON, MONDAY)


@pytest.mark.parametrize(
    "given",
    [
        [],
        [replace(consent_for(CHLOE, withdrawn_at=MONDAY), proven=False)],
        [replace(consent_for(CHLOE), given_at=None)],
        [consent_for(CHLOE)],
        [consent_for(BO, withdrawn_at=MONDAY)],
    ],
    ids=["nothing", "unproven", "never given", "not ended", "somebody else's"],
)
def test_who_sits_without_an_end_that_was_told_is_a_surprise(given: list[Consent]) -> None:
    assert not has_ended(FILE, given, CHLOE.user, COMMON, MONDAY)


def test_a_stranger_is_a_surprise() -> None:
    (stray,) = compare(FILE, GIVEN, sight({**EVERYBODY, DARIO.user: joined()}), creator=STEWARD, now=MONDAY)
    ended = replace(stray, user=CHLOE.user, has_ended=True)

    assert drifted(stray, ended).surprises == 1


# What is owed.


def test_the_next_end_and_the_next_beginning_must_be_owed() -> None:
    later = consent_for(CHLOE, begins=MONDAY + DAY)
    may = rules.rightful(FILE, [*GIVEN, later], (), MONDAY)

    lacking = forgotten(F1, [may, may], [*GIVEN, later], [], MONDAY)

    assert lacking == (
        Debt(LOOK, MONDAY + DAY, Urgency.ADMISSION),
        Debt(LOOK, MONDAY + 90 * DAY, Urgency.REMOVAL),
    )


@pytest.mark.parametrize(
    ("one", "serves"),
    [
        (owed(due=90 * DAY), True),
        (owed(due=80 * DAY), True),
        (owed(due=91 * DAY), False),
        (owed(due=91 * DAY, attempts=1), True),
        (owed(urgency=Urgency.ADMISSION), False),
        (owed(PostAgenda(F1, ConferenceId("c"))), False),
    ],
    ids=["in time", "earlier", "too late", "tried", "no removal", "no look"],
)
def test_another_look_in_time_is_as_good(one: Standing, serves: bool) -> None:
    may = rules.rightful(FILE, GIVEN, (), MONDAY)

    assert (forgotten(F1, [may], GIVEN, [one], MONDAY) == ()) is serves


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (owed(due=timedelta(seconds=-59)), None),
        (owed(due=-A_MINUTE), Fault.OVERDUE),
        (owed(due=-A_MINUTE, claimed=True), None),
        (owed(due=DAY, attempts=4), None),
        (owed(due=A_MINUTE, attempts=5), Fault.UNCONFIRMED),
        (owed(urgency=Urgency.ADMISSION, due=A_MINUTE, attempts=5), Fault.OVERDUE),
    ],
    ids=["just due", "late", "in hand", "tried a little", "tried often", "no removal"],
)
def test_what_waits_too_long_is_overdue_and_a_removal_unconfirmed(one: Standing, fault: Fault | None) -> None:
    findings = list(waiting([one], MONDAY, patience=A_MINUTE, alarming=5))

    assert [finding.fault for finding in findings] == ([fault] if fault else [])


def test_why_it_waits_is_told() -> None:
    late = owed(due=-A_MINUTE, trouble="POST invite: 403 M_FORBIDDEN")

    (told,) = waiting([late], MONDAY, patience=A_MINUTE, alarming=5)

    assert told.what == "Reconcile: POST invite: 403 M_FORBIDDEN"


SIDE = CircleId("side-5c")
SIDE_ROOM = RoomId("!side:hub.localhost")


@pytest.mark.parametrize(
    ("effect", "is_private"),
    [
        (AnnounceRoster(F1, SIDE), True),
        (AnnounceRoster(F1, COMMON), False),
        (AnnounceDeparture(F1, NINA.id, SIDE), True),
        (AnnounceClosing(F1, SIDE), True),
        (AnnounceRoster(F1, OWN), True),
        (RemindClient(F1, "2026-11-23"), True),
        (AnnounceListening(F1, OWN, SwitchId("s"), "begun"), True),
        (AnnounceListening(F1, COMMON, SwitchId("s"), "begun"), False),
        (ConfirmLeave(F1, SIDE_ROOM, NINA.user, "horizont.example"), True),
        (ConfirmLeave(F1, RoomId("!other:hub.localhost"), NINA.user, "horizont.example"), False),
        (PostAgenda(F1, ConferenceId("c")), False),
        (LOOK, False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_owed_to_a_room_of_two_is_told_with_it(effect: Effect, is_private: bool) -> None:
    late = owed(effect, due=-A_MINUTE)

    (told,) = waiting([late], MONDAY, patience=A_MINUTE, alarming=5, rooms={SIDE_ROOM: SIDE})

    assert told.is_private is is_private


@pytest.mark.parametrize("effect", [AnswerCommand(F1, CommandId("c")), EndListener(F1, SwitchId("a1"))])
@pytest.mark.parametrize(
    ("ears", "is_private"), [((), False), ((listener(SwitchId("a1"), "hub.localhost"),), True)]
)
def test_what_is_owed_of_listening_in_an_own_room_is_told_with_it(
    effect: Effect, ears: tuple[UserId, ...], is_private: bool
) -> None:
    (told,) = waiting([owed(effect, due=-A_MINUTE)], MONDAY, patience=A_MINUTE, alarming=5, ears=ears)

    assert told.is_private is is_private


def test_the_end_of_another_listener_is_no_secret() -> None:
    late, ears = (
        owed(EndListener(F1, SwitchId("b2")), due=-A_MINUTE),
        [listener(SwitchId("a1"), "hub.localhost")],
    )

    (told,) = waiting([late], MONDAY, patience=A_MINUTE, alarming=5, ears=ears)

    assert not told.is_private


@pytest.mark.parametrize("kind", get_args(Effect), ids=lambda kind: kind.__name__)
def test_whatever_is_owed_to_a_circle_is_told_with_it_if_that_is_the_own_room(kind: type[Effect]) -> None:
    names = [one.name for one in fields(kind)]
    given: dict[str, Any] = {name: OWN if name == "circle" else "one" for name in names}
    late = owed(kind(**given), due=-A_MINUTE)

    (told,) = waiting([late], MONDAY, patience=A_MINUTE, alarming=5)

    assert told.is_private or "circle" not in names


def test_a_look_that_waits_for_a_room_of_two_alone_is_told_with_it() -> None:
    late, words = owed(due=-A_MINUTE), owed(AnnounceRoster(F1, COMMON), due=-A_MINUTE)

    told = waiting([late, words], MONDAY, patience=A_MINUTE, alarming=5, is_private=True)

    assert [one.is_private for one in told] == [True, False]


@pytest.mark.parametrize(
    ("private", "is_about"),
    [([], False), ([True], True), ([True, True], True), ([True, False], False)],
)
def test_what_is_amiss_is_about_rooms_of_two_if_nothing_else_is(private: list[bool], is_about: bool) -> None:
    assert is_about_two([Finding(fault=Fault.MISSING, is_private=one) for one in private]) is is_about


def test_a_look_that_only_a_room_of_two_needs_is_told_with_it() -> None:
    given = [*GIVEN, consent_for(NINA, side=SIDE, lasts=DAY)]
    may = rules.rights(FILE, given, (), MONDAY, advisers=[NINA])

    told = lacking(F1, may, given, [], MONDAY)

    assert [(one.since, one.is_private) for one in told] == [
        (MONDAY + DAY, True),
        (MONDAY + 90 * DAY, False),
    ]


# What is done about it.


def test_where_nothing_is_amiss_only_what_was_forgotten_is_owed() -> None:
    end = Debt(LOOK, MONDAY + DAY, Urgency.REMOVAL)

    assert looks(drifted(), MONDAY, is_announced=False) == ()
    assert looks(drifted(owing=(end,)), MONDAY, is_announced=False) == (end,)


def test_a_stray_is_removed_by_a_look_behind_every_withdrawal() -> None:
    (look,) = looks(drifted(Finding(fault=Fault.STRAY)), MONDAY, is_announced=False)

    assert look == Debt(LOOK, MONDAY, Urgency.REMOVAL)
    assert look.due_at > AT_ONCE


@pytest.mark.parametrize("fault", [Fault.MISSING, Fault.GONE, Fault.UNMADE, Fault.UNLISTED, Fault.UNTOLD])
def test_what_a_look_can_mend_gets_one(fault: Fault) -> None:
    assert looks(drifted(Finding(fault=fault)), MONDAY, is_announced=False) == (
        Debt(LOOK, MONDAY, Urgency.ADMISSION),
    )


def test_what_was_written_down_otherwise_gets_one_too() -> None:
    assert looks(drifted(stale=True), MONDAY, is_announced=False) != ()


@pytest.mark.parametrize("fault", [Fault.UNSEEN, Fault.OVERDUE, Fault.UNCONFIRMED])
def test_what_no_look_can_mend_gets_none(fault: Fault) -> None:
    assert looks(drifted(Finding(fault=fault)), MONDAY, is_announced=False) == ()


def test_what_is_announced_is_due_when_the_notice_is_over() -> None:
    stray = drifted(Finding(fault=Fault.STRAY), owing=(Debt(LOOK, MONDAY + DAY, Urgency.REMOVAL),))

    assert looks(stray, MONDAY, is_announced=True) == (Debt(LOOK, MONDAY + NOTICE, Urgency.REMOVAL),)


@pytest.mark.parametrize(
    ("one", "until"),
    [
        (owed(due=NOTICE), NOTICE),
        (owed(due=A_MINUTE), A_MINUTE),
        (owed(due=NOTICE + A_MINUTE), None),
        (owed(due=timedelta(0)), None),
        (owed(due=A_MINUTE, attempts=1), None),
        (owed(urgency=Urgency.ADMISSION, due=A_MINUTE), None),
        (owed(PostAgenda(F1, ConferenceId("c")), due=A_MINUTE), None),
    ],
    ids=["just announced", "soon over", "an end to come", "due", "tried", "no removal", "no look"],
)
def test_a_notice_is_a_removal_that_is_due_soon(one: Standing, until: timedelta | None) -> None:
    assert notice_until([one], MONDAY) == (None if until is None else MONDAY + until)


def test_a_look_that_is_due_because_a_right_ends_is_no_notice() -> None:
    given = [consent_for(AMIRA), consent_for(BO, lasts=A_MINUTE)]
    may = rules.rights(FILE, given, (VOICE,), MONDAY)

    assert ends(may, given) == {MONDAY + A_MINUTE, MONDAY + 90 * DAY}
    assert notice_until([owed(due=A_MINUTE)], MONDAY, ends=ends(may, given)) is None
    assert notice_until([owed(due=2 * A_MINUTE)], MONDAY, ends=ends(may, given)) == MONDAY + 2 * A_MINUTE


@pytest.mark.parametrize(("seats", "most"), [(0, 3), (15, 3), (300, 3), (16_000, 160)])
def test_a_few_are_removed_unannounced_and_a_hundredth_of_many(seats: int, most: int) -> None:
    assert most_unannounced(seats) == most


def test_what_is_amiss_in_a_room_of_two_is_shown_to_who_asks_for_it_and_to_nobody_else() -> None:
    alone = replace(sight({DARIO.user: joined()}), circle=CircleId("side-5c"))
    findings = [*compare(FILE, GIVEN, alone, creator=STEWARD, now=MONDAY), Finding(fault=Fault.OVERDUE)]
    drift = Drift(case=F1, label="F-1", findings=tuple(findings))

    assert [one.fault for one in drift.shown(side=False).findings] == [Fault.OVERDUE]
    assert {one.room[:2] for one in drift.shown(side=True).findings} == {"S-"}


def test_that_somebody_was_relieved_is_told_so_their_leaving_is_no_surprise() -> None:
    (bo,) = (part for part in FILE.participations if part.professional == BO)
    others = tuple(part for part in FILE.participations if part != bo)
    relieved = replace(FILE, participations=others, former=(replace(bo, ended_at=MONDAY),))

    assert has_ended(relieved, GIVEN, BO.user, COMMON, MONDAY)
    assert not has_ended(relieved, GIVEN, DARIO.user, COMMON, MONDAY)
    assert not has_ended(FILE, GIVEN, BO.user, COMMON, MONDAY)
