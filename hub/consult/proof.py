"""What is signed of a question and of its answer, what is sealed beside it, and whether it holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hub.canonical import UNREADABLE, canonical_json, digest, instant, is_by, moment_of
from hub.consult.model import Contents, Deed, Into, Question
from hub.identifiers import CaseId, DisclosureId, ProfessionalId, QuestionId

# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum specialist question, version 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A question, or its answer, as it stands in the database."""

    id: QuestionId
    case: CaseId
    document: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """That somebody answered a question, read from its record; what they said is sealed."""

    by: ProfessionalId
    at: datetime
    contents_sha256: str


def document(one: Question) -> str:
    """The very text that whoever asks signs."""
    said = {
        "id": one.id,
        "case": one.case,
        "deed": Deed.ASK.value,
        "disclosure": one.disclosure,
        "asker": one.asker,
        "specialist": one.specialist,
        "into": one.into.value,
        "at": instant(one.at),
        "until": instant(one.until),
        "contents_sha256": one.contents_sha256,
    }
    return canonical_json(said).decode()


def answer_document(one: Question, answered: Answered) -> str:
    """The very text that whoever answers signs. It names no case: they do not know which one it is."""
    said = {
        "question": one.id,
        "deed": Deed.ANSWER.value,
        "by": answered.by,
        "at": instant(answered.at),
        "contents_sha256": answered.contents_sha256,
    }
    return canonical_json(said).decode()


def statement(text: str) -> bytes:
    """The bytes under which a signature stands."""
    return PREAMBLE + text.encode()


def said_by(written: Written) -> Question:
    """What a document says, proven by nothing yet; one that nobody can read says nothing."""
    nothing = Question(id=written.id, case=written.case, **_NOTHING_SAID)
    try:
        said = json.loads(written.document)
        is_this = (said["id"], said["case"], said["deed"]) == (written.id, written.case, Deed.ASK)
        return replace(nothing, **_said(said)) if is_this else nothing
    except UNREADABLE:
        return nothing


def answer_said_by(written: Written) -> Answered | None:
    """What the document of an answer says; None if it is none of this question."""
    try:
        said = json.loads(written.document)
        if (said["question"], said["deed"]) != (written.id, Deed.ANSWER):
            return None
        by, at = ProfessionalId(str(said["by"])), moment_of(said["at"])
        return Answered(by=by, at=at, contents_sha256=str(said["contents_sha256"]))
    except UNREADABLE:
        return None


def is_signed(written: Written, by: ProfessionalId, keys: Mapping[str, str]) -> bool:
    """Whether somebody signed it with the key that is pinned as theirs."""
    try:
        message = statement(written.document)
    except ValueError:
        return False
    return is_by(by, written.signature, message, keys)


def sealed(contents: Contents, salt: str) -> dict[str, Any]:
    """What is sealed of a question. The salt keeps anybody from guessing it by its hash."""
    return {"question": contents.question, "excerpt": list(contents.excerpt), "salt": salt}


def sealed_answer(answer: Sequence[str], salt: str) -> dict[str, Any]:
    """What is sealed of an answer."""
    return {"answer": list(answer), "salt": salt}


def opened(private: Mapping[str, Any], contents_sha256: str) -> Contents | None:
    """What was asked; None if that is not what was signed."""
    if digest(private) != contents_sha256:
        return None
    return Contents(private["question"], tuple(private["excerpt"]))


def answer_opened(private: Mapping[str, Any], contents_sha256: str) -> tuple[str, ...] | None:
    """What was answered; None if that is not what was signed."""
    return tuple(private["answer"]) if digest(private) == contents_sha256 else None


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "disclosure": DisclosureId(str(said["disclosure"])),
        "asker": ProfessionalId(str(said["asker"])),
        "specialist": ProfessionalId(str(said["specialist"])),
        "into": Into(said["into"]),
        "at": moment_of(said["at"]),
        "until": moment_of(said["until"]),
        "contents_sha256": str(said["contents_sha256"]),
    }


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING_SAID: Mapping[str, Any] = {
    "disclosure": DisclosureId(""),
    "asker": ProfessionalId(""),
    "specialist": ProfessionalId(""),
    "into": Into.TEAM,
    "at": _NEVER,
    "until": _NEVER,
    "contents_sha256": "",
}
