"""Who may ask a specialist, until when the two may sit, and what ends it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.cases.model import CaseFile, Duty, Participation, Professional, Role
from hub.consent.model import Basis
from hub.consult import rules
from hub.consult.model import Contents, Deed, End, Into, Question, Trace
from hub.disclosure import rules as disclosure_rules
from hub.disclosure.model import Contents as Noted
from hub.disclosure.model import Disclosure, Lawful, Record, ToldBefore
from hub.effects import AT_ONCE, PostAnswer, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import COMMON, TEAM, CircleId
from hub.law.book import known_law
from hub.law.model import Layer, NormId, Note, Way
from hub.rooms.drift import has_ended
from hub.rooms.model import Consulting, Kind, Membership, Seat, kind_of
from hub.rooms.naming import name_of, plan
from hub.rooms.noting import note
from hub.rooms.rules import listed, looks_ahead, people_of, rightful, rights, wanted
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, JONAS, NINA, RUTH, STEWARD, VOICE, case_f1, closed
from tests.rules import asking as story
from tests.rules.asking import ASKED, CIRCLE, NUMBER, TWO_WEEKS, asking, question
from tests.rules.passing import disclosed, facts

LAW = known_law()
AFTER = MONDAY + timedelta(days=1)


def worked(file: CaseFile, person: Professional, *, since: timedelta, until: timedelta | None) -> CaseFile:
    """The same case, on which somebody worked for that time of Monday on."""
    ended = None if until is None else MONDAY + until
    part = Participation(case=F1, professional=person, role=Role.MEMBER, since=MONDAY + since, ended_at=ended)
    if ended is None:
        return replace(file, participations=(*file.participations, part))
    return replace(file, former=(*file.former, part))


def reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


# Asking.


def test_somebody_outside_the_case_may_be_asked_for_four_weeks_at_most() -> None:
    longest = story.wanted(until=MONDAY + rules.LONGEST)
    longer = story.wanted(until=MONDAY + rules.LONGEST + timedelta(seconds=1))

    assert rules.may_ask(case_f1(), AMIRA, RUTH, longest, MONDAY) is None
    for wrong in (longer, story.wanted(until=MONDAY)):
        assert reason(rules.may_ask(case_f1(), AMIRA, RUTH, wrong, MONDAY)) == "consult-too-long"


def test_whoever_works_on_the_case_or_did_would_know_whose_it_is() -> None:
    did = worked(case_f1(), RUTH, since=timedelta(days=-9), until=timedelta(days=-8))

    for file in (case_f1(RUTH), did):
        assert reason(rules.may_ask(file, AMIRA, RUTH, story.wanted(), MONDAY)) == "consult-colleague"


@pytest.mark.parametrize("person", [AMIRA, RUTH], ids=lambda person: person.name)
def test_both_agencies_must_be_bound_by_the_charter(person: Professional) -> None:
    file = case_f1()
    file = replace(file, bound={a: until for a, until in file.bound.items() if a != person.agency})

    assert reason(rules.may_ask(file, AMIRA, RUTH, story.wanted(), MONDAY)) == "consult-unbound"


def test_that_the_client_is_not_to_be_told_takes_a_reason() -> None:
    mute, said = (story.wanted(told=ToldBefore(before=False, why=why)) for why in (" ", "Gefahr"))

    assert reason(rules.may_ask(case_f1(), AMIRA, RUTH, mute, MONDAY)) == "not-told-without-why"
    assert rules.may_ask(case_f1(), AMIRA, RUTH, said, MONDAY) is None


def test_what_is_asked_is_kept_without_blanks_around_it() -> None:
    assert rules.words(Contents(" Was tun? ", (" Es weint. ",))) == Contents("Was tun?", ("Es weint.",))


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (Contents("", ("Es weint.",)), "unshowable-text"),
        (Contents("Was tun?", ()), "consult-words"),
        (Contents("Was tun?", ("Es weint.",) * (rules.MOST_PARAGRAPHS + 1)), "consult-words"),
        (Contents("Was tun?", ("x" * (rules.LONGEST_PARAGRAPH + 1),)), "unshowable-text"),
        (Contents("Was tun?", ("zwei\nZeilen",)), "unshowable-text"),
    ],
)
def test_what_cannot_be_shown_is_not_asked(contents: Contents, why: str) -> None:
    assert reason(rules.words(contents)) == why


def test_a_trace_is_told_by_its_kind_alone() -> None:
    assert rules.untraceable([]) is None
    refused = rules.untraceable([Trace.PARTY, Trace.LABEL])
    assert refused == Refused("excerpt-not-pseudonymised", {"trace": "party"})


def test_a_norm_that_is_made_for_asking_experts_is_found_and_no_other() -> None:
    assert [str(norm) for norm in rules.norms(LAW, story.wanted(), MONDAY)] == ["KKG4_2@1", "SGB8_65@1"]


def test_a_norm_that_somebody_names_is_the_one() -> None:
    named = NormId("TASK69", 1)

    assert rules.norms(LAW, story.wanted(norm=named), MONDAY) == [named]


# As a disclosure.


def lawful(sender: Professional, to: Professional, norm: str, **noted: Any) -> Lawful | Refused:
    asked = rules.passed_on(story.wanted(to, **noted), to, NormId(norm, 1))
    return disclosure_rules.lawful(Way.CONSULT, asked, facts(sender, to=to))


def test_an_expert_may_be_asked_without_consent() -> None:
    assert isinstance(lawful(AMIRA, RUTH, "KKG4_2"), Lawful)
    assert isinstance(lawful(CHLOE, RUTH, "KKG4_2", layers=frozenset({Layer.PROFESSIONAL})), Lawful)


def test_what_was_entrusted_goes_by_the_norm_that_lifts_it() -> None:
    entrusted = frozenset({Layer.ENTRUSTED})

    assert reason(lawful(CHLOE, RUTH, "KKG4_2", layers=entrusted)) == "held-in-secrecy"
    assert isinstance(lawful(CHLOE, RUTH, "SGB8_65", layers=entrusted), Lawful)


def test_somebody_else_may_be_asked_by_a_norm_that_leads_to_them() -> None:
    instructed = frozenset({Note.RECIPIENT_INSTRUCTED})

    assert reason(lawful(AMIRA, DARIO, "KKG4_2")) == "norm-not-for-recipient"
    assert isinstance(lawful(AMIRA, DARIO, "TASK69", notes=instructed), Lawful)


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
def test_who_does_not_work_on_the_case_passes_nothing_on(person: Professional) -> None:
    assert reason(lawful(person, RUTH, "KKG4_2")) == "not-on-this-case"


def test_that_it_is_pseudonymised_is_asked_for_whatever_the_norm() -> None:
    asked = rules.passed_on(story.wanted(BO), BO, NormId("TASK69", 1))
    bare = replace(asked, contents=replace(asked.contents, confirmed=frozenset()))

    refused = disclosure_rules.lawful(Way.CONSULT, bare, facts(AMIRA, to=BO))

    assert refused == Refused("note-missing", {"note": "pseudonymised"})
    assert isinstance(disclosure_rules.lawful(Way.SHARE, bare, facts(AMIRA, to=BO)), Lawful)


def consulted(way: Way) -> Disclosure:
    return replace(disclosed(way, to=RUTH), basis="KKG4_2@1")


def test_a_specialist_reads_no_disclosure_beside_its_case() -> None:
    assert not disclosure_rules.may_read(consulted(Way.CONSULT), RUTH)
    assert disclosure_rules.may_read(consulted(Way.CONSULT), CHLOE)
    assert disclosure_rules.may_read(consulted(Way.SHARE), RUTH)


def test_the_client_may_know_of_it_unless_somebody_says_why_not() -> None:
    for told, is_known in ((None, True), (ToldBefore(True), True), (ToldBefore(False, "Gefahr"), False)):
        record = Record(disclosure=consulted(Way.CONSULT), contents=Noted(told=told))
        assert disclosure_rules.known_to_client(record) is is_known


# Who sits in its room.


def test_while_it_is_open_these_two_may_sit_and_nobody_by_consent() -> None:
    may = rightful(asking(case_f1(BO)), [], {VOICE}, MONDAY, CIRCLE)

    because = Consulting(NUMBER, MONDAY, MONDAY + TWO_WEEKS)
    assert may == {AMIRA.user: because, RUTH.user: because}
    assert listed(may) == dict.fromkeys(may, MONDAY + TWO_WEEKS)
    assert kind_of(CIRCLE) is Kind.CONSULT


def test_a_specialist_sits_in_no_other_room() -> None:
    may = rights(asking(), [], {VOICE}, MONDAY)

    assert {circle for circle, people in may.items() if RUTH.user in people} == {CIRCLE}
    assert people_of(asking(), COMMON, ()) == (AMIRA,)
    assert people_of(asking(), CIRCLE, (NINA,)) == (AMIRA, RUTH)


def test_a_circle_without_a_question_is_nobodys() -> None:
    unknown = CircleId("consult-nothing")

    assert rightful(asking(), [], {VOICE}, MONDAY, unknown) == {}
    assert people_of(asking(), unknown, ()) == ()


def test_a_room_is_made_for_two_and_for_no_single_one() -> None:
    unbound = replace(case_f1(), bound={AMIRA.agency: MONDAY + TWO_WEEKS})

    assert CIRCLE in wanted(rights(asking(), [], (), MONDAY))
    assert CIRCLE not in wanted(rights(asking(unbound), [], (), MONDAY))


def test_a_seat_ends_with_what_ends_first_the_question_or_the_charter() -> None:
    soon = replace(case_f1(), bound={AMIRA.agency: AFTER, RUTH.agency: MONDAY + 2 * TWO_WEEKS})

    may = rightful(asking(soon), [], (), MONDAY, CIRCLE)

    assert listed(may) == {AMIRA.user: AFTER, RUTH.user: MONDAY + TWO_WEEKS}
    (debt,) = looks_ahead(F1, may, [], MONDAY, is_missing=False)
    assert (debt.due_at, debt.urgency) == (AFTER, Urgency.REMOVAL)


@pytest.mark.parametrize(
    ("about", "now"),
    [
        (question(), MONDAY + TWO_WEEKS),
        (question(end=End(Deed.ANSWER, RUTH.id, AFTER)), AFTER),
        (question(end=End(Deed.WITHDRAW, AMIRA.id, AFTER)), AFTER),
        (question(proven=False), MONDAY),
        (question(asker=ELIF.id), MONDAY),
    ],
    ids=["expired", "answered", "withdrawn", "not proven", "by nobody of the case"],
)
def test_after_its_end_nobody_may_sit(about: Question, now: datetime) -> None:
    assert rightful(asking(about=about), [], (), now, CIRCLE) == {}


def test_after_the_case_nobody_may_sit() -> None:
    assert rightful(asking(closed(case_f1())), [], (), MONDAY, CIRCLE) == {}


def test_who_asked_and_came_back_to_the_case_asks_no_more() -> None:
    left = worked(case_f1(), BO, since=timedelta(days=-1), until=timedelta(hours=1))
    again = worked(left, BO, since=timedelta(hours=2), until=None)

    for file in (left, again):
        assert rightful(asking(file, about=question(asker=BO.id)), [], (), AFTER, CIRCLE) == {}


def test_who_asked_and_took_another_role_asks_still() -> None:
    turned = worked(case_f1(), BO, since=timedelta(days=-1), until=timedelta(hours=1))
    led = worked(turned, BO, since=timedelta(hours=1), until=None)

    assert BO.user in rightful(asking(led, about=question(asker=BO.id)), [], (), AFTER, CIRCLE)


@pytest.mark.parametrize("until", [None, timedelta(hours=2)], ids=["works on it", "did"])
def test_a_specialist_who_came_to_work_on_the_case_is_asked_no_more(until: timedelta | None) -> None:
    file = worked(case_f1(), RUTH, since=timedelta(hours=1), until=until)

    assert rightful(asking(file), [], (), AFTER, CIRCLE) == {}


def test_who_left_their_agency_is_asked_no_more() -> None:
    assert rightful(asking(of=replace(RUTH, left_at=MONDAY)), [], (), MONDAY, CIRCLE) == {}


def test_its_room_is_called_by_its_own_number_alone() -> None:
    file = asking()
    made = plan(file, rightful(file, [], (), MONDAY, CIRCLE), creator=STEWARD, circle=CIRCLE)

    assert (made.alias, made.name) == (f"fallraum-{NUMBER}", "Q-4711")
    assert name_of(file.case, CIRCLE) == made.name
    # Ruth's homeserver is another one: she is asked in when the room is there.
    assert made.guests == (AMIRA.user,)


# What is written down.


def test_seats_are_told_by_the_question_and_nobodys_going_is_announced() -> None:
    seat = {person.user: Seat(Membership.JOINED, MONDAY) for person in (AMIRA, RUTH)}
    over = asking(about=question(end=End(Deed.ANSWER, RUTH.id, AFTER)))

    told = note(over, known=seat, seen={}, may={}, admitted=(), now=AFTER, given=(), circle=CIRCLE)

    assert [(act.deed, act.target, act.basis) for act in told.acts] == [
        ("seat.ended", f"{AMIRA.id}:{CIRCLE}", NUMBER),
        ("seat.ended", f"{RUTH.id}:{CIRCLE}", NUMBER),
    ]
    assert "AnnounceDeparture" not in {type(debt.effect).__name__ for debt in told.debts}


def test_a_strangers_seat_there_rests_on_nothing() -> None:
    stranger = {DARIO.user: Seat(Membership.JOINED, MONDAY)}

    told = note(asking(), known={}, seen=stranger, may={}, admitted=(), now=AFTER, given=(), circle=CIRCLE)

    assert [(act.target, act.basis) for act in told.acts] == [(f"other:{CIRCLE}", "")]


def test_leaving_with_the_end_is_no_surprise_and_a_strangers_is() -> None:
    over = asking(about=question(end=End(Deed.ANSWER, RUTH.id, AFTER)))

    assert has_ended(over, [], RUTH.user, CIRCLE, AFTER)
    assert not has_ended(asking(), [], RUTH.user, CIRCLE, AFTER)
    assert not has_ended(over, [], DARIO.user, CIRCLE, AFTER)


# Reading, answering, and what follows.


def test_who_asked_reads_it_while_on_the_case_and_who_is_asked_while_it_is_open() -> None:
    file = asking()
    (one,) = file.consultations

    assert rules.may_read(one, file, AMIRA.id, MONDAY + 2 * TWO_WEEKS)
    assert rules.may_read(one, file, RUTH.id, AFTER)
    assert not rules.may_read(one, file, RUTH.id, MONDAY + TWO_WEEKS)
    assert not rules.may_read(one, closed(file), RUTH.id, AFTER)
    assert not rules.may_read(one, replace(file, participations=()), AMIRA.id, AFTER)
    for person in (DARIO, ELIF, BO, JONAS):
        assert not rules.may_read(one, file, getattr(person, "id", person.user), AFTER)


def test_it_may_be_answered_until_its_end() -> None:
    file = asking()
    (one,) = file.consultations

    assert rules.is_open(one, file, AFTER)
    assert not rules.is_open(one, file, MONDAY + TWO_WEEKS)
    assert not rules.is_open(one, closed(file), AFTER)


def test_asking_owes_the_way_in_and_the_way_out() -> None:
    come, go = rules.after_asking(question())

    assert (come.effect, come.due_at, come.urgency) == (Reconcile(F1), MONDAY, Urgency.ADMISSION)
    assert (go.effect, go.due_at, go.urgency) == (Reconcile(F1), MONDAY + TWO_WEEKS, Urgency.REMOVAL)


def test_an_end_owes_the_way_out_at_once_and_an_answer_its_words() -> None:
    leave, say = rules.after_ending(question(), Deed.ANSWER, AFTER)
    (only,) = rules.after_ending(question(), Deed.WITHDRAW, AFTER)

    assert leave == only
    assert (leave.effect, leave.due_at, leave.urgency) == (Reconcile(F1), AT_ONCE, Urgency.REMOVAL)
    assert (say.effect, say.urgency) == (PostAnswer(F1, NUMBER), Urgency.WORDS)


def test_an_answer_is_worth_posting_once_in_an_open_case() -> None:
    one = question(end=End(Deed.ANSWER, RUTH.id, AFTER))

    assert rules.still_worth_posting(one, case_f1())
    assert not rules.still_worth_posting(one, closed(case_f1()))
    for wrong in (
        question(),
        replace(one, is_posted=True),
        replace(one, proven=False),
        question(end=End(Deed.WITHDRAW, AMIRA.id, AFTER)),
    ):
        assert not rules.still_worth_posting(wrong, case_f1())


def test_what_is_asked_and_answered_is_named_by_hashes() -> None:
    one = question()

    assert rules.asked(one, "ab").basis == "ab"
    assert rules.answered(one, by=RUTH.id, at=AFTER, document_sha256="cd").basis == "cd"
    assert rules.withdrawn(one, by=AMIRA.id, at=AFTER).basis == ""
    assert (rules.posted(one, AFTER).deed, rules.posted(one, AFTER).actor) == ("consult.posted", "hub")


def test_an_answer_goes_to_the_professionals_or_to_the_client() -> None:
    assert (Into.TEAM.circle, Into.CLIENT.circle) == (TEAM, COMMON)
    assert ASKED.paragraphs == (ASKED.question, *ASKED.excerpt)
    assert RUTH.duty is Duty.CHILD_PROTECTION_EXPERT
    assert not isinstance(rightful(asking(), [], (), MONDAY, CIRCLE)[RUTH.user], Basis)
