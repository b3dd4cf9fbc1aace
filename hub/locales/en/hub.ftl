# Voices in rooms
voice-steward = Fallraum
voice-conference = Fallraum · conference
voice-monitor = Fallraum · reminding (bot)
farewell = Participation in this room has ended. What has already been read remains confidential.

# Starting a hub
up-starting = Fallraum is starting …
up-database = ✓ Database ready
up-homeserver-starting = … Homeserver starting
up-homeserver = ✓ Homeserver answers
up-registration = ✓ The registration is in { $file }. If you have not done so yet, please add it to the homeserver.
up-voices = ✓ Voices ready, with verified devices
up-voices-wait = The homeserver { $url } does not answer as it should yet ({ $why }). Fallraum keeps trying; nothing that is due is forgotten.
up-vault-shut = Until then Fallraum writes nothing into rooms. Withdrawals and expiries still take effect. Then please start again.
up-ready = Fallraum is running. Homeserver: { $url } · Data: { $data } · Stop with Ctrl+C
up-stopping = Fallraum is stopping …
up-part-ended =
    { $part ->
        [homeserver] The homeserver
       *[other] ‘{ $part }’
    } has stopped (status { $status }).
up-part-restarts =
    { $part ->
        [homeserver] The homeserver
        [door] Web access
        [courier] Delivery
        [voices] The voices’ connection
        [notary] Attesting the audit chain
        [sweep] The round through the rooms
        [reunion] Catching up with the homeserver
       *[other] ‘{ $part }’
    } will restart in { $seconds } s.

# What keeps an installation from working
not-ready-folder-not-usable = The folder { $folder } cannot be used: { $why }. Please check its permissions or choose another folder with --data.
not-ready-folder-open-to-others = The folder { $folder } belongs to somebody else or is open to others. Please find out who may have read or written in it, and close it with "chmod 700".
not-ready-no-hub-here = There is no Fallraum in the folder { $folder } yet. Please name the right folder with --data, or begin a new one with "fallraum up".
not-ready-folder-in-use = Fallraum is already running on the folder { $folder }. Please stop it first or choose another folder with --data.
not-ready-port-taken = Port { $port } is already in use. Please stop the other program or choose another port with FALLRAUM_DOOR_PORT or FALLRAUM_HOMESERVER_PORT.
not-ready-authority-not-readable = The certificate authority in { $file } (FALLRAUM_FEDERATION_CA) cannot be read: { $why }. Please check the file; it needs at least one certificate in PEM.
not-ready-database-newer = The database is newer ({ $database }) than this program ({ $code }). Nothing was changed. Please start the newer version of Fallraum.
not-ready-database-not-usable = The database cannot be used: { $why }. Please check FALLRAUM_DATABASE and the permissions.
not-ready-homeserver-silent = The homeserver did not answer in time and was stopped. Its log gives the reason: { $log }. Please look there and start again.
not-ready-homeserver-ended = The homeserver stopped while starting. Its last message: { $why }. Please resolve the cause and start again. There is more in the data folder under homeserver/.
not-ready-registration-unknown = The homeserver does not know this Fallraum ({ $why }). Please add { $file } there as an application service and restart it.
not-ready-vault-key-does-not-fit = The key in secrets/vault_key does not fit this database (noticed at { $place }). Without it the data stay locked. Please put back the right key from your backup.
not-ready-secret-open-to-others = Others can read the secret file { $file }. Please check who may have read it, and close it with ‘chmod 600’.
not-ready-vault-key-missing = The key file { $file } is missing, but there is a database already. No new key was made. Please put the key back from the backup.
not-ready-secret-damaged = The secret file { $file } is damaged or empty. Please put it back from the backup.
not-ready-account-later = No account was made for { $user } yet: the embedded homeserver in the folder { $folder } does not answer. Please check that "fallraum up" runs on this folder, then call "fallraum professional account".
not-ready-account-elsewhere = No account can be created here for { $user }: this is only possible on the homeserver supplied. Please create the account on the homeserver the address belongs to.

