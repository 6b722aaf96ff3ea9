// Writes a graph of layer nodes as `.keras`, as `.h5`, or as the same `.h5` inside an archive.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <byom/result.hpp>

#include "host/archive/sink.hpp"
#include "host/ir/graph.hpp"
#include "host/keras/layer_source.hpp"

namespace byom::keras {

struct WriteOptions {
  std::string kernel_initializer = "glorot_uniform";
};

// A file that is produced while it is written: its size is known before, its bytes are the same at every
// call.
struct StreamedFile {
  std::uint64_t size = 0;
  std::function<Result<Done>(archive::Sink&)> write;
};

// `sink` stands at the beginning of the file and is not finished. Errors are those of plan_model, of the
// configurations and of the sink.
Result<Done> write_keras(const ir::Graph& graph, LayerSource& source, const WriteOptions& options,
                         archive::Sink& sink);
Result<Done> write_h5(const ir::Graph& graph, LayerSource& source, const WriteOptions& options,
                      archive::Sink& sink);
// The legacy `.h5` for the archive. `graph` must outlive the result.
Result<StreamedFile> legacy_h5(const ir::Graph& graph, LayerSource& source, const WriteOptions& options);

}  // namespace byom::keras
