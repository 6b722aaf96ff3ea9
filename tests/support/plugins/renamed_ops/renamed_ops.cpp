// The built-in plugin with every operator's type behind the prefix "Renamed", in its tables and in what its
// translations ask for: a host that knows no operator does not see a difference.
#include <deque>
#include <regex>
#include <string>
#include <vector>

#include <byom/plugin.h>

extern "C" const byom_plugin* builtin_entry(const byom_host*, byom_ctx*) noexcept;

namespace {

constexpr const char* prefix = "Renamed";
const byom_host* real_host = nullptr;

// Kept until the program ends, as all that tables point to.
byom_str kept(std::string text) {
  static std::deque<std::string> texts;
  const std::string& stays = texts.emplace_back(std::move(text));
  return {stays.data(), stays.size()};
}

byom_str renamed(byom_str type) {
  return kept(prefix + std::string(type.p, type.n));
}

byom_rc call(byom_ctx* ctx, const byom_call* asked) noexcept {
  const std::string type = prefix + std::string(asked->type.p, asked->type.n);
  byom_call call = *asked;
  call.type = {type.data(), type.size()};
  return real_host->build->call(ctx, &call);
}

const byom_host* renaming_host() {
  static byom_host host = *real_host;
  static byom_builder build = *real_host->build;
  build.call = call;
  host.build = &build;
  return &host;
}

// Copies of tables with other names.
template <class Table>
const Table* const* renamed_tables(const Table* const* tables, std::uint64_t count) {
  static std::deque<Table> copies;
  static std::vector<const Table*> list;
  for (std::uint64_t i = 0; i < count; ++i) {
    Table& copy = copies.emplace_back(*tables[i]);
    copy.type = renamed(copy.type);
    list.push_back(&copy);
  }
  return list.data();
}

// In a pattern's text an operator is the word in front of a parenthesis.
const byom_pattern* const* renamed_patterns(const byom_pattern* const* patterns, std::uint64_t count) {
  static std::deque<byom_pattern> copies;
  static std::vector<const byom_pattern*> list;
  static const std::regex operators("([A-Za-z_][A-Za-z0-9_.]*)(?=\\s*\\()");
  for (std::uint64_t i = 0; i < count; ++i) {
    byom_pattern& copy = copies.emplace_back(*patterns[i]);
    copy.type = renamed(copy.type);
    copy.text = kept(
        std::regex_replace(std::string(copy.text.p, copy.text.n), operators, std::string(prefix) + "$1"));
    list.push_back(&copy);
  }
  return list.data();
}

}  // namespace

extern "C" BYOM_EXPORT const byom_plugin* byom_plugin_entry_v1(const byom_host* host,
                                                               byom_ctx* ctx) noexcept {
  real_host = host;
  const byom_plugin* builtin = builtin_entry(renaming_host(), ctx);
  if (!builtin) return nullptr;
  static byom_plugin plugin = *builtin;
  plugin.id = kept("org.tao-byom.test.renamed");
  plugin.ops = renamed_tables(builtin->ops, builtin->n_ops);
  plugin.kernels = renamed_tables(builtin->kernels, builtin->n_kernels);
  plugin.patterns = renamed_patterns(builtin->patterns, builtin->n_patterns);
  return &plugin;
}
