"""What a morning costs on which many are reminded: who is found, and how soon everybody was told.

Who is due: 100 people with one reminder each, in a database where nothing else is planned and in one where
100,000 more are, for later; on SQLite and, where its programs are, on PostgreSQL. Measured turn by turn in
both: to owe them their digests, to look a minute later when all of them are owed, and to ask what one of them
is told. There is nothing to be seen of the others if the ratio stays at one.

Posting: 1,000 digests through the courier, from the look at who is due until the last one is settled, beside
`PUT …/send/m.room.encrypted` of as many bytes, by the same account and device, into the same rooms, as many
at once as the courier has hands. Nobody has two digests on a day, and to furnish a thousand rooms would take
longer than to post into them: it is the same morning twenty times over, for fifty people, each with a case,
a client with a vouched device, and a direct room. That is the steady state: one morning before it, in which
every room is given its keys, is not counted.
"""

import asyncio
import secrets
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import delete, select

from bots.voices import DEVICE
from hub.assemble import Hub
from hub.canonical import encode
from hub.cases.model import Professional
from hub.catalogue import say
from hub.chance import Chance
from hub.courier import HANDS, KEPT_FOR_REMOVALS
from hub.db import Database
from hub.effects import PostDigest
from hub.identifiers import ProfessionalId, UserId
from hub.matrix import names
from hub.matrix.wire import Json
from hub.monitoring import rules, store
from hub.monitoring.digests import Digests
from hub.monitoring.model import Due
from hub.outbox import OUTBOX
from hub.tour.person import Person
from hub.workdays import moment, on_or_after
from tests.bench.figures import Comparison, Duration, Rate, Times
from tests.bench.ledger import Call
from tests.bench.posting import signed_in
from tests.bench.workbench import Workbench, must, open_workbench, take_in
from tests.databases import bring_up_to_date, sqlite_url
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, HUB, JONAS
from tests.postgres import PostgresMissing, running_cluster
from tests.shelves import shelve_people

AIM = 0.5
# None: what is above one is what the machine does besides.
GROWTH = 1.1
DUE, LATER = 100, 100_000
ROUNDS, LOOKS = 50, 200
PEOPLE, MORNINGS = 50, 20
# A date that the lead is reminded of, and nobody else.
KIND = "r16"
IN_A_QUARTER = timedelta(days=90)
A_DAY = timedelta(days=1)
# The others of its hands are for removals.
AT_ONCE = HANDS - KEPT_FOR_REMOVALS
SENDING = "/send/m.room.encrypted/"
# How exactly the end of a morning is seen, in seconds.
A_BLINK = 0.02


async def measure(folder: Path, *, few: bool = False) -> list[Comparison]:
    """Who is due, then the posts; `few` of everything, to see whether it measures anything at all."""
    return [*await _found(folder, few=few), *await _posted(folder / "house", few=few)]


# Who is due.


@dataclass(frozen=True, slots=True)
class _Planned:
    """A hub in whose database that is planned, and whom it reminds today."""

    desk: Desk
    people: Sequence[ProfessionalId]

    @property
    def today(self) -> date:
        return rules.day_of(self.desk.clock.now())

    @property
    def digests(self) -> Digests:
        return self.desk.courier.errands.saying.digests


class _Look(Protocol):
    async def __call__(self, planned: _Planned, number: int, /) -> float: ...


async def _found(folder: Path, *, few: bool) -> list[Duration]:
    sizes = (3, 200) if few else (DUE, LATER)
    found = []
    async with _two(sqlite_url(folder / "alone.sqlite"), sqlite_url(folder / "among.sqlite"), *sizes) as both:
        found += await _compared("SQLite", both, sizes, few=few)
    try:
        with running_cluster() as cluster:
            async with cluster.fresh() as alone, cluster.fresh() as among, _two(alone, among, *sizes) as both:
                found += await _compared("PostgreSQL", both, sizes, few=few)
    except PostgresMissing as missing:
        print(f"on PostgreSQL it is not measured: {missing}", file=sys.stderr)
    return found


