# Receipts: what a client holds in their hands about a consent
receipt-title =
    { $stand ->
        [given] Quittung: Sie haben eingewilligt
        [expired] Quittung: Ihre Einwilligung ist abgelaufen
        [refused] Quittung: Sie haben Nein gesagt
        [withdrawn] Quittung: Die Einwilligung ist widerrufen
        [revoked] Quittung: Die Einwilligung ist beendet
        [invalidated] Quittung: Die Einwilligung ist ungültig
        [superseded] Quittung: Eine andere Einwilligung gilt jetzt
       *[other] Quittung: Sie wurden um eine Einwilligung gebeten
    }
receipt-heading-about = Was diese Quittung ist
receipt-heading-stand = Was jetzt gilt
receipt-heading-purpose = Wofür
receipt-heading-parties = Wer etwas erfahren darf, und von wem
receipt-heading-themes = Um welche Themen es geht
receipt-heading-actions = Was die Stelle tun darf
receipt-heading-period = Wie lange
receipt-heading-withdrawal = So widerrufen Sie
receipt-heading-rights = Ihre Rechte
receipt-heading-notice = Was Ihnen vorher gezeigt und gesagt wurde
receipt-heading-events = Was geschehen ist
receipt-heading-proof = So lässt sich diese Quittung prüfen
receipt-stand-requested =
    { $level ->
        [standard] Sie wurden am { $at } um diese Einwilligung gebeten und haben noch nicht entschieden. Sie gilt nicht.
       *[easy] Am { $at } haben wir Sie gefragt. Sie haben noch nicht geantwortet. Bis dahin darf die Stelle nichts lesen.
    }
receipt-stand-deferred =
    { $level ->
        [standard] Sie möchten seit { $at } noch darüber nachdenken. Die Einwilligung gilt nicht.
       *[easy] Am { $at } haben Sie gesagt: Ich denke noch nach. Bis dahin darf die Stelle nichts lesen.
    }
receipt-stand-recorded =
    { $level ->
        [standard] Ihre Erklärung wurde am { $at } aufgenommen. Sie gilt erst, wenn eine zweite Fachkraft sie bestätigt.
       *[easy] Am { $at } hat jemand Ihre Erklärung aufgeschrieben. Eine zweite Person muss sie noch prüfen. Bis dahin darf die Stelle nichts lesen.
    }
receipt-stand-given =
    { $level ->
        [standard] Sie haben am { $at } eingewilligt.
       *[easy] Am { $at } haben Sie Ja gesagt.
    }
receipt-stand-expired =
    { $level ->
        [standard] Die Einwilligung ist am { $at } abgelaufen. Sie gilt nicht mehr.
       *[easy] Die Zeit ist am { $at } zu Ende gegangen. Die Stelle darf nichts Neues mehr lesen.
    }
receipt-stand-refused =
    { $level ->
        [standard] Sie haben am { $at } Nein gesagt. Das hat keine Nachteile für Sie.
       *[easy] Am { $at } haben Sie Nein gesagt. Das ist in Ordnung. Sie bekommen trotzdem Hilfe.
    }
receipt-stand-withdrawn =
    { $level ->
        [standard] Die Einwilligung ist seit { $at } widerrufen. Sie gilt nicht mehr.
       *[easy] Seit { $at } gilt Ihr Ja nicht mehr. Die Stelle darf nichts Neues mehr lesen.
    }
receipt-stand-revoked =
    { $level ->
        [standard] Die Stelle hat die Einwilligung am { $at } beendet. Sie gilt nicht mehr.
       *[easy] Am { $at } hat die Stelle gesagt: Wir brauchen das nicht mehr. Die Stelle darf nichts Neues mehr lesen.
    }
receipt-stand-invalidated =
    { $level ->
        [standard] Die Einwilligung wurde am { $at } für ungültig erklärt. Sie gilt nicht mehr.
       *[easy] Am { $at } hat jemand geprüft und gesagt: Dieses Ja zählt nicht. Die Stelle darf nichts Neues mehr lesen.
    }
receipt-stand-superseded =
    { $level ->
        [standard] Die Einwilligung wurde am { $at } durch eine andere ersetzt. Diese hier gilt nicht mehr.
       *[easy] Seit { $at } gilt eine andere Erlaubnis. Diese hier gilt nicht mehr.
    }
