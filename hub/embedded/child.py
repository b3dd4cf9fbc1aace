"""Synapse as a child process: started, watched, ended – and it never outlives its parent.

Whether it answers is asked on its socket in the data folder: on a port anybody could answer.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import sqlite3
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import httpx2

from hub.errors import NotReady
from hub.matrix.wire import through
from hub.settings import HOMESERVER_SOCKET
from hub.sockets import reachable

SLOWEST_START = timedelta(seconds=90)
GRACE = timedelta(seconds=15)
_PR_SET_PDEATHSIG = 1
# Nobody looks it up: the line ends at the socket.
NAME = "http://homeserver"
# Of the hub's own environment it learns nothing: a database's password may be in there.
_ITS_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")


@dataclass(slots=True)
class Synapse:
    """One homeserver process on one configuration."""

    main_file: Path
    _process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it answers; raises `NotReady` if it ends or stays silent."""
        home = self.main_file.parent
        _forget_half_made(home / "homeserver.sqlite")
        _forget_socket(home / HOMESERVER_SOCKET)
        with (home / "homeserver.out").open("wb") as out:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "synapse.app.homeserver",
                "--config-path",
                str(self.main_file.absolute()),
                cwd=home,
                env=_environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # Its own group: Ctrl-C is for the hub, which then ends it in good order.
                start_new_session=True,
                preexec_fn=_dying_with(os.getpid()),
            )
        try:
            async with asyncio.timeout(SLOWEST_START.total_seconds()):
                await self._until_it_answers()
        except TimeoutError:
            await self.stop()
            raise NotReady("homeserver-silent", log=str(home / "homeserver.log")) from None

    @property
    def is_running(self) -> bool:
        """Whether there is a process that has not ended."""
        return self._process is not None and self._process.returncode is None

    async def wait(self) -> int:
        """Wait until it ends, and say with which status."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> None:
        """End it: politely first, then for certain."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(GRACE.total_seconds()):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()

    def kill(self) -> None:
        """End it in the middle of whatever it does, as a power cut would."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def _until_it_answers(self) -> None:
        with reachable(self.main_file.parent / HOMESERVER_SOCKET) as socket:
            line = through(socket)
            async with httpx2.AsyncClient(base_url=NAME, transport=line, trust_env=False) as http:
                while not await self._answers(http):  # noqa: ASYNC110 – another process cannot set an event
                    await asyncio.sleep(0.1)

    async def _answers(self, http: httpx2.AsyncClient) -> bool:
        assert self._process is not None
        if self._process.returncode is not None:
            raise NotReady("homeserver-ended", why=self._last_words())
        with contextlib.suppress(httpx2.TransportError):
            return (await http.get("/_matrix/client/versions")).status_code == 200
        return False

    def _last_words(self) -> str:
        said = (self.main_file.parent / "homeserver.out").read_text(errors="replace").splitlines()
        lines = [line.strip() for line in said if any(letter.isalpha() for letter in line)]
        errors = [line for line in lines if "Error" in line]
        return (errors or lines or [""])[-1][:300]


def _environment() -> dict[str, str]:
    known = {name: os.environ[name] for name in _ITS_ENVIRONMENT if name in os.environ}
    guard = find_spec("fallraum_guard")
    assert guard, "the guard comes with the hub"
    assert guard.origin
    folder = Path(guard.origin).parents[1]
    # Installed, it lies where the child looks anyway; in a folder of the source it does not.
    is_installed = folder == Path(sysconfig.get_path("purelib"))
    return known if is_installed else known | {"PYTHONPATH": str(folder)}


def _forget_half_made(database: Path) -> None:
    # Synapse makes its first tables in several commits and writes its version last. Killed between
    # two of them it takes the database for a new one, and fails on the tables it finds.
    if not database.exists():
        return
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        finished = "schema_version" in tables and bool(
            connection.execute("SELECT version FROM schema_version").fetchall()
        )
    if not finished:
        for name in ("", "-wal", "-shm", "-journal"):
            database.with_name(database.name + name).unlink(missing_ok=True)


def _forget_socket(socket: Path) -> None:
    # Its maker is dead, or the folder would not be ours; but the lock beside it names a process by
    # its number, and that number may be somebody else's by now.
    for path in (socket, socket.with_name(f"{socket.name}.lock")):
        path.unlink(missing_ok=True)


def _dying_with(parent: int) -> Callable[[], None]:
    def tie() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have died before it was tied to it.
        if os.getppid() != parent:
            os._exit(1)

    return tie
