"""Every table of the house in one metadata, for migrations, makers and the demo council."""

from __future__ import annotations

from portal.agenda.tables import AgendaItem
from portal.articles.tables import Article, ArticleLink, ArticleVersion
from portal.care.tables import (
    ArrivedAlone,
    CareEpisode,
    HealthReturn,
    LeavingReturn,
    MissingEpisode,
)
from portal.channels.tables import Choice, Delivery, Nickname, OwnWay, PushWay, Quiet
from portal.claims.tables import Claim, ClaimDays, ClaimPaper, ClaimStep
from portal.clocks.tables import DoneOn, LocalStandard
from portal.core.audit import AuditEvent, AuditHead
from portal.core.db import Base
from portal.core.jobs import Heartbeat, JobRun
from portal.core.ledger import Tally
from portal.core.receipts import Receipt
from portal.decisions.tables import Decision, DecisionStep
from portal.diary.tables import Diary, DiaryEntry, DiaryOpen
from portal.documents.tables import Document
from portal.entitlements.tables import LocalItem, OwnFact
from portal.family_time.tables import FamilyTime
from portal.goals.tables import Goal, GoalChange, GoalStep, Sitting
from portal.groups.tables import GroupDate, GroupMember, MeetGroup, Meeting
from portal.hand_over.tables import HandOver
from portal.hours.tables import ClosedDay, OpenHours
from portal.intake.tables import ImportFinding, ImportRun
from portal.introductions.tables import IntroCard, IntroPhoto
from portal.keep_in_touch.tables import (
    CheckIn,
    Confirmed,
    Contact,
    LostTouch,
    LostTouchStep,
    Rhythm,
)
from portal.local_offer.tables import LocalDraft
from portal.messages.tables import Conversation, Draft, Message, ReadMark
from portal.moves.tables import HomePhoto, Move, MoveSaid, MoveStay
from portal.my_pages.tables import Feeling, MyAnswer, MyAnswerBefore
from portal.my_views.tables import ViewHeading, ViewPart, ViewSheet
from portal.news.tables import NewsGroup, NewsItem, NewsMember, NewsOptOut, NewsReply, NewsTo
from portal.notifications.tables import Notice, Outbox
from portal.opened.tables import Opening, OpeningDecision
from portal.opportunities.hellos.tables import Hello, HelloGiver, HelloWish
from portal.opportunities.tables import Opportunity, OpportunityChange, OpportunityDate
from portal.owed.tables import KeptFrom, Owed, OwedStep
from portal.passkeys.tables import Passkey
from portal.pathway.tables import EarlyReview, OwnWords, SkillMark
from portal.people.tables import (
    Account,
    Connection,
    Council,
    Invite,
    Leave,
    Membership,
    MustNotKnow,
    Person,
    SignInSession,
    Stop,
)
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.plan.together.tables import BigQuestion, OwnLine, PlanAnswer, PlanResponse, SayDraft
from portal.plan.writing.tables import BreachStep, SawIt, TakenBack
from portal.plan.writing.tables import Draft as PlanDraft
from portal.plan.writing.tables import Save as PlanSave
from portal.plan.writing.tables import Typed as PlanTyped
from portal.polls.did.tables import WeDid, WeDidWords
from portal.polls.pledge.tables import (
    PledgeBefore,
    PledgeCount,
    PledgeDone,
    PledgeEvidence,
    PledgePoint,
)
from portal.polls.tables import Poll, PollDone, PollOption, PollQuestion, PollWords
from portal.promises.tables import Promise, PromiseStep
from portal.proof.tables import LetterWords, Proof, ProofCode
from portal.put_right.complaints.tables import Complaint, ComplaintAnswer, ComplaintStep
from portal.put_right.good_news.tables import GoodNews, GoodNewsTo
from portal.put_right.tables import WrongDraft
from portal.reviews.desk.tables import (
    DisputeStep,
    ReviewDispute,
    ReviewPrep,
    ReviewReturn,
    ReviewStep,
)
from portal.reviews.tables import (
    AgendaPoint,
    Review,
    ReviewComer,
    ReviewDecision,
    ReviewRecord,
    ReviewTalk,
)
from portal.saved_replies.tables import SavedReply
from portal.say.tables import Said, SaidAnswer, SaidDraft, SaidStep
from portal.say.themes.tables import QuarterInNumbers
from portal.seen.tables import Seen
from portal.shares.tables import Share
from portal.staff_notes.tables import StaffNote
from portal.staff_sign_in.tables import StaffIdentity
from portal.staying.tables import FieldGrant, StayingEntry, StayingOpened
from portal.uploads.tables import Upload, UploadBytes
from portal.visits.tables import Visit
from portal.worries.tables import Worry

