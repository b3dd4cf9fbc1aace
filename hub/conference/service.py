"""Conferences: read, decide, write – one transaction per call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.chance import Chance
from hub.conference import rules, store
from hub.conference.model import Agenda, Conference
from hub.db import Database
from hub.effects import PostAgenda
from hub.errors import Refused
from hub.identifiers import CaseId, ConferenceId, UserId
from hub.outbox import Claim
from hub.vault import Vault


@dataclass(frozen=True, slots=True)
class ConferenceService:
    """The doors' way to case conferences."""

    database: Database
    vault: Vault
    chance: Chance

    async def call(
        self,
        case: CaseId,
        *,
        begins_at: datetime,
        lasts: timedelta,
        moderator: UserId,
        topics: Sequence[str],
        by: str,
    ) -> Conference | Refused:
        """Call a conference; the agenda is posted into the case's common room."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            person = await directory.find_professional(connection, moderator)
            if person is None:
                return Refused("unknown-professional", {"user": moderator})
            offered = Conference(
                id=ConferenceId(self.chance.new_id()),
                case=case,
                begins_at=begins_at,
                lasts=lasts,
                moderator=person.id,
                called_at=self.chance.now(),
            )
            called = rules.call(offered, topics, file, await store.of_case(connection, case))
            if isinstance(called, Refused):
                return called
            key = await self.vault.key_of(connection, case)
            await store.add(connection, called.conference, called.topics, key)
            await outbox.owe(connection, self.chance, called.debt)
            await journal.append(connection, rules.called(called.conference, by))
        return called.conference

    async def of_case(self, case: CaseId) -> Sequence[Conference]:
        """Every conference of a case, in the order in which they begin; not what they are about."""
        async with self.database.reading() as connection:
            return await store.of_case(connection, case)

    async def agenda(self, post: PostAgenda) -> Agenda | None:
        """The agenda to post, or None if it is no longer worth it."""
        async with self.database.reading() as connection:
            file = await cases.get_file(connection, post.case)
            conference = await store.get(connection, post.conference)
            if not rules.still_worth_posting(conference, file, self.chance.now()):
                return None
            key = await self.vault.key_of(connection, post.case)
            topics = await store.topics(connection, conference.id, key)
            moderator = await directory.get_professional(connection, conference.moderator)
        return rules.agenda(conference, topics, moderator=moderator, file=file)

    async def mark_posted(self, agenda: Agenda, claim: Claim) -> None:
        """The agenda stands in the room: remember it and settle the debt in one breath."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            await outbox.settle(connection, claim)
            if await store.mark_posted(connection, agenda.conference.id, now):
                await journal.append(connection, rules.posted(agenda.conference, now))
