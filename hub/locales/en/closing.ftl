# Closing: the closing note
help-case-announce = Says in every room of a case, encrypted, that it will be closed soon. Then close it with "case close".
did-announce-closing = It is being announced in the rooms of case { $case } that it will be closed soon. Until then all stays as it is. Please leave time to read, then call "fallraum case close { $case } --key …" with the key of the lead.
help-closing-key = Key of the lead (see "fallraum professional key")
help-case-note = Writes the closing note of a case that was closed without one. Asks for what it says.
ask-closing-outcome = How did the case end (reached, partly, broken-off, handed-on)?
ask-closing-remains = What remains to be done (an empty line ends it)?
ask-closing-responsible = Who stays responsible?
did-note-closing = The closing note of case { $case } is signed and sealed.
note-still-missing = The closing note is still missing: "fallraum case note { $case } --key …". Without it there are no extracts for the files.
export-before-erasing = The client sits in none of the rooms any more, either. What is theirs they take away: "fallraum case export { $case }" works until the case is erased. Please offer it.
refused-unknown-outcome = "{ $given }" is no outcome that a closing note knows. Please answer reached, partly, broken-off or handed-on. The case is unchanged.
refused-closing-without-outcome = How the case ended stands in every closing note. Please answer reached, partly, broken-off or handed-on. The case is unchanged.
refused-closing-noted-already = There is a closing note of case { $case } already. What was signed is not overwritten.
refused-closing-not-by-you = Only the lead of case { $case } signs this. "fallraum case show" says who that is.
refused-closing-note-too-long = A closing note lists { $most } points that remain to be done at most. Please summarise.
refused-closing-note-missing = Case { $case } has no closing note; a file is complete only with it. Please ask its lead for "fallraum case note".
refused-case-still-open = Case { $case } is not closed yet. Closing note, extracts for the files and erasing come after that. Please call "fallraum case close" first.

# Extracts for the files
help-extract = Extracts for the agencies' own files: make, take, verify
help-extract-make = Writes what a professional may put into their agency's own file, signed by the hub.
help-extract-file = File that the signed extract is written to (JSON)
help-extract-pdf = File that the extract is written to for printing (PDF)
help-extract-key = Key of the professional whom the extract is for (see "fallraum professional key")
help-extract-take = Acknowledges with one's own signature that an extract is in one's agency's own file.
help-extract-given = The extract (JSON)
help-extract-waive = Records that an agency keeps no file of this case. Only the lead can do that; asks why.
help-extract-agency = Short name of the agency
help-extract-list = Shows who has taken over, and what is still missing.
help-extract-verify = Holds an extract against the published key; needs no hub.
ask-waive-reason = Why does the agency keep no file?
did-make-extract = Written: { $file }. The file is in the clear. Once it is in your agency's file, please acknowledge it with "fallraum extract take", and delete it here.
did-take-extract = Taken over: the extract of case { $case } is in your agency's own file.
did-waive-extract = Recorded: "{ $agency }" keeps no file of case { $case }.
extract-waived-until-now = Until now it was stated that your agency keeps no file of this case. For you the take-over counts from now on, because it is later.
extract-taken-until-now = { $name } had taken over there already, on { $at }. That stays on record; what was said later counts: no file.
title-extracts = Extracts for the files
column-filed = file
column-taken-at = taken over
extract-stand-taken = taken over
extract-stand-missing = missing
extract-stand-waived = keeps no file
extract-holds = The extract is genuine and unchanged. It was made on { $at }.
refused-extract-changed = This extract was changed or is damaged. It proves nothing and belongs into no file. Please make a new one ("fallraum extract make").
refused-extract-another-hub = This extract is unchanged, but signed with another key. Please check which hub it comes from.
refused-extract-not-a-receipt = This file is no extract of a hub. Please give the file that ends in .json, not the PDF.
refused-extract-not-yours = This extract was not made for you and this case. Only whom it is for can take it over. Please make your own ("fallraum extract make").
refused-extract-not-for-you = Only who works on case { $case } gets an extract (§ 35(1) SGB I). Please ask its lead.
refused-extract-taken-already = This extract is taken over already. Nothing more is needed.
refused-agency-waived-already = That ‘{ $agency }’ keeps no file of case { $case } is stated already. Nothing more is needed.
refused-agency-not-on-this-case = Nobody of "{ $agency }" works on case { $case }; no file there lacks anything. "fallraum extract list" shows who does.

