"""What the code says to people, and with which facts, found by reading it and not by running it."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"[a-z][a-z0-9-]*")
# What is refused becomes a text where it is shown; the reason is chosen where it is decided.
BY_REASON = {"Refused": "refused-", "NotReady": "not-ready-"}


@dataclass(frozen=True)
class Saying:
    """A place in the code that says a text: by its key, or by a pattern for several."""

    place: str
    pattern: str
    facts: frozenset[str] | None
    """None where the code hands on facts it was given."""

    def may_mean(self, key: str) -> bool:
        """Whether this is (one of) the texts said there."""
        is_several = ".+" in self.pattern
        return re.fullmatch(self.pattern, key) is not None if is_several else key == self.pattern


@dataclass(frozen=True)
class Speaker:
    """A function that is handed a key: at which place, and what it hands on to whom."""

    position: int
    prefix: str
    through: str


Speakers = Mapping[str, Speaker]


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    files = [file for folder in ("hub", "bots", "web") for file in sorted((ROOT / folder).rglob("*.py"))]
    return tuple((str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))) for file in files)


@cache
def sayings() -> tuple[Saying, ...]:
    speakers = {name: speaker for _, tree in modules() for name, speaker in speakers_in(tree)}
    return tuple(said for path, tree in modules() for said in sayings_in(path, tree, speakers))


def speakers_in(tree: ast.Module) -> Iterator[tuple[str, Speaker]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [argument.arg for argument in node.args.posonlyargs if argument.arg != "self"]
            if "key" in names:
                through, prefix = handed_on(node)
                yield node.name, Speaker(names.index("key"), prefix, through)


def handed_on(speaker: ast.AST) -> tuple[str, str]:
    """To whom a speaker hands its key, and with what before it."""
    for call in calls_in(speaker):
        for argument in call.args:
            match argument:
                case ast.Name(id="key"):
                    return called(call), ""
                case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), ast.FormattedValue(value=inner)]):
                    if isinstance(inner, ast.Name) and inner.id == "key":
                        return called(call), prefix
    return "", ""


def put_before(speaker: Speaker, speakers: Speakers) -> str:
    through = speakers.get(speaker.through)
    before = put_before(through, speakers) if through and through is not speaker else ""
    return before + speaker.prefix


def sayings_in(path: str, tree: ast.Module, speakers: Speakers) -> Iterator[Saying]:
    for call in calls_in(tree):
        name = called(call)
        speaker = speakers.get(name)
        if speaker is None and name not in BY_REASON:
            continue
        position = speaker.position if speaker else 0
        prefix = put_before(speaker, speakers) if speaker else BY_REASON[name]
        facts = facts_of_refusal(call) if name == "Refused" else facts_by_name(call)
        for key in call.args[position : position + 1]:
            for pattern in patterns(key):
                yield Saying(f"{path}:{call.lineno}", prefix + pattern, facts)


def calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lstrip("_")
    return ""


def patterns(key: ast.expr) -> Iterator[str]:
    """The keys an expression may stand for; none if it only hands on what it was given."""
    match key:
        case ast.Constant(value=str(text)) if KEY.fullmatch(text):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from patterns(one)
            yield from patterns(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), *_]) if not is_reason(prefix):
            parts = key.values
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else ".+" for p in parts)


def is_reason(prefix: str) -> bool:
    return prefix in BY_REASON.values()


def facts_by_name(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def facts_of_refusal(call: ast.Call) -> frozenset[str] | None:
    match call.args:
        case [_]:
            return frozenset()
        case [_, ast.Dict(keys=keys)]:
            return frozenset(ast.literal_eval(key) for key in keys if key)
    return None


def texts_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
