"""Who of a case can be reached now, who next, and which side is missing: what a moderator looks at.

Made of what one watcher sees, so it knows no more than they do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from hub.cases.model import Agency, Corner
from hub.presence.model import State
from hub.presence.seeing import Glimpse

SIDES = (Corner.PAYER, Corner.PROVIDER)
"""The sides of the triangle that professionals stand on; the client is asked for by nobody's list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A function of an agency: who of it can be reached now, and if nobody, when somebody next."""

    agency: Agency
    function: str
    reachable: tuple[str, ...]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A case, function by function; sides that nobody stands on, and those of which nobody can be reached."""

    rows: tuple[Row, ...]
    absent: frozenset[Corner]
    unreachable: frozenset[Corner]


def overview(seen: Iterable[Glimpse]) -> Overview:
    """Put together what somebody sees of those with whom they share a case."""
    people = sorted(seen, key=lambda glimpse: (*_place(glimpse), glimpse.who.person.name))
    rows = tuple(_row(list(theirs)) for _, theirs in groupby(people, key=_place))
    there = {glimpse.who.agency.kind.corner for glimpse in people}
    reached = {glimpse.who.agency.kind.corner for glimpse in people if _is_reachable(glimpse)}
    return Overview(rows, frozenset(SIDES) - there, (frozenset(SIDES) & there) - reached)


def _place(glimpse: Glimpse) -> tuple[str, str]:
    return glimpse.who.agency.name, glimpse.who.person.function


def _row(people: list[Glimpse]) -> Row:
    reachable = tuple(glimpse.who.person.name for glimpse in people if _is_reachable(glimpse))
    nexts = [glimpse.next_at for glimpse in people if glimpse.next_at is not None]
    return Row(
        people[0].who.agency,
        people[0].who.person.function,
        reachable,
        None if reachable else min(nexts, default=None),
    )


def _is_reachable(glimpse: Glimpse) -> bool:
    return glimpse.shown.state is State.REACHABLE
