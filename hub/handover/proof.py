"""What two professionals sign when one hands the lead of a case to the other, and whether they did."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hub.canonical import UNREADABLE, canonical_json, instant, is_by, is_by_two, moment_of
from hub.handover.model import Decision, Deed, HandOver
from hub.identifiers import CaseId, HandOverId, ProfessionalId

# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum hand-over, version 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A hand-over as it stands in the database."""

    id: HandOverId
    case: CaseId
    document: str
    offered: str
    """The signature of whoever offers it."""
    accepted: str
    decision: Decision | None


def document(found: HandOver) -> str:
    """The very text that both sign."""
    said = {
        "id": found.id,
        "case": found.case,
        "lead": found.lead,
        "by": found.by,
        "to": found.to,
        "leaves": found.leaves,
        "at": instant(found.at),
        "begins": instant(found.begins),
        "until": instant(found.until),
        "reason_sha256": found.reason_sha256,
    }
    return canonical_json(said).decode()


def statement(text: str) -> bytes:
    """The bytes under which both signatures stand."""
    return PREAMBLE + text.encode()


def said_by(written: Written) -> HandOver:
    """What a document says, proven by nothing yet; one that nobody can read says nothing."""
    nothing = HandOver(id=written.id, case=written.case, decision=written.decision, **_NOTHING_SAID)
    try:
        said = json.loads(written.document)
        is_this = (said["id"], said["case"]) == (written.id, written.case)
        return replace(nothing, **_said(said)) if is_this else nothing
    except UNREADABLE:
        return nothing


def is_signed(written: Written, said: HandOver, keys: Mapping[str, str]) -> bool:
    """Whether it is signed: offered by one, and if it was accepted, by another one with another key."""
    try:
        message = statement(written.document)
    except ValueError:
        return False
    if said.decision is not None and said.decision.deed is Deed.ACCEPT:
        one, other = [(said.by, written.offered)], [(said.to, written.accepted)]
        return is_by_two(message, one, other, keys)
    return is_by(said.by, written.offered, message, keys)


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    lead = said["lead"]
    return {
        "lead": None if lead is None else ProfessionalId(str(lead)),
        "by": ProfessionalId(str(said["by"])),
        "to": ProfessionalId(str(said["to"])),
        "leaves": said["leaves"] is True,
        "at": moment_of(said["at"]),
        "begins": moment_of(said["begins"]),
        "until": moment_of(said["until"]),
        "reason_sha256": str(said["reason_sha256"]),
    }


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING_SAID: Mapping[str, Any] = {
    "lead": None,
    "by": ProfessionalId(""),
    "to": ProfessionalId(""),
    "leaves": False,
    "at": _NEVER,
    "begins": _NEVER,
    "until": _NEVER,
}
