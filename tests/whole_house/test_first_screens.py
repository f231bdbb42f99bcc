"""The first screen of everybody, in a real browser on a phone; and what no one needs to sign in
for. The journeys through the rooms are with the rooms."""

import pytest

from tests.browsers import check_page, demo_sign_in, phone_context, watch

ROLES = ["young", "carer", "worker", "iro", "advocate", "duty", "manager", "editor", "admin"]


@pytest.fixture(scope="module")
def people(browser, live):
    context = phone_context(browser, live)
    found = context.request.get("/demo/people.json").json()
    context.close()
    return found


@pytest.mark.parametrize("address", ["/sign-in", "/help", "/offline", "/demo", "/no-such-page"])
@pytest.mark.parametrize("language", ["en", "ar", "ti"])
def test_pages_for_everybody(phone, live, address, language):
    phone.add_cookies([{"name": "language", "value": language, "url": live}])
    page = phone.new_page()
    page.goto(address)
    check_page(page)


@pytest.mark.parametrize("role", ROLES)
def test_the_first_screen_of(phone, people, role):
    key = next(person["key"] for person in people if person["role"] == role)
    page = demo_sign_in(phone, key)
    assert "/demo" not in page.url
    check_page(page)


@pytest.mark.parametrize(
    "look",
    [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"java_script_enabled": False}],
    ids=["dark", "forced-colours", "without-script"],
)
def test_home_in_another_look(browser, live, people, look):
    key = next(person["key"] for person in people if person["role"] == "young")
    context = phone_context(browser, live, **look)
    faults = watch(context, live)
    page = demo_sign_in(context, key)
    page.locator("h1").wait_for()
    if "java_script_enabled" not in look:  # axe is a script
        check_page(page)
    context.close()
    assert not faults


def test_the_demo_lists_everybody_it_signs_in(people):
    assert set(ROLES) <= {person["role"] for person in people}
    assert 0 < len(people) <= 50
    assert all(set(person) >= {"key", "name", "role", "age", "language"} for person in people)
