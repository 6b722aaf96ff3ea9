// Who serves what: claims of the manifests, and the rules when there are several.
#include "host/registry/op_registry.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "host/registry/plugin_tables.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

std::string to_text(byom_str text) {
  return text.n > 0 ? std::string(text.p, text.n) : std::string();
}

Claim claim_of(const std::string& domain, const std::string& type) {
  return {domain == "ai.onnx" ? std::string() : domain, type};
}

bool contains(const std::vector<Claim>& claims, const Claim& claim) {
  return std::find(claims.begin(), claims.end(), claim) != claims.end();
}

// Files differ in what they write as module; an empty one says nothing.
bool same_class(const std::string& module, const std::string& name, const std::string& other_module,
                const std::string& other_name) {
  return name == other_name && (module.empty() || other_module.empty() || module == other_module);
}

std::string named(const Manifest& manifest) {
  return "'" + manifest.id + "' (" + manifest.file.string() + ")";
}

}  // namespace

const byom_schema* Op::schema_at(std::int64_t opset) const {
  const byom_schema* found = nullptr;
  for (const byom_schema& schema : schemas)
    if (schema.since <= opset) found = &schema;
  return found;
}

const byom_form* Op::form(std::int32_t dialect) const {
  const auto found = std::find_if(forms.begin(), forms.end(),
                                  [&](const byom_form& form) { return form.dialect == dialect; });
  return found == forms.end() ? nullptr : &*found;
}

struct Registry::State {
  using Owners = std::map<Claim, std::vector<std::size_t>>;  // indexes of manifests, ascending

  std::vector<Manifest> manifests;
  HostTables host;
  std::vector<std::unique_ptr<PluginTables>> mapped;  // by index of manifest
  std::vector<std::optional<Error>> failed;           // likewise
  std::vector<std::size_t> order;                     // in which plugins were mapped
  Owners ops, kernels;
  std::vector<std::string> preferred;
  std::vector<std::string> notes;

  void note(const std::string& text) {
    if (std::find(notes.begin(), notes.end(), text) == notes.end()) notes.push_back(text);
  }

  static void own(Owners& owners, const Claim& claim, std::size_t i) {
    auto& list = owners[claim];
    if (std::find(list.begin(), list.end(), i) == list.end()) list.push_back(i);
  }

  // A kernel is found under the plugin's own name of its operator and under the ONNX type that stands for it.
  void own_kernel(const Claim& claim, std::size_t i) {
    own(kernels, claim, i);
    for (const auto& [type, name] : manifests[i].onnx_nodes)
      if (parse_claim(name) == claim) own(kernels, parse_claim(type), i);
  }

  void read_claims(std::size_t i) {
    const Manifest& manifest = manifests[i];
    for (const Claim& claim : manifest.ops) own(ops, claim, i);
    for (const auto& [type, name] : manifest.onnx_nodes) own(ops, parse_claim(type), i);
    for (const KernelClaim& kernel : manifest.kernels) own_kernel(kernel.op, i);
    // A manifest written by hand does not list kernels: there may be one for each operator.
    if (!manifest.complete)
      for (const Claim& claim : manifest.ops) own(kernels, claim, i);
  }

  // A manifest written by hand may keep silent about operators. What the library has beyond it is added, but
  // never takes anything from a plugin that claims it.
  void read_silent_claims(std::size_t i) {
    if (manifests[i].complete) return;
    for (const Op& op : mapped[i]->ops) {
      const Claim claim{op.domain(), op.type()};
      if (!ops.contains(claim)) own(ops, claim, i);
    }
    for (const Kernel& kernel : mapped[i]->kernels)
      own_kernel({to_text(kernel.table.domain), to_text(kernel.table.type)}, i);
  }

  Result<PluginTables*> map(std::size_t i) {
    if (mapped[i]) return mapped[i].get();
    if (failed[i]) return *failed[i];
    auto tables = map_anew(i);
    if (!tables) {
      failed[i] = tables.error();
      return tables.error();
    }
    mapped[i] = std::move(*tables);
    order.push_back(i);
    read_silent_claims(i);
    return mapped[i].get();
  }

  Result<std::unique_ptr<PluginTables>> map_anew(std::size_t i) {
    BYOM_TRY(const LoadedPlugin loaded, load_plugin(manifests[i], host));
    if (!loaded.warning.empty()) note(loaded.warning);
    return take_tables(manifests[i], loaded);
  }

