"""The words the clocks share: which clock, which unit, how sure of the source.

Values are stored and sent about, so they never change; names may.
"""

from enum import StrEnum


class Clock(StrEnum):
    """Something the council must do, again and again or once, by a day the law sets."""

    FIRST_VISIT = "first_visit"
    VISIT = "visit"
    REVIEW = "review"
    HEALTH = "health"
    SDQ = "sdq"
    SCHOOL_PLAN = "school_plan"
    PATHWAY_ASSESSMENT = "pathway_assessment"
    PATHWAY_PLAN = "pathway_plan"
    PATHWAY_REVIEW = "pathway_review"
    PA_VISIT = "pa_visit"
    KEEP_IN_TOUCH = "keep_in_touch"
    RETURN_INTERVIEW = "return_interview"
    CARE_PLAN = "care_plan"
    PLACEMENT_PLAN = "placement_plan"


class Unit(StrEnum):
    """What an interval is counted in; `days.after` says how each is counted."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    SCHOOL_DAYS = "school_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Sure(StrEnum):
    """How a figure was checked: its source read, or only well known in the field."""

    READ = "read"
    KNOWN = "known"
