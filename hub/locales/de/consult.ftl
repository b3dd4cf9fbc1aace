# Specialist questions: asked with pseudonyms, answered into the case
way-consult = Frage an eine Fachkraft, pseudonymisiert
export-pseudonymised = { $themes } (ohne Namen: eine Fachkraft wurde um Rat gefragt und erfährt nicht, um wen es geht)
room-of-consult = { $room } (Frage an eine Fachkraft)
role-specialist = wird um Rat gefragt, gehört nicht zum Fall
because-consulting = Frage an eine Fachkraft, ohne Namen; gilt bis { $until }
retrieval-consult-shown = die Fragen an Fachkräfte, die diese Person lesen darf
audit-contradicted-question = Was zur Frage { $name } an eine Fachkraft im Fall { $case } gespeichert ist, oder zur Antwort darauf, ist nicht unterschrieben oder stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Sie gibt niemandem Zugang. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.

help-consult = Fachkräfte um Rat fragen, ohne Namen zu nennen
help-consult-ask = Fragt eine Fachkraft um Rat. Sie liest einen Auszug ohne Namen und erfährt nicht, um welchen Fall es geht. Themen, Grund, Frage und Auszug werden erfragt.
help-consult-list = Zeigt, was die Person mit diesem Schlüssel gefragt hat und wozu sie gefragt ist.
help-consult-show = Zeigt eine Frage mit ihrem Auszug und, wer gefragt hat, auch die Antwort.
help-consult-answer = Beantwortet eine Frage. Damit endet der Zugang zu ihr.
help-consult-withdraw = Nimmt eine Frage zurück oder gibt sie unbeantwortet zurück.
help-consult-to = Wer gefragt wird (Matrix-Adresse)
help-consult-days = Wie viele Tage die Frage offen ist, höchstens 28
help-consult-into = In welchen Raum des Falls die Antwort kommt: zu den Fachkräften unter sich („team“) oder in den Raum mit der Klientin oder dem Klienten („client“)
help-consult-norm = Auf welcher Norm die Frage beruht; ohne Angabe wird eine für Beratung durch erfahrene Fachkräfte gesucht
help-consult-untold = Die Klientin oder der Klient soll in der eigenen Ansicht nichts von der Frage lesen; der Grund wird erfragt
help-question = Nummer der Frage (der Anfang genügt)

ask-consult-question = Die Frage in einem Satz, ohne Namen (wird verschlüsselt gespeichert):
ask-consult-excerpt = Der Auszug ohne Namen, ein Absatz je Zeile; eine leere Zeile beendet ihn:
ask-consult-read-again = Gefunden wurde kein bekannter Name. Wer es war, kann trotzdem aus dem Erzählten hervorgehen. Haben Sie Frage und Auszug noch einmal gelesen, und ist niemand zu erkennen? (ja/nein)
ask-consult-untold = Warum die Klientin oder der Klient davon nichts lesen soll (wird verschlüsselt gespeichert):
ask-consult-answer = Die Antwort, ein Absatz je Zeile; eine leere Zeile beendet sie:

did-ask-specialist = Die Frage { $question } ist gestellt und bis { $until } offen. Für Sie beide entsteht ein eigener Raum. Die Antwort kommt in den Fall, wenn es den gewählten Raum dann gibt, und steht immer in „fallraum consult show { $question }“.
did-answer-question = Die Antwort auf { $question } ist festgehalten. Damit endet der Zugang zu Frage und Raum. Vielen Dank.
did-withdraw-question = Die Frage { $question } ist beendet. Ihr Raum ist für beide geschlossen.
title-consults = Fragen an Fachkräfte
empty-consults = Es gibt keine Frage, die diese Person lesen darf.
column-question = Frage
column-consult-part = Sie
column-consult-other = mit
column-asked-at = gestellt
column-asked-until = offen bis
consult-part-asker = fragen
consult-part-specialist = werden gefragt
consult-state-open = offen
consult-state-over = vorbei
consult-state-answered = beantwortet
consult-state-withdrawn = zurückgenommen
consult-said-question = Frage: { $question }
consult-said-excerpt = Auszug, { $number }: { $paragraph }
consult-said-answer = Antwort, { $number }: { $paragraph }
consult-not-readable = Was gefragt wurde, lässt sich nicht mehr lesen.

refused-consult-colleague = { $name } arbeitet am Fall { $case } mit oder hat es getan und wüsste, um wen es geht. Um Rat gefragt wird jemand von außerhalb. Bitte eine andere Fachkraft wählen.
refused-consult-too-long = Eine Frage ist mindestens einen und höchstens { $days } Tage offen. Bitte „--days“ anpassen.
refused-consult-unbound = Ihre Stelle oder die von { $name } hat die Vereinbarung des Netzwerks nicht anerkannt. Ohne sie gibt es keinen Platz in einem Raum. Bitte eine andere Fachkraft wählen oder „fallraum charter“ ansehen.
refused-consult-words = Frage, Auszug und Antwort brauchen mindestens einen und höchstens { $most } Absätze. Bitte ergänzen oder kürzen.
refused-consult-without-norm = Zurzeit gilt keine Norm, die für Beratung durch erfahrene Fachkräfte gemacht ist. Bitte mit „--norm“ eine andere angeben; „fallraum law list“ zeigt sie.
refused-consult-not-yours = Diese Frage beantwortet nur, wer gefragt wurde. Wer sie gestellt hat, kann sie zurücknehmen („fallraum consult withdraw“).
refused-consult-over = Diese Frage ist beendet. Bitte bei Bedarf eine neue stellen.
refused-unknown-question = Eine Frage „{ $question }“, die Sie lesen dürfen, gibt es nicht. Bitte die Nummer prüfen; „fallraum consult list“ zeigt Ihre Fragen, solange sie offen sind.
refused-excerpt-not-read = Die Frage wurde nicht gestellt. Bitte Frage und Auszug noch einmal lesen und alles ändern, woran jemand zu erkennen ist.
refused-excerpt-unsearched = Im Fall { $case } lässt sich ein Name nicht mehr lesen, also auch nicht im Auszug suchen. Bitte die für den Datenschutz zuständige Person informieren.
refused-excerpt-not-pseudonymised =
    In Frage oder Auszug steht noch { $trace ->
        [client] der Name der Klientin oder des Klienten oder ein Teil davon
        [party] der Name eines Elternteils, eines Kindes oder einer anderen Person auf ihrer Seite
        [birthday] ein Geburtstag
        [label] die Bezeichnung des Falls
        [professional] der Name einer Fachkraft, die am Fall mitarbeitet oder es getan hat
        [agency] der Name einer Stelle, die am Fall mitarbeitet oder es getan hat
        [address] eine Adresse (E-Mail, Matrix oder Internet)
       *[number] eine Telefon-, Akten- oder Kontonummer
    }. Die Fachkraft darf nicht erfahren, um wen es geht (§ 4 Abs. 2 KKG, § 64 Abs. 2a SGB VIII). Bitte ersetzen, zum Beispiel durch „das Kind“ oder „A.“.

# What is posted
roster-consult = In diesem Raum wird eine Fachkraft um Rat gefragt. Namen und Fall werden hier nicht genannt. Dabei sind:
roster-consulting = { $name }, { $agency }, { $function }: { $seat }, bis { $until }
consult-asked = Gefragt wird:
consult-how = Bitte auch hier niemanden nennen, um den es geht. Die Antwort gibt „fallraum consult answer“; danach ist dieser Raum für beide geschlossen.