METADATA = Base.metadata

__all__ = [
    "Complaint",
    "ComplaintAnswer",
    "ComplaintStep",
    "GoodNews",
    "GoodNewsTo",
    "KeptFrom",
    "WrongDraft",
    "Account",
    "AgendaItem",
    "ArrivedAlone",
    "Article",
    "ArticleLink",
    "ArticleVersion",
    "AuditEvent",
    "AuditHead",
    "CareEpisode",
    "CheckIn",
    "Choice",
    "ClosedDay",
    "Confirmed",
    "BreachStep",
    "Claim",
    "ClaimDays",
    "ClaimPaper",
    "ClaimStep",
    "Connection",
    "Contact",
    "Conversation",
    "Council",
    "Decision",
    "DecisionStep",
    "Delivery",
    "Diary",
    "DiaryEntry",
    "DiaryOpen",
    "DoneOn",
    "Document",
    "Draft",
    "EarlyReview",
    "FamilyTime",
    "Feeling",
    "FieldGrant",
    "Goal",
    "GoalChange",
    "GoalStep",
    "GroupDate",
    "GroupMember",
    "MeetGroup",
    "Meeting",
    "PledgeBefore",
    "PledgeCount",
    "PledgeDone",
    "PledgeEvidence",
    "PledgePoint",
    "Poll",
    "PollDone",
    "PollOption",
    "PollQuestion",
    "PollWords",
    "WeDid",
    "WeDidWords",
    "Hello",
    "HelloGiver",
    "HelloWish",
    "Opportunity",
    "OpportunityChange",
    "OpportunityDate",
    "HandOver",
    "HealthReturn",
    "Heartbeat",
    "HomePhoto",
    "ImportFinding",
    "ImportRun",
    "IntroCard",
    "IntroPhoto",
    "Invite",
    "JobRun",
    "Leave",
    "LeavingReturn",
    "LocalDraft",
    "LocalItem",
    "LocalStandard",
    "LostTouch",
    "LostTouchStep",
    "METADATA",
    "BigQuestion",
    "OwnFact",
    "OwnLine",
    "PlanAnswer",
    "PlanResponse",
    "SayDraft",
    "Membership",
    "Message",
    "MissingEpisode",
    "Move",
    "MoveSaid",
    "MoveStay",
    "MustNotKnow",
    "MyAnswer",
    "MyAnswerBefore",
    "NewsGroup",
    "NewsItem",
    "NewsMember",
    "NewsOptOut",
    "NewsReply",
    "NewsTo",
    "Nickname",
    "Notice",
    "OpenHours",
    "Opening",
    "OpeningDecision",
    "Outbox",
    "Owed",
    "OwedStep",
    "OwnWay",
    "OwnWords",
    "Passkey",
    "Person",
    "Plan",
    "PlanDraft",
    "PlanPart",
    "PlanSave",
    "PlanTyped",
    "PlanVersion",
    "Promise",
    "PromiseStep",
    "LetterWords",
    "Proof",
    "ProofCode",
    "PushWay",
    "QuarterInNumbers",
    "Quiet",
    "ReadMark",
    "Receipt",
    "DisputeStep",
    "Review",
    "ReviewDispute",
    "ReviewPrep",
    "ReviewReturn",
    "ReviewStep",
    "AgendaPoint",
    "ReviewComer",
    "ReviewDecision",
    "ReviewRecord",
    "ReviewTalk",
    "Rhythm",
    "Said",
    "SaidAnswer",
    "SaidDraft",
    "SaidStep",
    "SavedReply",
    "SawIt",
    "Seen",
    "Share",
    "SignInSession",
    "Sitting",
    "SkillMark",
    "StaffIdentity",
    "StaffNote",
    "StayingEntry",
    "StayingOpened",
    "Stop",
    "TakenBack",
    "Tally",
    "Upload",
    "UploadBytes",
    "ViewHeading",
    "ViewPart",
    "ViewSheet",
    "Visit",
    "Wording",
    "Worry",
]
