"""What voices attach: a file, encrypted for a room (specification, "Sending encrypted attachments")."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import nacl.utils
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from hub.canonical import encode
from hub.catalogue import say
from hub.conference import ics
from hub.conference import sheet as sheet_of_agenda
from hub.conference.dates import Dated
from hub.conference.told import Agenda
from hub.errors import Refused
from hub.matrix.wire import Json
from hub.minutes.model import Posting
from hub.minutes.sheet import on_paper, sheet
from hub.paper.pdf import printed
from hub.paper.sheet import Sheet

Attached = Agenda | Dated | Posting
"""What people are given as a file."""

# A debt keeps it until it is sent; what is longer is read at the door.
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file as those in the room get it."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Hidden:
    """A file as the homeserver gets it, and what opens it."""

    ciphertext: bytes
    key: bytes
    counter: bytes


def file_of(attached: Attached, language: str, *, now: datetime) -> File | Refused:
    """The file that is made of something; its name says neither of which case it is nor whose."""
    content = _content(attached, language, now)
    if isinstance(content, Refused):
        return content
    if len(content) > MOST_BYTES:
        return Refused("file-too-long")
    mimetype = "text/calendar" if isinstance(attached, Dated) else "application/pdf"
    return File(say(language, _name(attached)), mimetype, content)


def hide(content: bytes) -> Hidden:
    """Encrypt a file under a key of its own, which is used for nothing else."""
    # The lower half counts the blocks, from nought.
    key, counter = nacl.utils.random(32), nacl.utils.random(8) + bytes(8)
    encryptor = Cipher(AES(key), CTR(counter)).encryptor()
    return Hidden(encryptor.update(content) + encryptor.finalize(), key, counter)


def message(file: File, hidden: Hidden, uri: str) -> Json:
    """The message that gives a file to those who can read it."""
    return {
        "msgtype": "m.file",
        "body": file.name,
        "filename": file.name,
        "info": {"mimetype": file.mimetype, "size": len(file.content)},
        "file": {
            "v": "v2",
            "url": uri,
            "key": {
                "kty": "oct",
                "alg": "A256CTR",
                "ext": True,
                "key_ops": ["encrypt", "decrypt"],
                "k": encode(hidden.key).replace("+", "-").replace("/", "_"),
            },
            "iv": encode(hidden.counter),
            "hashes": {"sha256": encode(hashlib.sha256(hidden.ciphertext).digest())},
        },
        # Said explicitly, nobody is mentioned.
        "m.mentions": {},
    }


def _name(attached: Attached) -> str:
    match attached:
        case Agenda():
            return "file-agenda"
        case Dated():
            return "file-date"
        case Posting():
            return "file-minutes"


def _content(attached: Attached, language: str, now: datetime) -> bytes | Refused:
    match attached:
        case Agenda():
            return printed(sheet_of_agenda.on_paper(attached, language, made_at=now))
        case Dated():
            return ics.as_file(attached, language)
        case Posting():
            return printed(_minutes(attached, language))


def _minutes(posted: Posting, language: str) -> Sheet:
    label, version = posted.file.case.label, posted.minutes.version
    whole = sheet(posted.minutes, posted.conference, posted.names, language, label=label)
    return on_paper(whole, language, made_at=version.at)
