"""Signing in again, and how long it lasts."""

import re
import time
from datetime import timedelta
from statistics import median

import pytest
from sqlalchemy import func, select, text, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.core.sessions import hashed
from portal.house import Account, Membership, SignInSession, Tally
from portal.people import known_phones, passphrases, sessions, tries
from tests import makers
from tests.databases import counting

PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)


@pytest.fixture
def mia(db):
    mia = makers.make_young(db, known_as="Mia")
    account = makers.make_account(db, username="mia-14", passphrase=KEPT)
    makers.make_membership(db, mia, account_id=account.id)
    return mia


def knock(client, username="mia-14", passphrase=PASSPHRASE, device="own"):
    typed = {"username": username, "passphrase": passphrase, "device": device}
    return client.send("/sign-in", typed)


def is_in(client):
    return client.get("/home").status_code == 200


@pytest.mark.parametrize(("device", "days"), [("shared", None), ("own", 30)])
def test_the_right_words_open_home(client, db, mia, device, days):
    answer = knock(client, username=" MIA-14 ", device=device)
    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session=m"))
    assert (f"Max-Age={days * 86_400}" in cookie) if days else ("Max-Age" not in cookie)
    assert "Hi Mia" in client.get("/", follow_redirects=True).text
    assert db.scalars(select(SignInSession.device)).one() == device


