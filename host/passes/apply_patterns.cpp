// Reading, ordering and applying of the plugins' patterns.
#include "host/passes/apply_patterns.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "host/passes/match_pattern.hpp"
#include "host/passes/pattern_text.hpp"
#include "host/registry/infer_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::passes {

namespace {

struct Rewrite {
  PatternText text;
  registry::Claim becomes;
  PatternUse use;
};

std::string name_of(const std::string& domain, const std::string& type) {
  return domain.empty() ? type : domain + "::" + type;
}

registry::Claim becomes_of(const registry::Pattern& pattern) {
  return registry::parse_claim(ir::to_string(pattern.table.domain) +
                               "::" + ir::to_string(pattern.table.type));
}

// The pattern's text in one line.
std::string shown(const registry::Pattern& pattern) {
  constexpr std::size_t most = 96;
  std::string line;
  for (const char c : ir::to_string(pattern.table.text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space || (!line.empty() && line.back() != ' ')) line += space ? ' ' : c;
  }
  return byom::quoted(line, most);
}

class Application {
 public:
  Application(ir::Graph& graph, registry::Registry& registry, registry::Session& session)
      : graph_(graph), registry_(registry), session_(session) {}

  Result<std::vector<PatternUse>> run(const std::vector<const registry::Pattern*>& patterns) {
    std::string problems;
    for (const ir::Node& node : graph_.nodes) present_.insert({node.domain, node.type});
    for (const registry::Pattern* pattern : patterns) present_.insert(becomes_of(*pattern));
    for (const registry::Pattern* pattern : patterns)
      if (const auto taken = take(*pattern); !taken) append(problems, "\n", taken.error().text);
    if (!problems.empty()) return fail(exit_plugin, problems);
    std::ranges::stable_sort(rewrites_, [](const Rewrite& a, const Rewrite& b) {
      const bool users = a.use.pattern->plugin->manifest.user;
      if (users != b.use.pattern->plugin->manifest.user) return users;
      return a.text.calls.size() > b.text.calls.size();
    });
    for (bool changed = true; changed;) {
      changed = false;
      for (Rewrite& rewrite : rewrites_) {
        BYOM_TRY(const bool applied, sweep(rewrite));
        changed = changed || applied;
      }
    }
    std::vector<PatternUse> uses;
    for (Rewrite& rewrite : rewrites_) uses.push_back(std::move(rewrite.use));
    return uses;
  }

 private:
  Result<Done> take(const registry::Pattern& pattern) {
    const registry::Claim becomes = becomes_of(pattern);
    auto text = read_pattern(ir::to_string(pattern.table.text));
    if (!text) return wrong(pattern, becomes, text.error().text);
    const std::vector<std::string> offered = registry_.claimed(becomes.domain);
    if (std::ranges::count(offered, becomes.type) == 0)
      return wrong(pattern, becomes, "no plugin has this operator" + did_you_mean(becomes.type, offered));
    if (!may_occur(*text)) return done;
    for (const Call& call : text->calls)
      if (const auto meant = check(call); !meant)
        return wrong(pattern, becomes, call.where + ": " + meant.error().text);
    rewrites_.push_back({std::move(*text), becomes, {&pattern, {}, {}}});
    return done;
  }

  // The plugin's author reads this, or a user who has to do without the pattern.
  static Error wrong(const registry::Pattern& pattern, const registry::Claim& becomes,
                     const std::string& text) {
    const registry::Manifest& manifest = pattern.plugin->manifest;
    return fail(exit_plugin, "The pattern " + shown(pattern) + " of plugin '" + manifest.id + "' (" +
                                 manifest.library.string() + ") for " +
                                 name_of(becomes.domain, becomes.type) + " cannot be used: " + text +
                                 ". Correct it in the plugin's source, or convert without the plugin.");
  }

  // Every operator of the pattern is in the model, or a pattern makes it; the plugins of others are not even
  // opened.
  [[nodiscard]] bool may_occur(const PatternText& text) const {
    return std::ranges::all_of(text.calls, [&](const Call& call) {
      return present_.contains({call.domain, call.type});
    });
  }

  Result<Done> check(const Call& call) {
    BYOM_TRY(const registry::Op* op, registry_.op(call.domain, call.type));
    if (!op) return done;
    for (const PatternAttribute& attribute : call.attributes) {
      if (may_equal(attribute, *op)) continue;
      std::vector<std::string> known;
      for (const byom_schema& schema : op->schemas)
        for (std::uint64_t i = 0; i < schema.n_attrs; ++i)
          known.push_back(ir::to_string(schema.attrs[i].name));
      const bool has = std::ranges::count(known, attribute.name) > 0;
      return fail(exit_plugin,
                  "the attribute " + byom::quoted(attribute.name) + " of " + name_of(call.domain, call.type) +
                      (has ? " is of another type in every version of the operator"
                           : " is in no version of the operator" + did_you_mean(attribute.name, known)));
    }
    return done;
  }

  // All places of one pattern that do not overlap. True: at least one was changed.
  Result<bool> sweep(Rewrite& rewrite) {
    const Matcher matcher(graph_, registry_);
    std::set<std::size_t> gone;
    bool changed = false;
    for (std::size_t root = 0; root < graph_.nodes.size(); ++root) {
      BYOM_TRY(const std::optional<Match> match, matcher.match(rewrite.text, root));
      if (!match || !allowed(rewrite, *match, gone)) continue;
      BYOM_TRY(const bool replaced, replace(rewrite, *match, root));
      if (!replaced) continue;
      changed = true;
      for (const std::size_t position : match->nodes)
        if (position != root) gone.insert(position);
    }
    std::size_t position = 0;
    std::erase_if(graph_.nodes, [&](const ir::Node&) { return gone.contains(position++); });
    return changed;
  }

