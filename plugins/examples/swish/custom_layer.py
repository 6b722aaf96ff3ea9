# acme::Swish as a layer of Keras 2 and 3; the names keras, layers, ops, tf and np are there already.
class SwishLayer(layers.Layer):
    """x * sigmoid(beta * x), with one trainable beta for each channel (axis 1)."""

    def __init__(self, channels, **kwargs):
        super().__init__(**kwargs)
        self.channels = channels

    def build(self, input_shape):
        self.beta = self.add_weight(name="beta", shape=(self.channels,), initializer="ones", trainable=True)
        super().build(input_shape)

    def call(self, inputs):
        reshape = ops.reshape if ops else tf.reshape
        beta = reshape(self.beta, (1, self.channels) + (1,) * (len(inputs.shape) - 2))
        return inputs * keras.activations.sigmoid(beta * inputs)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "channels": self.channels}
