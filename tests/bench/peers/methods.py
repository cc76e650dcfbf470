"""The peers, each as a function: texts in, pairs of alike texts (by number) out. Their own code does the signatures.

What they share here: a pair comes from an equal bucket; whoever calls joins the pairs to clusters, as all four do.
Imports are inside the functions, since the peers live in an environment of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

Pairs = Iterable[tuple[int, int]]
WORDS = 4  # of a shingle, for the peers that leave shingling to their user, as for copydesk
PERMUTATIONS = 128


class Method(NamedTuple):
    """A peer with one setting."""

    name: str
    setting: str
    pairs: Callable[[Sequence[str]], Pairs]


def shingles(text: str) -> list[str]:
    """All runs of WORDS words, in lower case; a short text is one."""
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[k : k + WORDS]) for k in range(max(1, len(words) - WORDS + 1))]


def bucketed(signatures: Iterable[tuple[int, Iterable[Hashable]]]) -> Iterator[tuple[int, int]]:
    """Each text with the first one in each of its buckets."""
    first: list[dict[Hashable, int]] = []
    for number, buckets in signatures:
        for place, bucket in enumerate(buckets):
            while len(first) <= place:
                first.append({})
            found = first[place].setdefault(bucket, number)
            if found != number:
                yield found, number


def datatrove(buckets: int, rows: int) -> Callable[[Sequence[str]], Pairs]:
    """datatrove's MinHash: its tokens (spaCy's English), 5-grams and signatures; its later stages find equal buckets
    and join them, which is done here in memory."""

    def pairs(texts: Sequence[str]) -> Pairs:
        import tempfile

        from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature  # type: ignore[import-not-found]

        config = MinhashConfig(num_buckets=buckets, hashes_per_bucket=rows)
        step = MinhashDedupSignature(output_folder=tempfile.gettempdir(), config=config)

        def signatures() -> Iterator[tuple[int, Iterable[Hashable]]]:
            for number, text in enumerate(texts):
                found = step.get_shingles(text)
                if found.size:
                    yield number, map(tuple, step.get_signature(found))

        return bucketed(signatures())

    return pairs


def text_dedup(threshold: float, ngram: int = 5, num_perm: int = 250) -> Callable[[Sequence[str]], Pairs]:
    """text-dedup's MinHash: its embed_func and optimal_param with the defaults of its command line."""

    def pairs(texts: Sequence[str]) -> Pairs:
        import numpy as np
        from text_dedup.minhash import NON_ALPHA, embed_func  # type: ignore[import-not-found]
        from text_dedup.utils import optimal_param, sha1_hash  # type: ignore[import-not-found]

        bands, rows = optimal_param(threshold, num_perm, false_positive_weight=0.5, false_negative_weight=0.5)
        prime = np.uint64((1 << 61) - 1)
        rng = np.random.RandomState(42)
        options: dict[str, Any] = {
            "num_perm": num_perm,
            "ngram_size": ngram,
            "min_length": 5,
            "hashranges": [(k * rows, (k + 1) * rows) for k in range(bands)],
            "permutations": (
                rng.randint(1, prime, size=(num_perm,), dtype=np.uint64),
                rng.randint(0, prime, size=(num_perm,), dtype=np.uint64),
            ),
            "hash_func": lambda data: sha1_hash(data, d=32),
            "dtype": np.uint64,
            "max_hash": np.uint32((1 << 32) - 1),
            "modulo_prime": prime,
        }
        return bucketed(
            (number, embed_func(text, number, **options)["__signatures__"])
            for number, text in enumerate(texts)
            if len(NON_ALPHA.split(text.lower())) >= 5
        )

    return pairs


def datasketch(threshold: float) -> Callable[[Sequence[str]], Pairs]:
    """datasketch's MinHash and MinHashLSH, every candidate checked by the estimated similarity."""

    def pairs(texts: Sequence[str]) -> Pairs:
        from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

        lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        known = []
        for number, text in enumerate(texts):
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([shingle.encode() for shingle in set(shingles(text))])
            known.append(sketch)
            for found in lsh.query(sketch):
                if known[found].jaccard(sketch) >= threshold:
                    yield found, number
            lsh.insert(number, sketch)

    return pairs


def rensa(threshold: float, bands: int) -> Callable[[Sequence[str]], Pairs]:
    """rensa's RMinHash (full sets) and RMinHashLSH, every candidate checked by the estimated similarity."""

    def pairs(texts: Sequence[str]) -> Pairs:
        from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found]

        lsh = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=bands)
        known = []
        for number, text in enumerate(texts):
            sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
            sketch.update(shingles(text))
            known.append(sketch)
            for found in lsh.query(sketch):
                if known[found].jaccard(sketch) >= threshold:
                    yield found, number
            lsh.insert(number, sketch)

    return pairs


def clusters(pairs: Pairs, count: int) -> list[list[int]]:
    """Texts joined by pairs, however far apart: the clusters of more than one, in order.

    >>> clusters([(0, 2), (2, 3)], 5)
    [[0, 2, 3]]
    """
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(count):
        members[root(number)].append(number)
    return [group for group in members.values() if len(group) > 1]


METHODS = (
    Method("datatrove", "default: 14 x 8", datatrove(14, 8)),
    Method("datatrove", "24 x 4", datatrove(24, 4)),
    Method("text-dedup", "default: .7", text_dedup(0.7)),
    Method("text-dedup", ".5", text_dedup(0.5)),
    Method("datasketch", ".5, checked", datasketch(0.5)),
    Method("datasketch", ".4, checked", datasketch(0.4)),
    Method("rensa", ".8, 8 bands", rensa(0.8, 8)),
    Method("rensa", ".4, 32 bands", rensa(0.4, 32)),
)
