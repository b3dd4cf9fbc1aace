# What the chain tells otherwise
refused-consent-contradicted = What is kept of this consent does not agree with the audit chain: somebody changed or removed something. So it can no longer be given (Art. 7(1) GDPR: a consent must be demonstrable). Please inform the data-protection officer and ask for a new consent.
audit-contradicted = What is kept of consent { $consent } does not agree with the audit chain: somebody changed or removed something. It gives nobody access. Please change nothing and inform the data-protection officer.
state-contradicted = inconsistent: the audit chain says something else
