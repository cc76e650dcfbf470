"""The rule: every threshold that says what a copy is, with its unit and the reason for its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

MICROS = 1_000_000


class Rule(NamedTuple):
    """What counts as a copy. All shares are of shingles (4 words, or 8 characters where words have no spaces)."""

    coverage: float = 0.6
    """A covers B if this share of B stands in A. .55 finds a little more and makes the first wrong drops."""

    min_shared: int = 10
    """Fewer shared shingles (13 words) are a quotation or a formula, never a copy."""

    similarity: float = 0.3
    """Below this Jaccard similarity the shared part must begin near the start of both (a cut copy, not a roll-up)."""

    near_start: int = 80
    """Shingles from its start within which the shared part of a cut copy begins, in both articles: two or three
    paragraphs. (40 loses 40 of 4,145 synthetic copies; the whole lead, 128, would let roll-ups in.)"""

    cut: float = 0.75
    """B is a mere cut of A if A covers at least this share of it and B does not cover A. (.8 leaves three more of 309
    newswire copies; .6 keeps the first published in .980 of the synthetic groups, .75 in .992.)"""

    like_length: float = 0.8
    """Two articles of which the shorter has this share of the longer's shingles may be one template filled twice."""

    template_shingles: int = 600
    """Longer texts are no filled templates: their numbers and names are not compared."""

    marked: float = 0.8
    """Two articles of like length must share their shingles with a number or a name at least this much as they share
    all of them. A form filled twice shares its words and not these; an edited copy shares both alike. (Of 9,752 pairs
    of forms that cover each other 4 pass, and 3.6 % of the edited copies of like length do not; a plain share of .6
    passes 8 and refuses 5.6 %.)"""

    horizon_s: int = 7 * 86_400
    """Articles published further apart are never compared (seconds); undated ones are compared with all."""

    busy: int = 64
    """A key held by more articles is compared through representatives only."""

    prefer: tuple[str, ...] = ()
    """Sources whose printing is kept rather than that of others."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Rule:
        """The rule as an output has noted it; what this version does not know is left out."""
        known = {name: value for name, value in values.items() if name in cls._fields}
        return cls(**known)._replace(prefer=tuple(known.get("prefer", ())))

    @property
    def horizon_us(self) -> int:
        """The horizon in microseconds."""
        return self.horizon_s * MICROS


RULE = Rule()
"""The rule as it is unless options change it."""
