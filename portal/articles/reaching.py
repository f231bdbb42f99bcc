"""Whether words hold a way to reach somebody: a number, a name on an app, an address, a link. A
page, something to do and a hello are read by children: whoever wrote them must not be one press
away. It finds what is written plainly and what is hidden a little; a second person reads, too."""

from __future__ import annotations

import re
from unicodedata import normalize

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
    r"linktree|e-?mail)"
)
_AND_APPS = (
    r"(?:snap|ig|fb|facebook|tik\s?tok|signal|steam|roblox|x\s?box|psn|youtube|threads|dm|"
    r"fortnite|twitch)"
)
_REACHES = re.compile(
    r"@|https?:|www\.|\b[a-z]{3,12}://|"
    rf"\b[\w-]+\.{_ENDS}\b|\b(?:dot|punkt)\s+{_ENDS}\b|[(\[{{]\s*(?:at|dot)\s*[)\]}}]|"
    r"(?:\d[\s().\-/+]*){5,}|(?:\d\W{0,3}){9,}|"
    rf"\b(?:{_DIGIT}[\s,.-]+){{4,}}{_DIGIT}\b|"
    rf"\b{_APPS}\b|\b{_AND_APPS}\s*[:=]|\b{_AND_APPS}\s+(?:is\s+)?\S*[_\d.]\w|"
    rf"\b(?:my|me\s+on|add|via)\s+{_AND_APPS}\b|\b[a-z0-9]+_\w+|"
    r"\b(?:text|ring|phone|message|dm|add|find|follow|write\s+to)\s+me\b",
    re.IGNORECASE,
)
# Of pages, where numbers to call may stand: what looks like one.
_NUMBER = re.compile(r"(?<![\d,.])(?:\+|\b)(?:\d[ \u00a0().-]{0,2}){5,}\d?|\b116 \d{3}\b")


def says_how_to_reach(text: str) -> bool:
    plain = _HARMLESS.sub(" | ", normalize("NFKC", text))
    return _REACHES.search(plain) is not None


def digits(number: str) -> str:
    """Of a number however it is written; a British one as it is called here."""
    found = "".join(letter for letter in normalize("NFKC", number) if letter.isdigit())
    return "0" + found[2:] if number.strip().startswith("+44") else found


def numbers_in(text: str) -> tuple[str, ...]:
    """What looks like a number to call, as it stands there."""
    plain = _HARMLESS.sub(" | ", normalize("NFKC", text))
    return tuple(found[0].strip(" ().-") for found in _NUMBER.finditer(plain))
