"""A PostgreSQL of the tests' own: private, thrown away, and gone when its process is.

Start one `running_cluster()` per session and give every test its own `cluster.fresh()` URL.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

OWNER = "fallraum"
PATIENCE = 30.0

# Nothing here must survive a power cut, so the server need not wait for any disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}

MISSING = (
    "no PostgreSQL server programs (initdb, postgres) on PATH or in /usr/lib/postgresql: "
    "run `make setup-test`, or install Debian's package postgresql"
)

# The pipe on standard input closes when the test process ends, however it ends. Then the server
# is stopped and its folder removed; a signal handler here could not do so after a SIGKILL.
SERVE_AND_SWEEP = """
exec 3<&0
folder=$1; shift
"$@" 3<&- &
server=$!
( read -r _; kill -INT "$server" ) <&3 &
wait "$server"
rm -rf "$folder"
"""


class PostgresMissing(Exception):
    """This machine has no PostgreSQL server programs; the message says how to get them."""


class PostgresBroken(Exception):
    """The server did not start; the message ends with what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running server, reached only through a socket in a folder that nobody else may enter."""

    socket: Path

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds this database."""
        return f"postgresql+asyncpg://{OWNER}@/{database}?host={self.socket}"

    @asynccontextmanager
    async def fresh(self, *, like: str = "") -> AsyncIterator[str]:
        """The URL of a new database: empty, or a copy of `like`, which nobody may have open."""
        name = f"fresh_{secrets.token_hex(6)}"
        template = make_url(like).database if like else "template0"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            # A test that failed may have left connections open.
            await self._run(f"DROP DATABASE {name} WITH (FORCE)")

    async def _run(self, statement: str) -> None:
        # Databases are not made inside transactions.
        url = self.url("postgres")
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A new server for as long as the block lasts; it starts within a second."""
    programs = find_programs()
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="fallraum-postgres-"))
    try:
        if account.uid is not None:
            shutil.chown(folder, account.uid, account.gid)
        _initialise(programs, folder=folder, account=account)
        with _serving(programs, folder=folder, account=account):
            yield Cluster(socket=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder of the server programs: what PATH knows first, then Debian's newest."""
    on_path = shutil.which("initdb")
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
            return folder
    raise PostgresMissing(MISSING)


class _Account(NamedTuple):
    uid: int | None = None
    gid: int | None = None


def _account() -> _Account:
    # PostgreSQL refuses to run as root, which CI is.
    if os.geteuid() != 0:
        return _Account()
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        entry = pwd.getpwnam("nobody")
    return _Account(entry.pw_uid, entry.pw_gid)


def _start(command: list[str], *, folder: Path, account: _Account, log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        user=account.uid,
        group=account.gid,
        extra_groups=None if account.uid is None else [],
        # Ctrl-C in the terminal is for the tests, which still need their server to tidy up.
        start_new_session=True,
    )


def _initialise(programs: Path, *, folder: Path, account: _Account) -> None:
    # Trust is enough: the folder around the socket lets nobody else in.
    options = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C", "--no-sync"]
    command = [f"{programs}/initdb", *options, f"--pgdata={folder}/cluster"]
    with tempfile.TemporaryFile() as log:
        with _start(command, folder=folder, account=account, log=log) as process:
            pass
        if process.returncode != 0:
            raise _broken("initdb failed", log)


@contextmanager
def _serving(programs: Path, *, folder: Path, account: _Account) -> Iterator[None]:
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = [f"--{name}={value}" for name, value in settings.items()]
    server = [f"{programs}/postgres", "-D", f"{folder}/cluster", *options]
    command = ["/bin/sh", "-c", SERVE_AND_SWEEP, "sh", str(folder), *server]
    with (
        tempfile.TemporaryFile() as log,
        _start(command, folder=folder, account=account, log=log) as process,
    ):
        _wait_until_ready(process, folder=folder, log=log)
        yield


def _wait_until_ready(process: subprocess.Popen[bytes], *, folder: Path, log: IO[bytes]) -> None:
    state = folder / "cluster" / "postmaster.pid"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise _broken("the server ended at once", log)
        if _says_ready(state):
            return
        time.sleep(0.02)
    raise _broken(f"the server was not ready after {PATIENCE:.0f} seconds", log)


def _says_ready(state: Path) -> bool:
    try:
        return state.read_text().rstrip().endswith("ready")
    except FileNotFoundError:
        return False


def _broken(what: str, log: IO[bytes]) -> PostgresBroken:
    log.seek(0)
    return PostgresBroken(f"{what}: {log.read().decode(errors='replace')[-2000:]}")


if __name__ == "__main__":
    try:
        print(f"PostgreSQL's server programs are in {find_programs()}.")
    except PostgresMissing as missing:
        sys.exit(str(missing))
