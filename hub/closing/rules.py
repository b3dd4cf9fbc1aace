"""What may be done at the end of a case, and whether every agency has its part in its own file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import Case, CaseFile, Participation, Professional
from hub.cases.rules import works_on
from hub.closing.model import ClosingNote, Deed, Extract, Extracted, Share, Signed
from hub.disclosure.model import Disclosure
from hub.disclosure.rules import may_read
from hub.errors import Refused
from hub.identifiers import AgencyId, ProfessionalId
from hub.typed import showable

# How audit entries begin that tell of an ending.
NOTED_AS = "closing."
EXTRACTED = "extract.made"
ANNOUNCED = NOTED_AS + "announced"
LONGEST_WORDS = 2000
MOST_REMAINS = 20


def note(
    said: ClosingNote, file: CaseFile, by: ProfessionalId, *, again: bool = False
) -> ClosingNote | Refused:
    """A closing note as it may be kept: the lead writes it, once."""
    if again:
        return Refused("closing-noted-already", {"case": file.case.label})
    if not speaks_for(file, by):
        return Refused("closing-not-by-you", {"case": file.case.label})
    remains: list[str] = []
    for one in said.remains:
        kept = further(remains, one)
        if isinstance(kept, Refused):
            return kept
        remains.append(kept)
    responsible = words(said.responsible)
    if isinstance(responsible, Refused):
        return responsible
    return replace(said, responsible=responsible, remains=tuple(remains))


def further(remains: Sequence[str], one: str) -> str | Refused:
    """One more thing that remains to be done, as a closing note may keep it."""
    if len(remains) == MOST_REMAINS:
        return Refused("closing-note-too-long", {"most": str(MOST_REMAINS)})
    return words(one)


def words(typed: str) -> str | Refused:
    """What somebody wrote, as a closing note may keep it."""
    return showable(typed, most=LONGEST_WORDS)


def speaks_for(file: CaseFile, by: ProfessionalId) -> bool:
    """Whether somebody answers for a case: its lead; where the chain knows of none, whoever works on it."""
    if file.lead is not None:
        return file.lead.id == by
    return works_on(file, by)


def filers(file: CaseFile) -> Sequence[Participation]:
    """Who files something of a case: whoever worked on it at any time, each in the last part they had.

    Whoever has left their agency files nothing any more, if a colleague can.
    """
    last: dict[ProfessionalId, Participation] = {}
    for part in file.everybody:
        last.setdefault(part.professional.id, part)
    staying = {part.professional.agency for part in last.values() if part.professional.left_at is None}
    return [
        part
        for part in last.values()
        if part.professional.left_at is None or part.professional.agency not in staying
    ]


def _files(file: CaseFile, by: ProfessionalId) -> bool:
    return any(part.professional.id == by for part in filers(file))


def may_extract(file: CaseFile, by: ProfessionalId, noted: Signed | None) -> Refused | Signed:
    """Whether somebody may have their extract: they worked on a closed case whose closing note is written."""
    if not _files(file, by):
        return Refused("extract-not-for-you", {"case": file.case.label})
    if file.case.is_open:
        return Refused("case-still-open", {"case": file.case.label})
    return noted or Refused("closing-note-missing", {"case": file.case.label})


def may_take(
    file: CaseFile, by: ProfessionalId, meant: Extracted, *, made: Iterable[Act], done: Iterable[Signed]
) -> Refused | None:
    """Why somebody cannot acknowledge an extract, if so: the chain tells that it was drawn for them, once."""
    is_theirs = any(
        (act.deed, act.actor, act.target, act.basis) == (EXTRACTED, by, meant.id, meant.sha256)
        for act in made
    )
    if not _files(file, by) or not is_theirs:
        # One answer: nobody learns whose it is.
        return Refused("extract-not-yours")
    if any(one.proven and one.extract == meant for one in done):
        return Refused("extract-taken-already")
    return None


def may_waive(
    file: CaseFile, by: ProfessionalId, agency: AgencyId, reason: str, done: Collection[Signed] = ()
) -> Refused | str:
    """Why an agency keeps no file, as the lead says it of an agency that worked on the case.

    `done` is what was signed before: what was said of all who work there need not be said again.
    """
    if file.case.is_open:
        return Refused("case-still-open", {"case": file.case.label})
    if not speaks_for(file, by):
        return Refused("closing-not-by-you", {"case": file.case.label})
    if all(part.professional.agency != agency for part in filers(file)):
        return Refused("agency-not-on-this-case", {"agency": agency, "case": file.case.label})
    if all(one.is_waived for one in shares(file, done) if one.part.professional.agency == agency):
        return Refused("agency-waived-already", {"agency": agency, "case": file.case.label})
    return showable(reason, most=LONGEST_WORDS)


def note_of(done: Iterable[Signed]) -> Signed | None:
    """The closing note that counts: the first one that is proven."""
    notes = (one for one in done if one.proven and one.deed is Deed.NOTED)
    return min(notes, key=lambda one: (one.at, one.id), default=None)


def shares(file: CaseFile, done: Collection[Signed]) -> Sequence[Share]:
    """How far everybody who files something of a case is."""
    proven = [one for one in done if one.proven]
    return [_share(part, proven) for part in filers(file)]


def _share(part: Participation, proven: Collection[Signed]) -> Share:
    taken_at = _taken_at(part.professional, proven)
    agency = part.professional.agency
    waived = [one.at for one in proven if one.deed is Deed.WAIVED and one.agency == agency]
    # Whoever files after all has a file; colleagues who took nothing need none all the same.
    is_waived = bool(waived) and (taken_at is None or taken_at < max(waived))
    return Share(part, taken_at, is_waived)


def unfiled(file: CaseFile, done: Collection[Signed]) -> Sequence[AgencyId]:
    """The agencies that have not yet taken over what is theirs."""
    return sorted({one.part.professional.agency for one in shares(file, done) if not one.is_filed})


def is_outdated(
    file: CaseFile, done: Collection[Signed], disclosures: Collection[Disclosure], acts: Sequence[Act]
) -> bool:
    """Whether something was passed on, or answered, that is missing in somebody's newest extract.

    `acts` is what was done in the case, in order: by their places, for a clock can be set back.
    """
    proven = [one for one in done if one.proven]
    waiting = (one.part.professional for one in shares(file, proven) if not one.is_waived)
    return any(_is_outdated(person, proven, disclosures, acts) for person in waiting)


def _is_outdated(
    person: Professional,
    proven: Iterable[Signed],
    disclosures: Iterable[Disclosure],
    acts: Sequence[Act],
) -> bool:
    mine = {one.id for one in disclosures if may_read(one, person)}
    taken = {one.extract.id for one in _takes(person, proven) if one.extract}
    drawn_at = max(
        (n for n, act in enumerate(acts) if act.deed == EXTRACTED and act.target in taken), default=-1
    )
    return bool(taken) and any(act.target in mine for act in acts[drawn_at + 1 :])


def announced(case: Case, by: str, now: datetime) -> Act:
    """The audit entry of an announcement. It binds nobody: the case is open until it is closed."""
    return Act(at=now, actor=by, deed=ANNOUNCED, case=case.id, target=case.id)


def drawn(extract: Extract, sha256: str) -> Act:
    """The audit entry of an extract; by its hash the chain knows it again."""
    return Act(
        at=extract.made_at,
        actor=extract.reader,
        deed=EXTRACTED,
        case=extract.case,
        target=extract.id,
        basis=sha256,
    )


def told(one: Signed, basis: str) -> Act:
    """The audit entry of a deed; `basis` is the hash of what was signed."""
    return Act(at=one.at, actor=one.by, deed=NOTED_AS + one.deed, case=one.case, target=one.id, basis=basis)


def _takes(person: Professional, proven: Iterable[Signed]) -> Sequence[Signed]:
    return [one for one in proven if one.deed is Deed.TAKEN and one.by == person.id]


def _taken_at(person: Professional, proven: Iterable[Signed]) -> datetime | None:
    return max((one.at for one in _takes(person, proven)), default=None)
