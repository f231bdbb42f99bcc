"""Makes the PNG icons from icon.svg with Chromium: python -m tests.look.make_icons

Needed only when icon.svg changes. The maskable one has no corners of its own and keeps its
drawing within the middle four fifths, because each phone cuts it to its own shape.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parents[2] / "static" / "icons"
ROUND = (HERE / "icon.svg").read_text(encoding="utf-8")
FULL = (
    ROUND.replace(' rx="15"', "")
    .replace("<circle", '<g transform="translate(6.4 6.4) scale(.8)"><circle')
    .replace("</svg>", "</g></svg>")
)

with sync_playwright() as play:
    browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    for name, size, drawing in (
        ("icon-192", 192, ROUND),
        ("icon-512", 512, ROUND),
        ("icon-maskable-512", 512, FULL),
    ):
        page = browser.new_page(viewport={"width": size, "height": size})
        page.set_content("<style>body{margin:0}svg{display:block;width:100vw}</style>" + drawing)
        page.screenshot(path=HERE / f"{name}.png", omit_background=True)
        page.close()
    browser.close()
