"""Sessions: readers can read, the voice cannot; whoever reads no more has no key to what comes next."""

import json
from datetime import timedelta

import pytest
import vodozemac
from hypothesis import given
from hypothesis import strategies as st

from bots.identity import OLM, Device
from bots.readers import Reader
from bots.session import RoomSession, wrap_for
from bots.signing import is_signed
from hub.canonical import canonical_json, decode
from hub.identifiers import RoomId
from hub.matrix.walls import ENCRYPTION, LONGEST_SESSION, MEGOLM, MOST_MESSAGES
from hub.matrix.wire import Json
from tests.clock import MONDAY
from tests.people import BO, CHLOE, DARIO, JONAS, VOICE

ROOM = RoomId("!room:fallraum.localhost")
BLINK = timedelta(microseconds=1)
words = st.text(max_size=3)
WORDS = {"msgtype": "m.notice", "body": "Fallkonferenz F-1"}

# Made once: keys are dear, and nobody changes them.
HUB_VOICE = Device.new(VOICE, "FALLRAUM")
BOS = Reader(BO.user, "BOPHONE", "bo's ed25519", "bo's curve25519")
CHLOES = Reader(CHLOE.user, "CHLOEPHONE", "chloe's ed25519", "chloe's curve25519")
DARIOS = Reader(DARIO.user, "DARIOPHONE", "dario's ed25519", "dario's curve25519")


def new_session() -> RoomSession:
    return RoomSession(HUB_VOICE, ROOM, MONDAY)


class Phone:
    """Bo's phone: what its account can open, and what it offers to those who write to it."""

    def __init__(self) -> None:
        self.account = vodozemac.Account()

    @property
    def reader(self) -> Reader:
        ed25519, curve25519 = self.account.ed25519_key.to_base64(), self.account.curve25519_key.to_base64()
        return Reader(BO.user, "BOPHONE", ed25519, curve25519)

    def one_time_key(self) -> Json:
        """What the homeserver gives out for this phone, once."""
        self.account.generate_one_time_keys(1)
        [key] = self.account.one_time_keys.values()
        self.account.mark_keys_as_published()
        return self.signed({"key": key.to_base64()})

    def signed(self, key: Json) -> Json:
        signature = self.account.sign(canonical_json(key)).to_base64()
        return {"signed_curve25519:AAAAAQ": key | {"signatures": {BO.user: {"ed25519:BOPHONE": signature}}}}

    def opens(self, letter: Json) -> tuple[vodozemac.Session, Json]:
        sender = vodozemac.Curve25519PublicKey.from_base64(letter["sender_key"])
        mine = letter["ciphertext"][self.reader.curve25519]
        message = vodozemac.AnyOlmMessage.from_parts(mine["type"], decode(mine["body"])).to_pre_key()
        assert message is not None
        session, plain = self.account.create_inbound_session(sender, message)
        return session, json.loads(plain)


def opened(content: Json, key: Json) -> Json:
    """What a reader with this room key makes of an event."""
    session = vodozemac.InboundGroupSession(vodozemac.SessionKey(key["session_key"]))
    message = vodozemac.MegolmMessage.from_base64(content["ciphertext"])
    plain: Json = json.loads(session.decrypt(message).plaintext)
    return plain


# The letter with the key.


def test_the_device_it_is_meant_for_opens_the_letter() -> None:
    phone, key = Phone(), new_session().key()

    letter = wrap_for(HUB_VOICE, phone.reader, phone.one_time_key(), key)

    assert letter is not None
    assert (letter["algorithm"], letter["sender_key"]) == (OLM, HUB_VOICE.curve25519)
    _, plain = phone.opens(letter)
    assert (plain["type"], plain["content"]) == ("m.room_key", key)
    assert (key["algorithm"], key["room_id"]) == (MEGOLM, ROOM)


def test_the_letter_says_from_whom_and_for_whom_it_is_so_that_nobody_can_pass_it_on() -> None:
    phone = Phone()

    letter = wrap_for(HUB_VOICE, phone.reader, phone.one_time_key(), new_session().key())

    assert letter is not None
    _, plain = phone.opens(letter)
    assert (plain["sender"], plain["keys"]) == (VOICE, {"ed25519": HUB_VOICE.ed25519})
    assert (plain["recipient"], plain["recipient_keys"]) == (BO.user, {"ed25519": phone.reader.ed25519})
    keys = plain["sender_device_keys"]
    assert is_signed(keys, HUB_VOICE.ed25519, user=VOICE, key_id="ed25519:FALLRAUM")


def test_the_letter_and_the_key_in_it_open_what_the_voice_says() -> None:
    phone, session = Phone(), new_session()

    letter = wrap_for(HUB_VOICE, phone.reader, phone.one_time_key(), session.key())
    said = session.encrypt(WORDS)

    assert letter is not None
    _, plain = phone.opens(letter)
    assert opened(said, plain["content"]) == {"type": "m.room.message", "content": WORDS, "room_id": ROOM}


