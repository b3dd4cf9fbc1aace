"""What a view of Jonas's case is made of in tests of rules, whoever looks at it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hub.audit import Act
from hub.cases.model import CaseFile, Professional
from hub.conference.model import Conference
from hub.consent.model import Consent, Giver
from hub.disclosure.model import Record
from hub.export.model import Facts
from hub.identifiers import CLIENT, COMMON, CircleId, ConferenceId, ConsentId, GuardianshipId, PartyId, UserId
from hub.law.book import known_law
from hub.minutes.model import Held
from hub.parties.model import Guardianship
from hub.plan.model import Plan
from hub.plan.progress import day_of
from hub.receipts.model import Facts as RecordFacts
from hub.rooms.model import Seat
from tests.clock import MONDAY
from tests.evidence import HIS
from tests.people import AGENCIES, BO, ELIF, PROFESSIONALS, SERVERS, VOICE, case_f1, consent_for
from tests.rules.seats import HEALTH, HOUSING, SCHOOL
from tests.rules.test_parties import FATHER, MOTHER

HOUR = timedelta(hours=1)
NOON = MONDAY + 3 * HOUR
THEMES = {COMMON: "organisation", SCHOOL: "school", HEALTH: "health", HOUSING: "housing"}
CAN = PartyId("party:can")
NAMES = {MOTHER: "Katja Brandt", FATHER: "Olaf Brandt", CAN: "Can"}


def facts(
    *,
    reader: PartyId = CLIENT,
    file: CaseFile | None = None,
    given: Collection[Consent] | None = None,
    rooms: Mapping[CircleId, Mapping[UserId, Seat]] | None = None,
    acts: Sequence[Act] = (),
    records: Mapping[ConsentId, RecordFacts | None] | None = None,
    disclosures: Sequence[Record] = (),
    guardianships: Sequence[Guardianship] = (),
    conferences: Sequence[tuple[Conference, tuple[str, ...] | None]] = (),
    minutes: Mapping[ConferenceId, Held] | None = None,
    plan: Plan | None = None,
    client_language: str | None = None,
    advisers: Sequence[Professional] = (),
) -> Facts:
    """Jonas's case, on which Bo and Elif work, too; he has consented for Bo unless said otherwise."""
    return Facts(
        reader=reader,
        file=file or case_f1(BO, ELIF),
        agencies={agency.id: agency for agency in AGENCIES},
        law=known_law(),
        given=[consent_for(BO, named=HIS)] if given is None else list(given),
        voices=(VOICE,),
        servers=SERVERS,
        rooms=rooms or {},
        themes=THEMES,
        acts=acts,
        records=records or {},
        notices={HIS: "Einwilligung"},
        disclosures=disclosures,
        people={person.id: person for person in PROFESSIONALS},
        guardianships=guardianships,
        names=NAMES,
        conferences=conferences,
        minutes=minutes or {},
        plan=plan or Plan(label="F-1", today=day_of(NOON)),
        client_language=client_language,
        advisers=advisers,
    )


def given_by(*guardians: PartyId, **told: Any) -> Consent:
    """A consent about Jonas, were he a child, that his guardians gave for Bo."""
    speaking = tuple(Giver(party, GuardianshipId(f"of-{party}")) for party in guardians)
    return replace(consent_for(BO, **{"named": "theirs"} | told), given_by=speaking)
