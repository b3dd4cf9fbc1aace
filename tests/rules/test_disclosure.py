"""What a consent lets somebody pass on, what a stronger secrecy holds back, and what follows a warning."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.audit import Act
from hub.cases.model import AgencyKind, Professional
from hub.consent.model import Action, Answer, Form, Kind, Record
from hub.consent.signed import side_of
from hub.disclosure import model
from hub.disclosure.model import Contents, Deed, Lawful, Review, ToldBefore, Wanted
from hub.disclosure.rules import (
    LONGEST_WORDS,
    REVIEW_WITHIN,
    Facts,
    after,
    answered,
    feedback,
    known_to_client,
    lawful,
    made,
    may_read,
    overdue,
    review,
)
from hub.effects import Debt, ReviewWarning, Urgency
from hub.errors import Refused
from hub.identifiers import DisclosureId, PartyId
from hub.law.book import known_law
from hub.law.model import Layer, NormId, Note, Way
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JONAS,
    NINA,
    PAUL,
    RUTH,
    closed,
    consent_for,
    function_of,
)
from tests.rules.passing import (
    HIS,
    KKG4_3,
    TASK69,
    TOLD,
    disclosed,
    facts,
    in_person,
    record,
    release,
    wanted,
)
from tests.signing import circle_of

YES, NO, ASK = Answer.YES, Answer.NO, Answer.ASK
HOUSING = {"housing": YES}
BLINK = timedelta(microseconds=1)


def reason(asked: Wanted, known: Facts, way: Way = Way.SHARE) -> str:
    answer = lawful(way, asked, known)
    return "" if isinstance(answer, Lawful) else answer.reason


def by_consent(
    sender: Professional,
    to: Professional,
    given: Record,
    *themes: str,
    agreed: tuple[str, ...] = (),
) -> str:
    return reason(wanted(to, HIS, *(themes or ("housing",)), agreed=agreed), facts(sender, given, to=to))


# On a consent.


def test_what_the_client_agreed_to_may_be_passed_on_and_says_why() -> None:
    answer = lawful(
        Way.SHARE, wanted(BO, HIS, "housing", necessity=""), facts(AMIRA, record(BO, HOUSING), to=BO)
    )

    assert answer == Lawful(reason="consent", facts={"consent": HIS})


def test_after_its_end_a_consent_is_no_basis() -> None:
    given, asked = record(BO, HOUSING), wanted(BO, HIS, "housing")
    ends = given.consent.valid_until

    assert reason(asked, facts(AMIRA, given, to=BO, now=ends - BLINK)) == ""
    assert reason(asked, facts(AMIRA, given, to=BO, now=ends)) == "consent-not-in-force"


def test_what_is_allowed_about_one_person_is_no_basis_about_another() -> None:
    about_can = record(BO, HOUSING, consent=replace(consent_for(BO, named=HIS), subject=PartyId("party:can")))

    assert by_consent(AMIRA, BO, about_can) == "consent-about-others"


def test_what_a_young_person_says_in_counselling_goes_nowhere_else() -> None:
    secret = record(BO, HOUSING, consent=replace(consent_for(BO, named=HIS), counselling=True))

    assert by_consent(AMIRA, BO, secret) == "consent-for-counselling"


def test_what_is_said_in_private_is_passed_on_by_nobody() -> None:
    alone = consent_for(BO, named=HIS, side=side_of(BO.id, circle_of))

    assert by_consent(AMIRA, BO, record(BO, HOUSING, consent=alone)) == "consent-for-two"


def test_a_withdrawn_consent_is_no_basis() -> None:
    withdrawn = consent_for(BO, named=HIS, withdrawn_at=MONDAY)

    assert by_consent(AMIRA, BO, record(BO, HOUSING, consent=withdrawn)) == "consent-not-in-force"


def test_a_consent_that_nobody_signed_is_no_basis() -> None:
    forged = replace(consent_for(BO, named=HIS), proven=False)

    assert by_consent(AMIRA, BO, record(BO, HOUSING, consent=forged)) == "consent-not-in-force"


def test_a_consent_of_another_case_is_no_basis() -> None:
    assert reason(wanted(BO, HIS, "housing"), facts(AMIRA, to=BO)) == "unknown-consent"


@pytest.mark.parametrize(
    "changes", [{"kind": Kind.CHANNEL_USE}, {"actions": frozenset({Action.ATTEND})}], ids=str
)
def test_a_consent_to_something_else_is_no_basis(changes: Mapping[str, object]) -> None:
    other = replace(consent_for(BO, named=HIS), **changes)  # type: ignore[arg-type]

    assert by_consent(AMIRA, BO, record(BO, HOUSING, consent=other)) == "consent-not-for-sharing"


@pytest.mark.parametrize("to", [RUTH, ELIF], ids=lambda person: str(person.id))
def test_a_colleague_in_another_function_is_not_meant(to: Professional) -> None:
    given = record(BO if to is RUTH else AMIRA, HOUSING)

    assert by_consent(CHLOE, to, given) == "consent-for-others"


def test_dario_gets_nothing_on_what_was_for_bo() -> None:
    assert by_consent(AMIRA, DARIO, record(BO, HOUSING)) == "consent-for-others"


def test_a_consent_for_a_person_is_none_for_their_function() -> None:
    named = replace(consent_for(BO, named=HIS), recipient=in_person(BO))
    known = facts(AMIRA, record(BO, HOUSING, consent=named), to=BO)

    assert reason(wanted(in_person(BO), HIS, "housing"), known) == ""
    assert reason(wanted(function_of(BO), HIS, "housing"), known) == "consent-for-others"


def test_only_the_agencies_it_names_may_pass_on() -> None:
    given = record(BO, HOUSING, consent=replace(consent_for(BO, named=HIS), senders=(CHLOE.agency,)))

    assert by_consent(CHLOE, BO, given) == ""
    assert by_consent(AMIRA, BO, given) == "consent-not-for-sender"


def test_a_theme_without_a_yes_stays() -> None:
    given = record(BO, {"housing": YES, "debts": NO})

    assert by_consent(AMIRA, BO, given, "housing", "debts") == "theme-not-consented"
    assert by_consent(AMIRA, BO, given, "housing", "work") == "theme-not-consented"


def test_a_theme_to_be_asked_about_needs_the_yes_of_this_time() -> None:
    given = record(BO, {"housing": YES, "debts": ASK})

    assert by_consent(AMIRA, BO, given, "housing", "debts") == "theme-to-be-asked"
    assert by_consent(AMIRA, BO, given, "housing", "debts", agreed=("debts",)) == ""


def test_a_special_theme_needs_its_yes_in_writing() -> None:
    oral = replace(consent_for(BO, named=HIS), form=Form.ORAL)

    assert by_consent(AMIRA, BO, record(BO, {"health": YES}), "health") == ""
    assert by_consent(AMIRA, BO, record(BO, {"health": ASK}), "health", agreed=("health",)) == (
        "special-not-in-writing"
    )
    assert by_consent(AMIRA, BO, record(BO, {"health": YES}, consent=oral), "health") == (
        "special-not-in-writing"
    )


def test_also_by_consent_a_free_provider_is_told_its_duties() -> None:
    # § 78 SGB X asks it of every basis.
    known = facts(AMIRA, record(CHLOE, {"school": YES}), to=CHLOE)

    assert reason(wanted(CHLOE, HIS, "school"), known) == "note-missing"
    assert reason(wanted(CHLOE, HIS, "school", confirmed=(Note.RECIPIENT_INSTRUCTED,)), known) == ""


# Who, and what.


def test_who_does_not_work_on_the_case_passes_nothing_on() -> None:
    for stranger in (DARIO, ELIF, RUTH, PAUL):
        known = facts(stranger, record(BO, HOUSING), to=BO)

        assert reason(wanted(BO, HIS, "housing"), known) == "not-on-this-case"
        assert reason(wanted(BO, KKG4_3, told=TOLD), known, Way.WARNING) == "not-on-this-case"


def test_from_a_closed_case_nothing_is_shared_but_a_child_is_still_protected() -> None:
    known = facts(AMIRA, record(BO, HOUSING), to=BO)
    after_all = replace(known, file=closed(known.file))

    assert reason(wanted(BO, HIS, "housing"), after_all) == "case-closed"
    assert reason(wanted(BO, KKG4_3, told=TOLD), after_all, Way.WARNING) == ""


def test_nothing_rests_on_an_agency_of_unknown_kind() -> None:
    asked = wanted(BO, HIS, "housing")
    unknown = AgencyKind.UNKNOWN

    for known in (
        facts(AMIRA, record(BO, HOUSING), to=BO, sender_kind=unknown),
        facts(AMIRA, record(BO, HOUSING), to=BO, to_kind=unknown),
    ):
        answer = lawful(Way.SHARE, asked, known)

        assert isinstance(answer, Refused)
        assert answer.reason == "agency-of-unknown-kind"


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (Contents(themes=frozenset()), "disclosure-without-theme"),
        (Contents(themes=frozenset({"weather"})), "unknown-theme"),
        (Contents(themes=frozenset({"housing"}), necessity="a\nb"), "unshowable-text"),
        (Contents(themes=frozenset({"housing"}), necessity="x" * (LONGEST_WORDS + 1)), "unshowable-text"),
        (Contents(themes=frozenset({"housing"}), told=ToldBefore(False, "\x1b[2J")), "unshowable-text"),
    ],
)
def test_what_is_passed_on_is_said_in_words_one_can_show(contents: Contents, why: str) -> None:
    asked = Wanted(recipient=function_of(BO), basis=HIS, contents=contents)

    assert reason(asked, facts(AMIRA, record(BO, HOUSING), to=BO)) == why


# A stronger secrecy.

KEPT = {Layer.ENTRUSTED: Kind.ENTRUSTED_RELEASE, Layer.PROFESSIONAL: Kind.SECRECY_RELEASE}


@pytest.mark.parametrize("layer", list(Layer))
def test_what_is_held_in_secrecy_does_not_go_on_a_general_basis(layer: Layer) -> None:
    given = record(BO, HOUSING)
    asked = wanted(in_person(BO), HIS, "housing", layers=(layer,))
    by_task = wanted(in_person(BO), TASK69, "housing", layers=(layer,))

    answer = lawful(Way.SHARE, by_task, facts(AMIRA, given, to=BO))

    assert reason(asked, facts(AMIRA, given, to=BO)) == "held-in-secrecy"
    assert isinstance(answer, Refused)
    assert answer.reason == "held-in-secrecy"
    assert "§" in answer.facts["paragraph"]


@pytest.mark.parametrize("layer", list(Layer))
def test_a_release_lets_it_go_to_the_person_it_names(layer: Layer) -> None:
    free = release(KEPT[layer], BO, "housing", released=AMIRA)
    known = facts(AMIRA, record(BO, HOUSING), free, to=BO)

    for basis in (HIS, TASK69):
        answer = lawful(Way.SHARE, wanted(in_person(BO), basis, "housing", layers=(layer,)), known)

        assert isinstance(answer, Lawful)
        assert answer.releases == (free.consent.id,)


def test_each_layer_needs_its_own_release() -> None:
    both = wanted(in_person(BO), HIS, "housing", layers=tuple(Layer))
    one = release(Kind.SECRECY_RELEASE, BO, "housing", released=AMIRA, named="one")
    other = release(Kind.ENTRUSTED_RELEASE, BO, "housing", released=AMIRA, named="other")

    assert reason(both, facts(AMIRA, record(BO, HOUSING), one, to=BO)) == "held-in-secrecy"
    assert reason(both, facts(AMIRA, record(BO, HOUSING), one, other, to=BO)) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"released": None},
        {"released": CHLOE.id},
        {"subject": PartyId("party:can")},
        {"recipient": function_of(BO)},
        {"recipient": in_person(RUTH)},
        {"kind": Kind.ENTRUSTED_RELEASE},
        {"kind": Kind.SHARE},
        {"proven": False},
        {"valid_until": MONDAY},
    ],
    ids=str,
)
def test_a_release_that_means_something_else_lets_nothing_go(changes: Mapping[str, object]) -> None:
    free = release(Kind.SECRECY_RELEASE, BO, "housing", released=AMIRA)
    other = Record(replace(free.consent, **changes), "", free.themes)  # type: ignore[arg-type]
    asked = wanted(in_person(BO), HIS, "housing", layers=(Layer.PROFESSIONAL,))

    assert reason(asked, facts(AMIRA, record(BO, HOUSING), free, to=BO)) == ""
    assert reason(asked, facts(AMIRA, record(BO, HOUSING), other, to=BO)) == "held-in-secrecy"


def test_a_release_is_for_its_themes_and_never_for_an_agency_as_such() -> None:
    free = release(Kind.SECRECY_RELEASE, BO, "school", released=AMIRA)
    known = facts(AMIRA, record(BO, HOUSING), free, to=BO)
    fits = facts(AMIRA, record(BO, {"school": YES}), free, to=BO)

    assert reason(wanted(in_person(BO), HIS, "housing", layers=(Layer.PROFESSIONAL,)), known) == (
        "held-in-secrecy"
    )
    assert reason(wanted(function_of(BO), HIS, "school", layers=(Layer.PROFESSIONAL,)), fits) == (
        "held-in-secrecy"
    )


# A warning.


def warning(told: ToldBefore | None = TOLD) -> Wanted:
    return wanted(BO, KKG4_3, told=told)


def test_a_warning_goes_to_the_youth_office_alone() -> None:
    assert reason(warning(), facts(CHLOE, to=BO), Way.WARNING) == ""
    for other in (AMIRA, DARIO, NINA):
        asked = wanted(other, KKG4_3, told=TOLD)

        assert reason(asked, facts(CHLOE, to=other), Way.WARNING) == "warning-only-to-youth-office"


def test_a_warning_says_who_was_told_before_or_why_nobody_was() -> None:
    known = facts(CHLOE, to=BO)

    assert reason(warning(None), known, Way.WARNING) == "note-missing"
    assert reason(warning(ToldBefore(False, " ")), known, Way.WARNING) == "not-told-without-why"
    assert reason(warning(ToldBefore(False, "Gefahr für das Kind")), known, Way.WARNING) == ""


def test_a_warning_rests_on_a_norm_and_not_on_a_consent() -> None:
    asked = wanted(BO, HIS, "family", told=TOLD)

    assert reason(asked, facts(CHLOE, record(BO, {"family": YES}), to=BO), Way.WARNING) == (
        "warning-without-norm"
    )


def test_from_a_warning_follows_a_review_in_time_and_from_nothing_else_anything() -> None:
    look = ReviewWarning(F1, DisclosureId("disclosure-1"))

    assert after(disclosed()) == (Debt(look, MONDAY + timedelta(hours=72), Urgency.WORDS),)
    assert after(disclosed(Way.SHARE)) == ()


FINE = Review(True)


def test_who_is_answerable_for_it_reviews_a_warning() -> None:
    for reviewer in (PAUL, RUTH):
        assert review(disclosed(), FINE, reviewer, again=False) == FINE


def test_a_review_that_finds_fault_says_which() -> None:
    for said in ("", " ", "x" * (LONGEST_WORDS + 1), "a\nb"):
        answer = review(disclosed(), Review(False, said), PAUL, again=False)

        assert answer == Refused("review-without-remark", {"most": str(LONGEST_WORDS)})
    assert review(disclosed(), Review(False, " zu früh "), PAUL, again=False) == Review(False, "zu früh")


@pytest.mark.parametrize(
    ("by", "way", "again", "why"),
    [
        (AMIRA, Way.WARNING, False, "review-not-by-you"),
        (BO, Way.WARNING, False, "review-not-by-you"),
        (PAUL, Way.SHARE, False, "no-warning"),
        (PAUL, Way.WARNING, True, "reviewed-already"),
    ],
)
def test_nobody_else_reviews_it_and_nobody_twice(by: Professional, way: Way, again: bool, why: str) -> None:
    assert review(disclosed(way), FINE, by, again=again) == Refused(why)


def test_nobody_reviews_their_own_warning() -> None:
    assert review(disclosed(by=RUTH), FINE, RUTH, again=False) == Refused("review-of-ones-own")


def answers(
    by: Professional,
    *,
    way: Way = Way.WARNING,
    again: bool = False,
    kind: AgencyKind = AgencyKind.YOUTH_OFFICE,
    now: timedelta = timedelta(0),
) -> Refused | NormId:
    return feedback(
        disclosed(way),
        by,
        kind=kind,
        sender_kind=AgencyKind.SCHOOL_SOCIAL_WORK,
        law=known_law(),
        now=MONDAY + now,
        again=again,
    )


def test_who_received_a_warning_answers_it_on_a_norm() -> None:
    assert answers(BO) == NormId("KKG4_4", 1)


@pytest.mark.parametrize("by", [RUTH, CHLOE, DARIO, ELIF, PAUL], ids=lambda person: str(person.id))
def test_nobody_else_answers_it(by: Professional) -> None:
    assert answers(by) == Refused("feedback-not-by-you")


def test_what_is_no_youth_office_answers_no_warning() -> None:
    assert answers(BO, kind=AgencyKind.PROVIDER) == Refused("feedback-not-by-you")


def test_a_warning_is_answered_once_and_nothing_else_is() -> None:
    assert answers(BO, again=True) == Refused("answered-already")
    assert answers(BO, way=Way.SHARE) == Refused("no-warning")


def test_without_a_norm_in_force_nobody_answers() -> None:
    assert answers(BO, now=-timedelta(days=10_000)) == Refused("feedback-without-norm")


# Who may look.


def test_only_those_whom_a_disclosure_concerns_may_read_it() -> None:
    shared = disclosed(Way.SHARE)

    assert [p for p in (AMIRA, BO, CHLOE, DARIO, ELIF, RUTH, PAUL) if may_read(shared, p)] == [BO, CHLOE]


def test_a_warning_may_be_read_by_those_who_review_it_too() -> None:
    readers = [p for p in (AMIRA, BO, CHLOE, DARIO, ELIF, RUTH, PAUL) if may_read(disclosed(), p)]

    assert readers == [BO, CHLOE, RUTH, PAUL]


@pytest.mark.parametrize(
    ("way", "told", "known"),
    [
        (Way.SHARE, None, True),
        (Way.WARNING, ToldBefore(True), True),
        (Way.WARNING, ToldBefore(False, "Gefahr"), False),
        (Way.WARNING, None, False),
    ],
)
def test_of_what_they_were_not_told_the_client_sees_nothing(
    way: Way, told: ToldBefore | None, known: bool
) -> None:
    kept = model.Record(disclosure=disclosed(way), contents=Contents(told=told))

    assert known_to_client(kept) is known


# What is written down.


def test_the_audit_chain_says_who_on_which_basis_and_no_content() -> None:
    shared = disclosed()

    assert made(shared) == Act(
        at=MONDAY,
        actor=CHLOE.id,
        deed="disclosure.made",
        case=F1,
        target="disclosure-1",
        basis="KKG4_3@1",
    )
    assert answered(shared, Deed.FEEDBACK, by=BO.id, basis="KKG4_4@1", at=MONDAY).deed == (
        "disclosure.answered"
    )
    assert answered(shared, Deed.REVIEW, by=PAUL.id, basis="KKG4_3@1", at=MONDAY).deed == (
        "disclosure.reviewed"
    )


def test_a_review_that_nobody_made_is_noted_by_the_clock() -> None:
    due = ReviewWarning(F1, DisclosureId("disclosure-1"))

    act = overdue(due, MONDAY + REVIEW_WITHIN)

    assert (act.actor, act.deed, act.target) == ("clock", "disclosure.overdue", "disclosure-1")
    assert JONAS.name not in repr(act)
