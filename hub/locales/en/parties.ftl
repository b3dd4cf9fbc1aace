# The client's side: birthdays, children, parents, and who may speak for whom

refused-malformed-day = "{ $given }" is not a day. Please give one such as 2008-05-31.
refused-moment-missing = There is no { $given }: clocks go forward in that night. Please give another time.
refused-moment-twice = { $given } comes twice: clocks go back in that night. Please give it with its time zone, such as "+01:00".
refused-unlikely-birthday = This birthday cannot be right. Please check it.
refused-birthday-known = Case { $case } has a birthday already. Nothing was changed. It decides whether somebody consents for themselves; if it is wrong, please open a new case.
refused-birthday-unknown = Nobody knows when this person was born, or they do not belong to this case. Without that nobody can know whose consent it takes. Please add it with "fallraum party born", or the person with "fallraum party add".
refused-unknown-party = "{ $party }" fits nobody in this case, or more than one. "fallraum party list" shows all.
refused-unknown-guardianship = There is no such guardianship in this case. "fallraum party list" shows all.
refused-guardian-of-somebody-of-age = This person is of age (§ 2 BGB): nobody else decides for them. Please ask them.
refused-guardian-not-of-age = Only somebody of age can speak for a child, and nobody for themselves. Please check who is meant.
refused-guardian-known = This guardianship has been recorded already. Please confirm it, or end it first.
refused-custody-not-joint = Another guardianship is recorded already, and one of the two is sole custody. Please check; end what is no longer true with "fallraum party end" (§§ 1626, 1671 BGB).
refused-guardianship-decided = This guardianship is confirmed or ended already. Please record it anew if needed.
refused-guardianship-not-by-you = It takes two different professionals who both work on the case, one to record and one to confirm. Please ask a second one.
refused-guardianship-without-evidence = A guardianship needs evidence. Please give the scan of the proof.
refused-guardian-without-key = One guardian has no confirmed key: they can consent on paper only. Please record it on paper, or record the guardianship anew with their key.
refused-guardian-beyond-coming-of-age = What guardians allow ends with the 18th birthday at the latest (§ 2 BGB). Please choose an earlier end. After that the person is asked themselves.
refused-minor-of-age = This person is of age: it takes no assessment and no confidential way for minors. Please leave both out.
refused-minor-without-assessment = This person is a minor. Please assess whether they can decide themselves, with a short reason ("--capable" or "--not-capable"). What counts is insight in the single case, not a fixed age.
refused-minor-too-young = Below { $years } years nobody consents for themselves here. Please ask their guardians.
refused-minor-without-guardian = Nobody is confirmed as this person's guardian. Please record one with "fallraum party guardian" and have it confirmed first.
refused-minor-objects = The young person objects. So nothing is shared. Please talk to each other.
refused-minor-not-heard = From { $years } years on the young person is asked for their own view, too. Please do so and say it with "--voice".
refused-counselling-without-person = Confidential counselling is given by a certain person (§ 8(3) SGB VIII). Please name them.
refused-nobody-to-release = Only a release frees from secrecy. Please choose that kind of declaration, or leave this out.
refused-consent-given-by-you = This person has agreed already. Somebody else is still missing.
refused-asked-too-soon = Less than { $days } days ago the answer to this was "no" or "later". That has no disadvantages, and nobody is pressed. Please ask again later.
refused-not-a-renewal = Only a consent of the same person, of the same kind and for the same recipient can be renewed. Please check the number, or ask anew.
refused-theme-not-given = This consent does not say yes to the theme "{ $theme }". Nothing was changed. "fallraum consent show" shows the themes.
refused-evidence-differs = The scan is not the one that was recorded. Nothing was confirmed. Please compare the two papers.

did-add-party = Person { $party } now belongs to case { $case }.
did-note-birthday = The birthday in case { $case } is noted.
did-record-guardianship = Guardianship { $guardianship } in case { $case } is recorded. It counts only when a second professional has confirmed it with "fallraum party confirm".
did-confirm-guardianship = Guardianship { $guardianship } holds until { $until }.
did-end-guardianship = Guardianship { $guardianship } is ended. What this person allowed holds no longer, at once.
did-narrow-consent = For "{ $agency } / { $function }" only the rest holds from now on, as consent { $consent }.
did-revoke-consent = The consent for "{ $agency } / { $function }" is ended, because it is no longer needed.

