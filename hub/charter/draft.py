"""A charter as people write it (TOML), and one to begin with."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from hub.canonical import UNREADABLE
from hub.catalogue import say
from hub.charter.model import Escalation, Exit, Minutes, Occasion, Wording
from hub.charter.signed import wording_document, wording_in
from hub.errors import Refused
from hub.law.rules import KNOWN

_KEYS = frozenset({"purpose", "open_to", "response_hours", "minutes", "escalation", "exit"})


def template(language: str) -> Wording:
    """A charter that a network can begin with: any kind of agency may join."""
    return Wording(
        purpose=say(language, "charter-template-purpose"),
        open_to=KNOWN,
        response_hours={Occasion.REQUEST: 72, Occasion.CONFERENCE: 120, Occasion.WARNING: 24},
        minutes=Minutes(
            writer=say(language, "charter-template-minutes-writer"),
            recipients=say(language, "charter-template-minutes-recipients"),
            approval_days=7,
        ),
        escalation=(
            Escalation(3, say(language, "charter-template-escalation-lead")),
            Escalation(10, say(language, "charter-template-escalation-heads")),
        ),
        exit=Exit(notice_days=28, cases=say(language, "charter-template-exit-cases")),
    )


def read(text: str) -> Wording | Refused:
    """What is agreed on, from a TOML file; refused with the place that is not as it must be."""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Refused("charter-malformed", {"what": str(error)[:80]})
    if strange := sorted(said.keys() - _KEYS):
        return Refused("charter-malformed", {"what": ascii(strange[0])[:80]})
    try:
        return wording_in(said)
    except UNREADABLE as error:
        return Refused("charter-malformed", {"what": ascii(str(error.args[0]))[:80]})


def written(wording: Wording) -> str:
    """The file of a wording, to be changed and read again."""
    said = wording_document(wording)
    escalation, tables = said.pop("escalation"), {k: v for k, v in said.items() if isinstance(v, dict)}
    lines = _lines({key: value for key, value in said.items() if key not in tables})
    for name, table in tables.items():
        lines += ["", f"[{name}]", *_lines(table)]
    for step in escalation:
        lines += ["", "[[escalation]]", *_lines(step)]
    return "\n".join(lines) + "\n"


def _lines(table: Mapping[str, Any]) -> list[str]:
    # Texts, numbers and lists of texts are written in JSON as in TOML.
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
