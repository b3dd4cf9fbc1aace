# What an agency is to the law, and what somebody is answerable for
agency-kind-unknown = not said
agency-kind-jobcenter = Jobcenter
agency-kind-youth-office = youth office
agency-kind-social-office = social office
agency-kind-employment-agency = employment agency
agency-kind-school = school
agency-kind-school-social-work = school social work
agency-kind-provider = free provider
agency-kind-health = health care
agency-kind-family-court = family court
agency-kind-network = network
every-agency-kind = every agency whose kind is said
duty-none = none
duty-data-protection = data protection
duty-child-protection-expert = child protection expert (§ 8b SGB VIII)
did-classify-agency = { $name } is now on record as: { $kind }.
did-entrust = { $name } now has this duty in the network: { $duty }.
column-agency-kind = kind
help-agency-kind = Kind of the agency: which data may go where by law depends on it. Unless it is said, the law permits nothing.
help-agency-classify = Says afterwards what kind of agency it is.
help-duty = Duty in the whole network: data protection or child protection expert
help-professional-entrust = Says afterwards which duty a professional has in the whole network.

# Norms, each in one sentence
law-SOZGEH = Social secrecy holds inside an agency, too: social data are for those entitled only, that is for single persons in their function.
law-TASK69 = Social data may be transmitted without consent as far as it is necessary for the purpose of their collection or for a statutory task under the Social Code.
law-SGB2_50 = Employment agency, municipal bodies, Jobcenter and contracted third parties are to transmit to each other what tasks under SGB II and III need; the youth office is not among them.
law-SGB8_64 = The youth office may transmit social data for the purpose for which they were collected.
law-SGB8_64_2 = The youth office transmits under § 69 SGB X only as far as the success of a help is not put in question.
law-SGB8_64_2a = Before a transmission to professionals outside the youth office data are made anonymous or pseudonymous as far as the task permits.
law-SGB8_65 = What was entrusted to somebody for personal or educational help may be passed on only with the consent of whoever entrusted it, or in few named cases.
law-STGB203 = Whoever reveals professional secrets without authority commits an offence; whoever takes part in the processing must be bound to secrecy.
law-SGBX_76 = What comes from bearers of professional secrets may be passed on only as they themselves could.
law-SGBX_67b1 = Health, genetic and biometric data may be transmitted only on a statutory power to transmit or with explicit consent.
law-CONSENT = A consent permits what it names, if purpose, consequences of refusal and withdrawal were told; for specially protected data it must be written or electronic.
law-SECREL = A named person is released from secrecy, never an agency; that is a declaration of its own.
law-KKG4_2 = Whoever sees a child in danger has a right to advice by a child protection expert; the data are pseudonymised before.
law-KKG4_3 = If talking with the family does not help or is ruled out and the youth office is needed, bearers of professional secrets may inform it; those concerned are told before, unless that would endanger the child.
law-KKG4_4 = The youth office answers whether the signs were confirmed and whether it acted and still acts – and nothing else.
law-SGB8_8a = Where there are signs of danger to a child several professionals assess the risk; providers inform the youth office by their agreement, the youth office the family court or the youth office that is competent now.
law-SGBX_71 = Jobcenters and other bodies that grant social benefits may tell the youth office for the protection of a child what § 4 KKG permits.
law-SGB8_36 = The help plan is made together with parents and child; other agencies take part as far as necessary.
law-SGB8_36b_41 = Transitions are agreed in time and looked at one year before the planned end of a help; afterwards contact is kept.
law-SGB2_15 = The cooperation plan in text form says how the services of other agencies are included, and is updated regularly.
law-SGB2_51a = The customer number serves SGB II and III only and is never the name of a case here.
law-SGB2_16h = Jobcenter and youth office coordinate on young people who are hard to reach.
law-SGB2_18 = The bodies of basic income support work together with others on the spot; that lets them exchange no single data.
law-SGB8_81 = The youth office works together with other agencies; that lets it exchange no single data.
law-SGB8_13_4 = Youth social work is coordinated with school, employment services and providers; that lets nobody exchange single data.
law-KKG3 = In child protection all agencies work together in networks; that lets nobody exchange single data.
law-SGB3_368 = The Federal Employment Agency runs an IT system for the bodies that grant benefits in a case; schools and free providers are not among them.
law-SGB3_31a = Schools may transmit few named data of school leavers without a perspective to the employment agency, unless these object.
law-SGB8_13a = School social work is youth welfare at school; Land law has the details.
law-SGB8_8_3 = Children and young people have a right to counselling without their parents' knowledge, as long as that knowledge would defeat its purpose.
law-SGB8_62 = Social data are collected from the person concerned first.
law-SGBX_67a = Social data are collected from the person concerned, and from other agencies under named conditions only.
law-SGBX_78 = Whoever is not bound to social secrecy keeps received data as secret and uses them for the same purpose only; staff are told so at the latest with the transmission.
law-SGBX_79 = Automated retrieval needs an approval and is open to bodies that grant benefits only; Fallraum retrieves nothing.
law-SGBX_80 = Processing on behalf is notified to the supervisory authority before and takes place in safe countries only.
law-SGBX_83_84 = People have rights of access, rectification, erasure and restriction; what is contested is marked.
law-SGBX_83a = A breach is reported within 72 hours, to the legal or professional supervision, too.
law-SGB8_9b = Files on educational help, integration help, homes and guardianship are kept for 70 years beyond the age of 30.
law-SGBX_25_13 = Parties may inspect files and bring a person of trust to meetings.
law-SGBI_36 = From the age of 15 one may apply for social benefits oneself; that is no age of consent.
law-SGBI_36a = Electronic documents need an access that was opened; a chat is not one by itself.
law-GDPR = The General Data Protection Regulation asks for information, purpose limitation, security and accountability.

