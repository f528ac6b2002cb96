r"""Make `encoder.onnx` and `reranker.onnx` from trained weights: the recipe, run once by hand, never by the product.

    python -m venv export && export/bin/pip install onnx numpy safetensors
    export/bin/python knowledge/model/export.py encoder published.safetensors bi-3.safetensors bi-8.safetensors \
        encoder.onnx
    export/bin/python knowledge/model/export.py reranker cross.safetensors reranker.onnx

The files are those named in SOURCE.md; any other is refused. The encoder's weights are the mean of two epochs of the
training and, for a fifth, the published ones, which keeps more of what these know of other matters. Its graph takes
the token ids of ONE text and returns one vector a token, so it needs no padding, no attention mask and no second
segment; pooling is left to the caller, who also wants the tokens' vectors. The reranker's takes the ids of one pair
with the segment of each, and returns one number.

Products are dynamic 8-bit: each column of a matrix and each word vector has its own scale. The activations of
a text share one, which onnxruntime fuses into a single fast step, but for the last product of a layer: its
few large values made most of the error, so there each token has its own. Matrices use 7 of the 8 bits,
because two full products overflow the 16-bit sums of processors without VNNI.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

SHARES = {
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db": 0.1,  # The published weights,
    "9cc32e63d2400b259b5ad57773b5c9b7780372f6f5b4a642917bddf26a7fc630": 0.45,  # what three epochs made of them,
    "665dbc983e32ea3be75a81a217bc0d436ba413a6e82bd96b537384a0be986268": 0.45,  # and eight.
}
"""The weights the encoder's are the mean of, by their sums, and what each counts."""
CROSS = "abeaf8f4bc289efad53c7532652e80d4c95328b64046bca67d4b0c795147f009"
LAYERS, HEADS, WIDTH, LONGEST, EPSILON = 6, 12, 384, 256, 1e-12
WEIGHT_STEPS, MIDDLE = 63, 128


