# What the chain tells otherwise
refused-consent-contradicted = What is kept of this consent does not agree with the audit record: somebody changed or removed something. So it can no longer be given (Art. 7(1) GDPR: a consent must be demonstrable). Please inform whoever is in charge of data protection, and ask for a new consent.
audit-contradicted = What is kept of consent { $consent } does not agree with the audit record: somebody changed or removed something. It gives nobody access. Please change nothing and inform whoever is in charge of data protection.
state-contradicted = inconsistent: the audit record says something else
because-contradicted = – (no access; inconsistent: the audit record says something else)
audit-contradicted-case = Who the client of case { $case } is, or whether it is still open, does not agree with the audit record: somebody changed something. Nobody gets a seat under that account. Please change nothing and inform whoever is in charge of data protection.
audit-contradicted-lost = The case with the id { $name } is missing although, by the audit record, nobody erased it. In its rooms nobody is let in and nobody is removed any more. Please change nothing, restore the database from a backup, and inform whoever is in charge of data protection.
audit-contradicted-professional = What is kept of the professional { $name } does not agree with the audit record: somebody changed their agency, unit, function, account or duty. No right follows from it any more. Please change nothing and inform whoever is in charge of data protection.
audit-contradicted-part = That { $name } works on case { $case } does not agree with the audit record. No access follows from it. Please change nothing and inform whoever is in charge of data protection.
audit-contradicted-agency = What kind of agency { $name } is does not agree with the audit record: somebody changed something. Nothing can be passed on to it or from it any more. Please change nothing and inform whoever is in charge of data protection.
refused-professional-contradicted = What is kept of this professional does not agree with the audit record: somebody changed something. Agency, function and duty must be certain before anything is passed on (§ 35(1) SGB I, § 67d(1) SGB X). Please change nothing, call "fallraum audit verify" and inform whoever is in charge of data protection.
refused-case-contradicted = Who works on case { $case } does not agree with the audit record: somebody changed something. So it is not certain who is responsible for the data (Art. 5(2) GDPR), and there is no receipt. Please change nothing, call "fallraum audit verify" and inform whoever is in charge of data protection.

# Checkpoints
up-notary-waits = While the key is missing the audit record is not attested.
up-chain-broken = Warning: the audit record can no longer be relied on from entry { $number } onwards, and is not attested any more. Please change nothing, back up the data folder, call "fallraum audit verify" and inform whoever is in charge of data protection.
audit-attested = Attested up to entry { $number }, at { $at }
audit-agrees = The checkpoint that was kept elsewhere, up to entry { $number } of { $at }, agrees with the audit record.
audit-not-attested = There is no checkpoint, or the key to verify one is missing. "fallraum audit checkpoint" attests the audit record.
audit-checkpoint-differs = something else stands here than what was attested; the record was rewritten or cut off
audit-checkpoint-forged = there is a checkpoint here that is not this Fallraum’s
did-attest = The audit record is attested up to entry { $number }. The checkpoint is in { $file }. Please keep it elsewhere, best with whoever is in charge of data protection. It is checked with "fallraum audit verify --against".
refused-nothing-to-attest = Nothing was done here yet, so there is nothing to attest. Please try again later.
refused-no-checkpoint = The file contains no checkpoint. Please name the file that "fallraum audit checkpoint --file" wrote.
refused-checkpoint-not-signed = The signature of this checkpoint does not fit: the file was changed. Please take an unchanged copy, and inform whoever is in charge of data protection.
refused-checkpoint-of-another-hub = This checkpoint is from another Fallraum. It says nothing about this one. Please take the right file, or name the right folder with --data.
help-audit-checkpoint = Verifies the audit record, attests it with the signature of this Fallraum, and prints the checkpoint. It belongs elsewhere, best with whoever is in charge of data protection.
help-checkpoint-file = Writes the checkpoint into this file instead of showing it
help-against = File with a checkpoint that was kept elsewhere

# Who looked at what
title-retrievals = Who was shown something
empty-retrievals = In the last six months nobody was shown anything of this case. Older entries are deleted (§ 79(4) SGB X).
column-at = when
column-actor = who
column-deed = what
retrieval-case-shown = the case and who works on it
retrieval-consent-shown = the consents
retrieval-case-exported = everything that clients see of their own case
retrieval-consent-previewed = who would come or go by a consent
retrieval-party-shown = the people on the client’s side
retrieval-disclosure-shown = the disclosures that this person may read
help-audit-retrievals = Shows who was shown something of a case in the last six months.

# Disclosures that are not as they were signed
audit-doubtful-disclosure = What is kept of disclosure { $disclosure }, or of what followed it, is not signed or does not agree with the audit record: somebody changed or removed something. Nobody gets to read it. Please change nothing and inform whoever is in charge of data protection.

# What was done
title-acts = What was done in the case
empty-acts = Nothing was done in this case yet.
column-target = to what
column-basis = basis
column-act-because = because of
act-because = { $cause } ({ $seconds } s)
retrieval-audit-shown = what was done in the case
help-audit-show = Show what was done in a case: who, what, on which basis, because of what, and how quickly (‘--side’: only talks in private).
