"""Names of charsets: what a label (of a container, a server, a detector) means on the web, and which codecs read it.

A label is read as the WHATWG Encoding Standard reads it (https://encoding.spec.whatwg.org/#names-and-labels): as the
superset that publishers really write. `iso-8859-1` is windows-1252, `gb2312` is gb18030.
"""

from __future__ import annotations

import codecs

# WHATWG name -> the Python codecs that read it, strictest first: the first that decodes without error is right.
# The standards come before the vendors' supersets where they read a byte differently: 0x8160 of Shift_JIS is the wave
# dash of JIS X 0208, euc_kr alone reads syllables that KS X 1001 spells out.
READERS: dict[str, tuple[str, ...]] = {
    "big5": ("big5", "cp950", "big5hkscs"),
    "euc-jp": ("euc_jp", "euc_jisx0213", "euc_jis_2004"),
    "euc-kr": ("euc_kr", "cp949", "johab"),
    "gb18030": ("gb18030",),
    "hz-gb-2312": ("hz",),
    "ibm866": ("cp866",),
    "iso-2022-jp": ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_3", "iso2022_jp_2004"),
    "iso-2022-kr": ("iso2022_kr",),
    "macintosh": ("mac_roman",),
    "shift_jis": ("shift_jis", "cp932", "shift_jisx0213"),
    "utf-8": ("utf-8",),
    "windows-874": ("cp874",),
    "windows-1252": ("cp1252",),
    "x-mac-cyrillic": ("mac_cyrillic",),
}

# Python's name of a codec -> the WHATWG name, where the web reads the label as another charset than Python does.
WEB_NAMES: dict[str, str] = {
    "ascii": "windows-1252",
    "big5hkscs": "big5",
    "cp866": "ibm866",
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp950": "big5",
    "euc_jis_2004": "euc-jp",
    "euc_jisx0213": "euc-jp",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz-gb-2312",
    "iso2022_jp": "iso-2022-jp",
    "iso2022_jp_1": "iso-2022-jp",
    "iso2022_jp_2": "iso-2022-jp",
    "iso2022_jp_2004": "iso-2022-jp",
    "iso2022_jp_3": "iso-2022-jp",
    "iso2022_jp_ext": "iso-2022-jp",
    "iso2022_kr": "iso-2022-kr",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "windows-874",
    "mac-cyrillic": "x-mac-cyrillic",
    "mac-roman": "macintosh",
    "shift_jis_2004": "shift_jis",
    "shift_jisx0213": "shift_jis",
    "tis-620": "windows-874",
}

# Labels of the standard that Python does not know.
LABELS: dict[str, str] = {
    "cn-big5": "big5",
    "csiso88598i": "iso-8859-8",
    "dos-874": "windows-874",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601": "euc-kr",
    "unicode": "utf-16le",
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "utf8mb4": "utf-8",
    "windows-31j": "shift_jis",
    "windows-949": "euc-kr",
    "x-euc-jp": "euc-jp",
    "x-gbk": "gb18030",
    "x-mac-roman": "macintosh",
    "x-mac-ukrainian": "x-mac-cyrillic",
    "x-sjis": "shift_jis",
    "x-x-big5": "big5",
}


def web_name(label: str | None) -> str | None:
    """The WHATWG name of a charset label, None for one that names no charset of text.

    >>> web_name("ISO-8859-1"), web_name("gb2312"), web_name(" x-sjis"), web_name("tis-620"), web_name("none")
    ('windows-1252', 'gb18030', 'shift_jis', 'windows-874', None)
    """
    key = (label or "").strip(" \t\r\n\"'").lower()
    if key in LABELS or not key.isascii() or not key.isprintable():
        return LABELS.get(key)
    try:
        codec = codecs.lookup(key)
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name in {"utf-7", "punycode", "idna", "unicode_escape"}:
        return None  # no charsets, or (UTF-7) one that the web refuses to read because markup can hide in it
    return WEB_NAMES.get(codec.name, codec.name.replace("iso8859", "iso-8859").replace("cp125", "windows-125"))


def readers(name: str) -> tuple[str, ...]:
    """The Python codecs to try for a WHATWG name, in order."""
    return READERS.get(name, (name,))
