"""`fallraum`: every command, and the settings they share."""

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import structlog
import typer
from rich.console import Console

from hub import __version__
from hub.chance import Chance
from hub.errors import NotReady
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.charter import charter
from hub.terminal.consents import consent
from hub.terminal.consults import consult
from hub.terminal.directory import agency, professional
from hub.terminal.disclosures import disclosure
from hub.terminal.extracts import extract
from hub.terminal.law import law
from hub.terminal.listening import listen
from hub.terminal.minutes import minutes
from hub.terminal.own import case
from hub.terminal.papers import conference
from hub.terminal.parties import party
from hub.terminal.plans import goal, task
from hub.terminal.proof import audit
from hub.terminal.receipts import receipt
from hub.terminal.registration import registration
from hub.terminal.reminders import remind
from hub.terminal.servers import servers
from hub.terminal.speech import text
from hub.terminal.supports import gap, support
from hub.terminal.sweeping import rooms

app = typer.Typer(
    help=text("help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
for name, group in (
    ("case", case),
    ("party", party),
    ("consent", consent),
    ("receipt", receipt),
    ("agency", agency),
    ("professional", professional),
    ("rooms", rooms),
    ("conference", conference),
    ("task", task),
    ("goal", goal),
    ("support", support),
    ("gap", gap),
    ("remind", remind),
    ("minutes", minutes),
    ("disclosure", disclosure),
    ("consult", consult),
    ("extract", extract),
    ("listen", listen),
    ("law", law),
    ("charter", charter),
    ("audit", audit),
    ("registration", registration),
):
    app.add_typer(group, name=name)
app.command("servers", help=text("help-servers"))(servers)


@app.callback()
def settings(
    data: Path | None = typer.Option(None, help=text("help-data")),
    verbose: bool = typer.Option(False, "--verbose", help=text("help-verbose")),
) -> None:
    """Settings that all commands share; the environment (`FALLRAUM_…`) has the others."""
    if data is not None:
        os.environ["FALLRAUM_DATA"] = str(data)
    level = logging.INFO if verbose else logging.ERROR
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Plain: a traceback that shows variables shows people's names and passwords.
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@app.command(help=text("help-up"))
def up(
    homeserver: str = typer.Option("", help=text("help-homeserver")),
    server_name: str = typer.Option("", help=text("help-server-name")),
) -> None:
    """Start everything in this terminal; Ctrl-C ends it."""
    if homeserver:
        os.environ["FALLRAUM_HOMESERVER"] = homeserver
    if server_name:
        os.environ["FALLRAUM_SERVER_NAME"] = server_name
    try:
        asyncio.run(_up(Settings()))
    except NotReady as error:
        speech.not_ready(error)


@app.command(help=text("help-tour"))
def tour(
    keep: bool = typer.Option(False, "--keep", help=text("help-keep")),
) -> None:
    """Walk the main job once; exit status 0 only if everything observed was as it must be."""
    from hub.tour.tour import tour as walk_tour
    from hub.tour.walk import Walk

    folder = Path(tempfile.mkdtemp(prefix="fallraum-tour-"))
    console = Console(highlight=False, soft_wrap=True)
    walk = Walk(console, Settings().language)
    try:
        held = asyncio.run(walk_tour(folder, walk, speech.tell))
    except NotReady as error:
        speech.not_ready(error)
    finally:
        if keep:
            speech.tell("tour-kept", folder=str(folder))
        else:
            shutil.rmtree(folder, ignore_errors=True)
    raise typer.Exit(0 if held else speech.REFUSED)


@app.command(help=text("help-demo"))
def demo() -> None:
    """The tour, and how to go on from there."""
    try:
        tour(keep=False)
    except typer.Exit as end:
        if end.exit_code == 0:
            speech.tell("demo-next")
        raise


@app.command(help=text("help-version"))
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


async def _up(settings: Settings) -> None:
    # One way out at every moment, while starting too: cancel, and what is open closes itself.
    living = asyncio.create_task(_live(settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, living.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await living


async def _live(settings: Settings) -> None:
    from hub.house import House

    async with contextlib.AsyncExitStack() as stack:
        with speech.starting(("up-database", "up-homeserver", "up-voices")) as tell:
            await stack.enter_async_context(House(settings, Chance(), tell))
        speech.tell("up-ready", url=settings.homeserver_url, data=str(settings.data))
        await asyncio.Event().wait()
