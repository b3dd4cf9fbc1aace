"""By what a conference goes: laid down once, remembered for ever; colleagues advise each other apart."""

from datetime import timedelta

from sqlalchemy import update

from hub.conference.book import shipped
from hub.conference.model import Conference, Template, TemplateId
from hub.conference.shelf import TEMPLATES
from hub.effects import PostAgenda
from hub.errors import Refused
from hub.identifiers import TEAM, AgencyId, CaseId
from tests.desk import Desk
from tests.flows.test_export import exported
from tests.people import AMIRA, BO, CHLOE, JOBCENTER, JONAS, STEWARD
from tests.rules.test_conference_template import CLIENT_FIRST, COLLEGIAL, HEAD, OWN

KURZ = TemplateId("kurz", 2, JOBCENTER.id)


async def lays_down(desk: Desk, text: str = HEAD + CLIENT_FIRST + OWN) -> Template | Refused:
    return await desk.hub.templates.add(text, JOBCENTER.id, by=AMIRA.id)


async def calls(
    desk: Desk, case: CaseId, template: TemplateId, lasts: timedelta | None = None
) -> Conference | Refused:
    return await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=7),
        lasts=lasts,
        moderator=AMIRA.user,
        topics=[],
        by="test",
        template=template,
    )


async def test_a_conference_goes_by_the_template_it_was_called_with(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    laid_down = await lays_down(desk)
    called = await calls(desk, case, KURZ)
    await desk.works_off()

    ((_, agenda),) = desk.speaker.agendas.values()
    assert isinstance(laid_down, Template)
    assert isinstance(called, Conference)
    assert agenda.items == laid_down.items
    assert (called.lasts, called.template) == (timedelta(minutes=15), KURZ)
    assert (await desk.deeds()).count("template.added") == 1


async def test_a_version_never_changes(desk: Desk) -> None:
    first = await lays_down(desk)
    again = await lays_down(desk, HEAD + CLIENT_FIRST)

    assert again == Refused("template-exists", {"template": "jobcenter/kurz-2"})
    assert await desk.hub.templates.all() == [*shipped().values(), first]
    assert await desk.hub.templates.called(KURZ) == first


async def test_what_is_malformed_or_of_nobody_is_not_laid_down(desk: Desk) -> None:
    nobody = await desk.hub.templates.add(HEAD + CLIENT_FIRST, AgencyId("nobody"), by=AMIRA.id)

    assert nobody == Refused("unknown-agency", {"agency": "nobody"})
    assert isinstance(await lays_down(desk, HEAD), Refused)
    assert len(await desk.hub.templates.all()) == len(shipped())


async def test_a_template_that_somebody_spoilt_is_gone_by_no_more(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await lays_down(desk)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(TEMPLATES).values(text=HEAD + CLIENT_FIRST))

    assert await calls(desk, case, KURZ) == Refused("unknown-template", {"template": str(KURZ)})
    assert len(await desk.hub.templates.all()) == len(shipped())


async def advising(desk: Desk) -> tuple[CaseId, Conference]:
    """Amira and Bo, who may talk among themselves, advise each other; Chloe may not, nor does Jonas."""
    case = await desk.opens_case(BO, CHLOE)
    for person in (AMIRA, BO):
        await desk.consents(case, person, team=True)
    await desk.consents(case, CHLOE)
    await desk.works_off()
    await desk.everybody_comes(case)
    called = await calls(desk, case, COLLEGIAL)
    assert isinstance(called, Conference)
    return case, called


async def test_colleagues_advise_each_other_where_the_client_is_not(desk: Desk) -> None:
    case, one = await advising(desk)
    today = desk.clock.now().date()
    await desk.hub.plans.add_task(case, "Wohngeld", owner=BO.user, due=today, who=AMIRA.user)
    desk.clock.push(days=1)
    await desk.works_off()

    ((circle, agenda),) = desk.speaker.agendas.values()
    assert circle.audience == {AMIRA.user, BO.user, STEWARD}
    assert not agenda.has_client
    assert agenda.deviations == ()
    for who in (JONAS, CHLOE):
        no = await desk.hub.conferences.name_topic(one.id, "Wohnung", who=who.user)
        assert no == Refused("takes-no-part")


async def test_where_nobody_may_talk_without_the_client_no_consultation_is_posted(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    one = await calls(desk, case, COLLEGIAL)
    await desk.works_off()

    assert isinstance(one, Conference)
    assert one.circle == TEAM
    assert desk.speaker.agendas == {}
    assert PostAgenda(case, one.id) not in await desk.owed(case)


async def test_a_consultation_lasts_ninety_minutes_at_most(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    long = await calls(desk, case, COLLEGIAL, timedelta(minutes=91))

    assert long == Refused("longer-than-template", {"minutes": "90"})


async def test_in_the_clients_view_stands_neither_a_consultation_nor_what_was_cancelled(desk: Desk) -> None:
    case, _ = await advising(desk)
    kept, gone = [await desk.calls_conference(case, in_days=days) for days in (3, 4)]
    await desk.hub.conferences.cancel(gone.id, "krank", who=AMIRA.user)

    (shown,) = (await exported(desk, case))["conferences"]

    assert shown["begins_at"] == kept.begins_at.isoformat(timespec="microseconds")
