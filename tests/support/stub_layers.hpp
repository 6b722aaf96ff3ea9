// A table of layer operators for tests of the Keras files: what a registry gives, without plugins.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "host/ir/graph.hpp"
#include "host/keras/layer_source.hpp"

namespace byom::test {

struct StubKey {
  std::string key, written;
  std::uint32_t flags = 0;
};
struct StubForm {
  std::int32_t dialect = BYOM_DIALECT_KERAS3, kind = BYOM_FORM_LAYER;
  std::uint32_t flags = 0;
  std::string module, class_name;
  std::vector<StubKey> keys = {};
};
struct StubWeight {
  std::string name, enabled_by = {}, initializer = {};
  std::uint32_t flags = BYOM_WEIGHT_TRAINABLE;
};

class StubLayers : public keras::LayerSource {
 public:
  StubLayers() {
    plugin_.manifest.id = "test.stub";
    plugin_.manifest.version = "1.2";
  }

  registry::Op& add(const std::string& type, std::vector<StubForm> forms,
                    std::vector<StubWeight> weights = {}, const std::string& python = {}) {
    Entry& entry = entries_.emplace_back();
    entry.type = type;
    entry.python = python;
    entry.stub_forms = std::move(forms);
    entry.stub_weights = std::move(weights);
    fill(entry);
    return entry.op;
  }
  registry::Plugin& plugin() { return plugin_; }

  Result<const registry::Op*> op(const std::string& domain, const std::string& type) override {
    for (const Entry& entry : entries_)
      if (domain == "keras" && entry.type == type) return &entry.op;
    return nullptr;
  }
  Result<const registry::Op*> of_class(std::int32_t dialect, const std::string& module,
                                       const std::string& class_name) override {
    for (const Entry& entry : entries_)
      for (const StubForm& form : entry.stub_forms)
        if (form.dialect == dialect && form.class_name == class_name &&
            (module.empty() || form.module == module))
          return &entry.op;
    return nullptr;
  }

 private:
  struct Entry {
    std::string type, python;
    std::vector<StubForm> stub_forms;
    std::vector<StubWeight> stub_weights;
    std::deque<std::vector<byom_key>> keys;
    std::vector<byom_weight> weights;
    registry::Op op;
  };

  void fill(Entry& entry) {
    static const std::string domain = "keras";
    entry.op.plugin = &plugin_;
    entry.op.table.domain = ir::to_view(domain);
    entry.op.table.type = ir::to_view(entry.type);
    for (const StubForm& stub : entry.stub_forms) {
      std::vector<byom_key>& keys = entry.keys.emplace_back();
      for (const StubKey& key : stub.keys)
        keys.push_back({ir::to_view(key.key), ir::to_view(key.written), key.flags, 0});
      entry.op.forms.push_back({sizeof(byom_form), stub.dialect, stub.kind, stub.flags,
                                ir::to_view(stub.module), ir::to_view(stub.class_name), keys.data(),
                                keys.size()});
    }
    for (const StubWeight& stub : entry.stub_weights)
      entry.weights.push_back({ir::to_view(stub.name), ir::to_view(stub.enabled_by),
                               ir::to_view(stub.initializer), stub.flags, 0});
    entry.op.layer.size = sizeof(byom_layer);
    entry.op.layer.weights = entry.weights.data();
    entry.op.layer.n_weights = entry.weights.size();
    entry.op.layer.python = ir::to_view(entry.python);
  }

  registry::Plugin plugin_;
  std::deque<Entry> entries_;
};

}  // namespace byom::test
