"""What one accepted row says, as plain frozen values.

Every record knows the file and line it came from; two records are equal when they say the same,
wherever they stood. Codes are kept as the council wrote them, empty when the cell was blank.
Dates are calendar days in Europe/London.

Nothing here holds a postcode, a pupil number, sex, ethnicity, a conviction, substance misuse or
an Ofsted number: what is not in the record cannot be stored.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class TableName(StrEnum):
    """Tables we know, in the order in which they are trusted about who a child is."""

    HEADER = "header"
    PEOPLE = "people"
    WORKERS = "workers"
    EPISODES = "episodes"
    REVIEWS = "reviews"
    UASC = "uasc"
    OC2 = "oc2"
    OC3 = "oc3"
    MISSING = "missing"
    SOCIAL_WORKERS = "social_workers"
    CONNECTIONS = "connections"
    PLANS = "plans"
    DATES = "dates"
    # Known, and passed over.
    AD1 = "ad1"
    PLACED_FOR_ADOPTION = "placed_for_adoption"
    PREVIOUS_PERMANENCE = "previous_permanence"
    DEPRIVATION_OF_LIBERTY = "deprivation_of_liberty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """file, line: where the row begins."""

    table: ClassVar[TableName]
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRecord(Record):
    """A row about one child. child: the council's own key for them (CHILD or CODE)."""

    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRow(ChildRecord):
    """A child whom the council looked after in the year."""

    table = TableName.HEADER
    born: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRow(ChildRecord):
    """A time with one legal status in one home. Codes: RNE, LS, PLACE, PLACE_PROVIDER, REC and
    REASON_PLACE_CHANGE. ended: None while it goes on."""

    table = TableName.EPISODES
    started: date
    reason_new: str
    legal_status: str
    placement: str
    provider: str
    ended: date | None
    reason_ended: str
    reason_place_change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow(ChildRecord):
    """A review and how the child took part (REVIEW_CODE)."""

    table = TableName.REVIEWS
    born: date
    held: date
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UascRow(ChildRecord):
    """A child who came alone to seek asylum. ceased: when that status ends; may be to come."""

    table = TableName.UASC
    born: date
    ceased: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Oc2Row(ChildRecord):
    """Health of a child in care for a year. sdq_score: 0 to 40, None if blank or out of range."""

    table = TableName.OC2
    born: date
    sdq_score: int | None
    sdq_reason: str
    health_check: str
    immunisations: str
    teeth_check: str
    health_assessment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Oc3Row(ChildRecord):
    """A care leaver around their birthday: IN_TOUCH, ACTIV, ACCOM."""

    table = TableName.OC3
    born: date
    in_touch: str
    activity: str
    accommodation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow(ChildRecord):
    """A time when a child was missing (M) or away without permission (A)."""

    table = TableName.MISSING
    born: date
    kind: str
    started: date
    ended: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialWorkerRow(ChildRecord):
    """A time with one social worker. worker_code: their registration number (SW_ID)."""

    table = TableName.SOCIAL_WORKERS
    born: date
    worker_code: str
    started: date
    ended: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(ChildRecord):
    """A young person's names and language. Any of them may be empty; none is ever guessed."""

    table = TableName.PEOPLE
    known_as: str
    first_name: str
    last_name: str
    pronouns: str
    born: date
    language: str
    home_authority: str
    category: str
    interpreter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow(Record):
    """An adult who works with or cares for young people. known_as: what people call them, if it
    is not all of `name`."""

    table = TableName.WORKERS
    worker: str
    name: str
    role: str
    team: str
    email: str
    phone: str
    known_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow(ChildRecord):
    """Who is what to whom. Exactly one of `worker` (key in workers) and `person` (another young
    person's key) is filled. label: the young person's own word. until: the last day, or None."""

    table = TableName.CONNECTIONS
    worker: str
    person: str
    kind: str
    label: str
    since: date
    until: date | None
    grants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A plan part said for one age band in one language."""

    band: str
    language: str
    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """What someone said they would do. key: lets a later file say the same promise again."""

    key: str
    text: str
    who: str
    by: date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """One area of a plan. official: the words of the record. look_again: next looked at."""

    area: str
    official: str
    need: str
    action: str
    who: str
    by: date | None
    look_again: date | None
    wordings: tuple[Wording, ...]
    promises: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow(ChildRecord):
    """One version of one plan."""

    table = TableName.PLANS
    kind: str
    version: int
    published_on: date
    published_by: str
    review_on: date | None
    parts: tuple[PlanPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow(ChildRecord):
    """A visit, family time or review. starts, ends: wall time in Europe/London, without a zone
    on purpose, because that is what was agreed. key: the council's own, or empty."""

    table = TableName.DATES
    kind: str
    starts: datetime
    ends: datetime | None
    with_whom: str
    where: str
    who_brings: str
    note: str
    state: str
    key: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes this the same date when it comes again: its key, else who, what and when."""
        return (self.key,) if self.key else (self.child, self.kind, self.starts.isoformat())
