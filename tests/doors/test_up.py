"""`fallraum up` as an operator meets it: a real process, a real homeserver, real signals."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest
import structlog

from tests.doors.terminal import Terminal

pytestmark = pytest.mark.homeserver

FALLRAUM = Path(sys.executable).with_name("fallraum")
PATIENCE = 60.0


class Running:
    """One `fallraum up` in a terminal of its own."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        self.ports = _free_ports(2)
        self.environment = os.environ | {
            "FALLRAUM_DATA": str(folder),
            "FALLRAUM_HOMESERVER_PORT": str(self.ports[0]),
            "FALLRAUM_DOOR_PORT": str(self.ports[1]),
            "FALLRAUM_LANGUAGE": "en",
            **settings,
        }
        self.log = folder.with_suffix(f".{time.monotonic_ns()}.log")
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [FALLRAUM, "up", *words], env=self.environment, stdout=out, stderr=out
            )

    @property
    def homeserver(self) -> str:
        """Where its own homeserver answers."""
        return f"http://127.0.0.1:{self.ports[0]}"

    def said(self) -> str:
        """Everything it said so far."""
        return self.log.read_text()

    def says(self, words: str, times: int = 1) -> None:
        """Wait until it has said something."""
        began = time.monotonic()
        while len(re.findall(words, self.said())) < times:
            assert time.monotonic() - began < PATIENCE, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)

    def types(self, *words: str, says: str = "") -> str:
        """Another command on the same folder, as another process would give it."""
        done = Terminal(self.environment).types(*words, says=says)
        structlog.reset_defaults()
        assert done.exit_code == 0, done.stderr
        return done.stdout

    def ends(self, with_signal: int) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(with_signal)
        return self.process.wait(PATIENCE)


@contextmanager
def running(folder: Path, *words: str, **settings: str) -> Iterator[Running]:
    """A hub that is ended whatever happens."""
    hub = Running(folder, *words, **settings)
    try:
        yield hub
    finally:
        if hub.process.poll() is None:
            hub.process.kill()
            hub.process.wait(PATIENCE)


