"""Which files go with a case: those that the chain says were encrypted for it."""

from hub.audit import Act
from hub.rooms.attached import files_of, sealed
from tests.clock import MONDAY
from tests.people import F1


def test_the_chain_knows_where_each_file_lies_and_nothing_of_what_it_says() -> None:
    act = sealed(F1, "medium-1", MONDAY)

    assert act == Act(at=MONDAY, actor="hub", deed="file.sealed", case=F1, target="medium-1")


def test_only_what_was_encrypted_for_a_room_is_a_file() -> None:
    other = Act(at=MONDAY, actor="hub", deed="room.made", case=F1, target="medium-2")

    acts = [sealed(F1, "medium-1", MONDAY), other, sealed(F1, "medium-3", MONDAY)]

    assert files_of(acts) == ("medium-1", "medium-3")
