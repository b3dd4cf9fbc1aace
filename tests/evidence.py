"""Consents of Jonas as records to the letter, signed with his key, and what receipts of them are made of."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from nacl.signing import SigningKey

from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.consent import signed
from hub.consent.model import Deed, Event, Terms
from hub.identifiers import CLIENT, ConsentId
from hub.receipts.model import Evidence, Facts, Operator
from tests.clock import MONDAY
from tests.people import AGENCIES, AMIRA, BO, JOBCENTER, JONAS, key_of, terms_for
from tests.signing import public, read, written

MINUTE = timedelta(minutes=1)
HIS = ConsentId("consent-bo")
OPERATOR = Operator(
    controller="Stadt Musterstadt",
    contact="Rathausplatz 1, 12345 Musterstadt",
    authority="Landesbeauftragte für Datenschutz, Kavalleriestraße 2, 40213 Düsseldorf",
    jurisdiction="DE-NW",
    withdrawal="Ein Satz genügt, bei jeder Fachkraft.",
    storage="Rechenzentrum der Stadt",
    retention="Bis der Fall abgeschlossen ist.",
)
# Whoever acts, with the key they sign with.
KEYS: Mapping[str, SigningKey] = {CLIENT: JONAS.key, AMIRA.id: key_of(AMIRA), BO.id: key_of(BO)}
SIGNED = {Deed.GIVE, Deed.RECORD, Deed.CONFIRM}


def evidence(
    *deeds: tuple[Deed, str], terms: Terms | None = None, opened: Mapping[str, object] | None = None
) -> Evidence:
    """A record to which those deeds were done, a minute apart; `opened` stands in for its contents."""
    said = terms or terms_for(BO)
    contents = signed.contents(said, "salt")
    text = written(HIS, said)
    events = tuple(_event(text, number, *deed) for number, deed in enumerate(deeds, 1))
    keys = {actor: public(KEYS[actor]) for _, actor in deeds if actor in KEYS}
    return Evidence(
        consent=read(HIS, text, events, keys),
        document=text,
        contents=contents if opened is None else opened,
        events=events,
        keys=keys,
    )


def given(*more: tuple[Deed, str], terms: Terms | None = None) -> Evidence:
    """Jonas was asked and gave it in the app; then those things were done."""
    return evidence((Deed.REQUEST, AMIRA.id), (Deed.GIVE, CLIENT), *more, terms=terms)


def facts(
    record: Evidence,
    *,
    sharing: Sequence[str] = ("jobcenter", "jugendamt"),
    person: Professional | None = None,
    operator: Operator = OPERATOR,
    language: str = "de",
) -> Facts:
    """What a receipt of that record is made of."""
    agencies = {agency.id: agency for agency in AGENCIES}
    return Facts(
        evidence=record,
        label="F-1",
        staff=frozenset({AMIRA.id, BO.id}),
        sharing=tuple(agency for agency in AGENCIES if agency.id in sharing),
        receiving=agencies.get(record.consent.recipient.agency, JOBCENTER),
        person=person,
        operator=operator,
        language=language,
    )


def _event(text: str, number: int, deed: Deed, actor: str) -> Event:
    signature = signature_of(signed.statement(text), KEYS[actor]) if deed in SIGNED else ""
    return Event(number=number, at=MONDAY + number * MINUTE, deed=deed, actor=actor, signature=signature)
