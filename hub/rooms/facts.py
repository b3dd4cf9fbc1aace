"""What is known of a case and its rooms at one instant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import store as cases
from hub.cases.model import CaseFile, Contradiction
from hub.charter import store as charters
from hub.consent import store as consents
from hub.consent.model import Consent
from hub.identifiers import CaseId, CircleId, UserId
from hub.rooms import rules, store
from hub.rooms.model import Known, Rightful, Rights, Seat


@dataclass(frozen=True, slots=True)
class Facts:
    """A case with its people, its consents and its rooms, and who may sit in each."""

    file: CaseFile
    given: Sequence[Consent]
    rooms: Mapping[CircleId, Known]
    rights: Rights
    doubts: Sequence[Contradiction] = ()
    """What the audit chain tells otherwise of the charter and of whom it binds."""

    def may(self, circle: CircleId) -> Rightful:
        """Who may sit in a circle's room; nobody in one that no consent speaks of."""
        return self.rights.get(circle, {})

    def known(self, circle: CircleId) -> Mapping[UserId, Seat]:
        """Who sat in a circle's room when we last looked."""
        return self.rooms[circle].seats if circle in self.rooms else {}


async def facts_of(
    connection: AsyncConnection, case: CaseId, *, voices: Collection[UserId], now: datetime
) -> Facts:
    """Read them. A case that does not exist is a defect of ours."""
    # What the chain tells is read once: this stands between every withdrawal and its effect.
    acts = await journal.told(connection, *consents.told(case))
    file, doubts = await charters.bind(connection, await cases.get_file(connection, case, acts=acts), now)
    given = await consents.of_case(connection, case, acts)
    rooms = {known.room.circle: known for known in await store.of_case(connection, case)}
    return Facts(file, given, rooms, rules.rights(file, given, voices, now, rooms=rooms), doubts)
