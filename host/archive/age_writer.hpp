// Writes an encrypted file: age v1 with one passphrase, readable by every age program.
#pragma once

#include <array>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "host/archive/age_crypto.hpp"
#include "host/archive/output_file.hpp"
#include "host/archive/sink.hpp"

namespace byom::archive {

// The slow step from passphrase to key, on a thread of its own from start() on. One per file: its salt is
// written to that file only.
class KeyDerivation {
 public:
  // The passphrase is taken byte for byte; an empty one is exit_usage.
  static Result<KeyDerivation> start(std::string_view passphrase, int work_factor = default_work_factor);
  [[nodiscard]] int work_factor() const { return work_factor_; }
  [[nodiscard]] const std::array<std::byte, 16>& salt() const { return salt_; }
  // Waits for the thread. To be called once.
  Result<WrapKey> wait() { return key_.get(); }

 private:
  KeyDerivation() = default;
  int work_factor_ = 0;
  std::array<std::byte, 16> salt_{};
  std::future<Result<WrapKey>> key_;
};

// Seals chunk after chunk into the file while the key is still being derived: only the header, which finish()
// writes, needs that key. A chunk with a pinned range stays in memory until it was patched, so that each
// chunk is sealed exactly once.
class AgeWriter final : public Sink {
 public:
  // `file` must be empty and outlive the writer.
  static Result<std::unique_ptr<AgeWriter>> create(OutputFile& file, KeyDerivation key);

  Result<Done> write(Bytes bytes) override;
  [[nodiscard]] std::uint64_t position() const override { return chunks_ * chunk_size + buffer_.size(); }
  Result<Done> pin(std::uint64_t at, std::uint64_t length) override;
  Result<Done> patch(std::uint64_t at, Bytes bytes) override;
  // Waits for the key derivation.
  Result<Done> finish() override;
  // Opens what was written without a second key derivation.
  [[nodiscard]] const FileKey& file_key() const { return file_key_; }

 private:
  using Plain = std::vector<std::byte>;
  AgeWriter(OutputFile& file, KeyDerivation key, const FileKey& file_key, ChunkCipher cipher);
  Result<Done> complete_chunk(Bytes plain);
  Result<Done> seal(std::uint64_t index, bool last, Bytes plain);
  Result<Done> seal_patched();
  [[nodiscard]] bool is_pinned(std::uint64_t index) const;
  void overwrite(std::uint64_t at, Bytes bytes);
  Result<Done> write_header();

  OutputFile& file_;
  KeyDerivation key_;
  FileKey file_key_;
  ChunkCipher cipher_;
  std::uint64_t payload_at_ = 0;  // of the first chunk in the file
  std::uint64_t chunks_ = 0;      // complete ones, sealed or held
  Plain buffer_;                  // of chunk `chunks_`; full only until more comes, for it may be the last
  std::vector<std::byte> sealed_;
  std::map<std::uint64_t, std::uint64_t> pins_;  // not yet patched: position, length
  std::map<std::uint64_t, Plain> held_;          // complete chunks that wait for a patch
};

}  // namespace byom::archive
