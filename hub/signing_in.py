"""Who is asked whose token it is: made of the settings, apart from a hub, for signing in takes none."""

import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from hub.addresses import networks_of
from hub.chance import Chance
from hub.dialling import GuardedBackend, permitted
from hub.matrix.neighbour import Neighbour
from hub.matrix.openid import Asked, OpenIdDesk
from hub.matrix.outward import Outward
from hub.matrix.records import system_resolver
from hub.matrix.wire import Wire
from hub.settings import Settings


@asynccontextmanager
async def sign_in_desk(
    settings: Settings, chance: Chance, trust: ssl.SSLContext
) -> AsyncIterator[OpenIdDesk]:
    """Who asks the servers of the network whose tokens are; `trust` says whose certificates count."""
    networks, resolver = networks_of(settings.federation_networks), system_resolver()
    async with AsyncExitStack() as stack:
        asked: dict[str, Asked] = {}
        for name in settings.federation:
            # To each a way of its own: who is slow keeps nobody else waiting.
            backend = GuardedBackend(permitted(networks))
            stack.callback(backend.close)
            asked[name] = Neighbour(name, Outward(backend, trust), resolver, chance.now)
        # Last: whoever is allowed by this name, too, is still the hub's own.
        asked[settings.server_name] = home = Wire(
            settings.homeserver_url, "", socket=settings.homeserver_socket
        )
        stack.push_async_callback(home.close)
        yield OpenIdDesk(settings.server_name, asked)
