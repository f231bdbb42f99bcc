"""Editors write, look, publish, check again, undo; and what goes out goes out once."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.articles import files, loading, reading
from portal.articles.markdown import inline
from portal.articles.rules import Source, State
from portal.core import clock
from portal.core.access import Role
from portal.editing import actions, jobs, pages, rules
from portal.editing.unpacking import read_all
from portal.house import Article, ArticleVersion, Council, Membership, Notice
from tests import makers
from tests.conftest import NOW
from tests.databases import counting

SLUGS = ("first-home-money", "council-tax", "learn-to-drive")
WHOLES = tuple(
    one for one in files.the_set() if one.about.slug in SLUGS and one.language == "en"
)  # fmt: skip


@pytest.fixture
def ed(db):
    person = makers.make_worker(db, known_as="Edwina", account=False)
    makers.make_membership(db, person, role=Role.EDITOR)
    loading.load(db, person.council_id, WHOLES, NOW)
    return person


@pytest.fixture
def browser(new_client, ed):
    found = new_client()
    found.sign_in(ed)
    return found


def ref_of(db, slug):
    db.rollback()
    return db.scalar(select(Article.ref).where(Article.slug == slug))


def text_now(db, ed, slug, language="en"):
    db.rollback()
    return reading.page(db, ed.council_id, slug, language).text


def write(browser, ref, language="en", **typed):
    where = f"/content/pages/{ref}/{language}/write"
    page = browser.get(where)
    assert page.status_code == 200
    form = browser.form(where, typed, action=where)
    return browser.post(where, data={**values(browser, form), **typed})


def values(browser, form):
    """Everything that stands in the form."""
    return {**form.hidden, **STANDING}


STANDING: dict[str, object] = {
    "title": "Money for your first home", "summary": "What it is.", "body": "## One\n\nWords here.",
    "amount": "£3,000", "who": "You", "until": "Until your 25th birthday.",
    "bring": "A list\nPrices",
    "decides": "Your adviser", "takes": "A month", "if_no": "Call Coram Voice on 0808 800 5792.",
    "reader": "young", "ages": ["teen", "adult"], "needs": ["money", "home"], "most": "home",
    "items": "setting_up_home_allowance",
    "sources": "Coram Voice | https://coramvoice.org.uk | 1/11/2026",
    "sure": "ask", "checked_on": "1/11/2026", "next_check": "1/4/2027",
}  # fmt: skip


def post(browser, where, action, **typed):
    return browser.send(where, typed, action=action)


def test_a_draft_is_nobodys_until_it_is_published(db, ed, browser):
    ref = ref_of(db, "first-home-money")
    assert write(browser, ref).status_code == 303
    assert text_now(db, ed, "first-home-money").summary != "What it is."
    where = f"/content/pages/{ref}"
    assert post(browser, where, f"{where}/en/publish").status_code == 303
    text = text_now(db, ed, "first-home-money")
    assert (text.summary, text.bring) == ("What it is.", ("A list", "Prices"))
    card = reading.page(db, ed.council_id, "first-home-money", "en").card
    assert card.needs == ("home", "money")


def test_undo_is_to_publish_the_older_words_again(db, ed, browser):
    ref = ref_of(db, "first-home-money")
    old = text_now(db, ed, "first-home-money")
    first = db.scalar(select(ArticleVersion.ref).where(ArticleVersion.title == old.title))
    where = f"/content/pages/{ref}"
    write(browser, ref)
    post(browser, where, f"{where}/en/publish")
    assert post(browser, where, f"/content/versions/{first}/again").status_code == 303
    assert text_now(db, ed, "first-home-money") == old
    count = len(db.scalars(select(ArticleVersion)).all())
    # Sent twice, it happens once.
    post_again = browser.post(
        f"/content/versions/{first}/again",
        data=browser.form(where, {}, f"{where}/withdraw").hidden if browser.get(where) else {},
    )
    assert post_again.status_code == 303
    db.rollback()
    assert len(db.scalars(select(ArticleVersion)).all()) == count


def test_what_a_page_said_is_read_before_it_is_published_again(db, ed, browser):
    ref = ref_of(db, "first-home-money")
    where = f"/content/pages/{ref}"
    first = db.scalar(
        select(ArticleVersion.ref).join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.ref == ref)
    )  # fmt: skip
    old = f"/content/versions/{first}"
    words = text_now(db, ed, "first-home-money").summary
    assert "Publish this again" not in browser.get(old).text, "readers have it now"
    write(browser, ref)
    post(browser, where, f"{where}/en/publish")
    assert f'href="{old}"' in browser.get(where).text
    page = browser.get(old).text
    assert words in page and "Came with the app" in page and "Publish this again" in page
    assert post(browser, old, f"{old}/again").status_code == 303
    assert text_now(db, ed, "first-home-money").summary == words


def test_what_it_said_and_may_not_be_said_any_more_is_told_with_the_reason(db, ed, browser):
    """An older page that lacks what a page needs now: it is read, with what is wrong with it."""
    ref = ref_of(db, "first-home-money")
    where = f"/content/pages/{ref}"
    version = db.scalars(
        select(ArticleVersion).join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.ref == ref)
    ).one()  # fmt: skip
    version.body, old = "Call 07700 900123.", f"/content/versions/{version.ref}"
    db.commit()
    write(browser, ref)
    post(browser, where, f"{where}/en/publish")
    again = post(browser, where, f"{old}/again")
    assert again.headers["Location"].startswith(f"{old}?")
    page = browser.get(old).text
    assert "Nobody checks the number 07700 900123." in page
    assert "Publish this again" not in page


def test_a_draft_says_whose_it_is_and_since_when(db, ed, browser):
    ref = ref_of(db, "council-tax")
    write(browser, ref)
    assert "A draft by Edwina, " in browser.get(f"/content/pages/{ref}").text


def test_a_new_page_without_an_address_is_told_once(browser):
    page = browser.send("/content/new", {"title": "A bus pass", "slug": ""}).text
    assert "Write an address" in page and "Use small letters" not in page


def test_addresses_that_nobody_tried_are_not_called_fine(browser):
    page = browser.get("/content/links").text
    assert "Nobody has tried the addresses yet." in page and "Nothing is broken" not in page


def test_withdrawn_is_gone_and_comes_back(db, ed, browser):
    ref = ref_of(db, "council-tax")
    where = f"/content/pages/{ref}"
    assert post(browser, where, f"{where}/withdraw").status_code == 303
    db.rollback()
    assert "council-tax" not in reading.slugs(db, ed.council_id)
    version = db.scalar(
        select(ArticleVersion.ref)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.slug == "council-tax", ArticleVersion.state == "published")
    )
    post(browser, where, f"/content/versions/{version}/again")
    db.rollback()
    assert "council-tax" in reading.slugs(db, ed.council_id)


def test_what_lacks_something_is_not_published(db, ed, browser):
    ref = ref_of(db, "first-home-money")
    typed = {
        "body": "<b>Bad</b>\n[x](javascript:a)",
        "if_no": "",
        "until": "Until 21",
        "title": "In care",
    }
    assert write(browser, ref, **typed).status_code == 303
    page = browser.get(f"/content/pages/{ref}").text
    assert "Before it can be published" in page
    with pytest.raises(actions.NotReady) as refused:
        actions.publish(db, makers.make_viewer(db, ed), ref, "en", NOW)
    assert set(refused.value.lacks.what) >= {
        rules.Lack.WRITING, rules.Lack.IF_NO, rules.Lack.BARE_AGE, rules.Lack.TELLS,
    }  # fmt: skip
    look = browser.get(f"/content/pages/{ref}/en/look").text
    assert "&lt;b&gt;Bad" in look and "javascript:" not in look


@pytest.mark.parametrize("number", ["07700 900123", "020 7946 0000", "+44 7700 900123", "90210"])
def test_no_page_has_a_number_that_nobody_checks(db, ed, browser, number):
    """Not in its body, nor beside it; those that help and the council's own may stand there."""
    ref = ref_of(db, "first-home-money")
    for typed in ({"body": f"Ask Jay.\n\nCall {number}."}, {"decides": f"Jay, on {number}"}):
        write(browser, ref, **typed)
        said = browser.get(f"/content/pages/{ref}").text
        assert f"Nobody checks the number {number}. Use only phone numbers that are on" in said
        with pytest.raises(actions.NotReady) as refused:
            actions.publish(db, makers.make_viewer(db, ed), ref, "en", NOW)
        assert refused.value.lacks.what == (rules.Lack.NUMBER,)
        db.rollback()


