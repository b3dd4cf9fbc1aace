"""The very texts that are signed: a version by the hub, its acknowledgement by an agency's professional."""

import json
from functools import lru_cache
from typing import Any

from hub.canonical import canonical_json, digest, instant, is_signature, moment_of
from hub.cases.model import AgencyKind
from hub.charter.model import (
    Acknowledgement,
    Charter,
    Escalation,
    Exit,
    Member,
    Minutes,
    Occasion,
    Wording,
)
from hub.identifiers import AgencyId
from hub.law.rules import KNOWN

# Signed with every statement, so that no signature under anything else can be passed off as one.
CHARTER = b"Fallraum charter, version 1\n"
ACKNOWLEDGEMENT = b"Fallraum charter acknowledgement, version 1\n"
# Who may join, if any kind of agency may.
ANY = "any"


def written(charter: Charter) -> str:
    """The text of a version as it is kept."""
    return canonical_json(document(charter)).decode()


def statement(text: str) -> bytes:
    """The very bytes under which the hub's signature stands."""
    return CHARTER + text.encode()


def document(charter: Charter) -> dict[str, Any]:
    """A version as programs read it."""
    wording = charter.wording
    return {
        "version": charter.version,
        "published_at": instant(charter.published_at),
        "binds_from": instant(charter.binds_from),
        "urgent_because": charter.urgent_because,
        "members": [{"agency": m.agency, "name": m.name, "kind": m.kind.value} for m in charter.members],
        **wording_document(wording),
    }


def wording_document(wording: Wording) -> dict[str, Any]:
    """What is agreed on, as programs read it."""
    minutes, leaving = wording.minutes, wording.exit
    return {
        "purpose": wording.purpose,
        "open_to": [ANY] if wording.open_to == KNOWN else sorted(kind.value for kind in wording.open_to),
        "response_hours": {on.value: wording.response_hours[on] for on in Occasion},
        "minutes": {
            "writer": minutes.writer,
            "recipients": minutes.recipients,
            "approval_days": minutes.approval_days,
        },
        "escalation": [{"after_days": step.after_days, "to": step.to} for step in wording.escalation],
        "exit": {"notice_days": leaving.notice_days, "cases": leaving.cases},
    }


# A version never changes, and every look at a room asks for it.
@lru_cache(maxsize=64)
def read(text: str) -> tuple[str, Charter]:
    """A version and its hash; raises one of `UNREADABLE` for what no program of ours wrote."""
    said = json.loads(text)
    return digest(said), Charter(
        version=_whole(said, "version"),
        published_at=moment_of(said["published_at"]),
        binds_from=moment_of(said["binds_from"]),
        urgent_because=_text(said, "urgent_because"),
        members=tuple(
            Member(AgencyId(_text(m, "agency")), _text(m, "name"), AgencyKind(m["kind"]))
            for m in said["members"]
        ),
        wording=wording_in(said),
    )


def wording_in(said: Any) -> Wording:
    """What is agreed on in a document; raises one of `UNREADABLE` naming what is not as it must be."""
    minutes, leaving, hours = said["minutes"], said["exit"], said["response_hours"]
    return Wording(
        purpose=_text(said, "purpose"),
        open_to=KNOWN if said["open_to"] == [ANY] else frozenset(map(AgencyKind, said["open_to"])),
        response_hours={Occasion(on): _whole(hours, on) for on in hours},
        minutes=Minutes(
            _text(minutes, "writer"), _text(minutes, "recipients"), _whole(minutes, "approval_days")
        ),
        escalation=tuple(
            Escalation(_whole(step, "after_days"), _text(step, "to")) for step in said["escalation"]
        ),
        exit=Exit(_whole(leaving, "notice_days"), _text(leaving, "cases")),
    )


def acknowledging(one: Acknowledgement) -> bytes:
    """The very bytes under which the professional's signature stands."""
    return ACKNOWLEDGEMENT + canonical_json(_acknowledgement(one))


# As above: the same word is read again at every look.
@lru_cache(maxsize=1024)
def is_signed(one: Acknowledgement, signature: str, public_key: str) -> bool:
    """Whether it is that key's signature under an acknowledgement."""
    return is_signature(signature, acknowledging(one), public_key)


def sha256_of(one: Acknowledgement) -> str:
    """By which hash the chain names an acknowledgement."""
    return digest(_acknowledgement(one))


def _acknowledgement(one: Acknowledgement) -> dict[str, Any]:
    return {
        "id": one.id,
        "agency": one.agency,
        "version": one.version,
        "charter_sha256": one.charter_sha256,
        "by": one.by,
        "at": instant(one.at),
    }


def _text(said: Any, key: str) -> str:
    value = said[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _whole(said: Any, key: str) -> int:
    value = said[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(key)
    return value
