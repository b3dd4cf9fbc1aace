# Voices in rooms
voice-steward = Fallraum
voice-conference = Fallraum · Konferenz
voice-monitor = Fallraum · erinnert (Bot)
farewell = Die Beteiligung an diesem Raum ist beendet. Was bereits gelesen wurde, unterliegt weiter der Schweigepflicht.

# Starting a hub
up-starting = Fallraum startet …
up-database = ✓ Datenbank bereit
up-homeserver-starting = … Homeserver startet
up-homeserver = ✓ Homeserver antwortet
up-registration = ✓ Registrierung liegt in { $file }. Falls noch nicht geschehen, bitte beim Homeserver eintragen.
up-voices = ✓ Stimmen bereit, mit bestätigten Geräten
up-voices-wait = Der Homeserver { $url } antwortet noch nicht, wie er soll ({ $why }). Fallraum versucht es weiter; was ansteht, bleibt vorgemerkt.
up-vault-shut = Bis dahin schreibt Fallraum nichts in Räume. Widerrufe und Fristen wirken trotzdem. Danach bitte neu starten.
up-ready = Fallraum läuft. Homeserver: { $url } · Daten: { $data } · Ende mit Strg+C
up-stopping = Fallraum wird beendet …
up-part-ended =
    { $part ->
        [homeserver] Der Homeserver
       *[other] „{ $part }“
    } hat sich beendet (Status { $status }).
up-part-restarts =
    { $part ->
        [homeserver] Der Homeserver
        [door] Der Web-Zugang
        [courier] Der Versand
        [voices] Die Verbindung der Stimmen
        [notary] Die Beglaubigung des Nachweises
        [sweep] Der Rundgang durch die Räume
        [reunion] Der Abgleich mit dem Homeserver
       *[other] „{ $part }“
    } startet in { $seconds } s neu.

# What keeps an installation from working
not-ready-folder-not-usable = Der Ordner { $folder } ist nicht benutzbar: { $why }. Bitte Rechte prüfen oder mit --data einen anderen Ordner wählen.
not-ready-folder-open-to-others = Der Ordner { $folder } gehört jemand anderem oder ist auch für andere offen. Bitte prüfen, wer darin gelesen oder geschrieben haben kann, und mit „chmod 700“ schließen.
not-ready-no-hub-here = Im Ordner { $folder } gibt es noch keinen Fallraum. Bitte mit --data den richtigen Ordner angeben oder mit „fallraum up“ einen neuen beginnen.
not-ready-folder-in-use = Auf dem Ordner { $folder } läuft schon ein Fallraum. Bitte den anderen zuerst beenden oder mit --data einen anderen Ordner wählen.
not-ready-port-taken = Port { $port } ist schon belegt. Bitte das andere Programm beenden oder mit FALLRAUM_DOOR_PORT bzw. FALLRAUM_HOMESERVER_PORT einen anderen Port wählen.
not-ready-authority-not-readable = Die Zertifizierungsstelle in { $file } (FALLRAUM_FEDERATION_CA) ist nicht lesbar: { $why }. Bitte die Datei prüfen; sie braucht mindestens ein Zertifikat im PEM-Format.
not-ready-database-newer = Die Datenbank ist neuer ({ $database }) als dieses Programm ({ $code }). Es wurde nichts verändert. Bitte die neuere Version von Fallraum starten.
not-ready-database-not-usable = Die Datenbank ist nicht benutzbar: { $why }. Bitte FALLRAUM_DATABASE und die Rechte prüfen.
not-ready-homeserver-silent = Der Homeserver hat nicht rechtzeitig geantwortet und wurde beendet. Den Grund nennt sein Protokoll: { $log }. Bitte dort nachsehen und noch einmal starten.
not-ready-homeserver-ended = Der Homeserver hat sich beim Start beendet. Seine letzte Meldung: { $why }. Bitte die Ursache beheben und noch einmal starten. Mehr steht im Datenordner unter homeserver/.
not-ready-registration-unknown = Der Homeserver kennt diesen Fallraum nicht ({ $why }). Bitte { $file } bei ihm als Application Service eintragen und ihn neu starten.
not-ready-vault-key-does-not-fit = Der Schlüssel in secrets/vault_key passt nicht zu dieser Datenbank (aufgefallen bei { $place }). Ohne ihn bleiben die Daten verschlossen. Bitte den richtigen Schlüssel aus der Sicherung zurücklegen.
not-ready-secret-open-to-others = Die Geheimnisdatei { $file } ist auch für andere lesbar. Bitte prüfen, wer sie gelesen haben kann, und mit „chmod 600“ schließen.
not-ready-vault-key-missing = Die Schlüsseldatei { $file } fehlt, aber es gibt schon eine Datenbank. Es wurde kein neuer Schlüssel gemacht. Bitte den Schlüssel aus der Sicherung zurücklegen.
not-ready-secret-damaged = Die Geheimnisdatei { $file } ist beschädigt oder leer. Bitte aus der Sicherung zurücklegen.
not-ready-account-later = Für { $user } wurde noch kein Konto angelegt: Der mitgelieferte Homeserver im Ordner { $folder } antwortet nicht. Bitte prüfen, ob „fallraum up“ auf diesem Ordner läuft, dann „fallraum professional account“ aufrufen.
not-ready-account-elsewhere = Für { $user } kann hier kein Konto angelegt werden: Das geht nur auf dem mitgelieferten Homeserver. Bitte das Konto auf dem Homeserver anlegen, zu dem die Adresse gehört.

