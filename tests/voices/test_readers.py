"""Readers: a device gets the key to a post only if its owner, whom we know, vouches for it."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.identity import Device
from bots.readers import Reader, Readers, readers
from bots.signing import sign
from hub.canonical import canonical_json, encode
from hub.matrix.wire import Json
from tests.people import AMIRA, BO, CHLOE, DARIO

# Made once: keys are dear, and nobody changes them.
PHONE = Device.new(BO.user, "BOPHONE")
LAPTOP = Device(BO.user, "BOLAPTOP", Device.new(BO.user, "BOLAPTOP").account, PHONE.cross_signing)
DARIOS = Device.new(DARIO.user, "DARIOPHONE")
AMIRAS = Device.new(AMIRA.user, "AMIRAPHONE")
BOS_MASTER = encode(bytes(PHONE.cross_signing.master.verify_key))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def answer(*devices: Device) -> Json:
    """What a homeserver answers to `POST /keys/query` about these devices."""
    told: Json = {"master_keys": {}, "self_signing_keys": {}, "user_signing_keys": {}, "device_keys": {}}
    for device in devices:
        upload = device.cross_signing.upload()
        told["master_keys"][device.user] = upload["master_key"]
        told["self_signing_keys"][device.user] = upload["self_signing_key"]
        told["device_keys"].setdefault(device.user, {})[device.id] = device.keys()
    return told


def reader(device: Device) -> Reader:
    return Reader(device.user, device.id, device.ed25519, device.curve25519)


def changed(change: Callable[[Json], object]) -> Readers:
    """What is found about Bo's phone after somebody changed the answer."""
    told = deepcopy(answer(PHONE))
    change(told)
    return readers(told, [BO.user], {})


def signed_by_bo(**fields: object) -> Json:
    """Whatever Bo's phone claims of itself, truly signed by the phone and by Bo."""
    body = {**PHONE.keys(), **fields}
    del body["signatures"]
    own = PHONE.account.sign(canonical_json(body)).to_base64()
    return PHONE.cross_signing.vouch(body | {"signatures": {BO.user: {"ed25519:BOPHONE": own}}})


# Whom we believe.


def test_every_device_its_owner_vouches_for_may_read() -> None:
    found = readers(answer(PHONE, LAPTOP, AMIRAS), [AMIRA.user, BO.user], {})

    assert found.trusted == {reader(PHONE), reader(LAPTOP), reader(AMIRAS)}
    assert found.untrusted == frozenset()
    assert found.changed == frozenset()


def test_what_the_phone_and_bo_signed_is_believed() -> None:
    found = changed(lambda told: told["device_keys"][BO.user].update(BOPHONE=signed_by_bo(more="x")))

    assert found.trusted == {reader(PHONE)}


def test_whoever_is_seen_for_the_first_time_is_remembered_by_the_master_key() -> None:
    found = readers(answer(PHONE), [BO.user], {})

    assert found.masters == {BO.user: BOS_MASTER}


def test_whoever_comes_with_the_key_we_know_may_read() -> None:
    found = readers(answer(PHONE), [BO.user], {BO.user: BOS_MASTER})

    assert found.trusted == {reader(PHONE)}
    assert found.changed == frozenset()


# Whom we do not believe.


def test_nobody_reads_who_was_not_asked_about_whatever_the_server_adds() -> None:
    found = readers(answer(PHONE, DARIOS), [BO.user], {})

    assert found.trusted == {reader(PHONE)}
    assert DARIO.user not in found.masters
    assert all(user == BO.user for user, _ in found.untrusted)


def test_a_device_nobody_vouches_for_is_told_so_and_does_not_read() -> None:
    def own_signature_only(told: Json) -> None:
        signatures = told["device_keys"][BO.user]["BOPHONE"]["signatures"][BO.user]
        told["device_keys"][BO.user]["BOPHONE"]["signatures"][BO.user] = {
            "ed25519:BOPHONE": signatures["ed25519:BOPHONE"]
        }

    found = changed(own_signature_only)

    assert found.trusted == frozenset()
    assert found.untrusted == {(BO.user, "BOPHONE")}


def test_a_device_that_did_not_sign_itself_does_not_read() -> None:
    def no_own_signature(told: Json) -> None:
        del told["device_keys"][BO.user]["BOPHONE"]["signatures"][BO.user]["ed25519:BOPHONE"]

    assert changed(no_own_signature).untrusted == {(BO.user, "BOPHONE")}


