from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal.core import receipts
from portal.core.receipts import KeyReused, Receipt, fingerprint, first_time


def test_the_first_time_is_kept_and_the_second_gets_the_first_answer(db, now):
    assert first_time(db, 1, "key", fingerprint("hello"), "ref-1", now) is None
    assert first_time(db, 1, "key", fingerprint("hello"), "ref-2", now) == "ref-1"
    assert db.scalar(select(func.count()).select_from(Receipt)) == 1


def test_one_key_for_two_things_is_refused(db, now):
    first_time(db, 1, "key", fingerprint("hello"), "ref-1", now)
    with pytest.raises(KeyReused):
        first_time(db, 1, "key", fingerprint("good-bye"), "ref-2", now)


def test_two_accounts_may_use_one_key(db, now):
    assert first_time(db, 1, "key", fingerprint("hello"), "ref-1", now) is None
    assert first_time(db, 2, "key", fingerprint("hello"), "ref-2", now) is None


def test_what_is_undone_may_be_sent_again(database, now):
    with database.writer() as handle:
        first_time(handle, 1, "key", fingerprint("hello"), "ref-1", now)
        handle.rollback()
    with database.committing() as handle:
        assert first_time(handle, 1, "key", fingerprint("hello"), "ref-2", now) is None


def test_sent_by_two_at_once_it_happens_once(database, now):
    start = Barrier(2)

    def send(ref: str) -> str | None:
        start.wait()
        with database.committing() as handle:
            return first_time(handle, 1, "key", fingerprint("hello"), ref, now)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, ["ref-1", "ref-2"]))
    assert answers.count(None) == 1
    winner = "ref-1" if answers[0] is None else "ref-2"
    assert set(answers) == {None, winner}
    with database.reader() as handle:
        assert handle.scalars(select(Receipt.result_ref)).all() == [winner]


def test_a_fingerprint_keeps_its_parts_apart():
    assert fingerprint("ab", "c") != fingerprint("a", "bc") != fingerprint("a", "b", "c")
    assert fingerprint("ሰላም") == receipts.fingerprint("ሰላም")
