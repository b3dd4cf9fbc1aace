# As in de, in plain German (Einfache Sprache): short sentences, one thought each.

# The agenda
agenda-title = { $name } · { $begins } bis { $ends } Uhr · Das Gespräch leitet: { $moderator }
agenda-nobody = noch niemand
agenda-present = Es kommen: { $people }
agenda-missing = Es fehlt: { $sides }
agenda-topics = Darüber möchten wir sprechen
agenda-unsaid = Thema von { $name } ({ $function }): Das hören wir im Gespräch.
agenda-unsaid-client = Ihr Thema: Das hören wir im Gespräch von Ihnen.
agenda-how = Möchten Sie auch über etwas sprechen? Dann antworten Sie auf diese Nachricht mit dem Zeichen ➕. Das geht bis { $until } Uhr. Worum es geht, sagen Sie erst im Gespräch. Nehmen Sie das Zeichen wieder weg? Dann gilt es nicht mehr. Die Zeichen sind nicht verschlüsselt. Aber Ihr Thema steht nicht darin.
agenda-too-long = Der Plan für das Gespräch ist zu lang für eine Nachricht. Darum fehlt hier etwas. Themen, über die jemand sprechen möchte: { $topics }. Bitte lassen Sie sich zeigen, was fehlt.
agenda-arrival = Ankommen. Wer macht heute was? Alles bleibt unter uns. Wer liest, was wir aufschreiben?
agenda-client-view = Sie sprechen zuerst: Wie sehen Sie es? Was wünschen Sie sich?
agenda-look-back = Was haben wir das letzte Mal ausgemacht? Was ist daraus geworden?
agenda-news = Was gibt es Neues von den Ämtern und Helfern?
agenda-assessment = Wie sehen wir es zusammen? Wo sind wir nicht einer Meinung?
agenda-goals = Was wollen wir erreichen? Welche Wege gibt es? (Mindestens zwei)
agenda-decisions = Was machen wir jetzt? Wer macht es? Bis wann? Welche Hilfe fehlt?
agenda-feedback = Wie war es für Sie? Wann treffen wir uns wieder?
agenda-roles = Wer leitet das Gespräch? Wer erzählt? Wer achtet auf die Zeit?
agenda-giver-tells = Jemand erzählt, worum es geht. Ohne echte Namen.
agenda-questions = Fragen, damit alle es verstehen
agenda-hypotheses = Was könnte der Grund sein?
agenda-comment = Was sagt die Person dazu, die erzählt hat?
agenda-proposals = Was würde ich tun?
agenda-choice = Was davon ist gut für uns?
agenda-exchange = Was haben wir gelernt?
minutes = { $minutes } { $minutes ->
        [one] Minute
       *[other] Minuten
    }
item-in-writing = wir schreiben uns
who-round = eine Stelle nach der anderen spricht
who-giver = es spricht, wer erzählt
who-others = wer erzählt hat, hört jetzt zu
corner-client = Sie
corner-payer = Amt, das die Hilfe bezahlt
corner-provider = Stelle, die Ihnen hilft
corner-outside = andere Stelle

# How a case conference goes
conference-name = Gemeinsames Gespräch { $case }
conference-name-consultation = Gespräch unter Fachleuten
conference-begins = Wir fangen an: { $item } ({ $minutes })
conference-moved = { $name }: Der Termin ist jetzt an einem anderen Tag oder zu einer anderen Zeit. Es beginnt am { $begins } Uhr. Der Grund: { $reason }
conference-cancelled = { $name }: Der Termin am { $begins } Uhr findet nicht statt. Der Grund: { $reason }
conference-is-over = Das Gespräch ist zu Ende. Vielen Dank.
item-now = Jetzt kommt Punkt { $number }: { $item } ({ $minutes })
item-hands = Möchten Sie etwas sagen? Dann antworten Sie auf den Punkt, über den wir gerade sprechen, mit dem Zeichen ✋. Wer das Gespräch leitet, sieht das und ruft Sie auf. Nehmen Sie das Zeichen wieder weg? Dann gilt es nicht mehr. Beim nächsten Punkt gilt es auch nicht mehr. Die Zeichen sind nicht verschlüsselt.
item-following = Danach kommt: { $item }
item-order = So ist die Reihenfolge: { $people }
item-almost-over = Noch zwei Minuten für Punkt { $number }: { $item }.
replies-missing =
    { $count ->
        [one] Es fehlt noch eine Antwort. Sie gehört zu Punkt { $items }.
       *[other] Es fehlen noch { $count } Antworten. Sie gehören zu den Punkten { $items }.
    }
poll-title = { $name }: Wann haben Sie Zeit?
poll-how = Bitte sagen Sie zu jedem Termin: ja, zur Not oder nein. Danach legen wir einen Termin fest. Sie können auch mit den Zeichen 1️⃣, 2️⃣ … antworten. Das Zeichen heißt: ja. Nehmen Sie das Zeichen wieder weg? Dann gilt Ihr Ja nicht mehr. Die Zeichen sind nicht verschlüsselt. Aber der Termin steht nicht darin.

