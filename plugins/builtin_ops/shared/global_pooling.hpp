// Global pools: one number for all spatial cells of a channel, in ONNX and in Keras.
#pragma once

#include <byom/op.hpp>

namespace byom {

// ONNX's GlobalMaxPool, and GlobalAveragePool with `mean`.
Op global_pool(bool mean);

// The shape [N, C, 1...] of a global pool of input 0.
Result<Descs> infer_global_pool(const Node& node);

// The Keras layers GlobalMaxPooling<axes>D and GlobalAveragePooling<axes>D, channels first.
Op global_pooling_layer(bool mean, int axes);

}  // namespace byom
