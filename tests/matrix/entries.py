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
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.core.access import CARERS, CASE_STAFF, EVERYBODY, PUBLIC, STAFF, SUPPORTERS, YOUNG, Role
from portal.helplines.moments import MOMENTS
from portal.people.rules import Grant
from tests.matrix import facts
from tests.matrix.facts import barred, granted

if TYPE_CHECKING:
    from tests.matrix.world import Actor, Thing, World

G = Grant
READS = frozenset({"GET", "HEAD", "OPTIONS"})
SEEN = frozenset({200})
WENT_ON = frozenset({302, 303})
FORM_AGAIN = frozenset({422})
CHANGED_MEANWHILE = frozenset({409})
NOT_THERE = frozenset({404})
NOT_GOOD = frozenset({400})
KEPT = frozenset({204})
# The roles that the council gives, besides those who help a young person.
OUTSIDE = frozenset({Role.ADVOCATE, Role.EDITOR, Role.ADMIN})

Who = Callable[["World", "Actor", "Thing"], bool]
Says = frozenset[int] | Callable[["Actor"], frozenset[int]]
Sends = Mapping[str, str] | Callable[["World", "Actor", "Thing | None"], Mapping[str, str]]


def anybody(_world: World, _actor: Actor, _thing: Thing) -> bool:
    return True


def nobody(_world: World, _actor: Actor, _thing: Thing) -> bool:
    return False


