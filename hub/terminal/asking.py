"""What people type at the terminal, read once: moments, people, cases, recipients."""

import asyncio
import contextlib
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from hub.assemble import Hub, Site, open_site
from hub.calendar import at_home, begins
from hub.cases.model import Case, Professional
from hub.catalogue import LANGUAGES
from hub.chance import Chance
from hub.consent.model import Consent, Recipient
from hub.errors import NotReady, Refused
from hub.identifiers import UserId, parse_agency_id, parse_user_id
from hub.settings import Settings
from hub.terminal import speech

T = TypeVar("T")
# Who acts, in the audit chain, when somebody with access to this machine types a command.
ACTOR = "terminal"
# So many letters of a number are shown to who has just made it.
TOLD = 8


def with_hub(work: Callable[[Hub], Awaitable[T]], *, begins: bool = False) -> T:
    """Open the hub of the data folder, do one thing, close it.

    Only what `begins` a hub may find none: a mistyped folder must not look like an empty hub.
    """

    async def run() -> T:
        settings = Settings()
        if not begins and not settings.exists:
            raise NotReady("no-hub-here", folder=str(settings.data))
        site: Site = await open_site(settings, Chance())
        try:
            return await work(site.hub)
        finally:
            await site.close()

    try:
        return asyncio.run(run())
    except NotReady as error:
        speech.not_ready(error)


def line(key: str) -> str:
    """One line from the keyboard or a pipe, for what others on this machine must not read.

    Every user of a machine sees the words of every command; nobody sees what is typed into it.
    """
    return _heard(key) or ""


def answer(key: str, read: Callable[[str], T | Refused]) -> T:
    """As `line`, read at once: whoever sits at the keyboard is told what is wrong with it, and asked again.

    A pipe is refused: its next line answers another question.
    """
    while True:
        heard = _heard(key)
        said = read(heard or "")
        if not isinstance(said, Refused):
            return said
        if heard is None or not sys.stdin.isatty():
            speech.refuse(said)
        speech.tell_no(said)


def _heard(key: str) -> str | None:
    # None where nobody will ever answer: there is no standard input, or it has ended.
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        speech.prompt(key)
    typed = sys.stdin.buffer.readline()
    # What is no text at all is refused later like any other text that cannot be shown.
    return typed.decode(errors="surrogateescape").strip() if typed else None


def lines(key: str) -> list[str]:
    """As `line`, until an empty one."""
    said: list[str] = []
    while one := line(key):
        said.append(one)
    return said


def user_id(typed: str) -> UserId:
    """`@amira:server`, or short `amira` for somebody on the hub's own homeserver."""
    full = typed if typed.startswith("@") else f"@{typed}:{Settings().server_name}"
    return speech.accept(parse_user_id(full))


async def case_called(hub: Hub, label: str, *, as_json: bool = False) -> Case:
    """The case of that label."""
    return speech.accept(await hub.cases.by_label(label), as_json=as_json)


def _year_first(typed: str) -> str:
    """`31.05.2008 10:00`, as Germans write it, with the year first; anything else as it is."""
    return re.sub(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})", _turned, typed.strip())


def _turned(found: re.Match[str]) -> str:
    day_, month, year = found.groups()
    return f"{year}-{month:0>2}-{day_:0>2}"


async def professional_called(hub: Hub, typed: str) -> Professional:
    """The professional who has that account."""
    return speech.accept(await hub.cases.professional(user_id(typed)))


async def consent_called(hub: Hub, case: Case, typed: str) -> Consent:
    """The consent whose id begins as typed.

    One to talk with the client alone is found by those who were told its number, and by nobody's guess.
    """
    given = await hub.consents.of_case(case.id)
    meant = [c for c in given if typed and c.id.startswith(typed)]
    found = [c for c in meant if not c.alone or len(typed) >= TOLD]
    if len(found) != 1:
        speech.refuse(Refused("unknown-consent", {"consent": typed[:60]}))
    return found[0]


def recipient(typed: str) -> Recipient:
    """`agency/function`, such as `jugendamt/Allgemeiner Sozialer Dienst`."""
    agency, slash, function = typed.partition("/")
    if not slash or not function.strip():
        speech.refuse(Refused("malformed-recipient", {"given": typed[:80]}))
    return Recipient(speech.accept(parse_agency_id(agency)), function.strip())


def known_language(typed: str) -> str:
    """A language that texts are written in, or none."""
    if typed and typed not in LANGUAGES:
        speech.refuse(Refused("unknown-language", {"language": typed[:20]}))
    return typed


def moment(typed: str, *, end_of_day: bool = False) -> datetime:
    """A day, or a day and time; without a zone it is Germany's. A day as an end includes itself."""
    typed = _year_first(typed)
    with contextlib.suppress(ValueError, OverflowError):
        day = date.fromisoformat(typed) + timedelta(days=1 if end_of_day else 0)
        return begins(day)
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        speech.refuse(Refused("malformed-moment", {"given": typed[:60]}))
    return read if read.tzinfo else speech.accept(at_home(read))


def day(key: str) -> date:
    """A day such as 2008-05-31, from the keyboard or a pipe."""
    return day_typed(line(key))


def day_typed(typed: str) -> date:
    """As `day`, of what was typed into a command."""
    try:
        return date.fromisoformat(_year_first(typed))
    except ValueError:
        speech.refuse(Refused("malformed-day", {"given": typed[:20]}))
