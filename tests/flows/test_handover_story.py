"""Offers, acceptances, reliefs, leavings in whichever order: at each instant one leads, or it is known."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.cases.model import Professional, Role
from hub.cases.store import PARTICIPATIONS
from hub.errors import Refused
from hub.identifiers import CaseId
from tests.databases import SqliteFiles, opened
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.flows.test_consent_forged import has_key
from tests.flows.test_handover import WHY, file_of, offers, takes
from tests.people import AMIRA, BO, CHLOE, DARIO, PAUL
from tests.shelves import shelve_people

PEOPLE = (AMIRA, BO, CHLOE, DARIO, PAUL)


@dataclass(frozen=True)
class Step:
    deed: str
    who: Professional
    whom: Professional
    leaves: bool
    days: int


steps = st.builds(
    Step,
    st.sampled_from(["offer", "offer", "take", "take", "end", "relieve", "involve", "leave"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    st.booleans(),
    st.sampled_from([0, 1, 4, 15]),
)


async def happens(desk: Desk, case: CaseId, step: Step) -> object:
    """Somebody does something; mostly it is refused."""
    desk.clock.push(seconds=1)
    desk.clock.push(days=step.days)
    match step.deed:
        case "offer":
            reason = "" if step.leaves else WHY
            return await offers(desk, case, step.who, step.whom, leaves=step.leaves, reason=reason)
        case "take":
            # Whom it is for, so that it is not refused all the time.
            found = [one.hand_over for one in await desk.hub.hand_overs.of_case(case)]
            to = next((p for p in PEOPLE if found and p.id == found[-1].to), step.who)
            return await takes(desk, case, to)
        case "end":
            return await desk.hub.hand_overs.end(case, by=step.who.id)
        case "relieve":
            return await desk.hub.cases.relieve(case, step.whom.user, by=step.who.id)
        case "involve":
            return await desk.hub.cases.involve(case, step.whom.user, by="test")
        case _:
            return await desk.hub.cases.leave(step.who.user, by="test")


async def leading_rows(desk: Desk) -> int:
    """How many lead by the rows alone, whatever the chain tells."""
    rows = PARTICIPATIONS.select().where(
        PARTICIPATIONS.c.role == Role.LEAD, PARTICIPATIONS.c.ended_at.is_(None)
    )
    async with desk.hub.database.reading() as connection:
        return len((await connection.execute(rows)).all())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.lists(steps, min_size=2, max_size=12))
async def test_at_each_instant_exactly_one_leads_or_the_case_is_known_to_be_without(
    sqlite: SqliteFiles, told: list[Step]
) -> None:
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        desk = Desk(database, HandBell())
        case = await desk.opens_case(BO, CHLOE)
        await has_key(desk, *PEOPLE)
        has_left: set[str] = set()
        for step in told:
            before = await file_of(desk, case)
            answer = await happens(desk, case, step)
            if step.deed == "leave" and not isinstance(answer, Refused):
                has_left.add(step.who.id)

            file = await file_of(desk, case)
            leads = [part for part in file.participations if part.role is Role.LEAD]
            assert len(leads) == await leading_rows(desk) == (0 if file.is_without_lead else 1)
            # Only by leaving somebody's case comes to be without a lead.
            assert before.is_without_lead or not file.is_without_lead or step.deed == "leave"
            assert not has_left & {part.professional.id for part in file.participations}
            # Of those who led there was one after the other, without an overlap.
            ends = [part.ended_at for part in file.leads]
            begins = [part.since for part in file.leads]
            assert all(end is not None and end <= begin for end, begin in zip(ends, begins[1:], strict=False))
        assert await desk.hub.cases.contradictions() == await desk.hub.hand_overs.contradictions() == []
        assert await desk.broken() is None
