"""What is pushed and passes: who types, who has read, who is online (Application Service API, "ephemeral").

Matrix specification, modules "Typing notifications", "Receipts" and "Presence". Nothing of it is kept
here; what cannot be read is no sign.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from hub.errors import Refused
from hub.identifiers import RoomId, UserId, parse_user_id
from hub.matrix.wire import instant_of
from hub.presence.model import Source
from hub.presence.rules import SIGN_LASTS
from web.pushed import room_of

Sign = tuple[UserId, Source, bool]


def signs(body: Any, now: datetime, is_common: Callable[[RoomId], bool]) -> Iterator[Sign]:
    """The signs in a transaction: of whom, by what, and whether it says that they are there.

    `is_common` tells whether a room is one in which a case's people sit: what somebody does in a room of
    two is a sign for nobody else.
    """
    pushed = body.get("ephemeral")
    for event in pushed if isinstance(pushed, list) else ():
        if not isinstance(event, dict) or not isinstance(event.get("content"), dict):
            continue
        room = room_of(event)
        if event.get("type") == "m.presence" or (room is not None and is_common(room)):
            yield from _of(event, event["content"], now)


def _of(event: dict[str, Any], content: dict[str, Any], now: datetime) -> Iterator[Sign]:
    match event.get("type"):
        case "m.typing":
            users = content.get("user_ids")
            for user in users if isinstance(users, list) else ():
                yield from _sign(user, Source.TYPING, is_there=True)
        case "m.receipt":
            yield from _receipts(content, now)
        case "m.presence":
            is_online = content.get("presence") == "online" and content.get("currently_active") is not False
            yield from _sign(event.get("sender"), Source.ONLINE, is_there=is_online)


def _receipts(content: dict[str, Any], now: datetime) -> Iterator[Sign]:
    for of_event in content.values():
        read = of_event.get("m.read") if isinstance(of_event, dict) else None
        for user, about in read.items() if isinstance(read, dict) else ():
            at = instant_of(about.get("ts")) if isinstance(about, dict) else None
            # A homeserver pushes again what it could not push before: by then they may be gone.
            if at is not None and abs(now - at) < SIGN_LASTS[Source.READING]:
                yield from _sign(user, Source.READING, is_there=True)


def _sign(user: Any, source: Source, *, is_there: bool) -> Iterator[Sign]:
    known = parse_user_id(user) if isinstance(user, str) else None
    if known is not None and not isinstance(known, Refused):
        yield known, source, is_there
