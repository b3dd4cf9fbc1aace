"""Whatever happens in whichever order: once the world is whole again, exactly the rightful sit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.cases.model import Professional
from hub.consent.model import ORGANISATION, Answer, Consent
from hub.identifiers import CaseId, RoomId, UserId
from hub.rooms.model import Membership
from tests.databases import SqliteFiles, opened
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, BO, CHLOE, DARIO, JONAS, JUGENDAMT_SERVER
from tests.shelves import shelve_people

# Dario works on the case, too, and nobody ever consents to him.
MEMBERS = (AMIRA, BO, CHLOE)
EVERYBODY = (*MEMBERS, DARIO)


@dataclass(frozen=True)
class Consents:
    person: Professional
    begins_in: timedelta
    lasts: timedelta
    themes: frozenset[str]


@dataclass(frozen=True)
class Withdraws:
    which: int


@dataclass(frozen=True)
class Comes:
    person: Professional


@dataclass(frozen=True)
class Leaves:
    person: Professional
    is_pushed: bool


@dataclass(frozen=True)
class LetIn:
    person: Professional
    membership: Membership
    is_pushed: bool


@dataclass(frozen=True)
class World:
    change: str


@dataclass(frozen=True)
class Passes:
    time: timedelta


Act = Consents | Withdraws | Comes | Leaves | LetIn | World | Passes

days = st.integers(0, 40).map(lambda number: timedelta(days=number))
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        Consents,
        st.sampled_from(MEMBERS),
        begins_in=days,
        lasts=days.map(lambda lasts: lasts + timedelta(hours=1)),
        themes=st.sampled_from([{ORGANISATION}, {ORGANISATION, "school"}, {"school"}, {"health"}]).map(
            frozenset
        ),
    ),
    st.builds(Withdraws, st.integers(0, 5)),
    st.builds(Comes, st.sampled_from(MEMBERS)),
    st.builds(Leaves, st.sampled_from(MEMBERS), st.booleans()),
    st.builds(
        LetIn,
        st.sampled_from(EVERYBODY),
        st.sampled_from([Membership.INVITED, Membership.JOINED]),
        st.booleans(),
    ),
    st.builds(
        World,
        st.sampled_from(
            ["works", "works", "down", "back", "refuses", "gives in", "far", "near", "lost", "wall", "mended"]
        ),
    ),
    st.builds(Passes, st.sampled_from([1, 10, 50, 100]).map(lambda days: timedelta(days=days))),
)


@dataclass
class Story:
    """A case, and what somebody with pen and paper would know about it."""

    desk: Desk
    case: CaseId
    room: RoomId
    given: list[tuple[Professional, Consent, frozenset[str]]]
    withdrawn: set[int] = field(default_factory=set)
    left: dict[UserId, datetime] = field(default_factory=dict)
    unheard: bool = False
    """Whether somebody was let in of whom no push told."""

    def covering(self, user: UserId, theme: str = ORGANISATION) -> list[Consent]:
        """The consents by which somebody may hear a theme at this moment."""
        now = self.desk.clock.now()
        return [
            consent
            for number, (person, consent, themes) in enumerate(self.given)
            if person.user == user and theme in themes and number not in self.withdrawn
            if consent.valid_from <= now < consent.valid_until
        ]

    def rightful(self, theme: str = ORGANISATION) -> set[UserId]:
        """The client, and whoever is covered."""
        return {JONAS.user} | {p.user for p in EVERYBODY if self.covering(p.user, theme)}

    def expected(self) -> set[UserId]:
        """The rightful, without those who left and were not asked anew since."""
        asked = {
            user: max(c.given_at for c in self.covering(user) if c.given_at is not None)
            for user in self.rightful() - {JONAS.user}
        }
        return self.rightful() - {user for user, at in asked.items() if at < self.left.get(user, at)}


async def happens(story: Story, act: Act) -> None:
    """One thing happens; a second later something else may."""
    desk = story.desk
    desk.clock.push(seconds=1)
    match act:
        case Consents(person, begins_in, lasts, themes):
            begins, answers = desk.clock.now() + begins_in, dict.fromkeys(themes, Answer.YES)
            given = await desk.consents(story.case, person, begins=begins, lasts=lasts, themes=answers)
            story.given.append((person, given, themes))
        case Withdraws(which):
            if which < len(story.given):
                await desk.hub.consents.withdraw(story.given[which][1].id, by="client")
                story.withdrawn.add(which)
        case Passes(time):
            desk.clock.push(seconds=time.total_seconds())
        case World(change):
            await changes(story, change)
        case Comes() | Leaves() | LetIn():
            await moves(story, act)
        case _ as never:
            assert_never(never)


async def moves(story: Story, act: Comes | Leaves | LetIn) -> None:
    """Somebody comes or goes by their own act, or is let in behind the hub's back."""
    desk, room, user = story.desk, story.room, act.person.user
    seat = desk.homeserver.seen(room).seats.get(user)
    inside = seat is not None and seat.is_inside
    match act:
        case Comes() if inside:
            desk.homeserver.joins(room, user)
        case Leaves(is_pushed=is_pushed) if inside:
            desk.homeserver.leaves(room, user)
            story.left[user] = desk.clock.now()
            if is_pushed:
                await desk.hears(room, user, None)
        case LetIn(membership=membership, is_pushed=is_pushed) if not inside:
            desk.homeserver.lets_in(room, user, membership)
            story.left.pop(user, None)
            if is_pushed:
                await desk.hears(room, user, membership)
            else:
                story.unheard = True


