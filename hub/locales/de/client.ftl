# Was in Räumen gesagt wird, in denen die Klientin oder der Klient mitliest.
# Steht in allen Sprachen, die Klientinnen und Klienten hier lesen: dort nie ein Fakt mehr oder weniger.

# Die Tagesordnung
agenda-title = { $name } · { $begins }–{ $ends } Uhr · Moderation: { $moderator }
agenda-nobody = offen
agenda-present = Dabei: { $people }
agenda-missing = Fehlt: { $sides }
agenda-topics = Gewünschte Themen
agenda-unsaid = Thema von { $name } ({ $function }): wird in der Konferenz genannt
agenda-unsaid-client = Thema der Klientin oder des Klienten: wird in der Konferenz genannt
agenda-how = Thema ergänzen: bis { $until } Uhr auf diese Nachricht mit ➕ reagieren; worum es geht, sagen Sie in der Konferenz. Wer die Reaktion entfernt, nimmt es zurück. Reaktionen sind nicht verschlüsselt; ein Thema steht nicht darin.
agenda-too-long = Die Tagesordnung ist für eine Nachricht zu lang; was hier fehlt, lesen Sie am Terminal (gewünschte Themen: { $topics }; „fallraum conference topic list“).
agenda-arrival = Ankommen, Rollen, Verschwiegenheit, wer das Protokoll liest
agenda-client-view = Sicht und Wunsch der Klientin oder des Klienten
agenda-look-back = Was war vereinbart, was ist daraus geworden
agenda-news = Neues aus den Stellen (nur Neues, nur Nötiges)
agenda-assessment = Gemeinsame Einschätzung – auch wo wir uns nicht einig sind
agenda-goals = Ziele und Möglichkeiten (mindestens zwei)
agenda-decisions = Beschlüsse: wer, was, bis wann · Lücken im Angebot
agenda-feedback = Rückmeldung der Klientin oder des Klienten, nächster Termin
agenda-roles = Rollen verteilen: wer moderiert, wer bringt den Fall ein, wer achtet auf die Zeit
agenda-giver-tells = Der Fall, mit Pseudonymen erzählt, und die Frage an die Runde
agenda-questions = Fragen zum Verständnis
agenda-hypotheses = Vermutungen: Was könnte dahinterstehen?
agenda-comment = Rückmeldung zu den Vermutungen
agenda-proposals = Vorschläge: Was würde ich tun?
agenda-choice = Entscheidung: Was davon nehme ich mit?
agenda-exchange = Austausch: Was haben wir gelernt?
minutes = { $minutes } min
item-in-writing = schriftlich
who-round = reihum nach Stellen
who-giver = spricht, wer den Fall einbringt
who-others = wer den Fall einbringt, hört zu
corner-client = Klientin oder Klient
corner-payer = Leistungsträger
corner-provider = Leistungserbringer
corner-outside = andere Stelle

# Wie eine Fallkonferenz verläuft
conference-name = Fallkonferenz { $case }
conference-name-consultation = Kollegiale Beratung
conference-begins = Es geht los: { $item } ({ $minutes })
conference-moved = { $name }: verlegt. Beginn ist jetzt { $begins } Uhr. Grund: { $reason }
conference-cancelled = { $name }: Der Termin am { $begins } Uhr fällt aus. Grund: { $reason }
conference-is-over = Die Fallkonferenz ist zu Ende. Danke.
item-now = Jetzt: { $number } { $item } ({ $minutes })
item-hands = Wer sprechen möchte, reagiert auf den Punkt, um den es gerade geht, mit ✋; die Moderation sieht, wer zuerst da war. Wer die Reaktion entfernt, nimmt die Meldung zurück. Mit dem nächsten Punkt gilt sie nicht mehr. Reaktionen sind nicht verschlüsselt.
item-following = danach: { $item }
item-order = Reihenfolge: { $people }
item-almost-over = Noch zwei Minuten für { $number } { $item }.
replies-missing =
    { $count ->
        [one] Noch offen: eine Antwort zu den Punkten { $items }.
       *[other] Noch offen: { $count } Antworten zu den Punkten { $items }.
    }
poll-title = { $name }: Welcher Termin passt Ihnen?
poll-how = Bitte sagen Sie zu jedem Termin ja, zur Not oder nein. Die Moderation legt dann einen fest. Sie können hier auch mit 1️⃣, 2️⃣ … reagieren: Das heißt ja, und wer die Reaktion entfernt, nimmt es zurück. Reaktionen sind nicht verschlüsselt; welcher Termin gemeint ist, steht nicht darin.

