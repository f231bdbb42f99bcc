"""Every table of the house in one metadata, for migrations, makers and the demo council."""

from __future__ import annotations

from portal.agenda.tables import AgendaItem
from portal.care.tables import (
    ArrivedAlone,
    CareEpisode,
    HealthReturn,
    LeavingReturn,
    MissingEpisode,
)
from portal.clocks.tables import DoneOn, LocalStandard
from portal.core.audit import AuditEvent, AuditHead
from portal.core.db import Base
from portal.core.ledger import Tally
from portal.core.receipts import Receipt
from portal.family_time.tables import FamilyTime
from portal.intake.tables import ImportFinding, ImportRun
from portal.messages.tables import Conversation, Message, ReadMark
from portal.notifications.tables import Notice, Outbox
from portal.opened.tables import Opening, OpeningDecision
from portal.owed.tables import Owed
from portal.passkeys.tables import Passkey
from portal.people.tables import (
    Account,
    Connection,
    Council,
    Invite,
    Membership,
    MustNotKnow,
    Person,
    SignInSession,
)
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.promises.tables import Promise, PromiseStep
from portal.reviews.tables import Review
from portal.seen.tables import Seen
from portal.staff_sign_in.tables import StaffIdentity
from portal.visits.tables import Visit

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Account",
    "AgendaItem",
    "ArrivedAlone",
    "AuditEvent",
    "AuditHead",
    "CareEpisode",
    "Connection",
    "Conversation",
    "Council",
    "DoneOn",
    "FamilyTime",
    "HealthReturn",
    "ImportFinding",
    "ImportRun",
    "Invite",
    "LeavingReturn",
    "LocalStandard",
    "Membership",
    "Message",
    "MissingEpisode",
    "MustNotKnow",
    "Notice",
    "Outbox",
    "Opening",
    "OpeningDecision",
    "Owed",
    "Passkey",
    "Person",
    "Plan",
    "PlanPart",
    "PlanVersion",
    "Promise",
    "PromiseStep",
    "ReadMark",
    "Receipt",
    "Review",
    "Seen",
    "SignInSession",
    "StaffIdentity",
    "Tally",
    "Visit",
    "Wording",
]
