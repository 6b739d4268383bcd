"""The network: a small pretrained encoder and heads for morphology, trees, sentence starts and names.

The parser scores every word as head of every other (deep biaffine attention, Dozat and Manning 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

#: Shape of all-MiniLM-L6-v2: width, attention heads, inner width, longest input.
WIDTH, HEADS, INNER, LONGEST = 384, 12, 1536, 512
#: Ways a word can be printed (`dragoman.language.letters`).
PRINTS = 5
#: Widths of the parser's spaces for arcs and for labels.
ARC, LABEL = 256, 96


@dataclass(frozen=True)
class Sizes:
    """How many classes each head tells apart, how many pieces the vocabulary and layers the encoder has."""

    layers: int
    pieces: int
    pos: int
    feats: int
    labels: int
    names: int


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.norm_attended = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Read states (batch, pieces, width); `bias` (batch, 1, 1, pieces) is very low at padding."""
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = torch.softmax(q @ k.transpose(-1, -2) / (WIDTH / HEADS) ** 0.5 + bias, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm_attended(x + self.drop(self.attended(mixed)))
        return self.norm(x + self.drop(self.outer(functional.gelu(self.inner(x)))))


class Network(nn.Module):
    """The encoder with all heads."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.sizes = sizes
        self.words = nn.Embedding(sizes.pieces, WIDTH)
        self.positions = nn.Embedding(LONGEST, WIDTH)
        self.letters = nn.Embedding(PRINTS, WIDTH)
        nn.init.zeros_(self.letters.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(sizes.layers))
        self.drop, self.head_drop = nn.Dropout(dropout), nn.Dropout(head_dropout)
        self.pos = nn.Linear(WIDTH, sizes.pos)
        self.feats = nn.Linear(WIDTH, sizes.feats)
        self.start = nn.Linear(WIDTH, 1)
        self.names = nn.Linear(WIDTH, sizes.names)
        self.arc_dependent, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.label_dependent, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label = nn.Linear(LABEL, sizes.labels * (LABEL + 1))
        self.label_bias = nn.Linear(LABEL, sizes.labels)

    def encode(self, pieces: Tensor, letters: Tensor, first: Tensor) -> Tensor:
        """Return the states of words (batch, words, width), word 0 being the beginning, which heads the root.

        `pieces` (batch, pieces) holds numbers of pieces, 0 at padding; `letters` (batch, pieces) how the word
        of a piece is printed; `first` (batch, words) where a word's first piece is.
        """
        bias = (pieces == 0)[:, None, None, :] * -10000.0
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.letters(letters) + self.positions(places)[None]
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, bias)
        return self.head_drop(torch.gather(x, 1, first[:, :, None].expand(-1, -1, WIDTH)))

    def arcs(self, x: Tensor) -> Tensor:
        """Return arc scores (batch, dependents, heads)."""
        dependent = self.head_drop(functional.gelu(self.arc_dependent(x)))
        head = self.head_drop(functional.gelu(self.arc_head(x)))
        return self.arc(dependent) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)

    def label_spaces(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return each word as a dependent, for all labels (…, labels, LABEL + 1), and as a head."""
        dependent = self.head_drop(functional.gelu(self.label_dependent(x)))
        head = self.head_drop(functional.gelu(self.label_head(x)))
        return self.label(dependent).unflatten(-1, (self.sizes.labels, LABEL + 1)), head

    def labels(self, x: Tensor, heads: Tensor) -> Tensor:
        """Return label scores (batch, words, labels) given each word's head (batch, words)."""
        dependent, head = self.label_spaces(x)
        chosen = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, LABEL))
        scores = (dependent[..., :LABEL] @ chosen[..., None])[..., 0]
        return scores + dependent[..., LABEL] + self.label_bias(chosen)


def pretrained(network: Network, file: Path, kept: list[int]) -> None:
    """Fill the encoder from the ``model.safetensors`` of MiniLM, its vocabulary cut to the pieces `kept`."""
    from safetensors.torch import load_file

    given = load_file(file)
    with torch.no_grad():
        network.words.weight.copy_(given["embeddings.word_embeddings.weight"][kept])
        # There is one kind of segment: its embedding is added to that of the places for good.
        kinds = given["embeddings.token_type_embeddings.weight"]
        network.positions.weight.copy_(given["embeddings.position_embeddings.weight"] + kinds[0])
        _fill(network.norm, given, "embeddings.LayerNorm")
        for n, layer in enumerate(network.layers):
            at = f"encoder.layer.{n}"
            _fill(layer.query, given, f"{at}.attention.self.query")
            _fill(layer.key, given, f"{at}.attention.self.key")
            _fill(layer.value, given, f"{at}.attention.self.value")
            _fill(layer.attended, given, f"{at}.attention.output.dense")
            _fill(layer.norm_attended, given, f"{at}.attention.output.LayerNorm")
            _fill(layer.inner, given, f"{at}.intermediate.dense")
            _fill(layer.outer, given, f"{at}.output.dense")
            _fill(layer.norm, given, f"{at}.output.LayerNorm")


def _fill(module: nn.Module, given: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(given[f"{name}.weight"])
    module.bias.copy_(given[f"{name}.bias"])
