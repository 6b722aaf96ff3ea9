// Opening the plugin under check.
#include "host/laws/law.hpp"

#include <algorithm>

#include "host/registry/discover.hpp"
#include "host/registry/plugin_tables.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::laws {

namespace {

namespace fs = std::filesystem;
using registry::Claim;
using registry::Manifest;

std::string to_text(byom_str text) {
  return ir::to_string(text);
}

Claim claim_of(const registry::Op& op) {
  return {op.domain(), op.type()};
}

Claim claim_of(const registry::Kernel& kernel) {
  return registry::parse_claim(registry::text({to_text(kernel.table.domain), to_text(kernel.table.type)}));
}

// libacme.so -> acme.json, as tao_byom_add_plugin names them.
Result<Manifest> manifest_of_library(const fs::path& library) {
  std::error_code ignored;
  std::string stem = library.stem().string();
  if (stem.starts_with("lib")) stem.erase(0, 3);
  for (const std::string& name : {stem + ".json", std::string("custom_meta.json")}) {
    const fs::path file = library.parent_path() / name;
    if (!fs::is_regular_file(file, ignored)) continue;
    BYOM_TRY(Manifest manifest, registry::read_manifest(file));
    if (fs::equivalent(manifest.library, library, ignored)) return manifest;
  }
  Manifest manifest;
  manifest.file = manifest.library = library;
  manifest.folders = {library.parent_path()};
  manifest.id = stem;
  return manifest;
}

// Whatever the JSON says or leaves out: the claims are those of the tables, and they win.
void claim_all(Manifest& manifest, const registry::PluginTables& tables) {
  manifest.id = tables.plugin.manifest.id;
  manifest.ops.clear();
  manifest.kernels.clear();
  for (const registry::Op& op : tables.ops) {
    manifest.ops.push_back(claim_of(op));
    for (const byom_form& form : op.forms)
      manifest.layer_classes.push_back({to_text(form.module), to_text(form.class_name)});
  }
  for (const registry::Kernel& kernel : tables.kernels)
    manifest.kernels.push_back({claim_of(kernel), to_text(kernel.table.backend), kernel.table.tier});
  manifest.overrides = manifest.ops;
  for (const auto& [type, name] : manifest.onnx_nodes)
    manifest.overrides.push_back(registry::parse_claim(type));
  manifest.complete = manifest.has_id = manifest.user = true;
}

// The operators, each with every kernel of the plugin, then kernels for operators of others.
Result<std::vector<Item>> items_of(const Manifest& manifest, registry::Registry& registry) {
  std::vector<Claim> claims = manifest.ops;
  for (const registry::KernelClaim& kernel : manifest.kernels)
    if (std::ranges::find(claims, kernel.op) == claims.end()) claims.push_back(kernel.op);
  std::vector<Item> items;
  for (const Claim& claim : claims) {
    BYOM_TRY(const registry::Op* op, registry.op(claim.domain, claim.type));
    if (op == nullptr) continue;  // a kernel for an operator that nobody here has
    BYOM_TRY(const auto kernels, registry.kernels(claim.domain, claim.type));
    const bool own = op->plugin->manifest.id == manifest.id;
    const std::size_t before = items.size();
    for (const registry::Kernel* kernel : kernels)
      if (kernel->plugin->manifest.id == manifest.id) items.push_back({op, kernel, own});
    if (items.size() == before) items.push_back({op, nullptr, own});
  }
  return items;
}

}  // namespace

const char* name_of(Outcome outcome) {
  constexpr const char* names[] = {"pass", "fail", "crash", "hang", "skip"};
  return names[static_cast<int>(outcome)];
}

std::string Item::name() const {
  const std::string claim = registry::text({op->domain(), op->type()});
  if (own) return claim;
  return "kernel '" + to_text(kernel->table.backend) + "' of " + claim;
}

Result<Target> open_target(const fs::path& file, const fs::path& own) {
  std::error_code ignored;
  const fs::path path = fs::absolute(file, ignored).lexically_normal();
  if (!fs::is_regular_file(path, ignored))
    return fail(exit_usage, file.string() + ": there is no such file" + did_you_mean_file(file) +
                                "; name a plugin's .so or its JSON.");
  Target target;
  if (path.extension() == ".json") {
    BYOM_TRY(target.manifest, registry::read_manifest(path));
  } else {
    BYOM_TRY(target.manifest, manifest_of_library(path));
  }
  target.manifest.user = true;
  BYOM_CHECK_OK(registry::check_files(target.manifest));
  target.others = registry::survey({own}, {}).manifests;
  std::erase_if(target.others, [&](const Manifest& other) {
    return other.id == target.manifest.id || fs::equivalent(other.library, target.manifest.library, ignored);
  });
  return target;
}

Result<std::unique_ptr<Bench>> open_bench(const Target& target) {
  const registry::HostTables host = registry::load_tables();
  BYOM_TRY(const registry::LoadedPlugin loaded, registry::load_plugin(target.manifest, host));
  BYOM_TRY(const auto tables, registry::take_tables(target.manifest, loaded));
  Manifest manifest = target.manifest;
  claim_all(manifest, *tables);
  std::vector<Manifest> manifests = {manifest};
  for (const Manifest& other : target.others)
    if (other.id != manifest.id) manifests.push_back(other);
  auto bench = std::make_unique<Bench>();
  bench->registry = std::make_unique<registry::Registry>(std::move(manifests), host);
  if (!manifest.kernels.empty()) BYOM_CHECK_OK(bench->registry->prefer_kernels({manifest.id}));
  BYOM_TRY(bench->items, items_of(manifest, *bench->registry));
  return bench;
}

}  // namespace byom::laws
