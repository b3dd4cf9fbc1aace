# What an agency is to the law, and what somebody is answerable for
agency-kind-unknown = nicht angegeben
agency-kind-jobcenter = Jobcenter
agency-kind-youth-office = Jugendamt
agency-kind-social-office = Sozialamt
agency-kind-employment-agency = Agentur für Arbeit
agency-kind-school = Schule
agency-kind-school-social-work = Schulsozialarbeit
agency-kind-provider = freier Träger
agency-kind-health = Gesundheitswesen
agency-kind-family-court = Familiengericht
agency-kind-network = Netzwerk
every-agency-kind = jede Stelle mit angegebener Art
duty-none = keine
duty-data-protection = Datenschutz
duty-child-protection-expert = insoweit erfahrene Fachkraft (§ 8b SGB VIII)
did-classify-agency = { $name } ist jetzt eingetragen als: { $kind }.
did-entrust = { $name } hat jetzt diese Aufgabe im Netzwerk: { $duty }.
column-agency-kind = Art
help-agency-kind = Art der Stelle: davon hängt ab, welche Daten nach dem Gesetz wohin dürfen. Ohne Angabe ist auf gesetzlicher Grundlage nichts erlaubt.
help-agency-classify = Trägt nach, welcher Art eine Stelle ist.
help-duty = Aufgabe im ganzen Netzwerk: Datenschutz oder insoweit erfahrene Fachkraft
help-professional-entrust = Trägt nach, welche Aufgabe eine Fachkraft im ganzen Netzwerk hat.

