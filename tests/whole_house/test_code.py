"""What our code never does: run what somebody typed, guess at chance, call out unasked.

Read from the syntax tree, so that a comment or a word in a text does not count. What is allowed in
one place only is named here with that place.
"""

import ast
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
CODE = [*sorted((REPO / "portal").rglob("*.py")), REPO / "app.py"]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in CODE}

RUNS_WHAT_IT_IS_GIVEN = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.startfile",
    "render_template_string", "flask.render_template_string", "from_string",
}  # fmt: skip
# Other processes; formats that make objects, or whose readers open other files; no LDAP, no XPath.
NEVER_IMPORTED = {
    "subprocess", "pty", "pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "xml", "lxml",
    "defusedxml", "ldap", "ldap3", "ctypes", "telnetlib", "ftplib", "imaplib", "poplib",
}  # fmt: skip
# A page on paper is drawn, and a PDF that somebody sent is written anew, by a process that ends
# with it: our own program, no argument, nothing of a request but its input.
DRAWS_ELSEWHERE = {
    ("portal/paper/actions.py", "subprocess"),
    ("portal/paper/actions.py", "ctypes.util"),
    ("portal/paper/actions.py", "ctypes.util.find_library"),
    ("portal/uploads/pdfs.py", "subprocess"),
}
# Who may speak to other machines: one room asks a council's own sign-in service, and one tells
# people by push services, a mail server and a provider of text messages.
CALLS_OUT = {
    "requests", "httpx", "aiohttp", "urllib3", "socket", "http.client", "urllib.request",
    "smtplib", "authlib",
}  # fmt: skip
MAY_CALL_OUT = {"staff_sign_in", "channels"}
# And one file, for a command that an operator runs by hand with `--online`: whether the addresses
# on the council's pages are still there. Nothing of the application or the worker calls it.
TRIES_LINKS = {("portal/articles/links.py", "socket"), ("portal/articles/links.py", "requests")}
# Only made-up people come out of the dice that can be foretold.
CHANCE = {"random"}
MAY_PLAY = {"demo"}
# Where a sentence of SQL is put together, from names of our own tables and roles alone.
WRITES_SQL = {"portal/core/walls.py", "portal/core/audit.py", "portal/demo/pen.py"}
WEAK_HASHES = {"md5", "sha1"}
# Our own translated words; a drawing that is made here.
TRUSTED_MARKUP = {"portal/core/words.py", "portal/core/scan.py"}
# Where to go back to, from a list of ours.
MAY_MIX = {("portal/phones/routes.py", "request.values")}


def name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return ""


