# Who leads a case: handing over, taking over, releasing, leaving

refused-hand-over-open = Im Fall { $case } ist die Fallführung schon jemandem angeboten. Bitte erst abwarten oder das Angebot mit „fallraum case decline“ beenden. „fallraum case lead“ zeigt es.
refused-hand-over-to-lead = { $name } führt den Fall { $case } schon. Bitte jemand anderen wählen.
refused-hand-over-to-oneself = Niemand nimmt sich die Fallführung selbst: Im Fall { $case } braucht es zwei verschiedene Personen. Bitte eine andere Fachkraft darum bitten, sie anzubieten.
refused-hand-over-not-by-you = Die Fallführung im Fall { $case } übergibt, wer sie hat, und nur diese Person sagt, ob sie danach selbst geht. Ist sie nicht erreichbar, kann jemand anderes sie anbieten: wer am Fall mitarbeitet oder über den Datenschutz wacht. Bitte eine solche Person darum bitten.
refused-hand-over-without-reason = Im Fall { $case } bietet hier jemand anderes als die Fallführung an. Das braucht einen Grund. Bitte mit „--without-lead“ wiederholen; der Grund wird erfragt und verschlüsselt gespeichert.
refused-hand-over-none = Im Fall { $case } ist gerade keine Übergabe der Fallführung offen. „fallraum case lead“ zeigt, was war. Bitte bei Bedarf mit „fallraum case hand-over“ neu anbieten.
refused-hand-over-not-for-you = Die Fallführung im Fall { $case } ist jemand anderem angeboten. „fallraum case lead“ zeigt, wem. Bitte diese Person darum bitten.
refused-hand-over-too-early = Die Fallführung im Fall { $case } wird ohne die bisherige Fallführung übergeben. Diese hat { $days } Tage Zeit, Nein zu sagen. „fallraum case lead“ zeigt, ab wann es geht. Bitte bis dahin warten; Widerrufe und Hinweise zum Kinderschutz brauchen keine Fallführung.
refused-hand-over-overtaken = Die Fallführung im Fall { $case } hat inzwischen jemand anderes: { $lead }. Bitte das alte Angebot mit „fallraum case decline“ beenden und neu anbieten lassen.
refused-hand-over-to-relieved = Die Mitarbeit am Fall { $case } wurde nach dem Angebot beendet. Bitte die Fallführung neu anbieten lassen.
refused-hand-over-not-to-end = Dieses Angebot beendet, wer es gemacht hat, wem es gilt, oder die Fallführung. Bitte eine dieser Personen darum bitten.
refused-not-involved = { $name } arbeitet nicht am Fall { $case } mit. Es ist nichts weiter nötig.
refused-lead-not-relieved = { $name } führt den Fall { $case }. Bitte zuerst mit „fallraum case hand-over“ die Fallführung übergeben; mit „--leave“ endet dabei auch die Mitarbeit.
refused-relieve-not-by-you = Die Mitarbeit von { $name } am Fall { $case } beendet die Person selbst oder die Fallführung. Bitte eine von beiden darum bitten.
refused-professional-left = { $name } hat die Stelle verlassen. Mit diesem Schlüssel wird nichts mehr unterschrieben; was vorher unterschrieben wurde, gilt weiter. Wer an anderer Stelle arbeitet, wird mit einer neuen Matrix-Adresse neu eingetragen.

did-offer-lead = { $name } ist die Fallführung im Fall { $case } angeboten, bis { $until }. Bis zur Annahme ändert sich nichts. Annehmen: „fallraum case take-over { $case } --key …“ mit dem eigenen Schlüssel.
did-offer-lead-later = { $name } ist die Fallführung im Fall { $case } angeboten. Annehmen geht ab { $begins } und bis { $until }; bis dahin kann die bisherige Fallführung mit „fallraum case decline“ Nein sagen. Im Raum wird es angekündigt.
did-take-over = Ab jetzt führt { $name } den Fall { $case }. Im Raum wird es der Klientin oder dem Klienten gesagt.
did-end-hand-over =
    { $deed ->
        [withdrawn] Das Angebot der Fallführung im Fall { $case } ist zurückgenommen.
       *[declined] Das Angebot der Fallführung im Fall { $case } ist abgelehnt.
    } Es bleibt, wie es war.
