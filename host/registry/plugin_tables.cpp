// Copying and checking of a plugin's tables.
#include "host/registry/plugin_tables.hpp"

#include <algorithm>

#include "host/support/counted.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

Claim key_of(byom_str domain, byom_str type) {
  return {ir::to_string(domain), ir::to_string(type)};
}

class Taking {
 public:
  Taking(const Manifest& manifest, const LoadedPlugin& loaded) : result_(std::make_unique<PluginTables>()) {
    result_->plugin.manifest = manifest;
    result_->plugin.table = loaded.table;
    result_->plugin.manifest.id = ir::to_string(loaded.table.id);
    result_->plugin.manifest.version = ir::to_string(loaded.table.version);
  }

  Result<std::unique_ptr<PluginTables>> all() {
    const byom_plugin& table = result_->plugin.table;
    for (const byom_op* op : list(table.ops, table.n_ops, "operator")) take_op(*op);
    for (const byom_kernel* kernel : list(table.kernels, table.n_kernels, "kernel")) take_kernel(*kernel);
    for (const byom_pattern* pattern : list(table.patterns, table.n_patterns, "pattern"))
      result_->patterns.push_back({&result_->plugin, copy_table(*pattern)});
    if (problems_.empty()) check_claims();  // what is missing may be what could not be read
    if (!problems_.empty()) return fail(exit_plugin, problems_);
    return std::move(result_);
  }

 private:
  void complain(const std::string& text) {
    const Manifest& manifest = result_->plugin.manifest;
    append(problems_, "\n", ("plugin '" + manifest.id + "' (" + manifest.library.string() + "): ") + text);
  }

  // The tables of an array of `n` pointers that can be read.
  template <class Table>
  std::vector<const Table*> list(const Table* const* tables, std::uint64_t n, const std::string& what) {
    std::vector<const Table*> readable;
    if (n > 0 && tables == nullptr)
      complain("it says that it has " + counted(n, what + " table") + " and gives none.");
    for (std::uint64_t i = 0; tables != nullptr && i < n; ++i)
      if (tables[i] != nullptr && tables[i]->size >= 2 * sizeof(std::uint32_t))
        readable.push_back(tables[i]);
      else
        complain(what + " table " + std::to_string(i) + " of " + std::to_string(n) +
                 " is missing or has no size; its first field must be its sizeof.");
    return readable;
  }

  void take_op(const byom_op& theirs) {
    Op op;
    op.plugin = &result_->plugin;
    op.table = copy_table(theirs);
    const Claim key = key_of(op.table.domain, op.table.type);
    if (key.domain == "ai.onnx") op.table.domain = {};
    if (key.type.empty()) return complain("one of its operators has no type.");
    const std::string name = "operator " + text(parse_claim(text(key)));
    if (result_->op(parse_claim(text(key))) != nullptr) return complain(name + " is listed twice.");
    for (const byom_schema* schema : list(op.table.schemas, op.table.n_schemas, name + ": schema")) {
      op.schemas.push_back(copy_table(*schema));
      const std::size_t last = op.schemas.size() - 1;
      if (last > 0 && op.schemas[last].since <= op.schemas[last - 1].since)
        complain(name + ": its schemas must be in ascending order of `since`.");
    }
    if (op.table.n_schemas == 0) complain(name + " has no schema; it needs one at least.");
    if (op.table.layer != nullptr) {
      op.layer = copy_table(*op.table.layer);
      for (const byom_form* form : list(op.layer.forms, op.layer.n_forms, name + ": layer form"))
        op.forms.push_back(copy_table(*form));
    }
    result_->ops.push_back(std::move(op));
  }

  void take_kernel(const byom_kernel& theirs) {
    Kernel kernel{&result_->plugin, copy_table(theirs)};
    const Claim key = key_of(kernel.table.domain, kernel.table.type);
    if (key.domain == "ai.onnx") kernel.table.domain = {};
    if (kernel.table.prepare == nullptr || kernel.table.run == nullptr)
      return complain("the kernel of " + text(key) + " lacks prepare or run.");
    result_->kernels.push_back(kernel);
  }

  // The manifest is what the rest of the program trusted so far.
  void check_claims() {
    const Manifest& manifest = result_->plugin.manifest;
    std::vector<std::string> offered;
    for (const Op& op : result_->ops) offered.push_back(text(Claim{op.domain(), op.type()}));
    if (manifest.complete)
      for (const Claim& claim : manifest.ops)
        if (result_->op(claim) == nullptr)
          complain("there is no operator " + text(claim) + " in it, as " + manifest.file.string() +
                   " says; write that file anew with byom-manifest.");
    for (const auto& [type, name] : manifest.onnx_nodes)
      if (result_->op(parse_claim(name)) == nullptr)
        complain("there is no operator " + text(parse_claim(name)) + " in it, which ONNX_NODES of " +
                 manifest.file.string() + " names for '" + type + "'" +
                 did_you_mean(text(parse_claim(name)), offered) + ".");
  }

  std::string problems_;
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