law-head = { $norm } · { $paragraph } · { $effect }
law-way = { $way }: from { $senders } to { $recipients }. To be noted: { $notes }.
law-limit = To be noted besides, from { $senders } to { $recipients }: { $notes }.
law-source = Checked: { $checked } ({ $source }). Law changes: please have it checked by a lawyer before use.
effect-permits = permits
effect-consent = asks for consent
effect-secrecy = secrecy
effect-limits = limits
effect-forbids = forbids
effect-duty = obliges
effect-structure = cooperation without single data
checked-statute = read in the statute
checked-web = second hand
checked-unchecked = unchecked
way-share = disclosure
way-warning = child protection notice
way-feedback = feedback
note-necessity = why it is necessary
note-told-before = whether those concerned were told before, else why not
note-help-not-endangered = the success of the help is not put in question
note-pseudonymised = the data are pseudonymised
note-pseudonymised-where-possible = pseudonymised as far as the task permits
note-same-purpose = for the purpose for which the data were collected
note-danger-signs = there are signs of danger
note-recipient-instructed = the receiving side was told its duties
note-no-objection = told about the right to object, no objection
title-law = Legal bases
empty-law = No norm is in force.
column-norm = norm
column-paragraph = paragraph
column-effect = effect
column-since = version since
column-checked = checked
help-law = Legal bases beside consent
help-law-list = Shows every norm in force.
help-law-show = Shows what a norm says and what it asks for.
help-norm = Code of the norm, such as TASK69

# Why something may be passed on
lawful-consent = It rests on the consent { $consent }.
lawful-norm = It rests on { $paragraph } ({ $norm }).

# Why something may not be passed on
refused-not-on-this-case = Only who works on the case { $case } passes anything on from it (§ 35(1) SGB I). Please ask the lead.
refused-agency-of-unknown-kind = It is not on record what kind of agency ‘{ $agency }’ is. What the law permits depends on it (§§ 67d to 78 SGB X). Please say it with "fallraum agency classify".
refused-warning-only-to-youth-office = A child protection notice goes to the youth office only; ‘{ $agency }’ is none (§ 4(3) KKG). Please name the youth office.
refused-disclosure-without-theme = It is not said what it is about. Only what is necessary is passed on (§ 67d, § 69 SGB X). Please name at least one theme.
refused-unknown-norm = There is no norm ‘{ $norm }’ here, or not in this version. "fallraum law list" shows all that are in force.
refused-norm-not-in-force = { $paragraph } is not in force now in the version { $norm }. Please choose the version that is. "fallraum law list" shows it.
refused-norm-permits-nothing =
    { $effect ->
        [consent] { $paragraph } leaves the answer to the person concerned.
        [secrecy] { $paragraph } protects a secret and permits no disclosure.
        [limits] { $paragraph } limits other powers and is none itself.
        [forbids] { $paragraph } forbids, and permits nothing.
        [structure] { $paragraph } obliges agencies to work together, but not with single people's data.
       *[duty] { $paragraph } obliges an agency, but is no power to transmit.
    } Please give a consent (with "--consent") or a power to transmit. "fallraum law list" shows every norm.
