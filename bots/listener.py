"""One listener: takes in what is said in its room, hands on what may be a command, and forgets the rest."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from bots.identity import Device
from bots.notebook import Notebook
from bots.poster import Pins
from bots.publishing import publish
from bots.readers import Reader, readers
from bots.voices import DEVICE
from hub.canonical import digest
from hub.commands.model import Heard
from hub.identifiers import CommandId, RoomId, UserId
from hub.listening.model import Switch
from hub.matrix.wire import V3, Json, Wire, escaped, instant_of, text_of

# How long a homeserver may wait before it says that nothing was said, in milliseconds.
PATIENCE = 10_000
# A homeserver hands out a hundred letters a time; what is more is no homeserver's answer.
MOST_LETTERS = 100
MOST_EVENTS = 100
# Of a flood: what was said between two answers, and how often a full letter box is emptied before it.
MOST_MISSED = 1_000
MOST_BOXES = 20

log = structlog.get_logger()


class Commands(Protocol):
    """Who does what people ask for."""

    async def audience(self, switch: Switch) -> frozenset[UserId]:
        """Whose words count now."""
        ...

    async def hear(self, switch: Switch, heard: Heard) -> None:
        """Do it, if it is a command."""
        ...


class Shelf(Protocol):
    """Where a listener's notebook lies."""

    async def notebook(self, switch: Switch) -> str | None:
        """What it wrote down last; None if nothing yet."""
        ...

    async def write(self, switch: Switch, by: str, text: str) -> bool:
        """Keep what it writes down; no if it is over, or another process listens."""
        ...


class Over(Exception):
    """The hub listens there no more, or another process does."""


