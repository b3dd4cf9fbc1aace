"""What is signed at the end of a case, what is sealed beside it, and whether it holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.canonical import UNREADABLE, digest, instant, is_by, moment_of
from hub.closing.model import ClosingNote, Deed, Extracted, Outcome, Signed
from hub.identifiers import AgencyId, CaseId, ClosingId, ExtractId, ProfessionalId

# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum closing, version 1\n"


def statement(signed: str) -> bytes:
    """The very bytes under which a signature stands."""
    return PREAMBLE + signed.encode()


def document(one: Signed) -> dict[str, Any]:
    """What is signed of a deed."""
    about = one.extract
    return {
        "id": one.id,
        "case": one.case,
        "deed": one.deed.value,
        "at": instant(one.at),
        "by": one.by,
        "agency": one.agency,
        "extract": None if about is None else _about(about),
        "contents_sha256": one.contents_sha256,
    }


def read(id_: ClosingId, case: CaseId, signed: str, signature: str, keys: Mapping[str, str]) -> Signed | None:
    """The deed that a document says; None if nobody can read it. `keys` are pinned keys of professionals."""
    try:
        said = json.loads(signed)
        is_this = (said["id"], said["case"]) == (id_, case)
        by, about = ProfessionalId(str(said["by"])), said["extract"]
        found = Signed(
            id=id_,
            case=case,
            deed=Deed(said["deed"]),
            at=moment_of(said["at"]),
            by=by,
            agency=None if said["agency"] is None else AgencyId(str(said["agency"])),
            extract=None if about is None else _extracted(about),
            contents_sha256=str(said["contents_sha256"]),
            proven=False,
        )
    except UNREADABLE:
        return None
    return replace(found, proven=is_this and is_by(by, signature, statement(signed), keys))


def _about(about: Extracted) -> dict[str, str]:
    return {"id": about.id, "sha256": about.sha256}


def _extracted(said: Mapping[str, Any]) -> Extracted:
    return Extracted(ExtractId(str(said["id"])), str(said["sha256"]))


def extracted(content: Mapping[str, Any]) -> Extracted:
    """Which extract a signed content is. Raises what reading somebody else's file may raise."""
    return Extracted(ExtractId(str(content["extract_id"])), digest(content))


def said(note: ClosingNote) -> dict[str, Any]:
    """What is sealed of a closing note, beside a salt that keeps anybody from guessing it by its hash."""
    remains: Sequence[str] = list(note.remains)
    return {"outcome": note.outcome.value, "remains": remains, "responsible": note.responsible}


def opened_note(noted: Signed, private: Mapping[str, Any]) -> ClosingNote | None:
    """What a closing note says; None if that is not what was signed."""
    if digest(private) != noted.contents_sha256:
        return None
    return ClosingNote(Outcome(private["outcome"]), tuple(private["remains"]), private["responsible"])
