"""Whose devices may read a post: those their owners vouch for, and nobody else's.

Pure: reads the answer of `POST /keys/query` (client-server API) and believes nothing unsigned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bots.signing import is_signed
from hub.identifiers import UserId
from hub.matrix.wire import Json

MOST_DEVICES = 100


@dataclass(frozen=True, slots=True, order=True)
class Reader:
    """A device that may get the key to a post."""

    user: UserId
    device: str
    ed25519: str
    curve25519: str


@dataclass(frozen=True, slots=True)
class Readers:
    """Who gets the key; which devices are told that they do not; whose identity changed."""

    trusted: frozenset[Reader]
    untrusted: frozenset[tuple[UserId, str]]
    masters: Mapping[UserId, str]
    changed: frozenset[UserId]


def readers(answer: Json, users: Iterable[UserId], pinned: Mapping[UserId, str]) -> Readers:
    """Sort the devices of users; `pinned` holds the master keys we have seen them use before."""
    trusted: set[Reader] = set()
    untrusted: set[tuple[UserId, str]] = set()
    masters: dict[UserId, str] = {}
    changed: set[UserId] = set()
    for user in users:
        master = _master(answer, user)
        if master is not None:
            masters[user] = master
        if master is not None and master != pinned.get(user, master):
            changed.add(user)
        signer = None if user in changed or master is None else _self_signing(answer, user, master)
        devices = _part(answer, "device_keys", user)
        if len(devices) > MOST_DEVICES:
            # Nobody has that many; whoever says so wants to keep us busy.
            untrusted.update((user, device) for device in sorted(devices)[:MOST_DEVICES])
            continue
        for device, keys in devices.items():
            reader = _reader(keys, user, device, signer)
            if reader:
                trusted.add(reader)
            else:
                untrusted.add((user, device))
    return Readers(frozenset(trusted), frozenset(untrusted), masters, frozenset(changed))


def _reader(keys: object, user: UserId, device: str, signer: str | None) -> Reader | None:
    if signer is None or not isinstance(keys, dict):
        return None
    if keys.get("user_id") != user or keys.get("device_id") != device:
        return None
    own = _part(keys, "keys")
    ed25519, curve25519 = own.get(f"ed25519:{device}"), own.get(f"curve25519:{device}")
    if not isinstance(ed25519, str) or not isinstance(curve25519, str):
        return None
    by_itself = is_signed(keys, ed25519, user=user, key_id=f"ed25519:{device}")
    by_owner = is_signed(keys, signer, user=user, key_id=f"ed25519:{signer}")
    return Reader(user, device, ed25519, curve25519) if by_itself and by_owner else None


def _master(answer: Json, user: UserId) -> str | None:
    return _one_key(_part(answer, "master_keys", user), user, "master")


def _self_signing(answer: Json, user: UserId, master: str) -> str | None:
    key = _part(answer, "self_signing_keys", user)
    public = _one_key(key, user, "self_signing")
    if public is None or not is_signed(key, master, user=user, key_id=f"ed25519:{master}"):
        return None
    return public


def _one_key(key: Json, user: UserId, usage: str) -> str | None:
    usages = key.get("usage")
    if key.get("user_id") != user or not isinstance(usages, list) or usage not in usages:
        return None
    keys = list(_part(key, "keys").values())
    return keys[0] if len(keys) == 1 and isinstance(keys[0], str) else None


def _part(answer: Json, *path: str) -> Json:
    # Other people's servers are passed on unread: what is no object counts as nothing.
    part: object = answer
    for name in path:
        part = part.get(name) if isinstance(part, dict) else None
    return part if isinstance(part, dict) else {}
