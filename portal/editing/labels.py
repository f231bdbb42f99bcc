"""The editors' desk in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from portal.articles.files import Bad, BadFile
from portal.articles.labels import TITLES
from portal.articles.links import Outcome
from portal.articles.markdown import Problem, Wrong
from portal.articles.rules import Reader, State, Sure
from portal.core import reading_hints
from portal.core.access import Band
from portal.core.languages import offered
from portal.core.words import _, day_words, later, listed, near_moment
from portal.editing.pages import Before, Row
from portal.editing.rules import Ease, Lack

READERS = {
    Reader.YOUNG.value: later("Young people"),
    Reader.CARERS.value: later("People who look after a child"),
    Reader.PARENTS.value: later("Parents"),
    Reader.EVERYBODY.value: later("Everybody"),
}
AGES = {
    Band.CHILD.value: later("8 to 11"),
    Band.TEEN.value: later("12 to 15"),
    Band.ADULT.value: later("16 and over"),
}
SURE = {
    Sure.READ.value: later("It was read in its sources"),
    Sure.ASK.value: later("A part is not certain, and the page says to ask"),
}
LACKS = {
    Lack.TITLE: later("A title of 60 letters at most."),
    Lack.TELLS: later("A title that tells nothing to somebody who looks over a shoulder."),
    Lack.SUMMARY: later("What it is about, in one sentence."),
    Lack.NEEDS: later("What people need who read it."),
    Lack.AGES: later("For whom the words are."),
    Lack.BODY: later("The page itself."),
    Lack.IF_NO: later("What to do if they say no."),
    Lack.SOURCES: later("Where it was read."),
    Lack.QUIET: later("A list shows the title alone, as nobody is shown who read it."),
    Lack.DAYS: later("When it was checked, and a day within six months to check it again."),
    Lack.FACTS: later("How much, who, until when, who decides, how long it takes."),
    Lack.TOWN: later("Which town it is about."),
    Lack.ENGLISH: later("Publish the English page first."),
    Lack.WRITING: later("Some lines cannot be shown as they are."),
    Lack.REACH: later("No email address and no name on an app: nobody checks who that is."),
    Lack.BARE_AGE: later("Write “until your 21st birthday”, not “until 21”."),
}
_WRONG = {
    Wrong.SIGNS: later("Signs that are not of this way of writing: “%(line)s”"),
    Wrong.COUNT: later("Steps count 1, 2, 3: “%(line)s”"),
    Wrong.ADDRESS: later("No page may lead to “%(where)s”. Use https://, and a plain address."),
    Wrong.PAGE: later("There is no page “%(where)s”."),
}
_BAD = {
    Bad.NAME: later("The name must be like first-home-money.md, or first-home-money.ar.md."),
    Bad.LARGE: later("It is too large for a page."),
    Bad.LETTERS: later("It is not a text in UTF-8."),
    Bad.FENCES: later("It must begin with +++, its fields and +++."),
    Bad.TOML: later("Its fields cannot be read: %(what)s"),
    Bad.FIELD: later("This field is not right: %(what)s"),
    Bad.MISSING: later("This field is missing: %(what)s"),
    Bad.VALUE: later("A field has a value that there is not: %(what)s"),
    Bad.ZIP: later("It is no zip that can be opened. Take the pages away from here once more."),
    Bad.TELLS: later("Its address would tell somebody who looks over a shoulder: %(what)s"),
}
_OUTCOMES = {
    Outcome.MOVED.value: later("It has moved to another address."),
    Outcome.GONE.value: later("It is gone."),
    Outcome.SILENT.value: later("It did not answer. Look at it yourself."),
}


def lack(one: Lack, numbers: Collection[str] = ()) -> str:
    """numbers: those that nobody checks."""
    if one is Lack.NUMBER:
        return _("Nobody checks the number %(numbers)s. Use only phone numbers that are on the "
                 "Help page, or your council's own.", numbers=listed(list(numbers)))  # fmt: skip
    return str(LACKS[one])


def problem(one: Problem) -> str:
    return str(_WRONG[one.what]) % {"line": one.line[:120], "where": one.where[:120]}


def bad_file(wrong: BadFile) -> str:
    return str(_BAD[wrong.why]) % {"what": wrong.what}


def outcome(code: str) -> str:
    return str(_OUTCOMES[code])


def need(code: str) -> str:
    return str(TITLES[code]) if code in TITLES else _("Something else")


def state(row: Row, today: date) -> str:
    said = []
    if row.state is None:
        said.append(_("Never published"))
    elif row.state is State.WITHDRAWN:
        said.append(_("Withdrawn: nobody reads it"))
    elif row.next_check:
        late = row.next_check < today
        day = day_words(row.next_check)
        said.append(
            _("Should have been checked by %(day)s", day=day) if late
            else _("Check again by %(day)s", day=day)
        )  # fmt: skip
    if row.publish_on:
        said.append(_("A draft comes out %(day)s", day=day_words(row.publish_on)))
    elif row.has_draft and row.draft_at:
        said.append(drafted(row.draft_by, row.draft_at))
    return " · ".join(said)


def drafted(by: str, at: datetime) -> str:
    """Whose draft it is, and since when it stands so."""
    if not by:
        return _("A draft that came with the app")
    return _("A draft by %(name)s, %(moment)s", name=by, moment=near_moment(at))


def happened(one: Before) -> str:
    """One line of the history."""
    when = near_moment(one.at)
    if one.state is State.WITHDRAWN:
        return _("Withdrawn by %(name)s, %(moment)s", name=one.by, moment=when)
    if one.by:
        return _("Published by %(name)s, %(moment)s", name=one.by, moment=when)
    return _("Came with the app, %(moment)s", moment=when)


def ease_lines(ease: Ease) -> list[str]:
    """How hard the words are, and what makes them hard."""
    found = ease.found
    if found is None:
        return []
    if ease.fits:
        return [_("Good from about age %(age)s.", age=found.age)]
    first = _(
        "Hard words: good from about age %(age)s. These readers need %(bound)s.",
        age=found.age, bound=ease.bound,
    )  # fmt: skip
    return [first, *reading_hints.notes(found)]


def language_name(tag: str) -> str:
    return offered(tag).english


def to_do_line(tag: str, languages: Collection[str], by_machine: Collection[str]) -> str:
    """What a page lacks in a language. languages: in which it is out."""
    if tag in by_machine:
        return _("A machine drafted it: somebody who speaks it has to read it")
    return _("The English words are newer") if tag in languages else _("Nobody has written it yet")


def languages(tags: tuple[str, ...]) -> str:
    return listed([offered(tag).english for tag in tags])