# Refusals: what, why, what one can do
refused-malformed-user-id = „{ $given }“ ist keine Matrix-Adresse. Bitte in dieser Form angeben: @name:server.example
refused-malformed-agency-id = „{ $given }“ kann kein Kurzname sein. Bitte 2 bis 40 Kleinbuchstaben (ohne Umlaute), Ziffern und Bindestriche wählen, am Anfang einen Buchstaben, zum Beispiel „jugendamt“.
refused-malformed-recipient = „{ $given }“ ist keine Empfangsstelle. Bitte Stelle und Funktion angeben, zum Beispiel „jugendamt/Allgemeiner Sozialer Dienst“.
refused-malformed-moment = „{ $given }“ ist kein Zeitpunkt. Bitte zum Beispiel 2027-03-01 oder „2027-03-01 10:00“ angeben.
refused-unshowable-text = Die Angabe { $given } kann nicht gespeichert werden: Sie ist leer, länger als { $most } Zeichen oder enthält Steuerzeichen. Bitte ändern.
refused-agency-exists = Die Stelle „{ $agency }“ gibt es schon. Bitte einen anderen Kurznamen wählen. „fallraum agency list“ zeigt alle Stellen.
refused-unknown-agency = Die Stelle „{ $agency }“ gibt es nicht. „fallraum agency list“ zeigt alle Stellen.
refused-professional-exists = Für { $user } ist schon eine Fachkraft eingetragen. Jede Fachkraft braucht eine eigene Matrix-Adresse. Bitte eine andere angeben.
refused-unknown-professional = { $user } ist nicht als Fachkraft eingetragen. Bitte die Adresse prüfen oder die Fachkraft mit „fallraum professional add“ eintragen. Ist sie schon eingetragen, sagt der Nachweis etwas anderes: Dann bitte „fallraum audit verify“ aufrufen.
refused-client-has-case = Für das Konto { $user } gibt es schon einen Fall. Bitte diesen Fall weiterführen oder ein anderes Konto wählen.
refused-unknown-case = Den Fall „{ $case }“ gibt es nicht. „fallraum case list“ zeigt alle Fälle.
refused-case-closed = Der Fall { $case } ist geschlossen und kann nicht mehr geändert werden. Bitte bei Bedarf einen neuen Fall eröffnen.
refused-already-involved = { $name } arbeitet schon am Fall { $case } mit. Jede Fachkraft wird nur einmal eingetragen; einmal angeben genügt.
refused-unknown-recipient = In der Stelle „{ $agency }“ ist niemand mit der Funktion „{ $function }“ eingetragen. Bitte die Schreibweise prüfen oder zuerst die Fachkraft mit „fallraum professional add“ eintragen.
refused-unknown-consent = „{ $consent }“ passt in diesem Fall zu keiner oder zu mehreren Einwilligungen. Bitte die Nummer genauer angeben. „fallraum consent show“ zeigt alle.
refused-consent-ends-before-it-begins = Die Einwilligung würde enden, bevor sie beginnt. Bitte Beginn und Ende prüfen.
refused-consent-already-over = Das Ende dieser Einwilligung ist schon vorbei: Sie würde nie gelten. Für Zugang bitte eine Einwilligung mit späterem Ende festhalten.
refused-consent-before-it-was-given = Eine Einwilligung gilt frühestens ab dem Moment, in dem sie gegeben wird. Bitte den Beginn weglassen oder später wählen.
refused-consent-too-long = Eine Einwilligung gilt höchstens { $days } Tage, danach wird neu gefragt. Bitte ein früheres Ende wählen.
refused-consent-without-purpose = Eine Einwilligung braucht einen Zweck mit 1 bis { $most } Zeichen. Bitte angeben, wofür sie gilt.
refused-consent-already-withdrawn = Die Einwilligung ist schon widerrufen, und dieser Widerruf gilt. Es ist nichts weiter nötig.
refused-consent-cannot-be =
    { $state ->
        [draft] Diese Einwilligung ist erst ein Entwurf.
        [requested] Diese Einwilligung ist erst angefragt.
        [deferred] Über diese Einwilligung wird noch nachgedacht.
        [recorded] Diese Erklärung ist erst aufgenommen und noch nicht bestätigt.
        [given] Diese Einwilligung ist schon gegeben.
        [refused] Diese Einwilligung wurde abgelehnt. Das hat keine Nachteile.
        [withdrawn] Diese Einwilligung ist widerrufen.
        [invalidated] Diese Einwilligung wurde für ungültig erklärt.
        [superseded] Diese Einwilligung wurde durch eine andere ersetzt.
       *[revoked] Diese Einwilligung wurde von der Stelle beendet.
    } Das Gewünschte ist damit nicht möglich. Wenn nötig, bitte eine neue Einwilligung anfragen.
