# Schließen: der Abschlussvermerk
help-case-announce = Sagt in allen Räumen eines Falls, verschlüsselt, dass er bald geschlossen wird. Danach mit „case close“ schließen.
did-announce-closing = In den Räumen des Falls { $case } wird angekündigt, dass er bald geschlossen wird. Noch bleibt alles, wie es ist. Bitte Zeit zum Lesen lassen, dann „fallraum case close { $case } --key …“ mit dem Schlüssel der Fallführung.
help-closing-key = Schlüssel der Fallführung (siehe „fallraum professional key“)
help-case-note = Schreibt den Abschlussvermerk zu einem Fall, der ohne ihn geschlossen wurde. Fragt nach dem Inhalt.
ask-closing-outcome = Wie ist der Fall ausgegangen (erreicht, teilweise, abgebrochen, abgegeben)?
ask-closing-remains = Was bleibt zu tun (leere Zeile beendet)?
ask-closing-responsible = Wer bleibt zuständig?
did-note-closing = Der Abschlussvermerk zum Fall { $case } ist unterschrieben und versiegelt.
note-still-missing = Der Abschlussvermerk fehlt noch: „fallraum case note { $case } --key …“. Ohne ihn gibt es keine Auszüge für die Akten.
export-before-erasing = Auch die Klientin oder der Klient sitzt jetzt in keinem Raum mehr. Was ihnen zusteht, nehmen sie mit: „fallraum case export { $case }“ geht, bis der Fall gelöscht ist. Bitte anbieten.
refused-unknown-outcome = „{ $given }“ ist kein Ausgang, den ein Abschlussvermerk kennt. Bitte erreicht, teilweise, abgebrochen oder abgegeben antworten. Der Fall ist unverändert.
refused-closing-without-outcome = Wie der Fall ausgegangen ist, steht in jedem Abschlussvermerk. Bitte erreicht, teilweise, abgebrochen oder abgegeben antworten. Der Fall ist unverändert.
refused-closing-noted-already = Zum Fall { $case } gibt es schon einen Abschlussvermerk. Was unterschrieben ist, wird nicht überschrieben.
refused-closing-not-by-you = Das unterschreibt nur die Fallführung des Falls { $case }. Wer sie hat, zeigt „fallraum case show“.
refused-closing-note-too-long = Ein Abschlussvermerk zählt höchstens { $most } Punkte auf, die zu tun bleiben. Bitte zusammenfassen.
refused-closing-note-missing = Zum Fall { $case } fehlt der Abschlussvermerk; erst mit ihm ist eine Akte vollständig. Bitte die Fallführung um „fallraum case note“.
refused-case-still-open = Der Fall { $case } ist noch nicht geschlossen. Abschlussvermerk, Auszüge für die Akten und das Löschen kommen erst danach. Bitte erst „fallraum case close“ aufrufen.

