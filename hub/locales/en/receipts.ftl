# Receipts: what a client holds in their hands about a consent
receipt-title =
    { $stand ->
        [given] Receipt: you have consented
        [expired] Receipt: your consent has run out
        [refused] Receipt: you have said no
        [withdrawn] Receipt: the consent is withdrawn
        [revoked] Receipt: the consent has been ended
        [invalidated] Receipt: the consent is invalid
        [superseded] Receipt: another consent holds now
       *[other] Receipt: you have been asked for a consent
    }
receipt-heading-about = What this receipt is
receipt-heading-stand = What holds now
receipt-heading-purpose = What for
receipt-heading-parties = Who may learn something, and from whom
receipt-heading-themes = What it is about
receipt-heading-actions = What the agency may do
receipt-heading-period = How long
receipt-heading-withdrawal = How to withdraw
receipt-heading-rights = Your rights
receipt-heading-notice = What you were shown and told before
receipt-heading-events = What has happened
receipt-heading-proof = How this receipt can be checked
receipt-stand-requested =
    { $level ->
        [standard] You were asked for this consent on { $at } and have not decided yet. It does not hold.
       *[easy] We asked you on { $at }. You have not answered yet. Until then the agency may read nothing.
    }
receipt-stand-deferred =
    { $level ->
        [standard] Since { $at } you want to think about it. The consent does not hold.
       *[easy] On { $at } you said: I want to think about it. Until then the agency may read nothing.
    }
receipt-stand-recorded =
    { $level ->
        [standard] Your declaration was taken down on { $at }. It only holds once a second professional has confirmed it.
       *[easy] On { $at } somebody wrote down what you said. A second person must check it. Until then the agency may read nothing.
    }
receipt-stand-given =
    { $level ->
        [standard] You consented on { $at }.
       *[easy] On { $at } you said yes.
    }
receipt-stand-expired =
    { $level ->
        [standard] The consent ran out on { $at }. It no longer holds.
       *[easy] The time ended on { $at }. The agency may read nothing new.
    }
receipt-stand-refused =
    { $level ->
        [standard] You said no on { $at }. This has no disadvantages for you.
       *[easy] On { $at } you said no. That is all right. You will still get help.
    }
receipt-stand-withdrawn =
    { $level ->
        [standard] The consent is withdrawn since { $at }. It no longer holds.
       *[easy] Since { $at } your yes no longer counts. The agency may read nothing new.
    }
receipt-stand-revoked =
    { $level ->
        [standard] The agency ended the consent on { $at }. It no longer holds.
       *[easy] On { $at } the agency said: we no longer need this. The agency may read nothing new.
    }
receipt-stand-invalidated =
    { $level ->
        [standard] The consent was declared invalid on { $at }. It no longer holds.
       *[easy] On { $at } somebody checked and said: this yes does not count. The agency may read nothing new.
    }
receipt-stand-superseded =
    { $level ->
        [standard] Another consent took the place of this one on { $at }. This one no longer holds.
       *[easy] Since { $at } another permission counts. This one does not count any more.
    }
receipt-stand-later = It holds from { $at } on.
receipt-stand-not-now = What stands below describes what it was about. It allows nothing now.
receipt-made-at = This receipt says what held on { $at }.
receipt-pseudonym = Your case is called { $label } here. Your name is not on this receipt.
receipt-recipient = May learn something: { $agency }, function ‘{ $function }’.
receipt-recipient-person = May learn something: { $person } ({ $agency }, function ‘{ $function }’), and nobody else there.
receipt-released = Released from secrecy is: { $person }, and nobody else.
receipt-sharing = May tell something: { $agency }.
receipt-answer-yes =
    { $theme }: yes{ $kind ->
        [special] {" "}(specially protected, Art. 9 GDPR)
       *[usual] {""}
    }
receipt-answer-ask =
    { $theme }: ask first each time{ $kind ->
        [special] {" "}(specially protected, Art. 9 GDPR)
       *[usual] {""}
    }
receipt-answer-no = { $theme }: no
receipt-action-read = Read along
receipt-action-write = Write
receipt-action-attach = Attach files
receipt-action-attend = Take part in talks
receipt-action-export = Take over into its own file
receipt-action-forward = Pass on
receipt-period = The consent holds from { $begins } until { $ends }, unless it ends earlier.
receipt-review = Whether it still fits is looked at together by { $at } at the latest.
receipt-may-withdraw =
    { $level ->
        [standard] You may withdraw at any time, wholly or in part and without a reason. What the agency lawfully learned before is not affected and remains under professional secrecy.
       *[easy] You can always take back your yes. You need not say why. What the agency has already read we cannot take back. It may not tell anybody.
    }
receipt-rights =
    { $level ->
        [standard] You may ask for information and a copy, have mistakes corrected, have data erased or restricted, and complain (Art. 15 to 18, 20 and 77 GDPR; §§ 81, 83, 84 SGB X).
       *[easy] You may ask what is stored about you. You get a copy. What is wrong is changed. What is no longer needed is erased. You may complain.
    }