@pytest.mark.parametrize(
    "typed",
    [{"if_no": "Ask Jay, on snap: jay"}, {"body": "Write to jay@example.org."},
     {"sources": "Jay, insta jay_x | https://example.org | 1/11/2026"}],
)  # fmt: skip
def test_no_page_names_somebody_to_look_for(db, ed, browser, typed):
    ref = ref_of(db, "first-home-money")
    write(browser, ref, **typed)
    with pytest.raises(actions.NotReady) as refused:
        actions.publish(db, makers.make_viewer(db, ed), ref, "en", NOW)
    assert refused.value.lacks.what == (rules.Lack.REACH,)
    assert "No email address and no name on an app" in browser.get(f"/content/pages/{ref}").text


def test_where_it_was_read_has_no_number_that_nobody_checks(db, ed, browser):
    ref = ref_of(db, "first-home-money")
    write(browser, ref, sources="Jay, 07700 900123 | https://example.org | 1/11/2026")
    with pytest.raises(actions.NotReady) as refused:
        actions.publish(db, makers.make_viewer(db, ed), ref, "en", NOW)
    assert refused.value.lacks.what == (rules.Lack.NUMBER,)


def test_the_end_of_a_longer_number_is_no_number_to_call():
    """Somebody who taps a council's own number that ends in 999 must not call an ambulance."""
    for line in ("Call 01632 960 999.", "01632 999 111"):
        [span] = inline(line, ())
        assert (span.words, span.href) == (line, "")
    assert "tel:999" in {span.href for span in inline("Call 999 now.", ())}


