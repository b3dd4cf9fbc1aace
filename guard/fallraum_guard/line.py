"""How the guard hears from the hub: it asks, and the hub answers as soon as there is news."""

import logging
import time
from urllib.parse import quote

from synapse.module_api import ModuleApi

from fallraum_guard.config import Config
from fallraum_guard.lists import Lists

PATH = "/_fallraum/guard/v1/lists"
# In one lease it is asked several times, so that one lost answer is no alarm.
ASKED_IN_A_LEASE = 3
PAUSE = 1.0
ALARMED_EVERY = 60.0

log = logging.getLogger("fallraum_guard")


class Line:
    """The guard's line to the hub. While nothing comes over it, lists grow old and an alarm is raised."""

    def __init__(self, api: ModuleApi, config: Config, lists: Lists) -> None:
        self._api = api
        self._url = config.hub + PATH
        self._headers = {b"Authorization": [b"Bearer " + config.token.encode("ascii")]}
        self._lists = lists
        self._why = "no answer yet"
        self._is_heard = False
        self._alarmed_at: float | None = None

    async def listen(self) -> None:
        """Ask for as long as the homeserver lives."""
        while True:
            try:
                await self._ask()
            except Exception as error:
                # Whatever it was, it must not end the listening; `watch` tells it.
                self._why = f"{type(error).__name__}: {error}"[:200]
                await self._api.sleep(PAUSE)

    async def watch(self) -> None:
        """Say once a minute that the hub is not heard, for as long as that is so."""
        now = time.monotonic()
        silent = self._lists.silent_for(now)
        if not silent:
            return
        self._is_heard = False
        if self._alarmed_at is None or now - self._alarmed_at >= ALARMED_EVERY:
            self._alarmed_at = now
            log.error("hub not heard for %.0f s, nobody new gets into its rooms: %s", silent, self._why)

    async def _ask(self) -> None:
        # At first at once: whatever the hub knows is news.
        wait = self._lists.lease / ASKED_IN_A_LEASE if self._lists.position else 0
        query = f"?since={quote(self._lists.position)}&wait={wait:.3f}"
        answer = await self._api.http_client.get_json(self._url + query, headers=self._headers)
        self._lists.take(answer, time.monotonic())
        if not self._is_heard:
            # A warning, so that it stands in every log: it is how an operator sees that the guard lives.
            log.warning("hub is heard, %d rooms are guarded", len(self._lists.rooms))
        self._is_heard, self._alarmed_at = True, None
