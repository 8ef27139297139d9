"""Terms of filters that share their weights over an image."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("filter", ("filter", "filters"),
         "A few weights and a bias that slide over an image: the same ones at every position; a kernel",
         "z[p,q] = sum over i, j of x[p+i, q+j] w[i,j] + b", lesson=24),
    Term("feature map", ("feature map", "map a", "maps a"),
         "What a filter makes of an image: one number for each position", "a = f(z)",
         lesson=24),
    Term("position", ("position", "positions"), "A place of the filter on the image: 36 of them on 8 x 8 pixels",
         lesson=24),
    Term("share", ("share", "shares"), "What one position sends into a weight that all positions use",
         "delta[p,q] x[p+i, q+j]; dL/dw[i,j] is the sum over all positions", lesson=24),
    Term("pooling", ("pooling", "pool", "pooled"),
         "Each window of 2 x 2 numbers of a map becomes one, the largest or the mean",
         "backward the largest gets the whole gradient; of a mean each gets a quarter", lesson=24),
    Term("convolutional net", ("convolutional net",), "A net whose first layer is filters that slide over the image",
         lesson=24),
    Term("dense net", ("dense net",), "A net in which every unit has a weight of its own for every input", lesson=24),
    Term("w11 to w33", tuple(f"w{i}{j}" for i in (1, 2, 3) for j in (1, 2, 3)),
         "The nine weights of a filter: w12 stands in row 1, column 2", everyday=True),
    Term("sum over positions", ("Σ", "sum so far", "sums", "first"), "The shares of the positions, added up",
         everyday=True),
    Term("image", ("image", "frame", "thin frame"),
         "What the filter slides over: 8 x 8 pixels; the thin frame is what the chosen weight sees on its way",
         everyday=True),
    Term("row and column", ("row", "column"), "Where the filter is, counted from the upper left", everyday=True),
    Term("weights by hand", ("weights by hand", "set by hand"),
         "Weights of the filter that you set; the others are those of training", everyday=True),
    Term("moved digits", ("moved by", "all test digits moved to the right, pixels"),
         "Digits are moved by whole pixels before a net sees them; what leaves the picture is lost", everyday=True),
)
