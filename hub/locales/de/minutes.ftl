# Protokolle: was in den Raum geschrieben wird
minutes-title = Protokoll der Fallkonferenz { $case } · { $begins }–{ $ends } Uhr · Moderation: { $moderator }
minutes-draft = Entwurf. Einwände sind bis einschließlich { $until } möglich; jeder steht im vollen Wortlaut in der endgültigen Fassung.
minutes-final = Endgültige Fassung vom { $day }. Der Entwurf bleibt daneben erhalten.
minutes-present = Dabei: { $names }
minutes-unopposed = Bis einschließlich { $until } hat niemand einen Einwand erhoben.
minutes-lost =
    { $number ->
        [one] Ein Eintrag fehlt hier: Er wurde festgehalten und ist nicht mehr lesbar.
       *[other] { $number } Einträge fehlen hier: Sie wurden festgehalten und sind nicht mehr lesbar.
    }
minutes-decisions = Beschlüsse: wer – was – bis wann
minutes-decision = { $who } – { $text } – bis { $day }
minutes-gaps = Was an Angeboten fehlt
minutes-next-date = Nächster Termin
minutes-date = { $day }: { $text }
minutes-dissent = Anders sieht es { $name }: { $text }
minutes-objections = Einwände zum Entwurf
minutes-objection = { $name }, { $day }: { $text }
minutes-agreed-task = Aufgabe: { $text }
minutes-agreed-goal = Ziel: { $text }
minutes-agreed-gap = Fehlt: { $text }
minutes-client = Klientin oder Klient
minutes-somebody = jemand, der oder die nicht mehr eingetragen ist
minutes-too-long = Das Protokoll ist für eine Nachricht zu lang ({ $entries } Einträge). Die Moderation zeigt oder gibt es Ihnen; am Terminal steht es mit „fallraum minutes show { $case }“.

# Befehle
help-minutes-group = Protokolle von Fallkonferenzen
help-minutes-note = Hält fest, was gesagt, beschlossen oder vereinbart wurde; fragt danach.
help-minutes-dissent = Hält eine abweichende Meinung fest. Niemand sonst kann sie löschen.
help-minutes-withdraw = Nimmt einen eigenen Eintrag zurück, solange es keinen Entwurf gibt.
help-minutes-draft = Macht aus den Einträgen den Entwurf (nur die Moderation). Danach gibt es sieben Tage lang Einwände und keine Einträge mehr.
help-minutes-object = Erhebt einen Einwand gegen den Entwurf; fragt nach dem Wortlaut.
help-minutes-show = Zeigt die neueste Fassung oder, solange es keine gibt, die Einträge.
help-minutes-list = Zeigt, zu welchen Fallkonferenzen es ein Protokoll gibt und wie weit es ist.
help-minutes-verify = Vergleicht alles, was aufbewahrt ist, mit dem Nachweis. Zeigt keinen Inhalt. Endet mit Status 1, wenn etwas nicht stimmt.
help-minutes-as = für wen Sie tippen: das Konto der Person, oder „client“ für die Klientin oder den Klienten
help-minutes-conference = Anfang der Nummer der Fallkonferenz; ohne Angabe die letzte, die begonnen hat
help-minutes-kind = was es ist: decision (Beschluss), note (Notiz), next-date (nächster Termin), agreed (steht im Plan), dissent (abweichende Meinung)
help-minutes-item = unter welchem Punkt der Tagesordnung es steht, zum Beispiel goals
help-minutes-day = bis wann ein Beschluss gilt oder wann der nächste Termin ist
help-minutes-plan = was im Plan gemeint ist: task:NUMMER, goal:NUMMER oder gap:NUMMER
help-minutes-instead-of = Anfang der Nummer des Eintrags, den dieser ersetzt; der alte bleibt aufbewahrt
help-minutes-entry = Anfang der Nummer des Eintrags
help-minutes-present = wer dabei war (Konto oder „client“); für jede Person einmal
help-minutes-version = welche Fassung: 1 der Entwurf, 2 die endgültige
ask-minutes-who = Wer macht es?
ask-minutes-text = Was soll festgehalten werden?
ask-minutes-objection = Ihr Einwand:
did-note-minutes = Festgehalten im Fall { $case } (Eintrag { $entry }).
did-dissent = Die abweichende Meinung ist im Fall { $case } festgehalten (Eintrag { $entry }). Nur wer sie geschrieben hat, kann sie zurücknehmen.
did-withdraw-entry = Der Eintrag { $entry } ist zurückgenommen.
did-draft-minutes = Der Entwurf im Fall { $case } ist gemacht und wird in den Raum geschrieben. Einwände sind bis einschließlich { $until } möglich.
did-object = Der Einwand im Fall { $case } ist festgehalten. Er steht im vollen Wortlaut in der endgültigen Fassung; bis dahin liest ihn nur, wer ihn erhoben hat.
minutes-own-objection = Ihr Einwand { $number }: { $text }
title-minutes = Protokolle
minutes-entry = { $entry } · { $kind } von { $author } ({ $item }): { $text }
title-minutes-entries = Einträge (noch kein Entwurf)
title-minutes-verified = Protokolle und Nachweis
empty-minutes = Hier ist noch nichts festgehalten. „fallraum minutes note“ hält etwas fest, sobald die Fallkonferenz begonnen hat.
column-minutes-made = gemacht
column-objections-until = Einwände vor
column-minutes-entries = Einträge
column-minutes-piece = was
column-number = Nummer
column-minutes-verdict = laut Nachweis
minutes-state-open = offen für Einträge
minutes-state-draft = Entwurf
minutes-state-final = endgültig
minutes-kind-decision = Beschluss
minutes-kind-dissent = abweichende Meinung
minutes-kind-note = Notiz
minutes-kind-next-date = nächster Termin
minutes-kind-agreed = steht im Plan
minutes-piece-entry = Eintrag
minutes-piece-objection = Einwand
minutes-piece-version = Fassung
minutes-verdict-holds = unverändert
minutes-verdict-altered = verändert oder nicht lesbar
minutes-verdict-lost = verschwunden
minutes-verdict-untold = dem Nachweis unbekannt; zählt nicht
retrieval-minutes-shown = die Protokolle, die diese Person lesen darf

