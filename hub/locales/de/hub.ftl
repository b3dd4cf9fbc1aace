# Voices in rooms
voice-steward = Fallraum
voice-conference = Fallraum · Konferenz
farewell = Die Beteiligung an diesem Raum ist beendet. Was bereits gelesen wurde, unterliegt weiter der Schweigepflicht.
departure = { $name } ({ $function }) gehört nicht mehr zu diesem Raum. Neue Nachrichten erreichen diese Person nicht.
agenda-title = Fallkonferenz { $case } · { $begins }–{ $ends } Uhr · Moderation: { $moderator }
agenda-arrival = Ankommen, Rollen, Verschwiegenheit, wer das Protokoll liest
agenda-client-view = Sicht und Wunsch der Klientin oder des Klienten
agenda-look-back = Was war vereinbart, was ist daraus geworden
agenda-news = Neues aus den Stellen (nur Neues, nur Nötiges)
agenda-assessment = Gemeinsame Einschätzung – auch wo wir uns nicht einig sind
agenda-goals = Ziele und Möglichkeiten (mindestens zwei)
agenda-decisions = Beschlüsse: wer, was, bis wann · Lücken im Angebot
agenda-feedback = Rückmeldung der Klientin oder des Klienten, nächster Termin
agenda-topics = Gewünschte Themen
minutes = { $minutes } min
