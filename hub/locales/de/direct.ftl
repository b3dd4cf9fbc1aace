# Direkträume
direct-greeting =
    Guten Tag. In diesem Raum schreibt Ihnen der Fallraum, und nur Ihnen. Sie selbst schreiben hier nicht, sondern reagieren auf diese Nachricht:

    🟢 Ich bin erreichbar (zwei Stunden)
    🟡 Ich bin beschäftigt (eine Stunde)
    🔴 Ich bin in einer Besprechung (anderthalb Stunden)
    ⚪ Das gilt nicht mehr
    👁 Wer mit mir einen Fall teilt, darf meine Erreichbarkeit sehen
    🙈 Niemand darf sie sehen
    👂 Der Fallraum darf hier mitlesen, damit er Befehle versteht
    🙉 Er darf es nicht mehr

    Wo Ihr Programm Reaktionen mit Text erlaubt, geht auch „bis 15:00“, „🟡 bis 15:00“, „weg bis 4.12.“ und 🏠 (wieder da).
    Eine Reaktion ist nicht verschlüsselt. Deshalb nehmen wir sie gleich wieder weg; war sie nicht zu verstehen, schreiben wir es Ihnen.
direct-plain-greeting = Guten Tag. In diesem Raum schreibt Ihnen der Fallraum, und nur Ihnen. Sie selbst schreiben hier nicht.
direct-together = Was Sie sich gewünscht haben, ist so weit: Alle sind jetzt gemeinsam erreichbar. (Diese Nachricht verschwindet in einigen Minuten.)
refused-reaction-not-understood = Diese Reaktion kennen wir hier nicht. Möglich sind 🟢, 🟡, 🔴, ⚪, 👁, 🙈, 👂 und 🙉, oder eine Uhrzeit von heute wie „bis 15:00“.
refused-reaction-too-late = Diese Reaktion kam zu spät an und gilt nicht. Bitte noch einmal reagieren.
help-professional-direct = Lädt eine Fachkraft in einen Raum ein, in dem der Fallraum nur ihr schreibt: Dort sagt sie durch Reaktionen, ob sie erreichbar ist, und dort bekommt sie Nachricht, wenn alle zugleich erreichbar sind.
did-open-direct-room = { $user } wird in einen Direktraum eingeladen.
