// Reading of one manifest: NVIDIA's keys with their meaning, ours under "PLUGIN".
#include "host/registry/manifest.hpp"

#include <algorithm>
#include <limits>

#include "host/registry/json_file.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

using nlohmann::json;
using Pointer = JsonFile::Pointer;
namespace fs = std::filesystem;

// Typed looks into the JSON; `where` is a JSON pointer such as "/PLUGIN/id".
class Reader {
 public:
  explicit Reader(const JsonFile& file) : file_(file) {}

  [[nodiscard]] const json* find(const Pointer& where) const { return file_.find(where); }
  [[nodiscard]] Error wrong(const Pointer& where, const std::string& text) const {
    return file_.wrong(where, text);
  }

  // Empty when missing.
  Result<std::string> text(const Pointer& where) const {
    const json* value = find(where);
    if (value == nullptr) return std::string();
    if (!value->is_string()) return wrong(where, name(where) + " must be a text, not " + value->dump() + ".");
    auto found = value->get<std::string>();
    if (found.empty()) return wrong(where, name(where) + " is empty; leave the key out or fill it.");
    return found;
  }
  Result<bool> flag(const Pointer& where) const {
    const json* value = find(where);
    if (value == nullptr) return false;
    if (!value->is_boolean())
      return wrong(where, name(where) + " must be true or false, not " + value->dump() + ".");
    return value->get<bool>();
  }
  Result<std::int32_t> number(const Pointer& where, std::int32_t preset, std::int32_t least) const {
    const json* value = find(where);
    if (value == nullptr) return preset;
    const double wide = value->is_number_integer() ? value->get<double>() : least - 1.0;
    const bool fits = wide >= least && wide <= std::numeric_limits<std::int32_t>::max();
    if (!fits)
      return wrong(where, name(where) + " must be a whole number from " + std::to_string(least) + ", not " +
                              value->dump() + ".");
    return value->get<std::int32_t>();
  }
  Result<std::map<std::string, std::string>> texts_by_name(const Pointer& where,
                                                           const std::string& sample) const {
    std::map<std::string, std::string> found;
    const json* value = find(where);
    if (value == nullptr) return found;
    if (!value->is_object()) return wrong(where, name(where) + " must be an object such as " + sample + ".");
    for (const auto& [key, inner] : value->items()) {
      BYOM_TRY(std::string inner_text, text(where / key));
      if (key.empty() || inner_text.empty())
        return wrong(where / key, name(where) + " must be an object such as " + sample + ".");
      found.emplace(key, std::move(inner_text));
    }
    return found;
  }
  // The elements of an optional list, as pointers to each.
  Result<std::vector<Pointer>> elements(const Pointer& where, const std::string& sample) const {
    std::vector<Pointer> found;
    const json* value = find(where);
    if (value == nullptr) return found;
    if (!value->is_array()) return wrong(where, name(where) + " must be a list such as [" + sample + "].");
    for (std::size_t i = 0; i < value->size(); ++i) found.push_back(where / i);
    return found;
  }
  Result<std::vector<std::string>> texts(const Pointer& where, const std::string& sample) const {
    BYOM_TRY(const std::vector<Pointer> places, elements(where, sample));
    std::vector<std::string> found;
    for (const Pointer& place : places) {
      BYOM_TRY(found.emplace_back(), text(place));
      if (found.back().empty())
        return wrong(place, name(where) + " must be a list such as [" + sample + "].");
    }
    return found;
  }
  // {first: …, second: …}, both required unless `first` may be left out.
  Result<Claim> pair(const Pointer& where, const char* first, const char* second,
                     const std::string& sample) const {
    Claim claim;
    BYOM_TRY(claim.domain, text(where / first));
    BYOM_TRY(claim.type, text(where / second));
    if (claim.type.empty()) return wrong(where, name(where) + " must be an object such as " + sample + ".");
    return claim;
  }

  // "/PLUGIN/abi/needed" -> "PLUGIN.abi.needed".
  static std::string name(const Pointer& where) {
    std::string dotted = where.to_string().substr(1);
    std::replace(dotted.begin(), dotted.end(), '/', '.');
    return dotted;
  }

 private:
  const JsonFile& file_;
};

std::string onnx_as_empty(const std::string& domain) {
  return domain == "ai.onnx" ? std::string() : domain;
}

