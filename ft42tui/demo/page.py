"""A page that a person sees in a browser: its frame, its looks and what a browser may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ft42tui.demo.exchange import HTML, Answer

_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6470; --page: #f3f5f6; --card: #fff;
  --line: #d5dade; --key: #007b7d; --on-key: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaec; --soft: #9aa4af; --page: #14171a;
  --card: #1d2125; --line: #363c43; --key: #35c7c9; --on-key: #062a2b; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem; overflow-wrap: anywhere; }
main.wide { max-width: 54rem; }
h1 { margin: 0 0 1rem; font-size: 1.35rem; line-height: 1.3; }
h2 { margin: 2rem 0 .5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 1.1rem; }
h3 { margin: 1.5rem 0 .25rem; font-size: 1rem; }
dl { margin: 1rem 0; }
dt { font: 600 .95rem ui-monospace, monospace; }
dd { margin: 0 0 .6rem; color: var(--soft); }
a { color: var(--key); }
code { font: .875rem ui-monospace, monospace; }
pre { margin: .5rem 0 1rem; white-space: pre-wrap; }
label { display: block; margin-top: 1.5rem; font-weight: 600; }
input { width: 100%; margin-top: .35rem; padding: .55rem .7rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--soft); border-radius: .3rem; }
small { color: var(--soft); font-size: .875rem; }
.bad { color: var(--bad); }
.buttons { display: flex; gap: .75rem; margin: 1.5rem 0; }
button { flex: 1; padding: .6rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--key); background: transparent; border: 1px solid var(--key); border-radius: .3rem; }
button.main { color: var(--on-key); background: var(--key); }
:focus-visible { outline: 3px solid var(--key); outline-offset: 2px; }
"""


def page(title: str, body: str, status: int = 200, *, is_wide: bool = False) -> Answer:
    """Return a page. The title and the body are HTML already.

    Its icon is an empty one, so that a browser asks for no other.
    """
    text = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main{' class="wide"' if is_wide else ""}>
{body}
</main>
</body>
</html>
"""
    return Answer(text, status, dict(_HEADERS), HTML)
