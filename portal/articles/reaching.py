"""Whether words hold a way to reach somebody: a number, a name on an app, an address, a link. A
page, something to do and a hello are read by children: whoever wrote them must not be one press
away. It finds what is written plainly and what is hidden a little; a second person reads, too."""

from __future__ import annotations

import re
from unicodedata import category, normalize
from urllib.parse import urlsplit

# Numbers that are none to call: prices, days, times and school years that stand alone.
_TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_HARMLESS = re.compile(
    r"£\s?\d[\d,]*(?:\.\d\d)?(?!\d)|"
    r"(?<!\d)\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|"
    rf"(?<!\d)(?<!\d[\s.:/-]){_TIME}(?:\s*(?:-|–|to)\s*{_TIME})?(?![\s.:/-]{{0,2}}\d)|"
    r"(?<![\d\s-])\s?(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d(?![\s-]?\d)",
    re.IGNORECASE,
)
_DIGIT = r"(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_ENDS = r"(?:com|co|org|net|uk|me|gg|info|io|be|ly|eu|app|link|tv|xyz|site|online|page)"
# Nobody speaks of these but to be found there; of the others, people do.
_APPS = (
    r"(?:insta(?:gram)?|snap\s?chat|whats\s?app|telegram|discord|messenger|kik|wechat|viber|"
    r"linktree|g\s?mail|hotmail)"
)
_AND_APPS = (
    r"(?:snap|ig|fb|facebook|tik\s?tok|signal|steam|roblox|x\s?box|psn|youtube|threads|dm|"
    r"fortnite|twitch)"
)


def _names_on(apps: str) -> str:
    """A name on one of these apps, or that somebody is to be looked for there."""
    return (
        rf"\b{apps}\s*[:=]|\b{apps}\s+(?:is\s+)?\S*[_\d.]\w|"
        rf"\b(?:my|me\s+on|add|via)\s+{apps}\b|"
        rf"\b(?:add\s+\S+|[a-z]\w{{0,40}}?\d\w{{0,40}})\s+on\s+{apps}\b"
    )


# Whatever the app is: "jay_x", "jay#1234", "text me", an address of mail or of a chat.
_NAMES = (
    rf"@|[(\[{{]\s*(?:at|dot)\s*[)\]}}]|\b(?:dot|punkt)\s+{_ENDS}\b|"
    r"\b[a-z0-9]+_\w+|\w#\d{3,}|"
    r"\b(?:text|ring|phone|message|dm|add|find|follow|write\s+to)\s+me\b"
)
_REACHES = re.compile(
    rf"{_NAMES}|https?:|www\.|\b[a-z]{{3,12}}://|(?<![\w-])[\w-]{{1,63}}\.{_ENDS}\b|"
    r"(?:\d[\s().\-/+]*){5,}|(?:\d\W{0,3}){9,}|"
    rf"\b(?:{_DIGIT}[\s,.-]+){{4,}}{_DIGIT}\b|"
    rf"\be-?mail\b|\b{_APPS}\b|{_names_on(_AND_APPS)}",
    re.IGNORECASE,
)
# Of pages, which may speak of apps, and lead to the web.
_FINDS = re.compile(rf"{_NAMES}|{_names_on(rf'(?:{_APPS}|{_AND_APPS})')}", re.IGNORECASE)
_A_HOST = re.compile(rf"(?<![\w.-])(?:[\w-]{{1,63}}\.){{1,6}}{_ENDS}\b", re.IGNORECASE)
# "i n s t a": letters on their own.
_SPELLED = re.compile(r"(?<!\w)(?:[^\W\d_][\s.*-]{1,2}){3,}[^\W\d_](?!\w)")
# Of pages, where numbers to call may stand: what looks like one.
_NUMBER = re.compile(
    r"(?<![\d,.])(?:\+|\b)(?:\d[ \u00a0().-]{0,2}){5,}\d?|\b116 \d{3}\b|"
    r"(?<![\d,.])\d(?:[ \u00a0/|·–-]{0,3}\d){9,}"
)
# Where people talk, and addresses that hide another.
_CHATS = (
    "t.me", "telegram.me", "telegram.org", "wa.me", "whatsapp.com", "discord.gg", "discord.com",
    "instagram.com", "ig.me", "snapchat.com", "tiktok.com", "facebook.com", "fb.com", "fb.me",
    "m.me", "signal.me", "signal.group", "kik.me", "linktr.ee", "beacons.ai", "youtube.com",
    "youtu.be", "x.com", "twitter.com", "threads.net", "threads.com", "reddit.com", "twitch.tv",
    "roblox.com", "steamcommunity.com", "guilded.gg", "viber.com", "wechat.com", "line.me",
    "onlyfans.com", "tumblr.com", "bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "cutt.ly",
    "rb.gy", "ow.ly", "tiny.cc", "shorturl.at",
)  # fmt: skip


def _plain(text: str) -> str:
    """In plain letters, without those that nobody sees, and without numbers that are none to call.
    What is spelled is also read as a word."""
    seen = "".join(letter for letter in normalize("NFKC", text) if category(letter) != "Cf")
    spelled = ("".join(filter(str.isalpha, found[0])) for found in _SPELLED.finditer(seen))
    return " | ".join((_HARMLESS.sub(" | ", seen), *spelled))


def says_how_to_reach(text: str) -> bool:
    return _REACHES.search(_plain(text)) is not None


def says_whom_to_find(text: str) -> bool:
    """The same of a page that may have links and numbers that help (`numbers_in`): a name on an
    app, an address of mail, a chat."""
    plain = _plain(text)
    return _FINDS.search(plain) is not None or any(map(is_chat, _A_HOST.findall(plain)))


def is_chat(host: str) -> bool:
    """Where people talk, or which hides another address."""
    name = host.rstrip(".").casefold()
    return any(name == chat or name.endswith(f".{chat}") for chat in _CHATS)


def leads_to_a_chat(address: str) -> bool:
    try:
        return is_chat(urlsplit(address).hostname or "")
    except ValueError:  # "https://["
        return False


def digits(number: str) -> str:
    """Of a number however it is written; a British one as it is called here."""
    found = "".join(letter for letter in normalize("NFKC", number) if letter.isdigit())
    return "0" + found[2:] if number.strip().startswith("+44") else found


def numbers_in(text: str) -> tuple[str, ...]:
    """What looks like a number to call, as it stands there."""
    return tuple(found[0].strip(" ().-") for found in _NUMBER.finditer(_plain(text)))