def without_what_was_typed(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_wrong_and_unknown_look_the_same(client, db, mia):
    closed = makers.make_account(db, username="closed", passphrase=KEPT, state="closed")
    makers.make_membership(db, makers.make_young(db), account_id=closed.id)
    gone = makers.make_account(db, username="gone", passphrase=KEPT)
    makers.make_membership(
        db, makers.make_young(db), account_id=gone.id, ends=makers.today() - timedelta(days=1)
    )
    keyless = makers.make_account(db, username="keyless")
    makers.make_membership(db, makers.make_young(db), account_id=keyless.id)
    pages = set()
    for username, passphrase in [("mia-14", "wrong words here"), ("nobody", PASSPHRASE),
                                 ("closed", PASSPHRASE), ("gone", PASSPHRASE),
                                 ("keyless", PASSPHRASE), ("nobody\x00", PASSPHRASE),
                                 ("m" * 500, PASSPHRASE)]:  # fmt: skip
        answer = knock(client, username, passphrase)
        assert answer.status_code == 422, username
        assert passphrase not in answer.text
        pages.add(without_what_was_typed(answer))
    assert len(pages) == 1
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


STAFF = [role for role in Role if role not in (Role.YOUNG, Role.CARER)]


@pytest.mark.parametrize("role", STAFF)
def test_staff_come_in_through_their_councils_own_service_only(client, db, mia, role):
    """A passphrase, should one have been left over, is answered like one of nobody."""
    account = makers.make_account(db, username="priya", passphrase=KEPT)
    makers.make_membership(db, makers.make_worker(db, account=False), account_id=account.id,
                           role=role)  # fmt: skip
    staff = knock(client, username="priya")
    nobody = knock(client, username="nobody")
    assert staff.status_code == nobody.status_code == 422
    assert without_what_was_typed(staff) == without_what_was_typed(nobody)
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_in_the_demo_staff_have_passphrases_too(make_app, db, mia):
    account = makers.make_account(db, username="priya", passphrase=KEPT)
    priya = makers.make_worker(db, account=False)
    makers.make_membership(db, priya, account_id=account.id)
    demo = make_app(demo=True).test_client()
    demo.handle = db
    assert knock(demo, username="priya").status_code == 303


def test_a_carer_who_also_works_for_a_council_comes_in_as_a_carer(client, db):
    account = makers.make_account(db, username="helen", passphrase=KEPT)
    makers.make_membership(db, makers.make_worker(db, account=False), account_id=account.id)
    elsewhere = makers.make_carer(db, council=makers.make_council(db))
    makers.make_membership(db, elsewhere, account_id=account.id)
    knock(client, username="helen")
    assert client.get("/", follow_redirects=True).request.path == "/children"


@pytest.fixture
def verified(monkeypatch):
    """What argon2 itself was asked to verify, in order."""
    asked = []

    class Counting:
        def verify(self, kept, passphrase):
            asked.append(kept)
            return hasher.verify(kept, passphrase)

    hasher = passphrases._hasher
    monkeypatch.setattr(passphrases, "_hasher", Counting())
    return asked


def test_one_verification_whether_known_or_not(client, db, mia, verified):
    for username, passphrase in [("mia-14", "wrong words here"), ("nobody", PASSPHRASE),
                                 ("mia-14", PASSPHRASE)]:  # fmt: skip
        knock(client, username, passphrase)
    assert verified == [KEPT, passphrases._nobody, KEPT]


def test_known_and_unknown_take_as_long(client, db, mia):
    """Printed, for whoever reads a run with -s; a busy machine would make an assertion lie."""
    token = client.get("/sign-in") and client.form("/sign-in", {"username": ""}).hidden
    took = {}
    for username in ("mia-14", "nobody") * 4:
        typed = {**token, "username": username, "passphrase": "wrong words here", "device": "own"}
        began = time.perf_counter()
        assert client.post("/sign-in", data=typed).status_code == 422
        took.setdefault(username, []).append((time.perf_counter() - began) * 1000)
    for username, times in took.items():
        print(f"\nwrong passphrase, {username}: median {median(times):.1f} ms")


# --- how often one may try ---------------------------------------------------------------------


class Trying:
    """A browser that tries to sign in, from an address."""

    def __init__(self, client, address="203.0.113.7"):
        self.client, self.address = client, address
        client.get("/sign-in")
        self.token = client.form("/sign-in", {"username": ""}).hidden

    def send(self, username="mia-14", passphrase="wrong words here", device="own", **headers):
        typed = {"username": username, "passphrase": passphrase, "device": device}
        return self.client.post(
            "/sign-in",
            data={**self.token, **typed},
            headers=headers,
            environ_overrides={"REMOTE_ADDR": self.address},
        )

    def codes(self, number, **typed):
        return [self.send(**typed).status_code for _ in range(number)]


@pytest.fixture
def quick(monkeypatch):
    """Hundreds of tries, without a real verification for each."""
    monkeypatch.setattr(passphrases, "fits", lambda kept, said: bool(kept) and said == PASSPHRASE)


@pytest.fixture
def trying(new_client, quick):
    return lambda address="203.0.113.7": Trying(new_client(), address)


def counts(db):
    db.rollback()
    return sorted(db.scalars(select(Tally.count)))


def test_many_tries_of_one_account_from_one_address_must_wait(trying, db, mia, now):
    here = trying()
    assert here.codes(10) == [422] * 10
    refused = here.send(passphrase=PASSPHRASE)
    assert refused.status_code == 429
    assert "You can try again at 10:05am." in refused.text
    assert refused.headers["Retry-After"] == "300"
    assert 'value="mia-14"' in refused.text
    assert here.codes(1, username="another") == [422]
    with clock.fixed(now + timedelta(minutes=4, seconds=30), everywhere=True):
        assert here.send(passphrase=PASSPHRASE).headers["Retry-After"] == "30"
    with clock.fixed(now + timedelta(minutes=5), everywhere=True):
        assert here.codes(1, passphrase=PASSPHRASE) == [303]


def test_success_wipes_ones_own_tries_and_takes_itself_back(trying, db, mia):
    here = trying()
    assert here.codes(9) == [422] * 9
    assert counts(db) == [9, 9, 9]  # the account here, the account, the address
    assert here.codes(1, passphrase=PASSPHRASE) == [303]
    assert counts(db) == [9, 9]


def test_a_known_and_an_unknown_name_wait_alike(trying, db, mia):
    pages = set()
    for username in ("mia-14", "nobody"):
        here = trying(f"203.0.113.{len(pages) + 1}")
        assert here.codes(10, username=username) == [422] * 10
        refused = here.send(username=username)
        assert refused.status_code == 429
        pages.add(without_what_was_typed(refused))
    assert len(pages) == 1


def test_an_address_that_tries_many_names_must_wait(trying, db, mia):
    here, elsewhere = trying(), trying("198.51.100.9")
    codes = [here.send(username=f"name-{n}").status_code for n in range(101)]
    assert codes == [422] * 100 + [429]
    assert here.codes(1, passphrase=PASSPHRASE) == [429]
    assert elsewhere.codes(1, passphrase=PASSPHRASE) == [303]


def test_people_who_get_in_do_not_use_up_their_address(trying, db, mia, monkeypatch):
    """A children's home, a school: many behind one address, who all type the right words."""
    monkeypatch.setattr(tries, "OF_AN_ADDRESS", 8)
    here = trying()
    for _ in range(12):
        assert here.codes(1, passphrase=PASSPHRASE, device="shared") == [303]
        here = trying()


def from_everywhere(trying, tries):
    """Somebody with many addresses tries one account."""
    return [trying(f"203.0.113.{n}").send().status_code for n in range(tries)]


def test_an_account_tried_from_everywhere_must_wait(trying, db, mia):
    assert from_everywhere(trying, 51) == [422] * 50 + [429]
    assert trying("198.51.100.9").codes(1, username="another") == [422]


@pytest.mark.parametrize(("device", "known"), [("own", True), ("shared", False)])
def test_nobody_keeps_a_child_out_of_their_own_phone(trying, new_client, db, mia, device, known):
    own = trying("198.51.100.9")
    assert own.codes(1, passphrase=PASSPHRASE, device=device) == [303]
    assert (own.client.get_cookie("phone") is not None) is known
    own.client.delete_cookie("session")
    own = Trying(own.client, "198.51.100.9")
    from_everywhere(trying, 60)
    trying("198.51.100.9").codes(12)  # from the same home, too
    assert own.codes(1, passphrase=PASSPHRASE) == [303 if known else 429]


def test_even_a_known_phone_is_slowed_down(trying, db, mia, now):
    own = trying()
    assert own.codes(1, passphrase=PASSPHRASE) == [303]
    own = Trying(own.client)
    assert own.codes(11) == [422] * 10 + [429]
    with clock.fixed(now + timedelta(minutes=5), everywhere=True):
        assert own.codes(1, passphrase=PASSPHRASE) == [303]


def test_a_phone_is_known_for_one_account_and_one_passphrase(app, trying, db, mia):
    """It is of no use for another account, nor after somebody has got back in."""
    leo = makers.make_account(db, username="leo-15", passphrase=KEPT)
    makers.make_membership(db, makers.make_young(db), account_id=leo.id)
    own = trying()
    own.codes(1, passphrase=PASSPHRASE)
    value = own.client.get_cookie("phone").value
    account_id = db.scalars(select(Account.id).where(Account.username == "mia-14")).one()

    def known(said, *of):
        with app.test_request_context("/", headers={"Cookie": f"phone={said}"}):
            return known_phones.known(*of)

    assert known(value, account_id, KEPT)
    assert known(value, leo.id, KEPT) is None
    assert known(value, account_id, "another") is None
    for forged in ("", ".", value[:-1], "x" * 22 + "." + value.partition(".")[2], value.upper()):
        assert known(forged, account_id, KEPT) is None


def test_what_a_known_phone_keeps_tells_nothing(trying, db, mia):
    own = trying()
    answer = own.send(passphrase=PASSPHRASE)
    (said,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("phone=")]
    assert re.fullmatch(r"phone=[\w-]{22}\.[0-9a-f]{64}", said.partition(";")[0])
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in said.split(";")}
    other = trying("198.51.100.1")
    other.send(passphrase=PASSPHRASE)
    assert own.client.get_cookie("phone").value != other.client.get_cookie("phone").value


