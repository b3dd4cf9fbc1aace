# The client's side: birthdays, children, parents, and who may speak for whom

refused-malformed-day = „{ $given }“ ist kein Tag. Bitte zum Beispiel 2008-05-31 angeben.
refused-moment-missing = Den Zeitpunkt { $given } gibt es nicht: In dieser Nacht wird die Uhr vorgestellt. Bitte einen anderen angeben.
refused-moment-twice = Den Zeitpunkt { $given } gibt es zweimal: In dieser Nacht wird die Uhr zurückgestellt. Bitte mit Zeitzone angeben, zum Beispiel „+01:00“.
refused-unlikely-birthday = Dieses Geburtsdatum kann nicht stimmen. Bitte prüfen.
refused-birthday-known = Im Fall { $case } ist schon ein Geburtsdatum eingetragen. Es wurde nichts geändert. Ob jemand für sich selbst einwilligt, hängt davon ab; bitte bei einem Irrtum einen neuen Fall eröffnen.
refused-birthday-unknown = Von dieser Person ist kein Geburtsdatum bekannt, oder sie gehört nicht zu diesem Fall. Ohne kann niemand wissen, wessen Einwilligung es braucht. Bitte mit „fallraum party born“ nachtragen oder die Person mit „fallraum party add“ eintragen.
refused-unknown-party = „{ $party }“ passt in diesem Fall zu niemandem oder zu mehreren. „fallraum party list“ zeigt alle.
refused-unknown-guardianship = Diese Sorgeberechtigung gibt es in diesem Fall nicht. „fallraum party list“ zeigt alle.
refused-guardian-of-somebody-of-age = Diese Person ist volljährig (§ 2 BGB): Für sie entscheidet niemand anderes. Bitte sie selbst fragen.
refused-guardian-not-of-age = Für ein Kind kann nur sprechen, wer selbst volljährig ist, und niemand für sich selbst. Bitte prüfen, wer gemeint ist.
refused-guardian-known = Diese Sorgeberechtigung ist schon aufgenommen. Bitte bestätigen oder zuerst beenden.
refused-custody-not-joint = Es ist schon eine andere Sorgeberechtigung eingetragen, und eine von beiden ist die alleinige. Bitte prüfen; was nicht mehr stimmt, mit „fallraum party end“ beenden (§§ 1626, 1671 BGB).
refused-guardianship-decided = Diese Sorgeberechtigung ist schon bestätigt oder beendet. Bitte bei Bedarf neu aufnehmen.
refused-guardianship-not-by-you = Aufnehmen und bestätigen müssen zwei verschiedene Fachkräfte, die beide am Fall mitarbeiten. Bitte eine zweite darum bitten.
refused-guardianship-without-evidence = Eine Sorgeberechtigung braucht einen Nachweis. Bitte den Scan des Nachweises angeben.
refused-guardian-without-key = Für eine sorgeberechtigte Person ist kein Schlüssel bestätigt: Sie kann nur auf Papier einwilligen. Bitte auf Papier aufnehmen oder die Sorgeberechtigung mit ihrem Schlüssel neu aufnehmen.
refused-guardian-beyond-coming-of-age = Was Sorgeberechtigte erlauben, endet spätestens mit dem 18. Geburtstag (§ 2 BGB). Bitte ein früheres Ende wählen. Danach wird die Person selbst gefragt.
refused-minor-of-age = Diese Person ist volljährig: Es braucht keine Einschätzung und keinen vertraulichen Weg für Minderjährige. Bitte beides weglassen.
refused-minor-without-assessment = Diese Person ist minderjährig. Bitte einschätzen, ob sie selbst entscheiden kann, mit einer kurzen Begründung („--capable“ oder „--not-capable“). Auf die Einsicht im Einzelfall kommt es an, nicht auf ein festes Alter.
refused-minor-too-young = Unter { $years } Jahren willigt hier niemand für sich selbst ein. Bitte die Sorgeberechtigten fragen.
refused-minor-without-guardian = Für diese Person ist niemand Sorgeberechtigtes bestätigt. Bitte zuerst mit „fallraum party guardian“ aufnehmen und bestätigen lassen.
refused-minor-objects = Die junge Person ist dagegen. Dann wird nichts geteilt. Bitte miteinander sprechen.
refused-minor-not-heard = Ab { $years } Jahren wird auch gefragt, was die junge Person selbst dazu sagt. Bitte nachholen und mit „--voice“ angeben.
refused-counselling-without-person = Vertraulich beraten wird von einer bestimmten Person (§ 8 Abs. 3 SGB VIII). Bitte sie nennen.
refused-nobody-to-release = Von der Schweigepflicht entbindet nur eine Entbindung. Bitte diese Art der Erklärung wählen oder die Angabe weglassen.
refused-consent-given-by-you = Diese Person hat schon zugestimmt. Es fehlt noch jemand anderes.
refused-asked-too-soon = Dazu wurde vor weniger als { $days } Tagen Nein oder „später“ gesagt. Das hat keine Nachteile, und es wird nicht gedrängt. Bitte später noch einmal fragen.
refused-not-a-renewal = Erneuert werden kann nur eine Einwilligung derselben Person, derselben Art und für dieselbe Empfangsstelle. Bitte die Nummer prüfen oder neu anfragen.
refused-theme-not-given = Zum Thema „{ $theme }“ sagt diese Einwilligung nicht Ja. Es wurde nichts geändert. „fallraum consent show“ zeigt die Themen.
refused-evidence-differs = Der Scan ist nicht derselbe, der aufgenommen wurde. Es wurde nichts bestätigt. Bitte beide Papiere vergleichen.

