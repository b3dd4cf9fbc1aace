"""Goes through every case again and again, and owes a look wherever who sits is not who may.

It changes nothing itself: there is one removal path only. Its looks stand behind every withdrawal.
"""

import asyncio
import contextlib
import time
from dataclasses import asdict, dataclass, field
from datetime import timedelta

import structlog

from hub import outbox
from hub.cases import store as cases
from hub.chance import Chance
from hub.db import Database
from hub.errors import FallraumError, HomeserverRefused
from hub.holding import Holding
from hub.identifiers import CaseId
from hub.rooms import drift, store
from hub.rooms.drift import Drift, Fault
from hub.rooms.survey import Survey

# How long it takes its time after a start, or when the homeserver is back; longer if that is not enough.
SOON = timedelta(minutes=1)
# For each moment it works it rests so many: withdrawals share its process and its machine.
RESTS = 9
# After so many cases that could not be looked at, one after the other, it asks whether anybody answers.
ENOUGH = 5

log = structlog.get_logger()


@dataclass(slots=True)
class Swept:
    """What one sweep found: how many cases, of which drifted or could not be seen; how many who sit
    there would be removed without an end, and of how many of them there is notice first.
    """

    cases: int = 0
    drifted: int = 0
    unseen: int = 0
    surprises: int = 0
    announced: int = 0


@dataclass(slots=True)
class Sweep:
    """One at a time goes through all cases; two at once would only find the same."""

    database: Database
    survey: Survey
    holding: Holding
    chance: Chance
    _hurry: asyncio.Event = field(default_factory=asyncio.Event)

    def hurry(self) -> None:
        """Begin anew soon: something may have been missed."""
        self._hurry.set()

    async def run(self, period: timedelta) -> None:
        """Sweep for ever: once in a period, spread evenly over it; the first time soon."""
        self.hurry()
        while True:
            is_soon = self._hurry.is_set()
            self._hurry.clear()
            began = time.monotonic()
            try:
                await self.round(min(SOON, period) if is_soon else period)
            except FallraumError as error:
                if isinstance(error, HomeserverRefused) and error.is_about_token:
                    log.error("token unknown to the homeserver", errcode=error.errcode)
                log.warning("not swept", error=str(error))
                await self._rest(SOON)
                self.hurry()
            else:
                # A quick one is followed by one that takes its time, and that has mostly used it up.
                left = period - timedelta(seconds=time.monotonic() - began)
                await self._rest(timedelta(0) if is_soon else left)

    async def round(self, span: timedelta = timedelta(0)) -> Swept:
        """Go through all cases once, spread evenly over a span; ends early if it is to hurry.

        Without a span it does not rest. Raises what keeps the homeserver from answering.
        """
        swept, unseen = Swept(), 0
        if not await self._is_ours():
            return swept
        async with self.database.reading() as connection:
            known = [case.id for case in await cases.all_cases(connection)]
            for lost in await cases.lost_cases(connection):
                # Nobody knows any more who may sit in its rooms: only a backup brings that back.
                log.error("case gone", case=lost)
            most = drift.most_unannounced(await store.count_inside(connection))
        for case in known:
            began = time.monotonic()
            found = await self._look(case)
            if found is None or found.of(Fault.UNSEEN):
                swept.unseen, unseen = swept.unseen + 1, unseen + 1
                if unseen % ENOUGH == 0 and not await self._is_ours():
                    break
            else:
                unseen = 0
            if found is not None:
                await self._take_in(found, swept, most)
            if await self._rest(_pause(span / len(known), time.monotonic() - began)):
                break
        log.info("swept", **asdict(swept))
        return swept

    async def mend(self, found: Drift, *, is_announced: bool = False) -> None:
        """Owe the looks that put a case right: at once, or when the notice of it is over."""
        wanted = drift.looks(found, self.chance.now(), is_announced=is_announced)
        if not wanted:
            return
        async with self.database.writing() as connection:
            for look in wanted:
                if not await outbox.has_look(connection, found.case, look.urgency, by=look.due_at):
                    await outbox.owe(connection, self.chance, look)

    async def _is_ours(self) -> bool:
        # Who of the two is right nobody here knows: nobody new gets in, nobody is thrown out.
        is_ours = await self.holding.is_ours()
        if not is_ours:
            log.error("another hub holds this registration")
        return is_ours

    async def _look(self, case: CaseId) -> Drift | None:
        # One case in which nothing can be read must not hide the others.
        try:
            return await self.survey.of(case)
        except Exception as error:
            log.error("case not swept", case=case, error=type(error).__name__)
            return None

    async def _take_in(self, found: Drift, swept: Swept, most: int) -> None:
        swept.cases += 1
        swept.drifted += bool(found.findings)
        swept.surprises += found.surprises
        is_announced = found.surprises > 0 and (swept.surprises > most or found.notice_until is not None)
        await self.mend(found, is_announced=is_announced)
        if is_announced:
            swept.announced += found.surprises
            until = found.notice_until or self.chance.now() + drift.NOTICE
            log.error("many would be removed", case=found.case, at=until.isoformat(), most=most)

    async def _rest(self, pause: timedelta) -> bool:
        """Wait; whether it is to hurry."""
        if pause <= timedelta(0):
            # Others go first, every time.
            await asyncio.sleep(0)
            return self._hurry.is_set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause.total_seconds()):
                await self._hurry.wait()
        return self._hurry.is_set()


def _pause(share: timedelta, worked: float) -> timedelta:
    return max(share, RESTS * timedelta(seconds=worked)) if share else share
