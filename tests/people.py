"""The cast: invented people of the invented town of Musterstadt, the same in every test.

Jonas Novak is nineteen, and case F-1 is his. Amira leads it. Bo and Chloe work on it and sit in its
room for as long as Jonas consents. Elif sits two doors from Amira, in another function of the same
agency: she must see nothing. Dario advises people in debt and Jonas did not want him: he must get
nothing. Every door has a test for Elif and one for Dario.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from nacl.signing import SigningKey

from hub.cases.model import (
    Agency,
    AgencyKind,
    Case,
    CaseFile,
    Duty,
    Participation,
    Personalia,
    Professional,
    Role,
)
from hub.charter.rules import FOREVER
from hub.consent.model import (
    ORGANISATION,
    Answer,
    Consent,
    Form,
    Kind,
    Level,
    Notice,
    Recipient,
    State,
    Terms,
    Told,
)
from hub.federation import Servers
from hub.identifiers import AgencyId, CaseId, CircleId, ConsentId, ProfessionalId, UserId
from hub.matrix import names
from hub.notices import text_of
from tests.clock import MONDAY

HUB = "fallraum.localhost"
# Two agencies bring their own homeservers.
JUGENDAMT_SERVER = "jugendamt.localhost"
HORIZONT_SERVER = "horizont.localhost"
SERVERS = Servers(HUB, frozenset({JUGENDAMT_SERVER, HORIZONT_SERVER}))


def _agency(id_: str, name: str, legal_area: str, kind: AgencyKind) -> Agency:
    return Agency(id=AgencyId(id_), name=name, legal_area=legal_area, kind=kind)


def _professional(
    name: str, agency: Agency, function: str, *, server: str = HUB, duty: Duty = Duty.NONE
) -> Professional:
    first = name.partition(" ")[0].lower()
    return Professional(
        id=ProfessionalId(f"professional-{first}"),
        agency=agency.id,
        function=function,
        name=name,
        user=UserId(f"@{first}:{server}"),
        duty=duty,
    )


JOBCENTER = _agency("jobcenter", "Jobcenter Musterstadt", "SGB II", AgencyKind.JOBCENTER)
JUGENDAMT = _agency("jugendamt", "Jugendamt Musterstadt", "SGB VIII", AgencyKind.YOUTH_OFFICE)
BRUECKE = _agency("bruecke-ev", "Brücke e. V.", "§ 13a SGB VIII", AgencyKind.SCHOOL_SOCIAL_WORK)
NEUSTART = _agency("neustart-ev", "Schuldnerberatung Neustart e. V.", "§ 16a SGB II", AgencyKind.PROVIDER)
HORIZONT = _agency("horizont", "Jugendhilfe Horizont gGmbH", "§ 27 SGB VIII", AgencyKind.PROVIDER)
NETWORK = _agency("netzwerk", "Netzwerk Musterstadt", "DSGVO", AgencyKind.NETWORK)
AGENCIES = (JOBCENTER, JUGENDAMT, BRUECKE, NEUSTART, HORIZONT, NETWORK)

# Amira leads the case.
AMIRA = _professional("Amira Kaya", JOBCENTER, "Fallmanagement")

# Elif works for the same agency as Amira, in another function. She must see nothing.
ELIF = _professional("Elif Demir", JOBCENTER, "Leistung")

# Bo is there by consent. His agency has its own homeserver.
BO = _professional("Bo Lindner", JUGENDAMT, "Allgemeiner Sozialer Dienst", server=JUGENDAMT_SERVER)

# Ruth is asked with pseudonyms and is never inside, although she is Bo's colleague.
RUTH = _professional(
    "Ruth Sommer",
    JUGENDAMT,
    "Insoweit erfahrene Fachkraft",
    server=JUGENDAMT_SERVER,
    duty=Duty.CHILD_PROTECTION_EXPERT,
)

# Chloe is there by consent, for school themes only.
CHLOE = _professional("Chloe Martin", BRUECKE, "Schulsozialarbeit")

# Dario has nothing to do with the case until Jonas says otherwise. He must get nothing.
DARIO = _professional("Dario Rossi", NEUSTART, "Schuldnerberatung")

# Nina helps the family, in a side room. Her agency has its own homeserver.
NINA = _professional("Nina Vogt", HORIZONT, "Hilfe zur Erziehung", server=HORIZONT_SERVER)

# Paul reads the audit chain and no content.
PAUL = _professional("Paul Berger", NETWORK, "Datenschutz", duty=Duty.DATA_PROTECTION)

# The heads of the agencies speak for them, and for nothing else: they work on no case.
HEADS = tuple(
    Professional(
        id=ProfessionalId(f"professional-head-{agency.id}"),
        agency=agency.id,
        function="Leitung",
        name=f"Leitung {agency.name}",
        user=UserId(f"@head-{agency.id}:{HUB}"),
    )
    for agency in AGENCIES
)

PROFESSIONALS = (AMIRA, ELIF, BO, RUTH, CHLOE, DARIO, NINA, PAUL)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes in by a link: a client, or a client's parent."""

    name: str
    user: UserId
    born: date

    @property
    def person(self) -> Personalia:
        """By name and birthday, as they are kept sealed."""
        return Personalia(self.name, self.born)

    @property
    def key(self) -> SigningKey:
        """The key on their own device; always the same, so that every test tells the same story."""
        return key_of_account(self.user)


