"""Who may ask a specialist about a case, who may answer, when it is over, and what follows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile, Consultation, Professional
from hub.cases.rules import part_of, works_on
from hub.consent.model import Recipient
from hub.consult.model import Contents, Deed, Question, Trace, Wanted
from hub.disclosure import model as disclosure
from hub.effects import AT_ONCE, Debt, PostAnswer, Reconcile, Urgency
from hub.errors import Refused
from hub.law.model import Law, NormId, Note, Transmission, Way
from hub.law.rules import at_instant
from hub.typed import showable

# How audit entries begin that tell of a question.
NOTED_AS = "consult."
LONGEST = timedelta(days=28)
LONGEST_PARAGRAPH = 1000
MOST_PARAGRAPHS = 40
# What the hub searched for, and whoever asks has read once more.
_PSEUDONYMISED = frozenset({Note.PSEUDONYMISED, Note.PSEUDONYMISED_WHERE_POSSIBLE})


# Asking.


def may_ask(
    file: CaseFile, asker: Professional, specialist: Professional, wanted: Wanted, now: datetime
) -> Refused | None:
    """Why a specialist cannot be asked, if so; whether a norm lets it go is the disclosure's business.

    Who ever worked on the case would know whose it is by the excerpt. Both must be able to sit.
    """
    said = {"name": specialist.name, "case": file.case.label}
    if any(part.professional.id == specialist.id for part in file.everybody):
        return Refused("consult-colleague", said)
    if not now < wanted.until <= now + LONGEST:
        return Refused("consult-too-long", {"days": str(LONGEST.days)})
    if not {asker.agency, specialist.agency} <= file.bound.keys():
        return Refused("consult-unbound", said)
    if wanted.told is not None and not wanted.told.why.strip():
        return Refused("not-told-without-why")
    return None


def words(contents: Contents) -> Contents | Refused:
    """A question and its excerpt as they may be kept and shown."""
    question, excerpt = paragraphs([contents.question]), paragraphs(contents.excerpt)
    if isinstance(question, Refused):
        return question
    return excerpt if isinstance(excerpt, Refused) else Contents(question[0], excerpt)


def paragraphs(said: Sequence[str]) -> tuple[str, ...] | Refused:
    """Paragraphs as they may be kept and shown; at least one."""
    if not 0 < len(said) <= MOST_PARAGRAPHS:
        return Refused("consult-words", {"most": str(MOST_PARAGRAPHS)})
    kept: list[str] = []
    for one in said:
        fit = showable(one, most=LONGEST_PARAGRAPH)
        if isinstance(fit, Refused):
            return fit
        kept.append(fit)
    return tuple(kept)


def untraceable(found: Sequence[Trace]) -> Refused | None:
    """Why an excerpt is no pseudonymised one, if so: by kind, for what was found must not be repeated."""
    return Refused("excerpt-not-pseudonymised", {"trace": found[0].value}) if found else None


def norms(law: Law, wanted: Wanted, now: datetime) -> Sequence[NormId]:
    """On what a question can rest: the norm somebody names, else those made for asking an expert."""
    if wanted.norm is not None:
        return [wanted.norm]
    return [norm.id for norm in at_instant(law, now) if any(map(_leads_to_expert, norm.transmissions))]


def _leads_to_expert(one: Transmission) -> bool:
    return one.way is Way.SHARE and one.duty is not None


def passed_on(wanted: Wanted, specialist: Professional, norm: NormId) -> disclosure.Wanted:
    """The disclosure that a question is."""
    return disclosure.Wanted(
        subject=wanted.subject,
        recipient=Recipient(specialist.agency, specialist.function, specialist.id, specialist.unit),
        basis=norm,
        contents=disclosure.Contents(
            themes=wanted.themes,
            layers=wanted.layers,
            necessity=wanted.necessity,
            confirmed=wanted.notes | _PSEUDONYMISED,
            told=wanted.told,
        ),
    )


def after_asking(one: Question) -> tuple[Debt, ...]:
    """The two are let in, and nobody stays longer than they were let."""
    look = Reconcile(one.case)
    return (Debt(look, one.at, Urgency.ADMISSION), Debt(look, one.until, Urgency.REMOVAL))


# While it is open, and how it ends.


def consultation(one: Question, file: CaseFile, specialist: Professional) -> Consultation | None:
    """A question as the rooms need it; None if it is not proven, or nobody knows who asked it.

    It is over with its answer, with its withdrawal, and as soon as who asked it does not work on the case
    any more, or who was asked does, or left: it does not begin anew if they come back.
    """
    asker = next((part.professional for part in file.everybody if part.professional.id == one.asker), None)
    if not one.proven or asker is None:
        return None
    is_over = one.end is not None or not _asks_still(one, file) or _took_part(specialist, file)
    return Consultation(
        question=one.id,
        asker=asker,
        specialist=specialist,
        since=one.at,
        until=one.until,
        is_over=is_over or specialist.left_at is not None,
    )


def _asks_still(one: Question, file: CaseFile) -> bool:
    part = part_of(file, one.asker)
    return part is not None and file.working_since(part) <= one.at


def _took_part(specialist: Professional, file: CaseFile) -> bool:
    return any(part.professional.id == specialist.id for part in file.everybody)


def may_read(one: Consultation, file: CaseFile, who: str, now: datetime) -> bool:
    """Whether somebody may read what was asked: the asker while on the case, the other while it is open."""
    if who == one.specialist.id:
        return file.case.is_open and one.is_open(now)
    return who == one.asker.id and works_on(file, who)


def is_open(one: Consultation, file: CaseFile, now: datetime) -> bool:
    """Whether it may still be answered or withdrawn."""
    return file.case.is_open and one.is_open(now)


def after_ending(one: Question, deed: Deed, now: datetime) -> tuple[Debt, ...]:
    """Both leave at once; an answer is told in the case."""
    leave = Debt(Reconcile(one.case), AT_ONCE, Urgency.REMOVAL)
    if deed is not Deed.ANSWER:
        return (leave,)
    return (leave, Debt(PostAnswer(one.case, one.id), now, Urgency.WORDS))


def still_worth_posting(one: Question, file: CaseFile) -> bool:
    """Not after the case was closed, not twice, and only what was asked and answered."""
    is_answered = one.end is not None and one.end.deed is Deed.ANSWER
    return file.case.is_open and one.proven and is_answered and not one.is_posted


# How the audit chain tells of it.


def asked(one: Question, document_sha256: str) -> Act:
    """The audit entry of a question; it names what was signed by its hash."""
    return _act(one, Deed.ASK, one.asker, one.at, document_sha256)


def answered(one: Question, *, by: str, at: datetime, document_sha256: str) -> Act:
    """The audit entry of its answer, as that of the question."""
    return _act(one, Deed.ANSWER, by, at, document_sha256)


def withdrawn(one: Question, *, by: str, at: datetime) -> Act:
    """The audit entry of a question that was taken or given back."""
    return _act(one, Deed.WITHDRAW, by, at)


def posted(one: Question, now: datetime) -> Act:
    """The audit entry of an answer that stands in a room of the case."""
    return _act(one, Deed.POST, "hub", now)


def _act(one: Question, deed: Deed, by: str, at: datetime, basis: str = "") -> Act:
    return Act(at=at, actor=by, deed=NOTED_AS + deed.value, case=one.case, target=one.id, basis=basis)
