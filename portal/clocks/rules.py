"""What is due next: one small function for each clock, and `next_dues` over them all.

Facts in, dates out: nothing here reads a clock, a file or a database. Days are calendar days
in Europe/London; a day in the future is never taken as done. The figures are in the statute
data; here is only what they run from and when they stop.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.clocks.category import SIXTEEN, TWENTY_FIVE, Category
from portal.clocks.days import Holidays, add_months, after, age_on, birthday
from portal.clocks.kinds import Clock
from portal.clocks.standards import Standard, strictest, tighter
from portal.clocks.statute import Rule, Statute

__all__ = ["CareFacts", "Clock", "Due", "next_dues"]

SHORT_BREAKS = frozenset({"V3", "V4"})
INTERIM_CARE_ORDER = "C1"
FULL_CARE_ORDER = "C2"
LEAVING_CARE = frozenset(
    {
        Category.RELEVANT,
        Category.FORMER_RELEVANT,
        Category.QUALIFYING,
        Category.QUALIFYING_EDUCATION_TO_25,
    }
)
WITH_PARENTS = "P1"


@dataclass(frozen=True)
class CareFacts:
    """All that the clocks need to know of one person. Empty means not done, or not so.

    Where the portal has no records of a kind, name the clock in `not_recorded`: an empty
    list then means "we do not know", and no date is said. Tuples of dates are in any order.

    care_started: first day of the present period of care; None when not in care.
    placement_type, legal_status: SSDA903 codes as received (P1, U4; C1, C2, V2).
    long_term_placement: meant to last to 18.
    order_made: day of the full care order, for a child who lives with a parent under it.
    parent_unassessed: placed with a parent before the assessment is complete (reg. 19).
    approved_for_a_time: the relative or friend is approved only for now (reg. 24).
    placement_plan_made: for the present placement.
    school_plan_started: day work on the first school plan began.
    category: as recorded by the council ("eligible", "relevant", "former_relevant",
    "qualifying"), or None; category_since: the day from which it is recorded.
    council_accommodation_started: first day in a home the council provides to a care leaver
    (Children Act 1989, s. 23B or s. 24B).
    contacts: days on which council and care leaver were in touch; contacts_kept_since: the day from
    which the council keeps them at all. wish_weeks: every so many weeks at least, as the young
    person asked; wished_on: since when they do.
    missing_returns: days of coming back; return_interviews: days a talk was offered.
    """

    born: date
    care_started: date | None = None
    placement_started: date | None = None
    placement_type: str | None = None
    legal_status: str | None = None
    long_term_placement: bool = False
    order_made: date | None = None
    parent_unassessed: bool = False
    approved_for_a_time: bool = False
    care_plan_made: date | None = None
    placement_plan_made: date | None = None
    visits: tuple[date, ...] = ()
    reviews: tuple[date, ...] = ()
    health_assessments: tuple[date, ...] = ()
    sdqs: tuple[date, ...] = ()
    school_plan_started: date | None = None
    school_plan_reviews: tuple[date, ...] = ()
    category: str | None = None
    category_since: date | None = None
    pathway_assessment_done: date | None = None
    pathway_plan_made: date | None = None
    pathway_reviews: tuple[date, ...] = ()
    council_accommodation_started: date | None = None
    pa_visits: tuple[date, ...] = ()
    contacts: tuple[date, ...] = ()
    contacts_kept_since: date | None = None
    wish_weeks: int | None = None
    wished_on: date | None = None
    missing_returns: tuple[date, ...] = ()
    return_interviews: tuple[date, ...] = ()
    not_recorded: frozenset[Clock] = frozenset()


@dataclass(frozen=True)
class Due:
    """One thing to be done, and the last day for it.

    rule: key into the statute data. trigger: the day the interval runs from, itself not
    counted. done_on: None while open. source: short citation of what decided. local: True
    when the council's own stricter standard decided.
    """

    clock: Clock
    rule: str
    trigger: date
    due_by: date
    done_on: date | None
    source: str
    local: bool


@dataclass(frozen=True)
class Case:
    """One person's facts with all that is needed to count from them."""

    facts: CareFacts
    today: date
    standards: tuple[Standard, ...]
    holidays: Holidays
    statute: Statute

    @property
    def care_started(self) -> date | None:
        """First day of the present period of care; None when grown up or not in care."""
        started = self.facts.care_started
        grown_up = birthday(self.facts.born, self.statute.adult_age) <= self.today
        return None if grown_up or started is None or started > self.today else started

    @property
    def short_breaks(self) -> bool:
        return self.facts.legal_status in SHORT_BREAKS

    def done(self, days: Iterable[date], since: date) -> list[date]:
        """The days that count as done: from `since` to today, earliest first."""
        return sorted(day for day in days if since <= day <= self.today)

    def rule(self, key: str, at: date | None = None) -> Rule | None:
        """The rule in force today, if it is for someone of this category and of the age they
        had on `at` (today, unless given)."""
        rule = self.statute.rule(key, self.today)
        age = age_on(self.facts.born, at or self.today)
        fits = rule and rule.fits_age(age) and rule.fits_category(self.facts.category)
        return rule if fits else None

    def age_day(self, key: str) -> date:
        """The birthday from which the rule is for them; the day of birth if at any age."""
        rule = self.rule(key)
        return birthday(self.facts.born, (rule and rule.age_from) or 0)

    def due(self, key: str, trigger: date, at: date | None = None) -> Due | None:
        """What `key` makes due, running from `trigger`: the earlier of law and standard."""
        rule = self.rule(key, at)
        if rule is None:
            return None
        statutory = (
            after(trigger, rule.number, rule.unit, self.holidays)
            if rule.number is not None and rule.unit is not None
            else None
        )
        local = strictest(self.standards, rule, trigger, self.today, self.holidays)
        due_by, is_local = tighter(statutory, local and local[0])
        if due_by is None:
            return None
        source = local[1].source if local and is_local else rule.cite
        return Due(rule.clock, key, trigger, due_by, None, source, is_local)


