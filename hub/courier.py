"""Performs what is owed: claims it by a lease, asks again whether it still holds, settles it."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Protocol, assert_never

import structlog

from hub import outbox
from hub.chance import Chance
from hub.charter.service import CharterService
from hub.conference.model import Agenda
from hub.conference.service import ConferenceService
from hub.consent.service import ConsentService
from hub.consult.model import Contents, Posting
from hub.consult.service import ConsultService
from hub.db import Database
from hub.disclosure.service import DisclosureService
from hub.effects import (
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceLead,
    AnnounceRoster,
    ApplyCharter,
    ConfirmLeave,
    EraseAccount,
    EraseRoom,
    PostAgenda,
    PostAnswer,
    Reconcile,
    ReviewWarning,
    Urgency,
)
from hub.errors import FallraumError, HomeserverRefused, Unfinished, WorldBroken
from hub.handover.model import News
from hub.handover.service import HandOverService
from hub.identifiers import CaseId, DebtId, server_of
from hub.outbox import Claim
from hub.rooms.model import Kind
from hub.rooms.service import Circle, Departure, Gathering, RoomService
from hub.rooms.witness import Witness

AT_ONCE = 8
# Given up in time to hand the debt back before its lease runs out.
LONGEST_DEED = outbox.LEASE - timedelta(seconds=10)
A_BREATH = timedelta(milliseconds=50)
# Bells can be lost with the process that should have rung; nothing waits longer than this.
LONGEST_SLEEP = timedelta(seconds=15)

log = structlog.get_logger()


class Speaker(Protocol):
    """What the courier needs of the voices: each call says its words exactly once, or raises."""

    async def post_agenda(self, claim: Claim, circle: Circle, agenda: Agenda) -> None:
        """Post an agenda."""
        ...

    async def announce_departure(self, claim: Claim, departure: Departure) -> None:
        """Tell those who stay that somebody left."""
        ...

    async def announce_roster(self, claim: Claim, gathering: Gathering, theme: str) -> None:
        """Tell those in a room what it is about and who is there; `theme` is empty where there is none."""
        ...

    async def announce_question(self, claim: Claim, gathering: Gathering, asked: Contents) -> None:
        """Tell the two in a room what the one asks the other, and who they are."""
        ...

    async def post_answer(self, claim: Claim, circle: Circle, posting: Posting) -> None:
        """Post what a specialist answered."""
        ...

    async def announce_lead(self, claim: Claim, circle: Circle, news: News) -> None:
        """Tell the client who leads their case, or is to."""
        ...

    async def announce_closing(self, claim: Claim, circle: Circle) -> None:
        """Tell those in a room that the case will be closed soon."""
        ...


class Bell(Protocol):
    """Wakes the courier; rung at every commit that owes something."""

    def ring(self) -> None:
        """Wake whoever waits."""
        ...

    async def wait(self, longest: timedelta) -> None:
        """Return when it rings, or after `longest`."""
        ...


class Courier:
    """One worker on the outbox. Any number may run; each debt is one's at a time."""

    def __init__(
        self,
        name: str,
        *,
        database: Database,
        rooms: RoomService,
        witness: Witness,
        consents: ConsentService,
        consults: ConsultService,
        conferences: ConferenceService,
        disclosures: DisclosureService,
        hand_overs: HandOverService,
        charters: CharterService,
        speaker: Speaker | None,
        chance: Chance,
        bell: Bell,
    ) -> None:
        """Without a `speaker` whatever is to be said waits until there is one."""
        self.name = name
        self.database = database
        self.rooms = rooms
        self.witness = witness
        self.consents = consents
        self.consults = consults
        self.conferences = conferences
        self.disclosures = disclosures
        self.hand_overs = hand_overs
        self.charters = charters
        self.speaker = speaker
        self.chance = chance
        self.bell = bell
        self._busy: Counter[CaseId] = Counter()
        self._in_hand: set[DebtId] = set()
        self._turns: dict[CaseId, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def run(self) -> None:
        """Work until stopped: sleep exactly until the next debt falls due or the bell rings."""
        try:
            while not self._stopping:
                now = self.chance.now()
                claims = await self._claim_for_free_hands(now)
                for claim in claims:
                    self._start(claim)
                # Whoever has just begun is given a moment: to ask at once what else there is to do
                # would make a removal wait for the answer.
                await self.bell.wait(A_BREATH if claims else await self._until_next(now))
            await asyncio.gather(*self._tasks)
        finally:
            for task in self._tasks:
                task.cancel()

    def stop(self) -> None:
        """Begin nothing new; `run` returns when what is in hand is done."""
        self._stopping = True
        self.bell.ring()

    async def work_off(self) -> None:
        """Perform everything that is due now, one after the other, until nothing is."""
        while claims := await self._claim(self.chance.now(), most=1):
            await self._perform_safely(claims[0])

    async def catch_up(self) -> None:
        """The world came back, or this courier did: try again now what was waiting."""
        async with self.database.writing() as connection:
            await outbox.hasten(connection, courier=self.name, in_hand=self._in_hand, now=self.chance.now())

    async def _claim_for_free_hands(self, now: datetime) -> list[Claim]:
        # Half of the hands are for removals alone: they never wait for somebody's slow server.
        free = 2 * AT_ONCE - len(self._tasks)
        if free <= 0:
            return []
        if free > AT_ONCE:
            return await self._claim(now, most=free - AT_ONCE)
        return await self._claim(now, most=free, removals_only=True)

    async def _claim(self, now: datetime, *, most: int, removals_only: bool = False) -> list[Claim]:
        busy = list(self._busy)
        async with self.database.writing() as connection:
            claims = await outbox.claim(
                connection,
                courier=self.name,
                now=now,
                most=most,
                busy=busy,
                removals_only=removals_only,
            )
        self._in_hand.update(claim.id for claim in claims)
        return claims

    def _start(self, claim: Claim) -> None:
        case = claim.effect.case
        self._busy[case] += 1
        task = asyncio.create_task(self._in_turn(claim))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._finished(done, case))

    def _finished(self, task: asyncio.Task[None], case: CaseId) -> None:
        self._tasks.discard(task)
        self._busy[case] -= 1
        if not self._busy[case]:
            del self._busy[case]
            self._turns.pop(case, None)
        # A hand is free, and the case is: something may have waited for either.
        self.bell.ring()

    async def _in_turn(self, claim: Claim) -> None:
        if claim.urgency is Urgency.REMOVAL or isinstance(claim.effect, ConfirmLeave):
            # Whoever only watches takes nobody's turn.
            await self._perform_safely(claim)
            return
        # A case's words come after its admissions, as they were owed.
        async with self._turns.setdefault(claim.effect.case, asyncio.Lock()):
            await self._perform_safely(claim)

    async def _perform_safely(self, claim: Claim) -> None:
        try:
            wait = await self._attempt(claim)
            if wait is not None:
                async with self.database.writing() as connection:
                    await outbox.postpone(connection, claim, self.chance.now() + wait.time, wait.why)
        finally:
            # Not before it is given back: until then nobody else may think that nobody has begun it.
            self._in_hand.discard(claim.id)

    async def _attempt(self, claim: Claim) -> outbox.Wait | None:
        """Perform it; returns how long to wait before the next attempt and why, None if it is done."""
        facts = {"effect": type(claim.effect).__name__, "id": claim.id, "attempts": claim.attempts}
        try:
            async with asyncio.timeout(LONGEST_DEED.total_seconds()):
                await self._perform(claim)
        except TimeoutError:
            wait = outbox.Wait(outbox.patience(claim.attempts), "took too long")
            self._sound(claim, None)
        except FallraumError as error:
            wait = outbox.Wait(_wait(claim, error), str(error))
            self._sound(claim, error)
        except Exception as error:
            # A defect of ours must not lose the debt, nor stop the others.
            log.error("postponed", error=type(error).__name__, **facts)
            return outbox.Wait(outbox.patience(claim.attempts), type(error).__name__)
        else:
            log.info("settled", **facts)
            return None
        log.warning("postponed", error=wait.why, **facts)
        return wait

    def _sound(self, claim: Claim, error: FallraumError | None) -> None:
        """Raise the alarms that a failed attempt calls for."""
        if isinstance(error, HomeserverRefused) and error.is_about_token:
            log.error("token unknown to the homeserver", errcode=error.errcode)
        if claim.attempts < outbox.ALARMING:
            return
        for server in sorted(self._unconfirmed(claim, error)):
            log.error("removal not confirmed", server=server, case=claim.effect.case, attempts=claim.attempts)

    def _unconfirmed(self, claim: Claim, error: FallraumError | None) -> frozenset[str]:
        # Whose people still sit there; or our own homeserver, if it does not even tell who sits there.
        if isinstance(error, Unfinished):
            return error.servers
        is_removal = claim.urgency is Urgency.REMOVAL and isinstance(claim.effect, Reconcile)
        return frozenset({server_of(self.rooms.homeserver.creator)} if is_removal else ())

    async def _perform(self, claim: Claim) -> None:
        match claim.effect:
            case Reconcile(case):
                # Whoever must leave waits for nobody's slow server: inviting is another look's work.
                await self.rooms.reconcile(case, admit=claim.urgency is not Urgency.REMOVAL)
                await self._settle(claim)
            case PostAgenda() | PostAnswer() as post:
                await self._post(claim, post)
            case AnnounceDeparture() | AnnounceRoster() | AnnounceLead() | AnnounceClosing() as announce:
                await self._announce(claim, announce)
                await self._settle(claim)
            case ReviewWarning() as review:
                if await self.disclosures.is_unreviewed(review):
                    log.error("warning-unreviewed", case=review.case, disclosure=review.disclosure)
                await self.disclosures.mark_due(review, claim)
            case EraseRoom(case, room):
                await self.rooms.erase(case, room)
                await self._settle(claim)
            case EraseAccount(case, client):
                await self.rooms.erase_account(case, client)
                await self._settle(claim)
            case ConfirmLeave() as confirm:
                await self.witness.confirm(confirm, claim)
            case ApplyCharter(agency):
                admit = claim.urgency is not Urgency.REMOVAL
                await self.charters.apply(agency, admit=admit)
                await self.consents.look_at_sides(agency, admit=admit)
                await self.consults.look_at_questions(agency, admit=admit)
                await self._settle(claim)
            case _ as never:
                assert_never(never)

    async def _announce(
        self, claim: Claim, announce: AnnounceDeparture | AnnounceRoster | AnnounceLead | AnnounceClosing
    ) -> None:
        match announce:
            case AnnounceDeparture():
                departure = await self.rooms.departure(announce)
                if departure is not None:
                    await self._voices().announce_departure(claim, departure)
            case AnnounceRoster():
                await self._announce_roster(claim, announce)
            case AnnounceLead():
                await self._announce_lead(claim, announce)
            case AnnounceClosing(case, circle):
                there = await self.rooms.circle(case, circle)
                if there is not None and there.file.case.is_open:
                    await self._voices().announce_closing(claim, there)

    async def _announce_roster(self, claim: Claim, announce: AnnounceRoster) -> None:
        gathering = await self.rooms.gathering(announce)
        if gathering is not None and gathering.roster.kind is Kind.CONSULT:
            asked = await self.consults.asked_in(announce.case, announce.circle)
            if asked is not None:
                await self._voices().announce_question(claim, gathering, asked)
        elif gathering is not None:
            # Which theme it is takes the case's key; who is there does not.
            is_theme = gathering.roster.kind is Kind.THEME
            themes = await self.consents.themes(announce.case) if is_theme else {}
            await self._voices().announce_roster(claim, gathering, themes.get(announce.circle, ""))

    async def _announce_lead(self, claim: Claim, announce: AnnounceLead) -> None:
        news = await self.hand_overs.news(announce)
        circle = await self.rooms.circle(announce.case)
        # Without a room there is nobody to tell; the client reads it in their own view.
        if news is not None and circle is not None:
            await self._voices().announce_lead(claim, circle, news)

    async def _post(self, claim: Claim, post: PostAgenda | PostAnswer) -> None:
        if isinstance(post, PostAgenda):
            await self._post_agenda(claim, post)
        else:
            await self._post_answer(claim, post)

    async def _post_agenda(self, claim: Claim, post: PostAgenda) -> None:
        agenda = await self.conferences.agenda(post)
        if agenda is None:
            await self._settle(claim)
            return
        circle = await self.rooms.circle(post.case)
        if circle is None:
            # No consent yet, so no room: the agenda waits for somebody to read it.
            raise WorldBroken("the case has no room yet")
        await self._voices().post_agenda(claim, circle, agenda)
        await self.conferences.mark_posted(agenda, claim)

    async def _post_answer(self, claim: Claim, post: PostAnswer) -> None:
        posting = await self.consults.posting(post)
        into = posting.question.into.circle if posting else None
        if posting is None or into is None or not await self.rooms.is_wanted(post.case, into):
            # Nobody talks there: who asked reads it at the door.
            await self._settle(claim)
            return
        circle = await self.rooms.circle(post.case, into)
        if circle is None:
            raise WorldBroken("that room is not there yet")
        await self._voices().post_answer(claim, circle, posting)
        await self.consults.mark_posted(posting, claim)

    def _voices(self) -> Speaker:
        if self.speaker is None:
            raise WorldBroken("the voices are not there yet")
        return self.speaker

    async def _settle(self, claim: Claim) -> None:
        async with self.database.writing() as connection:
            await outbox.settle(connection, claim)

    async def _until_next(self, now: datetime) -> timedelta:
        # What was due at `now` already waits for a free hand or a free case; both ring.
        async with self.database.reading() as connection:
            due = await outbox.next_due(connection, after=now)
        if due is None:
            return LONGEST_SLEEP
        return max(timedelta(0), min(due - self.chance.now(), LONGEST_SLEEP))


def _wait(claim: Claim, error: FallraumError) -> timedelta:
    if not isinstance(error, WorldBroken):
        return outbox.patience(claim.attempts)
    is_urgent = claim.urgency is Urgency.REMOVAL or error.is_urgent
    if error.is_refused and not is_urgent:
        # Whoever refuses invitations will do so in a minute, too.
        return outbox.patience(claim.attempts, longest=outbox.LONGEST_WAIT)
    wait = error.retry_after or outbox.patience(claim.attempts)
    # However long the homeserver asks us to wait: a removal asks again.
    return min(wait, outbox.LONGEST_PATIENCE) if is_urgent else wait
