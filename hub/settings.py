"""What an operator can set, by environment (`FALLRAUM_…`) or flag; read once at the start."""

import contextlib
import fcntl
import os
import re
import secrets
import tempfile
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hub.errors import NotReady
from hub.federation import is_server_name
from hub.workdays import LANDS

# Short, and beside what else belongs to the embedded homeserver.
HOMESERVER_SOCKET = "hub.sock"
LOCK = "lock"
_SECRET = re.compile(r"[0-9a-f]{64}")


class Settings(BaseSettings):
    """Every setting has a sensible default for one office on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="FALLRAUM_", extra="ignore", frozen=True, validate_default=True
    )

    data: Path = Field(default=Path("fallraum-data"), description="Folder of everything this hub keeps")
    database: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in the data folder")
    homeserver: str = Field(default="", description="URL of a site's homeserver; empty: the embedded one")
    server_name: str = Field(default="fallraum.localhost", description="Name of the homeserver in user ids")
    homeserver_port: int = Field(default=8448, ge=1, le=65535, description="Port of the embedded homeserver")
    door_port: int = Field(default=8400, ge=1, le=65535, description="Port of the web door, loopback only")
    door_url: str = Field(default="", description="How a site's homeserver reaches the web door")
    federation: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Other homeservers whose people may be let in, with commas; empty: none"
    )
    federation_address: str = Field(
        default="127.0.0.1", description="Where the embedded homeserver listens for other homeservers"
    )
    federation_port: int = Field(default=8449, ge=1, le=65535, description="Port for other homeservers")
    federation_certificate: Path | None = Field(
        default=None, description="TLS certificate (PEM); empty: a reverse proxy in front does TLS"
    )
    federation_key: Path | None = Field(default=None, description="Private key of that certificate (PEM)")
    federation_ca: Path | None = Field(
        default=None,
        description="The network's own certificate authority (PEM); empty: those of this machine",
    )
    federation_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Private address ranges in which other homeservers stand, with commas"
    )
    joint_custody: Literal["all", "any"] = Field(
        default="all", description="How many of those with joint custody must consent for a child"
    )
    own_consent_from: int = Field(
        default=14, ge=0, le=18, description="Below this age nobody consents for themselves"
    )
    sweep_minutes: int = Field(
        default=15, ge=1, le=1440, description="How often every room is compared with who may sit there"
    )
    presence: bool = Field(
        default=True, description="Whether those who want it are shown as reachable to who shares a case"
    )
    land: str = Field(
        default="", description="Whose holidays count, by the Land's letters such as NW; empty: those of all"
    )
    digest_hour: int = Field(
        default=8, ge=6, le=16, description="From which hour on people are told on a working day what is due"
    )
    language: Literal["de", "en"] = Field(default="de", description="Language of the terminal")
    # What stands in every receipt (Art. 13 GDPR); a default says it in the receipt's language.
    controller: str = Field(
        default="", description="Who answers for this hub; empty: the agency that leads the case"
    )
    controller_contact: str = Field(default="", description="How to reach whoever answers for this hub")
    authority: str = Field(default="", description="Data protection authority, with its address")
    jurisdiction: str = Field(
        default="DE", pattern="^DE(-[A-Z]{2})?$", description="Whose law applies: DE-NW for a Land, or DE"
    )
    withdrawal: str = Field(default="", description="How a client withdraws a consent here")
    storage: str = Field(default="", description="Where this hub keeps what it keeps")
    retention: str = Field(default="", description="How long it is kept")
    erase_within: int = Field(
        default=365, ge=1, description="How many days after its end a case should be erased; then it is shown"
    )

    @field_validator("federation", "federation_networks", mode="before")
    @classmethod
    def _split(cls, written: object) -> object:
        # As people write lists; a name of which nobody can tell what it means lets nobody in.
        names = re.split(r"[,\s]+", written.strip()) if isinstance(written, str) else written
        return tuple(name for name in names if name) if isinstance(names, list) else names

    @field_validator("federation")
    @classmethod
    def _are_servers(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not is_server_name(name):
                raise ValueError(f"not the name of a homeserver: {name[:60]}")
        return names

    @field_validator("federation_networks")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        for one in ranges:
            ip_network(one)
        return ranges

    @field_validator("land")
    @classmethod
    def _is_land(cls, letters: str) -> str:
        if letters and letters not in LANDS:
            raise ValueError(f"not a Land: {letters[:20]}")
        return letters

    @field_validator("federation_key")
    @classmethod
    def _go_together(cls, key: Path | None, others: ValidationInfo) -> Path | None:
        if (key is None) != (others.data.get("federation_certificate") is None):
            raise ValueError("certificate and key go together: name both files or neither")
        return key

    @property
    def database_url(self) -> str:
        """The database to open."""
        return self.database or f"sqlite+aiosqlite:///{self.data.absolute() / 'hub.sqlite'}"

    @property
    def homeserver_url(self) -> str:
        """The homeserver to speak to."""
        return self.homeserver.rstrip("/") or f"http://127.0.0.1:{self.homeserver_port}"

    @property
    def homeserver_socket(self) -> Path | None:
        """Where the embedded homeserver listens for the hub; nobody else can stand there."""
        return None if self.homeserver else self.data / "homeserver" / HOMESERVER_SOCKET

    @property
    def push_url(self) -> str:
        """Where the homeserver pushes to."""
        return self.door_url.rstrip("/") or f"http://127.0.0.1:{self.door_port}"

    @property
    def exists(self) -> bool:
        """Whether there is a hub to speak to: its database, or a site's."""
        # A folder one may not look into is no reason to say that it is empty.
        with contextlib.suppress(OSError):
            return bool(self.database) or (self.data / "hub.sqlite").exists()
        return True

    @property
    def is_running(self) -> bool:
        """Whether a hub runs on this folder: it holds the folder's lock."""
        try:
            with (self.data / LOCK).open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    @property
    def name(self) -> str:
        """By which this hub knows itself again, whatever its folder is called."""
        return secret_file(self.data / "name")

    def vault_key(self, *, make: bool) -> bytes:
        """The hub's key. A lost one is never replaced: the data stay sealed until it is back."""
        path = self.data / "secrets" / "vault_key"
        if not make and not path.exists():
            raise NotReady("vault-key-missing", file=str(path))
        return bytes.fromhex(self.secret("vault_key"))

    def secret(self, name: str) -> str:
        """A secret of 256 random bits in its own file, made at its first use."""
        return secret_file(self.secret_path(name))

    def secret_path(self, name: str) -> Path:
        """Where that secret lies."""
        return self.data / "secrets" / name

    def renew_secret(self, name: str) -> None:
        """Put another one in a secret's place: the old one is known to others."""
        folder = self.data / "secrets"
        prepare_folder(folder)
        write_private(folder / name, secrets.token_hex(32))


def prepare_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, or say why that is not possible."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotReady("folder-not-usable", folder=str(folder), why=reason) from None
    about = folder.stat()
    if about.st_mode & 0o077 or about.st_uid != os.geteuid():
        raise NotReady("folder-open-to-others", folder=str(folder))


def secret_file(path: Path) -> str:
    """Read a secret, or make it. Of two who make it at once, the first one's counts for both."""
    prepare_folder(path.parent)
    if not path.exists():
        offered = path.with_name(f".{path.name}.offer.{os.getpid()}")
        write_private(offered, secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(offered)
        offered.unlink()
    if path.stat().st_mode & 0o077:
        raise NotReady("secret-open-to-others", file=str(path))
    try:
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise NotReady("secret-damaged", file=str(path)) from None
    if not _SECRET.fullmatch(secret):
        raise NotReady("secret-damaged", file=str(path))
    return secret


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
