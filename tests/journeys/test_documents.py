"""On a phone: a photo of a certificate is added and shown to the worker, who opens it; taken back,
it is gone for them. And every page of documents is as it must be."""

from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in
from tests.journeys.test_journeys import click, phone_of
from tests.uploads.files import TEXT, telling_jpeg

PHOTO = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": telling_jpeg()}


def test_a_photo_is_added_shown_opened_and_taken_back(browser, live):
    with phone_of(browser, live) as mine, phone_of(browser, live) as theirs:
        page = demo_sign_in(mine, "mia")
        page.goto("/plan")
        click(page, "link", "My documents")
        check_page(page)
        page.get_by_label("Picture or PDF").set_input_files(PHOTO)
        page.get_by_label("What is it?").select_option("certificate")
        page.get_by_label("Your name for it").fill("Reading prize")
        click(page, "button", "Add it")
        click(page, "link", "Reading prize")
        check_page(page)
        page.get_by_label("Sam, your social worker").check()
        click(page, "button", "Save who can see it")
        expect(page.get_by_label("Sam, your social worker")).to_be_checked()
        worker = demo_sign_in(theirs, "sam")
        worker.goto("/documents")
        check_page(worker)
        way = worker.get_by_role("link", name="Reading prize").get_attribute("href")
        with worker.expect_download() as opened:
            worker.get_by_role("link", name="Reading prize").click()
        assert opened.value.suggested_filename == "picture.jpg"
        got = theirs.request.get(way)
        assert (got.status, got.body()[:2]) == (200, b"\xff\xd8")
        assert TEXT.encode() not in got.body()
        page.get_by_label("Sam, your social worker").uncheck()
        click(page, "button", "Save who can see it")
        assert theirs.request.get(way).status == 404
        worker.reload()
        assert "Reading prize" not in worker.content()


def test_the_other_pages_of_documents(browser, live):
    with phone_of(browser, live, color_scheme="dark") as phone:
        page = demo_sign_in(phone, "omar")
        page.goto("/people")
        click(page, "link", "Yusuf")
        click(page, "link", "Documents")
        expect(page.get_by_text("Yusuf has not shown it to you.")).to_be_visible()
        check_page(page)
        click(page, "link", "Put a document in for Yusuf")
        check_page(page)
    with phone_of(browser, live, java_script_enabled=False) as phone:
        page = demo_sign_in(phone, "yusuf")
        page.goto("/my-documents")
        with page.expect_download() as taken:
            page.locator('a[href="/my-documents/all"]').click()
        assert taken.value.suggested_filename == "documents.zip"