async def changes(story: Story, change: str) -> None:
    """The hub works, or the world around it breaks or mends."""
    homeserver, room = story.desk.homeserver, story.room
    if change == "works":
        await story.desk.works_off()
    elif change in ("wall", "mended") and room:
        (homeserver.wall_falls if change == "wall" else homeserver.wall_stands_again)(
            room, "m.room.join_rules"
        )
    elif change == "lost":
        homeserver.loses_the_answer("invite")
    else:
        changed: dict[str, Callable[[], None]] = {
            "down": homeserver.goes_down,
            "back": homeserver.comes_back,
            "refuses": lambda: homeserver.refuses(BO.user),
            "gives in": lambda: homeserver.gives_in(BO.user),
            "far": lambda: homeserver.cannot_reach(JUGENDAMT_SERVER),
            "near": lambda: homeserver.reaches(JUGENDAMT_SERVER),
        }
        changed[change]()


async def heals(story: Story) -> None:
    """The world is whole again. What nobody told of is found by the next look, all else without one."""
    for change in ("back", "gives in", "near", "mended", "works"):
        await changes(story, change)
    if story.unheard:
        await story.desk.hub.rooms.reconcile(story.case)
    story.desk.clock.push(minutes=2)
    await story.desk.works_off()


@settings(
    max_examples=20,
    deadline=None,
    # Each example asks for a database of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.lists(acts, min_size=3, max_size=14))
async def test_once_the_world_is_whole_exactly_the_rightful_sit(sqlite: SqliteFiles, told: list[Act]) -> None:
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        desk = Desk(database, HandBell())
        case, consents = await desk.seats(*MEMBERS)
        await desk.involves(case, DARIO)
        await desk.works_off()
        agreed = [(p, c, frozenset({ORGANISATION})) for p, c in zip(MEMBERS, consents, strict=True)]
        story = Story(desk, case, await desk.room(case), agreed)

        for act in told:
            await happens(story, act)
        await heals(story)

        assert await desk.inside(case) == story.expected()
        for theme in ("school", "health"):
            if await desk.find_room(case, theme):
                assert await desk.inside(case, theme) == story.rightful(theme)
            else:
                assert story.rightful(theme) in ({JONAS.user}, story.rightful())
        assert await desk.broken() is None
