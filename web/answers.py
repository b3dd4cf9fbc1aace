"""What is done about what a watcher says, and what they are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from hub.direct.service import DirectService
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.presence.calendars import Calendars
from hub.presence.feed import Feed
from hub.presence.hours import written
from hub.presence.model import Declared, State, Status
from hub.presence.overview import overview
from hub.presence.service import PresenceService
from hub.presence.watcher import Watcher
from hub.presence.wishes import Wish
from web.messages import (
    AskFunctions,
    AskIn,
    AskOverview,
    AskWindow,
    Said,
    SayAway,
    SayBeat,
    SayCalendar,
    SayFind,
    SayHide,
    SayHours,
    SayShow,
    SayStatus,
    SayWish,
    instant,
    of_overview,
    of_window,
)

Answer = dict[str, Any] | Refused | None


@dataclass(frozen=True, slots=True)
class Answers:
    """One call of the hub for each thing that can be said."""

    presence: PresenceService
    feed: Feed
    direct: DirectService
    calendars: Calendars

    async def to(self, watcher: Watcher, said: Said) -> Answer:
        """Do what somebody says of themselves, or look up what they ask; None if there is nothing to say."""
        user = watcher.user
        match said:
            case SayWish():
                refused = await self._wish(user, said)
                return refused or {"type": "wished", "case": said.case}
            case SayBeat():
                return None
            case AskOverview(case=label):
                return await self._overview(user, label)
            case AskWindow(case=label):
                return await self._window(user, label, said)
            case AskFunctions():
                return await self._functions(user)
            case AskIn():
                return await self.direct.open(user) or {"type": "asked-in"}
            case _:
                taken = await self._take_in(user, said)
                return taken if isinstance(taken, Refused) else self.declared(user)

    def declared(self, user: UserId) -> dict[str, Any]:
        """What somebody laid down about themselves, as they are told it."""
        said, sharing = self.presence.declaring.of(user), self.presence.sharing
        hidden = said.hidden_in & sharing.cases_of(user)
        return {
            "type": "declared",
            "shown": said.is_shown,
            "findable": said.is_findable,
            "hidden": list(sharing.labels(hidden, user)),
            "hours": written(said.week) if said.week else "",
            "land": said.week.land if said.week else "",
            "away": instant(said.absence.until) if said.absence else None,
            # Not where: whoever can read the address can read the calendar.
            "calendar": bool(said.calendar),
        }

    async def _take_in(
        self, user: UserId, said: SayStatus | SayShow | SayFind | SayHide | SayHours | SayAway | SayCalendar
    ) -> Declared | Status | Refused | None:
        declaring = self.presence.declaring
        match said:
            case SayStatus(state=state, until=until):
                return self._say(user, state, until)
            case SayShow(on=on):
                return await declaring.show(user, is_shown=on)
            case SayFind(on=on):
                return await declaring.be_findable(user, is_findable=on)
            case SayHide(case=label, on=on):
                case = await self._case(user, label)
                return (
                    case if isinstance(case, Refused) else await declaring.hide_in(user, case, is_hidden=on)
                )
            case SayHours(week=week, land=land):
                return await declaring.keep_hours(user, week, land)
            case SayAway(until=until, deputy=deputy):
                return await declaring.be_away(user, until, UserId(deputy) if deputy else None)
            case SayCalendar(address=address):
                return await self.calendars.follow(user, address)
            case _ as never:
                assert_never(never)

    def _say(self, user: UserId, state: str | None, until: datetime | None) -> Status | Refused | None:
        if state is None:
            self.presence.take_back(user)
            return None
        if until is None:
            return Refused("status-without-end")
        return self.presence.say(user, State(state), until)

    async def _overview(self, user: UserId, label: str) -> Answer:
        case = await self._case(user, label)
        if isinstance(case, Refused):
            return case
        return of_overview(label, overview(await self.feed.seeing.seen_in(user, case)))

    async def _wish(self, user: UserId, said: SayWish) -> Refused | None:
        case = await self._case(user, said.case)
        if isinstance(case, Refused):
            return case
        people = frozenset(map(UserId, said.people))
        return self.feed.wish(user, Wish(case, said.case, people, said.until))

    async def _window(self, user: UserId, label: str, asked: AskWindow) -> Answer:
        case = await self._case(user, label)
        if isinstance(case, Refused):
            return case
        people = [UserId(person) for person in asked.people]
        length = timedelta(minutes=asked.minutes)
        return of_window(label, await self.feed.seeing.common_window(user, case, people, length))

    async def _functions(self, user: UserId) -> Answer:
        found = await self.presence.functions_reachable(user)
        return found if isinstance(found, Refused) else {"type": "functions", "reachable": list(found)}

    async def _case(self, user: UserId, label: str) -> CaseId | Refused:
        case = await self.feed.seeing.case_called(label, user)
        # Of a case that somebody does not share they learn no more than of one that is none.
        return case or Refused("no-shared-case", {"case": label})