receipt-controller = Responsible is: { $name }. { $contact }
receipt-complaint = You can complain here: { $authority }
receipt-norms = Legal basis of the consent: { $norms }.
receipt-notice =
    You were shown the text ‘{ $template }’ in version { $version }, language { $language }, { $level ->
        [easy] easy language
        [simple] simple language
       *[standard] standard language
    }.
receipt-sha256 = Hash of the text (SHA-256): { $sha256 }
receipt-told-purpose = You were told what the data are needed for.
receipt-told-refusal = You were told that a no has no disadvantages.
receipt-told-withdrawal = You were told that you may withdraw at any time.
receipt-event = { $at }: { $said }
receipt-event-requested = You were asked for the consent.
receipt-event-given =
    { $role ->
        [party] A guardian consented.
       *[client] You consented.
    }
receipt-event-recorded = A professional took down your declaration.
receipt-event-confirmed = A second professional confirmed your declaration.
receipt-event-refused =
    { $role ->
        [party] A guardian said no.
       *[client] You said no.
    }
receipt-event-deferred =
    { $role ->
        [party] A guardian wanted to think about it.
       *[client] You wanted to think about it.
    }
receipt-event-withdrawn =
    { $role ->
        [client] You withdrew.
        [party] A guardian withdrew.
        [staff] A professional took down your withdrawal.
       *[door] Your withdrawal was taken down.
    }
receipt-event-revoked = The lead of the case ended the consent.
receipt-event-invalidated = Who watches over data protection declared the consent invalid.
receipt-event-narrowed = A part was withdrawn. This is the rest, which still holds.
receipt-event-superseded = Another consent took the place of this one.
receipt-proof = Number of the receipt: { $receipt }. Number of the consent: { $consent }.
receipt-key = The file that belongs to this receipt is signed with the key { $key }. Whether it is genuine and unchanged is shown by the command ‘fallraum receipt verify’ with this key, even without internet. Compare the key with the one that the responsible agency publishes.

# What is said where an operator has said nothing
receipt-contact = Please turn to the lead of your case.
receipt-authority = the data protection authority in charge of this agency. The lead of your case will tell you which one that is.
receipt-withdrawal = Tell or write to any professional who works on your case. They must take it down at once.
receipt-storage = Everything is stored encrypted on the machine of this Fallraum.
receipt-retention = It is kept until the case is closed and statutory periods have ended.

# At the terminal
help-receipt = Receipts of consents
help-receipt-make = Makes a signed receipt of a consent as it stands now.
help-receipt-file = File for the receipt (JSON-LD); existing files are never overwritten
help-receipt-pdf = File for the readable receipt (accessible PDF)
help-receipt-language = Language of the receipt; by default the one in which was asked
help-receipt-key = Shows the public key with which receipts of this Fallraum can be checked.
help-receipt-verify = Checks a receipt. This takes no Fallraum and no internet, only the published key.
help-receipt-given = File with the receipt
help-receipt-published = Published key of the Fallraum that the file is said to come from
did-make-receipt = The receipt is in { $file }. Please hand it to the client at once and delete it here.
receipt-how = Receipt for the client: ‘fallraum receipt make { $case } { $consent } --file receipt.json --pdf receipt.pdf’
receipt-holds = The receipt { $receipt } is genuine and unchanged. It says what held on { $at }.
receipt-changed = This receipt was changed or is damaged. It proves nothing. Please ask the responsible agency for a new one (Art. 15 GDPR).
receipt-another-hub = This receipt is unchanged, but not signed with the given key. Please check whether the key is right and which agency it comes from.
receipt-not-a-receipt = This file is no receipt of Fallraum. Please check the file that ends in .json, not the PDF.

refused-receipt-not-proven = No receipt can be made of the consent { $consent }: what is stored is not what was signed (Art. 5(1)(f), Art. 7(1) GDPR). Please change nothing, run ‘fallraum audit verify’ and inform whoever is in charge of data protection.
refused-paper-not-printable = The PDF cannot be printed: there is no font here for one of its characters, and a character that nobody can read does not make it accessible (§ 3 BITV 2.0). Please pass it on without a PDF or install the missing font.
refused-receipt-key-malformed = ‘{ $given }’ is no public key. Please give the key exactly as ‘fallraum receipt key’ shows it (43 characters).
refused-unknown-language = There is none in the language ‘{ $language }’. Please choose ‘de’ or ‘en’.
refused-nothing-of-theirs = In case { $case } there is nothing for this person to see: they speak for nobody (any more), and no consent and nothing passed on is about themselves (§ 35(1) SGB I; from the 18th birthday § 2 BGB). Please check who is meant; “fallraum party list” shows who speaks for whom.

# What a client sees of their own case, and takes away
export-title =
    { $reader ->
        [client] Your data in case { $label }
       *[other] What you may see of case { $label }
    }
