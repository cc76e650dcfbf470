"""Copies: which articles repeat which. Plain Python and numpy; no Beam, no paths.

folding, words, shingles     text -> words -> the runs of words that are compared
fingerprints, blocks         articles -> one packed block of numpy columns (2.5 kB an article)
outlets, order, rule         names of outlets; which printing comes first; every threshold with its reason
shelf, chrome, masks         many blocks as one; the page chrome they teach; which shingles it takes out
keys, busy                   which articles meet; keys that very many hold
figures, judge, pairs        what two articles share; whether one covers the other; what was found
decide                       judged pairs -> what is kept and what repeats it
resolve, resolution          a whole batch: blocks -> decision; verdicts: by block, for whoever writes
index, runs                  a stream: block after block, provisional verdicts
passages                     what two texts share, for `copydesk explain`
"""
