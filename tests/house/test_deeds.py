"""Whatever the audit chain can tell has a word in the catalogue, and no word stands there for nothing."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from hub.catalogue import LANGUAGES, say
from hub.closing.model import Deed as Closing
from hub.consent.model import Deed as Consent
from hub.consult.model import Deed as Consult
from hub.disclosure.model import Deed as Disclosure
from hub.handover.model import Deed as HandOver
from hub.listening.model import Deed as Listening
from tests.house.sayings import called, calls_in, modules
from tests.house.test_catalogue import texts

DEED = re.compile(r"[a-z]+\.[a-z-]*[a-z]")
BEGINNING = re.compile(r"[a-z]+\.([a-z-]+-)?")
# What looks like a deed, and names a column, a file, a host, a channel or something of Matrix.
NO_DEED = re.compile(r"m\..+|.+\.(id|html|json|key|localhost|log|out|pid|sock|sqlite|sweep|typ|wake|yaml)")
# Deeds that are written as a beginning and one of these.
BEGUN: Mapping[str, Iterable[str]] = {
    "case.": (),
    "case.lead-": HandOver,
    "closing.": Closing,
    "consent.": Consent,
    "consult.": Consult,
    "disclosure.": Disclosure,
    "listening.": Listening,
    "minutes.": (),
    "own.": (),
    "room.": (),
}


def test_every_deed_that_the_chain_can_tell_has_a_word_and_every_word_a_deed() -> None:
    worded = {key for key in texts("de") if key.startswith("deed-")}

    assert worded == {key_of(deed) for deed in deeds()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_deeds_are_said_alike(language: str) -> None:
    said = [say(language, key_of(deed)) for deed in deeds()]

    assert len(set(said)) == len(said)


def test_every_beginning_of_deeds_is_known() -> None:
    assert {one for one in literals() if BEGINNING.fullmatch(one)} == BEGUN.keys()


def test_deeds_are_found_at_all() -> None:
    found = deeds()

    assert {"seat.ended", "consent.withdrawn", "case.lead-accepted", "closing.announced"} <= found
    assert found.isdisjoint({"case.shown", "hub.sqlite", "case.id"})


# What the code can tell the chain.


def deeds() -> set[str]:
    whole = {one for one in literals() if DEED.fullmatch(one) and not NO_DEED.fullmatch(one)}
    begun = {beginning + rest for beginning, rests in BEGUN.items() for rest in rests}
    return whole | begun | {one for _, tree in modules() for one in joined(tree)}


def literals() -> Iterator[str]:
    """Every text in the code, without what is noted as a retrieval: that is no deed of the chain."""
    for path, tree in modules():
        if not path.startswith("hub/"):
            continue
        noted = {id(said) for call in calls_in(tree) if called(call) == "note" for said in ast.walk(call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in noted:
                yield node.value


def joined(tree: ast.Module) -> Iterator[str]:
    """Deeds written as `NOTED_AS + "word"`."""
    beginnings = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="NOTED_AS")], value=ast.Constant(value=str(beginning))):
                beginnings.append(beginning)
    for inner in ast.walk(tree):
        match inner:
            case ast.BinOp(left=ast.Name(id="NOTED_AS"), right=ast.Constant(value=str(rest))):
                yield from (beginning + rest for beginning in beginnings)


def key_of(deed: str) -> str:
    return f"deed-{deed.replace('.', '-')}"
