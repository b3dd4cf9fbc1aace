"""Every deed that changes of what people are to be reminded has it planned anew, before any night comes.

Each story stops right before its deed. What is planned must follow from what is known before and after
it, and the deed must change it: a new deed has to be placed here, on the one side or on the other.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub import journal
from hub.canonical import signature_of
from hub.cases.model import AgencyKind
from hub.conference.model import Conference
from hub.consent.model import ORGANISATION, Consent
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId
from hub.monitoring import rules, store
from hub.monitoring.facts import known_of
from hub.monitoring.model import Due
from hub.plan.model import Standing, Support
from tests.databases import SqliteFiles, opened
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.flows.test_charter import BOS_HEAD, acknowledges, leaves, publishes
from tests.flows.test_consent_forged import PAPER, has_key, taken_down
from tests.flows.test_guardians import Family, family, wanted
from tests.flows.test_handover import begins, offers, takes
from tests.flows.test_minutes import NOTE
from tests.house.test_deeds import deeds
from tests.people import AMIRA, BO, ELIF, JUGENDAMT, KATJA, LENA, OLAF, PAUL, PROFESSIONALS, key_of, terms_for
from tests.shelves import shelve_people
from tests.signing import signing

TODAY, SOON = date(2026, 11, 23), date(2026, 12, 14)
Story = Callable[[Desk], AsyncIterator[None]]


@pytest.fixture
async def desk(sqlite: SqliteFiles) -> AsyncIterator[Desk]:
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        yield Desk(database, HandBell())


async def sits(desk: Desk) -> tuple[CaseId, Consent]:
    """Amira leads, and Bo has a task; both sit with Jonas."""
    case, (_, his) = await desk.seats(AMIRA, BO)
    done(await desk.hub.plans.add_task(case, "Antrag", owner=BO.user, due=SOON, who=AMIRA.user))
    return case, his


async def supports(desk: Desk) -> tuple[CaseId, Support]:
    case, _ = await desk.seats(AMIRA, BO)
    begun = await desk.hub.plans.begin_support(case, "Wohnen", responsible=BO.user, begun=TODAY, who=BO.user)
    assert isinstance(begun, Support)
    return case, begun


async def meets(desk: Desk) -> tuple[CaseId, Conference]:
    """Amira has begun a conference for which Bo is the moderator."""
    case, _ = await desk.seats(AMIRA, BO)
    called = await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=20),
        lasts=timedelta(minutes=60),
        moderator=BO.user,
        topics=["Wohnung"],
        by="test",
    )
    assert isinstance(called, Conference)
    return case, called


def done(answer: object) -> None:
    assert not isinstance(answer, Refused), answer


# Who works on a case, and leads it.


async def a_case_is_opened(desk: Desk) -> AsyncIterator[None]:
    yield
    await desk.opens_case()


async def somebody_comes(desk: Desk) -> AsyncIterator[None]:
    # What providers are reminded of, she is the first to be.
    case, _ = await sits(desk)
    done(await desk.hub.monitoring.lay_down(case, "r15", SOON, who=AMIRA.user))
    await desk.hub.cases.classify(JUGENDAMT.id, AgencyKind.PROVIDER, by="test")
    done(await desk.hub.cases.relieve(case, BO.user, by="test"))
    yield
    await desk.involves(case, BO)


async def somebody_goes(desk: Desk) -> AsyncIterator[None]:
    case, _ = await sits(desk)
    yield
    done(await desk.hub.cases.relieve(case, BO.user, by="test"))


async def somebody_leaves_their_agency(desk: Desk) -> AsyncIterator[None]:
    await sits(desk)
    yield
    done(await desk.hub.cases.leave(BO.user, by="test"))


async def the_lead_passes(desk: Desk) -> AsyncIterator[None]:
    # Both work on the case before and after it: nobody's seat changes.
    case = await begins(desk, BO)
    await offers(desk, case)
    yield
    done(await takes(desk, case, BO))


async def a_case_is_closed(desk: Desk) -> AsyncIterator[None]:
    case, _ = await sits(desk)
    yield
    done(await desk.hub.cases.close(case, by="test"))


async def an_agency_is_a_provider(desk: Desk) -> AsyncIterator[None]:
    case, _ = await sits(desk)
    done(await desk.hub.monitoring.lay_down(case, "r15", SOON, who=AMIRA.user))
    yield
    done(await desk.hub.cases.classify(JUGENDAMT.id, AgencyKind.PROVIDER, by="test"))


async def an_agency_leaves_the_network(desk: Desk) -> AsyncIterator[None]:
    await sits(desk)
    await has_key(desk, BOS_HEAD)
    yield
    await leaves(desk, BOS_HEAD, at_once=True)


async def an_agency_comes_back(desk: Desk) -> AsyncIterator[None]:
    await sits(desk)
    await has_key(desk, BOS_HEAD)
    await leaves(desk, BOS_HEAD, at_once=True)
    yield
    done(await acknowledges(desk, BOS_HEAD, 1))


async def a_charter_is_urgent(desk: Desk) -> AsyncIterator[None]:
    await sits(desk)
    yield
    await publishes(desk, urgent_because="Sicherheitslücke")


# What the client's side says.


async def the_client_says_yes(desk: Desk) -> AsyncIterator[None]:
    case = await desk.opens_case(BO)
    yield
    await desk.consents(case, BO)


async def the_client_takes_it_back(desk: Desk) -> AsyncIterator[None]:
    _, his = await sits(desk)
    yield
    await desk.withdraws(his)


async def the_client_takes_a_part_back(desk: Desk) -> AsyncIterator[None]:
    _, his = await sits(desk)
    yield
    done(await desk.hub.consents.narrow(his.id, without=[ORGANISATION], by=CLIENT))


async def the_agency_needs_it_no_longer(desk: Desk) -> AsyncIterator[None]:
    _, his = await sits(desk)
    yield
    done(await desk.hub.consents.revoke(his.id, by=AMIRA.id))


async def it_should_never_have_been_given(desk: Desk) -> AsyncIterator[None]:
    _, his = await sits(desk)
    yield
    done(await desk.hub.consents.invalidate(his.id, by=PAUL.id))


async def it_is_renewed(desk: Desk) -> AsyncIterator[None]:
    case, his = await sits(desk)
    desk.clock.push(days=5)
    yield
    renewed = replace(terms_for(BO, now=desk.clock.now()), predecessor=his.id)
    done(await desk.agrees(case, renewed))


async def a_paper_is_confirmed(desk: Desk) -> AsyncIterator[None]:
    case = await desk.opens_case(BO, ELIF)
    await has_key(desk, AMIRA, ELIF)
    taken, sign = await taken_down(desk, case), signing(key_of(ELIF))
    yield
    done(await desk.hub.consents.confirm(taken.id, by=ELIF.id, sign=sign, evidence=PAPER.evidence))


async def a_mother_speaks(desk: Desk) -> AsyncIterator[None]:
    # Lena will be fifteen, sixteen and of age.
    case = await desk.opens_case(BO, client=LENA)
    await has_key(desk, AMIRA, BO)
    yield
    await Family(desk, case).speaks(KATJA)


async def a_mother_no_longer_speaks(desk: Desk) -> AsyncIterator[None]:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    for guest, by in ((KATJA, brandts.mother), (OLAF, brandts.father)):
        done(await desk.hub.consents.give({asked.id: signature_of(asked.statement, guest.key)}, by=by))
    hers = next(
        one for one in await desk.hub.parties.guardianships(brandts.case) if one.guardian == brandts.mother
    )
    yield
    done(await desk.hub.parties.end_guardianship(hers.id, by="test"))


# What is agreed on.


async def a_task_is_set(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    yield
    done(await desk.hub.plans.add_task(case, "Antrag", owner=BO.user, due=SOON, who=AMIRA.user))


async def a_task_is_done(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    task = await desk.hub.plans.add_task(case, "Antrag", owner=BO.user, due=SOON, who=AMIRA.user)
    assert not isinstance(task, Refused)
    yield
    done(await desk.hub.plans.tick_off(case, task.id, who=BO.user))


async def a_task_is_dropped(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    task = await desk.hub.plans.add_task(case, "Antrag", owner=BO.user, due=SOON, who=AMIRA.user)
    assert not isinstance(task, Refused)
    yield
    done(await desk.hub.plans.drop_task(case, task.id, reason="Entfällt", who=AMIRA.user))


async def a_support_begins(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    yield
    done(await desk.hub.plans.begin_support(case, "Wohnen", responsible=BO.user, begun=TODAY, who=BO.user))


async def a_support_is_reported(desk: Desk) -> AsyncIterator[None]:
    case, support = await supports(desk)
    desk.clock.push(days=5)
    yield
    done(await desk.hub.plans.report(case, support.id, Standing.ON_TRACK, who=BO.user))


async def a_support_ends(desk: Desk) -> AsyncIterator[None]:
    case, support = await supports(desk)
    yield
    done(await desk.hub.plans.end_support(case, support.id, who=AMIRA.user))


# Conferences.


async def a_conference_is_called(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    yield
    await desk.calls_conference(case, in_days=20)


async def a_conference_is_moved(desk: Desk) -> AsyncIterator[None]:
    _, one = await meets(desk)
    yield
    done(await desk.hub.conferences.move(one.id, one.begins_at + timedelta(days=7), "Urlaub", who=BO.user))


async def a_conference_is_cancelled(desk: Desk) -> AsyncIterator[None]:
    _, one = await meets(desk)
    yield
    done(await desk.hub.conferences.cancel(one.id, "Urlaub", who=BO.user))


async def a_conference_ends_early(desk: Desk) -> AsyncIterator[None]:
    _, one = await meets(desk)
    desk.clock.push(days=20)
    done(await desk.hub.moderation.begin(one.id, who=BO.user))
    desk.clock.push(minutes=20)
    yield
    done(await desk.hub.moderation.end(one.id, who=BO.user))


async def the_lead_moderates_instead(desk: Desk) -> AsyncIterator[None]:
    _, one = await meets(desk)
    yield
    done(await desk.hub.moderation.take_over(one.id, who=AMIRA.user))


async def minutes_are_drafted(desk: Desk) -> AsyncIterator[None]:
    case, one = await meets(desk)
    desk.clock.push(days=20)
    done(await desk.hub.moderation.begin(one.id, who=BO.user))
    done(await desk.hub.moderation.end(one.id, who=BO.user))
    done(await desk.hub.minutes.note(case, one.id, NOTE, who=BO.user))
    desk.clock.push(hours=2)
    yield
    done(await desk.hub.minutes.draft(case, one.id, who=BO.user))


# What is laid down by hand.


async def a_date_is_laid_down(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    yield
    done(await desk.hub.monitoring.lay_down(case, "r1", SOON, who=AMIRA.user))


async def a_date_is_settled(desk: Desk) -> AsyncIterator[None]:
    case, _ = await desk.seats(AMIRA, BO)
    laid_down = await desk.hub.monitoring.lay_down(case, "r1", SOON, who=AMIRA.user)
    assert not isinstance(laid_down, Refused)
    yield
    done(await desk.hub.monitoring.settle(case, laid_down.id, who=AMIRA.user))


STORIES: Mapping[str, Story] = {
    "agency.classified": an_agency_is_a_provider,
    "case.closed": a_case_is_closed,
    "case.involved": somebody_comes,
    "case.lead-accepted": the_lead_passes,
    "case.led": the_lead_passes,
    "case.opened": a_case_is_opened,
    "case.relieved": somebody_goes,
    "charter.acknowledged": an_agency_comes_back,
    "charter.left": an_agency_leaves_the_network,
    "charter.published": a_charter_is_urgent,
    "conference.called": a_conference_is_called,
    "conference.cancelled": a_conference_is_cancelled,
    "conference.ended": a_conference_ends_early,
    "conference.moderated": the_lead_moderates_instead,
    "conference.moved": a_conference_is_moved,
    "consent.confirmed": a_paper_is_confirmed,
    "consent.given": the_client_says_yes,
    "consent.invalidated": it_should_never_have_been_given,
    "consent.narrowed": the_client_takes_a_part_back,
    "consent.revoked": the_agency_needs_it_no_longer,
    "consent.superseded": it_is_renewed,
    "consent.withdrawn": the_client_takes_it_back,
    "guardianship.confirmed": a_mother_speaks,
    "guardianship.ended": a_mother_no_longer_speaks,
    "minutes.drafted": minutes_are_drafted,
    "professional.left": somebody_leaves_their_agency,
    "reminder.done": a_date_is_settled,
    "reminder.set": a_date_is_laid_down,
    "support.begun": a_support_begins,
    "support.ended": a_support_ends,
    "support.reported": a_support_is_reported,
    "task.done": a_task_is_done,
    "task.dropped": a_task_is_dropped,
    "task.set": a_task_is_set,
}
# The plan reads nothing of what these change.
OTHERS = frozenset(
    {
        *("agency.added", "professional.added", "professional.entrusted", "party.added", "key.pinned"),
        *("identity.trusted", "language.noted", "birthday.noted", "charter.deferred", "template.added"),
        *("case.exported", "extract.made", "file.sealed", "receipt.made"),
        *("case.lead-declined", "case.lead-offered", "case.lead-withdrawn", "case.erased"),
        *("closing.announced", "closing.noted", "closing.taken", "closing.waived"),
        *("agenda.attached", "agenda.posted", "conference.begun", "conference.opened", "date.attached"),
        *("poll.answered", "poll.opened", "poll.withdrawn", "reply.given", "topic.named", "topic.withdrawn"),
        *("consent.deferred", "consent.recorded", "consent.refused", "consent.requested"),
        "guardianship.recorded",
        *("consult.answered", "consult.asked", "consult.posted", "consult.withdrawn"),
        *("disclosure.answered", "disclosure.made", "disclosure.overdue", "disclosure.reviewed"),
        *("goal.given-up", "goal.reached", "goal.set", "gap.closed", "gap.noted", "support.answered"),
        *("listening.begun", "listening.ended", "listening.told"),
        *("minutes.attached", "minutes.final", "minutes.noted", "minutes.objected", "minutes.posted"),
        "minutes.withdrawn",
        # Said, put off and muted is what is planned, not what it follows from.
        *("reminder.said", "reminder.snoozed", "reminder.muted", "reminder.unmuted"),
        # Of what a client is told nothing is planned ahead: what is owed to them then and when they sit
        # there tests/flows/test_client_digest.py shows.
        *("own.unwanted", "own.wanted"),
        # Who may hear follows from consents; where they sit, from that.
        *("leave.seen", "room.lost", "room.made"),
        *("seat.ended", "seat.left", "seat.offered", "seat.taken"),
    }
)


async def planned(desk: Desk) -> set[Due]:
    """What stands there to be said, of every case."""
    cases = [case.id for case in await desk.hub.cases.all()]
    async with desk.hub.database.reading() as connection:
        return {
            one.due
            for case in cases
            for person in PROFESSIONALS
            for one in await store.planned(connection, case, person.id)
        }


async def noted(desk: Desk) -> list[str]:
    async with desk.hub.database.reading() as connection:
        return [entry.act.deed for entry in await journal.entries(connection)]


async def following(desk: Desk) -> set[Due]:
    """What should stand there, by what is known now."""
    now, planner = desk.clock.now(), desk.hub.planner
    found: set[Due] = set()
    for case in await desk.hub.cases.all():
        async with desk.hub.database.reading() as connection:
            known = await known_of(connection, case.id, servers=planner.servers, now=now)
        found.update(rules.plan(known, planner.kinds, today=rules.day_of(now), land=planner.land))
    return found


def test_of_every_deed_it_is_known_whether_it_changes_what_is_due() -> None:
    assert STORIES.keys() | OTHERS == deeds()
    assert STORIES.keys().isdisjoint(OTHERS)


@pytest.mark.parametrize("deed", STORIES)
async def test_a_deed_that_changes_what_is_due_has_it_planned_anew_at_once(desk: Desk, deed: str) -> None:
    story = STORIES[deed](desk)
    await anext(story)
    await desk.works_off()
    # A story may pass days before its deed: what time alone changes is found at night.
    await desk.hub.planner.owe_plans(timedelta())
    await desk.works_off()
    before, deeds_before = await planned(desk), await noted(desk)
    assert before == await following(desk)

    with pytest.raises(StopAsyncIteration):
        await anext(story)
    await desk.works_off()

    assert deed in (await noted(desk))[len(deeds_before) :]
    assert await planned(desk) == await following(desk) != before
