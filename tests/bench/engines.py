"""The same policy in the words of two engines that are made for policies: Cedar and Casbin.

Both are given what a hub would give them: one rule for each consent that is given and proven. What
was withdrawn is taken out of their rules, as one does there, so they never have to look at it; who
is meant, what they may do, which circle, from when until when remains for them to decide. Whoever
is named by no rule gets nothing, in both by default.

What makes each of them fast was tried out, and the fastest taken. What can be prepared is prepared
before anything is timed: rules and people are parsed, and every question is put in their own form.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import cedarpy
from casbin import FastEnforcer
from casbin.model import FastModel
from casbin.persist.adapters.string_adapter import StringAdapter

from hub.cases.model import Professional
from hub.consent.model import Action, Consent, Recipient, State
from hub.identifiers import COMMON, CircleId
from tests.bench.network import Network, Question

MODEL = """
[request_definition]
r = sub, obj, act, person, now

[policy_definition]
p = sub, obj, act, person, begins, ends

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.act == p.act && p.begins <= r.now && r.now < p.ends && (p.person == "" || p.person == r.person)
"""
# Casbin finds the rules of a function and a circle by these without looking at any other.
INDEXED_BY = [1, 0]


class Cedar:
    """cedarpy: a parsed set of policies for each case, so that no other case's is ever looked at.

    People are entities, parsed once, each in the group of their function. A case's questions go in
    one batch. Ids as objects, not as text, save Cedar a third of the time.
    """

    def __init__(self, network: Network) -> None:
        self._people = cedarpy.Entities.from_json_str(
            json.dumps([_entity(person) for person in network.people])
        )
        self._policies = {
            case: cedarpy.PolicySet.from_str("\n".join(_permit(one) for one in consents if _counts(one)))
            for case, consents in network.consents.items()
        }

    def prepare(self, questions: Sequence[Question]) -> list[tuple[cedarpy.PolicySet, list[dict[str, Any]]]]:
        """Put questions in Cedar's form, those of a case together."""
        return [
            (self._policies[case], [_request(one) for one in mine])
            for case, mine in groupby(questions, key=lambda one: one.case)
        ]

    def together(self, prepared: list[tuple[cedarpy.PolicySet, list[dict[str, Any]]]]) -> list[bool]:
        """Ask what concerns one case in one call."""
        return [
            answer.allowed
            for policies, requests in prepared
            for answer in cedarpy.is_authorized_batch(requests, policies, self._people)
        ]

    def singly(self, prepared: list[tuple[cedarpy.PolicySet, list[dict[str, Any]]]]) -> list[bool]:
        """Ask each question by itself."""
        return [
            cedarpy.is_authorized(request, policies, self._people).allowed
            for policies, requests in prepared
            for request in requests
        ]


class Casbin:
    """pycasbin: its fast enforcer, whose rules are indexed; rules for reading alone.

    A rule allows one function to do one thing in one circle of one case. The index does the first
    and the third, so the matcher asks only for the rest.
    """

    def __init__(self, network: Network) -> None:
        model = FastModel(INDEXED_BY)
        model.load_model_from_text(MODEL)
        rules = (one for consents in network.consents.values() for one in consents if _counts(one))
        lines = "\n".join(line for one in rules for line in _lines(one))
        self._enforcer = FastEnforcer(model, StringAdapter(lines), cache_key_order=INDEXED_BY)

    def prepare(self, questions: Sequence[Question]) -> list[tuple[str, ...]]:
        """Put questions in Casbin's form."""
        return [
            (
                _function(Recipient(one.person.agency, one.person.function)),
                f"{one.case}/{one.circle}",
                Action.READ.value,
                one.person.id,
                _text(one.at),
            )
            for one in questions
        ]

    def together(self, prepared: list[tuple[str, ...]]) -> list[bool]:
        """Ask in one call, as its documentation has it for many questions."""
        answers: list[bool] = self._enforcer.batch_enforce(prepared)
        return answers


def _counts(consent: Consent) -> bool:
    return consent.state is State.GIVEN and consent.proven


def _circles(consent: Consent) -> Sequence[CircleId]:
    return [*([COMMON] if consent.in_common else []), *consent.circles]


def _function(recipient: Recipient) -> str:
    return f"{recipient.agency}/{recipient.function}"


# In Cedar's words.


def _permit(consent: Consent) -> str:
    recipient = consent.recipient
    actions = ", ".join(f'Action::"{action.value}"' for action in sorted(consent.actions))
    circles = ", ".join(f'Circle::"{circle}"' for circle in _circles(consent))
    person = f'principal == Person::"{recipient.person}" && ' if recipient.person else ""
    return (
        f'permit (principal in Function::"{_function(recipient)}", action in [{actions}], resource)'
        f" when {{ {person}[{circles}].contains(resource)"
        f" && context.now >= {_number(consent.valid_from)}"
        f" && context.now < {_number(consent.valid_until)} }};"
    )


def _entity(person: Professional) -> dict[str, Any]:
    function = _function(Recipient(person.agency, person.function))
    parents = [{"type": "Function", "id": function}]
    return {"uid": {"type": "Person", "id": person.id}, "attrs": {}, "parents": parents}


def _request(question: Question) -> dict[str, Any]:
    return {
        "principal": {"type": "Person", "id": question.person.id},
        "action": {"type": "Action", "id": Action.READ.value},
        "resource": {"type": "Circle", "id": question.circle},
        # Written out already: else cedarpy would do so at every call.
        "context": json.dumps({"now": _number(question.at)}),
    }


def _number(at: datetime) -> int:
    # Cedar's numbers are whole; a float could not tell a microsecond of our days from the next.
    whole, part = int(at.replace(microsecond=0).timestamp()), at.microsecond
    return whole * 1_000_000 + part


# In Casbin's words.


def _lines(consent: Consent) -> Iterator[str]:
    recipient = consent.recipient
    if Action.READ not in consent.actions:
        return
    for circle in _circles(consent):
        where, person = f"{consent.case}/{circle}", recipient.person or ""
        times = (_text(consent.valid_from), _text(consent.valid_until))
        yield ", ".join(("p", _function(recipient), where, Action.READ.value, person, *times))


def _text(at: datetime) -> str:
    # All of one length and zone: as texts they stand in the order of time.
    return at.astimezone(UTC).isoformat(timespec="microseconds")