refused-consent-not-by-you =
    { $deed ->
        [given] Eine Einwilligung gibt nur die Person, die sie betrifft, oder wer für sie spricht – nie eine Fachkraft und nie ein Programm.
        [refused] Ablehnen kann nur die Person, die es betrifft, oder wer für sie spricht.
        [deferred] Aufschieben kann nur die Person, die es betrifft, oder wer für sie spricht.
        [confirmed] Bestätigen muss eine zweite Fachkraft, die am Fall mitarbeitet: nicht dieselbe, die aufgenommen hat.
        [revoked] Beenden kann nur die Fallführung.
       *[other] Dafür fehlt die Berechtigung.
    } Bitte die zuständige Person darum bitten.
refused-consent-review-outside = Der Zeitpunkt der Überprüfung muss zwischen Beginn und Ende der Einwilligung liegen. Bitte ändern.
refused-consent-not-told = Vor einer Einwilligung muss gesagt werden: { $told ->
        [purpose] wofür die Daten gebraucht werden
        [refusal] was geschieht, wenn man nicht einwilligt (nämlich nichts)
       *[withdrawal] dass man jederzeit widerrufen kann
    } (§ 67b Abs. 2 SGB X). Bitte nachholen und dann „--told { $told }“ angeben.
refused-consent-bundled = Eine Einwilligung darf nicht mit einem Antrag verbunden sein: Sie wäre nicht freiwillig (Art. 7 Abs. 4 DSGVO). Bitte getrennt erklären lassen und „--separate“ angeben.
refused-consent-without-action = Die Einwilligung erlaubt nichts. Bitte angeben, was die Stelle tun darf.
refused-consent-without-theme = Die Einwilligung nennt kein Thema, zu dem Ja gesagt wird. Bitte mindestens ein Thema angeben (Art. 4 Nr. 11 DSGVO: für den bestimmten Fall).
refused-unknown-theme = Das Thema „{ $theme }“ gibt es nicht. Es gibt: organisation, school, work, housing, family, childcare, debts, health, addiction, offences. Bitte eines davon wählen.
refused-malformed-theme = „{ $given }“ ist kein Thema mit Antwort. Bitte zum Beispiel „school=yes“ angeben.
refused-release-without-person = Von der Schweigepflicht wird eine namentlich genannte Person entbunden, nie eine Stelle (§ 203 StGB, § 65 SGB VIII). Bitte die Person nennen.
refused-paper-without-evidence = Eine Erklärung auf Papier braucht den Prüfwert ihres Scans. Bitte den Scan angeben.
refused-oral-without-reason = Eine mündliche Einwilligung braucht einen Grund mit 1 bis { $most } Zeichen (§ 67b Abs. 2 SGB X). Bitte angeben, weshalb sie nicht schriftlich ist.
refused-oral-special = In das Thema „{ $theme }“ kann nicht mündlich eingewilligt werden: Es ist besonders geschützt (Art. 9 DSGVO, § 67b Abs. 2 SGB X). Bitte schriftlich oder elektronisch erklären lassen.
refused-signature-not-theirs = Die Unterschrift gehört nicht zum hinterlegten Schlüssel. Es wurde nichts gespeichert. Bitte den eigenen Schlüssel verwenden oder mit „fallraum professional key“ einen hinterlegen.
refused-key-pinned-already = Für diese Person ist schon ein Schlüssel hinterlegt. Ein hinterlegter Schlüssel wird nicht ersetzt. Bitte den vorhandenen verwenden.
refused-key-of-nobody = Dieser Schlüssel gehört zu keiner eingetragenen Fachkraft. Bitte mit „fallraum professional key“ einen hinterlegen.
refused-key-damaged = Die Schlüsseldatei { $file } ist beschädigt. Bitte aus der Sicherung zurücklegen.
refused-key-open-to-others = Die Schlüsseldatei { $file } ist auch für andere lesbar. Bitte mit „chmod 600“ schließen.
refused-unknown-notice = In der Sprache „{ $language }“ gibt es diesen Einwilligungstext nicht. Bitte eine andere Sprache wählen, zum Beispiel „de“ oder „en“.
refused-unreadable-file = Die Datei { $file } ist nicht lesbar: { $why }. Bitte Namen und Rechte prüfen.
refused-unwritable-file = Die Datei { $file } kann nicht angelegt werden: { $why }. Bitte einen anderen Namen wählen; vorhandene Dateien werden nie überschrieben.
refused-consent-without-zone = Ein Zeitpunkt ohne Zeitzone ist keiner. Bitte die Zeitzone angeben.
refused-evidence-without-paper = Nur eine Erklärung auf Papier hat einen Scan. Bitte den Prüfwert weglassen.
refused-key-not-usable = Das ist kein Schlüssel, mit dem unterschrieben werden kann (Ed25519). Bitte einen neuen machen lassen.
refused-conference-in-the-past = Der Beginn der Fallkonferenz liegt in der Vergangenheit. Bitte einen späteren Termin wählen.
refused-moderator-not-involved = Wer moderiert, muss am Fall { $case } mitarbeiten. Bitte eine andere Person wählen oder sie zuerst mit „fallraum case involve“ eintragen.
refused-conference-too-long = Eine Fallkonferenz dauert ganze Minuten, mindestens eine Minute und höchstens { $hours } Stunden. Bitte die Dauer ändern.
refused-too-much-for-an-agenda = Auf eine Tagesordnung passen höchstens { $topics } Themen mit je 1 bis { $most } Zeichen. Bitte kürzen oder leere Themen weglassen.
refused-account-not-made =
    { $why ->
        [M_USER_IN_USE] Für { $user } wurde kein neues Konto angelegt: Auf dem Homeserver gibt es schon eines. Bitte prüfen, ob es der richtigen Person gehört.
       *[other] Für { $user } wurde kein Konto angelegt: Der Homeserver hat es abgelehnt ({ $why }). Bitte die Adresse prüfen und im Protokoll des Homeservers nachsehen.
    }

