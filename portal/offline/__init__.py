"""Offline and installed: what the phone may keep, and nothing else.

Phones here are shared, borrowed and looked through. Caches that a service worker fills ignore
`no-store`, so ours keeps a list, not a habit: the Help pages, the page that says there is no
connection, and the style, script and picture they need. No address with anything personal behind
it is ever put into a cache; a test holds the list against the doors of the routes.

The pages are kept in the language of this phone. Whoever posts a form that may change the
language (`shell.TURNS`) makes the worker fetch them again with the next page. We turned down a
worker whose text differs by language: a new worker waits until every page of ours is closed, and
the old language would stay that long.

Quick exit works without a connection, too (`static/js/site.js`). The page's script notes on the
phone that it was left: in IndexedDB, written through to the disk, because a worker sees no
localStorage, and because a new cache may be lost with a browser that is killed in the next
seconds. Before any later page the worker tells the server; until the server has answered that
the session is over, it shows only what is public. Where there is no worker the page's script does
the same before anything is shown. We turned down Background Sync: it is Chromium's alone, and asks.

A new worker waits: it never takes over a page with a half-written form. If a worker itself is ever
at fault, `NO_WORKER` in the app's configuration makes `/sw.js` one that forgets the shell and
takes itself away.
"""
