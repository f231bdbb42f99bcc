"""The code: what we signed is read, and nothing else is."""

import random
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portal.core.settings import Settings
from portal.proof import codes
from portal.proof.codes import Code, NotGood
from portal.proof.commands import problems
from portal.proof.rules import Purpose

UNTIL = datetime(2026, 11, 28, 15, 40, tzinfo=UTC)
OURS, OLDER, FOREIGN = (
    codes.keys_of(
        Settings(Path(), "sqlite://", ("k" * 32,), proof_keys=(codes.new_secret(),))
    )[0]
    for _ in range(3)
)  # fmt: skip
CODE = Code(Purpose.LANDLORD, UNTIL, codes.new_serial())
TOKEN = codes.signed(OURS, CODE)


def test_what_was_signed_is_read():
    assert codes.read(TOKEN, [OURS]) == CODE


def test_an_older_key_is_still_good():
    assert codes.read(codes.signed(OLDER, CODE), [OURS, OLDER]) == CODE


def test_another_installation_s_code_is_not_good():
    with pytest.raises(NotGood):
        codes.read(codes.signed(FOREIGN, CODE), [OURS, OLDER])


def test_a_foreign_key_under_our_number_is_not_good():
    forged = codes.signed(replace(FOREIGN, id=OURS.id), CODE)
    with pytest.raises(NotGood):
        codes.read(forged, [OURS])


def test_no_byte_can_be_changed():
    raw = urlsafe_b64decode(TOKEN)
    for at in range(len(raw)):
        for bit in (1, 128):
            changed = raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :]
            with pytest.raises(NotGood):
                codes.read(urlsafe_b64encode(changed).decode(), [OURS])


@pytest.mark.parametrize(
    "token",
    ["", "x", TOKEN[:-1], TOKEN + "A", TOKEN + "=", "=" + TOKEN, TOKEN[:-4] + "é" * 4, TOKEN + "\n",
     TOKEN[:5] + "." + TOKEN[5:], TOKEN.swapcase(), " " + TOKEN, TOKEN * 2, "\ud800" * 112],
)  # fmt: skip
def test_what_is_no_code(token):
    with pytest.raises(NotGood):
        codes.read(token, [OURS])


def test_there_is_one_way_to_write_a_code():
    """Letters that a lenient reader passes over would make a second code of one that was ended."""
    for extra in "!*~%":
        with pytest.raises(NotGood):
            codes.read(TOKEN[:50] + extra + TOKEN[50:], [OURS])
    plus = codes.signed(OURS, replace(CODE, serial=codes.new_serial()))
    while not {"-", "_"} & set(plus):
        plus = codes.signed(OURS, replace(CODE, serial=codes.new_serial()))
    with pytest.raises(NotGood):
        codes.read(plus.replace("-", "+").replace("_", "/"), [OURS])


def test_noise_is_never_good():
    dice = random.Random(7)
    for _ in range(200):
        noise = bytes([1]) + OURS.id + dice.randbytes(79)
        with pytest.raises(NotGood):
            codes.read(urlsafe_b64encode(noise).decode(), [OURS])


def test_it_is_as_the_format_says():
    """Read by hand, as another program would."""
    raw = urlsafe_b64decode(TOKEN)
    assert (len(TOKEN), len(raw)) == (112, 84)
    assert raw[0] == 1
    assert raw[5] == 2
    assert int.from_bytes(raw[6:10]) == UNTIL.timestamp()
    Ed25519PublicKey.from_public_bytes(OURS.public).verify(raw[20:], b"letter check 1\n" + raw[:20])


def test_it_holds_nothing_of_anybody():
    """Two codes of one letter differ in nothing but what they are for and until when."""
    one, other = (urlsafe_b64decode(codes.signed(OURS, CODE)) for _ in range(2))
    assert one == other
    assert len(one) == 1 + 4 + 1 + 4 + 10 + 64


def test_a_number_is_typed_in_many_ways():
    serial = codes.new_serial()
    assert len(serial) == 16
    assert codes.typed_serial(codes.in_groups(serial)) == serial
    assert codes.typed_serial(codes.in_groups(serial).lower().replace(" ", "-")) == serial
    mistaken = serial.replace("O", "0").replace("I", "1").replace("B", "8")
    assert codes.typed_serial(mistaken) == serial


def test_a_key_is_kept_in_a_file_that_others_cannot_read(tmp_path):
    settings = Settings(tmp_path, "sqlite://", ("k" * 32,))
    assert codes.keys_of(settings) == codes.keys_of(settings)
    assert (tmp_path / "proof").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("keys", "fault"),
    [((), "missing"), (("short",), "no key"), (("é",), "no key"), ((codes.new_secret(),), None)],
)
def test_what_check_says(keys, fault):
    found = problems(Settings(Path(), "sqlite://", ("k" * 32,), proof_keys=keys))
    assert (fault in found[0]) if fault else found == []
