"""Makes folders of council files: the yearly return, and our own files beside it.

Everything follows from `seed`, so two runs give the same bytes. Names and codes are invented.
Used by the tests of the import and by the benchmarks; needs the standard library only.
"""

import csv
import io
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

HEADERS: Mapping[str, Sequence[str]] = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
                 "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": ("CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK",
            "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE",
            "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "social_workers": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
    "people": ("CODE", "KNOWN_AS", "FIRST_NAME", "LAST_NAME", "PRONOUNS", "BORN", "LANGUAGE",
               "HOME_AUTHORITY", "CATEGORY", "INTERPRETER"),
    "workers": ("WORKER", "NAME", "ROLE", "TEAM", "EMAIL", "PHONE"),
    "connections": ("CODE", "WORKER", "PERSON", "KIND", "LABEL", "FROM", "TO", "GRANTS"),
    "dates": ("CODE", "KIND", "STARTS", "ENDS", "WITH", "WHERE", "WHO_BRINGS", "NOTE", "STATE",
              "KEY"),
}  # fmt: skip
RETURN = tuple(HEADERS)[:8]
OURS = tuple(HEADERS)[8:]

FIRST = ("Amira", "Ben", "Chidi", "Dilan", "Ella", "Filmon", "Grace", "Hamza", "Isla", "Jude")
LAST = ("Abara", "Brook", "Carter", "Dawit", "Ellis", "Farah", "Green", "Hassan", "Irvine")


@dataclass
class Made:
    """What was made: rows of text by table, and plans as objects."""

    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    plans: list[dict[str, object]] = field(default_factory=list)

    def add(self, table: str, *cells: object) -> None:
        self.rows.setdefault(table, []).append([str(cell) for cell in cells])


