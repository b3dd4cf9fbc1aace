"""Minutes: read, decide, write – one transaction per call."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.chance import Chance
from hub.conference import shelf
from hub.conference import store as conferences
from hub.conference.model import TEMPLATE, Conference
from hub.db import Database
from hub.effects import AttachMinutes, CloseObjections, DraftMinutes, PostMinutes, monitoring
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import (
    COMMON,
    CaseId,
    ConferenceId,
    EntryId,
    MinutesId,
    ObjectionId,
    ProfessionalId,
    UserId,
)
from hub.minutes import chain, noting, rules, store
from hub.minutes.model import DRAFT, Author, Entry, Finding, Meeting, Objection, Posting, Seen, Version, Words
from hub.minutes.sealed import written
from hub.outbox import Claim
from hub.rooms.facts import Facts, facts_of
from hub.vault import Key, Vault

CLOCK = "clock"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Known:
    """A meeting, who may hear of it, and the key of its case."""

    meeting: Meeting
    facts: Facts
    key: Key


@dataclass(frozen=True, slots=True)
class _There:
    """The same, for somebody who may."""

    known: _Known
    author: Author


@dataclass(frozen=True, slots=True)
class MinutesService:
    """The doors' way to minutes. `who` acts or reads; whoever may not hears the same as of what is not there.

    `land` is where working days are counted, by its letters. Whatever reads raises `NotReady` while the
    vault is shut.
    """

    database: Database
    vault: Vault
    chance: Chance
    voices: Collection[UserId]
    servers: Servers
    land: str = ""

    async def note(
        self,
        case: CaseId,
        conference: ConferenceId,
        words: Words,
        *,
        who: UserId,
        instead_of: EntryId | None = None,
    ) -> Entry | Refused:
        """Write something down; the first entry owes that the minutes are drafted in time."""
        async with self.database.writing() as connection:
            there = await self._there(connection, case, conference, who)
            if isinstance(there, Refused):
                return there
            offered = Entry(
                id=EntryId(self._named(conference)),
                case=case,
                conference=conference,
                author=there.author,
                at=self.chance.now(),
                words=words,
                instead_of=instead_of,
            )
            entry = rules.note(offered, there.known.meeting)
            if isinstance(entry, Refused):
                return entry
            text = written(entry, self.chance.new_id())
            await store.add(connection, entry, text, there.known.key)
            if not there.known.meeting.held.entries:
                due = noting.drafting(there.known.meeting.conference, entry.at, self.land)
                await outbox.owe(connection, self.chance, due)
            await journal.append(connection, noting.noted(entry, text))
        return entry

    async def withdraw(
        self, case: CaseId, conference: ConferenceId, entry: EntryId, *, who: UserId
    ) -> Entry | Refused:
        """Take back what one wrote oneself: its text is gone."""
        async with self.database.writing() as connection:
            there = await self._there(connection, case, conference, who)
            if isinstance(there, Refused):
                return there
            found = rules.withdraw(entry, there.known.meeting, author=there.author)
            if isinstance(found, Refused):
                return found
            await store.remove(connection, found.id)
            await journal.append(connection, noting.withdrawn(found, self.chance.now()))
        return found

    async def draft(
        self, case: CaseId, conference: ConferenceId, *, who: UserId, present: Collection[UserId] = ()
    ) -> Version | Refused:
        """Draft the minutes, as the moderator. `present` is who was there, if they were counted."""
        async with self.database.writing() as connection:
            there = await self._there(connection, case, conference, who)
            if isinstance(there, Refused):
                return there
            meeting = there.known.meeting
            if refused := rules.may_draft(meeting, author=there.author, now=self.chance.now()):
                return refused
            counted = rules.counted(meeting.file, present)
            if isinstance(counted, Refused):
                return counted
            return await self._draft(connection, there.known, counted, by=there.author)

    async def object_to(
        self, case: CaseId, conference: ConferenceId, text: str, *, who: UserId
    ) -> Objection | Refused:
        """Object to the draft, in time."""
        async with self.database.writing() as connection:
            there = await self._there(connection, case, conference, who)
            if isinstance(there, Refused):
                return there
            offered = Objection(
                id=ObjectionId(self._named(conference)),
                case=case,
                conference=conference,
                author=there.author,
                at=self.chance.now(),
                text=text,
            )
            one = rules.object_to(offered, there.known.meeting)
            if isinstance(one, Refused):
                return one
            sealed = written(one, self.chance.new_id())
            await store.add(connection, one, sealed, there.known.key)
            await journal.append(connection, noting.objected(one, sealed))
        return one

    async def seen_by(self, case: CaseId, who: UserId) -> Sequence[Seen]:
        """The conferences of a case in which something was written down; none for whoever may not hear."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case)
            author = rules.reader(facts.file, facts.may(COMMON), who)
            if author is None:
                return []
            meetings = [known.meeting for known in await self._all(connection, case, facts)]
            return [
                rules.seen(one, await _names(connection, one), author=author)
                for one in meetings
                if one.held.entries or one.held.versions
            ]

    async def verify(self, case: CaseId) -> Sequence[Finding]:
        """How each piece of a case's minutes stands to the audit chain; nothing of what it says."""
        async with self.database.reading() as connection:
            key = await self.vault.key_of(connection, case)
            kept = await store.of_case(connection, case, key)
            return chain.findings(kept, await store.acts(connection, case))

    async def draft_owed(self, effect: DraftMinutes, claim: Claim) -> None:
        """Draft what nobody drafted in time, and settle the debt in one breath."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            known = await self._held_still(connection, effect.case, effect.conference)
            if known is None or not rules.is_draftable(known.meeting):
                return
            if now < rules.ends(known.meeting.conference):
                # It was moved, or the clock was set back: what is drafted closes the entries.
                due = noting.drafting(known.meeting.conference, now, self.land)
                await outbox.owe(connection, self.chance, due)
                return
            await self._draft(connection, known, (), by=CLOCK)

    async def close_objections(self, effect: CloseObjections, claim: Claim) -> None:
        """Make the final version, also in a closed case, and settle the debt in one breath."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            known = await self._held_still(connection, effect.case, effect.conference)
            drafted = known.meeting.held.version(DRAFT) if known else None
            if not await outbox.settle(connection, claim) or known is None:
                return
            if drafted is not None and now < drafted.objections_until:
                # Anew, for what was tried once is tried again soon: the clock was set back.
                await outbox.owe(connection, self.chance, noting.closing(drafted))
            elif drafted is None:
                # Nothing is made of what somebody altered; `verify` says so, too.
                log.error("minutes altered", case=effect.case, conference=effect.conference)
            elif not known.meeting.held.is_final:
                last = replace(
                    rules.final(drafted, known.meeting.held),
                    id=MinutesId(self._named(effect.conference)),
                    at=now,
                )
                await self._keep(connection, last, known.key, by=CLOCK)
                await outbox.owe(connection, self.chance, noting.posting(last))

    async def posting(self, post: PostMinutes) -> Posting | None:
        """The version to post, or None if it is not worth it any more."""
        async with self.database.reading() as connection:
            known = await self._known(connection, post.case, post.conference)
            version = rules.still_worth_posting(post.version, known.meeting) if known else None
            return await _posting(connection, known, version)

    async def attachable(self, attach: AttachMinutes) -> Posting | None:
        """The version to give as a file, or None if it is not worth it any more."""
        async with self.database.reading() as connection:
            known = await self._known(connection, attach.case, attach.conference)
            version = rules.still_worth_attaching(attach.version, known.meeting) if known else None
            return await _posting(connection, known, version)

    async def mark_attached(self, posting: Posting, claim: Claim) -> None:
        """The version stands in the room as a file: note it and settle the debt in one breath."""
        async with self.database.writing() as connection:
            if await outbox.settle(connection, claim):
                await journal.append(connection, noting.attached(posting.minutes.version, self.chance.now()))

    async def mark_posted(self, posting: Posting, claim: Claim) -> None:
        """The version stands in the room: note it and settle the debt in one breath."""
        async with self.database.writing() as connection:
            if await outbox.settle(connection, claim):
                version, now = posting.minutes.version, self.chance.now()
                await journal.append(connection, noting.posted(version, now))
                await outbox.owe(connection, self.chance, noting.attaching(version, now))

    async def _draft(
        self, connection: AsyncConnection, known: _Known, counted: tuple[Author, ...], *, by: str
    ) -> Version:
        now, conference = self.chance.now(), known.meeting.conference
        blank = Version(
            id=MinutesId(self._named(conference.id)),
            case=conference.case,
            conference=conference.id,
            number=DRAFT,
            at=now,
            objections_until=now,
            items=(),
            present=counted or rules.could_be_there(known.meeting, known.facts.may(COMMON)),
            is_counted=bool(counted),
            entries=(),
        )
        version = rules.draft(blank, known.meeting)
        await self._keep(connection, version, known.key, by=by)
        await outbox.owe(connection, self.chance, *noting.after_draft(version), monitoring(version.case, now))
        return version

    async def _keep(self, connection: AsyncConnection, version: Version, key: Key, *, by: str) -> None:
        text = written(version, self.chance.new_id())
        await store.add_version(connection, version, text, key)
        await journal.append(connection, noting.made(version, by, text))

    def _named(self, conference: ConferenceId) -> str:
        return chain.name_of(self.chance.new_id(), conference)

    async def _there(
        self, connection: AsyncConnection, case: CaseId, conference: ConferenceId, who: UserId
    ) -> _There | Refused:
        found = await self._held_still(connection, case, conference)
        author = rules.reader(found.meeting.file, found.facts.may(COMMON), who) if found else None
        return rules.unknown(conference) if found is None or author is None else _There(found, author)

    async def _held_still(
        self, connection: AsyncConnection, case: CaseId, conference: ConferenceId
    ) -> _Known | None:
        # One after the other: nothing is written down behind the back of a draft.
        await cases.get_file(connection, case, lock=True)
        return await self._known(connection, case, conference)

    async def _known(
        self, connection: AsyncConnection, case: CaseId, conference: ConferenceId
    ) -> _Known | None:
        of_case = await self._all(connection, case, await self._facts(connection, case))
        return next((one for one in of_case if one.meeting.conference.id == conference), None)

    async def _all(self, connection: AsyncConnection, case: CaseId, facts: Facts) -> Sequence[_Known]:
        key = await self.vault.key_of(connection, case)
        # A consultation with pseudonyms is of no minutes that a client reads.
        of_case = [one for one in await conferences.of_case(connection, case) if one.circle == COMMON]
        held = await store.held(connection, case, key, [one.id for one in of_case])
        return [
            _Known(
                Meeting(
                    facts.file,
                    one,
                    held[one.id],
                    await _items(connection, one),
                    rules.could_sit(facts.file, facts.given, one),
                ),
                facts,
                key,
            )
            for one in of_case
        ]

    async def _facts(self, connection: AsyncConnection, case: CaseId) -> Facts:
        return await facts_of(
            connection, case, voices=self.voices, servers=self.servers, now=self.chance.now()
        )


async def _items(connection: AsyncConnection, conference: Conference) -> tuple[str, ...]:
    template = await shelf.find(connection, conference.template)
    # What somebody spoilt is none: then it goes as a conference of a case does.
    items = TEMPLATE if template is None else template.items
    return tuple(item.text or item.key for item in items)


async def _posting(
    connection: AsyncConnection, known: _Known | None, version: Version | None
) -> Posting | None:
    if known is None or version is None:
        return None
    meeting = known.meeting
    return Posting(
        file=meeting.file,
        conference=meeting.conference,
        minutes=rules.minutes(version),
        names=await _names(connection, meeting),
    )


async def _names(connection: AsyncConnection, meeting: Meeting) -> Mapping[str, str]:
    found = [await directory.find_ever(connection, ProfessionalId(id_)) for id_ in rules.authors(meeting)]
    return {person.id: person.name for person in found if person is not None}