def test_numbers_that_help_and_the_councils_own_may_stand_there(db, ed, browser):
    db.query(Council).filter_by(id=ed.council_id).update({"duty_phone": "01632 960101"})
    db.commit()
    ref = ref_of(db, "first-home-money")
    write(browser, ref, body="Call (01632) 960 101, 0800 1111 or 116 123. It is £3,000 in 2026.")
    where = f"/content/pages/{ref}"
    assert post(browser, where, f"{where}/en/publish").status_code == 303
    assert "960 101" in text_now(db, ed, "first-home-money").body


def test_a_second_editor_is_told_and_loses_nothing(db, ed, browser, new_client):
    ref = ref_of(db, "council-tax")
    where = f"/content/pages/{ref}/en/write"
    browser.get(where)
    form = browser.form(where, {}, action=where)
    other = new_client()
    noor = makers.make_worker(db, known_as="Noor", account=False)
    makers.make_membership(db, noor, role=Role.ADMIN)
    other.sign_in(noor)
    assert write(other, ref, summary="Hers.").status_code == 303
    answer = browser.post(where, data={**form.hidden, **STANDING, "summary": "His."})
    assert answer.status_code == 422
    assert "Noor" in answer.text and "His." in answer.text
    again = browser.form(where, {}, action=where)
    assert (
        browser.post(where, data={**again.hidden, **STANDING, "summary": "His."}).status_code == 303
    )


def test_a_translation_follows_the_english_words(db, ed, browser):
    ref = ref_of(db, "council-tax")
    where = f"/content/pages/{ref}"
    answer = write(browser, ref, "ti", title="ግብሪ", summary="ሓደ", body="ቃላት")
    assert answer.status_code == 303
    assert post(browser, where, f"{where}/ti/publish").status_code == 303
    db.rollback()
    page = reading.page(db, ed.council_id, "council-tax", "ti")
    assert (page.card.title, page.has_newer_english) == ("ግብሪ", False)
    assert "council-tax" not in [r.slug for r in to_do(db, ed, "ti")]
    # Checked, and nothing changed: the translation still is of these words.
    post(browser, where, f"{where}/checked", next_check="1/2/2027")
    db.rollback()
    assert not reading.page(db, ed.council_id, "council-tax", "ti").has_newer_english
    write(browser, ref, title="New", summary="New words.")
    post(browser, where, f"{where}/en/publish")
    db.rollback()
    assert reading.page(db, ed.council_id, "council-tax", "ti").has_newer_english
    assert "council-tax" in [r.slug for r in to_do(db, ed, "ti")]


