"""Topics, quiet hours, tries, and which push endpoints are asked. Plain functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from portal.core import clock
from portal.core.access import STAFF, Role


class Channel(StrEnum):
    PUSH = "push"
    EMAIL = "email"
    TEXT = "text"


class Topic(StrEnum):
    """What a notice is about, as coarse as people choose by."""

    MESSAGES = "messages"
    DATES = "dates"
    PLAN = "plan"
    NEWS = "news"
    ACCOUNT = "account"  # who came in, who looked
    WORK = "work"  # what waits on somebody who works for the council


REMINDER = "reminder"
CODE = "own_way_code"

# Every kind of notice and outbox row there is; a test holds it against the house. A kind that is
# not here is told as what it most likely is: something of the account.
TOPICS: dict[str, Topic] = {
    "letter_ended": Topic.ACCOUNT,
    "message": Topic.MESSAGES,
    "plan_changed": Topic.PLAN,
    "promise_made": Topic.PLAN,
    "promise_kept": Topic.PLAN,
    "promise_changed": Topic.PLAN,
    "promise_dropped": Topic.PLAN,
    "promise_passed": Topic.PLAN,
    "promise_chased": Topic.PLAN,
    "promise_asked_for": Topic.PLAN,
    "review_day": Topic.DATES,
    "review_off": Topic.DATES,
    "challenge": Topic.PLAN,
    "challenge_asked": Topic.WORK,
    "challenge_answered": Topic.WORK,
    "challenge_late": Topic.WORK,
    "return_asked": Topic.WORK,
    "return_agreed": Topic.WORK,
    "promise_yours": Topic.WORK,
    "promise_asked": Topic.WORK,
    "promise_reopened": Topic.WORK,
    "promise_waits": Topic.WORK,
    "plan_taken_back": Topic.PLAN,
    "plan_breach": Topic.WORK,
    "plan_answer": Topic.PLAN,
    "big_question": Topic.PLAN,
    "plan_response": Topic.WORK,
    "said": Topic.WORK,
    "said_again": Topic.WORK,
    "officer_late": Topic.WORK,
    "said_answered": Topic.MESSAGES,
    "decision_asks": Topic.PLAN,
    "decision_made": Topic.PLAN,
    "decision_changed": Topic.PLAN,
    "key_added": Topic.ACCOUNT,
    "key_removed": Topic.ACCOUNT,
    "key_copied": Topic.ACCOUNT,
    "passphrase_changed": Topic.ACCOUNT,
    "own_way_added": Topic.ACCOUNT,
    "looked_in_emergency": Topic.ACCOUNT,
    "messages_looked_into": Topic.ACCOUNT,
    "way_in_used": Topic.WORK,
    "way_in_again": Topic.WORK,
    "others_locked_out": Topic.WORK,
    "emergency_opened": Topic.WORK,
    "agreement_asked": Topic.WORK,
    "agreement_answered": Topic.WORK,
    "opening_look_again": Topic.WORK,
    "barred_decided": Topic.WORK,
    "check_in": Topic.MESSAGES,
    "rhythm": Topic.MESSAGES,
    "new_worker": Topic.MESSAGES,
    "news": Topic.NEWS,
    "news_answer": Topic.NEWS,
    "news_group": Topic.NEWS,
    "news_reply": Topic.WORK,
    "next_home": Topic.PLAN,
    "papers": Topic.PLAN,
    "fields_changed": Topic.ACCOUNT,
    "fields_given": Topic.WORK,
    "move_question": Topic.WORK,
    "news_named": Topic.WORK,
    "wish": Topic.WORK,
    "check_in_answered": Topic.WORK,
    "lost_touch": Topic.WORK,
    "heard_again": Topic.WORK,
    "covering": Topic.WORK,
    "cover_over": Topic.WORK,
    "nobody_covers": Topic.WORK,
    "hand_over_asked": Topic.WORK,
    "hand_over_answered": Topic.WORK,
    "hand_over_agreed": Topic.WORK,
    "stop_asked": Topic.WORK,
    "stop_answered": Topic.WORK,
    "stop_in_force": Topic.WORK,
    "stop_lifted": Topic.WORK,
    "passed_on": Topic.WORK,
    "nobody_reads": Topic.WORK,
    "worry": Topic.WORK,
    "own_words": Topic.MESSAGES,
    # goals, steps and sittings
    "goals_pathway": Topic.PLAN,
    "goals_school": Topic.PLAN,
    "goals_by_them": Topic.WORK,
    "step_given": Topic.WORK,
    "sitting_asks": Topic.PLAN,
    "sitting_right": Topic.PLAN,
    "sitting_not_right": Topic.PLAN,
    "early_review": Topic.WORK,
    "early_review_answered": Topic.PLAN,
    # views before a meeting
    "views_asked": Topic.PLAN,
    # reviews
    "review_letter": Topic.PLAN,
    "review_changed": Topic.DATES,
    "review_wish": Topic.WORK,
    # something is wrong, or good
    "complaint": Topic.WORK,
    "complaint_over": Topic.WORK,
    "complaint_changed": Topic.MESSAGES,
    # what somebody asked for
    "claim": Topic.WORK,
    "claim_missing": Topic.WORK,
    "claim_changed": Topic.MESSAGES,
    "good_news": Topic.MESSAGES,
    "good_news_back": Topic.MESSAGES,
    # groups, polls
    "group_date": Topic.DATES,
    "group_joined": Topic.WORK,
    "poll_open": Topic.NEWS,
    "poll_results": Topic.NEWS,
    "poll_closed": Topic.WORK,
    "we_did": Topic.NEWS,
    # pages
    "page_out": Topic.WORK,
    "page_stuck": Topic.WORK,
    "page_check": Topic.WORK,
    "offer_check": Topic.WORK,
    "chance_again": Topic.WORK,
    "chance_waits": Topic.WORK,
    "page_alone": Topic.WORK,
    # things to do, hellos
    "chance_changed": Topic.DATES,
    "hello": Topic.MESSAGES,
    "hello_due": Topic.WORK,
    "hello_to_read": Topic.WORK,
    # documents
    "document_added": Topic.PLAN,
    "document_shown": Topic.MESSAGES,
}  # fmt: skip
# Told at any hour to those who are on duty for it, and never gathered with what follows.
URGENT = frozenset(
    {
        "emergency_opened", "agreement_asked", "others_locked_out", "passed_on", "nobody_reads",
        "worry", "plan_breach",
    }
)  # fmt: skip
ON_DUTY = frozenset({Role.DUTY, Role.MANAGER})
# Asked for a moment ago, and good for some minutes.
NEVER_HELD = frozenset({CODE})


def topic_of(kind: str, source_ref: str = "") -> Topic:
    """A reminder is about what it reminds of (`reminder_ref`)."""
    if kind == REMINDER:
        kind = source_ref.partition(":")[0]
    return TOPICS.get(kind, Topic.ACCOUNT)


def reminder_ref(kind: str, source_ref: str) -> str:
    return f"{kind}:{source_ref}"


def topics_for(role: Role) -> tuple[Topic, ...]:
    """What somebody in this role can be told about, in the order of the page."""
    if role is Role.YOUNG:
        return (Topic.MESSAGES, Topic.DATES, Topic.PLAN, Topic.NEWS, Topic.ACCOUNT)
    if role is Role.CARER:
        return (Topic.MESSAGES, Topic.DATES, Topic.PLAN, Topic.NEWS, Topic.ACCOUNT)
    if role in STAFF:
        return (Topic.WORK, Topic.MESSAGES, Topic.NEWS, Topic.ACCOUNT)
    return (Topic.NEWS, Topic.ACCOUNT)


def usual(topic: Topic, channel: Channel) -> bool:
    """What holds until somebody chooses: everything by a way that they set up, save that a text
    message is for what comes from a person, or waits on one."""
    return channel is not Channel.TEXT or topic in (Topic.MESSAGES, Topic.DATES, Topic.WORK)


# --- when ------------------------------------------------------------------------------------

USUAL_QUIET = (21 * 60, 8 * 60)  # minutes after midnight, on the wall in England
REMIND_HOURS = (0, 4, 24, 72)
USUAL_REMIND = 24
# What is older than this is not reminded of: nobody is woken by what was new last month.
REMIND_WITHIN = timedelta(days=7)
# One thing is told at once; what follows within this time is gathered into the next.
GATHER = {
    Channel.PUSH: timedelta(minutes=2),
    Channel.EMAIL: timedelta(minutes=10),
    Channel.TEXT: timedelta(minutes=10),
}


def quiet_until(now: datetime, starts: int, ends: int) -> datetime | None:
    """When this person's quiet time is over, or None if it is not quiet now.

    starts, ends: minutes after midnight on the wall in England; the same twice means never. It is
    quiet from `starts` on and no longer at `ends`.
    """
    if starts == ends:
        return None
    wall = clock.local(now)
    minute = wall.hour * 60 + wall.minute
    over_midnight = starts > ends
    if over_midnight:
        quiet = minute >= starts or minute < ends
    else:
        quiet = starts <= minute < ends
    if not quiet:
        return None
    day = wall.date() + timedelta(days=1 if over_midnight and minute >= starts else 0)
    end = clock.at_wall(datetime.combine(day, time(ends // 60, ends % 60)))
    return end if end > now else now + timedelta(minutes=1)  # in the hour that comes twice


def held_until(
    now: datetime, kind: str, role: Role, is_lead: bool, quiet: tuple[int, int]
) -> datetime | None:
    if kind in NEVER_HELD or (kind in URGENT and (role in ON_DUTY or is_lead)):
        return None
    return quiet_until(now, *quiet)


BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360))
LONGEST_WAIT = timedelta(hours=6)


def next_try(attempts: int, spread: float, asked: timedelta | None) -> timedelta | None:
    """How long after the try of this number (1 is the first) the next one comes; None: no more.

    spread: from 0 to 1, so that not everybody comes again at the same moment: up to a fifth is
    added. asked: how long the other side wants to be left alone.
    """
    if attempts > len(BACK_OFF):
        return None
    wait = BACK_OFF[attempts - 1] * (1 + spread / 5)
    return min(max(wait, asked or wait), LONGEST_WAIT)


# --- push endpoints --------------------------------------------------------------------------

# Who runs push services for browsers, each from its maker's own pages, read in November 2026:
#   Chrome, and others built on it: Chromium's push_messaging_constants.cc
#   Firefox: autopush's documentation of its endpoints (/wpush/…)
#   Safari: Apple, "Sending web push notifications in web apps and browsers": *.push.apple.com
#   Edge on Windows: Microsoft, "WNS overview": the channel's domain is notify.windows.com, and what
#   stands before it may change
PUSH_HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com"})
PUSH_DOMAINS = (".push.apple.com", ".notify.windows.com")
LONGEST_ENDPOINT = 1000
MOST_WAYS = 5

# Nothing that two readers could read in two ways: no user, no other port, no other scheme, no
# letter beyond ASCII, no backslash, no fragment.
_ENDPOINT = re.compile(
    r"https://(?P<host>[a-z0-9.-]{1,253})(?::443)?(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)"
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def endpoint_host(endpoint: str) -> str | None:
    """The push service's host, or None for an address that is never asked."""
    found = _ENDPOINT.fullmatch(endpoint) if len(endpoint) <= LONGEST_ENDPOINT else None
    if found is None:
        return None
    host = found["host"]
    if not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return None
    return host if host in PUSH_HOSTS or host.endswith(PUSH_DOMAINS) else None