# Norms, each in one sentence
law-SOZGEH = Das Sozialgeheimnis gilt auch innerhalb einer Stelle: Sozialdaten sind nur Befugten zugänglich, also einzelnen Personen in ihrer Funktion.
law-TASK69 = Sozialdaten dürfen ohne Einwilligung übermittelt werden, soweit es für den Zweck ihrer Erhebung oder für eine gesetzliche Aufgabe nach dem Sozialgesetzbuch erforderlich ist.
law-SGB2_50 = Agentur für Arbeit, kommunale Träger, Jobcenter und beauftragte Dritte sollen einander übermitteln, was für Aufgaben nach SGB II und III erforderlich ist; das Jugendamt gehört nicht dazu.
law-SGB8_64 = Das Jugendamt darf Sozialdaten zu dem Zweck übermitteln, zu dem sie erhoben wurden.
law-SGB8_64_2 = Das Jugendamt übermittelt nach § 69 SGB X nur, soweit der Erfolg einer Hilfe dadurch nicht in Frage gestellt wird.
law-SGB8_64_2a = Vor einer Übermittlung an Fachkräfte außerhalb des Jugendamts wird anonymisiert oder pseudonymisiert, soweit die Aufgabe es zulässt.
law-SGB8_65 = Was jemandem zur persönlichen oder erzieherischen Hilfe anvertraut wurde, darf nur mit Einwilligung der anvertrauenden Person oder in wenigen genannten Fällen weitergegeben werden.
law-STGB203 = Wer Berufsgeheimnisse unbefugt offenbart, macht sich strafbar; wer an der Verarbeitung mitwirkt, ist zur Verschwiegenheit zu verpflichten.
law-SGBX_76 = Was von Berufsgeheimnisträgern stammt, darf nur so weitergegeben werden, wie sie selbst es dürften.
law-SGBX_67b1 = Gesundheitsdaten, genetische und biometrische Daten dürfen nur auf einer gesetzlichen Übermittlungsbefugnis oder mit ausdrücklicher Einwilligung übermittelt werden.
law-CONSENT = Eine Einwilligung erlaubt, was sie nennt, wenn über Zweck, Folgen einer Ablehnung und Widerruf aufgeklärt wurde; für besonders geschützte Daten muss sie schriftlich oder elektronisch sein.
law-SECREL = Von der Schweigepflicht wird eine namentlich genannte Person entbunden, nie eine Stelle; das ist eine eigene Erklärung.
law-KKG4_2 = Wer ein Kind gefährdet sieht, hat Anspruch auf Beratung durch eine insoweit erfahrene Fachkraft; die Daten werden vorher pseudonymisiert.
law-KKG4_3 = Wenn ein Gespräch mit der Familie nicht hilft oder ausscheidet und das Jugendamt nötig ist, dürfen Berufsgeheimnisträger es informieren; die Betroffenen erfahren es vorher, außer das würde das Kind gefährden.
law-KKG4_4 = Das Jugendamt meldet zurück, ob sich die Anhaltspunkte bestätigt haben und ob es tätig wurde und noch tätig ist – und nichts anderes.
law-SGB8_8a = Bei Anhaltspunkten für eine Kindeswohlgefährdung schätzen mehrere Fachkräfte das Risiko ein; Träger informieren nach ihrer Vereinbarung das Jugendamt, das Jugendamt das Familiengericht oder das nun zuständige Jugendamt.
law-SGBX_71 = Jobcenter und andere Sozialleistungsträger dürfen dem Jugendamt zum Schutz eines Kindes mitteilen, was § 4 KKG erlaubt.
law-SGB8_36 = Der Hilfeplan entsteht gemeinsam mit Eltern und Kind; andere Stellen wirken mit, soweit es erforderlich ist.
law-SGB8_36b_41 = Übergänge werden rechtzeitig vereinbart und ein Jahr vor dem geplanten Ende einer Hilfe geprüft; danach wird Kontakt gehalten.
law-SGB2_15 = Der Kooperationsplan in Textform nennt, wie Leistungen anderer Stellen einbezogen werden, und wird regelmäßig fortgeschrieben.
law-SGB2_51a = Die Kundennummer dient nur Zwecken von SGB II und III und wird hier nie als Kennzeichen eines Falls verwendet.
law-SGB2_16h = Jobcenter und Jugendamt stimmen sich über schwer erreichbare junge Menschen ab.
law-SGB2_18 = Die Träger der Grundsicherung arbeiten mit anderen Stellen vor Ort zusammen; einzelne Daten dürfen sie deshalb nicht austauschen.
law-SGB8_81 = Das Jugendamt arbeitet mit anderen Stellen zusammen; einzelne Daten darf es deshalb nicht austauschen.
law-SGB8_13_4 = Angebote der Jugendsozialarbeit werden mit Schule, Arbeitsverwaltung und Trägern abgestimmt; einzelne Daten dürfen deshalb nicht ausgetauscht werden.
law-KKG3 = Im Kinderschutz arbeiten alle Stellen in Netzwerken zusammen; einzelne Daten dürfen deshalb nicht ausgetauscht werden.
law-SGB3_368 = Die Bundesagentur betreibt ein IT-System für die Leistungsträger eines Falls; Schulen und freie Träger gehören nicht dazu.
law-SGB3_31a = Schulen dürfen der Agentur für Arbeit wenige genannte Daten von Abgängerinnen und Abgängern ohne Anschluss übermitteln, wenn diese nicht widersprechen.
law-SGB8_13a = Schulsozialarbeit ist Jugendhilfe am Ort Schule; das Nähere regelt Landesrecht.
law-SGB8_8_3 = Kinder und Jugendliche haben Anspruch auf Beratung ohne Wissen der Eltern, solange deren Kenntnis den Zweck vereiteln würde.
law-SGB8_62 = Sozialdaten werden zuerst bei der betroffenen Person erhoben.
law-SGBX_67a = Sozialdaten werden bei der betroffenen Person erhoben, bei anderen Stellen nur unter genannten Bedingungen.
law-SGBX_78 = Wer nicht zum Sozialgeheimnis verpflichtet ist, hält empfangene Daten ebenso geheim und nutzt sie nur zum selben Zweck; Beschäftigte werden spätestens bei der Übermittlung darauf hingewiesen.
law-SGBX_79 = Automatisierter Abruf braucht eine Genehmigung und steht nur Sozialleistungsträgern offen; Fallraum ruft nichts ab.
law-SGBX_80 = Eine Verarbeitung im Auftrag wird der Aufsichtsbehörde vorher angezeigt und findet nur in sicheren Staaten statt.
law-SGBX_83_84 = Betroffene haben Rechte auf Auskunft, Berichtigung, Löschung und Einschränkung; Bestrittenes wird gekennzeichnet.
law-SGBX_83a = Eine Verletzung des Datenschutzes wird innerhalb von 72 Stunden gemeldet, auch der Rechts- oder Fachaufsicht.
law-SGB8_9b = Akten über erzieherische Hilfen, Eingliederungshilfe, Heim und Vormundschaft werden 70 Jahre über das 30. Lebensjahr hinaus aufbewahrt.
law-SGBX_25_13 = Beteiligte dürfen Akten einsehen und zu Gesprächen einen Beistand mitbringen.
law-SGBI_36 = Ab 15 Jahren kann man Sozialleistungen selbst beantragen; das ist kein Alter für Einwilligungen.
law-SGBI_36a = Elektronische Dokumente brauchen einen eröffneten Zugang; ein Chat ist nicht ohne Weiteres einer.
law-GDPR = Die Datenschutz-Grundverordnung verlangt Information, Zweckbindung, Sicherheit und Rechenschaft.

