"""What a listener makes of what strangers send it: nothing, unless it is exactly as it must be."""

from typing import Any

import pytest
import vodozemac

from bots.identity import Device
from bots.notebook import (
    ENOUGH_ONE_TIME_KEYS,
    LONGEST_LETTER,
    MOST_DEVICES,
    MOST_KEYS,
    MOST_SESSIONS,
    Notebook,
)
from hub.identifiers import RoomId, UserId
from tests.people import AMIRA, BO, DARIO
from tests.voices.pens import Pen

ROOM = RoomId("!room:fallraum.localhost")
EAR = UserId("@fallraum-ohr-1:fallraum.localhost")


@pytest.fixture
def book() -> Notebook:
    """A listener that has one-time keys and met nobody."""
    made = Notebook(Device.new(EAR, "FALLRAUM"), ROOM)
    made.replenish(0, has_fallback=False)
    return made


def text(said: Any) -> str | None:
    return said["body"] if said else None


def takes(book: Notebook, pen: Pen) -> bool:
    letter = book.open_letter(pen.user, pen.letter(book))
    book.keep_sessions([pen.reader])
    return letter is not None and letter.is_from(pen.reader) and book.take_key(letter)


def again(book: Notebook) -> Notebook:
    """The listener after a restart: what it kept, and nothing else."""
    return Notebook.load(EAR, book.dump())


def test_what_is_written_with_a_key_that_came_is_read(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)

    assert takes(book, pen)
    assert text(book.read(AMIRA.user, pen.says("!hilfe"))) == "!hilfe"


