"""The main job from end to end, against a homeserver of its own in a temporary folder."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from hub import journal
from hub.assemble import Hub
from hub.audit import verify
from hub.cases.model import Agency, Professional
from hub.chance import Chance
from hub.consent.model import Consent, Recipient
from hub.embedded.accounts import make_account
from hub.errors import Refused
from hub.house import House, Tell
from hub.identifiers import AgencyId, CaseId, ProfessionalId, RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import escaped
from hub.rooms.model import Membership
from hub.settings import Settings
from hub.tour.person import Person
from hub.tour.scan import files_with
from hub.tour.walk import Walk

T = TypeVar("T")

CLIENT_NAME = "Jonas Novak"
TOPIC = "Mietrückstand bei der Gesellschaft Birkenhof"
SECOND_TOPIC = "Anmeldung an der Abendschule Sternwarte"
# How long the shortest consent of the tour lasts, by the clock.
SHORT_CONSENT = timedelta(seconds=30)

# (short name, agency, name of the agency, legal area, function, name)
PEOPLE = (
    ("amira", "jobcenter", "Jobcenter Musterstadt", "SGB II", "Fallmanagement", "Amira Kaya"),
    ("bo", "jugendamt", "Jugendamt Musterstadt", "SGB VIII", "Allgemeiner Sozialer Dienst", "Bo Lindner"),
    ("chloe", "bruecke-ev", "Brücke e. V.", "§ 13a SGB VIII", "Schulsozialarbeit", "Chloe Martin"),
    ("dario", "neustart-ev", "Neustart e. V.", "§ 16a SGB II", "Schuldnerberatung", "Dario Rossi"),
)


@dataclass(slots=True)
class Tour:
    """One walk through an open house."""

    house: House
    walk: Walk
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

    async def run(self) -> None:
        """Every step, in the order of a case."""
        try:
            await self.people_come()
            await self.case_opens()
            await self.client_consents()
            await self.fourth_stays_out()
            await self.agenda_is_posted()
            await self.nothing_in_clear()
            await self.one_is_withdrawn()
            await self.one_runs_out()
            await self.homeserver_dies()
            await self.chain_holds()
        finally:
            for person in self.people.values():
                await person.close()

    async def people_come(self) -> None:
        """Agencies, professionals, and a client program for everybody."""
        self.walk.step("people")
        for short, agency, agency_name, area, function, name in PEOPLE:
            described = Agency(id=AgencyId(agency), name=agency_name, legal_area=area)
            _must(await self.hub.cases.add_agency(described, by="tour"))
            user = UserId(f"@{short}:{self.hub.server_name}")
            person = Professional(
                id=ProfessionalId(""), agency=described.id, function=function, name=name, user=user
            )
            self.professionals[short] = _must(await self.hub.cases.add_professional(person, by="tour"))
            password = _must(await make_account(self.house.settings, user))
            await self._person(short, user).sign_in(password=password)
        self.walk.saw(True, "people-signed-in", count=len(self.people))

    async def case_opens(self) -> None:
        """A case with four agencies; nobody is seated yet."""
        self.walk.step("case")
        self.client = names.new_client(self.hub.chance.new_id()[:12], self.hub.server_name)
        lead = self.professionals["amira"].user
        opened = await self.hub.cases.open(client_name=CLIENT_NAME, client=self.client, lead=lead, by="tour")
        self.case = _must(opened).case.id
        for short in ("bo", "chloe", "dario"):
            user = self.professionals[short].user
            _must(await self.hub.cases.involve(self.case, user, by="tour"))
        room = await self.hub.rooms.of_case(self.case)
        self.walk.saw(room is None, "case-has-no-room")

    async def client_consents(self) -> None:
        """Consent for three of four: exactly these are asked in, and take their seats."""
        self.walk.step("consent")
        now = self.hub.chance.now()
        ends = {"amira": timedelta(days=180), "bo": timedelta(days=90), "chloe": SHORT_CONSENT}
        for short, lasts in ends.items():
            who = self.professionals[short]
            given = await self.hub.consents.give(
                self.case,
                Recipient(who.agency, who.function),
                purpose="Wohnen und Ausbildung",
                valid_until=now + lasts,
                by="client",
            )
            self.consents[short] = _must(given)
        expected = {self._user("amira"), self._user("bo"), self._user("chloe"), self.client}
        await self.walk.see(lambda: self._asked_in(expected), "seats-offered", count=len(expected))
        await self._person("jonas", self.client).sign_in(
            token=await self.homeserver.sign_in(self.client, "TELEFON"), device="TELEFON"
        )
        for short in ("amira", "bo", "chloe", "jonas"):
            await self.people[short].join(self.room)
        await self.walk.see(lambda: self._joined_are(expected), "seats-taken", count=len(expected))

    async def fourth_stays_out(self) -> None:
        """Whoever the client did not name cannot get in by any client call."""
        self.walk.step("outsider")
        dario, amira, room = self.people["dario"], self.people["amira"], escaped(self.room)
        alias = escaped(f"#fallraum-{self.case}:{self.hub.server_name}")
        invite = {"user_id": self._user("dario")}
        attempts = {
            "join": await dario.attempt("POST", f"/join/{room}", {}),
            "alias": await dario.attempt("POST", f"/join/{alias}", {}),
            "knock": await dario.attempt("POST", f"/knock/{room}", {}),
            "read": await dario.attempt("GET", f"/rooms/{room}/messages?dir=b"),
            "state": await dario.attempt("GET", f"/rooms/{room}/state"),
            "members": await dario.attempt("GET", f"/rooms/{room}/members"),
            "invited": await amira.attempt("POST", f"/rooms/{room}/invite", invite),
        }
        for attempt, status in attempts.items():
            self.walk.saw(status in (403, 404), f"refused-{attempt}", status=status)
        self.walk.saw(not await self._is_inside("dario"), "outsider-is-out")

    async def agenda_is_posted(self) -> None:
        """The conference voice posts; everybody's own client decrypts."""
        self.walk.step("agenda")
        await self._call_conference(TOPIC)
        for short in ("amira", "bo", "chloe", "jonas"):
            reads = partial(self._reads, short, TOPIC)
            await self.walk.see(reads, "agenda-read", name=self._name(short))
        self.walk.saw(not self.people["dario"].read, "outsider-read-nothing")

    async def nothing_in_clear(self) -> None:
        """Neither database, nor any other file, holds the agenda or the client's name."""
        self.walk.step("scan")
        data = self.folder / "data"
        # A search that finds nothing proves nothing, unless it finds what must be there.
        everywhere = files_with(data, (names.steward(self.hub.server_name),))
        self.walk.saw(len(everywhere) > 1, "scan-works", count=len(everywhere))
        found = files_with(data, (TOPIC, CLIENT_NAME))
        self.walk.saw(not found, "scan-clean", count=sum(p.is_file() for p in data.rglob("*")))

    async def one_is_withdrawn(self) -> None:
        """The youth office's consent ends by one act of the client."""
        self.walk.step("withdraw", name=self._name("bo"))
        before = {event["event_id"] for event in await self.people["amira"].sees(self.room)}
        _must(await self.hub.consents.withdraw(self.consents["bo"].id, by="client"))
        await self.walk.see(lambda: self._is_out("bo"), "is-out", name=self._name("bo"))
        await self._call_conference(SECOND_TOPIC)
        reads = partial(self._reads, "amira", SECOND_TOPIC)
        await self.walk.see(reads, "agenda-read", name=self._name("amira"))
        await self._later_is_closed("bo", before)
        told = f"{self._name('bo')} (Allgemeiner Sozialer Dienst)"
        await self.walk.see(lambda: self._reads("chloe", told), "neutral-words")

    async def _later_is_closed(self, short: str, before: set[str]) -> None:
        person, name = self.people[short], self._name(short)
        await person.catch_up()
        later = [e for e in await self.people["amira"].sees(self.room) if e["event_id"] not in before]
        secret = [event for event in later if event["type"] == "m.room.encrypted"]
        shown = {event["event_id"] for event in await person.sees(self.room)}
        hidden = bool(secret) and not any(event["event_id"] in shown for event in secret)
        self.walk.saw(hidden, "later-not-shown", count=len(secret), name=name)
        opened = [event for event in secret if person.can_decrypt(event, self.room)]
        self.walk.saw(bool(secret) and not opened, "later-not-readable", name=name)

    async def one_runs_out(self) -> None:
        """School social work's consent was short; the clock ends it."""
        ends = self.consents["chloe"].valid_until
        self.walk.step("expiry", name=self._name("chloe"))
        self.walk.saw(await self._is_inside("chloe"), "still-inside", name=self._name("chloe"))
        await asyncio.sleep(max(0.0, (ends - self.hub.chance.now()).total_seconds()))
        await self.walk.see(lambda: self._is_out("chloe"), "is-out", name=self._name("chloe"))

    async def homeserver_dies(self) -> None:
        """The homeserver is killed in the middle of a withdrawal, and comes back."""
        self.walk.step("crash", name=self._name("amira"))
        assert self.house.synapse is not None
        withdrawal = asyncio.create_task(self.hub.consents.withdraw(self.consents["amira"].id, by="client"))
        self.house.synapse.kill()
        _must(await withdrawal)
        may, _ = await self.hub.rooms.roster(self.case)
        self.walk.saw(self._user("amira") not in may, "refused-at-once", name=self._name("amira"))
        await self.walk.see(lambda: self._is_out("amira"), "converged", patience=60, name=self._name("amira"))
        await self.walk.see(lambda: self._joined_are({self.client}), "only-client-left")

    async def chain_holds(self) -> None:
        """The audit chain verifies from its first entry to its last."""
        self.walk.step("audit")
        async with self.hub.database.reading() as connection:
            head = await journal.head(connection)
            broken = verify(await journal.entries(connection), head=head)
        self.walk.saw(broken is None, "chain-holds", count=head[0])

    def _person(self, short: str, user: UserId) -> Person:
        folder = self.folder / "clients" / short
        self.people[short] = Person(self.house.settings.homeserver_url, user, folder)
        return self.people[short]

    def _user(self, short: str) -> UserId:
        return self.professionals[short].user

    def _name(self, short: str) -> str:
        return self.professionals[short].name if short in self.professionals else CLIENT_NAME

    async def _call_conference(self, topic: str) -> None:
        called = await self.hub.conferences.call(
            self.case,
            begins_at=self.hub.chance.now() + timedelta(days=7),
            lasts=timedelta(hours=1),
            moderator=self._user("amira"),
            topics=[topic],
            by="tour",
        )
        _must(called)

    async def _asked_in(self, expected: set[UserId]) -> bool:
        room = await self.hub.rooms.of_case(self.case)
        if room is None:
            return False
        self.room = room.id
        return await self._inside() == expected

    async def _joined_are(self, expected: set[UserId]) -> bool:
        seats = (await self.homeserver.look(self.room)).seats
        joined = {user for user, seat in seats.items() if seat.membership is Membership.JOINED}
        return joined - self._own() == expected

    async def _inside(self) -> set[UserId]:
        seats = (await self.homeserver.look(self.room)).seats
        return {user for user, seat in seats.items() if seat.is_inside} - self._own()

    def _own(self) -> set[UserId]:
        server = self.hub.server_name
        return {names.steward(server), names.conference_voice(server)}

    async def _is_inside(self, short: str) -> bool:
        return self._user(short) in await self._inside()

    async def _is_out(self, short: str) -> bool:
        return not await self._is_inside(short)

    async def _reads(self, short: str, words: str) -> bool:
        await self.people[short].catch_up()
        return any(words in text for text in self.people[short].read)


def _must(answer: T | Refused) -> T:
    if isinstance(answer, Refused):
        raise RuntimeError(f"the hub refused: {answer.reason} {dict(answer.facts)}")
    return answer


async def tour(folder: Path, walk: Walk, tell: Tell) -> bool:
    """Walk once; returns whether every observation held."""
    began = time.monotonic()
    settings = Settings(
        data=folder / "data",
        homeserver_port=_free_port(),
        door_port=_free_port(),
        database="",
        homeserver="",
    )
    async with House(settings, Chance(), tell) as house:
        await Tour(house, walk, folder).run()
    walk.step("end", held=walk.held, failed=walk.failed, seconds=round(time.monotonic() - began))
    return walk.failed == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
