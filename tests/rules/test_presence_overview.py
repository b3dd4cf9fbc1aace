"""Who of a case can be reached now, who next, and which side is missing."""

from datetime import timedelta

from hub.cases.model import Agency, AgencyKind, Corner, Professional
from hub.identifiers import AgencyId, ProfessionalId, UserId
from hub.presence.model import Shown, State
from hub.presence.overview import overview
from hub.presence.seeing import Glimpse
from hub.presence.sharing import Colleague
from tests.clock import MONDAY

LATER, LATEST = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)


def sees(
    name: str, kind: AgencyKind, state: State, *, function: str = "Beratung", next_in: timedelta | None = None
) -> Glimpse:
    agency = Agency(id=AgencyId(kind.value), name=f"Stelle {kind.value}", legal_area="", kind=kind)
    person = Professional(
        id=ProfessionalId(name), agency=agency.id, function=function, name=name, user=UserId(f"@{name}:here")
    )
    next_at = MONDAY + next_in if next_in is not None else None
    return Glimpse(Colleague(person, agency), Shown(state), None, next_at, ("F-1",))


def test_functions_stand_beside_each_other_with_whoever_can_be_reached() -> None:
    shown = overview(
        [
            sees("bo", AgencyKind.YOUTH_OFFICE, State.REACHABLE),
            sees("ann", AgencyKind.YOUTH_OFFICE, State.REACHABLE),
            sees("cem", AgencyKind.YOUTH_OFFICE, State.BUSY, function="Leitung", next_in=timedelta(hours=1)),
            sees("dora", AgencyKind.YOUTH_OFFICE, State.AWAY, function="Leitung", next_in=timedelta(hours=2)),
        ]
    )

    assert [(row.function, row.reachable, row.next_at) for row in shown.rows] == [
        ("Beratung", ("ann", "bo"), None),
        ("Leitung", (), LATER),
    ]


def test_whoever_is_busy_or_not_shown_is_not_reachable() -> None:
    for state in set(State) - {State.REACHABLE}:
        assert overview([sees("bo", AgencyKind.YOUTH_OFFICE, state)]).rows[0].reachable == ()


def test_a_side_is_absent_if_nobody_stands_on_it_and_unreachable_if_nobody_there_can_be_reached() -> None:
    payer, provider = AgencyKind.JOBCENTER, AgencyKind.PROVIDER

    alone = overview([sees("amira", payer, State.REACHABLE)])
    both = overview([sees("amira", payer, State.REACHABLE), sees("chloe", provider, State.BUSY)])
    nobody = overview([])

    assert (set(alone.absent), set(alone.unreachable)) == ({Corner.PROVIDER}, set())
    assert (set(both.absent), set(both.unreachable)) == (set(), {Corner.PROVIDER})
    assert (set(nobody.absent), set(nobody.unreachable)) == ({Corner.PAYER, Corner.PROVIDER}, set())


def test_whoever_stands_outside_the_triangle_is_no_side() -> None:
    shown = overview([sees("ruth", AgencyKind.SCHOOL, State.REACHABLE)])

    assert shown.absent == {Corner.PAYER, Corner.PROVIDER}
    assert shown.unreachable == frozenset()
