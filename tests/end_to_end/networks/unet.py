"""Two small UNets, the segmentation networks of the end-to-end tests: growing by ConvTranspose or interpolation."""
import torch
from torch import nn
from torch.nn import functional


def double_conv(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class UNet(nn.Module):
    """Four levels of 16, 32, 64 and 64 channels; `grow(level, x, skip)` of a subclass brings x to the size of skip."""

    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([double_conv(3, 16), double_conv(16, 32), double_conv(32, 64), double_conv(64, 64)])
        self.up = nn.ModuleList([double_conv(32 + 16, 16), double_conv(64 + 32, 32), double_conv(64 + 64, 64)])
        self.head = nn.Conv2d(16, 4, 1)

    def forward(self, x):
        skips = []
        for block in self.down[:-1]:
            skips.append(block(x))
            x = functional.max_pool2d(skips[-1], 2)
        x = self.down[-1](x)
        for level in (2, 1, 0):
            grown = self.grow(level, x, skips[level])
            x = self.up[level](torch.cat([skips[level], grown], dim=1))
        return self.head(x)


class TransposeUNet(UNet):
    """Grows by ConvTranspose; kernel 2, kernel 3 with output_padding, and kernel 4 with padding, each of stride 2."""

    def __init__(self):
        super().__init__()
        self.transpose = nn.ModuleList([
            nn.ConvTranspose2d(32, 32, 2, stride=2),
            nn.ConvTranspose2d(64, 64, 3, stride=2, padding=1, output_padding=1),
            nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1)])

    def grow(self, level, x, skip):
        return self.transpose[level](x)


class BilinearUNet(UNet):
    """Grows by bilinear interpolation: to the size of the skip (no whole factor), by 2 with align_corners, by 2."""

    def grow(self, level, x, skip):
        if level == 2:
            return functional.interpolate(x, size=skip.shape[2:], mode="bilinear", align_corners=False)
        return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=level == 1)