# What was done
did-add-agency = { $name } ist eingetragen.
did-add-professional = { $name } ({ $user }) ist eingetragen.
did-make-account = Das Konto { $user } ist angelegt. Erstes Passwort: { $password } – bitte sicher übergeben und nach der ersten Anmeldung ändern lassen.
did-trust = Die Identität, mit der sich { $user } als Nächstes zeigt, gilt. Bitte gleich auf anderem Weg nachfragen, ob die Person sie selbst erneuert hat.
nothing-to-trust = Für { $user } war noch keine Identität gemerkt. Es ist nichts weiter nötig: Die erste, die sich zeigt, gilt.
did-open-case = Der Fall { $case } ist eröffnet. Einen Raum gibt es, sobald eine Einwilligung vorliegt.
did-involve = { $name } arbeitet jetzt am Fall { $case } mit. Zugang zum Raum gibt es nur mit Einwilligung.
did-close-case = Der Fall { $case } ist geschlossen. Alle werden aus seinen Räumen genommen.
did-give-consent = Die Einwilligung { $consent } für „{ $agency } / { $function }“ ist gegeben und gilt.
did-withdraw-consent = Die Einwilligung für „{ $agency } / { $function }“ ist widerrufen. Was vorher gelesen wurde, können wir nicht zurückholen.
did-record-consent = Die Erklärung { $consent } im Fall { $case } ist aufgenommen. Sie gilt erst, wenn eine zweite Fachkraft sie mit „fallraum consent confirm“ bestätigt.
consent-alike = Achtung: Dasselbe steht für „{ $agency } / { $function }“ schon in der Erklärung { $consent }. Endet nur eine von beiden, gilt die andere weiter. Zum Erneuern bitte mit „--renews { $consent }“ aufnehmen.
consent-alike-alone = Achtung: Für dasselbe Gespräch unter vier Augen gibt es schon eine Erklärung; „fallraum consent show { $case } --side“ zeigt sie. Endet nur eine von beiden, gilt die andere weiter. Zum Erneuern bitte mit „--renews“ aufnehmen.
another-consent-holds = Achtung: Für „{ $agency } / { $function }“ gilt noch die Einwilligung { $consent }. Der Zugang bleibt, bis auch sie widerrufen ist.
did-make-key = Der Schlüssel von { $user } liegt in { $file }. Bitte sicher übergeben und nicht hier lassen: Wer ihn hat, unterschreibt damit alles in diesem Namen: Einwilligungen, Netzwerkvereinbarung, Weitergaben, Fallführung, Antworten, Abschluss.
did-call-conference = Die Fallkonferenz im Fall { $case } ist einberufen. Die Tagesordnung wird in den Raum geschrieben, sobald es ihn gibt.
hub-is-asleep = Achtung: Auf diesem Ordner läuft gerade kein Fallraum. Die Entscheidung gilt, aber bis zum nächsten „fallraum up“ nimmt niemand jemanden aus einem Raum.
audit-holds =
    Der Nachweis ist lückenlos und unverändert: { $number ->
        [one] 1 Eintrag
       *[other] { $number } Einträge
    }, letzter Prüfwert { $hash }
