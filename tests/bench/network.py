"""An invented network of a thousand people and their clients' consents, always the same one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from hub.cases.model import Professional
from hub.consent.model import USUAL_ACTIONS, Action, Consent, Form, Kind, Recipient, State
from hub.identifiers import COMMON, AgencyId, CaseId, CircleId, ConsentId, ProfessionalId, UserId
from tests.clock import MONDAY

PEOPLE = 1_000
# Ten people in an agency, two of them in each function.
OF_AGENCY, OF_FUNCTION = 10, 2
# Whom a case names: six who work on it, five consents, four themes that were asked about.
TEAM, CONSENTS, THEMES = 6, 5, 4
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Question:
    """Whether somebody may hear what concerns a circle of a case at an instant."""

    case: CaseId
    person: Professional
    circle: CircleId
    at: datetime


@dataclass(frozen=True, slots=True)
class Network:
    """Who works on which case, and what its client has consented to."""

    people: Sequence[Professional]
    teams: Mapping[CaseId, Sequence[Professional]]
    circles: Mapping[CaseId, Sequence[CircleId]]
    consents: Mapping[CaseId, Sequence[Consent]]


def invent(consents: int) -> Network:
    """A network with so many consents; a smaller one is the beginning of a bigger one."""
    chance = Random(SEED)
    people = [_professional(number) for number in range(PEOPLE)]
    cases = [CaseId(f"case-{number:05}") for number in range(consents // CONSENTS)]
    teams, circles, given = {}, {}, {}
    for case in cases:
        teams[case] = chance.sample(people, TEAM)
        circles[case] = [CircleId(f"{chance.getrandbits(64):016x}") for _ in range(THEMES)]
        given[case] = [
            _consent(case, number, teams[case], circles[case], chance) for number in range(CONSENTS)
        ]
    return Network(people, teams, circles, given)


def questions(network: Network, cases: int) -> list[Question]:
    """What a gate asks of so many cases: everybody who works on it, one who does not, three circles.

    Half of the instants are those at which a consent begins or ends.
    """
    chance = Random(SEED)
    asked = []
    for case in chance.sample(sorted(network.consents), cases):
        at = _instant(network.consents[case], chance)
        for person in (*network.teams[case], chance.choice(network.people)):
            for circle in (COMMON, *chance.sample(network.circles[case], 2)):
                asked.append(Question(case, person, circle, at))
    return asked


def _instant(consents: Sequence[Consent], chance: Random) -> datetime:
    one = chance.choice(consents)
    edges = (one.valid_from, one.valid_until, MONDAY, MONDAY + timedelta(days=chance.randint(-60, 60)))
    return chance.choice(edges)


def _professional(number: int) -> Professional:
    return Professional(
        id=ProfessionalId(f"professional-{number:04}"),
        agency=AgencyId(f"agency-{number // OF_AGENCY:03}"),
        function=f"Funktion {number % OF_AGENCY // OF_FUNCTION}",
        name=f"Fachkraft {number}",
        user=UserId(f"@fachkraft-{number}:fallraum.localhost"),
    )


def _consent(
    case: CaseId, number: int, team: Sequence[Professional], circles: Sequence[CircleId], chance: Random
) -> Consent:
    who = chance.choice(team)
    begins = MONDAY + timedelta(days=chance.randint(-120, 20), seconds=chance.randint(0, 86_399))
    state = chance.choices((State.GIVEN, State.WITHDRAWN, State.REQUESTED), (16, 3, 1))[0]
    return Consent(
        id=ConsentId(f"{case}-{number}"),
        case=case,
        kind=Kind.SHARE,
        recipient=Recipient(who.agency, who.function, who.id if chance.random() < 0.2 else None),
        actions=USUAL_ACTIONS if chance.random() < 0.9 else frozenset({Action.ATTEND}),
        in_common=chance.random() < 0.9,
        circles=tuple(sorted(chance.sample(circles, chance.randint(0, 3)))),
        valid_from=begins,
        valid_until=begins + timedelta(days=chance.randint(30, 180)),
        form=Form.APP,
        state=state,
        given_at=None if state is State.REQUESTED else begins,
        ended_at=begins if state is State.WITHDRAWN else None,
        proven=chance.random() < 0.97,
    )
