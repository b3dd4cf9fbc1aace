"""Minutes: who writes down what, who objects until when, and what is made of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases.model import Professional
from hub.conference.model import Conference
from hub.consent.model import Basis, Consent, State
from hub.errors import Refused
from hub.identifiers import CLIENT, ConferenceId, EntryId, UserId
from hub.minutes import rules
from hub.minutes.model import (
    DRAFT,
    FINAL,
    Agreed,
    Author,
    Entry,
    Held,
    Kind,
    Meeting,
    Planned,
    Section,
    Version,
    Words,
)
from hub.minutes.rules import LONGEST_ENTRY, MOST_DISSENTS, MOST_ENTRIES, MOST_OBJECTIONS
from hub.rooms.model import OwnCase, Rightful
from hub.rooms.rules import rightful
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, RUTH, VOICE, case_f1, closed, consent_for
from tests.rules.minuting import (
    BLINK,
    CONFERENCE,
    DAY,
    DECISION,
    FILE,
    HOUR,
    ITEMS,
    OVER,
    UNTIL,
    drafted,
    entry,
    meeting,
    objection,
    version,
    words,
)


def may(*people: Professional, at: datetime = MONDAY) -> Rightful:
    """Who may sit where everybody hears, while Jonas consents to these."""
    return rightful(FILE, [consent_for(person) for person in people], {VOICE}, at)


# Who.


@pytest.mark.parametrize(
    ("user", "reads"),
    [(JONAS.user, CLIENT), (BO.user, BO.id), (CHLOE.user, None), (VOICE, None), (DARIO.user, None)],
)
def test_who_reads_is_the_client_and_who_may_hear_now_and_nobody_else(user: UserId, reads: Author) -> None:
    assert rules.reader(FILE, may(BO), user) == reads


def test_elif_reads_nothing_although_she_works_where_amira_does() -> None:
    assert rules.reader(case_f1(ELIF), may(AMIRA, BO), ELIF.user) is None


def test_whose_consent_ended_reads_nothing_any_more() -> None:
    ended = may(CHLOE, at=MONDAY + 90 * DAY)

    assert rules.reader(FILE, may(CHLOE), CHLOE.user) == CHLOE.id
    assert rules.reader(FILE, ended, CHLOE.user) is None


def test_the_client_reads_also_after_the_end_of_their_case_and_nobody_else_does() -> None:
    over = closed(FILE)

    assert rules.reader(over, {}, JONAS.user) == CLIENT
    assert rules.reader(over, {}, BO.user) is None


def test_where_nobody_knows_whose_account_the_clients_is_it_reads_nothing() -> None:
    doubtful = replace(FILE, contradicted=True)

    assert rules.reader(doubtful, {JONAS.user: OwnCase()}, JONAS.user) is None


def test_a_right_without_a_part_in_the_case_reads_nothing() -> None:
    (because,) = [one for one in may(BO).values() if isinstance(one, Basis)]

    assert rules.reader(FILE, {RUTH.user: because}, RUTH.user) is None


def test_one_answer_for_what_is_not_there_and_for_what_is_not_theirs() -> None:
    assert rules.unknown(CONFERENCE.id) == Refused("unknown-minutes", {"conference": CONFERENCE.id})
    assert len(rules.unknown(ConferenceId("9" * 500)).facts["conference"]) == 60


# Writing down.


def test_what_is_written_down_stands_there_without_blanks_around_it() -> None:
    noted = rules.note(entry(1, words(text="  Er sucht ein Zimmer ")), meeting())

    assert isinstance(noted, Entry)
    assert noted.words.text == "Er sucht ein Zimmer"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "a" * (LONGEST_ENTRY + 1), "a" * 100_000, "zwei\nZeilen", "rück\u202ewärts", "\u200b"],
    ids=["empty", "blank", "too long", "100 kB", "two lines", "backwards", "invisible"],
)
def test_what_cannot_be_shown_is_not_written_down(text: str) -> None:
    refused = rules.note(entry(1, words(text=text)), meeting())

    assert isinstance(refused, Refused)
    assert refused.reason == "unshowable-text"


def test_a_thousand_letters_are_not_too_many() -> None:
    assert isinstance(rules.note(entry(1, words(text="a" * LONGEST_ENTRY)), meeting()), Entry)


def test_a_decision_says_who_does_what_until_when() -> None:
    assert isinstance(rules.note(entry(1, DECISION), meeting()), Entry)
    assert rules.note(entry(1, replace(DECISION, day=None)), meeting()) == Refused("decision-without-day")
    without_who = rules.note(entry(1, replace(DECISION, who=" ")), meeting())
    assert isinstance(without_who, Refused)


def test_a_next_date_has_a_day() -> None:
    soon = words(Kind.NEXT_DATE, "zehn Uhr, bei der Brücke", day=date(2027, 1, 12))

    assert isinstance(rules.note(entry(1, soon), meeting()), Entry)
    assert rules.note(entry(1, replace(soon, day=None)), meeting()) == Refused("next-date-without-day")


def test_what_is_agreed_points_to_the_plan_and_nothing_else_does() -> None:
    task = Agreed(Planned.TASK, "4711")

    assert isinstance(rules.note(entry(1, words(Kind.AGREED, agreed=task)), meeting()), Entry)
    for said in (words(Kind.AGREED), words(Kind.NOTE, agreed=task)):
        assert rules.note(entry(1, said), meeting()) == Refused("agreed-without-plan")


def test_only_a_decision_names_who_does_it() -> None:
    noted = rules.note(entry(1, words(who="Herr Lindner")), meeting())

    assert isinstance(noted, Entry)
    assert noted.words.who == ""


def test_what_stands_under_no_item_of_the_agenda_is_refused_and_the_items_are_named() -> None:
    refused = rules.note(entry(1, words(item="dessert")), meeting())

    assert refused == Refused(
        "unknown-agenda-item",
        {"item": "'dessert'", "items": "client-view, assessment, decisions, feedback"},
    )


def test_nothing_is_written_down_of_what_was_cancelled() -> None:
    cancelled = replace(CONFERENCE, cancelled_at=MONDAY - BLINK)

    assert rules.note(entry(1), replace(meeting(), conference=cancelled)) == Refused(
        "conference-is-cancelled"
    )


def test_nothing_is_written_down_before_it_begins_and_from_then_on_all_is() -> None:
    early = replace(entry(1), at=MONDAY - BLINK)

    assert rules.note(early, meeting()) == Refused("conference-not-begun")
    assert isinstance(rules.note(replace(early, at=MONDAY), meeting()), Entry)


def test_in_a_closed_case_nothing_is_written_down() -> None:
    assert rules.note(entry(1), meeting(file=closed(FILE))) == Refused("case-closed", {"case": "F-1"})


@pytest.mark.parametrize("author", [BO.id, CHLOE.id, CLIENT])
def test_once_there_is_a_draft_nobody_writes_anything_down_nor_takes_it_back(author: Author) -> None:
    known = drafted(entry(1, by=author))

    assert rules.note(entry(2, by=author), known) == Refused("minutes-closed")
    assert rules.note(entry(2, by=author, instead_of=1), known) == Refused("minutes-closed")
    assert rules.withdraw(entry(1).id, known, author=author) == Refused("minutes-closed")


def test_what_one_person_writes_down_has_an_end_and_takes_nobody_elses_room() -> None:
    full = [entry(number) for number in range(MOST_ENTRIES)]

    assert rules.note(entry(999), meeting(*full)) == Refused("too-many-entries", {"most": "200"})
    assert isinstance(rules.note(entry(999), meeting(*full[1:])), Entry)
    assert isinstance(rules.note(entry(999, instead_of=7), meeting(*full)), Entry)
    assert isinstance(rules.note(entry(999, by=AMIRA.id), meeting(*full)), Entry)
    assert isinstance(rules.note(entry(999, by=BO.id, instead_of=7), meeting(*full)), Entry)


def test_a_dissent_has_room_of_its_own() -> None:
    dissent = words(Kind.DISSENT)
    notes = [entry(number) for number in range(MOST_ENTRIES)]
    dissents = [entry(number, dissent) for number in range(500, 500 + MOST_DISSENTS)]

    assert isinstance(rules.note(entry(999, dissent), meeting(*notes)), Entry)
    assert isinstance(rules.note(entry(999), meeting(*dissents)), Entry)
    assert rules.note(entry(999, dissent), meeting(*dissents)) == Refused("too-many-entries", {"most": "50"})


def test_what_takes_the_place_of_a_note_takes_no_room_that_is_full() -> None:
    dissents = [entry(number, words(Kind.DISSENT)) for number in range(500, 500 + MOST_DISSENTS)]

    refused = rules.note(entry(999, words(Kind.DISSENT), instead_of=1), meeting(entry(1), *dissents))

    assert refused == Refused("too-many-entries", {"most": "50"})


# Replacing and taking back.


@pytest.mark.parametrize(
    ("by", "reason"),
    [(CHLOE.id, ""), (BO.id, ""), (AMIRA.id, "entry-not-yours"), (CLIENT, "entry-not-yours")],
)
def test_an_entry_is_replaced_by_its_author_or_the_moderator(by: Author, reason: str) -> None:
    answer = rules.note(entry(2, by=by, instead_of=1), meeting(entry(1, by=CHLOE.id)))

    assert (answer.reason if isinstance(answer, Refused) else "") == reason


@pytest.mark.parametrize("by", [AMIRA.id, BO.id, CLIENT], ids=["the lead", "the moderator", "the client"])
def test_a_dissent_is_replaced_or_taken_back_by_nobody_but_its_author(by: Author) -> None:
    known = meeting(entry(1, words(Kind.DISSENT), by=CHLOE.id))

    assert rules.note(entry(2, by=by, instead_of=1), known) == Refused("dissent-not-yours")
    assert rules.withdraw(entry(1).id, known, author=by) == Refused("dissent-not-yours")
    assert isinstance(rules.note(entry(2, by=CHLOE.id, instead_of=1), known), Entry)
    assert rules.withdraw(entry(1).id, known, author=CHLOE.id) == known.held.entries[0]


def test_the_clients_dissent_is_theirs_alone_too() -> None:
    known = meeting(entry(1, words(Kind.DISSENT), by=CLIENT))

    assert rules.withdraw(entry(1).id, known, author=BO.id) == Refused("dissent-not-yours")
    assert rules.withdraw(entry(1).id, known, author=CLIENT) == known.held.entries[0]


def test_the_moderator_replaces_what_others_wrote_and_does_not_take_it_away() -> None:
    known = meeting(entry(1, by=CHLOE.id))

    assert rules.withdraw(entry(1).id, known, author=BO.id) == Refused("entry-not-yours")


def test_what_is_not_there_is_neither_replaced_nor_taken_back() -> None:
    gone = EntryId("7-conference-1")

    assert rules.note(entry(8, instead_of=7), meeting()) == Refused("unknown-entry", {"entry": gone})
    assert rules.withdraw(gone, meeting(), author=CHLOE.id) == Refused("unknown-entry", {"entry": gone})


# Drafting.


def test_the_moderator_drafts_also_where_somebody_else_leads() -> None:
    known = meeting(entry(1))

    assert rules.may_draft(known, author=BO.id, now=OVER) is None
    assert rules.may_draft(known, author=AMIRA.id, now=OVER) == Refused("minutes-not-yours")
    assert rules.may_draft(known, author=CLIENT, now=OVER) == Refused("minutes-not-yours")


@pytest.mark.parametrize(
    ("known", "now", "reason"),
    [
        (meeting(entry(1), file=closed(FILE)), OVER, "case-closed"),
        (drafted(entry(1)), OVER, "minutes-drafted-already"),
        (meeting(entry(1)), OVER - BLINK, "conference-not-over"),
        (meeting(), OVER, "nothing-to-draft"),
    ],
)
def test_there_is_no_draft_of_what_is_over_or_not_over_or_of_nothing(
    known: Meeting, now: datetime, reason: str
) -> None:
    refused = rules.may_draft(known, author=BO.id, now=now)

    assert refused is not None
    assert refused.reason == reason


@pytest.mark.parametrize(
    ("course", "last"),
    [
        ({}, OVER - BLINK),
        ({"begun_at": MONDAY + HOUR / 2}, MONDAY + HOUR / 2 + 8 * HOUR - BLINK),
        ({"begun_at": MONDAY, "ended_at": MONDAY + HOUR / 2}, OVER - BLINK),
        ({"begun_at": MONDAY, "ended_at": MONDAY + 3 * HOUR}, MONDAY + 3 * HOUR - BLINK),
    ],
    ids=["nobody began it", "nobody ended it", "ended early", "ended late"],
)
def test_while_it_lasts_nothing_is_drafted(course: Mapping[str, datetime], last: datetime) -> None:
    conference = replace(CONFERENCE, **course)  # type: ignore[arg-type]
    known = replace(meeting(entry(1)), conference=conference)

    assert rules.may_draft(known, author=BO.id, now=last) == Refused("conference-not-over")
    assert rules.may_draft(known, author=BO.id, now=last + BLINK) is None


def test_a_draft_says_how_much_of_it_is_lost_also_if_all_is() -> None:
    known = meeting(lost=frozenset({"1-conference-1", "2-conference-1"}))

    assert rules.is_draftable(known)
    assert rules.draft(version(), known).lost == 2


def test_a_draft_has_what_counts_and_when_objections_end() -> None:
    blank = version(0, objections_until=OVER, items=())

    made = rules.draft(blank, meeting(entry(1), entry(2, DECISION)))

    assert made == version(DRAFT, entry(1), entry(2, DECISION), id=made.id)


def test_who_was_there_is_counted_by_accounts() -> None:
    assert rules.counted(FILE, [JONAS.user, CHLOE.user]) == (CLIENT, CHLOE.id)
    assert rules.counted(FILE, [BO.user, DARIO.user]) == Refused("present-unknown", {"user": DARIO.user})
    assert rules.counted(FILE, []) == ()


def test_where_nobody_counted_could_be_there_who_may_hear_and_who_wrote() -> None:
    known = meeting(entry(1, by=CHLOE.id))

    assert rules.could_be_there(known, may(BO)) == (BO.id, CHLOE.id)


# Objecting.


@pytest.mark.parametrize(
    ("by", "reason"), [(BO.id, ""), (AMIRA.id, ""), (CLIENT, ""), (CHLOE.id, "objection-not-present")]
)
def test_who_was_there_objects_and_the_client_always_does(by: Author, reason: str) -> None:
    answer = rules.object_to(objection(1, by=by), drafted(entry(1)))

    assert (answer.reason if isinstance(answer, Refused) else "") == reason


@pytest.mark.parametrize(
    "known",
    [
        drafted(entry(1), took_part=frozenset({CHLOE.id})),
        replace(drafted(entry(1)), could_sit=frozenset({CHLOE.id})),
    ],
    ids=["took part", "could sit there"],
)
def test_who_took_part_or_could_objects_whatever_the_moderator_says_of_who_was_present(
    known: Meeting,
) -> None:
    assert rules.object_to(objection(1, by=CHLOE.id), known) == objection(1, by=CHLOE.id)
    late = replace(objection(1, by=CHLOE.id), at=UNTIL)
    assert rules.object_to(late, known) == Refused("objections-over")


def consent(until: datetime = MONDAY + 90 * DAY, **more: object) -> Consent:
    return replace(consent_for(CHLOE), valid_until=until, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_", "could"),
    [
        (consent(), True),
        (consent(OVER - BLINK), True),
        (consent(MONDAY), False),
        (consent(given_at=OVER - BLINK), True),
        (consent(given_at=OVER), False),
        (consent(valid_from=OVER), False),
        (consent(given_at=None), False),
        (consent(proven=False), False),
        (consent(state=State.WITHDRAWN, ended_at=MONDAY + BLINK), True),
        (consent(state=State.WITHDRAWN, ended_at=MONDAY), False),
    ],
)
def test_who_could_sit_there_is_as_the_consents_were_while_it_lasted(given_: Consent, could: bool) -> None:
    assert (CHLOE.id in rules.could_sit(FILE, [given_], CONFERENCE)) is could


def test_whoever_came_to_the_case_later_could_not_sit_there() -> None:
    parts = tuple(replace(one, since=OVER) for one in FILE.participations)

    assert rules.could_sit(replace(FILE, participations=parts), [consent()], CONFERENCE) == frozenset()


def test_who_left_the_case_while_it_lasted_could_sit_there() -> None:
    (chloe,) = [one for one in FILE.participations if one.professional == CHLOE]
    gone = [replace(chloe, ended_at=at) for at in (MONDAY, MONDAY + BLINK)]
    files = [replace(FILE, participations=(), former=(one,)) for one in gone]

    assert [rules.could_sit(one, [consent()], CONFERENCE) for one in files] == [frozenset(), {CHLOE.id}]


def test_who_could_sit_there_before_its_time_could_if_it_began_early() -> None:
    early = replace(CONFERENCE, begun_at=MONDAY - HOUR)
    until_then = consent(MONDAY, valid_from=MONDAY - DAY, given_at=MONDAY - DAY)

    assert rules.could_sit(FILE, [until_then], early) == {CHLOE.id}
    assert rules.could_sit(FILE, [until_then], CONFERENCE) == frozenset()


def test_after_seven_days_there_is_no_objection() -> None:
    last, late = (replace(objection(1), at=at) for at in (UNTIL - BLINK, UNTIL))

    assert rules.object_to(last, drafted(entry(1))) == last
    assert rules.object_to(late, drafted(entry(1))) == Refused("objections-over")


def test_nobody_objects_to_what_is_final() -> None:
    assert rules.object_to(objection(1), drafted(entry(1), is_final=True)) == Refused("objections-over")


def test_there_is_nothing_to_object_to_before_the_draft_nor_to_one_that_was_altered() -> None:
    assert rules.object_to(objection(1), meeting(entry(1))) == Refused("minutes-not-drafted")
    assert rules.object_to(objection(1), meeting(is_drafted=True)) == Refused("minutes-altered")


def test_in_a_closed_case_only_the_client_objects() -> None:
    over = drafted(entry(1), file=closed(FILE))

    assert rules.object_to(objection(1), over) == objection(1)
    assert rules.object_to(objection(1, by=BO.id), over) == Refused("case-closed", {"case": "F-1"})


def test_somebody_objects_some_times_and_keeps_nobody_else_from_it() -> None:
    many = tuple(objection(number, by=BO.id) for number in range(MOST_OBJECTIONS))
    known = drafted(entry(1), objections=many)

    assert rules.object_to(objection(9, by=BO.id), known) == Refused("too-many-objections", {"most": "5"})
    assert isinstance(rules.object_to(objection(9, by=AMIRA.id), known), type(objection(9)))


def test_an_objection_can_be_shown() -> None:
    refused = rules.object_to(objection(1, text="a\nb"), drafted(entry(1)))

    assert isinstance(refused, Refused)


# Reading.


def test_minutes_follow_the_agenda_and_then_say_what_was_decided() -> None:
    wish = entry(4, words(item="client-view", text="Jonas will eine Lehre"), by=CLIENT)
    note, dissent = entry(1), entry(2, words(Kind.DISSENT, "Das ist zu früh"))
    task = entry(3, words(Kind.AGREED, item="decisions", agreed=Agreed(Planned.TASK, "1")))
    gap = entry(5, words(Kind.AGREED, item="decisions", agreed=Agreed(Planned.GAP, "2")))
    decision = entry(6, replace(DECISION, item="decisions"))
    soon = entry(7, words(Kind.NEXT_DATE, item="feedback", day=date(2027, 1, 12)))

    read = rules.minutes(version(DRAFT, note, dissent, task, wish, gap, decision, soon))

    assert read.sections == (
        Section("client-view", (wish,), ()),
        Section("assessment", (note,), (dissent,)),
        Section("decisions", (task,), ()),
    )
    assert (read.decisions, read.gaps, read.next_dates) == ((decision,), (gap,), (soon,))


def test_what_stands_under_an_item_that_is_gone_comes_last() -> None:
    read = rules.minutes(version(DRAFT, entry(1, words(item="zoo")), entry(2)))

    assert [section.item for section in read.sections] == ["assessment", "zoo"]


kinds = st.sampled_from(
    [
        words(),
        words(Kind.DISSENT),
        DECISION,
        words(Kind.NEXT_DATE, day=date(2027, 1, 12)),
        words(Kind.AGREED, agreed=Agreed(Planned.GOAL, "1")),
        words(Kind.AGREED, agreed=Agreed(Planned.GAP, "1")),
    ]
)


@given(st.lists(st.tuples(kinds, st.sampled_from([*ITEMS, "zoo"])), max_size=12))
def test_nothing_that_was_written_down_is_left_out_nor_said_twice(said: list[tuple[Words, str]]) -> None:
    entries = [entry(n, replace(one, item=item)) for n, (one, item) in enumerate(said)]

    read = rules.minutes(version(DRAFT, *entries))

    listed = [e for s in read.sections for e in (*s.notes, *s.dissents)]
    listed += [*read.decisions, *read.gaps, *read.next_dates]
    assert sorted(listed, key=lambda e: e.at) == entries


def test_before_the_final_version_everybody_sees_their_own_objections_alone() -> None:
    known = drafted(entry(1), objections=(objection(1, by=BO.id), objection(2)))

    seen = rules.seen(known, {}, author=CLIENT)

    assert seen.objections == (objection(2),)
    assert seen.latest == version(DRAFT, entry(1))
    assert rules.seen(meeting(), {}, author=CLIENT).latest is None


def test_the_final_version_says_of_how_many_objections_nobody_can_read_any_more() -> None:
    gone = Held(unheard=frozenset({"o1-conference-1", "o2-conference-1"}))

    assert rules.final(version(DRAFT, lost=1), gone).lost == 3


def test_the_final_version_has_every_objection_and_all_of_the_draft() -> None:
    both = (objection(1), objection(2, by=BO.id))
    made = rules.final(version(DRAFT, entry(1)), Held(objections=both))

    assert made.is_final
    assert made == version(
        FINAL, entry(1), id=version().id, objections=(objection(1), objection(2, by=BO.id))
    )


def test_whoever_appears_is_named_and_the_client_is_not() -> None:
    own = version(DRAFT, entry(1, by=CHLOE.id), objections=(objection(1), objection(2, by=DARIO.id)))
    known = meeting(entry(2, by=CLIENT), versions=(own,))

    assert rules.authors(known) == {AMIRA.id, BO.id, CHLOE.id, DARIO.id}


def test_before_the_final_version_it_is_not_said_who_objects() -> None:
    known = drafted(entry(1), objections=(objection(3, by=DARIO.id),))

    assert DARIO.id not in rules.authors(known)


# Posting.


@pytest.mark.parametrize(
    ("known", "number", "is_worth_it"),
    [
        (drafted(entry(1)), "1", True),
        (drafted(entry(1)), "2", False),
        (drafted(entry(1), posted=frozenset({1})), "1", False),
        (drafted(entry(1), file=closed(FILE)), "1", False),
        (drafted(entry(1), is_final=True), "1", False),
        (meeting(entry(1)), "1", False),
        (meeting(is_drafted=True), "1", False),
        (drafted(entry(1)), "one", False),
    ],
    ids=["the draft", "no final yet", "twice", "closed", "outdated", "none", "altered", "no number"],
)
def test_a_version_is_posted_once_while_nothing_came_after_it(
    known: Meeting, number: str, is_worth_it: bool
) -> None:
    assert (rules.still_worth_posting(number, known) is not None) is is_worth_it


@pytest.mark.parametrize(
    ("known", "number", "is_worth_it"),
    [
        (drafted(entry(1), posted=frozenset({1})), "1", True),
        (drafted(entry(1), posted=frozenset({1}), file=closed(FILE)), "1", False),
        (drafted(entry(1), posted=frozenset({1}), is_final=True), "1", False),
    ],
    ids=["posted", "closed", "outdated"],
)
def test_a_version_that_stands_there_follows_as_a_file_while_nothing_came_after_it(
    known: Meeting, number: str, is_worth_it: bool
) -> None:
    assert (rules.still_worth_attaching(number, known) is not None) is is_worth_it


def test_the_final_version_is_posted() -> None:
    both: tuple[Version, ...] = (version(DRAFT), version(FINAL))
    known = meeting(versions=both, is_drafted=True, is_final=True, posted=frozenset({1}))

    assert rules.still_worth_posting("2", known) == both[1]


# When.


def at(day: str, hour: int = 10) -> datetime:
    """So many hours after midnight of a day in winter, as in Musterstadt."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC) - HOUR