# Das Protokoll
minutes-title = Protokoll der Fallkonferenz { $case } · { $begins }–{ $ends } Uhr · Moderation: { $moderator }
minutes-draft = Entwurf. Einwände sind bis einschließlich { $until } möglich; jeder steht im vollen Wortlaut in der endgültigen Fassung.
minutes-final = Endgültige Fassung vom { $day }. Der Entwurf bleibt daneben erhalten.
minutes-present = Dabei: { $names }
minutes-unopposed = Bis einschließlich { $until } hat niemand einen Einwand erhoben.
minutes-too-long = Das Protokoll ist für eine Nachricht zu lang ({ $entries } Einträge). Die Moderation zeigt oder gibt es Ihnen; am Terminal steht es mit „fallraum minutes show { $case }“.
minutes-lost =
    { $number ->
        [one] Ein Eintrag oder Einwand fehlt hier: Er wurde festgehalten und ist nicht mehr lesbar.
       *[other] { $number } Einträge oder Einwände fehlen hier: Sie wurden festgehalten und sind nicht mehr lesbar.
    }
minutes-client = Klientin oder Klient
minutes-somebody = jemand, der oder die nicht mehr eingetragen ist

# Wer im Raum ist, und was sich ändert
roster-client = In diesem Raum wird besprochen, was alle betrifft. Dabei sind:
roster-theme = In diesem Raum geht es um: { $theme }. Dabei sind nur die, für die in dieses Thema eingewilligt wurde:
roster-side = Dieser Raum ist nur für Sie beide. Keine andere Stelle erfährt, dass es ihn gibt. Dabei sind:
roster-own = Dieser Raum ist nur für Sie. Keine Fachkraft kann hier mitlesen oder dazukommen. Dass es ihn gibt, sieht von den Fachkräften nur die Fallführung; wissen können es auch die Menschen, die den Fallraum technisch betreiben. Hier erinnert Sie der Fallraum. Was Sie hier schreiben, erreicht keine Fachkraft: Wenn Sie etwas brauchen, schreiben Sie bitte im gemeinsamen Raum, oder rufen Sie an. Möchten Sie diesen Raum nicht mehr, dann verlassen Sie ihn oder sagen Sie es der Fallführung. Dabei sind:
roster-own-case = Klientin oder Klient: eigener Fall, { $seat }
roster-person = { $name }, { $agency }, { $function } ({ $corner }): { $seat }, bis { $until }, durch die Einwilligung vom { $given }
roster-joined = dabei seit { $since }
roster-invited = eingeladen seit { $since }
theme-organisation = Gemeinsame Absprachen
theme-school = Schule und Ausbildung
theme-work = Arbeit
theme-housing = Wohnen
theme-family = Familie
theme-childcare = Kinderbetreuung
theme-debts = Schulden
theme-health = Gesundheit
theme-addiction = Sucht
theme-offences = Straftaten
roster-listener = der Fallraum, der hier Befehle liest (Bot)
departure = { $name } ({ $function }) gehört nicht mehr zu diesem Raum. Neue Nachrichten erreichen diese Person nicht.
lead-offered =
    { $name } ({ $agency }, { $function }) soll diesen Fall führen, frühestens ab dem { $day }.
    Das hat nicht die bisherige Fallführung vorgeschlagen, sondern jemand anderes.
    Ist das nicht richtig? Dann sagen Sie es bitte vorher hier im Raum. An Ihren Einwilligungen ändert sich nichts.
lead-accepted =
    Seit dem { $day } führt { $name } diesen Fall ({ $agency }, { $function }).
    { $by ->
        [lead] Die bisherige Fallführung hat den Fall übergeben.
       *[others] Das geschah ohne die bisherige Fallführung. Zwei Personen haben es gemeinsam unterschrieben.
    }
    Bei Fragen ist { $name } zuerst für Sie da. An Ihren Einwilligungen ändert sich nichts.
consult-answered = { $name } ({ $agency }, { $function }) wurde ohne Namen um Rat gefragt und gehört nicht zum Fall. Frage: { $asked } Antwort:
closing-announced = Die gemeinsame Arbeit in diesem Fall geht zu Ende. Dieser Raum wird bald geschlossen; dann kann hier niemand mehr lesen oder schreiben. Was Ihnen zusteht, können Sie mitnehmen, auch danach noch eine Zeit lang: Bitte wenden Sie sich an { $name } ({ $function }).
closing-announced-without-lead = Die gemeinsame Arbeit in diesem Fall geht zu Ende. Dieser Raum wird bald geschlossen; dann kann hier niemand mehr lesen oder schreiben. Was Ihnen zusteht, können Sie mitnehmen, auch danach noch eine Zeit lang: Bitte wenden Sie sich an die Stelle, mit der Sie zu tun haben.

