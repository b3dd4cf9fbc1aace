"""What a conference still lacks: looked for by the hub a week before, and by its moderator at any time."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile, Professional
from hub.conference import precheck, rules, store
from hub.conference.model import Attendance, Conference, Interpreter
from hub.conference.precheck import Finding, Preparation
from hub.conference.service import ConferenceService
from hub.direct.model import Word
from hub.direct.telling import Telling
from hub.effects import PreCheck
from hub.errors import Refused
from hub.identifiers import COMMON, ConferenceId, UserId
from hub.outbox import Claim
from hub.plan import progress
from hub.plan import store as plans
from hub.plan.progress import day_of
from hub.vault import Key


@dataclass(frozen=True, slots=True)
class PreparationService:
    """The doors' way to what is missing."""

    conferences: ConferenceService
    telling: Telling

    async def check(self, conference: ConferenceId, *, who: UserId) -> tuple[Finding, ...] | Refused:
        """What is missing, for who moderates or leads the case."""
        async with self.conferences.database.reading() as connection:
            found = await self.conferences.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            if not there.may_moderate(one, by):
                return Refused("not-moderating", {"case": there.file.case.label})
            known = await self._known(connection, one, there, who)
        return precheck.precheck(known)

    async def prepare(
        self,
        conference: ConferenceId,
        *,
        who: UserId,
        speaks: str | None = None,
        invited_in: str | None = None,
        interpreter: Interpreter | None = None,
    ) -> Conference | Refused:
        """Note how the client was invited, and whether somebody interprets."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, _, there = found
            new = rules.prepared(
                await store.prepared(connection, one, await self._key(connection, one)),
                speaks=speaks,
                invited_in=invited_in,
                interpreter=interpreter,
                file=there.file,
                now=now,
            )
            if isinstance(new, Conference):
                await store.prepare(connection, new, await self._key(connection, new))
        return new

    async def perform(self, effect: PreCheck, claim: Claim) -> None:
        """Look, note that it was done and settle the debt in one breath, then tell the moderator alone.

        Told in passing: if it is lost, the moderator finds it by `check`.
        """
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            file = await cases.get_file(connection, effect.case)
            one = await store.get(connection, effect.conference)
            if not precheck.still_worth_looking(one, is_open=file.case.is_open, now=now):
                return
            there = await self.conferences.attendance(connection, one)
            moderator = there.moderator(one)
            known = await self._known(connection, one, there, moderator.user if moderator else None)
            await store.mark_checked(connection, one.id, now)
        if moderator is not None:
            await self._tell(one, file, moderator, len(precheck.precheck(known)))

    async def _known(
        self, connection: AsyncConnection, one: Conference, there: Attendance, reader: UserId | None
    ) -> Preparation:
        prepared = await self._prepared(connection, one)
        if one.circle != COMMON or reader not in there.may:
            # Colleagues among themselves speak of no plan; and who leads a case without a seat reads none.
            return Preparation(conference=prepared, there=there)
        tasks, supports = await plans.tasks(connection, one.case), await plans.supports(connection, one.case)
        reports, today = await plans.reports(connection, one.case), day_of(self.conferences.chance.now())
        named = progress.counted_on(tasks, supports)
        people = {id_: await directory.get_professional(connection, id_) for id_ in named}
        late = {
            people[support.responsible].agency for support in progress.late_reports(supports, reports, today)
        }
        return Preparation(
            conference=prepared,
            there=there,
            needed=tuple(sorted({person.function for person in people.values()})),
            late=tuple(sorted(there.agencies[agency].name for agency in late)),
        )

    async def _prepared(self, connection: AsyncConnection, one: Conference) -> Conference:
        key = await self._key(connection, one)
        found = await store.prepared(connection, one, key)
        # What nobody said of this conference is as the case knows it; nothing goes back there from here.
        return precheck.speaking(found, await cases.client_language(connection, one.case, key))

    async def _key(self, connection: AsyncConnection, one: Conference) -> Key:
        return await self.conferences.vault.key_of(connection, one.case)

    async def _tell(self, one: Conference, file: CaseFile, moderator: Professional, count: int) -> None:
        async def is_still_so() -> bool:
            async with self.conferences.database.reading() as connection:
                now = await store.get(connection, one.id)
                there = await self.conferences.attendance(connection, now)
            is_theirs = there.moderator(now) == moderator
            return is_theirs and there.file.case.is_open and now.cancelled_at is None

        facts = {
            "case": file.case.label,
            "count": str(count),
            "open": {0: "none", 1: "one"}.get(count, "more"),
        }
        await self.telling.tell(moderator.user, Word.PRE_CHECK, facts, is_still_so)
