"""What a conference lacks is told to who moderates, to nobody else, and by number alone."""

from datetime import date, timedelta

from sqlalchemy import select

from hub import outbox
from hub.conference.model import Conference, Interpreter, Stage, TemplateId
from hub.conference.precheck import Finding, Lack
from hub.conference.rules import stage
from hub.conference.store import CONFERENCES
from hub.consent.model import Consent
from hub.direct.model import Word
from hub.effects import Debt, PreCheck, Urgency
from hub.errors import Refused
from hub.plan.model import Standing, Support, Task
from tests.desk import Desk
from tests.flows.test_direct import comes
from tests.people import AMIRA, BO, CHLOE, DARIO, JONAS, JUGENDAMT


async def called(desk: Desk, *, in_days: int = 14) -> Conference:
    """Amira's conference; she and Bo have direct rooms."""
    desk.hub.telling.voice = desk.speaker
    case, _ = await desk.seats(AMIRA, BO)
    for person in (AMIRA, BO):
        await comes(desk, person.user)
    return await desk.calls_conference(case, in_days=in_days)


def told(desk: Desk) -> list[tuple[str, dict[str, str]]]:
    said = [(there.person.name, word, facts) for there, word, facts in desk.speaker.told]
    return [(name, dict(facts)) for name, word, facts in said if word is Word.PRE_CHECK]


async def test_a_week_before_the_moderator_alone_is_told_how_much_is_missing(desk: Desk) -> None:
    one = await called(desk)
    await desk.works_off()
    before = told(desk)

    desk.clock.push(days=7)
    await desk.works_off()

    (known,) = await desk.hub.conferences.of_case(one.case)
    assert before == []
    # The provider's side, and the invitation: said without a word of either.
    assert told(desk) == [(AMIRA.name, {"case": "F-1", "count": "2", "open": "more"})]
    assert stage(known, desk.clock.now()) is Stage.CHECKED


async def test_called_later_it_is_looked_for_at_once_and_once(desk: Desk) -> None:
    one = await called(desk, in_days=3)
    await desk.works_off()

    async with desk.hub.database.writing() as connection:
        again = Debt(PreCheck(one.case, one.id), desk.clock.now(), Urgency.WORDS)
        await outbox.owe(connection, desk.clock.chance, again)
    await desk.works_off()

    assert len(told(desk)) == 1


async def test_who_moderates_reads_what_is_missing_and_nobody_else_does(desk: Desk) -> None:
    one = await called(desk)

    found = await desk.hub.preparation.check(one.id, who=AMIRA.user)
    by_bo = await desk.hub.preparation.check(one.id, who=BO.user)
    by_jonas = await desk.hub.preparation.check(one.id, who=JONAS.user)
    by_dario = await desk.hub.preparation.check(one.id, who=DARIO.user)

    assert found == (Finding(Lack.SIDE, "provider"), Finding(Lack.INVITATION))
    assert by_bo == by_jonas == Refused("not-moderating", {"case": "F-1"})
    assert by_dario == Refused("takes-no-part")


async def test_a_consent_that_ends_before_the_conference_is_found(desk: Desk) -> None:
    one = await called(desk)
    await desk.involves(one.case, CHLOE)
    await desk.consents(one.case, CHLOE, lasts=timedelta(days=10))

    found = await desk.hub.preparation.check(one.id, who=AMIRA.user)

    assert found == (Finding(Lack.CONSENT_ENDS, CHLOE.name), Finding(Lack.INVITATION))


async def test_what_was_prepared_is_missing_no_longer(desk: Desk) -> None:
    one = await called(desk)

    noted = await desk.hub.preparation.prepare(
        one.id, who=AMIRA.user, speaks="tr", invited_in="tr", interpreter=Interpreter.ORDERED
    )
    found = await desk.hub.preparation.check(one.id, who=AMIRA.user)

    assert isinstance(noted, Conference)
    assert found == (Finding(Lack.SIDE, "provider"),)
    by_bo = await desk.hub.preparation.prepare(one.id, who=BO.user, speaks="de")
    assert by_bo == Refused("not-moderating", {"case": "F-1"})


# What the plan counts on.


async def counts_on_bo(desk: Desk) -> tuple[Conference, Support, Consent]:
    """Bo gives a support and reports on it weekly; Amira's conference is three weeks ahead."""
    desk.hub.telling.voice = desk.speaker
    case, (_, his) = await desk.seats(AMIRA, BO)
    await comes(desk, AMIRA.user)
    begun = await desk.hub.plans.begin_support(
        case, "Hilfe", responsible=BO.user, begun=date(2026, 11, 23), weeks=1, who=AMIRA.user
    )
    assert isinstance(begun, Support)
    return await desk.calls_conference(case, in_days=21), begun, his


async def lacks_of_the_plan(desk: Desk, one: Conference) -> list[Finding]:
    found = await desk.hub.preparation.check(one.id, who=AMIRA.user)
    assert isinstance(found, tuple)
    return [finding for finding in found if finding.lack in (Lack.FUNCTION, Lack.REPORT)]