def ending(end: datetime) -> Conference:
    return replace(CONFERENCE, begins_at=end - HOUR)


@pytest.mark.parametrize(
    ("end", "due"),
    [
        ("2026-11-23", "2026-11-25"),
        ("2026-11-26", "2026-11-30"),
        ("2026-11-27", "2026-12-01"),
        ("2026-12-23", "2026-12-28"),
        ("2028-02-28", "2028-03-01"),
    ],
    ids=["Monday", "Thursday", "Friday", "Christmas", "leap day"],
)
def test_a_draft_has_two_working_days(end: str, due: str) -> None:
    assert rules.draft_due(ending(at(end)), MONDAY, "") == at(due)


def test_what_is_a_holiday_in_the_land_is_no_working_day() -> None:
    epiphany = ending(at("2027-01-04"))

    assert rules.draft_due(epiphany, MONDAY, "NW") == at("2027-01-06")
    assert rules.draft_due(epiphany, MONDAY, "BY") == at("2027-01-07")


def test_what_is_written_down_late_has_two_working_days_of_its_own() -> None:
    assert rules.draft_due(CONFERENCE, at("2026-11-27", 15), "") == at("2026-12-01", 15)


def test_the_clock_on_the_wall_counts_also_where_an_hour_is_missing() -> None:
    friday = datetime(2027, 3, 26, 9, 0, tzinfo=UTC)  # Good Friday; clocks go forward on Sunday

    assert rules.draft_due(ending(friday), MONDAY, "") == datetime(2027, 3, 31, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("hour", [0, 10, 23])
def test_objections_are_heard_until_the_end_of_the_seventh_day(hour: int) -> None:
    until = rules.objections_until(at("2026-11-23", hour))

    assert until == at("2026-12-01", 0)


@given(st.integers(0, 10 * 365 * 24 * 60))
def test_objections_always_have_seven_whole_days_and_less_than_eight(minutes: int) -> None:
    made_at = MONDAY + timedelta(minutes=minutes)

    # An hour less or more where the clocks go forward or back.
    assert timedelta(days=7) - HOUR < rules.objections_until(made_at) - made_at <= timedelta(days=8) + HOUR
