"""What is said on a line of the live feed, as it stands in ARCHITECTURE.md ("The live feed")."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from hub.errors import Refused
from hub.identifiers import UserId
from hub.presence.hours import Period
from hub.presence.overview import Overview
from hub.presence.seeing import Glimpse
from hub.presence.watcher import News
from hub.presence.wishes import Wish

VERSION = 1
LATEST_RETURN = 10.0


class Message(BaseModel):
    """What a watcher says: nothing may be in it that is not described."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Resume(Message):
    """Where a broken line ended."""

    session: str = Field(max_length=64)
    seq: int = Field(ge=0)


class Hello(Message):
    """Who they are."""

    type: Literal["hello"]
    v: Literal[1]
    token: str = Field(max_length=255)
    server: str = Field(max_length=255)
    resume: Resume | None = None


Instant = Annotated[AwareDatetime, Field(strict=False)]


class SayStatus(Message):
    """What they are for a while; None takes it back."""

    type: Literal["status"]
    state: Literal["reachable", "busy", "in-conference"] | None
    until: Instant | None = None


class SayShow(Message):
    """Whether they are seen at all."""

    type: Literal["show"]
    on: bool


class SayHide(Message):
    """Whether they are seen through a case."""

    type: Literal["hide"]
    case: str = Field(max_length=40)
    on: bool


class SayHours(Message):
    """Their ordinary week; empty: none."""

    type: Literal["hours"]
    week: str = Field(max_length=2000)
    land: str = Field(default="", max_length=2)


class SayAway(Message):
    """To when they are away, and who stands in; None: they are back."""

    type: Literal["away"]
    until: Instant | None
    deputy: str | None = Field(default=None, max_length=255)


class SayFind(Message):
    """Whether those who share no case may learn that somebody of their function can be reached."""

    type: Literal["find"]
    on: bool


class SayCalendar(Message):
    """Where a calendar of theirs stands, of which the times count; empty: none."""

    type: Literal["calendar"]
    address: str = Field(max_length=2000, repr=False)


class AskOverview(Message):
    """Who of a case can be reached."""

    type: Literal["overview"]
    case: str = Field(max_length=40)


class AskWindow(Message):
    """When these of a case can be reached together for so many minutes."""

    type: Literal["window"]
    case: str = Field(max_length=40)
    people: list[Annotated[str, Field(max_length=255)]] = Field(min_length=1, max_length=20)
    minutes: int = Field(ge=1, le=600)


class SayWish(Message):
    """To be told once when these of a case can be reached together."""

    type: Literal["wish"]
    case: str = Field(max_length=40)
    people: list[Annotated[str, Field(max_length=255)]] = Field(min_length=1, max_length=20)
    until: Instant


class AskFunctions(Message):
    """Of which functions somebody can be reached, in any case or none."""

    type: Literal["functions"]


class AskIn(Message):
    """To be asked into a direct room, in which the hub speaks with nobody else."""

    type: Literal["direct"]


class SayBeat(Message):
    """That the line stands."""

    type: Literal["beat"]


Said = (
    SayStatus
    | SayShow
    | SayFind
    | SayHide
    | SayHours
    | SayAway
    | SayCalendar
    | SayBeat
    | SayWish
    | AskOverview
    | AskWindow
    | AskFunctions
    | AskIn
)
HELLO = TypeAdapter(Hello)
SAID: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="type")])


def told(news: News, seq: int) -> Mapping[str, Any]:
    """What is new, as it is told."""
    people = [_person(user, glimpse) for user, glimpse in sorted(news.seen.items())]
    if news.is_whole:
        return {"type": "whole", "seq": seq, "people": people}
    return {"type": "change", "seq": seq, "people": people, "gone": sorted(news.gone)}


def of_wish(wish: Wish) -> dict[str, Any]:
    """That a wish came true, as it is told."""
    return {"type": "together", "case": wish.label, "people": sorted(wish.people)}


def _person(user: UserId, glimpse: Glimpse) -> Mapping[str, Any]:
    return {
        "user": user,
        "name": glimpse.who.person.name,
        "function": glimpse.who.person.function,
        "agency": glimpse.who.agency.name,
        "side": glimpse.who.agency.kind.corner,
        "state": glimpse.shown.state,
        "until": instant(glimpse.shown.until),
        "deputy": glimpse.deputy,
        "next": instant(glimpse.next_at),
        "cases": list(glimpse.cases),
    }


def of_overview(label: str, shown: Overview) -> dict[str, Any]:
    """An overview, as it is told."""
    rows = [
        {
            "agency": row.agency.name,
            "function": row.function,
            "reachable": list(row.reachable),
            "next": instant(row.next_at),
        }
        for row in shown.rows
    ]
    sides = {"absent": sorted(shown.absent), "unreachable": sorted(shown.unreachable)}
    return {"type": "overview", "case": label, "rows": rows} | sides


def of_window(label: str, window: Period | None) -> dict[str, Any]:
    """A common window, as it is told; without times if there is none."""
    begins, ends = (window.begins, window.ends) if window else (None, None)
    return {"type": "window", "case": label, "begins": instant(begins), "ends": instant(ends)}


def instant(at: datetime | None) -> str | None:
    """An instant as it stands in a message (RFC 3339)."""
    return None if at is None else at.isoformat(timespec="seconds")


def of_refusal(refused: Refused) -> dict[str, Any]:
    """That something was not taken in, and why, as it is told."""
    return {"type": "refused", "reason": refused.reason, "facts": dict(refused.facts)}


def later() -> Mapping[str, Any]:
    """That somebody is to come again, at a moment that is theirs: so not all come at once."""
    return {"type": "later", "after": 1 + secrets.randbelow(int(1000 * LATEST_RETURN)) / 1000}
