"""Which servers must see a leave, and how patiently they are watched."""

from datetime import timedelta

import pytest

from hub.effects import AT_ONCE, ConfirmLeave, Debt, Urgency
from hub.identifiers import CircleId, RoomId, UserId
from hub.rooms import leave
from hub.rooms.model import Membership, Room, Seat
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, HUB, JONAS, JUGENDAMT_SERVER, case_f1

ROOM = Room(id=RoomId("!room"), case=F1, version=3)
SITS = Seat(Membership.JOINED, MONDAY)
INVITED = Seat(Membership.INVITED, MONDAY)
WENT = Seat(Membership.DECLINED, MONDAY)
KIM = UserId("@kim:elsewhere.example")


def watched(known: dict[UserId, Seat], seen: dict[UserId, Seat]) -> set[tuple[UserId, str]]:
    debts = leave.confirmations(ROOM, known, seen, home=HUB, following=known)
    return {(d.effect.user, d.effect.server) for d in debts if isinstance(d.effect, ConfirmLeave)}


def test_the_server_of_whoever_was_removed_must_see_it() -> None:
    known, seen = {BO.user: SITS, JONAS.user: SITS}, {JONAS.user: SITS}
    assert leave.confirmations(ROOM, known, seen, home=HUB, following=[BO.user]) == (
        Debt(ConfirmLeave(F1, ROOM.id, BO.user, JUGENDAMT_SERVER), AT_ONCE, Urgency.WORDS),
    )


def test_and_that_of_everybody_who_sat_there_and_stays() -> None:
    known = {BO.user: SITS, KIM: SITS, AMIRA.user: SITS}
    assert watched(known, {KIM: SITS, BO.user: SITS}) == {
        (AMIRA.user, JUGENDAMT_SERVER),
        (AMIRA.user, "elsewhere.example"),
    }


def test_a_rescinded_invitation_must_be_seen_where_it_was_received() -> None:
    assert watched({BO.user: INVITED}, {}) == {(BO.user, JUGENDAMT_SERVER)}


@pytest.mark.parametrize("stranger", [INVITED, WENT])
def test_a_server_where_nobody_sits_is_told_nothing_so_nothing_is_expected(stranger: Seat) -> None:
    assert watched({AMIRA.user: SITS, KIM: stranger}, {KIM: stranger}) == set()


def test_whoever_came_meanwhile_has_learnt_of_it_by_coming() -> None:
    assert watched({AMIRA.user: SITS}, {KIM: SITS}) == set()


def test_nobody_is_watched_where_nobody_was_removed() -> None:
    assert watched({BO.user: SITS, KIM: WENT}, {BO.user: SITS}) == set()
    assert watched({BO.user: SITS}, {BO.user: WENT}) == set()


def test_a_server_that_perhaps_understands_nothing_is_not_asked_but_named() -> None:
    known, seen = {BO.user: SITS, JONAS.user: SITS}, {JONAS.user: SITS}
    assert leave.confirmations(ROOM, known, seen, home=HUB, following=[]) == ()
    assert leave.uncertain(known, seen, home=HUB, following=[]) == (JUGENDAMT_SERVER,)
    assert leave.uncertain(known, seen, home=HUB, following=[BO.user]) == ()


def test_who_of_the_same_server_stays_lets_it_ask() -> None:
    colleague = UserId(f"@kaya:{JUGENDAMT_SERVER}")
    known, seen = {BO.user: SITS, colleague: SITS}, {colleague: SITS}
    watching = leave.confirmations(ROOM, known, seen, home=HUB, following=[])
    assert [debt.effect for debt in watching] == [ConfirmLeave(F1, ROOM.id, BO.user, JUGENDAMT_SERVER)]
    assert leave.uncertain(known, seen, home=HUB, following=[]) == ()


def test_the_hubs_own_server_is_never_uncertain() -> None:
    assert leave.uncertain({AMIRA.user: SITS}, {}, home=HUB, following=[]) == ()


@pytest.mark.parametrize(
    ("waited", "next_look"), [(0, 0.25), (0.1, 0.25), (4, 1), (60, 15), (240, 60), (86400, 60)]
)
def test_patience_grows_with_the_time_it_took(waited: float, next_look: float) -> None:
    assert leave.patience(timedelta(seconds=waited)) == timedelta(seconds=next_look)


def test_the_chain_names_whose_leave_in_which_room_and_no_server() -> None:
    room = Room(id=RoomId("!room"), case=F1, circle=CircleId("5c"), version=3)
    act = leave.seen_by(JUGENDAMT_SERVER, case_f1(BO), room, BO.user, MONDAY)
    assert (act.deed, act.actor, act.case, act.at) == (leave.SEEN, "hub", F1, MONDAY)
    assert act.target == f"{BO.id}:5c"
    assert JUGENDAMT_SERVER not in repr(act)
    assert act.basis == leave.mark_of(JUGENDAMT_SERVER, F1)


def test_somebody_of_whom_no_record_tells_is_called_other() -> None:
    act = leave.seen_by(HUB, case_f1(CHLOE), ROOM, DARIO.user, MONDAY)
    assert act.target == "other"
