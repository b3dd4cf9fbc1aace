"""What the hub vouches for: it signs with a key of its own, which comes from the vault's.

A hub whose vault is shut can sign nothing, and needs no second secret that could be lost.
"""

from dataclasses import dataclass

from nacl.signing import SigningKey

from hub.canonical import encode, signature_of
from hub.vault import Vault


@dataclass(frozen=True, slots=True)
class Signet:
    """Signs for the hub. Raises `NotReady` while the vault is shut.

    Whoever signs begins the statement with words that name its kind and version, so that no
    signature under one kind of statement can be passed off as one under another.
    """

    vault: Vault

    @property
    def public(self) -> str:
        """The key by which others verify what this hub says; it may be published."""
        return encode(bytes(self._key.verify_key))

    def sign(self, statement: bytes) -> str:
        """The hub's signature (Ed25519, RFC 8032) under a statement."""
        return signature_of(statement, self._key)

    @property
    def _key(self) -> SigningKey:
        return SigningKey(self.vault.hub.derive("signing key of the hub"))
