"""Commands: heard, done with the rights of whoever wrote them, and answered once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import outbox
from hub.canonical import instant
from hub.cases import store as cases
from hub.chance import Chance
from hub.commands import rules, store
from hub.commands.model import (
    Addressed,
    Answer,
    Command,
    Heard,
    Help,
    NameTopic,
    NextConference,
    Owed,
    SetTask,
    TickOff,
)
from hub.commands.once import DoneBefore, Once
from hub.conference.service import ConferenceService
from hub.db import Database
from hub.direct.model import DirectRoom
from hub.direct.service import DirectService
from hub.effects import NO_CASE, AnswerCommand, Debt, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId, RoomId, UserId
from hub.listening.model import Switch, listener
from hub.pace import Pace, Step
from hub.plan import store as plans
from hub.plan.progress import day_of
from hub.plan.service import PlanService
from hub.rooms.service import Circle, RoomService
from hub.vault import Vault

TOLD = 8


@dataclass(frozen=True, slots=True)
class CommandService:
    """The listeners' way to what people may do anyhow."""

    database: Database
    vault: Vault
    chance: Chance
    rooms: RoomService
    direct: DirectService
    plans: PlanService
    conferences: ConferenceService
    pace: Pace = field(default_factory=Pace)

    async def audience(self, switch: Switch) -> frozenset[UserId]:
        """Whose words count there now; nobody's, once the hub listens there no more."""
        there = await self._there(switch)
        return _heard_in(there) if there else frozenset()

    async def room(self, switch: Switch) -> RoomId | None:
        """The room in which the hub listens; None once it does no more."""
        there = await self._there(switch)
        return there.room if there else None

    async def hear(self, switch: Switch, heard: Heard) -> None:
        """Do what somebody asks, if it is a command and they may be heard at this instant."""
        now = self.chance.now()
        is_heard = rules.is_heard(heard, switch.since, now)
        # A day without its year is meant as of when it was written.
        today, is_alone = day_of(heard.at), bool(switch.professional)
        meant = rules.addressed(heard.body, today, names_case=is_alone) if is_heard else None
        # Before anything is looked up: whoever floods a room keeps nobody waiting by it.
        step = self.pace.step(switch.place, heard.sender, now) if meant is not None else Step.LEFT
        if meant is None or step is Step.LEFT:
            return
        there = await self._there(switch)
        if there is None or heard.sender not in _heard_in(there):
            return
        async with self.database.reading() as connection:
            if await store.is_answered(connection, heard.id):
                return
        if step is Step.TOLD:
            meant = Refused("command-too-many")
        circle = there if isinstance(there, Circle) else await self._named(there, meant)
        done = meant if isinstance(meant, Refused) else await self._do(switch, circle, heard, meant.command)
        if isinstance(done, Refused):
            is_client = circle is not None and heard.sender == circle.file.case.client
            done = rules.refusal(done, is_client=is_client)
        await self._answer(switch, circle, heard, done)

    async def owed(self, answer: AnswerCommand) -> Owed | None:
        """What is to be answered; None if nobody waits for it any more."""
        async with self.database.reading() as connection:
            key = await self.vault.key_for(connection, answer.case)
            owed = await store.owed(connection, answer.command, key)
        return owed if owed and rules.still_worth_saying(owed, self.chance.now()) else None

    async def mark_said(self, answer: AnswerCommand) -> None:
        """It was said, or nobody waits for it: what it says is not kept."""
        async with self.database.writing() as connection:
            await store.said(connection, answer.command)

    async def hears(self, case: CaseId, who: UserId) -> bool:
        """Whether somebody may hear now what concerns everybody in a case."""
        circle = await self.rooms.circle(case)
        return circle is not None and who in circle.audience

    async def _there(self, switch: Switch) -> Circle | DirectRoom | None:
        if switch.professional:
            seated = await self.direct.seated(switch.professional)
            ear = listener(switch.id, self.direct.servers.home)
            return seated if seated and ear in seated.audience else None
        circle = await self.rooms.circle(switch.case, switch.circle)
        listeners = circle.file.listeners if circle else ()
        is_on = any(one.may_sit and one.circle == switch.circle for one in listeners)
        return circle if is_on else None

    async def _named(self, there: DirectRoom, meant: Addressed | Refused) -> Circle | None:
        """The room of the case that somebody alone means, if they may hear it; looked up alike if not."""
        if isinstance(meant, Refused) or isinstance(meant.command, Help):
            return None
        async with self.database.reading() as connection:
            theirs = await cases.called(connection, there.person.id)
            named: Sequence[CaseId] = [theirs[meant.label]] if meant.label in theirs else []
            if isinstance(meant.command, TickOff):
                named = await plans.cases_of_task(connection, meant.command.number, theirs.values())
        looked_at = rules.looked_at(named, list(theirs.values()))
        circle = await self.rooms.circle(looked_at) if looked_at else None
        # What two cases have is neither's.
        if circle is None or [circle.file.case.id] != list(named):
            return None
        return circle if there.person.user in circle.audience else None

    async def _do(
        self, switch: Switch, circle: Circle | None, heard: Heard, command: Command
    ) -> Answer | Refused:
        if circle is None:
            return rules.of_no_case(command)
        case, is_client = circle.file.case, heard.sender == circle.file.case.client
        if no := rules.may_give(command, switch.circle, is_client=is_client):
            return no

        async def mark(connection: AsyncConnection) -> bool:
            return await store.mark(connection, heard.id, case.id, self.chance.now())

        try:
            return await self._perform(circle, heard, command, Once(self.database, mark))
        except DoneBefore:
            # The hub died before it had written down what came of it.
            return Answer(key="command-done-before")

    async def _perform(self, circle: Circle, heard: Heard, command: Command, once: Once) -> Answer | Refused:
        match command:
            case NameTopic(text):
                return await self._name_topic(circle, heard, text, once)
            case SetTask():
                return await self._set_task(circle, heard, command, once)
            case TickOff(number):
                return await self._tick_off(circle, heard, number, once)
            case NextConference():
                known = await self.conferences.of_case(circle.file.case.id)
                one = rules.next_one(known, self.chance.now())
                if one is None:
                    return Answer(key="command-no-conference")
                return Answer(key="command-next-conference", facts={"begins": instant(one.begins_at)})
            case Help():
                return Answer(key="command-help")
            case _ as never:
                assert_never(never)

    async def _name_topic(self, circle: Circle, heard: Heard, text: str, once: Once) -> Answer | Refused:
        known = await self.conferences.of_case(circle.file.case.id)
        one = rules.takes_topics(known, self.chance.now())
        if one is None:
            return Answer(key="command-no-conference")
        conferences = replace(self.conferences, database=once)
        named = await conferences.name_topic(one.id, text, who=heard.sender)
        if isinstance(named, Refused):
            return named
        return Answer(key="command-topic-named", facts={"begins": instant(one.begins_at)})

    async def _set_task(self, circle: Circle, heard: Heard, wanted: SetTask, once: Once) -> Answer | Refused:
        owner = rules.owner(wanted.owner, circle.file, heard.sender)
        if isinstance(owner, Refused):
            return owner
        task = await replace(self.plans, database=once).add_task(
            circle.file.case.id, wanted.text, owner=owner, due=wanted.due, who=heard.sender
        )
        if isinstance(task, Refused):
            return task
        facts = {"day": f"{task.due:%d.%m.%Y}", "number": task.id[:TOLD]}
        return Answer(key="command-task-set", facts=facts)

    async def _tick_off(self, circle: Circle, heard: Heard, number: str, once: Once) -> Answer | Refused:
        case = circle.file.case.id
        plan = await self.plans.seen_by(case, heard.sender)
        task = plan if isinstance(plan, Refused) else rules.task_called(number, plan.tasks)
        if isinstance(task, Refused):
            return task
        done = await replace(self.plans, database=once).tick_off(case, task.id, who=heard.sender)
        if isinstance(done, Refused):
            return done
        return Answer(key="command-task-done", facts={"number": task.id[:TOLD]})

    async def _answer(self, switch: Switch, circle: Circle | None, heard: Heard, answer: Answer) -> None:
        now, alone = self.chance.now(), switch.professional
        case = circle.file.case.id if circle else NO_CASE
        label = circle.file.case.label if circle and alone else ""
        owed = Owed(circle=switch.circle, to=heard.sender, heard_at=now, answer=answer, label=label)
        async with self.database.writing() as connection:
            key = await self.vault.key_for(connection, case)
            await store.mark(connection, heard.id, case, now)
            if await store.answer(connection, heard.id, owed, key):
                say = Debt(AnswerCommand(case, heard.id, alone), now, Urgency.WORDS)
                await outbox.owe(connection, self.chance, say)


def _heard_in(there: Circle | DirectRoom) -> frozenset[UserId]:
    return there.audience if isinstance(there, Circle) else frozenset({there.person.user})
