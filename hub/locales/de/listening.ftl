# Zuhören: ein Schalter für einen Raum, Befehle, und was darauf gesagt wird
voice-listener = Fallraum · hört zu (Bot)
deed-listening-begun = Mitlesen in einem Raum eingeschaltet
deed-listening-told = Mitlesen im Raum gesagt
deed-listening-ended = Mitlesen in einem Raum beendet, Schlüssel vernichtet

command-task-set = Die Aufgabe ist eingetragen, bis { $day }. Ihre Nummer: { $number }
command-task-done = Die Aufgabe { $number } ist abgehakt.
command-next-conference = Die nächste Fallkonferenz: { $begins }

refused-command-task-form = Das ist nicht zu verstehen. Bitte so schreiben: „!aufgabe @wer bis 31.3.2027 Antrag stellen“.
refused-command-number = Bitte die Nummer der Aufgabe angeben, mindestens { $least } Zeichen, zum Beispiel „!erledigt 3f2a“.
refused-command-no-task = Eine Aufgabe mit dieser Nummer ist nicht zu finden, oder es sind mehrere. Bitte die Nummer prüfen und mehr Zeichen davon schreiben.
refused-command-day = Bis zu diesem Tag geht es nicht: Er ist schon vorbei oder zu weit voraus.
refused-command-who = Wer das sein soll, ist nicht eindeutig. Bitte das Konto einer Person angeben, die am Fall mitarbeitet, zum Beispiel @bo.
refused-listening-by-lead = Ob der Fallraum im Fall { $case } mitliest, entscheidet und sieht nur die Fallführung. Bitte dort nachfragen.
refused-listening-not-there = Dort kann der Fallraum nicht mitlesen. Möglich ist es im gemeinsamen Raum und in den Räumen einzelner Themen, solange eine Einwilligung dafür gilt, und im eigenen Raum der Klientin oder des Klienten, solange sie oder er ihn möchte.
refused-listening-on-already = Dort ist das Mitlesen im Fall { $case } schon eingeschaltet.
refused-listening-off-already = Dort liest der Fallraum im Fall { $case } nicht mit.

help-listen = Mitlesen: ob der Fallraum in einem Raum Befehle versteht
help-listen-on = Schaltet das Mitlesen in einem Raum ein. Erst wird es im Raum gesagt, dann gilt es.
help-listen-off = Beendet das Mitlesen sofort und vernichtet die Schlüssel.
help-listen-show = Zeigt, in welchen Räumen eines Falls der Fallraum mitliest.
help-listen-circle = Der Raum eines Themas, zum Beispiel housing; ohne Angabe der gemeinsame Raum
help-listen-own = Der eigene Raum der Klientin oder des Klienten, statt des gemeinsamen
help-listen-as = Das Konto der Fallführung
did-listen-on = Das Mitlesen im Fall { $case } ist eingeschaltet. Es beginnt, sobald es im Raum gesagt ist.
did-listen-off = Im Fall { $case } liest der Fallraum in diesem Raum nicht mehr mit. Die Schlüssel sind vernichtet.
title-listening = Mitlesen
empty-listening = In keinem Raum dieses Falls liest der Fallraum mit.
column-listening-since = seit
column-listening-state = Stand
listening-state-on = liest mit
listening-state-waiting = wird erst im Raum gesagt
room-in-common = gemeinsamer Raum
room-of-theme = Raum zum Thema { $theme }
room-own = eigener Raum der Klientin oder des Klienten
