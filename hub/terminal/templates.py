"""`fallraum conference template …`: by what conferences go."""

from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.conference.model import Item, Template, TemplateId
from hub.conference.template import read_id
from hub.errors import Refused
from hub.identifiers import parse_agency_id
from hub.terminal import speech
from hub.terminal.asking import ACTOR, with_hub
from hub.terminal.files import content_of
from hub.terminal.speech import accept, text

template = typer.Typer(help=text("help-template"), no_args_is_help=True)


@template.command("add", help=text("help-template-add"))
def add(
    file: Path = typer.Argument(help=text("help-template-file")),
    agency: str = typer.Option(help=text("help-template-agency")),
) -> None:
    """Lay down an agency's own template."""
    whose, written = accept(parse_agency_id(agency)), content_of(file).decode(errors="replace")

    async def work(hub: Hub) -> Template | Refused:
        return await hub.templates.add(written, whose, by=ACTOR)

    added = accept(with_hub(work))
    speech.tell("did-add-template", template=str(added.id))


@template.command("list", help=text("help-template-list"))
def list_templates(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show every template."""

    async def work(hub: Hub) -> list[speech.Row]:
        return [_row(one) for one in await hub.templates.all()]

    rows = with_hub(work)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-templates", empty="empty-templates")


@template.command("show", help=text("help-template-show"))
def show(
    name: str = typer.Argument(metavar="TEMPLATE", help=text("help-template-name")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the items of a template."""
    meant = template_called(name)

    async def work(hub: Hub) -> Template | Refused:
        return await hub.templates.called(meant)

    rows = [_item(one) for one in accept(with_hub(work), as_json=as_json).items]
    speech.show(rows, _ITEMS, as_json=as_json, title="title-template", empty="empty-templates")


def template_called(typed: str) -> TemplateId:
    """The name of a template."""
    return accept(read_id(typed))


def _row(one: Template) -> speech.Row:
    title = one.title if one.is_own_title else text(f"template-{one.title}")
    form = text(f"form-{one.form}")
    return {"template": str(one.id), "title": title, "form": form, "minutes": one.minutes}


def _item(one: Item) -> speech.Row:
    said = one.text or text(f"agenda-{one.key}")
    return {"item": said, "minutes": one.minutes, "who": text(f"who-{one.who}"), "output": one.output}


_COLUMNS: speech.Columns = {
    "template": itemgetter("template"),
    "template-title": itemgetter("title"),
    "template-form": itemgetter("form"),
    "template-minutes": itemgetter("minutes"),
}
_ITEMS: speech.Columns = {
    "item": itemgetter("item"),
    "item-minutes": itemgetter("minutes"),
    "item-who": itemgetter("who"),
}