law-head = { $norm } · { $paragraph } · { $effect }
law-way = { $way }: von { $senders } an { $recipients }. Zu vermerken: { $notes }.
law-limit = Zusätzlich zu vermerken, von { $senders } an { $recipients }: { $notes }.
law-source = Prüfstand: { $checked } ({ $source }). Gesetze ändern sich: Bitte vor Gebrauch juristisch prüfen lassen.
effect-permits = erlaubt
effect-consent = verlangt eine Einwilligung
effect-secrecy = Geheimhaltung
effect-limits = schränkt ein
effect-forbids = verbietet
effect-duty = verpflichtet
effect-structure = Zusammenarbeit ohne einzelne Daten
checked-statute = im Gesetz gelesen
checked-web = aus zweiter Hand
checked-unchecked = ungeprüft
way-share = Weitergabe
way-warning = Hinweis zum Kinderschutz
way-feedback = Rückmeldung
note-necessity = warum es erforderlich ist
note-told-before = ob die Betroffenen vorher informiert wurden, sonst warum nicht
note-help-not-endangered = der Erfolg der Hilfe ist nicht in Frage gestellt
note-pseudonymised = die Daten sind pseudonymisiert
note-pseudonymised-where-possible = pseudonymisiert, soweit die Aufgabe es zulässt
note-same-purpose = zu dem Zweck, zu dem die Daten erhoben wurden
note-danger-signs = es gibt Anhaltspunkte für eine Gefährdung
note-recipient-instructed = die empfangende Seite ist auf ihre Pflichten hingewiesen
note-no-objection = über das Widerspruchsrecht informiert, kein Widerspruch
title-law = Rechtsgrundlagen
empty-law = Es gilt keine Norm.
column-norm = Norm
column-paragraph = Paragraf
column-effect = Wirkung
column-since = Fassung ab
column-checked = Prüfstand
help-law = Rechtsgrundlagen neben der Einwilligung
help-law-list = Zeigt alle geltenden Normen.
help-law-show = Zeigt, was eine Norm sagt und was sie verlangt.
help-norm = Kürzel der Norm, zum Beispiel TASK69

# Why something may be passed on
lawful-consent = Grundlage ist die Einwilligung { $consent }.
lawful-norm = Grundlage ist { $paragraph } ({ $norm }).

# Why something may not be passed on
refused-not-on-this-case = Nur wer am Fall { $case } mitarbeitet, gibt daraus etwas weiter (§ 35 Abs. 1 SGB I). Bitte die Fallführung fragen.
refused-agency-of-unknown-kind = Für die Stelle „{ $agency }“ ist nicht eingetragen, welcher Art sie ist. Davon hängt ab, was das Gesetz erlaubt (§§ 67d bis 78 SGB X). Bitte mit „fallraum agency classify“ nachtragen.
refused-warning-only-to-youth-office = Ein Hinweis zum Kinderschutz geht nur an das Jugendamt; „{ $agency }“ ist keines (§ 4 Abs. 3 KKG). Bitte das Jugendamt als Empfang angeben.
refused-disclosure-without-theme = Es fehlt, worum es geht. Weitergegeben wird nur, was erforderlich ist (§ 67d, § 69 SGB X). Bitte mindestens ein Thema nennen.
refused-unknown-norm = Die Norm „{ $norm }“ gibt es hier nicht, oder nicht in dieser Fassung. „fallraum law list“ zeigt alle, die gelten.
refused-norm-not-in-force = { $paragraph } gilt in der Fassung { $norm } jetzt nicht. Bitte die geltende Fassung wählen. „fallraum law list“ zeigt sie.
refused-norm-permits-nothing =
    { $effect ->
        [consent] { $paragraph } überlässt die Antwort der betroffenen Person.
        [secrecy] { $paragraph } schützt ein Geheimnis und erlaubt keine Weitergabe.
        [limits] { $paragraph } schränkt andere Befugnisse ein und ist selbst keine.
        [forbids] { $paragraph } verbietet und erlaubt nichts.
        [structure] { $paragraph } verpflichtet zur Zusammenarbeit, aber nicht mit Daten einzelner Menschen.
       *[duty] { $paragraph } verpflichtet eine Stelle, ist aber keine Befugnis zur Übermittlung.
    } Bitte eine Einwilligung (mit „--consent“) oder eine Übermittlungsbefugnis angeben. „fallraum law list“ zeigt alle Normen.
