"""Rules of a pathway plan: its areas, the skills, when an early review is to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.clocks.category import SIXTEEN
from portal.pathway.skills import SKILLS

# The areas that a pathway plan has to speak of (SI 2010/2571 Sch. 1), in the order of the page. The
# names are those of the plan's own areas.
AREAS = (
    "home", "education", "work", "money", "skills", "health", "family", "identity",
)  # fmt: skip
ALONE = "immigration"  # only of those who came alone
# A link to somebody's plan asks for it (`core.links.Link.thing`).
OFFERED = "pathway"
ANSWER_DAYS = 5  # working days in which somebody says when, or why not


class Level(StrEnum):
    """What a young person says of a skill. Kept in the table."""

    CAN = "can"
    LEARNING = "learning"
    HELP = "help"
    NOT_ME = "not_me"


class Says(StrEnum):
    """The answer to somebody who asks for an early review. Kept in the table."""

    DAY = "day"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Skill:
    """One line of a checklist. key: kept in the table. words: read when they are drawn."""

    key: str
    area: str
    words: str


ALL_SKILLS = tuple(
    Skill(key, area, words) for area, lines in SKILLS.items() for key, words in lines.items()
)
_BY_KEY = {skill.key: skill for skill in ALL_SKILLS}


def offered(age: int | None, *, begun: bool) -> frozenset[str]:
    """What is offered of this plan to those around somebody: it, where it is begun or the law wants
    one. age: None where it is not known.

    Source: Children Act 1989 Sch. 2 paras 19A-19C and s. 23B: from 16, of those in care
    and who were.
    """
    wanted = begun or age is None or age >= SIXTEEN
    return frozenset({OFFERED}) if wanted else frozenset()


def skills_of(area: str) -> tuple[Skill, ...]:
    return tuple(skill for skill in ALL_SKILLS if skill.area == area)


def skill(key: str) -> Skill | None:
    return _BY_KEY.get(key)


def areas(alone: bool, known: frozenset[str], more: frozenset[str] = frozenset()) -> list[str]:
    """The areas of one plan, in order. known: what the reader may read; more: areas that this plan
    speaks of besides. Immigration is not named to those of whom it is no part."""
    wanted = [area for area in AREAS if area in known]
    if alone and ALONE in known:
        wanted.append(ALONE)
    rest = more & known - set(wanted)
    return wanted + sorted(rest if alone else rest - {ALONE})