def _earliest(*dues: Due | None) -> Due | None:
    return min((due for due in dues if due), key=lambda due: due.due_by, default=None)


def _rhythm(case: Case) -> str:
    """Which paragraph of reg. 28 sets the visits. Where two do, the one with shorter gaps."""
    facts = case.facts
    home = facts.placement_type == WITH_PARENTS
    if facts.approved_for_a_time or (home and facts.legal_status == INTERIM_CARE_ORDER):
        return "interim"
    if home and facts.parent_unassessed:
        return "unassessed_parent"
    if home and facts.legal_status == FULL_CARE_ORDER:
        return "care_order_parent"
    return "placement"


def _ongoing(case: Case, rhythm: str, started: date, last: date) -> str:
    """The rule for the gap that begins on `last`.

    The weekly visits of reg. 28(3) and (4) go on until the first review held in this
    placement, even if there were reviews before it: the Regulations can be read either way,
    and this is the safer one.
    """
    if rhythm == "placement":
        if last < add_months(started, case.statute.first_year_months):
            return "visit.first_year"
        return "visit.later_long_term" if case.facts.long_term_placement else "visit.later"
    weekly = rhythm != "care_order_parent" and not case.done(case.facts.reviews, started)
    return f"visit.{rhythm}_before_review" if weekly else f"visit.{rhythm}"


def visit(case: Case) -> Due | None:
    """The social worker's next visit (reg. 28). A move starts afresh; a new status does not."""
    started = case.facts.placement_started
    if case.care_started is None or started is None:
        return None
    rhythm = _rhythm(case)
    if rhythm == "care_order_parent" and case.facts.order_made:
        started = max(started, case.facts.order_made)
    seen = case.done(case.facts.visits, started)
    last = seen[-1] if seen else started
    if case.short_breaks:
        return case.due("visit.short_breaks", last)
    ongoing = case.due(_ongoing(case, rhythm, started, last), last)
    if seen:
        return ongoing
    first = _earliest(case.due(f"first_visit.{rhythm}", started), ongoing)
    return first and replace(first, clock=Clock.FIRST_VISIT)


