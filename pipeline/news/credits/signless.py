"""Credits that no sign at all parts from their caption: names at the end of what is no sentence."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news import tables
from pipeline.news.agencies import ARTICLES, PARTICLES, Part, Weight, agency, folded, name_of, service, weigh, words
from pipeline.news.credits.cuts import BYLINE, STARTS, Cut, ended

# Before these an agency belongs to the sentence: "how he came to AFP".
GOVERNING = """at bei by con dans from för für in mit med nach on or oder par per pour said says sur till to told und
via voor with zu"""
PREPOSITIONS = frozenset(GOVERNING.split())
# What follows is a place.
PLACES = (
    """a à ad at aus bei blizu din em en i iz în in kod la na nach near od på pri u v ve ved vid w we в во на под у"""
)
PLACING = frozenset(PLACES.split())
# A person after a year, or in capitals.
LOUD = re.compile(r"(?:19|20)\d\d (?=[A-ZÀ-Þ])|[a-zß-ÿ] (?=[A-ZÀ-Þ]{3,} [A-ZÀ-Þ]{3,}\b)")
LOUD_WORD = re.compile(r"[^\W\d_][)\]]? ([^\W\d_a-zß-ÿ]{4,9}) (?=[^\W\d_a-zß-ÿ])")
CAMEL = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")
GLUED = re.compile(r"[^\W\d_]{3}[a-zß-ÿ](?=[A-ZÀ-Þ])")  # a word of four letters and more, and another glued to it


def unended(text: str) -> Cut | None:
    """... bei Nacht Name Name/AFP: no sentence ends, but a slash and an agency follow a name of two words or three, or
    an agency and a slash come before it."""
    slash = text.find("/", max(0, len(text) - 100))
    slash = slash if slash >= 0 else dashed(text)
    if slash < 0 or text[-1] == "." or BYLINE.match(text):
        return None
    base = max(0, slash - 60)
    tokens = [base + token.start() for token in re.finditer(r"\S+", text[base:slash])]
    written = text[base:slash].split()
    place = len(written) > 3 and folded(written[-4]) in PLACING  # "en Paiporta Ann Lee / EFE"
    place = place or (len(written) > 3 and written[-4].endswith(","))  # "на арене, Москва Ann Lee / TASS"
    place = place or (len(written) > 2 and "".join(written[-2:]).isupper() and not written[-3].isupper())
    sizes = ((loud_names(written), False), (1, True), (2, True), (2 if place else 3, False), (2, False))
    for size, known in sizes:
        if 0 < size < len(tokens) and (cut := cut_at(text, tokens[-size], slash, known, place)):
            return cut
    return None


def cut_at(text: str, start: int, slash: int, known: bool, place: bool) -> Cut | None:
    """The cut at `start` if a credit begins there: `known`, an agency up to the slash and a person behind it; else a
    name, after a date, a small letter or what `place` says is a place."""
    before, name, credit, owner = text[:start].rstrip(), text[start:slash], text[start:], text[slash + 1 :]
    if known and service(credit):
        return Cut(before, credit)
    first, last, weight = folded(name.split()[0]), before.rsplit(None, 1)[-1], weigh(credit)
    short = not known and weight is Weight.PAIR and first not in ARTICLES and owner.isupper() and text.count(" ") > 4
    if (weight is not Weight.PROOF and not short) or first in months():  # "on 11 August Ann Lee/AFP"
        return None
    if known:
        good = agency(name) is not None and name_of(re.split(r"[/|]", owner)[0]) is Part.PERSON
    else:
        good = place or dated(last) or (last.islower() and folded(last) not in ARTICLES)
    return Cut(before, credit, sure=not short) if good else None


def loud_names(written: list[str]) -> int:
    """How many words in capitals end a text that is not in capitals, if they may be a name of four or five: "... sirene
    de alerta ANNA LEE DE OLIVEIRA/"."""
    size = next((place for place, word in enumerate(reversed(written)) if not word.isupper()), len(written))
    return size if 4 <= size <= 5 else 0


def dated(last: str) -> bool:
    """Whether a word ends a date, to which no name belongs: "on 11 August", "in May 2025"."""
    return last.rstrip(",").isdigit() or folded(last) in months()


@cache
def months() -> frozenset[str]:
    """The names of months, folded."""
    return frozenset(folded(row[1]) for row in tables.rows("months"))


def dashed(text: str) -> int:
    """Where a dash does the work of a slash between a person and an agency at the end of a text: -1 if none does."""
    base = max(0, len(text) - 60)
    hyphen, dash = text.rfind(" - ", base), text.rfind("—", base)
    if hyphen >= 0 and agency(text[hyphen + 3 :]) is Part.OUTLET:
        return hyphen  # "Ann Lee - LA NACION"
    return dash if dash >= 0 and agency(text[dash + 1 :]) else -1  # "Ann Lee—Getty Images"


def spaced_slash(text: str) -> Cut | None:
    """... in Palma / Name Name, without a full stop on either side."""
    before, slash, rest = text[-100:].rpartition(" / ")
    if not slash or text[-1] == "." or BYLINE.match(text) or "/" in before or text.count(" ") < 6:
        return None
    if weigh(rest) is not Weight.NAMES or not (2 <= len(rest.split()) <= 3 or rest[0] == "@"):
        return None
    return Cut(text[: len(text) - len(rest) - len(slash)], rest, sure=False)


@cache
def agency_ends() -> frozenset[str]:
    """The last words of agencies, as they are written, that may hang on a caption without any sign."""
    kept = (Part.PHOTO.value, Part.NEWS.value)
    lasts = {row[1].split()[-1] for row in tables.rows("agencies") if row[2] in kept}
    return frozenset(lasts | {last.upper() for last in lasts})