@pytest.mark.parametrize(
    ("proxies", "codes"), [(0, [422] * 10 + [429]), (1, [422] * 11)], ids=["none", "one"]
)
def test_only_a_trusted_proxy_says_where_somebody_is(make_app, db, mia, quick, proxies, codes):
    """What anybody writes into a header changes nothing; what our own proxy writes does."""
    client = make_app(proxies=proxies).test_client()
    client.handle = db
    here = Trying(client)
    said = [
        here.send(**{"X-Forwarded-For": f"6.6.6.6, 198.51.100.{n}", "X-Real-IP": f"10.0.0.{n}"})
        for n in range(11)
    ]
    assert [answer.status_code for answer in said] == codes


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::1", "2001:0db8:0001:0002"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_one_home_is_one_address(app, given, counted):
    with app.test_request_context("/", environ_overrides={"REMOTE_ADDR": given}):
        assert tries.address() == counted


# --- how long it lasts -------------------------------------------------------------------------

SECOND = timedelta(seconds=1)
LIVES = [
    (Role.YOUNG, Device.SHARED, Device.SHARED, timedelta(minutes=15), timedelta(hours=2)),
    (Role.CARER, Device.OWN, Device.OWN, timedelta(days=30), timedelta(days=30)),
    (Role.WORKER, Device.OWN, Device.STAFF, timedelta(minutes=30), timedelta(hours=10)),
    (Role.ADMIN, Device.SHARED, Device.STAFF, timedelta(minutes=30), timedelta(hours=10)),
]


