// Writes a stored ZIP in one pass: ZIP64 where needed, no compression, the same bytes for the same content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "host/archive/sink.hpp"

namespace byom::archive {

// begin, write..., end for each member; finish once. Members of 64 KiB and more start at a multiple of 64
// bytes, so that they can be used where they are mapped. Wrong use (sizes, order) is exit_bug.
class ZipWriter {
 public:
  // `sink` must outlive the writer; the archive starts at its position 0.
  explicit ZipWriter(Sink& sink) : sink_(sink) {}

  // Exactly `size` bytes must follow. A name that a reader would refuse, and a second one, is exit_usage.
  Result<Done> begin(std::string_view name, std::uint64_t size);
  Result<Done> write(Bytes bytes);
  Result<Done> end();
  Result<Done> add(std::string_view name, Bytes content);
  // Writes the directory; does not finish the sink.
  Result<Done> finish();

 private:
  struct Member {
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;  // of the local header
    std::uint32_t crc = 0;
  };
  [[nodiscard]] std::vector<std::byte> local_header(const Member& member) const;
  [[nodiscard]] std::vector<std::byte> central_entry(const Member& member) const;

  Sink& sink_;
  std::vector<Member> members_;
  std::unordered_set<std::string> names_;
  std::uint64_t missing_ = 0;  // bytes of the open member that are still to come
  bool open_ = false;
};

}  // namespace byom::archive