def key_of_account(user: UserId) -> SigningKey:
    """The key on the device of whoever has that account."""
    return SigningKey(sha256(user.encode()).digest())


def key_of(person: Professional) -> SigningKey:
    """The key with which a professional vouches for paper."""
    return SigningKey(sha256(person.id.encode()).digest())


def _guest(name: str, chance: str, born: date) -> Guest:
    return Guest(name, names.new_client(chance, HUB), born)


# Jonas is the client of case F-1: his case, his consent.
JONAS = _guest("Jonas Novak", "5d1f0a7c93be", date(2007, 5, 31))

# Selma, 34, has a son, Can, who is 6. She is the client of case F-2 and reads Turkish.
SELMA = _guest("Selma Yılmaz", "b04c6e21fd58", date(1992, 3, 4))

# Lena, 14, is the client of case F-3. Her parents live apart and share custody.
LENA = _guest("Lena Brandt", "7a92d3c8e016", date(2012, 9, 9))
KATJA = _guest("Katja Brandt", "19e5b7f40c2d", date(1984, 12, 1))
OLAF = _guest("Olaf Brandt", "c36f8d02a4b1", date(1981, 1, 20))

# The hub's own accounts: the steward makes and holds rooms, the voice posts agendas, the monitor reminds.
STEWARD = names.steward(HUB)
VOICE = names.conference_voice(HUB)
MONITOR = names.monitor_voice(HUB)

F1 = CaseId("case-f1")
F1_OPENED = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


def case_f1(*members: Professional) -> CaseFile:
    """Jonas's case, led by Amira. To work on it gives nobody a seat."""
    case = Case(id=F1, label="F-1", client=JONAS.user, opened_at=F1_OPENED)
    return CaseFile(
        case=case,
        participations=(_part(AMIRA, Role.LEAD), *(_part(member, Role.MEMBER) for member in members)),
        bound={agency.id: FOREVER for agency in AGENCIES},
    )


def closed(file: CaseFile) -> CaseFile:
    """The same case after its end, on Monday."""
    return replace(file, case=replace(file.case, closed_at=MONDAY))


def _part(person: Professional, role: Role) -> Participation:
    return Participation(case=F1, professional=person, role=role, since=F1_OPENED)


def function_of(person: Professional) -> Recipient:
    """What a consent must name for this person to be meant."""
    return Recipient(person.agency, person.function)


def consent_for(
    person: Professional,
    *,
    named: str = "",
    begins: datetime = MONDAY,
    lasts: timedelta = timedelta(days=90),
    given_at: datetime | None = None,
    withdrawn_at: datetime | None = None,
    in_common: bool = True,
    circles: Collection[CircleId] = (),
    team: bool = False,
    side: CircleId | None = None,
) -> Consent:
    """Jonas's consent that this person's function may see his case, as the gates know it."""
    return Consent(
        id=ConsentId(named or f"consent-{person.id}"),
        case=F1,
        kind=Kind.SHARE,
        recipient=replace(function_of(person), person=person.id if side else None),
        in_common=in_common,
        circles=tuple(sorted(circles)),
        team=team,
        side=side,
        valid_from=begins,
        valid_until=begins + lasts,
        form=Form.APP,
        state=State.WITHDRAWN if withdrawn_at else State.GIVEN,
        given_at=given_at or begins,
        ended_at=withdrawn_at,
        proven=True,
    )


def _shown(version: int) -> Notice:
    return Notice(
        template="share",
        version=version,
        sha256=sha256(str(text_of("share", version, Level.STANDARD, "de")).encode()).hexdigest(),
        language="de",
        level=Level.STANDARD,
    )


NOTICE = _shown(1)
# Says that there may be rooms without the client, and some with the client alone.
NOTICE_OF_ROOMS = _shown(2)


# What Jonas mostly says: yes to what concerns everybody and to his flat, no to his health.
MOSTLY: Mapping[str, Answer] = {ORGANISATION: Answer.YES, "housing": Answer.YES, "health": Answer.NO}


def terms_for(
    person: Professional,
    *,
    now: datetime = MONDAY,
    begins: datetime | None = None,
    lasts: timedelta = timedelta(days=90),
    themes: Mapping[str, Answer] = MOSTLY,
    team: bool = False,
    alone: bool = False,
) -> Terms:
    """What Jonas is asked for: that this person's function may see what concerns everybody."""
    ends = (begins or now) + lasts
    return Terms(
        kind=Kind.SHARE,
        purpose="Wohnen und Ausbildung gemeinsam planen",
        recipient=replace(function_of(person), person=person.id if alone else None),
        themes=themes,
        valid_from=begins,
        valid_until=ends,
        review_at=ends,
        notice=NOTICE_OF_ROOMS if team or alone else NOTICE,
        team=team,
        alone=alone,
        told=frozenset(Told),
        separate_from_application=True,
        form=Form.APP,
    )