@pytest.mark.parametrize(("role", "device", "becomes", "idle", "whole"), LIVES)
def test_lifetimes(db, now, role, device, becomes, idle, whole):
    membership = makers.make_membership(db, makers.make_young(db), role=role)
    token, _days = sessions.begin(
        db, membership.account_id, membership.council_id, role, device, "passphrase", now
    )
    db.flush()
    row = db.scalars(select(SignInSession)).one()
    assert (row.device, row.token_hash) == (becomes, hashed(token))

    def found(moment, seen=now):
        row.seen_at = seen
        db.flush()
        return sessions.find(db, hashed(token), moment) is not None

    with pytest.MonkeyPatch.context() as patch:  # outside a request the ledger takes no jobs
        patch.setattr(sessions.ledger, "when_idle", lambda job: None)
        assert found(now + min(idle, whole - SECOND))
        assert not found(now + idle + SECOND)
        assert found(now + whole - SECOND, seen=now + whole - SECOND)
        assert not found(now + whole, seen=now + whole - SECOND)


WALKS = [
    # role, what they said, how long it may lie, how long in all
    (Role.YOUNG, "shared", 15, 2 * 60),
    (Role.CARER, "shared", 15, 2 * 60),
    (Role.YOUNG, "own", 60 * 24 * 3, 60 * 24 * 30),
    (Role.WORKER, "own", 30, 10 * 60),
    (Role.MANAGER, "shared", 30, 10 * 60),
    (Role.ADMIN, "shared", 30, 10 * 60),
]


@pytest.mark.parametrize(("role", "said", "idle", "whole"), WALKS)
def test_used_again_and_again_it_still_ends(client, db, mia, now, role, said, idle, whole):
    """In minutes. A phone of one's own does not lie too long in a month; it locks (`phones`)."""
    db.execute(update(Membership).values(role=role.value))
    client.sign_in(mia, role, device=Device(said))
    minutes = 0
    while minutes + idle < whole:
        minutes += idle
        with clock.fixed(now + timedelta(minutes=minutes), everywhere=True):
            assert client.get("/my-app").status_code == 200, minutes
    with clock.fixed(now + timedelta(minutes=whole), everywhere=True):
        assert "/sign-in" in client.get("/my-app").location


def test_a_phone_left_alone_asks_again(client, db, mia, now):
    client.sign_in(mia, device=Device.SHARED)
    for minutes, still in [(15, True), (30, True), (46, False)]:
        with clock.fixed(now + timedelta(minutes=minutes), everywhere=True):
            answer = client.get("/home")
            assert (answer.status_code == 200) is still, minutes
    assert "/sign-in" in answer.location


def test_last_seen_is_kept_once_a_minute_by_the_ledger(client, db, database, mia, now):
    client.sign_in(mia)

    def look(seconds):
        with clock.fixed(now + timedelta(seconds=seconds), everywhere=True):
            with counting(database) as counted:
                assert is_in(client)
            assert all(s.lstrip().startswith("SELECT") for s in counted.statements)
            return len(counted.ledger), db.scalars(select(SignInSession.seen_at)).one() - now

    assert look(59) == (0, timedelta(0))
    assert look(60) == (1, timedelta(seconds=60))
    assert look(100) == (0, timedelta(seconds=60))
    assert look(120) == (1, timedelta(seconds=120))


@pytest.mark.parametrize(("way", "to"), [("/sign-out", "/sign-in"), ("/leave", "https://")])
def test_a_cookie_is_dead_afterwards(client, new_client, db, mia, way, to):
    client.sign_in(mia)
    kept = client.get_cookie("session").value
    token = client.get("/home") and client.form("/home", {}, action="/leave").hidden
    gone = client.post(way, data=token)
    assert gone.status_code == 303
    assert to in gone.location
    assert gone.headers["Clear-Site-Data"] == '"cache"'
    assert client.get_cookie("session") is None
    thief = new_client()
    thief.set_cookie("session", kept)
    assert not is_in(thief)
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def left(answer):
    """Whether this answer takes a browser away and leaves it with nothing."""
    cookie = next((c for c in answer.headers.getlist("Set-Cookie")), "")
    assert answer.status_code == 303
    assert answer.location == "https://www.bbc.co.uk/weather"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    return cookie.startswith("session=;") and "Max-Age=0" in cookie


