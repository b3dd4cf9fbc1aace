"""The words of case conferences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from hub.cases.model import Agency, CaseFile, Corner, Professional
from hub.identifiers import (
    CLIENT,
    COMMON,
    TEAM,
    AgencyId,
    CaseId,
    CircleId,
    ConferenceId,
    ProfessionalId,
    UserId,
)


class Occasion(StrEnum):
    """Why an agenda is posted just now."""

    CALLED = "called"
    EVE = "eve"
    """A day before it begins; said only if anything changed since it was posted."""
    START = "start"
    """It begins: in short, unless anything changed."""


class Stage(StrEnum):
    """How far a conference has come; it follows from what is known of it and the time."""

    COLLECTING = "collecting"
    """Topics are named."""
    CHECKED = "checked"
    """What is missing was looked for; topics are still named."""
    SET = "set"
    """The agenda stands."""
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class Form(StrEnum):
    """How a conference is held."""

    MEETING = "meeting"
    WRITTEN = "written"
    """Nobody has to be there at the same time."""


class About(StrEnum):
    """What a template is for."""

    CASE = "case"
    CONSULTATION = "consultation"
    """Colleagues advise each other (kollegiale Fallberatung), without the client and with pseudonyms."""


class Who(StrEnum):
    """Who speaks to an item."""

    EVERYBODY = "everybody"
    MODERATOR = "moderator"
    CLIENT = "client"
    ROUND = "round"
    """One agency after the other."""
    GIVER = "giver"
    """Who brings the case in."""
    OTHERS = "others"
    """Everybody else: who brings the case in listens."""


class Output(StrEnum):
    """What an item is to end with; the minutes have it in this order."""

    NONE = ""
    ROLES = "roles"
    WISHES = "wishes"
    STATUS = "status"
    FACTS = "facts"
    ASSESSMENT = "assessment"
    GOALS = "goals"
    DECISIONS = "decisions"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody says to an item in writing; no paragraphs: they pass."""

    conference: ConferenceId
    item: int
    """Counted from 1."""
    author: str
    """A professional's id, or `client`."""
    paragraphs: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda: a text of the catalogue or of somebody's own, and the minutes it may take.

    In writing an item takes no minutes.
    """

    key: str
    minutes: int
    who: Who = Who.EVERYBODY
    output: Output = Output.NONE
    text: str = ""


@dataclass(frozen=True, slots=True, order=True)
class TemplateId:
    """A template in one version; `agency` is whose own it is, empty for what comes with the hub."""

    code: str
    version: int
    agency: str = ""

    def __str__(self) -> str:
        """As people write it: `case-1`, or `jobcenter/case-2`."""
        own = f"{self.code}-{self.version}"
        return f"{self.agency}/{own}" if self.agency else own


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """By what a conference goes: its items in order. A version never changes."""

    id: TemplateId
    title: str
    """A key of the catalogue, or a text of one's own where `is_own_title`."""
    is_own_title: bool
    form: Form
    about: About
    items: tuple[Item, ...]
    most_minutes: int
    """How long such a conference may last at most."""

    @property
    def minutes(self) -> int:
        """How long it lasts, if nothing else is said."""
        return sum(item.minutes for item in self.items)

    @property
    def circle(self) -> CircleId:
        """Whose conference it is: everybody's, or the professionals' among themselves."""
        return TEAM if self.about is About.CONSULTATION else COMMON


CASE = TemplateId("case", 1)


