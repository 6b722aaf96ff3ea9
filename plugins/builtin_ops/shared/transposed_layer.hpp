// Conv1DTranspose, Conv2DTranspose and Conv3DTranspose of Keras: one operator in three ranks.
#pragma once

#include <byom/op.hpp>

namespace byom {

// The Keras layer Conv<axes>DTranspose, channels first.
Op transposed_convolution_layer(int axes);

}  // namespace byom
