"""Plans: read, decide, write – one transaction per call."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.audit import Act
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.chance import Chance
from hub.db import Database
from hub.effects import monitoring
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import (
    COMMON,
    CaseId,
    GapId,
    GoalId,
    ReportId,
    SupportId,
    TaskId,
    UserId,
)
from hub.plan import progress, rules, store
from hub.plan.facts import plan_of
from hub.plan.model import (
    Answered,
    Decision,
    Gap,
    Goal,
    GoalState,
    Plan,
    Raised,
    Report,
    Standing,
    Support,
    Task,
    Who,
)
from hub.rooms.facts import facts_of
from hub.vault import Vault

S = TypeVar("S", Task, Goal, Gap, Support, Report)


@dataclass(frozen=True, slots=True)
class _Entered:
    """Whoever came in, to which case, and when."""

    file: CaseFile
    who: Who
    actor: str
    now: datetime

    def noted(self, deed: str, target: str) -> Act:
        """The audit entry of what they do."""
        return rules.settled(deed, target, self.actor, self.now, case=self.file.case.id)


@dataclass(frozen=True, slots=True)
class _Settling(Generic[S]):
    """How something of a plan is read, what becomes of it, and how that is remembered and told."""

    read: Callable[[AsyncConnection, CaseId], Awaitable[Sequence[S]]]
    decide: Callable[[S, Who, CaseFile, datetime], S | Refused]
    note: Callable[[AsyncConnection, S], Awaitable[None]]
    deed: str


@dataclass(frozen=True, slots=True)
class PlanService:
    """The doors' way to what is agreed on in a case.

    `who` is whose act it is; only those who may hear now what concerns everybody, and the client, may do
    or read anything. `by` is how the chain calls whoever types it for them; without it, it is theirs.
    """

    database: Database
    vault: Vault
    chance: Chance
    servers: Servers

    async def seen_by(self, case: CaseId, who: UserId) -> Plan | Refused:
        """All that was agreed on, for whoever may read it. Raises `NotReady` while the vault is shut."""
        now = self.chance.now()
        async with self.database.reading() as connection:
            file, hears = await self._hearing(connection, case, now)
            reader = rules.reader(file, hears, who)
            if isinstance(reader, Refused):
                return reader
            key = await self.vault.key_of(connection, case)
            return await plan_of(connection, file, key, progress.day_of(now))

    async def deviations(self, case: CaseId) -> Sequence[Raised]:
        """What is to be an item of the next agenda; for whoever asked already who may hear it."""
        async with self.database.reading() as connection:
            key = await self.vault.key_of(connection, case)
            return await store.deviations_of(connection, case, key, progress.day_of(self.chance.now()))

    # Tasks.

    async def add_task(
        self,
        case: CaseId,
        what: str,
        *,
        owner: UserId | None,
        due: date,
        who: UserId,
        by: str = "",
        conference: str | None = None,
    ) -> Task | Refused:
        """Set a task to somebody who works on the case, or without an owner to the client."""
        async with self.database.writing() as connection:
            entered = await self._enter(connection, case, who, by)
            if isinstance(entered, Refused):
                return entered
            named = rules.owner(entered.file, owner)
            if isinstance(named, Refused):
                return named
            task = Task(
                id=TaskId(self.chance.new_id()),
                case=case,
                owner=named,
                due=due,
                set_by=entered.who,
                set_at=entered.now,
                conference=conference,
            )
            open_ones = len(await store.open_tasks(connection, case))
            kept = rules.set_task(task, what, entered.file, open_ones=open_ones)
            if isinstance(kept, Refused):
                return kept
            await store.add_task(connection, task, kept, await self.vault.key_of(connection, case))
            await self._owe_plan(connection, entered)
            await journal.append(connection, rules.task_set(task, entered.actor))
        return task

    async def tick_off(self, case: CaseId, task: TaskId, *, who: UserId, by: str = "") -> Task | Refused:
        """A task is done."""
        done = _Settling(store.tasks, rules.tick_off, store.note_task, "task.done")
        return await self._settle(case, task, done, who=who, by=by)

    async def drop_task(
        self, case: CaseId, task: TaskId, reason: str, *, who: UserId, by: str = ""
    ) -> Task | Refused:
        """A task is not to be done any more, for a reason."""
        dropped = _Settling(store.tasks, rules.drop, store.note_task, "task.dropped")
        return await self._settle(case, task, dropped, who=who, by=by, why=rules.words(reason))

    # Goals.

    async def add_goal(
        self,
        case: CaseId,
        what: str,
        criterion: str,
        *,
        due: date | None,
        who: UserId,
        by: str = "",
        conference: str | None = None,
    ) -> Goal | Refused:
        """Set a goal, with the criterion by which one sees that it is reached, and the day (F27)."""
        async with self.database.writing() as connection:
            entered = await self._enter(connection, case, who, by)
            if isinstance(entered, Refused):
                return entered
            if due is None:
                return Refused("goal-without-day")
            goal = Goal(
                id=GoalId(self.chance.new_id()),
                case=case,
                due=due,
                set_by=entered.who,
                set_at=entered.now,
                conference=conference,
            )
            open_ones = sum(one.state is GoalState.OPEN for one in await store.goals(connection, case))
            kept = rules.set_goal(goal, what, criterion, entered.file, open_ones=open_ones)
            if isinstance(kept, Refused):
                return kept
            await store.add_goal(connection, goal, *kept, await self.vault.key_of(connection, case))
            await journal.append(connection, rules.goal_set(goal, entered.actor))
        return goal

    async def reach(self, case: CaseId, goal: GoalId, *, who: UserId, by: str = "") -> Goal | Refused:
        """A goal is reached."""
        reached = _Settling(store.goals, rules.reach, store.note_goal, "goal.reached")
        return await self._settle(case, goal, reached, who=who, by=by)

    async def give_up(
        self, case: CaseId, goal: GoalId, reason: str, *, who: UserId, by: str = ""
    ) -> Goal | Refused:
        """A goal is given up, for a reason; what it was stays readable."""
        given_up = _Settling(store.goals, rules.give_up, store.note_goal, "goal.given-up")
        return await self._settle(case, goal, given_up, who=who, by=by, why=rules.words(reason))

    # Gaps.

    async def note_gap(
        self, case: CaseId, what: str, *, who: UserId, by: str = "", conference: str | None = None
    ) -> Gap | Refused:
        """Note that an offer is missing."""
        async with self.database.writing() as connection:
            entered = await self._enter(connection, case, who, by)
            if isinstance(entered, Refused):
                return entered
            gap = Gap(
                id=GapId(self.chance.new_id()),
                case=case,
                set_by=entered.who,
                set_at=entered.now,
                conference=conference,
            )
            open_ones = sum(one.closed_at is None for one in await store.gaps(connection, case))
            kept = rules.note_gap(what, entered.file, open_ones=open_ones)
            if isinstance(kept, Refused):
                return kept
            await store.add_gap(connection, gap, kept, await self.vault.key_of(connection, case))
            await journal.append(connection, rules.gap_noted(gap, entered.actor))
        return gap

    async def close_gap(self, case: CaseId, gap: GapId, *, who: UserId, by: str = "") -> Gap | Refused:
        """What was missing is found."""
        closed = _Settling(store.gaps, rules.close_gap, store.note_gap, "gap.closed")
        return await self._settle(case, gap, closed, who=who, by=by)

    # Supports, and how they go.

    async def begin_support(
        self,
        case: CaseId,
        what: str,
        *,
        responsible: UserId,
        begun: date,
        weeks: int = rules.USUAL_WEEKS,
        who: UserId,
        by: str = "",
        conference: str | None = None,
    ) -> Support | Refused:
        """A support begins, or has begun; it is reported every so many `weeks`."""
        async with self.database.writing() as connection:
            entered = await self._enter(connection, case, who, by)
            if isinstance(entered, Refused):
                return entered
            named = rules.owner(entered.file, responsible)
            if isinstance(named, Refused):
                return named
            if named is None:
                return Refused("support-by-client")
            support = Support(
                id=SupportId(self.chance.new_id()),
                case=case,
                responsible=named,
                begun=begun,
                weeks=weeks,
                set_by=entered.who,
                set_at=entered.now,
                conference=conference,
            )
            open_ones = sum(one.ended_at is None for one in await store.supports(connection, case))
            kept = rules.begin_support(support, what, entered.who, entered.file, open_ones=open_ones)
            if isinstance(kept, Refused):
                return kept
            await store.add_support(connection, support, kept, await self.vault.key_of(connection, case))
            await self._owe_plan(connection, entered)
            await journal.append(connection, rules.support_begun(support, entered.actor))
        return support

    async def end_support(
        self, case: CaseId, support: SupportId, *, who: UserId, by: str = ""
    ) -> Support | Refused:
        """A support is over."""
        ended = _Settling(store.supports, rules.end_support, store.note_support, "support.ended")
        return await self._settle(case, support, ended, who=who, by=by)

    async def report(
        self,
        case: CaseId,
        support: SupportId,
        standing: Standing,
        *,
        who: UserId,
        by: str = "",
        remark: str = "",
    ) -> Report | Refused:
        """Whoever is responsible for a support says how it goes."""
        async with self.database.writing() as connection:
            entered = await self._enter(connection, case, who, by)
            if isinstance(entered, Refused):
                return entered
            found = _called(await store.supports(connection, case), support)
            if isinstance(found, Refused):
                return found
            said = rules.report(found, entered.who) or rules.remark(remark)
            if isinstance(said, Refused):
                return said
            id_, now = ReportId(self.chance.new_id()), entered.now
            reported = Report(id=id_, support=support, standing=standing, by=entered.who, at=now)
            await store.add_report(connection, reported, said, await self.vault.key_of(connection, case))
            await self._owe_plan(connection, entered)
            await journal.append(connection, entered.noted("support.reported", reported.id))
        return reported

    async def answer(
        self,
        case: CaseId,
        report: ReportId,
        decision: Decision,
        *,
        who: UserId,
        by: str = "",
        reason: str = "",
    ) -> Report | Refused:
        """The lead says what follows from a report: the plan is adapted, or kept for a reason (F31)."""

        def decide(one: Report, who: Who, file: CaseFile, now: datetime) -> Report | Refused:
            return rules.answer(one, Answered(decision, who, now), reason, file)

        answered = _Settling(store.reports, decide, store.note_answer, "support.answered")
        return await self._settle(case, report, answered, who=who, by=by, why=rules.remark(reason))

    # What is the same for all of it.

    async def _settle(
        self,
        case: CaseId,
        id_: str,
        settling: "_Settling[S]",
        *,
        who: UserId,
        by: str,
        why: str | Refused = "",
    ) -> S | Refused:
        async with self.database.writing() as connection:
            entered = await self._enter(connection, case, who, by)
            if isinstance(entered, Refused):
                return entered
            found = _called(await settling.read(connection, case), id_)
            if isinstance(found, Refused):
                return found
            settled = settling.decide(found, entered.who, entered.file, entered.now)
            if isinstance(settled, Refused):
                return settled
            if isinstance(why, Refused):
                return why
            await settling.note(connection, settled)
            if why:
                key = await self.vault.key_of(connection, case)
                await store.add_reason(connection, settled, why, key)
            await journal.append(connection, entered.noted(settling.deed, settled.id))
            await self._owe_plan(connection, entered)
        return settled

    async def _owe_plan(self, connection: AsyncConnection, entered: _Entered) -> None:
        # Of something else people are to be reminded now.
        await outbox.owe(connection, self.chance, monitoring(entered.file.case.id, entered.now))

    async def _enter(
        self, connection: AsyncConnection, case: CaseId, who: UserId, by: str
    ) -> _Entered | Refused:
        # Held still first: what is read behind that stays so until the commit.
        await cases.get_file(connection, case, lock=True)
        now = self.chance.now()
        file, hears = await self._hearing(connection, case, now)
        writer = rules.writer(file, hears, who)
        return writer if isinstance(writer, Refused) else _Entered(file, writer, by or writer, now)

    async def _hearing(
        self, connection: AsyncConnection, case: CaseId, now: datetime
    ) -> tuple[CaseFile, frozenset[UserId]]:
        facts = await facts_of(connection, case, voices=(), servers=self.servers, now=now)
        return facts.file, frozenset(facts.may(COMMON))


def _called(found: Sequence[S], id_: str) -> S | Refused:
    one = next((one for one in found if one.id == id_), None)
    return Refused("unknown-in-plan", {"number": id_[:8]}) if one is None else one
