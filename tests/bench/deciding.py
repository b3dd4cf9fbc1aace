"""One decision of `may_see`, beside the same decision of Cedar and of Casbin.

Ten thousand consents and a thousand people. All three must give the same answer to every question
before anything is timed. What the hub's side does is all it ever does: take the consents of the
case, and decide; it also finds out on which consent the answer rests, which the others need not.
What the hub and a gate of it spend on reading a case is not in here: see `growth`.
"""

import time
from collections.abc import Callable, Sequence

from hub.consent.model import Basis
from hub.consent.rules import may_see
from tests.bench.engines import Casbin, Cedar
from tests.bench.figures import Duration, Times
from tests.bench.network import Network, Question, invent, questions

# Ten times as fast as the faster one.
AIM = 0.1
CONSENTS = 10_000
CASES = 200
ROUNDS = 25

Answering = Callable[[], list[bool]]


def measure(*, few: bool = False) -> list[Duration]:
    """All of them in turn; each figure is what one decision took in the mean of a round.

    `few` rounds, to see whether it measures anything at all.
    """
    network = invent(CONSENTS)
    asked = questions(network, CASES)
    answering = _answering(network, asked)
    _agree(answering)
    seconds: dict[str, list[float]] = {name: [] for name in answering}
    for _ in range(1 if few else ROUNDS):
        for name, answer in answering.items():
            seconds[name].append(_timed(answer) / len(asked))
    times = {name: Times(name, taken) for name, taken in seconds.items()}
    ours, *others = times.values()
    return [Duration(ours, other, AIM) for other in others]


def decided(network: Network, asked: Sequence[Question]) -> list[bool]:
    """What the hub answers."""
    given = network.consents
    return [isinstance(may_see(given[q.case], q.person, q.at, q.circle), Basis) for q in asked]


def _answering(network: Network, asked: Sequence[Question]) -> dict[str, Answering]:
    cedar, casbin = Cedar(network), Casbin(network)
    for_cedar, for_casbin = cedar.prepare(asked), casbin.prepare(asked)
    return {
        "may_see": lambda: decided(network, asked),
        "  cedarpy, a case at once": lambda: cedar.together(for_cedar),
        "  cedarpy, one by one": lambda: cedar.singly(for_cedar),
        "  pycasbin": lambda: casbin.together(for_casbin),
    }


def _agree(answering: dict[str, Answering]) -> None:
    ours, *others = (answer() for answer in answering.values())
    if any(theirs != ours for theirs in others):
        raise RuntimeError("they do not give the same answers: there is nothing to compare")
    if not 0.05 < sum(ours) / len(ours) < 0.95:
        raise RuntimeError("nearly every answer is the same: that would compare nothing")


def _timed(answer: Answering) -> float:
    began = time.perf_counter()
    answer()
    return time.perf_counter() - began
