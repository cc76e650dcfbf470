"""What stands before or behind an outlet's name and is not its own: an owner, a kind, a German ending."""

from __future__ import annotations

import re

import re2

from pipeline.news import dates
from pipeline.news.notice import wordings

_OWNER = re.compile(  # "the River Institute's blog", "the British newspaper"
    r"(?:(?:[A-Z][\w.&-]* ){0,4}[A-Z][\w.&-]*(?:['’]s|s['’])|[A-Z][a-z]+(?:an|ch|ek|ese|ic|ish|ki|li|ni|qi|ss|-based))"
    r" ((?:[a-z]+ )?[a-z]+) (?=[“\"‘]?[A-Z])"
)
# The number of an issue behind a name: "Freitag 12/2021", "Nueva Sociedad No 293", "Flussblatt Nr. 5".
_NUMBER = re.compile(
    r",? (?:(?i:n[oº°ªr]\.?|núm\.?|num\.?|heft|vol\.?|issue) ?\d[\d/-]*|\d{1,2}/\d{2}|\d{1,2}[/-]\d{4})$"
)
_NAMED = re.compile(r"^[^«„“\"]*?(\w+) [«„“\"]([^«»„“”\"]+)[»“”\"]$")  # "Schweizer Zeitung «Der Bote»"
# German bends the adjectives in an outlet's name after "in der" or "von der": Süddeutschen -> Süddeutsche.
_BENT = re.compile(r"\b(\w+sche|Neue|Allgemeine|Freie|Junge|Grüne|Rote)n(?= [A-ZÄÖÜ])")
_OWNED = re.compile(r"(blatt|spiegel|kurier|anzeiger|magazin|merkur|journal)e?s$")  # "des Handelsblatts"
# "Schweizer Onlinemagazin Republik"; of the shorter words "Berliner Zeitung" is a name.
_TOWN = re.compile(r"[A-ZÄÖÜ]\w+er (\w{8,}) (?=\S)")
_BENT_FIRST = re.compile(r"^(Blätter|Hefte)n\b")
_BENT_LAST = re.compile(r"^(\w+ )(Allgemeine|Rundschau)n(?=$| \()")


def owner_of_kind(text: str, language: str) -> int:
    """The length of an owner and a kind before the name: "the River Institute's blog The Current" -> "The Current"."""
    owner = _OWNER.match(text)
    if not owner or is_date(text[owner.end() :]):
        return 0
    return owner.end() if owner.group(1) == "blog" or is_word_of(owner.group(1), language, "KIND") else 0


def is_date(text: str) -> bool:
    """Whether a text begins with a date or the name of a month before a number."""
    return bool(re2.match(rf"(?i){dates.pattern()}(?:$|[^\pL\pN])", text[:40]))


def is_word_of(word: str, language: str, role: str) -> bool:
    """Whether a text is exactly a wording of a role."""
    return word.strip().lower() in wordings.roles(language).get(role, ())


def bare(name: str, language: str) -> str:
    """The name without what is not its own: the owner before it, German endings."""
    name = _NUMBER.sub("", name.strip(" ,;:°™®")).removesuffix("'s").removesuffix("’s")
    called = _NAMED.match(name)
    if called and is_word_of(called.group(1), language, "KIND"):
        return called.group(2)
    owned = re.match(r"(?:[A-Z][\w.&-]+ ){1,4}[A-Z][\w.&-]+(?:['’]s|s['’]) (?=[A-Z])", name)
    if owned:
        name = name[owned.end() :]
    if language == "de":
        town = _TOWN.match(name)
        name = name[town.end() :] if town and is_word_of(town.group(1), language, "KIND") else name
        kind, _, proper = name.partition(" ")
        name = proper if is_word_of(kind, language, "KIND") and proper.split()[:1] != ["für"] and proper else name
        name = unbent(name)
    return name


def unbent(name: str) -> str:
    """A German name as it stands alone: "Neuen Rundschau" -> "Neue Rundschau"."""
    name = _BENT_FIRST.sub(r"\1", _BENT.sub(r"\1", name))
    return _OWNED.sub(r"\1", _BENT_LAST.sub(r"\1\2", name))