export-introduction =
    { $reader ->
        [client] This page shows what was stored about your case on { $at } and you may see (Art. 15 and 20 GDPR, § 83 SGB X).
       *[other] This page shows what was stored in case { $label } on { $at } and you may see: what is stored about yourself, what you consented to for somebody, and what rests on that (Art. 15 GDPR, § 83 SGB X).
    }
export-pseudonym =
    { $reader ->
        [client] Your case is called { $label } here. Your name is not in this archive.
       *[other] The case is called { $label } here, and you are called { $pseudonym }. Your name is not in this archive.
    }
export-opened = The case was opened on { $at }.
export-reads = What Fallraum writes in the room stands there for you in: { $language }.
export-closed = The case was closed on { $at }.
export-files = The same archive holds the same for programs (export.json, described in export.schema.json) and every receipt that was made of it (folder receipts).
export-heading-places =
    { $reader ->
        [client] Who works on your case and who may read along
       *[other] Who may or might read along by your consent
    }
export-heading-stays = Who was in which room, and when
export-heading-consents =
    { $reader ->
        [client] Your consents
       *[other] Consents about you or given by you
    }
export-heading-notice = You were shown this text
export-heading-elsewhere = What is not here
export-elsewhere =
    { $reader ->
        [client] Fallraum cannot read what was written in the rooms: you read it in your own program. What an agency keeps in its own file you learn from that agency.
       *[other] Fallraum cannot read what was written in the rooms. What the person whose case it is decides alone, and what they are counselled on in confidence, is theirs (§ 8(3) SGB VIII); this page never says whether there is any such thing. What an agency keeps in its own file you learn from that agency.
    }
export-caption-places =
    { $reader ->
        [client] Those who take part in the case, room by room, with the reason and the end of their access
       *[other] Access by your consent, with its beginning and end
    }
export-caption-stays = Seats in the rooms, in the order in which they began
export-column-who = Who
export-column-room = Room
export-column-since = on the case since
export-column-why = may read along because
export-column-now = Seat
export-column-offered = invited
export-column-taken = in the room since
export-column-ended = End
export-column-consent = Consent
export-part-client = You
export-part-lead = leads the case
export-part-member = works on the case
export-part-stranger = Somebody who does not belong to the case
export-own-case = it is your own case
export-no-right = may not read along
export-by-consent = consent was given (consent { $consent }), until { $until }
export-seat-joined = in the room
export-seat-invited = invited
export-seat-declined = declined or left
export-seat-none = not in the room
export-still = still there
export-left = left on { $at }
export-ended = taken out of the room on { $at }
export-no-stays = Nobody has been in the room so far.
export-no-consents = There is no consent yet.
export-consent = Consent { $consent }
export-consent-titled = Consent { $consent } – { $title }
export-not-proven = What is stored of this consent is not what was signed. It gives nobody access. Please ask whoever is in charge of data protection.
export-heading-disclosures = What was passed on beside the rooms
export-heading-guardianships = Who may speak for whom
export-heading-conferences = Case conferences
export-caption-disclosures = What was passed on, oldest first, with what it rests on
export-caption-guardianships = Guardianships on record
export-caption-conferences = Case conferences, by their beginning
export-column-right-since = access from
export-column-right = Reason and end
export-column-passed-at = when
export-column-subject = about whom
export-column-sender = by whom
export-column-addressee = to whom
export-column-themes = Themes
export-column-ground = Basis
export-column-guardian = who speaks
export-column-ward = for whom
export-column-custody = Custody
export-column-until = until
export-column-stand = State
export-column-begins = Beginning
export-column-minutes = Minutes
export-column-moderator = Moderator
export-column-topics = Topics asked for
export-no-places = So far nobody has access by your consent.
export-stays-not-shown = Who really was in a room, and when, is shown only to the person whose case it is: the rooms belong to their case.
export-no-disclosures = Nothing is recorded here as passed on.
export-right =
    { $now ->
        [true] may read along: consent { $consent }, until { $until }
       *[false] may not read along now: consent { $consent }, until { $until }
    }
export-warning = Notice to the youth office for the protection of a child
export-ground-consent = Consent { $consent }.
export-released = Released by declaration { $consent }.
export-disclosure-not-proven = Attention: nobody signed what is stored about this. Please ask whoever is in charge of data protection.
export-custody-sole = sole
export-custody-joint = joint
export-guardian-stands = in force
export-guardian-waits = not confirmed yet, not in force
export-guardian-over = no longer in force
export-guardian-ended = ended on { $at }
export-topics-not-readable = can no longer be read
help-case-export = Writes everything the client may see of their own case into an archive (Art. 15 and 20 GDPR, § 83 SGB X); with “--for” what somebody else on their side may see.
help-export-file = File for the archive (ZIP); existing files are never overwritten
help-export-language = Language of the readable page; by default the language of this terminal
did-export-case =
    The archive is in { $file }. It is not encrypted: please hand it to { $reader ->
        [client] the client
       *[other] the person it was made for
    } at once and delete it here.
help-export-for = Whom the archive is for: “client” or the first letters of a person. Guardians get only what rests on their own consent.
help-receipt-at-once = Write the receipt for the client into this file at once.
