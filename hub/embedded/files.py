"""What the embedded homeserver needs on disk: made once, secrets readable by the owner only."""

import base64
import json
import re
import secrets
from pathlib import Path
from typing import Any

from hub.embedded.neighbours import listeners, manners
from hub.matrix import names
from hub.settings import HOMESERVER_SOCKET, Settings, prepare_folder, secret_file, write_private

SERVICE = "fallraum"
GUARD_TOKEN = "guard_token"  # noqa: S105 – what the secret is called


def registration(settings: Settings) -> dict[str, Any]:
    """The application service's registration (specification: Application Service API)."""
    server = re.escape(settings.server_name)
    return {
        "id": SERVICE,
        "url": settings.push_url,
        "as_token": settings.secret("as_token"),
        "hs_token": settings.secret("hs_token"),
        "sender_localpart": names.SENDER,
        "namespaces": {
            "users": [{"exclusive": True, "regex": f"^@{names.PREFIX}.*:{server}$"}],
            "aliases": [{"exclusive": True, "regex": f"^#{names.PREFIX}.*:{server}$"}],
            "rooms": [],
        },
        "rate_limited": False,
        # Who is typing or reading is a sign that they are there; of whoever is not shown none is kept.
        "receive_ephemeral": settings.presence,
    }


def write_registration(settings: Settings) -> Path:
    """Write the registration file. JSON is YAML, so any homeserver reads it."""
    path = settings.data / "registration.yaml"
    write_private(path, json.dumps(registration(settings), indent=2))
    return path


def write_homeserver(settings: Settings) -> Path:
    """Write everything the embedded homeserver reads; returns its main file."""
    home = settings.data / "homeserver"
    prepare_folder(home)
    prepare_folder(home / "media")
    _signing_key(home / "signing.key")
    for name in ("registration_shared_secret", "macaroon_secret", "form_secret"):
        secret_file(home / name)
    write_private(home / "log.yaml", json.dumps(_log(home), indent=2))
    main = home / "homeserver.yaml"
    write_private(main, json.dumps(_main(settings, home, write_registration(settings)), indent=2))
    return main


def _main(settings: Settings, home: Path, registered: Path) -> dict[str, Any]:
    speaks = {"type": "http", "resources": [{"names": ["client", "openid"], "compress": False}]}
    for_people = {"port": settings.homeserver_port, "bind_addresses": ["127.0.0.1"], "tls": False}
    # The homeserver opens it in its own folder: relative, for a socket's path must be short.
    for_the_hub = {"path": HOMESERVER_SOCKET, "mode": 0o600, "x_forwarded": True}
    database = {"name": "sqlite3", "args": {"database": str((home / "homeserver.sqlite").absolute())}}
    return {
        "server_name": settings.server_name,
        "public_baseurl": settings.homeserver_url,
        "pid_file": str((home / "homeserver.pid").absolute()),
        "listeners": [for_people | speaks, for_the_hub | speaks, *listeners(settings)],
        "database": database,
        "log_config": str((home / "log.yaml").absolute()),
        "media_store_path": str((home / "media").absolute()),
        "signing_key_path": str((home / "signing.key").absolute()),
        "registration_shared_secret_path": str((home / "registration_shared_secret").absolute()),
        "macaroon_secret_key_path": str((home / "macaroon_secret").absolute()),
        "form_secret_path": str((home / "form_secret").absolute()),
        "app_service_config_files": [str(registered.absolute())],
        "modules": [_guard(settings)],
        # A second name for a room could say who it is about.
        "alias_creation_rules": [
            {"user_id": names.steward(settings.server_name), "alias": f"#{names.PREFIX}*", "action": "allow"}
        ],
        **_MANNERS,
        **manners(settings),
    }


def _guard(settings: Settings) -> dict[str, Any]:
    settings.secret(GUARD_TOKEN)
    config = {
        "hub": settings.push_url,
        "token_path": str(settings.secret_path(GUARD_TOKEN).absolute()),
        "language": settings.language,
    }
    return {"module": "fallraum_guard.module.Guard", "config": config}


# Closed by default: nobody registers, searches or is counted.
_MANNERS: dict[str, Any] = {
    "report_stats": False,
    "trusted_key_servers": [],
    "suppress_key_server_warning": True,
    "enable_registration": False,
    "allow_guest_access": False,
    # By it colleagues would see when a client talks with somebody alone.
    "presence": {"enabled": False},
    "default_room_version": "12",
    "encryption_enabled_by_default_for_room_type": "all",
    "forget_rooms_on_leave": True,
    "allow_public_rooms_without_auth": False,
    "allow_public_rooms_over_federation": False,
    "allow_per_room_profiles": False,
    "limit_profile_requests_to_users_who_share_rooms": True,
    "require_auth_for_profile_requests": True,
    "user_directory": {"enabled": False},
    # What was taken away is gone, and not kept for moderators: else one could read later what people
    # said of themselves.
    "redaction_retention_period": "5m",
    # From where somebody came, and when, is nobody's business an hour later.
    "user_ips_max_age": "1h",
    "url_preview_enabled": False,
    # Nobody is asked in by e-mail or telephone through a server of a guest's choice.
    "enable_3pid_lookup": False,
    "room_prejoin_state": {"disable_default_event_types": False},
    # One office signs in from one address in the morning.
    "rc_login": {
        "address": {"per_second": 5, "burst_count": 50},
        "account": {"per_second": 1, "burst_count": 10},
    },
}


def _log(home: Path) -> dict[str, Any]:
    handler = {
        "class": "logging.handlers.RotatingFileHandler",
        "formatter": "plain",
        "filename": str((home / "homeserver.log").absolute()),
        "maxBytes": 10_000_000,
        "backupCount": 3,
    }
    return {
        "version": 1,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"file": handler},
        "root": {"level": "WARNING", "handlers": ["file"]},
        "disable_existing_loggers": False,
    }


def _signing_key(path: Path) -> None:
    if path.exists():
        return
    seed = base64.b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    write_private(path, f"ed25519 a_{secrets.token_hex(2)} {seed}\n")
