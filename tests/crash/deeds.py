"""What a hub is asked to do before it dies.

A deed is handed to another process, so it is a value of a module that is quick to read.
"""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from hub.assemble import Hub
from hub.cases.model import Case, CaseFile, Participation, Professional
from hub.conference.model import Conference
from hub.consent.model import ORGANISATION, Answer, Consent
from hub.errors import Refused
from hub.identifiers import CaseId, ConsentId, UserId
from tests.people import JONAS, key_of_account, terms_for
from tests.signing import agree

HOUSING = "housing"


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
class Opening:
    """A case is opened."""

    client: UserId
    lead: UserId
    members: tuple[UserId, ...]

    async def ask(self, hub: Hub) -> CaseFile | Refused:
        return await hub.cases.open(
            JONAS.person, client=self.client, lead=self.lead, members=self.members, by="test"
        )


@dataclass(frozen=True, slots=True)
class Involving:
    """Somebody begins to work on a case."""

    case: CaseId
    user: UserId

    async def ask(self, hub: Hub) -> Participation | Refused:
        return await hub.cases.involve(self.case, self.user, by="test")


@dataclass(frozen=True, slots=True)
class Closing:
    """A case is closed."""

    case: CaseId

    async def ask(self, hub: Hub) -> Case | Refused:
        return await hub.cases.close(self.case, by="test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """The client is asked, and signs; with `renews` anew what they gave before."""

    case: CaseId
    client: UserId
    recipient: Professional
    themes: frozenset[str] = frozenset({ORGANISATION, HOUSING})
    begins_in: timedelta | None = None
    lasts: timedelta = timedelta(days=90)
    renews: ConsentId | None = None

    async def ask(self, hub: Hub) -> Sequence[Consent] | Refused:
        now = hub.chance.now()
        terms = terms_for(
            self.recipient,
            now=now,
            begins=now + self.begins_in if self.begins_in else None,
            lasts=self.lasts,
            themes=dict.fromkeys(sorted(self.themes), Answer.YES),
        )
        signed_by = key_of_account(self.client)
        return await agree(hub, self.case, signed_by, replace(terms, predecessor=self.renews))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The client withdraws one theme of a consent."""

    consent: ConsentId
    without: str

    async def ask(self, hub: Hub) -> Consent | Refused:
        return await hub.consents.narrow(self.consent, without=[self.without], by="client")


@dataclass(frozen=True, slots=True)
class ConferenceCall:
    """The lead calls a conference, whose agenda is posted."""

    case: CaseId
    moderator: UserId
    topic: str

    async def ask(self, hub: Hub) -> Conference | Refused:
        return await hub.conferences.call(
            self.case,
            # What it lacks is looked for a week before: not while the tests watch.
            begins_at=hub.chance.now() + timedelta(days=9),
            lasts=timedelta(hours=1),
            moderator=self.moderator,
            topics=[self.topic],
            by="lead",
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody reads who works on a case, and what the client has consented to."""

    case: CaseId

    async def ask(self, hub: Hub) -> tuple[CaseFile, Sequence[Consent]]:
        return (await hub.rooms.roster(self.case)).file, await hub.consents.of_case(self.case)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody asks for anything: the hub has enough to do with what it owes."""

    async def ask(self, hub: Hub) -> None:
        """Stay silent."""
