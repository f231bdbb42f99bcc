"""Only "Who looked at my information" and the check of the chains read the audit, and the record of
a breach, once, when it begins; and whatever can be noted in it has words there."""

import ast
from pathlib import Path

import pytest

from portal.core import access
from portal.core.access import EVERYBODY, SUPPORTERS, Records, door_of
from portal.who_looked import things
from tests.whole_house.test_floors import MODULES

# The table itself, its check, the list of all tables, who may write where, and the page; and who
# saw what was published by mistake.
MAY_NAME_IT = {
    "portal.core.audit",
    "portal.core.audit_check",
    "portal.core.walls",
    "portal.house",
    "portal.opened.policy",
    # Whoever takes a plan back is told who had read it: a breach has to be looked into.
    "portal.plan.writing.looks",
    "portal.who_looked.pages",
}
TABLES = {"AuditEvent", "AuditHead", "audit_event", "audit_head"}


def tree(module: str) -> ast.Module:
    return ast.parse(Path(MODULES[module]).read_text(encoding="utf-8"))


def names_the_audit(module: str) -> bool:
    """Whether a module has the audit's tables in its hands, by any of their names."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and TABLES & {alias.name for alias in node.names}:
            return True
        if isinstance(node, ast.Attribute) and node.attr in TABLES:
            return True
        if isinstance(node, ast.Name) and node.id in TABLES:
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.replace('"', " ").split()
            if TABLES & set(words) and len(words) < 60 and not _is_docstring(node, module):
                return True
    return False


def _is_docstring(constant: ast.Constant, module: str) -> bool:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return any(
        isinstance(node, holders) and ast.get_docstring(node, clean=False) == constant.value
        for node in ast.walk(tree(module))
    )


def test_nobody_else_reads_it():
    assert {module for module in MODULES if names_the_audit(module)} == MAY_NAME_IT


# --- words for everything that can be noted ------------------------------------------------------


def supporters_doors(app):
    for rule in app.url_map.iter_rules():
        mark = door_of(app, rule.endpoint)
        if mark is not None and mark.audience & SUPPORTERS:
            yield rule.endpoint, mark


# Rooms whose own pages are about one's account, and show no other person's record. So does whatever
# is open to everybody.
OF_ONESELF = {"privacy", "phones", "passkeys", "invites", "introductions"}


def test_each_page_of_somebody_has_words(house):
    can_be_noted = {
        endpoint
        for endpoint, mark in supporters_doors(house)
        if mark.records is Records.PERSON
        or (
            mark.records is Records.OWN
            and mark.audience != EVERYBODY
            and endpoint.partition(".")[0] not in OF_ONESELF
        )
    }
    without = can_be_noted - set(things.LOOKS)
    assert without == set(), "say in portal/who_looked/things.py what a look at these pages is"


def test_each_list_is_known(house):
    lists = {e for e, mark in supporters_doors(house) if mark.records is Records.LIST}
    assert lists - things.LISTS == set(), "add these to LISTS in portal/who_looked/things.py"


def test_no_words_for_what_is_not_there(house):
    known = {rule.endpoint for rule in house.url_map.iter_rules()}
    assert set(things.LOOKS) | things.LISTS <= known


WHERE_THE_CODE_STANDS = {"audit.changed": 3, "audit.own": 5, "audit.happened": 6}


def codes_of_changes() -> set[str]:
    """Every code with which some module says `audit.changed(...)`, or `own` or `happened`."""
    found = set()
    for module in MODULES:
        for scope in ast.walk(tree(module)):
            if not isinstance(scope, ast.FunctionDef):
                continue
            for node in ast.walk(scope):
                said = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if said in WHERE_THE_CODE_STANDS:
                    given = {word.arg: word.value for word in node.keywords}
                    code = given.get("what") or node.args[WHERE_THE_CODE_STANDS[said]]
                    codes = _values(code, scope, tree(module))
                    assert codes, f"{module}:{node.lineno}: say the code of a change plainly"
                    found |= codes
    return found


def _values(code: ast.expr, *scopes: ast.AST) -> set[str]:
    """What an expression may be: a text, one of two, or a name for these; empty: unclear."""
    if isinstance(code, ast.Constant):
        return {str(code.value)}
    if isinstance(code, ast.IfExp):
        return _values(code.body, *scopes) | _values(code.orelse, *scopes)
    if isinstance(code, ast.Name):
        for scope in scopes:
            named = [
                node.value
                for node in ast.walk(scope)
                if isinstance(node, ast.Assign) and code.id in _names(node.targets[0])
            ]
            if named:
                each = [x for value in named for x in getattr(value, "elts", [value])]
                found = set().union(*(_values(value, *scopes) for value in each))
                return {text for text in found if "." in text}
    return set()


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def test_each_change_has_words():
    codes = codes_of_changes()
    assert {"messages.sent", "promises.kept"} <= codes
    assert codes - set(things.CHANGES) == set(), "say in portal/who_looked/things.py what it is"
    assert set(things.CHANGES) <= codes


@pytest.mark.parametrize("name", ["LOOKS", "CHANGES"])
def test_nothing_of_an_advocates_has_words(name):
    assert not any("advoca" in code for code in getattr(things, name))


def test_an_advocate_comes_to_nobodys_record(house):
    doors = [door_of(house, rule.endpoint) for rule in house.url_map.iter_rules()]
    shown = {Records.PERSON, Records.LIST}
    assert not any(access.Role.ADVOCATE in d.audience for d in doors if d and d.records in shown)
