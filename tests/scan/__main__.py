"""`make scan`: two scanners against the demo council, served on loopback for the purpose.

Debian's wapiti and sqlmap, signed out and signed in as a young person, a carer and a worker. The
load is bounded: one scanner at a time, a few minutes each, never another host. What each found is
in build/scan/; the summary ends with 1 when there is any finding, or when a scanner lost its
session on the way, for then it has seen too little.

The scanners are given what a page of ours has, a session and the origin of our own pages, so that
they come past the first doors. Excluded: addresses that would end that session.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests import servers
from tests.pages import Page

OUT = servers.REPO / "build" / "scan"
WHO = {"signed-out": "/sign-in", "mia": "/home", "ruth": "/children", "sam": "/waiting"}
LEAVES = (
    "/leave", "/sign-out", "/demo/sign-in", "/language", "/my-app/places/sign-out",
    "/my-app/passphrase", "/my-app/fresh-start",
)  # fmt: skip
WAPITI = (
    "sql,blindsql,exec,file,xss,permanentxss,redirect,crlf,csrf,csp,http_headers,cookieflags,"
    "methods,htaccess"
)  # not ssrf and xxe: they ask a host of the scanner's makers
# Debian's wapiti is older than its Python, in which its way to leave out addresses fails.
WAPITI_MENDED = """
import fnmatch, re, sys
from wapitiCore.net import crawler
crawler.wildcard_translate = lambda pattern: re.compile(fnmatch.translate(pattern))
from wapitiCore.main.wapiti import wapiti_main
sys.argv[0] = "wapiti"
wapiti_main()
"""
WAPITI_CRAWL, WAPITI_MODULE = 60, 45  # seconds
SQLMAP = 420  # seconds
# What a scanner says of every site like ours, and why it is no finding here.
KNOWN = {
    "X-XSS-Protection is not set": "browsers have dropped it; the content policy does its work",
}


@dataclass
class Run:
    """One scanner as one person."""

    scanner: str
    who: str
    seconds: float = 0
    requests: int = 0
    forms: int = 0  # and addresses with parameters, as sqlmap counts them
    findings: list[str] = field(default_factory=list)
    still_in: bool = True
    cut_short: bool = False


def main() -> int:
    need("wapiti", "sqlmap")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    runs = []
    for who in sys.argv[1:] or WHO:
        runs += scan_as(who)
    (OUT / "report.json").write_text(json.dumps([asdict(run) for run in runs], indent=1))
    for run in runs:
        state = f", {run.forms} forms and addresses" if run.forms else ""
        state += "" if run.still_in else ", SESSION LOST"
        state += ", cut short by time" if run.cut_short else ""
        print(
            f"{run.scanner:7} {run.who:10} {run.requests:6} requests {run.seconds:5.0f} s  "
            f"{len(run.findings)} findings{state}"
        )
        for finding in run.findings:
            print(f"        {finding}")
    print(f"Reports: {OUT.relative_to(servers.REPO)}")
    return int(any(run.findings or not run.still_in for run in runs))


def need(*programs: str) -> None:
    missing = [name for name in programs if not shutil.which(name)]
    if not missing:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(f"Install these first, they are Debian's: {' '.join(missing)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    for command in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", *command], env=quiet, check=True, stdout=subprocess.DEVNULL)


def scan_as(who: str) -> list[Run]:
    """A council of its own, so that what one scanner sends is not what the next one meets."""
    data = OUT / who / "data"
    data.mkdir(parents=True)
    port = servers.free_port()
    # As over TLS: the cookie and the headers are those of a real council.
    environment = servers.app_environment(data, port, ALONGSIDE_URL=f"https://localhost:{port}")
    environment["GUNICORN_CMD_ARGS"] = f"--access-logfile {OUT / who / 'requests.log'}"
    servers.flask(environment, "migrate")
    servers.flask(environment, "demo")
    runs = []
    with servers.serving(environment) as address:
        for scanner in (wapiti, sqlmap):
            cookie = sign_in(address, who)
            headers = {
                "Origin": address,
                "Sec-Fetch-Site": "same-origin",
                "Cookie": cookie,
            }
            run, before, begun = Run(scanner.__name__, who), asked(who), time.monotonic()
            scanner(run, address, headers, OUT / who)
            run.seconds = time.monotonic() - begun
            run.requests = asked(who) - before
            run.still_in = ask(address, WHO[who], headers).status == 200
            if run.requests < 20:
                run.findings.append("the scanner hardly asked for anything: see its log")
            runs.append(run)
    broken = server_errors(data)
    if broken:
        runs[-1].findings.append(f"the app broke {len(broken)} times: {broken[0][:200]}")
    return runs


# --- the scanners ----------------------------------------------------------------------------


def wapiti(run: Run, address: str, headers: dict[str, str], folder: Path) -> None:
    report = folder / "wapiti.json"
    command = [
        "/usr/bin/python3",
        "-c",
        WAPITI_MENDED,
        "-u",
        f"{address}/",
        "-s",
        address + WHO[run.who],
        "--scope",
        "folder",
    ]
    command += ["-m", WAPITI, "--flush-session", "--store-session", str(folder / "wapiti")]
    command += ["--max-scan-time", str(WAPITI_CRAWL), "--max-attack-time", str(WAPITI_MODULE)]
    command += ["--max-links-per-page", "60", "--max-files-per-dir", "40", "-d", "4", "-t", "10"]
    command += ["--no-bugreport", "-f", "json", "-o", str(report)]
    for path in LEAVES:
        command += ["-x", f"{address}{path}*"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    do(run, command, folder / "wapiti.log", 60 + WAPITI_CRAWL + WAPITI_MODULE * 16)
    if not report.exists():
        run.findings.append("wapiti wrote no report: see wapiti.log")
        return
    said = json.loads(report.read_text())
    for kind in ("vulnerabilities", "anomalies"):
        for name, found in said[kind].items():
            run.findings += [
                f"{name}: {one['method']} {one['path']} {one['parameter']}: {one['info']}"
                for one in found
                if one["info"] not in KNOWN
            ]


def sqlmap(run: Run, address: str, headers: dict[str, str], folder: Path) -> None:
    out = folder / "sqlmap"
    command = ["sqlmap", "-u", address + WHO[run.who], "--batch", "--crawl=2", "--forms"]
    command += ["--level", "2", "--risk", "1", "--threads", "2", "--timeout", "10"]
    command += ["--crawl-exclude", "|".join([*LEAVES, "/static/"]), "--disable-coloring"]
    command += ["--ignore-code", "400,401,403,404,405,409,413,422,429"]
    command += ["--output-dir", str(out), "--results-file", str(folder / "sqlmap.csv")]
    lines = [f"{name}: {value}" for name, value in headers.items() if name != "Cookie"]
    command += ["--headers", "\n".join(lines)]
    command += ["--cookie", headers["Cookie"]]
    log = folder / "sqlmap.log"
    do(run, command, log, SQLMAP)
    results = folder / "sqlmap.csv"
    if results.exists():
        with results.open() as file:
            run.findings += [
                f"SQL injection: {row['Target URL']} {row['Place']} {row['Parameter']}"
                for row in csv.DictReader(file)
                if row.get("Technique(s)")
            ]
    said = log.read_text(errors="replace")
    run.forms = len(re.findall(r"^(?:GET|POST) http", said, re.M))
    if "is vulnerable" in said or "identified the following injection point" in said:
        run.findings.append("sqlmap found an injection point: see sqlmap.log")


def do(run: Run, command: list[str], log: Path, seconds: int) -> None:
    """Run it, in a home of its own, and no longer than this."""
    home = log.parent / "home"
    home.mkdir(exist_ok=True)
    with log.open("wb") as out:
        try:
            subprocess.run(
                command,
                env={**os.environ, "HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            run.cut_short = True


# --- the app ---------------------------------------------------------------------------------


def sign_in(address: str, who: str) -> str:
    """A session, got as the page itself gets it; what the browser would send from then on."""
    # By hand: the cookie is for TLS only, and a client over plain http would keep it back.
    first = ask(address, "/demo", {})
    visitor = first.cookies[0]
    if who == "signed-out":
        return visitor
    page = Page(first.text)
    token = next(form.hidden["csrf_token"] for form in page.forms if "csrf_token" in form.hidden)
    headers = {
        "Cookie": visitor,
        "Origin": address,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    sent = ask(address, "/demo/sign-in", headers, urlencode({"person": who, "csrf_token": token}))
    return next(cookie for cookie in sent.cookies if cookie.startswith("__Host-session="))


@dataclass(frozen=True)
class Answer:
    status: int
    cookies: list[str]
    text: str


def ask(address: str, path: str, headers: dict[str, str], form: str | None = None) -> Answer:
    """One request; redirects are not followed."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("POST" if form else "GET", path, body=form, headers=headers)
    got = connection.getresponse()
    text = got.read().decode(errors="replace")
    cookies = [line.split(";")[0] for line in got.headers.get_all("Set-Cookie") or []]
    connection.close()
    return Answer(got.status, cookies, text)


def asked(who: str) -> int:
    """How many requests the app has had so far."""
    log = OUT / who / "requests.log"
    return len(log.read_bytes().splitlines()) if log.exists() else 0


def server_errors(data: Path) -> list[str]:
    """What the app itself took for a fault of ours."""
    lines = (data / "server.log").read_text(errors="replace").splitlines()
    return [line for line in lines if '"level": "error"' in line]


if __name__ == "__main__":
    sys.exit(main())
