"""How something is passed on in tests of rules: who to whom, on which basis, and what is known."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from hub.cases.model import AgencyKind, Professional
from hub.consent.model import Answer, Consent, Kind, Recipient, Record
from hub.disclosure.model import Basis, Contents, Disclosure, ToldBefore, Wanted
from hub.disclosure.rules import Facts
from hub.identifiers import ConsentId, DisclosureId
from hub.law.book import known_law
from hub.law.model import Law, Layer, NormId, Note, Way
from tests.clock import MONDAY
from tests.people import AGENCIES, BO, CHLOE, F1, NINA, case_f1, consent_for, function_of

KINDS = {agency.id: agency.kind for agency in AGENCIES}
TEAM = case_f1(BO, CHLOE, NINA)
WHY = "Ohne das kann die Wohnung nicht gesichert werden."
TOLD = ToldBefore(True)
HIS = ConsentId("consent")
TASK69, KKG4_3 = NormId("TASK69", 1), NormId("KKG4_3", 1)


def in_person(person: Professional) -> Recipient:
    """The recipient that names this person."""
    return Recipient(person.agency, person.function, person.id)


def wanted(
    to: Professional | Recipient,
    basis: Basis,
    *themes: str,
    agreed: Collection[str] = (),
    layers: Collection[Layer] = (),
    necessity: str = WHY,
    confirmed: Collection[Note] = (),
    told: ToldBefore | None = None,
) -> Wanted:
    """What somebody wants to pass on."""
    return Wanted(
        recipient=function_of(to) if isinstance(to, Professional) else to,
        basis=basis,
        contents=Contents(
            themes=frozenset(themes),
            agreed=frozenset(agreed),
            layers=frozenset(layers),
            necessity=necessity,
            confirmed=frozenset(confirmed),
            told=told,
        ),
    )


def facts(
    sender: Professional,
    *records: Record,
    sender_kind: AgencyKind | None = None,
    to_kind: AgencyKind | None = None,
    to: Professional | None = None,
    law: Law | None = None,
    now: datetime = MONDAY,
) -> Facts:
    """All that counts. The kinds are those of the cast's agencies, unless said otherwise."""
    file = TEAM
    if all(part.professional.id != sender.id for part in file.participations):
        file = case_f1()
    return Facts(
        file=file,
        sender=sender,
        sender_kind=sender_kind or KINDS[sender.agency],
        recipient_kind=to_kind or (KINDS[to.agency] if to else AgencyKind.UNKNOWN),
        person=to,
        records=records,
        law=known_law() if law is None else law,
        now=now,
    )


def record(
    to: Professional, themes: Mapping[str, Answer], *, named: str = "consent", consent: Consent | None = None
) -> Record:
    """A consent of Jonas that this person's function may learn about some themes."""
    given = consent or consent_for(to, named=named)
    return Record(given, "Wohnen", themes)


def release(
    kind: Kind, to: Professional, *themes: str, released: Professional, named: str = "release"
) -> Record:
    """Jonas releases one person from secrecy towards another one, on some themes."""
    given = replace(consent_for(to, named=named), kind=kind, recipient=in_person(to), released=released.id)
    return Record(given, "Wohnen", dict.fromkeys(themes, Answer.YES))


def disclosed(way: Way = Way.WARNING, *, by: Professional = CHLOE, to: Professional = BO) -> Disclosure:
    """That somebody passed something on, on Monday."""
    return Disclosure(
        id=DisclosureId("disclosure-1"),
        case=F1,
        way=way,
        at=MONDAY,
        sender=by.id,
        recipient=function_of(to),
        basis="KKG4_3@1",
        contents_sha256="",
        proven=True,
    )