# The minutes
minutes-title = Das haben wir besprochen: Gemeinsames Gespräch { $case } · { $begins } bis { $ends } Uhr · Geleitet hat: { $moderator }
minutes-draft = Das ist ein Entwurf. Stimmt etwas nicht? Dann können Sie es sagen, bis zum { $until }. Der Tag zählt mit. Was Sie sagen, wird ganz aufgeschrieben.
minutes-final = Das ist die fertige Fassung vom { $day }. Auch der Entwurf bleibt erhalten.
minutes-present = Dabei waren: { $names }
minutes-unopposed = Bis zum { $until } hat niemand gesagt, dass etwas nicht stimmt.
minutes-too-long = Was wir im Gespräch { $case } aufgeschrieben haben, ist zu lang für eine Nachricht (Einträge: { $entries }). Bitte lassen Sie es sich zeigen oder geben. Das macht die Person, die das Gespräch geleitet hat.
minutes-lost =
    { $number ->
        [one] Hier fehlt etwas. Es wurde aufgeschrieben, aber wir können es nicht mehr lesen.
       *[other] Hier fehlen { $number } Dinge. Sie wurden aufgeschrieben, aber wir können sie nicht mehr lesen.
    }
minutes-client = Sie
minutes-somebody = eine Person, die nicht mehr hier arbeitet

# Who is in the room, and what changes
roster-client = In diesem Raum sprechen wir über das, was alle angeht. Hier lesen mit:
roster-theme = In diesem Raum geht es um: { $theme }. Hier lesen nur die mit, denen Sie es bei diesem Thema erlaubt haben:
roster-side = Dieser Raum ist nur für Sie beide. Sonst erfährt niemand, dass es ihn gibt. Hier lesen mit:
roster-own = Dieser Raum ist nur für Sie. Hier liest sonst kein Mensch mit. Eine Fachkraft weiß von dem Raum. Sie hält alles für Sie zusammen. Auch wer das Programm betreut, kann davon wissen. Hier erinnert Sie das Programm Fallraum. Brauchen Sie Hilfe? Dann schreiben Sie bitte im anderen Raum. Oder rufen Sie an. Sie wollen den Raum nicht mehr? Dann gehen Sie einfach hinaus. Hier lesen mit:
roster-own-case = Sie: Es geht um Sie, { $seat }
roster-person = { $name }, { $agency }, { $function } ({ $corner }): { $seat }, bis { $until }. Sie haben es am { $given } erlaubt.
roster-joined = dabei seit { $since }
roster-invited = eingeladen seit { $since }
theme-organisation = Was wir zusammen ausmachen
theme-school = Schule und Lernen
theme-work = Arbeit
theme-housing = Wohnen
theme-family = Familie
theme-childcare = Betreuung der Kinder
theme-debts = Schulden
theme-health = Gesundheit
theme-addiction = Sucht
theme-offences = Straftaten
roster-listener = das Programm Fallraum, das hier Befehle liest (Bot)
departure = { $name } ({ $function }) liest hier nicht mehr mit. Neue Nachrichten bekommt diese Person nicht.
lead-offered =
    { $name } ({ $agency }, { $function }) soll ab jetzt alles für Sie zusammenhalten. Das beginnt frühestens am { $day }.
    Das hat nicht die Person vorgeschlagen, die es bisher macht. Es war jemand anderes.
    Ist das nicht richtig? Dann sagen Sie es bitte vorher hier im Raum. Was Sie erlaubt haben, bleibt so.
lead-accepted =
    Seit dem { $day } hält { $name } alles für Sie zusammen ({ $agency }, { $function }).
    { $by ->
        [lead] Die Person, die es vorher gemacht hat, hat die Aufgabe übergeben.
       *[others] Die Person, die es vorher gemacht hat, war nicht dabei. Zwei andere haben es zusammen unterschrieben.
    }
    Haben Sie Fragen? Dann fragen Sie zuerst { $name }. Was Sie erlaubt haben, bleibt so.
consult-answered = { $name } ({ $agency }, { $function }) wurde um Rat gefragt, ohne Ihren Namen. Diese Person gehört nicht zu Ihren Helfern. Die Frage war: { $asked } Die Antwort:
closing-announced = Unsere gemeinsame Arbeit geht bald zu Ende. Dann schließen wir diesen Raum. Niemand kann hier mehr lesen oder schreiben. Was Ihnen gehört, können Sie mitnehmen. Das geht auch danach noch eine Zeit lang. Bitte fragen Sie { $name } ({ $function }).
closing-announced-without-lead = Unsere gemeinsame Arbeit geht bald zu Ende. Dann schließen wir diesen Raum. Niemand kann hier mehr lesen oder schreiben. Was Ihnen gehört, können Sie mitnehmen. Das geht auch danach noch eine Zeit lang. Bitte fragen Sie die Stelle, die Sie kennen.

