"""Exports small networks whose batch leaves the first axis, has a factor, or is met by constants: seeded, no download.

usage: export_batches.py OUT_DIR      or: export_batches.py --list

Each network is exported as NAME.KIND.opN.onnx for one sample (`fixed`) and for any number (`dynamic`), `plain` without the
exporter's constant folding. Inputs are [batch, 5, 16]. Runs under Debian's python3 with python3-torch.
"""
import pathlib
import sys
import warnings

import torch
from torch import nn


class Attention(nn.Module):
    """Flattens [sequence, batch, features] to [sequence * batch, features] for its last product."""

    def __init__(self, weights):
        super().__init__()
        self.attention = nn.MultiheadAttention(16, 4, batch_first=True)
        self.weights = weights

    def forward(self, x):
        made, weights = self.attention(x, x, x, need_weights=self.weights)
        return made.flatten(1) if weights is None else torch.cat([made.flatten(1), weights.flatten(1)], 1)


class SequenceFirst(nn.Module):
    """Rows sequence by sequence: a Linear on [sequence * batch, features], with bias, activation and normalization."""

    def __init__(self):
        super().__init__()
        self.rows = nn.Sequential(nn.Linear(16, 12), nn.ReLU(), nn.LayerNorm(12), nn.Linear(12, 6))

    def forward(self, x):
        x = x.transpose(0, 1)
        rows = self.rows(x.reshape(x.size(0) * x.size(1), 16))
        return torch.softmax(rows, 1).view(x.size(0), x.size(1), 6).transpose(0, 1)


class ClassToken(nn.Module):
    """A token of its own before each sequence, and a position for each place."""

    def __init__(self, repeated):
        super().__init__()
        self.repeated = repeated
        self.token = nn.Parameter(torch.zeros(1, 1, 16))
        self.positions = nn.Parameter(torch.zeros(1, 6, 16))
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        n = x.shape[0]
        tokens = self.token.repeat(n, 1, 1) if self.repeated else self.token.expand(n, -1, -1)
        return torch.tanh(self.head(torch.cat([tokens, x], 1) + self.positions))


class MadeForTheBatch(nn.Module):
    """Zeros, ones and numbers whose shape is computed from the input's."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        means = self.head(x.mean(1)) + torch.zeros(x.shape[0], 4)
        return torch.cat([means, x.new_zeros(x.shape[0], 2), torch.ones_like(means), x.new_full((x.shape[0], 1), 2.5)], 1)


class Recurrence(nn.Module):
    """A state of zeros, one row for each sample, that steps over the sequence."""

    def __init__(self):
        super().__init__()
        self.step = nn.Linear(24, 8)

    def forward(self, x):
        state = x.new_zeros(x.shape[0], 8)
        for t in range(3):
            state = torch.tanh(self.step(torch.cat([x[:, t], state], 1)))
        return state


NETWORKS = {
    "attention": lambda: Attention(False),
    "attention_weights": lambda: Attention(True),
    "encoder_layer": lambda: nn.Sequential(nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)),
    "sequence_first": SequenceFirst,
    "class_token": lambda: ClassToken(False),
    "class_token_repeated": lambda: ClassToken(True),
    "made_for_the_batch": MadeForTheBatch,
    "recurrence": Recurrence,
}
VARIANTS = ("fixed.op11", "fixed_plain.op13", "dynamic_plain.op11", "dynamic.op13")


def export(model, variant, path):
    kind, opset = variant.split(".op")
    batch = {"input": {0: "batch"}, "output": {0: "batch"}} if kind.startswith("dynamic") else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, torch.zeros(1, 5, 16), str(path), opset_version=int(opset), dynamic_axes=batch,
                          do_constant_folding=not kind.endswith("plain"), input_names=["input"], output_names=["output"])


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    if arguments == ["--list"]:
        print("\n".join(f"{name}.{variant}" for name in NETWORKS for variant in VARIANTS))
        return
    folder = pathlib.Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name, make in NETWORKS.items():
        torch.manual_seed(1234)
        model = make().eval()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.normal_(0, 0.3)
        for variant in VARIANTS:
            export(model, variant, folder / f"{name}.{variant}.onnx")


if __name__ == "__main__":
    main(sys.argv[1:])