audit-broken = Der Nachweis ist ab Eintrag { $number } nicht mehr verlässlich: { $why }. Bitte nichts verändern, den Datenordner sichern und die für den Datenschutz zuständige Person informieren.
audit-doubtful = Die Einwilligung { $consent } steht als gegeben da, ist aber nicht unterschrieben oder wurde verändert. Sie gibt niemandem Zugang. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
audit-entry-missing = Ein Eintrag fehlt
audit-entry-changed = Ein Eintrag wurde verändert
audit-end-missing = Das Ende stimmt nicht

# Tables
title-agencies = Stellen
title-cases = Fälle
title-roster = Wer ist dabei
title-consents = Einwilligungen
empty-agencies = Noch keine Stelle eingetragen. „fallraum agency add“ trägt eine ein.
empty-cases = Kein Fall vorhanden. „fallraum case open“ eröffnet einen.
empty-consents = Noch keine Einwilligung. „fallraum consent record“ nimmt eine auf.
column-agency = Stelle
column-name = Name
column-legal-area = Rechtskreis
column-recipient = Stelle/Funktion
column-case = Fall
column-opened-at = eröffnet
column-closed-at = geschlossen
column-because = weil
column-seat = Platz
column-consent = Einwilligung
column-purpose = Zweck
column-period = Zeitraum
column-state = Stand
who = { $name } ({ $role })
role-lead = Fallführung
role-member = Mitarbeit
role-stranger = gehört nicht dazu
role-client = Hauptperson
seat-joined = im Raum
seat-invited = eingeladen
seat-declined = abgelehnt oder selbst gegangen
seat-none = –
state-draft = Entwurf
state-requested = angefragt
state-deferred = aufgeschoben
state-recorded = aufgenommen, wartet auf Bestätigung
state-given = gilt
state-refused = abgelehnt
state-revoked = beendet { $at }
state-not-proven = nicht echt: Unterschrift fehlt oder passt nicht
state-withdrawn = widerrufen { $at }
state-not-in-force = gilt nicht
client = Klientin oder Klient

# Questions
ask-client-name = Name der Klientin oder des Klienten (wird verschlüsselt gespeichert):
ask-purpose = Wofür, in einem Satz (wird verschlüsselt gespeichert):
ask-oral-reason = Warum mündlich (wird verschlüsselt gespeichert):
ask-themes = Themen und Antworten, zum Beispiel „organisation=yes school=ask health=no“ (wird verschlüsselt gespeichert; leer: nur organisation=yes):
ask-topic = Gewünschtes Thema (wird verschlüsselt gespeichert; leere Zeile beendet):

