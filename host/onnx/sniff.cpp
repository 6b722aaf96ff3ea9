// Recognising other formats by their first bytes.
#include "host/onnx/sniff.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "host/support/ascii.hpp"

namespace byom::onnx {
namespace {

constexpr std::string_view export_first = "export it to ONNX first";

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  std::string_view says;
};

using namespace std::string_view_literals;

constexpr std::array magics{
    Magic{0, "version https://git-lfs"sv, "a Git LFS pointer, not the file itself: run `git lfs pull`"},
    Magic{0, "\x89HDF\r\n\x1a\n"sv,
          "an HDF5 file (a Keras .h5 model?): this program writes such files, it reads ONNX"},
    Magic{0, "\x1f\x8b"sv, "a gzip archive: unpack it first"},
    Magic{0, "BZh"sv, "a bzip2 archive: unpack it first"},
    Magic{0,
          "\xFD"
          "7zXZ"sv,
          "an xz archive: unpack it first"},
    Magic{0, "\x28\xB5\x2F\xFD"sv, "a Zstandard archive: unpack it first"},
    Magic{0, "7z\xBC\xAF"sv, "a 7z archive: unpack it first"},
    Magic{257, "ustar"sv, "a tar archive: unpack it first"},
    Magic{4, "TFL3"sv, "a TensorFlow Lite model: export the original to ONNX"},
    Magic{4, "ORTM"sv, "a model in ONNX Runtime's own format: use the .onnx file it was made from"},
    Magic{0, "age-encryption.org/v1"sv,
          "an encrypted archive (a .tltb file?), the result of a conversion: name the ONNX file it was made "
          "from"},
    Magic{0, "\x93NUMPY"sv, "a NumPy array"},
    Magic{0,
          "\x7f"
          "ELF"sv,
          "a program or library"},
    Magic{0, "%PDF"sv, "a PDF document"},
    Magic{0, "\x89PNG"sv, "a PNG picture"},
    Magic{0, "\xFF\xD8\xFF"sv, "a JPEG picture"},
    Magic{0, "ftrt"sv, "a TensorRT engine: use the ONNX file it was built from"},
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string zip(std::string_view content) {
  // Names of members stand readable in their headers, at the front and once more at the end of the file.
  const std::string_view front = content.substr(0, 4096);
  const std::string_view back = content.substr(content.size() - std::min<std::size_t>(content.size(), 65536));
  const auto has = [&](std::string_view name) { return contains(front, name) || contains(back, name); };
  if (has("model.weights.h5") || (has("metadata.json") && has("config.json")))
    return "a Keras .keras model: this program writes such files, it reads ONNX";
  if (has("/data.pkl") || has("/version"))
    return "a PyTorch file: export it to ONNX first (torch.onnx.export)";
  return "a zip archive: unpack it first";
}

std::string markup(std::string_view content) {
  std::string text(content.substr(0, 512));
  std::ranges::transform(text, text.begin(), to_lower);
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos) return {};
  const std::string_view start = std::string_view(text).substr(first);
  if (start.starts_with("<!doctype html") || start.starts_with("<html") ||
      contains(start.substr(0, 256), "<html"))
    return "an HTML page: the download gave a web page instead of the file";
  if (start.starts_with("<?xml") && contains(start, "<net"))
    return "an OpenVINO model: export the original to ONNX";
  if (start.starts_with("<?xml")) return "an XML file";
  if (start.starts_with("{") || start.starts_with("[")) return "a JSON file: name the .onnx file";
  if (start.starts_with("ir_version:") || start.starts_with("node {") || start.starts_with("graph {"))
    return "protobuf as text: save the model in binary form";
  return {};
}

std::uint8_t byte_at(std::string_view content, std::size_t i) {
  return i < content.size() ? static_cast<std::uint8_t>(content[i]) : 0;
}

// GraphDef begins with node {name: ...}; SavedModel with its schema version 1 and then a MetaGraphDef, whose
// first field is a message. ONNX's first field is a number, its second the producer's name.
bool tensorflow(std::string_view content) {
  if (byte_at(content, 0) == 0x0A) {
    const std::size_t after = byte_at(content, 1) < 0x80 ? 2 : 3;
    return byte_at(content, after) == 0x0A && std::isprint(byte_at(content, after + 2)) != 0;
  }
  if (!content.starts_with("\x08\x01\x12")) return false;
  std::size_t at = 3;
  while (byte_at(content, at) >= 0x80 && at < 13) ++at;
  return byte_at(content, at + 1) == 0x0A;
}

}  // namespace

std::string looks_like(std::span<const std::byte> bytes) {
  const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (content.empty()) return "an empty file: copy or export the model again";
  for (const Magic& magic : magics)
    if (content.size() > magic.offset && content.substr(magic.offset).starts_with(magic.bytes))
      return std::string(magic.says);
  if (content.starts_with("PK\x03\x04")) return zip(content);
  if (byte_at(content, 0) == 0x80 && byte_at(content, 1) >= 2 && byte_at(content, 1) <= 5)
    return "a Python pickle (a PyTorch file?): " + std::string(export_first);
  // safetensors: the length of a JSON header, then that header.
  if (content.size() > 9 && content[8] == '{' && content.substr(4, 4) == "\0\0\0\0"sv)
    return "a safetensors file, which holds weights and no graph: " + std::string(export_first);
  if (std::string text = markup(content); !text.empty()) return text;
  if (tensorflow(content)) return "a TensorFlow graph: convert it to ONNX first (tf2onnx)";
  if (std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; }))
    return "a file of zeros only";
  return {};
}

std::string looks_like_folder(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (std::filesystem::exists(folder / "saved_model.pb", ignored))
    return "a TensorFlow SavedModel: convert it to ONNX first (tf2onnx)";
  if (std::filesystem::exists(folder / "model.onnx", ignored)) return "a folder: name the model.onnx in it";
  return "a folder: name the .onnx file in it";
}

}  // namespace byom::onnx
