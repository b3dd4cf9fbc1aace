"""A speaker that remembers what it was to say, and can lose its voice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.commands.model import Owed
from hub.conference.dates import Dated
from hub.conference.told import Agenda, Told
from hub.consult.model import Contents, Posting
from hub.direct.model import DirectRoom, Word
from hub.direct.telling import IsStillSo
from hub.errors import HomeserverUnavailable, Unfinished
from hub.handover.model import News
from hub.identifiers import DebtId, EventId
from hub.listening.model import Deed
from hub.minutes.model import Posting as MinutesPosting
from hub.monitoring.model import ClientDigest, Digest
from hub.outbox import Claim
from hub.rooms.service import Circle, Departure, Gathering
from tests.fakes.homeserver import Pause


@dataclass(slots=True)
class RecordingSpeaker:
    """Says everything once per debt, as the real voices do."""

    agendas: dict[DebtId, tuple[Circle, Agenda]] = field(default_factory=dict)
    of_conferences: dict[DebtId, tuple[Circle, Told]] = field(default_factory=dict)
    departures: dict[DebtId, Departure] = field(default_factory=dict)
    rosters: dict[DebtId, tuple[Gathering, str]] = field(default_factory=dict)
    questions: dict[DebtId, tuple[Gathering, Contents]] = field(default_factory=dict)
    answers: dict[DebtId, tuple[Circle, Posting]] = field(default_factory=dict)
    minutes: dict[DebtId, tuple[Circle, MinutesPosting]] = field(default_factory=dict)
    files: dict[DebtId, tuple[Circle, Agenda | Dated | MinutesPosting]] = field(default_factory=dict)
    leads: dict[DebtId, tuple[Circle, News]] = field(default_factory=dict)
    closings: dict[DebtId, Circle] = field(default_factory=dict)
    listenings: dict[DebtId, tuple[Circle | DirectRoom, Deed]] = field(default_factory=dict)
    commands: dict[DebtId, tuple[Circle, Owed]] = field(default_factory=dict)
    answers_alone: dict[DebtId, tuple[DirectRoom, Owed]] = field(default_factory=dict)
    greetings: dict[DebtId, tuple[DirectRoom, Word]] = field(default_factory=dict)
    digests: dict[DebtId, tuple[DirectRoom, Digest]] = field(default_factory=dict)
    reminders: dict[DebtId, tuple[Circle, ClientDigest]] = field(default_factory=dict)
    told: list[tuple[DirectRoom, Word, Mapping[str, str]]] = field(default_factory=list)
    _mute: bool = False
    _pauses: list[Pause] = field(default_factory=list)

    def falls_silent(self) -> None:
        """The words do not reach the room."""
        self._mute = True

    def finds_its_voice(self) -> None:
        """They do again."""
        self._mute = False

    def pauses_at_a_digest(self) -> Pause:
        """The next digest waits until it is let go on."""
        pause = Pause()
        self._pauses.append(pause)
        return pause

    async def post_agenda(self, claim: Claim, circle: Circle, agenda: Agenda) -> EventId:
        """Post an agenda."""
        self._speak()
        self.agendas.setdefault(claim.id, (circle, agenda))
        return EventId(f"${claim.id}")

    async def tell_of_conference(self, claim: Claim, circle: Circle, told: Told) -> EventId:
        """Tell those in a room how a conference goes."""
        self._speak()
        self.of_conferences.setdefault(claim.id, (circle, told))
        return EventId(f"${claim.id}")

    async def announce_departure(self, claim: Claim, departure: Departure) -> None:
        """Tell those who stay that somebody left."""
        self._speak()
        self.departures.setdefault(claim.id, departure)

    async def announce_roster(self, claim: Claim, gathering: Gathering, theme: str) -> None:
        """Tell those in a room what it is about and who is there."""
        self._speak()
        self.rosters.setdefault(claim.id, (gathering, theme))

    async def announce_question(self, claim: Claim, gathering: Gathering, asked: Contents) -> None:
        """Tell the two in a room what the one asks the other, and who they are."""
        self._speak()
        self.questions.setdefault(claim.id, (gathering, asked))

    async def post_answer(self, claim: Claim, circle: Circle, posting: Posting) -> None:
        """Post what a specialist answered."""
        self._speak()
        self.answers.setdefault(claim.id, (circle, posting))

    async def post_minutes(self, claim: Claim, circle: Circle, posting: MinutesPosting) -> None:
        """Post a version of minutes."""
        self._speak()
        self.minutes.setdefault(claim.id, (circle, posting))

    async def attach(self, claim: Claim, circle: Circle, attached: Agenda | Dated | MinutesPosting) -> bool:
        """Give those in a room a file."""
        self._speak()
        self.files.setdefault(claim.id, (circle, attached))
        return True

    async def announce_lead(self, claim: Claim, circle: Circle, news: News) -> None:
        """Tell the client who leads their case, or is to."""
        self._speak()
        self.leads.setdefault(claim.id, (circle, news))

    async def announce_closing(self, claim: Claim, circle: Circle) -> None:
        """Tell those in a room that the case will be closed soon."""
        self._speak()
        self.closings.setdefault(claim.id, circle)

    async def announce_listening(self, claim: Claim, there: Circle | DirectRoom, deed: Deed) -> None:
        """Tell those in a room that the hub listens there, or no longer."""
        self._speak()
        self.listenings.setdefault(claim.id, (there, deed))

    async def answer_command(self, claim: Claim, circle: Circle, owed: Owed) -> None:
        """Say what became of a command."""
        self._speak()
        self.commands.setdefault(claim.id, (circle, owed))

    async def answer_alone(self, claim: Claim, there: DirectRoom, owed: Owed, is_still_so: IsStillSo) -> None:
        """Say to somebody alone what became of a command, if they may still hear it."""
        self._speak()
        if self._pauses:
            pause = self._pauses.pop(0)
            pause.reached.set()
            await pause.go_on.wait()
        if not await is_still_so():
            raise Unfinished(1)
        self.answers_alone.setdefault(claim.id, (there, owed))

    async def greet(self, claim: Claim, there: DirectRoom, word: Word) -> None:
        """Tell somebody in their direct room what it is good for."""
        self._speak()
        self.greetings.setdefault(claim.id, (there, word))

    async def post_digest(
        self, claim: Claim, there: DirectRoom, digest: Digest, is_still_so: IsStillSo
    ) -> EventId:
        """Tell somebody what is due, if it still is."""
        self._speak()
        if self._pauses:
            pause = self._pauses.pop(0)
            pause.reached.set()
            await pause.go_on.wait()
        if not await is_still_so():
            raise Unfinished(1)
        self.digests.setdefault(claim.id, (there, digest))
        return EventId(f"$digest-{claim.id}")

    async def remind_client(
        self, claim: Claim, circle: Circle, told: ClientDigest, is_still_so: IsStillSo
    ) -> None:
        """Tell a client what is due, if it still is."""
        self._speak()
        if self._pauses:
            pause = self._pauses.pop(0)
            pause.reached.set()
            await pause.go_on.wait()
        if not await is_still_so():
            raise Unfinished(1)
        self.reminders.setdefault(claim.id, (circle, told))

    async def find_said(self, claim: Claim, there: DirectRoom | Circle) -> EventId | None:
        """What stands there already."""
        if claim.id in self.reminders:
            return EventId(f"$reminder-{claim.id}")
        return EventId(f"$digest-{claim.id}") if claim.id in self.digests else None

    async def say_now(
        self, there: DirectRoom, word: Word, facts: Mapping[str, str], is_still_so: IsStillSo
    ) -> bool:
        """Say something there, if it still is so."""
        self._speak()
        if not await is_still_so():
            return False
        self.told.append((there, word, facts))
        return True

    def _speak(self) -> None:
        if self._mute:
            raise HomeserverUnavailable("nobody hears the voices")
