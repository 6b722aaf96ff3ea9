// `tao_byom operators`: the list of all operators, and the description of some.
#include "host/cli/operators.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "host/cli/command_line.hpp"
#include "host/cli/known_operator.hpp"
#include "host/cli/log.hpp"
#include "host/cli/plugin_places.hpp"
#include "host/cli/plugin_watch.hpp"
#include "host/cli/signals.hpp"
#include "host/registry/context.hpp"
#include "host/support/call_in_progress.hpp"
#include "host/support/counted.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/json_text.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::cli {
namespace {

using registry::Claim;
using registry::Registry;
using Json = nlohmann::ordered_json;

const CommandLine& operators_line() {
  static const CommandLine line{
      "tao_byom operators",
      "Lists every operator that a plugin has, with the opsets that changed it. OPERATOR, such as MyOp or "
      "acme::MyOp, is described: what it takes and gives in each version, who has it, its kernels, its "
      "layers in Keras, worked examples. The exit code is 2 when nobody has it or a manifest cannot be used, "
      "5 when a plugin is at fault.",
      {{"OPERATOR", false, true}},
      survey_options({}, "print everything as JSON")};
  return line;
}

// A manifest written by hand may keep silent about operators: the library is asked.
void ask_silent(Registry& registry) {
  for (const Claim& name : registry.claimed())
    for (const registry::OpOffer& offer : registry.op_offers(name.domain, name.type))
      if (!offer.manifest->complete) (void)registry.op_of(offer, name.domain, name.type);
}

// Those called so: a name without domain is looked for in all of them.
std::vector<Claim> called(const std::string& name, const std::vector<Claim>& claimed) {
  std::vector<Claim> found;
  const bool bare = name.find("::") == std::string::npos;
  std::ranges::copy_if(claimed, std::back_inserter(found), [&](const Claim& claim) {
    return bare ? claim.type == name : claim == registry::parse_claim(name);
  });
  return found;
}

std::string unknown(const std::string& name, const std::vector<Claim>& claimed) {
  const Claim asked = registry::parse_claim(name);
  std::set<std::string> there, anywhere;
  for (const Claim& claim : claimed) {
    anywhere.insert(claim.type);
    if (claim.domain == asked.domain) there.insert(claim.type);
  }
  std::string hint = did_you_mean(asked.type, {there.begin(), there.end()});
  if (hint.empty()) hint = did_you_mean(asked.type, {anywhere.begin(), anywhere.end()});
  return "no operator is called " + byom::quoted(name) + hint + "; tao_byom operators lists them all.";
}

// Errors: exit_usage, every name that nobody knows, one a line.
Result<std::vector<Claim>> look_up(const std::vector<std::string>& names, Registry& registry) {
  const auto none = [&](const std::string& name) { return called(name, registry.claimed()).empty(); };
  if (names.empty() || std::ranges::any_of(names, none)) ask_silent(registry);
  const std::vector<Claim> claimed = registry.claimed();
  if (names.empty()) return claimed;
  std::vector<Claim> found;
  std::string problems;
  for (const std::string& name : names) {
    const std::vector<Claim> those = called(name, claimed);
    if (those.empty()) append(problems, "\n", unknown(name, claimed));
    for (const Claim& claim : those)
      if (std::ranges::find(found, claim) == found.end()) found.push_back(claim);
  }
  if (!problems.empty()) return fail(exit_usage, problems);
  return found;
}

// One line of the list.
struct Entry {
  std::string name, versions, doc;
};

std::string first_sentence(const std::string& text) {
  const std::size_t end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

// "6,11,12,13"; of many the first two and the last: the description has them all.
std::string versions_of(const registry::Op& op) {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t i = 0; i < op.schemas.size(); ++i)
    if (op.schemas.size() <= most || i < 2 || i + 1 == op.schemas.size())
      text += (i == 0 ? "" : ",") + std::to_string(op.schemas[i].since);
    else if (i == 2)
      text += ",...";
  return text;
}

Entry entry_of(const KnownOperator& known, const OperatorOffer& offer) {
  const CallInProgress call(reading(known, offer));
  Entry entry{known.name.type, "", offer.claim.serves ? "" : "(" + offer.claim.why + ") "};
  if (!offer.op) return entry;
  entry.versions = versions_of(*offer.op);
  entry.doc += first_sentence(ir::to_string(offer.op->schemas.back().doc));
  return entry;
}

// Layers have no versions worth a column.
bool versioned(const std::vector<Entry>& entries) {
  return std::ranges::any_of(entries, [](const Entry& entry) { return entry.versions != "1"; });
}

std::string lines(const std::vector<Entry>& entries) {
  std::size_t names = 0, versions = 0;
  for (const Entry& entry : entries) {
    names = std::max(names, entry.name.size());
    versions = std::max(versions, entry.versions.size());
  }
  std::string text;
  for (const Entry& entry : entries) {
    std::string line = "  " + entry.name;
    line.resize(names + 4, ' ');
    if (versioned(entries)) line += entry.versions;
    if (versioned(entries)) line.resize(names + 4 + versions + 2, ' ');
    const std::size_t room = std::max(line.size() + 20, widest_line - 4) - line.size();
    const std::vector<std::string> parts = wrapped(entry.doc, room);
    line += parts[0] + (parts.size() > 1 ? " ..." : "");
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

// A paragraph for the operators of one domain in one plugin.
std::string list(const std::vector<KnownOperator>& operators,
                 const std::vector<registry::Manifest>& plugins) {
  std::map<std::pair<std::size_t, std::string>, std::vector<Entry>> paragraphs;
  for (const KnownOperator& known : operators)
    for (const OperatorOffer& offer : known.offers) {
      const auto plugin = static_cast<std::size_t>(offer.claim.manifest - plugins.data());
      paragraphs[{plugin, known.name.domain}].push_back(entry_of(known, offer));
    }
  std::string text;
  for (const auto& [key, entries] : paragraphs) {
    const auto& [plugin, domain] = key;
    append(text, "\n",
           counted(entries.size(), "operator") + " of " + (domain.empty() ? "ai.onnx" : domain) + " in " +
               plugin_text(plugins[plugin]) + ":\n" + lines(entries));
  }
  return text;
}

std::string describe_all(const std::vector<KnownOperator>& operators) {
  return join(operators, "\n", [](const KnownOperator& known) { return describe(known); });
}

Json json_of(const std::vector<KnownOperator>& operators, const registry::Survey& survey) {
  Json json{{"operators", Json::array()}};
  for (const KnownOperator& known : operators) json["operators"].push_back(to_json(known));
  add_places(survey, json);
  return json;
}

Result<int> answer(const ParsedOptions& options, const registry::Survey& survey, Log& log) {
  BYOM_CHECK_OK(any_plugin(options, survey));
  const ProcessGuard guard;
  Registry registry(survey.manifests, registry::load_tables());
  BYOM_TRY(const std::vector<Claim> names, look_up(options.words, registry));
  std::vector<KnownOperator> operators;
  std::vector<Error> problems;
  for (const Claim& name : names) operators.push_back(know(registry, name, problems));
  const std::string text = either(
      options,
      [&] { return options.words.empty() ? list(operators, registry.manifests()) : describe_all(operators); },
      [&] { return json_of(operators, survey); });
  // The text reads the plugins' tables; a crash here must not follow on a JSON text that was printed.
  const auto ended = registry.shut_down(&guard);
  if (!ended) problems.push_back(ended.error());
  std::fputs(text.c_str(), stdout);
  for (const std::string& note : registry.notes()) log.info(note);
  for (const Error& problem : problems) log.error(problem.text);
  return problems.empty() ? exit_done : problems[0].code;
}

int operators(const ParsedOptions& options) {
  name_who_crashes(options.has("json"));
  const PluginWatch watch{PluginWatch::Seconds(0)};
  Log log(false);
  const registry::Survey survey = survey_plugins(options);
  const auto code = answer(options, survey, log);
  std::string text = join(survey.refused, "\n", &registry::Place::why);
  if (!code) append(text, "\n", code.error().text);
  if (!text.empty()) log.error(text);
  const int exit = !survey.refused.empty() ? exit_usage : code ? *code : code.error().code;
  if (!code && options.has("json"))
    std::printf("%s\n", json_text(Json{{"ok", false}, {"exit", exit}, {"error", text}}, 2).c_str());
  return exit;
}

}  // namespace

int run_operators(const std::vector<std::string>& args) {
  return operators_line().run(args, operators);
}

}  // namespace byom::cli
