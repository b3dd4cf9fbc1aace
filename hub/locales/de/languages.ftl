# In welcher Sprache die Klientin oder der Klient liest, was im Raum gesagt wird
help-case-language = Sagt, in welcher Sprache die Klientin oder der Klient liest, was Fallraum im Raum schreibt; ohne Sprache zeigt es sie.
help-case-language-spoken = Sprache: de, de-simple (einfache Sprache), en, tr, ar, uk oder ru
help-case-language-as = Wer das sagt: Matrix-Adresse der Fallführung oder „client“ für die Klientin oder den Klienten
did-note-language = Im Fall { $case } schreibt Fallraum der Klientin oder dem Klienten im Raum jetzt so: { $language }. Ist es nicht Deutsch, steht Deutsch weiter darüber.
case-language-is = Fall { $case }: { $language }
language-de = Deutsch
language-de-simple = einfaches Deutsch
language-en = Englisch
language-tr = Türkisch
language-ar = Arabisch
language-uk = Ukrainisch
language-ru = Russisch
retrieval-case-language = die Sprache der Klientin oder des Klienten
refused-language-not-for-you = Für diese Person gibt es hier nichts zu lesen oder einzutragen. Die Sprache kennen die Klientin oder der Klient und wer am Fall mitarbeitet und nach der Einwilligung hören darf, was alle betrifft. Ob eine Einwilligung fehlt, weiß die Fallführung.
refused-language-by-lead-or-client = Das sagt die Klientin oder der Klient selbst oder die Fallführung. Bitte wenden Sie sich dorthin.
refused-unknown-client-language = In dieser Sprache schreibt Fallraum nicht. Möglich sind: { $known }. Für andere Sprachen bitte jemanden dolmetschen lassen; „fallraum conference prepare --language“ hält es fest.
