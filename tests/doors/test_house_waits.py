"""A site's own homeserver comes back: nobody tells the hub, and yet nothing waits much longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import update

from hub.assemble import Site, open_site
from hub.chance import Chance
from hub.house import House
from hub.outbox import OUTBOX
from hub.settings import Settings
from tests.crash.office import must
from tests.eventually import eventually
from tests.people import AMIRA, JOBCENTER, JONAS, key_of, terms_for
from tests.real import free_port
from tests.signing import agree, all_acknowledge

OFTEN = 20
"""After so many attempts the next one is a minute away."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site whose homeserver is away."""
    homeserver = f"http://127.0.0.1:{free_port()}"
    return Settings(data=tmp_path / "data", homeserver=homeserver, door_port=free_port())


async def room_was_tried_in_vain_for_long(site: Site) -> None:
    must(await site.hub.cases.add_agency(JOBCENTER, by="test"))
    lead = must(await site.hub.cases.add_professional(AMIRA, by="test"))
    await all_acknowledge(site.hub, {lead: key_of(lead)})
    file = must(await site.hub.cases.open(JONAS.person, client=JONAS.user, lead=AMIRA.user, by="test"))
    terms = terms_for(AMIRA, now=site.hub.chance.now())
    must(await agree(site.hub, file.case.id, JONAS.key, terms))
    async with site.hub.database.writing() as connection:
        due = OUTBOX.c.due_at <= site.hub.chance.now()
        await connection.execute(update(OUTBOX).where(due).values(attempts=OFTEN))


async def was_tried_again(site: Site) -> bool:
    async with site.hub.database.reading() as connection:
        tried = (await connection.execute(OUTBOX.select().where(OUTBOX.c.attempts > OFTEN))).all()
    return bool(tried) and all(debt.claimed_by is None for debt in tried)


async def test_what_waits_for_a_sites_homeserver_is_tried_as_soon_as_it_is_back(settings: Settings) -> None:
    site = await open_site(settings, Chance())
    await room_was_tried_in_vain_for_long(site)
    await site.close()

    async with House(settings, Chance(), lambda _key, **_facts: None) as house:
        await eventually(lambda: was_tried_again(house.site))
        with homeserver_in_trouble(settings.homeserver_url) as asked:
            await eventually(lambda: any(path.endswith("/createRoom") for path in asked))


@contextmanager
def homeserver_in_trouble(url: str) -> Iterator[list[str]]:
    """It answers, but can do nothing; what it is asked for is remembered."""
    asked: list[str] = []

    class Trouble(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200 if self.path == "/_matrix/client/versions" else 503)

        def do_POST(self) -> None:
            asked.append(self.path.partition("?")[0])
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._say(200 if "/register" in self.path else 503)

        def _say(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_facts: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", int(url.rpartition(":")[2])), Trouble) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield asked
        finally:
            server.shutdown()
            thread.join()
