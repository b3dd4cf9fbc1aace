# Reminders: what is due, in a word; no name, no diagnosis, no agency
remind-r1 = Bring the cooperation plan up to date
remind-r2 = Review the help plan
remind-r3 = Peer consultation between two help-plan talks
remind-r4 = Prepare the transition: who is responsible afterwards?
remind-r5 = Contact in after-care
remind-r6 = Task
remind-r7 = Report on a support
remind-r8 = No contact for a while since this day
remind-r9 = A consent ends
remind-r10 = Check whether everybody still has to work on the case
remind-r11 = Reply to whoever gave the notice
remind-r12 = Answer an access request
remind-r13 = Notify a data breach
remind-r14 = Catch up on information that was put off
remind-r15 = Say anew which places are free
remind-r16 = Take to the file, then erase
remind-r17a = Case conference
remind-r17b = Minutes of the case conference
remind-r18 = Answer feedback on accessibility

digest-title = Good morning. We would like to remind you of this:
digest-today = { $mark } Case { $case }: { $what } – today
digest-on = { $mark } Case { $case }: { $what } – { $day }
digest-since = { $mark } Case { $case }: { $what } – open since { $day }
digest-more = { $count ->
    [1] One more comes on the next working day.
   *[other] { $count } more come on the next working days.
}
digest-hint-one = React with ✅ (done), ⏰ (again on the next working day) or 🔕 (no more of this kind).
digest-hint = React with the number (done) or with ⏰ (all again on the next working day).
direct-reminder-done = Noted: done. (This message goes away in some minutes.)
direct-reminder-snoozed = We remind you again on the next working day. (This message goes away in some minutes.)
direct-reminder-muted = We remind you of this no more. “fallraum remind mute --off” takes that back. (This message goes away in some minutes.)

refused-kind-malformed = This kind of reminder cannot be read: { $what }. Please mend the file there.
refused-reminders-not-for-you = There are no reminders for this account here. Please check the account and the case.
refused-reminder-by-lead = In case { $case } the lead lays down dates to be reminded of. Please ask there.
refused-unknown-reminder-kind = There is no kind { $kind }. Please take one from “fallraum remind kinds”.
refused-reminder-has-source = Fallraum reminds of { $kind } by itself. Please enter what it is about: a task, a support, a case conference or a consent.
refused-reminder-day-unfit = The day { $day } is too far away. Please check the year.
refused-too-many-reminders = In case { $case } { $most } dates are open already. Please settle one with “fallraum remind done” first.
refused-reminder-too-late = With the day { $day } there would be nothing left to remind of. Please take a later day.
refused-unknown-reminder = There is no reminder with the number { $number } for this account. Please look it up with “fallraum remind list”.
refused-reminder-done-already = That is done already. Please see with “fallraum remind list” what is still open.
refused-reminder-not-yours = Only whose it is can tick that off. Please ask there.
refused-reminder-is-duty = We always remind of { $kind }, because a law asks for it ({ $norm }). Please put it off to the next working day with ⏰ if need be.
refused-reminder-not-in-digest = This reaction belongs to no reminder that we still know. Please react to the message with the reminders.
refused-reminder-which = The number says which one is meant. Please react with 1️⃣ to 9️⃣.
refused-reminder-which-kind = There are several kinds of reminders in this message. Please name the kind with “fallraum remind mute”.
refused-reminder-settles-itself = That cannot be ticked off here: the reminder ends by itself as soon as it has happened. Please put it off with ⏰ if need be.

deed-reminder-set = date to be reminded of laid down
deed-reminder-done = date to be reminded of settled
deed-reminder-snoozed = reminder put off
deed-reminder-muted = kind of reminder muted
deed-reminder-unmuted = kind of reminder no longer muted
deed-reminder-said = reminded

help-remind = Reminders: lay down dates in a case, look them up, settle them.
help-remind-set = Lays down a date to be reminded of. The lead does that.
help-remind-list = Shows what somebody is reminded of in a case.
help-remind-done = Notes that a date is settled. What comes again comes again.
help-remind-snooze = Reminds again on the next working day.
help-remind-mute = Reminds of a kind of things no more. What a law asks for cannot be muted.
help-remind-kinds = Shows the kinds of reminders.
help-remind-as = For whom this is done: an account
help-remind-kind = The kind, as “fallraum remind kinds” shows it
help-remind-day = The day from which it is counted, such as 2027-03-31
help-remind-number = The number from “fallraum remind list”, whole or its beginning
help-remind-off = Remind of it again
did-lay-down-reminder = Laid down: { $number }.
did-settle-reminder = Noted: { $number }.
did-snooze-reminder = We remind again on { $day }.
did-mute-reminder = { $kind } is reminded of no more.
did-unmute-reminder = { $kind } is reminded of again.
title-reminders = Reminders
empty-reminders = There is nothing to be reminded of here.
title-reminder-kinds = Kinds of reminders
reminder-number = Number
reminder-what = of what
reminder-day = Day
reminder-next = next reminder
reminder-kind = Kind
reminder-norm = asked for by
reminder-by-hand = to be laid down
reminder-yes = yes