# Refusals: what, why, what one can do
refused-malformed-user-id = ‘{ $given }’ is not a Matrix address. Please enter it in this form: @name:server.example
refused-malformed-agency-id = ‘{ $given }’ cannot be a short name. Please use 2 to 40 lower-case letters (a to z), digits and hyphens, beginning with a letter, for example ‘jugendamt’.
refused-malformed-recipient = ‘{ $given }’ is not a recipient. Please give agency and function, for example ‘jugendamt/Allgemeiner Sozialer Dienst’.
refused-malformed-moment = ‘{ $given }’ is not a date or time. Please enter, for example, 2027-03-01 or ‘2027-03-01 10:00’.
refused-unshowable-text = The entry { $given } cannot be saved: it is empty, longer than { $most } characters or contains control characters. Please change it.
refused-agency-exists = The agency ‘{ $agency }’ already exists. Please choose another short name. ‘fallraum agency list’ shows all agencies.
refused-unknown-agency = There is no agency ‘{ $agency }’. ‘fallraum agency list’ shows all agencies.
refused-professional-exists = A professional is already registered for { $user }. Each professional needs a Matrix address of their own. Please give another one.
refused-unknown-professional = { $user } is not registered as a professional. Please check the address or register the professional with ‘fallraum professional add’. If they are registered, the audit record says something else: then please call ‘fallraum audit verify’.
refused-client-has-case = There is already a case for the account { $user }. Please continue that case or choose another account.
refused-unknown-case = There is no case ‘{ $case }’. ‘fallraum case list’ shows all cases.
refused-case-closed = Case { $case } is closed and can no longer be changed. Please open a new case if needed.
refused-already-involved = { $name } is already working on case { $case }. Each professional is entered only once; to name them once is enough.
refused-unknown-recipient = Nobody in the agency ‘{ $agency }’ is registered with the function ‘{ $function }’. Please check the spelling or first register the professional with ‘fallraum professional add’.
refused-unknown-consent = ‘{ $consent }’ matches no consent in this case, or more than one. Please give more of the number. ‘fallraum consent show’ shows them all.
refused-consent-ends-before-it-begins = The consent would end before it begins. Please check its beginning and end.
refused-consent-already-over = The end of this consent has already passed: it would never be in force. For access, please record a consent with a later end.
refused-consent-before-it-was-given = A consent is valid from the moment it is given at the earliest. Please leave out the beginning or choose a later one.
refused-consent-too-long = A consent is valid for at most { $days } days; after that we ask again. Please choose an earlier end.
refused-consent-without-purpose = A consent needs a purpose of 1 to { $most } characters. Please say what it is for.
refused-consent-already-withdrawn = The consent has already been withdrawn, and that withdrawal stands. There is nothing more to do.
refused-consent-cannot-be =
    { $state ->
        [draft] This consent is only a draft.
        [requested] This consent has only been asked for.
        [deferred] This consent is still being thought about.
        [recorded] This declaration has been taken down and is not confirmed yet.
        [given] This consent is given already.
        [refused] This consent was refused. That has no disadvantages.
        [withdrawn] This consent is withdrawn.
        [invalidated] This consent was declared invalid.
        [superseded] Another consent has taken the place of this one.
       *[revoked] This consent was ended by the agency.
    } So what you want is not possible. If needed, please ask for a new consent.
refused-consent-not-by-you =
    { $deed ->
        [given] Only the person concerned gives a consent – never a professional, never a program.
        [refused] Only the person concerned can refuse.
        [deferred] Only the person concerned can defer.
        [confirmed] A second professional who works on the case must confirm: not the one who took it down.
        [revoked] Only the case lead can end it.
       *[other] You are not entitled to do this.
    } Please ask the person in charge.
refused-consent-review-outside = The review must lie between the beginning and the end of the consent. Please change it.
refused-consent-not-told = Before somebody consents they must be told { $told ->
        [purpose] what the data are needed for
        [refusal] what happens if they do not consent (nothing)
       *[withdrawal] that they may withdraw at any time
    } (§ 67b(2) SGB X). Please do so, then give "--told { $told }".