def test_a_language_published_long_ago_is_still_what_its_readers_have(db, ed, browser):
    """However much was written since: history is bounded, what counts is not."""
    ref = ref_of(db, "council-tax")
    article = db.scalars(select(Article).where(Article.ref == ref)).one()
    english = loading.whole_of(article, loading.newest_of(db, article.id, "en"))
    loading.add(db, article, replace(english, language="ti"), State.PUBLISHED, None, NOW)
    loading.add(db, article, replace(english, language="ar"), State.DRAFT, None, NOW)
    for _often in range(pages.MOST_HISTORY + 1):
        loading.add(db, article, english, State.PUBLISHED, ed.id, NOW)
    db.commit()
    page = pages.one(db, ed.council_id, ref)
    assert set(page.out) == {"en", "ti"} and set(page.drafts) == {"ar"}
    assert page.older == ("ti",)
    assert len(page.history) == pages.MOST_HISTORY
    assert [one.now for one in page.history] == [True] + [False] * (pages.MOST_HISTORY - 1)


def to_do(db, ed, tag):
    return pages.to_translate(db, ed.council_id)[tag]


def test_a_draft_comes_out_on_its_day_once(db, ed, browser, database):
    ref = ref_of(db, "first-home-money")
    write(browser, ref)
    where, day = f"/content/pages/{ref}", clock.today(clock.now()) + timedelta(days=3)
    assert post(browser, where, f"{where}/en/day", day=day.isoformat()).status_code == 303
    jobs.articles(database, clock.now() + timedelta(days=2))
    assert text_now(db, ed, "first-home-money").summary != "What it is."
    db.rollback()
    for _twice in range(2):
        jobs.articles(database, clock.now() + timedelta(days=3))
    assert text_now(db, ed, "first-home-money").summary == "What it is."
    told = db.scalars(select(Notice.kind).where(Notice.kind == jobs.OUT)).all()
    assert told == [jobs.OUT]


def test_what_somebody_planned_who_left_does_not_come_out(db, ed, browser, database):
    """Other editors are told, and look at it themselves."""
    ref = ref_of(db, "first-home-money")
    noor = makers.make_worker(db, known_as="Noor", account=False)
    makers.make_membership(db, noor, role=Role.EDITOR)
    db.commit()
    write(browser, ref)
    where = f"/content/pages/{ref}"
    day = clock.today(clock.now()) + timedelta(days=2)
    assert post(browser, where, f"{where}/en/day", day=day.isoformat()).status_code == 303
    db.query(Membership).filter_by(person_id=ed.id).update({"ends": clock.today(clock.now())})
    db.commit()
    for _twice in range(2):
        jobs.articles(database, clock.now() + timedelta(days=3))
    assert text_now(db, ed, "first-home-money").summary != "What it is."
    told = db.execute(select(Notice.kind, Notice.person_id).where(Notice.kind != jobs.CHECK)).all()
    assert told == [(jobs.ALONE, noor.id)]


def test_editors_are_told_once_that_pages_are_to_be_checked(db, ed, database):
    db.commit()
    far = clock.now() + timedelta(days=400)
    for _twice in range(2):
        jobs.articles(database, far)
    db.rollback()
    told = db.scalars(select(Notice.person_id).where(Notice.kind == jobs.CHECK)).all()
    assert list(told) == [ed.id]


def test_a_new_page_is_begun_and_thrown_away(db, ed, browser):
    typed = {"title": "A bus pass", "slug": "bus-pass", "town": ""}
    assert browser.send("/content/new", typed).status_code == 303
    ref = ref_of(db, "bus-pass")
    assert browser.send("/content/new", typed).status_code == 422
    assert browser.send("/content/new", {**typed, "title": "In care"}).status_code == 422
    where = f"/content/pages/{ref}"
    assert post(browser, where, f"{where}/en/throw-away").status_code == 303
    assert ref_of(db, "bus-pass") is None


def test_all_pages_leave_and_come_back_the_same(db, ed, browser):
    made = browser.get("/content/files/all").data
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert sorted(packed.namelist()) == sorted(f"{slug}.md" for slug in SLUGS)
        for name in packed.namelist():
            assert packed.read(name) == (files.SET / name).read_bytes()
    brought = actions.bring(db, makers.make_viewer(db, ed), read_all([("x.zip", made)]).pages, NOW)
    assert len(brought.same) == len(SLUGS) and not brought.drafts


