# What is called
help-conference-list = Show which case conferences are called for when; not what they are about.
title-conferences = Case conferences
empty-conferences = No case conference is called in this case yet. ‘fallraum conference call’ calls one.
column-conference-begins = begins
column-conference-minutes = minutes
column-conference-moderator = chair
column-conference-called = called
column-agenda-posted = agenda in the room
retrieval-conference-shown = the case conferences, without their topics
refused-conference-called-already = Just this case conference is already called in case { $case }: same beginning, same length, same chair. ‘fallraum conference list { $case }’ shows all. Please name further topics in the room.

# Topics
help-topic = Topics of a case conference
help-topic-add = Name a topic for the next case conference; what it is, is asked for.
help-topic-withdraw = Take back a topic of your own.
help-topic-list = Show the topics that were named, if you take part.
help-topic-number = number of the topic, as ‘topic list’ shows it
help-conference-by = account of the person who says so
help-conference-number = number of the case conference or its beginning; else the next one
did-name-topic = The topic stands on the agenda under number { $number }.
did-withdraw-topic = The topic is taken back.
title-topics = Topics
empty-topics = Nobody has named a topic yet.
column-topic-number = no.
column-topic = topic
column-topic-author = named by
column-topic-added = on
topic-of-client = the client
topic-without-words = without words, will be named in the conference
retrieval-conference-topics = the topics of a case conference
refused-takes-no-part = Only those who take part in the case conference can do this: the client and whoever may sit in the room of the case by consent. Please ask whoever leads the case.
refused-unknown-topic = There is no topic of yours with the number { $number }. You can take back only what you named yourself.
refused-agenda-stands = The agenda in case { $case } stands already. Please turn to the chair.
refused-unknown-conference = There is no such case conference in case { $case }, or it is over. ‘fallraum conference list’ shows all.

# Moving and cancelling
help-conference-move = Move a case conference and say so in the room; the reason is asked for.
help-conference-cancel = Cancel a case conference, in the room, too; the reason is asked for.
ask-conference-reason = Reason, as it is to stand in the room:
did-move-conference = The case conference in case { $case } is moved. The room will be told.
did-cancel-conference = The case conference in case { $case } is cancelled. The room will be told.
refused-not-moderating = In case { $case } this is decided by whoever chairs the case conference, or in their place by whoever leads the case. Please turn to them.
refused-conference-unchangeable = This case conference in case { $case } has begun, is over or was cancelled. Please call a new one.
column-conference = number
column-conference-stage = stage
stage-collecting = topics are collected
stage-checked = checked
stage-set = agenda stands
stage-running = running
stage-over = over
stage-cancelled = cancelled

# Templates
help-template = Templates of case conferences
help-template-add = Lay down an agency’s own template (TOML); once laid down, its version never changes.
help-template-show = Show the items of a template.
help-template-list = Show all templates.
help-template-file = file of the template
help-template-agency = short name of the agency that lays it down
help-template-name = template, such as ‘case-1’ or ‘jobcenter/case-2’
did-add-template = The template { $template } is laid down.
title-templates = Templates
title-template = Items of the template
empty-templates = There are no templates.
column-template = template
column-template-title = title
column-template-form = form
column-template-minutes = minutes
column-item = item
column-item-minutes = minutes
column-item-who = who speaks
form-meeting = meeting
form-written = in writing
who-everybody = everybody
who-moderator = chair
who-client = the client
template-case = Case conference
template-case-written = Case conference, in writing
template-collegial = Collegial consultation (model of Heilsbronn)
refused-template-malformed = This template cannot be taken as it is. Please check this place: { $what }. The first or second item is the client’s; an item takes 1 to 480 minutes; texts have no markup.
refused-template-exists = There is a template { $template } already, and a version never changes. Please count up ‘version’ in the file.
refused-unknown-template = There is no template ‘{ $template }’. ‘fallraum conference template list’ shows all.
refused-longer-than-template = By this template it takes at most { $minutes } minutes. Please make it shorter.

# Leading a case conference
help-conference-begin = Begin a case conference with its first item.
help-conference-next = Go on to the next item.
help-conference-back = Go back to the item before.
help-conference-extend = Give the item more time.
help-conference-minutes = so many minutes more
help-conference-end = End a case conference.
help-conference-moderate = Take the chair as who leads the case.
did-go-to-item = Now: item { $number }, { $minutes } minutes.
did-end-conference = The case conference in case { $case } has ended.
did-take-over-conference = You chair the case conference in case { $case } now.
help-conference-hands = Show the chair who wants to speak to the item it is at (✋ in the room), in the order in which they asked.
help-conference-floor = Give the floor to whoever asked first.
did-give-floor = The floor is now with: { $name }.
title-hands = Who wants to speak
empty-hands = Nobody wants to speak just now.
column-hand-place = No.
column-hand-name = who
retrieval-conference-hands = who wanted to speak in a running case conference
refused-no-hand-raised = In the case conference in case { $case } nobody wants to speak just now. Who does reacts in the room with ✋ to the item it is at.
refused-conference-runs-already = The case conference in case { $case } is running. ‘fallraum conference next’ goes on.
refused-conference-too-early = This case conference in case { $case } can begin an hour before its time at the earliest, one in writing not at all. Please move it if it is to be earlier.
refused-conference-not-running = In case { $case } this case conference is not running. ‘fallraum conference begin’ begins it.
refused-conference-moved-on = Somebody was faster: it is item { $item } now. Please look before you go on.
refused-no-such-item = The agenda has items 1 to { $items }. ‘fallraum conference end’ ends the case conference.
refused-extension-out-of-range = An item can be extended by 1 to { $minutes } minutes.
refused-not-the-lead = Only whoever leads case { $case } can take the chair.

