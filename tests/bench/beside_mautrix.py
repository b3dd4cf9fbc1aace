"""Posts a second beside an encrypted send of mautrix-python's, in the same room, turn by turn.

Six people with one device each; the hub's voice and a bot of mautrix-python's sit with them, on one
homeserver, which both reach through one socket, both without its limits. Each says as many words as the
other. The hub's clock is around `seal` and `send`, as in `posting`; the bot's around `send_notice`.

They do not do the same. The hub asks the homeserver before every post whether the room is encrypted,
who sits there and which devices they have, checks who vouches for these, and asks once more who sits
there before it sends; it keeps its session in memory. The bot sends by what it heard last, and keeps its
session in its store. It hears between the turns, when nobody's clock is running; else the echo of one's
post would be read in the other's time.

The first post of a new session, whose key must be shared: after a seventh left, both begin a new one by
themselves. Both are told to whom the key goes: the bot's to the six, the hub's to the six and to the bot.
The bot has Olm sessions with them already and goes on with these; the hub begins new ones each time.
"""

import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from hub.identifiers import RoomId, UserId
from hub.tour.person import Person
from tests.bench.figures import Rate, Times
from tests.bench.mautrix_bot import Bot, running_bot
from tests.bench.posting import WARMING_UP, WORDS, posted, signed_in
from tests.bench.workbench import Workbench

AIM = 1.0
ROUNDS = 120
SESSIONS = 30
BY_BOT = WORDS.replace("Dienstag", "Mittwoch")


async def measure(bench: Workbench, folder: Path, *, few: bool = False) -> list[Rate]:
    """Both in turn, and who begins in turn, too; the session is given up once on the way.

    `few` times, to see whether it measures anything at all.
    """
    rounds, sessions = (2, 2) if few else (ROUNDS, SESSIONS)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(running_bot(bench, folder))
        *six, seventh = [await signed_in(bench, await bench.new_client(), folder, stack) for _ in range(7)]
        room = await bench.bare_room(*(person.user for person in (*six, seventh)), bench.voice, bot.user)
        table = _Table(bench, room, six, seventh, bot)
        await table.sit_down()
        posts = await table.post(rounds)
        begun = await table.begin(sessions)
        await table.have_read()
    return [
        Rate(Times("seal and send a post", posts[0]), Times("  mautrix-python, send_notice", posts[1]), AIM),
        Rate(Times("a new session's first post", begun[0]), Times("  mautrix-python", begun[1]), AIM),
    ]


@dataclass(frozen=True, slots=True)
class _Table:
    """The room and who sits there."""

    bench: Workbench
    room: RoomId
    six: list[Person]
    seventh: Person
    bot: Bot
    # The session of each of the hub's posts.
    spoken_in: list[str] = field(default_factory=list)

    @property
    def audience(self) -> frozenset[UserId]:
        """Everybody who may hear the hub while the seventh is away."""
        users = [person.user for person in self.six]
        return frozenset((*users, self.bench.voice, self.bench.steward, self.bot.user))

    async def sit_down(self) -> None:
        """Everybody but the seventh."""
        for user in sorted(self.audience - {self.bench.steward}):
            await self.bench.join(self.room, user)
        await self._calm_down()

    async def post(self, rounds: int) -> tuple[list[float], list[float]]:
        """In a session that all have the key of."""
        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(WARMING_UP + rounds):
            seconds = await self._in_turn(turn)
            await self.bot.catch_up()
            if turn >= WARMING_UP:
                for times, one in zip(taken, seconds, strict=True):
                    times.append(one)
        return taken

    async def begin(self, sessions: int) -> tuple[list[float], list[float]]:
        """In a new session each time."""
        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(1 + sessions):
            await self._seventh_comes_and_goes()
            seconds = await self._in_turn(turn)
            if self.spoken_in[-1] == self.spoken_in[-2]:
                raise RuntimeError("the hub goes on in a session that somebody has the key of who left")
            # The first time is not like the others: neither has seen the seventh before.
            if turn:
                for times, one in zip(taken, seconds, strict=True):
                    times.append(one)
        return taken

    async def have_read(self) -> None:
        """Whether what both said came to be read, in the last sessions, too."""
        for person in self.six:
            await person.catch_up()
            if missing := {WORDS, BY_BOT} - set(person.read[-2:]):
                raise RuntimeError(f"nobody could read what was posted: {missing}")

    async def _in_turn(self, turn: int) -> tuple[float, float]:
        # What the first one asks for is still at the homeserver's hand for the second one.
        if turn % 2:
            by_bot = await self._bot()
            return await self._hub(), by_bot
        by_hub = await self._hub()
        return by_hub, await self._bot()

    async def _hub(self, *guests: UserId) -> float:
        assert self.bench.house.voices is not None
        voice = self.bench.house.voices.conference
        seconds, content = await posted(voice, self.room, self.audience | {*guests})
        self.spoken_in.append(content["session_id"])
        return seconds

    async def _bot(self, *guests: UserId) -> float:
        began = time.perf_counter()
        await self.bot.say(self.room, (*(person.user for person in self.six), *guests), BY_BOT)
        return time.perf_counter() - began

    async def _seventh_comes_and_goes(self) -> None:
        """Both speak to all seven once; then one has the key who may not read on."""
        user = self.seventh.user
        await self.bench.ask(self.room, "invite", user)
        await self.bench.join(self.room, user)
        await self._calm_down()
        await self._hub(user)
        await self._bot(user)
        await self.bench.ask(self.room, "kick", user)
        await self._calm_down()
        if await self.bot.session(self.room):
            raise RuntimeError("the bot has not heard that somebody left")
        # New one-time keys for the hub.
        for person in (*self.six, self.seventh):
            await person.catch_up()

    async def _calm_down(self) -> None:
        await self.bot.catch_up()
        await self.bench.quiet()
