"""The main job from end to end, against a homeserver of its own in a temporary folder."""

import asyncio
import socket
import time
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from nacl.signing import SigningKey

from hub import journal
from hub.assemble import Hub
from hub.canonical import encode, signature_of
from hub.cases.model import Agency, Professional
from hub.chance import Chance
from hub.charter.draft import template
from hub.charter.model import Draft
from hub.embedded.accounts import make_account
from hub.house import House
from hub.identifiers import CLIENT, AgencyId, ProfessionalId, RoomId, UserId
from hub.keeper import Tell
from hub.matrix import names
from hub.matrix.accounts import sign_in
from hub.matrix.wire import escaped
from hub.settings import Settings
from hub.tour.person import Person
from hub.tour.scan import files_with
from hub.tour.scene import JONAS, PEOPLE, Scene, must, terms_for
from hub.tour.walk import Walk
from hub.tour.watching import Watching, watching

TOPIC = "Mietrückstand bei der Gesellschaft Birkenhof"
SECOND_TOPIC = "Anmeldung an der Abendschule Sternwarte"
# How long the shortest consent of the tour lasts, by the clock.
SHORT_CONSENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Tour:
    """The steps, in the order of a case."""

    scene: Scene
    walk: Walk

    async def run(self) -> None:
        """Every step, in the order of a case."""
        try:
            await self.people_come()
            await self.case_opens()
            await self.client_consents()
            await self.fourth_stays_out()
            await self.one_is_reachable()
            await self.agenda_is_posted()
            await self.nothing_in_clear()
            await self.one_is_withdrawn()
            await self.one_runs_out()
            await self.homeserver_dies()
            await self.chain_holds()
        finally:
            for person in self.scene.people.values():
                await person.close()

    async def people_come(self) -> None:
        """Agencies, professionals, and a client program for everybody."""
        self.walk.step("people")
        for short, agency, agency_name, area, function, name in PEOPLE:
            described = Agency(id=AgencyId(agency), name=agency_name, legal_area=area)
            must(await self.scene.hub.cases.add_agency(described, by="tour"))
            user = UserId(f"@{short}:{self.scene.hub.server_name}")
            person = Professional(
                id=ProfessionalId(""), agency=described.id, function=function, name=name, user=user
            )
            self.scene.professionals[short] = must(
                await self.scene.hub.cases.add_professional(person, by="tour")
            )
            password = must(await make_account(self.scene.house.settings, user))
            await self.scene.person(short, user).sign_in(password=password)
        self.walk.saw(True, "people-signed-in", count=len(self.scene.people))
        await self._agencies_agree()

    async def _agencies_agree(self) -> None:
        charters = self.scene.hub.charters
        published = must(await charters.publish(Draft(wording=template("de")), by="tour"))
        for person in self.scene.professionals.values():
            key = SigningKey.generate()
            public_key, sign = encode(bytes(key.verify_key)), partial(signature_of, key=key)
            must(await self.scene.hub.parties.pin_professional(person.user, public_key, by="tour"))
            must(await charters.acknowledge(published.version, by=person.id, sign=sign))
        bound = [one for one in await charters.positions() if one.bound_until is not None]
        self.walk.saw(len(bound) == len(PEOPLE), "agencies-agree", count=len(bound))

    async def case_opens(self) -> None:
        """A case with four agencies; nobody is seated yet."""
        self.walk.step("case")
        self.scene.client = self.scene.hub.new_client()
        lead = self.scene.professionals["amira"].user
        opened = await self.scene.hub.cases.open(JONAS, client=self.scene.client, lead=lead, by="tour")
        self.scene.case = must(opened).case.id
        for short in ("bo", "chloe", "dario"):
            user = self.scene.professionals[short].user
            must(await self.scene.hub.cases.involve(self.scene.case, user, by="tour"))
        room = await self.scene.hub.rooms.of_case(self.scene.case)
        self.walk.saw(room is None, "case-has-no-room")

    async def client_consents(self) -> None:
        """Consent for three of four: exactly these are asked in, and take their seats."""
        self.walk.step("consent")
        now = self.scene.hub.chance.now()
        ends = {"amira": timedelta(days=180), "bo": timedelta(days=90), "chloe": SHORT_CONSENT}
        # Made on Jonas's own device; the hub gets to know its public half and nothing else.
        key = SigningKey.generate()
        consents, public_key = self.scene.hub.consents, encode(bytes(key.verify_key))
        must(await self.scene.hub.parties.pin(self.scene.case, CLIENT, public_key, by=CLIENT))
        wanted = [terms_for(self.scene.professionals[short], now, lasts) for short, lasts in ends.items()]
        asked = must(await consents.ask(self.scene.case, wanted, by="tour"))
        signed = {one.id: signature_of(one.statement, key) for one in asked}
        given = must(await consents.give(signed))
        self.scene.consents = dict(zip(ends, given, strict=True))
        expected = {
            self.scene.user("amira"),
            self.scene.user("bo"),
            self.scene.user("chloe"),
            self.scene.client,
        }
        await self.walk.see(lambda: self.scene.asked_in(expected), "seats-offered", count=len(expected))
        await self.scene.person("jonas", self.scene.client).sign_in(
            token=await sign_in(self.scene.house.site.wire, self.scene.client, "TELEFON"), device="TELEFON"
        )
        for short in ("amira", "bo", "chloe", "jonas"):
            await self.scene.people[short].join(self.scene.room)
        await self.walk.see(lambda: self.scene.joined_are(expected), "seats-taken", count=len(expected))

    async def fourth_stays_out(self) -> None:
        """Whoever the client did not name cannot get in by any client call."""
        self.walk.step("outsider")
        dario, amira, room = self.scene.people["dario"], self.scene.people["amira"], escaped(self.scene.room)
        alias = escaped(f"#fallraum-{self.scene.case}:{self.scene.hub.server_name}")
        invite = {"user_id": self.scene.user("dario")}
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
        self.walk.saw(not await self.scene.is_inside("dario"), "outsider-is-out")

    async def one_is_reachable(self) -> None:
        """Whoever shares the case sees who can be reached, and nobody else does."""
        self.walk.step("presence", name=self.scene.name("bo"))
        bo, name = self.scene.user("bo"), self.scene.name("bo")
        async with self._watching("amira") as amira, self._watching("dario") as dario:
            await self.walk.see(lambda: _is(amira.sees.get(bo) == "not-shown"), "not-shown", name=name)
            room = await self._comes_into_own_room("bo")
            await self.scene.people["bo"].reacts(room, "👁")
            await self.walk.rest(lambda: _is_shown(self.scene.hub, bo))
            await self.scene.people["bo"].types(self.scene.room)
            await self.walk.see(lambda: _is(amira.sees.get(bo) == "reachable"), "reachable", name=name)
            await self.scene.people["bo"].reacts(room, "🔴")
            await self.walk.see(lambda: _is(amira.sees.get(bo) == "in-conference"), "reacted", name=name)
            await self.walk.see(partial(self._is_nothing_left, "bo", room), "reaction-gone")
            self.walk.saw(not dario.sees, "watches-in-vain")

    async def _comes_into_own_room(self, short: str) -> RoomId:
        person = self.scene.people[short]
        must(await self.scene.hub.direct.open(person.user))
        await self.walk.rest(lambda: _is_asked(person))
        room = await person.invited_to()
        assert room is not None
        await person.join(room)
        greeting = partial(self.scene.reads, short, "🟢")
        await self.walk.see(greeting, "greeted-alone", name=self.scene.name(short))
        return room

    async def _is_nothing_left(self, short: str, room: RoomId) -> bool:
        events = await self.scene.people[short].sees(room)
        return not any(event["content"] for event in events if event["type"] == "m.reaction")

    def _watching(self, short: str) -> AbstractAsyncContextManager[Watching]:
        url = f"ws://127.0.0.1:{self.scene.house.settings.door_port}/live"
        return watching(url, self.scene.people[short])

    async def agenda_is_posted(self) -> None:
        """The conference voice posts; everybody's own client decrypts."""
        self.walk.step("agenda")
        await self.scene.call_conference(TOPIC)
        for short in ("amira", "bo", "chloe", "jonas"):
            reads = partial(self.scene.reads, short, TOPIC)
            await self.walk.see(reads, "agenda-read", name=self.scene.name(short))
        self.walk.saw(not self.scene.people["dario"].read, "outsider-read-nothing")

    async def nothing_in_clear(self) -> None:
        """Neither database, nor any other file, holds the agenda or the client's name."""
        self.walk.step("scan")
        data = self.scene.folder / "data"
        # A search that finds nothing proves nothing, unless it finds what must be there.
        everywhere = files_with(data, (names.steward(self.scene.hub.server_name),))
        self.walk.saw(len(everywhere) > 1, "scan-works", count=len(everywhere))
        found = files_with(data, (TOPIC, JONAS.name))
        self.walk.saw(not found, "scan-clean", count=sum(p.is_file() for p in data.rglob("*")))

    async def one_is_withdrawn(self) -> None:
        """The youth office's consent ends by one act of the client."""
        self.walk.step("withdraw", name=self.scene.name("bo"))
        # What is on its way already was written while Bo might still read it.
        await self.walk.rest(self.scene.is_all_said)
        before = {event["event_id"] for event in await self.scene.people["amira"].sees(self.scene.room)}
        async with self._watching("amira") as amira:
            await self.walk.rest(lambda: _is(self.scene.user("bo") in amira.sees))
            must(await self.scene.hub.consents.withdraw(self.scene.consents["bo"].id, by="client"))
            await self.walk.see(lambda: self.scene.is_out("bo"), "is-out", name=self.scene.name("bo"))
            await self.walk.see(
                lambda: _is(self.scene.user("bo") not in amira.sees),
                "seen-no-more",
                name=self.scene.name("bo"),
            )
        await self.scene.call_conference(SECOND_TOPIC)
        reads = partial(self.scene.reads, "amira", SECOND_TOPIC)
        await self.walk.see(reads, "agenda-read", name=self.scene.name("amira"))
        await self._later_is_closed("bo", before)
        told = f"{self.scene.name('bo')} (Allgemeiner Sozialer Dienst)"
        await self.walk.see(lambda: self.scene.reads("chloe", told), "neutral-words")

    async def _later_is_closed(self, short: str, before: set[str]) -> None:
        person, name = self.scene.people[short], self.scene.name(short)
        await person.catch_up()
        later = [
            e for e in await self.scene.people["amira"].sees(self.scene.room) if e["event_id"] not in before
        ]
        secret = [event for event in later if event["type"] == "m.room.encrypted"]
        shown = {event["event_id"] for event in await person.sees(self.scene.room)}
        hidden = bool(secret) and not any(event["event_id"] in shown for event in secret)
        self.walk.saw(hidden, "later-not-shown", count=len(secret), name=name)
        opened = [event for event in secret if person.can_decrypt(event, self.scene.room)]
        self.walk.saw(bool(secret) and not opened, "later-not-readable", name=name)

    async def one_runs_out(self) -> None:
        """School social work's consent was short; the clock ends it."""
        ends = self.scene.consents["chloe"].valid_until
        self.walk.step("expiry", name=self.scene.name("chloe"))
        self.walk.saw(await self.scene.is_inside("chloe"), "still-inside", name=self.scene.name("chloe"))
        await asyncio.sleep(max(0.0, (ends - self.scene.hub.chance.now()).total_seconds()))
        await self.walk.see(lambda: self.scene.is_out("chloe"), "is-out", name=self.scene.name("chloe"))

    async def homeserver_dies(self) -> None:
        """The homeserver is killed in the middle of a withdrawal, and comes back."""
        self.walk.step("crash", name=self.scene.name("amira"))
        assert self.scene.house.synapse is not None
        withdrawal = asyncio.create_task(
            self.scene.hub.consents.withdraw(self.scene.consents["amira"].id, by="client")
        )
        self.scene.house.synapse.kill()
        must(await withdrawal)
        roster = await self.scene.hub.rooms.roster(self.scene.case)
        self.walk.saw(
            self.scene.user("amira") not in roster.may, "refused-at-once", name=self.scene.name("amira")
        )
        await self.walk.see(
            lambda: self.scene.is_out("amira"), "converged", patience=60, name=self.scene.name("amira")
        )
        await self.walk.see(lambda: self.scene.joined_are({self.scene.client}), "only-client-left")

    async def chain_holds(self) -> None:
        """The audit chain verifies from its first entry to its last."""
        self.walk.step("audit")
        async with self.scene.hub.database.reading() as connection:
            broken, (number, _) = await journal.check(connection)
        self.walk.saw(broken is None, "chain-holds", count=number)


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
        await Tour(Scene(house, folder), walk).run()
    walk.step("end", held=walk.held, failed=walk.failed, seconds=round(time.monotonic() - began))
    return walk.failed == 0


async def _is(truth: bool) -> bool:
    return truth


async def _is_shown(hub: Hub, user: UserId) -> bool:
    return hub.presence.declaring.of(user).is_shown


async def _is_asked(person: Person) -> bool:
    return await person.invited_to() is not None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
