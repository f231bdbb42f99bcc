"""What the help pages show. Only the councils' night numbers come from the database."""

from __future__ import annotations

from dataclasses import dataclass

from portal.help.care_words import CARE_WORDS, CareWord
from portal.helplines import contacts
from portal.helplines.contacts import Contact, Section
from portal.helplines.moments import MOMENTS, Moment
from portal.people.night import Night, numbers


@dataclass(frozen=True)
class HelpPage:
    moments: tuple[Moment, ...]
    danger: Contact
    now: tuple[Contact, ...]  # without danger, which stands alone at the top
    talk: tuple[Contact, ...]
    side: tuple[Contact, ...]
    fair: tuple[Contact, ...]  # treated unfairly; and who checks a council's answer
    adults: tuple[Contact, ...]
    privacy: tuple[Contact, ...]
    night: tuple[Night, ...]  # of every council


def help_page() -> HelpPage:
    danger, *now = contacts.of(Section.NOW)
    return HelpPage(
        moments=MOMENTS,
        danger=danger,
        now=tuple(now),
        talk=contacts.of(Section.TALK),
        side=contacts.of(Section.SIDE),
        fair=(*contacts.of(Section.FAIR), *contacts.of(Section.OMBUDSMAN)),
        adults=contacts.of(Section.ADULTS),
        privacy=contacts.of(Section.PRIVACY),
        night=numbers(),
    )


@dataclass(frozen=True)
class WordsPage:
    words: tuple[CareWord, ...]


def words_page() -> WordsPage:
    return WordsPage(CARE_WORDS)


@dataclass(frozen=True)
class MomentPage:
    moment: Moment
    calls: tuple[Contact, ...]
    night: tuple[Night, ...]


def moment_page(moment: Moment) -> MomentPage:
    by_key = {contact.key: contact for contact in contacts.all_contacts()}
    calls = tuple(by_key[key] for key in moment.calls)
    return MomentPage(moment, calls, numbers() if any(p.home for p in moment.parts) else ())
