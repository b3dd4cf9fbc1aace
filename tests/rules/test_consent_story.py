"""Whatever happens to consents, in whatever order: nobody is rightful without one that was really given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule
from nacl.signing import SigningKey

from hub.audit import Act
from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.consent import rules, signed
from hub.consent import terms as terms_rules
from hub.consent.model import (
    ORGANISATION,
    Actor,
    Answer,
    Basis,
    Consent,
    Deed,
    Event,
    Form,
    Part,
    Terms,
)
from hub.errors import Refused
from hub.identifiers import CLIENT, COMMON, ConsentId
from hub.rooms.model import OwnCase, Rights
from hub.rooms.rules import rights, wanted
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, case_f1, key_of, terms_for
from tests.rules.seats import VOICES
from tests.signing import circle_of, public, read, written

DAY = timedelta(days=1)
FILE = case_f1(BO, CHLOE, ELIF)
KEYS: Mapping[str, str] = {CLIENT: public(JONAS.key)} | {
    p.id: public(key_of(p)) for p in (AMIRA, BO, CHLOE, ELIF, DARIO)
}
SIGNERS: Mapping[str, SigningKey] = {CLIENT: JONAS.key} | {p.id: key_of(p) for p in (AMIRA, BO, ELIF, DARIO)}
people = st.sampled_from([AMIRA, BO, CHLOE, DARIO])
# Mostly at once, and for long: stories in which nothing is in force tell little.
beginnings = st.sampled_from([0, 0, 0, 5])
lengths = st.sampled_from([2, 30, 90])
answers: st.SearchStrategy[Mapping[str, Answer]] = st.fixed_dictionaries(
    {theme: st.sampled_from(Answer) for theme in (ORGANISATION, "school", "health")}
).filter(lambda themes: any(answer is not Answer.NO for answer in themes.values()))
CIRCLES = {COMMON: ORGANISATION} | {circle_of(theme): theme for theme in ("school", "health")}


@dataclass(slots=True)
class Sheet:
    """A record as a database holds it, and beside it what a person who was there would say of it."""

    id: ConsentId
    person: Professional
    terms: Terms
    begun_at: datetime
    text: str
    events: list[Event] = field(default_factory=list)
    chain: list[Act] = field(default_factory=list)
    # The truth, kept without any rule of the house.
    was_given: bool = False
    was_ended: bool = False
    was_altered: bool = False
    first_signer: str = ""

    def consent(self) -> Consent:
        """As every gate reads it."""
        return read(self.id, self.text, self.events, KEYS, told=self.chain)


class Story(RuleBasedStateMachine):
    """Asking, giving, ending, forging, altering, and a clock that also goes back."""

    sheets = Bundle("sheets")

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.all: list[Sheet] = []

    def begin(
        self, person: Professional, form: Form, begins: int, lasts: int, themes: Mapping[str, Answer]
    ) -> Sheet | None:
        begin = self.now + begins * DAY if begins else None
        terms = terms_for(person, now=self.now, begins=begin, lasts=lasts * DAY, themes=themes)
        if form is Form.PAPER:
            terms = replace(terms, form=Form.PAPER, evidence="ab" * 32)
        if isinstance(terms_rules.offer(terms, FILE.case, self.now), Refused):
            return None
        id_ = ConsentId(f"consent-{len(self.all)}")
        sheet = Sheet(id_, person, terms, self.now, written(id_, terms, at=self.now))
        self.all.append(sheet)
        return sheet

    def does(self, sheet: Sheet, deed: Deed, actor: str, *parts: Part) -> bool:
        """As the service does it: allowed, in time, and signed where it must be."""
        before = rules.state_before(sheet.consent(), deed)
        if isinstance(before, Refused):
            return False
        allowed = rules.may_do(before, deed, Actor(actor, frozenset(parts)))
        late = rules.too_late(sheet.consent(), FILE.case, deed, self.now)
        if isinstance(allowed, Refused) or late:
            return False
        self.writes(sheet, deed, actor, SIGNERS[actor] if deed in rules.SIGNED else None)
        sheet.chain.append(rules.noted(sheet.id, FILE.case.id, sheet.events[-1]))
        return True

    def writes(self, sheet: Sheet, deed: Deed, actor: str, key: SigningKey | None) -> None:
        signature = signature_of(signed.statement(sheet.text), key) if key else ""
        number = len(sheet.events) + 1
        sheet.events.append(Event(number=number, at=self.now, deed=deed, actor=actor, signature=signature))

    @rule(target=sheets, person=people, begins=beginnings, lasts=lengths, themes=answers)
    def staff_asks(  # type: ignore[no-untyped-def]
        self, person: Professional, begins: int, lasts: int, themes: Mapping[str, Answer]
    ):
        sheet = self.begin(person, Form.APP, begins, lasts, themes)
        if sheet is None:
            return multiple()
        self.does(sheet, Deed.REQUEST, AMIRA.id, Part.STAFF)
        return sheet

    @rule(target=sheets, person=people, begins=beginnings, lasts=lengths, themes=answers)
    def staff_takes_down(  # type: ignore[no-untyped-def]
        self, person: Professional, begins: int, lasts: int, themes: Mapping[str, Answer]
    ):
        sheet = self.begin(person, Form.PAPER, begins, lasts, themes)
        if sheet is None:
            return multiple()
        sheet.first_signer = AMIRA.id
        self.does(sheet, Deed.RECORD, AMIRA.id, Part.STAFF)
        return sheet

    @rule(sheet=sheets)
    def client_gives(self, sheet: Sheet) -> None:
        if self.does(sheet, Deed.GIVE, CLIENT, Part.GIVER):
            sheet.was_given = True

    @rule(sheet=sheets, who=st.sampled_from([AMIRA, ELIF]))
    def somebody_confirms(self, sheet: Sheet, who: Professional) -> None:
        second = {Part.SECOND} if who.id != sheet.consent().recorded_by else set()
        if self.does(sheet, Deed.CONFIRM, who.id, Part.STAFF, *second):
            assert who.id != sheet.first_signer
            sheet.was_given = True

    @rule(sheet=sheets, deed=st.sampled_from([Deed.REFUSE, Deed.DEFER]))
    def client_does_not_give(self, sheet: Sheet, deed: Deed) -> None:
        self.does(sheet, deed, CLIENT, Part.GIVER)

    @rule(sheet=sheets)
    def client_withdraws(self, sheet: Sheet) -> None:
        given_before = sheet.was_given
        if self.does(sheet, Deed.WITHDRAW, CLIENT, Part.GIVER):
            sheet.was_ended = True
        assert sheet.was_ended or not given_before

    @rule(sheet=sheets)
    def lead_revokes(self, sheet: Sheet) -> None:
        if self.does(sheet, Deed.REVOKE, AMIRA.id, Part.STAFF, Part.LEAD):
            sheet.was_ended = True

    @rule(sheet=sheets, deed=st.sampled_from([Deed.GIVE, Deed.CONFIRM]), forger=people)
    def somebody_forges(self, sheet: Sheet, deed: Deed, forger: Professional) -> None:
        actor = CLIENT if deed is Deed.GIVE else AMIRA.id
        if forger.id != actor:
            self.writes(sheet, deed, actor, key_of(forger))
            sheet.was_altered = True

    @rule(sheet=sheets)
    def who_took_a_paper_down_would_like_to_be_the_second_too(self, sheet: Sheet) -> None:
        if sheet.first_signer:
            self.writes(sheet, Deed.CONFIRM, sheet.first_signer, SIGNERS[sheet.first_signer])
            sheet.was_altered = True

    @rule(sheet=sheets, back=st.integers(1, 2))
    def somebody_takes_out_what_was_done_last(self, sheet: Sheet, back: int) -> None:
        if sheet.events[-back:]:
            del sheet.events[-back:]
            sheet.was_altered = True

    @rule(sheet=sheets)
    def somebody_dates_what_was_done_last_back(self, sheet: Sheet) -> None:
        if sheet.events:
            sheet.events[-1] = replace(sheet.events[-1], at=sheet.events[-1].at - DAY)
            sheet.was_altered = True

    @rule(sheet=consumes(sheets))
    def somebody_alters(self, sheet: Sheet) -> None:
        sheet.text = sheet.text.replace('"in_common":', '"in_common": ')
        sheet.was_altered = True

    @rule(by=st.sampled_from([-20, -1, 1, 4, 20]))
    def time_passes(self, by: int) -> None:
        self.now += by * DAY

    @invariant()
    def exactly_those_sit_for_whom_it_was_really_given(self) -> None:
        may = self.rights()

        for circle, theme in CIRCLES.items():
            agreed = [s for s in self.all if s.terms.themes[theme] is Answer.YES]
            really = {s.person.user for s in agreed if self._really_holds(s)} - {DARIO.user}
            assert {u for u, because in may[circle].items() if isinstance(because, Basis)} == really

    @invariant()
    def every_seat_has_a_reason_that_holds_at_this_instant(self) -> None:
        by_id = {sheet.id: sheet for sheet in self.all}
        for circle, people in self.rights().items():
            for user, because in people.items():
                match because:
                    case Basis(consent=consent, until=until):
                        assert self._really_holds(by_id[consent])
                        assert by_id[consent].terms.themes[CIRCLES[circle]] is Answer.YES
                        assert self.now < until
                    case OwnCase():
                        assert user == JONAS.user
            assert DARIO.user not in people

    @invariant()
    def no_room_is_wanted_that_nobody_would_sit_in(self) -> None:
        may = self.rights()

        for circle in wanted(may):
            assert any(isinstance(because, Basis) for because in may[circle].values())

    def rights(self) -> Rights:
        """Who may sit where by all sheets."""
        return rights(FILE, [sheet.consent() for sheet in self.all], VOICES, self.now, rooms=CIRCLES)

    def _really_holds(self, sheet: Sheet) -> bool:
        if not sheet.was_given or sheet.was_ended or sheet.was_altered:
            return False
        begins = sheet.terms.valid_from or sheet.begun_at
        return begins <= self.now < sheet.terms.valid_until


TestStory = Story.TestCase
# 120 × 40 = 4,800 steps.
TestStory.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