# Help
help = Fallraum: Räume für einen Fall, in denen nur mitliest, für wen die Klientin oder der Klient eingewilligt hat.
help-data = Ordner mit allem, was dieser Fallraum aufbewahrt
help-verbose = Zeigt auf der Fehlerausgabe, was Fallraum gerade tut (keine Inhalte)
help-json = Ausgabe als JSON
help-up = Startet alles, was Fallraum braucht, in diesem Terminal. Ende mit Strg+C.
help-homeserver = Adresse eines eigenen Homeservers statt des mitgelieferten
help-server-name = Name des Homeservers in den Matrix-Adressen
help-version = Zeigt die Version.
help-agency = Stellen im Netzwerk
help-agency-add = Trägt eine Stelle ein.
help-agency-list = Zeigt alle Stellen.
help-agency-id = Kurzname der Stelle, zum Beispiel jugendamt
help-agency-name = Voller Name der Stelle
help-legal-area = Rechtskreis, zum Beispiel „SGB VIII“
help-professional = Fachkräfte der Stellen
help-professional-add = Trägt eine Fachkraft ein.
help-professional-trust = Erkennt an, dass eine Person ihre Matrix-Identität erneuert hat. Bitte vorher auf anderem Weg nachfragen.
help-professional-account = Legt auf dem mitgelieferten Homeserver ein Konto mit erstem Passwort an.
help-professional-name = Name der Fachkraft
help-function = Funktion in der Stelle, zum Beispiel „Fallmanagement“
help-user = Matrix-Adresse; auf dem eigenen Homeserver genügt der Name
help-account = Legt auf dem mitgelieferten Homeserver ein Konto mit erstem Passwort an
help-case = Fälle
help-case-open = Eröffnet einen Fall.
help-case-involve = Lässt eine weitere Fachkraft am Fall mitarbeiten.
help-case-list = Zeigt alle Fälle.
help-case-show = Zeigt, wer dabei ist, weshalb und bis wann (mit „--side“ nur Gespräche unter vier Augen).
help-case-close = Schließt einen Fall. Alle verlassen seine Räume.
help-lead = Matrix-Adresse der Fallführung
help-member = Matrix-Adresse einer weiteren Fachkraft (mehrmals möglich)
help-label = Kennzeichen des Falls, zum Beispiel F-1
help-consent = Einwilligungen
help-consent-withdraw = Hält einen Widerruf fest. Er gilt sofort.
help-consent-show = Zeigt die Einwilligungen eines Falls (mit „--side“ nur die für Gespräche unter vier Augen).
help-consent-id = Nummer der Einwilligung (die ersten Zeichen genügen)
help-recipient = Für wen: Stelle/Funktion, zum Beispiel „jugendamt/Allgemeiner Sozialer Dienst“; für jede Stelle eine eigene Erklärung
help-until = Bis wann (ein Tag zählt ganz mit), zum Beispiel 2027-03-01
help-from = Ab wann; ohne Angabe ab sofort
help-consent-record = Nimmt eine Erklärung auf Papier (mit Scan) oder eine mündliche (ohne Scan) auf. Sie gilt erst, wenn eine zweite Fachkraft sie bestätigt.
help-consent-confirm = Bestätigt eine Erklärung, die eine andere Fachkraft aufgenommen hat (Vier-Augen-Prinzip).
help-key = Datei mit dem eigenen Schlüssel, mit dem eine Fachkraft unterschreibt (siehe „fallraum professional key“)
help-scan = Datei mit dem Scan der unterschriebenen Erklärung; nur ihr Prüfwert wird gespeichert
help-told = Was vorher gesagt wurde (§ 67b Abs. 2 SGB X): purpose, refusal, withdrawal – alle drei sind nötig
help-separate = Die Erklärung ist nicht mit einem Antrag verbunden
help-review = Wann gemeinsam geprüft wird, ob die Einwilligung noch passt; ohne Angabe am Ende
help-notice-language = Sprache, in der die Erklärung gezeigt wurde
help-professional-key = Macht einer Fachkraft den Schlüssel, mit dem sie alles unterschreibt: Einwilligungen, Netzwerkvereinbarung, Weitergaben, Fallführung, Antworten, Abschluss. Wer die Datei hat, unterschreibt als diese Person.
help-conference = Fallkonferenzen
help-conference-call = Beruft eine Fallkonferenz ein und schreibt ihre Tagesordnung in den Raum.
help-at = Beginn, zum Beispiel „2027-03-01 10:00“
help-minutes = Dauer in Minuten
help-moderator = Matrix-Adresse der Moderation
help-audit = Nachweis über alles, was getan wurde
help-audit-verify = Prüft, ob der Nachweis lückenlos und unverändert ist.
help-tour = Führt an einem echten Homeserver vor, wie Einwilligungen den Zugang zu einem Fall öffnen und schließen (etwa eine Minute).
help-demo = Die Führung, danach die nächsten Schritte.
help-keep = Behält den Ordner der Führung

