"""Exports a small network for each folder of plugins/examples, with seeded weights: no download.

usage: export_examples.py OUT_DIR

Writes OUT_DIR/EXAMPLE/*.onnx under the names that the example's README uses, and OUT_DIR/EXAMPLE.reference.onnx, the
same network in operators that everyone knows. Runs under Debian's python3 with python3-torch and python3-torchvision.
"""
import functools
import pathlib
import sys
import warnings

import torch
from torch import nn
from torchvision.models.convnext import CNBlock, LayerNorm2d
from torchvision.models.mobilenetv3 import InvertedResidual, InvertedResidualConfig

from export import enliven


class MobileNetV3UNet(nn.Module):
    """Two MobileNetV3 blocks with squeeze-and-excitation, and a decoder with one skip connection."""

    def __init__(self):
        super().__init__()
        norm = functools.partial(nn.BatchNorm2d, eps=1e-3, momentum=0.01)
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), norm(8), nn.Hardswish())
        self.down = InvertedResidual(InvertedResidualConfig(8, 3, 16, 16, True, "RE", 2, 1, 1), norm)
        self.deep = InvertedResidual(InvertedResidualConfig(16, 5, 24, 16, True, "HS", 1, 1, 1), norm)
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
        self.head = nn.Conv2d(24, 4, 3, padding=1)

    def forward(self, x):
        x = self.stem(x)
        return self.head(torch.cat([self.up(self.deep(self.down(x))), x], 1))


class ConvNeXt(nn.Module):
    """Stem and one block of ConvNeXt, and a head that multiplies over the columns."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 12, 4, 4), LayerNorm2d(12, eps=1e-6))
        self.block = CNBlock(12, layer_scale=0.5, stochastic_depth_prob=0.0)
        self.head = nn.Linear(12, 5)

    def forward(self, x):
        x = self.block(self.stem(x))
        return self.head((1 + x / 8).prod(3).mean(2))


class AcmeSwish(torch.autograd.Function):
    @staticmethod
    def forward(_, x, beta):
        return x * torch.sigmoid(x * beta.view(-1, 1, 1))

    @staticmethod
    def symbolic(g, x, beta):
        y = g.op("acme::Swish", x, beta)
        y.setType(x.type())
        return y


class Softsign(torch.autograd.Function):
    @staticmethod
    def forward(_, x):
        return nn.functional.softsign(x)

    @staticmethod
    def symbolic(g, x):
        y = g.op("Softsign", x)
        y.setType(x.type())
        return y


class SwishNet(nn.Module):
    def __init__(self, swish):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 6, 3, 2), nn.Conv2d(6, 4, 3)
        self.beta = nn.Parameter(torch.linspace(0.5, 1.5, 6))
        self.swish = swish

    def forward(self, x):
        return self.second(self.swish(self.first(x), self.beta))


class SoftsignNet(nn.Module):
    def __init__(self, softsign):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 6, 3, 2), nn.Conv2d(6, 4, 3)
        self.softsign = softsign

    def forward(self, x):
        return self.second(self.softsign(self.first(x)))


def convolutions():
    """Convolutions that oneDNN takes: plain, strided and unevenly padded, grouped; and a dilated one."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 12, 3, (2, 1), (1, 0)),
        nn.ReLU(), nn.Conv2d(12, 12, 3, groups=4), nn.ReLU(), nn.Conv2d(12, 6, 3, dilation=2, bias=False))


# example: {file: network}; every maker starts from the same seed, so that the weights of one example are the same.
NETWORKS = {
    "hard_sigmoid": {"hard_sigmoid/mobilenet_v3.onnx": MobileNetV3UNet},
    "erf_and_reduce_prod": {"erf_and_reduce_prod/convnext.onnx": ConvNeXt},
    "swish": {"swish/swish_net.onnx": lambda: SwishNet(AcmeSwish.apply),
              "swish.reference.onnx": lambda: SwishNet(functools.partial(AcmeSwish.forward, None))},
    "plain_c": {"plain_c/softsign_net.onnx": lambda: SoftsignNet(Softsign.apply),
                "plain_c.reference.onnx": lambda: SoftsignNet(nn.functional.softsign)},
    "dnnl_conv": {"dnnl_conv/convolutions.onnx": convolutions},
}


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    torch.set_num_threads(1)
    for files in NETWORKS.values():
        for name, make in files.items():
            path = pathlib.Path(arguments[0]) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            torch.manual_seed(1234)
            model = enliven(make(), (3, 32, 40))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                torch.onnx.export(model, torch.zeros(1, 3, 32, 40), str(path), opset_version=13,
                                  training=torch.onnx.TrainingMode.PRESERVE, custom_opsets={"acme": 1},
                                  input_names=["input"], output_names=["output"])
            print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
