"""What the hub looks up before anybody is asked: people, agencies, notices, and who speaks for whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.canonical import sha256_of
from hub.cases import directory
from hub.cases.model import AgencyKind, CaseFile, Duty
from hub.cases.rules import works_on
from hub.consent import rules, store, terms
from hub.consent.model import (
    ORGANISATION,
    THEMES,
    Deed,
    Giver,
    Kind,
    Level,
    Notice,
    Policy,
    Recipient,
    Subject,
    Terms,
)
from hub.consent.signed import CircleOf
from hub.errors import Refused
from hub.identifiers import COMMON, CircleId, ProfessionalId
from hub.notices import text_of
from hub.parties import rules as party_rules
from hub.parties import store as parties
from hub.vault import Key

COUNSELLING = frozenset({AgencyKind.YOUTH_OFFICE, AgencyKind.PROVIDER, AgencyKind.SCHOOL_SOCIAL_WORK})


async def taken(
    connection: AsyncConnection,
    file: CaseFile,
    wanted: Terms,
    key: Key,
    *,
    policy: Policy,
    by: str,
    now: datetime,
) -> Sequence[Giver] | Refused:
    """Whose yes it takes, if that may be asked for at all."""
    case = file.case.id
    fit = terms.offer(wanted, file.case, now)
    if isinstance(fit, Refused):
        return fit
    if refused := await _not_known(connection, wanted):
        return refused
    earlier = await store.of_case(connection, case)
    is_asked = terms.begins_with(wanted.form) is Deed.REQUEST
    if is_asked and (refused := terms.asked_too_soon(wanted, earlier, now)):
        return refused
    born = await parties.find_born(connection, case, wanted.subject, key)
    if born is None:
        return Refused("birthday-unknown")
    known = await parties.guardianships(connection, case)
    guardians = tuple(party_rules.guardians_of(known, wanted.subject, now))
    if wanted.assessment and not (wanted.assessment.by == by and works_on(file, by)):
        # Who assesses stands for it: it is whoever asks, and they know the case.
        return Refused("assessment-not-by-you")
    subject = Subject(id=wanted.subject, born=born, guardians=guardians)
    givers = terms.givers(wanted, subject, policy, now)
    if isinstance(givers, Refused):
        return givers
    return terms.renews(wanted, givers, earlier) or givers


async def _not_known(connection: AsyncConnection, wanted: Terms) -> Refused | None:
    """What of the terms this hub does not know, if anything."""
    named = wanted.recipient
    if not _was_shown(wanted.notice, wanted.kind):
        return Refused("unknown-notice", {"language": wanted.notice.language[:20]})
    if not await is_known(connection, named):
        return unknown(named)
    for agency in wanted.senders:
        if not await directory.find_agency(connection, agency):
            return Refused("unknown-agency", {"agency": agency[:60]})
    if wanted.counselling and not await _counsels(connection, named):
        return Refused("counselling-not-there")
    if wanted.released and not await directory.find_professional_of(connection, wanted.released):
        return Refused("unknown-professional", {"user": wanted.released})
    return None


async def _counsels(connection: AsyncConnection, named: Recipient) -> bool:
    # § 8(3) SGB VIII is about the youth office and those who counsel for it.
    agency = await directory.find_agency(connection, named.agency)
    return agency is not None and agency.kind in COUNSELLING


def unknown(recipient: Recipient) -> Refused:
    """Nobody like that works in the network."""
    return Refused("unknown-recipient", {"agency": recipient.agency, "function": recipient.function})


async def is_known(connection: AsyncConnection, recipient: Recipient) -> bool:
    """Whether somebody like that works in the network."""
    if recipient.person is None:
        return await directory.has_function(connection, recipient.agency, recipient.function)
    found = await directory.find_professional_of(connection, recipient.person)
    return found is not None and rules.names(recipient, found)


def notice_of(kind: Kind, *, version: int, language: str, level: Level) -> Notice | None:
    """The notice that is shown for a kind of declaration, which is called like it; None if there is none."""
    shown = text_of(kind, version, level, language)
    if shown is None:
        return None
    return Notice(template=kind, version=version, sha256=sha256_of(shown), language=language, level=level)


def _was_shown(notice: Notice, kind: Kind) -> bool:
    return notice == notice_of(kind, version=notice.version, language=notice.language, level=notice.level)


async def duty_of(connection: AsyncConnection, by: str) -> Duty:
    """What somebody watches over, if they are a professional of the network."""
    person = await directory.find_professional_of(connection, ProfessionalId(by))
    return person.duty if person else Duty.NONE


def calling(key: Key) -> CircleOf:
    """How a case with that key calls the circles of themes."""
    # A pseudonym of 64 bits: of nine themes no two are called alike, in no two cases alike.
    return lambda theme: CircleId(key.derive(f"circle:{theme}")[:8].hex())


def themes(key: Key) -> Mapping[CircleId, str]:
    """Which theme each circle of a case with that key is about."""
    circle_of = calling(key)
    return {COMMON: ORGANISATION} | {circle_of(t): t for t in THEMES if t != ORGANISATION}
