"""A person's device at the level of the wire: what the homeserver hands it, and what that opens."""

import json
from collections.abc import Mapping

import vodozemac

from bots.identity import CrossSigning, Device
from hub.canonical import canonical_json
from hub.matrix.wire import Json, Wire

_V3 = "/_matrix/client/v3"
_ONLY_LETTERS = json.dumps({"room": {"rooms": []}})


class Handset:
    """Reads its letters itself, and knows nothing of how the voices write them."""

    def __init__(self, wire: Wire, device: Device) -> None:
        self.user = device.user
        self.id = device.id
        self.withheld: list[Json] = []
        self._wire = wire
        self._device = device
        self._since = ""
        self._keys: dict[str, vodozemac.InboundGroupSession] = {}

    async def publish(self) -> None:
        """Make the device known; nobody vouches for it yet."""
        keys = self._device.keys()
        own = {self.user: {f"ed25519:{self.id}": keys["signatures"][self.user][f"ed25519:{self.id}"]}}
        await self.call("POST", "/keys/upload", {"device_keys": keys | {"signatures": own}})

    async def offers_one_time_keys(self, count: int) -> None:
        """Let others open that many sessions towards this device."""
        account = self._device.account
        account.generate_one_time_keys(count)
        await self.offers({id_: key.to_base64() for id_, key in account.one_time_keys.items()})
        account.mark_keys_as_published()

    async def offers(self, keys: Mapping[str, str]) -> None:
        """Offer these one-time keys, whatever they are, signed by the device."""
        offered = {f"signed_curve25519:{id_}": self._signed({"key": key}) for id_, key in keys.items()}
        await self.call("POST", "/keys/upload", {"one_time_keys": offered})

    async def vouch(self) -> None:
        """The owner signs the device with their cross-signing keys, which count from now on."""
        await self.call("POST", "/keys/device_signing/upload", self._device.cross_signing.upload())
        await self.call("POST", "/keys/signatures/upload", {self.user: {self.id: self._device.keys()}})

    async def identity_is_reset(self, signing: CrossSigning) -> None:
        """The owner begins anew with other cross-signing keys, on the same device."""
        self._device = Device(self.user, self.id, self._device.account, signing)
        await self.vouch()

    async def letters(self) -> list[Json]:
        """Take out what came into the letter box since the last time."""
        # Never the same question twice: homeservers answer that from memory.
        query = {"filter": _ONLY_LETTERS, "timeout": "0"} | ({"since": self._since} if self._since else {})
        answer = await self._wire.call("GET", f"{_V3}/sync", user=self.user, device=self.id, query=query)
        self._since = str(answer["next_batch"])
        letters: list[Json] = answer.get("to_device", {}).get("events", [])
        return letters

    async def opens_its_letters(self) -> None:
        """Keep every room key and every refusal that came."""
        for letter in await self.letters():
            if letter["type"] == "m.room_key.withheld":
                self.withheld.append(letter["content"])
            else:
                key = self._room_key(letter["content"])
                session = vodozemac.InboundGroupSession(vodozemac.SessionKey(key["session_key"]))
                self._keys.setdefault(session.session_id, session)

    def reads(self, content: Json) -> str | None:
        """The text of an `m.room.encrypted` event; None without its key."""
        opened = self.opened(content)
        return None if opened is None else str(opened["body"])

    def opened(self, content: Json) -> Json | None:
        """The whole message of an `m.room.encrypted` event; None without its key."""
        session = self._keys.get(content["session_id"])
        if session is None:
            return None
        try:
            opened = session.decrypt(vodozemac.MegolmMessage.from_base64(content["ciphertext"]))
        except vodozemac.MegolmDecryptionException:
            return None
        message: Json = json.loads(opened.plaintext)["content"]
        return message

    async def call(self, method: str, path: str, body: Json | None = None) -> Json:
        """Call the homeserver from this device."""
        return await self._wire.call(method, f"{_V3}{path}", body, user=self.user, device=self.id)

    def _signed(self, thing: Json) -> Json:
        signature = self._device.account.sign(canonical_json(thing)).to_base64()
        return thing | {"signatures": {self.user: {f"ed25519:{self.id}": signature}}}

    def _room_key(self, content: Json) -> Json:
        mine = content["ciphertext"][self._device.curve25519]
        sender = vodozemac.Curve25519PublicKey.from_base64(content["sender_key"])
        letter = vodozemac.PreKeyMessage.from_base64(mine["body"])
        _, opened = self._device.account.create_inbound_session(sender, letter)
        key: Json = json.loads(opened)["content"]
        return key
