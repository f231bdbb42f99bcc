"""The repository stands alone: it names no machine it was made on and no place to load from."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
NOT_OURS = {
    ".git", ".venv", "data", "build", "node_modules", "__pycache__", ".mypy_cache",
    ".ruff_cache", ".pytest_cache", ".hypothesis",
}  # fmt: skip
TEXT = {
    ".py", ".toml", ".txt", ".md", ".html", ".css", ".js", ".po", ".pot", ".svg", ".json",
    ".jsonl", ".csv", ".cfg", ".mako", ".yml", ".yaml", ".sh", ".service", ".conf", "",
}  # fmt: skip
# In pieces, so that this file does not find itself.
ELSEWHERE = re.compile(r"(?<![\w.<>)}-])/" + r"work/|\.\./" + r"shared")
REGISTRIES = re.compile(
    "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org", "index-" + "url"))
)


def _listed() -> list[Path] | None:
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(asked, cwd=REPO, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [REPO / name for name in done.stdout.decode().split("\0") if name]


def _walked() -> list[Path]:
    return [path for path in REPO.rglob("*") if not NOT_OURS & set(path.relative_to(REPO).parts)]


FILES = [
    path
    for path in sorted(_listed() or _walked())
    if path.is_file() and not path.is_symlink() and path.suffix in TEXT
]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(REPO)}:{number}: {line.strip()[:100]}"
        for path in FILES
        for number, line in enumerate(_lines(path), 1)
        if pattern.search(line)
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def test_the_search_sees_files():
    assert len(FILES) > 50
    assert ELSEWHERE.search("see /" + "work/main")
    assert ELSEWHERE.search("see ../" + "shared/x")
    assert REGISTRIES.search("https://" + "pypi" + ".org/simple")


def test_no_file_names_a_place_outside():
    assert lines_with(ELSEWHERE) == []


def test_no_file_names_a_registry():
    assert lines_with(REGISTRIES) == []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_requirements_are_pinned_hashed_and_name_no_host(name):
    text = (REPO / "requirements" / name).read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text
    wanted = [line for line in text.splitlines() if line and not line[0].isspace()]
    loose = [line for line in wanted if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!-]+", line)]
    assert loose == []
    assert text.count("==") <= text.count("--hash=")


def test_what_runs_is_pinned_exactly_and_is_in_the_lock():
    project = tomllib.loads((REPO / "pyproject.toml").read_text())
    lock = {
        name: (REPO / "requirements" / name).read_text().lower() for name in ("run.txt", "dev.txt")
    }
    for wanted in project["project"]["dependencies"]:
        name, _, version = wanted.partition("==")
        assert version, wanted
        bare = name.partition("[")[0].lower()
        assert re.search(
            rf"^{re.escape(bare)}(\[\w+\])?=={re.escape(version)}", lock["run.txt"], re.M
        ), wanted
    for wanted in project["dependency-groups"]["dev"]:
        name, _, version = wanted.partition("==")
        assert f"{name.lower()}=={version}" in lock["dev.txt"], wanted


def test_no_two_top_level_things_too_many():
    """The shape its owner asked for: what is new at the top has to be argued for here."""
    expected = {
        "app.py", "portal", "templates", "translations", "static", "migrations", "tests",
        "pyproject.toml", "README.md", "Makefile", "requirements", "LICENSE", "deploy",
    }  # fmt: skip
    top = {path.relative_to(REPO).parts[0] for path in FILES}
    assert {name for name in top if not name.startswith(".")} - expected == set()