title-parties = On the client's side
empty-parties = Nobody yet.
column-party = Person
column-born = born
column-speaks-for = speaks for
speaks-for =
    { $guardianship }: { $subject }, until { $until }{ $state ->
        [waits] {" "}(not confirmed yet)
        [over] {" "}(ended)
       *[stands] {""}
    }
state-invalidated = declared invalid { $at }
state-superseded = replaced { $at }
state-expired = expired

ask-born = Birthday, such as 2008-05-31 (kept encrypted):
ask-party-name = Name (kept encrypted):
ask-capacity-note = Reason of the assessment in one sentence (kept encrypted):

help-party = Children, parents, and who may speak for whom
help-party-add = Add a child, a parent or another person.
help-party-born = Note the client's birthday where it is missing.
help-party-guardian = Record who may speak for whom. It counts only when a second professional has confirmed it.
help-party-confirm = Confirm a guardianship that another professional recorded (principle of four eyes).
help-party-end = End a guardianship. What rests on it holds no longer, at once.
help-party-list = Show everybody, and who speaks for whom.
help-guardian-of = For whom: "client" or the first characters of the person
help-guardian = Who: "client" or the first characters of the person
help-custody-scan = File with the scan of the proof of custody; only its hash is kept
help-custody = Sole or joint custody
help-guardian-key = Public key from the guardian's own device; without it only paper is possible
help-guardianship = Number of the guardianship (the first characters are enough)
help-unit = Unit within the agency, such as "Team U25"
help-notice-level = How plain the text was that was shown: standard, simple, easy
help-kind = Kind of declaration: share, secrecy-release and entrusted-release (a person is released), channel-use, invite-third
help-of = Whose data it is about: "client" or the first characters of a person
help-capable = For minors: whether the person can decide themselves
help-voice = What the young person says where guardians decide: agrees or objects
help-counselling = Confidential counselling without the guardians' knowledge (§ 8(3) SGB VIII)
help-person = Matrix address of the person, if a certain one is meant
help-released = Matrix address of the person who is released from secrecy
help-renews = Number of the consent that is renewed with this one
help-partly = Withdraws some themes only; asks for them, the rest still holds
ask-without-themes = Themes that are no longer consented to, for example "school health":
refused-partly-without-theme = No theme was named, so nothing is withdrawn. Please name the themes that are no longer consented to, or withdraw the whole consent without "--partly"; both are possible at any time (Art. 7(3) GDPR).
help-consent-revoke = End a consent that is no longer needed. Only who leads the case may.
did-invalidate-consent = The consent for "{ $agency } / { $function }" is declared invalid. It gives nobody access any more.
disclosure-to-look-at = Disclosure { $disclosure } of { $at } rested on it. Please check whether it was lawful and who must be told.
help-consent-invalidate = Declare a consent invalid and name what rested on it. Only who watches over data protection, and does not work on the case, may.
refused-key-not-by-you = Only whose key it is hands it in. Please do so on your own device.
refused-guardianship-not-to-end = Only somebody who works on the case can end this guardianship. Please turn to the lead of the case.
refused-guardian-missing = With joint custody both must agree (§§ 1626, 1627 BGB). Only one guardian is confirmed so far. Please record the other one, too, and have it confirmed.
refused-assessment-not-by-you = Whoever assesses whether a young person can decide themselves stands for it, and works on the case. Please assess it yourself.
refused-counselling-not-there = Confidential counselling is given by the youth office and those who counsel for it (§ 8(3) SGB VIII). Please choose such an agency.
refused-renewal-begins-at-once = A renewal holds at once and takes the place of the consent before. Please leave its beginning out.
refused-consent-not-kept = Consent { $consent } is missing from the database, although the audit chain knows of it. It gives nobody access. Please change nothing, and tell whoever is in charge of data protection.
refused-guardian-key-differs = The key is not the one that was recorded. Nothing was confirmed. Please look at the guardian's own device.
person-unreadable = no longer readable
theme-answered =
    { $theme }: { $answer ->
        [yes] yes
        [no] no
       *[ask] ask each time
    }
