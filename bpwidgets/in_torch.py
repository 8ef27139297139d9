"""What rows of the engine's tables are called in PyTorch, as text to put into programs."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACTIVATIONS: Mapping[str, str] = MappingProxyType({
    "identity": "{z}", "sigmoid": "torch.sigmoid({z})", "tanh": "torch.tanh({z})", "relu": "torch.relu({z})",
    "scaled_tanh": "1.7159 * torch.tanh(2 * {z} / 3)", "leaky_relu": "torch.nn.functional.leaky_relu({z})",
    "selu": "torch.selu({z})",
    "softplus": "torch.nn.functional.softplus({z})", "elu": "torch.nn.functional.elu({z})",
    "silu": "torch.nn.functional.silu({z})", "gelu": "torch.nn.functional.gelu({z})"})
LOSSES: Mapping[str, str] = MappingProxyType({
    "mse": "(({a} - y) ** 2).mean()", "half_mse": "(({a} - y) ** 2).mean() / 2", "sse": "(({a} - y) ** 2).sum()",
    "half_sse": "(({a} - y) ** 2).sum() / 2", "quadratic": "(({a} - y) ** 2).sum() / (2 * len(x))",
    "mae": "({a} - y).abs().mean()", "huber": "torch.nn.functional.huber_loss({a}, y)",
    "binary_cross_entropy": "torch.nn.functional.binary_cross_entropy_with_logits({a}, y)",
    "softmax_cross_entropy": "torch.nn.functional.cross_entropy({a}, y)"})
OPTIMIZERS: Mapping[str, str] = MappingProxyType({
    "sgd": "torch.optim.SGD(parameters, lr={rate!r})",
    "momentum": "torch.optim.SGD(parameters, lr={rate!r}, momentum=0.9)",
    "nesterov": "torch.optim.SGD(parameters, lr={rate!r}, momentum=0.9, nesterov=True)",
    "adagrad": "torch.optim.Adagrad(parameters, lr={rate!r})",
    "adadelta": "torch.optim.Adadelta(parameters, lr={rate!r})",
    "rmsprop_centered": "torch.optim.RMSprop(parameters, lr={rate!r}, centered=True)",
    "rmsprop": "torch.optim.RMSprop(parameters, lr={rate!r})", "adam": "torch.optim.Adam(parameters, lr={rate!r})",
    "adamw": "torch.optim.AdamW(parameters, lr={rate!r})", "nadam": "torch.optim.NAdam(parameters, lr={rate!r})",
    "amsgrad": "torch.optim.Adam(parameters, lr={rate!r}, amsgrad=True)"})
