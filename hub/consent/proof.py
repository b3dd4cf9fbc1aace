"""What is signed, what is sealed beside it, and whether a record is proven by its signatures.

Nobody can forge a consent, not even the hub: the client's key never leaves their device, and
paper takes the keys of two professionals.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from hub.canonical import canonical_json, digest, is_by_two, is_signature
from hub.consent.model import (
    ORGANISATION,
    Action,
    Answer,
    Consent,
    Deed,
    Event,
    Form,
    Giver,
    Kind,
    Recipient,
    Record,
    State,
    Terms,
)
from hub.consent.rules import SIGNED_BY_GIVERS, is_whole, stands
from hub.identifiers import AgencyId, CaseId, CircleId, ConsentId, GuardianshipId, PartyId, ProfessionalId
from hub.parties.model import Guardianship

# What reading somebody else's writing may raise.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum consent, version 1\n"

CircleOf = Callable[[str], CircleId]
"""How a case calls the circle of a theme; only its key leads from the one to the other."""


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it stands in the database; `events` is None if nobody can read them.

    If the audit chain tells something else of it, it is `contradicted`, and `events` are the chain's.
    """

    id: ConsentId
    document: str
    events: Sequence[Event] | None
    contradicted: bool = False


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
    return {
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
        "begun_at": _instant(begun_at),
        "valid_from": _instant(terms.valid_from or begun_at),
        "valid_until": _instant(terms.valid_until),
        "review_at": _instant(terms.review_at),
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
    } | _digests(private)


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
    begins = max(_moment(before["valid_from"]), begun_at)
    themes = _answers(private)
    return (
        before
        | {
            "id": id_,
            "predecessor": of,
            "in_common": _is_in_common(themes),
            "circles": _circles(themes, circle_of),
            "begun_at": _instant(begun_at),
            "valid_from": _instant(begins),
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


def read(
    case: CaseId,
    records: Sequence[Written],
    keys: Mapping[str, str],
    guardianships: Mapping[GuardianshipId, Guardianship],
) -> Sequence[Consent]:
    """The consents that a case's records say, each as far as it can be believed.

    A document that is another record's, or none at all, proves nothing; it hinders nothing either.
    """
    read_ = {r.id: _read(case, r, keys, guardianships) for r in records}
    consents = {id_: replace(one.said, proven=one.is_sound and one.is_signed) for id_, one in read_.items()}
    rests = {id_ for id_, one in read_.items() if one.is_sound and not one.is_signed}
    return [_with_descent(consent, consents, rests, read_) for consent in consents.values()]


@dataclass(frozen=True, slots=True)
class _Read:
    said: Consent
    document: Mapping[str, Any] = field(default_factory=dict)
    is_sound: bool = False
    is_signed: bool = False


def _read(
    case: CaseId,
    record: Written,
    keys: Mapping[str, str],
    guardianships: Mapping[GuardianshipId, Guardianship],
) -> _Read:
    said = Consent(
        id=record.id,
        case=case,
        state=State.GIVEN,
        given_at=None,
        contradicted=record.contradicted,
        **NOTHING_SAID,
    )
    if record.events is None:
        # It stands there, and counts for nobody.
        return _Read(said)
    try:
        document_ = json.loads(record.document)
        said = replace(said, **_said(document_))
        is_this = _is_about(document_, record.id, case) and _is_as_assessed(document_, said)
    except UNREADABLE:
        return _Read(_at_its_events(said, record.events))
    speaking = [guardianships.get(g.guardianship) for g in said.given_by if g.guardianship is not None]
    ends = [said.valid_until, *(g.ended_at for g in speaking if g is not None and g.ended_at is not None)]
    return _Read(
        replace(_at_its_events(said, record.events), valid_until=min(ends)),
        document_,
        is_sound=is_this
        and not record.contradicted
        and is_whole(record.events, said.given_by)
        and all(g is not None and _speaks(g, said) for g in speaking),
        is_signed=_is_signed(record, said, _keys_of(said, keys, guardianships)),
    )


def _at_its_events(said: Consent, events: Sequence[Event]) -> Consent:
    now = stands(events, said.given_by)
    return replace(
        said,
        state=now.state,
        given_at=now.given_at,
        ended_at=now.ended_at,
        changed_at=now.changed_at,
        agreed=now.agreed,
        successor=now.successor,
        recorded_by=next((event.actor for event in events if event.deed is Deed.RECORD), ""),
    )


def _is_as_assessed(document_: Mapping[str, Any], said: Consent) -> bool:
    # Who cannot decide it alone does not, even if their own signature stands there.
    assessment, alone = document_["assessment"], all(g.guardianship is None for g in said.given_by)
    return alone if assessment is None else alone is assessment["is_capable"]


def _speaks(guardianship: Guardianship, said: Consent) -> bool:
    is_theirs = Giver(guardianship.guardian, guardianship.id) in said.given_by
    is_for = guardianship.subject == said.subject and said.valid_until <= guardianship.until
    return guardianship.vouched and is_theirs and is_for


def _keys_of(
    said: Consent, keys: Mapping[str, str], guardianships: Mapping[GuardianshipId, Guardianship]
) -> Mapping[str, str]:
    # A guardian signs with the key that two professionals vouched for, and with no other.
    theirs: Mapping[str, str] = {
        g.party: guardianships[g.guardianship].public_key
        for g in said.given_by
        if g.guardianship is not None and g.guardianship in guardianships
    }
    return dict(keys) | dict(theirs)


def _is_signed(record: Written, said: Consent, keys: Mapping[str, str]) -> bool:
    """Whether those who alone can give this consent have signed it; `keys` are theirs.

    In the app those are its givers. On paper it takes two professionals, each with a key of their own.
    """
    message = statement(record.document)
    signed: dict[Deed, list[tuple[str, str]]] = {deed: [] for deed in Deed}
    for event in record.events or ():
        signed[event.deed].append((event.actor, event.signature))
    if said.form not in SIGNED_BY_GIVERS:
        return is_by_two(message, signed[Deed.RECORD], signed[Deed.CONFIRM], keys)
    agreed = {
        who
        for who, signature in signed[Deed.GIVE]
        if who in keys and is_signature(signature, message, keys[who])
    }
    return bool(said.given_by) and agreed.issuperset(giver.party for giver in said.given_by)


def _with_descent(
    consent: Consent,
    consents: Mapping[ConsentId, Consent],
    rests: Collection[ConsentId],
    read_: Mapping[ConsentId, _Read],
) -> Consent:
    """What is left of a record after a partial withdrawal needs no signature of its own."""
    heir, seen = consent, {consent.id}
    while not heir.proven:
        before = consents.get(heir.predecessor) if heir.predecessor else None
        if heir.id not in rests or before is None or before.id in seen:
            return consent
        if not _took_its_place(heir, before) or not _is_narrower(heir, before, read_):
            return consent
        seen.add(before.id)
        heir = before
    return replace(consent, proven=True)


def _took_its_place(heir: Consent, before: Consent) -> bool:
    # By name: of a record that was withdrawn, or has another heir, nothing is left for anybody else.
    return before.state is State.SUPERSEDED and before.successor == heir.id


def _is_narrower(heir: Consent, before: Consent, read_: Mapping[ConsentId, _Read]) -> bool:
    rest, whole = read_[heir.id].document, read_[before.id].document
    is_same = {k: v for k, v in rest.items() if k not in _NARROWED} == {
        k: v for k, v in whole.items() if k not in _NARROWED
    }
    is_later = heir.valid_from >= before.valid_from
    hears_less = heir.in_common <= before.in_common and set(heir.circles) <= set(before.circles)
    return is_same and is_later and hears_less


# In these a record may differ from the one it is the rest of.
_NARROWED = frozenset(
    {"id", "predecessor", "in_common", "circles", "begun_at", "valid_from", "themes_sha256"}
)


def is_about(signed: str, id_: ConsentId, case: CaseId) -> bool:
    """Whether a document is that record's, and not a copy of another one's."""
    try:
        return _is_about(json.loads(signed), id_, case)
    except UNREADABLE:
        return False


def _is_about(document_: Mapping[str, Any], id_: ConsentId, case: CaseId) -> bool:
    return (document_["id"], document_["case"]) == (id_, case)


def _said(document_: Mapping[str, Any]) -> dict[str, Any]:
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
        "valid_from": _moment(document_["valid_from"]),
        "valid_until": _moment(document_["valid_until"]),
        "form": Form(document_["form"]),
        "contents_sha256": document_["contents_sha256"],
        "themes_sha256": document_["themes_sha256"],
    }


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


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone is no instant")
    return at


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