refused-norm-not-this-way =
    { $way ->
        [warning] { $paragraph } trägt keinen Hinweis an das Jugendamt. Bitte zum Beispiel § 4 Abs. 3 KKG (KKG4_3) prüfen.
       *[other] { $paragraph } trägt nur einen Hinweis zum Kinderschutz oder die Rückmeldung darauf. Bitte „fallraum disclosure warn“ oder „feedback“ verwenden oder eine andere Grundlage wählen.
    }
refused-norm-not-for-sender = { $paragraph } gilt nicht für Stellen dieser Art. Bitte eine andere Grundlage oder die Einwilligung wählen.
refused-norm-not-for-recipient = { $paragraph } erlaubt keine Weitergabe an diese Empfangsstelle. Bitte eine andere Grundlage oder die Einwilligung wählen; eine insoweit erfahrene Fachkraft bitte mit ihrer Adresse nennen.
refused-norm-not-for-theme = { $paragraph } umfasst das Thema „{ $theme }“ nicht. Bitte das Thema weglassen oder eine andere Grundlage wählen.
refused-special-without-power = Das Thema „{ $theme }“ ist besonders geschützt, und { $paragraph } ist dafür keine Befugnis (§ 67b Abs. 1 Satz 3 SGB X). Bitte das Thema weglassen oder eine ausdrückliche Einwilligung einholen.
refused-note-missing =
    Es fehlt ein Vermerk: { $note ->
        [necessity] warum die Weitergabe erforderlich ist (§ 69 Abs. 1 SGB X). Bitte in einem Satz begründen.
        [told-before] ob die Betroffenen vorher informiert wurden (§ 4 Abs. 3 KKG). Bitte angeben.
        [help-not-endangered] dass der Erfolg der Hilfe nicht in Frage gestellt ist (§ 64 Abs. 2 SGB VIII). Wenn es so ist, bitte „--note help-not-endangered“ angeben.
        [pseudonymised] dass die Daten pseudonymisiert sind (§ 4 Abs. 2 KKG, § 8b SGB VIII). Bitte pseudonymisieren und „--note pseudonymised“ angeben.
        [pseudonymised-where-possible] dass pseudonymisiert ist, soweit die Aufgabe es zulässt (§ 64 Abs. 2a SGB VIII). Bitte prüfen und „--note pseudonymised-where-possible“ angeben.
        [same-purpose] dass der Zweck derselbe ist wie bei der Erhebung (§ 64 Abs. 1 SGB VIII). Wenn es so ist, bitte „--note same-purpose“ angeben.
        [danger-signs] dass es Anhaltspunkte für eine Gefährdung gibt (§ 8a, § 65 SGB VIII). Wenn es so ist, bitte „--note danger-signs“ angeben.
        [recipient-instructed] dass die empfangende Seite auf ihre Pflichten hingewiesen ist (§ 78 SGB X). Bitte nachholen und „--note recipient-instructed“ angeben.
       *[no-objection] dass über das Widerspruchsrecht informiert wurde und kein Widerspruch kam (§ 31a SGB III). Wenn es so ist, bitte „--note no-objection“ angeben.
    }
refused-not-told-without-why = Wenn die Betroffenen nicht vorher informiert wurden, muss dastehen, warum (§ 4 Abs. 3 KKG). Bitte begründen.
refused-held-in-secrecy =
    { $layer ->
        [entrusted] Das wurde jemandem persönlich anvertraut.
       *[professional-secrecy] Das unterliegt einer beruflichen Schweigepflicht.
    } Keine allgemeine Befugnis hebt das auf ({ $paragraph }). Bitte eine Schweigepflichtentbindung einholen, die sendende Stelle, Thema und empfangende Person nennt, und diese Person mit ihrer Adresse angeben.
