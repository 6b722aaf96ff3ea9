// MaxPooling and AveragePooling of Keras: one operator in three ranks.
#pragma once

#include <byom/op.hpp>

namespace byom {

// The Keras layers MaxPooling<axes>D and AveragePooling<axes>D, channels first.
Op max_pooling_layer(int axes);
Op average_pooling_layer(int axes);

}  // namespace byom
