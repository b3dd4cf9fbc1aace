"""Seats and rights, some to be named in a test and some to be drawn by Hypothesis."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from hub.consent.model import Basis, Consent
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
    JONAS,
    PROFESSIONALS,
    STEWARD,
    VOICE,
)

DAY = timedelta(days=1)
VOICES = (VOICE,)
EVERYBODY = [JONAS.user, VOICE, STEWARD, *(person.user for person in PROFESSIONALS)]

instants = st.integers(-3, 6).map(lambda days: MONDAY + days * DAY)
people = st.sampled_from(EVERYBODY)
professionals = st.sampled_from(PROFESSIONALS)
seats = st.builds(Seat, st.sampled_from(Membership), instants)
bases = st.builds(Basis, st.just(ConsentId("c")), instants, instants)
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


def basis_of(consent: Consent) -> Basis:
    assert consent.given_at is not None
    return Basis(consent.id, consent.given_at, consent.valid_until)