def its_owner(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key == thing.owner


@dataclass(frozen=True)
class Entry:
    """methods: besides HEAD and OPTIONS. by: the roles that may come in, nobody left out when
    there are none; leads: the council's safeguarding lead, too. room: of these, who has any
    business here at all. thing: what the address names."""

    methods: str = "GET"
    by: frozenset[Role] = PUBLIC
    leads: bool = False
    room: Callable[[Actor], bool] | None = None
    thing: str | None = None
    who: Who = anybody
    sends: Sends = field(default_factory=dict)
    says: Mapping[str, Says] = field(default_factory=dict)

    def answers(self, method: str, actor: Actor) -> frozenset[int]:
        """What is said to whoever gets in. A HEAD is answered as a GET, without the page."""
        if method == "OPTIONS":
            return SEEN
        method = "GET" if method == "HEAD" else method
        said = self.says.get(method, SEEN if method in READS else WENT_ON)
        return said(actor) if callable(said) else said


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


def names_a_part(world: World, _actor: Actor, thing: Thing) -> bool:
    """What is begun there is theirs alone, whether or not they have such a part."""
    return True


def hears(_world: World, actor: Actor, thing: Thing) -> bool:
    """What they say about their plan: whoever was granted it, or answers their messages."""
    given = granted(actor.key or "", thing.owner)
    return G.NAME in given and bool(given & (G.PLAN | G.MESSAGES))


def answers_it(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever was granted that part, or answers their messages; not for some hours only."""
    part = G.PLAN | facts.AREAS[thing.state]
    return lasts(actor.key, thing.owner, part) or lasts(actor.key, thing.owner, G.MESSAGES)


def reads_what_was_said(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.views_read_by[thing.ref]


def reads_complaint(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.complaint_of[thing.ref]


def its_owner_once_sent(world: World, actor: Actor, thing: Thing) -> bool:
    """What was only begun has no page of its own: it is taken up again in its form."""
    return thing.state != "draft" and its_owner(world, actor, thing)


def reads_claims(_world: World, actor: Actor, thing: Thing) -> bool:
    return thing.state != "draft" and actor.key in facts.those_who_read_claims(thing.owner)


def decides_claims(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever reads their messages, for more than some hours."""
    return thing.state != "draft" and lasts(actor.key, thing.owner, G.MESSAGES)


def sees_good_news(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.good_news_of[thing.ref]


def answers_what_was_said(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.views_answered_by[thing.ref]


def reads_the_decision(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.decisions_read_by[thing.ref]


def writes_the_decision(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.decisions_written_by[thing.ref]


def writes_decisions(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in facts.those_who_write_decisions(thing.owner, G.PLAN)


def writes_it_down(_world: World, actor: Actor, thing: Thing) -> bool:
    return lasts(actor.key, thing.owner, G.PLAN | G.REASONS)


def promised_and_reaches(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever promised it themselves, for as long as they may read the plan."""
    return actor.key == thing.made_by and G.PLAN in granted(actor.key or "", thing.owner)


def reads_the_promise(_world: World, actor: Actor, thing: Thing) -> bool:
    """What the part it came from (of health, here) needs; and whoever promised it."""
    grants = granted(actor.key or "", thing.owner)
    return G.NAME | G.PLAN | G.HEALTH in grants or (actor.key == thing.made_by and G.NAME in grants)


def acts_on_the_promise(world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever promised it, and managers who may read it."""
    manages = actor.role is Role.MANAGER and reads_the_promise(world, actor, thing)
    return promised_and_reaches(world, actor, thing) or manages


def sees_the_card(_world: World, actor: Actor, thing: Thing) -> bool:
    """The adult whose card it is, colleagues, and young people connected with them today."""
    return actor.key in facts.those_who_see_the_card(thing.owner)


def a_later_day() -> str:
    return (facts.TODAY + timedelta(days=40)).isoformat()


def met_by_its_owner(world: World, actor: Actor, thing: Thing) -> bool:
    """One's own family time, unless it is with somebody whom one must not know of."""
    return actor.key == thing.owner and not (thing.made_by and barred(thing.made_by, thing.owner))


def gives_a_way_in(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key is not None and facts.gives_a_way_in(actor.key, thing.owner)


def gives_their_carer_a_way_in(world: World, actor: Actor, thing: Thing) -> bool:
    """Not while somebody looks into their messages with the young person, as the world has it of
    every young person's own worker; of the young person, they are shown whom to ask."""
    looked_into = actor.key == facts.worker_of(thing.owner)
    lives_there = facts.lives_with(thing.owner, thing.other or "")
    return gives_a_way_in(world, actor, thing) and lives_there and not looked_into


def decides(_world: World, actor: Actor, thing: Thing) -> bool:
    """Who must not know: decided by a worker or manager who knows why they are in care, and by
    whoever oversees the council. Nobody reads of somebody whom they must not know of."""
    knows = actor.key in facts.those_who_decide(thing.owner)
    return knows and not (thing.other and barred(thing.other, actor.key or ""))


def keeps_it(world: World, actor: Actor, thing: Thing) -> bool:
    return decides(world, actor, thing) and thing.state != "lifted"


def lifts_it(world: World, actor: Actor, thing: Thing) -> bool:
    """A second person, and one who oversees the council."""
    second = facts.oversees(actor.key or "") and actor.key != thing.made_by
    return decides(world, actor, thing) and second


def oversees_the_council(actor: Actor) -> bool:
    return actor.role is Role.MANAGER or actor.lead


def has_business_with_openings(actor: Actor) -> bool:
    return actor.role in (Role.DUTY, Role.MANAGER) or actor.lead


def sees_the_opening(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in facts.those_who_see_openings(thing.owner, thing.other)


def agrees_to_it(world: World, actor: Actor, thing: Thing) -> bool:
    """The second person: never whoever asked, nor the adult."""
    return (
        sees_the_opening(world, actor, thing)
        and facts.oversees(actor.key or "")
        and actor.key not in (thing.made_by, thing.other)
    )


def decides_about_telling(world: World, actor: Actor, thing: Thing) -> bool:
    """The safeguarding lead, and not about what they asked for."""
    return agrees_to_it(world, actor, thing) and actor.lead


def looks_into_it(_world: World, actor: Actor, thing: Thing) -> bool:
    """The two who agreed, while it is open, of those who oversee."""
    return thing.state == "messages open" and actor.key in facts.those_who_look_into(thing.owner)


def may_change_the_leave(world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever is away, and every manager of the council."""
    same = actor.council == facts.MEMBERS[thing.owner].council
    return actor.key == thing.owner or (same and actor.role is Role.MANAGER)


def may_let_in(world: World, actor: Actor, thing: Thing) -> bool:
    """A manager, where somebody covers at all."""
    return may_change_the_leave(world, actor, thing) and bool(thing.other)


def may_promise(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key is not None and facts.may_promise(actor.key, thing.owner)


def one_of_theirs(world: World, actor: Actor, thing: Thing) -> bool:
    """Somebody who is near to several young people has a word from each."""
    near = next(key for key, ref in world.refs.items() if ref == thing.ref)
    return actor.key is not None and facts.is_near(near, actor.key)


def writes_moves(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key is not None and facts.writes_moves(actor.key, thing.owner)


def sees_fields(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key is not None and facts.sees_fields(actor.key, thing.owner)


def gives_to(_world: World, actor: Actor, thing: Thing) -> bool:
    """A young person, to somebody who works with them."""
    return actor.key is not None and facts.could_be_given(actor.key, thing.owner)


def of_the_council(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.council == facts.MEMBERS[thing.owner].council


def sooner(_world: World, _actor: Actor, thing: Thing | None) -> dict[str, str]:
    return {"ends": thing.state if thing else ""}


def gives_the_worker(world: World, _actor: Actor, thing: Thing | None) -> dict[str, str]:
    worker = facts.worker_of(thing.owner) if thing else "worker"
    return {"adult": world.refs[worker], "why": REASON}


def whose_messages(world: World, _actor: Actor, thing: Thing | None) -> dict[str, str]:
    adult = world.refs[facts.worker_of(thing.owner)] if thing else ""
    return {"adult": adult, "text": REASON, "hours": "4", "hold": "no", "key": "once"}


def reads_the_carer(_world: World, actor: Actor, thing: Thing) -> bool:
    """What a carer wrote about a child: not that carer, who has another address for it."""
    return thing.state != "their own" and G.MESSAGES in granted(actor.key or "", thing.owner)


def reads_it(_world: World, actor: Actor, thing: Thing) -> bool:
    """A message, or what came with it: the young person's own, or a carer's about them."""
    if thing.other is not None:
        return actor.key in facts.those_with_the_carer(thing.owner)
    return actor.key == thing.owner or G.MESSAGES in granted(actor.key or "", thing.owner)


def wrote_it(world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever wrote it, for as long as they may read it."""
    return actor.key == thing.made_by and reads_it(world, actor, thing)


def looks_into_the_picture(_world: World, actor: Actor, thing: Thing) -> bool:
    """Of what was said between the young person and the adult; nothing of what a carer wrote."""
    return thing.other is None and actor.key in facts.those_who_look_into(thing.owner)


def wrote_the_news(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key == thing.made_by


def sees_it_sent(world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in world.sent[thing.ref].staff


def takes_it_down(world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever wrote it, an editor, a manager."""
    may = actor.key == thing.made_by or actor.role in facts.KEEP_GROUPS
    return may and sees_it_sent(world, actor, thing)


def is_named(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key == thing.other


def of_its_council(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.council == facts.MEMBERS[thing.owner].council


def writes_to_them(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.may_write_to(actor.key or "", thing.owner)


def some_news(world: World, actor: Actor, _thing: Thing | None) -> dict[str, str]:
    named = "worker_b" if actor.council == "B" else "worker"
    return {"to": "ages", "age_from": "18", "age_to": "21", "title": "A title", "language": "en",
            "until": "", "answers": world.refs[named], **TEXT}  # fmt: skip


def runs_or_makes_groups(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever runs it; an editor and a manager of its council."""
    keeps = actor.role in facts.KEEP_GROUPS and of_its_council(_world, actor, thing)
    return actor.key == thing.made_by or keeps


def asks_it(world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever wrote it; what was sent, every editor and manager of the council."""
    if thing.state == "draft":
        return actor.key == thing.made_by
    return runs_or_makes_groups(world, actor, thing)


def some_group(world: World, actor: Actor, _thing: Thing | None) -> dict[str, str]:
    runs = "worker_b" if actor.council == "B" else "worker"
    return {"name": "A new group", "about": "other", "age_from": "8", "age_to": "18",
            "run_by": world.refs[runs], **TEXT}  # fmt: skip


def some_poll(_world: World, _actor: Actor, _thing: Thing | None) -> dict[str, str]:
    day = facts.TODAY
    return {"title": "A title", "intro": "Why", "to": "all", "language": "en", "key": "once",
            "opens": day.isoformat(), "closes": day.isoformat(),
            "did_by": (day + timedelta(days=3)).isoformat()}  # fmt: skip


def some_answer(world: World, actor: Actor, _thing: Thing | None) -> dict[str, str]:
    return {"q1": str(world.poll_options["B" if actor.council == "B" else "A"])}


def not_if_no_group_is_open(actor: Actor) -> frozenset[int]:
    """An editor and a manager ask everybody; others only the groups that they run."""
    return WENT_ON if actor.role in facts.KEEP_GROUPS else FORM_AGAIN


def reads_the_page(world: World, actor: Actor, thing: Thing) -> bool:
    """Of the council, and out: no draft, and not withdrawn."""
    return thing.state == "out" and of_its_council(world, actor, thing)


def sees_the_chance(world: World, actor: Actor, thing: Thing) -> bool:
    """What is for carers, no young person; what was taken down, or nobody agreed on yet, whoever
    writes it."""
    here = of_its_council(world, actor, thing)
    if thing.state in ("down", "new"):
        return here and actor.role in facts.KEEP_GROUPS
    return here and not (thing.state == "carers" and actor.role is Role.YOUNG)


def has_a_day_to_come(world: World, actor: Actor, thing: Thing) -> bool:
    return thing.state != "down" and sees_the_chance(world, actor, thing)


def writes_the_hello(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in facts.those_who_write_hellos(thing.owner)


def reads_the_hello(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever answers them; it was written by somebody who does not."""
    return actor.key in facts.those_who_answer(thing.owner) - {facts.runs_groups(thing.owner)}


def could_write_hellos(world: World, actor: Actor, thing: Thing) -> bool:
    """Staff of the council: a young person's ref is one of nobody here."""
    return thing.state != "young" and of_its_council(world, actor, thing)


def a_colleague(world: World, actor: Actor, _thing: Thing | None) -> dict[str, str]:
    return {"person": world.refs["worker_b" if actor.council == "B" else "worker"]}


def another_group(world: World, _actor: Actor, thing: Thing | None) -> dict[str, str]:
    council = facts.MEMBERS[thing.owner].council if thing else "A"
    return {"group": world.spare_group[council], "key": "once"}


def the_number_of_kim(world: World, _actor: Actor, _thing: Thing | None) -> dict[str, str]:
    return {"number": world.markers.one("person.code", "kim").text}


def has_business_with_worries(actor: Actor) -> bool:
    return actor.role in CASE_STAFF or actor.lead


def sees_the_worry(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in facts.those_who_see_worries(thing.owner)


def uses_the_reply(_world: World, actor: Actor, thing: Thing) -> bool:
    """Their own; and the council's, of this council."""
    if thing.state == "mine":
        return actor.key == thing.owner
    return actor.council == facts.MEMBERS[thing.owner].council


def keeps_the_reply(world: World, actor: Actor, thing: Thing) -> bool:
    """Their own, who write to young people; the council's, editors and managers."""
    keepers = (Role.EDITOR, Role.MANAGER) if thing.state != "mine" else CASE_STAFF
    return uses_the_reply(world, actor, thing) and actor.role in keepers


def lasts(key: str | None, young: str, grant: Grant) -> bool:
    """Granted all of this by connections that are not by the hour."""
    found = Grant(0)
    for link in facts.LINKS:
        if (link.of, link.to) == (young, key) and facts.holds(link) and link.hours is None:
            found |= link.grants
    return bool(granted(key or "", young)) and grant | G.NAME in found


def keeps_in_touch(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever is there in an emergency may read how somebody was reached, and writes nothing."""
    return lasts(actor.key, thing.owner, G.CONTACT)


def puts_it_right(world: World, actor: Actor, thing: Thing) -> bool:
    mine = actor.key == thing.made_by or actor.role is Role.MANAGER
    return mine and keeps_in_touch(world, actor, thing)


def confirms_codes(_world: World, actor: Actor, thing: Thing) -> bool:
    return lasts(actor.key, thing.owner, G.CONTACT | G.ADDRESS | G.SCHOOL | G.HEALTH)


def _of_goal(thing: Thing) -> Grant:
    kind, _, area = (thing.state or "").partition(":")
    return G.PLAN | facts.WHOLE_PLANS[kind] | facts.AREAS[area]


def reads_the_goal(_world: World, actor: Actor, thing: Thing) -> bool:
    """PLAN, and what its plan and area need."""
    return actor.key in facts.those_granted(_of_goal(thing), thing.owner)


def changes_the_goal(_world: World, actor: Actor, thing: Thing) -> bool:
    """The young person, and their workers who may read it."""
    works = facts.works_on_plan(actor.key or "", thing.owner)
    return actor.key == thing.owner or (works and lasts(actor.key, thing.owner, _of_goal(thing)))


def changes_the_plan(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.works_on_plan(actor.key or "", thing.owner)


def changes_the_school_plan(_world: World, actor: Actor, thing: Thing) -> bool:
    works = facts.works_on_plan(actor.key or "", thing.owner)
    return works and lasts(actor.key, thing.owner, G.PLAN | G.SCHOOL)


def sat_there(_world: World, actor: Actor, thing: Thing) -> bool:
    """The two who sat, while the adult may read the plan."""
    adult = actor.key == thing.made_by and lasts(actor.key, thing.owner, G.PLAN)
    return actor.key == thing.owner or adult


def sat_at_their_own(world: World, actor: Actor, thing: Thing) -> bool:
    """Whose phone it is on."""
    return actor.key == thing.other and sat_there(world, actor, thing)


def answers_the_early_review(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key == thing.owner or facts.works_on_plan(actor.key or "", thing.owner)


def takes_it_back(world: World, _actor: Actor, thing: Thing | None) -> dict[str, str]:
    """To whoever the page says reads why."""
    reads = world.deals_with.get(thing.ref, "") if thing else ""
    return {"does": "withdraw", "words": "A few words.", "reads": reads}


def their_own_worker(world: World, actor: Actor, _thing: Thing | None) -> dict[str, str]:
    worker = facts.worker_of(actor.key) if actor.key in facts.YOUNG else "worker"
    return {"who": world.refs[worker], "key": "once"}


def writes_the_plan(_world: World, actor: Actor, thing: Thing) -> bool:
    """The part that the address names needs no more than PLAN."""
    return facts.writes_plan(actor.key or "", thing.owner, G.PLAN)


def reads_what_was_taken_back(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in facts.those_who_read_what_was_taken_back(thing.owner)


def sees_the_hand_over(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key in facts.those_who_see_hand_overs(thing.owner)


def answers_the_hand_over(world: World, actor: Actor, thing: Thing) -> bool:
    """A manager, as a worker asked; and whoever asked may take it back."""
    manages = actor.role is Role.MANAGER and actor.key != thing.other
    return sees_the_hand_over(world, actor, thing) and (manages or actor.key == thing.made_by)


def reads_the_review(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.FOR_REVIEWS in granted(actor.key or "", thing.owner)


def looks_after_the_review(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.looks_after_reviews(actor.key or "", thing.owner)


def at_the_desk(_world: World, actor: Actor, thing: Thing) -> bool:
    """Officers and managers who were granted the reviews, and not for some hours only."""
    return lasts(actor.key, thing.owner, facts.FOR_REVIEWS)


def is_asked(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whom an officer asked to look at something again."""
    asked = actor.key == facts.worker_of(thing.owner)
    return asked and G.NAME in granted(actor.key or "", thing.owner)


def oversees_whoever_asked(_world: World, actor: Actor, thing: Thing) -> bool:
    here = facts.MEMBERS[thing.owner].council
    return facts.oversees(actor.key or "") and facts.MEMBERS[actor.key or ""].council == here


def writes_the_letter(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.writes_letters(actor.key or "", thing.owner)


def reads_what_they_wish(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.reads_wishes(actor.key or "", thing.owner)


def talks_with_them_alone(_world: World, actor: Actor, thing: Thing) -> bool:
    return facts.talks_alone(actor.key or "", thing.owner)


def it_is_their_own(_world: World, actor: Actor, thing: Thing) -> bool:
    """A point that the young person put there themselves."""
    return actor.key == thing.owner and thing.state == "theirs"


def hands_over(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key is not None and facts.hands_over(actor.key, thing.owner)


def shares_somebody_with(_world: World, actor: Actor, thing: Thing) -> bool:
    return actor.key is not None and facts.shares_somebody(actor.key, thing.owner)


def answers_the_stop(world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever oversees; and whoever asked may take it back."""
    second = facts.oversees(actor.key or "") or actor.key == thing.made_by
    return decides(world, actor, thing) and second


def works_here_or_leads(actor: Actor) -> bool:
    return actor.role in CASE_STAFF or actor.lead


def a_hand_over(world: World, _actor: Actor, thing: Thing | None) -> dict[str, str]:
    to = world.refs[facts.takes_over(thing.owner)] if thing else ""
    return {"to": to, "who": world.refs["sam"], "how_long": "good", "day": "2026-11-30",
            "text": REASON, "key": "once"}  # fmt: skip


def is_shown_it(_world: World, actor: Actor, thing: Thing) -> bool:
    """The young person shows it to everybody who works or lives with them; whoever is here by the
    hour, or holds another place, is none of these."""
    return actor.key in facts.those_who_are_shown(thing.owner)


def opens_the_document(_world: World, actor: Actor, thing: Thing) -> bool:
    """Whoever's it is; one that is shown, those to whom it is."""
    shown = actor.key in facts.those_who_are_shown(thing.owner)
    return actor.key == thing.owner or (thing.state == "shown" and shown)


def works_or_lives_with_them(_world: World, actor: Actor, thing: Thing) -> bool:
    return lasts(actor.key, thing.owner, G.NAME)


def puts_documents_in(_world: World, actor: Actor, thing: Thing) -> bool:
    return lasts(actor.key, thing.owner, G.NAME | G.PLAN)


# --- one line for each route -------------------------------------------------------------------

TEXT = {"text": "A few words.", "key": "once"}
ON_MY_PAGE = {"where": "page", **TEXT}
REASON = "A reason of more than twenty letters."
A_HEADING = {"name": "Pets", "adult": "How is it with animals?", "icon": "paw", "asked": "yes",
             "occasions": "review", "key": "once"}  # fmt: skip
LOOKS = {"language": "en", "theme": "sea", "look": "dark", "band": ""}
ORDER = {"who": "-", "name": "A name nobody has", "ground": "court_order", "text": REASON,
         "review": "2026-12-23", "key": "once"}  # fmt: skip
REPLY = {"title": "A name", "adult": "Hello {name}", "teen": "", "child": "", "whose": "mine",
         "key": "once"}  # fmt: skip
USES_REPLIES = CASE_STAFF | {Role.EDITOR}
ON_DUTY = frozenset({Role.DUTY})
MANAGERS = frozenset({Role.MANAGER})
OFFICERS = frozenset({Role.IRO})
AT_DESK = MANAGERS | OFFICERS
UP = {"level": "informal", "to": "outside", "outside": "Omar", "by": "2026-12-01", "key": "once"}
OVER_WORKERS = frozenset({Role.MANAGER, Role.DUTY})
WORKERS = MANAGERS | {Role.WORKER}
RUNNERS = WORKERS | {Role.IRO}
OWN_PHONES = YOUNG | CARERS
TALKERS = YOUNG | CASE_STAFF | CARERS
NEWS_WRITERS = facts.WRITERS
SOMETHING_TO_DO = {"sort": "club", "audience": "young", "need": "fun", "title": "A title",
                   "age_from": "8", "age_to": "18", "opens": facts.TODAY.isoformat(),
                   **TEXT}  # fmt: skip
A_MEETING = {"day": (facts.TODAY + timedelta(days=5)).isoformat(), "at": "17:00", "key": "once"}
SAID_AND_DID = {"said": "Some words.", "did": "Some more.", "on_day": facts.TODAY.isoformat(),
                "language": "en", "band": "", "source": "other", "key": "once"}  # fmt: skip
KEEPERS = frozenset({Role.WORKER, Role.DUTY, Role.MANAGER})
CALLED = {"how": "call", "day": "2026-11-20", "began": "us", "reached": "yes", "key": "once"}
LIKES = {"weeks": "2", "how": "call", "best": "-", "wish": "", "key": "once"}
CODED = {"in_touch": "YES", "activity": "F5", "accommodation": "U1", "evidence": "A call.",
         "key": "once"}  # fmt: skip
SET_HOURS = frozenset({Role.ADMIN, Role.EDITOR, Role.MANAGER})
LEAVE = {"starts": "2027-03-01", "ends": "2027-03-02", "cover": "-", "key": "once"}
LOOK_AFTER = MANAGERS | {Role.ADMIN}


CHANGE_GOALS = YOUNG | {Role.WORKER}
ONLY_WORKERS = frozenset({Role.WORKER})
STEP = {"text": "A few words.", "who": "me", "name": "", "day": "", "key": "once"}
DONE = {"state": "done", "why": "", "key": "once"}

DECIDES = frozenset({Role.WORKER, Role.IRO, Role.MANAGER})
DECISION = {
    "title": "A few words.", "why": "A few words.", "means": "A few words.", "whose": "-",
    "whose_name": "a judge", "origin": "other", "state": "thinking", "version": "1",
}  # fmt: skip


def led_on_if_young(actor: Actor) -> frozenset[int]:
    return WENT_ON if actor.role is Role.YOUNG else SEEN


def not_there_if_young(actor: Actor) -> frozenset[int]:
    return NOT_THERE if actor.role is Role.YOUNG else WENT_ON


def unlocking(actor: Actor) -> frozenset[int]:
    """Only a locked phone is asked; whoever holds no session, or an open one, is led on."""
    return SEEN if actor.locked else WENT_ON


def unlocked(actor: Actor) -> frozenset[int]:
    return FORM_AGAIN if actor.locked else WENT_ON


def has_keys(actor: Actor) -> frozenset[int]:
    """A question for whoever holds a session, locked or not."""
    return CHANGED_MEANWHILE if actor.is_nobody and not actor.locked else SEEN


def shows_no_key(actor: Actor) -> frozenset[int]:
    return frozenset({401}) if actor.is_nobody and not actor.locked else FORM_AGAIN


ENTRIES: dict[str, Entry] = {
    # for everybody
    "people.front": Open(says={"GET": WENT_ON}),
    "people.sign_in": Open("GET POST", says={"POST": FORM_AGAIN}),
    "people.sign_out": Open("POST"),
    "people.leave": Open("POST"),
    "invites.accept": Open("GET POST", says={"POST": FORM_AGAIN}),
    "phones.unlock": Open("GET POST", says={"GET": unlocking, "POST": unlocked}),
    "passkeys.ask": Open("POST", says={"POST": has_keys}),
    "passkeys.answer": Open("POST", says={"POST": shows_no_key}),
    "languages.choose": Open("GET POST", sends={"language": "ar"}),
    "help.help_page": Open(),
    "help.words_page": Open(),
    **{f"help.{moment.endpoint}": Open() for moment in MOMENTS},
    "privacy.notice": Open(),
    "offline.manifest": Open(),
    "offline.worker": Open(),
    "offline.offline_page": Open(),
    "health.alive": Open(),
    "health.ready": Open(says={"GET": frozenset({200, 503})}),
    # no council of this world has a sign-in service of its own: this room is not there
    "staff_sign_in.councils": Open(says={"GET": NOT_THERE}),
    "staff_sign_in.go": Open("POST", says={"POST": NOT_THERE}),
    "staff_sign_in.come_back": Open(says={"GET": NOT_THERE}),
    "staff_sign_in.come_in": Open("POST", says={"POST": NOT_THERE}),
    "staff_sign_in.signed_out_here": Open(says={"GET": NOT_THERE}),
    "staff_sign_in.signed_out_there": Open("POST", says={"POST": NOT_GOOD}),
    # one's own account
    "people.my_app": Own(EVERYBODY, "GET POST", sends=LOOKS),
    "notifications.seen": Own(EVERYBODY, "POST", sends={"drawn": "something_new"}),
    "invites.back_in": Own(EVERYBODY),
    "invites.lock_out": Own(OWN_PHONES, "GET POST", says={"POST": FORM_AGAIN}),
    "phones.confirm": Own(EVERYBODY, "GET POST", says={"GET": WENT_ON}),
    "phones.places": Own(EVERYBODY),
    "phones.passphrase": Own(OWN_PHONES, "GET POST", says={"POST": FORM_AGAIN}),
    "phones.relock": Own(OWN_PHONES, "POST", sends={"minutes": "60"}),
    "phones.end_one": Own(EVERYBODY, "POST", says={"POST": CHANGED_MEANWHILE}),
    "phones.end_others": Own(EVERYBODY, "POST"),
    "phones.end_all": Own(EVERYBODY, "POST"),
    "passkeys.keys": Own(OWN_PHONES),
    "passkeys.add_page": Own(OWN_PHONES),
    "passkeys.ask_to_make": Own(OWN_PHONES, "POST", says={"POST": SEEN}),
    "passkeys.add": Own(OWN_PHONES, "POST", says={"POST": FORM_AGAIN}),
    "passkeys.remove": OwnThing("passkey", OWN_PHONES, "GET POST"),
    "privacy.first": Own(OWN_PHONES),
    "privacy.have_read": Own(OWN_PHONES, "POST"),
    # a young person's own pages
    "home.home": Own(YOUNG),
    "home.everyone": Own(YOUNG),
    "home.promises_to_me": Own(YOUNG),
    "home.promises_seen": Own(YOUNG, "POST"),
    "dates.dates": Own(YOUNG),
    "my_views.my_say": Own(YOUNG),
    "who_looked.who_looked": Own(YOUNG),
    "messages.thread": Own(YOUNG, "GET POST", sends=TEXT),
    "messages.quick": Own(YOUNG, "POST", sends={"kind": "call", "key": "once"}),
    "messages.read": Own(YOUNG | CARERS, "POST"),
    "messages.draft": Own(YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "plan.my_plan": Own(YOUNG),
    "plan.why": Own(YOUNG),
    "plan.all_seen": Own(YOUNG, "POST"),
    "plan.part": Entry("GET", YOUNG, thing="part", who=has_such_a_part),
    "plan.part_seen": Entry("POST", YOUNG, thing="part", who=has_such_a_part),
    # a plan made together
    "plan.before": Entry("GET", YOUNG, thing="part", who=has_such_a_part),
    "together.say": Entry("GET POST", YOUNG, thing="part", who=has_such_a_part,
                          sends={"says": "talk", **TEXT}, says={"POST": FORM_AGAIN}),
    "together.say_draft": Entry("POST", YOUNG, thing="part", who=names_a_part, sends=TEXT,
                                says={"POST": KEPT}),
    "together.again": OwnThing("said", YOUNG, "GET POST", sends=TEXT),
    "together.own_words": Entry("GET POST", YOUNG, thing="part", who=has_such_a_part,
                                sends=TEXT),
    "together.own_words_draft": Entry("POST", YOUNG, thing="part", who=names_a_part, sends=TEXT,
                                      says={"POST": KEPT}),
    "together.own_line": OwnThing("own_line", YOUNG, "GET POST", sends=TEXT),
    "together.take_away": OwnThing("own_line", YOUNG, "POST"),
    "together.questions": Own(YOUNG),
    "together.question": Entry("GET", YOUNG, thing="question"),
    "together.question_seen": Entry("POST", YOUNG, thing="question"),
    "together.heard": Entry("GET", CASE_STAFF, thing="person", who=hears),
    "together.answer": Entry("POST", CASE_STAFF - {Role.IRO}, thing="open_said", who=answers_it,
                             sends=TEXT),
    "together.answer_draft": Entry("POST", CASE_STAFF - {Role.IRO}, thing="open_said",
                                   who=answers_it, sends=TEXT, says={"POST": KEPT}),
    "together.their_questions": Reached(G.PLAN | G.REASONS, CASE_STAFF),
    "together.write_question": Entry(
        "GET POST", frozenset({Role.WORKER, Role.MANAGER}), thing="question",
        who=writes_it_down, says={"POST": FORM_AGAIN},
    ),
    # what they asked for
    "claims.mine": Own(YOUNG),
    "claims.new": Entry("GET POST", YOUNG, thing="claim_item", sends={"wish": ""},
                        says={"POST": FORM_AGAIN}),
    "claims.draft": Entry("POST", YOUNG, thing="claim_item", sends={"wish": "A cooker."},
                          says={"POST": KEPT}),
    "claims.own": Entry("GET POST", YOUNG, thing="claim", who=its_owner_once_sent,
                        sends={"does": "back"}),
    "claims.seen": Entry("POST", YOUNG, thing="claim", who=its_owner_once_sent),
    "claims.desk": Own(CASE_STAFF),
    "claims.days": Own(frozenset({Role.MANAGER}), "POST", sends={"decide": "5", "pay": "5"}),
    "claims.one": Entry("GET", CASE_STAFF, thing="claim", who=reads_claims),
    "claims.note": Entry("POST", CASE_STAFF - {Role.IRO}, thing="claim", who=decides_claims,
                         sends={"what": "looked"}),
    # something is wrong, or something is good
    "put_right.start": Own(YOUNG),
    "put_right.problem": Own(YOUNG, "GET POST", sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "put_right.problem_draft": Own(YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "put_right.unfair": Own(YOUNG, "GET POST", sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "put_right.unfair_draft": Own(YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "complaints.complain": Own(YOUNG, "GET POST", sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "complaints.draft": Own(YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "complaints.mine": OwnThing("complaint", YOUNG, "GET POST", sends=takes_it_back),
    "complaints.seen": OwnThing("complaint", YOUNG, "POST"),
    "complaints.picture": Entry("GET", YOUNG | STAFF, thing="complaint_picture",
                                who=reads_complaint),
    "complaints.voice": Entry("GET", YOUNG | STAFF, thing="complaint_picture", who=nobody),
    "complaints.desk": Own(STAFF, room=oversees_the_council),
    "complaints.register": Own(STAFF, room=oversees_the_council),
    "complaints.one": Entry("GET", STAFF, thing="complaint", who=reads_complaint),
    "complaints.note": Entry("POST", STAFF, thing="complaint", who=reads_complaint,
                             sends={"what": "taken"}),
    "complaints.answer": Entry("POST", STAFF, thing="complaint", who=reads_complaint,
                               sends={"outcome": "partly", **TEXT}),
    "complaints.answer_draft": Entry("POST", STAFF, thing="complaint", who=reads_complaint,
                                     sends=TEXT, says={"POST": KEPT}),
    "good_news.mine": Own(YOUNG, "GET POST", sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "good_news.draft": Own(YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "good_news.take_back": OwnThing("good_news", YOUNG, "POST"),
    "good_news.seen": Own(YOUNG, "POST"),
    "good_news.shared": Own(SUPPORTERS),
    "good_news.back": Entry("POST", SUPPORTERS, thing="good_news", who=sees_good_news,
                            sends={"tap": "proud"}),
    "good_news.seen_shared": Own(SUPPORTERS, "POST"),
    "good_news.picture": Entry("GET", YOUNG | SUPPORTERS, thing="good_picture",
                               who=sees_good_news),
    # what they said, to whom they chose
    "said.mine": Own(YOUNG),
    "said.own": OwnThing("own_view", YOUNG, "GET POST",
                         sends={"what": "yes", "turn": "1", **TEXT}),
    "said.own_draft": OwnThing("view", YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "said.seen": OwnThing("view", YOUNG, "POST"),
    "said.waiting": Own(CASE_STAFF),
    "said.theirs": Reached(G.NAME, SUPPORTERS),
    "said.one": Entry("GET", SUPPORTERS, thing="view", who=reads_what_was_said),
    "said.answer": Entry("POST", CASE_STAFF, thing="open_view", who=answers_what_was_said,
                         sends={"kind": "did", "turn": "1", **TEXT}),
    "said.answer_draft": Entry("POST", CASE_STAFF, thing="open_view", who=answers_what_was_said,
                               sends=TEXT, says={"POST": KEPT}),
    "said.talked": Entry("POST", CASE_STAFF, thing="open_view", who=answers_what_was_said),
    "said.hint": Own(CASE_STAFF, "POST", sends={"band": "child", "text": "You swim."},
                     says={"POST": SEEN}),
    "said.picture": Entry("GET", SUPPORTERS | YOUNG, thing="view_picture",
                          who=reads_what_was_said),
    "said.small_picture": Entry("GET", SUPPORTERS | YOUNG, thing="view_picture",
                                who=reads_what_was_said),
    "said.voice": Entry("GET", SUPPORTERS | YOUNG, thing="view_picture", who=nobody),
    "themes.numbers": Own(frozenset({Role.MANAGER})),
    "themes.file": Entry("GET", frozenset({Role.MANAGER}), thing="quarter", who=of_the_council),
    # decisions about them
    "decisions.mine": Own(YOUNG),
    "decisions.own": OwnThing("own_decision", YOUNG, "GET POST",
                              sends={"face": "2", "readers": "2", **TEXT}),
    "decisions.draft": OwnThing("own_decision", YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "decisions.seen": OwnThing("own_decision", YOUNG, "POST"),
    "decisions.open_list": Own(DECIDES),
    "decisions.theirs": Reached(G.PLAN, SUPPORTERS),
    "decisions.one": Entry("GET", SUPPORTERS, thing="decision", who=reads_the_decision),
    "decisions.new": Entry("GET POST", DECIDES, thing="person", who=writes_decisions,
                           sends={**DECISION, "about": "everyday"}),
    "decisions.words": Entry("GET POST", DECIDES, thing="open_decision", who=writes_the_decision,
                             sends={**DECISION, "note": "Because."}),
    "decisions.decide": Entry("GET POST", DECIDES, thing="open_decision", who=writes_the_decision,
                              sends=DECISION, says={"POST": FORM_AGAIN}),  # no answer yet
    "decisions.drop": Entry("GET POST", DECIDES, thing="open_decision", who=writes_the_decision,
                            sends={"note": "Because.", "version": "1"}),
    "decisions.throw_away": Entry("POST", DECIDES, thing="note_of_decision",
                                  who=writes_the_decision),
    "visits.visit": OwnThing("visit", YOUNG),
    "family_time.family_time": Entry("GET", YOUNG, thing="family_time", who=met_by_its_owner),
    "review_desk.desk": Own(AT_DESK),
    "review_desk.ask_for": Entry("POST", AT_DESK, thing="decided", who=at_the_desk),
    "review_desk.plan": Entry("GET POST", AT_DESK, thing="person", who=at_the_desk,
                              sends={"day": "2026-12-19", "key": "once"}),
    "review_desk.one": Entry("GET", AT_DESK, thing="review", who=at_the_desk),
    "review_desk.held": Entry("POST", AT_DESK, thing="review", who=at_the_desk,
                              sends={"day": "2026-11-18", "came": "no", "key": "once"}),
    "review_desk.move": Entry("POST", AT_DESK, thing="review", who=at_the_desk,
                              sends={"day": "2026-12-20", "text_why": "Ill", "key": "once"}),
    "review_desk.not_held": Entry("POST", AT_DESK, thing="review", who=at_the_desk,
                                  sends={"text_why": "Ill", "key": "once"}),
    "review_desk.offered": Entry("POST", OFFICERS, thing="review", who=at_the_desk,
                                 sends={"day": "2026-11-20", "how": "phone", "key": "once"}),
    "review_desk.code": Entry("POST", AT_DESK, thing="review", who=at_the_desk,
                              sends={"code": "PN1", "key": "once"}),
    "review_desk.challenge": Entry("GET POST", OFFICERS, thing="person", who=at_the_desk,
                                   sends={"text_about": "Home", **UP}),
    "review_desk.dispute": Entry("GET", AT_DESK, thing="challenge", who=at_the_desk),
    "review_desk.step_up": Entry("POST", OFFICERS, thing="challenge", who=at_the_desk,
                                 sends={"number": "1", **UP, "level": "manager"}),
    "review_desk.write_answer": Entry("POST", OFFICERS, thing="challenge", who=at_the_desk,
                                      sends={"number": "1", "text_answer": "Yes", "key": "once"}),
    "review_desk.end": Entry("POST", OFFICERS, thing="challenge", who=at_the_desk,
                             sends={"outcome": "solved", "text_words": "Done", "key": "once"}),
    "review_desk.asked": Own(CASE_STAFF),
    "review_desk.answer": Entry("POST", CASE_STAFF, thing="challenge", who=is_asked,
                                sends={"number": "1", "text_answer": "Yes", "key": "once"}),
    "review_desk.challenged": Own(YOUNG),
    "review_desk.challenged_seen": Own(YOUNG, "POST", says={"POST": KEPT}),
    "review_desk.the_return": Own(STAFF, room=oversees_the_council),
    "review_desk.ask_return": Own(MANAGERS, "POST", sends={"year": "2026", "key": "once"}),
    "review_desk.agree_return": Entry("POST", STAFF, room=oversees_the_council, thing="return",
                                      who=oversees_whoever_asked),
    "review_desk.take_return": Entry("POST", MANAGERS, thing="return", who=its_owner,
                                     says={"POST": SEEN}),
    "reviews.mine": Own(YOUNG),
    "reviews.review": OwnThing("review", YOUNG),
    "reviews.review_seen": OwnThing("review", YOUNG, "POST"),
    "reviews.keep_typed": OwnThing("open_review", YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "reviews.keep_wish": OwnThing("comer", YOUNG, "POST", sends={"wish": "yes", "text_why": ""},
                                  says={"POST": KEPT}),
    "reviews.add_point": OwnThing("open_review", YOUNG, "POST", sends=TEXT),
    "reviews.take_point": Entry("POST", YOUNG, thing="point", who=it_is_their_own),
    "reviews.ask_for": OwnThing("open_review", YOUNG, "POST",
                                sends={"text_name": "Aunt", "text_why": "", "key": "once"}),
    "reviews.wish": OwnThing("comer", YOUNG, "GET POST", sends={"wish": "yes", "text_why": ""}),
    "reviews.talk": OwnThing("open_review", YOUNG, "POST",
                             sends={"wanted": "later", "text": "", "key": "once"}),
    "reviews.letter": OwnThing("letter", YOUNG),
    "reviews.letter_seen": OwnThing("letter", YOUNG, "POST"),
    "reviews.letter_paper": OwnThing("letter", YOUNG),
    # Nobody was chosen to read it: the form is drawn again.
    "reviews.not_right": OwnThing("letter", YOUNG, "GET POST", sends=TEXT,
                                  says={"POST": FORM_AGAIN}),
    "reviews.not_right_draft": OwnThing("letter", YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    # Not everybody has an officer: nothing is sent.
    "reviews.officer": Own(YOUNG, "GET POST", says={"POST": FORM_AGAIN}),
    "reviews.officer_draft": Own(YOUNG, "POST", sends=TEXT, says={"POST": KEPT}),
    "reviews.show": OwnThing("letter", YOUNG, "GET POST", sends={"who": "nobody"}),
    "reviews.shown": Entry("GET", SUPPORTERS, thing="person", who=works_or_lives_with_them),
    "running.theirs": Reached(facts.FOR_REVIEWS, CASE_STAFF),
    "running.run": Entry("GET", CASE_STAFF, thing="review", who=reads_the_review),
    "running.letter": Entry("GET", CASE_STAFF, thing="letter", who=reads_the_review),
    "running.add_point": Entry("POST", RUNNERS, thing="open_review", who=looks_after_the_review,
                               sends={"text_point": "School", "key": "once"}),
    "running.take_point": Entry("POST", RUNNERS, thing="point", who=looks_after_the_review),
    "running.heard": Entry("POST", RUNNERS, thing="point", who=writes_the_letter,
                           sends={"text_heard": "We did."}),
    "running.add_comer": Entry("POST", RUNNERS, thing="open_review", who=looks_after_the_review,
                               sends={"text_name": "Ms Pike", "text_does": "", "comes": "coming",
                                      "key": "once"}),
    "running.settle": Entry("POST", RUNNERS, thing="comer", who=reads_what_they_wish,
                            sends={"comes": "coming", "text_why": "She has to."}),
    "running.talk_offered": Entry("POST", RUNNERS, thing="open_review", who=talks_with_them_alone),
    "running.talk_day": Entry("POST", RUNNERS, thing="open_review", who=talks_with_them_alone,
                              sends={"day": "2026-12-01", "at": "16:00", "text_how": "At school",
                                     "key": "once"}),
    "running.talk_done": Entry("POST", RUNNERS, thing="open_review", who=talks_with_them_alone,
                               sends={"day": "2026-11-20"}),
    "running.write": Entry("GET POST", RUNNERS, thing="open_review", who=writes_the_letter,
                           sends={"text_well": "School.", "turn": "1"}),
    "running.typed": Entry("POST", RUNNERS, thing="open_review", who=writes_the_letter,
                           sends={"text_well": "Sch", "turn": "1"}, says={"POST": KEPT}),
    "running.throw_away": Entry("POST", RUNNERS, thing="letter", who=writes_the_letter),
    # As it was looked at by nobody: it is shown again.
    "running.publish": Entry("GET POST", RUNNERS, thing="open_review", who=writes_the_letter,
                             sends={"drawn": "-", "key": "once"}),
    "running.decide": Entry("GET POST", RUNNERS, thing="open_review", who=writes_the_letter,
                            says={"POST": FORM_AGAIN}),
    "running.decision": Entry("GET POST", RUNNERS, thing="review_decision", who=writes_the_letter,
                              says={"POST": FORM_AGAIN}),
    # Others read it, too: the world's own stays where it is.
    "running.take_decision": Entry("POST", RUNNERS, thing="review_decision", who=writes_the_letter),
    # what comes when, and my checks
    "timeline.timeline": Own(YOUNG),
    "timeline.booklet": Own(YOUNG),
    "timeline.theirs": Reached(G.PLAN | G.REASONS, SUPPORTERS),
    "my_health.checks": Own(YOUNG),
    "my_health.theirs": Reached(G.HEALTH, SUPPORTERS),
    # those who help
    "carers.children": Own(CARERS),
    "staff.waiting": Own(CASE_STAFF),
    "staff.people": Own(CASE_STAFF),
    "staff.explained": Own(OUTSIDE),
    "staff.person": Reached(G.NAME, CASE_STAFF),
    # promises and cards
    "promises.theirs": Reached(G.PLAN, SUPPORTERS),
    "promises.make": Entry("POST", CASE_STAFF, thing="person", who=may_promise,
                           sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "promises.one": Entry("GET", SUPPORTERS, thing="promise", who=reads_the_promise),
    "promises.kept": Entry("POST", SUPPORTERS, thing="promise", who=acts_on_the_promise,
                           sends={"note": "Done"}),
    "promises.change": Entry("POST", SUPPORTERS, thing="promise", who=acts_on_the_promise,
                             sends={"day": a_later_day(), "note": "Because of the snow."}),
    "promises.drop": Entry("POST", SUPPORTERS, thing="promise", who=acts_on_the_promise,
                           sends={"note": "It closed.", "instead": "Another one."}),
    "promises.hand_on": Entry("POST", CASE_STAFF, thing="promise", who=reads_the_promise,
                              sends={"whose": ""}, says={"POST": FORM_AGAIN}),
    "promises.late": Own(MANAGERS),
    "promises.ask": OwnThing("promise", YOUNG, "POST"),
    "promises.not_done": OwnThing("promise", YOUNG, "GET POST", sends={"text": "Not yet."}),
    "introductions.mine": Own(SUPPORTERS, "GET POST", sends={"does": "", "hello": "",
                                                             "languages": ""}),
    "introductions.take_photo_away": Own(SUPPORTERS, "POST"),
    "introductions.photo": Entry("GET", SUPPORTERS | YOUNG, thing="card", who=sees_the_card),
    "home.my_word": Entry("POST", YOUNG, thing="somebody_near", who=one_of_theirs,
                          sends={"word": "My own"}),
    "hand_over.before": Own(YOUNG),
    "plan.their_plan": Reached(G.NAME, SUPPORTERS),
    "messages.their_thread": Reached(G.MESSAGES, CASE_STAFF, "GET POST", sends=TEXT),
    "messages.their_draft": Reached(G.MESSAGES, CASE_STAFF, "POST", sends=TEXT,
                                    says={"POST": KEPT}),
    "messages.child_thread": Reached(G.NAME, CARERS, "GET POST", sends=TEXT),
    "messages.child_draft": Reached(G.NAME, CARERS, "POST", sends=TEXT, says={"POST": KEPT}),
    # A carer whom the child has left would not read it.
    "messages.carers_thread": Entry("GET POST", CASE_STAFF, thing="talk", who=reads_the_carer,
                                    sends=TEXT, says={"POST": WENT_ON | FORM_AGAIN}),
    "messages.carers_draft": Entry("POST", CASE_STAFF, thing="talk", who=reads_the_carer,
                                   sends=TEXT, says={"POST": KEPT}),
    # Their first minute is over.
    "messages.mend": Entry("GET POST", TALKERS, thing="message", who=wrote_it, sends=TEXT,
                           says={"POST": FORM_AGAIN}),
    "messages.take_back": Entry("POST", TALKERS, thing="message", who=wrote_it),
    "messages.picture": Entry("GET", TALKERS, thing="picture", who=reads_it),
    "messages.small_picture": Entry("GET", TALKERS, thing="picture", who=reads_it),
    "messages.voice": Entry("GET", TALKERS, thing="picture", who=nobody),
    # keeping in touch
    "keep_in_touch.in_touch": Own(YOUNG),
    "keep_in_touch.wish": Own(YOUNG, "GET POST", room=lambda actor: actor.key == "ash",
                              sends=LIKES),
    "keep_in_touch.check_in": Own(YOUNG),
    "keep_in_touch.answer": OwnThing("check_in", YOUNG, "POST", sends={"feeling": "ok"}),
    "keep_in_touch.due_list": Own(KEEPERS),
    "keep_in_touch.contacts": Reached(G.CONTACT, KEEPERS),
    "keep_in_touch.log": Entry("POST", KEEPERS, thing="person", who=keeps_in_touch, sends=CALLED),
    "keep_in_touch.put_right": Entry("GET POST", KEEPERS, thing="contact", who=puts_it_right,
                                     sends=CALLED),
    "keep_in_touch.rhythm": Entry("GET POST", KEEPERS, thing="person", who=keeps_in_touch,
                                  sends=LIKES),
    "keep_in_touch.codes": Entry("GET POST", WORKERS, thing="person", who=confirms_codes,
                                 sends=CODED),
    "keep_in_touch.lost": Reached(G.CONTACT, KEEPERS),
    "keep_in_touch.begin_search": Entry("POST", KEEPERS, thing="person", who=keeps_in_touch,
                                        sends={"day": "2026-11-20"}),
    "keep_in_touch.step": Entry("POST", KEEPERS, thing="person", who=keeps_in_touch,
                                sends={"step": "call", "day": "2026-11-20"}),
    "keep_in_touch.found": Entry("POST", KEEPERS, thing="person", who=keeps_in_touch,
                                 sends={"found": "They called."}),
    # papers and steps, to whom that field was given, the next home
    "staying.mine": Own(YOUNG),
    "staying.thing": OwnThing("paper", YOUNG, "GET POST",
                              sends={"who": "A card", "state": "have", "key": "once"}),
    "staying.appointment": OwnThing("appointment", YOUNG, says={"GET": WENT_ON}),
    "staying.theirs": Reached(G.IMMIGRATION, CASE_STAFF),
    "staying.their_thing": Reached(G.IMMIGRATION, CASE_STAFF, "GET POST", "paper",
                                   sends={"who": "A card", "state": "have", "key": "once"}),
    "staying.promise": Reached(
        G.IMMIGRATION, WORKERS, "POST", "answer",
        sends={"promise": "I ring the solicitor.", "due": "2027-01-20", "key": "once"},
    ),
    "staying.who_sees": Own(YOUNG),
    "staying.give": Entry("POST", YOUNG, thing="colleague", who=gives_to),
    "staying.take_back": Entry("POST", YOUNG, thing="colleague", who=of_the_council),
    "staying.fields": Entry("GET", WORKERS, thing="person", who=sees_fields),
    "staying.give_with_reason": Entry("POST", MANAGERS, thing="person", who=sees_fields,
                                      sends=gives_the_worker),
    "staying.open_for": Entry("POST", WORKERS, thing="person", who=sees_fields),
    "moves.mine": Own(YOUNG),
    "moves.say": Own(YOUNG, "POST", sends={"kind": "question", **TEXT}),
    "moves.theirs": Reached(G.ADDRESS, CASE_STAFF),
    "moves.plan": Entry("POST", WORKERS, thing="person", who=writes_moves,
                        sends={"day": "", "key": "once"}),
    "moves.happened": Entry("POST", WORKERS, thing="person", who=writes_moves,
                            sends={"moved_on": "2026-11-20"}),
    "moves.call_off": Entry("POST", WORKERS, thing="person", who=writes_moves,
                            sends={"why": REASON}),
    "moves.answer": Entry("POST", WORKERS, thing="move_said", who=writes_moves,
                          sends={"answer": "A few words.", "key": "once"}),
    "moves.photo": OwnThing("home_photo", YOUNG),
    "moves.their_photo": Reached(G.ADDRESS, CASE_STAFF, thing="home_photo"),
    "moves.add_photo": Entry("POST", WORKERS, thing="person", who=writes_moves,
                             says={"POST": FORM_AGAIN}),
    "moves.take_photo_away": Entry("POST", WORKERS, thing="home_photo", who=writes_moves),
    "moves.grace": Own(frozenset({Role.ADMIN}), "GET POST", sends={"days": "3"}),
    # goals, steps and sittings; pathway and school plan
    "goals.goal": Entry("GET", YOUNG | SUPPORTERS, thing="goal", who=reads_the_goal),
    "goals.words": Entry("GET POST", CHANGE_GOALS, thing="goal", who=changes_the_goal, sends=TEXT),
    "goals.state": Entry("POST", CHANGE_GOALS, thing="goal", who=changes_the_goal, sends=DONE),
    "goals.say": OwnThing("goal", YOUNG, "POST", sends={"say": "A few words.", "key": "once"}),
    "goals.add_step": Entry("POST", CHANGE_GOALS, thing="goal", who=changes_the_goal, sends=STEP),
    "goals.step": Entry("GET POST", CHANGE_GOALS, thing="goal_step", who=changes_the_goal,
                        sends=STEP),
    "goals.step_state": Entry("POST", CHANGE_GOALS, thing="goal_step", who=changes_the_goal,
                              sends=DONE),
    "goals.back": Entry("POST", CHANGE_GOALS, thing="goal_change", who=changes_the_goal,
                        sends={"key": "once"}),
    "goals.together": Own(YOUNG, "GET POST", sends=their_own_worker),
    "goals.their_together": Entry("GET POST", ONLY_WORKERS, thing="person", who=changes_the_plan,
                                  sends={"key": "once"}),
    "goals.together_list": Own(CHANGE_GOALS, says={"GET": led_on_if_young}),
    # Whoever was signed in has nothing to say.
    "goals.sitting": Entry("GET POST", CHANGE_GOALS, thing="sitting", who=sat_there,
                           sends={"says": "yes", "key": "once"},
                           says={"POST": WENT_ON | NOT_THERE}),
    "goals.end": Entry("POST", CHANGE_GOALS, thing="sitting", who=sat_at_their_own),
    "pathway.pathway": Own(YOUNG),
    "pathway.area": Entry("GET", YOUNG, thing="area"),
    "pathway.add_goal": Entry("POST", YOUNG, thing="area", sends=TEXT),
    "pathway.own_words": Entry("POST", YOUNG, thing="area",
                               sends={"words": "A few words.", "key": "once"}),
    "pathway.skills": Entry("GET POST", YOUNG, thing="area",
                            sends={"budget": "can", "key": "once"}),
    "pathway.skill_goal": Entry("POST", YOUNG, thing="area",
                                sends={"skill": "budget", "key": "once"}),
    # One waits already.
    "pathway.ask_early": Own(YOUNG, "GET POST", sends=TEXT, says={"POST": FORM_AGAIN}),
    "pathway.history": Own(YOUNG),
    "pathway.on_paper": Own(YOUNG),
    "pathway.booklet": Own(YOUNG),
    "pathway.theirs": Reached(G.PLAN, SUPPORTERS),
    "pathway.theirs_on_paper": Reached(G.PLAN, SUPPORTERS),
    "pathway.their_history": Reached(G.PLAN, SUPPORTERS),
    "pathway.their_new_goal": Entry("GET POST", ONLY_WORKERS, thing="person",
                                    who=changes_the_plan,
                                    sends={"area": facts.AREA_CODES["money"], **TEXT}),
    "pathway.lately": Own(ONLY_WORKERS),
    "pathway.early": Entry("GET POST", YOUNG | CASE_STAFF, thing="early",
                           who=answers_the_early_review, says={"POST": not_there_if_young},
                           sends={"says": "not_now", **TEXT}),
    "school.school": Own(YOUNG, "GET POST", sends=TEXT),
    "school.theirs": Reached(G.PLAN | G.SCHOOL, SUPPORTERS),
    "school.their_new_target": Entry("POST", ONLY_WORKERS, thing="person",
                                     who=changes_the_school_plan, sends=TEXT),
    # writing plans
    "writing.start": Entry("GET", WORKERS, thing="person", who=writes_the_plan),
    "writing.again": Own(WORKERS),
    "writing.part": Entry("GET POST", WORKERS, thing="written", who=writes_the_plan,
                          sends={"text_child": "You swim."}),
    "writing.typed": Entry("POST", WORKERS, thing="written", who=writes_the_plan,
                           sends={"text_child": "You sw"}, says={"POST": KEPT}),
    "writing.forget": Entry("POST", WORKERS, thing="written", who=writes_the_plan),
    # The draft is older than what is published, so there are two texts.
    "writing.both": Entry("GET POST", WORKERS, thing="written", who=writes_the_plan,
                          sends={"text_child": "You swim."}),
    "writing.before": Entry("GET", WORKERS, thing="written", who=writes_the_plan),
    "writing.hint": Own(WORKERS, "POST", sends={"band": "child", "text": "You swim."},
                        says={"POST": SEEN}),
    "writing.publish": Entry("GET POST", WORKERS, thing="plan_code", who=writes_the_plan),
    # Another version stands by now: nothing is taken back.
    "writing.take_back": Entry("GET POST", WORKERS, thing="plan_code", who=writes_the_plan,
                               sends={"why": "must_not", "number": "99", "text_reason": REASON}),
    "writing.everywhere": Own(STAFF, room=oversees_the_council),
    "writing.taken_back": Entry("GET", STAFF, thing="person", who=reads_what_was_taken_back),
    "writing.record": Entry("GET", STAFF, thing="taken_back", who=reads_what_was_taken_back),
    "writing.step_done": Entry("POST", STAFF, thing="taken_back", who=reads_what_was_taken_back,
                               sends={"step": "ico", "done": "no", "text_note": "No risk."}),
    "writing.taken_away": Own(YOUNG),
    "writing.taken_away_seen": Own(YOUNG, "POST"),
    # a way in
    "invites.give": Entry("GET POST", WORKERS, thing="person", who=gives_a_way_in,
                          sends={"word": "purple kettle"},
                          says={"POST": SEEN | CHANGED_MEANWHILE}),
    "invites.give_carer": Entry("GET POST", WORKERS, thing="carer", who=gives_their_carer_a_way_in,
                                sends={"word": "purple kettle"}, says={"POST": SEEN}),
    "invites.told": Own(CASE_STAFF),
    # who must not know
    "barred.everywhere": Own(STAFF, room=oversees_the_council),
    "barred.must_not_know": Entry("GET POST", STAFF, thing="person", who=decides, sends=ORDER),
    "barred.bar": Entry("GET", STAFF, thing="bar", who=decides),
    "barred.keep": Entry("POST", STAFF, thing="bar", who=keeps_it,
                         sends={"review": "2026-12-23"}),
    "barred.lift": Entry("POST", STAFF, thing="bar", who=lifts_it, sends={"text": REASON}),
    # what was opened
    "openings.search": Own(ON_DUTY),
    "openings.find": Own(ON_DUTY, "POST", sends=the_number_of_kim, says={"POST": SEEN}),
    "openings.open_record": Own(ON_DUTY, "POST", says={"POST": FORM_AGAIN}),
    "openings.openings": Own(STAFF, room=has_business_with_openings),
    "openings.opening": Entry("GET", STAFF, thing="opening", who=sees_the_opening),
    "openings.end": Entry("POST", STAFF, thing="opening", who=sees_the_opening),
    "openings.answer": Entry("POST", STAFF, thing="opening", who=agrees_to_it,
                             sends={"says": "agree"}, says={"POST": frozenset({303, 409})}),
    "openings.telling": Entry("POST", STAFF, thing="opening", who=decides_about_telling,
                              sends={"says": "now", "text": REASON},
                              says={"POST": frozenset({303, 409})}),
    "openings.look_into": Reached(G.NAME, MANAGERS, "GET POST", sends=whose_messages),
    "openings.messages": Entry("GET", STAFF, thing="opening", who=looks_into_it),
    "openings.attached": Entry("GET", STAFF, thing="picture", who=looks_into_the_picture),
    # what must not wait
    "worries.worries": Own(STAFF, room=has_business_with_worries),
    "worries.worry": Entry("GET", STAFF, thing="worry", who=sees_the_worry),
    "worries.take": Entry("POST", STAFF, thing="worry", who=sees_the_worry),
    "worries.done": Entry("POST", STAFF, thing="worry", who=sees_the_worry,
                          sends={"text": "Rang them."}, says={"POST": frozenset({303, 422})}),
    # replies to begin from, and notes between staff
    "saved_replies.replies": Own(USES_REPLIES),
    "saved_replies.new": Own(USES_REPLIES, "GET POST", sends=REPLY),
    "saved_replies.reply": Entry("GET", USES_REPLIES, thing="reply", who=uses_the_reply),
    "saved_replies.change": Entry("GET POST", USES_REPLIES, thing="reply", who=keeps_the_reply,
                                  sends=REPLY),
    "saved_replies.remove": Entry("POST", USES_REPLIES, thing="reply", who=keeps_the_reply),
    "saved_replies.choose": Reached(G.MESSAGES, CASE_STAFF),
    "staff_notes.notes": Reached(G.MESSAGES, CASE_STAFF, "GET POST", sends=TEXT),
    # when the council answers, and who is away
    "hours.hours": Own(SET_HOURS, "GET POST", sends={"opens_0": "9:00", "closes_0": "17:00"}),
    "hours.close": Own(SET_HOURS, "POST", sends={"day": "2026-12-23", "why": "A few words."}),
    "hours.reopen": Own(SET_HOURS, "POST", sends={"day": "2026-12-23"}),
    "away.mine": Own(CASE_STAFF, "GET POST", sends=LEAVE),
    "away.team": Own(MANAGERS, "GET POST", sends=LEAVE, says={"POST": FORM_AGAIN}),
    "away.leave": Entry("GET", CASE_STAFF, thing="leave", who=may_change_the_leave),
    "away.shorten": Entry("POST", CASE_STAFF, thing="leave", who=may_change_the_leave,
                          sends=sooner),
    "away.cancel": Entry("POST", CASE_STAFF, thing="leave", who=may_change_the_leave),
    "away.let_in": Entry("POST", MANAGERS, thing="leave", who=may_let_in),
    # who waits with whom, hand-overs, and to whom nothing goes any more
    "staff.team_view": Own(OVER_WORKERS),
    "staff.worker": Entry("GET", OVER_WORKERS, thing="colleague", who=shares_somebody_with),
    "hand_over.one": Entry("GET POST", WORKERS, thing="person", who=hands_over,
                           sends=a_hand_over, says={"POST": SEEN | FORM_AGAIN}),
    "hand_over.many": Entry("GET POST", MANAGERS, thing="colleague", who=shares_somebody_with,
                            sends=a_hand_over, says={"POST": SEEN}),
    "hand_over.all": Own(CASE_STAFF),
    "hand_over.planned": Entry("GET", CASE_STAFF, thing="hand_over", who=sees_the_hand_over),
    "hand_over.answer": Entry("POST", CASE_STAFF, thing="hand_over", who=answers_the_hand_over,
                              sends={"says": "refuse"}, says={"POST": frozenset({303, 409})}),
    "hand_over.my_new_worker": Own(YOUNG),
    "stops.stops": Own(STAFF, room=works_here_or_leads),
    "stops.stop": Entry("GET POST", STAFF, thing="person", who=decides,
                        sends={"why": "died", "text": REASON, "key": "once"},
                        says={"POST": FORM_AGAIN}),  # somebody has asked for it already
    "stops.answer": Entry("POST", STAFF, thing="stop", who=answers_the_stop,
                          sends={"says": "refuse"}, says={"POST": frozenset({303, 409})}),
    "stops.lift": Entry("POST", STAFF, thing="stop", who=decides, sends={"text": REASON},
                        says={"POST": CHANGED_MEANWHILE}),  # it is not in force
    "stops.answer_lift": Entry("POST", STAFF, thing="stop", who=decides,
                               sends={"says": "refuse"}, says={"POST": CHANGED_MEANWHILE}),
    # news
    "news.news": Own(YOUNG),
    "news.wanted": Own(YOUNG, "POST", sends={"says": "no"}),
    "news.leave_group": OwnThing("news_group", YOUNG, "POST", sends={"says": "leave"}),
    "news.one": OwnThing("news", YOUNG, "GET POST", sends=TEXT),
    "news.seen": OwnThing("news", YOUNG, "POST"),
    "news.write": Own(NEWS_WRITERS, "GET POST", sends=some_news),
    "news.rewrite": Entry("GET POST", NEWS_WRITERS, thing="news_draft", who=wrote_the_news,
                          sends=some_news),
    "news.draft": Entry("GET", NEWS_WRITERS, thing="news_draft", who=wrote_the_news),
    "news.send": Entry("POST", NEWS_WRITERS, thing="news_draft", who=wrote_the_news,
                       says={"POST": FORM_AGAIN}),  # nobody has looked at it
    "news.throw_away": Entry("POST", NEWS_WRITERS, thing="news_draft", who=wrote_the_news),
    "news.sent": Own(NEWS_WRITERS),
    "news.sent_one": Entry("GET", NEWS_WRITERS, thing="news_sent", who=sees_it_sent),
    "news.take_down": Entry("POST", NEWS_WRITERS, thing="news_sent", who=takes_it_down),
    "news.replies": Entry("GET", CASE_STAFF, thing="news_sent", who=is_named),
    "news.reply": Entry("GET POST", CASE_STAFF, thing="news_thread", who=is_named, sends=TEXT),
    "news.groups": Own(facts.KEEP_GROUPS, "GET POST", sends={"name": "A new one", "key": "once"}),
    "news.close_group": Entry("POST", facts.KEEP_GROUPS, thing="news_group", who=of_its_council),
    "news.their_groups": Entry("GET POST", WORKERS, thing="person", who=writes_to_them,
                               sends=another_group),
    "news.take_out": Entry("POST", WORKERS, thing="news_group", who=writes_to_them),
    # things to do, hellos
    "opportunities.board": Own(facts.READ_THE_BOARD),
    "opportunities.one": Entry("GET", facts.READ_THE_BOARD, thing="opportunity",
                               who=sees_the_chance),
    "opportunities.calendar": Entry("GET", facts.READ_THE_BOARD, thing="opportunity",
                                    who=has_a_day_to_come),
    "opportunities.date": Entry("POST", YOUNG, thing="opportunity", who=sees_the_chance,
                                sends={"says": "on"}),
    "opportunities.ask": Entry("GET POST", YOUNG, thing="opportunity", who=sees_the_chance,
                               sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "opportunities.mentor": Own(YOUNG, "GET POST", sends={"text": ""}, says={"POST": FORM_AGAIN}),
    "opportunities.seen": Own(YOUNG, "POST"),
    "opportunities.seen_kept": Own(facts.KEEP_GROUPS, "POST"),
    "opportunities.kept": Own(facts.KEEP_GROUPS),
    "opportunities.make": Own(facts.KEEP_GROUPS, "GET POST", sends=SOMETHING_TO_DO),
    "opportunities.change": Entry("GET POST", facts.KEEP_GROUPS, thing="opportunity",
                                  who=of_its_council, sends=SOMETHING_TO_DO),
    "opportunities.agree": Entry("POST", facts.KEEP_GROUPS, thing="opportunity_change",
                                 who=of_its_council),
    "opportunities.drop": Entry("POST", facts.KEEP_GROUPS, thing="opportunity_change_again",
                                who=of_its_council),
    "opportunities.checked": Entry("POST", facts.KEEP_GROUPS, thing="opportunity",
                                   who=of_its_council),
    "opportunities.down": Entry("POST", facts.KEEP_GROUPS, thing="opportunity",
                                who=of_its_council),
    "hellos.mine": Own(YOUNG, "GET POST", sends={"days": "christmas", "who": "worker"}),
    "hellos.off": Own(YOUNG, "POST"),
    "hellos.seen": Own(YOUNG, "POST"),
    "hellos.waiting": Own(facts.WRITE_HELLOS),
    "hellos.seen_waiting": Own(facts.WRITE_HELLOS, "POST"),
    "hellos.write": Entry("GET POST", facts.WRITE_HELLOS, thing="hello", who=writes_the_hello,
                          sends={"text": "Happy day."}),
    "hellos.hold": Entry("POST", facts.WRITE_HELLOS, thing="hello_written", who=reads_the_hello),
    "hellos.givers": Own(MANAGERS, "GET POST", sends=a_colleague),
    "hellos.unname": Entry("POST", MANAGERS, thing="hello_giver", who=could_write_hellos),
    # groups that meet, polls, what was done, the promise
    "groups.one": Entry("GET", YOUNG, thing="meet_group", who=of_its_council),
    "groups.join": Entry("POST", YOUNG, thing="meet_group", who=of_its_council),
    "groups.leave": OwnThing("meet_group", YOUNG, "POST"),
    "groups.carer": OwnThing("meet_group", YOUNG, "POST", sends={"says": "yes"}),
    "groups.date": OwnThing("group_date", YOUNG, "GET POST", sends={"says": "yes"}),
    "groups.listed": Own(NEWS_WRITERS),
    "groups.seen": Own(NEWS_WRITERS, "POST"),
    "groups.make": Own(facts.KEEP_GROUPS, "GET POST", sends=some_group),
    "groups.change": Entry("GET POST", facts.KEEP_GROUPS, thing="meet_group", who=of_its_council,
                           sends=some_group),
    "groups.close": Entry("POST", facts.KEEP_GROUPS, thing="meet_group", who=of_its_council),
    "groups.run": Entry("GET POST", NEWS_WRITERS, thing="meet_group", who=runs_or_makes_groups,
                        sends=A_MEETING),
    "groups.meeting": Entry("GET POST", NEWS_WRITERS, thing="meeting", who=runs_or_makes_groups,
                            sends=A_MEETING),
    "groups.cancel": Entry("POST", NEWS_WRITERS, thing="meeting", who=runs_or_makes_groups),
    # pages, at the editors' desk. A draft made of markers lacks much, so it is not published.
    "editing.desk": Own(facts.EDITORS),
    "editing.seen": Own(facts.EDITORS, "POST"),
    "editing.begin": Own(facts.EDITORS, "GET POST",
                         sends={"title": "A bus pass", "slug": "bus-pass", "town": ""},
                         says={"POST": WENT_ON | FORM_AGAIN}),
    "editing.languages": Own(facts.EDITORS),
    "editing.links": Own(facts.EDITORS),
    "editing.files": Own(facts.EDITORS, "GET POST", says={"POST": FORM_AGAIN}),
    "editing.all_files": Own(facts.EDITORS),
    "editing.one": Entry("GET", facts.EDITORS, thing="page", who=of_its_council),
    "editing.write": Entry("GET POST", facts.EDITORS, thing="page", who=of_its_council,
                           says={"POST": FORM_AGAIN}),
    "editing.preview": Entry("GET", facts.EDITORS, thing="page", who=of_its_council),
    "editing.look": Entry("GET", facts.EDITORS, thing="page", who=of_its_council),
    "editing.publish": Entry("POST", facts.EDITORS, thing="page", who=of_its_council),
    "editing.on_a_day": Entry("POST", facts.EDITORS, thing="page", who=of_its_council,
                              sends={"never": "1"}),
    "editing.checked": Entry("POST", facts.EDITORS, thing="page", who=of_its_council,
                             sends={"next_check": (facts.TODAY + timedelta(90)).isoformat()},
                             says={"POST": WENT_ON | NOT_THERE}),
    "editing.before": Entry("GET", facts.EDITORS, thing="page_version", who=of_its_council),
    "editing.again": Entry("POST", facts.EDITORS, thing="page_version", who=of_its_council),
    "editing.withdraw": Entry("POST", facts.EDITORS, thing="page", who=of_its_council),
    "editing.throw_away": Entry("POST", facts.EDITORS, thing="page_again", who=of_its_council),
    # letters, the pass, and who checks
    "proof.letters": Own(YOUNG),
    "proof.make": Entry("GET POST", YOUNG, thing="letter_kind", sends={"name": "used"},
                        says={"POST": WENT_ON | CHANGED_MEANWHILE}),
    "proof.letter": OwnThing("proof_letter", YOUNG),
    "proof.letter_paper": OwnThing("proof_letter", YOUNG),
    "proof.stop": OwnThing("proof", YOUNG, "POST"),
    "proof.my_pass": Own(YOUNG),
    "proof.start_pass": Own(YOUNG, "POST"),
    # Whoever has no code that we signed reads one and the same page.
    "proof.check": Open(thing="proof_code", who=nobody),
    "proof.check_number": Open("GET POST", says={"POST": FORM_AGAIN}),
    "proof.keys": Open(),
    "proof.format_": Open(),
    "proof.theirs": Entry("GET", WORKERS, thing="person", who=sees_fields),
    "proof.stop_theirs": Entry("POST", WORKERS, thing="proof", who=sees_fields),
    "proof.wordings": Own(facts.WORD_LETTERS),
    "proof.words": Entry("GET POST", facts.WORD_LETTERS, thing="letter_kind",
                         sends={"language": "en", "text": "{name} swims."}),
    "proof.use_ours": Entry("POST", facts.WORD_LETTERS, thing="letter_kind"),
    "proof.agree": Entry("POST", facts.WORD_LETTERS, thing="letter_words", who=of_its_council),
    "proof.drop": Entry("POST", facts.WORD_LETTERS, thing="letter_words", who=of_its_council),
    "polls.together": Own(YOUNG),
    "polls.seen": Own(YOUNG, "POST"),
    "polls.poll": Entry("GET POST", YOUNG, thing="poll", who=of_its_council, sends=some_answer),
    "polls.asked": Own(NEWS_WRITERS),
    "polls.asked_seen": Own(NEWS_WRITERS, "POST"),
    "polls.write": Own(NEWS_WRITERS, "GET POST", sends=some_poll,
                       says={"POST": not_if_no_group_is_open}),
    "polls.rewrite": Entry("GET POST", NEWS_WRITERS, thing="poll_draft", who=wrote_the_news,
                           sends=some_poll, says={"POST": not_if_no_group_is_open}),
    # Nothing is added to what was sent.
    "polls.one": Entry("GET POST", NEWS_WRITERS, thing="poll_of_staff", who=asks_it,
                       sends={"kind": "faces", **TEXT}, says={"POST": WENT_ON | NOT_THERE}),
    "polls.unask": Entry("POST", NEWS_WRITERS, thing="poll_question", who=wrote_the_news),
    "polls.throw_away": Entry("POST", NEWS_WRITERS, thing="poll_draft", who=wrote_the_news),
    "polls.send": Entry("POST", NEWS_WRITERS, thing="poll_draft", who=wrote_the_news),
    "we_did.everybody": Own(YOUNG),
    "we_did.written": Own(NEWS_WRITERS),
    "we_did.write": Own(NEWS_WRITERS, "GET POST", sends=SAID_AND_DID),
    "we_did.change": Entry("GET POST", NEWS_WRITERS, thing="we_did", who=runs_or_makes_groups,
                           sends=SAID_AND_DID),
    "we_did.again": Entry("GET POST", NEWS_WRITERS, thing="we_did", who=runs_or_makes_groups,
                          sends=SAID_AND_DID),
    "we_did.take_down": Entry("POST", NEWS_WRITERS, thing="we_did", who=runs_or_makes_groups),
    "pledge.read": Own(YOUNG, "GET POST", sends={"p1": "yes"}),
    "pledge.keep": Own(facts.KEEP_GROUPS, "GET POST", sends={"state": "going", **TEXT}),
    "pledge.change": Entry("GET POST", facts.KEEP_GROUPS, thing="pledge_point",
                           who=of_its_council, sends={"state": "done", **TEXT}),
    "pledge.prove": Entry("GET POST", facts.KEEP_GROUPS, thing="pledge_point",
                          who=of_its_council, sends={"on_day": facts.TODAY.isoformat(), **TEXT}),
    "pledge.drop": Entry("POST", facts.KEEP_GROUPS, thing="pledge_point", who=of_its_council),
    # one's own pages, and what others are shown of them
    "my_pages.about_me": Own(YOUNG),
    "my_pages.about_me_answer": Entry("GET POST", YOUNG, thing="about_question", sends=ON_MY_PAGE),
    "my_pages.about_me_as_shown": Own(YOUNG),
    "my_pages.about_me_before": Own(YOUNG),
    "my_pages.about_me_who": Own(YOUNG, "GET POST"),
    "my_pages.about_me_picture": Own(YOUNG, "GET POST", sends=ON_MY_PAGE,
                                     says={"POST": FORM_AGAIN}),
    "my_pages.own_picture": Own(YOUNG, says={"GET": NOT_THERE}),
    "my_pages.take_picture_away": Own(YOUNG, "POST"),
    "my_pages.what_helps": Own(YOUNG),
    "my_pages.what_helps_answer": Entry("GET POST", YOUNG, thing="helps_question",
                                        sends=ON_MY_PAGE),
    "my_pages.what_helps_as_shown": Own(YOUNG),
    "my_pages.what_helps_before": Own(YOUNG),
    "my_pages.what_helps_who": Own(YOUNG, "GET POST"),
    "my_pages.how_i_am": Own(YOUNG, "GET POST", sends={"mood": "ok", **TEXT}),
    "my_pages.tap": Own(YOUNG, "POST", sends={"mood": "ok", "key": "once"}),
    "my_pages.weeks": Own(YOUNG),
    "my_pages.how_i_am_who": Own(YOUNG, "GET POST"),
    "my_pages.written_for_you": Own(SUPPORTERS),
    "my_pages.their_about_me": Entry("GET", SUPPORTERS, thing="person", who=is_shown_it),
    "my_pages.their_what_helps": Entry("GET", SUPPORTERS, thing="person", who=is_shown_it),
    "my_pages.their_weeks": Entry("GET", SUPPORTERS, thing="person", who=is_shown_it),
    "my_pages.their_picture": Entry("GET", SUPPORTERS, thing="person", who=nobody),
    # the diary is locked here: nobody has its other half
    "diary.diary": Own(YOUNG),
    "diary.begin": Own(YOUNG, "POST", says={"POST": FORM_AGAIN}),
    "diary.open_it": Own(YOUNG, "POST", says={"POST": FORM_AGAIN}),
    "diary.close": Own(YOUNG, "POST"),
    "diary.write": Own(YOUNG, "POST", says={"POST": FORM_AGAIN}),
    "diary.entry": OwnThing("diary_entry", YOUNG, "GET POST",
                            says={"GET": WENT_ON, "POST": FORM_AGAIN}),
    "diary.throw_away": OwnThing("diary_entry", YOUNG, "POST"),
    "diary.word": Own(YOUNG, "GET POST", says={"POST": FORM_AGAIN}),
    "diary.throw_all_away": Own(YOUNG, "GET POST", says={"POST": FORM_AGAIN}),
    # what there is to get
    "local_offer.front": Own(YOUNG),
    "local_offer.need": Entry("GET", YOUNG, thing="need"),
    "local_offer.everything": Own(YOUNG),
    "local_offer.thing": Entry("GET", YOUNG, thing="item_mark"),
    "local_offer.search": Own(YOUNG, "GET POST", sends={"words": "bus"}, says={"POST": SEEN}),
    "local_offer.carers": Own(CARERS),
    "local_offer.near": Own(YOUNG | SUPPORTERS, "GET POST", sends={"town": "Riverbank"},
                            says={"POST": SEEN}),
    "local_offer.read": Entry("GET", YOUNG | SUPPORTERS, thing="page_slug", who=reads_the_page),
    "local_offer.on_paper": Entry("GET", YOUNG | SUPPORTERS, thing="page_slug",
                                  who=reads_the_page),
    "local_offer.parents": Own(CASE_STAFF),
    "local_offer.questions": Own(YOUNG),
    "local_offer.question": Entry("GET POST", YOUNG, thing="own_question",
                                  sends={"answer": "?"}),
    "local_offer.forget": Own(YOUNG, "POST"),
    "offer_desk.desk": Own(facts.EDITORS),
    "offer_desk.seen": Own(facts.EDITORS, "POST"),
    "offer_desk.bring": Own(facts.EDITORS, "GET POST", says={"POST": FORM_AGAIN}),
    "offer_item.begin": Own(facts.EDITORS, "GET POST", says={"POST": FORM_AGAIN}),
    "offer_item.one": Entry("GET", facts.EDITORS, thing="offer_item",
                            who=of_its_council),
    # It has a draft already, which is what is written on.
    "offer_item.change": Entry("GET POST", facts.EDITORS, thing="offer_item",
                               who=of_its_council, says={"GET": WENT_ON, "POST": FORM_AGAIN}),
    "offer_item.checked": Entry("POST", facts.EDITORS, thing="offer_item",
                                who=of_its_council),
    "offer_item.take_out": Entry("POST", facts.EDITORS, thing="offer_item",
                                 who=of_its_council,
                                 sends={"out": "day",
                                        "day": (facts.TODAY + timedelta(90)).isoformat()}),
    "offer_item.again": Entry("POST", facts.EDITORS, thing="offer_item",
                              who=of_its_council),
    "offer_item.draft": Entry("GET POST", facts.EDITORS, thing="offer_draft",
                              who=of_its_council, sends={"when": "day", "day": ""},
                              says={"POST": FORM_AGAIN}),
    "offer_item.rewrite": Entry("GET POST", facts.EDITORS, thing="offer_draft",
                                who=of_its_council, says={"POST": FORM_AGAIN}),
    "offer_item.look": Entry("GET", facts.EDITORS, thing="offer_draft",
                             who=of_its_council),
    "offer_item.throw_away": Entry("POST", facts.EDITORS, thing="offer_again_draft",
                                   who=of_its_council),
    "offer_desk.as_file": Entry("GET", facts.EDITORS, thing="offer_mark"),
    "local_offer.theirs": Reached(G.PLAN | G.REASONS, SUPPORTERS),
    # documents; a file is sent in tests/documents
    "documents.mine": Own(YOUNG, "GET POST", says={"POST": FORM_AGAIN}),
    "documents.all_of_mine": Own(YOUNG),
    "documents.one": OwnThing("document", YOUNG, "GET POST",
                              sends={"kind": "letter", "title": "A name"}),
    "documents.show": OwnThing("document", YOUNG, "POST", sends={"who": "workers"}),
    "documents.take_away": OwnThing("document", YOUNG, "POST"),
    "documents.shown_to_me": Own(SUPPORTERS),
    "documents.theirs": Entry("GET", SUPPORTERS, thing="person", who=works_or_lives_with_them),
    "documents.put_in": Entry("GET POST", WORKERS, thing="person", who=puts_documents_in,
                              says={"POST": FORM_AGAIN}),
    "documents.file": Entry("GET", YOUNG | SUPPORTERS, thing="document", who=opens_the_document),
    "documents.small": Entry("GET", YOUNG | SUPPORTERS, thing="document", who=opens_the_document),
    # what is said before a meeting, and what a council asks; a file is sent in tests/my_views
    "my_views.before": Entry("GET POST", YOUNG, thing="occasion",
                             sends={"how": "words", "who": "alone"}),
    "my_views.sheet": OwnThing("view_sheet", YOUNG),
    "my_views.way": OwnThing("view_draft", YOUNG, "POST", sends={"how": "words"}),
    "my_views.throw_away": OwnThing("view_draft", YOUNG, "POST"),
    "my_views.part": OwnThing("view_part", YOUNG, "GET POST",
                              sends={"text_words": "A few words.", "key": "once"}),
    "my_views.keep": OwnThing("view_part", YOUNG, "POST", sends={"text_words": "A few words."},
                              says={"POST": KEPT}),
    "my_views.picture": OwnThing("view_part", YOUNG, says={"GET": NOT_THERE}),
    "my_views.voice": OwnThing("view_part", YOUNG, says={"GET": NOT_THERE}),
    "my_views.choose": OwnThing("view_draft", YOUNG, "GET POST", sends={"readers": "2"}),
    "my_views.keep_choices": OwnThing("view_draft", YOUNG, "POST", sends={"readers": "2"},
                                      says={"POST": KEPT}),
    "my_views.send": OwnThing("view_draft", YOUNG, "GET POST", sends={"key": "once"}),
    "my_views.their_views": Reached(G.NAME, CASE_STAFF),
    "my_views.headings": Own(facts.KEEP_GROUPS),
    "my_views.new_heading": Own(facts.KEEP_GROUPS, "GET POST", sends=A_HEADING),
    "my_views.heading": Entry("GET POST", facts.KEEP_GROUPS, thing="heading", who=of_its_council,
                              sends=A_HEADING),
    "my_views.move_heading": Entry("POST", facts.KEEP_GROUPS, thing="heading",
                                   who=of_its_council, sends={"to": "up"}),
    # how people are told; no mail server is set here, so there is nothing to add
    "channels.told": Own(EVERYBODY, "GET POST",
                         sends={"starts": "0", "ends": "0", "remind": "24"}),
    "channels.push": Own(EVERYBODY, "POST", says={"POST": FORM_AGAIN}),
    "channels.stop": Own(EVERYBODY, "POST", says={"POST": CHANGED_MEANWHILE}),
    "channels.add": Own(EVERYBODY, "GET POST", says={"GET": NOT_THERE, "POST": NOT_THERE}),
    "channels.code": Own(EVERYBODY, "GET POST", says={"POST": FORM_AGAIN}),
    "channels.take_away": Own(EVERYBODY, "POST", sends={"kind": "email"}),
    "channels.nicknames": Own(CARERS, "GET POST"),
    "channels.undelivered": Own(LOOK_AFTER),
    "channels.again": Own(LOOK_AFTER, "POST", says={"POST": CHANGED_MEANWHILE}),
    "channels.let_go": Own(LOOK_AFTER, "POST", says={"POST": CHANGED_MEANWHILE}),
}  # fmt: skip

# Registered in demo mode only; where a real council is, none of them is there.
IN_DEMO = ("demo.people", "demo.people_json", "demo.sign_in")
