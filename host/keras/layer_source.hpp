// Where the writers and the reader of Keras files ask what a layer is: the registry, or a table in tests.
#pragma once

#include <cstdint>
#include <string>

#include <byom/result.hpp>

#include "host/registry/op_registry.hpp"

namespace byom::keras {

class LayerSource {
 public:
  LayerSource() = default;
  LayerSource(const LayerSource&) = delete;
  LayerSource& operator=(const LayerSource&) = delete;
  virtual ~LayerSource() = default;

  // The operator of a node; nullptr: nobody offers it.
  virtual Result<const registry::Op*> op(const std::string& domain, const std::string& type) = 0;
  // The operator whose form in `dialect` (BYOM_DIALECT_*) has this class; `module` is empty where the file
  // names none. nullptr: nobody offers it.
  virtual Result<const registry::Op*> of_class(std::int32_t dialect, const std::string& module,
                                               const std::string& class_name) = 0;
};

class RegistryLayers final : public LayerSource {
 public:
  explicit RegistryLayers(registry::Registry& registry) : registry_(registry) {}

  Result<const registry::Op*> op(const std::string& domain, const std::string& type) override {
    return registry_.op(domain, type);
  }
  Result<const registry::Op*> of_class(std::int32_t dialect, const std::string& module,
                                       const std::string& class_name) override {
    return registry_.layer_of_class(dialect, module, class_name);
  }

 private:
  registry::Registry& registry_;
};

}  // namespace byom::keras