Result<Done> read_identity(const Reader& reader, Manifest& manifest) {
  const Pointer plugin("/PLUGIN");
  if (const auto* value = reader.find(plugin); value != nullptr && !value->is_object())
    return reader.wrong(plugin,
                        R"(PLUGIN must be an object such as {"id": "com.example.ops", "version": "1.0"}.)");
  BYOM_TRY(manifest.id, reader.text(plugin / "id"));
  manifest.has_id = !manifest.id.empty();
  if (!manifest.has_id) manifest.id = manifest.file.stem().string();
  const std::string plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  if (manifest.has_id && manifest.id.find_first_not_of(plain) != std::string::npos)
    return reader.wrong(
        plugin / "id", "PLUGIN.id may hold letters, digits, '.', '_' and '-' only, such as com.example.ops.");
  BYOM_TRY(manifest.version, reader.text(plugin / "version"));
  BYOM_TRY(const std::int32_t major, reader.number(plugin / "abi" / "major", 1, 0));
  BYOM_TRY(const std::int32_t built, reader.number(plugin / "abi" / "built", 0, 0));
  BYOM_TRY(const std::int32_t needed, reader.number(plugin / "abi" / "needed", 0, 0));
  manifest.abi_major = static_cast<std::uint32_t>(major);
  manifest.abi_built = static_cast<std::uint32_t>(built);
  manifest.abi_needed = static_cast<std::uint32_t>(needed);
  BYOM_TRY(manifest.patterns, reader.flag(plugin / "patterns"));
  BYOM_TRY(manifest.cpu, reader.texts(plugin / "cpu", R"("avx2", "fma")"));
  BYOM_TRY(const auto overrides, reader.texts(plugin / "overrides", R"("ai.onnx::MyOp")"));
  for (const std::string& claim : overrides) manifest.overrides.push_back(parse_claim(claim));
  return done;
}

Result<Done> read_claims(const Reader& reader, Manifest& manifest) {
  const Pointer plugin("/PLUGIN");
  const std::string op_sample = R"({"domain": "ai.onnx", "type": "MyOp"})";
  BYOM_TRY(const auto ops, reader.elements(plugin / "operators", op_sample));
  for (const Pointer& place : ops) {
    BYOM_TRY(Claim claim, reader.pair(place, "domain", "type", op_sample));
    manifest.ops.push_back({onnx_as_empty(claim.domain), claim.type});
  }
  const std::string kernel_sample =
      R"({"domain": "ai.onnx", "type": "MyOp", "backend": "reference", "tier": 0})";
  BYOM_TRY(const auto kernels, reader.elements(plugin / "kernels", kernel_sample));
  for (const Pointer& place : kernels) {
    BYOM_TRY(Claim claim, reader.pair(place, "domain", "type", kernel_sample));
    KernelClaim kernel{{onnx_as_empty(claim.domain), claim.type}, {}, 0};
    BYOM_TRY(kernel.backend, reader.text(place / "backend"));
    BYOM_TRY(kernel.tier, reader.number(place / "tier", 0, std::numeric_limits<std::int32_t>::min()));
    manifest.kernels.push_back(std::move(kernel));
  }
  const std::string layer_sample = R"({"module": "keras.layers", "class": "MyLayer"})";
  BYOM_TRY(const auto layers, reader.elements(plugin / "layers", layer_sample));
  for (const Pointer& place : layers) {
    BYOM_TRY(manifest.layer_classes.emplace_back(), reader.pair(place, "module", "class", layer_sample));
  }
  BYOM_TRY(manifest.onnx_nodes, reader.texts_by_name(Pointer("/ONNX_NODES"), R"({"MyOp": "MyOp"})"));
  BYOM_TRY(manifest.custom_objs, reader.texts_by_name(Pointer("/CUSTOM_OBJS"), R"({"MyLayer": "MyLayer"})"));
  manifest.complete = reader.find(plugin / "operators") != nullptr;
  if (manifest.complete) return done;
  for (const auto& [type, name] : manifest.onnx_nodes) manifest.ops.push_back(parse_claim(type));
  if (layers.empty())
    for (const auto& [name, python_class] : manifest.custom_objs)
      manifest.layer_classes.push_back({"", python_class});
  return done;
}

// A misspelled key would otherwise make a plugin that silently offers nothing.
Result<Done> refuse_nothing(const Reader& reader, const Manifest& manifest) {
  if (!manifest.ops.empty() || !manifest.kernels.empty() || manifest.patterns) return done;
  std::vector<std::string> keys;
  for (const auto& [key, value] : reader.find(Pointer())->items()) keys.push_back(key);
  const auto near = nearest("ONNX_NODES", keys, 1);
  std::string text =
      R"(nothing is claimed: name the ONNX operators of the library in "ONNX_NODES": {"MyOp": "MyOp"}.)";
  if (!near.empty() && near[0] != "ONNX_NODES") text += " Is '" + near[0] + "' meant to be that key?";
  return reader.wrong(near.empty() ? Pointer() : Pointer() / near[0], text);
}

Result<Done> read_folders(const Reader& reader, Manifest& manifest) {
  const fs::path own = manifest.file.parent_path();
  manifest.folders = {own};
  for (const char* key : {"TOP_DIR", "ABS_TOP_DIR"}) {
    BYOM_TRY(const std::string folder, reader.text(Pointer() / key));
    if (folder.empty()) continue;
    fs::path path = (own / folder).lexically_normal();  // an absolute one replaces `own`
    if (path.has_relative_path() && !path.has_filename()) path = path.parent_path();
    if (std::find(manifest.folders.begin(), manifest.folders.end(), path) == manifest.folders.end())
      manifest.folders.push_back(path);
  }
  return done;
}

