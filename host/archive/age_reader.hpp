// Reads an encrypted file: a strict random-access view of the plaintext of age v1 with one passphrase.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/archive/age_crypto.hpp"
#include "host/archive/source.hpp"

namespace byom::archive {

// Every byte that read() gives was authenticated. A key that does not fit and a header that was altered
// cannot be told apart: both are exit_input, "<name>: wrong key or damaged file".
class AgeReader final : public Source {
 public:
  static Result<std::unique_ptr<AgeReader>> open(std::unique_ptr<Source> file, std::string_view passphrase);
  // For a reader that has the key of the file itself (the writer, test vectors): any recipients are accepted.
  static Result<std::unique_ptr<AgeReader>> open(std::unique_ptr<Source> file, const FileKey& key);

  [[nodiscard]] const std::string& name() const override { return file_->name(); }
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  Result<Done> read(std::uint64_t offset, std::span<std::byte> out) override;

 private:
  AgeReader(std::unique_ptr<Source> file, ChunkCipher cipher, std::uint64_t payload_at);
  // Proves the length: only the true last chunk authenticates as the last one.
  Result<Done> open_last_chunk();
  Result<Done> open_chunk(std::uint64_t index, std::byte* out);
  Result<Done> hold_chunk(std::uint64_t index);  // in plain_
  Result<Done> read_chunks(std::uint64_t offset, std::span<std::byte> out);
  [[nodiscard]] std::uint64_t plain_size(std::uint64_t index) const;
  [[nodiscard]] Error damaged(const std::string& what) const;

  std::unique_ptr<Source> file_;
  ChunkCipher cipher_;
  std::uint64_t payload_at_;
  std::uint64_t size_ = 0;
  std::uint64_t chunks_ = 0;
  std::vector<std::byte> sealed_;
  std::vector<std::byte> plain_;  // of chunk held_
  std::uint64_t held_ = UINT64_MAX;
};

}  // namespace byom::archive
