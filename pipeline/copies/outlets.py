"""Outlets: when two names mean the same one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.copies.arrays import hash_text

_HOST = re.compile(
    r"^(?:https?://)?(?:www\.|m\.|amp\.)?([\w-]+)(?:\.(?:com|co|org|net|gov|edu))?(?:\.\w{2,5})?(?:/.*)?$"
)


@lru_cache(maxsize=10_000)  # a run has few outlets and asks for each again and again
def outlet_key(name: str | None) -> int:
    """The name of an outlet as 64 bits, 0 for none: an address and the name that it spells are one outlet.

    >>> outlet_key("www.reuters.com") == outlet_key("Reuters") == outlet_key("REUTERS")
    True
    >>> outlet_key("The Washington Post") == outlet_key("washingtonpost.com")
    True
    """
    if not name or not name.strip():
        return 0
    name = unicodedata.normalize("NFKC", name).casefold().strip()
    host = _HOST.match(name) if "." in name and " " not in name else None
    letters = "".join(char for char in (host[1] if host else name) if char.isalnum())
    letters = letters.removeprefix("the") if len(letters) > 6 else letters
    return hash_text(letters) if letters else 0
