# Minutes: what is written into the room
minutes-title = Minutes of the case conference { $case } · { $begins }–{ $ends } · Chair: { $moderator }
minutes-draft = Draft. Objections are possible up to and including { $until }; each will stand in full in the final version.
minutes-final = Final version of { $day }. The draft is kept beside it.
minutes-present = Present: { $names }
minutes-unopposed = Up to and including { $until } nobody objected.
minutes-lost =
    { $number ->
        [one] One entry is missing here: it was written down and can no longer be read.
       *[other] { $number } entries are missing here: they were written down and can no longer be read.
    }
minutes-decisions = Decisions: who – what – by when
minutes-decision = { $who } – { $text } – by { $day }
minutes-gaps = Services that are missing
minutes-next-date = Next date
minutes-date = { $day }: { $text }
minutes-dissent = { $name } sees it otherwise: { $text }
minutes-objections = Objections to the draft
minutes-objection = { $name }, { $day }: { $text }
minutes-agreed-task = Task: { $text }
minutes-agreed-goal = Goal: { $text }
minutes-agreed-gap = Missing: { $text }
minutes-client = the client
minutes-somebody = somebody who is no longer registered
minutes-too-long = The minutes are too long for one message ({ $entries } entries). The chair will show them or hand them to you; at a terminal, ‘fallraum minutes show { $case }’ has them.

# Commands
help-minutes-group = Minutes of case conferences
help-minutes-note = Write down what was said, decided or agreed; asks for it.
help-minutes-dissent = Write down a dissenting view. Nobody else can delete it.
help-minutes-withdraw = Take back an entry of one’s own as long as there is no draft.
help-minutes-draft = Make the draft from the entries (the chair only). After that there are objections for seven days, and no more entries.
help-minutes-object = Object to the draft; asks for the words.
help-minutes-show = Show the newest version or, as long as there is none, the entries.
help-minutes-list = Show for which case conferences there are minutes and how far they are.
help-minutes-verify = Compare everything that is kept with the audit chain. Shows no content. Ends with status 1 if anything does not hold.
help-minutes-as = for whom you type: the person’s account, or ‘client’
help-minutes-conference = beginning of the conference’s number; without it the last one that has begun
help-minutes-kind = what it is: decision, note, next-date, agreed (stands in the plan), dissent
help-minutes-item = under which item of the agenda it stands, for example goals
help-minutes-day = by when a decision is to be done, or when the next date is
help-minutes-plan = what of the plan is meant: task:NUMBER, goal:NUMBER or gap:NUMBER
help-minutes-instead-of = beginning of the number of the entry that this one replaces; the old one is kept
help-minutes-entry = beginning of the entry’s number
help-minutes-present = who was present (account or ‘client’); once for each person
help-minutes-version = which version: 1 the draft, 2 the final one
ask-minutes-who = Who does it?
ask-minutes-text = What is to be written down?
ask-minutes-objection = Your objection:
did-note-minutes = Written down in case { $case } (entry { $entry }).
did-dissent = The dissenting view is written down in case { $case } (entry { $entry }). Only whoever wrote it can take it back.
did-withdraw-entry = Entry { $entry } has been taken back.
did-draft-minutes = The draft in case { $case } is made and will be written into the room. Objections are possible up to and including { $until }.
did-object = The objection in case { $case } is noted. It will stand in full in the final version; until then only whoever raised it can read it.
minutes-own-objection = Your objection { $number }: { $text }
title-minutes = Minutes
minutes-entry = { $entry } · { $kind } by { $author } ({ $item }): { $text }
title-minutes-entries = Entries (no draft yet)
title-minutes-verified = Minutes and audit chain
empty-minutes = Nothing has been written down here yet. ‘fallraum minutes note’ writes something down once the case conference has begun.
column-minutes-made = made
column-objections-until = objections before
column-minutes-entries = entries
column-minutes-piece = what
column-number = number
column-minutes-verdict = by the audit chain
minutes-state-open = open for entries
minutes-state-draft = draft
minutes-state-final = final
minutes-kind-decision = decision
minutes-kind-dissent = dissenting view
minutes-kind-note = note
minutes-kind-next-date = next date
minutes-kind-agreed = stands in the plan
minutes-piece-entry = entry
minutes-piece-objection = objection
minutes-piece-version = version
minutes-verdict-holds = unaltered
minutes-verdict-altered = altered or unreadable
minutes-verdict-lost = gone
minutes-verdict-untold = unknown to the chain; does not count
retrieval-minutes-shown = the minutes that this person may read