  [[nodiscard]] Error tie(const std::string& what, const Claim& claim, std::size_t a, std::size_t b) const {
    const Manifest &first = manifests[a], &second = manifests[b];
    const std::string quoted = "\"" + text(claim) + "\"";
    std::string remedy =
        contains(second.overrides, claim)
            ? "take " + quoted + " out of PLUGIN.overrides of one of the two files"
            : R"(write "PLUGIN": {"overrides": [)" + quoted + "]} into the file whose plugin shall win";
    if (first.builtin)
      remedy += ", or start with --without-builtin " + (claim.domain.empty() ? claim.type : text(claim));
    return fail(exit_plugin, what + " is offered by the plugins " + named(first) + " and " + named(second) +
                                 ": " + remedy + ".");
  }

  // Explicit overrides win, a user's before an installed one's; nothing else does.
  Result<std::size_t> winner(const Claim& claim, const std::vector<std::size_t>& owners) {
    if (owners.size() == 1) return owners[0];
    const auto overrides = [&](std::size_t i) { return contains(manifests[i].overrides, claim); };
    std::vector<std::size_t> best;
    std::copy_if(owners.begin(), owners.end(), std::back_inserter(best), overrides);
    const bool user = std::any_of(best.begin(), best.end(), [&](std::size_t i) { return manifests[i].user; });
    if (user) std::erase_if(best, [&](std::size_t i) { return !manifests[i].user; });
    if (best.empty()) best = owners;
    if (best.size() > 1) return tie("operator " + text(claim), claim, best[0], best[1]);
    for (const std::size_t loser : owners)
      if (loser != best[0])
        note("operator " + text(claim) + " is taken from plugin " + named(manifests[best[0]]) +
             ", which overrides that of '" + manifests[loser].id + "'.");
    return best[0];
  }

  // The name under which plugin `i` knows `claim`.
  [[nodiscard]] Claim inside(std::size_t i, const Claim& claim) const {
    for (const auto& [type, name] : manifests[i].onnx_nodes)
      if (parse_claim(type) == claim) return parse_claim(name);
    return claim;
  }

  Result<const Op*> op(const Claim& claim) {
    const auto owners = ops.find(claim);
    if (owners == ops.end()) return nullptr;
    BYOM_TRY(const std::size_t i, winner(claim, owners->second));
    BYOM_TRY(const PluginTables* tables, map(i));
    return tables->op(inside(i, claim));
  }

  [[nodiscard]] std::size_t rank(const Kernel& kernel) const {
    const auto backend = to_text(kernel.table.backend);
    const auto found = std::find_if(preferred.begin(), preferred.end(), [&](const std::string& name) {
      return name == kernel.plugin->manifest.id || name == backend;
    });
    return static_cast<std::size_t>(found - preferred.begin());
  }

  // The plugin that serves the operator, if that is decided without mapping one; its kernel knows it best.
  [[nodiscard]] const Plugin* server(const Claim& claim) {
    const auto owners = ops.find(claim);
    if (owners == ops.end()) return nullptr;
    const auto i = winner(claim, owners->second);
    return i && mapped[*i] ? &mapped[*i]->plugin : nullptr;
  }

  // Whether a form of `op` in the dialect has the class.
  static bool has_class(const Op& op, std::int32_t dialect, const std::string& module,
                        const std::string& name) {
    const byom_form* form = op.form(dialect);
    return form != nullptr && same_class(module, name, to_text(form->module), to_text(form->class_name));
  }

  // Operators with the class, each the one that serves its own name.
  Result<std::vector<const Op*>> layers_of_class(std::int32_t dialect, const std::string& module,
                                                 const std::string& name) {
    std::vector<const Op*> found;
    for (std::size_t i = 0; i < manifests.size(); ++i) {
      const auto& classes = manifests[i].layer_classes;
      const bool claims = std::any_of(classes.begin(), classes.end(), [&](const Claim& layer) {
        return same_class(module, name, layer.domain, layer.type);
      });
      if (!claims && !mapped[i]) continue;
      BYOM_TRY(const PluginTables* tables, map(i));
      for (const Op& op : tables->ops) {
        if (!has_class(op, dialect, module, name)) continue;
        BYOM_TRY(const Op* serving, this->op({op.domain(), op.type()}));
        if (serving == &op) found.push_back(&op);
      }
    }
    return found;
  }
};

Registry::Registry(std::vector<Manifest> manifests, HostTables host) : state_(std::make_unique<State>()) {
  state_->manifests = std::move(manifests);
  state_->host = std::move(host);
  state_->mapped.resize(state_->manifests.size());
  state_->failed.resize(state_->manifests.size());
  for (std::size_t i = 0; i < state_->manifests.size(); ++i) state_->read_claims(i);
}

Registry::~Registry() {
  for (auto i = state_->order.rbegin(); i != state_->order.rend(); ++i) {
    const byom_plugin& table = state_->mapped[*i]->plugin.table;
    if (table.shutdown != nullptr) table.shutdown(table.self);
  }
}

