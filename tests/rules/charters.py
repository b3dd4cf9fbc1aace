"""Versions of the charter and agencies' words, to be named in a test."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hub.cases.model import Agency
from hub.charter import signed
from hub.charter.draft import template
from hub.charter.model import Acknowledgement, Book, Charter, Member, Version
from hub.identifiers import AcknowledgementId
from tests.clock import MONDAY
from tests.people import AGENCIES, HEADS, JUGENDAMT
from tests.rules.seats import DAY

WORDING = template("de")
HEAD_OF = {head.agency: head for head in HEADS}


def charter(
    number: int = 1, *, binds_from: datetime = MONDAY, agencies: Sequence[Agency] = AGENCIES
) -> Charter:
    """A version as it was published."""
    return Charter(
        version=number,
        wording=WORDING,
        members=tuple(Member(a.id, a.name, a.kind) for a in agencies),
        published_at=min(MONDAY, binds_from),
        binds_from=binds_from,
    )


def version(
    number: int = 1, *, binds_from: datetime = MONDAY, agencies: Sequence[Agency] = AGENCIES
) -> Version:
    """A version that the chain tells alike."""
    one = charter(number, binds_from=binds_from, agencies=agencies)
    sha256, _ = signed.read(signed.written(one))
    return Version(number=number, sha256=sha256, published_at=one.published_at, charter=one)


def spoilt(one: Version) -> Version:
    """The same version after somebody changed its text."""
    return replace(one, charter=None)


FIRST = version()
SECOND = version(2, binds_from=MONDAY + 14 * DAY)


def word_of(
    agency: Agency = JUGENDAMT,
    to: Version = FIRST,
    *,
    left_at: datetime | None = None,
    ends_at: datetime | None = None,
    proven: bool = True,
) -> Acknowledgement:
    """What an agency's head signed on Monday."""
    return Acknowledgement(
        id=AcknowledgementId(f"{agency.id}-{to.number}"),
        agency=agency.id,
        version=to.number,
        charter_sha256=to.sha256,
        by=HEAD_OF[agency.id].id,
        at=MONDAY,
        left_at=left_at,
        ends_at=ends_at,
        proven=proven,
    )


def book(*words: Acknowledgement, versions: Sequence[Version] = (FIRST,)) -> Book:
    """What is known of them."""
    return Book(versions=tuple(versions), acknowledgements=words)
