"""Fit the network to the windows, on one or two cores."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from copy import deepcopy

import torch
from torch import Tensor
from torch.nn import functional

from training.language.network import Network
from training.language.windows import NOTHING, Window, batches, padded

#: Pieces in a batch, learning rates of encoder and heads, share of the steps in which they rise.
BATCH, ENCODER_RATE, HEAD_RATE, WARM = 1500, 2e-4, 1.5e-3, 0.06
#: What is summed to the loss of a step: name to mean loss, unweighted.
Losses = Callable[[Network, list[Window]], dict[str, Tensor]]
#: The weights that are kept are averages over about this many steps.
AVERAGED = 250
#: The parts of the network that are the encoder.
ENCODER = ("words", "positions", "letters", "norm", "layers")
#: What each head's loss counts.
WEIGHTS = {"arc": 1.0, "dep": 1.0, "pos": 0.5, "feats": 0.5, "start": 0.5, "names": 1.0, "state": 1.0}


def tensors(batch: list[Window], parts: tuple[str, ...], padding: int) -> dict[str, Tensor]:
    """Return these parts of the windows of a batch, rows of one length."""
    return {name: torch.from_numpy(padded(batch, name, padding)) for name in parts}


def inside(batch: list[Window]) -> Tensor:
    """Return which words (batch, words, heads) may be a word's head.

    They are those of its own sentence, and the beginning of the window: then it is the root.
    """
    sentence = tensors(batch, ("sentence",), -2)["sentence"]
    return (sentence[:, :, None] == sentence[:, None, :]) | (sentence == -1)[:, None, :]


def losses(network: Network, batch: list[Window]) -> dict[str, Tensor]:
    """Return the loss of each head on a batch."""
    return answers(network, network.encode(**tensors(batch, ("pieces", "letters", "first"), 0)), batch)


def answers(network: Network, x: Tensor, batch: list[Window]) -> dict[str, Tensor]:
    """Return the loss of each head, given the states `x` of the words, against the answers of the treebanks."""
    gold = tensors(batch, ("heads", "deps", "pos", "feats", "starts", "names"), NOTHING)
    arcs = network.arcs(x).float().masked_fill(~inside(batch), -1e4)
    known = gold["starts"] != NOTHING
    begins = network.start(x)[..., 0].float()[known]
    return {
        "arc": _cross(arcs, gold["heads"]),
        "dep": _cross(network.labels(x, gold["heads"].clamp(min=0)).float(), gold["deps"]),
        "pos": _cross(network.pos(x).float(), gold["pos"]),
        "feats": _cross(network.feats(x).float(), gold["feats"]),
        "names": _cross(network.names(x).float(), gold["names"]),
        "start": functional.binary_cross_entropy_with_logits(begins, gold["starts"][known].float()),
    }


def _cross(scores: Tensor, gold: Tensor) -> Tensor:
    """Return the mean loss over the words that have something to learn; 0 where none has."""
    flat = scores.flatten(0, 1)
    total = functional.cross_entropy(flat, gold.flatten(), ignore_index=NOTHING, reduction="sum")
    return total / (gold != NOTHING).sum().clamp(min=1)


def fit(
    network: Network,
    epoch: Callable[[random.Random], list[Window]],
    steps: int,
    seed: int,
    loss_of: Losses = losses,
    pace: float = 1.0,
) -> Network:
    """Train the network on the windows of one pass after the other; return it with averaged weights.

    `pace` multiplies the learning rates.
    """
    rng = random.Random(seed)
    heads = [p for name, p in network.named_parameters() if not name.startswith(ENCODER)]
    encoder = [p for name, p in network.named_parameters() if name.startswith(ENCODER)]
    adam = torch.optim.AdamW(
        [{"params": encoder, "lr": pace * ENCODER_RATE}, {"params": heads, "lr": pace * HEAD_RATE}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
    )
    rise = WARM * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda n: min((n + 1) / rise, (steps - n) / (steps - rise))
    )
    average: Network = deepcopy(network).eval()
    told: dict[str, float] = {}
    queue: list[list[Window]] = []
    began = time.monotonic()
    network.train()
    for step in range(1, steps + 1):
        if not queue:
            queue = batches(epoch(rng), BATCH, rng)
            print(f"a pass has {len(queue)} batches", flush=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = loss_of(network, queue.pop())
        loss = sum((value * WEIGHTS[name] for name, value in found.items()), torch.zeros(()))
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        adam.step()
        schedule.step()
        if step % 5 == 0:
            keep = min(1 - 5 / AVERAGED, step / (step + 50))
            with torch.no_grad():
                for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                    mean.lerp_(now, 1 - keep)
        for name, value in found.items():
            told[name] = 0.98 * told.get(name, float(value.detach())) + 0.02 * float(value.detach())
        if step % 100 == 0:
            shown = " ".join(f"{name} {value:.3f}" for name, value in told.items())
            print(f"step {step}/{steps} {time.monotonic() - began:.0f} s: {shown}", flush=True)
    return average
