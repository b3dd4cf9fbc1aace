"""The chain: whatever is changed in it is found, wherever it is."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta, timezone
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import GENESIS, Act, Broken, Caused, Entry, link, verify, with_causes
from tests.clock import MONDAY
from tests.people import AMIRA, F1

T = TypeVar("T", Act, Entry)

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ages = st.timedeltas(timedelta(days=-1_000), timedelta(days=20_000))
moments = st.builds(lambda age, zone: (MONDAY + age).astimezone(zone), ages, zones)
words = st.text(max_size=6)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
acts = st.builds(Act, at=moments, actor=words, deed=words, case=words, target=words, basis=words)
chains = st.lists(acts, min_size=1, max_size=5).map(lambda several: chained(*several))
places = st.integers(0, 4)


def chained(*several: Act) -> list[Entry]:
    """These acts, one behind the other."""
    chain: list[Entry] = []
    for number, act in enumerate(several, 1):
        chain.append(link(act, number=number, previous=chain[-1].hash if chain else GENESIS))
    return chain


def head_of(chain: Sequence[Entry]) -> tuple[int, str]:
    return (chain[-1].number, chain[-1].hash) if chain else (0, GENESIS)


def consent_given(nth: int) -> Act:
    at = MONDAY + timedelta(days=nth)
    return Act(at=at, actor=AMIRA.id, deed="consent.given", case=F1, target=f"consent-{nth}", basis="paper")


THREE = chained(consent_given(1), consent_given(2), consent_given(3))


def test_an_empty_chain_holds() -> None:
    assert verify([], head=(0, GENESIS)) is None


def test_the_first_entry_stands_on_the_beginning() -> None:
    assert THREE[0].previous == GENESIS
    assert [entry.number for entry in THREE] == [1, 2, 3]


def test_a_chain_written_by_an_older_version_still_holds() -> None:
    # Worked out once. What changes this breaks every chain there is.
    first = Entry(
        number=1,
        act=Act(at=MONDAY, actor="client", deed="consent.withdrawn", case=F1, target="consent-1"),
        previous="0" * 64,
        hash="2c7e774b0b3e864aa80e6aff5f23fa0e008ea4bf2b8368ed31063ec83be38373",
    )
    second = Entry(
        number=2,
        act=Act(at=MONDAY, actor="hub", deed="seat.ended", case=F1, target="Müller", basis="consent-1"),
        previous=first.hash,
        hash="314d2899925e6f588c0c511a72c071fed5f9002dd225cfb8c91ace75422359ff",
    )

    assert verify([first, second], head=(2, second.hash)) is None


@given(chains)
def test_an_untouched_chain_holds(chain: list[Entry]) -> None:
    assert verify(chain, head=head_of(chain)) is None


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        {"at": MONDAY},
        {"actor": "client"},
        {"deed": "consent.withdrawn"},
        {"case": "case-f2"},
        {"target": "consent-9"},
        {"basis": ""},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_word_of_an_act_is_found_where_it_stands(place: int, change: dict[str, Any]) -> None:
    chain = list(THREE)

    chain[place] = replace(chain[place], act=replace(chain[place].act, **change))

    assert verify(chain, head=head_of(THREE)) == Broken(place + 1, "entry changed")


@given(chains, places, st.data())
def test_a_changed_byte_anywhere_is_found_where_it_stands(
    chain: list[Entry], place: int, data: st.DataObject
) -> None:
    head, place = head_of(chain), place % len(chain)
    true = chain[place]

    chain[place] = data.draw(forgeries(true))

    broken = verify(chain, head=head)
    assert broken is not None
    assert broken.number == place + 1


def forgeries(true: Entry) -> st.SearchStrategy[Entry]:
    """The same entry with one field changed, be it of the act or of the chain."""
    acts_changed = [
        changed(true.act, field.name, moments if field.name == "at" else words) for field in fields(Act)
    ]
    return st.one_of(
        st.one_of(acts_changed).map(lambda act: replace(true, act=act)),
        changed(true, "number", st.integers()),
        changed(true, "previous", hashes),
        changed(true, "hash", hashes),
    )


def changed(thing: T, field: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    others = values.filter(lambda value: value != getattr(thing, field))
    return others.map(lambda value: replace(thing, **{field: value}))


@given(acts, st.sampled_from(["actor", "deed", "case", "target"]), st.integers(1, 6))
def test_words_cannot_be_moved_from_one_field_to_the_next(act: Act, field: str, letters: int) -> None:
    fields = ["actor", "deed", "case", "target", "basis"]
    neighbour = fields[fields.index(field) + 1]
    text = getattr(act, field) + "x"
    honest = replace(act, **{field: text})
    moved = {field: text[:-letters], neighbour: text[-letters:] + getattr(act, neighbour)}

    [entry] = chained(honest)

    assert verify([replace(entry, act=replace(honest, **moved))], head=head_of([entry])) is not None


def test_a_missing_entry_is_told_by_its_number() -> None:
    assert verify([THREE[0], THREE[2]], head=head_of(THREE)) == Broken(2, "entry missing")


def test_a_missing_end_is_told_by_the_number_of_the_first_entry_that_should_follow() -> None:
    assert verify(THREE[:2], head=head_of(THREE)) == Broken(3, "end missing")
    assert verify([], head=head_of(THREE)) == Broken(1, "end missing")


@given(chains, places)
def test_a_removed_entry_is_found(chain: list[Entry], place: int) -> None:
    head, place = head_of(chain), place % len(chain)

    del chain[place]

    broken = verify(chain, head=head)
    assert broken is not None
    assert broken.number == place + 1


@given(chains, places, places)
def test_two_swapped_entries_are_found(chain: list[Entry], one: int, other: int) -> None:
    head, (first, second) = head_of(chain), sorted((one % len(chain), other % len(chain)))

    chain[first], chain[second] = chain[second], chain[first]

    broken = verify(chain, head=head)
    assert (broken.number if broken else None) == (first + 1 if first != second else None)


@given(chains, places, acts)
def test_an_entry_slipped_in_is_found_however_well_it_is_linked(
    chain: list[Entry], place: int, act: Act
) -> None:
    head, place = head_of(chain), place % (len(chain) + 1)
    previous = chain[place - 1].hash if place else GENESIS

    chain.insert(place, link(act, number=place + 1, previous=previous))

    assert verify(chain, head=head) is not None


@given(chains, st.integers(1, 5))
def test_a_tail_cut_off_is_found(chain: list[Entry], cut: int) -> None:
    head, left = head_of(chain), max(0, len(chain) - cut)

    broken = verify(chain[:left], head=head)

    assert broken == Broken(left + 1, "end missing")


@given(chains, places, acts)
def test_a_chain_written_anew_from_some_entry_on_is_found_by_its_head(
    chain: list[Entry], place: int, act: Act
) -> None:
    head, place = head_of(chain), place % len(chain)
    told = [entry.act for entry in chain]
    forged = replace(act, deed=told[place].deed + "!")

    anew = chained(*told[:place], forged, *told[place + 1 :])

    assert verify(anew, head=head_of(anew)) is None
    assert verify(anew, head=head) is not None


def test_the_zone_in_which_a_moment_was_told_changes_nothing() -> None:
    told_in_berlin = consent_given(1).at.astimezone(timezone(timedelta(hours=1)))

    chain = [replace(THREE[0], act=replace(THREE[0].act, at=told_in_berlin)), *THREE[1:]]

    assert verify(chain, head=head_of(THREE)) is None


def test_a_microsecond_is_not_too_little_to_be_found() -> None:
    later = replace(THREE[2].act, at=THREE[2].act.at + timedelta(microseconds=1))

    chain = [*THREE[:2], replace(THREE[2], act=later)]

    assert verify(chain, head=head_of(THREE)) == Broken(3, "entry changed")


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_chain_can_be_walked_from_an_entry_on(after: int) -> None:
    place = head_of(THREE[:after])

    assert verify(THREE[after:], head=head_of(THREE), after=place) is None
    assert verify(THREE[after:], head=head_of(THREE), after=(after, GENESIS)) is not None


def test_only_the_first_break_is_told() -> None:
    chain = [replace(entry, act=replace(entry.act, actor="nobody")) for entry in THREE]

    assert verify(chain, head=head_of(THREE)) == Broken(1, "entry changed")


# Why, and how quickly.


def done(deed: str, *, target: str = "", basis: str = "", seconds: float = 0) -> Act:
    at = MONDAY + timedelta(seconds=seconds)
    return Act(at=at, actor="hub", deed=deed, case="case-f1", target=target, basis=basis)


GIVEN, WITHDRAWN = done("consent.given", target="his"), done("consent.withdrawn", target="his", seconds=9)


def test_a_seat_is_offered_because_of_its_consent_and_ends_because_of_its_withdrawal() -> None:
    offered = done("seat.offered", target="bo", basis="his", seconds=1)
    ended = done("seat.ended", target="bo", basis="his", seconds=9.5)

    told = with_causes([GIVEN, offered, WITHDRAWN, ended])

    assert [(one.act, one.cause) for one in told] == [
        (GIVEN, None),
        (offered, GIVEN),
        (WITHDRAWN, None),
        (ended, WITHDRAWN),
    ]
    assert told[-1].latency == timedelta(seconds=0.5)


def test_a_seat_that_time_ended_has_no_cause() -> None:
    ended = done("seat.ended", target="bo", basis="his", seconds=9)

    assert with_causes([GIVEN, ended])[-1] == Caused(ended)


@pytest.mark.parametrize("deed", ["case.closed", "guardianship.ended"])
def test_what_ends_many_rights_ends_a_seat(deed: str) -> None:
    cause, ended = done(deed), done("seat.ended", target="bo", basis="his", seconds=2)

    assert with_causes([GIVEN, cause, ended])[-1] == Caused(ended, cause, timedelta(seconds=2))


@pytest.mark.parametrize("basis", ["hers", ""])
def test_another_consents_withdrawal_is_no_cause(basis: str) -> None:
    ended = done("seat.ended", target="bo", basis=basis, seconds=10)

    assert with_causes([GIVEN, WITHDRAWN, ended])[-1] == Caused(ended)


@pytest.mark.parametrize("target", ["professional-bo", "professional-bo:3f2a"])
def test_who_no_longer_works_on_the_case_leaves_because_of_that(target: str) -> None:
    relieved = Act(at=MONDAY, actor="test", deed="case.relieved", case=F1, target="professional-bo")
    later = MONDAY + timedelta(seconds=2)
    hers = Act(at=later, actor="hub", deed="seat.ended", case=F1, target="professional-chloe")
    his = Act(at=later, actor="hub", deed="seat.ended", case=F1, target=target, basis="consent-1")

    told = with_causes([relieved, hers, his])

    assert [one.cause for one in told] == [None, None, relieved]
    assert told[2].latency == timedelta(seconds=2)


def test_a_leave_is_seen_elsewhere_because_of_whatever_ended_the_right() -> None:
    ended = done("seat.ended", target="bo", basis="his", seconds=9.5)
    seen = done("leave.seen", target="bo", basis="a server", seconds=10)

    told = with_causes([GIVEN, WITHDRAWN, ended, seen])

    assert told[-1] == Caused(seen, WITHDRAWN, timedelta(seconds=1))


def test_a_leave_that_time_brought_is_seen_because_of_the_leave() -> None:
    ended = done("seat.ended", target="bo", basis="his", seconds=9)
    others = done("seat.ended", target="chloe", basis="hers", seconds=9.5)
    seen = done("leave.seen", target="bo", basis="a server", seconds=10)

    assert with_causes([GIVEN, ended, others, seen])[-1] == Caused(seen, ended, timedelta(seconds=1))