refused-warning-without-norm = Ein Hinweis zum Kinderschutz stützt sich auf eine Norm (§ 4 Abs. 3 KKG, § 8a SGB VIII, § 71 SGB X). Mit Einwilligung bitte „fallraum disclosure make“ verwenden.
refused-one-basis = Eine Weitergabe braucht genau eine Grundlage (§ 67b Abs. 1 SGB X). Bitte entweder „--consent“ oder „--norm“ angeben.
refused-consent-not-for-sharing = Diese Einwilligung erlaubt keine Weitergabe von Daten: Sie ist für etwas anderes. Bitte eine Einwilligung in die Weitergabe einholen (§ 67b Abs. 2 SGB X).
refused-consent-not-in-force = Diese Einwilligung gilt nicht: Sie ist noch nicht gegeben, widerrufen, abgelaufen oder nicht echt unterschrieben (Art. 7 DSGVO). Bitte neu fragen oder eine andere Grundlage prüfen.
refused-consent-about-others = Diese Einwilligung betrifft eine andere Person. Jede Person entscheidet über ihre eigenen Daten. Bitte die passende Einwilligung wählen.
refused-consent-for-counselling = Was eine junge Person in der Beratung sagt, wird nicht weitergegeben (§ 8 Abs. 3 SGB VIII). Bitte sie selbst fragen.
refused-consent-for-others = Diese Einwilligung nennt eine andere Empfangsstelle oder Person, nämlich in „{ $agency }“ (§ 35 Abs. 1 SGB I). Bitte eine passende Einwilligung wählen.
refused-consent-not-for-sender = Diese Einwilligung erlaubt der Stelle „{ $agency }“ keine Weitergabe. Bitte eine passende Einwilligung einholen (Art. 4 Nr. 11 DSGVO).
refused-theme-not-consented = Zum Thema „{ $theme }“ gibt es kein Ja (Art. 4 Nr. 11 DSGVO). Bitte das Thema weglassen oder neu fragen.
refused-theme-to-be-asked = Zum Thema „{ $theme }“ möchte die betroffene Person jedes Mal gefragt werden (Art. 4 Nr. 11 DSGVO). Bitte fragen und bei einem Ja „{ $theme }=agreed“ angeben.
refused-special-not-in-writing = Das Thema „{ $theme }“ ist besonders geschützt: Das Ja dazu muss schriftlich oder elektronisch gegeben sein (§ 67b Abs. 2 Satz 2 SGB X). Bitte so einholen.
refused-malformed-disclosure-theme = „{ $given }“ ist kein Thema. Bitte zum Beispiel „school“ oder, wenn eigens gefragt wurde, „school=agreed“ angeben.
refused-no-yes-or-no = „{ $given }“ ist weder Ja noch Nein. Bitte „ja“ oder „nein“ angeben. Es wurde nichts gespeichert.
refused-unknown-disclosure = „{ $disclosure }“ passt in diesem Fall zu keiner Weitergabe, die mit diesem Schlüssel gelesen werden darf. „fallraum disclosure show“ zeigt alle, die es sind.
refused-no-warning = Das ist kein Hinweis zum Kinderschutz. Nur ein solcher wird überprüft und beantwortet (§ 4 Abs. 4 KKG). Bitte die Nummer prüfen.
refused-reviewed-already = Dieser Hinweis ist schon überprüft, und was dabei gesagt wurde, gilt. Ihre Antwort wurde nicht gespeichert.
refused-review-of-ones-own = Den eigenen Hinweis überprüft immer jemand anderes. Bitte die für Datenschutz oder Kinderschutz zuständige Person darum bitten.
refused-review-not-by-you = Überprüfen darf nur, wer im Netzwerk für Datenschutz zuständig oder insoweit erfahrene Fachkraft ist. Bitte diese Person darum bitten; die Aufgabe trägt „fallraum professional entrust“ ein.
refused-review-without-remark = Wenn etwas nicht in Ordnung war, muss dastehen, was: 1 bis { $most } Zeichen in einer Zeile. Bitte angeben.
refused-answered-already = Auf diesen Hinweis wurde schon geantwortet, und diese Antwort gilt. Ihre wurde nicht gespeichert.
refused-feedback-not-by-you = Die Rückmeldung gibt nur das Jugendamt, und dort die Funktion oder Person, an die der Hinweis ging (§ 4 Abs. 4 KKG, § 64 Abs. 4 SGB VIII). Bitte diese darum bitten.
refused-feedback-without-norm = Derzeit gilt keine Norm, nach der das Jugendamt dieser Stelle zurückmelden darf (§ 4 Abs. 4 KKG). Bitte die für den Datenschutz zuständige Person fragen.

