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

# Themen
help-topic = Themen einer Fallkonferenz
help-topic-add = Nennt ein Thema für die nächste Fallkonferenz; worum es geht, wird gefragt.
help-topic-withdraw = Nimmt ein eigenes Thema zurück.
help-topic-list = Zeigt die genannten Themen, wenn Sie teilnehmen.
help-topic-number = Nummer des Themas, wie „topic list“ sie zeigt
help-conference-by = Konto der Person, die das sagt
help-conference-number = Nummer der Fallkonferenz oder ihr Anfang; sonst die nächste
did-name-topic = Das Thema steht unter der Nummer { $number } auf der Tagesordnung.
did-withdraw-topic = Das Thema ist zurückgenommen.
title-topics = Themen
empty-topics = Noch hat niemand ein Thema genannt.
column-topic-number = Nr.
column-topic = Thema
column-topic-author = genannt von
column-topic-added = am
topic-of-client = Klientin oder Klient
topic-without-words = ohne Worte, wird in der Konferenz genannt
retrieval-conference-topics = die Themen einer Fallkonferenz
refused-takes-no-part = Das kann nur, wer an der Fallkonferenz teilnimmt: die Klientin oder der Klient selbst und wer nach den Einwilligungen im Raum des Falls sitzen darf. Fragen Sie bitte die Fallführung.
refused-unknown-topic = Ein eigenes Thema mit der Nummer { $number } gibt es nicht. Zurücknehmen können Sie nur, was Sie selbst genannt haben.
refused-agenda-stands = Die Tagesordnung im Fall { $case } steht schon. Bitte wenden Sie sich an die Moderation.
refused-unknown-conference = Im Fall { $case } gibt es diese Fallkonferenz nicht, oder sie ist vorbei. „fallraum conference list“ zeigt alle.

# Verlegen und absagen
help-conference-move = Verlegt eine Fallkonferenz und sagt es im Raum; der Grund wird gefragt.
help-conference-cancel = Sagt eine Fallkonferenz ab, auch im Raum; der Grund wird gefragt.
ask-conference-reason = Grund, wie er im Raum stehen soll:
did-move-conference = Die Fallkonferenz im Fall { $case } ist verlegt. Der Raum erfährt es.
did-cancel-conference = Die Fallkonferenz im Fall { $case } ist abgesagt. Der Raum erfährt es.
refused-not-moderating = Das entscheidet im Fall { $case }, wer die Fallkonferenz moderiert, in Vertretung die Fallführung. Bitte wenden Sie sich dorthin.
refused-conference-unchangeable = Diese Fallkonferenz im Fall { $case } hat schon begonnen, ist vorbei oder abgesagt. Bitte berufen Sie eine neue ein.
column-conference = Nummer
column-conference-stage = Stand
stage-collecting = Themen werden gesammelt
stage-checked = geprüft
stage-set = Tagesordnung steht
stage-running = läuft
stage-over = vorbei
stage-cancelled = abgesagt

# Vorlagen
help-template = Vorlagen für Fallkonferenzen
help-template-add = Legt eine eigene Vorlage einer Stelle fest (TOML); einmal festgelegt, ändert sich ihre Version nicht mehr.
help-template-show = Zeigt die Punkte einer Vorlage.
help-template-list = Zeigt alle Vorlagen.
help-template-file = Datei der Vorlage
help-template-agency = Kurzname der Stelle, die sie festlegt
help-template-name = Vorlage, etwa „case-1“ oder „jobcenter/case-2“
did-add-template = Die Vorlage { $template } ist festgelegt.
title-templates = Vorlagen
title-template = Punkte der Vorlage
empty-templates = Es gibt keine Vorlagen.
column-template = Vorlage
column-template-title = Titel
column-template-form = Form
column-template-minutes = Minuten
column-item = Punkt
column-item-minutes = Minuten
column-item-who = wer spricht
form-meeting = Treffen
form-written = schriftlich
who-everybody = alle
who-moderator = Moderation
who-client = Klientin oder Klient
template-case = Fallkonferenz
template-case-written = Fallkonferenz, schriftlich
template-collegial = Kollegiale Fallberatung (Heilsbronner Modell)
refused-template-malformed = Diese Vorlage geht so nicht. Bitte prüfen Sie diese Stelle: { $what }. Die erste oder zweite Stelle gehört der Klientin oder dem Klienten; ein Punkt dauert 1 bis 480 Minuten; Texte haben keine Formatierung.
refused-template-exists = Die Vorlage { $template } gibt es schon, und eine Version ändert sich nie. Bitte zählen Sie „version“ in der Datei hoch.
refused-unknown-template = Eine Vorlage „{ $template }“ gibt es nicht. „fallraum conference template list“ zeigt alle.
refused-longer-than-template = Nach dieser Vorlage dauert es höchstens { $minutes } Minuten. Bitte kürzen Sie die Dauer.

