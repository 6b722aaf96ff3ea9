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

using nlohmann::json;
using Pointer = JsonFile::Pointer;
using Reader = ManifestReader;
namespace fs = std::filesystem;

std::string onnx_as_empty(const std::string& domain) {
  return domain == "ai.onnx" ? std::string() : domain;
}

void read_identity(Reader& reader, Manifest& manifest) {
  const Pointer plugin("/PLUGIN");
  if (!reader.is_object(plugin, R"({"id": "com.example.ops", "version": "1.0"})")) return;
  manifest.id = reader.text(plugin / "id");
  manifest.has_id = !manifest.id.empty();
  const std::string plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  if (manifest.id.find_first_not_of(plain) != std::string::npos)
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
  const Pointer plugin("/PLUGIN");
  if (const json* value = reader.find(plugin); value == nullptr || !value->is_object()) return;
  const std::string op_sample = R"({"domain": "ai.onnx", "type": "MyOp"})";
  for (const Pointer& place : reader.elements(plugin / "operators", op_sample)) {
    const Claim claim = reader.pair(place, "domain", "type", op_sample);
    manifest.ops.push_back({onnx_as_empty(claim.domain), claim.type});
  }
  const std::string kernel_sample =
      R"({"domain": "ai.onnx", "type": "MyOp", "backend": "reference", "tier": 0})";
  for (const Pointer& place : reader.elements(plugin / "kernels", kernel_sample)) {
    const Claim claim = reader.pair(place, "domain", "type", kernel_sample);
    KernelClaim kernel{{onnx_as_empty(claim.domain), claim.type}, {}, 0};
    if (claim.type.empty()) continue;
    kernel.backend = reader.text(place / "backend");
    kernel.tier = reader.number(place / "tier", 0, std::numeric_limits<std::int32_t>::min());
    manifest.kernels.push_back(std::move(kernel));
  }
  const std::string layer_sample = R"({"module": "keras.layers", "class": "MyLayer"})";
  for (const Pointer& place : reader.elements(plugin / "layers", layer_sample))
    manifest.layer_classes.push_back(reader.pair(place, "module", "class", layer_sample));
  manifest.complete = reader.find(plugin / "operators") != nullptr;
}

// NVIDIA's keys, which say what there is where PLUGIN does not.
void read_names(Reader& reader, Manifest& manifest) {
  manifest.onnx_nodes = reader.texts_by_name(Pointer("/ONNX_NODES"), R"({"MyOp": "MyOp"})");
  manifest.custom_objs = reader.texts_by_name(Pointer("/CUSTOM_OBJS"), R"({"MyLayer": "MyLayer"})");
  if (manifest.complete) return;
  for (const auto& [type, name] : manifest.onnx_nodes) manifest.ops.push_back(parse_claim(type));
  if (manifest.layer_classes.empty())
    for (const auto& [name, python_class] : manifest.custom_objs)
      manifest.layer_classes.push_back({"", python_class});
}

void refuse_misspelled(Reader& reader, const Manifest& manifest) {
  // A manifest for a newer interface may have keys that this program cannot know.
  if (manifest.abi_major != BYOM_ABI_MAJOR || manifest.abi_built > BYOM_ABI_MINOR) return;
  reader.refuse_misspelled(Pointer(),
                           {"TOP_DIR", "ABS_TOP_DIR", "FILE_NAMES", "ONNX_NODES", "CUSTOM_OBJS", "PLUGIN"});
  reader.refuse_misspelled(Pointer("/FILE_NAMES"), {"conversion", "custom_layer"});
  reader.refuse_misspelled(Pointer("/PLUGIN"), {"id", "version", "abi", "operators", "kernels", "layers",
                                                "patterns", "overrides", "cpu"});
}

// Such a plugin would be silent, and its user would look for the reason elsewhere.
void refuse_nothing(Reader& reader, const Manifest& manifest) {
  if (!manifest.ops.empty() || !manifest.kernels.empty() || manifest.patterns || !reader.problems().empty())
    return;
  reader.complain(
      Pointer(),
      R"(nothing is claimed: name the ONNX operators of the library in "ONNX_NODES": {"MyOp": "MyOp"}.)");
}

void read_folders(Reader& reader, Manifest& manifest) {
  const fs::path own = manifest.file.parent_path();
  manifest.folders = {own};
  for (const char* key : {"TOP_DIR", "ABS_TOP_DIR"}) {
    const std::string folder = reader.text(Pointer() / key);
    if (folder.empty()) continue;
    fs::path path = (own / folder).lexically_normal();  // an absolute one replaces `own`
    if (path.has_relative_path() && !path.has_filename()) path = path.parent_path();
    if (std::find(manifest.folders.begin(), manifest.folders.end(), path) == manifest.folders.end())
      manifest.folders.push_back(path);
  }
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

void read_files(Reader& reader, Manifest& manifest) {
  const Pointer files("/FILE_NAMES"), conversion = files / "conversion";
  const std::string sample = R"({"conversion": "libmy_ops.so"})";
  const bool there = reader.is_object(files, sample);
  if (there || reader.find(files) == nullptr)
    if (!there || reader.find(conversion) == nullptr)
      reader.complain(files, "the plugin's library is not named: add \"FILE_NAMES\": " + sample + ".");
  if (!there) return;
  if (const std::string library = reader.text(conversion); !library.empty())
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
      Pointer("/FILE_NAMES/conversion"),
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
  if (!json_file.root().is_object())
    return json_file.wrong(Pointer(),
                           "the file must hold one JSON object; meta/custom_meta.template.json shows it.");
  Manifest manifest;
  std::error_code ignored;
  manifest.file = fs::absolute(file, ignored).lexically_normal();
  read_identity(reader, manifest);
  if (!manifest.has_id) manifest.id = manifest.file.stem().string();
  read_lists(reader, manifest);
  read_names(reader, manifest);
  read_folders(reader, manifest);
  refuse_misspelled(reader, manifest);
  read_files(reader, manifest);
  refuse_nothing(reader, manifest);
  if (python && reader.problems().empty() && !is_python(manifest))
    reader.complain(
        Pointer("/FILE_NAMES/conversion"),
        byom::quoted(manifest.library.filename().string()) +
            " is no Python file: this custom_meta.json is that of a plugin, which -c takes as it is.");
  if (!python) refuse_python(reader, manifest, file);
  if (!reader.problems().empty()) return fail(exit_usage, reader.problems());
  return manifest;
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
