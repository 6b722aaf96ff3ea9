# HardSigmoid as a layer of Keras 2 and 3; the names keras, layers, ops, tf and np are there already.
class HardSigmoidLayer(layers.Layer):
    """y = max(0, min(1, alpha * x + beta))."""

    def __init__(self, alpha=0.2, beta=0.5, **kwargs):
        super().__init__(**kwargs)
        self.alpha = alpha
        self.beta = beta

    def call(self, inputs):
        return keras.activations.relu(self.alpha * inputs + self.beta, max_value=1.0)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta}