def review(case: Case) -> Due | None:
    """The next review. One alone is taken as the first, so a missing record errs early."""
    if case.care_started is None:
        return None
    held = case.done(case.facts.reviews, case.care_started)
    last = held[-1] if held else case.care_started
    if case.short_breaks:
        return case.due("review.short_breaks" if held else "review.short_breaks_first", last)
    return case.due(("review.first", "review.second", "review.later")[min(len(held), 2)], last)


def health(case: Case) -> Due | None:
    """The next health assessment; how often depends on the age at the last one."""
    if case.care_started is None or case.short_breaks:
        return None
    done = case.done(case.facts.health_assessments, case.care_started)
    if not done:
        return case.due("health.first", case.care_started)
    last = done[-1]
    return _earliest(
        case.due("health.under_five", last, at=last),
        case.due("health.five_and_over", last, at=last),
    )


def sdq(case: Case) -> Due | None:
    """The next questionnaire, unless they will be too old for it by then."""
    key = "sdq.yearly"
    if case.care_started is None or case.short_breaks:
        return None
    started = max(case.care_started, case.age_day(key))
    done = case.done(case.facts.sdqs, case.care_started)
    due = case.due(key, max([started, *done]))
    return due if due and case.rule(key, at=due.due_by) else None


def school_plan(case: Case) -> Due | None:
    """Start the school plan, have it ready for the first review, then look each term."""
    if case.care_started is None or case.short_breaks:
        return None
    done = case.done(case.facts.school_plan_reviews, case.care_started)
    if done:
        return case.due("school_plan.termly", done[-1])
    started = max(case.care_started, case.age_day("school_plan.start"))
    begun = case.facts.school_plan_started
    key = "school_plan.first" if begun and begun <= case.today else "school_plan.start"
    return case.due(key, started)


def care_plan(case: Case) -> Due | None:
    """The first care plan, where there was none before the first placement."""
    if case.care_started is None or case.facts.care_plan_made:
        return None
    return case.due("care_plan.first", case.care_started)


def placement_plan(case: Case) -> Due | None:
    """The plan for this placement, where it was not made before. Not for short breaks."""
    facts = case.facts
    if case.care_started is None or facts.placement_started is None or case.short_breaks:
        return None
    if facts.placement_plan_made:
        return None
    return case.due("placement_plan.first", facts.placement_started)


def pathway_assessment(case: Case) -> Due | None:
    """What will they need? Without `category_since` the earliest possible day is taken."""
    facts = case.facts
    if facts.pathway_assessment_done or facts.pathway_plan_made:
        return None
    began = facts.category_since or facts.care_started or facts.born
    keys = ("pathway_assessment.eligible", "pathway_assessment.relevant")
    return _earliest(*(case.due(key, max(case.age_day(key), began)) for key in keys))


def pathway_plan(case: Case) -> Due | None:
    """As soon as possible after the assessment: a date only where the council sets one."""
    done = case.facts.pathway_assessment_done
    if done is None or case.facts.pathway_plan_made:
        return None
    return case.due("pathway_plan.after_assessment", done)


def pathway_review(case: Case) -> Due | None:
    """The next look at the pathway plan; sooner after a move to a home the council provides."""
    facts = case.facts
    if facts.pathway_plan_made is None:
        return None
    held = case.done(facts.pathway_reviews, facts.pathway_plan_made)
    regular = case.due("pathway_review.regular", held[-1] if held else facts.pathway_plan_made)
    moved = facts.council_accommodation_started
    if moved is None or case.done(facts.pathway_reviews, moved):
        return regular
    return _earliest(regular, case.due("pathway_review.after_move", moved))


def pa_visit(case: Case) -> Due | None:
    """The personal adviser's next visit to a home the council provides.

    Soon after the move, once more before the plan is looked at again, then regularly. A first
    visit made only after that look was due stands for both.
    """
    moved = case.facts.council_accommodation_started
    if moved is None:
        return None
    seen = case.done(case.facts.pa_visits, moved)
    if not seen:
        return case.due("pa_visit.first", moved)
    regular = case.due("pa_visit.later", seen[-1])
    before = case.due("pa_visit.before_review", moved)
    one_early = len(seen) == 1 and before is not None and seen[0] < before.due_by
    if one_early and not case.done(case.facts.pathway_reviews, moved):
        return _earliest(before, regular)
    return regular


