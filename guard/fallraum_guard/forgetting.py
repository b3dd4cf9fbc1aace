"""What the homeserver keeps and nobody needs: who asked when for a token to sign in with (OpenID).

Synapse writes each into a table and never deletes it: a list of when somebody opened the board, for ever.
What is over opens nothing.
"""

import logging
import time
from typing import Any

from synapse.module_api import ModuleApi

EVERY_MS = 60_000

log = logging.getLogger("fallraum_guard")


class Forgetting:
    """Deletes what is over, at the start and once a minute."""

    def __init__(self, api: ModuleApi) -> None:
        self._api = api

    def begin(self) -> None:
        """From now on; one process of the homeserver does it for all."""
        self._api.run_as_background_process("fallraum_forgetting", self.round, bg_start_span=False)
        self._api.looping_background_call(self.round, EVERY_MS)

    async def round(self) -> None:
        """Delete what is over just now."""
        try:
            await self._api.run_db_interaction("fallraum_forgetting", _forget, int(time.time() * 1000))
        except Exception as error:
            # Another Synapse may keep it elsewhere; the rest of the guard must not suffer from it.
            log.error("tokens for signing in are not forgotten: %s", type(error).__name__)


def _forget(transaction: Any, now: int) -> None:
    transaction.execute("DELETE FROM open_id_tokens WHERE ts_valid_until_ms < ?", (now,))
