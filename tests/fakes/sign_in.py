"""Somebody who can tell whose a token is: whoever was given one here."""

from hub.errors import HomeserverUnavailable, Refused
from hub.identifiers import UserId


class FakeSignIn:
    """Hands out tokens, and can be away."""

    def __init__(self) -> None:
        self._whose: dict[tuple[str, str], UserId] = {}
        self._is_away = False

    def token_of(self, user: UserId) -> str:
        """A token by which somebody says who they are, from their own homeserver."""
        token = f"token-{len(self._whose)}"
        self._whose[token, user.partition(":")[2]] = user
        return token

    def goes_away(self) -> None:
        """The homeserver does not answer."""
        self._is_away = True

    async def whose(self, token: str, server: str) -> UserId | Refused:
        """Whose it is."""
        if self._is_away:
            raise HomeserverUnavailable("away")
        return self._whose.get((token, server)) or Refused("sign-in-unknown")
