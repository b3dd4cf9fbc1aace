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
from hub.rooms.model import Kind, List, kind_of

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
        circles = _circles(facts) if facts is not None else ()
        drawn = None
        if facts is not None and circles:
            people = (*(part.professional for part in facts.file.participations), *facts.advisers)
            drawn = Circles(facts.file.case.label, circles, await _colleagues(connection, people))
        self.redrawn(self.sharing.draw(case, drawn))


def _circles(facts: Facts) -> tuple[List, ...]:
    """Who may hear the same. Whoever is asked a question with pseudonyms shares no case by it."""
    circles = (c for c in sorted(facts.rights) if kind_of(c) is not Kind.CONSULT)
    lists = (rules.listed(facts.may(circle)) for circle in circles)
    return tuple(list_ for list_ in lists if len(list_) > 1)


async def _colleagues(
    connection: AsyncConnection, people: Iterable[Professional]
) -> Mapping[UserId, Colleague]:
    agencies = {agency.id: agency for agency in await directory.agencies(connection)}
    return {
        person.user: Colleague(person, agencies[person.agency])
        for person in people
        if person.agency in agencies
    }
