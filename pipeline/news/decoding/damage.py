"""UTF-8 with damage: stray bytes of another charset in it, or a character cut at its end.

Every charset detector gives up UTF-8 at the first bad byte and so loses the whole article: here only the byte is.
"""

from __future__ import annotations

import re

from pipeline.records import Repair

# One character of more than one byte (RFC 3629: no overlong forms).
CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"  # two halves of UTF-16 (CESU-8)
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
ASCII = bytes(range(128))
SAMPLE_BYTES = 256 * 1024  # taken from the head, the middle and the tail of longer data
BAD = re.compile("(.?)([\udc80-\udcff]+)", re.DOTALL)  # as `surrogateescape` writes bad bytes
PIECE = re.compile(
    rb"(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"  # CESU-8: an emoji by way of UTF-16
    rb"|(?P<nul>\xc0\x80)"  # Java's U+0000
    rb"|(?P<part>[\xe1-\xef][\x80-\xbf]|\xe0[\xa0-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]?|[\xf1-\xf4][\x80-\xbf]{1,2})"
    rb"|(?P<byte>.)",
    re.DOTALL,
)
# Runs of characters that a text in the Latin alphabet holds: its letters, punctuation, symbols, or a word of another
# alphabet (never one letter of it, which the capitals and symbols of a legacy charset make by chance).
IN_LATIN = re.compile(
    rb"(?:[\xc3-\xc9][\x80-\xbf]|\xc2[\xa0-\xbf]|\xe1[\xb8-\xbb][\x80-\xbf]|\xe2[\x80-\xaf][\x80-\xbf]"
    rb"|\xef\xb8\x8f|\xf0\x9f[\x80-\xbf]{2})+"
    rb"|(?:[\xca-\xdf][\x80-\xbf]){3,}|(?:[\xe0-\xef][\x80-\xbf]{2}){2,}"
)
LONG_BYTES = 100  # a title may end with its only accented letter; an article ends with a full stop
DENSE = 4  # one byte in so many outside ASCII: more than any language in Latin letters has but Vietnamese
CUT = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


def is_utf8(data: bytes) -> bool:
    """Whether damaged data is UTF-8: because of its characters of more than one byte, or because the only byte outside
    ASCII is the beginning of one at the end of a long text.

    Where most bytes are ASCII, a tenth of the rest is enough: stray bytes may well outnumber the few quotation marks of
    an English article, and the capitals and symbols of a legacy charset seldom make by chance a character that a Latin
    text has. Elsewhere it must be half: two bytes of Chinese in GBK are often a valid character.

    >>> is_utf8("naïve, señor".encode() + b" caf\\xe9"), is_utf8("naïve, señor café".encode("cp1252"))
    (True, False)
    """
    if len(data) > SAMPLE_BYTES:
        middle = len(data) // 2
        third = SAMPLE_BYTES // 3
        data = data[:third] + b" " + data[middle : middle + third] + b" " + data[-third:]
    whole = CUT.sub(b"", data)
    if whole.isascii():
        return len(whole) >= LONG_BYTES and whole != data
    bad = len(CHARACTER.sub(b"", whole).translate(None, ASCII))
    if is_dense(whole):
        return bad < len(whole.translate(None, ASCII)) / 2
    good = sum(map(len, IN_LATIN.findall(whole)))
    return good * 9 >= bad


def is_dense(data: bytes) -> bool:
    """Whether so many bytes are not ASCII that the text is hardly in the Latin alphabet."""
    return len(data.translate(None, ASCII)) * DENSE > len(data)


def read(data: bytes) -> tuple[str, tuple[Repair, ...], int]:
    """The text of damaged UTF-8, the repairs (stray_bytes, cut_tail), and the number of U+FFFD written.

    >>> read("déjà ".encode() + b"caf\\xe9 \\xe2\\x80")
    ('déjà café ', (Repair(kind='cut_tail', count=1), Repair(kind='stray_bytes', count=1)), 0)
    """
    whole, cut = CUT.subn(b"", data)
    stray = replaced = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal stray, replaced
        bad = found[2].encode("utf-8", "surrogateescape")
        mended = "".join(_mend(piece, found[1]) for piece in PIECE.finditer(bad))
        stray += len(bad)
        replaced += mended.count("\ufffd")
        return found[1] + mended

    text = BAD.sub(mend, whole.decode("utf-8", "surrogateescape"))
    repairs = [Repair(kind, count) for kind, count in (("cut_tail", cut), ("stray_bytes", stray)) if count]
    return text, tuple(repairs), replaced


def _mend(piece: re.Match[bytes], before: str) -> str:
    """What bad bytes stand for. Part of a character is lost (U+FFFD) unless it stands after a Latin letter, where it is
    an accented letter and a quotation mark of windows-1252; any other byte is windows-1252."""
    if piece["pair"]:
        return piece[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if piece["nul"]:
        return "\0"
    if piece["part"] and not (before.isascii() and before.isalpha()):
        return "\ufffd"
    return piece[0].decode("cp1252", "replace")