refused-consent-bundled = A consent must not be tied to an application: it would not be free (Art. 7(4) GDPR). Please have it declared apart and give "--separate".
refused-consent-without-action = The consent allows nothing. Please say what the agency may do.
refused-consent-without-theme = The consent names no theme that is agreed to. Please name at least one theme (Art. 4(11) GDPR: specific).
refused-unknown-theme = There is no theme ‘{ $theme }’. There are: organisation, school, work, housing, family, childcare, debts, health, addiction, offences. Please choose one of them.
refused-malformed-theme = ‘{ $given }’ is no theme with an answer. Please write, for example, "school=yes".
refused-release-without-person = A named person is released from secrecy, never an agency (§ 203 StGB, § 65 SGB VIII). Please name the person.
refused-paper-without-evidence = A declaration on paper needs the hash of its scan. Please name the scan.
refused-oral-without-reason = A consent by word of mouth needs a reason of 1 to { $most } characters (§ 67b(2) SGB X). Please say why it is not in writing.
refused-oral-special = One cannot consent to the theme ‘{ $theme }’ by word of mouth: it is specially protected (Art. 9 GDPR, § 67b(2) SGB X). Please have it declared in writing or electronically.
refused-signature-not-theirs = The signature does not belong to the key on record. Nothing was kept. Please use your own key, or put one on record with "fallraum professional key".
refused-key-pinned-already = There is a key on record for this person already. A key on record is not replaced. Please use the existing one.
refused-key-of-nobody = This key belongs to no professional on record. Please put one on record with "fallraum professional key".
refused-key-damaged = The key file { $file } is damaged. Please restore it from the backup.
refused-key-open-to-others = The key file { $file } can be read by others. Please close it with "chmod 600".
refused-unknown-notice = There is no such consent text in the language ‘{ $language }’. Please choose another language, such as "de" or "en".
refused-unreadable-file = The file { $file } cannot be read: { $why }. Please check its name and permissions.
refused-unwritable-file = The file { $file } cannot be made: { $why }. Please choose another name; existing files are never overwritten.
refused-consent-without-zone = A time without a zone is none. Please give the time zone.
refused-evidence-without-paper = Only a declaration on paper has a scan. Please leave the hash out.
refused-key-not-usable = This is no key one can sign with (Ed25519). Please have a new one made.
refused-conference-in-the-past = The beginning of the case conference is in the past. Please choose a later date.
refused-moderator-not-involved = Whoever moderates must work on case { $case }. Please choose somebody else or enter them first with ‘fallraum case involve’.
refused-conference-too-long = A case conference lasts whole minutes, at least one minute and at most { $hours } hours. Please change its length.
refused-too-much-for-an-agenda = An agenda has room for at most { $topics } topics of 1 to { $most } characters each. Please shorten it or leave out empty topics.
refused-account-not-made =
    { $why ->
        [M_USER_IN_USE] No new account was created for { $user }: there is already one on the homeserver. Please check that it belongs to the right person.
       *[other] No account was created for { $user }: the homeserver refused ({ $why }). Please check the address and look at the homeserver’s log.
    }

# What was done
did-add-agency = { $name } is registered.
did-add-professional = { $name } ({ $user }) is registered.
did-make-account = The account { $user } has been created. First password: { $password } – please hand it over safely and have it changed after the first sign-in.
did-trust = The next identity that { $user } shows will be accepted. Please ask the person now, by another route, whether they renewed it themselves.
nothing-to-trust = No identity had been noted for { $user } yet. There is nothing more to do: the first one shown will be accepted.
did-open-case = Case { $case } is open. There will be a room as soon as there is a consent.
did-involve = { $name } is now working on case { $case }. Access to the room requires consent.
did-close-case = Case { $case } is closed. Everybody is being removed from its rooms.
did-give-consent = The consent { $consent } for ‘{ $agency } / { $function }’ is given and in force.
did-withdraw-consent = The consent for ‘{ $agency } / { $function }’ is withdrawn. What was read before cannot be taken back.
did-record-consent = The declaration { $consent } in case { $case } has been taken down. It holds only when a second professional confirms it with "fallraum consent confirm".
consent-alike = Please note: declaration { $consent } says the same for ‘{ $agency } / { $function }’ already. If only one of the two ends, the other one still holds. To renew it, please record with ‘--renews { $consent }’.
consent-alike-alone = Please note: there is a declaration for the same talks in private already; ‘fallraum consent show { $case } --side’ shows it. If only one of the two ends, the other one still holds. To renew it, please record with ‘--renews’.
another-consent-holds = Note: for ‘{ $agency } / { $function }’ the consent { $consent } still holds. Access stays until it is withdrawn, too.
did-make-key = The key of { $user } is in { $file }. Please hand it over safely and do not leave it here: whoever has it signs everything with it in this name: consents, charter, disclosures, lead, answers, closing.
did-call-conference = The case conference in case { $case } is called. The agenda is posted into the room as soon as there is one.
hub-is-asleep = Note: no Fallraum is running on this folder. The decision counts, but nobody is taken out of a room before the next "fallraum up".
audit-holds =
    The record is complete and unchanged: { $number ->
        [one] 1 entry
       *[other] { $number } entries
    }, last checksum { $hash }