def uk(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def make(children: int, *, seed: int = 1, today: date = date(2026, 11, 23),
         own: bool = True) -> Made:  # fmt: skip
    """The rows for this many children. own: our own files as well as the return."""
    dice, made = random.Random(seed), Made()
    for table in (*RETURN, *(OURS if own else ())):
        made.rows[table] = []
    workers = [f"SWE{n:06d}" for n in range(1, max(2, children // 15) + 1)]
    if own:
        for n, worker in enumerate(workers):
            name = f"{FIRST[n % 10]} {LAST[n % 9]}"
            made.add("workers", worker, name, "social_worker", f"Team {n % 7}",
                     f"worker{n}@council.example", f"+44 1632 {n:06d}")  # fmt: skip
    for child in dice.sample(range(10_000, 10_000 + children * 9), children):
        _child(made, dice, str(child), workers, today, own)
    return made


def _child(made: Made, dice: random.Random, child: str, workers: list[str], today: date,
           own: bool) -> None:  # fmt: skip
    born = today - timedelta(days=dice.randrange(400, 20 * 365))
    alone = born < today - timedelta(days=12 * 365) and dice.random() < 0.06
    sex = dice.choice("MF")
    upn = f"{dice.choice('ABCDEFGH')}{dice.randrange(10**11, 10**12)}"
    made.add("header", child, sex, uk(born), dice.choice(("WBRI", "BAFR", "AIND", "OOTH")), upn,
             "0" if sex == "F" else "", "")  # fmt: skip
    started = born + timedelta(days=dice.randrange(0, (today - born).days - 30))
    over = min(today, born + timedelta(days=18 * 365 + 5))
    started = min(started, over - timedelta(days=25))
    first, last = started, _episodes(made, dice, child, started, over, today, alone)
    _return(made, dice, child, sex, born, first, last or today, today, alone)
    worker = dice.choice(workers)
    made.add("social_workers", child, uk(born), worker, uk(first), uk(last),
             "OTHERS" if last else "")  # fmt: skip
    if own:
        _own(made, dice, child, born, first, worker, today)


def _episodes(made: Made, dice: random.Random, child: str, start: date, over: date, today: date,
              alone: bool) -> date | None:  # fmt: skip
    """Writes the child's homes one after the other; gives the last day, or None if still going."""
    status, new = ("V2" if alone else dice.choice(("V2", "C1", "C2"))), "S"
    while True:
        stay = dice.randrange(20, 1200)
        end: date | None = start + timedelta(days=stay)
        more = end is not None and end < over and dice.random() < 0.8
        if not more:
            end = over if over < today else None
        left = "X1" if more else dice.choice(("E4A", "E5", "E11")) if end else ""
        made.add("episodes", child, uk(start), new, status, "N5" if alone else "N1",
                 dice.choice(("U1", "U4", "U6", "K2", "R3")), dice.choice(("PR1", "PR4")),
                 uk(end), left, dice.choice(("CARPL", "LAREQ", "CHILD")) if more else "",
                 "AB1 2CD", "EF3 4GH", dice.randrange(10**6, 10**7))  # fmt: skip
        if not more or end is None:
            return end
        start, new = end, dice.choice("PB" if status == "C1" else "P")
        status = "C2" if status == "C1" else status


def _return(made: Made, dice: random.Random, child: str, sex: str, born: date, first: date,
            last: date, today: date, alone: bool) -> None:  # fmt: skip
    held = first + timedelta(days=26)
    while held < last:
        age = (held - born).days // 365
        made.add("reviews", child, uk(born), uk(held), "PN0" if age < 4 else dice.choice(
            ("PN1", "PN2", "PN3", "PN5")))  # fmt: skip
        held += timedelta(days=dice.randrange(150, 184))
    if alone:
        made.add("uasc", child, sex, uk(born), uk(born + timedelta(days=18 * 365)))
    if (last - first).days > 365:
        asked = 4 <= (today - born).days // 365 <= 16
        made.add("oc2", child, uk(born), dice.randrange(41) if asked else "",
                 "" if asked else "SDQ1", 0, 1, 1, dice.choice("01"), 1, 0, "", "")  # fmt: skip
    if (today - born).days > 17 * 365:
        made.add("oc3", child, uk(born), "YES", dice.choice(("F1", "F2", "P5", "G5")),
                 dice.choice(("B1", "D1", "E1", "U1")))  # fmt: skip
    if dice.random() < 0.05:
        away = first + timedelta(days=dice.randrange(20))
        made.add("missing", child, uk(born), dice.choice("MA"), uk(away),
                 uk(away + timedelta(days=dice.randrange(3))))  # fmt: skip


def _own(made: Made, dice: random.Random, child: str, born: date, first: date, worker: str,
         today: date) -> None:  # fmt: skip
    name = dice.choice(FIRST)
    made.add("people", child, name, name, dice.choice(LAST), "", born.isoformat(),
             dice.choice(("en", "en", "en", "ar", "ti")), "", "", "")  # fmt: skip
    made.add("connections", child, worker, "", "social_worker", "my worker", first.isoformat(),
             "", "")  # fmt: skip
    visit = today + timedelta(days=dice.randrange(1, 40))
    made.add("dates", child, "visit", f"{visit} 16:00", f"{visit} 17:00", "my worker", "", "",
             "", "coming", f"V-{child}")  # fmt: skip
    made.plans.append({
        "code": child, "kind": "care", "version": 1, "published_on": first.isoformat(),
        "published_by": worker, "review_on": None,
        "parts": [{
            "area": "Where I live", "official": "Long-term foster placement.",
            "need": "A home that lasts.", "action": "Stay where you are.", "who": "Your worker",
            "by": None, "look_again": None,
            "wordings": [{"band": "8-11", "language": "en", "text": "You stay here.",
                          "state": "checked"}],
            "promises": [{"key": f"P-{child}", "text": "Take you to see the school.",
                          "who": "Your worker", "by": visit.isoformat(), "state": "open"}],
        }],
    })  # fmt: skip


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool = False,
           crlf: bool = True) -> bytes:  # fmt: skip
    """One table as bytes, the way councils' systems write it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if crlf else "\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write(made: Made, folder: Path, *, bom: bool = False, crlf: bool = True,
          complete: Mapping[str, date] | None = None) -> Path:  # fmt: skip
    """Writes every table that has been made. complete: what a table declares in its first line.
    The names of the files say nothing on purpose."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (table, rows) in enumerate(made.rows.items()):
        content = as_csv(HEADERS[table], rows, bom=bom, crlf=crlf)
        if complete and table in complete:
            first = f"#complete,{table},{complete[table]}\r\n".encode()
            content = first + content.removeprefix(b"\xef\xbb\xbf")
        (folder / f"{number:02d}.csv").write_bytes(content)
    if made.plans:
        lines = "".join(json.dumps(plan, ensure_ascii=False) + "\n" for plan in made.plans)
        (folder / "plans.jsonl").write_text(lines, encoding="utf-8")
    return folder


def write_folder(folder: Path, children: int = 20, *, seed: int = 1, bom: bool = False,
                 crlf: bool = True, own: bool = True,
                 today: date = date(2026, 11, 23)) -> Made:  # fmt: skip
    """Makes and writes a whole folder; gives what was made."""
    made = make(children, seed=seed, today=today, own=own)
    write(made, folder, bom=bom, crlf=crlf)
    return made
