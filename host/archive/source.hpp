// The random-access bytes that the archive readers read: a file, an encrypted file, memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <byom/result.hpp>

namespace byom::archive {

// Not for use from several threads at a time.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  // What messages call it: the path of the file.
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  // Fills all of `out` from `offset`, or fails: a range that is not inside [0, size()) is an error. After an
  // error `out` holds nothing of the content.
  virtual Result<Done> read(std::uint64_t offset, std::span<std::byte> out) = 0;
};

}  // namespace byom::archive
