"""Opens a .tltb as TAO's reader does, under tf_keras, and takes one training step on random images and labels.

usage: train_one_step.py FILE.tltb KEY      (for a classification network with one image input)
"""
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"  # without it TensorFlow refuses channels_first on many processors

import numpy as np  # noqa: E402
import tf_keras  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
import open_tltb  # noqa: E402

if len(sys.argv) != 3:
    sys.exit(__doc__)
model = open_tltb.load(sys.argv[1], sys.argv[2], trust=True)
print(f"   opened: {len(model.layers)} layers, {model.count_params():,} parameters, "
      f"{model.input_shape} -> {model.output_shape}")

random = np.random.default_rng(0)
images = random.standard_normal((4, *model.input_shape[1:])).astype(np.float32)
labels = random.integers(0, model.output_shape[-1], 4)
model.compile(tf_keras.optimizers.SGD(0.01), tf_keras.losses.SparseCategoricalCrossentropy(from_logits=True))
before = [weight.numpy() for weight in model.trainable_weights]
loss = model.train_on_batch(images, labels)
changed = sum(not np.array_equal(old, new) for old, new in zip(before, model.trainable_weights))
print(f"   trained: loss {loss:.3f}, {changed} of {len(before)} trainable weights changed")
