"""`fallraum agency …` and `fallraum professional …`: who works in the network."""

import asyncio
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Agency, AgencyKind, Duty, Professional
from hub.embedded.accounts import make_account
from hub.errors import HomeserverUnavailable, NotReady
from hub.identifiers import ProfessionalId, UserId, parse_agency_id, server_of
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import ACTOR, user_id, with_hub
from hub.terminal.keys import make_key
from hub.terminal.leads import tell_without_lead
from hub.terminal.speech import accept, text

agency = typer.Typer(help=text("help-agency"), no_args_is_help=True)
professional = typer.Typer(help=text("help-professional"), no_args_is_help=True)


@agency.command("add", help=text("help-agency-add"))
def add_agency(
    id_: str = typer.Argument(metavar="ID", help=text("help-agency-id")),
    name: str = typer.Option(help=text("help-agency-name")),
    legal_area: str = typer.Option(help=text("help-legal-area")),
    kind: AgencyKind = typer.Option(AgencyKind.UNKNOWN, help=text("help-agency-kind")),
) -> None:
    """Take an agency into the network."""
    described = Agency(id=accept(parse_agency_id(id_)), name=name, legal_area=legal_area, kind=kind)
    added = accept(with_hub(lambda hub: hub.cases.add_agency(described, by=ACTOR), begins=True))
    speech.tell("did-add-agency", name=added.name)


@agency.command("classify", help=text("help-agency-classify"))
def classify(
    id_: str = typer.Argument(metavar="ID", help=text("help-agency-id")),
    kind: AgencyKind = typer.Option(help=text("help-agency-kind")),
) -> None:
    """Say what the law takes an agency for, which was not said when it was added."""
    known = accept(parse_agency_id(id_))
    meant = accept(with_hub(lambda hub: hub.cases.classify(known, kind, by=ACTOR)))
    speech.tell("did-classify-agency", name=meant.name, kind=text(f"agency-kind-{meant.kind}"))


@agency.command("list", help=text("help-agency-list"))
def list_agencies(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show the agencies of the network."""
    agencies = with_hub(lambda hub: hub.cases.agencies())
    rows = [{"agency": a.id, "name": a.name, "legal_area": a.legal_area, "kind": a.kind} for a in agencies]
    columns: speech.Columns = {
        "agency": itemgetter("agency"),
        "name": itemgetter("name"),
        "legal-area": itemgetter("legal_area"),
        "agency-kind": lambda row: text(f"agency-kind-{row['kind']}"),
    }
    speech.show(rows, columns, as_json=as_json, title="title-agencies", empty="empty-agencies")


@professional.command("add", help=text("help-professional-add"))
def add_professional(
    user: str = typer.Argument(metavar="USER", help=text("help-user")),
    name: str = typer.Option(help=text("help-professional-name")),
    agency_id: str = typer.Option(..., "--agency", help=text("help-agency-id")),
    function: str = typer.Option(help=text("help-function")),
    unit: str = typer.Option("", help=text("help-unit")),
    account: bool = typer.Option(False, "--account", help=text("help-account")),
    duty: Duty = typer.Option(Duty.NONE, help=text("help-duty")),
) -> None:
    """Take a professional into the network, with an account on the embedded homeserver if wished."""
    described = Professional(
        id=ProfessionalId(""),
        agency=accept(parse_agency_id(agency_id)),
        function=function,
        name=name,
        user=user_id(user),
        unit=unit,
        duty=duty,
    )
    added = accept(with_hub(lambda hub: hub.cases.add_professional(described, by=ACTOR)))
    speech.tell("did-add-professional", name=added.name, user=added.user)
    if account:
        # Afterwards: a mistake in the name must leave no account behind that nobody belongs to.
        _make_account(added.user)


@professional.command("entrust", help=text("help-professional-entrust"))
def entrust(
    user: str = typer.Argument(metavar="USER", help=text("help-user")),
    duty: Duty = typer.Option(help=text("help-duty")),
) -> None:
    """Say what somebody is answerable for in the whole network."""
    known = user_id(user)
    meant = accept(with_hub(lambda hub: hub.cases.entrust(known, duty, by=ACTOR)))
    speech.tell("did-entrust", name=meant.name, duty=text(f"duty-{meant.duty}"))


@professional.command("leave", help=text("help-professional-leave"))
def leave(user: str = typer.Argument(metavar="USER", help=text("help-user"))) -> None:
    """Note that somebody leaves their agency; says which cases they led."""
    known = user_id(user)
    gone = accept(with_hub(lambda hub: hub.cases.leave(known, by=ACTOR)))
    speech.tell("did-leave", name=gone.professional.name)
    for case in gone.led:
        tell_without_lead(case, is_without=True)
    speech.tell_if_asleep()


@professional.command("direct", help=text("help-professional-direct"))
def open_direct_room(user: str = typer.Argument(metavar="USER", help=text("help-user"))) -> None:
    """Ask somebody into a room in which the hub speaks with them alone."""
    known = user_id(user)
    refused = with_hub(lambda hub: hub.direct.open(known))
    if refused is not None:
        accept(refused)
    speech.tell("did-open-direct-room", user=known)
    speech.tell_if_asleep()


@professional.command("account", help=text("help-professional-account"))
def add_account(user: str = typer.Argument(metavar="USER", help=text("help-user"))) -> None:
    """Make an account on the embedded homeserver for somebody who has none yet."""
    _make_account(user_id(user))


@professional.command("key", help=text("help-professional-key"))
def make_signing_key(
    user: str = typer.Argument(metavar="USER", help=text("help-user")),
    file: Path = typer.Option(..., "--key", help=text("help-key")),
) -> None:
    """Make somebody the key with which they vouch for declarations on paper."""
    known, public_key = user_id(user), make_key(file)
    try:
        accept(with_hub(lambda hub: hub.parties.pin_professional(known, public_key, by=ACTOR)))
    except BaseException:
        # A key that nobody knows is worth nothing, and looks as if it were.
        file.unlink()
        raise
    speech.tell("did-make-key", user=known, file=str(file))


@professional.command("trust", help=text("help-professional-trust"))
def trust(user: str = typer.Argument(metavar="USER", help=text("help-user"))) -> None:
    """Accept that somebody had to make themselves a new cryptographic identity."""
    known = user_id(user)

    async def forget(hub: Hub) -> bool:
        return await hub.keyring.trust_anew(known, by=ACTOR)

    speech.tell("did-trust" if with_hub(forget) else "nothing-to-trust", user=known)


def _make_account(user: UserId) -> None:
    settings = Settings()
    if settings.homeserver or server_of(user) != settings.server_name:
        speech.not_ready(NotReady("account-elsewhere", user=user))
    try:
        password = accept(asyncio.run(make_account(settings, user)))
    except HomeserverUnavailable:
        speech.not_ready(NotReady("account-later", user=user, folder=str(settings.data)))
    speech.tell("did-make-account", user=user, password=password)