did-relieve = { $name } arbeitet nicht mehr am Fall { $case } mit und hat ab sofort keinen Zugang mehr.
consent-outlasts = Was für „{ $agency } / { $function }“ eingewilligt ist, gilt weiter, bis es abläuft oder widerrufen wird.
did-leave = { $name } hat die Stelle verlassen: ab sofort ohne Zugang zu allen Fällen, und mit dem Schlüssel wird nichts mehr unterschrieben. Das Matrix-Konto selbst bleibt; bitte auf dem Homeserver abschalten.
case-without-lead = Achtung: Den Fall { $case } führt niemand. Bitte jemanden suchen. Wer am Fall mitarbeitet oder über den Datenschutz wacht, bietet die Fallführung mit „fallraum case hand-over { $case } --without-lead“ an.
lead-is-offered = Die Fallführung ist { $name } angeboten, bis { $until }.

# Who leads since when
title-leads = Fallführung
empty-leads = Zu diesem Fall gibt es keine Fallführung.
title-hand-overs = Übergaben der Fallführung
column-lead = Fallführung
column-led-since = seit
column-led-until = bis
column-offered-by = angeboten von
column-offered-to = angeboten
column-offered-at = am
column-offer-ends = annehmbar
column-offer-stand = Stand
column-offer-reason = Grund
offer-from-until = ab { $begins }, bis { $until }
offer-open = offen
offer-over = abgelaufen
offer-accepted = angenommen { $at }
offer-declined = abgelehnt { $at }
offer-withdrawn = zurückgenommen { $at }
offer-unproven = stimmt nicht mit Unterschrift oder Nachweis überein
export-heading-leads = Wer den Fall führt
export-caption-leads = Wer Ihren Fall führt und wer ihn vorher geführt hat
export-column-leads-since = seit
export-column-leads-until = bis
audit-contradicted-hand-over = Was zur Übergabe { $name } der Fallführung im Fall { $case } gespeichert ist, ist nicht von beiden unterschrieben oder stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Wer führt, steht im Nachweis. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.

help-case-hand-over = Bietet jemandem die Fallführung an. Sie geht erst mit der Annahme über.
help-hand-over-to = Wem sie angeboten wird (Matrix-Adresse)
help-hand-over-leave = Beendet mit der Übergabe auch die eigene Mitarbeit am Fall
help-hand-over-without-lead = Die Fallführung ist nicht erreichbar: Jemand anderes bietet an; fragt nach dem Grund
ask-hand-over-reason = Warum ohne die bisherige Fallführung, in einem Satz (wird verschlüsselt gespeichert):
help-case-take-over = Nimmt die angebotene Fallführung an: ab diesem Augenblick.
help-case-decline = Lehnt die angebotene Fallführung ab oder nimmt das Angebot zurück. Wer den Fallraum betreibt, trägt das ein; dafür braucht es keinen Schlüssel.
help-case-relieve = Beendet die Mitarbeit einer Fachkraft am Fall. Sie verlässt sofort alle Räume. Wer den Fallraum betreibt, trägt das ein; dafür braucht es keinen Schlüssel.
help-case-lead = Zeigt, wer den Fall seit wann führt, und alle Übergaben.
help-professional-leave = Hält fest, dass eine Fachkraft ihre Stelle verlässt: Sie ist sofort aus allen Fällen, ihr Schlüssel gilt nicht mehr. Wer den Fallraum betreibt, trägt das ein; dafür braucht es keinen Schlüssel.
