# Erinnerungen: was ansteht, in einem Wort; kein Name, keine Diagnose, keine Stelle
remind-r1 = Kooperationsplan fortschreiben
remind-r2 = Hilfeplan überprüfen
remind-r3 = Kollegiale Beratung zwischen zwei Hilfeplangesprächen
remind-r4 = Übergang vorbereiten: Wer ist danach zuständig?
remind-r5 = Kontakt in der Nachbetreuung
remind-r6 = Aufgabe
remind-r7 = Bericht zu einer Hilfe
remind-r8 = Längere Zeit kein Kontakt seit diesem Tag
remind-r9 = Eine Einwilligung endet
remind-r10 = Prüfen, ob alle noch am Fall mitarbeiten müssen
remind-r11 = Rückmeldung an die meldende Person
remind-r12 = Auskunft erteilen
remind-r13 = Datenpanne melden
remind-r14 = Aufgeschobene Information nachholen
remind-r15 = Freie Plätze neu angeben
remind-r16 = Zur Akte nehmen und löschen
remind-r17a = Fallkonferenz
remind-r17b = Protokoll der Fallkonferenz
remind-r18 = Rückmeldung zur Barrierefreiheit beantworten

digest-title = Guten Morgen. Daran möchten wir Sie erinnern:
digest-today = { $mark } Fall { $case }: { $what } – heute
digest-on = { $mark } Fall { $case }: { $what } – { $day }
digest-since = { $mark } Fall { $case }: { $what } – offen seit { $day }
digest-more = { $count ->
    [1] Noch ein weiterer Punkt folgt am nächsten Arbeitstag.
   *[other] Noch { $count } weitere Punkte folgen an den nächsten Arbeitstagen.
}
digest-hint-one = Reagieren Sie mit ✅ (erledigt), ⏰ (am nächsten Arbeitstag wieder) oder 🔕 (an so etwas nicht mehr erinnern).
digest-hint = Reagieren Sie mit der Nummer (erledigt) oder mit ⏰ (alles am nächsten Arbeitstag wieder).
direct-reminder-done = Festgehalten: erledigt. (Diese Nachricht verschwindet in einigen Minuten.)
direct-reminder-snoozed = Wir erinnern Sie am nächsten Arbeitstag wieder. (Diese Nachricht verschwindet in einigen Minuten.)
direct-reminder-muted = Daran erinnern wir Sie nicht mehr. Mit „fallraum remind mute --off“ gilt es wieder. (Diese Nachricht verschwindet in einigen Minuten.)

refused-kind-malformed = Diese Art von Erinnerung ist nicht lesbar: { $what }. Bitte die Datei dort berichtigen.
refused-reminders-not-for-you = Hier gibt es keine Erinnerungen für dieses Konto. Bitte nachsehen, ob es das richtige Konto und der richtige Fall ist.
refused-reminder-by-lead = Termine zum Erinnern legt im Fall { $case } die Fallführung fest. Bitte dort nachfragen.
refused-unknown-reminder-kind = Die Art { $kind } gibt es nicht. Bitte eine aus „fallraum remind kinds“ nehmen.
refused-reminder-has-source = An { $kind } erinnert der Fallraum von selbst. Bitte dort eintragen, wovon es handelt: eine Aufgabe, eine Hilfe, eine Fallkonferenz oder eine Einwilligung.
refused-reminder-day-unfit = Der Tag { $day } liegt zu weit weg. Bitte das Jahr prüfen.
refused-too-many-reminders = Im Fall { $case } sind schon { $most } Termine offen. Bitte erst einen davon mit „fallraum remind done“ abschließen.
refused-reminder-too-late = Mit dem Tag { $day } gäbe es nichts mehr, woran zu erinnern wäre. Bitte einen späteren Tag nehmen.
refused-unknown-reminder = Eine Erinnerung mit der Nummer { $number } gibt es für dieses Konto nicht. Bitte mit „fallraum remind list“ nachsehen.
refused-reminder-done-already = Das ist schon erledigt. Bitte mit „fallraum remind list“ nachsehen, was noch offen ist.
refused-reminder-not-yours = Das kann nur abhaken, wem es gehört. Bitte dort nachfragen.
refused-reminder-is-duty = An { $kind } erinnern wir immer, denn ein Gesetz verlangt es ({ $norm }). Bitte bei Bedarf mit ⏰ auf den nächsten Arbeitstag verschieben.
refused-reminder-not-in-digest = Diese Reaktion gehört zu keiner Erinnerung, die wir noch kennen. Bitte auf die Nachricht mit den Erinnerungen reagieren.
refused-reminder-which = Welcher Punkt gemeint ist, sagt die Nummer. Bitte mit 1️⃣ bis 9️⃣ reagieren.
refused-reminder-which-kind = In dieser Nachricht stehen mehrere Arten von Erinnerungen. Bitte die Art mit „fallraum remind mute“ angeben.
refused-reminder-settles-itself = Das lässt sich hier nicht abhaken: Die Erinnerung endet von selbst, sobald es geschehen ist. Bitte bei Bedarf mit ⏰ verschieben.

deed-reminder-set = Termin zum Erinnern festgelegt
deed-reminder-done = Termin zum Erinnern erledigt
deed-reminder-snoozed = Erinnerung verschoben
deed-reminder-muted = Art von Erinnerung abgestellt
deed-reminder-unmuted = Art von Erinnerung wieder angestellt
deed-reminder-said = erinnert

help-remind = Erinnerungen: Termine im Fall festlegen, nachsehen, abschließen.
help-remind-set = Legt einen Termin fest, an den erinnert wird. Das tut die Fallführung.
help-remind-list = Zeigt, woran jemand in einem Fall erinnert wird.
help-remind-done = Hält fest, dass ein Termin erledigt ist. Was wiederkehrt, kehrt wieder.
help-remind-snooze = Erinnert am nächsten Arbeitstag wieder.
help-remind-mute = Erinnert an eine Art von Dingen nicht mehr. Was ein Gesetz verlangt, lässt sich nicht abstellen.
help-remind-kinds = Zeigt die Arten von Erinnerungen.
help-remind-as = Für wen das geschieht: ein Konto
help-remind-kind = Die Art, wie sie „fallraum remind kinds“ zeigt
help-remind-day = Der Tag, von dem an gerechnet wird, etwa 2027-03-31
help-remind-number = Die Nummer aus „fallraum remind list“, ganz oder ihr Anfang
help-remind-off = Wieder daran erinnern
did-lay-down-reminder = Festgelegt: { $number }.
did-settle-reminder = Festgehalten: { $number }.
did-snooze-reminder = Wir erinnern am { $day } wieder.
did-mute-reminder = An { $kind } wird nicht mehr erinnert.
did-unmute-reminder = An { $kind } wird wieder erinnert.
title-reminders = Erinnerungen
empty-reminders = Hier gibt es nichts, woran zu erinnern wäre.
title-reminder-kinds = Arten von Erinnerungen
reminder-number = Nummer
reminder-what = woran
reminder-day = Tag
reminder-next = nächste Erinnerung
reminder-kind = Art
reminder-norm = verlangt von
reminder-by-hand = Termin festzulegen
reminder-yes = ja