receipt-stand-later = Sie gilt ab { $at }.
receipt-stand-not-now = Was weiter unten steht, beschreibt, worum es ging. Es erlaubt jetzt nichts.
receipt-made-at = Diese Quittung sagt, was am { $at } galt.
receipt-pseudonym = Ihr Fall heißt hier { $label }. Ihr Name steht nicht auf dieser Quittung.
receipt-recipient = Erfahren darf etwas: { $agency }, Funktion „{ $function }“.
receipt-recipient-person = Erfahren darf etwas: { $person } ({ $agency }, Funktion „{ $function }“), und sonst niemand dort.
receipt-released = Von der Schweigepflicht entbunden ist: { $person }, und sonst niemand.
receipt-sharing = Mitteilen darf etwas: { $agency }.
receipt-answer-yes =
    { $theme }: Ja{ $kind ->
        [special] {" "}(besonders geschützt, Art. 9 DSGVO)
       *[usual] {""}
    }
receipt-answer-ask =
    { $theme }: jedes Mal vorher fragen{ $kind ->
        [special] {" "}(besonders geschützt, Art. 9 DSGVO)
       *[usual] {""}
    }
receipt-answer-no = { $theme }: Nein
receipt-action-read = Mitlesen
receipt-action-write = Schreiben
receipt-action-attach = Dateien anhängen
receipt-action-attend = An Gesprächen teilnehmen
receipt-action-export = In die eigene Akte übernehmen
receipt-action-forward = Weitergeben
receipt-period = Die Einwilligung gilt von { $begins } bis { $ends }, wenn sie nicht früher endet.
receipt-review = Ob sie noch passt, wird spätestens am { $at } gemeinsam geprüft.
receipt-may-withdraw =
    { $level ->
        [standard] Sie können jederzeit widerrufen, ganz oder zum Teil und ohne Grund. Was die Stelle vorher rechtmäßig erfahren hat, bleibt davon unberührt und unterliegt weiter der Schweigepflicht.
       *[easy] Sie können Ihr Ja immer zurücknehmen. Sie müssen nicht sagen, warum. Was die Stelle schon gelesen hat, können wir nicht zurückholen. Sie darf es nicht weitersagen.
    }
receipt-rights =
    { $level ->
        [standard] Sie können Auskunft und eine Kopie verlangen, Falsches berichtigen, Daten löschen oder sperren lassen und sich beschweren (Art. 15 bis 18, 20 und 77 DSGVO; §§ 81, 83, 84 SGB X).
       *[easy] Sie dürfen fragen, was über Sie gespeichert ist. Sie bekommen eine Kopie. Was falsch ist, wird geändert. Was nicht mehr gebraucht wird, wird gelöscht. Sie dürfen sich beschweren.
    }
receipt-controller = Zuständig ist: { $name }. { $contact }
receipt-complaint = Beschweren können Sie sich hier: { $authority }
receipt-norms = Rechtsgrundlage der Einwilligung: { $norms }.
receipt-notice =
    Gezeigt wurde der Text „{ $template }“ in der Fassung { $version }, Sprache { $language }, { $level ->
        [easy] Leichte Sprache
        [simple] einfache Sprache
       *[standard] Standardsprache
    }.
receipt-sha256 = Prüfwert des Textes (SHA-256): { $sha256 }
receipt-told-purpose = Gesagt wurde, wofür die Daten gebraucht werden.
receipt-told-refusal = Gesagt wurde, dass ein Nein keine Nachteile hat.
receipt-told-withdrawal = Gesagt wurde, dass ein Widerruf jederzeit möglich ist.
receipt-event = { $at }: { $said }
receipt-event-requested = Um die Einwilligung wurde gebeten.
receipt-event-given =
    { $role ->
        [party] Eine sorgeberechtigte Person hat eingewilligt.
       *[client] Sie haben eingewilligt.
    }
receipt-event-recorded = Eine Fachkraft hat Ihre Erklärung aufgenommen.
receipt-event-confirmed = Eine zweite Fachkraft hat Ihre Erklärung bestätigt.
receipt-event-refused =
    { $role ->
        [party] Eine sorgeberechtigte Person hat Nein gesagt.
       *[client] Sie haben Nein gesagt.
    }
receipt-event-deferred =
    { $role ->
        [party] Eine sorgeberechtigte Person wollte noch darüber nachdenken.
       *[client] Sie wollten noch darüber nachdenken.
    }
