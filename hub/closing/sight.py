"""What somebody may put into their agency's own file. What is not known to be theirs is not theirs.

Nobody's extract holds what a colleague could read and they could not: social secrecy holds inside an
agency, too (§ 35(1) SGB I). An agency's file is put together by the agency.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from hub.audit import Act
from hub.cases.model import Professional
from hub.closing.model import Facts, Signed
from hub.conference.model import Conference
from hub.consent.model import Basis, Consent
from hub.consent.rules import may_see, names
from hub.disclosure.model import Disclosure, Record
from hub.disclosure.rules import may_read
from hub.identifiers import ProfessionalId

_TAKEN, _ENDS = "seat.taken", ("seat.ended", "seat.left")


def theirs(
    person: Professional, given: Iterable[Consent], disclosures: Iterable[Disclosure]
) -> Sequence[Consent]:
    """The consents that name somebody: as who may know, as who is released, or as what they relied on.

    What was asked for and never given is not theirs: that somebody refused is nobody else's business.
    """
    sent = [one for one in disclosures if one.sender == person.id and one.proven]
    relied_on = {id_ for one in sent for id_ in (one.basis, *one.releases)}
    return [
        consent
        for consent in given
        if consent.proven
        and consent.given_at is not None
        and (names(consent.recipient, person) or consent.released == person.id or consent.id in relied_on)
    ]


def readable(person: Professional, disclosures: Iterable[Record]) -> Sequence[Record]:
    """What they passed on, what was for them, and warnings they review."""
    return [one for one in disclosures if may_read(one.disclosure, person)]


def attended(
    person: Professional, conferences: Iterable[Conference], acts: Sequence[Act], closed_at: datetime
) -> Sequence[Conference]:
    """The conferences, none of them after the end, at whose beginning they sat in the common room."""
    return [one for one in conferences if one.begins_at <= closed_at and _sat(person.id, acts, one.begins_at)]


def knows_note(person: Professional, noted: Signed, given: Collection[Consent], now: datetime) -> bool:
    """Who may have the closing note: its author, and who may now hear what concerns everybody."""
    return noted.by == person.id or hears(person, given, now)


def hears(person: Professional, given: Collection[Consent], now: datetime) -> bool:
    """Who may now hear what concerns everybody: for them are final minutes, and what is open in the plan."""
    return isinstance(may_see(given, person, now), Basis)


def consents_of(facts: Facts) -> Sequence[Consent]:
    """The consents of the reader, in the order in which they were given."""
    return theirs(facts.reader, facts.given, [one.disclosure for one in facts.disclosures])


def _sat(person: ProfessionalId, acts: Sequence[Act], at: datetime) -> bool:
    moves = [act.deed for act in acts if act.target == person and act.at <= at]
    seats = [deed for deed in moves if deed == _TAKEN or deed in _ENDS]
    return seats[-1:] == [_TAKEN]
