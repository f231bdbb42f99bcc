"""In a browser: a problem is not sorted, becomes a complaint, is answered, and goes on."""

from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def test_a_problem_becomes_a_complaint_and_goes_on(browser, live):
    child, desk, over = (phone_context(browser, live) for _ in range(3))
    faults = [watch(phone, live) for phone in (child, desk, over)]
    leo = demo_sign_in(child, "leo")
    leo.goto("/put-right")
    check_page(leo)
    leo.get_by_role("link", name="Sort it together").click()
    leo.get_by_label("What is wrong?").fill("My bike is locked in the shed all week.")
    leo.get_by_label("What do you want instead?").fill("A key of my own")
    leo.get_by_label("Sam", exact=True).check()
    leo.get_by_role("button", name="Send", exact=True).click()
    expect(leo.get_by_text("You see here who answers, and by when.")).to_be_visible()
    own = leo.url.split("?")[0]
    sam = demo_sign_in(desk, "sam")
    sam.goto(f"/said/{own.rsplit('/', 1)[1]}")
    sam.get_by_label("We did this").check()
    sam.get_by_label("Your answer, to them").fill("Ken opens the shed on Saturdays.")
    sam.get_by_role("button", name="Answer", exact=True).click()
    expect(sam.get_by_role("button", name="Answer", exact=True)).to_have_count(0)
    leo.goto(own)
    leo.get_by_label("No", exact=True).check()
    leo.get_by_role("button", name="Tell Sam").click()
    leo.goto(own)
    leo.get_by_role("link", name="Make a complaint").click()
    expect(leo.get_by_label("What is wrong?")).to_have_value(
        "My bike is locked in the shed all week.\n\nWhat I want instead: A key of my own"
    )
    leo.get_by_label("Sam", exact=True).check()
    leo.get_by_label("In the last year").check()
    expect(
        leo.get_by_text("It goes to Grace Mensah, a manager, who reads it and deals with it.")
    ).to_be_visible()
    check_page(leo)
    leo.get_by_role("button", name="Send", exact=True).click()
    expect(leo.get_by_text("Grace Mensah answers by")).to_be_visible()
    check_page(leo)
    complaint = leo.url.split("?")[0]
    ref = complaint.rsplit("/", 1)[1]
    grace = demo_sign_in(over, "grace")
    grace.goto(f"/looked-into/{ref}")
    grace.get_by_role("button", name="I have it").click()
    grace.get_by_label("They were right (upheld)").check()
    grace.get_by_label("Your answer to them").fill("You were right. I am sorry that it took you.")
    check_page(grace)
    grace.get_by_role("button", name="Send the answer").click()
    leo.goto(complaint)
    expect(leo.get_by_text("You were right", exact=True)).to_be_visible()
    leo.get_by_role("button", name="Go on to the next stage").click()
    expect(leo.get_by_text("Stage 2 of 3")).to_be_visible()
    expect(leo.get_by_role("heading", name="Two people look into it")).to_be_visible()
    # Whom it is about: not a word, anywhere he looks.
    for path in ("/waiting", "/people", "/worries", "/notices", "/said"):
        sam.goto(path)
        assert "took you" not in sam.content() and ref not in sam.content(), path
        assert "omplain" not in sam.inner_text("main"), path
    assert sam.goto(f"/looked-into/{ref}").status in (403, 404)
    for phone in (child, desk, over):
        phone.close()
    assert not any(faults)
