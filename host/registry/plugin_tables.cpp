// Copying and checking of a plugin's tables.
#include "host/registry/plugin_tables.hpp"

#include <algorithm>

#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

std::string to_text(byom_str text) {
  return text.n > 0 ? std::string(text.p, text.n) : std::string();
}

Claim key_of(byom_str domain, byom_str type) {
  return {to_text(domain), to_text(type)};
}

class Taking {
 public:
  Taking(const Manifest& manifest, const LoadedPlugin& loaded) : result_(std::make_unique<PluginTables>()) {
    result_->plugin.manifest = manifest;
    result_->plugin.table = loaded.table;
    result_->plugin.manifest.id = to_text(loaded.table.id);
    result_->plugin.manifest.version = to_text(loaded.table.version);
  }

  Result<std::unique_ptr<PluginTables>> all() {
    const byom_plugin& table = result_->plugin.table;
    BYOM_CHECK_OK(list(table.ops, table.n_ops, "operator"));
    BYOM_CHECK_OK(list(table.kernels, table.n_kernels, "kernel"));
    BYOM_CHECK_OK(list(table.patterns, table.n_patterns, "pattern"));
    for (std::uint64_t i = 0; i < table.n_ops; ++i) BYOM_CHECK_OK(take_op(*table.ops[i]));
    for (std::uint64_t i = 0; i < table.n_kernels; ++i) BYOM_CHECK_OK(take_kernel(*table.kernels[i]));
    for (std::uint64_t i = 0; i < table.n_patterns; ++i)
      result_->patterns.push_back({&result_->plugin, copy_table(*table.patterns[i])});
    BYOM_CHECK_OK(keeps_claims());
    return std::move(result_);
  }

 private:
  [[nodiscard]] Error wrong(const std::string& text) const {
    const Manifest& manifest = result_->plugin.manifest;
    return fail(exit_plugin, "plugin '" + manifest.id + "' (" + manifest.library.string() + "): " + text);
  }

  // An array of `n` pointers, none of them NULL.
  template <class Table>
  Result<Done> list(const Table* const* tables, std::uint64_t n, const std::string& what) const {
    if (n > 0 && tables == nullptr)
      return wrong("it says that it has " + std::to_string(n) + " " + what + " tables and gives none.");
    for (std::uint64_t i = 0; i < n; ++i)
      if (tables[i] == nullptr || tables[i]->size < 2 * sizeof(std::uint32_t))
        return wrong(what + " table " + std::to_string(i) + " of " + std::to_string(n) +
                     " is missing or has no size; its first field must be its sizeof.");
    return done;
  }

  Result<Done> take_op(const byom_op& theirs) {
    Op op;
    op.plugin = &result_->plugin;
    op.table = copy_table(theirs);
    const Claim key = key_of(op.table.domain, op.table.type);
    if (key.domain == "ai.onnx") op.table.domain = {};
    if (key.type.empty()) return wrong("one of its operators has no type.");
    const std::string name = "operator " + text(parse_claim(text(key)));
    if (result_->op(parse_claim(text(key))) != nullptr) return wrong(name + " is listed twice.");
    BYOM_CHECK_OK(list(op.table.schemas, op.table.n_schemas, name + ": schema"));
    if (op.table.n_schemas == 0) return wrong(name + " has no schema.");
    for (std::uint64_t i = 0; i < op.table.n_schemas; ++i) {
      op.schemas.push_back(copy_table(*op.table.schemas[i]));
      if (i > 0 && op.schemas[i].since <= op.schemas[i - 1].since)
        return wrong(name + ": its schemas must be in ascending order of `since`.");
    }
    if (op.table.layer != nullptr) {
      op.layer = copy_table(*op.table.layer);
      BYOM_CHECK_OK(list(op.layer.forms, op.layer.n_forms, name + ": layer form"));
      for (std::uint64_t i = 0; i < op.layer.n_forms; ++i) op.forms.push_back(copy_table(*op.layer.forms[i]));
    }
    result_->ops.push_back(std::move(op));
    return done;
  }

  Result<Done> take_kernel(const byom_kernel& theirs) {
    Kernel kernel{&result_->plugin, copy_table(theirs)};
    const Claim key = key_of(kernel.table.domain, kernel.table.type);
    if (key.domain == "ai.onnx") kernel.table.domain = {};
    if (kernel.table.prepare == nullptr || kernel.table.run == nullptr)
      return wrong("the kernel of " + text(key) + " lacks prepare or run.");
    result_->kernels.push_back(kernel);
    return done;
  }

  // The manifest is what the rest of the program trusted so far.
  [[nodiscard]] Result<Done> keeps_claims() const {
    const Manifest& manifest = result_->plugin.manifest;
    std::vector<std::string> offered;
    for (const Op& op : result_->ops) offered.push_back(text(Claim{op.domain(), op.type()}));
    if (manifest.complete)
      for (const Claim& claim : manifest.ops)
        if (result_->op(claim) == nullptr)
          return wrong("there is no operator " + text(claim) + " in it, as " + manifest.file.string() +
                       " says; write that file anew with byom-manifest.");
    for (const auto& [type, name] : manifest.onnx_nodes)
      if (result_->op(parse_claim(name)) == nullptr)
        return wrong("there is no operator " + text(parse_claim(name)) + " in it, which ONNX_NODES of " +
                     manifest.file.string() + " names for '" + type + "'" +
                     did_you_mean(text(parse_claim(name)), offered) + ".");
    return done;
  }

  std::unique_ptr<PluginTables> result_;
};

}  // namespace

const Op* PluginTables::op(const Claim& key) const {
  const auto found = std::find_if(ops.begin(), ops.end(), [&](const Op& op) {
    return Claim{op.domain(), op.type()} == key;
  });
  return found == ops.end() ? nullptr : &*found;
}

Result<std::unique_ptr<PluginTables>> take_tables(const Manifest& manifest, const LoadedPlugin& loaded) {
  return Taking(manifest, loaded).all();
}

}  // namespace byom::registry