def calls(tree):
    return [(name_of(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def among(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def where(path: Path) -> str:
    return path.relative_to(REPO).as_posix()


def room(path: Path) -> str:
    return path.relative_to(REPO).parts[1] if len(path.relative_to(REPO).parts) > 2 else ""


def everywhere(find) -> list[str]:
    return [f"{where(path)}: {what}" for path, tree in TREES.items() for what in find(path, tree)]


def test_nothing_runs_what_somebody_typed():
    def find(_path, tree):
        return [name for name, _ in calls(tree) if name in RUNS_WHAT_IT_IS_GIVEN
                or name.endswith(".from_string")]  # fmt: skip

    assert everywhere(find) == []


def test_no_other_process_and_no_format_that_makes_objects():
    found = {
        (where(p), m)
        for p, tree in TREES.items()
        for m in imports(tree)
        if among(m, NEVER_IMPORTED)
    }
    assert found == DRAWS_ELSEWHERE


def test_only_two_rooms_speak_to_other_machines():
    found = {
        (where(path), module)
        for path, tree in TREES.items()
        if room(path) not in MAY_CALL_OUT
        for module in imports(tree)
        if among(module, CALLS_OUT)
    }
    assert found == TRIES_LINKS


def test_only_an_operators_command_tries_links():
    """It is named in the file of that command alone; `tests/articles` runs it offline."""

    def find(_path, tree):
        return [
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(tree)
            if (isinstance(node, ast.Attribute) and node.attr == "ask_the_web")
            or (isinstance(node, ast.Name) and node.id == "ask_the_web")
        ] + [name for name in imports(tree) if name.endswith(".ask_the_web")]

    assert everywhere(find) == ["portal/articles/commands.py: ask_the_web"]


def test_nobody_turns_off_the_check_of_a_certificate():
    def find(_path, tree):
        return [
            f"{name}({word.arg}={word.value.value})"
            for name, call in calls(tree)
            for word in call.keywords
            if word.arg in ("verify", "check_hostname", "verify_ssl")
            and isinstance(word.value, ast.Constant)
            and word.value.value is False
        ]

    assert everywhere(find) == []


def test_secrets_do_not_come_from_dice_that_can_be_foretold():
    def find(path, tree):
        return [] if room(path) in MAY_PLAY else [
            module for module in imports(tree) if among(module, CHANCE)
        ]  # fmt: skip

    assert everywhere(find) == []


def test_no_weak_hash():
    def find(_path, tree):
        names = [name.rpartition(".")[2] for name, _ in calls(tree)]
        words = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node.value in WEAK_HASHES
        ]
        return [name for name in (*names, *words) if name in WEAK_HASHES]

    assert everywhere(find) == []


def fixed(pattern: ast.expr, constants: set[str]) -> bool:
    """Whether a pattern is a constant, one of a few, or has only what is escaped put into it."""
    if isinstance(pattern, ast.JoinedStr):
        return all(
            isinstance(part, ast.Constant)
            or (
                isinstance(part, ast.FormattedValue)
                and isinstance(part.value, ast.Call)
                and name_of(part.value.func) == "re.escape"
            )
            for part in pattern.values
        )
    return isinstance(pattern, ast.Constant) or name_of(pattern) in constants


def test_what_somebody_typed_is_never_part_of_a_pattern():
    """Outside functions a pattern may be put together: from names of ours, when it is loaded."""

    def find(_path, tree):
        inside = [
            node
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for node in ast.walk(function)
        ]
        few = {
            node.target.id
            for node in inside
            if isinstance(node, ast.For)
            and isinstance(node.target, ast.Name)
            and isinstance(node.iter, ast.Tuple)
            and all(isinstance(one, ast.Constant) for one in node.iter.elts)
        }
        here = {id(node) for node in inside}
        return [
            name
            for name, call in calls(tree)
            if id(call) in here
            and name.startswith("re.")
            and name != "re.escape"
            and call.args
            and not fixed(call.args[0], few)
        ]

    assert everywhere(find) == []
    assert not fixed(ast.parse("f'{x}'", mode="eval").body, set())
    assert not fixed(ast.parse("x", mode="eval").body, set())
    assert fixed(ast.parse("f'a{re.escape(x)}'", mode="eval").body, set())


def test_sessions_end_in_one_place():
    """Else what a room keeps for a session would outlive it (`people.sessions.when_ended`)."""

    def find(path, tree):
        return [] if where(path) == "portal/people/sessions.py" else [
            name
            for name, call in calls(tree)
            if name.rpartition(".")[2] == "delete"
            and call.args
            and name_of(call.args[0]).rpartition(".")[2] == "SignInSession"
        ]  # fmt: skip

    assert everywhere(find) == []
    seen = ast.parse("db.execute(delete(tables.SignInSession).where(x))")
    assert any(name == "delete" for name, _ in calls(seen))


def test_sql_is_put_together_in_few_files():
    def find(path, tree):
        if where(path) in WRITES_SQL:
            return []
        return [
            name
            for name, call in calls(tree)
            if name.rpartition(".")[2] in ("text", "exec_driver_sql", "literal_column")
            and call.args
            and not isinstance(call.args[0], ast.Constant | ast.Name)
        ]

    assert everywhere(find) == []


def test_markup_is_trusted_in_few_places():
    def find(path, tree):
        return [] if where(path) in TRUSTED_MARKUP else [
            name for name, _ in calls(tree) if name.rpartition(".")[2] == "Markup"
        ]  # fmt: skip

    assert everywhere(find) == []


@pytest.mark.parametrize("mixed", ["request.values", "request.stream", "request.get_data"])
def test_what_is_typed_and_what_stands_in_the_address_are_never_mixed(mixed):
    def find(path, tree):
        return [] if (where(path), mixed) in MAY_MIX else [
            mixed
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and name_of(node) == mixed
        ]  # fmt: skip

    assert everywhere(find) == []


def test_the_walk_sees_what_it_should():
    bad = ast.parse(
        "import pickle\nfrom xml import sax\nimport random\nfrom http import client\n"
        "def f(x):\n    eval(x); re.compile(x); db.execute(text(f'SELECT {x}'))\n"
    )
    assert {"pickle", "xml", "xml.sax", "random"} <= set(imports(bad))
    assert any(among(module, CALLS_OUT) for module in imports(bad))
    assert {"eval", "re.compile", "text"} <= {name for name, _ in calls(bad)}
    assert len(CODE) > 150
