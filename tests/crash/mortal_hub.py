"""A hub in a process of its own, which does one thing and dies where it was told to."""

import asyncio
import multiprocessing
import signal

from bots.voices import Voices, raise_voices
from hub.assemble import Site, assemble
from hub.bell import DataFolderBell
from hub.catalogue import say
from hub.chance import Chance
from hub.db import Database
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire
from hub.settings import Settings
from hub.vault import Vault
from tests.crash.deeds import Deed
from tests.crash.fate import Fate, FatefulTransport

LONGEST_LIFE = 30.0
DIARY = "diary"
# A hub bears the same name in every life: what stands under it was claimed by one that is dead.
COURIER = "courier"

# Each hub is forked from a process that has read all these modules: a second saved per death.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([__name__, "httpcore2"])


async def live(settings: Settings, deed: Deed, *, until: str = "") -> list[str]:
    """Let a hub do something and everything it then owes, and kill it at that point.

    Without a point it lives to the end. Returns every point that it passed.
    """
    diary = settings.data / DIARY
    diary.write_text("")
    hub = processes.Process(target=_live, args=(settings, deed, Fate(until, diary)), daemon=True)
    hub.start()
    await asyncio.to_thread(hub.join, LONGEST_LIFE)
    hub.kill()
    passed = diary.read_text().split()
    assert hub.exitcode == (-signal.SIGKILL if until else 0), f"the hub ended with {hub.exitcode}"
    assert not until or passed[-1] == until
    return passed


async def raise_site_voices(site: Site) -> Voices:
    """The voices of a site, as `fallraum up` raises them."""
    return await raise_voices(
        site.homeserver,
        site.wire,
        site.hub.keyring,
        steward=names.steward(site.settings.server_name),
        conference=names.conference_voice(site.settings.server_name),
        monitor=names.monitor_voice(site.settings.server_name),
        chance=site.hub.chance,
        language=site.settings.language,
        listeners_in=site.hub.listeners_in,
        language_of=site.hub.languages.of,
    )


def _live(settings: Settings, deed: Deed, fate: Fate) -> None:
    asyncio.run(_do(settings, deed, fate))


async def _do(settings: Settings, deed: Deed, fate: Fate) -> None:
    site = _open(settings, fate)
    courier = site.hub.courier(COURIER, await raise_site_voices(site), site.bell)
    await courier.catch_up()
    fate.begins()
    await deed.ask(site.hub)
    await courier.work_off()
    await site.close()


def _open(settings: Settings, fate: Fate) -> Site:
    # As `hub.assemble.open_site` does it, but on a watched database and a watched line.
    bell = DataFolderBell(settings.data)
    database = Database(settings.database_url, ring=bell.ring)
    fate.watch(database)
    wire = Wire(settings.homeserver_url, settings.secret("as_token"), transport=FatefulTransport(fate))
    homeserver = MatrixHomeserver(
        wire,
        creator=names.steward(settings.server_name),
        farewell=say(settings.language, "farewell"),
    )
    hub = assemble(
        database=database,
        vault=Vault(bytes.fromhex(settings.secret("vault_key"))),
        homeserver=homeserver,
        server_name=settings.server_name,
        chance=Chance(),
    )
    return Site(hub, settings, wire, homeserver, bell)
