// The byte sink that everything written to disk goes through: plain file, encrypted file, member of an
// archive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <byom/result.hpp>

namespace byom::archive {

using Bytes = std::span<const std::byte>;

// Bytes are appended in order. The one exception are pinned ranges: a range announced by pin() before it is
// written may be overwritten once by patch(). Not for use from several threads at a time.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  virtual Result<Done> write(Bytes bytes) = 0;
  // Number of bytes written so far.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
  // Announces that [at, at + length), nothing of which is written yet, will be patched exactly once.
  virtual Result<Done> pin(std::uint64_t at, std::uint64_t length) = 0;
  // Overwrites a pinned range, which must have been written by now; `bytes` has the length that was pinned.
  virtual Result<Done> patch(std::uint64_t at, Bytes bytes) = 0;
  // Hands on what is still held. Nothing may be written afterwards; every pinned range must have been
  // patched.
  virtual Result<Done> finish() = 0;
};

}  // namespace byom::archive
