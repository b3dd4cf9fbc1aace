"""What somebody on the client's side may know of a case. What is not known to be theirs is not theirs.

The client knows everything about themselves. A guardian knows what they themselves allow, as long as they may
speak, and what follows from that alone: never counselling (§ 8(3) SGB VIII), nor what a young person
decides, and nothing by which either could be noticed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hub.cases.model import CaseFile
from hub.consent.model import Consent
from hub.consent.rules import may_look
from hub.disclosure.model import Disclosure, Record
from hub.disclosure.rules import known_to_client
from hub.identifiers import CLIENT, ConsentId, GuardianshipId, PartyId
from hub.law.model import Law, Way
from hub.parties.model import Guardianship


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Whose eyes they are: for whom they may speak now, and which records they may know of, oldest first."""

    reader: PartyId
    wards: frozenset[PartyId]
    given: tuple[Consent, ...]

    @property
    def is_own(self) -> bool:
        """Whether it is the client who looks at their own case."""
        return self.reader == CLIENT

    @property
    def consents(self) -> frozenset[ConsentId]:
        """The ids of those records."""
        return frozenset(consent.id for consent in self.given)


def sight(
    reader: PartyId, given: Collection[Consent], guardianships: Collection[Guardianship], now: datetime
) -> Sight:
    """What somebody may know of at this instant."""
    speaking = {g.id: g.subject for g in guardianships if g.guardian == reader and g.stands(now)}
    return Sight(
        reader=reader,
        wards=frozenset(speaking.values()),
        given=tuple(consent for consent in given if _is_theirs(consent, reader, speaking.keys())),
    )


def _is_theirs(consent: Consent, reader: PartyId, speaking: Collection[GuardianshipId]) -> bool:
    if consent.subject == reader:
        return may_look(consent, reader)
    # Who once spoke for somebody, and no longer does, sees nothing of them any more.
    speaks = any(giver.party == reader and giver.guardianship in speaking for giver in consent.given_by)
    return speaks and may_look(consent, reader) and not consent.counselling


def knows_guardianship(seen: Sight, one: Guardianship, now: datetime) -> bool:
    """Whether somebody may know that another one may speak, or may be spoken for: if it is about them."""
    return one.subject == seen.reader or (one.guardian == seen.reader and one.stands(now))


def knows_disclosure(seen: Sight, record: Record, *, file: CaseFile, law: Law) -> bool:
    """Whether somebody may know that something was passed on."""
    made = record.disclosure
    if made.way is not Way.SHARE and not seen.is_own:
        # It says whether those concerned were told, but not whether this parent was.
        return False
    if made.subject != seen.reader:
        if made.subject not in seen.wards:
            return False
        if made.way is Way.SHARE and not _follows(seen, record, file=file, law=law):
            return False
    return known_to_client(record)


def _follows(seen: Sight, record: Record, *, file: CaseFile, law: Law) -> bool:
    """Whether it follows from what they know of: from their own records, or between people whom those name.

    Otherwise its existence could tell them whom a young person speaks with.
    """
    made = record.disclosure
    if not seen.consents.issuperset(made.releases):
        return False
    if made.basis in seen.consents:
        return True
    is_by_norm = any(made.basis == str(norm) for norm in law)
    return is_by_norm and not record.contents.layers and _is_among_known(seen, made, file)


def _is_among_known(seen: Sight, made: Disclosure, file: CaseFile) -> bool:
    known = {(consent.recipient.agency, consent.recipient.function) for consent in seen.given}
    people = [part.professional for part in file.everybody]
    # Also who led it before: what could be read does not vanish with a hand-over.
    known |= {(part.professional.agency, part.professional.function) for part in file.leads}
    sender = {(person.agency, person.function) for person in people if person.id == made.sender}
    return bool(sender) and sender | {(made.recipient.agency, made.recipient.function)} <= known
