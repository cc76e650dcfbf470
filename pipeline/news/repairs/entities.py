"""HTML entities in plain text: what a scraper left of the markup."""

from __future__ import annotations

import html
import re
from html.entities import html5

# With its semicolon only: `AT&T`, `?a=1&copy=2` hold no entity. Escaped more than once ("&amp;amp;") is read at once,
# which keeps this linear.
ENTITY = re.compile(r"&(?:amp;)*(?P<last>#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
MARKUP = re.compile(r"<[A-Za-z/!?]")


def decode(line: str) -> tuple[str, int]:
    """A line with its entities decoded, and how many they were. A line that holds markup is code, and stays.

    >>> decode("Marks &amp; Spencer&#8217;s &pound;5 at AT&T;"), decode("<b>&amp;</b>")
    (('Marks & Spencer’s £5 at AT&T;', 3), ('<b>&amp;</b>', 0))
    """
    if "&" not in line or MARKUP.search(line):
        return line, 0
    count = 0

    def character(found: re.Match[str]) -> str:
        nonlocal count
        last = found["last"]
        if last[0] != "#" and last not in html5:
            if len(found[0]) == len(last) + 1:
                return found[0]
            count += 1
            return "&" + last
        count += 1
        return html.unescape("&" + last)

    return ENTITY.sub(character, line), count
