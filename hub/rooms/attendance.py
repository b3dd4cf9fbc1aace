"""Who is in a room, and why: what everybody in it may know of everybody else there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hub.cases.model import Agency, Professional
from hub.consent.model import Basis
from hub.identifiers import AgencyId, UserId
from hub.rooms.model import Consulting, Rightful, Seat


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who reads along or has been asked to, by the consent or the question that lets them."""

    person: Professional
    agency: Agency
    seat: Seat
    basis: Basis | Consulting


def attendance(
    people: Collection[Professional],
    agencies: Mapping[AgencyId, Agency],
    may: Rightful,
    seats: Mapping[UserId, Seat],
) -> tuple[Present, ...]:
    """The professionals in a room, by name. Whoever may not be there is about to go, and is not named."""
    there = []
    for person in sorted(people, key=lambda person: person.name):
        seat, because = seats.get(person.user), may.get(person.user)
        if seat is not None and seat.is_inside and isinstance(because, Basis | Consulting):
            there.append(Present(person, agencies[person.agency], seat, because))
    return tuple(there)
