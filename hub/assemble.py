"""The only place where parts meet: a hub is made of these, and of nothing it finds by itself."""

from dataclasses import dataclass

from hub.bell import DataFolderBell
from hub.cases.service import CaseService
from hub.catalogue import say
from hub.chance import Chance
from hub.charter.service import CharterService
from hub.conference.service import ConferenceService
from hub.consent.model import Custodians, Policy
from hub.consent.service import ConsentService
from hub.courier import Bell, Courier, Speaker
from hub.db import Database
from hub.disclosure.service import DisclosureService
from hub.embedded.accounts import eraser
from hub.erasure import Erasure
from hub.export.service import ExportService
from hub.identifiers import UserId
from hub.keyring import Keyring, has_secrets
from hub.law.book import known_law
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire
from hub.migrations.run import migrate
from hub.notary import Notary, has_signed
from hub.parties.service import PartyService
from hub.receipts.model import Operator
from hub.receipts.service import ReceiptService
from hub.retrievals import RetrievalService
from hub.rooms.round import Homeserver
from hub.rooms.service import RoomService
from hub.settings import Settings, prepare_folder
from hub.signet import Signet
from hub.vault import Vault, unlock


@dataclass(frozen=True, slots=True)
class Hub:
    """The services the doors call."""

    database: Database
    vault: Vault
    chance: Chance
    server_name: str
    cases: CaseService
    parties: PartyService
    consents: ConsentService
    rooms: RoomService
    conferences: ConferenceService
    disclosures: DisclosureService
    charters: CharterService
    keyring: Keyring
    signet: Signet
    receipts: ReceiptService
    exports: ExportService
    notary: Notary
    retrievals: RetrievalService
    erasure: Erasure

    def new_client(self) -> UserId:
        """A pseudonymous account for a client; it is made when they are asked in."""
        return names.new_client(self.chance.new_id()[:12], self.server_name)

    def courier(self, name: str, speaker: Speaker, bell: Bell) -> Courier:
        """A worker for this hub's outbox."""
        return Courier(
            name=name,
            database=self.database,
            rooms=self.rooms,
            consents=self.consents,
            conferences=self.conferences,
            disclosures=self.disclosures,
            charters=self.charters,
            speaker=speaker,
            chance=self.chance,
            bell=bell,
        )


def assemble(
    *,
    database: Database,
    vault: Vault,
    homeserver: Homeserver,
    server_name: str,
    chance: Chance,
    policy: Policy | None = None,
    operator: Operator | None = None,
) -> Hub:
    """Put a hub together."""
    voices = (names.conference_voice(server_name),)
    signet = Signet(vault)
    receipts = ReceiptService(database, vault, signet, chance, operator or Operator())
    law = known_law()
    return Hub(
        database=database,
        vault=vault,
        chance=chance,
        server_name=server_name,
        cases=CaseService(database, vault, chance),
        parties=PartyService(database, vault, chance),
        consents=ConsentService(database, vault, chance, policy or Policy()),
        rooms=RoomService(database, homeserver, voices, chance),
        conferences=ConferenceService(database, vault, chance),
        disclosures=DisclosureService(database, vault, chance, law),
        charters=CharterService(database, signet, chance),
        keyring=Keyring(database, vault, chance),
        signet=signet,
        receipts=receipts,
        exports=ExportService(database, vault, receipts, law, voices, chance),
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
        """Let go of everything that is open."""
        await self.wire.close()
        await self.hub.database.close()


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
            in_use = await has_secrets(connection) or await has_signed(connection)
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
    )
    hub = assemble(
        database=database,
        vault=vault,
        homeserver=homeserver,
        server_name=settings.server_name,
        chance=chance,
        policy=Policy(
            joint_custody=Custodians(settings.joint_custody), own_consent_from=settings.own_consent_from
        ),
        operator=_operator(settings),
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
