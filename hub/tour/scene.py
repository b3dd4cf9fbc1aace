"""Who takes part in the tour, and how their case is looked at from outside."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from hub import outbox
from hub.assemble import Hub
from hub.cases.model import Personalia, Professional
from hub.consent.asking import notice_of
from hub.consent.model import (
    ORGANISATION,
    Answer,
    Consent,
    Form,
    Kind,
    Level,
    Recipient,
    Terms,
    Told,
)
from hub.effects import Urgency
from hub.errors import Refused
from hub.house import House
from hub.identifiers import CaseId, RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.rooms.model import Membership
from hub.rooms.noting import GATHERING
from hub.tour.person import Person

T = TypeVar("T")

JONAS = Personalia("Jonas Novak", date(2007, 5, 31))

# (short name, agency, name of the agency, legal area, function, name)
PEOPLE = (
    ("amira", "jobcenter", "Jobcenter Musterstadt", "SGB II", "Fallmanagement", "Amira Kaya"),
    ("bo", "jugendamt", "Jugendamt Musterstadt", "SGB VIII", "Allgemeiner Sozialer Dienst", "Bo Lindner"),
    ("chloe", "bruecke-ev", "Brücke e. V.", "§ 13a SGB VIII", "Schulsozialarbeit", "Chloe Martin"),
    ("dario", "neustart-ev", "Neustart e. V.", "§ 16a SGB II", "Schuldnerberatung", "Dario Rossi"),
)


@dataclass(slots=True)
class Scene:
    """An open house, the people at their own clients, and the one case they have in common."""

    house: House
    folder: Path
    professionals: dict[str, Professional] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    case: CaseId = field(init=False)
    room: RoomId = field(init=False)
    client: UserId = field(init=False)

    @property
    def hub(self) -> Hub:
        """The services, as the terminal calls them."""
        return self.house.site.hub

    @property
    def homeserver(self) -> MatrixHomeserver:
        """Where everything is observed."""
        return self.house.site.homeserver

    def person(self, short: str, user: UserId) -> Person:
        """Give somebody a client of their own."""
        folder = self.folder / "clients" / short
        self.people[short] = Person(self.house.settings.homeserver_url, user, folder)
        return self.people[short]

    def user(self, short: str) -> UserId:
        """Somebody's Matrix account."""
        return self.professionals[short].user

    def name(self, short: str) -> str:
        """How somebody is called."""
        return self.professionals[short].name if short in self.professionals else JONAS.name

    async def call_conference(self, topic: str) -> None:
        """Call a conference with one topic."""
        called = await self.hub.conferences.call(
            self.case,
            begins_at=self.hub.chance.now() + timedelta(days=7),
            lasts=timedelta(hours=1),
            moderator=self.user("amira"),
            topics=[topic],
            by="tour",
        )
        must(called)

    async def is_all_said(self) -> bool:
        """Whether no voice has anything left to say soon: what was said in time was for all who sat there."""
        soon = self.hub.chance.now() + GATHERING
        async with self.hub.database.reading() as connection:
            owed = await outbox.standing(connection, self.case)
        words = (one for one in owed if one.urgency is Urgency.WORDS)
        # What somebody has in hand is due later: its lease says when.
        return not any(one.due_at <= soon or one.attempts for one in words)

    async def asked_in(self, expected: set[UserId]) -> bool:
        """Whether there is a room, and exactly these people are inside or asked in."""
        room = await self.hub.rooms.of_case(self.case)
        if room is None:
            return False
        self.room = room.id
        return await self.inside() == expected

    async def joined_are(self, expected: set[UserId]) -> bool:
        """Whether exactly these people have taken their seats."""
        seats = (await self.homeserver.look(self.room)).seats
        joined = {user for user, seat in seats.items() if seat.membership is Membership.JOINED}
        return joined - self._own() == expected

    async def inside(self) -> set[UserId]:
        """Who is inside or asked in, the hub's own voices left aside."""
        seats = (await self.homeserver.look(self.room)).seats
        return {user for user, seat in seats.items() if seat.is_inside} - self._own()

    def _own(self) -> set[UserId]:
        server = self.hub.server_name
        return {names.steward(server), names.conference_voice(server)}

    async def is_inside(self, short: str) -> bool:
        """Whether somebody is inside, by the homeserver's word."""
        return self.user(short) in await self.inside()

    async def is_out(self, short: str) -> bool:
        """Whether somebody is out, by the homeserver's word."""
        return not await self.is_inside(short)

    async def reads(self, short: str, words: str) -> bool:
        """Whether somebody's own client has decrypted these words."""
        await self.people[short].catch_up()
        return any(words in text for text in self.people[short].read)


def terms_for(who: Professional, now: datetime, lasts: timedelta) -> Terms:
    """What Jonas Novak is asked for: that somebody's function works along for a while."""
    notice = notice_of(Kind.SHARE, version=1, language="de", level=Level.STANDARD)
    assert notice is not None
    return Terms(
        kind=Kind.SHARE,
        purpose="Wohnen und Ausbildung",
        recipient=Recipient(who.agency, who.function),
        themes={ORGANISATION: Answer.YES, "housing": Answer.YES, "health": Answer.NO},
        valid_until=now + lasts,
        review_at=now + lasts,
        notice=notice,
        told=frozenset(Told),
        separate_from_application=True,
        form=Form.APP,
    )


def must(answer: T | Refused) -> T:
    """The answer; the tour never asks for what must be refused."""
    if isinstance(answer, Refused):
        raise RuntimeError(f"the hub refused: {answer.reason} {dict(answer.facts)}")
    return answer
