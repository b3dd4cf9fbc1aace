"""Whether a record is proven by its signatures.

Nobody can forge a consent, not even the hub: the client's key never leaves their device, and
paper takes the keys of two professionals.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hub.canonical import UNREADABLE, decode, is_by_two, is_signature
from hub.consent import signed
from hub.consent.model import (
    Consent,
    Deed,
    Event,
    Giver,
    State,
)
from hub.consent.rules import SIGNED_BY_GIVERS, is_whole, stands
from hub.identifiers import CaseId, ConsentId, GuardianshipId, is_party
from hub.parties.model import Guardianship


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it stands in the database; `events` is None if nobody can read them.

    If the audit chain tells something else of it, it is `contradicted`, and `events` are the chain's.
    """

    id: ConsentId
    document: str
    events: Sequence[Event] | None
    contradicted: bool = False


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
        **signed.NOTHING_SAID,
    )
    if record.events is None:
        # It stands there, and counts for nobody.
        return _Read(said)
    try:
        document_ = json.loads(record.document)
        said = replace(said, **signed.said(document_))
        is_this = signed.is_of(document_, record.id, case) and _is_as_assessed(document_, said)
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
        is_signed=_is_signed(record, said, keys_of(said, keys, guardianships)),
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


def _are_apart(said: Consent, keys: Mapping[str, str]) -> bool:
    # Two parents with one key are one person, and one with a professional's key is that professional.
    theirs = [decode(keys[giver.party]) for giver in said.given_by]
    staff = {decode(key) for who, key in keys.items() if not is_party(who)}
    return len(set(theirs)) == len(theirs) and not staff.intersection(theirs)


def keys_of(
    said: Consent, keys: Mapping[str, str], guardianships: Mapping[GuardianshipId, Guardianship]
) -> Mapping[str, str]:
    """The keys that count for a record: a guardian's is the one two professionals vouched for."""
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
    message = signed.statement(record.document)
    signatures: dict[Deed, list[tuple[str, str]]] = {deed: [] for deed in Deed}
    for event in record.events or ():
        signatures[event.deed].append((event.actor, event.signature))
    if said.form not in SIGNED_BY_GIVERS:
        return is_by_two(message, signatures[Deed.RECORD], signatures[Deed.CONFIRM], keys)
    agreed = {
        who
        for who, signature in signatures[Deed.GIVE]
        if who in keys and is_signature(signature, message, keys[who])
    }
    is_agreed = bool(said.given_by) and agreed.issuperset(giver.party for giver in said.given_by)
    return is_agreed and _are_apart(said, keys)


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
