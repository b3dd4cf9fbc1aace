"""The catalogue of legal bases, norm by norm: whom it lets pass on what, and what it asks for."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from hub.cases.model import AgencyKind, Professional
from hub.consent.model import Recipient
from hub.disclosure.model import Lawful
from hub.disclosure.rules import lawful
from hub.law.book import known_law
from hub.law.model import Layer, NormId, Note, Way
from tests.people import AMIRA, BO, CHLOE, DARIO, NINA, RUTH, function_of
from tests.rules.passing import TASK69, TOLD, facts, in_person, wanted

YES = ""
POSSIBLE, HELP = Note.PSEUDONYMISED_WHERE_POSSIBLE, Note.HELP_NOT_ENDANGERED
INSTRUCTED, PURPOSE, SIGNS = Note.RECIPIENT_INSTRUCTED, Note.SAME_PURPOSE, Note.DANGER_SIGNS
ENTRUSTED, SECRET = Layer.ENTRUSTED, Layer.PROFESSIONAL
# Agencies that are not in the cast: their people send and receive nothing else.
COURT, SCHOOL, OFFICE = AgencyKind.FAMILY_COURT, AgencyKind.SCHOOL, AgencyKind.EMPLOYMENT_AGENCY


@dataclass(frozen=True)
class Row:
    """One rule of a norm, in words, and what it comes to: yes, or the reason for a no."""

    code: str
    rule: str
    sender: Professional
    to: Professional | AgencyKind
    answer: str = YES
    themes: tuple[str, ...] = ("housing",)
    notes: tuple[Note, ...] = ()
    layers: tuple[Layer, ...] = ()
    way: Way = Way.SHARE
    sent_by: AgencyKind | None = None
    necessity: str = "Es ist nötig."
    told: bool = True

    def decided(self) -> str:
        person, kind = (self.to, None) if isinstance(self.to, Professional) else (None, self.to)
        recipient = in_person(person) if person else Recipient(AMIRA.agency, "Geschäftsstelle")
        asked = wanted(
            recipient,
            NormId(self.code, 1),
            *self.themes,
            layers=self.layers,
            necessity=self.necessity,
            confirmed=self.notes,
            told=TOLD if self.way is Way.WARNING and self.told else None,
        )
        known = facts(self.sender, sender_kind=self.sent_by, to=person, to_kind=kind)
        answer = lawful(self.way, asked, known)
        return YES if isinstance(answer, Lawful) else answer.reason


def nothing(code: str, rule: str) -> Row:
    return Row(code, rule, AMIRA, BO, "norm-permits-nothing")


WARN = Way.WARNING
ROWS = (
    nothing("SOZGEH", "social secrecy holds inside an agency and lets nothing go"),
    Row("TASK69", "a Jobcenter tells the youth office what a task needs", AMIRA, BO),
    Row("TASK69", "not without its necessity", AMIRA, BO, "note-missing", necessity=" "),
    Row(
        "TASK69",
        "a free provider is told what the sender's own task needs",
        AMIRA,
        DARIO,
        notes=(INSTRUCTED,),
    ),
    Row(
        "TASK69",
        "a free provider is no body of § 35 and sends nothing by it",
        NINA,
        AMIRA,
        "norm-not-for-sender",
    ),
    Row("TASK69", "it covers health", AMIRA, BO, themes=("health",)),
    Row("TASK69", "it lifts no professional secrecy", AMIRA, BO, "held-in-secrecy", layers=(SECRET,)),
    Row(
        "TASK69",
        "it lifts nothing entrusted",
        BO,
        AMIRA,
        "held-in-secrecy",
        notes=(HELP, POSSIBLE),
        layers=(ENTRUSTED,),
    ),
    Row("TASK69", "it carries no warning", AMIRA, BO, "norm-not-this-way", way=WARN),
    Row("SGB2_50", "Jobcenter and employment agency exchange what SGB II and III need", AMIRA, OFFICE),
    Row("SGB2_50", "a contracted third party is among them", AMIRA, DARIO, notes=(INSTRUCTED,)),
    Row("SGB2_50", "the youth office is not", AMIRA, BO, "norm-not-for-recipient"),
    Row(
        "SGB8_64",
        "the youth office passes on for the purpose of collection",
        BO,
        AMIRA,
        notes=(PURPOSE, POSSIBLE),
    ),
    Row("SGB8_64", "for no other purpose", BO, AMIRA, "note-missing", notes=(POSSIBLE,)),
    Row("SGB8_64", "the youth office alone", AMIRA, BO, "norm-not-for-sender", notes=(PURPOSE,)),
    nothing("SGB8_64_2", "it limits § 69 and is no power itself"),
    Row("TASK69", "§ 64(2): not if a help may be endangered", BO, AMIRA, "note-missing", notes=(POSSIBLE,)),
    Row("TASK69", "§ 64(2): if none is", BO, AMIRA, notes=(HELP, POSSIBLE)),
    nothing("SGB8_64_2a", "it limits the others and is no power itself"),
    Row(
        "TASK69",
        "§ 64(2a): not with more of the person than the task needs",
        BO,
        AMIRA,
        "note-missing",
        notes=(HELP,),
    ),
    Row("SGB8_64", "§ 64(2a) does not hold among colleagues", BO, RUTH, notes=(PURPOSE,)),
    Row(
        "SGB8_65",
        "number 2: the family court, at signs of danger",
        BO,
        COURT,
        notes=(SIGNS,),
        layers=(ENTRUSTED,),
    ),
    Row("SGB8_65", "number 2: not without them", BO, COURT, "note-missing", layers=(ENTRUSTED,)),
    Row(
        "SGB8_65",
        "number 3: the next case worker, at signs of danger",
        BO,
        BO,
        notes=(SIGNS,),
        layers=(ENTRUSTED,),
    ),
    Row("SGB8_65", "number 4: the expert by name", CHLOE, RUTH, notes=(POSSIBLE,), layers=(ENTRUSTED,)),
    Row("SGB8_65", "number 4: nobody who is none", CHLOE, BO, "norm-not-for-recipient", notes=(POSSIBLE,)),
    Row(
        "SGB8_65",
        "it does not lift professional secrecy",
        BO,
        COURT,
        "held-in-secrecy",
        notes=(SIGNS,),
        layers=(SECRET,),
    ),
    Row("SGB8_65", "the Jobcenter gets nothing by it", BO, AMIRA, "norm-not-for-recipient", notes=(SIGNS,)),
    nothing("STGB203", "professional secrecy lets nothing go"),
    nothing("SGBX_76", "what comes from bearers of secrets stays with them"),
    nothing("SGBX_67b1", "it limits the others and is no power itself"),
    nothing("CONSENT", "the basis is the record, not the norm"),
    nothing("SECREL", "the basis is the record, not the norm"),
    Row(
        "KKG4_2",
        "an expert is asked with pseudonyms",
        CHLOE,
        RUTH,
        notes=(Note.PSEUDONYMISED,),
        layers=(SECRET,),
    ),
    Row("KKG4_2", "not without pseudonyms", CHLOE, RUTH, "note-missing", layers=(SECRET,)),
    Row(
        "KKG4_2", "nobody who is no expert", CHLOE, BO, "norm-not-for-recipient", notes=(Note.PSEUDONYMISED,)
    ),
    Row(
        "KKG4_2",
        "it does not lift what was entrusted",
        CHLOE,
        RUTH,
        "held-in-secrecy",
        notes=(Note.PSEUDONYMISED,),
        layers=(ENTRUSTED,),
    ),
    Row(
        "KKG4_3",
        "who bears a secret may warn the youth office",
        CHLOE,
        BO,
        way=WARN,
        themes=(),
        layers=(SECRET, ENTRUSTED),
    ),
    Row("KKG4_3", "wherever they work", AMIRA, BO, way=WARN, themes=(), layers=(SECRET,)),
    Row("KKG4_3", "a teacher, too", AMIRA, BO, way=WARN, themes=("health",), sent_by=SCHOOL),
    Row("KKG4_3", "not without saying who was told", CHLOE, BO, "note-missing", way=WARN, told=False),
    Row("KKG4_3", "not without a reason", CHLOE, BO, "note-missing", way=WARN, necessity=""),
    Row("KKG4_3", "nobody but the youth office", CHLOE, AMIRA, "warning-only-to-youth-office", way=WARN),
    Row("KKG4_3", "it shares nothing besides", CHLOE, BO, "norm-not-this-way"),
    Row(
        "KKG4_4",
        "it carries three facts and shares nothing besides",
        BO,
        CHLOE,
        "norm-not-this-way",
        notes=(INSTRUCTED,),
    ),
    Row("SGB8_8a", "(4): providers warn by their agreement", NINA, BO, way=WARN, themes=()),
    Row("SGB8_8a", "(4): a Jobcenter has no such agreement", AMIRA, BO, "norm-not-for-sender", way=WARN),
    Row(
        "SGB8_8a",
        "(4): it lifts nothing entrusted",
        NINA,
        BO,
        "held-in-secrecy",
        way=WARN,
        layers=(ENTRUSTED,),
    ),
    Row("SGB8_8a", "(2): the youth office calls the family court", BO, COURT),
    Row("SGB8_8a", "(5): and the youth office that is competent now", BO, BO, notes=(SIGNS,)),
    Row("SGBX_71", "a Jobcenter warns the youth office", AMIRA, BO, way=WARN, themes=()),
    Row("SGBX_71", "a free provider does not by it", NINA, BO, "norm-not-for-sender", way=WARN),
    Row(
        "SGBX_71",
        "it lifts no professional secrecy",
        AMIRA,
        BO,
        "held-in-secrecy",
        way=WARN,
        layers=(SECRET,),
    ),
    nothing("SGB8_36", "to take part in a help plan is a duty and no power"),
    nothing("SGB8_36b_41", "transitions are a duty and no power"),
    nothing("SGB2_15", "a cooperation plan is a duty and no power"),
    nothing("SGB2_51a", "the customer number goes nowhere"),
    nothing("SGB2_16h", "to coordinate is no power"),
    nothing("SGB2_18", "to cooperate is no power"),
    nothing("SGB8_81", "to cooperate is no power"),
    nothing("SGB8_13_4", "to cooperate is no power"),
    nothing("KKG3", "a network is no power"),
    nothing("SGB3_368", "a system in common is no power"),
    Row(
        "SGB3_31a",
        "a school names leavers who do not object",
        AMIRA,
        OFFICE,
        themes=("school",),
        notes=(Note.NO_OBJECTION,),
        sent_by=SCHOOL,
    ),
    Row(
        "SGB3_31a",
        "not those who were not asked",
        AMIRA,
        OFFICE,
        "note-missing",
        themes=("school",),
        sent_by=SCHOOL,
    ),
    Row(
        "SGB3_31a",
        "nothing beyond its closed list",
        AMIRA,
        OFFICE,
        "norm-not-for-theme",
        notes=(Note.NO_OBJECTION,),
        sent_by=SCHOOL,
    ),
    Row("SGB3_31a", "a school alone", AMIRA, OFFICE, "norm-not-for-sender", themes=("school",)),
    nothing("SGB8_13a", "school social work is no power"),
    nothing("SGB8_8_3", "counselling without the parents' knowledge lets nothing go"),
    nothing("SGB8_62", "to collect is not to pass on"),
    nothing("SGBX_67a", "to collect is not to pass on"),
    nothing("SGBX_78", "it binds those who receive and is no power itself"),
    Row("TASK69", "§ 78: not to a free provider that was not told its duties", AMIRA, DARIO, "note-missing"),
    nothing("SGBX_79", "nothing is retrieved"),
    nothing("SGBX_80", "to process for somebody is not to pass on"),
    nothing("SGBX_83_84", "a person's rights are no power of others"),
    nothing("SGBX_83a", "to report a breach is a duty"),
    nothing("SGB8_9b", "to keep files is a duty"),
    nothing("SGBX_25_13", "to see one's file is a right of one's own"),
    nothing("SGBI_36", "to apply at fifteen is no consent"),
    nothing("SGBI_36a", "an electronic document is no power"),
    nothing("GDPR", "the regulation alone is no power to transmit social data"),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code}: {row.rule}")
def test_each_norm_permits_what_it_says_and_nothing_else(row: Row) -> None:
    assert row.decided() == row.answer


def test_each_norm_has_its_row() -> None:
    assert {row.code for row in ROWS} == {id_.code for id_ in known_law()}


def test_what_rests_on_a_norm_says_which_in_which_version() -> None:
    answer = lawful(Way.SHARE, wanted(BO, TASK69, "housing"), facts(AMIRA, to=BO))

    assert answer == Lawful(reason="norm", facts={"norm": "TASK69@1", "paragraph": "§ 69 Abs. 1 Nr. 1 SGB X"})


def test_a_version_nobody_knows_permits_nothing() -> None:
    for basis in (NormId("TASK69", 2), NormId("TASK69", 0), NormId("TASK70", 1), NormId("", 1)):
        answer = lawful(Way.SHARE, wanted(BO, basis, "housing"), facts(AMIRA, to=BO))

        assert not isinstance(answer, Lawful)
        assert (answer.reason, answer.facts) == ("unknown-norm", {"norm": str(basis)})


def test_a_norm_permits_nothing_before_it_is_in_force() -> None:
    long_ago = datetime(2017, 1, 1, tzinfo=UTC)

    answer = lawful(Way.SHARE, wanted(BO, TASK69, "housing"), facts(AMIRA, to=BO, now=long_ago))

    assert not isinstance(answer, Lawful)
    assert answer.reason == "norm-not-in-force"


def test_a_special_theme_needs_a_power_for_it() -> None:
    norm = known_law()[NormId("SGB3_31a", 1)]
    ways = tuple(replace(way, themes=frozenset()) for way in norm.transmissions)
    law = {norm.id: replace(norm, transmissions=ways)}
    asked = wanted(function_of(AMIRA), norm.id, "health", confirmed=(Note.NO_OBJECTION,))

    answer = lawful(Way.SHARE, asked, facts(AMIRA, sender_kind=SCHOOL, to_kind=OFFICE, law=law))

    assert not isinstance(answer, Lawful)
    assert answer.reason == "special-without-power"
