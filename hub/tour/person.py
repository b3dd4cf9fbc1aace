"""A person with a Matrix client of their own (matrix-nio), which knows nothing of the hub."""

import logging
import uuid
from pathlib import Path
from typing import Any

import httpx2
import nio
from nacl.signing import SigningKey

from bots.identity import CrossSigning
from hub.identifiers import RoomId, UserId
from hub.matrix.wire import escaped

_V3 = "/_matrix/client/v3"


class Person:
    """Somebody at their own client: joins, reads, tries things."""

    def __init__(self, homeserver: str, user: UserId, folder: Path) -> None:
        logging.getLogger("nio").setLevel(logging.CRITICAL)
        folder.mkdir(parents=True, exist_ok=True)
        config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
        self.user = user
        self.read: list[str] = []
        self.unreadable = 0
        self._client = nio.AsyncClient(homeserver, user, store_path=str(folder), config=config)
        self._client.add_event_callback(self._hear, nio.RoomMessage)
        self._client.add_event_callback(self._cannot_read, nio.MegolmEvent)
        self._http = httpx2.AsyncClient(base_url=homeserver, trust_env=False)

    async def sign_in(self, *, password: str = "", token: str = "", device: str = "") -> None:
        """Sign in, publish the device's keys, and vouch for the device as Element does."""
        if token:
            self._client.restore_login(self.user, device, token)
        else:
            answer = await self._client.login(password, device_name="own client")
            if not isinstance(answer, nio.LoginResponse):
                raise RuntimeError(f"{self.user} cannot sign in: {answer}")
        self._http.headers["Authorization"] = f"Bearer {self._client.access_token}"
        await self._client.keys_upload()
        await self._vouch()
        await self.catch_up()

    async def join(self, room: RoomId) -> None:
        """Take the offered seat."""
        answer = await self._client.join(room)
        if not isinstance(answer, nio.JoinResponse):
            raise RuntimeError(f"{self.user} cannot join: {answer}")
        await self.catch_up()

    async def catch_up(self) -> None:
        """Take in what happened since the last time."""
        await self._client.sync(timeout=0, full_state=self._client.next_batch is None)
        if self._client.should_upload_keys:
            await self._client.keys_upload()

    async def attempt(self, method: str, path: str, body: dict[str, Any] | None = None) -> int:
        """Call the homeserver with one's own token; returns the status of the answer."""
        answer = await self._http.request(method, f"{_V3}{path}", json=body)
        return answer.status_code

    async def openid_token(self) -> str:
        """A token by which others can ask the homeserver who this is."""
        path = f"{_V3}/user/{escaped(self.user)}/openid/request_token"
        answer = await self._http.post(path, json={})
        return str(answer.raise_for_status().json()["access_token"])

    async def invited_to(self, *known: RoomId) -> RoomId | None:
        """A room they are asked into, other than those."""
        await self.catch_up()
        return next((RoomId(room) for room in self._client.invited_rooms if room not in known), None)

    async def reacts(self, room: RoomId, key: str) -> None:
        """React to the newest message of a room."""
        newest = next(event for event in await self.sees(room) if event["type"] == "m.room.encrypted")
        about = {"rel_type": "m.annotation", "event_id": newest["event_id"], "key": key}
        path = f"{_V3}/rooms/{escaped(room)}/send/m.reaction/{uuid.uuid4().hex}"
        (await self._http.put(path, json={"m.relates_to": about})).raise_for_status()

    async def types(self, room: RoomId) -> None:
        """Begin to write something."""
        path = f"{_V3}/rooms/{escaped(room)}/typing/{escaped(self.user)}"
        answer = await self._http.put(path, json={"typing": True, "timeout": 5000})
        answer.raise_for_status()

    async def sees(self, room: RoomId) -> list[dict[str, Any]]:
        """The newest events of a room that the homeserver gives this person; none if refused."""
        answer = await self._http.get(f"{_V3}/rooms/{escaped(room)}/messages?dir=b&limit=50")
        chunk: list[dict[str, Any]] = answer.json().get("chunk", [])
        return chunk

    def can_decrypt(self, event: dict[str, Any], room: RoomId) -> bool:
        """Whether the client could read an event, if somebody handed it over."""
        parsed = nio.Event.parse_encrypted_event({**event, "room_id": room})
        if not isinstance(parsed, nio.MegolmEvent):
            return True
        try:
            self._client.decrypt_event(parsed)
        except nio.exceptions.EncryptionError:
            return False
        return True

    async def close(self) -> None:
        """Close the client."""
        await self._http.aclose()
        await self._client.close()

    async def _vouch(self) -> None:
        signing = CrossSigning(self.user, SigningKey.generate(), SigningKey.generate())
        device = self._client.device_id
        asked = {"device_keys": {self.user: [device]}}
        keys = (await self._http.post(f"{_V3}/keys/query", json=asked)).json()
        own = keys["device_keys"][self.user][device]
        signed = {self.user: {device: signing.vouch({k: v for k, v in own.items() if k != "unsigned"})}}
        for path, body in (("device_signing", signing.upload()), ("signatures", signed)):
            answer = await self._http.post(f"{_V3}/keys/{path}/upload", json=body)
            answer.raise_for_status()

    async def _hear(self, _room: nio.MatrixRoom, event: nio.RoomMessage) -> None:
        self.read.append(str(event.source["content"].get("body", "")))

    async def _cannot_read(self, _room: nio.MatrixRoom, _event: nio.MegolmEvent) -> None:
        self.unreadable += 1
