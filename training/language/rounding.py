"""An ONNX network computed in 8-bit whole numbers: a third of the size, more than twice the speed.

What a matrix is multiplied with is rounded on a scale fixed here, from sample texts, not on that of the batch at
hand: how a sentence is read must not depend on those read beside it. Sums of whole numbers are exact, so it
does not depend on the machine either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dragoman.language.encoder import session

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

Feed = dict[str, NDArray[np.int64]]
#: Matrices of at least so many numbers are rounded.
LARGE = 20_000
#: Largest rounded weight: with seven bits, two products fit into the 16 bits in which processors without
#: VNNI add them.
WEIGHT = 63
#: Share of the numbers that may lie outside the range at either end; they are cut to it.
OUTSIDE = 1e-5


def round_numbers(model: ModelProto, feeds: Sequence[Feed]) -> None:
    """Round the large matrices of a model, and what they are multiplied with, in place."""
    from onnx import helper, numpy_helper

    graph = model.graph
    large = {
        w.name: numpy_helper.to_array(w)
        for w in graph.initializer
        if len(w.dims) == 2 and int(np.prod(w.dims)) >= LARGE
    }
    products = [n for n in graph.node if n.op_type == "MatMul" and n.input[1] in large]
    ranges = _ranges(model, sorted({n.input[0] for n in products}), feeds)
    writer = _Writer(graph)
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] in large:
            nodes += writer.lookup(node, large[node.input[0]])
        elif node.op_type == "MatMul" and node.input[1] in large:
            nodes += writer.product(node, large[node.input[1]], ranges[node.input[0]])
        else:
            nodes.append(node)
    kept = [w for w in graph.initializer if w.name not in large]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(_with_biases(nodes, {w.name for w in kept if len(w.dims) == 1}))
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _ranges(model: ModelProto, names: Sequence[str], feeds: Sequence[Feed]) -> dict[str, tuple[float, float]]:
    """Return between what numbers these values of the graph lie, but for a few, over all samples."""
    from onnx import TensorProto, helper

    graph = model.graph
    outputs = len(graph.output)
    graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    run = session(model.SerializeToString())
    del graph.output[outputs:]
    found: dict[str, list[NDArray[np.float32]]] = {name: [] for name in names}
    for feed in feeds:
        inside = {feed["pieces"].shape: feed["pieces"] > 0, feed["first"].shape: feed["first"] > 0}
        for name, value in zip(names, run.run(list(names), feed), strict=True):
            found[name].append(value[inside[value.shape[:2]]].ravel())
    cuts = {name: np.quantile(np.concatenate(f), [OUTSIDE, 1 - OUTSIDE]) for name, f in found.items()}
    return {name: (min(float(low), 0.0), max(float(high), 0.0)) for name, (low, high) in cuts.items()}


class _Writer:
    """Makes the nodes that stand for one node, and puts their constants into the graph."""

    def __init__(self, graph: GraphProto) -> None:
        self.graph = graph
        self.known: set[str] = set()

    def lookup(self, node: NodeProto, table: NDArray[np.float32]) -> list[NodeProto]:
        """Look up rounded rows, and make them floats again, each with its own scale."""
        from onnx import TensorProto, helper

        (name, places), (out,) = node.input, node.output
        scale = np.abs(table).max(1, keepdims=True) / 127
        rows = np.rint(table / np.maximum(scale, 1e-12)).astype(np.int8)
        return [
            helper.make_node("Gather", [self.constant(f"{name}.rounded", rows), places], [f"{out}.rounded"]),
            helper.make_node("Gather", [self.constant(f"{name}.scale", scale), places], [f"{out}.scale"]),
            helper.make_node("Cast", [f"{out}.rounded"], [f"{out}.cast"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{out}.cast", f"{out}.scale"], [out]),
        ]

    def product(
        self, node: NodeProto, weight: NDArray[np.float32], limits: tuple[float, float]
    ) -> list[NodeProto]:
        """Multiply whole numbers, and scale the sums to floats."""
        from onnx import helper

        (value, name), (out,) = node.input, node.output
        nodes = []
        rounded, scale, zero = f"{value}.rounded", f"{value}.scale", f"{value}.zero"
        if rounded not in self.known:
            self.known.add(rounded)
            step = np.float32((limits[1] - limits[0]) / 255)
            self.constant(scale, step)
            self.constant(zero, np.uint8(np.rint(-limits[0] / step)))
            nodes = [helper.make_node("QuantizeLinear", [value, scale, zero], [rounded])]
        steps = np.abs(weight).max(0) / WEIGHT
        whole = np.rint(weight / np.maximum(steps, 1e-12)).astype(np.int8)
        weights = [
            self.constant(f"{name}.rounded", whole),
            scale,
            self.constant(f"{name}.scale", steps),
            zero,
        ]
        product = helper.make_node("MatMulIntegerToFloat", [rounded, *weights], [out], domain="com.microsoft")
        return [*nodes, product]

    def constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        if name not in self.known:
            self.known.add(name)
            self.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name


def _with_biases(nodes: Sequence[NodeProto], biases: set[str]) -> list[NodeProto]:
    """Let products add the bias that is added to them next."""
    products = {n.output[0]: n for n in nodes if n.op_type == "MatMulIntegerToFloat"}
    readers: dict[str, int] = {}
    for node in nodes:
        for name in node.input:
            readers[name] = readers.get(name, 0) + 1
    kept = []
    for node in nodes:
        added = set(node.input) & biases if node.op_type == "Add" else set()
        product = next((products[i] for i in node.input if i in products and readers[i] == 1), None)
        if added and product is not None:
            product.input.extend(["", added.pop()])
            product.output[0] = node.output[0]
        else:
            kept.append(node)
    return kept
