"""Exports the networks that the READMEs of plugins/examples convert, from torchvision with seeded weights: no download.

usage: export_examples.py OUT_DIR [--whole] [EXAMPLE ...]

Writes OUT_DIR/EXAMPLE/*.onnx under the names that the example's README uses; where no other program knows an operator of
the network, also OUT_DIR/EXAMPLE.reference.onnx, the same network in operators of ONNX. Without a name, for all examples.
ConvNeXt-tiny has one block in each of its four stages; with --whole all 18 of them, 28.6 million numbers.
Runs under Debian's python3 with python3-torch and python3-torchvision.
"""
import pathlib
import sys
import warnings

import torch
import torchvision
from torch import nn
from torchvision.models.convnext import CNBlock, CNBlockConfig, ConvNeXt

from export import enliven, narrow_vgg11

SAMPLE = (3, 64, 64)


class MobileNetV3UNet(nn.Module):
    """torchvision's mobilenet_v3_small as encoder, and a decoder that meets its tensors of each size again."""

    SKIPS = {0: 16, 1: 16, 3: 24, 8: 48}  # place in the encoder: channels
    DEEPEST = 96

    def __init__(self):
        super().__init__()
        self.encoder = torchvision.models.mobilenet_v3_small().features[:-1]
        widths = [*self.SKIPS.values(), self.DEEPEST]
        self.decoder = nn.ModuleList([
            nn.Sequential(nn.Conv2d(deep + skip, skip, 3, padding=1, bias=False), nn.BatchNorm2d(skip), nn.Hardswish())
            for skip, deep in zip(widths, widths[1:])])
        self.grow = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
        self.head = nn.Conv2d(widths[0], 4, 3, padding=1)

    def forward(self, x):
        skips = []
        for place, block in enumerate(self.encoder):
            x = block(x)
            if place in self.SKIPS:
                skips.append(x)
        for block in reversed(self.decoder):
            x = block(torch.cat([self.grow(x), skips.pop()], 1))
        return self.head(self.grow(x))


class ConvNeXtGroups(nn.Module):
    """A ConvNeXt of 1000 classes, and how probable it is that any class of each group is in the picture (noisy or)."""

    def __init__(self, net):
        super().__init__()
        for module in net.modules():
            if isinstance(module, CNBlock):
                nn.init.uniform_(module.layer_scale, 0.1, 0.5)  # 1e-6 at the start: the block would hardly be seen
            elif isinstance(module, nn.LayerNorm):
                nn.init.uniform_(module.weight, 0.6, 1.4)
                nn.init.normal_(module.bias, 0, 0.2)
        self.net = enliven(net, SAMPLE)

    def forward(self, x):
        absent = 1 - torch.sigmoid(self.net(x) - 5)
        return 1 - absent.view(-1, 20, 50).prod(2)


def shallow_convnext():
    """torchvision's convnext_tiny with one block in each stage."""
    widths = (96, 192, 384, 768)
    return ConvNeXt([CNBlockConfig(width, following, 1) for width, following in zip(widths, (*widths[1:], None))])


def as_node(name):
    """A decorator for a function of tensors: exported, a call of it is a node of that name."""
    def decorate(function):
        class Node(torch.autograd.Function):
            @staticmethod
            def forward(_, *inputs):
                return function(*inputs)

            @staticmethod
            def symbolic(graph, *inputs):
                made = graph.op(name, *inputs)
                made.setType(inputs[0].type())
                return made
        return Node.apply
    return decorate


def swish(x, beta):
    return x * torch.sigmoid(x * beta.view(-1, 1, 1))


class Activation(nn.Module):
    """A function of the tensor and, where `channels` are given, of one learned number for each of them."""

    def __init__(self, function, channels=0):
        super().__init__()
        self.function = function
        self.learned = nn.ParameterList([nn.Parameter(torch.empty(channels).uniform_(0.5, 1.5))] if channels else [])

    def forward(self, x):
        return self.function(x, *self.learned)


def with_activations(model, make):
    """The model with make(channels) in place of each ReLU; the layer with weights before it tells the channels."""
    for parent in list(model.modules()):
        channels = 0
        for name, child in parent.named_children():
            if isinstance(child, nn.ReLU):
                setattr(parent, name, make(channels))
            elif hasattr(child, "weight"):
                channels = len(child.weight)
    return model


def swish_net(function):
    return with_activations(torchvision.models.squeezenet1_1(num_classes=10), lambda n: Activation(function, n))


def softsign_net(function):
    return with_activations(narrow_vgg11(), lambda _: Activation(function))


# Every maker begins with the same seed, so that the networks of one example have the same weights.
NETWORKS = {
    "hard_sigmoid": {"hard_sigmoid/mobilenet_v3_unet.onnx": MobileNetV3UNet},
    "erf_and_reduce_prod": {"erf_and_reduce_prod/convnext_tiny.onnx": lambda: ConvNeXtGroups(shallow_convnext())},
    "swish": {"swish/swish_net.onnx": lambda: swish_net(as_node("acme::Swish")(swish)),
              "swish.reference.onnx": lambda: swish_net(swish)},
    "plain_c": {"plain_c/softsign_net.onnx": lambda: softsign_net(as_node("Softsign")(nn.functional.softsign)),
                "plain_c.reference.onnx": lambda: softsign_net(nn.functional.softsign)},
    "dnnl_conv": {"dnnl_conv/mobilenet_v2.onnx":
                  lambda: torchvision.models.mobilenet_v2(width_mult=0.35, num_classes=10)},
    "mish": {"mish/mish_net.onnx": lambda: with_activations(narrow_vgg11(), lambda _: nn.Mish())},
}
WHOLE = {"erf_and_reduce_prod/convnext_tiny.onnx": lambda: ConvNeXtGroups(torchvision.models.convnext_tiny())}


def export(make, path):
    torch.manual_seed(1234)
    model = make()
    model = model.eval() if isinstance(model, ConvNeXtGroups) else enliven(model, SAMPLE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, torch.zeros(1, *SAMPLE), str(path), opset_version=13,
                          training=torch.onnx.TrainingMode.PRESERVE,
                          custom_opsets={"acme": 1} if path.parent.name == "swish" else None,
                          input_names=["input"], output_names=["output"])
    print(path)


def main(arguments):
    whole = "--whole" in arguments
    folder, *wanted = [argument for argument in arguments if argument != "--whole"] or sys.exit(__doc__)
    if unknown := set(wanted) - set(NETWORKS):
        sys.exit(f"export_examples.py: no example named {', '.join(sorted(unknown))}; there are: {', '.join(NETWORKS)}")
    torch.set_num_threads(1)
    for example, files in NETWORKS.items():
        for name, make in files.items():
            if not wanted or example in wanted:
                export(WHOLE.get(name, make) if whole else make, pathlib.Path(folder) / name)


if __name__ == "__main__":
    main(sys.argv[1:])
