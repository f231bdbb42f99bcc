"""The file that names the councils' services: read once, each mistake shown with its line."""

from datetime import timedelta

import pytest

from portal.core.access import Role
from portal.staff_sign_in import providers
from tests import makers
from tests.staff_sign_in.service import configuration, entry

GOOD = """\
[[provider]]
council = "Exampleshire"
issuer = "https://login.exampleshire.example/v2.0"
client_id = "alongside"
client_secret = "a long secret"

[provider.roles]
"Alongside workers" = "worker"

[provider.second_factor]
amr = ["mfa"]
"""


def read(folder, text):
    return providers.read(configuration(folder, text))


def test_nothing_named_is_nothing_known():
    assert providers.read("") == ()


def test_a_whole_one(tmp_path):
    (one,) = read(tmp_path, GOOD)
    assert (one.council, one.client_id, one.groups_claim) == ("Exampleshire", "alongside", "groups")
    assert dict(one.roles) == {"Alongside workers": Role.WORKER}
    assert (one.amr, one.acr, one.scopes) == (frozenset({"mfa"}), (), ("openid", "email"))
    assert (one.person_claim, one.recheck) == ("", None)
    assert "a long secret" not in repr(one)
    with pytest.raises(TypeError):
        one.roles["Everybody"] = Role.ADMIN


def test_the_example_in_its_own_docstring_works(tmp_path):
    (tmp_path / "exampleshire.secret").write_text("a long secret\n")
    text = providers.__doc__.partition("\n\n")[2]
    (one,) = read(tmp_path, text)
    assert one.client_secret == "a long secret"
    assert one.recheck == timedelta(minutes=30)
    assert one.person_claim == "employee_number"