did-add-party = Die Person { $party } ist im Fall { $case } eingetragen.
did-note-birthday = Das Geburtsdatum im Fall { $case } ist eingetragen.
did-record-guardianship = Die Sorgeberechtigung { $guardianship } im Fall { $case } ist aufgenommen. Sie gilt erst, wenn eine zweite Fachkraft sie mit „fallraum party confirm“ bestätigt.
did-confirm-guardianship = Die Sorgeberechtigung { $guardianship } gilt bis zum { $until }.
did-end-guardianship = Die Sorgeberechtigung { $guardianship } ist beendet. Was diese Person erlaubt hat, gilt ab sofort nicht mehr.
did-narrow-consent = Für „{ $agency } / { $function }“ gilt ab sofort nur noch der Rest, als Einwilligung { $consent }.
did-revoke-consent = Die Einwilligung für „{ $agency } / { $function }“ ist beendet, weil sie nicht mehr gebraucht wird.

title-parties = Auf der Seite der Klientin oder des Klienten
empty-parties = Noch niemand eingetragen.
column-party = Person
column-born = geboren
column-speaks-for = spricht für
speaks-for =
    { $guardianship }: { $subject }, bis { $until }{ $state ->
        [waits] {" "}(noch nicht bestätigt)
        [over] {" "}(beendet)
       *[stands] {""}
    }
state-invalidated = für ungültig erklärt { $at }
state-superseded = ersetzt { $at }
state-expired = abgelaufen

ask-born = Geburtsdatum, zum Beispiel 2008-05-31 (wird verschlüsselt gespeichert):
ask-party-name = Name (wird verschlüsselt gespeichert):
ask-capacity-note = Begründung der Einschätzung in einem Satz (wird verschlüsselt gespeichert):

