"""`fallraum registration …`: new secrets after a leak, and saying which hub it belongs to."""

import typer

from hub.assemble import Hub
from hub.embedded.files import write_registration
from hub.errors import FallraumError, NotReady, Refused
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import with_hub
from hub.terminal.speech import text

registration = typer.Typer(help=text("help-registration"), no_args_is_help=True)


@registration.command("rotate", help=text("help-registration-rotate"))
def rotate() -> None:
    """Make new secrets and write them into the registration file."""
    settings = Settings()
    try:
        if not settings.exists:
            raise NotReady("no-hub-here", folder=str(settings.data))
        if settings.is_running:
            speech.refuse(Refused("hub-is-running"))
        for name in ("as_token", "hs_token"):
            settings.renew_secret(name)
        file = write_registration(settings)
    except NotReady as error:
        speech.not_ready(error)
    speech.tell("did-rotate", file=str(file))
    speech.tell("rotate-next-site" if settings.homeserver else "rotate-next-embedded")


@registration.command("take", help=text("help-registration-take"))
def take() -> None:
    """Say that this hub holds the registration, whoever did before."""
    settings = Settings()
    if settings.is_running:
        speech.refuse(Refused("hub-is-running"))

    async def work(hub: Hub) -> None:
        try:
            await hub.holding.take()
        except FallraumError as error:
            url = settings.homeserver_url
            raise NotReady("homeserver-not-answering", url=url, why=str(error)) from None

    with_hub(work)
    speech.tell("did-take")