def test_ctrl_c_ends_every_child_and_a_second_start_goes_on_with_the_same_data(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running(folder) as hub:
        hub.says("is running")
        open_case(hub)
        homeserver = hub.homeserver
        status = hub.ends(signal.SIGINT)

    with running(folder) as again:
        again.says("is running")
        cases = json.loads(again.types("case", "list", "--json"))
        roster = json.loads(again.types("case", "show", "F-1", "--json"))

        assert status == 0
        assert not _answers(homeserver)
        assert [case["case"] for case in cases] == ["F-1"]
        assert {row["role"]: row["seat"] for row in roster} == {
            "lead": "invited",
            "member": None,
            "client": "invited",
        }
        assert "Traceback" not in hub.said() + again.said()


def test_a_homeserver_that_dies_is_started_again_visibly_and_the_work_goes_on(tmp_path: Path) -> None:
    with running(tmp_path / "data") as hub:
        hub.says("is running")
        os.kill(_child_of(hub.process.pid), signal.SIGKILL)
        hub.says("restart")
        open_case(hub)

        hub.says("answer", times=2)

        eventually(lambda: lead(hub)["seat"] == "invited")


def test_a_taken_port_is_said_in_one_line_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        with running(tmp_path / "data", FALLRAUM_DOOR_PORT=port) as hub:
            status = hub.process.wait(PATIENCE)

    assert status == 2
    assert port in hub.said()
    assert len(hub.said().strip().splitlines()) == 1
    assert not (tmp_path / "data" / "hub.sqlite").exists()


def test_two_hubs_never_share_a_folder(tmp_path: Path) -> None:
    with running(tmp_path / "data") as first:
        first.says("is running")

        with running(tmp_path / "data") as second:
            status = second.process.wait(PATIENCE)

        assert status == 2
        assert "already" in second.said()
        assert _answers(first.homeserver)


def test_a_newer_database_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running(folder) as hub:
        hub.says("is running")
        hub.ends(signal.SIGTERM)
    _make_newer(folder / "hub.sqlite")

    with running(folder) as newer:
        status = newer.process.wait(PATIENCE)

    assert status == 2
    assert "9999" in newer.said()
    assert "Homeserver starting" not in newer.said()


def test_a_site_may_bring_its_own_homeserver(tmp_path: Path) -> None:
    with running(tmp_path / "site") as site:
        site.says("is running")
        site.ends(signal.SIGINT)
    theirs = tmp_path / "site" / "homeserver" / "homeserver.yaml"
    ours = tmp_path / "hub"
    with _synapse(theirs) as url:
        with running(ours, "--homeserver", url) as unknown:
            refused = unknown.process.wait(PATIENCE)
        registered = json.loads((ours / "registration.yaml").read_text())
    settings = json.loads(theirs.read_text())
    settings["app_service_config_files"] = [str(ours / "registration.yaml")]
    theirs.write_text(json.dumps(settings))
    door = registered["url"].rpartition(":")[2]
    with _synapse(theirs) as url:
        # It was another hub's own until now.
        unknown.environment["FALLRAUM_HOMESERVER"] = url
        unknown.types("registration", "take")

    # Machines do not start in our order: the hub is there before the homeserver.
    with running(ours, "--homeserver", url, FALLRAUM_DOOR_PORT=door) as known:
        known.says("is running")
        waits = known.said()
        with _synapse(theirs):
            known.says("Voices")

    assert refused == 2
    assert "does not answer as it should yet" in waits
    assert "registration.yaml" in unknown.said()
    assert not (ours / "homeserver").exists()


def test_without_its_vault_key_a_hub_still_removes_whoever_must_leave(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running(folder) as hub:
        hub.says("is running")
        open_case(hub)
        hub.ends(signal.SIGINT)
    (folder / "secrets" / "vault_key").unlink()

    with running(folder) as shut:
        shut.says("is running")
        before = lead(shut)
        withdrawn = shut.types("consent", "withdraw", "F-1", str(before["consent"]))

        eventually(lambda: lead(shut)["seat"] is None)

    assert before["seat"] == "invited"
    assert "fallraum up" not in withdrawn
    assert "vault_key" in shut.said()
    assert "Traceback" not in shut.said()
    assert not (folder / "secrets" / "vault_key").exists()


def test_a_homeserver_that_talks_nonsense_is_said_in_one_line_and_asked_again(tmp_path: Path) -> None:
    with _nonsense() as url, running(tmp_path / "data", "--homeserver", url) as hub:
        hub.says("is running")
        hub.says("voices. connection will restart")
        status = hub.ends(signal.SIGINT)

    assert status == 0
    assert url in hub.said()
    assert "Traceback" not in hub.said()


def test_the_homeserver_learns_nothing_of_the_hubs_environment(tmp_path: Path) -> None:
    with running(tmp_path / "data", FALLRAUM_DOOR_URL="http://a-setting.example") as hub:
        hub.says("Homeserver answers|homeserver answers|is running")
        of_the_child = Path(f"/proc/{_child_of(hub.process.pid)}/environ").read_bytes()

    assert b"PATH=" in of_the_child
    assert b"FALLRAUM" not in of_the_child


def open_case(hub: Running) -> None:
    hub.types("agency", "add", "jobcenter", "--name", "Jobcenter", "--legal-area", "SGB II")
    who = ("--name", "Amira Kaya", "--agency", "jobcenter", "--function", "Fallmanagement")
    hub.types("professional", "add", "amira", *who)
    who = ("--name", "Elif Demir", "--agency", "jobcenter", "--function", "Leistung")
    hub.types("professional", "add", "elif", *who)
    hub.types("case", "open", "--lead", "amira", "--member", "elif", says="Jonas Novak\n2007-05-31")
    _consent(hub)
    if hub.process.poll() is None and _answers(hub.homeserver):
        eventually(lambda: lead(hub)["seat"] == "invited")


def _consent(hub: Running) -> None:
    """On paper, with four eyes."""
    keys = {who: str(hub.log.with_name(f"{who}.key")) for who in ("amira", "elif")}
    for who, file in keys.items():
        hub.types("professional", "key", who, "--key", file)
    hub.types("charter", "publish")
    hub.types("charter", "acknowledge", "1", "--key", keys["amira"])
    told = ("--told", "purpose", "--told", "refusal", "--told", "withdrawal", "--separate")
    until = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    what = ("--to", "jobcenter/Fallmanagement", "--until", until, "--scan", keys["amira"], *told)
    said = hub.types("consent", "record", "F-1", *what, "--key", keys["amira"], "--json", says="Wohnen")
    hub.types(
        "consent",
        "confirm",
        "F-1",
        json.loads(said)["consent"],
        "--key",
        keys["elif"],
        "--scan",
        keys["amira"],
    )


def lead(hub: Running) -> dict[str, object]:
    """What is shown of the lead."""
    shown = json.loads(hub.types("case", "show", "F-1", "--json"))
    return next(row for row in shown if row["role"] == "lead")


def eventually(holds: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.2)


def _make_newer(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _answers(url: str) -> bool:
    with suppress(httpx2.TransportError):
        return httpx2.get(f"{url}/_matrix/client/versions", trust_env=False).status_code == 200
    return False


def _child_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    (child,) = children
    return int(child)


@contextmanager
def _nonsense() -> Iterator[str]:
    """Somebody who answers every question with an empty object."""

    class Answer(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 – the names the library calls

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        answering = threading.Thread(target=server.serve_forever)
        answering.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            answering.join()


@contextmanager
def _synapse(main_file: Path) -> Iterator[str]:
    url = json.loads(main_file.read_text())["public_baseurl"]
    command = [sys.executable, "-m", "synapse.app.homeserver", "--config-path", str(main_file)]
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=main_file.parent, stdout=nowhere, stderr=nowhere)
    try:
        eventually(lambda: _answers(url))
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