def hung(text: str) -> Cut | None:
    """... im Europaparlament AFP: no sign at all, but a news agency or photo service ends what is no sentence."""
    tokens = text[-90:].split()
    if not text[-1].isalpha():
        return None
    if len(tokens) > 3 and tokens[-2][0].isupper() and folded(tokens[-2]) in words("mark") and agency(tokens[-1]):
        return Cut(text[: text.rindex(tokens[-2])].rstrip(), tokens[-1], sure=False)  # "... în București FOTO Mediafax"
    if cut := after_loud_word(text):
        return cut
    if sum(token[0].islower() for token in tokens) < 2:
        return None
    for size in (3, 2):
        if len(tokens) > size + 4 and timed(tokens[:-size], tokens[-size:]):
            return Cut(text[: text.rindex(tokens[-size])].rstrip(), " ".join(tokens[-size:]), sure=False)
    for size in (3, 2) if LOUD.search(text[-48:]) else ():
        if len(tokens) > size + 4 and loud(tokens[-size - 2 : -size], tokens[-size:]):
            return Cut(text[: text.rindex(tokens[-size])].rstrip(), " ".join(tokens[-size:]), sure=False)
    for size in (4, 3, 2, 1) if tokens[-1] in agency_ends() else ():
        name = " ".join(tokens[-size:])
        if len(tokens) < size + 5 or agency(name) not in (Part.PHOTO, Part.NEWS):
            continue
        last = tokens[-size - 1]
        governed = folded(last) in ARTICLES | PARTICLES | PREPOSITIONS | words("after", "given", "mark")
        before = text[: text.rindex(tokens[-size])].rstrip()
        if last[0].isupper() and folded(last) in words("mark"):
            return Cut(before[: -len(last)].rstrip(), name, sure=False)
        return None if governed or not last[-1].isalnum() else Cut(before, name, sure=False)
    return None


def after_loud_word(text: str) -> Cut | None:
    """... à Québec PHOTO ANN LEE, LE PLANET: the word for a picture in capitals, in a text that is not."""
    for word in LOUD_WORD.finditer(text, max(0, len(text) - 90)):
        before, rest = text[: word.start(1)].rstrip(), text[word.end() :].strip()
        named = weigh(rest) in (Weight.PROOF, Weight.PAIR, Weight.AGENCY)
        named = named or (rest.isupper() and name_of(rest.split(",")[0]) is Part.PERSON)
        if named and rest[0].isupper() and folded(word.group(1)) in words("mark") and not before.isupper():
            return Cut(before, rest, sure=False)
    return None


def timed(before: list[str], name: list[str]) -> bool:
    """Whether a person stands after the time that ends what is seen ("..., esta madrugada Ana Roca"). Headings may end
    so too ("Declara este martes Ana Roca"), but they are short and have no comma before the time."""
    if before[-1] not in words("when") or name_of(" ".join(name)) is not Part.PERSON or folded(name[0]) in ARTICLES:
        return False
    return len(before) > 7 or any(token.endswith(",") for token in before[-4:-1])


def loud(last: list[str], name: list[str]) -> bool:
    """Whether a person at the end of a text cannot belong to its sentence: after a year that ends it ("in May 2025 Ann
    Lee", not "the 2010 Care Act"), or alone in capitals. `last`: the two words before."""
    if name_of(" ".join(name)) is not Part.PERSON or folded(name[0]) in ARTICLES:
        return False
    if re.fullmatch(r"(?:19|20)\d\d", last[1]):
        return folded(last[0]) not in ARTICLES | PARTICLES and last[0][-1].isalpha() and not last[0].endswith("s")
    capitals = all(token.isupper() and len(token) > 2 and token.isalpha() for token in name)
    return capitals and last[1][-1].islower() and folded(last[1]) not in ARTICLES | PARTICLES | PREPOSITIONS


def glued(text: str) -> Cut | None:
    """... en el Palau de Sant JordiÀlex Garcia, ... im EuropaparlamentAFP: names glued to the last word."""
    tail = text[-80:]
    found = list(GLUED.finditer(tail)) if CAMEL.search(tail) else []
    if not found or not text[-1].isalpha() or text.count(" ") < 6:
        return None
    before, rest = text[: len(text) - len(tail) + found[-1].end()], tail[found[-1].end() :]
    word = before.rsplit(None, 1)[-1].rsplit("-", 1)[-1]
    if not word.isalpha() or not word[1:].islower() or sum(t[0].islower() for t in before.split()) < 2:
        return None
    head = re.split(r"[\s/|]", f"{word}{rest}", maxsplit=3)
    begins = word[0].isupper() and before[: -len(word)].rstrip().endswith(tuple(".!?)"))
    if begins or agency(f"{word}{rest}") or any(agency(" ".join(head[:size])) for size in (1, 2)):
        return None  # "LaPresse", "... in Paris. MediaNews Group"
    weight = weigh(rest)
    named = weight is Weight.NAMES and name_of(rest) is Part.PERSON and rest.count(" ") < 3
    if weight is Weight.AGENCY:  # "... en París.Ann LeeEFE"
        for start in STARTS.finditer(before, max(0, len(before) - 60)):
            if name_of(before[start.end() :]) is Part.PERSON and ended(before[: start.start()]):
                return Cut(before[: start.start()], f"{before[start.end() :]} / {rest}")
    known = named or weight in (Weight.PROOF, Weight.AGENCY, Weight.PAIR)
    return Cut(before, rest, sure=weight is Weight.PROOF) if known else None