# Of what the client is reminded in their own room
own-digest-title = Guten Tag. Wir erinnern Sie an etwas:
own-digest-today = Heute: { $what }
own-digest-on = Am { $day }: { $what }
own-digest-hint = Haben Sie Fragen? Dann fragen Sie die Menschen, die Sie kennen. Sie wollen das nicht mehr lesen? Dann verlassen Sie einfach diesen Raum.
remind-r19 = Das ist eine Aufgabe aus Ihrem Plan.
remind-r20 = Das ist ein Gespräch. Sie sind eingeladen.
remind-r21 = Etwas haben Sie nur bis dahin erlaubt. Sie können es wieder erlauben. Sie müssen es aber nicht.

# That the hub reads along in a room
listening-begun = Ab jetzt liest das Programm Fallraum in diesem Raum mit. So versteht es Befehle. Das hat die Person entschieden, die alles für Sie zusammenhält.
listening-how = Was nicht mit „!“ anfängt, wird sofort gelöscht. Wir heben von keiner Nachricht den Text auf. Mitlesen heißt: Das Programm kann lesen, was ab jetzt hier geschrieben wird. Das Mitlesen kann jederzeit beendet werden. Dafür ist die Person da, die alles für Sie zusammenhält.
listening-own = Sie schreiben hier „!thema“ und ein Thema. Dann kommt es in das Gespräch. Alle im Gespräch lesen das Thema. Sie wollen das nicht mehr? Dann sagen Sie es. Oder gehen Sie einfach hinaus.
listening-ended = Das Programm Fallraum liest in diesem Raum nicht mehr mit. Seine Schlüssel sind vernichtet.
command-help = Diese Befehle gibt es: Mit „!thema TEXT“ nennen Sie ein Thema für das nächste Gespräch. Mit „!termin“ fragen Sie: Wann ist das nächste Gespräch? Mit „!hilfe“ lesen Sie das hier noch einmal. Nur für die Fachleute: „!aufgabe @wer bis 31.3.2027 TEXT“ schreibt eine Aufgabe auf (ohne @wer die eigene). „!erledigt NUMMER“ heißt: Die Aufgabe ist fertig.
command-topic-named = Das Thema ist aufgeschrieben. Es kommt in das Gespräch am { $begins }.
command-no-conference = Im Moment ist kein Gespräch geplant.
command-done-before = Dieser Befehl ist schon angekommen. Sie müssen ihn nicht noch einmal schreiben.
refused-command-unknown = Diesen Befehl kennt das Programm nicht. Schreiben Sie „!hilfe“. Dann sehen Sie alle Befehle.
refused-command-too-long = Das ist zu lang. Ein Befehl darf höchstens { $most } Zeichen haben.
refused-command-without-text = Es fehlt noch etwas: Worum geht es? Schreiben Sie „!hilfe“. Dann sehen Sie, wie es geht.
refused-command-mention = Bitte schreiben Sie es ohne „@room“, ohne Konten wie „@name:ort“ und ohne Links zu matrix.to.
refused-command-plain-text = Bitte schreiben Sie alles in eine einzige Zeile. Benutzen Sie nur normale Zeichen. Schreiben Sie höchstens { $most } Zeichen.
refused-command-not-here = Dieser Befehl geht nur in dem Raum, in dem alle sind.
refused-command-not-for-client = Diesen Befehl können nur die Fachleute benutzen. Sie können „!thema“ und „!hilfe“ benutzen.
refused-command-topic-not-noted = Das Thema konnte nicht aufgeschrieben werden. Vielleicht ist es zu lang. Oder es gibt schon genug Themen. Bitte fragen Sie die Person, die Ihren Fall leitet.
refused-command-too-many = Das waren zu viele Befehle auf einmal. Bitte warten Sie etwas. Schreiben Sie es dann noch einmal.

# Below the German message: what people wrote themselves
below-not-translated = Manches hat jemand selbst geschrieben. Das steht hier so, wie es geschrieben wurde.
below-topics =
    { $number ->
        [one] Oben steht ein Thema. Es steht dort so, wie es jemand geschrieben hat.
       *[other] Oben stehen { $number } Themen. Sie stehen dort so, wie sie jemand geschrieben hat.
    }
below-entries =
    { $number ->
        [one] Oben steht ein Satz. Er steht dort so, wie ihn jemand geschrieben hat. Verstehen Sie etwas nicht? Dann lassen Sie es sich bitte erklären.
       *[other] Oben stehen { $number } Sätze. Sie stehen dort so, wie sie jemand geschrieben hat. Verstehen Sie etwas nicht? Dann lassen Sie es sich bitte erklären.
    }