def test_nobody_else_opens_the_letter() -> None:
    phone, other = Phone(), Phone()

    letter = wrap_for(HUB_VOICE, phone.reader, phone.one_time_key(), new_session().key())

    assert letter is not None
    letter["ciphertext"] = {other.reader.curve25519: letter["ciphertext"][phone.reader.curve25519]}
    with pytest.raises(vodozemac.SessionCreationException):
        other.opens(letter)


def test_the_voice_cannot_read_an_answer_to_its_letter() -> None:
    phone = Phone()
    letter = wrap_for(HUB_VOICE, phone.reader, phone.one_time_key(), new_session().key())
    assert letter is not None

    session, _ = phone.opens(letter)
    answer = session.encrypt(b'{"type":"m.room_key_request"}')

    # It begins no session, and the one it belongs to is no more: there is nothing to open it with.
    kind, body = answer.to_parts()
    assert (kind, answer.to_pre_key()) == (1, None)
    with pytest.raises(vodozemac.DecodeException):
        vodozemac.AnyOlmMessage.from_parts(0, body)


def test_the_voice_cannot_read_a_letter_that_begins_a_session_either() -> None:
    phone = Phone()
    voices_key = HUB_VOICE.account.curve25519_key
    # The voice offers no one-time key; somebody takes its identity key in place of one.
    session = phone.account.create_outbound_session(voices_key, voices_key)

    letter = session.encrypt(b"hello").to_pre_key()

    assert letter is not None
    with pytest.raises(vodozemac.SessionCreationException):
        HUB_VOICE.account.create_inbound_session(phone.account.curve25519_key, letter)


# One-time keys that cannot be trusted.


def test_without_a_one_time_key_there_is_no_letter() -> None:
    assert wrap_for(HUB_VOICE, Phone().reader, None, {}) is None


@pytest.mark.parametrize("answer", [None, [], "x", 7, {}, {"a": 1}, {"a": {}, "b": {}}, {"a": {"key": "x"}}])
def test_an_answer_that_is_no_one_time_key_gives_no_letter(answer: object) -> None:
    assert wrap_for(HUB_VOICE, Phone().reader, answer, {}) is None


def test_a_one_time_key_signed_by_another_device_gives_no_letter() -> None:
    phone, dario = Phone(), Phone()

    assert wrap_for(HUB_VOICE, phone.reader, dario.one_time_key(), {}) is None


def test_a_one_time_key_exchanged_by_the_server_gives_no_letter() -> None:
    phone, server = Phone(), Phone()
    answer, [exchanged] = phone.one_time_key(), server.one_time_key().values()

    answer["signed_curve25519:AAAAAQ"]["key"] = exchanged["key"]

    assert wrap_for(HUB_VOICE, phone.reader, answer, {}) is None


@pytest.mark.parametrize(
    "key", ["", "AAAA", "A" * 43, "*", "A", "ä", 7, None, {"a": 1}, ["A" * 43]], ids=repr
)
def test_a_one_time_key_that_is_no_key_gives_no_letter_even_if_it_is_signed(key: object) -> None:
    phone = Phone()

    assert wrap_for(HUB_VOICE, phone.reader, phone.signed({"key": key}), {}) is None


@pytest.mark.parametrize("curve25519", ["", "AAAA", "A" * 43, "*", "A", "ä"], ids=repr)
def test_a_device_whose_own_key_is_no_key_gets_no_letter(curve25519: str) -> None:
    phone = Phone()
    reader = Reader(BO.user, "BOPHONE", phone.reader.ed25519, curve25519)

    assert wrap_for(HUB_VOICE, reader, phone.one_time_key(), {}) is None


@given(st.dictionaries(words, st.none() | words | st.dictionaries(words, st.none() | words)))
def test_whatever_else_a_server_gives_out_gives_no_letter(answer: object) -> None:
    assert wrap_for(HUB_VOICE, BOS, answer, {}) is None


# What is said with the key.


def test_what_the_voice_says_is_sealed_and_names_its_session_and_its_device() -> None:
    session = new_session()

    content = session.encrypt(WORDS)

    assert content["algorithm"] == MEGOLM
    assert content["session_id"] == session.key()["session_id"]
    assert (content["sender_key"], content["device_id"]) == (HUB_VOICE.curve25519, "FALLRAUM")
    assert WORDS["body"] not in json.dumps(content)


def test_what_is_said_belongs_to_its_room_and_cannot_be_moved_to_another() -> None:
    session = new_session()
    key = session.key()

    content = session.encrypt(WORDS)

    assert opened(content, key)["room_id"] == key["room_id"] == ROOM


def test_who_gets_the_key_later_does_not_read_what_was_said_before() -> None:
    session = new_session()
    before = session.encrypt(WORDS)

    later = session.key()

    assert opened(session.encrypt(WORDS), later)["content"] == WORDS
    with pytest.raises(vodozemac.MegolmDecryptionException):
        opened(before, later)


