"""How a norm is read from its file, and which one is in force at an instant."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from hub.cases.model import AgencyKind, Duty
from hub.law.model import OPENS, Checked, Effect, Law, Layer, Limit, Norm, NormId, Note, Transmission, Way

E = TypeVar("E", bound=StrEnum)
KNOWN = frozenset(AgencyKind) - {AgencyKind.UNKNOWN}
# Names for many kinds at once. An agency of unknown kind is never among them.
GROUPS: Mapping[str, frozenset[AgencyKind]] = {
    "any": KNOWN,
    "section-35": frozenset(kind for kind in KNOWN if kind.keeps_social_secrecy),
}
_KEYS = frozenset(
    {"code", "version", "paragraph", "effect", "valid_from", "valid_until", "checked", "source", "raises"}
)
_TABLES = frozenset({"transmission", "limit"})
_TRANSMISSION = frozenset({"way", "senders", "recipients", "notes", "lifts", "special", "themes", "duty"})
_LIMIT = frozenset({"of", "senders", "recipients", "notes"})


def norm(name: str, text: str) -> Norm:
    """Read the file of that name. Whatever is not as it must be is a defect of the file."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AssertionError(f"{name}: no TOML: {error}") from None
    _only(name, said, _KEYS | _TABLES)
    id_ = NormId(_text(name, said, "code"), _whole(name, said, "version"))
    assert name == f"{id_.code}-{id_.version}.toml", f"{name}: holds {id_}"
    valid_from, valid_until = _instant(name, said, "valid_from"), said.get("valid_until")
    if valid_until is not None:
        valid_until = _instant(name, said, "valid_until")
        assert valid_from < valid_until, f"{name}: ends before it begins"
    read = Norm(
        id=id_,
        paragraph=_text(name, said, "paragraph"),
        effect=_one(name, Effect, said.get("effect")),
        valid_from=valid_from,
        valid_until=valid_until,
        checked=_one(name, Checked, said.get("checked")),
        source=_text(name, said, "source"),
        raises=_one(name, Layer, said["raises"]) if "raises" in said else None,
        transmissions=tuple(_transmission(name, row) for row in said.get("transmission", ())),
        limits=tuple(_limit(name, row) for row in said.get("limit", ())),
    )
    _fits(name, read)
    return read


def law(norms: Iterable[Norm]) -> Law:
    """Put norms together: no version twice, and each one newer than the version before it."""
    known: dict[NormId, Norm] = {}
    for one in sorted(norms, key=lambda one: one.id):
        assert one.id not in known, f"{one.id}: twice"
        known[one.id] = one
    for earlier, later in pairwise(known.values()):
        follows = earlier.id.code != later.id.code or earlier.valid_from < later.valid_from
        assert follows, f"{later.id}: no newer than {earlier.id}"
    codes = {id_.code for id_ in known}
    for one in known.values():
        strangers = {code for limit in one.limits for code in limit.of} - codes
        assert not strangers, f"{one.id}: limits {sorted(strangers)}, which nobody knows"
    return known


def newest(known: Law, code: str, now: datetime) -> NormId | None:
    """The version of a norm that is in force at this instant, if one is.

    A newer version ends the one before it by beginning: no published file needs to be touched.
    """
    begun = [one for id_, one in known.items() if id_.code == code and one.valid_from <= now]
    if not begun:
        return None
    latest = max(begun, key=lambda one: one.id)
    is_over = latest.valid_until is not None and latest.valid_until <= now
    return None if is_over else latest.id


def in_force(known: Law, id_: NormId, now: datetime) -> bool:
    """Whether this version of a norm holds at this instant."""
    return newest(known, id_.code, now) == id_


def at_instant(known: Law, now: datetime) -> Sequence[Norm]:
    """Every norm that is in force, in the version that is."""
    return [one for id_, one in known.items() if in_force(known, id_, now)]


def held_by(known: Law, layer: Layer, now: datetime) -> str:
    """The paragraphs on which a layer of secrecy rests at this instant."""
    holding = (one.paragraph for one in at_instant(known, now) if one.raises is layer)
    return ", ".join(holding)


