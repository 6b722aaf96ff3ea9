// The network that is converted: read, cut to what is asked for, its batch set free, its shapes inferred.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/passes/apply_patterns.hpp"
#include "host/passes/free_batch.hpp"
#include "host/passes/translate.hpp"
#include "host/pipeline/freezing.hpp"
#include "host/pipeline/job.hpp"
#include "host/support/mapped_file.hpp"

namespace byom::pipeline {

class Original {
 public:
  explicit Original(const Job& job) : job_(job) {}

  // In this order. What a step warns of it tells the job's progress.
  Result<Done> read();
  Result<Done> prepare();
  // The network as layers, those frozen that the request names. Where no layer follows a free batch, with the
  // number of samples that the network was exported for.
  Result<passes::Translation> translate();

  // Run for comparison.
  [[nodiscard]] const ir::Graph& graph() const { return graph_; }
  // The same with patterns applied: what was translated.
  [[nodiscard]] const ir::Graph& rewritten() const { return rewritten_; }
  [[nodiscard]] const passes::Batch& batch() const { return batch_; }
  // Names of the layers with weights that shall not train.
  [[nodiscard]] const std::vector<std::string>& frozen_layers() const { return freezing_.layers(); }
  // The model's own and those of external data.
  [[nodiscard]] const std::vector<std::shared_ptr<const MappedFile>>& files() const { return files_; }

 private:
  Result<Done> infer_shapes();
  Result<Done> infer_free();
  Result<Done> infer_exported();
  void tell_fixed(const Error& with_free_batch) const;
  void drop_computed();
  Result<passes::Translation> translate_inferred(std::vector<passes::PatternUse>& uses);
  Result<Done> freeze(passes::Translation& translation);
  template <class T>
  Result<T> with_hint(Result<T> result) const;

  const Job& job_;
  ir::Graph as_exported_;  // before its batch was set free
  ir::Graph graph_, rewritten_;
  std::vector<std::shared_ptr<const MappedFile>> files_;
  passes::Batch batch_;
  Freezing freezing_;
};

}  // namespace byom::pipeline
