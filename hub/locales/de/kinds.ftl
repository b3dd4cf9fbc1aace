# Kinds of rooms: professionals among themselves, and the client with one other alone
help-team = Die Fachkräfte dürfen sich über das, was alle betrifft, auch ohne die Klientin oder den Klienten absprechen, in einem eigenen Raum
refused-team-otherwise = Absprachen der Fachkräfte untereinander gibt es nur über das, was alle betrifft: zu einer Einwilligung der Klientin oder des Klienten in die Weitergabe („share“) mit „organisation=yes“ und ohne einzelne sendende Stellen. Bitte „organisation=yes“ angeben oder „--team“ weglassen.
refused-notice-without-rooms = Der gezeigte Text sagt nichts von Räumen ohne die Klientin oder den Klienten oder mit ihr oder ihm allein. Bitte die neuere Fassung zeigen (ab Fassung { $version }).
receipt-team = Die Fachkräfte, in deren Mitarbeit Sie so eingewilligt haben, dürfen sich über das, was alle betrifft, auch ohne Sie untereinander absprechen. Dafür gibt es einen eigenen Raum. Wer darin ist, können Sie jederzeit erfahren.
help-alone = Die mit „--person“ genannte Person spricht mit der Klientin oder dem Klienten allein; niemand sonst bemerkt es
help-side = Zeigt stattdessen nur, was nur die Klientin oder den Klienten und eine einzelne Person angeht (Gespräche unter vier Augen). Wer danach fragt, wird sechs Monate lang vermerkt.
refused-alone-otherwise = Ein Gespräch unter vier Augen ist eine Einwilligung der Klientin oder des Klienten in die Weitergabe („share“), ohne einzelne sendende Stellen und ohne „--team“. Bitte das andere getrennt aufnehmen.
refused-alone-without-person = Unter vier Augen spricht eine bestimmte Person. Bitte sie mit „--person“ nennen.
refused-consent-for-two = Was jemand unter vier Augen sagt, wird nicht weitergegeben. Bitte die Person selbst fragen.
receipt-alone = Diese Person darf mit Ihnen allein sprechen, in einem Raum, den nur Sie beide sehen. Keine andere Stelle erfährt, dass es ihn gibt, und diese Person erfährt dadurch nichts von anderen Stellen.
role-adviser = im Gespräch unter vier Augen
empty-roster = Hier gibt es nichts zu zeigen.
column-corner = Seite
retrieval-side-shown = die Gespräche unter vier Augen
export-room-team = { $room } (die Fachkräfte unter sich, ohne Sie)
export-room-side = { $room } (unter vier Augen mit Ihnen)
export-room-own = { $room } (nur für Sie, mit dem Fallraum)
export-part-adviser = spricht mit Ihnen allein
room-of-team = { $room } (Fachkräfte unter sich)
room-of-side = { $room } (unter vier Augen)
room-of-own = { $room } (Klientin oder Klient mit dem Fallraum allein)
seat-since = { $seat }, seit { $since }

# What is posted in a room about who is there
roster-team = In diesem Raum sind die Fachkräfte unter sich, so wie eingewilligt wurde. Dabei sind:
