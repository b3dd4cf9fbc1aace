"""What a hub is asked to do before it dies.

A deed is handed to another process, so it is a value of a module that is quick to read.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from hub.assemble import Hub
from hub.conference.model import Conference
from hub.consent.model import Consent
from hub.errors import Refused
from hub.identifiers import CaseId, ConsentId, UserId


class Deed(Protocol):
    """Something a door asks of the hub."""

    def ask(self, hub: Hub) -> Awaitable[object]:
        """Ask it."""
        ...


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The client withdraws a consent."""

    consent: ConsentId

    async def ask(self, hub: Hub) -> Consent | Refused:
        return await hub.consents.withdraw(self.consent, by="client")


@dataclass(frozen=True, slots=True)
class ConferenceCall:
    """The lead calls a conference, whose agenda is posted."""

    case: CaseId
    moderator: UserId
    topic: str

    async def ask(self, hub: Hub) -> Conference | Refused:
        return await hub.conferences.call(
            self.case,
            begins_at=hub.chance.now() + timedelta(days=7),
            lasts=timedelta(hours=1),
            moderator=self.moderator,
            topics=[self.topic],
            by="lead",
        )


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody asks for anything: the hub has enough to do with what it owes."""

    async def ask(self, hub: Hub) -> None:
        """Stay silent."""
