"""The place where parts meet: a hub is made of these, and of nothing it finds by itself."""

from collections.abc import Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import time
from typing import Protocol

from hub.appointments.apart import Apart
from hub.appointments.reader import Appointments
from hub.bell import DataFolderBell
from hub.canonical import digest
from hub.cases.service import CaseService
from hub.catalogue import say
from hub.chance import Chance
from hub.charter.service import CharterService
from hub.closing.service import ClosingService
from hub.commands.service import CommandService
from hub.conference.adding import AddingService
from hub.conference.library import TemplateService
from hub.conference.moderation import ModerationService
from hub.conference.papers import PaperService
from hub.conference.planning import PollService
from hub.conference.preparation import PreparationService
from hub.conference.service import ConferenceService
from hub.conference.speaking import SpeakingService
from hub.conference.writing import WritingService
from hub.consent.model import Custodians, Policy
from hub.consent.service import ConsentService
from hub.consult.service import ConsultService
from hub.courier import Bell, Courier
from hub.db import Database
from hub.direct.hearing import HearingService
from hub.direct.model import DirectRoom, Word
from hub.direct.service import DirectService
from hub.direct.store import has_any as has_direct
from hub.direct.telling import Telling
from hub.disclosure.service import DisclosureService
from hub.embedded.accounts import eraser, witness
from hub.erasure import Erasure
from hub.errands import Errands
from hub.export.service import ExportService
from hub.federation import Servers
from hub.handover.service import HandOverService
from hub.holding import Holding, Registered
from hub.identifiers import RoomId, UserId
from hub.keyring import Keyring, has_secrets
from hub.language.service import LanguageService
from hub.law.book import known_law
from hub.listening.service import ListeningService
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire
from hub.migrations.run import migrate
from hub.minutes.service import MinutesService
from hub.monitoring.digests import Digests
from hub.monitoring.planner import Planner
from hub.monitoring.service import MonitoringService
from hub.notary import Notary, has_signed
from hub.outside.fetching import Outside
from hub.own.service import OwnService
from hub.parties.service import PartyService
from hub.plan.service import PlanService
from hub.presence.calendars import Calendars
from hub.presence.declaring import Declaring
from hub.presence.drawing import Drawing
from hub.presence.feed import Feed, MayBeTold
from hub.presence.service import PresenceService
from hub.presence.store import has_any as has_declared
from hub.presence.wishes import Wish
from hub.presence.world import Diaries
from hub.receipts.model import Operator
from hub.receipts.service import ReceiptService
from hub.retrievals import RetrievalService
from hub.rooms.board import Board
from hub.rooms.lists import Lists
from hub.rooms.service import Circle, RoomService
from hub.rooms.survey import Survey
from hub.rooms.witness import Witness
from hub.rooms.world import Homeserver
from hub.saying import Saying
from hub.settings import Settings, prepare_folder
from hub.signet import Signet
from hub.speaker import Speaker
from hub.sweep import Sweep
from hub.vault import Vault, unlock


class World(Homeserver, Registered, Protocol):
    """A homeserver, as a whole hub needs it."""


