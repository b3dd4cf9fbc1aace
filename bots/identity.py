"""Who a voice is: one device, and the keys by which its owner vouches for it.

Clients show a shield beside, or refuse, devices that their owner has not cross-signed (MSC4153).
The device publishes no one-time keys: nobody can open a session towards it.
"""

import json
from dataclasses import dataclass

import nacl.utils
import vodozemac
from nacl.signing import SigningKey

from bots.signing import sign
from hub.canonical import canonical_json, encode
from hub.identifiers import UserId
from hub.matrix.walls import MEGOLM
from hub.matrix.wire import Json

OLM = "m.olm.v1.curve25519-aes-sha2"


@dataclass(frozen=True, slots=True)
class CrossSigning:
    """A master key and the key that it lets sign the owner's devices."""

    user: UserId
    master: SigningKey
    self_signing: SigningKey

    def upload(self) -> Json:
        """The body of `POST /keys/device_signing/upload`."""
        master = self._key("master", self.master)
        signed = self._key("self_signing", self.self_signing)
        public = encode(bytes(self.master.verify_key))
        vouched = sign(signed, self.master, user=self.user, key_id=f"ed25519:{public}")
        return {"master_key": master, "self_signing_key": vouched}

    def vouch(self, device_keys: Json) -> Json:
        """The device's keys, signed by their owner."""
        public = encode(bytes(self.self_signing.verify_key))
        return sign(device_keys, self.self_signing, user=self.user, key_id=f"ed25519:{public}")

    def _key(self, usage: str, key: SigningKey) -> Json:
        public = encode(bytes(key.verify_key))
        return {"user_id": self.user, "usage": [usage], "keys": {f"ed25519:{public}": public}}


class Device:
    """A voice's one device. What it is made of never changes after it was made."""

    def __init__(
        self, user: UserId, device: str, account: vodozemac.Account, cross_signing: CrossSigning
    ) -> None:
        self.user = user
        self.id = device
        self.account = account
        self.cross_signing = cross_signing
        self.curve25519 = account.curve25519_key.to_base64()
        self.ed25519 = account.ed25519_key.to_base64()

    @classmethod
    def new(cls, user: UserId, device: str) -> "Device":
        """Make a device with fresh keys."""
        signing = CrossSigning(user, SigningKey.generate(), SigningKey.generate())
        return cls(user, device, vodozemac.Account(), signing)

    def keys(self) -> Json:
        """The device's public keys, signed by the device and by its owner."""
        body: Json = {
            "user_id": self.user,
            "device_id": self.id,
            "algorithms": [OLM, MEGOLM],
            "keys": {f"curve25519:{self.id}": self.curve25519, f"ed25519:{self.id}": self.ed25519},
        }
        own = self.account.sign(canonical_json(body)).to_base64()
        return self.cross_signing.vouch(body | {"signatures": {self.user: {f"ed25519:{self.id}": own}}})

    def secrets(self) -> str:
        """Everything needed to be this device again. To be kept sealed."""
        pickle_key = nacl.utils.random(32)
        return json.dumps(
            {
                "device": self.id,
                "account": self.account.pickle(pickle_key),
                "pickle_key": pickle_key.hex(),
                "master": bytes(self.cross_signing.master).hex(),
                "self_signing": bytes(self.cross_signing.self_signing).hex(),
            }
        )

    @classmethod
    def from_secrets(cls, user: UserId, text: str) -> "Device":
        """Be the same device again."""
        kept = json.loads(text)
        account = vodozemac.Account.from_pickle(kept["account"], bytes.fromhex(kept["pickle_key"]))
        master = SigningKey(bytes.fromhex(kept["master"]))
        self_signing = SigningKey(bytes.fromhex(kept["self_signing"]))
        return cls(user, kept["device"], account, CrossSigning(user, master, self_signing))