class Graph:
    """Collects nodes and weights; every method returns the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, name: str, values: Any) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        names = [f"{kind}{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=names[0], **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, name: str, matrix: Any, bias: Any, *, each_token: bool = False) -> str:
        """x times the matrix plus the bias, in 8 bits: quantise, multiply, scale back."""
        columns = (np.abs(matrix.T).max(axis=0) / WEIGHT_STEPS).astype(np.float32)
        steps = self.weight(f"{name}.matrix", np.round(matrix.T / columns).astype(np.int8))
        scales = self.weight(f"{name}.columns", columns)
        if each_token:
            small, scale = self.each_token(x)
            product = self.add("MatMulInteger", small, steps, self.constant(np.uint8(MIDDLE)))
            back = self.add("Mul", self.add("Mul", self.to_float(product), scale), scales)
        else:
            small, scale, zero = self.add("DynamicQuantizeLinear", x, outputs=3)
            zeros = self.weight(f"{name}.zeros", np.zeros(len(columns), np.int8))
            product = self.add("MatMulInteger", small, steps, zero, zeros)
            back = self.add("Mul", self.to_float(product), self.add("Mul", scale, scales))
        return str(self.add("Add", back, self.weight(f"{name}.bias", bias)))

    def each_token(self, x: str) -> tuple[str, str]:
        """x in 8 bits with a scale for every row. The cast cuts off: adding the middle and a half rounds."""
        axis = self.weight(f"axis{len(self.weights)}", np.array([1], np.int64))
        largest = self.add("ReduceMax", self.add("Abs", x), axis, keepdims=1)
        floor = self.add("Max", largest, self.constant(np.float32(1e-9)))
        scale = self.add("Mul", floor, self.constant(np.float32(1 / 127)))
        shifted = self.add("Add", self.add("Div", x, scale), self.constant(np.float32(MIDDLE + 0.5)))
        return self.add("Cast", shifted, to=TensorProto.UINT8), scale

    def to_float(self, x: str) -> str:
        return str(self.add("Cast", x, to=TensorProto.FLOAT))

    def constant(self, value: Any) -> str:
        return self.weight(f"constant{len(self.weights)}", value)

    def normalise(self, x: str, name: str, tensors: dict[str, Any]) -> str:
        scale = self.weight(f"{name}.weight", tensors[f"{name}.weight"])
        bias = self.weight(f"{name}.bias", tensors[f"{name}.bias"])
        return str(self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON))


def embeddings(graph: Graph, tensors: dict[str, Any], *, pair: bool) -> str:
    """Word vectors in 8 bits, one scale a row, plus the place in the text; without a pair segment 0 is folded in."""
    words = tensors["embeddings.word_embeddings.weight"]
    scales = np.maximum(np.abs(words).max(axis=1, keepdims=True) / 127.0, 1e-12).astype(np.float32)
    places = tensors["embeddings.position_embeddings.weight"][:LONGEST]
    segments = tensors["embeddings.token_type_embeddings.weight"]
    if not pair:
        places = places + segments[0]
    rows = graph.weight("words", np.round(words / scales).astype(np.int8))
    row = graph.add("Cast", graph.add("Gather", rows, "ids"), to=TensorProto.FLOAT)
    word = graph.add("Mul", row, graph.add("Gather", graph.weight("scales", scales), "ids"))
    zero = graph.weight("zero", np.array([0], np.int64))
    place = graph.add("Slice", graph.weight("places", places), zero, graph.add("Shape", "ids"), zero)
    x = graph.add("Add", word, place)
    if pair:
        x = graph.add("Add", x, graph.add("Gather", graph.weight("segments_of", segments), "segments"))
    return graph.normalise(x, "embeddings.LayerNorm", tensors)


def layer(graph: Graph, x: str, number: int, tensors: dict[str, Any]) -> str:
    """One transformer layer; the attention's 1/sqrt(d) is folded into the query's matrix."""
    own = f"encoder.layer.{number}"
    part = {name[len(own) + 1 :]: tensor for name, tensor in tensors.items() if name.startswith(own + ".")}
    shrink = np.float32((WIDTH // HEADS) ** -0.5)
    kinds = ("query", "key", "value")
    matrix = np.concatenate([part[f"attention.self.{kind}.weight"] for kind in kinds])
    bias = np.concatenate([part[f"attention.self.{kind}.bias"] for kind in kinds])
    matrix[:WIDTH] *= shrink
    bias[:WIDTH] *= shrink
    both = graph.linear(x, f"{own}.qkv", matrix, bias)
    heads = graph.add("Reshape", both, graph.weight(f"{own}.heads", np.array([0, 3, HEADS, -1], np.int64)))
    query, key, value = graph.add(
        "Split", graph.add("Transpose", heads, perm=[1, 2, 0, 3]), outputs=3, num_outputs=3, axis=0
    )
    weights = graph.add(
        "Softmax", graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2])), axis=-1
    )
    mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[2, 0, 1, 3])
    flat = graph.add("Reshape", mixed, graph.weight(f"{own}.flat", np.array([0, WIDTH], np.int64)))
    attended = graph.linear(
        flat, f"{own}.out", part["attention.output.dense.weight"], part["attention.output.dense.bias"]
    )
    x = graph.normalise(graph.add("Add", attended, x), f"{own}.attention.output.LayerNorm", tensors)
    inner = graph.linear(
        x, f"{own}.inner", part["intermediate.dense.weight"], part["intermediate.dense.bias"]
    )
    widened = graph.add("Gelu", inner)
    outer = graph.linear(
        widened, f"{own}.outer", part["output.dense.weight"], part["output.dense.bias"], each_token=True
    )
    return graph.normalise(graph.add("Add", outer, x), f"{own}.output.LayerNorm", tensors)


def build(tensors: dict[str, Any], *, pair: bool) -> Any:
    """The encoder, `ids` [n] to `tokens` [n, 384]; or the reranker, `ids` and `segments` [n] to `score` [1]."""
    graph = Graph()
    x = embeddings(graph, tensors, pair=pair)
    for number in range(LAYERS):
        x = layer(graph, x, number, tensors)
    inputs, shape = ["ids", "segments"] if pair else ["ids"], [1] if pair else ["n", WIDTH]
    if pair:
        mean = graph.add("ReduceMean", x, graph.weight("first", np.array([0], np.int64)), keepdims=0)
        product = graph.add("MatMul", mean, graph.weight("head", tensors["head.weight"].T))
        x = graph.add("Add", product, graph.weight("head.bias", tensors["head.bias"]))
    name = "score" if pair else "tokens"
    graph.nodes.append(helper.make_node("Identity", [x], [name]))
    proto = helper.make_graph(
        graph.nodes,
        "reranker" if pair else "encoder",
        [helper.make_tensor_value_info(one, TensorProto.INT64, ["n"]) for one in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)],
        graph.weights,
    )
    model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def tensors_of(path: str) -> tuple[str, dict[str, Any]]:
    """The sum of a file and its tensors in 32 bits, without what the graphs leave out."""
    floats = {name: values for name, values in load_file(path).items() if values.dtype.kind == "f"}
    kept = {name.removeprefix("m."): values.astype(np.float32) for name, values in floats.items()}
    return hashlib.sha256(Path(path).read_bytes()).hexdigest(), kept


def mean_of(paths: Sequence[str], shares: Mapping[str, float]) -> dict[str, Any]:
    """The tensors of all files, each by its share; any but the files named in SOURCE.md are refused."""
    found = dict(tensors_of(path) for path in paths)
    if found.keys() != shares.keys():
        raise SystemExit(f"{', '.join(paths)}: not the weights named in SOURCE.md.")
    names = set.intersection(*(set(tensors) for tensors in found.values()))
    return {
        name: sum(shares[one] * tensors[name] for one, tensors in found.items()) for name in sorted(names)
    }


def main(what: str, *files: str) -> None:
    """Check the weights, write the graph, print the sum that the product checks."""
    *sources, target = files
    pair = what == "reranker"
    model = build(mean_of(sources, {CROSS: 1.0} if pair else SHARES), pair=pair)
    onnx.save(model, target)
    sys.stdout.write(f"{hashlib.sha256(Path(target).read_bytes()).hexdigest()}  {target}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
