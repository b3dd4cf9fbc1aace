"""Who sits in a direct room, and what it takes to get there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.direct import rules
from hub.direct.model import Wanted
from hub.identifiers import ProfessionalId, RoomId, SwitchId, UserId
from hub.listening.model import listener
from hub.rooms.model import Invite, Membership, Place, Remove, Seat, Seen, Step
from tests.clock import MONDAY
from tests.people import AMIRA, BO, HUB, MONITOR, STEWARD, VOICE

STRANGER = UserId(f"@stranger:{HUB}")
ASKED, WANTED = Wanted(BO.id), Wanted(BO.id, is_asked=False)
BOS = frozenset({BO.user})
BEFORE, LATER = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)


def seen(*flaws: str, is_ended: bool = False, **seats: tuple[Membership, datetime]) -> Seen:
    """Whoever is not mentioned is not there; the monitor sits there if nothing else is said."""
    users = {"bo": BO.user, "stranger": STRANGER, "steward": STEWARD, "monitor": MONITOR, "voice": VOICE}
    seats = {"monitor": (Membership.JOINED, BEFORE)} | seats
    return Seen({users[who]: Seat(*seat) for who, seat in seats.items()}, flaws, is_ended)


@pytest.mark.parametrize(
    ("there", "may", "steps"),
    [
        (seen(), BOS, [Invite(BO.user)]),
        (seen(bo=(Membership.INVITED, BEFORE)), BOS, []),
        (seen(bo=(Membership.JOINED, BEFORE)), BOS, []),
        (seen(bo=(Membership.JOINED, BEFORE)), frozenset(), [Remove(BO.user), Remove(MONITOR)]),
        (seen(bo=(Membership.INVITED, BEFORE)), frozenset(), [Remove(BO.user), Remove(MONITOR)]),
        (seen(stranger=(Membership.JOINED, BEFORE)), BOS, [Remove(STRANGER), Invite(BO.user)]),
        (seen(steward=(Membership.JOINED, BEFORE)), frozenset(), [Remove(MONITOR)]),
        (seen(voice=(Membership.JOINED, BEFORE)), BOS, [Remove(VOICE), Invite(BO.user)]),
        # Only asked in, or gone: the monitor is seated where anybody may sit, and nowhere else.
        (seen(monitor=(Membership.INVITED, BEFORE)), BOS, [Place(MONITOR), Invite(BO.user)]),
        (seen(monitor=(Membership.DECLINED, BEFORE)), BOS, [Place(MONITOR), Invite(BO.user)]),
        (seen(monitor=(Membership.DECLINED, BEFORE)), frozenset(), []),
        (seen("m.room.join_rules", monitor=(Membership.DECLINED, BEFORE)), BOS, []),
        (seen(is_ended=True, monitor=(Membership.INVITED, BEFORE)), BOS, []),
        # Whatever instant their server says: who was let in once and left stays out.
        (seen(bo=(Membership.DECLINED, BEFORE)), BOS, []),
        (seen(bo=(Membership.DECLINED, LATER)), BOS, []),
        (seen("m.room.join_rules"), BOS, []),
        (seen("m.room.join_rules", stranger=(Membership.JOINED, BEFORE)), BOS, [Remove(STRANGER)]),
        (seen(is_ended=True), BOS, []),
    ],
)
def test_who_sits_becomes_who_may(there: Seen, may: frozenset[UserId], steps: list[Step]) -> None:
    assert rules.steps(there, may, WANTED, creator=STEWARD, voices=frozenset({MONITOR})) == steps


@pytest.mark.parametrize("at", [BEFORE, LATER])
def test_who_left_and_asks_for_it_is_asked_again(at: datetime) -> None:
    there = seen(bo=(Membership.DECLINED, at))

    assert rules.steps(there, BOS, ASKED, creator=STEWARD, voices=frozenset({MONITOR})) == [Invite(BO.user)]


def test_who_left_is_not_asked_again_if_nobody_knows_that_they_want_it() -> None:
    there = seen(bo=(Membership.DECLINED, BEFORE))

    assert rules.steps(there, BOS, None, creator=STEWARD, voices=frozenset({MONITOR})) == []


def test_the_account_by_which_the_hub_reads_commands_sits_beside_the_voice_and_leaves_with_the_switch() -> (
    None
):
    ear = listener(SwitchId("a1" * 16), HUB)
    bo, joined = (Membership.JOINED, BEFORE), Seat(Membership.JOINED, BEFORE)
    there = seen(bo=bo)
    heard = replace(there, seats={**there.seats, ear: joined})
    both, alone = frozenset({MONITOR, ear}), frozenset({MONITOR})

    assert rules.steps(there, BOS, WANTED, creator=STEWARD, voices=both) == [Place(ear)]
    assert rules.steps(heard, BOS, WANTED, creator=STEWARD, voices=both) == []
    assert rules.steps(heard, BOS, WANTED, creator=STEWARD, voices=alone) == [Remove(ear)]
    # Where nobody may sit it sits no more, whatever is turned on.
    gone = rules.steps(heard, frozenset(), WANTED, creator=STEWARD, voices=both)
    assert gone == [Remove(BO.user), Remove(MONITOR), Remove(ear)]


def test_who_leaves_or_gets_another_room_has_left_and_who_only_comes_has_not() -> None:
    there = Wanted(BO.id, is_asked=False, room=RoomId("!one"), is_greeted=True)

    assert rules.has_left(there, replace(there, is_greeted=False))
    assert rules.has_left(there, replace(there, room=None))
    assert rules.has_left(there, replace(there, room=RoomId("!two")))
    assert not rules.has_left(there, replace(there, is_asked=True))
    assert not rules.has_left(replace(there, room=None), there)
    assert not rules.has_left(replace(there, is_greeted=False), there)


def test_a_room_is_called_alike_for_all_and_found_by_a_name_that_says_nobodys() -> None:
    amiras = rules.plan(AMIRA.id)
    bos = rules.plan(BO.id)

    assert amiras.name == bos.name
    assert amiras.alias != bos.alias
    assert BO.id not in bos.alias
    assert (amiras.is_hushed, bos.is_hushed) == (True, True)
    assert rules.plan(BO.id) == bos
    assert rules.plan(ProfessionalId(BO.id + "x")).alias != bos.alias