audit-broken = The record can no longer be relied on from entry { $number } onwards: { $why }. Please change nothing, back up the data folder and inform the person responsible for data protection.
audit-doubtful = The consent { $consent } stands as given but is not signed, or was changed. It gives nobody access. Please change nothing and inform whoever is in charge of data protection.
audit-entry-missing = an entry is missing
audit-entry-changed = an entry has been changed
audit-end-missing = its end is not as it should be

# Tables
title-agencies = Agencies
title-cases = Cases
title-roster = Who is taking part
title-consents = Consents
empty-agencies = No agency registered yet. ‘fallraum agency add’ registers one.
empty-cases = There is no case. ‘fallraum case open’ opens one.
empty-consents = No consent yet. "fallraum consent record" takes one down.
column-agency = Agency
column-name = Name
column-legal-area = Legal area
column-recipient = Agency/function
column-case = Case
column-opened-at = opened
column-closed-at = closed
column-because = because
column-seat = Seat
column-consent = Consent
column-purpose = Purpose
column-period = Period
column-state = Status
who = { $name } ({ $role })
role-lead = case lead
role-member = member
role-stranger = does not belong here
role-client = person at the centre
seat-joined = in the room
seat-invited = invited
seat-declined = declined or left by choice
seat-none = –
state-draft = draft
state-requested = asked for
state-deferred = deferred
state-recorded = taken down, to be confirmed
state-given = in force
state-refused = refused
state-revoked = ended { $at }
state-not-proven = not genuine: signature missing or wrong
state-withdrawn = withdrawn { $at }
state-not-in-force = not in force
client = client

# Questions
ask-client-name = The client’s name (will be kept encrypted):
ask-purpose = What for, in one sentence (will be kept encrypted):
ask-oral-reason = Why by word of mouth (will be kept encrypted):
ask-themes = Themes and answers, such as "organisation=yes school=ask health=no" (will be kept encrypted; empty: organisation=yes only):
ask-topic = A topic (will be kept encrypted; an empty line ends):

# Help
help = Fallraum: rooms for one case, read only by those for whom the client has given consent.
help-data = Folder for everything this Fallraum keeps
help-verbose = Show on standard error what Fallraum is doing (no content)
help-json = Output as JSON
help-up = Start everything Fallraum needs in this terminal. Stop with Ctrl+C.
help-homeserver = Address of a homeserver of your own instead of the one supplied
help-server-name = Name of the homeserver in Matrix addresses
help-version = Show the version.
help-agency = Agencies in the network
help-agency-add = Register an agency.
help-agency-list = Show all agencies.
help-agency-id = Short name of the agency, for example jugendamt
help-agency-name = Full name of the agency
help-legal-area = Legal area (Rechtskreis), for example ‘SGB VIII’
help-professional = Professionals in the agencies
help-professional-add = Register a professional.
help-professional-trust = Accept that a person has renewed their Matrix identity. Please ask them first, by another route.
help-professional-account = Makes an account with a first password on the embedded homeserver.
help-professional-name = Name of the professional
help-function = Function in the agency, for example ‘Fallmanagement’
help-user = Matrix address; on your own homeserver the name is enough
help-account = Create an account with a first password on the homeserver supplied
help-case = Cases
help-case-open = Open a case.
help-case-involve = Let one more professional work on the case.
help-case-list = Show all cases.
help-case-show = Show who is taking part, why and until when (‘--side’: only talks in private).
help-case-close = Close a case. Everybody leaves its rooms.
help-lead = Matrix address of the case lead
help-member = Matrix address of a further professional (may be repeated)
help-label = Label of the case, for example F-1
help-consent = Consents
help-consent-withdraw = Record a withdrawal. It takes effect at once.
help-consent-show = Show the consents of a case (‘--side’: only those to talk in private).
help-consent-id = Number of the consent (the first characters are enough)
help-recipient = For whom: agency/function, for example ‘jugendamt/Allgemeiner Sozialer Dienst’; a declaration of its own for each agency
help-until = Until when (a day counts in full), for example 2027-03-01
help-from = From when; if left out, from now on
help-consent-record = Takes down a declaration on paper (with its scan) or by word of mouth (without). It holds only when a second professional confirms it.
help-consent-confirm = Confirms a declaration that another professional has taken down (four eyes).
help-key = File with the own key, with which a professional signs (see ‘fallraum professional key’)
help-scan = File with the scan of the signed declaration; only its hash is kept
help-told = What was told before (§ 67b(2) SGB X): purpose, refusal, withdrawal – all three are needed
help-separate = The declaration is not tied to an application
help-review = When to look together whether the consent still fits; at its end if not given
help-notice-language = Language in which the declaration was shown
help-professional-key = Makes a professional the key with which they sign everything: consents, charter, disclosures, lead, answers, closing. Whoever has the file signs as that person.
help-conference = Case conferences
help-conference-call = Call a case conference and post its agenda in the room.
help-at = Beginning, for example ‘2027-03-01 10:00’
help-minutes = Length in minutes
help-moderator = Matrix address of the chair
help-audit = Record of everything that was done
help-audit-verify = Check that the record is complete and unchanged.
help-tour = Show on a real homeserver how consent opens and closes access to a case (about a minute).
help-demo = The tour, then the next steps.
help-keep = Keep the folder of the tour