def test_files_become_drafts_and_bad_ones_are_named(db, ed, browser):
    changed = (
        (files.SET / "council-tax.md").read_bytes().replace(b"summary = ", b'summary = "No." #')
    )
    where = "/content/files"
    browser.get(where)
    form = browser.form(where, {}, action=where)
    sent = {
        **form.hidden,
        "files": [(io.BytesIO(changed), "council-tax.md"), (io.BytesIO(b"x"), "y.md")],
    }
    answer = browser.post(where, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "council-tax.md" in answer.text and "y.md" in answer.text
    assert text_now(db, ed, "council-tax").summary != "No."
    assert len(db.scalars(select(ArticleVersion).where(ArticleVersion.state == "draft")).all()) == 1


def test_a_zip_that_grows_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x.md", b"a" * 5_000_000)
    sent = read_all([("x.zip", made.getvalue())])
    assert sent.pages == () and len(sent.bad) == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_that_is_broken_is_refused(method):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        packed.writestr("x.md", bytes(range(256)) * 40)
    whole = made.getvalue()
    for at in range(30, len(whole), 7):
        broken = whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]
        assert read_all([("x.zip", broken)]).pages == ()


@pytest.mark.parametrize(
    ("method", "most"), [(zipfile.ZIP_DEFLATED, 1), (zipfile.ZIP_LZMA, 0), (zipfile.ZIP_BZIP2, 0)]
)
def test_a_zip_is_packed_in_the_usual_way(method, most):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        packed.writestr(files.name_of(WHOLES[0]), files.write(WHOLES[0]))
    sent = read_all([("x.zip", made.getvalue())])
    assert (len(sent.pages), len(sent.bad)) == (most, 1 - most)


def test_what_is_called_a_zip_and_is_none_is_named_as_such():
    """Whoever brings it is not told how a page's file is called."""
    for content in (b"not a zip", b"PKnor this"):
        [(name, wrong)] = read_all([("all.zip", content)]).bad
        assert (name, wrong.why) == ("all.zip", files.Bad.ZIP)


def test_what_a_form_refuses_is_not_published_from_a_file():
    """Drafts that were brought before files were refused for it."""
    (whole,) = (one for one in WHOLES if one.about.slug == "council-tax")
    assert not rules.lacking(whole, SLUGS, True)
    bad = replace(
        whole, about=replace(whole.about, slug="leaving-care", private=True, quiet=False),
        text=replace(whole.text, sources=(Source("A", "javascript:alert(1)"),)),
    )  # fmt: skip
    assert set(rules.lacking(bad, SLUGS, True).what) == {
        rules.Lack.TELLS, rules.Lack.SOURCES, rules.Lack.QUIET,
    }  # fmt: skip


def test_frames_are_of_this_house_alone(db, ed, browser):
    ref = ref_of(db, "council-tax")
    page = browser.get(f"/content/pages/{ref}/en/preview")
    assert page.text.count("<iframe") == 3
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    look = browser.get(f"/content/pages/{ref}/en/look")
    assert "frame-ancestors 'self'" in look.headers["Content-Security-Policy"]
    assert "script-src" not in look.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in browser.get("/content").headers["Content-Security-Policy"]


def test_other_pages_open_too(browser):
    for where in ("/content", "/content/languages", "/content/links", "/content/new"):
        assert browser.get(where).status_code == 200


def test_all_pages_stand_under_what_they_are_for(db, ed, browser):
    page = browser.get("/content").text
    groups = [one.partition("</details>")[0] for one in page.split("<details>")[1:]]
    money = next(one for one in groups if one.startswith("<summary>Money ("))
    assert f"/content/pages/{ref_of(db, 'council-tax')}" in money
    of_all = [one.ref for one in db.scalars(select(Article))]
    listed = [ref for ref in of_all for one in groups if f"/content/pages/{ref}" in one]
    assert sorted(listed) == sorted(of_all)


def test_statements(db, ed, browser, database):
    ref = ref_of(db, "council-tax")
    for where, most in (("/content", 5), (f"/content/pages/{ref}", 5)):
        browser.get(where)
        with counting(database) as counted:
            browser.get(where)
        assert len(counted.statements) <= most, counted.statements


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.IRO])
def test_nobody_else_edits(db, ed, new_client, role):
    other = new_client()
    person = makers.make_worker(db, account=False)
    makers.make_membership(db, person, role=role)
    other.sign_in(person)
    assert other.get("/content").status_code == 403
