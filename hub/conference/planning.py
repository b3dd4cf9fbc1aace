"""Conferences without a date: proposed, chosen among, fixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.conference import polling, polls, shelf
from hub.conference.facts import sits_in
from hub.conference.model import CASE, Attendance, Choice, Conference, Form, Poll, TemplateId, Vote
from hub.conference.service import ConferenceService
from hub.conference.told import Asked
from hub.effects import PostPoll
from hub.errors import Refused
from hub.identifiers import CaseId, ConferenceId, EventId, RoomId, UserId
from hub.outbox import Claim
from hub.presence.feed import Feed


@dataclass(frozen=True, slots=True)
class PollService:
    """The doors' way to a date."""

    conferences: ConferenceService
    feed: Feed

    async def open(
        self,
        case: CaseId,
        options: Sequence[datetime],
        *,
        moderator: UserId,
        by: str,
        lasts: timedelta | None = None,
        template: TemplateId = CASE,
    ) -> Poll | Refused:
        """Propose two to ten times; the room is asked."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            person = await directory.find_professional(connection, moderator)
            if person is None:
                return Refused("unknown-professional", {"user": moderator})
            found = await shelf.find(connection, template)
            if found is None or found.form is not Form.MEETING:
                return Refused("unknown-template", {"template": str(template)})
            offered = Poll(
                id=ConferenceId(self.conferences.chance.new_id()),
                case=case,
                moderator=person.id,
                template=found.id,
                circle=found.circle,
                lasts=timedelta(minutes=found.minutes) if lasts is None else lasts,
                options=tuple(options),
                opened_at=now,
            )
            decided = polling.opened(offered, file=file)
            if isinstance(decided, Refused):
                return decided
            poll, debt = decided
            await polls.add(connection, poll)
            await outbox.owe(connection, self.conferences.chance, debt)
            await journal.append(connection, polling.noted(poll, "poll.opened", by, now))
        return poll

    async def suggest(self, case: CaseId, lasts: timedelta, *, who: UserId) -> datetime | None:
        """The first time at which all who may sit there can be reached together, as somebody may know it."""
        async with self.conferences.database.reading() as connection:
            there = await self.conferences.attending(connection, case)
        people = [person.user for person in there.people if person.user != who]
        if not people or all(person.user != who for person in there.people):
            return None
        await self.feed.presence.declaring.open()
        window = await self.feed.seeing.common_window(who, case, people, lasts)
        return window.begins if window else None

    async def vote(self, poll: ConferenceId, option: int, choice: Choice, *, who: UserId) -> Vote | Refused:
        """Say whether a proposed time suits."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self._taking_part(connection, poll, who)
            if isinstance(found, Refused):
                return found
            one, voter, there = found
            said = polling.vote(one, option, choice, voter=voter, file=there.file, now=now)
            if isinstance(said, Refused):
                return said
            await polls.put_vote(connection, one.id, said)
            await journal.append(connection, polling.noted(one, "poll.answered", voter, now))
        return said

    async def react(
        self, room: RoomId, about: EventId, key: str, *, who: UserId, reaction: EventId
    ) -> Vote | Refused | None:
        """Say yes to a proposed time by a reaction to the room's question; None if it says nothing new."""
        option = polling.option_of(key)
        if option is None:
            return None
        now = self.conferences.chance.now()
        async with self.conferences.database.reading() as connection:
            asked = await polls.asked_by(connection, about)
        if asked is None:
            return None
        async with self.conferences.database.writing() as connection:
            found = await self._sitting(connection, asked.id, room, who)
            if isinstance(found, Refused):
                return found
            one, voter, there = found
            known = await polls.votes(connection, one.id)
            said = polling.reacted(one, option, voter=voter, known=known, file=there.file, now=now)
            if isinstance(said, Vote):
                await polls.put_vote(connection, one.id, said, reaction)
                await journal.append(connection, polling.noted(one, "poll.answered", voter, now))
        return said

    async def take_back(self, room: RoomId, reaction: EventId, *, who: UserId) -> Vote | Refused | None:
        """Take back what one said by a reaction; None if nothing was."""
        now = self.conferences.chance.now()
        async with self.conferences.database.reading() as connection:
            said = await polls.said_by(connection, reaction)
        if said is None:
            return None
        poll, vote = said
        async with self.conferences.database.writing() as connection:
            found = await self._sitting(connection, poll, room, who)
            if isinstance(found, Refused):
                return found
            one, voter, there = found
            if vote.voter != voter:
                return Refused("takes-no-part")
            if refused := polling.taken_back(one, vote.option, file=there.file):
                return refused
            await polls.take_back(connection, reaction)
            await journal.append(connection, polling.noted(one, "poll.withdrawn", voter, now))
        return vote

    async def tally(
        self, poll: ConferenceId, *, who: UserId
    ) -> tuple[Poll, Sequence[Mapping[Choice, int]]] | Refused:
        """How often what was said to each time, for somebody who takes part."""
        async with self.conferences.database.reading() as connection:
            found = await self._taking_part(connection, poll, who)
            if isinstance(found, Refused):
                return found
            return found[0], polling.tally(found[0], await polls.votes(connection, poll))

    async def fix(self, poll: ConferenceId, option: int, *, who: UserId) -> Conference | Refused:
        """Fix a time, as who moderates or leads the case; the conference is called like any other."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self._taking_part(connection, poll, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            if not there.may_moderate(one.draft(), by):
                return Refused("not-moderating", {"case": there.file.case.label})
            begins_at = polling.fixed(one, option, file=there.file, now=now)
            if isinstance(begins_at, Refused):
                return begins_at
            moderator = there.moderator(one.draft())
            called = await self.conferences.call_in(
                connection,
                one.case,
                id_=one.id,
                begins_at=begins_at,
                lasts=one.lasts,
                moderator=moderator.user if moderator else who,
                topics=(),
                by=by,
                template=one.template,
            )
            if isinstance(called, Conference):
                await polls.settle(connection, one.id, now)
        return called

    async def of_case(self, case: CaseId) -> Sequence[Poll]:
        """Every poll of a case, the newest first."""
        async with self.conferences.database.reading() as connection:
            return await polls.of_case(connection, case)

    async def asked(self, post: PostPoll) -> Asked | None:
        """What the room is to be asked, or None if it is no longer worth it."""
        now = self.conferences.chance.now()
        async with self.conferences.database.reading() as connection:
            file = await cases.get_file(connection, post.case)
            poll = await polls.find(connection, post.conference)
        if poll is None or not polling.still_worth_asking(poll, is_open=file.case.is_open, now=now):
            return None
        return Asked(file=file, conference=poll.draft(), poll=poll)

    async def mark_asked(self, asked: Asked, claim: Claim, event: EventId) -> None:
        """The room was asked: remember it and settle the debt in one breath."""
        async with self.conferences.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            await polls.mark_posted(connection, asked.poll.id, self.conferences.chance.now(), event)

    async def _sitting(
        self, connection: AsyncConnection, poll: ConferenceId, room: RoomId, who: UserId
    ) -> tuple[Poll, str, Attendance] | Refused:
        # As `_taking_part`, in the very room that was asked.
        found = await self._taking_part(connection, poll, who)
        if isinstance(found, Refused):
            return found
        one, _, there = found
        is_there = await sits_in(connection, room, one, there, who)
        return found if is_there else Refused("takes-no-part")

    async def _taking_part(
        self, connection: AsyncConnection, poll: ConferenceId, who: UserId
    ) -> tuple[Poll, str, Attendance] | Refused:
        one = await polls.find(connection, poll)
        if one is None:
            return Refused("takes-no-part")
        there = await self.conferences.attending(connection, one.case, one.circle)
        voter = there.actor(who)
        return Refused("takes-no-part") if voter is None else (one, voter, there)