# Auszüge für die Akten
help-extract = Auszüge für die Akten der Stellen: ausstellen, übernehmen, prüfen
help-extract-make = Schreibt, was eine Fachkraft zur Akte ihrer Stelle nehmen darf, vom Fallraum unterschrieben.
help-extract-file = Datei, in die der unterschriebene Auszug geschrieben wird (JSON)
help-extract-pdf = Datei, in die der Auszug zum Ausdrucken geschrieben wird (PDF)
help-extract-key = Schlüssel der Fachkraft, für die der Auszug ist (siehe „fallraum professional key“)
help-extract-take = Bestätigt mit der eigenen Unterschrift, dass ein Auszug in der Akte der eigenen Stelle ist.
help-extract-given = Der Auszug (JSON)
help-extract-waive = Hält fest, dass eine Stelle zu diesem Fall keine Akte führt. Nur die Fallführung kann das; fragt nach dem Grund.
help-extract-agency = Kurzname der Stelle
help-extract-list = Zeigt, wer schon übernommen hat und was noch fehlt.
help-extract-verify = Prüft einen Auszug mit dem veröffentlichten Schlüssel; braucht keinen Fallraum.
ask-waive-reason = Warum führt die Stelle keine Akte?
did-make-extract = Geschrieben: { $file }. Die Datei steht im Klartext da. Ist sie in der Akte, bitte mit „fallraum extract take“ bestätigen und sie hier löschen.
did-take-extract = Übernommen: Der Auszug aus dem Fall { $case } ist in der Akte Ihrer Stelle.
did-waive-extract = Festgehalten: „{ $agency }“ führt zum Fall { $case } keine Akte.
extract-waived-until-now = Bisher hieß es, Ihre Stelle führe zu diesem Fall keine Akte. Für Sie gilt ab jetzt die Übernahme, weil sie später ist.
extract-taken-until-now = Übernommen hatte dort schon { $name } am { $at }. Das bleibt festgehalten; es gilt, was später gesagt wurde: keine Akte.
title-extracts = Auszüge für die Akten
column-filed = Akte
column-taken-at = übernommen
extract-stand-taken = übernommen
extract-stand-missing = fehlt
extract-stand-waived = führt keine Akte
extract-holds = Der Auszug ist echt und unverändert. Er wurde am { $at } ausgestellt.
refused-extract-changed = Dieser Auszug wurde verändert oder ist beschädigt. Er beweist nichts und gehört in keine Akte. Bitte einen neuen ausstellen („fallraum extract make“).
refused-extract-another-hub = Dieser Auszug ist unverändert, aber mit einem anderen Schlüssel unterschrieben. Bitte prüfen, von welchem Fallraum er stammt.
refused-extract-not-a-receipt = Diese Datei ist kein Auszug aus einem Fallraum. Bitte die Datei mit der Endung .json angeben, nicht das PDF.
refused-extract-not-yours = Dieser Auszug wurde nicht für Sie und diesen Fall ausgestellt. Übernehmen kann ihn nur, für wen er ist. Bitte den eigenen ausstellen („fallraum extract make“).
refused-extract-not-for-you = Einen Auszug bekommt nur, wer am Fall { $case } mitarbeitet (§ 35 Abs. 1 SGB I). Bitte die Fallführung fragen.
refused-extract-taken-already = Dieser Auszug ist schon übernommen. Es ist nichts weiter nötig.
refused-agency-waived-already = Dass „{ $agency }“ zum Fall { $case } keine Akte führt, ist schon festgehalten. Es ist nichts weiter nötig.
refused-agency-not-on-this-case = Von „{ $agency }“ arbeitet niemand am Fall { $case } mit; zur Akte fehlt dort nichts. Wer mitarbeitet, zeigt „fallraum extract list“.

# Der Auszug, wie er gedruckt wird
extract-title = Auszug für die Akte: Fall { $case }
extract-heading-about = Worum es geht
extract-heading-note = Abschlussvermerk
extract-heading-consent = Einwilligung { $consent }
extract-heading-disclosure = Weitergabe am { $at }
extract-heading-conference = Fallkonferenz am { $at }
extract-heading-open = Was noch offen ist
extract-heading-proof = So lässt sich dieser Auszug prüfen
extract-for = Ausgestellt für { $name } ({ $agency }, Funktion „{ $function }“).
extract-part =
    { $role ->
        [lead] Führte den Fall; daran tätig seit { $at }.
       *[member] Arbeitete am Fall mit, seit { $at }.
    }
extract-case = Eröffnet am { $opens }, geschlossen am { $closes }.
extract-made-at = Stand: { $at }.
extract-nameless = Der Name der Klientin oder des Klienten steht hier nicht. Die Stelle ordnet „{ $case }“ ihrem eigenen Aktenzeichen zu.
extract-no-note = Der Abschlussvermerk gehört nicht zu diesem Auszug: Eine Einwilligung dafür gilt nicht.
extract-noted = Geschrieben von { $name } ({ $agency }) am { $at }.
extract-outcome-reached = Ausgang: Die Ziele sind erreicht.
extract-outcome-partly = Ausgang: Die Ziele sind teilweise erreicht.
extract-outcome-broken-off = Ausgang: Die gemeinsame Arbeit wurde abgebrochen.
extract-outcome-handed-on = Ausgang: Der Fall wurde abgegeben.
extract-remains = Zu tun bleibt: { $what }
extract-responsible = Zuständig bleibt: { $who }
extract-not-proven = Was gespeichert ist, ist nicht das, was unterschrieben wurde. Es steht deshalb nicht hier.
extract-theme = Thema: { $theme }
extract-consent-stand =
    { $stand ->
        [withdrawn] Widerrufen. Letzte Änderung: { $at }.
        [expired] Abgelaufen. Letzte Änderung: { $at }.
        [given] Gegeben und bei Ausstellung gültig. Letzte Änderung: { $at }.
       *[other] Beendet. Letzte Änderung: { $at }.
    }