# The extract as it is printed
extract-title = Extract for the file: case { $case }
extract-heading-about = What this is about
extract-heading-note = Closing note
extract-heading-consent = Consent { $consent }
extract-heading-disclosure = Disclosure on { $at }
extract-heading-conference = Case conference on { $at }
extract-heading-open = What is still open
extract-heading-proof = How this extract is verified
extract-for = Made for { $name } ({ $agency }, function "{ $function }").
extract-part =
    { $role ->
        [lead] Led the case; at work on it since { $at }.
       *[member] Worked on the case since { $at }.
    }
extract-case = Opened on { $opens }, closed on { $closes }.
extract-made-at = As of { $at }.
extract-nameless = The client's name is not in here. The agency files "{ $case }" under a reference of its own.
extract-no-note = The closing note is no part of this extract: no consent for it is in force.
extract-noted = Written by { $name } ({ $agency }) on { $at }.
extract-outcome-reached = Outcome: the goals are reached.
extract-outcome-partly = Outcome: the goals are partly reached.
extract-outcome-broken-off = Outcome: the work was broken off.
extract-outcome-handed-on = Outcome: the case was handed on.
extract-remains = Remains to be done: { $what }
extract-responsible = Stays responsible: { $who }
extract-not-proven = What is stored is not what was signed. Therefore it is not in here.
extract-theme = Theme: { $theme }
extract-consent-stand =
    { $stand ->
        [withdrawn] Withdrawn. Last change: { $at }.
        [expired] Expired. Last change: { $at }.
        [given] Given, and in force when this was made. Last change: { $at }.
       *[other] Ended. Last change: { $at }.
    }
extract-sender = Passed on by { $name } ({ $agency }).
extract-recipient = Received by { $agency }, function "{ $function }".
extract-basis = Basis: { $basis }
extract-necessity = Why it was necessary: { $why }
extract-review =
    { $order ->
        [yes] Reviewed on { $at }: in order. { $remark }
       *[no] Reviewed on { $at }: not in order. { $remark }
    }
extract-feedback =
    Answer on { $at }: { $confirmed ->
        [yes] signs confirmed
       *[no] signs not confirmed
    }; { $acted ->
        [yes] acted
       *[no] did not act
    }; { $acts ->
        [yes] still acts.
       *[no] acts no more.
    }
extract-moderator = Moderator: { $name }. Duration: { $minutes } minutes.
extract-topic = Topic asked for: { $topic }
extract-open-task = Task: { $name } – { $what } – by { $day }
extract-open-goal = Goal: { $what } (seen by: { $criterion }) – by { $day }
extract-not-readable = The topics asked for cannot be read any more.
extract-proof = Number of the extract: { $extract }.
extract-key = The file of this extract is signed with the key { $key }. Whether it is genuine and unchanged is told by "fallraum extract verify" with that key, without a network, too.

# Erasing
refused-case-kept = Case { $case } cannot be erased yet: somebody still sits in one of its rooms, that was not checked yet, something came in after it was filed, or something in it must still be kept (Art. 17(3) GDPR). Please let "fallraum up" run and try again later; whoever worked on it makes a new extract. If it stays like this, whoever is in charge of data protection knows why.
refused-case-not-filed = Before it is erased, what belongs into the file must be filed: files are kept complete, some of them for 70 years (§ 9b SGB VIII). Of case { $case } that is still missing at: { $agencies }. Please call "fallraum extract make" and "fallraum extract take" there. If an agency keeps no file, the lead records that with "fallraum extract waive".
did-erase-case = Case { $case } is erased: its key, its consents and all that stood here about it. Nobody can undo that. The audit record only says when what was done. The homeserver is erasing its rooms and the client's account; files that professionals sent into a room are erased by their own homeserver in its time.
rooms-still-there = Note: no Fallraum is running on this folder. The homeserver erases rooms and account only after the next "fallraum up".
help-case-erase = Erases a closed case that every agency has in its own file. Nobody can undo that.
cases-overdue = Closed for more than { $days } days and not erased yet: { $cases }. What is no longer needed must be erased (§ 84(2) SGB X). "fallraum extract list" shows what is missing.
retrieval-extract-made = the extract for their own file
help-erase-yes = Do not ask again
ask-erase = Everything about this case will be erased, and nobody can undo it. Does the client have their own copy (“fallraum case export”)? To erase it, please type the number of the case again:
refused-erase-not-confirmed = Case { $case } was not erased: the number that was typed is another one. Whoever wants to erase it types it again exactly.