def test_darios_device_slipped_in_among_bos_does_not_read() -> None:
    def slip_in(told: Json) -> None:
        told["device_keys"][BO.user]["DARIOPHONE"] = DARIOS.keys()

    found = changed(slip_in)

    assert found.trusted == {reader(PHONE)}
    assert found.untrusted == {(BO.user, "DARIOPHONE")}


def test_darios_device_under_bos_name_does_not_read_even_with_darios_keys_beside_it() -> None:
    in_bos_name = Device(BO.user, "DARIOPHONE", DARIOS.account, DARIOS.cross_signing)

    def slip_in(told: Json) -> None:
        told["device_keys"][BO.user]["DARIOPHONE"] = in_bos_name.keys()

    assert changed(slip_in).untrusted == {(BO.user, "DARIOPHONE")}


def test_a_device_under_another_ones_id_does_not_read() -> None:
    def under_another_id(told: Json) -> None:
        told["device_keys"][BO.user] = {"BOLAPTOP": PHONE.keys()}

    assert changed(under_another_id).untrusted == {(BO.user, "BOLAPTOP")}


@pytest.mark.parametrize("field", ["keys", "algorithms", "user_id", "device_id"])
def test_a_changed_device_does_not_read(field: str) -> None:
    def forge(told: Json) -> None:
        told["device_keys"][BO.user]["BOPHONE"][field] = DARIOS.keys()[field] if field != "algorithms" else []

    assert changed(forge).untrusted == {(BO.user, "BOPHONE")}


@pytest.mark.parametrize("key", ["ed25519:BOPHONE", "curve25519:BOPHONE"])
@pytest.mark.parametrize("instead", [None, 7, []], ids=repr)
def test_a_device_without_one_of_its_keys_does_not_read_even_if_it_and_its_owner_signed(
    key: str, instead: object
) -> None:
    keys = {**PHONE.keys()["keys"], key: instead}

    found = changed(lambda told: told["device_keys"][BO.user].update(BOPHONE=signed_by_bo(keys=keys)))

    assert found.untrusted == {(BO.user, "BOPHONE")}


@pytest.mark.parametrize("says", [{"user_id": DARIO.user}, {"device_id": "DARIOPHONE"}], ids=repr)
def test_a_device_that_says_it_is_another_ones_does_not_read_even_if_it_and_its_owner_signed(
    says: Json,
) -> None:
    found = changed(lambda told: told["device_keys"][BO.user].update(BOPHONE=signed_by_bo(**says)))

    assert found.untrusted == {(BO.user, "BOPHONE")}


@pytest.mark.parametrize("kind", ["master_keys", "self_signing_keys"])
def test_without_the_owners_keys_no_device_reads(kind: str) -> None:
    found = changed(lambda told: told[kind].clear())

    assert found.trusted == frozenset()
    assert found.untrusted == {(BO.user, "BOPHONE")}


def test_a_key_for_devices_that_the_master_key_did_not_sign_counts_for_nothing() -> None:
    def exchange(told: Json) -> None:
        stolen = deepcopy(DARIOS.cross_signing.upload()["self_signing_key"])
        told["self_signing_keys"][BO.user] = stolen | {"user_id": BO.user}

    assert changed(exchange).trusted == frozenset()


def test_a_key_made_for_another_use_signs_no_devices() -> None:
    master = PHONE.cross_signing.master

    def other_use(told: Json) -> None:
        key = {**told["self_signing_keys"][BO.user], "usage": ["user_signing"]}
        told["self_signing_keys"][BO.user] = sign(key, master, user=BO.user, key_id=f"ed25519:{BOS_MASTER}")

    assert changed(other_use).trusted == frozenset()


def test_two_keys_where_one_belongs_count_as_none() -> None:
    def two_masters(told: Json) -> None:
        told["master_keys"][BO.user]["keys"]["ed25519:second"] = "second"

    found = changed(two_masters)

    assert found.trusted == frozenset()
    assert found.masters == {}


# Whose identity changed.


def test_whoever_comes_with_another_master_key_reads_nothing_until_trusted_anew() -> None:
    found = readers(answer(PHONE, LAPTOP), [BO.user], {BO.user: "the key we knew"})

    assert found.changed == {BO.user}
    assert found.trusted == frozenset()
    assert found.untrusted == {(BO.user, "BOPHONE"), (BO.user, "BOLAPTOP")}


def test_a_server_that_exchanges_all_of_bos_keys_gains_nothing() -> None:
    forged = Device.new(BO.user, "BOPHONE")

    found = readers(answer(forged), [BO.user], {BO.user: BOS_MASTER})

    assert found.changed == {BO.user}
    assert found.trusted == frozenset()


