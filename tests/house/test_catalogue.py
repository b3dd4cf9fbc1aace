"""Whatever is said to a person stands in the catalogue, in every language, and gets the facts it needs."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from hub.catalogue import LANGUAGES, say
from tests.house.sayings import ROOT, modules, sayings, texts_in

SOURCE = "de"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_can_be_read_and_says_nothing_twice(language: str) -> None:
    entries = read(language)

    ids = [entry.id.name for entry in entries if isinstance(entry, Message)]
    assert [entry.content for entry in entries if isinstance(entry, Junk)] == []
    assert {id_ for id_ in ids if ids.count(id_) > 1} == set()


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE])
def test_every_language_says_the_same_things_with_the_same_facts(language: str) -> None:
    assert texts(language) == texts(SOURCE)


def test_a_language_without_a_catalogue_speaks_german() -> None:
    selma_reads = "tr"

    assert selma_reads not in LANGUAGES
    assert say(selma_reads, "farewell") == say(SOURCE, "farewell")


def test_whatever_is_said_stands_in_the_catalogue() -> None:
    missing = {s.pattern: s.place for s in sayings() if not any(s.may_mean(id_) for id_ in texts(SOURCE))}

    assert missing == {}


def test_every_text_gets_the_facts_it_is_made_of() -> None:
    # Only where key and facts stand in the code itself.
    lacking = {
        (said.place, said.pattern): sorted(needed - said.facts)
        for said in sayings()
        if said.facts is not None and (needed := texts(SOURCE).get(said.pattern, frozenset())) - said.facts
    }

    assert lacking == {}


def test_no_text_stands_there_that_nobody_says() -> None:
    written = {text for _, tree in modules() for text in texts_in(tree)}
    unsaid = [
        id_
        for id_ in texts(SOURCE)
        if id_ not in written and not any(said.may_mean(id_) for said in sayings())
    ]

    assert unsaid == []


def test_what_is_said_is_found_at_all() -> None:
    patterns = {said.pattern for said in sayings()}

    assert {"farewell", "refused-case-closed", "not-ready-folder-not-usable", "agenda-.+"} <= patterns


def test_every_column_of_a_table_has_a_heading() -> None:
    columns = {name for _, tree in modules() for name in columns_in(tree)}

    assert "reminder-kind" in columns
    assert {name for name in columns if f"column-{name}" not in texts(SOURCE)} == set()


def columns_in(tree: ast.Module) -> Iterator[str]:
    """The names of columns in every table that is laid out there."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(annotation=kind, value=ast.Dict(keys=keys)) if "Columns" in ast.unparse(kind):
                yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))


# What the catalogue says.


def read(language: str) -> list[object]:
    files = sorted((ROOT / "hub" / "locales" / language).glob("*.ftl"))
    return [entry for file in files for entry in FluentParser().parse(file.read_text("utf-8")).body]


@cache
def texts(language: str) -> Mapping[str, frozenset[str]]:
    """Every text's key, and the facts it is made of."""
    return {entry.id.name: facts_in(entry) for entry in read(language) if isinstance(entry, Message)}


def facts_in(message: Message) -> frozenset[str]:
    found = Facts()
    found.visit(message)
    return frozenset(found.names)


class Facts(Visitor):
    """Collects the names of facts in a text."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)
