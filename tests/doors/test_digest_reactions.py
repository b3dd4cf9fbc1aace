"""What somebody reacts to their digest, as the homeserver pushes it."""

from dataclasses import dataclass

import httpx2

from hub.cases.model import Professional
from hub.consent.model import Consent
from hub.direct.model import Word
from hub.errors import Refused
from hub.identifiers import CaseId, RoomId
from hub.plan.model import Task
from tests.desk import Desk
from tests.doors.pushes import taken_away
from tests.doors.test_reactions import milliseconds, pushed, reaction
from tests.flows.test_digest import A_DAY, FRIDAY, NEXT_MONDAY, morning, said, sets, together
from tests.flows.test_direct import room_of
from tests.people import AMIRA, BO, STEWARD


@dataclass
class Told:
    """A digest that somebody has, and how they react to it."""

    desk: Desk
    door: httpx2.AsyncClient
    case: CaseId
    his: Consent
    tasks: list[Task]
    room: RoomId
    event: str

    async def reacts(self, key: str, *, by: Professional = BO, about: str = "") -> list[str]:
        """What the hub answers in their room."""
        event = reaction(self.room, by.user, key, milliseconds(self.desk), about or self.event)
        await pushed(self.door, event)
        await self.desk.hub.telling.rest()
        answers = [
            facts.get("answer") or facts["reason"]
            for _, word, facts in self.desk.speaker.told
            if word in {Word.REMINDED, Word.REFUSED}
        ]
        self.desk.speaker.told.clear()
        return answers

    async def open_tasks(self) -> int:
        plan = await self.desk.hub.plans.seen_by(self.case, AMIRA.user)
        assert not isinstance(plan, Refused)
        return sum(task.is_open for task in plan.tasks)


async def told(desk: Desk, door: httpx2.AsyncClient, *, tasks: int = 1) -> Told:
    case, (_, his) = await together(desk, AMIRA, BO)
    set_ = [await sets(desk, case) for _ in range(tasks)]
    await desk.works_off()
    await morning(desk, FRIDAY)
    (id_,) = desk.speaker.digests
    return Told(desk, door, case, his, set_, await room_of(desk, BO.user), f"$digest-{id_}")


async def test_a_sign_says_that_ones_own_task_is_done(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)

    assert await bo.reacts("✅") == ["done"]
    assert await bo.open_tasks() == 0
    assert await bo.reacts("✅") == []


async def test_a_sign_that_is_taken_away_in_the_same_push_settles_nothing_unless_somebody_else_did(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    bo = await told(desk, door)
    sign = reaction(bo.room, BO.user, "✅", milliseconds(desk), bo.event)

    await pushed(door, sign, taken_away(sign))
    before = await bo.open_tasks()
    await pushed(door, sign, taken_away(sign, sender=STEWARD))

    assert (before, await bo.open_tasks()) == (1, 0)


async def test_of_several_the_number_says_which(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door, tasks=2)

    assert await bo.reacts("✅") == ["reminder-which"]
    assert await bo.open_tasks() == 2
    desk.clock.push(minutes=2)
    assert await bo.reacts("2️⃣") == ["done"]
    assert await bo.open_tasks() == 1


async def test_what_somebody_else_reacts_or_elsewhere_says_nothing(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    bo = await told(desk, door)

    assert await bo.reacts("✅", by=AMIRA) == []
    assert await bo.reacts("✅", about="$greeting") == ["reminder-not-in-digest"]
    bo.room = await desk.room(bo.case)
    assert await bo.reacts("✅") == []
    bo.room = await room_of(desk, AMIRA.user)
    desk.clock.push(minutes=2)
    assert await bo.reacts("✅", by=AMIRA) == ["reminder-not-in-digest"]
    assert await bo.open_tasks() == 1


async def test_what_is_put_off_comes_on_the_next_working_day(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)

    assert await bo.reacts("⏰") == ["snoozed"]
    await morning(desk, FRIDAY + A_DAY)
    await morning(desk, NEXT_MONDAY)

    assert said(desk) == ["27.11. Bo: F-1 r6", "30.11. Bo: F-1 r6"]


async def test_who_puts_off_or_mutes_what_is_told_to_nobody(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)
    before = await desk.deeds()

    assert await bo.reacts("⏰") == ["snoozed"]
    desk.clock.push(minutes=2)
    assert await bo.reacts("🔕") == ["muted"]

    assert await desk.deeds() == before


async def test_after_the_consent_ended_nothing_is_put_off(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)
    await desk.withdraws(bo.his)
    await desk.works_off()

    assert await bo.reacts("⏰") == ["reminder-not-in-digest"]


async def test_a_kind_is_muted_for_good(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)

    assert await bo.reacts("🔕") == ["muted"]
    await morning(desk, NEXT_MONDAY)

    assert said(desk) == ["27.11. Bo: F-1 r6"]


async def test_after_the_consent_ended_a_sign_settles_nothing(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)
    for consent in await desk.hub.consents.of_case(bo.case):
        if consent.recipient.agency == BO.agency:
            await desk.withdraws(consent)

    assert await bo.reacts("✅") == ["reminders-not-for-you"]
    assert await bo.open_tasks() == 1


async def test_the_lead_ticks_nobody_elses_task_off_by_a_sign(desk: Desk, door: httpx2.AsyncClient) -> None:
    bo = await told(desk, door)
    await morning(desk, NEXT_MONDAY + 7 * A_DAY)
    (hers,) = [id_ for id_, (there, _) in desk.speaker.digests.items() if there.person.id == AMIRA.id]
    bo.room = await room_of(desk, AMIRA.user)

    assert await bo.reacts("✅", by=AMIRA, about=f"$digest-{hers}") == ["reminder-not-yours"]
    assert await bo.open_tasks() == 1