def demanded(
    known: Law, code: str, *, sender: AgencyKind, recipient: AgencyKind, now: datetime
) -> frozenset[Note]:
    """What other norms ask for besides, if data go that way by the norm of that code.

    A consent is a basis without a code: what is asked for of every basis is asked for of it, too.
    """
    limits = (limit for one in at_instant(known, now) for limit in one.limits)
    asked = (
        limit.notes
        for limit in limits
        if (not limit.of or code in limit.of) and sender in limit.senders and recipient in limit.recipients
    )
    return frozenset[Note]().union(*asked)


def _fits(name: str, read: Norm) -> None:
    opens = read.effect in OPENS
    assert opens or not read.transmissions, f"{name}: {read.effect} permits nothing"
    assert read.effect is not Effect.PERMITS or read.transmissions, f"{name}: permits, but to nobody"
    assert read.effect is Effect.LIMITS or not read.limits, f"{name}: {read.effect} limits nothing"
    assert read.effect is Effect.SECRECY or read.raises is None, f"{name}: {read.effect} raises no secrecy"
    for row in read.transmissions:
        unexplained = row.way is not Way.FEEDBACK and Note.NECESSITY not in row.notes
        assert not unexplained, f"{name}: a disclosure without its necessity"
        tells = (row.way is Way.WARNING) is (Note.TOLD_BEFORE in row.notes)
        assert tells, f"{name}: a warning, and nothing else, says whether they were told before"


def _transmission(name: str, row: Mapping[str, Any]) -> Transmission:
    _only(name, row, _TRANSMISSION)
    return Transmission(
        way=_one(name, Way, row.get("way")),
        senders=_kinds(name, row.get("senders")),
        recipients=_kinds(name, row.get("recipients")),
        notes=_some(name, Note, row.get("notes", ())),
        lifts=_some(name, Layer, row.get("lifts", ())),
        special=row.get("special") is True,
        themes=frozenset(row.get("themes", ())),
        duty=_one(name, Duty, row["duty"]) if "duty" in row else None,
    )


def _limit(name: str, row: Mapping[str, Any]) -> Limit:
    _only(name, row, _LIMIT)
    return Limit(
        of=frozenset(row.get("of", ())),
        senders=_kinds(name, row.get("senders")),
        recipients=_kinds(name, row.get("recipients")),
        notes=_some(name, Note, row.get("notes", ())),
    )


def _kinds(name: str, said: Any) -> frozenset[AgencyKind]:
    assert isinstance(said, list), f"{name}: no kinds of agency"
    assert said, f"{name}: no kinds of agency"
    kinds = frozenset(kind for word in said for kind in GROUPS.get(word) or {_one(name, AgencyKind, word)})
    assert AgencyKind.UNKNOWN not in kinds, f"{name}: nothing rests on what is unknown"
    return kinds


def _some(name: str, words: type[E], said: Iterable[str]) -> frozenset[E]:
    return frozenset(_one(name, words, word) for word in said)


def _one(name: str, words: type[E], said: Any) -> E:
    assert said in list(words), f"{name}: {said!r} is no {words.__name__}"
    return words(said)


def _text(name: str, said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    assert isinstance(value, str), f"{name}: no {key}"
    assert value, f"{name}: no {key}"
    return value


def _whole(name: str, said: Mapping[str, Any], key: str) -> int:
    value = said.get(key)
    assert isinstance(value, int), f"{name}: {key} is no number"
    assert value > 0, f"{name}: {key} is no number"
    return value


def _instant(name: str, said: Mapping[str, Any], key: str) -> datetime:
    value = said.get(key)
    # Germany's midnight, with its zone: a day alone would be another instant elsewhere.
    assert isinstance(value, datetime), f"{name}: {key} is no instant"
    assert value.tzinfo is not None, f"{name}: {key} is no instant"
    return value


def _only(name: str, said: Mapping[str, Any], known: Collection[str]) -> None:
    strange = sorted(said.keys() - set(known))
    assert not strange, f"{name}: nobody knows {strange}"
