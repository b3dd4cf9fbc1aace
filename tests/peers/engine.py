"""Element Web's engine as another process: it is asked in JSON lines, and knows nothing of the hub."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Self

from hub.identifiers import RoomId, UserId

FOLDER = Path(__file__).parent / "element"
# A start waits up to three times for 30 seconds.
LONGEST_ANSWER = 120.0
GRACE = 10.0

NODE = Path(sys.executable).parent / "node"

Json = dict[str, Any]


def is_installed() -> bool:
    """Whether there is a Node with the engine's packages: `make setup-test` brings both."""
    return NODE.exists() and (FOLDER / "node_modules" / "matrix-js-sdk").is_dir()


class PeerFailed(Exception):
    """The peer said why it could not do what it was asked."""


class Engine:
    """`async with Engine(user) as amira`: one person's client, ended behind the block."""

    def __init__(self, user: UserId) -> None:
        self.user = user
        self._asked = 0
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            NODE,
            "peer.mjs",
            cwd=FOLDER,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**20,
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        # The end of its input is the end of the peer.
        self._process.stdin.close()
        try:
            async with asyncio.timeout(GRACE):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def sign_in(self, homeserver: str, password: str) -> None:
        """Sign in with a fresh account: its device is cross-signed as people's clients do it."""
        device = await self._ask("start", homeserver=homeserver, user=self.user, password=password)
        assert device["signed"], "the engine does not trust its own device"

    async def join(self, room: RoomId) -> None:
        """Take the offered seat."""
        await self._ask("join", room=room)

    async def read(self, room: RoomId, count: int = 1, *, patience: int = 30) -> list[Json]:
        """What others wrote encrypted; waits until so many are opened, or will never be."""
        answer = await self._ask("read", room=room, count=count, timeout=patience)
        messages: list[Json] = answer["messages"]
        return messages

    async def say(self, room: RoomId, text: str) -> None:
        """Write into the room."""
        await self._ask("send", room=room, body=text)

    async def _ask(self, verb: str, **rest: object) -> Json:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked += 1
        line = json.dumps({"id": self._asked, "do": verb, **rest})
        self._process.stdin.write(line.encode() + b"\n")
        async with asyncio.timeout(LONGEST_ANSWER):
            said = await self._process.stdout.readline()
        answer: Json = json.loads(said)
        assert answer["id"] == self._asked
        if not answer["ok"]:
            raise PeerFailed(answer["error"])
        return answer
