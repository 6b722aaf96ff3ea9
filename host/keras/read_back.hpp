// Reads the files this folder writes, as Keras would, so that what is verified is what was written.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/archive/source.hpp"
#include "host/ir/graph.hpp"
#include "host/keras/layer_source.hpp"

namespace byom::keras {

// The Keras graph of a file, opened through `descriptor`, which need not have a name in any folder and may be
// closed afterwards. `path` is used in messages only. Weights are views of the mapped file, which must not
// change while the graph lives. Graph inputs are named as their InputLayers, in the model's order. Only for
// files that this program has just written. Errors: exit_bug, with what in the file is not as Keras expects
// it; exit_system.
Result<ir::Graph> read_back_keras(int descriptor, const std::string& path, LayerSource& source);
Result<ir::Graph> read_back_h5(int descriptor, const std::string& path, LayerSource& source);
// The `.h5` inside an archive; all of it is read into memory.
Result<ir::Graph> read_back_h5(archive::Source& h5, LayerSource& source);

}  // namespace byom::keras
