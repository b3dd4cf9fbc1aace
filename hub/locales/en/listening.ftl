# Listening: a switch for one room, commands, and what is said to them
voice-listener = Fallraum · listening (bot)
deed-listening-begun = reading along in a room turned on
deed-listening-told = the room was told of reading along
deed-listening-ended = reading along in a room ended, keys destroyed

command-task-set = The task is entered, until { $day }. Its number: { $number }
command-task-done = Task { $number } is ticked off.
command-next-conference = The next case conference: { $begins }

refused-command-task-form = That cannot be understood. Please write it like this: "!aufgabe @who bis 31.3.2027 file the application".
refused-command-number = Please give the number of the task, at least { $least } characters, such as "!erledigt 3f2a".
refused-command-no-task = No task with this number can be found, or several can. Please check the number and write more of its characters.
refused-command-day = It cannot be until that day: it is over, or too far ahead.
refused-command-who = It is not clear who that is to be. Please give the account of a person who works on the case, such as @bo.
refused-listening-by-lead = Whether Fallraum reads along in case { $case } is decided, and seen, by the lead of the case alone. Please ask there.
refused-listening-not-there = Fallraum cannot read along there. It can in the common room and in the rooms of single themes, as long as a consent holds for them, and in the client's own room, as long as they want it.
refused-listening-on-already = There reading along is turned on in case { $case } already.
refused-listening-off-already = There Fallraum does not read along in case { $case }.

help-listen = Reading along: whether Fallraum understands commands in a room
help-listen-on = Turns on reading along in a room. First the room is told, then it holds.
help-listen-off = Ends reading along at once and destroys the keys.
help-listen-show = Shows in which rooms of a case Fallraum reads along.
help-listen-circle = The room of a theme, such as housing; if not given, the common room
help-listen-own = The client's own room, instead of the common one
help-listen-as = The account of the lead of the case
did-listen-on = Reading along in case { $case } is turned on. It begins as soon as the room was told.
did-listen-off = In case { $case } Fallraum no longer reads along in this room. The keys are destroyed.
title-listening = Reading along
empty-listening = Fallraum reads along in no room of this case.
column-listening-since = since
column-listening-state = state
listening-state-on = reads along
listening-state-waiting = the room is told first
room-in-common = common room
room-of-theme = room on the theme { $theme }
room-own = the client's own room