# Woran die Klientin oder der Klient im eigenen Raum erinnert wird
own-digest-title = Guten Tag. Daran möchten wir Sie erinnern:
own-digest-today = Heute: { $what }
own-digest-on = Am { $day }: { $what }
own-digest-hint = Haben Sie Fragen dazu? Die Menschen, die Sie im Fall kennen, helfen Ihnen gern. Möchten Sie keine Erinnerungen mehr, dann verlassen Sie diesen Raum oder sagen es der Fallführung.
remind-r19 = Eine Aufgabe aus Ihrem Plan
remind-r20 = Eine Fallkonferenz, zu der Sie eingeladen sind
remind-r21 = Eine Einwilligung endet. Sie können sie erneuern oder enden lassen.

# Dass in einem Raum mitgelesen wird
listening-begun = In diesem Raum liest der Fallraum ab jetzt mit, damit er Befehle versteht. Das hat die Fallführung entschieden.
listening-how = Was nicht mit „!“ beginnt, wird sofort verworfen; aufgehoben wird von keiner Nachricht der Wortlaut. Mitlesen heißt: Der Fallraum sitzt mit einem eigenen Konto hier und kann entschlüsseln, was ab jetzt geschrieben wird. Die Fallführung kann es jederzeit beenden.
listening-own = Wer hier mit „!thema“ ein Thema nennt, setzt es auf die Tagesordnung der Fallkonferenz: Alle, die dort dabei sind, lesen es. Das Mitlesen können auch Sie jederzeit beenden lassen, oder Sie verlassen diesen Raum.
listening-ended = In diesem Raum liest der Fallraum nicht mehr mit. Seine Schlüssel sind vernichtet.
command-help = Befehle: „!thema TEXT“ nennt ein Thema für die nächste Fallkonferenz · „!aufgabe @wer bis 31.3.2027 TEXT“ trägt eine Aufgabe ein (ohne @wer die eigene) · „!erledigt NUMMER“ hakt eine Aufgabe ab · „!termin“ sagt, wann die nächste Fallkonferenz ist · „!hilfe“ zeigt das hier.
command-topic-named = Das Thema ist für die Fallkonferenz am { $begins } vorgemerkt.
command-no-conference = Zurzeit ist keine Fallkonferenz geplant.
command-done-before = Dieser Befehl ist schon angekommen. Was er bewirkt hat, steht in der Liste, um die es geht.
refused-command-unknown = Diesen Befehl gibt es nicht. „!hilfe“ zeigt, was geht.
refused-command-too-long = Das ist zu lang für einen Befehl. Bitte in höchstens { $most } Zeichen fassen.
refused-command-without-text = Da fehlt noch, worum es geht. „!hilfe“ zeigt, wie es geschrieben wird.
refused-command-mention = Bitte ohne „@room“, ohne Konten wie „@name:ort“ und ohne Links auf matrix.to schreiben: Wer es später liest, soll dadurch nicht gerufen werden.
refused-command-plain-text = Bitte in einer Zeile, ohne unsichtbare Zeichen und in höchstens { $most } Zeichen schreiben.
refused-command-not-here = Dieser Befehl betrifft alle und geht deshalb nur im gemeinsamen Raum des Falls.
refused-command-not-for-client = Das geht hier nur für Fachkräfte. „!thema“ und „!hilfe“ gehen auch für Sie.
refused-command-topic-not-noted = Das Thema konnte nicht vorgemerkt werden: Es ist zu lang, die Tagesordnung ist voll, oder sie steht schon fest. Bitte sprechen Sie Ihre Fallführung an.
refused-command-too-many = Das waren viele Befehle in kurzer Zeit. Was jetzt kommt, wird nicht ausgeführt. Bitte warten Sie etwas und schreiben Sie es dann noch einmal.

# Unter der deutschen Nachricht, in der anderen Sprache: was Menschen selbst geschrieben haben
below-not-translated = Was jemand selbst geschrieben hat, steht hier im Original. Es ist nicht übersetzt.
below-topics =
    { $number ->
        [one] Oben steht ein Thema, so wie es genannt wurde. Es ist nicht übersetzt.
       *[other] Oben stehen { $number } Themen, so wie sie genannt wurden. Sie sind nicht übersetzt.
    }
below-entries =
    { $number ->
        [one] Oben steht ein Eintrag, so wie er geschrieben wurde. Er ist nicht übersetzt. Ist etwas unklar? Dann lassen Sie es sich bitte erklären, gern mit Dolmetscherin oder Dolmetscher.
       *[other] Oben stehen { $number } Einträge, so wie sie geschrieben wurden. Sie sind nicht übersetzt. Ist etwas unklar? Dann lassen Sie es sich bitte erklären, gern mit Dolmetscherin oder Dolmetscher.
    }
