"""What the hub has said for it: how a voice looks to whoever needs one."""

from typing import Protocol

from hub.commands.model import Owed
from hub.conference.dates import Dated
from hub.conference.told import Agenda, Told
from hub.consult.model import Contents, Posting
from hub.direct.model import DirectRoom, Word
from hub.direct.telling import IsStillSo
from hub.handover.model import News
from hub.identifiers import EventId
from hub.listening.model import Deed
from hub.minutes.model import Posting as MinutesPosting
from hub.monitoring.model import ClientDigest, Digest
from hub.outbox import Claim
from hub.rooms.service import Circle, Departure, Gathering


class Speaker(Protocol):
    """What is needed of the voices: each call says its words exactly once, or raises."""

    async def post_agenda(self, claim: Claim, circle: Circle, agenda: Agenda) -> EventId:
        """Post an agenda; as which event."""
        ...

    async def tell_of_conference(self, claim: Claim, circle: Circle, told: Told) -> EventId:
        """Tell those in a room how a conference goes; as which event."""
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

    async def post_minutes(self, claim: Claim, circle: Circle, posting: MinutesPosting) -> None:
        """Post a version of minutes."""
        ...

    async def attach(self, claim: Claim, circle: Circle, attached: Agenda | Dated | MinutesPosting) -> bool:
        """Give those in a room a file; no if none can be made of it."""
        ...

    async def announce_lead(self, claim: Claim, circle: Circle, news: News) -> None:
        """Tell the client who leads their case, or is to."""
        ...

    async def announce_closing(self, claim: Claim, circle: Circle) -> None:
        """Tell those in a room that the case will be closed soon."""
        ...

    async def announce_listening(self, claim: Claim, there: Circle | DirectRoom, deed: Deed) -> None:
        """Tell those in a room that the hub reads commands there from now on, or no longer."""
        ...

    async def answer_command(self, claim: Claim, circle: Circle, owed: Owed) -> None:
        """Say what became of a command."""
        ...

    async def answer_alone(self, claim: Claim, there: DirectRoom, owed: Owed, is_still_so: IsStillSo) -> None:
        """Say to somebody in their direct room what became of a command, if they may still hear it."""
        ...

    async def greet(self, claim: Claim, there: DirectRoom, word: Word) -> None:
        """Tell somebody in their direct room what it is good for."""
        ...

    async def post_digest(
        self, claim: Claim, there: DirectRoom, digest: Digest, is_still_so: IsStillSo
    ) -> EventId:
        """Tell somebody in their direct room what is due, if right before it is sent it still is.

        The id of what stands there then.
        """
        ...

    async def remind_client(
        self, claim: Claim, circle: Circle, told: ClientDigest, is_still_so: IsStillSo
    ) -> None:
        """Tell a client in their own room what is due, if right before it is sent it still is."""
        ...

    async def find_said(self, claim: Claim, there: DirectRoom | Circle) -> EventId | None:
        """The id of what was sealed for a debt, if it stands there already."""
        ...