# When something cannot be done
refused-unknown-minutes = There are no minutes of a conference ‘{ $conference }’ that you may read. Please check the number; ‘fallraum minutes list’ shows what you may read.
refused-conference-not-begun = The case conference has not begun yet. Things can be written down once it begins; please name topics for the agenda before that.
refused-conference-not-over = The case conference is not over yet. The draft can be made after its end.
refused-minutes-closed = The draft is made, the entries are fixed. Please object to what is wrong with ‘fallraum minutes object’; later, name it as a topic for the next case conference.
refused-minutes-not-yours = The draft is made by whoever chaired the case conference. Please ask there; after two working days Fallraum makes it by itself.
refused-minutes-drafted-already = The draft has been made already. ‘fallraum minutes show’ shows it.
refused-nothing-to-draft = Nothing has been written down that minutes could be made of. Please write something down with ‘fallraum minutes note’ first.
refused-minutes-not-drafted = There is no draft yet. A dissenting view can be written down right now with ‘fallraum minutes dissent’.
refused-minutes-altered = The draft no longer stands as it was made. Nothing more can be done with it. Please call ‘fallraum minutes verify’ and check the backup.
refused-objections-over = The seven days for objections are over. Please name it as a topic for the next case conference, or speak to whoever leads the case.
refused-objection-not-present = Objections are raised by those who were at the case conference. If you were, please speak to the chair; otherwise please name a topic for the next case conference.
refused-too-many-objections = Fallraum takes no more than { $most } objections of one person to a draft. Please discuss the rest with the chair.
refused-too-many-entries = Minutes have no more than { $most } entries. Please combine entries, or replace some with --instead-of.
refused-unknown-entry = There is no entry ‘{ $entry }’ here that still counts. ‘fallraum minutes show’ shows the entries with their numbers.
refused-entry-not-yours = Somebody else wrote this entry. Only they can take it back; the chair can replace it, too. You can write down a dissenting view.
refused-dissent-not-yours = A dissenting view can be changed or taken back only by whoever wrote it; neither the chair nor the lead can do that.
refused-unknown-agenda-item = The agenda has no item { $item }. Possible are: { $items }.
refused-decision-without-day = A decision says by when it is to be done. Please give a day with --day.
refused-next-date-without-day = A next date has a day. Please give it with --day.
refused-agreed-without-plan = What stands in the plan needs its number there, and nothing else does. Please give it as ‘--kind agreed --plan task:NUMBER’ (or goal, gap).
refused-present-unknown = { $user } does not work on this case. Please check the address; whoever was there as a guest can stand in a note.
refused-unknown-version = There is no version { $version }. 1 is the draft, 2 the final version once there is one.

# What the audit chain tells
deed-minutes-noted = written down for the minutes
deed-minutes-withdrawn = entry of the minutes taken back
deed-minutes-drafted = minutes drafted
deed-minutes-objected = objected to the minutes
deed-minutes-final = minutes final
deed-minutes-posted = minutes written into the room
refused-conference-is-cancelled = This case conference was cancelled. Minutes are written of one that takes place.

# What the client takes away
export-heading-minutes = Minutes of case conferences
export-minutes-not-readable = The final minutes can no longer be read as they were made.
# On paper
minutes-heading-about = About these minutes
minutes-column-who = Who
minutes-column-what = What
minutes-column-until = By when
help-minutes-paper = Write a version of the minutes into an accessible PDF; the newest if nothing is said.
retrieval-minutes-paper = minutes as a PDF
deed-minutes-attached = minutes put into the room as a file
