"""What to do now, for five hard moments: in words that a child of nine reads, with numbers that
answer. They know nobody, work without a connection, and their addresses say nothing.

A number stands in `helplines` alone. The night numbers of the councils stand beside the parts that
are marked `home`; which of them is one's own is known on Home.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.words import later


@dataclass(frozen=True)
class Part:
    """A heading, then sentences; or things to look for, in a list. home: it speaks of a council's
    night number: those of all councils stand under it, and it leads to Home."""

    heading: str
    lines: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    home: bool = False


@dataclass(frozen=True)
class Moment:
    """slug: in the address. calls: keys of `helplines`, the first to call first."""

    slug: str
    heading: str
    icon: str
    first: str
    calls: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def endpoint(self) -> str:
        """Its route's name within the room that draws it."""
        return self.slug.replace("-", "_")


MOMENTS = (
    Moment(
        "tonight",
        later("Nowhere safe to sleep tonight"),
        "moon",
        later("Call now. Someone is there at night and at weekends. You need not be sure that it "
              "is “bad enough”."),
        ("danger", "childline", "safecall"),
        (
            Part(later("Your council"), (
                later("At night and at weekends a worker is on duty. The number is on your Home "
                      "page in this app, and on the website of every council."),
                later("You can say: “I have nowhere safe to sleep. I am … years old.” Say if you "
                      "have a child with you, or if you are ill."),
                later("If you are under 18, the council has to find you a place tonight. If you "
                      "are older, ask for the housing team."),
            ), home=True),
            Part(later("While you wait"), (), (
                later("Stay where there is light and people. Keep warm. Charge your phone."),
                later("No credit? Ask in a shop, a hospital or a police station to use a phone."),
                later("Do not go with someone who offers a bed for something in return. It is "
                      "never your fault if somebody tried."),
            )),
        ),
    ),
    Moment(
        "night",
        later("When nobody is at work"),
        "clock",
        later("At night, at weekends and on holidays your worker is not there. Other people are."),
        ("danger", "childline", "urgent_mind", "samaritans"),
        (
            Part(later("What can wait, and what cannot"), (
                later("It cannot wait if someone is hurt, if you are not safe, or if you have "
                      "nowhere to sleep. Call."),
                later("The night number of your council is on your Home page in this app. A "
                      "worker answers who does not know you yet. Say your name and who your "
                      "worker is."),
                later("If it can wait, write it down now and send it. The app tells you by which "
                      "day someone answers."),
            ), home=True),
        ),
    ),
    Moment(
        "health",
        later("You are ill or hurt"),
        "health",
        later("If someone cannot breathe, bleeds a lot, does not wake up or took too much of "
              "something: call 999."),
        ("danger", "urgent_mind"),
        (
            Part(later("When it cannot wait for the doctor"), (
                later("Call 111 and tell them what is wrong. It is free, day and night. They say "
                      "where to go. You can ask for your language."),
                later("If it is about how you feel, press 2."),
            )),
            Part(later("When it can wait a little"), (), (
                later("A chemist helps with small things. You need no appointment."),
                later("Your doctor: call in the morning. Anyone may have a doctor, whatever papers "
                      "they have."),
                later("You can talk with a doctor or a nurse alone. They keep it private, unless "
                      "someone could be badly hurt."),
                later("If you are worried about sex, a pregnancy or something you took, they have "
                      "heard it before. The sooner you ask, the more they can do."),
            )),
        ),
    ),
    Moment(
        "feels-off",
        later("When something feels off"),
        "eye",
        later("Some people are nice at first, and then want something back. It may be you, or a "
              "friend. It is not your fault."),
        ("danger", "safecall", "childline", "slavery"),
        (
            Part(later("Signs"), (), (
                later("Gifts, money or a phone, and you do not know why."),
                later("A second phone that must stay secret."),
                later("A car comes, and you do not know the driver."),
                later("You have to carry a bag and not look in it."),
                later("You owe money and can never pay it back."),
                later("They want photos of your body, or they have some and scare you."),
                later("They keep your papers or your pay."),
                later("They tell you what to say, and to stay away from old friends."),
            )),
            Part(later("What you can do"), (
                later("One sign may mean nothing. More than one is a reason to talk to someone "
                      "you trust, or to call."),
                later("If they look at your phone, use another one. Do not tell them that you "
                      "asked for help. Do not meet them to “end it”."),
                later("For a friend: stay kind, and do not promise to keep it secret. Tell a "
                      "grown-up who will act."),
            )),
        ),
    ),
    Moment(
        "out-late",
        later("Out late, or just back"),
        "walk",
        later("Maybe you had a row. Maybe you just had to get out. Nobody can be cross with you "
              "for asking for help."),
        ("danger", "safecall", "childline"),
        (
            Part(later("If you are out there now"), (), (
                later("Stay where it is light and there are people."),
                later("Call the people you live with, or someone you trust. You can say: “I am "
                      "safe”, or “Please come and get me”."),
                later("SafeCall can pass on that you are safe. You need not say where you are."),
                later("Do not get into a car with someone you do not know well."),
            )),
            Part(later("If you do not want to go back"), (
                later("Say so, and say why if you can. If it is not safe there, you must not be "
                      "sent back just like that."),
            )),
            Part(later("When you are back"), (
                later("First food, a wash and sleep. Then someone who does not live with you "
                      "offers you a talk, in about three days. You can say who, and where."),
                later("You can tell them what made you go and what would help. You can also say "
                      "nothing."),
            )),
        ),
    ),
)  # fmt: skip
