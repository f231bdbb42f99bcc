"""What the help pages show. Nothing comes from the database."""

from __future__ import annotations

from dataclasses import dataclass

from portal.help.care_words import CARE_WORDS, CareWord
from portal.helplines import contacts
from portal.helplines.contacts import Contact, Section
from portal.helplines.moments import MOMENTS, Moment


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


def moment_page(moment: Moment) -> MomentPage:
    by_key = {contact.key: contact for contact in contacts.all_contacts()}
    return MomentPage(moment, tuple(by_key[key] for key in moment.calls))
