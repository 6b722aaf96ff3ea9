// What the files tell beside the model itself: where it comes from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/keras/mapping.hpp"
#include "host/passes/translate.hpp"
#include "host/pipeline/original.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::pipeline {

struct Provenance {
  std::int64_t opset = 0;
  std::vector<std::string> frozen_layers;
  std::vector<keras::MappedTensor> tensors;  // each with the operator that made it, and its plugin
};

Provenance provenance_of(const Original& original, const passes::Translation& translation,
                         registry::Registry& registry);

}  // namespace byom::pipeline