extract-sender = Weitergegeben von { $name } ({ $agency }).
extract-recipient = Empfangen von { $agency }, Funktion „{ $function }“.
extract-basis = Grundlage: { $basis }
extract-necessity = Warum es nötig war: { $why }
extract-review =
    { $order ->
        [yes] Geprüft am { $at }: in Ordnung. { $remark }
       *[no] Geprüft am { $at }: nicht in Ordnung. { $remark }
    }
extract-feedback =
    Rückmeldung am { $at }: { $confirmed ->
        [yes] Anhaltspunkte bestätigt
       *[no] Anhaltspunkte nicht bestätigt
    }; { $acted ->
        [yes] tätig geworden
       *[no] nicht tätig geworden
    }; { $acts ->
        [yes] weiterhin tätig.
       *[no] nicht weiter tätig.
    }
extract-moderator = Moderation: { $name }. Dauer: { $minutes } Minuten.
extract-topic = Gewünschtes Thema: { $topic }
extract-open-task = Aufgabe: { $name } – { $what } – bis { $day }
extract-open-goal = Ziel: { $what } (erkennbar an: { $criterion }) – bis { $day }
extract-not-readable = Die gewünschten Themen sind nicht mehr lesbar.
extract-proof = Nummer des Auszugs: { $extract }.
extract-key = Die Datei zu diesem Auszug ist mit dem Schlüssel { $key } unterschrieben. Ob sie echt und unverändert ist, zeigt der Befehl „fallraum extract verify“ mit diesem Schlüssel, auch ohne Internet.

# Löschen
refused-case-kept = Der Fall { $case } kann noch nicht gelöscht werden: In einem seiner Räume sitzt noch jemand, das ist noch nicht geprüft, seit der Übernahme in die Akten kam etwas hinzu, oder etwas darin muss noch aufbewahrt werden (Art. 17 Abs. 3 DSGVO). Bitte „fallraum up“ laufen lassen und es später noch einmal versuchen; wer mitgearbeitet hat, stellt sich einen neuen Auszug aus. Bleibt es dabei, weiß die für den Datenschutz zuständige Person, warum.
refused-case-not-filed = Vor dem Löschen muss zur Akte, was dorthin gehört: Akten sind vollständig zu führen, manche 70 Jahre lang (§ 9b SGB VIII). Für den Fall { $case } fehlt das noch bei: { $agencies }. Bitte dort „fallraum extract make“ und „fallraum extract take“ aufrufen. Führt eine Stelle keine Akte, hält die Fallführung das mit „fallraum extract waive“ fest.
did-erase-case = Der Fall { $case } ist gelöscht: sein Schlüssel, seine Einwilligungen und alles, was hier zu ihm stand. Das kann niemand rückgängig machen. Im Nachweis steht nur noch, wann was getan wurde. Die Räume und das Konto der Klientin oder des Klienten löscht der Homeserver; Dateien, die Fachkräfte in einen Raum geschickt haben, löscht deren eigener Homeserver in seiner Frist.
rooms-still-there = Achtung: Auf diesem Ordner läuft gerade kein Fallraum. Räume und Konto löscht der Homeserver erst nach dem nächsten „fallraum up“.
help-case-erase = Löscht einen geschlossenen Fall, den alle Stellen in ihren Akten haben. Das kann niemand rückgängig machen.
cases-overdue = Seit mehr als { $days } Tagen geschlossen und noch nicht gelöscht: { $cases }. Was nicht mehr gebraucht wird, ist zu löschen (§ 84 Abs. 2 SGB X). Was noch fehlt, zeigt „fallraum extract list“.
retrieval-extract-made = den Auszug für die eigene Akte
help-erase-yes = Nicht noch einmal nachfragen
ask-erase = Alles zu diesem Fall wird gelöscht, das kann niemand rückgängig machen. Hat die Klientin oder der Klient den eigenen Auszug („fallraum case export“)? Zum Löschen bitte die Nummer des Falls noch einmal eingeben:
refused-erase-not-confirmed = Der Fall { $case } wurde nicht gelöscht: Die eingegebene Nummer ist eine andere. Wer ihn löschen will, gibt sie bitte genau so noch einmal ein.