@pytest.mark.parametrize(
    "cookie", [None, "", "m" + "x" * 43, "v" + "x" * 43, "nonsense", "m" * 2000]
)
def test_quick_exit_works_whatever_the_browser_holds(client, db, cookie):
    if cookie is not None:
        client.set_cookie("session", cookie)
    assert left(client.post("/leave"))


def test_quick_exit_from_a_session_that_is_over_ends_it_too(client, db, mia, now):
    client.sign_in(mia, device=Device.SHARED)
    with clock.fixed(now + timedelta(hours=3), everywhere=True):
        assert left(client.post("/leave"))
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


@pytest.mark.parametrize("lost", ["session", "account", "person"])
def test_quick_exit_works_when_the_database_does_not(client, db, mia, lost):
    client.sign_in(mia)
    db.execute(text(f"ALTER TABLE {lost} RENAME TO lost"))
    assert left(client.post("/leave"))


def test_quick_exit_works_when_the_commit_fails(client, db, mia, monkeypatch):
    client.sign_in(mia)

    def fails(self):
        raise RuntimeError("no more room")

    monkeypatch.setattr("portal.core.db.Session.commit", fails)
    client.handle = None  # its own commits are not what is tested
    db.close()
    assert left(client.post("/leave"))


def test_a_script_is_told_whether_the_session_is_over(client, db, mia):
    """While it is not, the cookie stays: without it nobody could name the session again."""
    client.sign_in(mia)
    db.execute(text("ALTER TABLE session RENAME TO lost"))
    answer = client.post("/leave", data={"by": "script"})
    assert (answer.status_code, answer.text) == (503, "")
    assert "Set-Cookie" not in answer.headers
    db.execute(text("ALTER TABLE lost RENAME TO session"))
    answer = client.post("/leave", data={"by": "script"})
    assert (answer.status_code, answer.text) == (204, "")
    assert client.get_cookie("session") is None
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_quick_exit_works_when_the_form_cannot_be_read(client, db, mia):
    client.sign_in(mia)
    assert left(client.post("/leave", data={"by": "x" * 2_000_000}))
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
def test_nobody_elses_page_can_sign_me_out(client, db, mia, headers):
    client.sign_in(mia)
    assert client.post("/leave", headers=headers).status_code == 403
    assert is_in(client)


def test_a_session_can_be_ended_from_anywhere(client, db, mia):
    client.sign_in(mia)
    assert is_in(client)
    db.execute(update(Account).values(state="closed"))
    assert not is_in(client)
    db.execute(update(Account).values(state="open"))
    assert is_in(client)
    db.execute(update(Membership).values(ends=makers.today() - timedelta(days=1)))
    assert not is_in(client)


def test_signing_in_again_gives_a_new_value(client, db, mia):
    values = set()
    for _ in range(2):
        knock(client)
        values.add(client.get_cookie("session").value)
    assert len(values) == 2


def test_signing_in_over_a_session_ends_it(client, new_client, db, mia):
    """Whoever signs in on a phone takes it over: the value that was there before is dead, and
    nobody else's."""
    other, elsewhere = new_client(), new_client()
    client.sign_in(makers.make_young(db, known_as="Leo"))
    elsewhere.sign_in(mia)
    kept = client.get_cookie("session").value
    knock(client)
    assert "Hi Mia" in client.get("/home").text
    other.set_cookie("session", kept)
    assert not is_in(other)
    assert is_in(elsewhere)
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 2


def test_how_it_looks_is_kept_with_the_account(client, db, mia):
    client.sign_in(mia)
    chosen = {"language": "ar", "theme": "sea", "look": "dark", "band": "child"}
    sent = client.send("/my-app", chosen)
    assert sent.status_code in (302, 303)
    text = client.get("/home").text
    for said in ('lang="ar"', 'dir="rtl"', 'data-theme="sea"', 'data-look="dark"', 'class="child"'):
        assert said in text
