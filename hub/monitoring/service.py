"""Reminders: read, decide, write – one transaction per call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import directory
from hub.cases.model import Professional
from hub.errors import Refused
from hub.identifiers import CaseId, ReminderId, TaskId, UserId
from hub.monitoring import rules, store
from hub.monitoring.facts import known_of
from hub.monitoring.model import Answer, Answered, Due, Kind, Known, Listed, Planned, Reminder, Trigger
from hub.monitoring.planner import Planner
from hub.monitoring.reactions import Mute, Snooze, meant
from hub.plan.service import PlanService


@dataclass(frozen=True, slots=True)
class MonitoringService:
    """The doors' way to what people are reminded of.

    `who` is whose act it is: only whoever works on the case, and may hear of it now, does or reads anything.
    `by` is how the chain calls whoever types it for them; without it, it is theirs. What somebody puts off
    or mutes for themselves is not told to the chain.
    """

    planner: Planner
    plans: PlanService

    # At the door.

    async def lay_down(
        self, case: CaseId, code: str, day: date, *, who: UserId, by: str = ""
    ) -> Reminder | Refused:
        """The lead lays down a date for a kind of which the hub has no source of its own."""
        async with self.planner.database.writing() as connection:
            entered = await self._enter(connection, case, who)
            if isinstance(entered, Refused):
                return entered
            known, person = entered
            now, id_ = self.planner.chance.now(), ReminderId(self.planner.chance.new_id())
            offered = Reminder(id=id_, case=case, code=code, day=day, set_by=person.id, set_at=now)
            there = await store.of_case(connection, case)
            kept = rules.lay_down(
                offered,
                self.planner.kinds.get(code),
                known,
                still_open=[one for one in there if one.done_at is None],
                land=self.planner.land,
            )
            if isinstance(kept, Refused):
                return kept
            await store.add(connection, kept)
            await journal.append(
                connection, rules.deed(rules.SET, by or person.id, now, case=case, target=id_)
            )
            await self.planner.owe_plan(connection, case)
        return kept

    async def of_case(self, case: CaseId, *, who: UserId) -> Sequence[Listed] | Refused:
        """What somebody is to be reminded of in a case; whoever leads it, also every date laid down."""
        async with self.planner.database.reading() as connection:
            entered = await self._enter(connection, case, who)
            if isinstance(entered, Refused):
                return entered
            known, person = entered
            planned = await self._planned(connection, known, person)
            laid_down = await store.of_case(connection, case) if person.id == known.lead else []
        return rules.listed(planned, laid_down)

    async def settle(
        self, case: CaseId, reminder: ReminderId, *, who: UserId, by: str = ""
    ) -> Reminder | Refused:
        """A date that was laid down is done; what comes again comes again."""
        async with self.planner.database.writing() as connection:
            entered = await self._enter(connection, case, who)
            if isinstance(entered, Refused):
                return entered
            known, person = entered
            there = await store.of_case(connection, case)
            found = next((one for one in there if one.id == reminder), None)
            if found is None:
                return Refused("unknown-reminder", {"number": reminder[:8]})
            now = self.planner.chance.now()
            done = rules.settle(found, self.planner.kinds[found.code], known, person.id, now)
            if isinstance(done, Refused):
                return done
            await store.note(connection, done)
            deed = rules.deed(rules.DONE, by or person.id, now, case=case, target=found.id)
            await journal.append(connection, deed)
            await self.planner.owe_plan(connection, case)
        return done

    async def snooze(self, case: CaseId, subject: str, *, who: UserId, by: str = "") -> date | Refused:
        """Somebody wants to be reminded of something again on the next working day."""
        async with self.planner.database.writing() as connection:
            entered = await self._enter(connection, case, who)
            if isinstance(entered, Refused):
                return entered
            planned = await self._planned(connection, *entered)
            today = rules.day_of(self.planner.chance.now())
            mine = [one.due for one in planned if one.due.subject == subject and one.due.due_on <= today]
            if not mine:
                return Refused("unknown-reminder", {"number": subject[:8]})
            return await self._put_off(connection, [max(mine)], by)

    async def mute(self, code: str, *, who: UserId, on: bool = True, by: str = "") -> Kind | Refused:
        """Somebody wants to hear no more of a kind, or of it again."""
        async with self.planner.database.writing() as connection:
            person = await directory.find_professional(connection, who)
            if person is None:
                return Refused("not-a-professional")
            return await self._mute(connection, person, code, on=on, by=by)

    # By a reaction to a digest.

    async def react(self, user: UserId, key: str, about: str) -> Answered | Refused | None:
        """Take in what somebody says of the digest that is the event `about`; None if nothing."""
        said = meant(key)
        if said is None:
            return None
        async with self.planner.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            day = await store.day_of_event(connection, person.id, about) if person else None
            if person is None or day is None:
                return Refused("reminder-not-in-digest")
            items = await store.items(connection, person.id, day)
            if isinstance(said, Snooze):
                return await self._put_off_what_is_still_so(connection, items.values(), user)
            if isinstance(said, Mute):
                return await self._mute_only(connection, person, items.values())
        found = rules.numbered(items, said.number)
        return found if isinstance(found, Refused) else await self._settle(found, user)

    async def _mute_only(
        self, connection: AsyncConnection, person: Professional, dues: Iterable[Due]
    ) -> Answered | Refused:
        kinds = {due.kind for due in dues}
        if len(kinds) != 1:
            return Refused("reminder-which-kind")
        kind = await self._mute(connection, person, kinds.pop())
        return kind if isinstance(kind, Refused) else Answered(Answer.MUTED)

    async def _settle(self, due: Due, user: UserId) -> Answered | Refused:
        kind = self.planner.kinds[due.kind]
        if kind.trigger is Trigger.TASK:
            done: object = await self._tick_off(due, user)
        elif kind.trigger is Trigger.DATE:
            done = await self.settle(due.case, ReminderId(due.subject), who=user)
        else:
            done = Refused("reminder-settles-itself")
        return done if isinstance(done, Refused) else Answered(Answer.DONE)

    async def _tick_off(self, due: Due, user: UserId) -> object:
        async with self.planner.database.reading() as connection:
            entered = await self._enter(connection, due.case, user)
        if isinstance(entered, Refused):
            return entered
        known, person = entered
        # The lead is told of a task that is overdue, and asks its owner: a sign is too quick for that.
        mine = (one for one in known.facts if one.subject == due.subject and one.owner == person.id)
        if next(mine, None) is None:
            return Refused("reminder-not-yours")
        return await self.plans.tick_off(due.case, TaskId(due.subject), who=user)

    async def _planned(
        self, connection: AsyncConnection, known: Known, person: Professional
    ) -> Sequence[Planned]:
        planned = await store.planned(connection, known.file.case.id, person.id)
        still = self.planner.still((one.due for one in planned), known, self.planner.chance.now())
        return [one for one in planned if one.due in still]

    async def _put_off_what_is_still_so(
        self, connection: AsyncConnection, dues: Iterable[Due], user: UserId
    ) -> Answered | Refused:
        said = list(dues)
        still: set[Due] = set()
        for case in sorted({due.case for due in said}):
            entered = await self._enter(connection, case, user)
            if not isinstance(entered, Refused):
                still |= self.planner.still(said, entered[0], self.planner.chance.now())
        if not still:
            return Refused("reminder-not-in-digest")
        await self._put_off(connection, [due for due in said if due in still])
        return Answered(Answer.SNOOZED)

    async def _put_off(self, connection: AsyncConnection, dues: Iterable[Due], by: str = "") -> date:
        now = self.planner.chance.now()
        until = rules.put_off(now, self.planner.land)
        for due in dues:
            # Who puts off how often is nobody's business; what is typed for somebody is.
            if await store.put_off(connection, due, until) and by:
                deed = rules.deed(rules.SNOOZED, by, now, case=due.case, target=due.subject)
                await journal.append(connection, deed)
        return until

    async def _mute(
        self, connection: AsyncConnection, person: Professional, code: str, *, on: bool = True, by: str = ""
    ) -> Kind | Refused:
        kind = rules.mute(code, self.planner.kinds)
        if isinstance(kind, Refused):
            return kind
        change = store.mute if on else store.unmute
        if await change(connection, person.id, code) and by:
            deed = rules.MUTED if on else rules.UNMUTED
            told = rules.deed(deed, by, self.planner.chance.now(), target=code)
            await journal.append(connection, told)
        return kind

    async def _enter(
        self, connection: AsyncConnection, case: CaseId, who: UserId
    ) -> tuple[Known, Professional] | Refused:
        now = self.planner.chance.now()
        known = await known_of(connection, case, servers=self.planner.servers, now=now)
        person = rules.enter(known, who)
        return person if isinstance(person, Refused) else (known, person)
