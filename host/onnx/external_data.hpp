// Tensor bytes that lie in files beside the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/onnx/protos.hpp"
#include "host/support/mapped_file.hpp"

namespace byom::onnx {

struct Bytes {
  const std::byte* data = nullptr;
  std::uint64_t size = 0;
  std::shared_ptr<const void> owner;
};

// Opens each file once. What may be opened is decided by the kernel while it resolves the name, not by
// looking at the text: only regular files below the folder of the model, without symbolic links and with a
// single name.
class ExternalFiles {
 public:
  ExternalFiles(std::filesystem::path model, MappedFile::Way way) : model_(std::move(model)), way_(way) {}
  ExternalFiles(const ExternalFiles&) = delete;
  ExternalFiles& operator=(const ExternalFiles&) = delete;
  ~ExternalFiles();

  // The `expected` bytes that the tensor's external_data names.
  Result<Bytes> bytes(const ::onnx::TensorProto& tensor, std::uint64_t expected);
  // Every file opened so far.
  [[nodiscard]] std::vector<std::shared_ptr<const MappedFile>> files() const;

 private:
  using File = std::shared_ptr<const MappedFile>;
  Result<File> file(const std::string& location);
  Result<File> open(const std::string& location);

  std::filesystem::path model_;
  MappedFile::Way way_;
  std::filesystem::path folder_;
  int folder_descriptor_ = -1;
  std::map<std::string, Result<File>> opened_;
};

}  // namespace byom::onnx
