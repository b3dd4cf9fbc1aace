"""Conferences: read, decide, write – one transaction per call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.chance import Chance
from hub.conference import answering, dates, precheck, rules, shelf, store, unsaid
from hub.conference.facts import attendance, sits_in
from hub.conference.model import (
    CASE,
    TEMPLATE,
    Attendance,
    Conference,
    Form,
    Item,
    Occasion,
    Template,
    TemplateId,
    Topic,
)
from hub.conference.told import Agenda, Change
from hub.db import Database
from hub.effects import AnnounceChange, Debt, PostAgenda, Urgency, monitoring
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import COMMON, CaseId, CircleId, ConferenceId, EventId, RoomId, UserId
from hub.outbox import Claim
from hub.plan import store as plans
from hub.plan.progress import day_of
from hub.vault import Key, Vault


@dataclass(frozen=True, slots=True)
class ConferenceService:
    """The doors' way to case conferences."""

    database: Database
    vault: Vault
    chance: Chance
    servers: Servers

    async def call(
        self,
        case: CaseId,
        *,
        begins_at: datetime | None,
        lasts: timedelta | None,
        moderator: UserId,
        topics: Sequence[str],
        by: str,
        template: TemplateId = CASE,
    ) -> Conference | Refused:
        """Call a conference; the agenda is posted into the case's common room.

        A collegial consultation, into the professionals' own. `lasts` None: as long as its template.
        `begins_at` None: at once, as can only what is held in writing.
        """
        async with self.database.writing() as connection:
            return await self.call_in(
                connection,
                case,
                begins_at=begins_at,
                lasts=lasts,
                moderator=moderator,
                topics=topics,
                by=by,
                template=template,
            )

    async def call_in(
        self,
        connection: AsyncConnection,
        case: CaseId,
        *,
        begins_at: datetime | None,
        lasts: timedelta | None,
        moderator: UserId,
        topics: Sequence[str],
        by: str,
        template: TemplateId,
        id_: ConferenceId | None = None,
    ) -> Conference | Refused:
        """As `call`, within somebody's transaction; `id_` is its number, if it has one."""
        file = await cases.get_file(connection, case, lock=True)
        person = await directory.find_professional(connection, moderator)
        if person is None:
            return Refused("unknown-professional", {"user": moderator})
        found = await shelf.find(connection, template)
        if found is None:
            return Refused("unknown-template", {"template": str(template)})
        now = self.chance.now()
        offered = Conference(
            id=id_ or ConferenceId(self.chance.new_id()),
            case=case,
            begins_at=now if begins_at is None else begins_at,
            lasts=_usual(found) if lasts is None else lasts,
            moderator=person.id,
            called_at=now,
            template=found.id,
            form=found.form,
            circle=found.circle,
        )
        known = await store.of_case(connection, case)
        longest = timedelta(minutes=found.most_minutes)
        called = rules.call(offered, topics, file, known, longest=longest)
        if isinstance(called, Refused):
            return called
        key = await self.vault.key_of(connection, case)
        await store.add(connection, called.conference, called.topics, key)
        await outbox.owe(connection, self.chance, called.debt, *_ahead(called.conference, self.chance.now()))
        await outbox.owe(connection, self.chance, monitoring(called.conference.case, self.chance.now()))
        await journal.append(connection, rules.called(called.conference, by))
        return called.conference

    async def name_topic(self, conference: ConferenceId, text: str, *, who: UserId) -> Topic | Refused:
        """Name a topic, as the client or somebody else who may sit in the room of the case."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            found = await self.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, author, there = found
            key = await self.vault.key_of(connection, one.case)
            known = await store.lay_out(connection, one, key)
            topic = rules.topic(
                text,
                one,
                author=author,
                known=known,
                file=there.file,
                now=now,
                moderates=there.may_moderate(one, author),
            )
            if isinstance(topic, Refused):
                return topic
            await store.add_topic(connection, topic, key)
            await journal.append(connection, rules.topic_named(topic, one.case))
        return topic

    async def withdraw_topic(self, conference: ConferenceId, number: int, *, who: UserId) -> Topic | Refused:
        """Take back a topic of one's own."""
        async with self.database.writing() as connection:
            found = await self.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            return await self.withdraw_in(connection, found, number)

    async def withdraw_in(
        self, connection: AsyncConnection, found: tuple[Conference, str, Attendance], number: int
    ) -> Topic | Refused:
        """As `withdraw_topic`, within somebody's transaction, of what they found there."""
        one, author, there = found
        now, key = self.chance.now(), await self.vault.key_of(connection, one.case)
        topic = rules.withdrawn(
            number,
            one,
            author=author,
            known=await store.lay_out(connection, one, key),
            file=there.file,
            now=now,
            moderates=there.may_moderate(one, author),
        )
        if isinstance(topic, Topic):
            await store.withdraw_topic(connection, topic)
            await journal.append(connection, rules.topic_withdrawn(topic, one.case, now))
        return topic

    async def topics(self, conference: ConferenceId, *, who: UserId) -> Sequence[Topic] | Refused:
        """What people want to talk about, for somebody who may take part."""
        async with self.database.reading() as connection:
            found = await self.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            key = await self.vault.key_of(connection, found[0].case)
            return await store.topics_of(connection, found[0], key)

    async def attendance(self, connection: AsyncConnection, one: Conference) -> Attendance:
        """Who may take part in it now."""
        return await self.attending(connection, one.case, one.circle)

    async def attending(
        self, connection: AsyncConnection, case: CaseId, circle: CircleId = COMMON
    ) -> Attendance:
        """Who may take part now in what is held in the room of a circle."""
        now = self.chance.now()
        return await attendance(connection, case, servers=self.servers, now=now, circle=circle)

    async def taking_part(
        self, connection: AsyncConnection, conference: ConferenceId, who: UserId
    ) -> tuple[Conference, str, Attendance] | Refused:
        """A conference, how the chain calls somebody who takes part in it, and who else does."""
        # Whoever takes no part learns nothing, not even whether there is such a conference.
        one = await store.find(connection, conference)
        if one is None:
            return Refused("takes-no-part")
        there = await self.attendance(connection, one)
        author = there.actor(who)
        return Refused("takes-no-part") if author is None else (one, author, there)

    async def sitting(
        self, connection: AsyncConnection, conference: ConferenceId, room: RoomId, who: UserId
    ) -> tuple[Conference, str, Attendance] | Refused:
        """As `taking_part`, for who sits in that very room, and it is the one the conference is held in."""
        found = await self.taking_part(connection, conference, who)
        if isinstance(found, Refused):
            return found
        one, _, there = found
        return found if await sits_in(connection, room, one, there, who) else Refused("takes-no-part")

    async def moderated(
        self, connection: AsyncConnection, conference: ConferenceId, who: UserId
    ) -> tuple[Conference, str, Attendance] | Refused:
        """As `taking_part`, for who moderates or leads the case, which is held still until the end."""
        one = await store.find(connection, conference)
        if one is not None:
            await cases.get_file(connection, one.case, lock=True)
        found = await self.taking_part(connection, conference, who)
        if isinstance(found, Refused):
            return found
        one, author, there = found
        return found if there.may_moderate(one, author) else _not_moderating(there)

    async def items(self, connection: AsyncConnection, one: Conference) -> tuple[Item, ...]:
        """By what it goes, fitted into its time."""
        template = await shelf.find(connection, one.template)
        items = template.items if template else TEMPLATE
        return rules.fitted(items, one.lasts // timedelta(minutes=1))

    async def of_case(self, case: CaseId) -> Sequence[Conference]:
        """Every conference of a case, in the order in which they begin; not what they are about."""
        async with self.database.reading() as connection:
            return await store.of_case(connection, case)

    async def move(
        self, conference: ConferenceId, begins_at: datetime, reason: str, *, who: UserId
    ) -> Conference | Refused:
        """Let a conference begin at another time, as its moderator or the lead; the room is told why."""
        return await self._change(conference, begins_at, reason, who)

    async def cancel(self, conference: ConferenceId, reason: str, *, who: UserId) -> Conference | Refused:
        """Let a conference not take place, as its moderator or the lead; the room is told why."""
        return await self._change(conference, None, reason, who)

    async def _change(
        self, conference: ConferenceId, begins_at: datetime | None, reason: str, who: UserId
    ) -> Conference | Refused:
        now, why = self.chance.now(), rules.reason(reason)
        if isinstance(why, Refused):
            return why
        async with self.database.writing() as connection:
            found = await self.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            file, known = there.file, await store.of_case(connection, one.case)
            if begins_at is None:
                new = rules.cancelled(one, file=file, now=now)
            else:
                new = rules.moved(one, begins_at, file=file, known=known, now=now)
            if isinstance(new, Refused):
                return new
            key = await self.vault.key_of(connection, one.case)
            await store.move(connection, new, why, key)
            tell = Debt(AnnounceChange(one.case, one.id), now, Urgency.WORDS)
            await outbox.owe(connection, self.chance, tell, *(_ahead(new, now) if begins_at else ()))
            await outbox.owe(connection, self.chance, monitoring(new.case, now))
            act = rules.was_moved(new, by, now) if begins_at else rules.was_cancelled(new, by, now)
            await journal.append(connection, act)
        return new

    async def change(self, announce: AnnounceChange) -> Change | None:
        """What of a change is to be told, or None if it is no longer worth it."""
        async with self.database.reading() as connection:
            file = await cases.get_file(connection, announce.case)
            conference = await store.get(connection, announce.conference)
            if not rules.change_still_worth_telling(conference, file, self.chance.now()):
                return None
            key = await self.vault.key_of(connection, announce.case)
            reason = await store.reason(connection, conference.id, key)
        return Change(file=file, conference=conference, reason=reason)

    async def mark_told(self, change: Change, claim: Claim) -> None:
        """The room knows of the change: remember it and settle the debt in one breath."""
        async with self.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            now = await store.get(connection, change.conference.id)
            if (now.begins_at, now.cancelled_at) == (
                change.conference.begins_at,
                change.conference.cancelled_at,
            ):
                await store.mark_told(connection, now.id)
                await outbox.owe(connection, self.chance, dates.date_owed(now, self.chance.now()))

    async def agenda(self, post: PostAgenda) -> Agenda | None:
        """The agenda to post, with what goes otherwise than agreed on; None if it is no longer worth it."""
        async with self.database.reading() as connection:
            file = await cases.get_file(connection, post.case)
            conference = await store.get(connection, post.conference)
            if not rules.still_worth_posting(conference, file, self.chance.now(), post.occasion):
                return None
            key = await self.vault.key_of(connection, post.case)
            there = await self.attendance(connection, conference)
            drawn = await self.drawn(connection, conference, there)
        # Keyed: from what stands in the database nobody can find out a topic by trying.
        print_ = key.derive(rules.print_of(drawn)).hex()
        is_news = print_ != conference.agenda_print
        if post.occasion == Occasion.EVE and not is_news:
            return None
        until = unsaid.invited_until(conference, self.chance.now())
        occasion = Occasion(post.occasion)
        return replace(drawn, occasion=occasion, is_news=is_news, print_=print_, invites_until=until)

    async def drawn(self, connection: AsyncConnection, one: Conference, there: Attendance) -> Agenda:
        """Its agenda as it stands now; `there` is who may take part."""
        key = await self.vault.key_of(connection, one.case)
        known = await store.topics_of(connection, one, key)
        template = await shelf.find(connection, one.template)
        agenda = rules.agenda(
            one,
            [topic.text for topic in known if topic.text is not None],
            moderator=there.moderator(one),
            file=there.file,
            items=template.items if template else TEMPLATE,
        )
        return replace(
            agenda,
            unsaid=unsaid.told(known, there),
            present=there.present,
            has_client=there.has_client,
            missing=there.missing,
            deviations=await self._deviations(connection, one, key),
        )

    async def _deviations(
        self, connection: AsyncConnection, conference: Conference, key: Key
    ) -> tuple[str, ...]:
        if conference.circle != COMMON:
            # Where no name is said, nothing is said of what was agreed on with somebody either.
            return ()
        today = day_of(self.chance.now())
        raised = await plans.deviations_of(connection, conference.case, key, today)
        return tuple(one.what for one in raised if one.what)

    async def mark_posted(self, agenda: Agenda, claim: Claim, event: EventId) -> None:
        """The agenda stands in the room: remember as which event, and settle the debt in one breath."""
        now, one = self.chance.now(), agenda.conference
        async with self.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            if agenda.occasion is Occasion.START:
                is_new = await store.mark_opened(connection, one.id, now, agenda.print_)
            else:
                is_new = await store.mark_posted(connection, one.id, now, agenda.print_, event)
            if is_new:
                await journal.append(connection, rules.posted(one, now, agenda.occasion))
                await outbox.owe(connection, self.chance, *dates.owed_behind(agenda, now))


def _ahead(one: Conference, now: datetime) -> tuple[Debt, ...]:
    # In writing nobody has to come.
    looks = (precheck.owed(one, now),) if one.form is Form.MEETING else ()
    return (*looks, *rules.ahead(one), *answering.ends(one))


def _usual(template: Template) -> timedelta:
    if template.form is Form.WRITTEN:
        return rules.USUAL_IN_WRITING
    return timedelta(minutes=template.minutes)


def _not_moderating(there: Attendance) -> Refused:
    return Refused("not-moderating", {"case": there.file.case.label})
