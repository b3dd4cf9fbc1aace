"""What people do in a month, in three cases of the cast.

F-1, Jonas: a conference from the poll for its date to the final minutes, and a room of his own in which he is
reminded. F-2, Selma: a conference in
writing, a room of its own about debts, a support that does not go as agreed. F-3, Lena: both parents
must agree; a conference is moved and cancelled; the Jugendamt's consent ends.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from hub.canonical import signature_of
from hub.conference.model import Choice, TemplateId
from hub.consent.model import ORGANISATION, Answer, Assessment, Consent, Terms, Voice
from hub.identifiers import CLIENT, CaseId, ConferenceId, PartyId, SupportId, TaskId, UserId
from hub.minutes.model import Kind, Words
from hub.parties.model import Custody
from hub.parties.service import Wanted
from hub.plan.model import Standing
from tests.month.world import World, must
from tests.people import KATJA, OLAF, Guest, key_of, key_of_account, terms_for
from tests.signing import agree, public, signing

Planned: TypeAlias = tuple[datetime, Callable[[], Awaitable[None]] | None]

HOME = ZoneInfo("Europe/Berlin")
FIRST_DAY = date(2026, 12, 7)
BEGINS_AT = datetime(2026, 12, 7, 9, tzinfo=HOME).astimezone(UTC)
DEBTS = "debts"
PROOF = "ab" * 32


def on(day: int, clock: str = "10:00") -> datetime:
    """That time of the month's so-many-th day; the first is day 0."""
    return datetime.combine(FIRST_DAY + timedelta(days=day), time.fromisoformat(clock), HOME).astimezone(UTC)


# The hub's own hours: nothing that is due waits longer than until one of them.
TICKS = ("04:30", "08:05", "18:00")
LAST_DAY = 31