# What was done
did-disclose = Die Weitergabe { $disclosure } im Fall { $case } ist festgehalten. { $why }
review-is-due = Bis { $at } muss ihn jemand überprüfen, der über den Datenschutz wacht oder insoweit erfahrene Fachkraft ist („fallraum professional entrust“), nie die Person selbst, die ihn gegeben hat. Einen Platz in einem Raum gibt er niemandem.
did-review = Die Überprüfung von { $disclosure } ist festgehalten.
did-answer-warning = Die Rückmeldung zu { $disclosure } ist festgehalten.
disclosure-why = { $disclosure }, warum: { $why }
told-before = { $disclosure }: Die Betroffenen wurden vorher informiert.
not-told-before = { $disclosure }: Die Betroffenen wurden nicht vorher informiert, denn: { $why }
review-said = { $disclosure }, Überprüfung – in Ordnung: { $in_order }. { $remark }
feedback-said = { $disclosure }, Rückmeldung – Anhaltspunkte bestätigt: { $confirmed }; tätig geworden: { $acted }; noch tätig: { $acts }
yes = ja
no = nein
disclosure-not-proven = nicht echt: Unterschrift oder Inhalt passt nicht
disclosure-unreviewed = Überprüfung steht aus
followed-review = überprüft
followed-feedback = beantwortet
title-disclosures = Weitergaben
empty-disclosures = Keine Weitergabe, die mit diesem Schlüssel gelesen werden darf.
column-disclosure = Weitergabe
column-disclosed-at = am
column-legal-basis = Grundlage
column-disclosed-themes = Themen

# Questions
ask-disclosure-themes = Themen, zum Beispiel „housing school=agreed“ (wird verschlüsselt gespeichert; „=agreed“: eigens gefragt, Antwort Ja):
ask-necessity = Warum es erforderlich ist, in einem Satz (wird verschlüsselt gespeichert):
ask-warning-reason = Welche Anhaltspunkte es gibt und warum das Jugendamt nötig ist (wird verschlüsselt gespeichert):
ask-told-before = Wurden die Betroffenen vorher informiert? (ja/nein)
ask-told-why = Warum nicht (wird verschlüsselt gespeichert):
ask-in-order = War der Hinweis in Ordnung? (ja/nein)
ask-review-remark = Bemerkung; nötig, wenn nicht (wird verschlüsselt gespeichert):
ask-signs-confirmed = Haben sich die Anhaltspunkte bestätigt? (ja/nein)
ask-acted = Ist das Jugendamt tätig geworden? (ja/nein)
ask-acts = Ist es noch tätig? (ja/nein)

# Help
help-disclosure = Was weitergegeben wurde und auf welcher Grundlage
help-disclosure-make = Hält eine Weitergabe fest, wenn sie erlaubt ist.
help-disclosure-warn = Hält einen Hinweis an das Jugendamt zum Schutz eines Kindes fest (§ 8a SGB VIII, § 4 KKG, § 71 SGB X). Er wird innerhalb von 72 Stunden überprüft.
help-disclosure-review = Überprüft den Hinweis einer anderen Fachkraft.
help-disclosure-feedback = Rückmeldung des Jugendamts auf einen Hinweis: drei Fragen, ja oder nein (§ 4 Abs. 4 KKG).
help-disclosure-show = Zeigt die Weitergaben, die mit diesem Schlüssel gelesen werden dürfen.
help-disclosure-id = Nummer der Weitergabe (die ersten Zeichen genügen)
help-disclosure-to = An wen: Stelle/Funktion oder Matrix-Adresse einer Person, zum Beispiel „jugendamt/Allgemeiner Sozialer Dienst“
help-disclosure-key = Datei mit dem eigenen Schlüssel der Fachkraft
help-disclosure-consent = Nummer der Einwilligung, auf die sich die Weitergabe stützt (die ersten Zeichen genügen)
help-disclosure-norm = Kürzel der Norm, auf die sich die Weitergabe stützt, zum Beispiel TASK69 oder TASK69@1
help-disclosure-note = Was so ist und vermerkt wird (mehrmals möglich); „fallraum law show“ sagt, was eine Norm verlangt
help-entrusted = Wurde jemandem persönlich anvertraut (§ 65 SGB VIII)
help-secret = Unterliegt der beruflichen Schweigepflicht (§ 203 StGB, § 76 SGB X)
help-warn-to = Stelle/Funktion oder Person im Jugendamt
help-warn-norm = Kürzel der Norm, auf die sich der Hinweis stützt: KKG4_3, SGB8_8a oder SGBX_71