def test_the_same_words_said_twice_look_different() -> None:
    session = new_session()

    assert session.encrypt(WORDS)["ciphertext"] != session.encrypt(WORDS)["ciphertext"]


def test_a_session_begun_anew_cannot_be_read_with_the_old_key() -> None:
    old = new_session().key()

    with pytest.raises(vodozemac.MegolmDecryptionException):
        opened(new_session().encrypt(WORDS), old)


# Whether a session may still be used.


def test_the_key_goes_to_those_who_do_not_have_it_yet() -> None:
    session = new_session()

    session.has_key([BOS])

    assert session.without_key(frozenset({CHLOES, DARIOS, BOS})) == [CHLOES, DARIOS]
    assert session.without_key(frozenset({BOS})) == []


def test_a_session_is_fit_while_all_who_hold_its_key_may_read() -> None:
    session = new_session()

    session.has_key([BOS])

    assert session.is_fit(frozenset({BOS}), MONDAY)
    assert session.is_fit(frozenset({BOS, CHLOES}), MONDAY)


@pytest.mark.parametrize("left", [frozenset({CHLOES}), frozenset[Reader]()], ids=["others stay", "nobody"])
def test_after_somebody_may_read_no_more_the_session_is_given_up(left: frozenset[Reader]) -> None:
    session = new_session()

    session.has_key([BOS, CHLOES])

    assert not session.is_fit(left, MONDAY)


def test_a_device_with_new_keys_is_another_reader_and_ends_the_session() -> None:
    session = new_session()
    anew = Reader(BOS.user, BOS.device, BOS.ed25519, "another curve25519")

    session.has_key([BOS])

    assert not session.is_fit(frozenset({anew}), MONDAY)


def test_a_session_nobody_holds_the_key_to_is_fit_for_anybody() -> None:
    assert new_session().is_fit(frozenset({BOS, CHLOES}), MONDAY)


def test_a_session_is_given_up_when_peoples_own_clients_would_give_up_theirs() -> None:
    assert ENCRYPTION["rotation_period_msgs"] == MOST_MESSAGES
    assert ENCRYPTION["rotation_period_ms"] == LONGEST_SESSION / timedelta(milliseconds=1)


def test_a_session_lives_a_week_at_most() -> None:
    session = new_session()

    assert session.is_fit(frozenset(), MONDAY + LONGEST_SESSION - BLINK)
    assert not session.is_fit(frozenset(), MONDAY + LONGEST_SESSION)


def test_a_session_says_a_hundred_things_at_most() -> None:
    session = new_session()

    for _ in range(MOST_MESSAGES - 1):
        session.encrypt(WORDS)
    fit_before = session.is_fit(frozenset(), MONDAY)
    session.encrypt(WORDS)

    assert fit_before
    assert not session.is_fit(frozenset(), MONDAY)


readers = st.frozensets(st.sampled_from([BOS, CHLOES, DARIOS]))


@given(readers, readers)
def test_a_fit_sessions_key_is_held_by_nobody_who_may_not_read(
    holders: frozenset[Reader], may: frozenset[Reader]
) -> None:
    session = new_session()

    session.has_key(sorted(holders))

    assert session.is_fit(may, MONDAY) == (holders <= may)
    assert set(session.without_key(may)) == may - holders


# What those are told who do not get the key.


def test_an_unverified_device_is_told_for_which_session_it_gets_no_key() -> None:
    session = new_session()

    told = session.withheld("m.unverified", "not cross-signed")

    assert told == {
        "algorithm": MEGOLM,
        "sender_key": HUB_VOICE.curve25519,
        "from_device": "FALLRAUM",
        "code": "m.unverified",
        "reason": "not cross-signed",
        "room_id": ROOM,
        "session_id": session.key()["session_id"],
    }


def test_a_device_out_of_one_time_keys_is_told_without_naming_room_or_session() -> None:
    # Specification, `m.room_key.withheld`: `m.no_olm` concerns the whole device.
    told = new_session().withheld("m.no_olm", "no one-time key")

    assert told["code"] == "m.no_olm"
    assert not {"room_id", "session_id"} & told.keys()


def test_nobody_is_told_the_key_by_the_refusal() -> None:
    session = new_session()

    told = json.dumps([session.withheld(code, "no") for code in ("m.unverified", "m.no_olm")])

    assert session.key()["session_key"] not in told
    assert JONAS.user not in told


# Whom one has told that they do not get the key.


def test_a_device_is_told_once_for_each_reason() -> None:
    session = new_session()
    phone = (BO.user, "BOPHONE")

    session.has_told("m.unverified", [phone])

    assert session.not_told("m.unverified", [phone]) == []
    assert session.not_told("m.no_olm", [phone]) == [phone]


def test_whoever_could_not_be_told_is_told_again() -> None:
    session = new_session()
    phone = (BO.user, "BOPHONE")

    asked = [session.not_told("m.unverified", [phone]) for _ in range(2)]

    assert asked == [[phone], [phone]]
