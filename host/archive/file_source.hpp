// A regular file as a source of bytes, read by position so that a truncated file is an error and not a
// signal.
#pragma once

#include <memory>
#include <string>

#include "host/archive/source.hpp"

namespace byom::archive {

class FileSource final : public Source {
 public:
  // Opens a regular file for reading.
  static Result<std::unique_ptr<FileSource>> open(const std::string& path);
  // Reads through a duplicate of `descriptor`; `path` is used in messages only.
  static Result<std::unique_ptr<FileSource>> duplicate(int descriptor, const std::string& path);
  ~FileSource() override;

  [[nodiscard]] const std::string& name() const override { return path_; }
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  Result<Done> read(std::uint64_t offset, std::span<std::byte> out) override;

 private:
  FileSource(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  // Takes the descriptor over.
  static Result<std::unique_ptr<FileSource>> adopt(int descriptor, const std::string& path);

  int descriptor_;
  std::string path_;
  std::uint64_t size_ = 0;
};

}  // namespace byom::archive