async def _compared(
    where: str, both: tuple[_Planned, _Planned], sizes: tuple[int, int], *, few: bool
) -> list[Duration]:
    due, later = sizes
    rounds, looks = (2, 2) if few else (ROUNDS, LOOKS)
    whats: tuple[tuple[str, _Look, int], ...] = (
        (f"owe {due:,} their digests", _owed, rounds),
        ("look a minute later", _looked, looks),
        ("ask what one is told", _asked, looks),
    )
    found = []
    for what, look, times in whats:
        taken: tuple[list[float], list[float]] = ([], [])
        for number in range(times):
            for planned, seconds in zip(both, taken, strict=True):
                seconds.append(await look(planned, number))
        alone, among = taken
        found.append(
            Duration(
                Times(f"{what}, among {later:,} for later ({where})", among),
                Times("  nothing for later", alone),
                GROWTH,
            )
        )
    return found


async def _owed(planned: _Planned, _number: int) -> float:
    database = planned.desk.hub.database
    async with database.writing() as connection:
        await store.forget_before(connection, planned.today + A_DAY)
        await connection.execute(delete(OUTBOX))
    began = time.perf_counter()
    await planned.desk.hub.planner.owe_digests()
    ended = time.perf_counter()
    async with database.reading() as connection:
        owed = (await connection.execute(select(OUTBOX.c.id))).all()
    if len(owed) != len(planned.people):
        raise RuntimeError(f"{len(owed)} were found of {len(planned.people)}")
    return ended - began


async def _looked(planned: _Planned, _number: int) -> float:
    # Whom it found before was owed it, and it is not said yet.
    began = time.perf_counter()
    await planned.desk.hub.planner.owe_digests()
    return time.perf_counter() - began


async def _asked(planned: _Planned, number: int) -> float:
    who = planned.people[number % len(planned.people)]
    effect = PostDigest(who, planned.today.isoformat())
    began = time.perf_counter()
    digest = await planned.digests.digest(effect)
    ended = time.perf_counter()
    if digest is None or len(digest.items) != 1:
        raise RuntimeError("what is due was not found")
    return ended - began


@asynccontextmanager
async def _two(alone: str, among: str, due: int, later: int) -> AsyncIterator[tuple[_Planned, _Planned]]:
    async with _planned(alone, due, 0) as first, _planned(among, due, later) as second:
        yield first, second


@asynccontextmanager
async def _planned(url: str, due: int, later: int) -> AsyncIterator[_Planned]:
    await bring_up_to_date(url)
    bell = HandBell()
    database = Database(url, ring=bell.ring)
    try:
        desk = Desk(database, bell)
        async with database.writing() as connection:
            await shelve_people(connection)
        people = []
        for number in range(due):
            user = UserId(f"@lead-{number}:{HUB}")
            person = await take_in(desk.hub, AMIRA.agency, AMIRA.function, user)
            client = UserId(f"@fallraum-client-{number}:{HUB}")
            theirs = await _laid_down(desk.hub, person, client)
            await _plan_for_later(database, theirs, later // due, rules.day_of(desk.clock.now()))
            people.append(person.id)
        yield _Planned(desk, people)
    finally:
        await database.close()


async def _plan_for_later(database: Database, due: Due, size: int, today: date) -> None:
    """One is due today, and so many are later."""
    async with database.writing() as connection:
        there = [one.due for one in await store.planned(connection, due.case, due.professional)]
        days = [due.day + number * A_DAY for number in range(1, 1 + size)]
        later = [replace(due, subject=day.isoformat(), due_on=day, day=day) for day in days]
        await store.replan(connection, due.case, [*there, *later], said_since=due.due_on)
        await store.put_off(connection, due, today)


async def _laid_down(hub: Hub, person: Professional, client: UserId) -> Due:
    """Somebody leads a case in which a date is laid down: of what they are reminded first."""
    opened = must(await hub.cases.open(JONAS.person, client=client, lead=person.user, members=[], by="bench"))
    case, day = opened.case.id, rules.day_of(hub.chance.now()) + IN_A_QUARTER
    must(await hub.monitoring.lay_down(case, KIND, day, who=person.user))
    async with hub.database.writing() as connection:
        await hub.planner.plan(connection, case)
        return min(one.due for one in await store.planned(connection, case, person.id))


# Posting.


@dataclass(frozen=True, slots=True)
class _Office:
    """Those who are told something each morning, in rooms of their own."""

    bench: Workbench
    people: Sequence[Person]
    dues: Sequence[Due]

    async def morning(self) -> tuple[float, Sequence[Call]]:
        """Everybody is told what is due, for the first time today: how long each took, and what was sent."""
        hub = self.bench.hub
        today = rules.day_of(hub.chance.now())
        async with hub.database.writing() as connection:
            await store.forget_before(connection, today + A_DAY)
            for due in self.dues:
                await store.put_off(connection, due, today)
        asked = len(self.bench.ledger.calls)
        began = time.perf_counter()
        await hub.planner.owe_digests()
        sent = await self._said(asked)
        each = (time.perf_counter() - began) / len(self.dues)
        if len(sent) != len(self.dues):
            raise RuntimeError(f"{len(sent)} were told, and {len(self.dues)} were to be")
        return each, sent

    async def bare(self, like: Sequence[Call]) -> float:
        """How long each of these takes when nothing is sent but nonsense of its length."""
        posts = iter([(call.path.rpartition("/")[0], _nonsense(call.body)) for call in like])

        async def send() -> None:
            for path, body in posts:
                where = f"{path}/{secrets.token_hex(16)}"
                await self.bench.wire.call("PUT", where, body, user=self.bench.steward, device=DEVICE)

        began = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(AT_ONCE)))
        return (time.perf_counter() - began) / len(like)

    async def read(self) -> None:
        """One of them looks at what they were told."""
        await self.people[0].catch_up()

    def have_read(self, mornings: int) -> None:
        """Raise unless that one could read each digest, once."""
        title = say(self.bench.house.settings.language, "digest-title")
        read = sum(text.startswith(title) for text in self.people[0].read)
        if read != mornings:
            raise RuntimeError(f"{read} digests could be read of {mornings}")

    async def _said(self, since: int) -> Sequence[Call]:
        while True:
            sent = [call for call in self.bench.ledger.calls[since:] if SENDING in call.path]
            if len(sent) >= len(self.dues) and not await self._is_owed():
                return sent
            await asyncio.sleep(A_BLINK)

    async def _is_owed(self) -> bool:
        async with self.bench.hub.database.reading() as connection:
            owed = await connection.execute(
                select(OUTBOX.c.id).where(OUTBOX.c.kind == "post-digest").limit(1)
            )
            return owed.first() is not None


