"""The network as ONNX, its large weights as 8-bit numbers with a scale for each row or column.

Sums are still taken in 32-bit floats: how a sentence is read must not depend on those read beside it, and
numbers rounded by the range of a whole batch would make it so.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from training.language.network import LABEL, Network

if TYPE_CHECKING:
    from onnx import GraphProto

#: Weights of at least so many numbers are rounded.
LARGE = 20_000
#: Added to the score of a sentence start (0: as likely as not): few windows of training hold two sentences,
#: many of those that are read do. Best for the F1 of undecided starts on the development parts of EWT and GUM.
START = 1.0


class Outputs(nn.Module):
    """All scores of a batch at once, as the run time reads them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Return arcs (batch, words, heads), labels (batch, words, heads, labels), classes of words."""
        net = self.network
        x = net.encode(pieces, first)
        dependent, head = net.label_spaces(x)
        spread = dependent[..., :LABEL].flatten(1, 2) @ head.transpose(1, 2)
        spread = spread.unflatten(1, (-1, net.sizes.labels)).transpose(2, 3)
        deps = spread + dependent[..., LABEL][:, :, None, :] + net.label_bias(head)[:, None, :, :]
        return net.arcs(x), deps, net.pos(x), net.feats(x), net.start(x)[..., 0] + START, net.names(x)


def export(network: Network) -> bytes:
    """Return the network as an ONNX file."""
    import onnx

    example = (torch.randint(5, 100, (2, 9)), torch.tensor([[0, 1, 2, 4], [0, 1, 3, 0]]))
    outputs = ["arcs", "deps", "pos", "feats", "starts", "names"]
    axes = {"pieces": {0: "batch", 1: "pieces"}, "first": {0: "batch", 1: "words"}}
    axes |= {name: {0: "batch", 1: "words"} for name in outputs}
    axes["arcs"][2] = axes["deps"][2] = "heads"
    written = io.BytesIO()
    torch.onnx.export(
        Outputs(network).eval(), example, written, input_names=["pieces", "first"], output_names=outputs,
        dynamic_axes=axes, dynamo=False, opset_version=17,
    )  # fmt: skip
    model = onnx.load_from_string(written.getvalue())
    _round(model.graph)
    onnx.checker.check_model(model)
    exported = bytes(model.SerializeToString(deterministic=True))
    _compare(network, exported, example)
    return exported


def _compare(network: Network, exported: bytes, example: tuple[Tensor, Tensor]) -> None:
    """Raise `RuntimeError` when the exported network does not read as the trained one, up to rounded weights."""
    from onnxruntime import InferenceSession

    session = InferenceSession(exported, providers=["CPUExecutionProvider"])
    found = session.run(None, {"pieces": example[0].numpy(), "first": example[1].numpy()})
    with torch.no_grad():
        wanted = Outputs(network).eval()(*example)
    for name, w, f in zip(("arcs", "deps", "pos", "feats", "starts", "names"), wanted, found, strict=True):
        off = float((w - torch.from_numpy(f)).abs().max() / (w.abs().max() + 1e-6))
        if off > 0.1:
            raise RuntimeError(f"exported {name} differ by {off:.2f} of their range from the trained ones")


def _round(graph: GraphProto) -> None:
    """Round large weights; a table is made floats again row by row, a factor once, when it is loaded."""
    from onnx import TensorProto, helper, numpy_helper

    large = {w.name: w for w in graph.initializer if int(np.prod(w.dims)) >= LARGE and len(w.dims) == 2}
    nodes = []
    for node in graph.node:
        name = next((i for i in node.input if i in large), None)
        if name is None:
            nodes.append(node)
            continue
        table = node.op_type == "Gather"
        weight = numpy_helper.to_array(large[name])
        scale = np.abs(weight).max(1 if table else 0, keepdims=True).astype(np.float32) / 127
        rounded = np.rint(weight / np.maximum(scale, 1e-12)).astype(np.int8)
        graph.initializer.append(numpy_helper.from_array(rounded, f"{name}.rounded"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
        if table:
            (out,), places = node.output, node.input[1]
            nodes += [
                helper.make_node("Gather", [f"{name}.rounded", places], [f"{out}.rounded"]),
                helper.make_node("Gather", [f"{name}.scale", places], [f"{out}.scale"]),
                helper.make_node("Cast", [f"{out}.rounded"], [f"{out}.cast"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{out}.cast", f"{out}.scale"], [out]),
            ]
        else:
            nodes += [
                helper.make_node("Cast", [f"{name}.rounded"], [f"{name}.cast"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{name}.cast", f"{name}.scale"], [name]),
                node,
            ]
        graph.initializer.remove(large.pop(name))
    del graph.node[:]
    graph.node.extend(nodes)
