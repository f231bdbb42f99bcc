"""The conditions of an item: the common ones as a form has them, and the rest as it is in the file.
Plain values: parsed TOML in, parsed TOML out (`entitlements.rules`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.clocks.category import Category
from portal.entitlements.facts import Study

Data = Mapping[str, Any]

IN_CARE = "in_care"
GROUPS: tuple[str, ...] = (
    Category.ELIGIBLE, Category.RELEVANT, Category.FORMER_RELEVANT, Category.QUALIFYING,
    Category.QUALIFYING_EDUCATION_TO_25,
)  # fmt: skip
STUDIES: tuple[str, ...] = (
    Study.SCHOOL, Study.COLLEGE, Study.APPRENTICESHIP, Study.HIGHER, Study.OTHER,
)  # fmt: skip
IN_CARE_OR_LEAVING = "in_care_or_leaving"
OLDEST = 30
# Which sentence tells of these ways to learn; of others a general one does.
_STUDY_SAYS = {
    frozenset({"higher"}): "study_higher",
    frozenset({"school", "college", "other"}): "study_16_to_19",
    frozenset({"college", "higher"}): "study_away",
    frozenset({"college", "apprenticeship", "other"}): "study_bus",
}
OWN_HOME, UNIVERSAL_CREDIT = "own_home", "universal_credit"


@dataclass(frozen=True)
class Common:
    """What a form can set. who: "in_care" and leaving-care groups. one_is_enough: of who, study,
    own_home and universal_credit; the age always counts."""

    age_from: int | None = None
    age_until: int | None = None
    who: tuple[str, ...] = ()
    study: tuple[str, ...] = ()
    own_home: bool = False
    universal_credit: bool = False
    one_is_enough: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Common(one_is_enough=self.one_is_enough)


def taken_apart(when: Data) -> tuple[Common, tuple[Data, ...]]:
    """The common conditions, and the others as they are: all of these have to be so."""
    common, rare = Common(), []
    parts = list(when["all"]) if set(when) == {"all"} else [when]
    for part in parts:
        found = _read(part) or _read_any(part, parts)
        if found and not _clashes(common, found):
            common = replace(common, **found)
        else:
            rare.append(part)
    return common, tuple(rare)


def put_together(common: Common, rare: tuple[Data, ...] = ()) -> dict[str, Any]:
    """The conditions again; {} where there are none."""
    age = {
        name: value
        for name, value in (("from", common.age_from), ("until", common.age_until))
        if value is not None
    }
    others = [*_who(common.who), *_study(common.study)]
    others += [{"fact": OWN_HOME}] if common.own_home else []
    others += [{"fact": UNIVERSAL_CREDIT}] if common.universal_credit else []
    if common.one_is_enough and len(others) > 1:
        others = [{"any": others}]
    parts = [*([{"age": age}] if age else []), *others, *rare]
    return {"all": parts} if parts else {}


def changed(when: Data, common: Common) -> dict[str, Any]:
    """`when` with these common conditions; the very same where nothing was changed."""
    was, rare = taken_apart(when) if when else (Common(), ())
    return dict(when) if when and _same(was, common) else put_together(common, rare)


def _same(one: Common, other: Common) -> bool:
    return _settled(one) == _settled(other)


def _settled(common: Common) -> Common:
    """Whether one is enough says nothing where there is only one."""
    several = len([*_who(common.who), *_study(common.study)])
    several += common.own_home + common.universal_credit
    return replace(
        common, one_is_enough=common.one_is_enough and several > 1,
        who=tuple(sorted(common.who)), study=tuple(sorted(common.study)),
    )  # fmt: skip


def study_says(study: tuple[str, ...]) -> str:
    return _STUDY_SAYS.get(frozenset(study), "study_some")


def _who(who: tuple[str, ...]) -> list[dict[str, Any]]:
    groups = {"group": [one for one in GROUPS if one in who]}
    care = {IN_CARE: True}
    if IN_CARE not in who:
        return [groups] if groups["group"] else []
    if not groups["group"]:
        return [care]
    return [{"any": [care, groups], "say": IN_CARE_OR_LEAVING}]


def _study(study: tuple[str, ...]) -> list[dict[str, Any]]:
    chosen = [one for one in STUDIES if one in study]
    return [{"study": chosen, "say": study_says(tuple(chosen))}] if chosen else []


def _read(part: Data) -> dict[str, Any]:
    """A condition that the form has; {} for another one."""
    if part == {IN_CARE: True}:
        return {"who": (IN_CARE,)}
    if set(part) == {"age"} and set(part["age"]) <= {"from", "until"}:
        return {"age_from": part["age"].get("from"), "age_until": part["age"].get("until")}
    if set(part) == {"group"} and set(part["group"]) <= set(GROUPS):
        return {"who": tuple(part["group"])}
    if set(part) <= {"study", "say"} and "study" in part:
        return _read_study(part)
    if set(part) == {"fact"} and part["fact"] in (OWN_HOME, UNIVERSAL_CREDIT):
        return {part["fact"]: True}
    if set(part) == {"any", "say"} and part["say"] == IN_CARE_OR_LEAVING:
        return _read_care_or_group(part["any"])
    return {}


def _read_study(part: Data) -> dict[str, Any]:
    study = tuple(part["study"])
    says = part.get("say", "study_" + "_".join(sorted(study)))
    fits = set(study) <= set(STUDIES) and says == study_says(study)
    return {"study": study} if fits else {}


def _read_care_or_group(parts: list[Data]) -> dict[str, Any]:
    found = [_read(part) for part in parts]
    if len(parts) != 2 or not all(set(one) == {"who"} for one in found):
        return {}
    care, groups = sorted((one["who"] for one in found), key=lambda who: who != (IN_CARE,))
    return {"who": (*care, *groups)} if care == (IN_CARE,) and IN_CARE not in groups else {}


def _read_any(part: Data, parts: list[Data]) -> dict[str, Any]:
    """One of several, where nothing but an age stands beside it."""
    beside = [_read(other) for other in parts if other is not part]
    if set(part) != {"any"} or not all("age_from" in one for one in beside):
        return {}
    found: dict[str, Any] = {"one_is_enough": True}
    for one in map(_read, part["any"]):
        if not one or "age_from" in one or set(one) & set(found):
            return {}
        found |= one
    return found if len(found) > 2 else {}


def _clashes(common: Common, found: Data) -> bool:
    """Whether it is there twice: two conditions on one thing cannot be one box."""
    plain = Common()
    return any(getattr(common, name) != getattr(plain, name) for name in found)
