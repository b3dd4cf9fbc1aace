"""The hub's three voices: what is owed is said exactly once, what is worth saying only now at most once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bots import below, words
from bots.bilingual import joined, stands_below
from bots.files import Attached, file_of, hide, message
from bots.identity import Device
from bots.poster import Enclosed, FileGone, MayNotSpeak, Poster, Sealed
from hub import journal, outbox
from hub.audit import Act
from hub.catalogue import say
from hub.chance import Chance
from hub.commands.model import Owed
from hub.conference.told import Agenda, Told
from hub.consult.model import Contents, Posting
from hub.db import Database
from hub.direct.model import DirectRoom, Word
from hub.direct.telling import IsStillSo, always
from hub.errors import Refused, WorldBroken
from hub.handover.model import News
from hub.identifiers import CaseId, EventId, RoomId, UserId
from hub.keyring import Keyring
from hub.listening.model import Deed
from hub.matrix.homeserver import PASSING, MatrixHomeserver
from hub.matrix.wire import Json, Wire
from hub.minutes.model import Posting as MinutesPosting
from hub.monitoring.model import ClientDigest, Digest
from hub.outbox import Claim
from hub.rooms import attached as files
from hub.rooms.rules import VOICED
from hub.rooms.service import Circle, Departure, Gathering

# Never changes: homeservers tell repeated transactions from new ones by user and device.
DEVICE = "FALLRAUM"

log = structlog.get_logger()

# The words of one post, in whichever language.
Words = Callable[[str], Json]


class Listeners(Protocol):
    """A room, and whom may be spoken to there."""

    @property
    def room(self) -> RoomId:
        """The room."""
        ...

    @property
    def audience(self) -> frozenset[UserId]:
        """Everybody who may hear it."""
        ...


@dataclass(frozen=True, slots=True)
class Voices:
    """The steward, who speaks about the room, the conference voice, and the monitor, who reminds people."""

    database: Database
    steward: Poster
    conference: Poster
    monitor: Poster
    language: str
    # Asked again right before anything is sent: between sealing and sending a right may end.
    listeners_in: Callable[[RoomId], Awaitable[Listeners | None]]
    now: Callable[[], datetime]
    # In which language a case's client is told things, too; empty where it is the hub's.
    language_of: Callable[[CaseId], Awaitable[str]]

    async def post_agenda(self, claim: Claim, circle: Circle, agenda: Agenda) -> EventId:
        """Post an agenda; as which event."""
        said, under = partial(words.agenda, agenda), partial(below.agenda, agenda, self.language)
        return await self._tell(self._voice_in(circle), claim, circle, said, under)

    async def tell_of_conference(self, claim: Claim, circle: Circle, told: Told) -> EventId:
        """Tell those in a room how a conference goes; as which event."""
        said, under = partial(words.of_conference, told), partial(below.of_conference, told, self.language)
        return await self._tell(self._voice_in(circle), claim, circle, said, under)

    async def announce_departure(self, claim: Claim, departure: Departure) -> None:
        """Tell those who stay that somebody left."""
        said = partial(words.departure, departure)
        await self._tell(self.steward, claim, departure.circle, said, said)

    async def announce_roster(self, claim: Claim, gathering: Gathering, theme: str) -> None:
        """Tell those in a room what it is about and who is there."""
        said = partial(words.roster, gathering.roster, theme)
        await self._tell(self.steward, claim, gathering.circle, said, said)

    async def announce_question(self, claim: Claim, gathering: Gathering, asked: Contents) -> None:
        """Tell the two in a room what the one asks the other, and who they are."""
        content = words.question(gathering.roster, asked, self.language)
        await self._say(self.steward, claim, gathering.circle, content)

    async def post_answer(self, claim: Claim, circle: Circle, posting: Posting) -> None:
        """Post what a specialist answered."""
        said, under = partial(words.answer, posting), partial(below.answer, posting)
        await self._tell(self.steward, claim, circle, said, under)

    async def post_minutes(self, claim: Claim, circle: Circle, posting: MinutesPosting) -> None:
        """Post a version of minutes."""
        said, under = partial(words.minutes, posting), partial(below.minutes, posting, self.language)
        await self._tell(self.conference, claim, circle, said, under)

    async def announce_lead(self, claim: Claim, circle: Circle, news: News) -> None:
        """Tell the client who leads their case, or is to."""
        said = partial(words.lead, news)
        await self._tell(self.steward, claim, circle, said, said)

    async def announce_closing(self, claim: Claim, circle: Circle) -> None:
        """Tell those in a room that the case will be closed soon."""
        said = partial(words.closing, circle.file, kind=circle.kind)
        await self._tell(self.steward, claim, circle, said, said)

    async def announce_listening(self, claim: Claim, there: Circle | DirectRoom, deed: Deed) -> None:
        """Tell those in a room that the hub reads commands there from now on, or no longer."""
        # Nobody is listened to who could not read that they are.
        to_all = deed is Deed.BEGUN
        if isinstance(there, DirectRoom):
            content = words.listening_alone(deed, self.language)
            await self._say(self.steward, claim, there, content, to_all=to_all)
            return
        said = partial(words.listening, deed, there.kind)
        await self._tell(self.steward, claim, there, said, said, to_all=to_all)

    async def answer_command(self, claim: Claim, circle: Circle, owed: Owed) -> None:
        """Say what became of a command; to the client in their language, too, else in the hub's alone."""
        said, voice = partial(words.command, owed.answer), self._voice_in(circle)
        if owed.to == circle.file.case.client:
            await self._tell(voice, claim, circle, said, said)
        else:
            await self._say(voice, claim, circle, said(self.language))

    async def answer_alone(self, claim: Claim, there: DirectRoom, owed: Owed, is_still_so: IsStillSo) -> None:
        """Say to somebody in their direct room what became of a command, if they may still hear it."""
        content = words.command(owed.answer, self.language, of=owed.label)
        await self._say(self.steward, claim, there, content, is_still_so)

    async def greet(self, claim: Claim, there: DirectRoom, word: Word) -> None:
        """Tell somebody in their direct room what it is good for."""
        await self._say(self.steward, claim, there, words.direct(word, {}, self.language))

    async def post_digest(
        self, claim: Claim, there: DirectRoom, digest: Digest, is_still_so: IsStillSo
    ) -> EventId:
        """Tell somebody in their direct room what is due, if right before it is sent it still is.

        The id of what stands there then.
        """
        return await self._say(self.monitor, claim, there, words.digest(digest, self.language), is_still_so)

    async def remind_client(
        self, claim: Claim, circle: Circle, told: ClientDigest, is_still_so: IsStillSo
    ) -> None:
        """Tell a client in their own room what is due, if right before it is sent it still is."""
        said = partial(words.client_digest, told)
        await self._tell(self.steward, claim, circle, said, said, is_still_so=is_still_so)

    async def find_said(self, claim: Claim, there: DirectRoom | Circle) -> EventId | None:
        """The id of what was sealed for a debt, if it stands there already."""
        kept = Sealed.load(claim.sealed) if claim.sealed else None
        voice = self.monitor if isinstance(there, DirectRoom) else self.steward
        return await voice.said_as(kept) if kept and kept.room == there.room else None

    async def say_now(
        self, there: DirectRoom, word: Word, facts: Mapping[str, str], is_still_so: IsStillSo
    ) -> bool:
        """Say something to one person alone, in passing; what is so no longer when it is sealed is not sent.

        Whether it was sent.
        """
        content = words.direct(word, facts, self.language)
        sealed = await self.steward.seal(there.room, there.audience, content)
        now = await self.listeners_in(there.room)
        if now is None or not sealed.audience <= now.audience or not await is_still_so():
            return False
        passing = replace(sealed, content=sealed.content | {PASSING: True})
        transaction = f"{self.steward.user}-{sealed.fingerprint}"
        await self.steward.send(passing, audience=now.audience, transaction=transaction)
        return True

    def _voice_in(self, circle: Circle) -> Poster:
        # Where professionals talk among themselves sits the steward alone.
        return self.conference if circle.kind in VOICED else self.steward

    async def attach(self, claim: Claim, circle: Circle, attached: Attached) -> bool:
        """Give those in a room a file, encrypted for them; no if none can be made of it."""
        voice = self._voice_in(circle)
        if await self._repeated(voice, claim, circle):
            return True
        # To print is work; meanwhile others go on.
        file = await asyncio.to_thread(file_of, attached, self.language, now=self.now())
        if isinstance(file, Refused):
            log.warning("not attached", effect=type(claim.effect).__name__, why=file.reason)
            return False
        hidden, medium = hide(file.content), await voice.reserve()
        sealed = await voice.seal(circle.room, circle.audience, message(file, hidden, voice.uri(medium)))
        enclosing = replace(sealed, enclosed=Enclosed(medium, hidden.ciphertext))
        # Before it lies there: whatever may lie there is erased with the case.
        await self._keep(claim, enclosing, files.sealed(claim.effect.case, medium, self.now()))
        await self._send(voice, claim, enclosing)
        return True

    async def _tell(
        self,
        voice: Poster,
        claim: Claim,
        circle: Circle,
        said: Words,
        under: Words,
        *,
        is_still_so: IsStillSo = always,
        to_all: bool = False,
    ) -> EventId:
        # Where the client reads along it stands there once more, in their language. Decided here alone.
        content, reads = said(self.language), await self.language_of(circle.file.case.id)
        if stands_below(reads, self.language, circle):
            content = joined(content, under(reads), reads)
        return await self._say(voice, claim, circle, content, is_still_so, to_all=to_all)

    async def _say(
        self,
        voice: Poster,
        claim: Claim,
        circle: Listeners,
        content: Json,
        is_still_so: IsStillSo = always,
        *,
        to_all: bool = False,
    ) -> EventId:
        if event := await self._repeated(voice, claim, circle, is_still_so):
            return event
        sealed = await voice.seal(circle.room, circle.audience, content)
        if to_all and sealed.unreached:
            raise WorldBroken(
                f"{len(sealed.unreached)} person(s) in the room have no device that can read it"
            )
        if to_all and sealed.audience <= {self.steward.user, self.conference.user, self.monitor.user}:
            raise WorldBroken("nobody has come into the room yet")
        await self._keep(claim, sealed)
        return await self._send(voice, claim, sealed, is_still_so)

    async def _repeated(
        self, voice: Poster, claim: Claim, circle: Listeners, is_still_so: IsStillSo = always
    ) -> EventId | None:
        if claim.sealed is None:
            return None
        # Tried before: perhaps it stands already. If somebody who could have read the kept
        # bytes may no longer read, they are thrown away and nobody ever gets to see them.
        kept = Sealed.load(claim.sealed)
        if kept.room != circle.room:
            return None
        if event := await voice.said_as(kept):
            return event
        if not kept.audience <= circle.audience:
            return None
        try:
            return await self._send(voice, claim, kept, is_still_so)
        except FileGone:
            return None

    async def _keep(self, claim: Claim, sealed: Sealed, *acts: Act) -> None:
        async with self.database.writing() as connection:
            if not await outbox.keep_sealed(connection, claim, sealed.dump()):
                raise WorldBroken("somebody else took this over")
            await journal.append(connection, *acts)

    async def _send(
        self, voice: Poster, claim: Claim, sealed: Sealed, is_still_so: IsStillSo = always
    ) -> EventId:
        if sealed.enclosed is not None:
            # Unreadable without the post, which comes last.
            await voice.upload(sealed.enclosed)
        now = await self.listeners_in(sealed.room)
        if now is None or not sealed.audience <= now.audience:
            raise MayNotSpeak("somebody's right ended meanwhile")
        if not await is_still_so():
            raise MayNotSpeak("it is so no longer")
        # The same bytes always go under the same name, other bytes under another.
        transaction = f"{voice.user}-{claim.id}-{sealed.fingerprint}"
        return await voice.send(sealed, audience=now.audience, transaction=transaction)


async def raise_voices(
    homeserver: MatrixHomeserver,
    wire: Wire,
    keyring: Keyring,
    *,
    steward: UserId,
    conference: UserId,
    monitor: UserId,
    chance: Chance,
    language: str,
    listeners_in: Callable[[RoomId], Awaitable[Listeners | None]],
    language_of: Callable[[CaseId], Awaitable[str]],
) -> Voices:
    """Make the voices' accounts and devices, or find them as they were left."""
    own = {steward: "voice-steward", conference: "voice-conference", monitor: "voice-monitor"}
    posters = {}
    for user, name in own.items():
        await homeserver.ensure_user(user, say(language, name))
        secrets = await keyring.keep_first(user, Device.new(user, DEVICE).secrets())
        posters[user] = Poster(wire, Device.from_secrets(user, secrets), keyring, chance.now, own=own)
        await posters[user].publish()
    return Voices(
        database=keyring.database,
        steward=posters[steward],
        conference=posters[conference],
        monitor=posters[monitor],
        language=language,
        listeners_in=listeners_in,
        now=chance.now,
        language_of=language_of,
    )
