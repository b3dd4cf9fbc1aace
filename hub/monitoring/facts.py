"""What in a case has a day, at one instant: from each source what it knows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.cases.model import Corner
from hub.conference import store as conferences
from hub.conference.model import Conference
from hub.consent.rules import in_force
from hub.federation import Servers
from hub.identifiers import COMMON, OWN, CaseId, ProfessionalId
from hub.minutes import store as minutes
from hub.minutes.noting import DRAFTED
from hub.monitoring import rules, store
from hub.monitoring.model import Fact, Known, Trigger
from hub.parties import store as parties
from hub.plan import store as plans
from hub.plan.progress import next_report_due
from hub.rooms.facts import Facts, facts_of
from hub.rooms.model import Membership

# What ends with a day ends at midnight of the next.
_A_MOMENT = timedelta(microseconds=1)


class Source(Protocol):
    """Where dates come from."""

    async def __call__(self, connection: AsyncConnection, there: Facts, now: datetime, /) -> Sequence[Fact]:
        """What of a case has a day."""
        ...


async def known_of(connection: AsyncConnection, case: CaseId, *, servers: Servers, now: datetime) -> Known:
    """Read it as for the room itself: on consent, charter and what the chain tells."""
    there = await facts_of(connection, case, voices=(), servers=servers, now=now)
    file, may = there.file, there.may(COMMON)
    people = [part.professional for part in file.participations]
    bound = {agency for agency, until in file.bound.items() if now < until}
    lead = file.lead
    agencies = await directory.agencies(connection)
    return Known(
        file=file,
        lead=lead.id if lead and lead.agency in bound else None,
        hears=frozenset(person.id for person in people if person.user in may),
        providers=frozenset(one.id for one in agencies if one.kind.corner is Corner.PROVIDER),
        facts=tuple([fact for source in SOURCES for fact in await source(connection, there, now)]),
        is_client_there=_is_client_there(there),
    )


def _is_client_there(there: Facts) -> bool:
    client = there.file.case.client
    seat = there.known(OWN).get(client) if client in there.may(OWN) else None
    return seat is not None and seat.membership is Membership.JOINED


async def _tasks(connection: AsyncConnection, there: Facts, _now: datetime) -> Sequence[Fact]:
    return [
        Fact(
            trigger=Trigger.TASK,
            subject=one.id,
            day=one.due,
            since=rules.day_of(one.set_at),
            owner=one.owner,
        )
        for one in await plans.open_tasks(connection, there.file.case.id)
    ]


async def _reports(connection: AsyncConnection, there: Facts, _now: datetime) -> Sequence[Fact]:
    case, found = there.file.case.id, []
    last = await plans.last_reports(connection, case)
    for one in await plans.supports(connection, case):
        newest = last.get(one.id)
        day = next_report_due(one, newest)
        if day is not None:
            since = rules.day_of(newest.at if newest else one.set_at)
            responsible = one.responsible
            found.append(
                Fact(trigger=Trigger.REPORT, subject=one.id, day=day, since=since, owner=responsible)
            )
    return found


async def _conferences(connection: AsyncConnection, there: Facts, now: datetime) -> Sequence[Fact]:
    called = [one for one in await conferences.of_case(connection, there.file.case.id) if _is_common(one)]
    ahead = [one for one in called if now < one.begins_at]
    over = [one for one in called if (one.ended_at or one.ends_at) <= now]
    return [*_ahead(ahead, there), *await _without_minutes(connection, over, there)]


def _is_common(one: Conference) -> bool:
    return one.cancelled_at is None and one.circle == COMMON


def _ahead(called: Iterable[Conference], there: Facts) -> Iterator[Fact]:
    for one in called:
        day, since = rules.day_of(one.begins_at), rules.day_of(one.called_at)
        owner = _moderator(one, there)
        yield Fact(trigger=Trigger.CONFERENCE, subject=one.id, day=day, since=since, owner=owner)


async def _without_minutes(
    connection: AsyncConnection, called: Sequence[Conference], there: Facts
) -> Sequence[Fact]:
    found: list[Fact] = []
    if not called:
        return found
    acts = await minutes.acts(connection, there.file.case.id)
    drafted = [act.target for act in acts if act.deed == DRAFTED]
    for one in called:
        if not any(target.endswith(f"-{one.id}") for target in drafted):
            day, owner = rules.day_of(one.ended_at or one.ends_at), _moderator(one, there)
            found.append(Fact(trigger=Trigger.MINUTES, subject=one.id, day=day, since=day, owner=owner))
    return found


def _moderator(one: Conference, there: Facts) -> ProfessionalId | None:
    # As in the conference itself: the lead stands in for whoever may not sit there any more.
    may = there.may(COMMON)
    there_still = (part.professional for part in there.file.participations if part.professional.user in may)
    named = (person.id for person in there_still if person.id == one.moderator)
    return next(named, there.file.lead.id if there.file.lead else None)


async def _consents(_connection: AsyncConnection, there: Facts, now: datetime) -> Sequence[Fact]:
    # Of who talks with the client alone nobody else may notice.
    return [
        Fact(
            trigger=Trigger.CONSENT,
            subject=one.id,
            day=rules.day_of(one.valid_until - _A_MOMENT),
            since=rules.day_of(one.given_at or one.valid_from),
        )
        for one in there.given
        if in_force(one, now) and not one.alone
    ]


async def _dates(connection: AsyncConnection, there: Facts, _now: datetime) -> Sequence[Fact]:
    laid_down = await store.of_case(connection, there.file.case.id)
    return [rules.fact_of(one) for one in laid_down if one.done_at is None]


async def _opening(_connection: AsyncConnection, there: Facts, _now: datetime) -> Sequence[Fact]:
    case = there.file.case
    opened = rules.day_of(case.opened_at)
    return [Fact(trigger=Trigger.CASE, subject=case.id, day=opened, since=opened)]


async def _closing(_connection: AsyncConnection, there: Facts, _now: datetime) -> Sequence[Fact]:
    case = there.file.case
    if case.closed_at is None:
        return []
    closed = rules.day_of(case.closed_at)
    return [Fact(trigger=Trigger.CLOSED, subject=case.id, day=closed, since=closed)]


async def _birthdays(connection: AsyncConnection, there: Facts, _now: datetime) -> Sequence[Fact]:
    case = there.file.case
    opened = rules.day_of(case.opened_at)
    days = rules.birthdays(await parties.guardianships(connection, case.id))
    return [Fact(trigger=Trigger.BIRTHDAY, subject=case.id, day=day, since=opened) for day in sorted(days)]


SOURCES: tuple[Source, ...] = (
    _tasks,
    _reports,
    _conferences,
    _consents,
    _dates,
    _opening,
    _closing,
    _birthdays,
)
