# The layer that stands for the three nodes of Mish.
class MishLayer(layers.Layer):
    """x * tanh(softplus(x))."""

    def call(self, inputs):
        return inputs * keras.activations.tanh(keras.activations.softplus(inputs))

    def compute_output_shape(self, input_shape):
        return input_shape
