"""Spans of time, in seconds of the machine's monotonic clock, and how long somebody overstayed in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `begin` up to, but not at, `end`; one that has not ended lasts for ever."""

    begin: float
    end: float = inf

    @property
    def length(self) -> float:
        """How long it lasts; what ends before it begins does not last at all."""
        return max(0.0, self.end - self.begin)

    def meets(self, other: "Span") -> "Span":
        """What both have in common."""
        return Span(max(self.begin, other.begin), min(self.end, other.end))


def without(whole: Span, others: Iterable[Span]) -> list[Span]:
    """What is left of a span, in pieces, if others are taken out of it."""
    left, pieces = whole, []
    for other in sorted(others):
        pieces.append(Span(left.begin, min(left.end, other.begin)))
        left = Span(max(left.begin, other.end), left.end)
    return [piece for piece in (*pieces, left) if piece.length]


@dataclass(frozen=True, slots=True, order=True)
class Overstay:
    """Somebody sat without a basis at one go: for how long, outages not counted, and when."""

    length: float
    when: Span


def overstays(stay: Span, bases: Iterable[Span], outages: Iterable[Span]) -> list[Overstay]:
    """Each time within a stay that somebody sat without a basis."""
    known = tuple(outages)
    alone = [
        Overstay(sum(rest.length for rest in without(when, known)), when) for when in without(stay, bases)
    ]
    return [one for one in alone if one.length]