# Eine Fallkonferenz leiten
help-conference-begin = Beginnt eine Fallkonferenz mit dem ersten Punkt.
help-conference-next = Geht zum nächsten Punkt.
help-conference-back = Geht zum Punkt davor zurück.
help-conference-extend = Gibt dem Punkt mehr Zeit.
help-conference-minutes = so viele Minuten mehr
help-conference-end = Beendet eine Fallkonferenz.
help-conference-moderate = Übernimmt als Fallführung die Moderation.
did-go-to-item = Jetzt: Punkt { $number }, { $minutes } Minuten.
did-end-conference = Die Fallkonferenz im Fall { $case } ist beendet.
did-take-over-conference = Sie moderieren jetzt die Fallkonferenz im Fall { $case }.
help-conference-hands = Zeigt der Moderation, wer zum laufenden Punkt sprechen möchte (✋ im Raum), in der Reihenfolge der Meldungen.
help-conference-floor = Erteilt das Wort, wer sich zuerst gemeldet hat.
did-give-floor = Das Wort hat jetzt: { $name }.
title-hands = Wortmeldungen
empty-hands = Gerade meldet sich niemand.
column-hand-place = Nr.
column-hand-name = wer
retrieval-conference-hands = die Wortmeldungen einer laufenden Fallkonferenz
refused-no-hand-raised = In der Fallkonferenz im Fall { $case } meldet sich gerade niemand. Wer sprechen möchte, reagiert im Raum auf den laufenden Punkt mit ✋.
refused-conference-runs-already = Die Fallkonferenz im Fall { $case } läuft schon. „fallraum conference next“ geht weiter.
refused-conference-too-early = Diese Fallkonferenz im Fall { $case } kann frühestens eine Stunde vor ihrem Termin begonnen werden, eine schriftliche gar nicht. Bitte verlegen Sie sie, wenn sie früher sein soll.
refused-conference-not-running = Im Fall { $case } läuft diese Fallkonferenz nicht. „fallraum conference begin“ beginnt sie.
refused-conference-moved-on = Jemand war schneller: Es ist jetzt Punkt { $item }. Bitte sehen Sie nach, bevor Sie weitergehen.
refused-no-such-item = Die Tagesordnung hat die Punkte 1 bis { $items }. „fallraum conference end“ beendet die Fallkonferenz.
refused-extension-out-of-range = Ein Punkt lässt sich um 1 bis { $minutes } Minuten verlängern.
refused-not-the-lead = Die Moderation übernehmen kann im Fall { $case } nur die Fallführung.

# Was noch fehlt
direct-pre-check =
    { $open ->
        [none] Fall { $case }: Für die Fallkonferenz ist alles bereit.
        [one] Fall { $case }: ein Punkt offen für die Fallkonferenz. Welcher, zeigt „fallraum conference check“.
       *[more] Fall { $case }: { $count } Punkte offen für die Fallkonferenz. Welche, zeigt „fallraum conference check“.
    }
help-conference-check = Zeigt der Moderation, was für die Fallkonferenz noch fehlt.
help-conference-prepare = Hält fest, wie die Klientin oder der Klient eingeladen ist und ob jemand dolmetscht.
help-conference-language = Sprache der Klientin oder des Klienten, etwa „fa“; sonst die des Falls („case language“)
help-conference-invited = Sprache, in der eingeladen wurde
help-conference-interpreter = ob jemand dolmetscht
did-prepare-conference = Festgehalten für die Fallkonferenz im Fall { $case }.
title-findings = Was noch fehlt
empty-findings = Es fehlt nichts.
column-lack = was fehlt
column-lack-what = wer oder welche
lack-lead = Niemand kann moderieren: Der Fall hat keine Fallführung
lack-moderator = Die Moderation nimmt nicht mehr teil; es übernimmt
lack-consent = Darf nicht teilnehmen, weil eine Einwilligung fehlt
lack-consent-ends = Die Einwilligung endet vor dem Ende der Fallkonferenz
lack-side = Diese Seite fehlt
lack-function = Der Hilfeplan braucht eine Funktion, die niemand am Fall hat
lack-report = Der Bericht ist noch nicht da
lack-interpreter = Ob jemand dolmetscht, ist offen oder noch nicht bestellt
lack-invitation = Die Klientin oder der Klient ist noch nicht eingeladen
lack-language = Eingeladen ist nicht in der eigenen Sprache
retrieval-conference-check = was für eine Fallkonferenz noch fehlt
refused-malformed-language = { $given } ist keine Sprache. Bitte zwei oder drei kleine Buchstaben angeben, etwa „de“ oder „tr“.

