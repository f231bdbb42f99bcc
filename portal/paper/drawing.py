"""The process that draws one page, and ends. A program, not a module of the portal: it imports
nothing of ours, reads one page from its input and writes one PDF to its output.

Ends with 0 and the PDF; with 3 where WeasyPrint, or pango under it, is not there.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

MISSING = 3
SHEET = Path(__file__).with_name("sheet.css")
PICTURE = "paper:"


def main() -> int:
    page: dict[str, Any] = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_CPU, (page["seconds"], page["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # a pipe is no file
    try:
        import weasyprint  # heavy, and perhaps not there
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError):
        return MISSING
    resource.setrlimit(resource.RLIMIT_AS, (page["memory"], page["memory"]))
    pictures = {PICTURE + name: b64decode(data) for name, data in page["pictures"].items()}

    class OnlyWhatWasHandedOver(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if url not in pictures:
                raise ValueError("nothing is fetched")
            return URLFetcherResponse(url, pictures[url])

    fetcher = OnlyWhatWasHandedOver(allowed_protocols=())
    sheet = weasyprint.CSS(string=SHEET.read_text(encoding="utf-8"), url_fetcher=fetcher)
    document = weasyprint.HTML(
        string=page["html"], base_url=None, url_fetcher=fetcher, media_type="print"
    ).render(stylesheets=[sheet])
    said = document.metadata
    said.title, said.lang = page["title"], page["language"]
    said.authors, said.keywords, said.attachments = [], [], []
    said.description = said.generator = said.created = said.modified = None
    sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    # Pango looks for fonts in a thread of its own. Were the libraries unloaded around it, as an
    # interpreter that ends in order does, it would now and then fall over after a good page.
    os._exit(main())