# What is not the open internet, or stands for something else: this machine, this network, other
# names for IPv4 (mapped, 6to4, Teredo, NAT64), tests, multicast, what nobody has been given.
_NOT_OUTSIDE = tuple(
    ip_network(one)
    for one in """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    ::/8 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16
    fc00::/7 fe80::/10 fec0::/10 ff00::/8
    """.split()
)


def is_outside(text: str) -> bool:
    """Whether this is an address of the open internet."""
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:  # a zone ("fe80::1%eth0"), or no address at all
        return False
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        return False
    return found.is_global and not any(
        found.version == net.version and found in net for net in _NOT_OUTSIDE
    )


# --- one's own address, number, nickname -----------------------------------------------------

CODE_LASTS = timedelta(minutes=15)
MOST_TRIES = 5
CODES_A_DAY = 5  # by one account, and to one address or number
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
LONGEST_EMAIL = 200


def tidy_email(text: str) -> str | None:
    """An e-mail address as mail servers know it, or None."""
    plain = text.strip()
    return plain if len(plain) <= LONGEST_EMAIL and _EMAIL.fullmatch(plain) else None


def tidy_mobile(text: str) -> str | None:
    """A mobile number of the United Kingdom, as +447…, or None."""
    plain = re.sub(r"[\s().-]", "", text.strip())
    plain = re.sub(r"^(?:\+44|0044|44)0?", "0", plain)
    return f"+44{plain[1:]}" if re.fullmatch(r"07[0-9]{9}", plain) and plain[:3] != "070" else None


LONGEST_NICKNAME = 20
_SHORTEST_INSIDE = 3


def says_name(word: str, names: Iterable[str]) -> bool:
    """Whether a nickname has one of these names in it, in whatever way it is written. A name of
    two letters counts only as a word of its own: "Al" is not in "walrus"."""
    plain = _letters(word)
    words = {_letters(part) for part in re.split(r"[\W_]+", word)} | {plain}
    parts = {_letters(part) for name in names for part in (name, *re.split(r"[\W_]+", name))}
    return any(part in words or (len(part) >= _SHORTEST_INSIDE and part in plain)
               for part in parts - {""})  # fmt: skip


def _letters(text: str) -> str:
    """Letters and digits, without accents, in one case: "José" and "jose" are one name."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in bare if unicodedata.category(c)[0] in "LN")