refused-norm-not-this-way =
    { $way ->
        [warning] { $paragraph } carries no notice to the youth office. Please consider § 4(3) KKG (KKG4_3), for example.
       *[other] { $paragraph } carries only a child protection notice or the feedback to it. Please use "fallraum disclosure warn" or "feedback", or choose another basis.
    }
refused-norm-not-for-sender = { $paragraph } does not hold for agencies of this kind. Please choose another basis or the consent.
refused-norm-not-for-recipient = { $paragraph } permits no disclosure to this recipient. Please choose another basis or the consent; please name a child protection expert by their address.
refused-norm-not-for-theme = { $paragraph } does not cover the theme ‘{ $theme }’. Please leave the theme out or choose another basis.
refused-special-without-power = The theme ‘{ $theme }’ is specially protected, and { $paragraph } is no power for it (§ 67b(1) sentence 3 SGB X). Please leave the theme out or ask for explicit consent.
refused-note-missing =
    A note is missing: { $note ->
        [necessity] why the disclosure is necessary (§ 69(1) SGB X). Please give the reason in one sentence.
        [told-before] whether those concerned were told before (§ 4(3) KKG). Please say so.
        [help-not-endangered] that the success of the help is not put in question (§ 64(2) SGB VIII). If it is so, please give "--note help-not-endangered".
        [pseudonymised] that the data are pseudonymised (§ 4(2) KKG, § 8b SGB VIII). Please pseudonymise and give "--note pseudonymised".
        [pseudonymised-where-possible] that it is pseudonymised as far as the task permits (§ 64(2a) SGB VIII). Please check and give "--note pseudonymised-where-possible".
        [same-purpose] that the purpose is the one of the collection (§ 64(1) SGB VIII). If it is so, please give "--note same-purpose".
        [danger-signs] that there are signs of danger (§ 8a, § 65 SGB VIII). If it is so, please give "--note danger-signs".
        [recipient-instructed] that the receiving side was told its duties (§ 78 SGB X). Please make up for it and give "--note recipient-instructed".
       *[no-objection] that the right to object was told and nobody objected (§ 31a SGB III). If it is so, please give "--note no-objection".
    }
refused-not-told-without-why = If those concerned were not told before, it must be said why (§ 4(3) KKG). Please give the reason.
refused-held-in-secrecy =
    { $layer ->
        [entrusted] This was entrusted to somebody in person.
       *[professional-secrecy] This is under professional secrecy.
    } No general power overrides that ({ $paragraph }). Please ask for a release that names the sending agency, the theme and the receiving person, and name that person by their address.
refused-warning-without-norm = A child protection notice rests on a norm (§ 4(3) KKG, § 8a SGB VIII, § 71 SGB X). With a consent please use "fallraum disclosure make".
refused-one-basis = A disclosure needs exactly one basis (§ 67b(1) SGB X). Please give either "--consent" or "--norm".
refused-consent-not-for-sharing = This consent permits no disclosure of data: it is for something else. Please ask for a consent to sharing (§ 67b(2) SGB X).
refused-consent-not-in-force = This consent is not in force: not given yet, withdrawn, over, or not truly signed (Art. 7 GDPR). Please ask anew or consider another basis.
refused-consent-about-others = This consent is about another person. Everybody decides about their own data. Please choose the consent that fits.
refused-consent-for-counselling = What a young person says in counselling is not passed on (§ 8(3) SGB VIII). Please ask them.
refused-consent-for-others = This consent names another recipient or person, namely in ‘{ $agency }’ (§ 35(1) SGB I). Please choose a consent that fits.
refused-consent-not-for-sender = This consent does not let the agency ‘{ $agency }’ disclose anything. Please ask for one that fits (Art. 4 No. 11 GDPR).
refused-theme-not-consented = There is no yes to the theme ‘{ $theme }’ (Art. 4 No. 11 GDPR). Please leave the theme out or ask anew.
refused-theme-to-be-asked = About the theme ‘{ $theme }’ the person concerned wants to be asked each time (Art. 4 No. 11 GDPR). Please ask and, if they say yes, give ‘{ $theme }=agreed’.
refused-special-not-in-writing = The theme ‘{ $theme }’ is specially protected: the yes to it must be given in writing or electronically (§ 67b(2) sentence 2 SGB X). Please ask for it that way.
refused-malformed-disclosure-theme = ‘{ $given }’ is no theme. Please give for example ‘school’ or, if you asked especially, ‘school=agreed’.
refused-no-yes-or-no = ‘{ $given }’ is neither yes nor no. Please say "yes" or "no". Nothing was stored.
refused-unknown-disclosure = ‘{ $disclosure }’ fits no disclosure in this case that may be read with this key. "fallraum disclosure show" shows all that do.
refused-no-warning = This is no child protection notice. Only such a notice is reviewed and answered (§ 4(4) KKG). Please check the number.
refused-reviewed-already = This notice is reviewed already, and what was said then counts. Your answer was not kept.
refused-review-of-ones-own = One's own notice is always reviewed by somebody else. Please ask whoever is answerable for data protection or child protection.
refused-review-not-by-you = Only who is answerable for data protection or a child protection expert in the network may review. Please ask that person; "fallraum professional entrust" records the duty.
refused-review-without-remark = If something was not in order it must be said what: 1 to { $most } characters on one line. Please say it.
refused-answered-already = This notice is answered already, and that answer counts. Yours was not kept.
refused-feedback-not-by-you = Only the youth office gives the feedback, and there the function or person the notice went to (§ 4(4) KKG, § 64(4) SGB VIII). Please ask them.
refused-feedback-without-norm = No norm is in force by which the youth office may answer this agency (§ 4(4) KKG). Please ask whoever is answerable for data protection.

