"""A whole hub in one process: homeserver child, web door, lists, voices, courier, notary, sweep."""

import asyncio
import contextlib
import fcntl
import gc
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import IO

import structlog
import uvicorn

from bots.ears import Ears
from bots.voices import Voices, raise_voices
from hub.assemble import Site, open_site
from hub.chance import Chance
from hub.embedded.child import Synapse
from hub.embedded.files import GUARD_TOKEN, SERVICE, write_homeserver, write_registration
from hub.errors import (
    FallraumError,
    HomeserverRefused,
    HomeserverUnavailable,
    NotReady,
    WorldBroken,
)
from hub.keeper import GRACE, Keeper, Tell
from hub.matrix import names
from hub.matrix.openid import OpenIdDesk
from hub.matrix.outward import trusted
from hub.presence.relay import Relay
from hub.settings import LOCK, Settings, prepare_folder
from hub.signing_in import sign_in_desk
from web.app import application
from web.line import LONGEST_FRAME
from web.live import Lines

# How much of the chain somebody could rewrite unnoticed at most.
ATTESTED_EVERY = timedelta(minutes=5)

log = structlog.get_logger()


class House:
    """`async with House(…)`: inside the block the hub is up; behind it everything is ended."""

    site: Site

    def __init__(self, settings: Settings, chance: Chance, tell: Tell) -> None:
        self.settings = settings
        self._chance = chance
        self._tell = tell
        self._parts = Keeper(tell)
        self._answering = asyncio.Event()
        # Whether the audit chain was walked and held.
        self._holds = False
        self.synapse: Synapse | None = None
        self.voices: Voices | None = None

    async def __aenter__(self) -> "House":
        self._exit = contextlib.AsyncExitStack()
        async with contextlib.AsyncExitStack() as stack:
            await self._open(stack)
            self._exit = stack.pop_all()
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._tell("up-stopping")
        await self._exit.aclose()

    async def _open(self, stack: contextlib.AsyncExitStack) -> None:
        settings = self.settings
        prepare_folder(settings.data)
        stack.enter_context(_only_one(settings))
        # Held from here to the end: in no gap can anybody else stand in the door.
        self._threshold = stack.enter_context(_listening(settings.door_port))
        if not settings.homeserver:
            # Better said now than found out by the homeserver.
            with _listening(settings.homeserver_port):
                pass
        # So is this.
        self._trust = trusted(settings.federation_ca)
        self.site = await open_site(settings, self._chance)
        stack.push_async_callback(self.site.close)
        self._tell("up-database")
        # Before anybody is let in: the operator may have taken a server off the list.
        await self.site.hub.rooms.part()
        await self.site.hub.direct.part()
        self.site.bell.hang()
        stack.callback(self.site.bell.take_down)
        # When nobody writes any more: what was done until the end is attested, too.
        stack.push_async_callback(self._attest_last)
        stack.push_async_callback(self._stop_homeserver)
        stack.push_async_callback(self._parts.end)
        # Before anybody asks: what people laid down counts from the first moment on.
        await self.site.hub.presence.declaring.open()
        # And what people reacted while the hub was away counts as well.
        await self.site.hub.direct.lists()
        self._courier = self.site.hub.courier(settings.name, None, self.site.bell)
        self._parts.ends_by("courier", self._courier.stop)
        self._ear = self.site.bell.ear()
        # Before the voices: whoever must leave waits for no words.
        self._parts.keep("courier", self._carry)
        self._parts.keep("door", self._serve)
        self._parts.keep("lists", self._draw_lists)
        self._parts.keep("presence", self.site.hub.feed.run)
        if settings.presence:
            self._parts.keep("calendars", self.site.hub.calendars.run)
        self._pass_signs_on()
        self._parts.keep("notary", self._attest)
        await self._start_homeserver()
        self._parts.keep("reunion", self._greet_again)
        await self._find_voices()
        self._parts.keep("ears", self._listen)
        self._parts.keep("sweep", self._sweep)
        self._parts.keep("direct", self._see_to_direct_rooms)
        self._parts.keep("reminders", self.site.hub.planner.run)
        # What is there now stays: to look through it again and again for what is gone made everybody wait.
        gc.collect()
        gc.freeze()

    def _pass_signs_on(self) -> None:
        database, presence = self.site.hub.database, self.site.hub.presence
        if database.is_sqlite or not self.settings.presence:
            return
        relay = Relay(database, self.site.hub.vault, self._chance.now, self._chance.new_id())
        presence.tell_others = relay.tell_others
        self._parts.keep("signs", partial(relay.run, presence.take_in, presence.catch_up))

    async def _start_homeserver(self) -> None:
        if self.settings.homeserver:
            self._tell("up-registration", file=str(write_registration(self.settings)))
            self._tell(
                "up-guard", file=str(self.settings.secret_path(GUARD_TOKEN)), url=self.settings.push_url
            )
            self._answering.set()
            self._parts.keep("homeserver", self._await_return)
            return
        self._tell("up-homeserver-starting")
        self.synapse = Synapse(write_homeserver(self.settings))
        await self.synapse.start()
        self._tell("up-homeserver")
        self._answering.set()
        self._parts.keep("homeserver", self._watch_homeserver)

    async def _find_voices(self) -> None:
        # Whatever is wrong with a voice or its key: whoever must leave still leaves.
        try:
            await self._raise_voices()
        except HomeserverRefused as refusal:
            if refusal.is_about_token:
                file = str(self.settings.data / "registration.yaml")
                raise NotReady("registration-unknown", file=file, why=refusal.errcode) from None
            self._wait_for_voices(refusal)
        except NotReady as trouble:
            if trouble.reason == "registration-held":
                raise
            self._tell(f"not-ready-{trouble.reason}", **trouble.facts)
            self._tell("up-vault-shut")
        except WorldBroken as error:
            self._wait_for_voices(error)

    def _wait_for_voices(self, error: FallraumError) -> None:
        self._tell("up-voices-wait", url=self.settings.homeserver_url, why=str(error))
        self._parts.keep("voices", self._go_on_raising_voices)

    async def _go_on_raising_voices(self) -> None:
        await self._raise_voices()
        await self._courier.catch_up()
        # This part has nothing more to do, and must not be started again.
        await asyncio.Event().wait()

    async def _raise_voices(self) -> None:
        site, server = self.site, self.settings.server_name
        await site.homeserver.ensure_user(names.steward(server))
        await self._take_hold()
        self.voices = self._courier.errands.saying.speaker = await raise_voices(
            site.homeserver,
            site.wire,
            site.hub.keyring,
            steward=names.steward(server),
            conference=names.conference_voice(server),
            monitor=names.monitor_voice(server),
            chance=self._chance,
            language=self.settings.language,
            listeners_in=site.hub.listeners_in,
            language_of=site.hub.languages.of,
        )
        self.site.hub.telling.voice = self.voices
        self._tell("up-voices")

    async def _watch_homeserver(self) -> None:
        assert self.synapse is not None
        if self.synapse.is_running:
            status = await self.synapse.wait()
            self._tell("up-part-ended", part="homeserver", status=str(status))
            raise HomeserverUnavailable("the embedded homeserver ended")
        await self.synapse.start()
        self._tell("up-homeserver")
        self._answering.set()

    async def _await_return(self) -> None:
        # Nobody tells us when a site's own homeserver was away.
        await self.site.homeserver.until_it_returns()
        self._answering.set()

    async def _serve(self) -> None:
        async with sign_in_desk(self.settings, self._chance, self._trust) as desk:
            await self._serve_with(desk)

    async def _serve_with(self, desk: OpenIdDesk) -> None:
        hub, settings = self.site.hub, self.settings
        hs_token, guard_token = settings.secret("hs_token"), settings.secret(GUARD_TOKEN)
        lines = Lines(hub.presence, hub.feed, hub.direct, hub.calendars, desk)
        tokens = {"hs_token": hs_token, "guard_token": guard_token}
        app = application(hub, lines, **tokens)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws_max_size=LONGEST_FRAME,
            ws_per_message_deflate=False,
        )
        door = _Door(config)

        def close() -> None:
            # A guard's long poll would keep the door open.
            hub.lists.board.close()
            lines.close()
            door.stop()

        self._parts.ends_by("door", close)
        # A copy, for uvicorn closes what it was given; whoever knocks meanwhile waits.
        await door.serve([self._threshold.dup()])

    async def _draw_lists(self) -> None:
        await self.site.hub.lists.run(self._ear)

    async def _carry(self) -> None:
        # Whoever bore this name before is dead: the lock on the data folder says so.
        await self._courier.catch_up()
        await self._courier.run()

    async def _greet_again(self) -> None:
        # Each time the homeserver is back: take what it kept for us, try again what had to wait.
        await self._answering.wait()
        self._answering.clear()
        self.site.hub.sweep.hurry()
        await self._courier.catch_up()
        try:
            await self.site.homeserver.ask_for_pushes(SERVICE, self._chance.new_id())
        except FallraumError as error:
            log.warning("no pushes asked for", error=str(error))

    async def _listen(self) -> None:
        site = self.site
        await Ears(
            listening=site.hub.listening,
            commands=site.hub.commands,
            homeserver=site.homeserver,
            wire=site.wire,
            pins=site.hub.keyring,
            home=self.settings.server_name,
            name=self._chance.new_id(),
            language=self.settings.language,
        ).run()

    async def _sweep(self) -> None:
        await self.site.hub.sweep.run(timedelta(minutes=self.settings.sweep_minutes))

    async def _see_to_direct_rooms(self) -> None:
        # As the sweep goes through the cases: not all at once, and again and again.
        period = timedelta(minutes=self.settings.sweep_minutes)
        while True:
            await self.site.hub.direct.look_at_all(period)
            await asyncio.sleep(period.total_seconds())

    async def _take_hold(self) -> None:
        # On our own homeserver nobody else can say anything.
        if self.settings.homeserver and not await self.site.hub.holding.is_free():
            raise NotReady("registration-held", url=self.settings.homeserver_url)
        await self.site.hub.holding.take()

    async def _attest(self) -> None:
        hub = self.site.hub
        if hub.vault.trouble:
            self._tell("up-notary-waits")
        while True:
            if not self._holds:
                await hub.disclosures.alarm()
                await hub.hand_overs.alarm()
            # All of it first; then only what is new, for as long as it holds.
            broken = await hub.notary.round(whole=not self._holds)
            if broken:
                self._tell("up-chain-broken", number=str(broken.number))
            self._holds = broken is None
            await asyncio.sleep(ATTESTED_EVERY.total_seconds())

    async def _attest_last(self) -> None:
        try:
            async with asyncio.timeout(GRACE.total_seconds()):
                await self.site.hub.notary.round(whole=not self._holds)
        except Exception as error:
            # Whatever it was: the hub still ends, and attests at its next start.
            log.warning("not attested", error=type(error).__name__)

    async def _stop_homeserver(self) -> None:
        if self.synapse is not None:
            await self.synapse.stop()


class _Door(uvicorn.Server):
    """Uvicorn, but signals are the house's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Answer what was asked, then end."""
        self.should_exit = True


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise NotReady("port-taken", port=str(port), why=error.strerror or "") from None
        listener.listen()
        listener.setblocking(False)
        yield listener


@contextlib.contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    lock: IO[str] = (settings.data / LOCK).open("w")
    with lock:
        for pause in (0.1, 0.2, 0.4, 0.0):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                # Perhaps a command has only looked whether a hub runs.
                time.sleep(pause)
        else:
            raise NotReady("folder-in-use", folder=str(settings.data))
        yield
