"""What the DNS says about where a homeserver is found (SRV records)."""

import asyncio
import contextlib

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.resolver import LRUCache

from hub.matrix.discovery import SERVICES, Service

LONGEST_LOOK_UP = 1.0
MOST_KEPT = 200


def system_resolver() -> Resolver:
    """The machine's; one that asks nobody if it has none."""
    resolver = Resolver(configure=False)
    with contextlib.suppress(DNSException):
        resolver = Resolver()
    resolver.cache = LRUCache(MOST_KEPT)
    return resolver


async def services(resolver: Resolver, host: str) -> list[Service] | None:
    """The records of a name; `None` if there are none.

    What cannot be looked up counts as not there. It is no more dangerous to look on port 8448 then: whom
    one meets must be certified for the same name.
    """
    found = await asyncio.gather(*(_records(resolver, f"{service}.{host}") for service in SERVICES))
    return next((records for records in found if records is not None), None)


async def _records(resolver: Resolver, name: str) -> list[Service] | None:
    try:
        answer = await resolver.resolve(name, "SRV", search=False, lifetime=LONGEST_LOOK_UP)
    except (DNSException, OSError):
        return None
    return [
        Service(
            record.priority, record.weight, record.target.to_text(omit_final_dot=True).strip("."), record.port
        )
        for record in answer
    ]