async def _posted(folder: Path, *, few: bool) -> list[Rate]:
    size, mornings = (2, 2) if few else (PEOPLE, MORNINGS)
    async with open_workbench(folder, chance=_at_nine()) as bench, AsyncExitStack() as stack:
        office = await _open(bench, size, folder, stack)
        await office.morning()
        await office.read()
        hub, bare = [], []
        for _ in range(mornings):
            each, sent = await office.morning()
            await office.read()
            await bench.quiet()
            hub.append(each)
            bare.append(await office.bare(sent))
            await bench.quiet()
        office.have_read(1 + mornings)
    return [
        Rate(
            Times(f"tell {size * mornings:,} times what is due, each", hub),
            Times("  bare send of like bytes", bare),
            AIM,
        )
    ]


async def _open(bench: Workbench, size: int, folder: Path, stack: AsyncExitStack) -> _Office:
    people, dues = [], []
    for number in range(size):
        user = UserId(f"@{names.PREFIX}bench-lead-{number}:{bench.hub.server_name}")
        await bench.house.site.homeserver.ensure_user(user)
        professional = await take_in(bench.hub, bench.professionals[0].agency, "Fallmanagement", user)
        client = names.new_client(secrets.token_hex(6), bench.hub.server_name)
        dues.append(await _laid_down(bench.hub, professional, client))
        must(await bench.hub.direct.open(user))
        people.append(await signed_in(bench, user, folder, stack))
    await bench.quiet()
    for person in people:
        room = await person.invited_to()
        assert room is not None
        await person.join(room)
    # Each is greeted there.
    await bench.quiet()
    return _Office(bench, people, dues)


def _nonsense(like: Mapping[str, Any]) -> Json:
    size = len(like["ciphertext"])
    return dict(like) | {"ciphertext": encode(secrets.token_bytes(size))[:size]}


def _at_nine() -> Chance:
    """A clock that begins on a working day at nine: at night nobody is told anything."""
    began = datetime.now(UTC)
    ahead = moment(on_or_after(rules.day_of(began), ""), time_of_day(9)) - began
    return Chance(now=lambda: datetime.now(UTC) + ahead)