@dataclass(slots=True)
class Month:
    """The deeds; what they make is kept for those that come after."""

    world: World
    consents: dict[tuple[str, str], Consent] = field(default_factory=dict)
    conferences: dict[str, ConferenceId] = field(default_factory=dict)
    tasks: dict[str, TaskId] = field(default_factory=dict)
    supports: dict[str, SupportId] = field(default_factory=dict)

    async def play(self) -> None:
        """Day by day, what people do and what falls due."""
        deeds = sorted([*self._deeds(), *_ticks()], key=_when)
        for at, deed in deeds:
            if at < BEGINS_AT:
                continue
            await self.world.comes(at)
            if deed is not None:
                await deed()
                await self.world.settles()

    def _deeds(self) -> Sequence[Planned]:
        return (
            (on(0), self.cases_are_opened),
            (on(1), self.a_date_is_sought),
            (on(1, "15:00"), self.they_vote),
            (on(2), self.the_date_is_fixed),
            (on(3), self.topics_and_plans),
            (on(4), self.in_writing),
            (on(7), self.they_reply),
            (on(8, "14:00"), self.it_begins),
            (on(8, "14:10"), self.it_goes_on),
            (on(8, "14:50"), self.it_ends),
            (on(9), self.one_is_moved),
            (on(10), self.a_support_is_at_risk),
            (on(11), self.jonas_objects),
            (on(14, "09:00"), self.one_is_cancelled),
            (on(15), self.the_jugendamt_leaves),
            (on(21), self.a_task_is_done),
            (on(22), self.they_meet_again),
        )

    # Who may hear what.

    async def cases_are_opened(self) -> None:
        """Three cases; for Lena both of her parents agree. Three professionals want to be reminded."""
        for name in ("Amira", "Bo", "Dario"):
            assert await self.world.site.hub.direct.open(self._user(name)) is None
        await self._open("F-1", "Jonas", "Bo", "Chloe")
        await self._open("F-2", "Selma", "Chloe", "Dario")
        await self._open("F-3", "Lena", "Bo")
        await self._agrees("F-1", "Jonas", "Amira")
        await self._agrees("F-1", "Jonas", "Bo")
        await self._agrees("F-1", "Jonas", "Chloe", "school", lasts=timedelta(days=16))
        await self._agrees("F-2", "Selma", "Amira", "housing", DEBTS)
        await self._agrees("F-2", "Selma", "Chloe", "childcare")
        await self._agrees("F-2", "Selma", "Dario", DEBTS)
        await self._parents_agree()
        own_rooms, f1 = self.world.site.hub.own_rooms, self.world.cases["F-1"]
        assert await own_rooms.want(f1, who=self._user("Jonas"), by="test") is None

    async def the_jugendamt_leaves(self) -> None:
        """Lena's parents take back what they allowed the Jugendamt."""
        hub = self.world.site.hub
        must(await hub.consents.withdraw(self.consents["F-3", "Bo"].id, by="client"))

    # F-1: from the poll to the minutes.

    async def a_date_is_sought(self) -> None:
        """Amira proposes two times."""
        options = [on(8, "14:00"), on(9, "09:00")]
        polls, amira = self.world.site.hub.polls, self._user("Amira")
        poll = must(await polls.open(self.world.cases["F-1"], options, moderator=amira, by="test"))
        self.conferences["F-1"] = poll.id

    async def they_vote(self) -> None:
        """Jonas and Bo say what suits them."""
        polls, poll = self.world.site.hub.polls, self.conferences["F-1"]
        must(await polls.vote(poll, 1, Choice.YES, who=self._user("Jonas")))
        must(await polls.vote(poll, 2, Choice.NO, who=self._user("Bo")))

    async def the_date_is_fixed(self) -> None:
        """The first of the two."""
        must(await self.world.site.hub.polls.fix(self.conferences["F-1"], 1, who=self._user("Amira")))

    async def topics_and_plans(self) -> None:
        """Topics for F-1 and a task of Jonas's own, a plan for F-2, a conference for F-3."""
        hub, amira = self.world.site.hub, self._user("Amira")
        for name, topic in (("Jonas", "Wohnung ab Februar"), ("Bo", "Antrag auf Hilfe nach § 41")):
            must(await hub.conferences.name_topic(self.conferences["F-1"], topic, who=self._user(name)))
        f1, day, jonas = self.world.cases["F-1"], date(2026, 12, 17), self._user("Jonas")
        own = must(await hub.plans.add_task(f1, "Meldebescheinigung holen", owner=jonas, due=day, who=amira))
        self.tasks["Jonas"] = own.id
        case = self.world.cases["F-2"]
        due, dario = date(2026, 12, 16), self._user("Dario")
        must(await hub.plans.add_task(case, "Unterlagen zusammenstellen", owner=dario, due=due, who=amira))
        begun = date(2026, 12, 1)
        supported = must(
            await hub.plans.begin_support(
                case, "Begleitung zu Terminen", responsible=dario, begun=begun, weeks=1, who=amira
            )
        )
        self.supports["F-2"] = supported.id
        must(await hub.plans.note_gap(case, "Kindergartenplatz 7 bis 9 Uhr", who=amira))
        called = await hub.conferences.call(
            self.world.cases["F-3"],
            begins_at=on(11),
            lasts=timedelta(hours=1),
            moderator=amira,
            topics=["Wie es in der Schule weitergeht"],
            by="test",
        )
        self.conferences["F-3"] = must(called).id

    async def it_begins(self) -> None:
        """The conference of F-1."""
        must(await self.world.site.hub.moderation.begin(self.conferences["F-1"], who=self._user("Amira")))

    async def it_goes_on(self) -> None:
        """To the next item; something is decided, and Bo sees it otherwise."""
        hub, amira, one = self.world.site.hub, self._user("Amira"), self.conferences["F-1"]
        must(await hub.moderation.step(one, seen=1, who=amira))
        case, due = self.world.cases["F-1"], date(2026, 12, 22)
        task = must(
            await hub.plans.add_task(
                case, "Wohnungsgenossenschaft anfragen", owner=amira, due=due, who=amira, conference=one
            )
        )
        self.tasks["F-1"] = task.id
        entries = (
            (
                "Amira",
                Words(
                    kind=Kind.DECISION,
                    item="decisions",
                    text="fragt die Genossenschaft",
                    who="Frau Kaya",
                    day=due,
                ),
            ),
            ("Bo", Words(kind=Kind.DISSENT, item="assessment", text="Eine eigene Wohnung kommt zu früh")),
        )
        for name, words in entries:
            must(await hub.minutes.note(case, one, words, who=self._user(name)))

    async def it_ends(self) -> None:
        """Ten minutes before its time; nobody drafts the minutes, so the hub will."""
        must(await self.world.site.hub.moderation.end(self.conferences["F-1"], who=self._user("Amira")))

    async def jonas_objects(self) -> None:
        """He holds something against the draft, and his task is done."""
        hub, case = self.world.site.hub, self.world.cases["F-1"]
        must(await hub.plans.tick_off(case, self.tasks["Jonas"], who=self._user("Jonas")))
        text = "Ich will ausziehen, nicht: ich möchte vielleicht"
        must(await hub.minutes.object_to(case, self.conferences["F-1"], text, who=self._user("Jonas")))

    async def a_task_is_done(self) -> None:
        """Amira has asked."""
        hub, case = self.world.site.hub, self.world.cases["F-1"]
        must(await hub.plans.tick_off(case, self.tasks["F-1"], who=self._user("Amira")))

    # F-2: in writing, and a support that does not go as agreed.

    async def in_writing(self) -> None:
        """Everybody has five days."""
        hub = self.world.site.hub
        called = await hub.conferences.call(
            self.world.cases["F-2"],
            begins_at=None,
            lasts=timedelta(days=5),
            moderator=self._user("Amira"),
            topics=["Stromabschlag"],
            by="test",
            template=TemplateId("case-written", 1),
        )
        self.conferences["F-2"] = must(called).id

    async def they_reply(self) -> None:
        """Selma and Dario answer the second item, Chloe passes the first."""
        writing, one = self.world.site.hub.writing, self.conferences["F-2"]
        for name in ("Selma", "Dario"):
            must(await writing.reply(one, 2, [f"Das sieht {name} so"], who=self._user(name)))
        must(await writing.reply(one, 1, [], who=self._user("Chloe")))

    async def a_support_is_at_risk(self) -> None:
        """Dario says so."""
        hub, case, dario = self.world.site.hub, self.world.cases["F-2"], self._user("Dario")
        must(await hub.plans.report(case, self.supports["F-2"], Standing.AT_RISK, who=dario))

    async def they_meet_again(self) -> None:
        """What goes otherwise is on the agenda."""
        called = await self.world.site.hub.conferences.call(
            self.world.cases["F-2"],
            begins_at=on(29),
            lasts=timedelta(hours=1),
            moderator=self._user("Amira"),
            topics=["Ratenplan"],
            by="test",
        )
        must(called)

    # F-3: moved, and cancelled.

    async def one_is_moved(self) -> None:
        """Three days later."""
        hub, one = self.world.site.hub, self.conferences["F-3"]
        must(await hub.conferences.move(one, on(14), "Lena schreibt eine Arbeit", who=self._user("Amira")))

    async def one_is_cancelled(self) -> None:
        """An hour before it was to begin."""
        hub, one = self.world.site.hub, self.conferences["F-3"]
        must(await hub.conferences.cancel(one, "Frau Kaya ist krank", who=self._user("Amira")))

    # How all of that is done.

    def _user(self, name: str) -> UserId:
        person = self.world.people.get(name)
        return person.user if person else self.world.clients[name].user

    async def _open(self, label: str, client: str, *members: str) -> None:
        guest = self.world.clients[client]
        opened = await self.world.site.hub.cases.open(
            guest.person,
            client=guest.user,
            lead=self._user("Amira"),
            members=[self._user(name) for name in members],
            by="test",
        )
        self.world.cases[label] = must(opened).case.id

    async def _agrees(
        self, label: str, client: str, name: str, *themes: str, lasts: timedelta = timedelta(days=90)
    ) -> None:
        key, case = key_of_account(self._user(client)), self.world.cases[label]
        wanted = self._terms(name, *themes, lasts=lasts)
        (given,) = must(await agree(self.world.site.hub, case, key, wanted))
        self.consents[label, name] = given

    def _terms(self, name: str, *themes: str, lasts: timedelta = timedelta(days=90)) -> Terms:
        asked = dict.fromkeys((ORGANISATION, *themes), Answer.YES)
        return terms_for(self.world.people[name], now=self.world.clock.now(), lasts=lasts, themes=asked)

    async def _parents_agree(self) -> None:
        hub, case = self.world.site.hub, self.world.cases["F-3"]
        guardians = {guest: await self._vouched(case, guest) for guest in (KATJA, OLAF)}
        lead = self.world.people["Amira"]
        not_yet = Assessment(by=lead.id, is_capable=False, note="Zu viel auf einmal.", voice=Voice.AGREES)
        for name in ("Amira", "Bo"):
            wanted = replace(self._terms(name, "school"), assessment=not_yet)
            (asked,) = must(await hub.consents.ask(case, [wanted], by=lead.id))
            for guest, guardian in guardians.items():
                signed = {asked.id: signature_of(asked.statement, guest.key)}
                (self.consents["F-3", name],) = must(await hub.consents.give(signed, by=guardian))

    async def _vouched(self, case: CaseId, guest: Guest) -> PartyId:
        parties, amira, bo = self.world.site.hub.parties, self.world.people["Amira"], self.world.people["Bo"]
        added = must(await parties.add(case, guest.person, by="test"))
        wanted = Wanted(added.id, CLIENT, Custody.JOINT, PROOF, public(guest.key))
        taken = must(
            await parties.record_guardianship(case, wanted, by=amira.id, sign=signing(key_of(amira)))
        )
        confirm = parties.confirm_guardianship
        key, sign = public(guest.key), signing(key_of(bo))
        return must(await confirm(taken.id, evidence=PROOF, public_key=key, by=bo.id, sign=sign)).guardian


def _ticks() -> Sequence[Planned]:
    return [(on(day, tick), None) for day in range(LAST_DAY + 1) for tick in TICKS]


def _when(planned: tuple[datetime, object]) -> datetime:
    return planned[0]