@dataclass(frozen=True, slots=True)
class Hub:
    """The services the doors call."""

    database: Database
    vault: Vault
    chance: Chance
    servers: Servers
    cases: CaseService
    parties: PartyService
    consents: ConsentService
    rooms: RoomService
    languages: LanguageService
    own_rooms: OwnService
    lists: Lists
    presence: PresenceService
    feed: Feed
    direct: DirectService
    telling: Telling
    hearing: HearingService
    listening: ListeningService
    commands: CommandService
    calendars: Calendars
    survey: Survey
    sweep: Sweep
    holding: Holding
    witness: Witness
    plans: PlanService
    conferences: ConferenceService
    moderation: ModerationService
    preparation: PreparationService
    writing: WritingService
    polls: PollService
    adding: AddingService
    speaking: SpeakingService
    papers: PaperService
    templates: TemplateService
    minutes: MinutesService
    planner: Planner
    monitoring: MonitoringService
    disclosures: DisclosureService
    consults: ConsultService
    hand_overs: HandOverService
    charters: CharterService
    keyring: Keyring
    signet: Signet
    receipts: ReceiptService
    closings: ClosingService
    exports: ExportService
    notary: Notary
    retrievals: RetrievalService
    erasure: Erasure

    @property
    def server_name(self) -> str:
        """The hub's own homeserver, as it stands in user ids."""
        return self.servers.home

    def new_client(self) -> UserId:
        """A pseudonymous account for a client; it is made when they are asked in."""
        return names.new_client(self.chance.new_id()[:12], self.servers.home)

    async def listeners_in(self, room: RoomId) -> Circle | DirectRoom | None:
        """Whom a voice may speak to in a room right now; None if it is none of ours."""
        return await self.rooms.circle_in(room) or await self.direct.there(room)

    def courier(self, name: str, speaker: Speaker | None, bell: Bell) -> Courier:
        """A worker for this hub's outbox."""
        saying = Saying(
            database=self.database,
            rooms=self.rooms,
            consents=self.consents,
            consults=self.consults,
            conferences=self.conferences,
            moderation=self.moderation,
            writing=self.writing,
            polls=self.polls,
            papers=self.papers,
            minutes=self.minutes,
            hand_overs=self.hand_overs,
            direct=self.direct,
            digests=Digests(self.planner, self.presence),
            listening=self.listening,
            commands=self.commands,
            greeting=Word.GREETING if self.presence.declaring.is_on else Word.PLAIN_GREETING,
            speaker=speaker,
        )
        errands = Errands(
            database=self.database,
            saying=saying,
            rooms=self.rooms,
            witness=self.witness,
            consents=self.consents,
            consults=self.consults,
            preparation=self.preparation,
            minutes=self.minutes,
            disclosures=self.disclosures,
            charters=self.charters,
            direct=self.direct,
            planner=self.planner,
            listening=self.listening,
        )
        return Courier(
            name,
            database=self.database,
            errands=errands,
            home=self.servers.home,
            chance=self.chance,
            bell=bell,
        )


def assemble(
    *,
    database: Database,
    vault: Vault,
    homeserver: World,
    server_name: str,
    federation: Collection[str] = (),
    chance: Chance,
    name: str = "",
    policy: Policy | None = None,
    operator: Operator | None = None,
    is_presence_on: bool = True,
    diaries: Diaries | None = None,
    land: str = "",
    digest_at: time = time(8),
) -> Hub:
    """Put a hub together; its name tells it from others on the same registration.

    `federation` names the other homeservers whose people may be let in. `diaries` is where people's own
    calendars are read; without it, in the open internet. `land` is where working days are counted,
    `digest_at` when people are told by the clock on the wall what is due.
    """
    servers = Servers(server_name, frozenset(federation))
    voices = (names.conference_voice(server_name),)
    survey = Survey(database, homeserver, voices, servers, chance)
    holding = Holding(homeserver, name, chance)
    signet = Signet(vault)
    receipts = ReceiptService(database, vault, signet, chance, operator or Operator())
    law = known_law()
    disclosures = DisclosureService(database, vault, chance, law)
    presence = PresenceService(database, chance, Declaring(database, vault, chance, is_presence_on))
    drawing = Drawing(presence.sharing)
    direct = DirectService(database, vault, homeserver, chance, servers, names.monitor_voice(server_name))
    telling = Telling(direct)
    lists = Lists(database, voices, servers, chance, Board(chance.new_id()), drawing, direct.listed)
    feed = Feed(presence, chance, lists.catch_up)
    drawing.redrawn = feed.redrawn

    def tell_alone(user: UserId, _wish: Wish, may_be_told: MayBeTold) -> None:
        # Not even of which case it is: that would stand there.
        telling.tell_soon(user, Word.TOGETHER, {}, may_be_told)

    feed.tell_alone = tell_alone
    conferences = ConferenceService(database, vault, chance, servers)
    plans = PlanService(database, vault, chance, servers)
    planner = Planner(database, chance, servers, land, digest_at)
    room_service = RoomService(database, homeserver, voices, chance, servers)
    return Hub(
        database=database,
        vault=vault,
        chance=chance,
        servers=servers,
        cases=CaseService(database, vault, chance, servers),
        parties=PartyService(database, vault, chance),
        consents=ConsentService(database, vault, chance, policy or Policy()),
        rooms=room_service,
        languages=LanguageService(database, vault, chance, servers),
        own_rooms=OwnService(database, chance),
        lists=lists,
        presence=presence,
        feed=feed,
        direct=direct,
        telling=telling,
        hearing=HearingService(database, chance, direct),
        listening=ListeningService(database, vault, chance, room_service.is_wanted),
        commands=CommandService(database, vault, chance, room_service, direct, plans, conferences),
        calendars=Calendars(presence, diaries or Appointments(Outside(), Apart()), chance),
        survey=survey,
        sweep=Sweep(database, survey, holding, chance),
        holding=holding,
        witness=Witness(database, homeserver, servers, chance),
        plans=plans,
        conferences=conferences,
        moderation=ModerationService(conferences),
        preparation=PreparationService(conferences, telling),
        writing=WritingService(conferences),
        polls=PollService(conferences, feed),
        adding=AddingService(conferences),
        speaking=SpeakingService(conferences),
        papers=PaperService(conferences),
        templates=TemplateService(database, chance),
        minutes=MinutesService(database, vault, chance, voices, servers, land),
        planner=planner,
        monitoring=MonitoringService(planner, plans),
        disclosures=disclosures,
        consults=ConsultService(database, vault, chance, law, disclosures),
        hand_overs=HandOverService(database, vault, chance),
        charters=CharterService(database, signet, chance),
        keyring=Keyring(database, vault, chance),
        signet=signet,
        receipts=receipts,
        closings=ClosingService(database, vault, signet, receipts, chance),
        exports=ExportService(database, vault, receipts, law, voices, servers, chance),
        notary=Notary(database, signet, chance),
        retrievals=RetrievalService(database, chance),
        erasure=Erasure(database, chance),
    )


