"""What is left of a case when nothing is to be done any more: in the world, and in the books."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hub import journal, outbox
from hub.assemble import Site
from hub.audit import verify
from hub.effects import Effect, Reconcile
from hub.identifiers import RoomId, UserId
from hub.matrix.wire import Json, escaped
from tests.crash.office import SeatedCase
from tests.people import STEWARD, VOICE

LONG_AGO = datetime.min.replace(tzinfo=UTC)
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """Whatever must be the same however often the hub died on the way."""

    inside: frozenset[UserId]
    """Who sits in the room or may take a seat, by the homeserver's word."""
    written_down: frozenset[UserId]
    """The same by the hub's own word."""
    removals: int = 0
    """How many events say that the member is out."""
    said: Mapping[UserId, int]
    """How many encrypted events stand in the room, and whose."""
    deeds: tuple[str, ...] = ()
    """What was chained to the audit since the case was seated."""
    chain_holds: bool = True
    owed: tuple[type[Effect], ...] = (Reconcile, Reconcile)
    """What is left to do: a look at the room on the day on which each consent ends."""
    owed_soon: bool = False
    """Whether any of it is due, or was claimed by somebody who died."""


def untouched(case: SeatedCase) -> Aftermath:
    """Nothing has happened since the case was seated."""
    everybody = frozenset({VOICE, case.client, case.lead, case.member})
    return Aftermath(inside=everybody, written_down=everybody, said={})


async def aftermath(case: SeatedCase, site: Site) -> Aftermath:
    """Look at everything, as it is now."""
    seats = (await site.homeserver.look(case.room)).seats
    known = (await site.hub.rooms.roster(case.id)).seats
    timeline = await whole_timeline(case.room, site)
    async with site.hub.database.reading() as connection:
        owed = await outbox.of_case(connection, case.id)
        first = await outbox.next_due(connection, after=LONG_AGO)
        entries, head = await journal.entries(connection), await journal.head(connection)
    return Aftermath(
        inside=frozenset(user for user, seat in seats.items() if seat.is_inside and user != STEWARD),
        written_down=frozenset(user for user, seat in known.items() if seat.is_inside),
        removals=sum(_says_that_they_are_out(event, case.member) for event in timeline),
        said=Counter(UserId(event["sender"]) for event in timeline if event["type"] == "m.room.encrypted"),
        deeds=tuple(entry.act.deed for entry in entries[case.entries :]),
        chain_holds=verify(entries, head=head) is None,
        owed=tuple(type(effect) for effect in owed),
        owed_soon=first is not None and first < site.hub.chance.now() + SOON,
    )


async def whole_timeline(room: RoomId, site: Site) -> list[Json]:
    """Every event of the room, the newest first."""
    path = f"/_matrix/client/v3/rooms/{escaped(room)}/messages"
    query = {"dir": "b", "limit": "1000"}
    timeline: list[Json] = (await site.wire.call("GET", path, user=STEWARD, query=query))["chunk"]
    assert timeline[-1]["type"] == "m.room.create"
    return timeline


def _says_that_they_are_out(event: Json, user: UserId) -> bool:
    return event.get("state_key") == user and event["content"]["membership"] == "leave"
