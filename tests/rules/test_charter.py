"""The charter of the network: what may be published, who may acknowledge it, and whom it binds until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases.model import Agency, AgencyKind
from hub.charter import rules
from hub.charter.model import (
    Book,
    Charter,
    Deferral,
    Draft,
    Escalation,
    Exit,
    Minutes,
    Occasion,
    Version,
    Wording,
)
from hub.charter.rules import FOREVER
from hub.effects import AT_ONCE, ApplyCharter, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import AgencyId, CaseId
from hub.rooms.rules import next_end, rightful, unbound
from tests.clock import MONDAY
from tests.people import (
    AGENCIES,
    BO,
    BRUECKE,
    DARIO,
    JONAS,
    JUGENDAMT,
    NEUSTART,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.charters import FIRST, SECOND, WORDING, book, spoilt, version, word_of
from tests.rules.seats import DAY, SCHOOL, VOICES

LATER = MONDAY + 14 * DAY
APPLY = ApplyCharter(JUGENDAMT.id)


def published(
    wording: Wording = WORDING, *, known: tuple[Version, ...] = (), **said: object
) -> Charter | Refused:
    draft = replace(Draft(wording=wording), **said)  # type: ignore[arg-type]
    return rules.publish(draft, agencies=AGENCIES, known=known, now=MONDAY)


def reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


# What is published.


def test_the_first_version_binds_at_once_and_names_every_agency() -> None:
    made = published()

    assert isinstance(made, Charter)
    assert (made.version, made.published_at, made.binds_from) == (1, MONDAY, MONDAY)
    assert {member.agency for member in made.members} == {agency.id for agency in AGENCIES}


def test_the_next_version_leaves_agencies_time_to_decide() -> None:
    made = published(known=(FIRST,))

    assert isinstance(made, Charter)
    assert (made.version, made.binds_from) == (2, LATER)
    assert reason(published(known=(FIRST,), binds_from=LATER - DAY)) == "charter-too-soon"
    assert isinstance(published(known=(FIRST,), binds_from=LATER + DAY), Charter)


def test_what_is_urgent_may_bind_sooner_and_says_why() -> None:
    made = published(known=(FIRST,), binds_from=MONDAY + DAY, urgent_because=" Sicherheitslücke ")

    assert isinstance(made, Charter)
    assert (made.binds_from, made.urgent_because) == (MONDAY + DAY, "Sicherheitslücke")
    assert reason(published(known=(FIRST,), urgent_because="\x1b[2J")) == "unshowable-text"


def test_a_version_begins_neither_in_the_past_nor_before_the_one_it_replaces() -> None:
    assert reason(published(binds_from=MONDAY - DAY)) == "charter-too-late"
    assert reason(published(known=(FIRST, SECOND), binds_from=LATER)) == "charter-too-late"


def test_a_charter_without_members_is_none() -> None:
    answer = rules.publish(Draft(wording=WORDING), agencies=(), known=(), now=MONDAY)

    assert reason(answer) == "charter-without-members"


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        (replace(WORDING, purpose="  "), "unshowable-text"),
        (replace(WORDING, minutes=Minutes("Amira", "x\ny", 7)), "unshowable-text"),
        (replace(WORDING, escalation=(Escalation(3, "x" * 1001),)), "unshowable-text"),
        (replace(WORDING, exit=Exit(367, "Übergabe")), "charter-malformed"),
        (replace(WORDING, minutes=Minutes("Amira", "alle", -1)), "charter-malformed"),
        (replace(WORDING, escalation=(Escalation(-1, "Leitung"),)), "charter-malformed"),
        (replace(WORDING, response_hours={Occasion.REQUEST: 72}), "charter-malformed"),
        (replace(WORDING, response_hours=dict.fromkeys(Occasion, 0)), "charter-malformed"),
        (replace(WORDING, response_hours=dict.fromkeys(Occasion, 1441)), "charter-malformed"),
        (replace(WORDING, open_to=frozenset({AgencyKind.UNKNOWN})), "charter-malformed"),
    ],
)
def test_what_cannot_be_shown_or_kept_is_not_agreed_on(wording: Wording, why: str) -> None:
    assert reason(published(wording)) == why


def test_blanks_around_a_text_are_no_part_of_it() -> None:
    made = published(replace(WORDING, purpose=" Zusammen ", exit=Exit(0, " Übergabe ")))

    assert isinstance(made, Charter)
    assert (made.wording.purpose, made.wording.exit) == ("Zusammen", Exit(0, "Übergabe"))


# Who acknowledges it.


def test_an_agency_that_is_named_may_acknowledge() -> None:
    assert rules.may_acknowledge(book(), JUGENDAMT, 1, MONDAY) == FIRST


def test_an_agency_that_came_later_may_if_the_charter_is_open_to_its_kind() -> None:
    narrow = version(agencies=[JUGENDAMT])
    stranger = replace(NEUSTART, kind=AgencyKind.UNKNOWN)

    assert rules.may_acknowledge(book(versions=[narrow]), NEUSTART, 1, MONDAY) == narrow
    assert reason(rules.may_acknowledge(book(versions=[narrow]), stranger, 1, MONDAY)) == "charter-not-open"


def test_nobody_acknowledges_what_is_unknown_spoilt_over_or_acknowledged() -> None:
    both = (FIRST, SECOND)

    assert reason(rules.may_acknowledge(book(), JUGENDAMT, 2, MONDAY)) == "unknown-charter"
    assert reason(rules.may_acknowledge(book(versions=[spoilt(FIRST)]), JUGENDAMT, 1, MONDAY)) == (
        "charter-contradicted"
    )
    assert reason(rules.may_acknowledge(book(versions=both), JUGENDAMT, 1, LATER)) == "charter-superseded"
    assert reason(rules.may_acknowledge(book(word_of()), JUGENDAMT, 1, MONDAY)) == "charter-acknowledged"


def test_the_next_version_is_acknowledged_before_it_binds_and_the_old_one_until_then() -> None:
    both = book(word_of(BRUECKE), versions=(FIRST, SECOND))

    assert rules.may_acknowledge(both, JUGENDAMT, 2, MONDAY) == SECOND
    assert rules.may_acknowledge(both, JUGENDAMT, 1, LATER - DAY) == FIRST


def test_who_gave_notice_or_whose_word_is_forged_may_acknowledge_anew() -> None:
    leaving = word_of(left_at=MONDAY, ends_at=MONDAY + 28 * DAY)

    assert rules.may_acknowledge(book(leaving), JUGENDAMT, 1, MONDAY) == FIRST
    assert rules.may_acknowledge(book(word_of(proven=False)), JUGENDAMT, 1, MONDAY) == FIRST


# Who leaves.


def test_an_agency_leaves_with_the_notice_it_agreed_to_or_at_once() -> None:
    known = book(word_of(), versions=[FIRST, spoilt(SECOND)])

    assert rules.leave(known, JUGENDAMT.id, at_once=False, now=MONDAY) == MONDAY + timedelta(
        days=WORDING.exit.notice_days
    )
    assert rules.leave(known, JUGENDAMT.id, at_once=True, now=MONDAY) == MONDAY


def test_who_is_not_bound_cannot_leave_and_who_left_leaves_only_sooner() -> None:
    leaving = book(word_of(left_at=MONDAY, ends_at=MONDAY + 28 * DAY))

    assert reason(rules.leave(book(), JUGENDAMT.id, at_once=True, now=MONDAY)) == "charter-not-acknowledged"
    again = rules.leave(leaving, JUGENDAMT.id, at_once=False, now=MONDAY + DAY)
    assert reason(again) == "charter-left-already"
    assert rules.leave(leaving, JUGENDAMT.id, at_once=True, now=MONDAY + DAY) == MONDAY + DAY
    over = rules.leave(leaving, JUGENDAMT.id, at_once=True, now=MONDAY + 28 * DAY)
    assert reason(over) == "charter-not-acknowledged"


# Whom it binds.


def test_only_who_acknowledged_is_bound() -> None:
    assert rules.bound(book(word_of()), MONDAY) == {JUGENDAMT.id: FOREVER}
    assert rules.bound(book(), MONDAY) == {}
    assert rules.bound(book(word_of(proven=False)), MONDAY) == {}


def test_a_version_binds_nobody_before_it_is_in_force() -> None:
    assert rules.bound(book(word_of(), versions=[version(binds_from=LATER)]), MONDAY) == {}


def test_a_newer_version_ends_the_word_given_to_the_one_before_it() -> None:
    known = book(word_of(), versions=(FIRST, SECOND))

    assert rules.bound(known, MONDAY) == {JUGENDAMT.id: LATER}
    assert rules.bound(known, LATER - timedelta(microseconds=1)) == {JUGENDAMT.id: LATER}
    assert rules.bound(known, LATER) == {}


def test_who_acknowledged_both_is_bound_without_a_gap() -> None:
    known = book(word_of(), word_of(to=SECOND), versions=(FIRST, SECOND))

    assert rules.bound(known, MONDAY) == rules.bound(known, LATER) == {JUGENDAMT.id: FOREVER}


def test_who_acknowledged_only_the_next_one_is_bound_when_it_binds() -> None:
    known = book(word_of(to=SECOND), versions=(FIRST, SECOND))

    assert rules.bound(known, MONDAY) == {}
    assert rules.bound(known, LATER) == {JUGENDAMT.id: FOREVER}


def test_a_spoilt_version_binds_nobody_and_what_was_before_it_is_over() -> None:
    known = book(word_of(), word_of(to=SECOND), versions=(FIRST, spoilt(SECOND)))

    assert rules.bound(known, MONDAY) == rules.bound(known, LATER) == {}


def test_a_word_to_a_version_that_nobody_published_binds_nobody() -> None:
    assert rules.bound(book(word_of(to=SECOND)), LATER) == {}


def test_who_left_is_bound_to_the_end_of_the_notice_and_who_left_at_once_by_no_clock() -> None:
    end = MONDAY + 28 * DAY
    leaving = book(word_of(left_at=MONDAY, ends_at=end))
    gone = book(word_of(left_at=MONDAY + DAY, ends_at=MONDAY + DAY))

    assert rules.bound(leaving, MONDAY) == {JUGENDAMT.id: end}
    assert rules.bound(leaving, end) == {}
    assert rules.bound(gone, MONDAY) == {}


def test_who_was_there_before_there_were_charters_has_their_time() -> None:
    known = Book(deferrals=(Deferral(JUGENDAMT.id, MONDAY, LATER),))

    assert rules.bound(known, MONDAY) == {JUGENDAMT.id: LATER}
    assert rules.bound(known, LATER) == {}
    (mine,) = rules.positions(known, MONDAY)
    assert (mine.missing, mine.ends_at) == (None, LATER)
    assert not rules.is_due(mine, MONDAY)
    assert rules.is_due(mine, LATER - 7 * DAY)
    acknowledged = replace(known, versions=(FIRST,), acknowledgements=(word_of(),))
    assert rules.bound(acknowledged, MONDAY) == {JUGENDAMT.id: FOREVER}


@given(
    words=st.lists(st.sampled_from([FIRST, SECOND]), max_size=3),
    agency=st.sampled_from(AGENCIES),
    day=st.integers(0, 20),
)
def test_whoever_is_bound_gave_their_word_to_the_version_that_binds(
    words: list[Version], agency: Agency, day: int
) -> None:
    now = MONDAY + day * DAY
    known = book(*(word_of(agency, to) for to in words), versions=(FIRST, SECOND))

    until = rules.bound(known, now)

    binding = SECOND if now >= LATER else FIRST
    assert (agency.id in until) is (binding in words)
    assert all(now < end for end in until.values())


# How agencies stand to it.


def test_whose_word_is_missing_is_told_before_it_matters() -> None:
    known = book(word_of(), versions=(FIRST, SECOND))

    (mine,) = [one for one in rules.positions(known, MONDAY) if one.agency == JUGENDAMT.id]

    assert (mine.acknowledged, mine.bound_until) == ((1,), LATER)
    assert (mine.missing, mine.missing_from) == (2, LATER)
    assert not rules.is_due(mine, MONDAY)
    assert rules.is_due(mine, LATER - 7 * DAY)


def test_every_agency_that_is_named_is_asked_for_its_word_at_once() -> None:
    positions = rules.positions(book(word_of()), MONDAY)

    missing = {one.agency for one in positions if one.missing == 1}
    assert missing == {agency.id for agency in AGENCIES} - {JUGENDAMT.id}
    assert {one.agency for one in positions if rules.is_due(one, MONDAY)} == missing


def test_who_leaves_is_asked_for_nothing() -> None:
    leaving = book(word_of(left_at=MONDAY, ends_at=LATER), versions=(FIRST, SECOND))

    for now, ends_at in ((MONDAY, LATER), (LATER, None)):
        (mine,) = [one for one in rules.positions(leaving, now) if one.agency == JUGENDAMT.id]
        assert (mine.missing, mine.missing_from, mine.ends_at) == (None, None, ends_at)
        assert not rules.is_due(mine, now)


def test_of_a_spoilt_version_no_members_are_known() -> None:
    assert rules.positions(book(versions=[spoilt(FIRST)]), MONDAY) == []
    assert rules.positions(Book(), MONDAY) == []


def test_an_agency_that_came_later_is_missing_until_it_joins() -> None:
    late = replace(JUGENDAMT, id=AgencyId("later"))

    (hers,) = [one for one in rules.positions(book(), MONDAY, [late]) if one.agency == "later"]

    assert (hers.missing, hers.bound_until) == (1, None)
    assert rules.is_due(hers, MONDAY)


# What is owed.


def owed(before: Book, then: Book, now: datetime = MONDAY) -> list[Debt]:
    return list(rules.after(before, then, JUGENDAMT.id, now))


def test_a_word_that_binds_owes_a_look_and_its_end_if_one_is_known() -> None:
    assert owed(book(), book(word_of())) == [Debt(APPLY, MONDAY, Urgency.ADMISSION)]
    both = (FIRST, SECOND)
    assert owed(book(versions=both), book(word_of(), versions=both)) == [
        Debt(APPLY, MONDAY, Urgency.ADMISSION),
        Debt(APPLY, LATER, Urgency.REMOVAL),
    ]


def test_a_word_to_the_next_version_owes_a_look_when_it_binds() -> None:
    both = (FIRST, SECOND)

    debts = owed(book(versions=both), book(word_of(to=SECOND), versions=both))

    assert debts == [Debt(APPLY, LATER, Urgency.ADMISSION)]


def test_a_new_version_owes_a_look_at_the_instant_it_binds() -> None:
    debts = owed(book(word_of()), book(word_of(), versions=(FIRST, SECOND)))

    assert debts == [Debt(APPLY, LATER, Urgency.REMOVAL)]


def test_who_acknowledged_in_time_owes_nothing_new() -> None:
    both = (FIRST, SECOND)

    assert owed(book(word_of(), versions=both), book(word_of(), word_of(to=SECOND), versions=both)) == []


def test_where_nothing_changes_nothing_is_owed() -> None:
    assert owed(book(word_of()), book(word_of())) == []


def test_who_is_bound_no_longer_is_removed_before_every_clock() -> None:
    gone = word_of(left_at=MONDAY, ends_at=MONDAY)
    urgent = version(2, binds_from=MONDAY)

    removal = [Debt(APPLY, AT_ONCE, Urgency.REMOVAL)]
    assert owed(book(word_of()), book(gone)) == removal
    assert owed(book(word_of()), book(word_of(), versions=(FIRST, urgent))) == removal


def test_who_gave_notice_is_removed_when_it_ends() -> None:
    debts = owed(book(word_of()), book(word_of(left_at=MONDAY, ends_at=LATER)))

    assert debts == [Debt(APPLY, LATER, Urgency.REMOVAL)]


# Who sits.


def may(bound: dict[AgencyId, datetime], now: datetime = MONDAY) -> set[str]:
    file = replace(case_f1(BO, DARIO), bound=bound)
    return set(rightful(file, [consent_for(BO)], VOICES, now))


def test_without_the_charter_no_professional_sits_and_the_client_does() -> None:
    assert may({}) == {JONAS.user, VOICE}
    assert may({BRUECKE.id: FOREVER}) == {JONAS.user, VOICE}
    assert may({JUGENDAMT.id: FOREVER}) == {JONAS.user, VOICE, BO.user}


def test_the_charter_seats_nobody_without_consent() -> None:
    assert DARIO.user not in may({agency.id: FOREVER for agency in AGENCIES})


def test_a_seat_ends_with_the_charter_or_the_consent_whichever_is_first() -> None:
    assert may({JUGENDAMT.id: LATER}, LATER) == {JONAS.user, VOICE}
    for until in (LATER, FOREVER):
        file = replace(case_f1(BO), bound={JUGENDAMT.id: until})
        seats = rightful(file, [consent_for(BO)], VOICES, MONDAY)
        assert next_end(seats) == min(until, consent_for(BO).valid_until)


def test_who_lacks_nothing_but_the_charter_is_named_and_nobody_else_is() -> None:
    file = replace(case_f1(BO, DARIO), bound={})
    school_only = consent_for(BO, in_common=False, circles=[SCHOOL])

    assert unbound(file, [consent_for(BO)], MONDAY) == unbound(file, [school_only], MONDAY) == {BO.user}
    assert unbound(case_f1(BO, DARIO), [consent_for(BO)], MONDAY) == frozenset()
    assert unbound(file, [consent_for(BO)], consent_for(BO).valid_until) == frozenset()
    assert unbound(closed(file), [consent_for(BO)], MONDAY) == frozenset()


def test_what_ends_many_rights_is_due_before_every_clock_but_behind_one_withdrawal() -> None:
    many = [CaseId("one"), CaseId("another")]

    ending = rules.looks(many, MONDAY, admit=False)

    assert [debt.effect for debt in ending] == [Reconcile(case) for case in many]
    assert {debt.urgency for debt in ending} == {Urgency.REMOVAL}
    assert all(AT_ONCE < debt.due_at < datetime(2001, 1, 1, tzinfo=UTC) for debt in ending)


def test_who_is_bound_from_now_on_is_asked_in_by_the_clock() -> None:
    assert rules.looks([CaseId("one")], MONDAY, admit=True) == (
        Debt(Reconcile(CaseId("one")), MONDAY, Urgency.ADMISSION),
    )
