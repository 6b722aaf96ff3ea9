// What every stage of a conversion is given.
#pragma once

#include <string>

#include "host/pipeline/convert.hpp"
#include "host/registry/context.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::pipeline {

struct Job {
  const Request& request;
  registry::Registry& registry;
  registry::Session& session;
  const Progress& progress;

  // Tells the graph where --dump names this pass.
  void dump(const std::string& pass, const ir::Graph& graph) const {
    if (request.dump == "after:" + pass) progress.dump(ir::print(graph));
  }
};

}  // namespace byom::pipeline
