"""HTML to text: the paragraphs of an article that comes as markup (`html` in a row, WordPress, a feed).

It is for the text of an article, as a content system gives it out; it does not look for the article in a whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

# Elements that begin and end a paragraph; all others run on in the line.
BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr
ul video audio
"""
BLOCKS = frozenset(BLOCK_NAMES.split())
CELLS = frozenset(("td", "th"))  # of one row: on one line
# Elements whose content is no text to be read; the first four hold no elements either, up to their own end.
RAW = frozenset(("script", "style", "textarea", "title"))
UNSEEN = frozenset(("head", "iframe", "math", "noscript", "object", "select", "svg", "template"))

TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:-]*)")
ATTRIBUTES = re.compile(r"[^>\"']*")
BREAKS = re.compile(r"\n\n+")
GAP, END = "\n\n", "\n"


def text_of(markup: str) -> str:
    """The text: paragraphs joined by a blank line, `<br>` as a line end, character references resolved. Where nothing
    marks a paragraph, the lines of the source are kept (WordPress stores its texts so).

    >>> text_of('<p>A <b>bold</b> plan<br>for R&amp;D.</p><figure><img alt="x > y"><figcaption>By us</figure>')
    'A bold plan\\nfor R&D.\\n\\nBy us'
    """
    pieces = list(_pieces(markup))
    laid_out = any(piece.name in BLOCKS or piece.name == "br" for piece in pieces)
    joined = _single_blanks("".join(_shown(piece, laid_out) for piece in pieces))
    return BREAKS.sub(GAP, "\n".join(line.strip(" ") for line in joined.split("\n"))).strip("\n")


class Piece(NamedTuple):
    """Text between tags, or the name of a tag."""

    text: str
    name: str


def _shown(piece: Piece, laid_out: bool) -> str:
    if piece.name == "br":
        return END
    if piece.name:
        return GAP if piece.name in BLOCKS else " " if piece.name in CELLS else ""
    return piece.text.replace("\n", " ") if laid_out else piece.text


def _single_blanks(text: str) -> str:
    """White space of HTML but line ends, each run as one blank: log n passes of str.replace beat any pattern."""
    for sign in "\t\r\f":
        text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _pieces(markup: str) -> Iterator[Piece]:
    """What is to be seen. Every character is looked at a fixed number of times: what is searched for and is not there
    any more (the end of a comment, a quotation mark) is not searched for again."""
    scan = _Scan(markup)
    hidden, depth = "", 0  # the outermost element that is not to be seen, and how often it is open
    at = 0
    while at < len(markup):
        start = markup.find("<", at)
        start = len(markup) if start < 0 else start
        if start > at and not hidden:
            yield Piece(unescape(markup[at:start]), "")
        if start == len(markup):
            return
        at, closing, name = scan.tag(start)
        if hidden:
            depth += (-1 if closing else 1) if name == hidden else 0
            hidden = hidden if depth else ""
        elif name in UNSEEN:
            hidden, depth = ("", 0) if closing else (name, 1)
        elif name in RAW:
            at = at if closing else scan.raw_end(name, at)
        elif name:
            yield Piece("", name)
        elif at == start + 1:
            yield Piece("<", "")  # a sign in the text: "1 < 2"


class _Scan:
    """Where tags, comments and the content of scripts end."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._gone: set[str] = set()  # what does not occur any more

    def tag(self, start: int) -> tuple[int, str, str]:
        """(end, '/' if it closes, name) of the tag at `start`; no name for a comment or a sign that begins no tag."""
        markup = self._markup
        if markup.startswith("<!--", start):
            return self._find("-->", start + 4), "", ""
        if markup.startswith(("<!", "<?"), start):
            return self._find(">", start + 2), "", ""
        found = TAG.match(markup, start + 1)
        if not found:
            return start + 1, "", ""
        return self._attributes_end(found.end()), found[1], found[2].lower()

    def _attributes_end(self, at: int) -> int:
        markup = self._markup
        while at < len(markup):
            found = ATTRIBUTES.match(markup, at)
            at = found.end() if found else at
            sign = markup[at : at + 1]
            if sign == ">" or not sign:
                return at + 1
            after = self._find(sign, at + 1)
            at = after if after <= len(markup) else at + 1  # a quotation mark that is never closed is a sign
        return at

    def raw_end(self, name: str, at: int) -> int:
        """After the end tag of a script or the like."""
        key = f"</{name}"
        if key in self._gone:
            return len(self._markup) + 1
        found = re.compile(f"{key}[^>]*>?", re.IGNORECASE).search(self._markup, at)
        if not found:
            self._gone.add(key)
            return len(self._markup) + 1
        return found.end()

    def _find(self, sign: str, at: int) -> int:
        """After the next `sign`, beyond the end if there is none."""
        found = -1 if sign in self._gone else self._markup.find(sign, at)
        if found < 0:
            self._gone.add(sign)
            return len(self._markup) + 1
        return found + len(sign)
