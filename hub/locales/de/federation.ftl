# Other agencies' homeservers
refused-server-not-allowed = { $user } hat das Konto auf dem Homeserver { $server }, und der gehört nicht zu diesem Netzwerk: Von dort wird niemand eingelassen. Soll er dazugehören, bitte den Hub mit „FALLRAUM_FEDERATION={ $server }“ starten (mehrere mit Komma) und diesen Befehl ebenso aufrufen. Sonst bitte ein Konto auf einem erlaubten Homeserver angeben; „fallraum servers“ zeigt sie.
because-server = – (kein Zugang; der Homeserver { $server } gehört nicht zu diesem Netzwerk)