receipt-event-withdrawn =
    { $role ->
        [client] Sie haben widerrufen.
        [party] Eine sorgeberechtigte Person hat widerrufen.
        [staff] Eine Fachkraft hat Ihren Widerruf festgehalten.
       *[door] Ihr Widerruf wurde festgehalten.
    }
receipt-event-revoked = Die Fallführung hat die Einwilligung beendet.
receipt-event-invalidated = Wer über den Datenschutz wacht, hat die Einwilligung für ungültig erklärt.
receipt-event-narrowed = Ein Teil wurde widerrufen. Das ist der Rest, der weiter gilt.
receipt-event-superseded = Eine andere Einwilligung hat diese ersetzt.
receipt-proof = Nummer der Quittung: { $receipt }. Nummer der Einwilligung: { $consent }.
receipt-key = Die Datei zu dieser Quittung ist mit dem Schlüssel { $key } unterschrieben. Ob sie echt und unverändert ist, zeigt der Befehl „fallraum receipt verify“ mit diesem Schlüssel, auch ohne Internet. Vergleichen Sie den Schlüssel mit dem, den die zuständige Stelle veröffentlicht.

# What is said where an operator has said nothing
receipt-contact = Bitte wenden Sie sich an Ihre Fallführung.
receipt-authority = die Datenschutzaufsicht, die für diese Stelle zuständig ist. Welche das ist, sagt Ihnen Ihre Fallführung.
receipt-withdrawal = Sagen oder schreiben Sie es irgendeiner Fachkraft, die an Ihrem Fall mitarbeitet. Sie muss es sofort festhalten.
receipt-storage = Gespeichert wird verschlüsselt auf dem Rechner dieses Fallraums.
receipt-retention = Aufbewahrt wird, bis der Fall abgeschlossen ist und gesetzliche Fristen abgelaufen sind.

# At the terminal
help-receipt = Quittungen über Einwilligungen
help-receipt-make = Macht eine unterschriebene Quittung über den jetzigen Stand einer Einwilligung.
help-receipt-file = Datei für die Quittung (JSON-LD); vorhandene Dateien werden nie überschrieben
help-receipt-pdf = Datei für die lesbare Quittung (barrierefreies PDF)
help-receipt-language = Sprache der Quittung; ohne Angabe die Sprache, in der gefragt wurde
help-receipt-key = Zeigt den öffentlichen Schlüssel, mit dem sich Quittungen dieses Fallraums prüfen lassen.
help-receipt-verify = Prüft eine Quittung. Das geht ohne Fallraum und ohne Internet, allein mit dem veröffentlichten Schlüssel.
help-receipt-given = Datei mit der Quittung
help-receipt-published = Veröffentlichter Schlüssel des Fallraums, von dem die Datei stammen soll
did-make-receipt = Die Quittung liegt in { $file }. Bitte gleich der Klientin oder dem Klienten geben und hier löschen.
receipt-how = Quittung für die Klientin oder den Klienten: „fallraum receipt make { $case } { $consent } --file quittung.json --pdf quittung.pdf“
receipt-holds = Die Quittung { $receipt } ist echt und unverändert. Sie sagt, was am { $at } galt.
receipt-changed = Diese Quittung wurde verändert oder ist beschädigt. Sie beweist nichts. Bitte von der zuständigen Stelle eine neue verlangen (Art. 15 DSGVO).
receipt-another-hub = Diese Quittung ist unverändert, aber nicht mit dem angegebenen Schlüssel unterschrieben. Bitte prüfen, ob der Schlüssel stimmt und von welcher Stelle sie stammt.
receipt-not-a-receipt = Diese Datei ist keine Quittung von Fallraum. Bitte die Datei mit der Endung .json prüfen, nicht das PDF.

