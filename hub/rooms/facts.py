"""What is known of a case and its rooms at one instant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile, Contradiction, Professional
from hub.charter import store as charters
from hub.consent import store as consents
from hub.consent.model import Consent
from hub.consult import store as consults
from hub.consult.rules import NOTED_AS as ASKED_AS
from hub.federation import Servers
from hub.identifiers import CaseId, CircleId, RoomId, UserId
from hub.listening import chain as listening
from hub.own import chain as own
from hub.rooms import chain, rules, store
from hub.rooms.chain import Held
from hub.rooms.model import Known, Rightful, Rights, Room, Seat

_TELLING = journal.telling(*consents.told(chain.NOTED_AS, ASKED_AS, listening.NOTED_AS, own.NOTED_AS))


@dataclass(frozen=True, slots=True)
class Facts:
    """A case with its people, its consents and its rooms, and who may sit in each.

    `advisers` are those whom a consent names to talk with the client alone. `told` says where the
    rows of its rooms stand against the audit chain.
    """

    file: CaseFile
    given: Sequence[Consent]
    rooms: Mapping[CircleId, Known]
    advisers: Sequence[Professional]
    rights: Rights
    told: Held = field(default_factory=lambda: Held({}))
    doubts: Sequence[Contradiction] = ()
    """What the audit chain tells otherwise of the charter, of whom it binds, and of questions."""

    def may(self, circle: CircleId) -> Rightful:
        """Who may sit in a circle's room; nobody in one that no consent speaks of."""
        return self.rights.get(circle, {})

    def known(self, circle: CircleId) -> Mapping[UserId, Seat]:
        """Who sat in a circle's room when we last looked."""
        return self.rooms[circle].seats if circle in self.rooms else {}

    def room(self, id_: RoomId) -> Room | None:
        """The room of that id, for the circle the chain says it was made for."""
        return next((known.room for known in self.rooms.values() if known.room.id == id_), None)


async def facts_of(
    connection: AsyncConnection, case: CaseId, *, voices: Collection[UserId], servers: Servers, now: datetime
) -> Facts:
    """Read them. A case that does not exist is a defect of ours."""
    # What the chain tells is read once: this stands between every withdrawal and its effect.
    acts = await journal.told_of(connection, _TELLING, case=case)
    found, unasked = await consults.bind(connection, await cases.get_file(connection, case, acts=acts), acts)
    given = await consents.of_case(connection, case, acts)
    told = chain.held(case, await store.of_case(connection, case), acts)
    advisers = await advisers_of(connection, given)
    asked = [person for one in found.consultations for person in one.people]
    agencies = {person.agency for person in (*advisers, *asked)}
    bound, doubts = await charters.bind(connection, found, now, also=agencies)
    file = own.bind(listening.bind(bound, acts, servers.home), acts)
    may = rules.rights(file, given, voices, now, rooms=told.rooms, advisers=advisers)
    return Facts(file, given, told.rooms, advisers, rules.within(may, servers), told, [*unasked, *doubts])


async def advisers_of(connection: AsyncConnection, given: Iterable[Consent]) -> Sequence[Professional]:
    """Those whom these consents name to talk with the client alone, as far as the chain tells the same."""
    named = {one.recipient.person for one in given if one.side is not None}
    found = [
        await directory.find_professional_of(connection, person) for person in sorted(filter(None, named))
    ]
    return [person for person in found if person is not None]