# What was done
did-disclose = The disclosure { $disclosure } in the case { $case } is on record. { $why }
review-is-due = By { $at } it must be reviewed by somebody who watches over data protection or is a child protection expert ("fallraum professional entrust"), never by who gave it. It gives nobody a seat in a room.
did-review = The review of { $disclosure } is on record.
did-answer-warning = The feedback to { $disclosure } is on record.
disclosure-why = { $disclosure }, why: { $why }
told-before = { $disclosure }: Those concerned were told before.
not-told-before = { $disclosure }: Those concerned were not told before, because: { $why }
review-said = { $disclosure }, review – in order: { $in_order }. { $remark }
feedback-said = { $disclosure }, feedback – signs confirmed: { $confirmed }; acted: { $acted }; still acts: { $acts }
yes = yes
no = no
disclosure-not-proven = not genuine: signature or contents do not fit
disclosure-unreviewed = review outstanding
followed-review = reviewed
followed-feedback = answered
title-disclosures = Disclosures
empty-disclosures = No disclosure that may be read with this key.
column-disclosure = disclosure
column-disclosed-at = at
column-legal-basis = basis
column-disclosed-themes = themes

# Questions
ask-disclosure-themes = Themes, such as ‘housing school=agreed’ (stored encrypted; ‘=agreed’: asked especially, the answer was yes):
ask-necessity = Why it is necessary, in one sentence (stored encrypted):
ask-warning-reason = Which signs there are and why the youth office is needed (stored encrypted):
ask-told-before = Were those concerned told before? (yes/no)
ask-told-why = Why not (stored encrypted):
ask-in-order = Was the notice in order? (yes/no)
ask-review-remark = Remark; needed if not (stored encrypted):
ask-signs-confirmed = Were the signs confirmed? (yes/no)
ask-acted = Did the youth office act? (yes/no)
ask-acts = Does it still act? (yes/no)

# Help
help-disclosure = What was passed on, and on which basis
help-disclosure-make = Records a disclosure, if it is permitted.
help-disclosure-warn = Records a notice to the youth office for the protection of a child (§ 8a SGB VIII, § 4 KKG, § 71 SGB X). It is reviewed within 72 hours.
help-disclosure-review = Reviews the notice of another professional.
help-disclosure-feedback = Feedback of the youth office to a notice: three questions, yes or no (§ 4(4) KKG).
help-disclosure-show = Shows the disclosures that may be read with this key.
help-disclosure-id = Number of the disclosure (its first characters are enough)
help-disclosure-to = To whom: agency/function or somebody's Matrix address, such as "jugendamt/Allgemeiner Sozialer Dienst"
help-disclosure-key = File with the professional's own key
help-disclosure-consent = Number of the consent on which the disclosure rests (its first characters are enough)
help-disclosure-norm = Code of the norm on which the disclosure rests, such as TASK69 or TASK69@1
help-disclosure-note = What is so and is noted (may be given several times); "fallraum law show" says what a norm asks for
help-entrusted = Was entrusted to somebody in person (§ 65 SGB VIII)
help-secret = Is under professional secrecy (§ 203 StGB, § 76 SGB X)
help-warn-to = Agency/function or person in the youth office
help-warn-norm = Code of the norm on which the notice rests: KKG4_3, SGB8_8a or SGBX_71
