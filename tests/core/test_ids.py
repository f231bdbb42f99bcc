from concurrent.futures import ThreadPoolExecutor

from portal.core import ids


def test_keys_come_in_order_of_time():
    made = [ids.new_id() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert all(0 < key < 2**63 for key in made)


def test_keys_are_unique_under_threads():
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [ids.new_id() for _ in range(4_000)], range(16)))
    made = [key for batch in batches for key in batch]
    assert len(set(made)) == len(made)
    assert all(batch == sorted(batch) for batch in batches)


def test_keys_go_on_when_the_clock_goes_back(monkeypatch):
    before = ids.new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: ids.EPOCH_MS * 1_000_000)
    assert ids.new_id() > before


def test_keys_go_on_when_a_millisecond_is_used_up(monkeypatch):
    monkeypatch.setattr(ids, "_low", ids._LOW_MAX)
    monkeypatch.setattr(ids, "_last_ms", ids._last_ms + 1_000_000)
    first, second = ids.new_id(), ids.new_id()
    assert second == first + 1


def test_references_are_long_and_never_the_same():
    made = {ids.new_ref() for _ in range(2_000)}
    assert len(made) == 2_000
    assert {len(ref) for ref in made} == {22}
