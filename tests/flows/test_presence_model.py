"""Whatever happens in whatever order: nobody is told of somebody with whom they share no case then."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.cases.model import Professional
from hub.consent.model import Consent
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.presence.feed import MayBeTold
from hub.presence.model import Source, State
from hub.presence.watcher import Watcher
from hub.presence.wishes import Wish
from tests.databases import opened, sqlite_url
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, BO, CHLOE, JONAS, KATJA, SERVERS
from tests.shelves import shelve_people

PEOPLE = (AMIRA, BO, CHLOE)
WATCHING = tuple(person.user for person in PEOPLE)
SHORT, LONG = timedelta(minutes=30), timedelta(days=90)

person = st.sampled_from(PEOPLE)
# Mostly the case that they have in common, mostly yes: else hardly anybody is ever there to be seen.
number = st.sampled_from([0, 0, 0, 1])
mostly = st.sampled_from([True, True, True, False])
sign = st.tuples(st.just("signs"), person, mostly)
hide = st.tuples(st.just("hides"), person, number, st.booleans())
consent = st.tuples(st.just("consents"), person, number, mostly)
withdrawal = st.tuples(st.just("withdraws"), person, number)
wish = st.tuples(st.just("wishes"), person, number)
STEPS = st.lists(
    st.one_of(
        sign,
        sign,
        sign,
        st.tuples(st.just("says"), person, st.sampled_from(["reachable", "busy"])),
        st.tuples(st.just("shows"), person, mostly),
        hide,
        hide,
        consent,
        consent,
        withdrawal,
        withdrawal,
        st.tuples(st.just("waits"), st.sampled_from([1, 2, 5, 31])),
        wish,
        wish,
        wish,
        st.tuples(st.just("is_found"), person, mostly),
        st.tuples(st.just("grants")),
        st.sampled_from([("restarts",), ("draws",), ("draws",), ("draws",)]),
        st.tuples(st.just("hears")),
        st.tuples(st.just("hears")),
    ),
    min_size=20,
    max_size=50,
)


@dataclass(slots=True)
class Story:
    """A hub with two cases, three who work on both and watch, and what is true of them by the consents."""

    desk: Desk
    cases: Sequence[CaseId]
    running: dict[tuple[UserId, CaseId], tuple[Consent, datetime]] = field(default_factory=dict)
    shown: set[UserId] = field(default_factory=set)
    hidden: set[tuple[UserId, CaseId]] = field(default_factory=set)
    signed_since_start: set[UserId] = field(default_factory=set)
    watchers: dict[UserId, Watcher] = field(default_factory=dict)
    views: dict[UserId, dict[UserId, State]] = field(default_factory=dict)
    found: set[UserId] = field(default_factory=set)

    async def begins(self) -> None:
        # One case in common, so that one withdrawal is enough to be strangers; of the other one Amira alone.
        for one in PEOPLE:
            await self.consents(one, 0, False)
        await self.consents(AMIRA, 1, False)
        await self.desk.works_off()
        await self.watches()
        for one in PEOPLE:
            await self.shows(one, True)
            await self.is_found(one, True)
        await self.draws()
        await self.hears()

    async def watches(self) -> None:
        await self.desk.hub.presence.declaring.open()
        self.watchers = {user: self.desk.hub.feed.watch(user) for user in WATCHING}
        self.views = {user: {} for user in WATCHING}
        self.desk.hub.feed.tell_alone = self._is_told_alone

    def shared(self, one: UserId, other: UserId) -> set[CaseId]:
        now = self.desk.clock.now()

        def may(user: UserId, case: CaseId) -> bool:
            return (user, case) in self.running and now < self.running[user, case][1]

        return {case for case in self.cases if may(one, case) and may(other, case)}

    # What happens.

    async def signs(self, one: Professional, is_there: bool) -> None:
        self.desk.hub.presence.hear(one.user, Source.ONLINE, is_there=is_there)
        if one.user in self.shown:
            self.signed_since_start.add(one.user)

    async def says(self, one: Professional, state: str) -> None:
        until = self.desk.clock.now() + timedelta(hours=1)
        said = self.desk.hub.presence.say(one.user, State(state), until)
        assert isinstance(said, Refused) is (one.user not in self.shown)
        if one.user in self.shown:
            self.signed_since_start.add(one.user)

    async def shows(self, one: Professional, on: bool) -> None:
        await self.desk.hub.presence.declaring.show(one.user, is_shown=on)
        (self.shown.add if on else self.shown.discard)(one.user)
        if not on:
            self.signed_since_start.discard(one.user)

    async def hides(self, one: Professional, case: int, on: bool) -> None:
        await self.desk.hub.presence.declaring.hide_in(one.user, self.cases[case], is_hidden=on)
        (self.hidden.add if on else self.hidden.discard)((one.user, self.cases[case]))

    async def consents(self, one: Professional, case: int, is_short: bool) -> None:
        place, lasts = (one.user, self.cases[case]), SHORT if is_short else LONG
        if place not in self.running or self.running[place][1] <= self.desk.clock.now():
            given_ = await self.desk.consents(self.cases[case], one, lasts=lasts)
            self.running[place] = (given_, self.desk.clock.now() + lasts)

    async def withdraws(self, one: Professional, case: int) -> None:
        place = (one.user, self.cases[case])
        if place in self.running and self.desk.clock.now() < self.running[place][1]:
            consent, _ = self.running.pop(place)
            await self.desk.withdraws(consent)

    async def is_found(self, one: Professional, on: bool) -> None:
        await self.desk.hub.presence.declaring.be_findable(one.user, is_findable=on)
        (self.found.add if on else self.found.discard)(one.user)

    async def wishes(self, one: Professional, case: int) -> None:
        until = self.desk.clock.now() + timedelta(hours=1)
        await self.draws()
        others = frozenset(WATCHING) - {one.user}
        wish = Wish(self.cases[case], "F", others, until)
        refused = self.desk.hub.feed.wish(one.user, wish)
        assert (refused is None) is all(self.cases[case] in self.shared(one.user, user) for user in others)

    async def grants(self) -> None:
        await self.desk.hub.feed.grant()

    def _is_told_alone(self, user: UserId, wish: Wish, _may_be_told: MayBeTold) -> None:
        for other in wish.people:
            assert wish.case in self.shared(user, other), "told of a wish about somebody no longer there"
            assert other in self.found
            assert self._may_be_seen(user, other)

    def _may_be_seen(self, watcher: UserId, other: UserId) -> bool:
        is_hidden = all((other, case) in self.hidden for case in self.shared(watcher, other))
        return other in self.shown & self.found and not is_hidden

    async def waits(self, minutes: int) -> None:
        self.desk.clock.push(minutes=minutes)
        self.desk.hub.feed.pass_time()

    async def restarts(self) -> None:
        await self.desk.restarts(SERVERS)
        self.signed_since_start.clear()
        await self.watches()

    async def draws(self) -> None:
        """Whoever keeps the lists has heard of what was committed."""
        await self.desk.hub.lists.catch_up()

    async def hears(self) -> None:
        for user, watcher in self.watchers.items():
            news = await self.desk.hub.feed.look(watcher)
            if news is not None:
                for gone in news.gone:
                    del self.views[user][gone]
                self.views[user] |= {other: glimpse.shown.state for other, glimpse in news.seen.items()}
            self._check(user)

    def _check(self, watcher: UserId) -> None:
        for other, state in self.views[watcher].items():
            cases = self.shared(watcher, other)
            assert cases, "told of somebody with whom no case is shared"
            if state is not State.NOT_SHOWN:
                assert other in self.shown
                assert any((other, case) not in self.hidden for case in cases)
                assert other in self.signed_since_start, "a restart begins with nothing known"

    async def ends(self) -> None:
        """Whoever listens to the end knows of exactly those with whom they share a case."""
        await self.desk.hub.lists.catch_up()
        # What was wished and could not be told comes true now, for whoever may still know.
        for one in PEOPLE:
            await self.says(one, State.REACHABLE)
        await self.grants()
        self.desk.hub.feed.redrawn(frozenset(WATCHING))
        await self.hears()
        for user in WATCHING:
            assert set(self.views[user]) == {
                other for other in WATCHING if other != user and self.shared(user, other)
            }


@given(STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_is_told_of_somebody_with_whom_they_share_no_case(
    sqlite_template: Path, steps: Sequence[tuple[str, ...]]
) -> None:
    asyncio.run(_told(sqlite_template, steps))


async def _told(template: Path, steps: Sequence[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hub.sqlite"
        shutil.copy(template, file)
        async with opened(sqlite_url(file)) as database:
            async with database.writing() as connection:
                await shelve_people(connection)
            desk = Desk(database, HandBell())
            cases = [await desk.opens_case(BO, CHLOE, client=client) for client in (JONAS, KATJA)]
            story = Story(desk, cases)
            await story.begins()
            for what, *how in steps:
                await getattr(story, what)(*how)
            await story.ends()
            await desk.hub.feed.rest()