  [[nodiscard]] bool allowed(const Rewrite& rewrite, const Match& match,
                             const std::set<std::size_t>& gone) const {
    const ir::ValueId output = graph_.nodes[match.nodes.back()].outputs[0];
    if (declined_.contains({&rewrite, output})) return false;
    if (match.nodes.size() == 1 && made_.contains(output)) return false;  // else two could alternate for ever
    return std::ranges::none_of(match.nodes, [&](std::size_t position) { return gone.contains(position); });
  }

  // False: the new node's operator does not take the place.
  Result<bool> replace(Rewrite& rewrite, const Match& match, std::size_t root) {
    const ir::Node& last = graph_.nodes[root];
    ir::Node node;
    node.domain = rewrite.becomes.domain;
    node.type = rewrite.becomes.type;
    node.name = last.name;
    node.index = last.index;
    node.inputs = match.inputs;
    node.outputs = {last.outputs[0]};
    BYOM_TRY(const std::optional<std::string> reason, refusal(rewrite, node));
    if (reason) {
      declined_.insert({&rewrite, last.outputs[0]});
      rewrite.use.declined.push_back(*reason);
      return false;
    }
    PatternUse::Place place{ir::describe(graph_, last), last.index, {}};
    for (const std::size_t position : match.nodes) {
      const ir::Node& old = graph_.nodes[position];
      const auto made = made_.find(old.outputs[0]);
      const std::vector<std::int64_t> one{old.index};
      const std::vector<std::int64_t>& from = made == made_.end() ? one : made->second;
      place.swallowed.insert(place.swallowed.end(), from.begin(), from.end());
    }
    made_[last.outputs[0]] = place.swallowed;
    rewrite.use.applied.push_back(std::move(place));
    graph_.nodes[root] = std::move(node);
    return true;
  }

  // Why the node may not stand for what it replaces; nothing when it may.
  Result<std::optional<std::string>> refusal(const Rewrite& rewrite, const ir::Node& node) {
    BYOM_TRY(const registry::Op* op, registry_.op(node.domain, node.type));
    // A model imports no version of a domain that it does not use.
    if (op && !graph_.opsets.contains(node.domain)) graph_.opsets[node.domain] = op->schemas.back().since;
    const auto subject = registry::subject_of(graph_, node, registry_);
    if (!subject && subject.error().code == exit_unsupported) return std::optional(subject.error().text);
    if (!subject) return subject.error();
    const std::string wrong_node = join(registry::schema_violations(*subject), "; ");
    if (!wrong_node.empty()) return wrong(*rewrite.use.pattern, rewrite.becomes, wrong_node);
    const auto inferred = registry::infer_node(*subject, session_);
    if (!inferred && inferred.error().code == exit_unsupported) return std::optional(inferred.error().text);
    if (!inferred) return inferred.error();
    const ir::Value& before = graph_.value(node.outputs[0]);
    const ir::Value& now = inferred.value()[0];
    if (now.dtype == before.dtype && now.rank == before.rank &&
        std::ranges::equal(now.dims, before.dims, ir::same_dim))
      return std::optional<std::string>();
    return std::optional(ir::describe(graph_, node) + ": infers " + ir::type_text(graph_, now) +
                         " where the nodes it would replace make " + ir::type_text(graph_, before));
  }

  ir::Graph& graph_;
  registry::Registry& registry_;
  registry::Session& session_;
  std::set<registry::Claim> present_;  // operators of the graph, and those that patterns make
  std::vector<Rewrite> rewrites_;
  std::map<ir::ValueId, std::vector<std::int64_t>>
      made_;  // output of a node that a pattern made -> swallowed
  std::set<std::pair<const Rewrite*, ir::ValueId>> declined_;
};

}  // namespace

Result<std::vector<PatternUse>> apply_patterns(ir::Graph& graph,
                                               const std::vector<const registry::Pattern*>& patterns,
                                               registry::Registry& registry, registry::Session& session) {
  return Application(graph, registry, session).run(patterns);
}

std::vector<std::string> told(const std::vector<PatternUse>& uses) {
  constexpr std::size_t most = 3;
  std::vector<std::string> lines;
  for (const PatternUse& use : uses) {
    const std::string pattern =
        "the pattern " + shown(*use.pattern) + " of plugin " + registry::plugin_text(*use.pattern->plugin);
    const std::string becomes =
        name_of(ir::to_string(use.pattern->table.domain), ir::to_string(use.pattern->table.type));
    if (!use.applied.empty()) {
      std::string places;
      for (std::size_t i = 0; i < std::min(most, use.applied.size()); ++i)
        places += (i ? ", " : "") + use.applied[i].node;
      if (use.applied.size() > most) places += " and " + std::to_string(use.applied.size() - most) + " more";
      lines.push_back(becomes + " stands for " + std::to_string(use.applied.front().swallowed.size()) +
                      " nodes by " + pattern + ", up to " + places + ".");
    }
    if (!use.declined.empty())
      lines.push_back("Left alone in " + std::to_string(use.declined.size()) +
                      (use.declined.size() == 1 ? " place: " : " places: ") + pattern + "; " +
                      use.declined.front());
  }
  return lines;
}

}  // namespace byom::passes