@dataclass(slots=True, kw_only=True)
class Listener:
    """`arrive` once, then one `round` after the other; after `Over` it never does anything again."""

    switch: Switch
    user: UserId
    room: RoomId
    name: str
    wire: Wire
    pins: Pins
    shelf: Shelf
    commands: Commands
    _book: Notebook | None = None

    async def arrive(self) -> None:
        """Be the device that this switch has, and make it known."""
        kept = await self.shelf.notebook(self.switch)
        book = Notebook.load(self.user, kept) if kept else Notebook(Device.new(self.user, DEVICE), self.room)
        self._book = book
        await self._keep(book)
        await publish(self.wire, book.device)
        await self._replenish(book, {})

    async def round(self, patience: int = PATIENCE) -> None:
        """Take in what was said since the last time."""
        book = self._book
        if book is None:
            raise Over
        answer = await self._sync(book, book.since, patience)
        people = await self.commands.audience(self.switch)
        if not people:
            raise Over
        said = [*await self._missed(book, answer), *await self._take_in(book, answer, people)]
        for _ in range(MOST_BOXES):
            if len(_letters(answer)) < MOST_LETTERS:
                break
            # The key to what was said may lie deeper in the box. Asked further, the homeserver forgets
            # these letters: what came with them is kept first.
            await self._keep(book)
            answer = await self._sync(book, text_of(answer, "next_batch"), 0)
            said += await self._take_in(book, answer, people)
        for event in said:
            try:
                await self._hear(book, event, people)
            except Exception as error:
                # Whatever somebody sent: the others are heard, and this one is never read again.
                log.error("event not heard", switch=self.switch.id, error=type(error).__name__)
        # After what was asked for is done: should the hub die before, it hears it again, and does it once.
        if (reached := text_of(answer, "next_batch")) != book.since:
            book.since = reached
            await self._keep(book)
        await self._replenish(book, answer)

    async def _take_in(self, book: Notebook, answer: Json, people: Collection[UserId]) -> list[Json]:
        await self._open_letters(book, _letters(answer), people)
        return _said(answer, self.room)

    async def _missed(self, book: Notebook, answer: Json) -> list[Json]:
        # More was said than fits into one answer: what others wrote must not go under in somebody's flood.
        timeline = _part(answer, "rooms", "join", self.room, "timeline")
        if not book.since or not isinstance(timeline, dict) or timeline.get("limited") is not True:
            return []
        query = {
            "dir": "b",
            "from": text_of(timeline, "prev_batch"),
            "to": book.since,
            "limit": str(MOST_MISSED),
            "filter": json.dumps({"types": ["m.room.encrypted"]}),
        }
        path = f"{V3}/rooms/{escaped(self.room)}/messages"
        before = await self.wire.call("GET", path, user=self.user, device=book.device.id, query=query)
        return _encrypted(_events(before, "chunk"))[:MOST_MISSED][::-1]

    async def _open_letters(
        self, book: Notebook, events: Collection[object], people: Collection[UserId]
    ) -> None:
        letters, senders = [], set()
        for event in events:
            if isinstance(event, dict) and event.get("type") == "m.room.encrypted":
                sender = UserId(str(event.get("sender")))
                if sender not in people:
                    # From whoever may not be heard nothing is even tried.
                    continue
                senders.add(sender)
                letter = book.open_letter(sender, event.get("content"))
                if letter is not None:
                    letters.append(letter)
        trusted = await self._trusted(sorted(senders))
        # Also of those that brought no key: clients go on using a session that they once began.
        book.keep_sessions(trusted)
        for letter in letters:
            if any(letter.is_from(reader) for reader in trusted):
                book.take_key(letter)

    async def _trusted(self, users: Sequence[UserId]) -> Collection[Reader]:
        if not users:
            return ()
        asked: Json = {"device_keys": {user: [] for user in users}}
        pinned = await self.pins.known(users)
        found = readers(await self._call("POST", "/keys/query", asked), users, pinned)
        new = {user: key for user, key in found.masters.items() if user not in pinned}
        if new:
            await self.pins.pin(new)
        return found.trusted

    async def _hear(self, book: Notebook, event: Json, people: Collection[UserId]) -> None:
        sender, id_ = UserId(str(event.get("sender"))), event.get("event_id")
        if sender not in people or not isinstance(id_, str):
            return
        said = book.read(sender, event.get("content"))
        body = said.get("body") if said else None
        # What changes or answers an earlier message is no command.
        is_plain = said is not None and said.get("msgtype") == "m.text" and "m.relates_to" not in said
        if isinstance(body, str) and is_plain:
            command = CommandId(digest({"switch": self.switch.id, "event": id_}))
            at = instant_of(event.get("origin_server_ts"))
            await self.commands.hear(self.switch, Heard(id=command, sender=sender, at=at, body=body))

    async def _replenish(self, book: Notebook, answer: Json) -> None:
        counts, fallback = (
            answer.get("device_one_time_keys_count"),
            answer.get("device_unused_fallback_key_types"),
        )
        offered = counts.get("signed_curve25519", 0) if isinstance(counts, dict) else 0
        has_fallback = isinstance(fallback, list) and "signed_curve25519" in fallback
        if not book.replenish(offered if isinstance(offered, int) else 0, has_fallback=has_fallback):
            return
        # Kept before they are offered: a key that somebody used must not be lost.
        await self._keep(book)
        await self._call("POST", "/keys/upload", book.unpublished())
        book.were_published()
        await self._keep(book)

    async def _keep(self, book: Notebook) -> None:
        if not await self.shelf.write(self.switch, self.name, book.dump()):
            self._book = None
            raise Over

    async def _sync(self, book: Notebook, since: str, patience: int) -> Json:
        nothing: Json = {"types": [], "limit": 0}
        room: Json = {
            "rooms": [self.room],
            "timeline": {"types": ["m.room.encrypted"], "limit": MOST_EVENTS},
            "state": nothing,
            "ephemeral": nothing,
            "account_data": nothing,
        }
        only = {"room": room, "presence": nothing, "account_data": nothing}
        query = {"filter": json.dumps(only), "timeout": str(patience), "set_presence": "offline"}
        asked = query | ({"since": since} if since else {})
        return await self.wire.call("GET", f"{V3}/sync", user=self.user, device=book.device.id, query=asked)

    async def _call(self, method: str, path: str, body: Mapping[str, object]) -> Json:
        return await self.wire.call(method, f"{V3}{path}", body, user=self.user, device=DEVICE)


def _part(answer: Json, *path: str) -> object:
    part: object = answer
    for name in path:
        part = part.get(name) if isinstance(part, dict) else None
    return part


def _events(answer: Json, *path: str) -> list[object]:
    part = _part(answer, *path)
    return part if isinstance(part, list) else []


def _letters(answer: Json) -> list[object]:
    return _events(answer, "to_device", "events")[:MOST_LETTERS]


def _said(answer: Json, room: RoomId) -> list[Json]:
    return _encrypted(_events(answer, "rooms", "join", room, "timeline", "events"))[:MOST_EVENTS]


def _encrypted(events: Collection[object]) -> list[Json]:
    return [one for one in events if isinstance(one, dict) and one.get("type") == "m.room.encrypted"]