refused-receipt-not-proven = Über die Einwilligung { $consent } kann keine Quittung ausgestellt werden: Was gespeichert ist, ist nicht das, was unterschrieben wurde (Art. 5 Abs. 1 Buchst. f, Art. 7 Abs. 1 DSGVO). Bitte nichts verändern, „fallraum audit verify“ aufrufen und die für den Datenschutz zuständige Person informieren.
refused-paper-not-printable = Das PDF kann nicht gedruckt werden: Für ein Zeichen darin gibt es hier keine Schrift, und ein Zeichen, das niemand lesen kann, macht es nicht barrierefrei (§ 3 BITV 2.0). Bitte ohne PDF weitergeben oder die fehlende Schrift einrichten.
refused-receipt-key-malformed = „{ $given }“ ist kein öffentlicher Schlüssel. Bitte den Schlüssel genau so angeben, wie ihn „fallraum receipt key“ zeigt (43 Zeichen).
refused-unknown-language = In der Sprache „{ $language }“ gibt es das nicht. Bitte „de“ oder „en“ wählen.
refused-nothing-of-theirs = Im Fall { $case } gibt es für diese Person nichts zu sehen: Sie spricht für niemanden (mehr), und keine Einwilligung oder Weitergabe betrifft sie selbst (§ 35 Abs. 1 SGB I; ab dem 18. Geburtstag § 2 BGB). Bitte prüfen, wer gemeint ist; „fallraum party list“ zeigt, wer für wen spricht.

# What a client sees of their own case, and takes away
export-title =
    { $reader ->
        [client] Ihre Daten im Fall { $label }
       *[other] Was Sie im Fall { $label } sehen dürfen
    }
export-introduction =
    { $reader ->
        [client] Diese Seite zeigt, was am { $at } über Ihren Fall gespeichert war und Sie sehen dürfen (Art. 15 und 20 DSGVO, § 83 SGB X).
       *[other] Diese Seite zeigt, was am { $at } im Fall { $label } gespeichert war und Sie sehen dürfen: was über Sie selbst gespeichert ist, wozu Sie für jemanden eingewilligt haben, und was darauf beruht (Art. 15 DSGVO, § 83 SGB X).
    }
export-pseudonym =
    { $reader ->
        [client] Ihr Fall heißt hier { $label }. Ihr Name steht nicht in diesem Archiv.
       *[other] Der Fall heißt hier { $label }, und Sie heißen hier { $pseudonym }. Ihr Name steht nicht in diesem Archiv.
    }
export-opened = Der Fall wurde am { $at } eröffnet.
export-reads = Was Fallraum im Raum schreibt, steht dort für Sie so: { $language }.
export-closed = Der Fall wurde am { $at } geschlossen.
export-files = Im selben Archiv liegen dieselben Angaben für Programme (export.json, beschrieben in export.schema.json) und alle Quittungen, die dazu ausgestellt wurden (Ordner receipts).
export-heading-places =
    { $reader ->
        [client] Wer an Ihrem Fall arbeitet und wer mitlesen darf
       *[other] Wer durch Ihre Einwilligung mitlesen darf oder durfte
    }
export-heading-stays = Wer wann in welchem Raum war
export-heading-consents =
    { $reader ->
        [client] Ihre Einwilligungen
       *[other] Einwilligungen, die Sie betreffen oder die Sie geben
    }
export-heading-notice = Dieser Text wurde Ihnen gezeigt
export-heading-elsewhere = Was hier nicht steht
export-elsewhere =
    { $reader ->
        [client] Was in den Räumen geschrieben wurde, kann Fallraum nicht lesen: Sie lesen es in Ihrem eigenen Programm. Was eine Stelle in ihrer eigenen Akte aufbewahrt, erfahren Sie bei dieser Stelle.
       *[other] Was in den Räumen geschrieben wurde, kann Fallraum nicht lesen. Was die Person, um deren Fall es geht, allein entscheidet, und womit sie sich vertraulich beraten lässt, gehört ihr (§ 8 Abs. 3 SGB VIII); ob es so etwas gibt, sagt diese Seite nie. Was eine Stelle in ihrer eigenen Akte aufbewahrt, erfahren Sie bei dieser Stelle.
    }
export-caption-places =
    { $reader ->
        [client] Beteiligte am Fall, nach Räumen, mit Grund und Ende ihres Zugangs
       *[other] Zugänge durch Ihre Einwilligung, mit Beginn und Ende
    }
