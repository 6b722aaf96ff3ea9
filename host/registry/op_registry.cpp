// Answers from the claims and from the tables of the plugins mapped so far.
#include "host/registry/op_registry.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

#include "host/registry/claims.hpp"
#include "host/registry/plugin_tables.hpp"
#include "host/support/call_in_progress.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

Claim claim_of(const std::string& domain, const std::string& type) {
  return {domain == "ai.onnx" ? std::string() : domain, type};
}

// Files differ in what they write as module; an empty one says nothing.
bool same_class(const std::string& module, const std::string& name, const std::string& other_module,
                const std::string& other_name) {
  return name == other_name && (module.empty() || other_module.empty() || module == other_module);
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
  explicit State(std::vector<Manifest> manifests) : claims(std::move(manifests)) {
    mapped.resize(claims.manifests().size());
    failed.resize(claims.manifests().size());
  }

  Claims claims;
  HostTables host;
  std::vector<std::unique_ptr<PluginTables>> mapped;  // by index of manifest
  std::vector<std::optional<Error>> failed;           // likewise
  std::vector<std::size_t> order;                     // in which plugins were mapped
  std::vector<std::string> preferred;
  std::vector<std::string> notes;

  void note(const std::string& text) {
    if (std::find(notes.begin(), notes.end(), text) == notes.end()) notes.push_back(text);
  }

  // A manifest written by hand may keep silent about operators and kernels.
  void read_silent_claims(std::size_t i) {
    if (claims.manifest(i).complete) return;
    for (const Op& op : mapped[i]->ops) claims.add_op({op.domain(), op.type()}, i);
    for (const Kernel& kernel : mapped[i]->kernels)
      claims.add_kernel({ir::to_string(kernel.table.domain), ir::to_string(kernel.table.type)}, i);
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
    BYOM_TRY(const LoadedPlugin loaded, load_plugin(claims.manifest(i), host));
    if (!loaded.warning.empty()) note(loaded.warning);
    return take_tables(claims.manifest(i), loaded);
  }

  // Tells of what the winner overrides.
  Result<std::optional<std::size_t>> winner(const Claim& claim) {
    BYOM_TRY(const std::optional<std::size_t> i, claims.winner(claim));
    if (!i) return i;
    for (const OpOffer& loser : claims.offers(claim))
      if (!loser.serves && !loser.hidden)
        note("operator " + text(claim) + " is taken from plugin " + named(claims.manifest(*i)) +
             ", which overrides that of '" + loser.manifest->id + "'.");
    return i;
  }

  Result<const Op*> op(const Claim& claim) {
    BYOM_TRY(const std::optional<std::size_t> i, winner(claim));
    if (!i) return nullptr;
    return op_of(*i, claim);
  }

  Result<const Op*> op_of(std::size_t i, const Claim& claim) {
    BYOM_TRY(const PluginTables* tables, map(i));
    return tables->op(claims.inside(i, claim));
  }

  [[nodiscard]] KernelOffer offer(const Claim& claim, std::size_t i, const Kernel& kernel,
                                  const Plugin* server) const {
    const auto backend = ir::to_string(kernel.table.backend);
    const auto found = std::find_if(preferred.begin(), preferred.end(), [&](const std::string& name) {
      return name == kernel.plugin->manifest.id || name == claims.manifest(i).id || name == backend;
    });
    return {&kernel,
            static_cast<std::size_t>(found - preferred.begin()),
            found != preferred.end(),
            claims.overrides(i, claim),
            kernel.table.tier,
            kernel.plugin == server};
  }

  // What --kernels may say. A manifest that lists no kernels has to be asked itself, `all` then: its name is
  // that of the file, and what the library calls itself and its backends is not written there.
  std::vector<std::string> names_of_kernels(bool all) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < mapped.size(); ++i) {
      const Manifest& manifest = claims.manifest(i);
      if (!manifest.kernels.empty() || !manifest.complete) names.push_back(manifest.id);
      for (const KernelClaim& kernel : manifest.kernels) names.push_back(kernel.backend);
      if (!all || (manifest.complete && manifest.has_id) || !map(i)) continue;  // its fault is told later
      for (const Kernel& kernel : mapped[i]->kernels) {
        names.push_back(mapped[i]->plugin.manifest.id);
        names.push_back(ir::to_string(kernel.table.backend));
      }
    }
    std::erase(names, "");
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }

  // The plugin that serves the operator, if that is decided without mapping one; its kernel knows it best.
  [[nodiscard]] const Plugin* server(const Claim& claim) {
    const auto i = winner(claim);
    return i && *i && mapped[**i] ? &mapped[**i]->plugin : nullptr;
  }

  // Whether a form of `op` in the dialect has the class.
  static bool has_class(const Op& op, std::int32_t dialect, const std::string& module,
                        const std::string& name) {
    const byom_form* form = op.form(dialect);
    return form != nullptr &&
           same_class(module, name, ir::to_string(form->module), ir::to_string(form->class_name));
  }

  // Operators with the class, each the one that serves its own name.
  Result<std::vector<const Op*>> layers_of_class(std::int32_t dialect, const std::string& module,
                                                 const std::string& name) {
    std::vector<const Op*> found;
    for (std::size_t i = 0; i < mapped.size(); ++i) {
      const auto& classes = claims.manifest(i).layer_classes;
      const bool named_there = std::any_of(classes.begin(), classes.end(), [&](const Claim& layer) {
        return same_class(module, name, layer.domain, layer.type);
      });
      if (!named_there && !mapped[i]) continue;
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

Registry::Registry(std::vector<Manifest> manifests, HostTables host)
    : state_(std::make_unique<State>(std::move(manifests))) {
  state_->host = std::move(host);
}

Registry::~Registry() {
  (void)shut_down(nullptr);
}

Result<Done> Registry::shut_down(const ProcessGuard* guard) {
  std::string problems;
  for (auto i = state_->order.rbegin(); i != state_->order.rend(); ++i) {
    const Plugin& plugin = state_->mapped[*i]->plugin;
    if (plugin.table.shutdown == nullptr) continue;
    const std::string what = plugin.manifest.library.string() + ": the end of the plugin (shutdown)";
    {
      const CallInProgress call(what);
      plugin.table.shutdown(plugin.table.self);
    }
    if (!guard) continue;
    for (const std::string& clause : guard->restore())
      append(problems, "\n", what + " changed the process: " + clause + ".");
  }
  state_->order.clear();
  return problems.empty() ? Result<Done>(done) : fail(exit_plugin, problems);
}

Result<Done> Registry::prefer_kernels(const std::vector<std::string>& names) {
  if (names.empty() && state_->preferred.empty()) return done;  // most starts: nothing is looked through
  std::vector<std::string> known = state_->names_of_kernels(false), unknown;
  const auto is_known = [&](const std::string& name) {
    return std::binary_search(known.begin(), known.end(), name);
  };
  if (!std::all_of(names.begin(), names.end(), is_known)) known = state_->names_of_kernels(true);
  std::copy_if(names.begin(), names.end(), std::back_inserter(unknown), std::not_fn(is_known));
  if (!unknown.empty())
    return fail(exit_usage, "--kernels: no plugin or backend is called " + quoted_list(unknown, "or") +
                                (unknown.size() > 1 ? "" : did_you_mean(unknown[0], known)) + "; there are " +
                                quoted_list(known, "and") + ".");
  state_->preferred = names;
  return done;
}

Result<Done> Registry::without_builtin(const std::vector<std::string>& operators) {
  if (operators.empty()) return done;  // most starts: nothing is looked through
  std::vector<std::string> known;
  for (const Claim& claim : state_->claims.ops()) {
    const auto offers = state_->claims.offers(claim);
    if (std::any_of(offers.begin(), offers.end(), [](const OpOffer& o) { return o.manifest->builtin; }))
      known.push_back(claim.domain.empty() ? claim.type : text(claim));
  }
  std::string problems;
  for (const std::string& name : operators) {
    const Claim claim = parse_claim(name);
    if (std::find(known.begin(), known.end(), claim.domain.empty() ? claim.type : text(claim)) ==
        known.end()) {
      append(problems, "\n",
             ("--without-builtin: no built-in operator is called '" + name + "'") +
                 did_you_mean(name, known) + ".");
      continue;
    }
    state_->claims.hide_builtin(claim);
    state_->note("the built-in operator " + text(claim) + " is not used (--without-builtin).");
  }
  return problems.empty() ? Result<Done>(done) : fail(exit_usage, problems);
}

Result<const Op*> Registry::op(const std::string& domain, const std::string& type) {
  return state_->op(claim_of(domain, type));
}

std::vector<OpOffer> Registry::op_offers(const std::string& domain, const std::string& type) const {
  return state_->claims.offers(claim_of(domain, type));
}

Result<const Op*> Registry::op_of(const OpOffer& offer, const std::string& domain, const std::string& type) {
  return state_->op_of(static_cast<std::size_t>(offer.manifest - manifests().data()), claim_of(domain, type));
}

Result<std::vector<KernelOffer>> Registry::kernel_offers(const std::string& domain, const std::string& type) {
  const Claim claim = claim_of(domain, type);
  const std::vector<std::size_t> owners = state_->claims.with_kernels(claim);
  std::vector<KernelOffer> found;
  std::optional<Error> problem;
  for (const std::size_t i : owners)
    if (const auto tables = state_->map(i); !tables) {
      state_->note("kernel of " + text(claim) + " passed over: " + tables.error().text);
      if (!problem) problem = tables.error();
    }
  const Plugin* server = state_->server(claim);
  for (const std::size_t i : owners) {
    if (!state_->mapped[i]) continue;
    const Claim inside = state_->claims.inside(i, claim);
    for (const Kernel& kernel : state_->mapped[i]->kernels)
      if (Claim{ir::to_string(kernel.table.domain), ir::to_string(kernel.table.type)} == inside)
        found.push_back(state_->offer(claim, i, kernel, server));
  }
  if (found.empty() && problem) return *problem;
  const auto place = [](const KernelOffer& offer) {
    return std::tuple(offer.preference, !offer.overrides, -std::int64_t{offer.tier}, !offer.serves,
                      offer.kernel->plugin->manifest.id);
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const KernelOffer& a, const KernelOffer& b) { return place(a) < place(b); });
  return found;
}

Result<std::vector<const Kernel*>> Registry::kernels(const std::string& domain, const std::string& type) {
  BYOM_TRY(const std::vector<KernelOffer> offers, kernel_offers(domain, type));
  std::vector<const Kernel*> found;
  for (const KernelOffer& offer : offers) found.push_back(offer.kernel);
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
                               named(found[1]->plugin->manifest) +
                               "; use the other's layer, or write a class of your own.");
}

Result<std::vector<const Pattern*>> Registry::patterns() {
  std::vector<const Pattern*> found;
  for (std::size_t i = 0; i < manifests().size(); ++i) {
    if (!manifests()[i].patterns && !state_->mapped[i]) continue;
    const auto tables = state_->map(i);
    if (!tables && manifests()[i].user) return tables.error();
    if (!tables) {
      state_->note("patterns passed over: " + tables.error().text);
      continue;
    }
    for (const Pattern& pattern : (*tables)->patterns) found.push_back(&pattern);
  }
  return found;
}

std::vector<Claim> Registry::claimed() const {
  return state_->claims.ops();
}

std::vector<std::string> Registry::claimed(const std::string& domain) const {
  const std::string wanted = claim_of(domain, "").domain;
  std::vector<std::string> types;
  for (const Claim& claim : state_->claims.ops())
    if (claim.domain == wanted) types.push_back(claim.type);
  return types;
}

const std::vector<Manifest>& Registry::manifests() const {
  return state_->claims.manifests();
}

const std::vector<std::string>& Registry::notes() const {
  return state_->notes;
}

}  // namespace byom::registry
