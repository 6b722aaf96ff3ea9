// Global pools: one number for all spatial cells of a channel, in ONNX and in Keras.
#pragma once

#include <byom/op.hpp>

namespace byom {

// ONNX's GlobalMaxPool, and GlobalAveragePool with `mean`.
Op global_pool(bool mean);

// The Keras layers GlobalMaxPooling<axes>D and GlobalAveragePooling<axes>D, channels first.
Op global_pooling_layer(bool mean, int axes);

}  // namespace byom