export-caption-stays = Plätze in den Räumen, in der Reihenfolge ihres Beginns
export-column-who = Wer
export-column-room = Raum
export-column-since = am Fall seit
export-column-why = darf mitlesen, weil
export-column-now = Platz
export-column-offered = eingeladen
export-column-taken = im Raum seit
export-column-ended = Ende
export-column-consent = Einwilligung
export-part-client = Sie
export-part-lead = Fallführung
export-part-member = Mitarbeit
export-part-stranger = Eine Person, die nicht zum Fall gehört
export-own-case = es Ihr eigener Fall ist
export-no-right = darf nicht mitlesen
export-by-consent = eingewilligt wurde (Einwilligung { $consent }), bis { $until }
export-seat-joined = im Raum
export-seat-invited = eingeladen
export-seat-declined = abgelehnt oder selbst gegangen
export-seat-none = nicht im Raum
export-still = noch dabei
export-left = am { $at } selbst gegangen
export-ended = am { $at } aus dem Raum genommen
export-no-stays = Bisher war niemand im Raum.
export-no-consents = Es gibt noch keine Einwilligung.
export-consent = Einwilligung { $consent }
export-consent-titled = Einwilligung { $consent } – { $title }
export-not-proven = Was zu dieser Einwilligung gespeichert ist, ist nicht das, was unterschrieben wurde. Sie gibt niemandem Zugang. Bitte fragen Sie die Person, die für den Datenschutz zuständig ist.
export-heading-disclosures = Was neben den Räumen weitergegeben wurde
export-heading-guardianships = Wer für wen sprechen darf
export-heading-conferences = Fallkonferenzen
export-caption-disclosures = Weitergaben, älteste zuerst, mit ihrer Grundlage
export-caption-guardianships = Eingetragene Sorgeberechtigungen
export-caption-conferences = Fallkonferenzen, nach ihrem Beginn
export-column-right-since = Zugang ab
export-column-right = Grundlage und Ende
export-column-passed-at = wann
export-column-subject = über wen
export-column-sender = von wem
export-column-addressee = an wen
export-column-themes = Themen
export-column-ground = Grundlage
export-column-guardian = wer spricht
export-column-ward = für wen
export-column-custody = Sorge
export-column-until = bis
export-column-stand = Stand
export-column-begins = Beginn
export-column-minutes = Minuten
export-column-moderator = Moderation
export-column-topics = Gewünschte Themen
export-no-places = Durch Ihre Einwilligung hat bisher niemand Zugang.
export-stays-not-shown = Wer wirklich in einem Raum war und wann, steht nur in der Ansicht der Person, um deren Fall es geht: Die Räume gehören zu ihrem Fall.
export-no-disclosures = Hier ist keine Weitergabe verzeichnet.
export-right =
    { $now ->
        [true] darf mitlesen: Einwilligung { $consent }, bis { $until }
       *[false] darf jetzt nicht mitlesen: Einwilligung { $consent }, bis { $until }
    }
export-warning = Hinweis zum Kinderschutz an das Jugendamt
export-ground-consent = Einwilligung { $consent }.
export-released = Entbunden durch die Erklärung { $consent }.
export-disclosure-not-proven = Achtung: Was dazu gespeichert ist, hat niemand unterschrieben. Bitte fragen Sie die Person, die für den Datenschutz zuständig ist.
export-custody-sole = allein
export-custody-joint = gemeinsam
export-guardian-stands = gilt
export-guardian-waits = noch nicht bestätigt, gilt nicht
export-guardian-over = gilt nicht mehr
export-guardian-ended = am { $at } beendet
export-topics-not-readable = nicht mehr lesbar
help-case-export = Schreibt alles, was die Klientin oder der Klient vom eigenen Fall sehen darf, in ein Archiv (Art. 15 und 20 DSGVO, § 83 SGB X); mit „--for“ das, was eine andere Person auf ihrer oder seiner Seite sehen darf.
help-export-file = Datei für das Archiv (ZIP); vorhandene Dateien werden nie überschrieben
help-export-language = Sprache der lesbaren Seite; ohne Angabe die Sprache dieses Terminals
did-export-case =
    Das Archiv liegt in { $file }. Es ist nicht verschlüsselt: Bitte gleich { $reader ->
        [client] der Klientin oder dem Klienten
       *[other] der Person, für die es gemacht ist,
    } geben und hier löschen.
help-export-for = Für wen das Archiv ist: „client“ oder die ersten Zeichen einer Person. Sorgeberechtigte bekommen nur, was auf ihrer eigenen Einwilligung beruht.
help-receipt-at-once = Schreibt die Quittung für die Klientin oder den Klienten gleich in diese Datei.
