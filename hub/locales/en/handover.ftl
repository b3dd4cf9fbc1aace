# Who leads a case: handing over, taking over, releasing, leaving

refused-hand-over-open = The lead of case { $case } has been offered to somebody already. Please wait, or end that offer with ‘fallraum case decline’. ‘fallraum case lead’ shows it.
refused-hand-over-to-lead = { $name } leads case { $case } already. Please choose somebody else.
refused-hand-over-to-oneself = Nobody takes the lead by themselves: in case { $case } it takes two different people. Please ask another professional to offer it.
refused-hand-over-not-by-you = The lead of case { $case } is handed over by whoever has it, and only they say whether they leave afterwards. If they cannot be reached, somebody else can offer it: whoever works on the case or watches over data protection. Please ask such a person.
refused-hand-over-without-reason = In case { $case } somebody else than the case lead is offering. That needs a reason. Please repeat with ‘--without-lead’; the reason is asked for and stored encrypted.
refused-hand-over-none = In case { $case } no hand-over of the lead is open at the moment. ‘fallraum case lead’ shows what there was. If needed, please offer it anew with ‘fallraum case hand-over’.
refused-hand-over-not-for-you = The lead of case { $case } is offered to somebody else. ‘fallraum case lead’ shows to whom. Please ask that person.
refused-hand-over-too-early = The lead of case { $case } is being handed over without the present case lead, who has { $days } days to say no. ‘fallraum case lead’ shows from when on it can be taken. Please wait until then; withdrawals and notices for the protection of a child need no lead.
refused-hand-over-overtaken = Somebody else leads case { $case } by now: { $lead }. Please end the old offer with ‘fallraum case decline’ and have it offered anew.
refused-hand-over-to-relieved = The work on case { $case } was ended after the offer. Please have the lead offered anew.
refused-hand-over-not-to-end = This offer is ended by whoever made it, whom it is for, or the case lead. Please ask one of them.
refused-not-involved = { $name } does not work on case { $case }. Nothing more is needed.
refused-lead-not-relieved = { $name } leads case { $case }. Please hand over the lead first with ‘fallraum case hand-over’; with ‘--leave’ the work on the case ends, too.
refused-relieve-not-by-you = The work of { $name } on case { $case } is ended by themselves or by the case lead. Please ask one of them.
refused-professional-left = { $name } has left their agency. Nothing more is signed with this key; what was signed before still holds. Whoever works elsewhere is registered anew, with a new Matrix address.

did-offer-lead = { $name } is offered the lead of case { $case }, until { $until }. Nothing changes until it is accepted: ‘fallraum case take-over { $case } --key …’ with their own key.
did-offer-lead-later = { $name } is offered the lead of case { $case }. It can be accepted from { $begins } and until { $until }; before that the present case lead can say no with ‘fallraum case decline’. It is announced in the room.
did-take-over = From now on { $name } leads case { $case }. The client is told in the room.
did-end-hand-over =
    { $deed ->
        [withdrawn] The offer of the lead of case { $case } is taken back.
       *[declined] The offer of the lead of case { $case } is declined.
    } Everything stays as it was.
did-relieve = { $name } no longer works on case { $case } and has no access from now on.
consent-outlasts = What was consented to for ‘{ $agency } / { $function }’ still holds, until it ends or is withdrawn.
did-leave = { $name } has left their agency: without access to any case from now on, and nothing more is signed with their key. The Matrix account itself stays; please switch it off on its homeserver.
case-without-lead = Attention: nobody leads case { $case }. Please find somebody. Whoever works on the case or watches over data protection offers the lead with ‘fallraum case hand-over { $case } --without-lead’.
lead-is-offered = The lead is offered to { $name }, until { $until }.

# Who leads since when
title-leads = Case lead
empty-leads = This case has no lead.
title-hand-overs = Hand-overs of the lead
column-lead = case lead
column-led-since = since
column-led-until = until
column-offered-by = offered by
column-offered-to = offered to
column-offered-at = on
column-offer-ends = can be accepted
column-offer-stand = state
column-offer-reason = reason
offer-from-until = from { $begins } until { $until }
offer-open = open
offer-over = run out
offer-accepted = accepted { $at }
offer-declined = declined { $at }
offer-withdrawn = taken back { $at }
offer-unproven = does not agree with signature or audit record
export-heading-leads = Who leads the case
export-caption-leads = Who leads your case, and who led it before
export-column-leads-since = since
export-column-leads-until = until
audit-contradicted-hand-over = What is stored of hand-over { $name } of the lead of case { $case } is not signed by both, or does not agree with the audit record: somebody changed or removed something. Who leads stands in the audit record. Please change nothing and inform whoever is in charge of data protection.

help-case-hand-over = Offer somebody the lead of a case. It passes only when it is accepted.
help-hand-over-to = To whom it is offered (Matrix address)
help-hand-over-leave = End one's own work on the case with the hand-over, too
help-hand-over-without-lead = The case lead cannot be reached: somebody else offers; asks for the reason
ask-hand-over-reason = Why without the present case lead, in one sentence (stored encrypted):
help-case-take-over = Accept the lead that was offered: from this instant.
help-case-decline = Decline the lead that was offered, or take the offer back. Whoever runs the hub enters this; it takes no key.
help-case-relieve = End a professional's work on a case. They leave all its rooms at once. Whoever runs the hub enters this; it takes no key.
help-case-lead = Show who leads the case since when, and all hand-overs.
help-professional-leave = Note that a professional leaves their agency: they are out of all cases at once, and their key no longer counts. Whoever runs the hub enters this; it takes no key.