def test_whose_server_keeps_the_key_we_know_to_itself_reads_nothing_and_has_not_changed() -> None:
    told = deepcopy(answer(PHONE))
    told["master_keys"].clear()

    found = readers(told, [BO.user], {BO.user: BOS_MASTER})

    assert found.changed == frozenset()
    assert found.trusted == frozenset()


def test_one_persons_change_takes_nothing_from_the_others() -> None:
    found = readers(answer(PHONE, AMIRAS), [AMIRA.user, BO.user], {BO.user: "the key we knew"})

    assert found.trusted == {reader(AMIRAS)}


# Answers that no honest server gives. Homeservers pass on unread what others answer about their people.


def test_somebody_without_devices_is_no_reader() -> None:
    nothing = readers({}, [CHLOE.user], {})

    assert nothing == Readers(frozenset(), frozenset(), {}, frozenset())


@pytest.mark.parametrize("kind", ["master_keys", "self_signing_keys", "device_keys"])
@pytest.mark.parametrize("nonsense", [None, "x", 7, ["x"]])
def test_nonsense_in_place_of_somebodys_keys_makes_nobody_a_reader_and_harms_nobody(
    kind: str, nonsense: object
) -> None:
    told = deepcopy(answer(PHONE, AMIRAS))
    told[kind][BO.user] = nonsense

    found = readers(told, [AMIRA.user, BO.user], {})

    assert found.trusted == {reader(AMIRAS)}


@pytest.mark.parametrize("field", ["user_id", "usage", "keys", "signatures"])
@pytest.mark.parametrize("nonsense", [None, [], "x", 7, {"x": 7}])
@pytest.mark.parametrize("kind", ["master_keys", "self_signing_keys"])
def test_nonsense_inside_an_owners_key_makes_nobody_a_reader_and_harms_nobody(
    kind: str, field: str, nonsense: object
) -> None:
    told = deepcopy(answer(PHONE, AMIRAS))
    told[kind][BO.user][field] = nonsense

    found = readers(told, [AMIRA.user, BO.user], {})

    # Nobody signs a master key: who it is, is remembered.
    signed_by_nobody = (kind, field) == ("master_keys", "signatures")
    assert found.trusted == {reader(AMIRAS)} | ({reader(PHONE)} if signed_by_nobody else set())
    assert all(isinstance(master, str) for master in found.masters.values())


@pytest.mark.parametrize("nonsense", [None, [], "x", 7])
def test_nonsense_in_place_of_a_device_is_no_reader_and_harms_nobody(nonsense: object) -> None:
    told = deepcopy(answer(PHONE, AMIRAS))
    told["device_keys"][BO.user]["BOTABLET"] = nonsense

    found = readers(told, [AMIRA.user, BO.user], {})

    assert found.trusted == {reader(AMIRAS), reader(PHONE)}
    assert found.untrusted == {(BO.user, "BOTABLET")}


@pytest.mark.parametrize("field", ["user_id", "device_id", "keys", "signatures"])
@pytest.mark.parametrize("nonsense", [None, [], "x", 7, {"x": 7}])
def test_nonsense_inside_a_device_makes_it_no_reader_and_harms_nobody(field: str, nonsense: object) -> None:
    told = deepcopy(answer(PHONE, AMIRAS))
    told["device_keys"][BO.user]["BOPHONE"][field] = nonsense

    found = readers(told, [AMIRA.user, BO.user], {})

    assert found.trusted == {reader(AMIRAS)}
    assert found.untrusted == {(BO.user, "BOPHONE")}


@given(json_values)
def test_whatever_else_a_server_answers_about_bo_makes_nobody_a_reader(nonsense: object) -> None:
    told: Json = {kind: {BO.user: nonsense} for kind in ("master_keys", "self_signing_keys", "device_keys")}

    found = readers(told, [BO.user], {})

    assert found.trusted == frozenset()


def test_a_key_that_is_no_key_signs_nothing() -> None:
    told = deepcopy(answer(PHONE))
    told["master_keys"][BO.user]["keys"] = {"ed25519:x": "x"}

    assert readers(told, [BO.user], {}).trusted == frozenset()


def test_a_later_owners_signature_does_not_speak_for_an_earlier_device() -> None:
    # Bo began anew: his new keys have not signed the old phone yet.
    anew = Device(BO.user, "BOPHONE", PHONE.account, Device.new(BO.user, "BOPHONE").cross_signing)
    told = deepcopy(answer(anew))
    told["device_keys"][BO.user]["BOPHONE"] = PHONE.keys()

    found = readers(told, [BO.user], {})

    assert found.untrusted == {(BO.user, "BOPHONE")}
