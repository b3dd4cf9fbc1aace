"""How the soak counts: what is too long to sit without a basis, and what is not."""

from math import inf

from tests.crash.spans import Overstay, Span, overstays, without

ALL_THE_TIME = Span(0, 100)


def test_what_is_taken_out_of_a_span_leaves_its_pieces() -> None:
    assert without(ALL_THE_TIME, [Span(60, 70), Span(10, 20)]) == [Span(0, 10), Span(20, 60), Span(70, 100)]


def test_what_overlaps_is_taken_out_once() -> None:
    assert without(ALL_THE_TIME, [Span(10, 50), Span(20, 30), Span(40, inf)]) == [Span(0, 10)]


def test_what_lies_elsewhere_takes_out_nothing() -> None:
    assert without(Span(10, 20), [Span(0, 10), Span(20, 30)]) == [Span(10, 20)]


def test_nobody_overstays_who_leaves_when_their_basis_ends() -> None:
    assert overstays(Span(10, 20), [Span(5, 20)], []) == []


def test_whoever_stays_behind_the_end_overstays() -> None:
    assert overstays(Span(10, 27), [Span(5, 20)], []) == [Overstay(7, Span(20, 27))]


def test_whoever_came_without_a_basis_overstays_from_the_first_instant() -> None:
    assert overstays(Span(10, 13), [], []) == [Overstay(3, Span(10, 13))]


def test_who_is_still_inside_overstays_for_ever() -> None:
    assert overstays(Span(10), [Span(5, 20)], []) == [Overstay(inf, Span(20))]


def test_an_outage_is_not_counted_but_what_stood_before_and_behind_it_is_counted_together() -> None:
    outages = [Span(22, 30), Span(25, 36)]

    assert overstays(Span(10, 40), [Span(5, 20)], outages) == [Overstay(2 + 4, Span(20, 40))]


def test_who_leaves_before_an_outage_is_over_does_not_overstay() -> None:
    assert overstays(Span(10, 30), [Span(5, 20)], [Span(20, 35)]) == []


def test_two_overstays_are_two() -> None:
    found = overstays(Span(0, 20), [Span(3, 8), Span(12, 30)], [])

    assert found == [Overstay(3, Span(0, 3)), Overstay(4, Span(8, 12))]
