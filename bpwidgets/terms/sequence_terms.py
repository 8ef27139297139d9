"""Terms of nets that read sequences: cells and their gates, how far the error goes back, two tasks."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("plain net", ("plain net", "plain"),
         "A recurrent net whose memory is its last output: on the way back each step multiplies the error by U^T "
         "and by a slope", "h_t = tanh(x_t W + h_(t-1) U + b)", lesson=21),
    Term("LSTM", ("LSTM",), "A recurrent net with a cell state that gates write to, keep and read",
         "c_t = f_t c_(t-1) + i_t g_t", lesson=21),
    Term("GRU", ("GRU",), "A recurrent net whose state is a mean of what it was and of what is new",
         "h_t = u_t h_(t-1) + (1 - u_t) n_t", lesson=21),
    Term("forget gate", ("forget gate", "forget gates", "forget bias"),
         "How much of its state a cell of an LSTM keeps from one step to the next, 0 to 1: along the state the error "
         "is multiplied by it and by nothing else", lesson=21),
    Term("update gate", ("update gate", "update gates"), "How much of its state a GRU keeps, 0 to 1", lesson=21),
    Term("input gate", ("input gate",), "How much of what is new a cell writes to its state, 0 to 1", lesson=21),
    Term("output gate", ("output gate",), "How much of its state a cell shows, 0 to 1", lesson=21),
    Term("reset gate", ("reset gate",), "How much of its state a GRU uses for what is new, 0 to 1", lesson=21),
    Term("gates", ("gates", "gates of"), "Numbers from 0 to 1 that a net computes at each step, and multiplies by",
         lesson=21),
    Term("kept", ("kept", "best unit", "product of the forget gates", "product of the update gates"),
         "The part of a cell's state at one step that is still there at the output: the product of all gates between",
         "prod_(s > t) f_s", lesson=21),
    Term("steps back", ("steps back", "steps back from the output", "back"),
         "How many steps lie between an input and the output", lesson=21),
    Term("cut after", ("cut after", "cut off", "cut off: 0 arrives"),
         "Truncated backpropagation through time: the error is carried back so many steps, and is 0 before", lesson=21),
    Term("size of d output / d input", ("size of d output / d input", "size of d loss / d input", "gradient of"),
         "How much the output, or its loss, changes with the input of a step, by the chain rule through all steps "
         "between", lesson=21),
    Term("adding problem", ("add the two marked numbers", "saying 1"),
         "A number and a mark at each step; the target is the sum of the two numbers with a mark, and who always says "
         "1 has a mean squared error of 1/6", lesson=21),
    Term("rhyme", ("next letter of a rhyme", "frequencies"),
         "The next letter of a nursery rhyme; who knows only how often each letter is has the loss of the dotted line",
         everyday=True),
    Term("whole gradient", ("length of the whole gradient, before clipping", "whole gradient"),
         "The length of the gradient of all parameters, to which all steps contribute", lesson=21),
    Term("clipped to", ("clipped to",), "A longer gradient is shortened to this length", lesson=21),
    Term("output at step", ("output at step", "step asked"), "The step after which the net is asked", everyday=True),
    Term("task", ("task",), "What the nets learn", everyday=True),
    Term("recurrent cell", ("recurrent cell",), "What a recurrent net repeats at each step", everyday=True),
    Term("answer of a net", ("says",), "What the net gives at the step that is asked", everyday=True),
    Term("what comes", ("comes",), "The letter that stands there in the rhyme", everyday=True),
    Term("median", ("median",), "As many units keep more as keep less", everyday=True),
    Term("sequence", ("sequence", "sequences"), "What the net reads, step by step", everyday=True),
)
