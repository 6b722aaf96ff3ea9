// Reads a stored ZIP strictly: one way to read every byte of it, or none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/archive/source.hpp"

namespace byom::archive {

struct ZipMember {
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;  // of the content in the archive
  std::uint32_t crc = 0;
};

// Writes all of it; errors are exit_system.
Result<Done> write_all(int descriptor, std::span<const std::byte> bytes);

// Refused with exit_input: names that leave the folder or occur twice, compression, ZIP's own encryption,
// data descriptors, links and folders, members that overlap or leave gaps, local headers that differ from the
// directory, comments, and anything before the first member or after the end.
class ZipReader {
 public:
  static Result<ZipReader> open(std::unique_ptr<Source> source);

  // In the order of their content.
  [[nodiscard]] const std::vector<ZipMember>& members() const { return members_; }
  [[nodiscard]] const ZipMember* find(std::string_view name) const;
  [[nodiscard]] Source& source() const { return *source_; }

  // The whole content, its CRC checked; above `at_most` bytes exit_limit.
  Result<std::vector<std::byte>> read(std::string_view name,
                                      std::uint64_t at_most = std::uint64_t{1} << 32) const;
  // Part of the content. A CRC cannot be checked on a part.
  Result<Done> read(std::string_view name, std::uint64_t offset, std::span<std::byte> out) const;
  // Hands the content on in blocks, then checks the CRC: on an error what was handed on must be thrown away.
  using Visitor = std::function<Result<Done>(std::span<const std::byte>)>;
  Result<Done> visit(std::string_view name, const Visitor& visitor) const;
  // visit() into a file descriptor.
  Result<Done> copy(std::string_view name, int descriptor) const;

 private:
  explicit ZipReader(std::unique_ptr<Source> source) : source_(std::move(source)) {}
  Result<const ZipMember*> existing(std::string_view name) const;

  std::unique_ptr<Source> source_;
  std::vector<ZipMember> members_;
  std::vector<std::size_t> by_name_;  // indices of members_, sorted by name
};

}  // namespace byom::archive