# Wenn etwas nicht geht
refused-unknown-minutes = Ein Protokoll zur Fallkonferenz „{ $conference }“, das Sie lesen dürfen, gibt es nicht. Bitte die Nummer prüfen; „fallraum minutes list“ zeigt, was Sie lesen dürfen.
refused-conference-not-begun = Die Fallkonferenz hat noch nicht begonnen. Festhalten lässt sich etwas, sobald sie beginnt; Themen bitte vorher für die Tagesordnung nennen.
refused-conference-not-over = Die Fallkonferenz ist noch nicht vorbei. Der Entwurf lässt sich nach ihrem Ende machen.
refused-minutes-closed = Der Entwurf ist gemacht, die Einträge stehen fest. Was nicht stimmt, bitte mit „fallraum minutes object“ einwenden; später als Thema für die nächste Fallkonferenz nennen.
refused-minutes-not-yours = Den Entwurf macht, wer die Fallkonferenz moderiert hat. Bitte dort nachfragen; nach zwei Werktagen macht ihn Fallraum von selbst.
refused-minutes-drafted-already = Der Entwurf ist schon gemacht. „fallraum minutes show“ zeigt ihn.
refused-nothing-to-draft = Es ist nichts festgehalten, woraus ein Protokoll werden kann. Bitte zuerst mit „fallraum minutes note“ etwas festhalten.
refused-minutes-not-drafted = Es gibt noch keinen Entwurf. Eine abweichende Meinung können Sie mit „fallraum minutes dissent“ schon jetzt festhalten.
refused-minutes-altered = Der Entwurf steht nicht mehr so da, wie er gemacht wurde. Damit lässt sich nichts mehr anfangen. Bitte „fallraum minutes verify“ aufrufen und die Datensicherung prüfen.
refused-objections-over = Die sieben Tage für Einwände sind vorbei. Bitte nennen Sie es als Thema für die nächste Fallkonferenz, oder sprechen Sie die Fallführung an.
refused-objection-not-present = Einwände erhebt, wer bei der Fallkonferenz dabei war. Wenn das auf Sie zutrifft, bitte die Moderation ansprechen; sonst bitte ein Thema für die nächste Fallkonferenz nennen.
refused-too-many-objections = Mehr als { $most } Einwände einer Person zu einem Entwurf nimmt Fallraum nicht an. Bitte besprechen Sie das Weitere mit der Moderation.
refused-too-many-entries = Mehr als { $most } Einträge hat ein Protokoll nicht. Bitte Einträge zusammenfassen oder mit --instead-of ersetzen.
refused-unknown-entry = Einen Eintrag „{ $entry }“, der noch gilt, gibt es hier nicht. „fallraum minutes show“ zeigt die Einträge mit ihren Nummern.
refused-entry-not-yours = Diesen Eintrag hat jemand anderes geschrieben. Zurücknehmen kann ihn nur diese Person, ersetzen auch die Moderation. Sie können eine abweichende Meinung festhalten.
refused-dissent-not-yours = Eine abweichende Meinung kann nur ändern oder zurücknehmen, wer sie geschrieben hat; auch Moderation und Fallführung können es nicht.
refused-unknown-agenda-item = Einen Punkt { $item } hat die Tagesordnung nicht. Möglich sind: { $items }.
refused-decision-without-day = Zu einem Beschluss gehört, bis wann er gilt. Bitte mit --day einen Tag angeben.
refused-next-date-without-day = Zum nächsten Termin gehört ein Tag. Bitte mit --day angeben.
refused-agreed-without-plan = Was im Plan steht, braucht seine Nummer dort, und nur das. Bitte mit „--kind agreed --plan task:NUMMER“ angeben (oder goal, gap).
refused-present-unknown = { $user } arbeitet nicht an diesem Fall mit. Bitte die Adresse prüfen; wer als Gast da war, kann in einer Notiz stehen.
refused-unknown-version = Eine Fassung { $version } gibt es nicht. 1 ist der Entwurf, 2 die endgültige Fassung, sobald es sie gibt.

# Was der Nachweis erzählt
deed-minutes-noted = für das Protokoll festgehalten
deed-minutes-withdrawn = Eintrag im Protokoll zurückgenommen
deed-minutes-drafted = Protokoll entworfen
deed-minutes-objected = Einwand gegen das Protokoll erhoben
deed-minutes-final = Protokoll endgültig
deed-minutes-posted = Protokoll in den Raum geschrieben
refused-conference-is-cancelled = Diese Fallkonferenz wurde abgesagt. Ein Protokoll schreiben Sie zu einer, die stattfindet.

# Was die Klientin oder der Klient mitnimmt
export-heading-minutes = Protokolle der Fallkonferenzen
export-minutes-not-readable = Das endgültige Protokoll ist nicht mehr so lesbar, wie es gemacht wurde.
# Auf Papier
minutes-heading-about = Zu diesem Protokoll
minutes-column-who = Wer
minutes-column-what = Was
minutes-column-until = Bis wann
help-minutes-paper = Schreibt eine Fassung des Protokolls in ein barrierefreies PDF; ohne Angabe die neueste.
retrieval-minutes-paper = ein Protokoll als PDF
deed-minutes-attached = Protokoll als Datei in den Raum gestellt
