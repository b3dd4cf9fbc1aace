"""What is signed of a disclosure and of what follows it, what is sealed beside it, and whether it holds.

As a consent's record: the readable part is a canonical document, what is private stands in it by its
salted hash, and both are proven by the signature of whoever acted.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hub.canonical import UNREADABLE, digest, instant, is_by, moment_of
from hub.consent.model import Recipient
from hub.disclosure.model import (
    Answer,
    Answered,
    Contents,
    Deed,
    Disclosure,
    Feedback,
    Review,
    ToldBefore,
)
from hub.identifiers import AgencyId, CaseId, ConsentId, DisclosureId, PartyId, ProfessionalId
from hub.law.model import Layer, Note, Way

# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum disclosure, version 1\n"


def statement(signed: str) -> bytes:
    """The very bytes under which a signature stands."""
    return PREAMBLE + signed.encode()


def document(made: Disclosure) -> dict[str, Any]:
    """What is signed of a disclosure."""
    return {
        "id": made.id,
        "case": made.case,
        "way": made.way.value,
        "at": instant(made.at),
        "sender": made.sender,
        "subject": made.subject,
        "recipient": {
            "agency": made.recipient.agency,
            "unit": made.recipient.unit,
            "function": made.recipient.function,
            "person": made.recipient.person,
        },
        "basis": made.basis,
        "releases": sorted(made.releases),
        "contents_sha256": made.contents_sha256,
    }


def read(id_: DisclosureId, case: CaseId, signed: str, signature: str, keys: Mapping[str, str]) -> Disclosure:
    """The disclosure that a document says; `keys` are the pinned keys of professionals.

    A document that is another record's proves nothing, even if it is signed. One that nobody can read
    says nothing, and hides none of the others.
    """
    nothing = Disclosure(id=id_, case=case, **NOTHING_SAID)
    try:
        said = json.loads(signed)
        is_this = (said["id"], said["case"]) == (id_, case)
        read_ = replace(nothing, **_said(said))
    except UNREADABLE:
        return nothing
    return replace(read_, proven=is_this and is_by(read_.sender, signature, statement(signed), keys))


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    recipient = said["recipient"]
    person = recipient["person"]
    return {
        "way": Way(said["way"]),
        "at": moment_of(said["at"]),
        "sender": ProfessionalId(str(said["sender"])),
        "subject": PartyId(said["subject"]),
        "recipient": Recipient(
            AgencyId(recipient["agency"]),
            recipient["function"],
            None if person is None else ProfessionalId(person),
            recipient["unit"],
        ),
        "basis": said["basis"],
        "releases": tuple(ConsentId(one) for one in said["releases"]),
        "contents_sha256": said["contents_sha256"],
    }


# What a record says that cannot be read: nothing, from nobody to nobody.
NOTHING_SAID: Mapping[str, Any] = {
    "way": Way.SHARE,
    "at": datetime(1970, 1, 1, tzinfo=UTC),
    "sender": ProfessionalId(""),
    "recipient": Recipient(AgencyId(""), ""),
    "basis": "",
    "contents_sha256": "",
    "proven": False,
}


def sealed(contents: Contents, salt: str) -> dict[str, Any]:
    """What is sealed of a disclosure. The salt keeps anybody from guessing it by its hash."""
    told = contents.told
    return {
        "themes": sorted(contents.themes),
        "agreed": sorted(contents.agreed),
        "layers": sorted(contents.layers),
        "necessity": contents.necessity.strip(),
        "confirmed": sorted(contents.confirmed),
        "told": None if told is None else {"before": told.before, "why": told.why.strip()},
        "salt": salt,
    }


def opened(private: Mapping[str, Any]) -> Contents:
    """What was sealed."""
    told = private["told"]
    return Contents(
        themes=frozenset(private["themes"]),
        agreed=frozenset(private["agreed"]),
        layers=frozenset(Layer(layer) for layer in private["layers"]),
        necessity=private["necessity"],
        confirmed=frozenset(Note(note) for note in private["confirmed"]),
        told=None if told is None else ToldBefore(told["before"], told["why"]),
    )


def agrees(made: Disclosure, private: Mapping[str, Any]) -> Disclosure:
    """The disclosure, unproven if its contents are not the ones that were signed."""
    return replace(made, proven=made.proven and digest(private) == made.contents_sha256)


# What followed.


def answer_document(
    about: Disclosure, deed: Deed, *, by: str, at: datetime, basis: str, contents_sha256: str
) -> dict[str, Any]:
    """What is signed of a review or of a feedback."""
    return {
        "disclosure": about.id,
        "case": about.case,
        "deed": deed.value,
        "at": instant(at),
        "by": by,
        "basis": basis,
        "contents_sha256": contents_sha256,
    }


def sealed_answer(answer: Answer, salt: str) -> dict[str, Any]:
    """What is sealed of an answer: of a feedback three facts, and no word."""
    if isinstance(answer, Review):
        return {"in_order": answer.in_order, "remark": answer.remark, "salt": salt}
    return {"confirmed": answer.confirmed, "acted": answer.acted, "acts": answer.acts, "salt": salt}


def read_answer(
    about: Disclosure, deed: Deed, signed: str, signature: str, *, keys: Mapping[str, str]
) -> Answered:
    """That an answer was given; what it says is sealed, and put beside it by `answer_opened`."""
    try:
        said = json.loads(signed)
        by, at = ProfessionalId(str(said["by"])), moment_of(said["at"])
        is_this = (said["disclosure"], said["case"], said["deed"]) == (about.id, about.case, deed.value)
        contents_sha256 = str(said["contents_sha256"])
    except UNREADABLE:
        return Answered(at=about.at, by=ProfessionalId(""), contents_sha256="", proven=False)
    proven = is_this and is_by(by, signature, statement(signed), keys)
    return Answered(at=at, by=by, contents_sha256=contents_sha256, proven=proven)


def answer_opened(answered: Answered, deed: Deed, private: Mapping[str, Any]) -> Answered:
    """An answer with what it says, unproven if that is not what was signed."""
    is_same = digest(private) == answered.contents_sha256
    return replace(answered, answer=_answer(deed, private), proven=answered.proven and is_same)


def _answer(deed: Deed, private: Mapping[str, Any]) -> Answer:
    if deed is Deed.REVIEW:
        return Review(private["in_order"], private["remark"])
    return Feedback(confirmed=private["confirmed"], acted=private["acted"], acts=private["acts"])
