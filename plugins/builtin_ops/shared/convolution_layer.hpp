// Conv1D, Conv2D and Conv3D of Keras: one operator in three ranks.
#pragma once

#include <byom/op.hpp>

namespace byom {

// The Keras layer Conv<axes>D, channels first, padding "valid".
Op convolution_layer(int axes);

}  // namespace byom
