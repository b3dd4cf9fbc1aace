"""Conferences in writing: nobody has to be there at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.conference import answering, replies, running, store
from hub.conference.model import Attendance, Conference, Item, Reply
from hub.conference.service import ConferenceService
from hub.conference.told import Closed
from hub.effects import Debt, EndWriting, monitoring
from hub.errors import Refused
from hub.identifiers import ConferenceId, UserId
from hub.outbox import Claim


@dataclass(frozen=True, slots=True)
class WritingService:
    """The doors' way to what is said in writing."""

    conferences: ConferenceService

    async def reply(
        self, conference: ConferenceId, item: int, paragraphs: Sequence[str], *, who: UserId
    ) -> Reply | Refused:
        """Answer an item, or pass without a paragraph; also up to 48 hours after a meeting."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, author, there = found
            items = await self.conferences.items(connection, one)
            said = answering.reply(
                paragraphs, one, item=item, items=items, author=author, file=there.file, now=now
            )
            if isinstance(said, Refused):
                return said
            key = await self.conferences.vault.key_of(connection, one.case)
            await replies.put(connection, said, key)
            await journal.append(connection, answering.noted(said, one))
        return said

    async def replies(
        self, conference: ConferenceId, *, who: UserId
    ) -> tuple[Sequence[Item], Sequence[Reply]] | Refused:
        """The items and what was said to them, for somebody who takes part.

        Who leads the case without a seat stands in for who moderates: they read what is their own.
        """
        async with self.conferences.database.reading() as connection:
            found = await self.conferences.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, author, there = found
            items = await self.conferences.items(connection, one)
            key = await self.conferences.vault.key_of(connection, one.case)
            said = await replies.of_conference(connection, one.id, key)
            return items, [reply for reply in said if who in there.may or reply.author == author]

    async def still_open(
        self, conference: ConferenceId, *, who: UserId
    ) -> tuple[tuple[str, int], ...] | Refused:
        """Whose answer to which item is open, for who moderates or leads the case."""
        async with self.conferences.database.reading() as connection:
            found = await self.conferences.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            if not there.may_moderate(one, by):
                return Refused("not-moderating", {"case": there.file.case.label})
            return await self._open(connection, one, there)

    async def close(self, conference: ConferenceId, *, who: UserId) -> Debt | Refused:
        """Close a conference in writing before its time, as its moderator or the lead."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            done = answering.closed(one, file=there.file, now=now)
            if isinstance(done, Refused):
                return done
            await replies.end(connection, one.id, now)
            await outbox.owe(connection, self.conferences.chance, done, monitoring(one.case, now))
            await journal.append(connection, running.noted(one, "conference.ended", by, now))
        return done

    async def closed(self, end: EndWriting) -> Closed | None:
        """What the room is to hear at the end, or None if it is no longer worth it."""
        now = self.conferences.chance.now()
        async with self.conferences.database.reading() as connection:
            file = await cases.get_file(connection, end.case)
            one = await store.get(connection, end.conference)
            said, _ = await store.told_turns(connection, one.id)
            if not answering.still_worth_ending(one, is_open=file.case.is_open, said=said, now=now):
                return None
            there = await self.conferences.attendance(connection, one)
            return answering.told(one, await self._open(connection, one, there))

    async def mark_closed(self, closed: Closed, claim: Claim) -> None:
        """The room knows: remember it, and that it is over, and settle the debt in one breath."""
        one = closed.conference
        async with self.conferences.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            await store.mark_said(connection, one.id, 1)
            if await replies.end(connection, one.id, one.ends_at):
                act = running.noted(one, "conference.ended", "clock", self.conferences.chance.now())
                await journal.append(connection, act)

    async def _open(
        self, connection: AsyncConnection, one: Conference, there: Attendance
    ) -> tuple[tuple[str, int], ...]:
        key = await self.conferences.vault.key_of(connection, one.case)
        said = await replies.of_conference(connection, one.id, key)
        return answering.still_open(there, await self.conferences.items(connection, one), said)