@pytest.mark.parametrize(
    ("old", "new", "line", "about"),
    [
        ('issuer = "https://', 'issuer = "http://', 3, "issuer"),
        ('issuer = "https://', 'issuer = "https://user:word@', 3, "issuer"),
        ("/v2.0", "/v2.0?x=y", 3, "issuer"),
        ("/v2.0", "/" + "x" * 200, 3, "issuer"),
        ('council = "Exampleshire"\n', "", 1, "council"),
        ('council = "Exampleshire"', 'council = ""', 2, "council"),
        ('client_id = "alongside"', "client_id = 7", 4, "client_id"),
        ('client_secret = "a long secret"\n', "", 4, "client_secret"),
        ("client_secret =", 'client_secret_file = "x"\nclient_secret =', 4, "client_secret"),
        ("client_secret =", "client_secret_file =", 5, "cannot be read"),
        ("client_secret =", "client_sercet =", 5, "client_sercet"),
        ('= "worker"', '= "young"', 8, "young"),
        ('= "worker"', '= "carer"', 8, "carer"),
        ('= "worker"', '= "advocate"', 8, "advocate"),
        ('= "worker"', '= ["worker"]', 8, "Alongside workers"),
        ('"Alongside workers" = "worker"\n', "", 7, "roles"),
        ('amr = ["mfa"]\n', "", 10, "second_factor"),
        ('amr = ["mfa"]', 'amr = "mfa"', 10, "second_factor"),
        ("amr =", "arm =", 10, "second_factor"),
        ("client_id", 'recheck_minutes = 4\nclient_id', 4, "recheck_minutes"),
        ("client_id", 'recheck_minutes = 601\nclient_id', 4, "recheck_minutes"),
        ("client_id", 'recheck_minutes = true\nclient_id', 4, "recheck_minutes"),
        ("client_id", 'scopes = ["email"]\nclient_id', 4, "openid"),
        ("[[provider]]", "[[providers]]", None, "provider"),
        ("[[provider]]", "[provider", None, "line 1"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_line(tmp_path, old, new, line, about):
    assert old in GOOD
    with pytest.raises(ValueError, match="^ALONGSIDE_STAFF_SIGN_IN: ") as said:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert about in str(said.value)
    assert "staff.toml" in str(said.value)
    if line:
        assert f"line {line}: " in str(said.value)


def test_the_second_of_two_is_shown_where_it_stands(tmp_path):
    more = GOOD.replace('council = "Exampleshire"', 'council = "Samplesea"')
    with pytest.raises(ValueError, match="line 16: client_id: each council"):
        read(tmp_path, GOOD + "\n" + more)
    with pytest.raises(ValueError, match="line 14: council: this council"):
        read(tmp_path, GOOD + "\n" + GOOD)
    assert len(read(tmp_path, GOOD + more.replace('"alongside"', '"alongside-2"'))) == 2


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_on_this_computer_no_tls_is_needed(tmp_path, name):
    (one,) = read(tmp_path, GOOD.replace("https://login.exampleshire.example", f"http://{name}:9"))
    assert one.on_this_computer


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="ALONGSIDE_STAFF_SIGN_IN.*nowhere.toml cannot be read"):
        providers.read(str(tmp_path / "nowhere.toml"))


def test_a_mistake_stops_the_app_from_starting(make_app, tmp_path):
    with pytest.raises(ValueError, match="line 8"):
        make_app(staff_sign_in=configuration(tmp_path, GOOD.replace('"worker"', '"king"')))


# --- flask check ---------------------------------------------------------------------------------


def asked(app, database) -> list[str]:
    """What the checks say, but for who is lead or manager: `tests/people` asks for that."""
    found = [line for check in app.extensions["checks"] for line in check(database)]
    others = ("who can sign in", "VAPID", "ALONGSIDE_CONTACT", "ALONGSIDE_SMTP", "worker",
              "PROOF_KEYS")  # fmt: skip
    return [line for line in found if not any(other in line for other in others)]


def test_every_real_council_needs_a_service(make_app, db, database, tmp_path, service):
    here = makers.the_council(db)
    makers.make_council(db, name="Borrowby", kind="real")
    makers.make_council(db, name="Madeupshire", kind="demo")
    db.commit()
    text = entry(service.address, here.name) + entry(service.address, "Nowhere", "samplesea")
    said = asked(make_app(staff_sign_in=configuration(tmp_path, text)), database)
    assert any(line.startswith("Borrowby has no [[provider]]") for line in said)
    assert any("names Nowhere, which is no council here" in line for line in said)
    assert not any("Madeupshire" in line for line in said)
    assert any(f"{here.name} is not asked over https" in line for line in said)


def test_a_service_is_asked_whether_it_answers_and_tells_us_who_left(
    make_app, db, database, tmp_path, service, monkeypatch
):
    monkeypatch.setattr(providers.Provider, "on_this_computer", False)
    monkeypatch.setattr(providers, "fits", lambda *_, **__: True)
    monkeypatch.setattr("portal.staff_sign_in.services.fits", lambda *_, **__: True)
    name = makers.the_council(db).name
    db.commit()

    def said(more: str = "") -> list[str]:
        path = configuration(tmp_path, entry(service.address, name, more=more))
        return asked(make_app(staff_sign_in=path), database)

    assert said() == []
    service.says(wrong={"discovery": {"backchannel_logout_supported": None}})
    (line,) = said()
    assert "set recheck_minutes" in line
    assert said("recheck_minutes = 30") == []
    service.says(wrong={"discovery": {"issuer": "https://evil.example"}})
    (line,) = said()
    assert "gives no good answer (S2)" in line


def test_flask_check_says_it(make_app, db, tmp_path, service):
    here = makers.the_council(db)
    db.commit()
    text = entry(service.address, here.name)
    done = (
        make_app(staff_sign_in=configuration(tmp_path, text))
        .test_cli_runner()
        .invoke(args=["check"])
    )
    assert done.exit_code == 1
    assert f"The sign-in service of {here.name} is not asked over https." in done.output
    done = make_app().test_cli_runner().invoke(args=["check"])
    assert "ALONGSIDE_STAFF_SIGN_IN is missing" in done.output
    assert f"{here.name} has no [[provider]]" in done.output


def test_flask_check_wants_the_database_up_to_date(tmp_path, blank_database):
    from portal.site import create_app
    from tests.conftest import settings_for

    url = blank_database.url.render_as_string(hide_password=False)
    app = create_app(settings_for(url, tmp_path), blank_database)
    done = app.test_cli_runner().invoke(args=["check"])
    assert done.exit_code == 1
    assert "run `flask --app app migrate`" in done.output
