"""The words of letters that the made-up councils have agreed on, and a letter, as rows."""

from __future__ import annotations

from portal.core.ids import new_ref
from portal.core.languages import ENGLISH
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.proof.codes import name_hash, new_serial, serial_hash
from portal.proof.letters import names_of
from portal.proof.rules import LETTERS, Name, Purpose, start_of
from portal.proof.tables import LetterWords, Proof, ProofCode

COUNCIL = "riverbank"
WAITS = (
    "{council} knows {name} and is glad to say so.\n\n"
    "If you have a question about a letting, please call {phone}: we answer within two days."
)
PHONE = "01632 960155"  # of somebody who answers with the council's name


def tell(rows: Rows, cast: Cast) -> None:
    """Our words for each letter, agreed on by the editor; other words for one, which wait for
    somebody else to read them; and a letter that Jordan made for a landlord."""
    agreed = {purpose: _words(rows, cast, purpose) for purpose in LETTERS}
    _words(rows, cast, Purpose.LANDLORD, WAITS, "-2 days 10:00")
    _letter(rows, cast, "jordan", Purpose.LANDLORD, agreed[Purpose.LANDLORD])


def _words(
    rows: Rows, cast: Cast, purpose: Purpose, text: str = "", made: str = "-60 days 10:00"
) -> int:
    by, made_at = cast.ids["fergus"], cast.moment(made)
    return rows.add(
        LetterWords, council_id=cast.councils[COUNCIL], ref=new_ref(), purpose=purpose.value,
        language=ENGLISH.tag, text=text,
        phone=PHONE if purpose is Purpose.LANDLORD else "", by_id=by, made_at=made_at,
        agreed_by_id=None if text else by, agreed_at=None if text else made_at, dropped_at=None,
    )  # fmt: skip


def _letter(rows: Rows, cast: Cast, who: str, purpose: Purpose, words_id: int) -> None:
    council_id, serial = cast.councils[COUNCIL], new_serial()
    made_at = cast.moment("-6 days 18:00")
    ends_at = start_of(cast.day("+80 days"))
    person = next(row for row in rows.of["person"] if row["id"] == cast.ids[who])
    names = names_of(person["first_name"], person["last_name"], person["known_as"])
    proof_id = rows.add(
        Proof, council_id=council_id, ref=new_ref(), person_id=cast.ids[who],
        purpose=purpose.value, serial=serial, name=Name.WHOLE.value,
        name_hash=name_hash(serial, names[Name.WHOLE]), language=ENGLISH.tag, words_id=words_id,
        beside_id=None, made_at=made_at, ends_at=ends_at, ended_at=None, ended_by_id=None,
    )  # fmt: skip
    rows.add(
        ProofCode, council_id=council_id, serial_hash=serial_hash(serial), proof_id=proof_id,
        ends_at=ends_at,
    )  # fmt: skip
