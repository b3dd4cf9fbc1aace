"""Questions held against the audit chain: what the two do not tell alike is proven by neither."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from hub.audit import Act
from hub.canonical import sha256_of
from hub.cases.model import About, Contradiction
from hub.consult import proof, rules
from hub.consult.model import Deed, End, Question
from hub.consult.proof import Answered, Written
from hub.consult.rules import NOTED_AS
from hub.identifiers import QuestionId

_ENDS = {NOTED_AS + deed.value: deed for deed in (Deed.ANSWER, Deed.WITHDRAW)}
_ASKED, _POSTED = NOTED_AS + Deed.ASK, NOTED_AS + Deed.POST


def held(written: Written, keys: Mapping[str, str], acts: Iterable[Act]) -> Question:
    """A question, proven if it is signed and the chain tells once, and the same, that it was asked.

    How it ended is what the chain tells first: nobody begins it anew by deleting a row.
    """
    said = proof.said_by(written)
    theirs = [act for act in acts if act.target == said.id]
    told = [act for act in theirs if act.deed == _ASKED]
    is_told = told == [rules.asked(said, sha256_of(written.document))]
    return replace(
        said,
        end=next((End(_ENDS[act.deed], act.actor, act.at) for act in theirs if act.deed in _ENDS), None),
        is_posted=any(act.deed == _POSTED for act in theirs),
        proven=is_told and proof.is_signed(written, said.asker, keys),
    )


def held_answer(
    about: Question, written: Written, keys: Mapping[str, str], acts: Iterable[Act]
) -> Answered | None:
    """An answer, if the specialist signed it and the chain tells the same; else there is none."""
    said = proof.answer_said_by(written)
    if said is None or said.by != about.specialist or not proof.is_signed(written, said.by, keys):
        return None
    told = rules.answered(about, by=said.by, at=said.at, document_sha256=sha256_of(written.document))
    return said if told in acts else None


def is_any_told(acts: Iterable[Act]) -> bool:
    """Whether the chain tells of a question at all."""
    return any(act.deed == _ASKED for act in acts)


def missing(known: Collection[QuestionId], acts: Iterable[Act]) -> Sequence[QuestionId]:
    """Questions of which the chain tells although they are gone."""
    return sorted({QuestionId(act.target) for act in acts if act.deed == _ASKED} - set(known))


def is_answer_told(about: Question, answered: Answered | None, *, is_there: bool) -> bool:
    """Whether an answer stands there, and is proven, exactly if the chain tells that there is one."""
    is_told = about.end is not None and about.end.deed is Deed.ANSWER
    return is_there is is_told and (answered is not None) is is_told


def contradictions(label: str, doubtful: Iterable[QuestionId]) -> Sequence[Contradiction]:
    """Those that are not proven, or gone."""
    return [Contradiction(About.QUESTION, id_, id_[:8], label) for id_ in doubtful]
