"""What is signed of a consent, and what is sealed beside it.

The document is canonical JSON; what is private stands in it by salted hashes and pseudonyms, so that
no gate needs a key.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hub.canonical import UNREADABLE, canonical_json, digest, instant, moment_of
from hub.consent.model import (
    ORGANISATION,
    Action,
    Answer,
    Consent,
    Form,
    Giver,
    Kind,
    Recipient,
    Record,
    Terms,
)
from hub.identifiers import (
    CLIENT,
    SIDE_PREFIX,
    AgencyId,
    CaseId,
    CircleId,
    ConsentId,
    GuardianshipId,
    PartyId,
    ProfessionalId,
)

# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum consent, version 1\n"

CircleOf = Callable[[str], CircleId]
"""How a case calls the circle of a theme; only its key leads from the one to the other."""


def document(
    id_: ConsentId,
    case: CaseId,
    terms: Terms,
    givers: Sequence[Giver],
    *,
    begun_at: datetime,
    private: Mapping[str, Any],
    circle_of: CircleOf,
) -> dict[str, Any]:
    """What is signed. What is private stands in it by its hashes, so that no gate needs a key."""
    notice, assessment = terms.notice, terms.assessment
    return (
        {
            "id": id_,
            "case": case,
            "subject": terms.subject,
            "given_by": [{"party": g.party, "guardianship": g.guardianship} for g in givers],
            "assessment": assessment
            and {
                "by": assessment.by,
                "is_capable": assessment.is_capable,
                "voice": assessment.voice and assessment.voice.value,
            },
            "kind": terms.kind.value,
            "predecessor": terms.predecessor,
            "counselling": terms.counselling,
            "released": terms.released,
            "senders": sorted(terms.senders),
            "recipient": {
                "agency": terms.recipient.agency,
                "unit": terms.recipient.unit,
                "function": terms.recipient.function,
                "person": terms.recipient.person,
            },
            "in_common": _is_in_common(terms.themes),
            "circles": _circles(terms.themes, circle_of),
            "actions": sorted(action.value for action in terms.actions),
            "begun_at": instant(begun_at),
            "valid_from": instant(terms.valid_from or begun_at),
            "valid_until": instant(terms.valid_until),
            "review_at": instant(terms.review_at),
            "notice": {
                "template": notice.template,
                "version": notice.version,
                "sha256": notice.sha256,
                "language": notice.language,
                "level": notice.level.value,
            },
            "told": sorted(told.value for told in terms.told),
            "separate_from_application": terms.separate_from_application,
            "form": terms.form.value,
            "evidence": terms.evidence,
        }
        | _rooms(terms, circle_of)
        | _digests(private)
    )


def _rooms(terms: Terms, circle_of: CircleOf) -> dict[str, Any]:
    # Said only where it is agreed to: what was signed before there were such rooms stays as it is.
    said: dict[str, Any] = {"team": True} if terms.team else {}
    if _opens_side(terms) and terms.recipient.person is not None:
        said["side"] = side_of(terms.recipient.person, circle_of)
    return said


def _opens_side(terms: Terms) -> bool:
    is_for_rooms = terms.kind is Kind.SHARE and terms.subject == CLIENT
    return is_for_rooms and (terms.alone or terms.counselling)


def side_of(person: ProfessionalId, circle_of: CircleOf) -> CircleId:
    """How a case calls the circle of its client and one other: whoever has not its key cannot guess it."""
    return CircleId(f"{SIDE_PREFIX}{circle_of(f'alone:{person}')}")


def narrowed(
    signed: str,
    id_: ConsentId,
    *,
    of: ConsentId,
    begun_at: datetime,
    private: Mapping[str, Any],
    circle_of: CircleOf,
) -> dict[str, Any]:
    """What a record says that is left of another one after a partial withdrawal."""
    before: dict[str, Any] = json.loads(signed)
    begins = max(moment_of(before["valid_from"]), begun_at)
    themes = _answers(private)
    return (
        before
        | {
            "id": id_,
            "predecessor": of,
            "in_common": _is_in_common(themes),
            "circles": _circles(themes, circle_of),
            "begun_at": instant(begun_at),
            "valid_from": instant(begins),
        }
        | _digests(private)
    )


def contents(terms: Terms, salt: str) -> dict[str, Any]:
    """What is sealed. The salt keeps anybody from guessing it by its hash."""
    themes = {theme: answer.value for theme, answer in terms.themes.items()}
    return {
        "purpose": terms.purpose.strip(),
        "reason": terms.reason.strip(),
        "note": terms.assessment.note.strip() if terms.assessment else "",
        "themes": themes,
        "salt": salt,
    }


def parts(private: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Words and themes: each stands in what is signed by a hash of its own.

    What is left of the themes after a partial withdrawal has the same words.
    """
    words = {key: value for key, value in private.items() if key != "themes"}
    return words, {key: private[key] for key in ("themes", "salt")}


