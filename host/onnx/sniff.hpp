// What a file that is no ONNX model seems to be.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace byom::onnx {

// "a gzip archive: unpack it first", judged by the first bytes and never by the name; empty when nothing
// fits. Nothing is unpacked.
std::string looks_like(std::span<const std::byte> content);
// What to say of a folder given as model: it may be a TensorFlow SavedModel.
std::string looks_like_folder(const std::filesystem::path& folder);

}  // namespace byom::onnx
