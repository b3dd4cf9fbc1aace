"""The accounts of the hub's own namespace: its steward, its other voices, and clients."""

from hub.identifiers import UserId

PREFIX = "fallraum-"
# The application service's own account stays unused: homeservers answer its /sync with an error,
# and a voice must be able to empty its letter box.
SENDER = "fallraum"
STEWARD = f"{PREFIX}steward"
CONFERENCE = f"{PREFIX}konferenz"
MONITOR = f"{PREFIX}monitor"
CLIENT_PREFIX = f"{PREFIX}k-"


def steward(server: str) -> UserId:
    """The account that makes and holds rooms."""
    return UserId(f"@{STEWARD}:{server}")


def conference_voice(server: str) -> UserId:
    """The account that posts agendas."""
    return UserId(f"@{CONFERENCE}:{server}")


def monitor_voice(server: str) -> UserId:
    """The account that reminds people, in direct rooms alone."""
    return UserId(f"@{MONITOR}:{server}")


def new_client(chance: str, server: str) -> UserId:
    """A pseudonymous account for a client."""
    return UserId(f"@{CLIENT_PREFIX}{chance}:{server}")


def is_client(user: UserId, server: str) -> bool:
    """Whether this account was made by the hub for a client."""
    return user.startswith(f"@{CLIENT_PREFIX}") and user.endswith(f":{server}")