WISH = "keep_in_touch.wish"


def keep_in_touch(case: Case) -> Due | None:
    """The next contact with a care leaver: the earlier of the council's own standard, as the law
    sets no figure, and of what the young person asked for. On the same day the standard decides.
    """
    return _earliest(_in_touch_by_standard(case), _in_touch_by_wish(case))


def _in_touch_by_standard(case: Case) -> Due | None:
    """Without any contact the count begins when the duty did, or on the first day of which the
    council keeps contacts, if that is later: nobody is late for a time without records."""
    facts = case.facts
    bands = ("keep_in_touch.16_to_17", "keep_in_touch.18_to_20", "keep_in_touch.21_and_over")
    for key in bands:
        if case.rule(key):
            start = facts.category_since or _first_age_day(case, bands)
            seen = case.done(facts.contacts, start)
            return case.due(
                key, seen[-1] if seen else max(start, facts.contacts_kept_since or start)
            )
    return None


def _in_touch_by_wish(case: Case) -> Due | None:
    """So many weeks after the last contact, or after the day they asked, if that is later: a wish
    made today makes nobody late today."""
    facts = case.facts
    if facts.wish_weeks is None or facts.wished_on is None:
        return None
    if not may_wish(facts.category, facts.born, case.today):
        return None
    trigger = max([facts.wished_on, *case.done(facts.contacts, facts.wished_on)])
    due_by = trigger + timedelta(weeks=facts.wish_weeks)
    return Due(Clock.KEEP_IN_TOUCH, WISH, trigger, due_by, None, "", local=True)


def may_wish(category: str | None, born: date, today: date) -> bool:
    """Whether the council owes a care leaver what they asked for: a category of the leaving-care
    rules, from 16 until the 25th birthday. Those still in care have visits instead."""
    return category in LEAVING_CARE and SIXTEEN <= age_on(born, today) < TWENTY_FIVE


def _first_age_day(case: Case, bands: Iterable[str]) -> date:
    """The birthday on which the youngest band for their category begins."""
    rules = [case.statute.rule(key, case.today) for key in bands]
    ages = [r.age_from or 0 for r in rules if r and r.fits_category(case.facts.category)]
    return birthday(case.facts.born, min(ages))


def return_interview(case: Case) -> Due | None:
    """The talk to be offered after the first return that no talk has followed yet."""
    offered = max(case.done(case.facts.return_interviews, date.min), default=date.min)
    waiting = [back for back in case.done(case.facts.missing_returns, date.min) if back > offered]
    return case.due("return_interview.offer", waiting[0]) if waiting else None


CLOCKS: tuple[Callable[[Case], Due | None], ...] = (
    visit,
    review,
    health,
    sdq,
    school_plan,
    care_plan,
    placement_plan,
    pathway_assessment,
    pathway_plan,
    pathway_review,
    pa_visit,
    keep_in_touch,
    return_interview,
)


def next_dues(
    facts: CareFacts,
    today: date,
    standards: Iterable[Standard],
    holidays: Holidays,
    statute: Statute,
) -> tuple[Due, ...]:
    """For each clock that applies the next thing due, earliest first; late ones included.

    The law and the standards are those in force on `today`. Raises BeyondKnownHolidays if a
    date needs bank holidays that we do not know, and UnknownRule if a standard names none of
    our rules.
    """
    case = Case(facts, today, tuple(standards), holidays, statute)
    for standard in case.standards:
        if standard.rule is not None:
            statute.rule(standard.rule, today)
    dues = [due for due in (clock(case) for clock in CLOCKS) if due]
    kept = [due for due in dues if due.clock not in facts.not_recorded]
    return tuple(sorted(kept, key=lambda due: (due.due_by, due.clock)))