# In schriftlicher Form
help-conference-write = Beruft eine schriftliche Fallkonferenz ein, die sofort beginnt; die Themen werden gefragt.
help-conference-days = so viele Tage ist sie offen (1 bis 20)
help-conference-answer = Antwortet schriftlich auf einen Punkt, auch noch 48 Stunden nach einem Treffen; eine neue Antwort ersetzt die alte.
help-conference-item = Nummer des Punktes
help-conference-pass = zu diesem Punkt nichts sagen
help-conference-answers = Zeigt die schriftlichen Antworten, wenn Sie teilnehmen.
help-conference-open = wessen Antwort noch offen ist; nur für die Moderation
help-conference-close = Schließt eine schriftliche Fallkonferenz vor ihrem Ende.
ask-reply = Antwort (Absatz für Absatz, eine leere Zeile beendet):
did-reply = Die Antwort zu Punkt { $item } ist festgehalten.
reply-passed = (nichts dazu)
reply-open = noch offen
title-answers = Antworten
empty-answers = Es gibt hier nichts zu zeigen.
column-answer-author = von
column-answer = Antwort
retrieval-conference-answers = die schriftlichen Antworten einer Fallkonferenz
refused-empty-reply = Bitte schreiben Sie eine Antwort, oder sagen Sie mit „--pass“, dass Sie nichts dazu sagen.
refused-not-open-for-replies = Im Fall { $case } lässt sich diese Fallkonferenz gerade nicht schriftlich beantworten: Das geht, solange eine schriftliche offen ist, und bis 48 Stunden nach einem Treffen.
refused-written-too-long = Eine schriftliche Fallkonferenz ist ganze Tage offen, mindestens einen und höchstens { $days }. Bitte ändern Sie die Dauer.

# Einen Termin finden
help-conference-plan = Schlägt Termine für eine Fallkonferenz vor und fragt im Raum, welcher passt.
help-conference-options = vorgeschlagener Beginn; zwei bis zehn davon
help-conference-suggest = dazu die nächste Zeit, zu der alle erreichbar sind, soweit die Moderation das sehen darf
help-conference-poll = Zeigt, wie die vorgeschlagenen Termine passen.
help-conference-poll-number = Nummer der Umfrage oder ihr Anfang; sonst die neueste
help-conference-vote = Sagt, ob ein vorgeschlagener Termin passt.
help-conference-option = Nummer des Termins
help-conference-choice = yes, if-need-be (zur Not) oder no
help-conference-fix = Legt einen der vorgeschlagenen Termine fest und beruft die Fallkonferenz ein.
did-plan-conference = { $options } Termine sind im Fall { $case } vorgeschlagen. Der Raum wird gefragt.
did-vote = Zum Termin { $option } ist Ihre Antwort festgehalten.
title-poll = Vorgeschlagene Termine
column-choice-yes = ja
column-choice-if-need-be = zur Not
column-choice-no = nein
refused-poll-options-out-of-range = Bitte schlagen Sie { $fewest } bis { $most } verschiedene Termine vor.
refused-poll-settled = Im Fall { $case } ist der Termin schon festgelegt. „fallraum conference list“ zeigt ihn.
refused-no-such-option = Vorgeschlagen sind die Termine 1 bis { $options }.
refused-unknown-poll = Im Fall { $case } sind keine Termine vorgeschlagen. „fallraum conference plan“ schlägt welche vor.

# Auf Papier und im Kalender
agenda-made-at = Stand: { $at }
agenda-heading-about = Zu dieser Fallkonferenz
agenda-heading-items = Punkte
agenda-column-at = Beginn
agenda-column-item = Punkt
agenda-column-time = Dauer
date-summary = Termin
help-conference-paper = Schreibt die Tagesordnung in ein barrierefreies PDF, wenn Sie teilnehmen.
help-conference-calendar = Schreibt den Termin in eine Datei für Kalender (ICS), wenn Sie teilnehmen; darin steht nur, wann er ist.
help-paper-file = Datei für das PDF; vorhandene Dateien werden nie überschrieben
help-calendar-file = Datei für den Kalender; vorhandene Dateien werden nie überschrieben
help-paper-language = Sprache: de oder en; sonst die der Plattform
did-print = Das PDF liegt in { $file }. Bitte nach dem Weitergeben hier löschen.
did-write-date = Der Termin liegt in { $file }. Wird er verlegt oder abgesagt, ersetzt eine neue Datei den alten Eintrag.
retrieval-conference-paper = die Tagesordnung als PDF
retrieval-conference-calendar = den Termin als Kalenderdatei
file-agenda = Tagesordnung.pdf
file-date = Termin.ics
file-minutes = Protokoll.pdf
refused-file-too-long = Diese Datei ist für den Raum zu groß. Bitte lassen Sie sie sich am Terminal ausgeben.
deed-file-sealed = Datei für den Raum verschlüsselt
deed-agenda-attached = Tagesordnung als Datei in den Raum gestellt
deed-date-attached = Termin als Kalenderdatei in den Raum gestellt
