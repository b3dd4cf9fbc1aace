# Der eigene Raum: die Klientin oder der Klient allein mit dem Fallraum
deed-own-wanted = Eigener Raum gewünscht
deed-own-unwanted = Eigener Raum nicht mehr gewünscht
help-own-room = Sagt, ob die Klientin oder der Klient einen eigenen Raum möchte, in dem nur der Fallraum mit ihr oder ihm spricht; ohne Angabe zeigt es das.
help-own-room-wish = on (möchte ihn, auch noch einmal nach dem Verlassen) oder off (nicht mehr)
help-own-room-as = Wer das sagt: Matrix-Adresse der Fallführung oder „client“ für die Klientin oder den Klienten
did-own-room-on = Im Fall { $case } ist ein eigener Raum gewünscht. Die Klientin oder der Klient wird eingeladen; keine Fachkraft kann dazukommen.
did-own-room-off = Im Fall { $case } ist kein eigener Raum mehr gewünscht. Dort wird nichts mehr gesagt.
own-room-on = Fall { $case }: ein eigener Raum ist gewünscht.
own-room-off = Fall { $case }: kein eigener Raum gewünscht.
refused-own-room-not-for-you = Für diese Person gibt es hier nichts zu lesen oder einzutragen. Das ist Sache der Klientin oder des Klienten und der Fallführung.
refused-own-room-unwanted-already = Im Fall { $case } ist kein eigener Raum gewünscht.
