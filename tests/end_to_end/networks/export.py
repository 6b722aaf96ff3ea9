"""Exports the networks of the end-to-end tests from torchvision as ONNX files, with seeded weights: no download.

usage: export.py OUT_DIR [NAME ...]      or: export.py --list

NAME is a network (resnet18) or one of its variants (resnet18.bn.op11); without a name everything is exported.
Variants: `bn` keeps BatchNormalization nodes, `folded` lets the exporter merge them into the convolutions, `dynamic`
has a free batch axis and keeps them; `op11` and `op13` are the opsets. A file that exists is left alone. The bytes do
not change from run to run. Runs under Debian's python3 with python3-torch and python3-torchvision.
"""
import os
import pathlib
import sys
import warnings

import torch
import torchvision
from torch import nn

from unet import BilinearUNet, TransposeUNet


def narrow_vgg11():
    """VGG-11 with BatchNorm, an eighth as wide; 32 channels meet width 32, where Keras 3 may misplace a bias."""
    layers, inputs = [], 3
    for width in (8, "pool", 16, "pool", 32, 32, "pool", 64, 64, "pool", 64, 64, "pool"):
        if width == "pool":
            layers.append(nn.MaxPool2d(2, 2))
        else:
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU()]
            inputs = width
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d((2, 2)), nn.Flatten(), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(),
        nn.Linear(128, 128), nn.ReLU(), nn.Dropout(), nn.Linear(128, 10))


def small_vit():
    """torchvision's vit_b_16 with two layers of four heads; all of its numbers, some of which begin at 0, are drawn."""
    model = torchvision.models.VisionTransformer(
        image_size=32, patch_size=8, num_layers=2, num_heads=4, hidden_dim=16, mlp_dim=32, num_classes=10)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.3)
    return model


# (name, constructor, shape of one sample, variants); in squeezenet1_1 each pool's ceil_mode matters at this size.
# TensorFlow takes 3 minutes of a processor for one variant of resnet18 at its full size, channels first as they are.
BOTH = ("bn.op11", "bn.op13", "folded.op11", "folded.op13")
NETWORKS = [
    ("resnet18", torchvision.models.resnet18, (3, 224, 224), ("bn.op13", "folded.op13")),
    ("resnet18", torchvision.models.resnet18, (3, 96, 112), ("bn.op11", "folded.op11", "dynamic.op13")),
    ("mobilenet_v2", torchvision.models.mobilenet_v2, (3, 96, 128), BOTH),
    ("squeezenet1_1", torchvision.models.squeezenet1_1, (3, 98, 114), ("folded.op11", "folded.op13")),
    ("vgg_narrow", narrow_vgg11, (3, 128, 128), BOTH),
    ("unet_transpose", TransposeUNet, (3, 48, 64), BOTH),
    ("unet_bilinear", BilinearUNet, (3, 60, 64), (*BOTH, "dynamic.op11")),
    ("vit_small", small_vit, (3, 32, 32), ("bn.op13", "folded.op11", "dynamic.op13")),
]


def all_variants():
    return [f"{name}.{variant}" for name, _, _, variants in NETWORKS for variant in variants]


def enliven(model, sample_shape):
    """Gives every weight its own values, BatchNorm true statistics, and the output a standard deviation of about 1."""
    batch_norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    weighted = [m for m in model.modules() if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear))]
    with torch.no_grad():
        for m in batch_norms:
            m.weight.uniform_(0.6, 1.4)
            m.bias.normal_(0, 0.2)
        for m in weighted:
            if m.bias is not None:
                m.bias.normal_(0, 0.2)
        for m in batch_norms:
            m.momentum = None  # the running statistics become the mean over the passes
        model.train()
        for _ in range(3):
            model(torch.randn(4, *sample_shape))
        for m in batch_norms:
            m.momentum = 0.1
        model.eval()
        scale = 1 / model(torch.randn(4, *sample_shape)).std()
        weighted[-1].weight *= scale
        if weighted[-1].bias is not None:
            weighted[-1].bias *= scale
    return model


def export(model, sample_shape, variant, path):
    kind, opset = variant.split(".op")
    training = torch.onnx.TrainingMode.EVAL if kind == "folded" else torch.onnx.TrainingMode.PRESERVE
    temporary = path.with_suffix(".partial")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, torch.zeros(1, *sample_shape), str(temporary), opset_version=int(opset), training=training,
            input_names=["input"], output_names=["output"],
            dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}} if kind == "dynamic" else None)
    os.replace(temporary, path)


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    if arguments == ["--list"]:
        print("\n".join(all_variants()))
        return
    folder = pathlib.Path(arguments[0])
    wanted = [v for v in all_variants() if not arguments[1:] or v in arguments[1:] or v.split(".")[0] in arguments[1:]]
    unknown = set(arguments[1:]) - set(wanted) - {v.split(".")[0] for v in wanted}
    if unknown:
        sys.exit(f"export.py: no network named {', '.join(sorted(unknown))}; there are: {', '.join(all_variants())}")
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name, make, sample_shape, variants in NETWORKS:
        missing = [v for v in variants if f"{name}.{v}" in wanted and not (folder / f"{name}.{v}.onnx").exists()]
        if not missing:
            continue
        torch.manual_seed(1234)
        model = enliven(make(), sample_shape)
        for variant in missing:
            export(model, sample_shape, variant, folder / f"{name}.{variant}.onnx")
            print(folder / f"{name}.{variant}.onnx")


if __name__ == "__main__":
    main(sys.argv[1:])
