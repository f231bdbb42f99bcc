"""News in words: who it is for, how many get it, what became of an answer."""

from __future__ import annotations

from datetime import date, datetime

from portal.core.languages import offered
from portal.core.words import _, day_words, local_day, moment_words, near_moment, plural
from portal.news.desk import AnswerRow, DraftPage, Numbers, SentPage
from portal.news.pages import Bubble, Copy, For, News, Thread
from portal.news.rules import FEW, Audience


def for_you(to: For) -> str:
    """To the young person who reads it: why they get it."""
    if to.audience is Audience.GROUP:
        return _("For the group %(name)s", name=to.name)
    if to.audience is Audience.HOME:
        return _("For everybody in your home")
    if to.own:
        return _("For people %(name)s works with, %(ages)s", name=to.by, ages=ages(to))
    return _("For everybody %(ages)s", ages=ages(to))


def for_whom(to: For) -> str:
    """To those who write and oversee it."""
    if to.audience is Audience.GROUP:
        if to.own:
            return _("Those you work with in the group %(name)s", name=to.name)
        return _("The group %(name)s", name=to.name)
    if to.audience is Audience.HOME:
        if to.name:
            return _("Those you work with who live with %(name)s", name=to.name)
        return _("One home")
    if to.own:
        return _("Young people %(name)s works with, %(ages)s", name=to.by, ages=ages(to))
    return _("All young people %(ages)s", ages=ages(to))


def ages(to: For) -> str:
    if to.age_from == to.age_to:
        return _("aged %(age)s", age=to.age_from)
    return _("aged %(first)s to %(last)s", first=to.age_from, last=to.age_to)


# --- how many ------------------------------------------------------------------------------------


def people(count: int, exact: bool) -> str:
    """A number that could be one person is not said to whoever does not know them anyway."""
    if count == 0:
        return _("nobody")
    if count < FEW and not exact:
        return _("fewer than five people")
    if exact:
        return plural("%(num)s person", "%(num)s people", count)
    return plural("about %(num)s person", "about %(num)s people", count)


def will_get(found: Numbers) -> list[str]:
    """Lines for the preview."""
    said = [_("%(who)s will get this.", who=_upper(people(found.gets, found.exact)))]
    if found.waits:
        said.append(
            _("Of them, %(who)s have not used the app yet. They see it when they first sign in.",
              who=people(found.waits, found.exact))
        )  # fmt: skip
    if found.does_not_want:
        said.append(
            _("%(who)s chose to get no news.", who=_upper(people(found.does_not_want, found.exact)))
        )
    return said


def got(page: SentPage) -> str:
    return _("%(who)s got this.", who=_upper(people(page.got, page.exact)))


def read(page: SentPage) -> str:
    """How many have opened it: never fewer than five, whoever asks."""
    if page.read < FEW:
        return _("Fewer than five people have read it so far.")
    return plural("%(num)s person has read it.", "%(num)s people have read it.", page.read)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- one piece of news ---------------------------------------------------------------------------


def from_whom(news: News, today: date) -> str:
    if news.sent_at is None:
        return _("From %(name)s, today", name=news.by)
    return _("From %(name)s, %(day)s", name=news.by, day=day_words(local_day(news.sent_at)))


def written_in(tag: str) -> str:
    return _("Written in %(language)s", language=offered(tag).name)


def gone(news: News) -> str:
    """Why its words are not shown any more."""
    if news.down_at is not None:
        day = day_words(local_day(news.down_at))
        if news.down_by:
            return _("%(name)s took this down on %(day)s.", name=news.down_by, day=day)
        return _("This was taken down on %(day)s.", day=day)
    assert news.until is not None
    return _("This was shown until %(day)s.", day=day_words(news.until))


def state(news: News) -> tuple[str, str]:
    """A chip for whoever wrote it: its words and its colour."""
    if news.sent_at is None:
        return _("Draft"), "wait"
    if news.down_at is not None:
        return _("Taken down"), "late"
    if news.over:
        return _("Over"), "wait"
    return _("Sent"), "kept"


# --- answers -------------------------------------------------------------------------------------


def reads(copy: Copy) -> str:
    """Who reads what a young person writes, before they write it."""
    return _(
        "%(name)s reads this. If %(name)s leaves, or you may not be safe, your worker and the "
        "people on duty can read it too. Others who got this news cannot.",
        name=copy.named,
    )


def told(copy: Copy, thread: Thread, now: datetime) -> str:
    """When the answer comes, to the young person who waits for it."""
    if not copy.reads:
        return _("%(name)s does not answer here any more. Your worker can read what you wrote.",
                 name=copy.named)  # fmt: skip
    due = thread.answer_by
    if due is None:
        return _("%(name)s will answer as soon as they can.", name=copy.named)
    if due < now:
        return _("You were told: an answer by %(when)s. It is late. You can ask your worker.",
                 when=moment_words(due, now))  # fmt: skip
    return _("%(name)s will answer by %(when)s.", name=copy.named, when=moment_words(due, now))


def bubble_state(bubble: Bubble, now: datetime) -> str | None:
    """What became of mine; said once, under the last of those I sent in a row."""
    if not bubble.last_of_mine:
        return None
    if bubble.read_at is not None and bubble.read_by:
        return _("Read by %(name)s %(when)s", name=bubble.read_by,
                 when=moment_words(bubble.read_at, now))  # fmt: skip
    return _("Sent. Not read yet.")


def answer_line(row: AnswerRow) -> str:
    return near_moment(row.last_at)


def answer_chip(row: AnswerRow) -> tuple[str, str]:
    if row.waits:
        return (_("New"), "new") if row.new else (_("Waits for you"), "late")
    return _("Answered"), "kept"


def nobody_answers(page: DraftPage) -> str:
    """Before it is sent: whoever is to answer is away, or soon will be; "" while they are there."""
    if page.away is None:
        return ""
    first, last = page.away
    if first is None:
        return _("%(name)s is away until %(last)s. Nobody answers in their place.",
                 name=page.named, last=day_words(last))  # fmt: skip
    return _("%(name)s is away from %(first)s to %(last)s. Nobody answers in their place.",
             name=page.named, first=day_words(first), last=day_words(last))  # fmt: skip


def answers_go_to(page: DraftPage | SentPage) -> str:
    return _("%(name)s reads the answers, and the young people see that.", name=page.named)
