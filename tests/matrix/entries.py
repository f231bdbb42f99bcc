"""Who gets in where: one entry for each route, in words, written by hand.

    Open()                          everybody, signed in or not
    Own(by=YOUNG)                   whoever has one of these roles; the page is about themselves
    OwnThing("visit", by=YOUNG)     the address names something: only its owner gets in
    Reached(G.PLAN, by=SUPPORTERS)  the address names a young person: whoever was granted this
    Entry(...)                      anything else: `who` answers for one record

Everybody else is told, in this order: that there is no such method (405); to sign in; that their
phone is locked (423); that this page is not for their role (403); that there is no such page
(404, the same whether it is not theirs or does not exist).

`sends`: what a POST carries, so that it succeeds. `says`: what is answered to whoever gets in,
where it is not 200 to a GET and a redirect to a POST.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.core.access import CASE_STAFF, EVERYBODY, PUBLIC, SUPPORTERS, YOUNG, Role
from portal.people.rules import Grant
from tests.matrix.facts import barred, granted

if TYPE_CHECKING:
    from tests.matrix.world import Actor, Thing, World

G = Grant
READS = frozenset({"GET", "HEAD", "OPTIONS"})
SEEN = frozenset({200})
WENT_ON = frozenset({302, 303})
FORM_AGAIN = frozenset({422})
# The roles that the council gives, besides those who help a young person.
OUTSIDE = frozenset({Role.ADVOCATE, Role.EDITOR, Role.ADMIN})

Who = Callable[["World", "Actor", "Thing"], bool]
Sends = Mapping[str, str] | Callable[["World", "Actor", "Thing | None"], Mapping[str, str]]


def anybody(_world: World, _actor: Actor, _thing: Thing) -> bool:
    return True


def its_owner(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key == thing.owner


@dataclass(frozen=True)
class Entry:
    """methods: besides HEAD and OPTIONS. by: the roles that may come in, nobody left out when
    there are none; leads: the council's safeguarding lead, too. thing: what the address names."""

    methods: str = "GET"
    by: frozenset[Role] = PUBLIC
    leads: bool = False
    thing: str | None = None
    who: Who = anybody
    sends: Sends = field(default_factory=dict)
    says: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def answers(self, method: str) -> frozenset[int]:
        """What is said to whoever gets in. A HEAD is answered as a GET, without the page."""
        if method == "OPTIONS":
            return SEEN
        method = "GET" if method == "HEAD" else method
        return self.says.get(method, SEEN if method in READS else WENT_ON)


def Open(methods: str = "GET", **more: object) -> Entry:
    return Entry(methods, **more)  # type: ignore[arg-type]


def Own(by: frozenset[Role], methods: str = "GET", **more: object) -> Entry:
    return Entry(methods, by, **more)  # type: ignore[arg-type]


def OwnThing(thing: str, by: frozenset[Role], methods: str = "GET", **more: object) -> Entry:
    return Entry(methods, by, thing=thing, who=its_owner, **more)  # type: ignore[arg-type]


def Reached(
    grant: Grant, by: frozenset[Role], methods: str = "GET", thing: str = "person", **more: object
) -> Entry:
    """Nobody reaches themselves here: a young person has pages of their own."""

    def reaches(_world: World, actor: Actor, thing: Thing) -> bool:
        return actor.key is not None and grant | G.NAME in granted(actor.key, thing.owner)

    return Entry(methods, by, thing=thing, who=reaches, **more)  # type: ignore[arg-type]


# --- what some rooms ask besides ---------------------------------------------------------------


def has_such_a_part(world: World, actor: Actor, thing: Thing) -> bool:
    """The address names no person, only which part: of one's own plan, if one has it."""
    return actor.key is not None and thing.ref in world.codes.get(actor.key, ())


def promised_and_reaches(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever promised it themselves, for as long as they may read the plan."""
    return actor.key == thing.made_by and G.PLAN in granted(actor.key or "", thing.owner)


def met_by_its_owner(world: World, actor: Actor, thing: Thing) -> bool:
    """One's own family time, unless it is with somebody whom one must not know of."""
    return actor.key == thing.owner and not (thing.made_by and barred(thing.made_by, thing.owner))


TEXT = {"text": "A few words.", "key": "once"}

ENTRIES: dict[str, Entry] = {
    # for everybody
    "people.front": Open(says={"GET": WENT_ON}),
    "people.sign_in": Open("GET POST", says={"POST": FORM_AGAIN}),
    "people.invite": Open("GET POST", says={"POST": FORM_AGAIN}),
    "people.leave": Open("POST"),
    "languages.choose": Open("GET POST", sends={"language": "ar"}),
    "help.help_page": Open(),
    "help.words_page": Open(),
    "offline.manifest": Open(),
    "offline.worker": Open(),
    "offline.offline_page": Open(),
    "health.alive": Open(),
    "health.ready": Open(says={"GET": frozenset({200, 503})}),
    # one's own account
    "people.my_app": Own(EVERYBODY, "GET POST",
                         sends={"language": "en", "theme": "sea", "look": "dark", "band": ""}),
    "people.sign_out": Own(EVERYBODY, "POST"),
    "notifications.seen": Own(EVERYBODY, "POST", sends={"drawn": "something_new"}),
    # a young person's own pages
    "home.home": Own(YOUNG),
    "home.everyone": Own(YOUNG),
    "home.promises_to_me": Own(YOUNG),
    "home.promises_seen": Own(YOUNG, "POST"),
    "dates.dates": Own(YOUNG),
    "my_views.my_say": Own(YOUNG),
    "messages.thread": Own(YOUNG, "GET POST", sends=TEXT),
    "messages.quick": Own(YOUNG, "POST", sends={"kind": "call", "key": "once"}),
    "messages.read": Own(YOUNG, "POST"),
    "plan.my_plan": Own(YOUNG),
    "plan.why": Own(YOUNG),
    "plan.all_seen": Own(YOUNG, "POST"),
    "plan.part": Entry("GET", YOUNG, thing="part", who=has_such_a_part),
    "plan.part_seen": Entry("POST", YOUNG, thing="part", who=has_such_a_part),
    "visits.visit": OwnThing("visit", YOUNG),
    "family_time.family_time": Entry("GET", YOUNG, thing="family_time", who=met_by_its_owner),
    "reviews.review": OwnThing("review", YOUNG),
    # those who help
    "carers.children": Own(frozenset({Role.CARER})),
    "staff.waiting": Own(CASE_STAFF),
    "staff.people": Own(CASE_STAFF),
    "staff.explained": Own(OUTSIDE),
    "staff.person": Reached(G.NAME, CASE_STAFF),
    "staff.promise_kept": Entry("POST", SUPPORTERS, thing="promise", who=promised_and_reaches,
                                sends={"note": "It is done.", "key": "once"}),
    "plan.their_plan": Reached(G.NAME, SUPPORTERS),
    "messages.their_thread": Reached(G.MESSAGES, CASE_STAFF, "GET POST", sends=TEXT),
}  # fmt: skip

# Registered in demo mode only; where a real council is, none of them is there.
IN_DEMO = ("demo.people", "demo.people_json", "demo.sign_in")
