"""An extract in sentences, as it is printed for the file: what the signed extract says, and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from hub.catalogue import day, last_moment, moment, say
from hub.paper.sheet import Section, Sheet

Node = Mapping[str, Any]


def sheet(content: Node, language: str) -> Sheet:
    """The sentences of an extract."""
    still_open = [tuple(_still_open(content["still_open"], language))]
    sections = [
        Section(say(language, "extract-heading-about"), tuple(_about(content, language))),
        Section(say(language, "extract-heading-note"), tuple(_note(content["closing_note"], language))),
        *(_consent(one, language) for one in content["consents"]),
        *(_disclosure(one, language) for one in content["disclosures"]),
        *(_conference(one, language) for one in content["conferences"]),
        *(Section(say(language, "extract-heading-open"), said) for said in still_open if said),
        Section(say(language, "extract-heading-proof"), tuple(_proof(content, language))),
    ]
    return Sheet(
        title=say(language, "extract-title", case=content["case"]["label"]),
        language=language,
        level="standard",
        made_at=datetime.fromisoformat(content["made_at"]),
        sections=tuple(sections),
    )


def _about(content: Node, language: str) -> Iterable[str]:
    case, who = content["case"], content["professional"]
    yield say(language, "extract-for", name=who["name"], agency=who["agency"], function=who["function"])
    yield say(language, "extract-part", role=who["role"], at=_moment(who["since"]))
    yield say(language, "extract-case", opens=_moment(case["opened_at"]), closes=_moment(case["closed_at"]))
    yield say(language, "extract-made-at", at=_moment(content["made_at"]))
    yield say(language, "extract-nameless", case=case["label"])


def _note(note: Node | None, language: str) -> Iterable[str]:
    if note is None:
        yield say(language, "extract-no-note")
        return
    by = note["by"]
    yield say(language, "extract-noted", name=by["name"], agency=by["agency"], at=_moment(note["at"]))
    yield say(language, f"extract-outcome-{note['outcome']}")
    for one in note["remains"]:
        yield say(language, "extract-remains", what=one)
    yield say(language, "extract-responsible", who=note["responsible"])


def _consent(one: Node, language: str) -> Section:
    heading = say(language, "extract-heading-consent", consent=one["consent"][:8])
    record = one["record"]
    if record is None:
        return Section(heading, (say(language, "extract-not-proven"),))
    return Section(heading, tuple(_record(record, language)))


def _record(record: Node, language: str) -> Iterable[str]:
    process, validity = record["process"], record["validity"]
    (recipient,) = process["recipients"]
    yield say(language, "receipt-recipient", agency=recipient["name"], function=recipient["function"])
    yield from (purpose["description"] for purpose in process["purpose"])
    for theme in process["data_categories"]:
        yield say(language, "extract-theme", theme=say(language, f"theme-{theme['code']}"))
    begins, ends = (datetime.fromisoformat(validity[name]) for name in ("valid_from", "valid_until"))
    yield say(language, "receipt-period", begins=moment(begins), ends=last_moment(ends))
    yield say(
        language, "extract-consent-stand", stand=record["stand"], at=_moment(record["events"][-1]["at"])
    )


def _disclosure(one: Node, language: str) -> Section:
    return Section(
        say(language, "extract-heading-disclosure", at=_moment(one["at"])), tuple(_passed(one, language))
    )


def _passed(one: Node, language: str) -> Iterable[str]:
    sender, recipient = one["sender"], one["recipient"]
    yield say(language, "extract-sender", name=sender["name"], agency=sender["agency"])
    yield say(language, "extract-recipient", agency=recipient["agency"], function=recipient["function"])
    yield say(language, "extract-basis", basis=one["basis"])
    for theme in one["themes"]:
        yield say(language, "extract-theme", theme=say(language, f"theme-{theme}"))
    if one["necessity"]:
        yield say(language, "extract-necessity", why=one["necessity"])
    if review := one["review"]:
        order = "yes" if review["in_order"] else "no"
        yield say(language, "extract-review", at=_moment(review["at"]), order=order, remark=review["remark"])
    if said := one["feedback"]:
        facts = {name: "yes" if said[name] else "no" for name in ("confirmed", "acted", "acts")}
        yield say(language, "extract-feedback", at=_moment(said["at"]), **facts)


def _conference(one: Node, language: str) -> Section:
    heading = say(language, "extract-heading-conference", at=_moment(one["begins_at"]))
    said = [say(language, "extract-moderator", name=one["moderator"]["name"], minutes=one["minutes"])]
    if one["topics"] is None:
        said.append(say(language, "extract-not-readable"))
    else:
        said += [say(language, "extract-topic", topic=topic) for topic in one["topics"]]
    if one["final_minutes"]:
        said += _minutes(one["final_minutes"], language)
    return Section(heading, tuple(said))


def _minutes(one: Node, language: str) -> Iterable[str]:
    yield say(language, "minutes-final", day=day(datetime.fromisoformat(one["made_at"])))
    if one["present"] is not None:
        names = ", ".join(_called(person, language) for person in one["present"])
        yield say(language, "minutes-present", names=names)
    for section in one["sections"]:
        for note in section["notes"]:
            agreed = note["agreed"]
            yield say(language, f"minutes-agreed-{agreed}", text=note["text"]) if agreed else note["text"]
        for it in section["dissents"]:
            yield say(language, "minutes-dissent", name=_called(it["by"], language), text=it["text"])
    for it in one["decisions"]:
        yield say(language, "minutes-decision", who=it["who"], text=it["text"], day=_day(it["day"]))
    yield from (say(language, "minutes-agreed-gap", text=gap) for gap in one["gaps"])
    for it in one["next_dates"]:
        yield say(language, "minutes-date", day=_day(it["day"]), text=it["text"])
    for it in one["objections"]:
        by, on = _called(it["by"], language), day(datetime.fromisoformat(it["at"]))
        yield say(language, "minutes-objection", name=by, day=on, text=it["text"])
    if one["lost"]:
        yield say(language, "minutes-lost", number=one["lost"])


def _still_open(still: Node | None, language: str) -> Iterable[str]:
    if still is None:
        return
    unread = say(language, "extract-not-readable")
    for one in still["tasks"]:
        name, what = _called(one["owner"], language), one["what"] or unread
        yield say(language, "extract-open-task", name=name, what=what, day=_day(one["due"]))
    for one in still["goals"]:
        what, criterion = one["what"] or unread, one["criterion"] or unread
        yield say(language, "extract-open-goal", what=what, criterion=criterion, day=_day(one["due"]))


def _called(person: Node | None, language: str) -> str:
    return say(language, "minutes-client") if person is None else person["name"]


def _day(said: str | None) -> str:
    return f"{date.fromisoformat(said):%d.%m.%Y}" if said else "–"


def _proof(content: Node, language: str) -> Iterable[str]:
    yield say(language, "extract-proof", extract=content["extract_id"])
    yield say(language, "extract-key", key=content["proof"]["public_key"])


def _moment(instant: str) -> str:
    return moment(datetime.fromisoformat(instant))