help-party = Kinder, Eltern und wer für wen sprechen darf
help-party-add = Trägt ein Kind, einen Elternteil oder eine andere Person ein.
help-party-born = Trägt das Geburtsdatum der Klientin oder des Klienten nach.
help-party-guardian = Nimmt auf, wer für wen sprechen darf. Es gilt erst, wenn eine zweite Fachkraft es bestätigt.
help-party-confirm = Bestätigt eine Sorgeberechtigung, die eine andere Fachkraft aufgenommen hat (Vier-Augen-Prinzip).
help-party-end = Beendet eine Sorgeberechtigung. Was darauf beruht, gilt sofort nicht mehr.
help-party-list = Zeigt alle Personen und wer für wen spricht.
help-guardian-of = Für wen: „client“ oder die ersten Zeichen der Person
help-guardian = Wer: „client“ oder die ersten Zeichen der Person
help-custody-scan = Datei mit dem Scan des Sorgerechtsnachweises; nur ihr Prüfwert wird gespeichert
help-custody = Alleinige (sole) oder gemeinsame (joint) Sorge
help-guardian-key = Öffentlicher Schlüssel vom Gerät der sorgeberechtigten Person; ohne ihn geht es nur auf Papier
help-guardianship = Nummer der Sorgeberechtigung (die ersten Zeichen genügen)
help-unit = Organisationseinheit in der Stelle, zum Beispiel „Team U25“
help-notice-level = Wie einfach der gezeigte Text war: standard, simple, easy
help-kind = Art der Erklärung: share (Daten teilen), secrecy-release und entrusted-release (Entbindung einer Person), channel-use, invite-third
help-of = Um wessen Daten es geht: „client“ oder die ersten Zeichen einer Person
help-capable = Bei Minderjährigen: ob die Person selbst entscheiden kann
help-voice = Was die junge Person dazu sagt, wenn Sorgeberechtigte entscheiden: agrees oder objects
help-counselling = Vertrauliche Beratung ohne Kenntnis der Sorgeberechtigten (§ 8 Abs. 3 SGB VIII)
help-person = Matrix-Adresse der Person, wenn eine bestimmte gemeint ist
help-released = Matrix-Adresse der Person, die von der Schweigepflicht entbunden wird
help-renews = Nummer der Einwilligung, die hiermit erneuert wird
help-partly = Nur einzelne Themen widerrufen; fragt nach ihnen, das Übrige gilt weiter
ask-without-themes = Themen, für die nicht mehr eingewilligt wird, zum Beispiel „school health“:
refused-partly-without-theme = Es wurde kein Thema genannt, deshalb ist nichts widerrufen. Bitte die Themen nennen, für die nicht mehr eingewilligt wird, oder ohne „--partly“ die ganze Einwilligung widerrufen; beides geht jederzeit (Art. 7 Abs. 3 DSGVO).
help-consent-revoke = Beendet eine Einwilligung, die nicht mehr gebraucht wird. Das kann nur die Fallführung.
did-invalidate-consent = Die Einwilligung für „{ $agency } / { $function }“ ist für ungültig erklärt. Sie gibt niemandem mehr Zugang.
disclosure-to-look-at = Darauf beruhte die Weitergabe { $disclosure } vom { $at }. Bitte prüfen, ob sie rechtmäßig war und wem etwas mitzuteilen ist.
help-consent-invalidate = Erklärt eine Einwilligung für ungültig und nennt, was auf ihr beruhte. Das kann nur, wer über den Datenschutz wacht und nicht selbst am Fall mitarbeitet.
refused-key-not-by-you = Einen Schlüssel hinterlegt nur, wem er gehört. Bitte auf dem eigenen Gerät hinterlegen.
refused-guardianship-not-to-end = Diese Sorgeberechtigung kann nur jemand beenden, der am Fall mitarbeitet. Bitte die Fallführung ansprechen.
refused-guardian-missing = Bei gemeinsamer Sorge müssen beide zustimmen (§§ 1626, 1627 BGB). Es ist erst eine sorgeberechtigte Person bestätigt. Bitte die andere auch aufnehmen und bestätigen lassen.
refused-assessment-not-by-you = Wer einschätzt, ob eine junge Person selbst entscheiden kann, steht dafür ein und arbeitet am Fall mit. Bitte selbst einschätzen.
refused-counselling-not-there = Vertrauliche Beratung gibt es beim Jugendamt und bei denen, die in seinem Auftrag beraten (§ 8 Abs. 3 SGB VIII). Bitte eine solche Stelle wählen.
refused-renewal-begins-at-once = Eine Erneuerung gilt ab sofort und löst die bisherige Einwilligung ab. Bitte den Beginn weglassen.
refused-consent-not-kept = Die Einwilligung { $consent } fehlt in der Datenbank, obwohl der Nachweis von ihr weiß. Sie gibt niemandem Zugang. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
refused-guardian-key-differs = Der Schlüssel ist nicht derselbe, der aufgenommen wurde. Es wurde nichts bestätigt. Bitte auf dem Gerät der sorgeberechtigten Person nachsehen.
person-unreadable = nicht mehr lesbar
theme-answered =
    { $theme }: { $answer ->
        [yes] ja
        [no] nein
       *[ask] jedes Mal fragen
    }
