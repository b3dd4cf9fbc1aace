"""What the doors for programs have in common: the token that opens them, and a plain no."""

import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def has_token(request: Request, expected: str) -> bool:
    """Whether a request carries the token of this door."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    # An empty token would open the door to everybody; better to nobody.
    return bool(expected) and scheme == "Bearer" and hmac.compare_digest(token.encode(), expected.encode())


def no(status: int, errcode: str, error: str) -> Response:
    """A no as Matrix words it."""
    return JSONResponse({"errcode": errcode, "error": error}, status_code=status)
