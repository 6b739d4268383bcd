"""A small network taught by the large one: it learns all the scores of its teacher, not only the right answer.

(Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network".) What it is taught on needs no
trees, so open news text is added to the treebanks.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.language.fit import Losses, answers, inside, tensors
from training.language.network import Network, Sizes
from training.language.windows import Window

#: Layers of the teacher that the pupil starts from.
LAYERS = (0, 3, 5)
#: What the treebanks' own answers count beside the teacher's.
GOLD = 0.3


def pupil(teacher: Network) -> Network:
    """Return a network with fewer layers that starts from its teacher's weights."""
    sizes = Sizes(
        len(LAYERS), *(getattr(teacher.sizes, n) for n in ("pieces", "pos", "feats", "labels", "names"))
    )
    network = Network(sizes)
    weights = {k: v for k, v in teacher.state_dict().items() if not k.startswith("layers.")}
    for here, there in enumerate(LAYERS):
        own = teacher.layers[there].state_dict()
        weights |= {f"layers.{here}.{name}": value for name, value in own.items()}
    network.load_state_dict(weights)
    return network


def taught_by(teacher: Network) -> Losses:
    """Return the losses of a pupil against this teacher's scores, and where there are any, the treebank's answers."""
    teacher.eval()

    def taught(network: Network, batch: list[Window]) -> dict[str, Tensor]:
        given = tensors(batch, ("pieces", "letters", "first"), 0)
        words = tensors(batch, ("sentence",), -2)["sentence"] >= 0
        outside = ~inside(batch)
        with torch.no_grad():
            states = teacher.encode(**given)
            wanted = _scores(teacher, states, outside)
            heads = wanted["arc"].argmax(-1)
            wanted["dep"] = teacher.labels(states, heads)
        x = network.encode(**given)
        scores = _scores(network, x, outside)
        scores["dep"] = network.labels(x, heads)
        found = {name: _apart(scores[name][words], wanted[name][words]) for name in wanted}
        begins = torch.sigmoid(teacher.start(states)[..., 0].float()[words])
        found["start"] = functional.binary_cross_entropy_with_logits(
            network.start(x)[..., 0].float()[words], begins.detach()
        )
        found["state"] = functional.mse_loss(x.float()[words], states.float()[words])
        if any(max(window.names) >= 0 for window in batch):  # not news alone
            for name, value in answers(network, x, batch).items():
                found[name] = found[name] + GOLD * value
        return found

    return taught


def _scores(network: Network, x: Tensor, outside: Tensor) -> dict[str, Tensor]:
    return {
        "arc": network.arcs(x).float().masked_fill(outside, -1e4),
        "pos": network.pos(x),
        "feats": network.feats(x),
        "names": network.names(x),
    }


def _apart(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return how far the pupil's shares are from the teacher's: Kullback and Leibler's divergence, mean over words."""
    ours, theirs = scores.float().log_softmax(-1), wanted.float().log_softmax(-1)
    return functional.kl_div(ours, theirs, reduction="batchmean", log_target=True)