def _digests(private: Mapping[str, Any]) -> dict[str, str]:
    words, themes = parts(private)
    return {"contents_sha256": digest(words), "themes_sha256": digest(themes)}


def opened(consent: Consent, private: Mapping[str, Any], *, circle_of: CircleOf) -> Record:
    """A record with its contents; if they are not the ones that were signed, it proves nothing.

    Nor does it if the gates would let somebody hear more than the themes say.
    """
    themes = _answers(private)
    said = {"contents_sha256": consent.contents_sha256, "themes_sha256": consent.themes_sha256}
    fits = _digests(private) == said and _fits(consent, themes, circle_of)
    return Record(replace(consent, proven=consent.proven and fits), private["purpose"], themes)


def _answers(private: Mapping[str, Any]) -> dict[str, Answer]:
    return {theme: Answer(answer) for theme, answer in private["themes"].items()}


def _fits(consent: Consent, themes: Mapping[str, Answer], circle_of: CircleOf) -> bool:
    person = consent.recipient.person
    if consent.side is not None and (person is None or consent.side != side_of(person, circle_of)):
        return False
    is_named = list(consent.circles) == _circles(themes, circle_of)
    return is_named and consent.in_common == _is_in_common(themes)


def _is_in_common(themes: Mapping[str, Answer]) -> bool:
    return themes.get(ORGANISATION) is Answer.YES


def _circles(themes: Mapping[str, Answer], circle_of: CircleOf) -> list[CircleId]:
    agreed = (theme for theme, answer in themes.items() if answer is Answer.YES)
    # Sorted by pseudonyms: the order must not tell the themes.
    return sorted(circle_of(theme) for theme in agreed if theme != ORGANISATION)


def statement(signed: str) -> bytes:
    """The very bytes under which a signature stands."""
    return PREAMBLE + signed.encode()


def written(document_: Mapping[str, Any]) -> str:
    """The canonical form in which a document is kept and signed."""
    return canonical_json(document_).decode()


def is_about(signed: str, id_: ConsentId, case: CaseId) -> bool:
    """Whether a document is that record's, and not a copy of another one's."""
    try:
        return is_of(json.loads(signed), id_, case)
    except UNREADABLE:
        return False


def is_of(document_: Mapping[str, Any], id_: ConsentId, case: CaseId) -> bool:
    """As `is_about`, of a document that was read already."""
    return (document_["id"], document_["case"]) == (id_, case)


def said(document_: Mapping[str, Any]) -> dict[str, Any]:
    """What a document says, as far as a gate needs it; raises one of `UNREADABLE` if it cannot be read."""
    recipient = document_["recipient"]
    person, released, predecessor = recipient["person"], document_["released"], document_["predecessor"]
    return {
        "kind": Kind(document_["kind"]),
        "subject": PartyId(document_["subject"]),
        "given_by": tuple(_giver(giver) for giver in document_["given_by"]),
        "predecessor": None if predecessor is None else ConsentId(predecessor),
        "released": None if released is None else ProfessionalId(released),
        # Whatever is not said to be open is not for guardians.
        "counselling": document_["counselling"] is not False,
        "evidence": str(document_["evidence"]),
        "recipient": Recipient(
            AgencyId(recipient["agency"]),
            recipient["function"],
            None if person is None else ProfessionalId(person),
            recipient["unit"],
        ),
        "actions": frozenset(Action(action) for action in document_["actions"]),
        "senders": tuple(AgencyId(agency) for agency in document_["senders"]),
        "in_common": document_["in_common"] is True,
        "circles": tuple(CircleId(str(circle)) for circle in document_["circles"]),
        "team": document_.get("team") is True,
        "side": _side(document_.get("side"), person),
        "valid_from": moment_of(document_["valid_from"]),
        "valid_until": moment_of(document_["valid_until"]),
        "form": Form(document_["form"]),
        "contents_sha256": document_["contents_sha256"],
        "themes_sha256": document_["themes_sha256"],
    }


def _side(circle: object, person: object) -> CircleId | None:
    if circle is None:
        return None
    # Named otherwise, or with nobody named, it would be another kind of room.
    if not isinstance(circle, str) or not circle.startswith(SIDE_PREFIX) or person is None:
        raise ValueError("no circle of two")
    return CircleId(circle)


def _giver(said: Mapping[str, Any]) -> Giver:
    guardianship = said["guardianship"]
    return Giver(PartyId(said["party"]), None if guardianship is None else GuardianshipId(guardianship))


# What a record says that cannot be read: nothing, about nobody, at no time.
NOTHING_SAID: Mapping[str, Any] = {
    "kind": Kind.CHANNEL_USE,
    "given_by": (),
    "recipient": Recipient(AgencyId(""), ""),
    "actions": frozenset(),
    "in_common": False,
    "valid_from": datetime(1970, 1, 1, tzinfo=UTC),
    "valid_until": datetime(1970, 1, 1, tzinfo=UTC),
    "form": Form.ORAL,
    "proven": False,
}
