"""Seats and rights, some to be named in a test and some to be drawn by Hypothesis."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from hub.consent.model import Basis, Consent, Kind, Recipient
from hub.identifiers import ConsentId
from hub.rooms.model import (
    Because,
    HubVoice,
    Membership,
    OwnCase,
    Seat,
    Seen,
)
from tests.clock import MONDAY
from tests.people import (
    BO,
    JONAS,
    PROFESSIONALS,
    STEWARD,
    VOICE,
    consent_for,
)
from tests.signing import circle_of

DAY = timedelta(days=1)
VOICES = (VOICE,)
SCHOOL, HEALTH, HOUSING = (circle_of(theme) for theme in ("school", "health", "housing"))
EVERYBODY = [JONAS.user, VOICE, STEWARD, *(person.user for person in PROFESSIONALS)]

instants = st.integers(-3, 6).map(lambda days: MONDAY + days * DAY)
people = st.sampled_from(EVERYBODY)
professionals = st.sampled_from(PROFESSIONALS)
seats = st.builds(Seat, st.sampled_from(Membership), instants)
bases = st.builds(
    Basis,
    consent=st.just(ConsentId("c")),
    kind=st.just(Kind.SHARE),
    recipient=st.just(Recipient(BO.agency, BO.function)),
    given_at=instants,
    until=instants,
    asked_at=instants,
)
reasons: st.SearchStrategy[Because] = st.one_of(bases, st.just(OwnCase()), st.just(HubVoice()))
seatings = st.dictionaries(people, seats)
sound_rooms = st.builds(Seen, seatings)
flawed_rooms = st.builds(Seen, seatings, st.just(("m.room.encryption",)))
rights = st.dictionaries(people, reasons)


def joined(since: datetime = MONDAY) -> Seat:
    return Seat(Membership.JOINED, since)


def invited(since: datetime = MONDAY) -> Seat:
    return Seat(Membership.INVITED, since)


def declined(since: datetime = MONDAY) -> Seat:
    return Seat(Membership.DECLINED, since)


def basis_of(consent: Consent, *, asked_at: datetime | None = None) -> Basis:
    assert consent.given_at is not None
    return Basis(
        consent=consent.id,
        kind=consent.kind,
        recipient=consent.recipient,
        given_at=consent.given_at,
        until=consent.valid_until,
        asked_at=asked_at or consent.given_at,
    )


@st.composite
def consents(draw: st.DrawFn, *, themed: bool = False) -> Consent:
    """Any consent to a function; to themes, too, if they are `themed`."""
    begins = draw(instants)
    return consent_for(
        draw(professionals),
        named=draw(st.text("abc", min_size=1, max_size=2)),
        begins=begins,
        lasts=draw(st.integers(0, 5)) * DAY,
        given_at=begins - draw(st.integers(0, 2)) * DAY,
        withdrawn_at=draw(st.none() | instants),
        in_common=draw(st.booleans()) if themed else True,
        circles=draw(st.sets(st.sampled_from([SCHOOL, HEALTH]))) if themed else (),
    )
