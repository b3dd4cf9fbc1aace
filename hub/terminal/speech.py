"""How the terminal speaks: texts of the catalogue, tables for people, JSON for programs."""

import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import NoReturn, TypeVar

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from hub.catalogue import moment, say
from hub.errors import NotReady, Refused
from hub.settings import Settings

# Exit statuses: 0 done or so already, 1 refused, 2 not possible here (also typer's own for wrong usage).
REFUSED = 1
NOT_READY = 2

T = TypeVar("T")

_out = Console(highlight=False, soft_wrap=True)
_error = Console(stderr=True, highlight=False, soft_wrap=True)


def text(key: str, /, **facts: object) -> str:
    """A text of the catalogue in the language of this terminal."""
    return say(_language(frozenset(os.environ.items())), key, **facts)


@cache
def _language(_environment: frozenset[tuple[str, str]]) -> str:
    # All settings are read for it, which takes longer than a hundred texts: once for each environment.
    return Settings().language


def tell(key: str, /, **facts: object) -> None:
    """One line for the person at the terminal."""
    _out.print(text(key, **facts), markup=False)


def say_plainly(*lines: str) -> None:
    """Lines that are said already, for the person at the terminal."""
    for line in lines:
        _out.print(line, markup=False)


def prompt(key: str) -> None:
    """Ask for a line; on standard error, so that standard output stays a program's."""
    _error.print(text(key), end=" ", markup=False)


def tell_if_asleep() -> None:
    """Where no hub runs, what was decided counts, but nobody acts on it yet."""
    if not Settings().is_running:
        tell("hub-is-asleep")


@contextmanager
def starting(steps: Collection[str]) -> Iterator[Callable[..., None]]:
    """Shows how far a start has come; gives a `tell` that moves it on at each of the steps."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    # Where nobody watches, the lines alone say it all.
    with Progress(*columns, console=_out, transient=True, disable=not _out.is_terminal) as progress:
        task = progress.add_task(text("up-starting"), total=len(steps))

        def tell_and_advance(key: str, /, **facts: object) -> None:
            tell(key, **facts)
            if key in steps:
                progress.advance(task)

        yield tell_and_advance


def accept(answer: T | Refused, *, as_json: bool = False, already: str = "") -> T:
    """The answer; if it is a refusal, say why and end the command.

    `already` is the reason that says that it is so already, as somebody wished: then all is well.
    """
    if isinstance(answer, Refused) and answer.reason == already:
        leave(answer, as_json=as_json)
    if isinstance(answer, Refused):
        refuse(answer, as_json=as_json)
    return answer


Row = Mapping[str, object]
Columns = Mapping[str, Callable[[Row], object]]


def show(rows: Sequence[Row], columns: Columns, *, as_json: bool, title: str, empty: str) -> None:
    """A list of things: for programs all they are, for people the columns that matter."""
    if as_json:
        print_json(rows)
        return
    if not rows:
        tell(empty)
        return
    table = Table(title=text(title), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(text(f"column-{column}"), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(cell(row))) for cell in columns.values()))
    _out.print(table)


def print_json(thing: object) -> None:
    """For programs: one JSON document on standard output."""
    sys.stdout.write(json.dumps(thing, ensure_ascii=False, indent=2, default=_plain) + "\n")


def refuse(refused: Refused, *, as_json: bool = False) -> NoReturn:
    """Say why not, and what to do; ends the command."""
    if as_json:
        print_json({"refused": refused.reason, "text": _no(refused), **refused.facts})
    tell_no(refused)
    raise typer.Exit(REFUSED)


def leave(unneeded: Refused, *, as_json: bool = False) -> NoReturn:
    """Say that nothing was needed; ends the command, and well."""
    if as_json:
        print_json({"unneeded": unneeded.reason, "text": _no(unneeded), **unneeded.facts})
    else:
        _out.print(_no(unneeded), markup=False)
    raise typer.Exit


def tell_no(refused: Refused) -> None:
    """Say why not, and what to do."""
    _error.print(_no(refused), markup=False)


def not_ready(error: NotReady) -> NoReturn:
    """Say what keeps this installation from working; ends the command."""
    _error.print(text(f"not-ready-{error.reason}", **error.facts), markup=False)
    raise typer.Exit(NOT_READY)


def _no(refused: Refused) -> str:
    return text(f"refused-{refused.reason}", **refused.facts)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return "–" if value is None or value == "" else str(value)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
