"""In a real browser: a picture, a voice that is really recorded, and words that are kept; and what
is there without a script or without leave to listen."""

import pytest
from playwright.sync_api import expect

from tests.browsers import CHROMIUM, FLAGS, check_page, demo_sign_in, phone_context, watch
from tests.uploads import files

# A microphone that beeps, and a person who says yes.
HEARS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PLAYS = """async (audio) => new Promise((done) => {
    audio.addEventListener("playing", () => done("plays"));
    audio.addEventListener("error", () => done(audio.error.message));
    audio.muted = true;
    audio.play().catch((error) => done(String(error)));
})"""


@pytest.fixture(scope="module")
def hearing(playwright):
    found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS + HEARS)
    yield found
    found.close()


@pytest.fixture
def phone(hearing, live):
    """A phone that may listen; at the end it has met no fault and asked no other host."""
    context = phone_context(hearing, live)
    faults = watch(context, live)
    yield context
    context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="module")
def art(tmp_path_factory):
    path = tmp_path_factory.mktemp("art") / "IMG_2026.jpg"
    path.write_bytes(files.telling_jpeg())
    return path


def send(page):
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_load_state("load")


def test_a_picture_a_voice_and_words_that_are_kept(phone, hearing, live, art):
    mia = demo_sign_in(phone, "mia")
    mia.goto("/messages")
    check_page(mia)
    # A picture, with what it is.
    mia.get_by_text("Add a picture").click()
    mia.get_by_label("Picture").set_input_files(art)
    mia.get_by_label("Your message").fill("My art")
    send(mia)
    expect(mia.get_by_role("status").first).to_have_text("Sent.")
    shown = mia.get_by_role("img", name="Picture you sent, today").first
    shown.scroll_into_view_if_needed()
    mia.wait_for_function("image => image.complete && image.naturalWidth === 60",
                          arg=shown.element_handle())  # fmt: skip
    check_page(mia)
    # A voice: recorded, heard again, thrown away, recorded again, sent.
    for again in (False, True):
        mia.get_by_role("button", name="Record your voice").click()
        expect(mia.get_by_text("Recording: 1 of 120 seconds")).to_be_visible()
        mia.get_by_role("button", name="Stop").click()
        expect(mia.get_by_text("Recorded. It goes with your message")).to_be_visible()
        mia.get_by_role("button", name="Listen").click()
        if not again:
            mia.get_by_role("button", name="Delete the recording").click()
            expect(mia.get_by_role("button", name="Record your voice")).to_be_focused()
    send(mia)
    assert mia.locator(".errors").count() == 0
    audio = mia.locator("audio").last
    expect(mia.locator(".bubble.mine").last).to_contain_text("Voice message")
    assert audio.evaluate(PLAYS) == "plays"
    check_page(mia)
    # Words: kept a little after the last key, and there again on another page and phone.
    box = mia.get_by_label("Your message")
    with mia.expect_response("**/messages/draft") as kept:
        box.press_sequentially("Something that I want to say")
    assert kept.value.status == 204
    mia.goto("/home")
    mia.goto("/messages")
    expect(box).to_have_value("Something that I want to say")
    expect(mia.get_by_text("Kept from today")).to_be_visible()
    # Nothing of it on the phone itself.
    assert mia.evaluate("localStorage.length + sessionStorage.length") == 0
    # The last words before a page is left are kept, too.
    box.fill("Something else")
    mia.goto("/home")
    for _ in range(100):  # they travel beside the next page, and may come after it
        mia.goto("/messages")
        if box.input_value() == "Something else":
            break
    expect(box).to_have_value("Something else")
    send(mia)
    expect(box).to_have_value("")
    mia.goto("/home")
    mia.goto("/messages")
    expect(box).to_have_value("")
    # The worker sees and hears them.
    other = phone_context(hearing, live)
    sam = demo_sign_in(other, "sam")
    hers = sam.locator(".rows a[href$='/messages#newest']", has_text="Mia").first
    sam.goto(hers.get_attribute("href"))
    expect(sam.get_by_role("img", name="Picture from Mia, today").first).to_be_visible()
    assert sam.locator("audio").last.evaluate(PLAYS) == "plays"
    check_page(sam)
    other.close()


def test_searched_found_and_changed(phone):
    mia = demo_sign_in(phone, "mia")
    mia.goto("/messages")
    mia.get_by_text("Search in these messages").click()
    mia.get_by_label("Words to look for").fill("TROPHY")
    mia.get_by_role("button", name="Search").click()
    mia.wait_for_load_state("load")
    check_page(mia)
    assert "TROPHY" not in mia.url, "what was sought does not stay in the phone's history"
    mia.locator(".rows a").first.click()
    mia.wait_for_load_state("load")
    expect(mia.locator("#sought")).to_contain_text("he showed me his trophy for ages")
    check_page(mia)
    mia.goto("/messages")
    mia.get_by_label("Your message").fill("See you tommorrow")
    send(mia)
    mia.get_by_role("link", name="Change or take back").last.click()
    mia.wait_for_load_state("load")
    check_page(mia)
    mia.get_by_label("Your message").fill("See you tomorrow")
    mia.get_by_role("button", name="Change it").click()
    mia.wait_for_load_state("load")
    expect(mia.locator("#sought")).to_contain_text("See you tomorrow")
    expect(mia.locator("#sought")).to_contain_text("changed")


def test_leaving_in_a_hurry_is_not_held_up_by_words(phone):
    mia = demo_sign_in(phone, "mia")
    mia.goto("/messages")
    mia.get_by_label("Your message").fill("Not for other eyes")
    mia.on("dialog", lambda dialog: pytest.fail(dialog.message))
    mia.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>News</h1>"))
    mia.get_by_role("button", name="Leave").click()
    mia.wait_for_url("https://www.bbc.co.uk/**")


@pytest.mark.parametrize("why", ["no leave", "no script"])
def test_where_nothing_can_be_recorded(browser, live, why):
    """The button is not there, and a sentence says how else."""
    context = phone_context(browser, live, java_script_enabled=why != "no script")
    if why == "no leave":
        context.clear_permissions()  # a browser without a microphone refuses by itself
    page = demo_sign_in(context, "mia")
    page.goto("/messages")
    if why == "no leave":
        page.get_by_role("button", name="Record your voice").click()
    expect(page.get_by_text("You can also write, or call.")).to_be_visible()
    expect(page.get_by_role("button", name="Record your voice")).to_have_count(0)
    if why == "no script":
        page.get_by_label("Your message").fill("Half a thought")
        page.get_by_role("button", name="Keep for later").click()
        expect(page.get_by_label("Your message")).to_have_value("Half a thought")
    context.close()


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_in_another_look(browser, live, look):
    context = phone_context(browser, live, **look)
    faults = watch(context, live)
    for key, address in (("yusuf", "/messages"), ("ruth", None)):
        page = demo_sign_in(context, key)
        page.goto(address or page.locator("a[href*='/messages']").first.get_attribute("href"))
        check_page(page)
        context.clear_cookies()
    context.close()
    assert not faults
