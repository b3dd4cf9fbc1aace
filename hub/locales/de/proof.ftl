# What the chain tells otherwise
refused-consent-contradicted = Was zu dieser Einwilligung gespeichert ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Deshalb kann sie nicht mehr gegeben werden (Art. 7 Abs. 1 DSGVO: Eine Einwilligung muss nachweisbar sein). Bitte informieren Sie die für den Datenschutz zuständige Person und fragen Sie eine neue Einwilligung an.
audit-contradicted = Was zur Einwilligung { $consent } gespeichert ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Sie gibt niemandem Zugang. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
state-contradicted = unstimmig: Der Nachweis sagt etwas anderes
because-contradicted = – (kein Zugang; unstimmig: Der Nachweis sagt etwas anderes)
audit-contradicted-case = Wer im Fall { $case } die Hauptperson ist oder ob er noch offen ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert. Unter diesem Konto bekommt niemand einen Platz. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
audit-contradicted-lost = Der Fall mit der Kennung { $name } fehlt, obwohl ihn nach dem Nachweis niemand gelöscht hat. In seinen Räumen wird niemand mehr aufgenommen und niemand herausgenommen. Bitte nichts verändern, die Datenbank aus der Sicherung wiederherstellen und die für den Datenschutz zuständige Person informieren.
audit-contradicted-professional = Was zur Fachkraft { $name } gespeichert ist, stimmt nicht mit dem Nachweis überein: Jemand hat Stelle, Einheit, Funktion, Konto oder Zuständigkeit verändert. Daraus folgt kein Recht mehr. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
audit-contradicted-part = Dass { $name } am Fall { $case } mitarbeitet, stimmt nicht mit dem Nachweis überein. Daraus folgt kein Zugang. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
audit-contradicted-agency = Was für eine Stelle { $name } ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert. An sie und von ihr kann nichts mehr weitergegeben werden. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
refused-professional-contradicted = Was zu dieser Fachkraft gespeichert ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert. Stelle, Funktion und Zuständigkeit müssen feststehen, bevor etwas weitergegeben wird (§ 35 Abs. 1 SGB I, § 67d Abs. 1 SGB X). Bitte nichts verändern, „fallraum audit verify“ aufrufen und die für den Datenschutz zuständige Person informieren.
refused-case-contradicted = Wer am Fall { $case } mitarbeitet, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert. Deshalb steht nicht fest, wer für die Daten verantwortlich ist (Art. 5 Abs. 2 DSGVO), und es gibt keine Quittung. Bitte nichts verändern, „fallraum audit verify“ aufrufen und die für den Datenschutz zuständige Person informieren.

# Checkpoints
up-notary-waits = Solange der Schlüssel fehlt, wird der Nachweis nicht beglaubigt.
up-chain-broken = Achtung: Der Nachweis ist ab Eintrag { $number } nicht mehr verlässlich und wird nicht mehr beglaubigt. Bitte nichts verändern, den Datenordner sichern, „fallraum audit verify“ aufrufen und die für den Datenschutz zuständige Person informieren.
audit-attested = Beglaubigt bis Eintrag { $number }, am { $at }
audit-agrees = Die anderswo aufbewahrte Beglaubigung bis Eintrag { $number } vom { $at } stimmt mit dem Nachweis überein.
audit-not-attested = Es gibt keine Beglaubigung, oder der Schlüssel fehlt, um sie zu prüfen. „fallraum audit checkpoint“ beglaubigt den Nachweis.
audit-checkpoint-differs = Hier steht etwas anderes, als beglaubigt wurde. Der Nachweis wurde neu geschrieben oder abgeschnitten
audit-checkpoint-forged = Hier steht eine Beglaubigung, die nicht von diesem Fallraum ist
did-attest = Der Nachweis ist bis Eintrag { $number } beglaubigt. Die Beglaubigung liegt in { $file }. Bitte anderswo aufbewahren, am besten bei der für den Datenschutz zuständigen Person. Geprüft wird mit „fallraum audit verify --against“.
refused-nothing-to-attest = Hier wurde noch nichts getan, also gibt es nichts zu beglaubigen. Bitte später noch einmal.
refused-no-checkpoint = Die Datei enthält keine Beglaubigung. Bitte die Datei nennen, die „fallraum audit checkpoint --file“ geschrieben hat.
refused-checkpoint-not-signed = Die Unterschrift dieser Beglaubigung passt nicht: Die Datei wurde verändert. Bitte eine unveränderte Fassung nehmen und die für den Datenschutz zuständige Person informieren.
refused-checkpoint-of-another-hub = Diese Beglaubigung ist von einem anderen Fallraum. Über diesen hier sagt sie nichts. Bitte die richtige Datei nehmen oder mit --data den richtigen Ordner nennen.
help-audit-checkpoint = Prüft den Nachweis, beglaubigt ihn mit der Unterschrift dieses Fallraums und gibt die Beglaubigung aus. Sie gehört an einen anderen Ort, am besten zur für den Datenschutz zuständigen Person.
help-checkpoint-file = Schreibt die Beglaubigung in diese Datei statt auf den Bildschirm
help-against = Datei mit einer Beglaubigung, die anderswo aufbewahrt wurde

# Who looked at what
title-retrievals = Wer hat sich etwas zeigen lassen
empty-retrievals = In den letzten sechs Monaten hat sich niemand etwas zu diesem Fall zeigen lassen. Ältere Einträge sind gelöscht (§ 79 Abs. 4 SGB X).
column-at = wann
column-actor = wer
column-deed = was
retrieval-case-shown = den Fall und die Beteiligten
retrieval-consent-shown = die Einwilligungen
retrieval-case-exported = alles, was die Klientin oder der Klient vom eigenen Fall sieht
retrieval-consent-previewed = wer durch eine Einwilligung dazukäme oder ginge
retrieval-party-shown = die Personen auf der Seite der Klientin oder des Klienten
retrieval-disclosure-shown = die Weitergaben, die diese Person lesen darf
help-audit-retrievals = Zeigt, wer sich in den letzten sechs Monaten etwas zu einem Fall hat zeigen lassen.

# Weitergaben, die nicht stimmen
audit-doubtful-disclosure = Was zur Weitergabe { $disclosure } gespeichert ist, oder zu dem, was auf sie folgte, ist nicht unterschrieben oder stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Niemand bekommt sie zu lesen. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.

# What was done
title-acts = Was im Fall getan wurde
empty-acts = In diesem Fall wurde noch nichts getan.
column-target = woran
column-basis = Grundlage
column-act-because = weil
act-because = { $cause } ({ $seconds } s)
retrieval-audit-shown = was im Fall getan wurde
help-audit-show = Zeigt, was in einem Fall getan wurde: wer, was, auf welcher Grundlage, weshalb und wie schnell (mit „--side“ nur Gespräche unter vier Augen).