def test_it_is_read_after_a_restart_also_by_a_key_on_the_same_session(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    takes(book, pen)
    book.were_published()
    kept = again(book)
    first = text(kept.read(AMIRA.user, pen.says("eins")))
    pen.group = vodozemac.GroupSession()

    assert takes(again(kept), pen)
    assert first == "eins"


def test_no_message_is_read_twice_nor_one_that_was_said_before(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    before = pen.says("davor")
    takes(book, pen)
    first, second, third = (pen.says(one) for one in ("eins", "zwei", "drei"))

    read = [text(book.read(AMIRA.user, one)) for one in (before, first, first, third, second, third)]

    assert read == [None, "eins", None, "drei", None, None]
    assert text(again(book).read(AMIRA.user, first)) is None


def test_a_key_that_comes_again_opens_nothing_that_was_read(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    older = pen.key()
    takes(book, pen)
    said = pen.says("eins")
    book.read(AMIRA.user, said)

    letter = book.open_letter(AMIRA.user, pen.letter(book, content=older))

    assert letter is not None
    assert not book.take_key(letter)
    assert book.read(AMIRA.user, said) is None


def test_what_the_listener_keeps_opens_nothing_that_it_has_read(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    takes(book, pen)
    said = pen.says("Das sage ich nur euch")
    book.read(AMIRA.user, said)

    kept = again(book)

    (key,) = kept._keys.values()
    with pytest.raises(vodozemac.MegolmDecryptionException):
        key.decrypt(vodozemac.MegolmMessage.from_base64(said["ciphertext"]))


def test_somebody_elses_key_does_not_speak_for_one(book: Notebook) -> None:
    amiras, darios = Pen(AMIRA.user, ROOM), Pen(DARIO.user, ROOM)
    takes(book, amiras)
    takes(book, darios)

    assert book.read(DARIO.user, amiras.says("!hilfe")) is None
    assert book.read(AMIRA.user, darios.says("!hilfe")) is None


def test_whoever_hands_on_somebodys_key_as_their_own_neither_mutes_them_nor_speaks_for_them(
    book: Notebook,
) -> None:
    amiras, bos = Pen(AMIRA.user, ROOM), Pen(BO.user, ROOM)
    letter = book.open_letter(BO.user, bos.letter(book, content=amiras.key()))
    assert letter is not None
    assert book.take_key(letter)

    # Her own one comes later, and is taken all the same.
    assert takes(book, amiras)
    said = amiras.says("!hilfe")
    kept = again(book)
    assert text(kept.read(AMIRA.user, said)) == "!hilfe"
    assert [text(again(kept).read(who, said)) for who in (AMIRA.user, DARIO.user)] == [None, None]


@pytest.mark.parametrize(
    "otherwise",
    [
        {"sender": BO.user},
        {"recipient": BO.user},
        {"recipient_keys": {"ed25519": "another"}},
        {"recipient_keys": {}},
        {"keys": {}},
        {"keys": {"ed25519": 7}},
        {"type": "m.forwarded_room_key"},
        {"type": "m.dummy"},
        {"content": {}},
        {"content": []},
        {"content": {"algorithm": "m.megolm.v2", "room_id": ROOM, "session_id": "x", "session_key": "y"}},
    ],
)
def test_a_letter_that_is_not_exactly_as_it_must_be_is_none(book: Notebook, otherwise: Any) -> None:
    pen = Pen(AMIRA.user, ROOM)

    assert book.open_letter(AMIRA.user, pen.letter(book, **otherwise)) is None


def test_a_key_for_another_room_is_none(book: Notebook) -> None:
    assert book.open_letter(AMIRA.user, Pen(AMIRA.user, RoomId("!other:x")).letter(book)) is None


def test_a_key_of_another_name_than_its_own_is_none(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    letter = book.open_letter(
        AMIRA.user, pen.letter(book, content=pen.key() | {"session_id": "of another one"})
    )

    assert letter is not None
    assert not book.take_key(letter)


def test_what_no_owner_vouches_for_is_from_nobody(book: Notebook) -> None:
    pen, other = Pen(AMIRA.user, ROOM), Pen(AMIRA.user, ROOM)
    letter = book.open_letter(AMIRA.user, pen.letter(book))

    assert letter is not None
    assert not letter.is_from(other.reader)
    assert pen.key()["session_key"] not in repr(letter)


JUNK: list[Any] = [
    None,
    7,
    "letter",
    [],
    {},
    {"algorithm": "m.olm.v2"},
    {"algorithm": "m.olm.v1.curve25519-aes-sha2"},
    {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "x", "ciphertext": {}},
    {"algorithm": "m.megolm.v1.aes-sha2"},
    {"algorithm": "m.megolm.v1.aes-sha2", "session_id": [], "ciphertext": "x"},
    {"algorithm": "m.megolm.v1.aes-sha2", "session_id": "x", "ciphertext": "x"},
    {"algorithm": {}, "sender_key": [], "ciphertext": 7},
]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_nothing(book: Notebook, junk: Any) -> None:
    assert book.open_letter(AMIRA.user, junk) is None
    assert book.read(AMIRA.user, junk) is None


@pytest.mark.parametrize(
    "mine",
    [
        {"type": 0, "body": ""},
        {"type": 0, "body": "AA"},
        {"type": 1, "body": "AwogAAAA"},
        {"type": 2, "body": "AA"},
        {"type": True, "body": "%%%"},
        {"type": "0", "body": "AA"},
        {"type": 0, "body": 7},
        {"type": 0, "body": "A" * (LONGEST_LETTER + 1)},
        [],
        None,
    ],
)
def test_hostile_letters_are_nothing(book: Notebook, mine: Any) -> None:
    pen = Pen(DARIO.user, ROOM)
    letter = pen.letter(book)
    sent = [letter | {"ciphertext": {book.device.curve25519: mine}}, letter | {"sender_key": "AAAA"}]

    assert [book.open_letter(DARIO.user, one) for one in sent] == [None, None]
    assert takes(book, Pen(AMIRA.user, ROOM))


def test_messages_that_are_turned_around_byte_by_byte_are_nothing(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    letter = pen.letter(book)
    mine = letter["ciphertext"][book.device.curve25519]
    for place in range(0, len(mine["body"]), 7):
        torn = mine | {"body": mine["body"][:place] + "x" + mine["body"][place + 2 :]}
        assert book.open_letter(AMIRA.user, letter | {"ciphertext": {book.device.curve25519: torn}}) is None

    # None of them took anything from what is right.
    assert book.open_letter(AMIRA.user, letter) is not None


def test_a_thousand_messages_that_cannot_be_read_leave_nothing_behind(book: Notebook) -> None:
    pen, amiras = Pen(DARIO.user, ROOM), Pen(AMIRA.user, ROOM)
    takes(book, amiras)
    size = len(book.dump())

    read = [book.read(DARIO.user, pen.says(str(number))) for number in range(1000)]

    assert read == [None] * 1000
    assert len(book.dump()) == size
    assert text(book.read(AMIRA.user, amiras.says("!hilfe"))) == "!hilfe"


def test_of_nobody_more_keys_are_kept_than_a_person_has(book: Notebook) -> None:
    amiras, darios = Pen(AMIRA.user, ROOM), Pen(DARIO.user, ROOM)
    takes(book, amiras)
    for _ in range(MOST_KEYS + 10):
        darios.group = vodozemac.GroupSession()
        assert takes(book, darios)

    kept = [sender for sender, _ in book._keys]
    assert (kept.count(DARIO.user), kept.count(AMIRA.user)) == (MOST_KEYS, 1)
    assert text(book.read(AMIRA.user, amiras.says("!hilfe"))) == "!hilfe"


def drained(book: Notebook, pen: Pen, **otherwise: Any) -> None:
    """A letter for which there always is a one-time key."""
    if not book.unpublished()["one_time_keys"]:
        book.were_published()
        book.replenish(0, has_fallback=True)
    book.open_letter(pen.user, pen.letter(book, **otherwise))


def test_letters_of_devices_that_nobody_vouches_for_crowd_out_no_session(book: Notebook) -> None:
    amiras = Pen(AMIRA.user, ROOM)
    takes(book, amiras)
    for _ in range(MOST_DEVICES * MOST_SESSIONS):
        drained(book, Pen(AMIRA.user, ROOM))
        drained(book, Pen(BO.user, ROOM), type="m.dummy")
    size = len(again(book).dump())
    book.keep_sessions([amiras.reader, Pen(BO.user, ROOM).reader])
    amiras.group = vodozemac.GroupSession()

    assert len(book._sessions) == 1
    assert len(book.dump()) <= size
    assert takes(again(book), amiras)


def test_nobody_s_own_devices_crowd_out_those_of_others(book: Notebook) -> None:
    amiras = Pen(AMIRA.user, ROOM)
    takes(book, amiras)
    bos = Pen(BO.user, ROOM)
    for _ in range(2 * MOST_DEVICES):
        bos = Pen(BO.user, ROOM)
        drained(book, bos)
        book.keep_sessions([bos.reader])
    amiras.group, bos.group = vodozemac.GroupSession(), vodozemac.GroupSession()

    assert len(book._sessions) == 1 + MOST_DEVICES
    assert takes(again(book), amiras)
    assert takes(again(book), bos)


def test_a_session_that_began_without_a_key_is_kept_for_the_key_that_follows(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    assert book.open_letter(AMIRA.user, pen.letter(book, type="m.dummy")) is None
    book.keep_sessions([pen.reader])

    assert takes(again(book), pen)


def test_two_letters_of_one_new_session_that_come_together_are_both_opened(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    letters = [book.open_letter(AMIRA.user, pen.letter(book)) for _ in range(2)]

    assert None not in letters


def test_when_its_one_time_keys_are_drained_the_fallback_key_is_left_and_new_ones_are_made() -> None:
    book = Notebook(Device.new(EAR, "FALLRAUM"), ROOM)
    assert book.replenish(0, has_fallback=False)
    (fallback,) = book.unpublished()["fallback_keys"].values()
    book.were_published()

    pens = [Pen(user, ROOM) for user in (AMIRA.user, BO.user)]
    for pen in pens:
        theirs = vodozemac.Curve25519PublicKey.from_base64(book.device.curve25519)
        key = vodozemac.Curve25519PublicKey.from_base64(fallback["key"])
        pen._session = pen.device.account.create_outbound_session(theirs, key)
        assert takes(book, pen)

    assert fallback["fallback"] is True
    assert book.replenish(0, has_fallback=False)
    offered = book.unpublished()
    assert len(offered["one_time_keys"]) >= ENOUGH_ONE_TIME_KEYS
    assert len(offered["fallback_keys"]) == 1


def test_where_enough_are_left_nothing_is_made(book: Notebook) -> None:
    book.were_published()

    assert not book.replenish(ENOUGH_ONE_TIME_KEYS, has_fallback=True)
    assert book.unpublished() == {"one_time_keys": {}, "fallback_keys": {}}


def test_keys_that_were_made_and_not_offered_yet_are_offered_after_a_restart(book: Notebook) -> None:
    offered = book.unpublished()

    kept = again(book)
    kept.replenish(0, has_fallback=False)

    assert kept.unpublished() == offered


def test_what_is_no_message_is_not_read(book: Notebook) -> None:
    pen = Pen(AMIRA.user, ROOM)
    takes(book, pen)

    said = [
        pen.says("!hilfe", room_id="!other:x"),
        pen.says("!hilfe", type="m.room.topic"),
        pen.says("!hilfe", content=7),
        pen.says("x" * 70_000),
    ]
    assert [book.read(AMIRA.user, one) for one in said] == [None] * 4
    assert text(book.read(AMIRA.user, pen.says("!hilfe"))) == "!hilfe"
