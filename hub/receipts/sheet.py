"""A receipt in sentences: what a client reads on paper, in their language and as plainly as they asked.

It says what the signed receipt says, and nothing else.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hub.catalogue import last_moment, moment, say
from hub.consent.model import State
from hub.paper.sheet import Section, Sheet

Node = Mapping[str, Any]


def sheet(content: Node, language: str) -> Sheet:
    """The sentences of a receipt."""
    record: Node = content["record"]
    made_at = datetime.fromisoformat(content["created_at"])
    about = Section(say(language, "receipt-heading-about"), tuple(_about(record, made_at, language)))
    proven = Section(say(language, "receipt-heading-proof"), tuple(_proof(content, record, language)))
    return Sheet(
        title=say(language, "receipt-title", stand=record["stand"]),
        language=language,
        level=record["notice"]["level"],
        made_at=made_at,
        sections=(about, *sections(record, language), proven),
    )


def sections(record: Node, language: str) -> tuple[Section, ...]:
    """The sentences of a consent's record."""
    return (
        Section(say(language, "receipt-heading-stand"), tuple(_stand(record, language))),
        Section(say(language, "receipt-heading-purpose"), tuple(_purpose(record))),
        Section(say(language, "receipt-heading-parties"), tuple(_parties(record, language))),
        Section(say(language, "receipt-heading-themes"), tuple(_themes(record, language))),
        Section(say(language, "receipt-heading-actions"), tuple(_actions(record, language))),
        Section(say(language, "receipt-heading-period"), tuple(_period(record, language))),
        Section(say(language, "receipt-heading-withdrawal"), tuple(_withdrawal(record, language))),
        Section(say(language, "receipt-heading-rights"), tuple(_rights(record, language))),
        Section(say(language, "receipt-heading-notice"), tuple(_notice(record, language))),
        Section(say(language, "receipt-heading-events"), tuple(_events(record, language))),
    )


def _about(record: Node, made_at: datetime, language: str) -> Iterable[str]:
    yield say(language, "receipt-made-at", at=moment(made_at))
    yield say(language, "receipt-pseudonym", label=record["subject"]["subject_id"])


def _stand(record: Node, language: str) -> Iterable[str]:
    level, validity, where = record["notice"]["level"], record["validity"], record["stand"]
    is_over = where == State.EXPIRED
    since = validity["valid_until"] if is_over else record["events"][-1]["at"]
    yield say(language, f"receipt-stand-{where}", at=_moment(since), level=level)
    if where == State.GIVEN and not record["in_force"]:
        yield say(language, "receipt-stand-later", at=_moment(validity["valid_from"]))
    if where != State.GIVEN:
        yield say(language, "receipt-stand-not-now")


def _purpose(record: Node) -> Iterable[str]:
    return (purpose["description"] for purpose in record["process"]["purpose"])


def _parties(record: Node, language: str) -> Iterable[str]:
    process = record["process"]
    for one in process["recipients"]:
        if person := one.get("person"):
            yield say(
                language,
                "receipt-recipient-person",
                person=person["name"],
                agency=one["name"],
                function=one["function"],
            )
        else:
            yield say(language, "receipt-recipient", agency=one["name"], function=one["function"])
    if released := process.get("released"):
        yield say(language, "receipt-released", person=released["name"])
    for one in process["controllers"][1:]:
        yield say(language, "receipt-sharing", agency=one["name"])
    for room in ("team", "alone"):
        if room in process:
            yield say(language, f"receipt-{room}")


def _themes(record: Node, language: str) -> Iterable[str]:
    process = record["process"]
    declined = process["declined"]["data_categories"] if "declined" in process else []
    for theme in [*process["data_categories"], *declined]:
        said = say(language, f"theme-{theme['code']}")
        kind = "special" if theme["special"] else "usual"
        yield say(language, f"receipt-answer-{theme['answer']}", theme=said, kind=kind)


def _actions(record: Node, language: str) -> Iterable[str]:
    return (say(language, f"receipt-action-{action['code']}") for action in record["process"]["actions"])


def _period(record: Node, language: str) -> Iterable[str]:
    validity, process = record["validity"], record["process"]
    yield say(
        language,
        "receipt-period",
        begins=_moment(validity["valid_from"]),
        ends=_end(validity["valid_until"]),
    )
    yield say(language, "receipt-review", at=_end(validity["review_at"]))
    location, duration = process["storage"]
    yield location["description"]
    yield duration["duration"]["description"]


def _withdrawal(record: Node, language: str) -> Iterable[str]:
    yield say(language, "receipt-may-withdraw", level=record["notice"]["level"])
    yield record["process"]["withdrawal_method"]["description"]


def _rights(record: Node, language: str) -> Iterable[str]:
    process = record["process"]
    first: Node = process["controllers"][0]
    yield say(language, "receipt-rights", level=record["notice"]["level"])
    yield say(language, "receipt-controller", name=first["name"], contact=first["contact"])
    yield say(language, "receipt-complaint", authority=process["authority"]["name"])
    norms = ", ".join(basis["norm"] for basis in process["legal_basis"])
    yield say(language, "receipt-norms", norms=norms)


def _notice(record: Node, language: str) -> Iterable[str]:
    notice = record["notice"]
    yield say(
        language,
        "receipt-notice",
        template=notice["template"],
        version=notice["version"],
        language=notice["language"],
        level=notice["level"],
    )
    for told in record["told"]:
        yield say(language, f"receipt-told-{told}")
    yield say(language, "receipt-sha256", sha256=notice["sha256"])


def _events(record: Node, language: str) -> Iterable[str]:
    for event in record["events"]:
        said = say(language, f"receipt-event-{event['type']}", role=event["actor_role"])
        yield say(language, "receipt-event", at=_moment(event["at"]), said=said)


def _proof(content: Node, record: Node, language: str) -> Iterable[str]:
    yield say(language, "receipt-proof", receipt=content["receipt_id"], consent=record["record_id"])
    yield say(language, "receipt-key", key=content["proof"]["public_key"])


def _moment(instant: str) -> str:
    return moment(datetime.fromisoformat(instant))


def _end(instant: str) -> str:
    return last_moment(datetime.fromisoformat(instant))
