"""When time alone next changes something: each person once, at the instant that was said last."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.presence.instants import MOST_STALE, Instants
from tests.people import AMIRA, BO

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)


@pytest.fixture
def instants() -> Instants:
    return Instants()


def test_where_nothing_is_planned_nothing_falls_due(instants: Instants) -> None:
    assert instants.first is None
    assert instants.fallen(LATER) == []


def test_at_its_instant_something_falls_due_and_is_told_once(instants: Instants) -> None:
    assert instants.plan(BO.user, SOON)
    assert instants.plan(AMIRA.user, LATER)

    assert instants.first == SOON
    assert instants.fallen(SOON - timedelta(seconds=1)) == []
    assert instants.fallen(SOON) == [BO.user]
    assert instants.fallen(SOON) == []
    assert instants.first == LATER


def test_what_fell_due_meanwhile_is_told_the_earliest_first(instants: Instants) -> None:
    instants.plan(AMIRA.user, LATER)
    instants.plan(BO.user, SOON)

    assert instants.fallen(LATER) == [BO.user, AMIRA.user]


def test_who_was_planned_for_that_instant_already_is_no_news(instants: Instants) -> None:
    assert instants.plan(BO.user, SOON)
    assert not instants.plan(BO.user, SOON)


def test_the_instant_that_was_said_last_counts(instants: Instants) -> None:
    instants.plan(BO.user, SOON)
    assert instants.plan(BO.user, LATER)

    assert instants.fallen(SOON) == []
    assert instants.fallen(LATER) == [BO.user]


def test_of_whom_time_alone_changes_nothing_any_more_nothing_falls_due(instants: Instants) -> None:
    instants.plan(BO.user, SOON)
    assert not instants.plan(BO.user, None)
    assert not instants.plan(AMIRA.user, None)

    assert instants.fallen(LATER) == []


def test_what_is_put_off_again_and_again_leaves_no_heap_of_instants_behind(instants: Instants) -> None:
    # With each sign of somebody the instant at which it ceases to count is another one.
    ends = [NOW + timedelta(seconds=number) for number in range(2 * MOST_STALE)]
    for end in ends:
        instants.plan(BO.user, end)

    assert instants.first is not None
    assert instants.first > ends[MOST_STALE - 1]
    assert instants.fallen(ends[-1]) == [BO.user]
