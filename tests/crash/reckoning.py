"""The reckoning after many deaths: what was promised is there, once, and nobody is where they may not be."""

import asyncio
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select

from hub import journal, outbox
from hub.assemble import Site
from hub.audit import Act
from hub.cases.model import Case, CaseFile, Participation, Role
from hub.cases.rules import CLOSED, OPENED, PARTS
from hub.consent.model import Consent, State
from hub.effects import Urgency
from hub.identifiers import RoomId, UserId
from hub.outbox import OUTBOX
from hub.settings import Settings
from tests.crash.aftermath import whole_timeline
from tests.crash.books import Books, Clock, read_books
from tests.crash.deeds import Giving
from tests.crash.script import Script
from tests.crash.terminal import Answered
from tests.crash.watcher import Watcher
from tests.crash.whole_hub import FALLRAUM, environment
from tests.people import STEWARD

# The longest that a debt may wait which failed again and again.
PATIENCE = 90.0
SOON = timedelta(hours=1)
# The clock of the wall may be set a little while a test runs.
SLACK = timedelta(milliseconds=50)


async def calm(site: Site, watcher: Watcher, clock: Clock) -> list[str]:
    """Wait until nothing is owed and the rightful sit everywhere; what is wrong if that never comes."""
    began = time.monotonic()
    while troubles := [*await _owed(site), *await _seated(site, watcher, clock)]:
        if time.monotonic() - began > PATIENCE:
            return troubles
        await asyncio.sleep(0.5)
    return []


async def reckon(site: Site, script: Script) -> list[str]:
    """Whatever is wrong with what was done, said and written down."""
    books = await read_books(site)
    async with site.hub.database.reading() as connection:
        acts = [entry.act for entry in await journal.entries(connection)]
    return [
        *_lost(script.answered, acts),
        *_twice(acts),
        *_given_by_nobody(script, acts),
        *[trouble for file in books.files.values() for trouble in await _ends_not_owed(site, file, books)],
        *[trouble for file in books.files.values() for trouble in await _said_wrongly(site, file, acts)],
    ]


async def verified(settings: Settings) -> list[str]:
    """What `fallraum audit verify` finds wrong."""
    run = await asyncio.create_subprocess_exec(
        FALLRAUM, "audit", "verify", env=environment(settings), stdout=subprocess.PIPE
    )
    said, _ = await run.communicate()
    return [] if run.returncode == 0 else [f"audit verify: {said.decode()}"]


async def _owed(site: Site) -> list[str]:
    now = site.hub.chance.now()
    # The plans of a day are owed hours ahead, for every case.
    is_no_plan = (OUTBOX.c.kind != "monitor") | (OUTBOX.c.due_at <= now)
    async with site.hub.database.reading() as connection:
        first = (await connection.execute(select(func.min(OUTBOX.c.due_at)).where(is_no_plan))).scalar_one()
    is_soon = first is not None and first < now + SOON
    return [f"owed still: since {first}"] if is_soon else []


async def _seated(site: Site, watcher: Watcher, clock: Clock) -> list[str]:
    books, seen = await read_books(site), await watcher.everybody()
    # One that was half made when the homeserver died may be left, with nobody in it.
    called = {watcher.names.get(room, room): who for room, who in seen.items() if who}
    troubles = [] if len(called) == sum(map(bool, seen.values())) else ["two rooms have one name"]
    for name, who in called.items():
        if wrong := who ^ books.rightful(name, clock):
            troubles.append(f"in {name} inside or missing: {sorted(wrong)}")
    missing = {
        name for file in books.files.values() for name in books.rooms(file.case, clock)
    } - called.keys()
    return troubles + [f"no room {name}" for name in sorted(missing)]


def _lost(answered: Iterable[Answered], acts: Iterable[Act]) -> list[str]:
    kept: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
    for act in acts:
        kept[act.case, act.deed, act.target].append(act.at)
    troubles = []
    for one in answered:
        for entry in _entries(one.answer):
            in_time = [at for at in kept[entry] if one.begun - SLACK <= at <= one.done + SLACK]
            if len(in_time) != 1:
                troubles.append(f"answered, and in the record {len(in_time)} times: {entry}")
    return troubles


def _entries(answer: object) -> Iterable[tuple[str, str, str]]:
    """Where the audit chain must say what somebody was told."""
    match answer:
        case Consent(state=State.WITHDRAWN):
            yield answer.case, "consent.withdrawn", answer.id
        case Consent():
            yield answer.case, "consent.narrowed", answer.id
        case CaseFile(case=case):
            yield case.id, OPENED, case.id
        case Participation():
            yield answer.case, PARTS[Role.MEMBER], answer.professional.id
        case Case():
            yield answer.id, CLOSED, answer.id
        case Sequence():
            for consent in answer:
                yield consent.case, "consent.given", consent.id


def _twice(acts: Iterable[Act]) -> list[str]:
    # People come and go, so seats are taken again; a consent is given once.
    done = Counter((act.case, act.deed, act.target) for act in acts if not act.deed.startswith("seat."))
    return [f"{times} times in the record: {entry}" for entry, times in done.items() if times > 1]


def _given_by_nobody(script: Script, acts: Iterable[Act]) -> list[str]:
    given = sum(act.deed == "consent.given" for act in acts)
    asked = script.asked[Giving]
    return [f"{given} consents given, {asked} times asked for"] if given > asked else []


async def _ends_not_owed(site: Site, file: CaseFile, books: Books) -> list[str]:
    case, now = file.case, site.hub.chance.now()
    if not case.is_open:
        return []
    held = [c for c in books.consents[case.label] if c.state is State.GIVEN and c.valid_until > now]
    async with site.hub.database.reading() as connection:
        return [
            f"nobody will look when {consent.id} ends"
            for consent in held
            if not await outbox.has_look(connection, case.id, Urgency.REMOVAL, by=consent.valid_until)
        ]


async def _said_wrongly(site: Site, file: CaseFile, acts: Iterable[Act]) -> list[str]:
    """Of each departure from the common room the others heard, unless nobody was to hear it any more.

    Nobody but those who sit there can tell that from being told who is there; that is said at most once
    whenever somebody came or went.
    """
    case = file.case
    room = await site.hub.rooms.of_case(case.id)
    if room is None:
        return []
    timeline = await whole_timeline(RoomId(room.id), site)
    said = [e for e in timeline if e["type"] == "m.room.encrypted" and UserId(e["sender"]) == STEWARD]
    told = len(said)
    if len({event["content"]["ciphertext"] for event in said}) < told:
        return [f"the same words twice in {case.label}"]
    professionals = {part.professional.id for part in file.participations}
    history = _seats([act for act in acts if act.case == case.id and act.target in professionals])
    most = sum(2 * _departures(deeds) + deeds.count("seat.taken") for deeds in history.values())
    least = sum(_is_gone(deeds) for deeds in history.values()) if case.is_open else 0
    return (
        []
        if least <= told <= most
        else [f"{told} times something said in {case.label}, not {least} to {most}"]
    )


def _seats(acts: Iterable[Act]) -> Mapping[str, Sequence[str]]:
    history: dict[str, list[str]] = defaultdict(list)
    for act in acts:
        if act.deed.startswith("seat."):
            history[act.target].append(act.deed)
    return history


def _departures(deeds: Sequence[str]) -> int:
    return sum(after == "seat.ended" and before == "seat.taken" for before, after in pairwise(deeds))


def _is_gone(deeds: Sequence[str]) -> bool:
    return list(deeds[-2:]) == ["seat.taken", "seat.ended"]