class Interpreter(StrEnum):
    """Whether somebody interprets."""

    UNSAID = ""
    NONE = "none"
    """Nobody has to."""
    NEEDED = "needed"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far a running conference is: at which item, since when, and how many minutes that has."""

    item: int
    """Counted from 1."""
    since: datetime
    minutes: int
    turn: int
    """How many items were begun so far, also those that were gone back to."""

    @property
    def ends_at(self) -> datetime:
        """When the time of the item is over."""
        return self.since + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """A case conference (Fallkonferenz): when, how long, and who moderates.

    What is on its agenda is kept sealed beside it.
    """

    id: ConferenceId
    case: CaseId
    begins_at: datetime
    lasts: timedelta
    moderator: ProfessionalId
    called_at: datetime
    template: TemplateId = CASE
    """By which it goes, for ever."""
    form: Form = Form.MEETING
    circle: CircleId = COMMON
    """Who may take part."""
    agenda_posted_at: datetime | None = None
    agenda_print: str = ""
    """By which the agenda that was posted last is told from another one; empty before that."""
    checked_at: datetime | None = None
    """When what is missing was looked for."""
    interpreter: Interpreter = Interpreter.UNSAID
    speaks: str = ""
    """The client's language, such as `tr`; empty if nobody said."""
    invited_in: str = ""
    """In which language the client was invited; empty if nobody said that they were."""
    opened_at: datetime | None = None
    """When the room was told that it begins."""
    begun_at: datetime | None = None
    """When the moderator began it."""
    ended_at: datetime | None = None
    course: Course | None = None
    """How far it is, while it runs."""
    cancelled_at: datetime | None = None
    is_change_untold: bool = False
    """Whether the room is still to be told that it was moved or cancelled."""

    @property
    def ends_at(self) -> datetime:
        """When it is to end."""
        return self.begins_at + self.lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who may take part in the conferences of a case at an instant: who may sit in the room it is held in."""

    file: CaseFile
    may: frozenset[UserId]
    agencies: Mapping[AgencyId, Agency] = field(default_factory=dict)
    until: Mapping[UserId, datetime] = field(default_factory=dict)
    """Until when each professional may sit there, as far as is known now."""

    @property
    def present(self) -> tuple[str, ...]:
        """The agencies of which somebody may sit there, by name."""
        return tuple(sorted({agency.name for agency in self._there}))

    @property
    def missing(self) -> tuple[Corner, ...]:
        """The sides of the triangle on which nobody stands: one is always missing, the field says."""
        there = {agency.kind.corner for agency in self._there}
        return tuple(side for side in SIDES if side not in there)

    @property
    def has_client(self) -> bool:
        """Whether the client may sit there."""
        return self.file.case.client in self.may

    @property
    def _there(self) -> tuple[Agency, ...]:
        known = (self.agencies.get(person.agency) for person in self.people)
        return tuple(agency for agency in known if agency is not None)

    @property
    def people(self) -> tuple[Professional, ...]:
        """The professionals among them."""
        return tuple(person for person in self._working if person.user in self.may)

    def moderator(self, conference: Conference) -> Professional | None:
        """Who moderates: whom it was called with, as long as they may sit there, else who leads the case.

        The lead may without a seat; nobody can, if the case has no lead.
        """
        named = (person for person in self.people if person.id == conference.moderator)
        return next(named, self.file.lead)

    def may_moderate(self, conference: Conference, actor: str) -> bool:
        """Whether somebody may decide how it goes on: who moderates, and the lead, who stands in for them."""
        return actor in {person.id for person in (self.moderator(conference), self.file.lead) if person}

    def actor(self, user: UserId) -> str | None:
        """How the chain calls somebody who takes part; None if they do not.

        Whoever leads the case does, also without a seat: they stand in for who moderates.
        """
        if user == self.file.case.client:
            return CLIENT if user in self.may else None
        everybody = (*self.people, *([self.file.lead] if self.file.lead else []))
        return next((person.id for person in everybody if person.user == user), None)

    @property
    def _working(self) -> tuple[Professional, ...]:
        return tuple(part.professional for part in self.file.participations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What somebody wants to talk about: an own line of the agenda, kept sealed."""

    conference: ConferenceId
    number: int
    """By which people call it; within its conference no two have the same."""
    author: str
    """A professional's id, or `client`."""
    text: str | None
    """None: it has no words; whoever named it says there what it is about."""
    added_at: datetime


SIDES = (Corner.PAYER, Corner.PROVIDER)
"""The sides of the triangle that professionals stand on."""


class Choice(StrEnum):
    """What somebody says to a proposed time."""

    YES = "yes"
    IF_NEED_BE = "if-need-be"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """When a conference that has no date yet is to begin: proposed times, among which all choose.

    Once one is fixed, the conference has the number of its poll.
    """

    id: ConferenceId
    case: CaseId
    moderator: ProfessionalId
    template: TemplateId
    circle: CircleId
    lasts: timedelta
    options: tuple[datetime, ...]
    opened_at: datetime
    posted_at: datetime | None = None
    settled_at: datetime | None = None
    """When one was fixed."""

    def draft(self, option: int = 1) -> Conference:
        """The conference that it would be by one of the options, counted from 1."""
        return Conference(
            id=self.id,
            case=self.case,
            begins_at=self.options[option - 1],
            lasts=self.lasts,
            moderator=self.moderator,
            called_at=self.opened_at,
            template=self.template,
            circle=self.circle,
        )


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody said to an option, counted from 1."""

    option: int
    voter: str
    choice: Choice


LOOK_BACK = "look-back"
"""The item under which it stands where the plan went otherwise."""

# What is gone by where nothing else is said; `templates/case-1.toml` says the same.
TEMPLATE = (
    Item("arrival", 5, Who.EVERYBODY, Output.ROLES),
    Item("client-view", 10, Who.CLIENT, Output.WISHES),
    Item(LOOK_BACK, 8, Who.EVERYBODY, Output.STATUS),
    Item("news", 10, Who.ROUND, Output.FACTS),
    Item("assessment", 7, Who.EVERYBODY, Output.ASSESSMENT),
    Item("goals", 10, Who.EVERYBODY, Output.GOALS),
    Item("decisions", 7, Who.EVERYBODY, Output.DECISIONS),
    Item("feedback", 3, Who.CLIENT, Output.DATE),
)
