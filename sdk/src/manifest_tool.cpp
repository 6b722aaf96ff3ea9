// byom-manifest: opens a plugin and writes the custom-meta JSON that its own tables call for.
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dlfcn.h>

#include <byom/plugin.h>

struct byom_ctx {
  std::string reported;
};

namespace {

namespace fs = std::filesystem;

constexpr const char* usage =
    "usage: byom-manifest PLUGIN.so [--python FILE] [--override DOMAIN::TYPE]... [--cpu FEATURE]...\n"
    "                     [--library PATH] [--output FILE]\n"
    "Writes the custom-meta JSON of a plugin, made from the plugin's own tables.\n"
    "  --python FILE            Python file with the plugin's layer classes (FILE_NAMES.custom_layer)\n"
    "  --override DOMAIN::TYPE  operator that shall win over another plugin's, such as ai.onnx::Erf\n"
    "  --cpu FEATURE            processor feature that the plugin's code needs, such as avx2\n"
    "  --library PATH           write this as FILE_NAMES.conversion, and --python as it stands; default: "
    "paths\n"
    "                           from the folder of --output\n"
    "  --output FILE            default: standard output\n";

struct Settings {
  fs::path plugin, python, output;
  std::string library;
  std::vector<std::string> overrides, cpu;
};

std::string to_text(byom_str text) {
  return text.n > 0 ? std::string(text.p, text.n) : std::string();
}

// The host that a plugin meets here: it can be spoken to, and knows no node.
void report(byom_ctx* ctx, byom_rc, byom_str text) BYOM_NX {
  ctx->reported = to_text(text);
}
const void* extension(const byom_host*, byom_str) BYOM_NX {
  return nullptr;
}
void* alloc(byom_ctx*, std::int32_t, std::uint64_t bytes, std::uint64_t align) BYOM_NX {
  const std::uint64_t unit = std::max<std::uint64_t>(align, alignof(std::max_align_t));
  return std::aligned_alloc(unit, (std::max<std::uint64_t>(bytes, 1) + unit - 1) / unit * unit);
}
byom_rc parallel_for(byom_ctx*, std::uint64_t n, std::uint64_t, byom_range_fn call, void* arg) BYOM_NX {
  call(arg, 0, n);
  return BYOM_OK;
}
std::int32_t cancelled(const byom_ctx*) BYOM_NX {
  return 0;
}
byom_str view(std::string_view text) {
  return {text.data(), text.size()};
}

const byom_host* stub_host() {
  static byom_view view_table{};
  static byom_builder build_table{};
  static byom_run run_table{};
  view_table.size = sizeof view_table;
  build_table.size = sizeof build_table;
  run_table.size = sizeof run_table;
  static byom_host host{};
  host.size = sizeof host;
  host.abi_minor = BYOM_ABI_MINOR;
  host.name = view("byom-manifest");
  host.version = view("1");
  host.view = &view_table;
  host.build = &build_table;
  host.run = &run_table;
  host.extension = extension;
  host.report = report;
  host.alloc = alloc;
  host.parallel_for = parallel_for;
  host.cancelled = cancelled;
  return &host;
}

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    char escaped[8];
    if (static_cast<unsigned char>(c) < 0x20) {
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      quoted += escaped;
    } else if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string quote(byom_str text) {
  return quote(to_text(text));
}

std::string domain_name(byom_str domain) {
  return domain.n > 0 ? to_text(domain) : std::string("ai.onnx");
}

// A JSON list or object whose items stand one a line, indented by `depth` levels of two spaces.
std::string block(char open, const std::vector<std::string>& items, char close, int depth) {
  if (items.empty()) return {open, close};
  const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
  std::string text(1, open);
  for (std::size_t i = 0; i < items.size(); ++i) text += (i > 0 ? ",\n" : "\n") + indent + "  " + items[i];
  return text + "\n" + indent + close;
}

std::string member(std::string_view key, const std::string& value) {
  return quote(key) + ": " + value;
}

std::vector<std::string> quoted(const std::vector<std::string>& texts) {
  std::vector<std::string> result;
  result.reserve(texts.size());
  for (const std::string& text : texts) result.push_back(quote(text));
  return result;
}

// Every layer form, in the order of the tables.
template <class Visit>
void for_each_form(const byom_plugin& plugin, Visit visit) {
  for (std::uint64_t i = 0; i < plugin.n_ops; ++i) {
    const byom_op& op = *plugin.ops[i];
    if (op.layer == nullptr) continue;
    for (std::uint64_t f = 0; f < op.layer->n_forms; ++f) visit(*op.layer->forms[f]);
  }
}

std::vector<std::string> operators(const byom_plugin& plugin) {
  std::vector<std::string> items;
  for (std::uint64_t i = 0; i < plugin.n_ops; ++i)
    items.push_back("{" + member("domain", quote(domain_name(plugin.ops[i]->domain))) + ", " +
                    member("type", quote(plugin.ops[i]->type)) + "}");
  return items;
}

std::vector<std::string> kernels(const byom_plugin& plugin) {
  std::vector<std::string> items;
  for (std::uint64_t i = 0; i < plugin.n_kernels; ++i) {
    const byom_kernel& kernel = *plugin.kernels[i];
    items.push_back("{" + member("domain", quote(domain_name(kernel.domain))) + ", " +
                    member("type", quote(kernel.type)) + ", " +
                    (kernel.backend.n > 0 ? member("backend", quote(kernel.backend)) + ", " : std::string()) +
                    member("tier", std::to_string(kernel.tier)) + "}");
  }
  return items;
}

std::vector<std::string> layers(const byom_plugin& plugin) {
  std::vector<std::string> items;
  std::set<std::string> known;
  for_each_form(plugin, [&](const byom_form& form) {
    const std::string item =
        "{" + (form.module.n > 0 ? member("module", quote(form.module)) + ", " : std::string()) +
        member("class", quote(form.class_name)) + "}";
    if (known.insert(item).second) items.push_back(item);
  });
  return items;
}

std::vector<std::string> onnx_nodes(const byom_plugin& plugin) {
  std::vector<std::string> items;
  for (std::uint64_t i = 0; i < plugin.n_ops; ++i)
    if (domain_name(plugin.ops[i]->domain) == "ai.onnx")
      items.push_back(member(to_text(plugin.ops[i]->type), quote(plugin.ops[i]->type)));
  return items;
}

std::vector<std::string> custom_objects(const byom_plugin& plugin) {
  std::vector<std::string> items;
  std::set<std::string> known;
  for_each_form(plugin, [&](const byom_form& form) {
    if (form.kind == BYOM_FORM_CUSTOM && known.insert(to_text(form.class_name)).second)
      items.push_back(member(to_text(form.class_name), quote(form.class_name)));
  });
  return items;
}

std::vector<std::string> file_names(const Settings& settings) {
  const fs::path folder = settings.output.empty() ? fs::current_path() : settings.output.parent_path();
  const auto from_output = [&](const fs::path& file) {
    return fs::absolute(file).lexically_relative(folder);
  };
  const fs::path library =
      settings.library.empty() ? from_output(settings.plugin) : fs::path(settings.library);
  std::vector<std::string> items = {member("conversion", quote(library.string()))};
  if (!settings.python.empty()) {
    const fs::path python = settings.library.empty() ? from_output(settings.python) : settings.python;
    items.push_back(member("custom_layer", quote(python.string())));
  }
  return items;
}

std::string manifest(const byom_plugin& plugin, const Settings& settings) {
  const std::string abi = "{" + member("major", std::to_string(BYOM_ABI_MAJOR)) + ", " +
                          member("built", std::to_string(plugin.abi_minor_built)) + ", " +
                          member("needed", std::to_string(plugin.abi_minor_needed)) + "}";
  std::vector<std::string> ours = {member("id", quote(plugin.id))};
  if (plugin.version.n > 0) ours.push_back(member("version", quote(plugin.version)));
  ours.push_back(member("abi", abi));
  ours.push_back(member("operators", block('[', operators(plugin), ']', 2)));
  ours.push_back(member("kernels", block('[', kernels(plugin), ']', 2)));
  ours.push_back(member("layers", block('[', layers(plugin), ']', 2)));
  ours.push_back(member("patterns", plugin.n_patterns > 0 ? "true" : "false"));
  ours.push_back(member("overrides", block('[', quoted(settings.overrides), ']', 2)));
  ours.push_back(member("cpu", block('[', quoted(settings.cpu), ']', 2)));
  return block('{',
               {member("FILE_NAMES", block('{', file_names(settings), '}', 1)),
                member("ONNX_NODES", block('{', onnx_nodes(plugin), '}', 1)),
                member("CUSTOM_OBJS", block('{', custom_objects(plugin), '}', 1)),
                member("PLUGIN", block('{', ours, '}', 1))},
               '}', 0) +
         "\n";
}

// What is wrong with an array of tables; empty: nothing.
template <class Table>
std::string fault(const Table* const* tables, std::uint64_t n, const std::string& what) {
  if (n > 0 && tables == nullptr) return "it says that it has " + what + " tables and gives none.";
  for (std::uint64_t i = 0; i < n; ++i)
    if (tables[i] == nullptr || tables[i]->size < sizeof(Table))
      return what + " table " + std::to_string(i) + " of " + std::to_string(n) +
             " is missing, or its first field is not its sizeof.";
  return "";
}

// What is wrong with the plugin's tables; empty: nothing that this program would trip over.
std::string fault(const byom_plugin& plugin) {
  if (plugin.size < sizeof plugin)
    return "its table is shorter than this SDK's; its first field must be sizeof(byom_plugin). A plugin of "
           "an older "
           "SDK needs that SDK's byom-manifest.";
  if (plugin.id.n == 0) return "its table has no id; give it one such as com.example.ops.";
  std::string problem = fault(plugin.ops, plugin.n_ops, "operator");
  if (problem.empty()) problem = fault(plugin.kernels, plugin.n_kernels, "kernel");
  for (std::uint64_t i = 0; problem.empty() && i < plugin.n_ops; ++i)
    if (const byom_layer* layer = plugin.ops[i]->layer; layer != nullptr)
      problem =
          fault(layer->forms, layer->n_forms, "operator " + to_text(plugin.ops[i]->type) + ": layer form");
  return problem;
}

bool usage_has(const std::string& option) {
  return std::string_view(usage).find("  " + option + " ") != std::string_view::npos;
}

// Why `args` cannot be understood; empty: they can.
std::string read_arguments(const std::vector<std::string>& args, Settings& settings) {
  for (std::size_t i = 0; i < args.size(); ++i) {
    const bool option = args[i].starts_with("--");
    if (!option && !settings.plugin.empty()) return "unexpected argument '" + args[i] + "'.";
    if (option && i + 1 == args.size() && usage_has(args[i])) return args[i] + " needs an argument.";
    if (!option)
      settings.plugin = args[i];
    else if (args[i] == "--python")
      settings.python = args[++i];
    else if (args[i] == "--output")
      settings.output = args[++i];
    else if (args[i] == "--library")
      settings.library = args[++i];
    else if (args[i] == "--override")
      settings.overrides.push_back(args[++i]);
    else if (args[i] == "--cpu")
      settings.cpu.push_back(args[++i]);
    else
      return "unknown option '" + args[i] + "'.";
  }
  return settings.plugin.empty() ? "the plugin's library is not named." : "";
}

int complain(const fs::path& plugin, const std::string& text, int code) {
  std::cerr << "byom-manifest: " << plugin.string() << ": " << text << "\n";
  return code;
}

constexpr int usage_fault = 2, plugin_fault = 5, system_fault = 7;

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  const std::string wrong = read_arguments({argv + (argc > 0 ? 1 : 0), argv + argc}, settings);
  if (!wrong.empty()) {
    std::cerr << "byom-manifest: " << wrong << "\n" << usage;
    return usage_fault;
  }
  settings.output = settings.output.empty() ? fs::path() : fs::absolute(settings.output);
  // RTLD_NOW: a symbol that is missing shows here, at the author's, and not at the user's.
  void* library = dlopen(fs::absolute(settings.plugin).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return complain(settings.plugin, std::string("it cannot be opened: ") + dlerror() + ".", plugin_fault);
  const auto entry =
      reinterpret_cast<decltype(&byom_plugin_entry_v1)>(dlsym(library, "byom_plugin_entry_v1"));
  if (entry == nullptr)
    return complain(settings.plugin,
                    "it does not export byom_plugin_entry_v1; build it with tao_byom_add_plugin.",
                    plugin_fault);
  byom_ctx ctx;
  const byom_plugin* plugin = entry(stub_host(), &ctx);
  if (plugin == nullptr)
    return complain(
        settings.plugin,
        "its entry function returned NULL" +
            (ctx.reported.empty() ? " and did not say why (report() before)." : ": " + ctx.reported),
        plugin_fault);
  if (const std::string problem = fault(*plugin); !problem.empty())
    return complain(settings.plugin, problem, plugin_fault);
  const std::string text = manifest(*plugin, settings);
  if (settings.output.empty()) {
    std::cout << text << std::flush;
    return std::cout ? EXIT_SUCCESS : system_fault;
  }
  std::ofstream stream(settings.output, std::ios::binary);
  stream << text << std::flush;
  return stream ? EXIT_SUCCESS
                : complain(settings.output, std::string("cannot be written: ") + std::strerror(errno) + ".",
                           system_fault);
}
