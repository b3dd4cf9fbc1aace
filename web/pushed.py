"""What homeservers push, read once at the border: what is not of the form that Matrix gives it is nothing.

Another server's people write what stands in an event, and a homeserver pushes again what was not taken, for
ever: so nothing of it goes further unread, and each event is heard by itself.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from hub.db import is_trouble
from hub.identifiers import EventId, RoomId, UserId
from hub.matrix.walls import PINNED
from hub.matrix.wire import instant_of
from hub.rooms.model import Membership, Observation, RuleChange

# Matrix specification, appendix "Common identifier format". Without half letters and zeros, which a
# homeserver takes and PostgreSQL does not.
LONGEST_ID = 255
_ROOM = re.compile(r"![!-~]+")
# Historical addresses count: a stranger with one that nobody gives out any more is a stranger.
_USER = re.compile(r"@[!-9;-~]+:[!-~]+")
_EVENT = re.compile(r"\$[!-~]+")
LONGEST_KEY = 60

MEMBER = "m.room.member"
_MEMBERSHIP = {"join": Membership.JOINED, "invite": Membership.INVITED}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody reacted to an event (Matrix specification, "Event annotations and reactions")."""

    event: EventId
    about: EventId
    room: RoomId
    sender: UserId
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Somebody took an event away."""

    event: EventId
    room: RoomId
    sender: UserId


def observed(event: Any) -> Observation | RuleChange | None:
    """Who came or went, or who wrote a rule of a room; None if it is nothing of that kind."""
    if not isinstance(event, dict) or not isinstance(event.get("state_key"), str):
        return None
    room, content, kind = room_of(event), event.get("content"), event.get("type")
    if room is None or not isinstance(content, dict):
        return None
    membership = content.get("membership")
    if kind in PINNED or (kind == MEMBER and membership == "knock"):
        by = _id(event.get("sender"), _USER)
        return RuleChange(room, UserId(by)) if by else None
    user = _id(event["state_key"], _USER) if kind == MEMBER else None
    if user is None:
        return None
    return Observation(
        room, UserId(user), _MEMBERSHIP.get(membership) if isinstance(membership, str) else None
    )


def said(event: Any) -> Reacted | TakenAway | None:
    """What somebody said by a reaction, or took away; None if it is nothing of that kind."""
    content = event.get("content") if isinstance(event, dict) else None
    if not isinstance(content, dict):
        return None
    room, sender = room_of(event), _id(event.get("sender"), _USER)
    if room is None or sender is None:
        return None
    match event.get("type"):
        case "m.reaction":
            return _reacted(event, content.get("m.relates_to"), room, UserId(sender))
        case "m.room.redaction":
            taken = _id(content.get("redacts"), _EVENT)
            return TakenAway(EventId(taken), room, UserId(sender)) if taken else None
    return None


def room_of(event: dict[str, Any]) -> RoomId | None:
    """In which room something happened; None if that is no room's name."""
    room = _id(event.get("room_id"), _ROOM)
    return RoomId(room) if room else None


@contextlib.contextmanager
def by_itself() -> Iterator[None]:
    """Hear one event: if that fails, it is skipped, and all others are heard.

    Trouble of the hub's own database is none of the event's: it goes on, and the homeserver pushes again.
    """
    try:
        yield
    except Exception as error:
        if is_trouble(error):
            raise
        log.error("event skipped", error=type(error).__name__)


def _reacted(event: dict[str, Any], about: Any, room: RoomId, sender: UserId) -> Reacted | None:
    if not isinstance(about, dict) or about.get("rel_type") != "m.annotation":
        return None
    id_, of, key = _id(event.get("event_id"), _EVENT), _id(about.get("event_id"), _EVENT), about.get("key")
    if id_ is None or of is None or not isinstance(key, str) or len(key) > LONGEST_KEY:
        return None
    return Reacted(EventId(id_), EventId(of), room, sender, key, instant_of(event.get("origin_server_ts")))


def _id(given: Any, form: re.Pattern[str]) -> str | None:
    if not isinstance(given, str) or len(given) > LONGEST_ID:
        return None
    return given if form.fullmatch(given) else None
