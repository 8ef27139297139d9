"""A short text whose next letter often depends on a word some ten letters back: which animal did what?

"This Is the House That Jack Built" is a nursery rhyme without a known author, in print since 1755: public domain. Here
are its first six verses, in small letters.
"""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

_LINES = ("house that jack built.", "malt that lay in the ", "rat that ate the ", "cat that killed the ",
          "dog that worried the ", "cow that tossed the ")
# Each verse begins with a line more and runs back to the house.
TEXT = "".join(f"this is the {''.join(_LINES[verse::-1])} " for verse in range(len(_LINES)))
ALPHABET = "".join(sorted(set(TEXT)))
_PLACE = MappingProxyType({letter: k for k, letter in enumerate(ALPHABET)})
NUMBERS = np.array([_PLACE[letter] for letter in TEXT])
NUMBERS.flags.writeable = False


# The letter after these words depends on the animal in them: the cat killed, the rat ate.
FAR = "the cat that "


def far_window(length: int) -> int:
    """Where a piece of this length begins that ends with these words.

    >>> start = far_window(20)
    >>> TEXT[start:start + 20], TEXT[start + 20]
    ('his is the cat that ', 'k')
    """
    return max(TEXT.index(FAR) + len(FAR) - length, 0)


def entropy() -> float:
    """The loss of a net that knows how often each letter is, and nothing of what stands before it.

    >>> round(entropy(), 3), len(TEXT), len(ALPHABET)
    (2.524, 505, 22)
    """
    shares = np.bincount(NUMBERS) / len(NUMBERS)
    return float(-(shares * np.log(shares)).sum())
