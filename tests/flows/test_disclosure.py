"""What professionals pass on has a basis that holds when they do, and warnings are looked at in time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from hub.cases.model import Professional
from hub.consent.model import ORGANISATION, Answer, Consent, Recipient
from hub.courier import Courier
from hub.disclosure.model import Disclosure, Feedback, Record, Review, ToldBefore, Wanted
from hub.disclosure.rules import REVIEW_WITHIN
from hub.disclosure.service import Made
from hub.effects import ReviewWarning
from hub.errors import Refused
from hub.identifiers import CaseId, ConsentId, DisclosureId
from hub.law.model import Layer, NormId, Note
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, NINA, PAUL, RUTH, key_of, terms_for
from tests.rules.passing import KKG4_3, TASK69, TOLD, in_person, wanted
from tests.signing import public, signing

ANSWER = Feedback(confirmed=True, acted=True, acts=False)
FOR_PROVIDERS = (Note.RECIPIENT_INSTRUCTED,)
FROM_THE_YOUTH_OFFICE = (Note.HELP_NOT_ENDANGERED, Note.PSEUDONYMISED_WHERE_POSSIBLE)


async def begins(desk: Desk, *others: Professional) -> CaseId:
    """Case F-1, on which Bo and Chloe work; everybody of the network has a key."""
    case = await desk.opens_case(BO, CHLOE, *others)
    for person in (AMIRA, BO, CHLOE, DARIO, ELIF, RUTH, PAUL):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    await desk.works_off()
    return case


async def makes(desk: Desk, case: CaseId, by: Professional, asked: Wanted) -> Made | Refused:
    return await desk.hub.disclosures.make(case, asked, by=by.id, sign=signing(key_of(by)))


async def warns(desk: Desk, case: CaseId, told: ToldBefore = TOLD) -> Disclosure:
    """Chloe warns the youth office."""
    asked = wanted(BO, KKG4_3, told=told, layers=tuple(Layer), necessity="Blaue Flecken")
    made = await desk.hub.disclosures.warn(case, asked, by=CHLOE.id, sign=signing(key_of(CHLOE)))
    assert isinstance(made, Made), made
    return made.disclosure


async def reviews(
    desk: Desk, warning: Disclosure, by: Professional = PAUL, found: Review | None = None
) -> Disclosure | Refused:
    return await desk.hub.disclosures.review(
        warning.id, found or Review(True), by=by.id, sign=signing(key_of(by))
    )


async def answers(desk: Desk, warning: Disclosure, by: Professional = BO) -> Disclosure | Refused:
    return await desk.hub.disclosures.feedback(warning.id, ANSWER, by=by.id, sign=signing(key_of(by)))


async def agrees(desk: Desk, case: CaseId, to: Professional, **themes: Answer) -> Consent:
    terms = replace(terms_for(to, now=desk.clock.now()), themes={ORGANISATION: Answer.YES} | themes)
    given = await desk.agrees(case, terms)
    assert not isinstance(given, Refused)
    return given


def reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


async def read_by(desk: Desk, case: CaseId, *people: Professional) -> list[Sequence[Record]]:
    return [await desk.hub.disclosures.read_by(case, person.id) for person in people]


# What is passed on.


async def test_what_the_client_agreed_to_is_passed_on_and_stays_in_the_file(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)

    made = await makes(desk, case, AMIRA, wanted(BO, consent.id, "housing"))

    assert isinstance(made, Made)
    assert made.lawful.facts == {"consent": consent.id}
    (record,) = await desk.hub.disclosures.records(case)
    assert record.disclosure == made.disclosure
    assert (record.disclosure.proven, record.disclosure.basis) == (True, consent.id)
    assert record.contents.themes == {"housing"}


async def test_after_the_withdrawal_a_consent_is_no_basis(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)
    await desk.withdraws(consent)

    answer = await makes(desk, case, AMIRA, wanted(BO, consent.id, "housing"))

    assert reason(answer) == "consent-not-in-force"
    assert await desk.hub.disclosures.of_case(case) == []


async def test_a_consent_that_ran_out_is_no_basis(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)
    desk.clock.push(days=90)

    answer = await makes(desk, case, AMIRA, wanted(BO, consent.id, "housing"))

    assert reason(answer) == "consent-not-in-force"


async def test_a_consent_of_another_case_is_no_basis(desk: Desk) -> None:
    hers = await desk.opens_case(BO, client=replace(JONAS, user=desk.hub.new_client()))
    consent = await desk.consents(hers, BO)
    case = await begins(desk)

    answer = await makes(desk, case, AMIRA, wanted(BO, consent.id, ORGANISATION))

    assert reason(answer) == "unknown-consent"


async def test_what_a_task_needs_is_passed_on_without_consent_and_names_the_norm(desk: Desk) -> None:
    case = await begins(desk)

    made = await makes(desk, case, AMIRA, wanted(BO, TASK69, "housing"))

    assert isinstance(made, Made)
    (entry,) = [e.act for e in await desk.entries() if e.act.deed == "disclosure.made"]
    assert (entry.actor, entry.target, entry.basis) == (AMIRA.id, made.disclosure.id, "TASK69@1")


async def test_what_was_entrusted_does_not_go_out_on_section_69(desk: Desk) -> None:
    case = await begins(desk)
    notes = FROM_THE_YOUTH_OFFICE
    entrusted = wanted(AMIRA, TASK69, "family", confirmed=notes, layers=(Layer.ENTRUSTED,))
    ordinary = wanted(AMIRA, TASK69, "family", confirmed=notes)

    answer = await makes(desk, case, BO, entrusted)

    assert reason(answer) == "held-in-secrecy"
    assert await desk.hub.disclosures.of_case(case) == []
    assert "disclosure.made" not in await desk.deeds()
    assert isinstance(await makes(desk, case, BO, ordinary), Made)


async def test_elif_and_dario_pass_nothing_on(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)

    for stranger in (ELIF, DARIO):
        for basis in (consent.id, TASK69):
            assert reason(await makes(desk, case, stranger, wanted(BO, basis, "housing"))) == (
                "not-on-this-case"
            )


async def test_elif_and_dario_get_nothing(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)
    for stranger in (ELIF, DARIO):
        asked = wanted(stranger, consent.id, "housing", confirmed=FOR_PROVIDERS)
        assert reason(await makes(desk, case, AMIRA, asked)) == "consent-for-others"

    await makes(desk, case, AMIRA, wanted(BO, consent.id, "housing"))
    await warns(desk, case)

    assert await read_by(desk, case, ELIF, DARIO) == [[], []]


async def test_what_was_for_one_person_is_not_read_by_their_colleague(desk: Desk) -> None:
    case = await begins(desk)

    await makes(desk, case, AMIRA, wanted(in_person(BO), TASK69, "housing"))

    amira, bo, ruth, chloe = await read_by(desk, case, AMIRA, BO, RUTH, CHLOE)
    assert (len(amira), len(bo), len(ruth), len(chloe)) == (1, 1, 0, 0)


async def test_nobody_passes_anything_on_in_the_name_of_another(desk: Desk) -> None:
    case = await begins(desk)

    answer = await desk.hub.disclosures.make(
        case, wanted(BO, TASK69, "housing"), by=AMIRA.id, sign=signing(key_of(DARIO))
    )

    assert reason(answer) == "signature-not-theirs"
    assert await desk.hub.disclosures.of_case(case) == []


async def test_who_has_no_key_passes_nothing_on(desk: Desk) -> None:
    case = await begins(desk, NINA)

    warned = await desk.hub.disclosures.warn(
        case, wanted(BO, KKG4_3, told=TOLD), by=NINA.id, sign=signing(key_of(NINA))
    )

    assert reason(warned) == "signature-not-theirs"


@pytest.mark.parametrize(
    "recipient",
    [replace(in_person(BO), function="Hausmeisterei"), replace(in_person(BO), agency=AMIRA.agency)],
    ids=["another function", "another agency"],
)
async def test_a_recipient_nobody_knows_gets_nothing(desk: Desk, recipient: Recipient) -> None:
    case = await begins(desk)

    answer = await makes(desk, case, AMIRA, replace(wanted(BO, TASK69, "housing"), recipient=recipient))

    assert reason(answer) == "unknown-recipient"


async def test_a_function_nobody_has_gets_nothing(desk: Desk) -> None:
    case = await begins(desk)
    nobody = replace(in_person(BO), function="Hausmeisterei", person=None)

    assert reason(await makes(desk, case, AMIRA, wanted(nobody, TASK69, "housing"))) == "unknown-recipient"


async def test_a_withdrawal_and_a_disclosure_at_once_end_in_one_order(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)

    answer, _ = await asyncio.gather(
        makes(desk, case, AMIRA, wanted(BO, consent.id, "housing")), desk.withdraws(consent)
    )

    deeds = [deed for deed in await desk.deeds() if deed in ("disclosure.made", "consent.withdrawn")]
    first_made = ["disclosure.made", "consent.withdrawn"]
    assert deeds == (first_made if isinstance(answer, Made) else ["consent.withdrawn"])


async def test_an_unknown_norm_or_consent_is_refused(desk: Desk) -> None:
    case = await begins(desk)

    for basis, why in ((NormId("TASK69", 2), "unknown-norm"), (ConsentId("x"), "unknown-consent")):
        assert reason(await makes(desk, case, AMIRA, wanted(BO, basis, "housing"))) == why


# A warning.


async def test_a_warning_seats_nobody(desk: Desk) -> None:
    case = await begins(desk)

    await warns(desk, case)
    await desk.works_off()

    assert await desk.hub.rooms.of_case(case) is None
    assert desk.homeserver.called("invite") == []


async def test_a_warning_to_a_provider_is_refused(desk: Desk) -> None:
    case = await begins(desk)

    for other in (DARIO, NINA, AMIRA):
        answer = await desk.hub.disclosures.warn(
            case, wanted(other, KKG4_3, told=TOLD), by=CHLOE.id, sign=signing(key_of(CHLOE))
        )
        assert reason(answer) == "warning-only-to-youth-office"
    assert await desk.owed(case) == []


async def test_elif_and_dario_warn_nobody(desk: Desk) -> None:
    case = await begins(desk)

    for stranger in (ELIF, DARIO):
        answer = await desk.hub.disclosures.warn(
            case, wanted(BO, KKG4_3, told=TOLD), by=stranger.id, sign=signing(key_of(stranger))
        )
        assert reason(answer) == "not-on-this-case"


async def test_a_warning_is_read_by_whom_it_is_for_and_who_reviews_it(desk: Desk) -> None:
    case = await begins(desk)

    await warns(desk, case)

    amira, bo, chloe, paul = await read_by(desk, case, AMIRA, BO, CHLOE, PAUL)
    assert (len(amira), len(bo), len(chloe), len(paul)) == (0, 1, 1, 1)
    assert bo[0].contents.necessity == "Blaue Flecken"


async def test_a_warning_reviewed_in_time_raises_no_alarm(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    await reviews(desk, warning)

    desk.clock.push(hours=72)
    with capture_logs() as logs:
        await desk.works_off()

    assert [line for line in logs if line["event"] == "warning-unreviewed"] == []
    assert "disclosure.overdue" not in await desk.deeds()
    assert await desk.owed(case) == []


async def test_a_warning_that_nobody_reviewed_in_time_raises_one_alarm(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    with capture_logs() as logs:
        desk.clock.push(hours=72, microseconds=-1)
        await desk.works_off()
        early = [line for line in logs if line["event"] == "warning-unreviewed"]
        desk.clock.push(microseconds=1)
        await desk.works_off()
        desk.clock.push(days=30)
        await desk.works_off()

    (alarm,) = [line for line in logs if line["event"] == "warning-unreviewed"]
    assert early == []
    assert (alarm["log_level"], alarm["disclosure"], alarm["case"]) == ("error", warning.id, case)
    assert "Flecken" not in repr(logs)
    assert (await desk.deeds()).count("disclosure.overdue") == 1


async def test_a_review_that_fell_due_twice_is_noted_once(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    desk.clock.push(hours=72)
    (claim,) = await desk.debts(case)
    due = ReviewWarning(case, warning.id)
    await desk.works_off()

    await desk.hub.disclosures.mark_due(due, claim)

    assert (await desk.deeds()).count("disclosure.overdue") == 1


async def test_a_review_is_never_too_late(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    desk.clock.push(days=10)
    await desk.works_off()

    assert isinstance(await reviews(desk, warning, RUTH), Disclosure)


async def test_what_a_review_found_stands_beside_the_warning(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    found = Review(False, "Die Eltern hätten es vorher erfahren können.")

    await reviews(desk, warning, PAUL, found)

    (record,) = await desk.hub.disclosures.records(case)
    assert record.review is not None
    assert (record.review.by, record.review.answer, record.review.proven) == (PAUL.id, found, True)


async def test_of_two_who_review_at_once_one_does(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    both = await asyncio.gather(reviews(desk, warning, PAUL), reviews(desk, warning, RUTH))

    assert [reason(one) for one in both if isinstance(one, Refused)] == ["reviewed-already"]
    assert (await desk.deeds()).count("disclosure.reviewed") == 1


async def test_who_gave_a_warning_does_not_review_it(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    assert reason(await reviews(desk, warning, CHLOE)) == "review-of-ones-own"
    assert reason(await reviews(desk, warning, BO)) == "review-not-by-you"


async def test_who_may_not_read_a_warning_does_not_learn_of_it(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    for stranger in (ELIF, DARIO, AMIRA):
        about_it = await reviews(desk, warning, stranger)
        about_nothing = await reviews(desk, replace(warning, id=DisclosureId("x")), stranger)

        assert (reason(about_it), reason(about_nothing)) == 2 * ("unknown-disclosure",)
        assert reason(await answers(desk, warning, stranger)) == "unknown-disclosure"


async def test_the_youth_office_answers_with_three_facts_once(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    await answers(desk, warning)
    again = await answers(desk, warning)

    assert reason(again) == "answered-already"
    (record,) = await desk.hub.disclosures.records(case)
    assert record.feedback is not None
    assert (record.feedback.by, record.feedback.answer) == (BO.id, ANSWER)
    (entry,) = [e.act for e in await desk.entries() if e.act.deed == "disclosure.answered"]
    assert (entry.target, entry.basis) == (warning.id, "KKG4_4@1")


async def test_nobody_else_answers_for_the_youth_office(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    for other in (CHLOE, RUTH, PAUL):
        assert reason(await answers(desk, warning, other)) == "feedback-not-by-you"


async def test_only_a_warning_is_reviewed_and_answered(desk: Desk) -> None:
    case = await begins(desk)
    made = await makes(desk, case, AMIRA, wanted(BO, TASK69, "housing"))
    assert isinstance(made, Made)

    assert reason(await answers(desk, made.disclosure)) == "no-warning"
    assert reason(await reviews(desk, made.disclosure, BO)) == "no-warning"


async def test_an_answer_in_the_name_of_another_is_not_stored(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    answer = await desk.hub.disclosures.feedback(warning.id, ANSWER, by=BO.id, sign=signing(key_of(CHLOE)))

    assert reason(answer) == "signature-not-theirs"
    (record,) = await desk.hub.disclosures.records(case)
    assert record.feedback is None


async def test_no_word_of_what_was_passed_on_is_in_the_audit_chain(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case, ToldBefore(False, "Gefahr"))
    await reviews(desk, warning)
    await answers(desk, warning)

    told = repr(await desk.entries())

    for word in ("Flecken", "Gefahr", "confirmed", JONAS.name, CHLOE.name):
        assert word not in told


async def test_a_warning_is_due_for_review_after_72_hours_by_whoever_works(desk: Desk) -> None:
    case = await begins(desk)
    await warns(desk, case)

    (effect,) = await desk.owed(case)

    assert isinstance(effect, ReviewWarning)
    assert timedelta(hours=72) == REVIEW_WITHIN
    another: Courier = desk.hub.courier("another", desk.speaker, HandBell())
    desk.clock.push(hours=72)
    await another.work_off()
    assert await desk.owed(case) == []
