"""Every table of the house, gathered from the stores that own them."""

import hub.cases.directory
import hub.cases.store
import hub.charter.store
import hub.closing.store
import hub.commands.store
import hub.conference.hands
import hub.conference.polls
import hub.conference.replies
import hub.conference.shelf
import hub.conference.store
import hub.consent.store
import hub.consult.store
import hub.disclosure.store
import hub.handover.store
import hub.journal
import hub.keyring
import hub.listening.store
import hub.minutes.store
import hub.monitoring.store
import hub.notary
import hub.outbox
import hub.parties.store
import hub.plan.store
import hub.receipts.store
import hub.retrievals
import hub.rooms.store
import hub.vault
from hub.db import METADATA

__all__ = ["METADATA"]
OWNERS = (
    hub.cases.directory,
    hub.cases.store,
    hub.charter.store,
    hub.closing.store,
    hub.commands.store,
    hub.conference.hands,
    hub.conference.polls,
    hub.conference.replies,
    hub.conference.shelf,
    hub.conference.store,
    hub.consent.store,
    hub.consult.store,
    hub.disclosure.store,
    hub.handover.store,
    hub.journal,
    hub.keyring,
    hub.listening.store,
    hub.minutes.store,
    hub.monitoring.store,
    hub.notary,
    hub.outbox,
    hub.parties.store,
    hub.plan.store,
    hub.receipts.store,
    hub.retrievals,
    hub.rooms.store,
    hub.vault,
)
