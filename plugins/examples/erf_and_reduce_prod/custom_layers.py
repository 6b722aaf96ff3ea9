# Erf and ReduceProd as layers of Keras 2 and 3; the names keras, layers, ops, tf and np are there already.
class ERFLayer(layers.Layer):
    """The error function of each element."""

    def call(self, inputs):
        return (ops or tf.math).erf(inputs)

    def compute_output_shape(self, input_shape):
        return input_shape


class ProdLayer(layers.Layer):
    """The product over axes, of which the batch is number 0."""

    def __init__(self, axes, keepdims=True, **kwargs):
        super().__init__(**kwargs)
        self.axes = tuple(axes)
        self.keepdims = keepdims

    def call(self, inputs):
        product = ops.prod if ops else tf.reduce_prod
        return product(inputs, axis=self.axes, keepdims=self.keepdims)

    def get_config(self):
        return {**super().get_config(), "axes": list(self.axes), "keepdims": self.keepdims}
