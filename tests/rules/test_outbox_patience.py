"""Whoever fails tries again: soon at first, then less and less often, and never gives up."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.outbox import FIRST_PATIENCE, LEASE, LONGEST_PATIENCE, patience


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 0.5), (2, 1), (3, 2), (4, 4), (5, 8), (6, 16), (7, 32), (8, 60), (9, 60), (1_000_000, 60)],
)
def test_patience_doubles_up_to_a_minute(attempts: int, seconds: float) -> None:
    assert patience(attempts) == timedelta(seconds=seconds)


@given(st.integers(), st.integers())
def test_patience_never_shrinks_and_keeps_its_bounds(attempts: int, more: int) -> None:
    fewer, many = sorted((attempts, more))

    assert FIRST_PATIENCE <= patience(fewer) <= patience(many) <= LONGEST_PATIENCE


def test_a_debt_given_back_is_due_no_later_than_one_whose_courier_died() -> None:
    assert LONGEST_PATIENCE <= LEASE
