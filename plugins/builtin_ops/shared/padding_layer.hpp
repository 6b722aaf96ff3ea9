// ZeroPadding and Cropping of Keras, over two or three spatial axes: the same window, moved out or in.
#pragma once

#include <byom/op.hpp>

namespace byom {

// ZeroPadding<axes>D and Cropping<axes>D, channels first.
Op zero_padding_layer(int axes);
Op cropping_layer(int axes);

}  // namespace byom