Result<Done> Registry::prefer_kernels(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const Manifest& manifest : state_->manifests) {
    if (!manifest.kernels.empty() || !manifest.complete) known.push_back(manifest.id);
    for (const KernelClaim& kernel : manifest.kernels) known.push_back(kernel.backend);
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  for (const std::string& name : names)
    if (!std::binary_search(known.begin(), known.end(), name))
      return fail(exit_usage, "--kernels: no plugin or backend is called '" + name + "'; there are " +
                                  quoted_list(known, "and") + ".");
  state_->preferred = names;
  return done;
}

Result<Done> Registry::without_builtin(const std::vector<std::string>& operators) {
  std::vector<std::string> known;
  for (const auto& [claim, owners] : state_->ops)
    if (std::any_of(owners.begin(), owners.end(),
                    [&](std::size_t i) { return state_->manifests[i].builtin; }))
      known.push_back(claim.domain.empty() ? claim.type : text(claim));
  for (const std::string& name : operators) {
    const Claim claim = parse_claim(name);
    if (std::find(known.begin(), known.end(), claim.domain.empty() ? claim.type : text(claim)) == known.end())
      return fail(exit_usage, "--without-builtin: no built-in operator is called '" + name + "'" +
                                  did_you_mean(name, known) + ".");
    for (State::Owners* owners : {&state_->ops, &state_->kernels}) {
      auto& list = (*owners)[claim];
      std::erase_if(list, [&](std::size_t i) { return state_->manifests[i].builtin; });
      if (list.empty()) owners->erase(claim);
    }
  }
  return done;
}

Result<const Op*> Registry::op(const std::string& domain, const std::string& type) {
  return state_->op(claim_of(domain, type));
}

Result<std::vector<const Kernel*>> Registry::kernels(const std::string& domain, const std::string& type) {
  const Claim claim = claim_of(domain, type);
  std::vector<const Kernel*> found;
  std::optional<Error> problem;
  const auto entry = state_->kernels.find(claim);
  const std::vector<std::size_t> owners =
      entry == state_->kernels.end() ? std::vector<std::size_t>() : entry->second;
  for (const std::size_t i : owners) {
    const auto tables = state_->map(i);
    if (!tables) {
      state_->note("kernel of " + text(claim) + " passed over: " + tables.error().text);
      if (!problem) problem = tables.error();
      continue;
    }
    const Claim inside = state_->inside(i, claim);
    for (const Kernel& kernel : (*tables)->kernels)
      if (Claim{to_text(kernel.table.domain), to_text(kernel.table.type)} == inside) found.push_back(&kernel);
  }
  if (found.empty() && problem) return *problem;
  const Plugin* server = state_->server(claim);
  const auto place = [&](const Kernel* kernel) {
    return std::tuple(state_->rank(*kernel), -std::int64_t{kernel->table.tier}, kernel->plugin != server,
                      kernel->plugin->manifest.id);
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const Kernel* a, const Kernel* b) { return place(a) < place(b); });
  return found;
}

Result<const Op*> Registry::layer_of_class(std::int32_t dialect, const std::string& module,
                                           const std::string& class_name) {
  BYOM_TRY(const std::vector<const Op*> found, state_->layers_of_class(dialect, module, class_name));
  if (found.size() < 2) return found.empty() ? nullptr : found[0];
  return fail(exit_plugin, "the Keras class " + (module.empty() ? "" : module + ".") + class_name +
                               " is that of two layers: " + text({found[0]->domain(), found[0]->type()}) +
                               " of plugin " + named(found[0]->plugin->manifest) + " and " +
                               text({found[1]->domain(), found[1]->type()}) + " of plugin " +
                               named(found[1]->plugin->manifest) + ".");
}

Result<std::vector<const Pattern*>> Registry::patterns() {
  std::vector<const Pattern*> found;
  for (std::size_t i = 0; i < state_->manifests.size(); ++i) {
    if (!state_->manifests[i].patterns && !state_->mapped[i]) continue;
    const auto tables = state_->map(i);
    if (!tables && state_->manifests[i].user) return tables.error();
    if (!tables) {
      state_->note("patterns passed over: " + tables.error().text);
      continue;
    }
    for (const Pattern& pattern : (*tables)->patterns) found.push_back(&pattern);
  }
  return found;
}

std::vector<std::string> Registry::claimed(const std::string& domain) const {
  const std::string wanted = claim_of(domain, "").domain;
  std::vector<std::string> types;
  for (const auto& [claim, owners] : state_->ops)
    if (claim.domain == wanted) types.push_back(claim.type);
  return types;
}

const std::vector<Manifest>& Registry::manifests() const {
  return state_->manifests;
}

const std::vector<std::string>& Registry::notes() const {
  return state_->notes;
}

}  // namespace byom::registry
