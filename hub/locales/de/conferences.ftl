# Was einberufen ist
help-conference-list = Zeigt, welche Fallkonferenzen wann einberufen sind; nicht, worum es geht.
title-conferences = Fallkonferenzen
empty-conferences = In diesem Fall ist noch keine Fallkonferenz einberufen. „fallraum conference call“ beruft eine ein.
column-conference-begins = Beginn
column-conference-minutes = Minuten
column-conference-moderator = Moderation
column-conference-called = einberufen
column-agenda-posted = Tagesordnung im Raum
retrieval-conference-shown = die Fallkonferenzen, ohne ihre Themen
refused-conference-called-already = Genau diese Fallkonferenz ist im Fall { $case } schon einberufen: gleicher Beginn, gleiche Dauer, gleiche Moderation. „fallraum conference list { $case }“ zeigt alle. Weitere Themen bitte im Raum nennen.
