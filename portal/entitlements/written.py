"""An offer as a file again, from what is kept: to be taken along, changed and given back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any


def written(council: str, told: Iterable[Mapping[str, Any]]) -> str:
    """TOML that `items.read_offer` takes. told: what each item says, with its sources and pairs."""
    told = tuple(told)
    sources = {key: row for one in told for key, row in one["sources"].items()}
    parts = [f"council = {_value(council)}", "", "[sources]"]
    parts += [f"{_key(key)} = {_value(row)}" for key, row in sorted(sources.items())]
    for name in ("flag", "pair", "item"):
        parts += _tables(name, told)
    return "\n".join(parts) + "\n"


def _tables(name: str, told: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each once: two items may go by the same pair."""
    seen: list[Any] = []
    for one in told:
        for row in one.get(name, ()):
            if row in seen:
                continue
            seen.append(row)
            yield f"\n[[{name}]]"
            yield from (f"{_key(key)} = {_value(value)}" for key, value in _in_order(row))


def _in_order(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What names it first, and its conditions last."""
    first, last = ("code", "title", "from", "to"), ("when",)
    place = {name: n for n, name in enumerate(first)} | dict.fromkeys(last, 99)
    return sorted(row.items(), key=lambda pair: (place.get(pair[0], 50), pair[0]))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isascii() and plain.isalnum() else json.dumps(key, ensure_ascii=False)
