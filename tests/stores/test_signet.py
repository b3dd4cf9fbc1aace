"""What the hub signs is verified with its public key, and stands under nothing else."""

import pytest

from hub.canonical import is_public_key, is_signature
from hub.errors import NotReady
from hub.signet import Signet
from hub.vault import Key, Vault

OURS = Signet(Vault(bytes(range(32))))
ANOTHER = Signet(Vault(bytes(32)))


def test_what_the_hub_signs_is_verified_with_its_public_key() -> None:
    signature = OURS.sign(b"a statement")

    assert is_public_key(OURS.public)
    assert is_signature(signature, b"a statement", OURS.public)
    assert not is_signature(signature, b"another statement", OURS.public)


def test_another_hub_signs_with_another_key() -> None:
    assert not is_signature(ANOTHER.sign(b"a statement"), b"a statement", OURS.public)


def test_after_a_restart_the_key_is_the_same() -> None:
    assert Signet(Vault(bytes(range(32)))).public == OURS.public


def test_the_key_is_not_the_vaults_own() -> None:
    assert Key(bytes(range(32))).derive("signing key of the hub") != bytes(range(32))


def test_each_name_leads_to_bytes_of_its_own() -> None:
    one, other = Key(bytes(32)), Key(bytes(range(32)))

    assert len({one.derive("a"), one.derive("b"), other.derive("a")}) == 3
    assert one.derive("a") == Key(bytes(32)).derive("a")


def test_while_the_vault_is_shut_nothing_is_signed() -> None:
    shut = Signet(Vault(NotReady("vault-key-missing", file="secrets/vault_key")))

    with pytest.raises(NotReady):
        shut.sign(b"a statement")