async def test_a_report_that_is_late_is_found_until_it_is_there(desk: Desk) -> None:
    one, support, _ = await counts_on_bo(desk)
    desk.clock.push(days=7)
    on_its_day = await lacks_of_the_plan(desk, one)
    desk.clock.push(days=1)

    late = await lacks_of_the_plan(desk, one)
    await desk.hub.plans.report(one.case, support.id, Standing.ON_TRACK, who=BO.user)

    assert on_its_day == []
    assert late == [Finding(Lack.REPORT, JUGENDAMT.name)]
    assert await lacks_of_the_plan(desk, one) == []


async def test_a_function_the_plan_counts_on_is_missing_for_as_long_as_nobody_of_it_may_come(
    desk: Desk,
) -> None:
    one, _, his = await counts_on_bo(desk)
    await desk.withdraws(his)

    without = await lacks_of_the_plan(desk, one)
    await desk.consents(one.case, BO)

    assert without == [Finding(Lack.FUNCTION, BO.function)]
    assert await lacks_of_the_plan(desk, one) == []


async def test_whoever_was_to_do_something_counts_until_it_is_done(desk: Desk) -> None:
    one, support, his = await counts_on_bo(desk)
    await desk.hub.plans.end_support(one.case, support.id, who=BO.user)
    until = desk.clock.now().date() + timedelta(days=30)
    task = await desk.hub.plans.add_task(one.case, "Anrufen", owner=BO.user, due=until, who=AMIRA.user)
    assert isinstance(task, Task)
    await desk.withdraws(his)

    to_do = await lacks_of_the_plan(desk, one)
    await desk.hub.plans.tick_off(one.case, task.id, who=AMIRA.user)

    assert to_do == [Finding(Lack.FUNCTION, BO.function)]
    assert await lacks_of_the_plan(desk, one) == []


async def test_what_the_plan_lacks_is_counted_in_what_the_moderator_is_told(desk: Desk) -> None:
    await counts_on_bo(desk)

    desk.clock.push(days=14)
    await desk.works_off()

    # The provider's side, the invitation, and Bo's report.
    assert told(desk) == [(AMIRA.name, {"case": "F-1", "count": "3", "open": "more"})]


async def test_who_leads_without_a_consent_hears_nothing_of_the_plan(desk: Desk) -> None:
    case, (hers, _) = await desk.seats(AMIRA, BO)
    begun = await desk.hub.plans.begin_support(
        case, "Hilfe", responsible=BO.user, begun=date(2026, 11, 23), weeks=1, who=AMIRA.user
    )
    assert isinstance(begun, Support)
    one = await desk.calls_conference(case, in_days=21)
    desk.clock.push(days=8)
    with_it = await lacks_of_the_plan(desk, one)
    await desk.withdraws(hers)

    without = await lacks_of_the_plan(desk, one)

    assert with_it == [Finding(Lack.REPORT, JUGENDAMT.name)]
    assert without == []


async def test_colleagues_among_themselves_hear_nothing_of_the_plan(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    for person in (AMIRA, BO):
        await desk.consents(case, person, team=True)
    await desk.hub.plans.begin_support(
        case, "Hilfe", responsible=BO.user, begun=date(2026, 11, 23), weeks=1, who=AMIRA.user
    )
    advice = await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=21),
        lasts=None,
        moderator=AMIRA.user,
        topics=[],
        by="test",
        template=TemplateId("collegial", 1),
    )
    assert isinstance(advice, Conference)
    one = await desk.calls_conference(case, in_days=21)
    desk.clock.push(days=8)

    assert await lacks_of_the_plan(desk, one) == [Finding(Lack.REPORT, JUGENDAMT.name)]
    assert await lacks_of_the_plan(desk, advice) == []


async def test_nobody_can_tell_from_the_database_which_language_a_client_speaks(desk: Desk) -> None:
    one, sealed = await called(desk), []
    for speaks, interpreter in (("tr", Interpreter.ORDERED), ("de", Interpreter.NONE)):
        await desk.hub.preparation.prepare(
            one.id, who=AMIRA.user, speaks=speaks, invited_in=speaks, interpreter=interpreter
        )
        async with desk.hub.database.reading() as connection:
            query = select(CONFERENCES.c.invitation).where(CONFERENCES.c.id == one.id)
            sealed.append((await connection.execute(query)).scalar_one())

    assert all(b"ordered" not in text for text in sealed)
    assert len({len(text) for text in sealed}) == 1


async def test_the_lead_is_told_in_the_place_of_who_may_moderate_no_longer(desk: Desk) -> None:
    desk.hub.telling.voice = desk.speaker
    case, (_, his) = await desk.seats(AMIRA, BO)
    for person in (AMIRA, BO):
        await comes(desk, person.user)
    await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=14),
        lasts=None,
        moderator=BO.user,
        topics=[],
        by="test",
    )
    await desk.withdraws(his)

    desk.clock.push(days=7)
    await desk.works_off()

    assert [name for name, _ in told(desk)] == [AMIRA.name]


async def test_of_what_was_cancelled_moved_or_closed_nobody_is_told(desk: Desk) -> None:
    one = await called(desk)
    later = one.begins_at + timedelta(days=7)
    await desk.hub.conferences.move(one.id, later, "krank", who=AMIRA.user)
    desk.clock.push(days=7)
    await desk.works_off()
    moved = told(desk)
    await desk.hub.conferences.cancel(one.id, "krank", who=AMIRA.user)
    desk.clock.push(days=7)
    await desk.works_off()

    assert moved == told(desk) == []