# What is still missing
direct-pre-check =
    { $open ->
        [none] Case { $case }: all is ready for the case conference.
        [one] Case { $case }: one point open for the case conference. ‘fallraum conference check’ shows which.
       *[more] Case { $case }: { $count } points open for the case conference. ‘fallraum conference check’ shows which.
    }
help-conference-check = Show the chair what the case conference still lacks.
help-conference-prepare = Note how the client was invited, and whether somebody interprets.
help-conference-language = the client’s language, such as ‘fa’; else that of the case (‘case language’)
help-conference-invited = language of the invitation
help-conference-interpreter = whether somebody interprets
did-prepare-conference = Noted for the case conference in case { $case }.
title-findings = What is still missing
empty-findings = Nothing is missing.
column-lack = what is missing
column-lack-what = who or which
lack-lead = Nobody can chair: the case has no lead
lack-moderator = Who was to chair takes part no longer; in their place
lack-consent = May not take part for want of a consent
lack-consent-ends = The consent ends before the case conference does
lack-side = This side is missing
lack-function = The plan needs a function that nobody on the case has
lack-report = The report is not in
lack-interpreter = Whether somebody interprets is open, or nobody was ordered
lack-invitation = The client was not invited yet
lack-language = The invitation is not in the client’s language
retrieval-conference-check = what a case conference still lacks
refused-malformed-language = { $given } is no language. Please give two or three small letters, such as ‘de’ or ‘tr’.

# In writing
help-conference-write = Call a case conference in writing that begins at once; the topics are asked for.
help-conference-days = it is open for so many days (1 to 20)
help-conference-answer = Answer an item in writing, also up to 48 hours after a meeting; a new answer replaces the old one.
help-conference-item = number of the item
help-conference-pass = say nothing to this item
help-conference-answers = Show the answers in writing, if you take part.
help-conference-open = whose answer is still open; for the chair only
help-conference-close = Close a case conference in writing before its end.
ask-reply = Answer (one paragraph after the other, an empty line ends it):
did-reply = The answer to item { $item } is noted.
reply-passed = (nothing to say)
reply-open = still open
title-answers = Answers
empty-answers = There is nothing to show here.
column-answer-author = by
column-answer = answer
retrieval-conference-answers = the answers in writing of a case conference
refused-empty-reply = Please write an answer, or say with ‘--pass’ that you have nothing to say.
refused-not-open-for-replies = In case { $case } this case conference cannot be answered in writing now: that works while one in writing is open, and up to 48 hours after a meeting.
refused-written-too-long = A case conference in writing is open for whole days, one at least and { $days } at most. Please change its length.

# Finding a date
help-conference-plan = Propose times for a case conference and ask in the room which one suits.
help-conference-options = proposed beginning; two to ten of them
help-conference-suggest = besides, the next time at which all can be reached, as far as the chair may see it
help-conference-poll = Show how the proposed times suit.
help-conference-poll-number = number of the poll or its beginning; else the newest
help-conference-vote = Say whether a proposed time suits.
help-conference-option = number of the time
help-conference-choice = yes, if-need-be or no
help-conference-fix = Fix one of the proposed times and call the case conference.
did-plan-conference = { $options } times are proposed in case { $case }. The room will be asked.
did-vote = Your answer to time { $option } is noted.
title-poll = Proposed times
column-choice-yes = yes
column-choice-if-need-be = if need be
column-choice-no = no
refused-poll-options-out-of-range = Please propose { $fewest } to { $most } different times.
refused-poll-settled = In case { $case } the time is fixed already. ‘fallraum conference list’ shows it.
refused-no-such-option = Times 1 to { $options } are proposed.
refused-unknown-poll = In case { $case } no times are proposed. ‘fallraum conference plan’ proposes some.

# On paper and in a calendar
agenda-made-at = As of { $at }
agenda-heading-about = About this case conference
agenda-heading-items = Items
agenda-column-at = Begins
agenda-column-item = Item
agenda-column-time = Time
date-summary = Appointment
help-conference-paper = Write the agenda into an accessible PDF, if you take part.
help-conference-calendar = Write the date into a file for calendars (ICS), if you take part; it only says when it is.
help-paper-file = File for the PDF; existing files are never overwritten
help-calendar-file = File for the calendar; existing files are never overwritten
help-paper-language = Language: de or en; otherwise that of the platform
did-print = The PDF is in { $file }. Please delete it here once it is passed on.
did-write-date = The date is in { $file }. If it is moved or cancelled, a new file replaces the old entry.
retrieval-conference-paper = the agenda as a PDF
retrieval-conference-calendar = the date as a calendar file
file-agenda = Agenda.pdf
file-date = Appointment.ics
file-minutes = Minutes.pdf
refused-file-too-long = This file is too large for the room. Please have it written at a terminal.
deed-file-sealed = file encrypted for the room
deed-agenda-attached = agenda put into the room as a file
deed-date-attached = date put into the room as a calendar file
