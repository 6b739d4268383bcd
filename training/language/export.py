"""The network as ONNX, its large weights and what they are multiplied with as 8-bit numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from dragoman.language.encoder import session
from training.language import rounding
from training.language.network import Network
from training.language.windows import Window, padded

#: Added to the score of a sentence start (0: as likely as not). Best for the F1 of sentences on the development
#: parts of EWT and GUM.
START = 0.0
INPUTS = ("pieces", "letters", "first")
OUTPUTS = ("arcs", "dependents", "heads", "biases", "pos", "feats", "starts", "names")


class Outputs(nn.Module):
    """All scores of a batch at once, as the run time reads them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, letters: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Return arcs (batch, words, heads), what labels are scored with, and classes of words.

        The score of label l between word w and head h is ``dependents[w, l, :-1] @ heads[h] +
        dependents[w, l, -1] + biases[h, l]``.
        """
        net = self.network
        x = net.encode(pieces, letters, first)
        dependent, head = net.label_spaces(x)
        starts = net.start(x)[..., 0] + START
        return (
            net.arcs(x),
            dependent,
            head,
            net.label_bias(head),
            net.pos(x),
            net.feats(x),
            starts,
            net.names(x),
        )


def export(network: Network, samples: Sequence[Sequence[Window]]) -> bytes:
    """Return the network as an ONNX file; `samples` are batches that show in what range its states lie."""
    import onnx

    feeds = [{name: padded(list(batch), name, 0) for name in INPUTS} for batch in samples]
    example = tuple(torch.from_numpy(feeds[0][name]) for name in INPUTS)
    axes = {
        "pieces": {0: "batch", 1: "pieces"},
        "letters": {0: "batch", 1: "pieces"},
        "first": {0: "batch", 1: "words"},
    }
    axes |= {name: {0: "batch", 1: "words"} for name in OUTPUTS}
    axes["arcs"][2] = "heads"
    written = io.BytesIO()
    torch.onnx.export(
        Outputs(network).eval(), example, written, input_names=list(INPUTS), output_names=list(OUTPUTS),
        dynamic_axes=axes, dynamo=False, opset_version=17,
    )  # fmt: skip
    model = onnx.load_from_string(written.getvalue())
    rounding.round_numbers(model, feeds)
    onnx.checker.check_model(model)
    exported = bytes(model.SerializeToString(deterministic=True))
    _compare(network, exported, feeds[0], example)
    return exported


def _compare(network: Network, exported: bytes, feed: rounding.Feed, example: tuple[Tensor, ...]) -> None:
    """Raise `RuntimeError` when the exported network does not read nearly as the trained one."""
    found = session(exported).run(list(OUTPUTS), feed)
    with torch.no_grad():
        wanted = Outputs(network).eval()(*example)
    inside = torch.arange(example[2].shape[1]) == 0
    inside = inside | (example[2] > 0)
    for name, w, f in zip(OUTPUTS, wanted, found, strict=True):
        off = float((w - torch.from_numpy(f))[inside].abs().mean() / w[inside].abs().mean())
        if off > 0.1:
            raise RuntimeError(f"exported {name} are on average off by {off:.0%} of the trained ones")
