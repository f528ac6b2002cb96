"""The two models while they are trained: the published network, a mean over its last layer, and one linear output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel

Tensor = Any
"""A tensor of torch, which is not installed where types are checked."""

WIDTH = 384
SHAPE = {
    "vocab_size": 30_522,
    "hidden_size": WIDTH,
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "intermediate_size": 1_536,
    "max_position_embeddings": 512,
}
TEXT_PIECES, PAIR_PIECES = 96, 128
"""What is longer is cut: one clause in a hundred."""
TOGETHER = 32
"""So many texts of about the same length go through the network at once, so that little of it is padding."""
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True, slots=True)
class Network:
    """The transformer with its word pieces; `head` is the linear output of a reranker."""

    body: Any
    pieces: Any
    head: Any = None

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """One vector of length 1 a text."""
        self.pieces.enable_truncation(TEXT_PIECES)
        encoded = self.pieces.encode_batch(list(texts))
        return torch.nn.functional.normalize(self._means(encoded), dim=-1)

    def outputs(self, questions: Sequence[str], clauses: Sequence[str]) -> Tensor:
        """One number a pair: how well the clause answers the question."""
        self.pieces.enable_truncation(PAIR_PIECES, strategy="only_second")
        encoded = self.pieces.encode_batch(list(zip(questions, clauses, strict=True)))
        kept = torch.nn.functional.dropout(self._means(encoded), 0.1, self.body.training)
        return self.head(kept).squeeze(-1).float()

    def _means(self, encoded: Sequence[Any]) -> Tensor:
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        parts = [
            _mean(self.body, _batch([encoded[place] for place in order[at : at + TOGETHER]]))
            for at in range(0, len(order), TOGETHER)
        ]
        back = torch.tensor(order, device=DEVICE).argsort()
        return torch.cat(parts)[back]

    def with_head(self) -> Network:
        """A reranker that begins with what this one knows."""
        body = _body()
        body.load_state_dict(self.body.state_dict())
        return Network(body, self.pieces, torch.nn.Linear(WIDTH, 1).to(DEVICE))

    def without_gradients(self, texts: Sequence[str], at_once: int = 512) -> Tensor:
        """The vectors of many texts, for looking up."""
        self.body.eval()
        with torch.no_grad(), faster():
            parts = [self.vectors(texts[at : at + at_once]) for at in range(0, len(texts), at_once)]
        return torch.cat(parts).float() if parts else torch.zeros(0, WIDTH, device=DEVICE)

    def save(self, path: Path) -> None:
        """Write the weights in 16 bits, by the names `export.py` reads."""
        if self.head is None:
            tensors = dict(self.body.state_dict())
        else:
            tensors = {f"m.{name}": tensor for name, tensor in self.body.state_dict().items()}
            tensors |= {f"head.{name}": tensor for name, tensor in self.head.state_dict().items()}
        save_file({name: _small(tensor) for name, tensor in tensors.items()}, path)


def loaded(weights: Path, vocabulary: Path) -> Network:
    """The network with weights of 32 or 16 bits, the published ones or what `save` wrote; a head stays."""
    read = {
        name.removeprefix("bert.").removeprefix("m."): tensor.float()
        for name, tensor in load_file(weights).items()
    }
    body, head = _body(), None
    used = {
        name: tensor
        for name, tensor in read.items()
        if not name.startswith(("pooler", "embeddings.position_ids", "head."))
    }
    missing = body.load_state_dict(used, strict=False).missing_keys
    if missing:
        raise ValueError(f"The weights lack {missing[0]} and {len(missing) - 1} more.")
    if "head.weight" in read:
        head = torch.nn.Linear(WIDTH, 1).to(DEVICE)
        head.load_state_dict({"weight": read["head.weight"], "bias": read["head.bias"]})
    return Network(body, BertWordPieceTokenizer(str(vocabulary), lowercase=True), head)


def faster() -> Any:
    """Sixteen bits where there is a GPU, or a processor that multiplies them as fast."""
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    fast = DEVICE == "cuda" or bool(capabilities.get("amx_bf16"))
    return torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=fast)


def _body() -> Any:
    return BertModel(BertConfig(**SHAPE), add_pooling_layer=False).to(DEVICE)


def _batch(encoded: Sequence[Any]) -> dict[str, Tensor]:
    longest = max(len(one.ids) for one in encoded)

    def padded(rows: list[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows], device=DEVICE)

    return {
        "input_ids": padded([one.ids for one in encoded]),
        "attention_mask": padded([[1] * len(one.ids) for one in encoded]),
        "token_type_ids": padded([one.type_ids for one in encoded]),
    }


def _mean(body: Any, batch: dict[str, Tensor]) -> Tensor:
    hidden = body(**batch).last_hidden_state.float()
    mask = batch["attention_mask"].unsqueeze(-1).float()
    return (hidden * mask).sum(1) / mask.sum(1)


def _small(tensor: Tensor) -> Tensor:
    return (tensor.half() if tensor.is_floating_point() else tensor).detach().cpu().contiguous()
