"""What another server must have before the last of its people leave: the events the leave builds upon."""

import pytest

from hub.matrix.destinations import Reached
from hub.matrix.parting import Tip, has_all, is_loose, sitting
from hub.rooms.model import Membership, Seat
from tests.clock import MONDAY
from tests.people import AMIRA, BO, HUB, JUGENDAMT_SERVER

OURS, THEIRS, ANOTHERS = Tip(HUB, 7), Tip(JUGENDAMT_SERVER, 7), Tip("elsewhere.example", 7)
REACHED, BEHIND = Reached(7, is_failing=False), Reached(6, is_failing=False)


@pytest.mark.parametrize(
    ("tips", "reached", "all_there"),
    [
        ([OURS], REACHED, True),
        ([OURS], BEHIND, False),
        ([THEIRS], BEHIND, True),
        ([ANOTHERS], REACHED, False),
        ([OURS, THEIRS], REACHED, False),
        ([OURS, OURS], REACHED, False),
        ([], REACHED, False),
    ],
)
def test_a_server_has_what_it_said_and_what_it_acknowledged_if_that_is_all_there_is(
    tips: list[Tip], reached: Reached, all_there: bool
) -> None:
    assert has_all(tips, reached, JUGENDAMT_SERVER, home=HUB) is all_there


def test_ends_that_nothing_ties_together_reach_it_by_one_more_event_only() -> None:
    assert not is_loose([OURS], home=HUB)
    assert is_loose([OURS, OURS], home=HUB)
    assert is_loose([ANOTHERS], home=HUB)


def test_who_was_only_asked_in_does_not_sit_there() -> None:
    joined, invited = Seat(Membership.JOINED, MONDAY), Seat(Membership.INVITED, MONDAY)
    seats = {AMIRA.user: joined, BO.user: joined}

    assert sitting(seats, JUGENDAMT_SERVER) == {BO.user}
    assert sitting(seats | {BO.user: invited}, JUGENDAMT_SERVER) == set()
