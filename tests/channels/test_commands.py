"""What `flask check` asks about the ways to tell people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.channels.commands import problems
from portal.channels.push import new_key, public_key
from portal.channels.rules import Channel
from portal.channels.senders import Senders, offered
from tests.channels.test_texts import KEY, TEMPLATE
from tests.conftest import settings_for

GOOD = {"vapid_key": new_key(), "contact": "mailto:who@example.org"}
FULL = {
    **GOOD, "smtp": "smtps://mail.example", "smtp_from": "a@b.example", "notify_key": KEY,
    "notify_template": TEMPLATE,
}  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return settings_for("sqlite://", tmp_path)


@pytest.mark.parametrize("given", [GOOD, FULL])
def test_no_problems(settings, given):
    assert problems(replace(settings, **given)) == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"vapid_key": ""}, "ALONGSIDE_VAPID_KEY"),
        ({"vapid_key": "short"}, "ALONGSIDE_VAPID_KEY"),
        ({"contact": ""}, "ALONGSIDE_CONTACT"),
        ({"contact": "who@example.org"}, "ALONGSIDE_CONTACT"),
        ({"contact": "mailto:root@localhost"}, "ALONGSIDE_CONTACT"),
        ({"smtp": "smtp://mail.example"}, "ALONGSIDE_SMTP"),
        ({"smtp_from": ""}, "ALONGSIDE_SMTP_FROM"),
        ({"notify_key": "x"}, "ALONGSIDE_NOTIFY_KEY"),
        ({"notify_template": ""}, "ALONGSIDE_NOTIFY_TEMPLATE"),
        ({"notify_url": "http://notify.example"}, "ALONGSIDE_NOTIFY_URL"),
        ({"push_through": "127.0.0.1:1"}, "ALONGSIDE_PUSH_THROUGH"),
    ],
)
def test_each_problem_is_named(settings, change, about):
    (found,) = problems(replace(settings, **{**FULL, **change}))
    assert about in found


def test_what_is_offered(settings):
    assert offered(settings) == (Channel.PUSH,)
    assert offered(replace(settings, demo=True)) == tuple(Channel)
    assert offered(replace(settings, **FULL)) == tuple(Channel)
    assert offered(replace(settings, **{**FULL, "smtp_from": ""})) == (Channel.PUSH, Channel.TEXT)


def test_what_cannot_be_made_is_not_there(settings):
    wrong = Senders(replace(settings, vapid_key="short", smtp="x", notify_key="x"))
    assert (wrong.push, wrong.letters, wrong.texts) == (None, None, None)
    assert Senders(replace(settings, demo=True, push_through="192.0.2.1:9")).push is None
    assert Senders(replace(settings, demo=True)).letters is not None


def test_the_commands(make_app):
    runner = make_app().test_cli_runner()
    key = runner.invoke(args=["push-key"]).output.strip()
    assert len(public_key(key)) == 87
    said = runner.invoke(args=["check"])
    assert said.exit_code == 1
    assert "ALONGSIDE_VAPID_KEY" in said.output
