"""Whatever parents give, withdraw and lose, in whatever order and on whatever day: the seat follows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from hub.calendar import of_age_at
from hub.canonical import signature_of
from hub.consent import proof, rules, signed, terms
from hub.consent.model import (
    Actor,
    Assessment,
    Basis,
    Consent,
    Deed,
    Event,
    Giver,
    Part,
    Policy,
    Subject,
    Terms,
    Voice,
)
from hub.errors import Refused
from hub.identifiers import CLIENT, ConsentId, PartyId
from hub.parties.model import Guardianship
from hub.parties.rules import guardians_of
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, KATJA, LENA, OLAF, case_f1, key_of, terms_for
from tests.rules.test_parties import FATHER, MOTHER, guardianship
from tests.signing import circle_of, public, written

DAY = timedelta(days=1)
BIRTHDAY = of_age_at(LENA.born)
FILE = case_f1(BO, CHLOE)
KEYS: Mapping[str, str] = {CLIENT: public(LENA.key)}
DEVICES = {MOTHER: KATJA.key, FATHER: OLAF.key, CLIENT: LENA.key}
NOT_YET = Assessment(by=AMIRA.id, is_capable=False, note="Zu viel auf einmal.", voice=Voice.AGREES)
givers = st.sampled_from([MOTHER, FATHER, CLIENT])


@dataclass(slots=True)
class Sheet:
    """A record, and beside it what a person who was there would say of it."""

    id: ConsentId
    text: str
    asked_of: frozenset[PartyId]
    begins: datetime
    ends: datetime
    events: list[Event] = field(default_factory=list)
    # The truth, kept without any rule of the house.
    said_yes: set[PartyId] = field(default_factory=set)
    is_over: bool = False
    is_forged: bool = False


class Story(RuleBasedStateMachine):
    """Lena grows up; her parents give and take back, and may lose custody."""

    sheets = Bundle("sheets")

    def __init__(self) -> None:
        super().__init__()
        self.now = BIRTHDAY - 200 * DAY
        self.all: list[Sheet] = []
        self.guardians = {
            MOTHER: guardianship(MOTHER, public_key=public(KATJA.key)),
            FATHER: guardianship(FATHER, public_key=public(OLAF.key)),
        }

    def consents(self) -> Mapping[ConsentId, Consent]:
        records = [proof.Written(sheet.id, sheet.text, sheet.events) for sheet in self.all]
        known = {g.id: g for g in self.guardians.values()}
        return {consent.id: consent for consent in proof.read(F1, records, KEYS, known)}

    def writes(self, sheet: Sheet, deed: Deed, actor: str, **more: object) -> None:
        number = len(sheet.events) + 1
        sheet.events.append(Event(number=number, at=self.now, deed=deed, actor=actor, **more))  # type: ignore[arg-type]

    def does(self, sheet: Sheet, deed: Deed, by: PartyId) -> bool:
        consent = self.consents()[sheet.id]
        is_giver = any(by == giver.party for giver in consent.given_by)
        parts = {Part.GIVER: is_giver, Part.SUBJECT: by == CLIENT}
        actor = Actor(by, frozenset(part for part, theirs in parts.items() if theirs))
        allowed = rules.may_do(consent.state, deed, actor, consent.agreed)
        return not isinstance(allowed, Refused) and not rules.too_late(consent, FILE.case, deed, self.now)

    @rule(target=sheets, lasts=st.sampled_from([20, 90, 180]))
    def staff_asks(self, lasts: int):  # type: ignore[no-untyped-def]
        wanted: Terms = replace(terms_for(BO, now=self.now, lasts=lasts * DAY), assessment=NOT_YET)
        if self.now >= BIRTHDAY:
            wanted = replace(wanted, assessment=None)
        speaking = tuple(guardians_of(tuple(self.guardians.values()), CLIENT, self.now))
        subject = Subject(id=CLIENT, born=LENA.born, guardians=speaking)
        whose = terms.givers(wanted, subject, Policy(), self.now)
        if isinstance(whose, Refused):
            assert len(speaking) < len(self.guardians) or wanted.valid_until > BIRTHDAY
            return multiple()
        id_ = ConsentId(f"consent-{len(self.all)}")
        asked_of = frozenset(giver.party for giver in whose)
        text = written(id_, wanted, whose, at=self.now)
        sheet = Sheet(id_, text, asked_of, self.now, wanted.valid_until)
        self.all.append(sheet)
        self.writes(sheet, Deed.REQUEST, AMIRA.id)
        return sheet

    @rule(sheet=sheets, by=givers)
    def somebody_gives(self, sheet: Sheet, by: PartyId) -> None:
        if self.does(sheet, Deed.GIVE, by):
            signature = signature_of(signed.statement(sheet.text), DEVICES[by])
            self.writes(sheet, Deed.GIVE, by, signature=signature)
            sheet.said_yes.add(by)

    @rule(sheet=sheets, by=givers, deed=st.sampled_from([Deed.WITHDRAW, Deed.REFUSE]))
    def somebody_ends(self, sheet: Sheet, by: PartyId, deed: Deed) -> None:
        if self.does(sheet, deed, by):
            self.writes(sheet, deed, by)
            sheet.is_over = True

    @rule(sheet=sheets)
    def somebody_withdraws_in_part(self, sheet: Sheet) -> None:
        if not self.does(sheet, Deed.SUPERSEDE, CLIENT):
            return
        id_ = ConsentId(f"consent-{len(self.all)}")
        private = signed.contents(terms_for(BO), "salt")
        left = private | {"themes": dict(private["themes"]) | {"housing": "no"}}
        text = signed.written(
            signed.narrowed(
                sheet.text, id_, of=sheet.id, begun_at=self.now, private=left, circle_of=circle_of
            )
        )
        rest = replace(sheet, id=id_, text=text, begins=max(sheet.begins, self.now), events=[])
        self.all.append(rest)
        self.writes(rest, Deed.NARROW, CLIENT)
        self.writes(sheet, Deed.SUPERSEDE, CLIENT, successor=id_)
        sheet.is_over = True

    @rule(who=st.sampled_from([MOTHER, FATHER]))
    def somebody_loses_custody(self, who: PartyId) -> None:
        if self.guardians[who].ended_at is None:
            self.guardians[who] = replace(self.guardians[who], ended_at=self.now)

    @rule(sheet=sheets, by=givers)
    def somebody_forges_a_yes(self, sheet: Sheet, by: PartyId) -> None:
        signature = signature_of(signed.statement(sheet.text), key_of(DARIO))
        self.writes(sheet, Deed.GIVE, by, signature=signature)
        sheet.is_forged = True

    @rule(sheet=sheets)
    def somebody_writes_the_parents_out_of_it(self, sheet: Sheet) -> None:
        said = json.loads(sheet.text) | {"given_by": [{"party": CLIENT, "guardianship": None}]}
        if signed.written(said) != sheet.text:
            sheet.text = signed.written(said)
            sheet.is_forged = True

    @rule(by=st.sampled_from([-5, 1, 10, 30, 80]))
    def time_passes(self, by: int) -> None:
        self.now += by * DAY

    @invariant()
    def bo_sits_exactly_while_a_consent_really_holds(self) -> None:
        answer = rules.may_see(self.consents().values(), BO, self.now)

        assert isinstance(answer, Basis) == any(self._holds(sheet) for sheet in self.all)

    @invariant()
    def nobody_sits_by_what_parents_gave_once_lena_is_of_age(self) -> None:
        answer = rules.may_see(self.consents().values(), BO, self.now)

        if isinstance(answer, Basis) and self.now >= BIRTHDAY:
            assert self.consents()[answer.consent].given_by == (Giver(CLIENT),)

    def _holds(self, sheet: Sheet) -> bool:
        if sheet.is_over or sheet.is_forged or not sheet.asked_of <= sheet.said_yes:
            return False
        lost = [g for g in self._of(sheet) if g.ended_at is not None and g.ended_at <= self.now]
        return not lost and sheet.begins <= self.now < sheet.ends

    def _of(self, sheet: Sheet) -> list[Guardianship]:
        return [self.guardians[party] for party in sheet.asked_of if party in self.guardians]


TestGuardianStory = Story.TestCase
# 60 × 50 = 3,000 steps.
TestGuardianStory.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
