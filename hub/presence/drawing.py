"""Keeps what is shared equal to who may sit in the rooms of each case, as the guard's lists are kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.cases.model import Professional
from hub.identifiers import CaseId, UserId
from hub.presence.sharing import Circles, Colleague, Sharing
from hub.rooms import rules
from hub.rooms.facts import Facts
from hub.rooms.model import PRIVATE, Kind, kind_of

Redrawn = Callable[[frozenset[UserId]], None]


def nobody_watches(_people: frozenset[UserId]) -> None:
    """As long as nobody does."""


@dataclass(slots=True)
class Drawing:
    """Draws the circles of a case; says whom that may be about."""

    sharing: Sharing
    redrawn: Redrawn = nobody_watches

    async def draw(self, connection: AsyncConnection, case: CaseId, facts: Facts | None) -> None:
        """Take in what is true of a case now; None if nobody may sit there, or nobody can tell."""
        drawn = await _drawn(connection, facts) if facts is not None else None
        self.redrawn(self.sharing.draw(case, drawn))


async def _drawn(connection: AsyncConnection, facts: Facts) -> Circles | None:
    # Whoever is asked a question with pseudonyms shares no case by it.
    lists = {circle: rules.listed(facts.may(circle)) for circle in sorted(facts.rights)}
    kinds = {circle: kind_of(circle) for circle in lists if len(lists[circle]) > 1}
    common = [circle for circle, kind in kinds.items() if kind not in (Kind.CONSULT, *PRIVATE)]
    sides = [circle for circle, kind in kinds.items() if kind is Kind.SIDE]
    if not common and not sides:
        return None
    people = (*(part.professional for part in facts.file.participations), *facts.advisers)
    return Circles(
        label=facts.file.case.label,
        lists=tuple(lists[circle] for circle in common),
        colleagues=await _colleagues(connection, people),
        sides=tuple(lists[circle] for circle in sides),
        rooms=frozenset(facts.rooms[circle].room.id for circle in common if circle in facts.rooms),
    )


async def _colleagues(
    connection: AsyncConnection, people: Iterable[Professional]
) -> Mapping[UserId, Colleague]:
    agencies = {agency.id: agency for agency in await directory.agencies(connection)}
    return {
        person.user: Colleague(person, agencies[person.agency])
        for person in people
        if person.agency in agencies
    }
