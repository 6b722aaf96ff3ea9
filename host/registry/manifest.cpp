// Reading of one manifest: NVIDIA's keys with their meaning, ours under "PLUGIN".
#include "host/registry/manifest.hpp"

#include <algorithm>
#include <limits>

#include <byom/plugin.h>

#include "host/registry/manifest_reader.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::registry {
namespace {

using Pointer = JsonFile::Pointer;
using Reader = ManifestReader;
namespace fs = std::filesystem;

Claim onnx_as_empty(Claim claim) {
  if (claim.domain == "ai.onnx") claim.domain.clear();
  return claim;
}

void read_identity(Reader& reader, Manifest& manifest) {
  const Pointer plugin = reader.root() / "PLUGIN";
  if (!reader.is_object(plugin, R"({"id": "com.example.ops", "version": "1.0"})")) return;
  manifest.id = reader.text(plugin / "id");
  manifest.has_id = !manifest.id.empty();
  const std::string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  if (manifest.id.find_first_not_of(allowed) != std::string::npos)
    reader.complain(plugin / "id",
                    "PLUGIN.id may hold letters, digits, '.', '_' and '-' only, such as com.example.ops.");
  manifest.version = reader.text(plugin / "version");
  if (reader.is_object(plugin / "abi", R"({"major": 1, "built": 0, "needed": 0})")) {
    const auto minor = [&](const char* key, std::int32_t preset) {
      return static_cast<std::uint32_t>(reader.number(plugin / "abi" / key, preset, 0));
    };
    manifest.abi_major = minor("major", 1);
    manifest.abi_built = minor("built", 0);
    manifest.abi_needed = minor("needed", 0);
  }
  manifest.patterns = reader.flag(plugin / "patterns");
  manifest.cpu = reader.texts(plugin / "cpu", R"("avx2", "fma")");
  for (const std::string& claim : reader.texts(plugin / "overrides", R"("ai.onnx::MyOp")"))
    manifest.overrides.push_back(parse_claim(claim));
}

// What PLUGIN lists.
void read_lists(Reader& reader, Manifest& manifest) {
  const Pointer plugin = reader.root() / "PLUGIN";
  if (const JsonValue* value = reader.find(plugin);
      value == nullptr || value->kind != JsonValue::Kind::object)
    return;
  constexpr std::string_view op_sample = R"({"domain": "ai.onnx", "type": "MyOp"})";
  const auto operators = reader.elements(plugin / "operators", op_sample);
  manifest.ops.reserve(operators.size());
  for (const Pointer& place : operators)
    manifest.ops.push_back(onnx_as_empty(reader.pair(place, "domain", "type", op_sample)));
  constexpr std::string_view kernel_sample =
      R"({"domain": "ai.onnx", "type": "MyOp", "backend": "reference", "tier": 0})";
  const auto kernels = reader.elements(plugin / "kernels", kernel_sample);
  manifest.kernels.reserve(kernels.size());
  for (const Pointer& place : kernels) {
    Claim claim = onnx_as_empty(reader.pair(place, "domain", "type", kernel_sample));
    if (claim.type.empty()) continue;
    manifest.kernels.push_back({std::move(claim), reader.text(place / "backend"),
                                reader.number(place / "tier", 0, std::numeric_limits<std::int32_t>::min())});
  }
  constexpr std::string_view layer_sample = R"({"module": "keras.layers", "class": "MyLayer"})";
  for (const Pointer& place : reader.elements(plugin / "layers", layer_sample))
    manifest.layer_classes.push_back(reader.pair(place, "module", "class", layer_sample));
  manifest.complete = reader.find(plugin / "operators") != nullptr;
}

// NVIDIA's keys, which say what there is where PLUGIN does not.
void read_names(Reader& reader, Manifest& manifest) {
  manifest.onnx_nodes = reader.texts_by_name(reader.root() / "ONNX_NODES", R"({"MyOp": "MyOp"})");
  manifest.custom_objs = reader.texts_by_name(reader.root() / "CUSTOM_OBJS", R"({"MyLayer": "MyLayer"})");
  if (manifest.complete) return;
  for (const auto& [type, name] : manifest.onnx_nodes) manifest.ops.push_back(parse_claim(type));
  if (manifest.layer_classes.empty())
    for (const auto& [name, python_class] : manifest.custom_objs)
      manifest.layer_classes.push_back({"", python_class});
}

void refuse_misspelled(Reader& reader, const Manifest& manifest) {
  // A manifest for a newer interface may have keys that this program cannot know.
  if (manifest.abi_major != BYOM_ABI_MAJOR || manifest.abi_built > BYOM_ABI_MINOR) return;
  reader.refuse_misspelled(reader.root(),
                           {"TOP_DIR", "ABS_TOP_DIR", "FILE_NAMES", "ONNX_NODES", "CUSTOM_OBJS", "PLUGIN"});
  reader.refuse_misspelled(reader.root() / "FILE_NAMES", {"conversion", "custom_layer"});
  reader.refuse_misspelled(reader.root() / "PLUGIN", {"id", "version", "abi", "operators", "kernels",
                                                      "layers", "patterns", "overrides", "cpu"});
}

// Such a plugin would be silent, and its user would look for the reason elsewhere.
void refuse_nothing(Reader& reader, const Manifest& manifest) {
  if (!manifest.ops.empty() || !manifest.kernels.empty() || manifest.patterns || reader.complained()) return;
  reader.complain(
      reader.root(),
      R"(nothing is claimed: name the ONNX operators of the library in "ONNX_NODES": {"MyOp": "MyOp"}.)");
}

// As (folder / name).lexically_normal() where the folder is absolute and normal. Taking paths apart would
// cost more than all else that is done at every start for a plugin that nobody uses.
fs::path joined(const fs::path& folder, std::string_view name) {
  std::string text = name.starts_with('/') || folder.native() == "/" ? "" : folder.native();
  while (!name.empty()) {
    const std::string_view part = name.substr(0, name.find('/'));
    name.remove_prefix(std::min(part.size() + 1, name.size()));
    if (part == "..")
      text.resize(text.empty() ? 0 : text.rfind('/'));
    else if (!part.empty() && part != ".")
      text.append("/").append(part);
  }
  return text.empty() ? "/" : text;
}

void read_folders(Reader& reader, Manifest& manifest) {
  const fs::path own = manifest.file.parent_path();
  manifest.folders.push_back(own);
  for (const char* key : {"TOP_DIR", "ABS_TOP_DIR"}) {
    const std::string folder = reader.text(reader.root() / key);
    if (folder.empty()) continue;
    const fs::path path = joined(own, folder);
    if (std::find(manifest.folders.begin(), manifest.folders.end(), path) == manifest.folders.end())
      manifest.folders.push_back(path);
  }
}

// A folder of somebody else's machine (ABS_TOP_DIR) may be missing or closed to us: it is then passed over.
fs::path resolve(const Manifest& manifest, const std::string& name) {
  // Where there is no choice nobody looks: a manifest's plugin may never be used.
  for (std::size_t i = 0; manifest.folders.size() > 1 && i < manifest.folders.size(); ++i) {
    const fs::path& folder = manifest.folders[i];
    std::error_code ignored;
    fs::path candidate = joined(folder, name);
    if (fs::is_regular_file(candidate, ignored)) return candidate;
  }
  return joined(manifest.folders[0], name);
}

void read_files(Reader& reader, Manifest& manifest) {
  const Pointer files = reader.root() / "FILE_NAMES", conversion = files / "conversion";
  const std::string sample = R"({"conversion": "libmy_ops.so"})";
  const bool there = reader.is_object(files, sample);
  if (there || reader.find(files) == nullptr)
    if (!there || reader.find(conversion) == nullptr)
      reader.complain(files, "the plugin's library is not named: add \"FILE_NAMES\": " + sample + ".");
  if (!there) return;
  if (const std::string library = reader.text(conversion, "name the plugin's library there");
      !library.empty())
    manifest.library = resolve(manifest, library);
  if (const std::string python = reader.text(files / "custom_layer"); !python.empty())
    manifest.python_file = resolve(manifest, python);
}

bool is_python(const Manifest& manifest) {
  return manifest.library.extension() == ".py";
}

void refuse_python(Reader& reader, const Manifest& manifest, const fs::path& file) {
  if (!is_python(manifest)) return;
  std::vector<std::string> types;
  for (const auto& [type, name] : manifest.onnx_nodes) types.push_back(type);
  reader.complain(
      reader.root() / "FILE_NAMES" / "conversion",
      byom::quoted(manifest.library.filename().string()) +
          " is a Python conversion function, as NVIDIA's converter takes it; tao_byom runs compiled "
          "operators. `tao_byom plugins new my_ops --from " +
          file.string() + "` writes a plugin for " +
          (types.empty() ? std::string("them") : quoted_list(types, "and")) +
          " that takes over your Keras layers; docs/porting.md shows how to fill it in.");
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
  text += did_you_mean(file.filename().string(), names);
  return text +
         (file.extension() == ".so" ? ". Build the plugin, or correct the name." : ". Correct the name.");
}

Result<Manifest> read(const fs::path& file, bool python) {
  BYOM_TRY(const JsonFile json_file, JsonFile::read(file));
  Reader reader(json_file);
  const JsonValue* root = JsonFile::find(json_file.root());
  if (root == nullptr || root->kind != JsonValue::Kind::object)
    return json_file.wrong(json_file.root(),
                           "the file must hold one JSON object; meta/custom_meta.template.json shows it.");
  Manifest manifest;
  std::error_code ignored;
  manifest.file = joined(file.is_absolute() ? fs::path("/") : fs::current_path(ignored), file.native());
  read_identity(reader, manifest);
  if (!manifest.has_id) manifest.id = manifest.file.stem().string();
  read_lists(reader, manifest);
  read_names(reader, manifest);
  read_folders(reader, manifest);
  refuse_misspelled(reader, manifest);
  read_files(reader, manifest);
  refuse_nothing(reader, manifest);
  if (python && !reader.complained() && !is_python(manifest))
    reader.complain(
        reader.root() / "FILE_NAMES" / "conversion",
        byom::quoted(manifest.library.filename().string()) +
            " is no Python file: this custom_meta.json is that of a plugin, which -c takes as it is.");
  if (!python) refuse_python(reader, manifest, file);
  if (reader.complained()) return fail(exit_usage, reader.problems());
  return manifest;
}

}  // namespace

Claim parse_claim(const std::string& text) {
  const std::size_t colons = text.rfind("::");
  if (colons == std::string::npos) return {"", text};
  return onnx_as_empty({text.substr(0, colons), text.substr(colons + 2)});
}

std::string text(const Claim& claim) {
  return (claim.domain.empty() ? std::string("ai.onnx") : claim.domain) + "::" + claim.type;
}

std::string origin(const Manifest& manifest) {
  if (manifest.user) return manifest.builtin ? "built-in, described by -c" : "-c";
  return manifest.builtin ? "built-in" : "user's folder";
}

Result<Manifest> read_manifest(const fs::path& file) {
  return read(file, false);
}

Result<Manifest> read_python_manifest(const fs::path& file) {
  return read(file, true);
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