@dataclass(frozen=True, slots=True)
class Site:
    """A hub on its data folder and its homeserver."""

    hub: Hub
    settings: Settings
    wire: Wire
    homeserver: MatrixHomeserver
    bell: DataFolderBell

    async def close(self) -> None:
        """Let go of everything that is open, also if it is cancelled on the way."""
        async with AsyncExitStack() as last_first:
            last_first.push_async_callback(self.hub.database.close)
            last_first.push_async_callback(self.wire.close)
            last_first.push_async_callback(self.hub.telling.rest)
            last_first.push_async_callback(self.hub.feed.rest)


async def open_site(settings: Settings, chance: Chance) -> Site:
    """Open the hub of a data folder, its database brought up to date.

    Whatever comes to be owed rings its bell. Raises `NotReady` if something is missing; a missing
    key only leaves its vault shut.
    """
    prepare_folder(settings.data)
    token = settings.secret("as_token")
    if settings.homeserver_socket:
        prepare_folder(settings.homeserver_socket.parent)
    bell = DataFolderBell(settings.data)
    database = Database(settings.database_url, ring=bell.ring)
    try:
        await migrate(database)
        async with database.reading() as connection:
            ever_sealed = (has_secrets, has_signed, has_declared, has_direct)
            in_use = any([await was_used(connection) for was_used in ever_sealed])
            vault = await unlock(connection, lambda make: settings.vault_key(make=make), is_in_use=in_use)
    except BaseException:
        await database.close()
        raise
    wire = Wire(settings.homeserver_url, token, socket=settings.homeserver_socket)
    homeserver = MatrixHomeserver(
        wire,
        creator=names.steward(settings.server_name),
        farewell=say(settings.language, "farewell"),
        eraser=(lambda: eraser(settings)) if settings.homeserver_socket else None,
        witness=(lambda: witness(settings)) if settings.homeserver_socket else None,
    )
    hub = assemble(
        database=database,
        vault=vault,
        homeserver=homeserver,
        server_name=settings.server_name,
        federation=settings.federation,
        chance=chance,
        name=digest(settings.name),
        policy=Policy(
            joint_custody=Custodians(settings.joint_custody), own_consent_from=settings.own_consent_from
        ),
        operator=_operator(settings),
        is_presence_on=settings.presence,
        land=settings.land,
        digest_at=time(settings.digest_hour),
    )
    return Site(hub, settings, wire, homeserver, bell)


def _operator(settings: Settings) -> Operator:
    return Operator(
        controller=settings.controller,
        contact=settings.controller_contact,
        authority=settings.authority,
        jurisdiction=settings.jurisdiction,
        withdrawal=settings.withdrawal,
        storage=settings.storage,
        retention=settings.retention,
    )