# The tour
tour-people = Vier Fachkräfte und ihre eigenen Matrix-Programme
tour-people-signed-in = { $count } angemeldet, jedes Gerät von der Person selbst bestätigt
tour-case = Ein Fall wird eröffnet, vier Stellen arbeiten mit
tour-case-has-no-room = Noch kein Raum: Es liegt keine Einwilligung vor
tour-consent = Jonas Novak willigt für drei der vier Stellen ein
tour-seats-offered = Auf dem Homeserver eingeladen: genau diese { $count }
tour-seats-taken = Im Raum: genau diese { $count }
tour-outsider = Dario Rossi (Schuldnerberatung) versucht hineinzukommen
tour-refused-join = Beitritt über die Raumnummer: abgelehnt ({ $status })
tour-refused-alias = Beitritt über die Adresse: abgelehnt ({ $status })
tour-refused-knock = Anklopfen: abgelehnt ({ $status })
tour-refused-read = Nachrichten lesen: abgelehnt ({ $status })
tour-refused-state = Einstellungen des Raums lesen: abgelehnt ({ $status })
tour-refused-members = Liste der Beteiligten lesen: abgelehnt ({ $status })
tour-refused-invited = Einladung durch die Fallführung selbst: abgelehnt ({ $status })
tour-outsider-is-out = Laut Homeserver ist Dario Rossi nicht im Raum
tour-outsider-read-nothing = Das Programm von Dario Rossi hat nichts gelesen
tour-agenda = Die Konferenz-Stimme schreibt die Tagesordnung
tour-agenda-read = { $name }: im eigenen Programm entschlüsselt und gelesen
tour-scan = Was steht im Klartext auf der Platte?
tour-scan-works = Die Suche findet, was dort stehen muss (die Adresse der Raumverwaltung, in { $count } Dateien)
tour-scan-clean = Weder Tagesordnung noch Name: { $count } Dateien durchsucht, Datenbanken eingeschlossen
tour-withdraw = Jonas Novak widerruft die Einwilligung für { $name } (Jugendamt)
tour-is-out = { $name } ist laut Homeserver draußen
tour-later-not-shown =
    { $count ->
        [one] Eine spätere Nachricht
       *[other] { $count } spätere Nachrichten
    } gibt der Homeserver { $name } nicht heraus
tour-later-not-readable = Selbst wenn: Das Programm von { $name } kann sie nicht entschlüsseln
tour-neutral-words = Die anderen lesen nur neutrale Worte, nicht warum
tour-expiry = Die Einwilligung für { $name } (Schulsozialarbeit) war befristet
tour-still-inside = { $name } ist noch im Raum
tour-crash = Der Homeserver stürzt ab, während die Einwilligung für { $name } widerrufen wird
tour-refused-at-once = Für Fallraum gehört { $name } ab sofort nicht mehr dazu
tour-converged = Der Homeserver läuft wieder, { $name } ist draußen
tour-only-client-left = Im Raum ist nur noch Jonas Novak
tour-audit = Der Nachweis
tour-chain-holds =
    Lückenlos und unverändert: { $count ->
        [one] 1 Eintrag
       *[other] { $count } Einträge
    }
tour-end =
    Ende der Führung nach { $seconds } s: { $held ->
        [one] 1 Beobachtung
       *[other] { $held } Beobachtungen
    } wie erwartet, { $failed } nicht
tour-kept = Der Ordner der Führung: { $folder }
demo-next = Weiter: „.venv/bin/fallraum up“ startet einen eigenen Fallraum, „.venv/bin/fallraum --help“ zeigt alle Befehle.
