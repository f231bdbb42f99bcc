import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.core.settings import KEY_BYTES, Settings, from_environment, problems

GOOD = {
    "ALONGSIDE_URL": "https://portal.example",
    "DATABASE_URL": "postgresql+psycopg://app@db/alongside?sslmode=verify-full",
    "ALONGSIDE_OWNER_URL": "postgresql+psycopg://owner@db/alongside?sslmode=verify-full",
    "ALONGSIDE_KEYS": "k" * KEY_BYTES,
    "ALONGSIDE_STAFF_SIGN_IN": "staff.toml",
}


def read(tmp_path, **env) -> Settings:
    return from_environment({"ALONGSIDE_DATA": str(tmp_path), **env})


def test_nothing_said_is_a_safe_default(tmp_path):
    found = read(tmp_path)
    assert not found.demo
    assert not found.debug
    assert found.proxies == 0
    assert found.database_url == f"sqlite:///{tmp_path / 'alongside.sqlite'}"


def test_a_real_council_has_no_problems(tmp_path):
    assert problems(read(tmp_path, **GOOD)) == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"ALONGSIDE_DEMO": "1"}, "ALONGSIDE_DEMO"),
        ({"ALONGSIDE_DEBUG": "yes"}, "ALONGSIDE_DEBUG"),
        ({"ALONGSIDE_URL": "http://portal.example"}, "ALONGSIDE_URL"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL"),
        ({"ALONGSIDE_OWNER_URL": ""}, "ALONGSIDE_OWNER_URL"),
        ({"ALONGSIDE_KEYS": "short"}, "ALONGSIDE_KEYS"),
        ({"ALONGSIDE_KEYS": f"{'k' * KEY_BYTES} short"}, "ALONGSIDE_KEYS"),
        ({"DATABASE_URL": "postgresql+psycopg://app@db/alongside"}, "sslmode"),
        ({"DATABASE_URL": "postgresql+psycopg://app@db/alongside?sslmode=require"}, "sslmode"),
        ({"DATABASE_URL": "postgresql+psycopg://app@/alongside?host=db"}, "sslmode"),
        ({"ALONGSIDE_OWNER_URL": "postgresql+psycopg://owner@db/alongside"}, "sslmode"),
        ({"DATABASE_URL": "postgresql+psycopg://app:app@localhost/alongside"}, "easy to guess"),
        ({"DATABASE_URL": "postgresql+psycopg://app:Postgres@127.0.0.1/a"}, "easy to guess"),
        ({"ALONGSIDE_LEAVE_TO": "http://weather.example"}, "ALONGSIDE_LEAVE_TO"),
        ({"ALONGSIDE_BROKER": "redis://queue.example/0"}, "rediss"),
        ({"ALONGSIDE_BROKER": "postgresql://q@db/alongside?sslmode=verify-full"}, "of its own"),
        ({"ALONGSIDE_BROKER": "postgresql://q@db/queue"}, "sslmode"),
        ({"ALONGSIDE_STAFF_SIGN_IN": ""}, "ALONGSIDE_STAFF_SIGN_IN"),
    ],
)
def test_each_problem_is_named(tmp_path, change, about):
    (found,) = problems(read(tmp_path, **{**GOOD, **change}))
    assert about in found


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://app@/alongside",
        "postgresql+psycopg://app@/alongside?host=/run/postgresql",
        "postgresql+psycopg://app@localhost/alongside",
        "postgresql+psycopg://app:a-long-random-one@db/alongside?sslmode=verify-full",
    ],
)
def test_a_way_to_the_database_that_nobody_can_listen_to_is_good(tmp_path, url):
    assert problems(read(tmp_path, **{**GOOD, "DATABASE_URL": url})) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "-1"), ("ALONGSIDE_PROXIES", "two"), ("ALONGSIDE_DEMO", "maybe")],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(ValueError, match=name):
        read(tmp_path, **{name: value})


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.keys == second.keys
    assert len(first.keys[0]) >= KEY_BYTES
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = {found.keys for found in pool.map(lambda _: read(tmp_path), range(16))}
    assert len(keys) == 1
    assert all(len(key) >= KEY_BYTES for (key,) in keys)


def test_keys_come_newest_first(tmp_path):
    assert read(tmp_path, ALONGSIDE_KEYS="new old").keys == ("new", "old")


def test_the_port_is_in_the_address(tmp_path):
    assert read(tmp_path, PORT="9001").public_url == "http://localhost:9001"
    assert read(tmp_path).host == "localhost:8000"


@pytest.mark.parametrize(
    "broker",
    ["", "redis://localhost/0", "rediss://queue.example/0",
     "postgresql://q@db/queue?sslmode=verify-full"],
)  # fmt: skip
def test_brokers_that_are_fit(tmp_path, broker):
    found = read(tmp_path, **GOOD, ALONGSIDE_BROKER=broker)
    assert found.broker == broker
    assert problems(found) == []


@pytest.mark.parametrize("broker", ["amqp://localhost", "localhost:6379", "sqlite:///queue"])
def test_a_broker_that_huey_does_not_know_is_refused(tmp_path, broker):
    with pytest.raises(ValueError, match="ALONGSIDE_BROKER"):
        read(tmp_path, ALONGSIDE_BROKER=broker)