// A folder of somebody else's machine (ABS_TOP_DIR) may be missing or closed to us: it is then passed over.
fs::path resolve(const Manifest& manifest, const std::string& name) {
  for (const fs::path& folder : manifest.folders) {
    std::error_code ignored;
    fs::path candidate = (folder / name).lexically_normal();
    if (fs::is_regular_file(candidate, ignored)) return candidate;
  }
  return (manifest.folders[0] / name).lexically_normal();
}

Result<Done> read_files(const Reader& reader, Manifest& manifest) {
  const Pointer files("/FILE_NAMES"), conversion = files / "conversion";
  const json* value = reader.find(files);
  if (value != nullptr && !value->is_object())
    return reader.wrong(files, R"(FILE_NAMES must be an object such as {"conversion": "libmy_ops.so"}.)");
  BYOM_TRY(const std::string library, reader.text(conversion));
  if (library.empty())
    return reader.wrong(
        files, R"(the plugin's library is not named: add "FILE_NAMES": {"conversion": "libmy_ops.so"}.)");
  if (library.ends_with(".py")) {
    std::vector<std::string> types;
    for (const auto& [type, name] : manifest.onnx_nodes) types.push_back(type);
    return reader.wrong(
        conversion, "'" + library +
                        "' is a Python conversion function, as NVIDIA's converter takes it; tao_byom "
                        "runs compiled operators. Write " +
                        (types.empty() ? std::string("them") : quoted_list(types, "and")) +
                        " in C++ as CONTRIBUTING.md shows, build with tao_byom_add_plugin and name the .so "
                        "here. The custom_layer file can stay.");
  }
  manifest.library = resolve(manifest, library);
  BYOM_TRY(const std::string python, reader.text(files / "custom_layer"));
  if (!python.empty()) manifest.python_file = resolve(manifest, python);
  return done;
}

std::string not_found(const Manifest& manifest, const fs::path& file, const std::string& key) {
  std::string text =
      manifest.file.string() + ": " + key + " names '" + file.filename().string() + "', which is not in ";
  std::vector<std::string> names;
  for (std::size_t i = 0; i < manifest.folders.size(); ++i) {
    text += (i == 0                             ? ""
             : i + 1 == manifest.folders.size() ? " nor in "
                                                : ", ") +
            manifest.folders[i].string();
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(manifest.folders[i], ignored))
      if (entry.path().extension() == file.extension()) names.push_back(entry.path().filename().string());
  }
  return text + did_you_mean(file.filename().string(), names) + ". Build the plugin, or correct the name.";
}

}  // namespace

Claim parse_claim(const std::string& text) {
  const std::size_t colons = text.rfind("::");
  if (colons == std::string::npos) return {"", text};
  return {onnx_as_empty(text.substr(0, colons)), text.substr(colons + 2)};
}

std::string text(const Claim& claim) {
  return (claim.domain.empty() ? std::string("ai.onnx") : claim.domain) + "::" + claim.type;
}

std::string origin(const Manifest& manifest) {
  if (manifest.user) return manifest.builtin ? "built-in, described by -c" : "-c";
  return manifest.builtin ? "built-in" : "user's folder";
}

Result<Manifest> read_manifest(const fs::path& file) {
  BYOM_TRY(const JsonFile json_file, JsonFile::read(file));
  const Reader reader(json_file);
  if (!json_file.root().is_object())
    return reader.wrong(Pointer(),
                        "the file must hold one JSON object; meta/custom_meta.template.json shows it.");
  Manifest manifest;
  std::error_code ignored;
  manifest.file = fs::absolute(file, ignored).lexically_normal();
  BYOM_CHECK_OK(read_identity(reader, manifest));
  BYOM_CHECK_OK(read_claims(reader, manifest));
  BYOM_CHECK_OK(read_folders(reader, manifest));
  BYOM_CHECK_OK(read_files(reader, manifest));
  BYOM_CHECK_OK(refuse_nothing(reader, manifest));
  return manifest;
}

Result<Done> check_files(const Manifest& manifest) {
  const Exit code = manifest.user ? exit_usage : exit_plugin;
  std::error_code ignored;
  if (!fs::is_regular_file(manifest.library, ignored))
    return fail(code, not_found(manifest, manifest.library, "FILE_NAMES.conversion"));
  if (!manifest.python_file.empty() && !fs::is_regular_file(manifest.python_file, ignored))
    return fail(code, not_found(manifest, manifest.python_file, "FILE_NAMES.custom_layer"));
  return done;
}

}  // namespace byom::registry
