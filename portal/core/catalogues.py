"""`flask words extract | compile | check | status`: the catalogues in translations/.

extract: gather every sentence of the code and templates into the template and each language.
compile: make the binary files that the application reads. check: catalogues match the code,
nothing is missing, each translation keeps its gaps and tags. status: how far each language is.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask

from portal.core.languages import ENGLISH, OFFERED, Language
from portal.core.words import FOLDER

ROOT = FOLDER.parent
TEMPLATE = FOLDER / "messages.pot"
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "later": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
GAP = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")
# Sentences that stand in data files: file, then the fields that people read.
DATA = {
    "portal/timeline/milestones.toml": ("title", "child", "teen", "adult"),
    "portal/articles/needs.toml": ("title", "line"),
    "portal/entitlements/national.toml": ("title",),
    "portal/entitlements/local/riverbank.toml": ("title",),
    "portal/entitlements/local/thornmere.toml": ("title",),
}


def po_path(tag: str) -> Path:
    return FOLDER / tag / "LC_MESSAGES" / "messages.po"


def others() -> list[Language]:
    return [found for found in OFFERED.values() if found is not ENGLISH]


def gathered() -> Catalog:
    """Every sentence of the code, templates and data, as they are now."""
    found = Catalog(project="Alongside", charset="utf-8", fuzzy=False)
    options = {"trimmed": "true", "silent": "false", "trim_blocks": "true",
               "lstrip_blocks": "true"}  # fmt: skip
    for folder, pattern, method in (
        ("portal", "**.py", "python"),
        ("templates", "**.html", "jinja2.ext:babel_extract"),
    ):
        for name, _line, text, comments, context in extract_from_dir(
            str(ROOT / folder),
            method_map=[(pattern, method)],
            options_map={pattern: options if method != "python" else {}},
            keywords=KEYWORDS,  # type: ignore[arg-type]
            comment_tags=("Translators:",),
        ):
            # No line numbers: a sentence that moves is not a change to a translator.
            found.add(text, None, [(f"{folder}/{name}", 0)], auto_comments=comments,
                      context=context)  # fmt: skip
    for name, text in _from_data():
        found.add(text, None, [(name, 0)])
    return found


def _from_data() -> Iterator[tuple[str, str]]:
    for name, fields in DATA.items():
        path = ROOT / name
        if not path.exists():
            continue
        for rows in tomllib.loads(path.read_text()).values():
            for row in rows if isinstance(rows, list) else ():
                yield from ((name, row[field]) for field in fields if row.get(field))


def read(language: Language) -> Catalog:
    path = po_path(language.tag)
    if not path.exists():
        return Catalog(locale=language.locale, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.locale, charset="utf-8")


def _written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=98, sort_by_file=True, no_location=True, ignore_obsolete=True)
    return out.getvalue()


def extract() -> None:
    template = gathered()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(_without_date(_written(template)))
    for language in others():
        kept = read(language)
        kept.update(template, no_fuzzy_matching=True)
        path = po_path(language.tag)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_without_date(_written(kept)))


def _without_date(text: bytes) -> bytes:
    """A date in the header would make a change of every run."""
    return re.sub(rb'"(POT-Creation|PO-Revision)-Date:[^"]*"\n', b"", text)


def compile_all() -> None:
    for language in others():
        out = BytesIO()
        write_mo(out, read(language))
        path = po_path(language.tag).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(out.getvalue())


def wrong(language: Language, template: Catalog) -> Iterator[str]:
    """What is missing from, or broken in, this language's catalogue."""
    catalogue = read(language)
    wanted = {(m.id, m.context) for m in template if m.id}
    there = {(m.id, m.context) for m in catalogue if m.id}
    for id, _ in sorted(wanted - there, key=str):
        yield f"{language.tag}: not in the catalogue (run extract): {_first(id)}"
    for id, _ in sorted(there - wanted, key=str):
        yield f"{language.tag}: no longer in the code (run extract): {_first(id)}"
    for message in catalogue:
        if message.id and (message.id, message.context) in wanted:
            yield from _wrong_message(language, message, catalogue)


def _wrong_message(language: Language, message: Message, catalogue: Catalog) -> Iterator[str]:
    forms = _all(message.string)
    short = _first(message.id)
    if not all(forms) or message.fuzzy:
        yield f"{language.tag}: not translated: {short}"
        return
    if isinstance(message.id, tuple) and len(forms) != catalogue.num_plurals:
        yield f"{language.tag}: wrong number of plural forms: {short}"
    ids = _all(message.id)
    gaps = {gap for id in ids for gap in GAP.findall(id)}
    for form in forms:
        kept = set(GAP.findall(form))
        # A plural form may leave its number out ("one day"); nothing else may go.
        if kept - gaps or (gaps - kept) - ({"num"} if len(forms) > 1 else set()):
            yield f"{language.tag}: gaps differ: {short}"
        if sorted(TAG.findall(form)) != sorted(TAG.findall(ids[0])):
            yield f"{language.tag}: tags differ: {short}"
        if form.count("%") - form.count("%(") - 2 * form.count("%%"):
            yield f"{language.tag}: a stray % sign: {short}"


def _all(text: object) -> tuple[str, ...]:
    """Every form of a sentence; one that is missing is an empty text."""
    forms = text if isinstance(text, tuple | list) else (text,)
    return tuple(str(form or "") for form in forms)


def _first(id: object) -> str:
    return str(id[0] if isinstance(id, tuple | list) else id)[:80]


def register(app: Flask) -> None:
    group = click.Group("words", help="The catalogues in translations/.")
    app.cli.add_command(group)

    @group.command("extract")
    def run_extract() -> None:
        """Gather every sentence into the catalogues."""
        extract()
        click.echo(f"{len(gathered())} sentences.")

    @group.command("compile")
    def run_compile() -> None:
        """Make the files that the application reads."""
        compile_all()
        click.echo("Compiled.")

    @group.command("check")
    def run_check() -> None:
        """Refuse anything missing or broken."""
        template = gathered()
        found = [line for language in others() for line in wrong(language, template)]
        for line in found:
            click.echo(line)
        if found:
            sys.exit(1)
        click.echo("All catalogues are whole.")

    @group.command("status")
    def run_status() -> None:
        """How far each language is."""
        total = sum(1 for m in gathered() if m.id)
        for language in others():
            done = sum(1 for m in read(language) if m.id and all(_all(m.string)))
            state = "checked by a speaker" if language.checked else "draft, not checked"
            click.echo(f"{language.tag:4} {language.name:10} {done}/{total}  {state}")
