"""Keys with which professionals vouch for paper: made here, kept in their owner's file, never in the hub."""

import hashlib
from pathlib import Path

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from hub.assemble import Hub
from hub.canonical import encode, signature_of
from hub.errors import Refused
from hub.identifiers import ProfessionalId
from hub.parties.service import Signer
from hub.terminal import speech
from hub.terminal.files import content_of, new_file


def make_key(file: Path) -> str:
    """Write a new key into a file that only its owner reads; returns its public half."""
    key = SigningKey.generate()
    with new_file(file) as opened:
        opened.write(key.encode(HexEncoder) + b"\n")
    return encode(bytes(key.verify_key))


def signing_with(file: Path) -> tuple[str, Signer]:
    """The public half of the key in a file, and what signs with it."""
    try:
        if file.stat().st_mode & 0o077:
            speech.refuse(Refused("key-open-to-others", {"file": str(file)}))
        key = SigningKey(bytes.fromhex(file.read_text().strip()))
    except OSError as error:
        speech.refuse(Refused("unreadable-file", {"file": str(file), "why": error.strerror or ""}))
    except ValueError:
        speech.refuse(Refused("key-damaged", {"file": str(file)}))
    return encode(bytes(key.verify_key)), lambda statement: signature_of(statement, key)


async def key_of(hub: Hub, public_key: str) -> ProfessionalId:
    """The professional whose pinned key that is."""
    return speech.accept(await hub.parties.owner_of(public_key))


def hash_of(scan: Path) -> str:
    """By which hash a scan stands in a record; the scan itself stays with the agency."""
    return hashlib.sha256(content_of(scan)).hexdigest()
