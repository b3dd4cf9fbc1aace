"""What is left to do after a round, as one error: how much, how long to wait, about whose servers."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from hub.errors import Unfinished, WorldBroken


def unfinished(failures: Iterable[WorldBroken], *, left: Sequence[str], flaws: Sequence[str]) -> Unfinished:
    """What is left to do in a room; `left` are the servers of those who should have been removed."""
    failed = list(failures)
    return Unfinished(
        max(len(failed), len(left)),
        _longest_wait(failed),
        servers=frozenset(left),
        is_refused=not flaws and _are_refused(failed),
        why=_first(failed) or ", ".join(flaws),
    )


def together(troubles: Sequence[BaseException]) -> Unfinished:
    """What kept a whole round from its end."""
    broken = [trouble for trouble in troubles if isinstance(trouble, WorldBroken)]
    servers = [trouble.servers for trouble in broken if isinstance(trouble, Unfinished)]
    return Unfinished(
        len(troubles),
        _longest_wait(broken),
        servers=frozenset().union(*servers),
        is_refused=len(broken) == len(troubles) and _are_refused(broken),
        why=_first(broken),
    )


def _are_refused(failed: Sequence[WorldBroken]) -> bool:
    return bool(failed) and all(failure.is_refused for failure in failed)


def _first(failed: Iterable[WorldBroken]) -> str:
    return next((f.why if isinstance(f, Unfinished) else str(f) for f in failed), "")


def _longest_wait(failures: Iterable[WorldBroken]) -> timedelta | None:
    return max((f.retry_after for f in failures if f.retry_after is not None), default=None)
