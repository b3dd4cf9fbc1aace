# Kinds of rooms: professionals among themselves, and the client with one other alone
help-team = Die Fachkräfte dürfen sich über das, was alle betrifft, auch ohne die Klientin oder den Klienten absprechen, in einem eigenen Raum
refused-team-otherwise = Absprachen der Fachkräfte untereinander gibt es nur über das, was alle betrifft: zu einer Einwilligung der Klientin oder des Klienten in die Weitergabe („share“) mit „organisation=yes“ und ohne einzelne sendende Stellen. Bitte „organisation=yes“ angeben oder „--team“ weglassen.
refused-notice-without-rooms = Der gezeigte Text sagt nichts von Räumen ohne die Klientin oder den Klienten oder mit ihr oder ihm allein. Bitte die neuere Fassung zeigen (ab Fassung { $version }).
receipt-team = Die Fachkräfte, in deren Mitarbeit Sie so eingewilligt haben, dürfen sich über das, was alle betrifft, auch ohne Sie untereinander absprechen. Dafür gibt es einen eigenen Raum. Wer darin ist, können Sie jederzeit erfahren.