# The tour
tour-people = Four professionals and their own Matrix programs
tour-people-signed-in = { $count } signed in, each device verified by the person themselves
tour-case = A case is opened, four agencies work on it
tour-case-has-no-room = No room yet: there is no consent
tour-consent = Jonas Novak gives consent for three of the four agencies
tour-seats-offered = Invited on the homeserver: exactly these { $count }
tour-seats-taken = In the room: exactly these { $count }
tour-outsider = Dario Rossi (debt counselling) tries to get in
tour-refused-join = Joining by room number: refused ({ $status })
tour-refused-alias = Joining by address: refused ({ $status })
tour-refused-knock = Knocking: refused ({ $status })
tour-refused-read = Reading messages: refused ({ $status })
tour-refused-state = Reading the room’s settings: refused ({ $status })
tour-refused-members = Reading the list of participants: refused ({ $status })
tour-refused-invited = Invitation by the case lead in person: refused ({ $status })
tour-outsider-is-out = According to the homeserver, Dario Rossi is not in the room
tour-outsider-read-nothing = Dario Rossi’s program has read nothing
tour-agenda = The conference voice posts the agenda
tour-agenda-read = { $name }: decrypted and read in their own program
tour-scan = What is on disk in plain text?
tour-scan-works = The search finds what must be there (the address of the room’s steward, in { $count } files)
tour-scan-clean = Neither agenda nor name: { $count } files searched, databases included
tour-withdraw = Jonas Novak withdraws the consent for { $name } (youth office)
tour-is-out = According to the homeserver, { $name } is out
tour-later-not-shown =
    The homeserver does not hand over { $count ->
        [one] one later message
       *[other] { $count } later messages
    } to { $name }
tour-later-not-readable = Even if it did: { $name }’s program cannot decrypt them
tour-neutral-words = The others read only neutral words, not why
tour-expiry = The consent for { $name } (school social work) was for a limited time
tour-still-inside = { $name } is still in the room
tour-crash = The homeserver crashes while the consent for { $name } is being withdrawn
tour-refused-at-once = For Fallraum, { $name } is out with immediate effect
tour-converged = The homeserver is running again, { $name } is out
tour-only-client-left = Only Jonas Novak is left in the room
tour-audit = The record
tour-chain-holds =
    Complete and unchanged: { $count ->
        [one] 1 entry
       *[other] { $count } entries
    }
tour-end =
    End of the tour after { $seconds } s: { $held ->
        [one] 1 observation
       *[other] { $held } observations
    } as expected, { $failed } not
tour-kept = Folder of the tour: { $folder }
demo-next = Next: ‘.venv/bin/fallraum up’ starts a Fallraum of your own, ‘.venv/bin/fallraum --help’ shows all commands.
