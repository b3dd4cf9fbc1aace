# Other agencies' homeservers
refused-server-not-allowed = { $user } hat das Konto auf dem Homeserver { $server }, und der gehört nicht zu diesem Netzwerk: Von dort wird niemand eingelassen. Soll er dazugehören, bitte den Hub mit „FALLRAUM_FEDERATION={ $server }“ starten (mehrere mit Komma) und diesen Befehl ebenso aufrufen. Sonst bitte ein Konto auf einem erlaubten Homeserver angeben; „fallraum servers“ zeigt sie.
because-server = – (kein Zugang; der Homeserver { $server } gehört nicht zu diesem Netzwerk)
help-servers = Zeigt die anderen Homeserver des Netzwerks: ob sie erlaubt sind, ob sie antworten und ob sie sehen, wer einen Raum verlassen hat.
title-servers = Andere Homeserver
empty-servers = Dieser Hub kennt keinen anderen Homeserver. „FALLRAUM_FEDERATION“ nennt beim Start die, von denen Personen eingelassen werden dürfen.
column-server = Homeserver
column-server-allowed = erlaubt
column-server-people = Fachkräfte
column-server-reachable = erreichbar
column-leave-seen-at = zuletzt einen Austritt gesehen
column-leaves-unseen = noch nicht gesehen
server-allowed = ja
server-not-allowed = nein
server-answers = ja
server-silent = nein
server-unasked = nicht bekannt
