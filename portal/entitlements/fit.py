"""Whether pages can show what an offer says: asked of what a council writes, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from portal.entitlements import words
from portal.entitlements.engine import NEEDS
from portal.entitlements.items import Amount, AmountKind, BadOffer, Offer, Version
from portal.entitlements.items import national as national_offer
from portal.entitlements.rules import Teller, leaves, tellers

LONGEST_CODE, LONGEST_TITLE, LONGEST_COUNCIL = 60, 80, 100
MOST_ITEMS = 200
MOST_CONDITIONS = 100  # of one version


def refuse_unfit(offer: Offer) -> None:
    """Raises BadOffer, which names every place at once."""
    wrong = [*_of_offer(offer)]
    for item in offer.items:
        for version in item.versions:
            wrong += [f"{item.code}: {what}" for what in _of_version(version)]
    if wrong:
        raise BadOffer(" ".join(dict.fromkeys(wrong)))


def can_be_shown(offer: Offer) -> bool:
    """Asked of what is kept: there may have been other words when it was."""
    return not any(any(_of_version(one)) for item in offer.items for one in item.versions)


def _of_offer(offer: Offer) -> Iterator[str]:
    if not offer.council or not offer.items:
        yield "An offer names its council, and has at least one item."
    if len(offer.council) > LONGEST_COUNCIL:
        yield "The name of the council is too long."
    if len(offer.items) > MOST_ITEMS:
        yield f"At most {MOST_ITEMS} items."
    for code in sorted(
        {one.code for one in offer.items} & {i.code for i in national_offer().items}
    ):
        yield f"{code}: the law has an item of that code already."


def _of_version(version: Version) -> Iterator[str]:
    if not 0 < len(version.code) <= LONGEST_CODE:
        yield "its code is too long."
    if not 0 < len(version.title) <= LONGEST_TITLE:
        yield f"a title has up to {LONGEST_TITLE} letters."
    if not version.needs or set(version.needs) - set(NEEDS):
        yield f"its needs are among {', '.join(NEEDS)}."
    for name, value, known in (
        ("ask", version.ask, words.ASK),
        ("decides", version.decides, words.DECIDES),
        ("how", version.how, words.HOW),
        *(("bring", one, words.BRING) for one in version.bring),
    ):
        if value not in known:
            yield f"{name} is one of {', '.join(known)}."
    if sum(1 for _one in leaves(version.when)) > MOST_CONDITIONS:
        yield f"at most {MOST_CONDITIONS} conditions."
    if not _has_words(version.amount):
        yield "an amount is per once, year, month, week or time."
    for say in sorted(
        {teller.say for teller in tellers(version.when) if not _has_sentences(teller)}
    ):
        yield f"there are no sentences called {say} for one of its conditions."
    for source in version.sources:
        if source.address and not source.address.startswith("https://"):
            yield f"the address of {source.key} begins with https://."


def _has_sentences(teller: Teller) -> bool:
    """Where a day is said, the sentences of `words.BIRTHDAYS` will do."""
    told = words.WHY.get(teller.say)
    plain = teller.forms - set(words.BIRTHDAYS)
    return told is not None and all(getattr(told, form.value) for form in plain)


def _has_words(amount: Amount | None) -> bool:
    if amount is None or amount.kind is AmountKind.PERCENT_OFF:
        return True
    return (amount.kind, amount.per) in words.PER
