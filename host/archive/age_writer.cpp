// Writes an encrypted file: age v1 with one passphrase.
#include "host/archive/age_writer.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "host/archive/age_header.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {

Result<KeyDerivation> KeyDerivation::start(std::string_view passphrase, int work_factor) {
  if (passphrase.empty()) return fail(exit_usage, "the key is empty; give one of at least one character");
  KeyDerivation derivation;
  derivation.work_factor_ = work_factor;
  BYOM_CHECK_OK(fill_random(derivation.salt_));
  const Bytes text = bytes_of(passphrase);
  const auto copy = std::shared_ptr<std::vector<std::byte>>(
      new std::vector<std::byte>(text.begin(), text.end()), [](auto* secret) {
        wipe(*secret);
        delete secret;
      });
  const auto derive = [copy, salt = derivation.salt_, work_factor] {
    return derive_wrap_key(*copy, salt, work_factor);
  };
  try {
    derivation.key_ = std::async(std::launch::async, derive);
  } catch (const std::system_error&) {  // no thread to be had: wait() does the work
    derivation.key_ = std::async(std::launch::deferred, derive);
  }
  return derivation;
}

AgeWriter::AgeWriter(OutputFile& file, KeyDerivation key, const FileKey& file_key, ChunkCipher cipher)
    : file_(file), key_(std::move(key)), file_key_(file_key), cipher_(std::move(cipher)) {
  buffer_.reserve(chunk_size);
  sealed_.resize(chunk_size + tag_size);
}

Result<std::unique_ptr<AgeWriter>> AgeWriter::create(OutputFile& file, KeyDerivation key) {
  FileKey file_key;
  std::array<std::byte, 16> nonce{};
  BYOM_CHECK_OK(fill_random(file_key.bytes));
  BYOM_CHECK_OK(fill_random(nonce));
  BYOM_TRY(ChunkCipher cipher, ChunkCipher::for_payload(file_key, nonce, ChunkCipher::Direction::seal));
  const std::uint64_t nonce_at = age_header_length(key.work_factor());
  std::unique_ptr<AgeWriter> writer(new AgeWriter(file, std::move(key), file_key, std::move(cipher)));
  writer->payload_at_ = nonce_at + nonce.size();
  BYOM_CHECK_OK(file.write_at(nonce_at, nonce));
  return writer;
}

Result<Done> AgeWriter::write(Bytes bytes) {
  while (!bytes.empty()) {
    if (buffer_.size() == chunk_size) {
      BYOM_CHECK_OK(complete_chunk(buffer_));
      buffer_.clear();
    }
    if (buffer_.empty() && bytes.size() > chunk_size) {
      BYOM_CHECK_OK(complete_chunk(bytes.first(chunk_size)));
      bytes = bytes.subspan(chunk_size);
      continue;
    }
    const std::size_t taken = std::min(bytes.size(), chunk_size - buffer_.size());
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
    bytes = bytes.subspan(taken);
  }
  return done;
}

// More follows, so this chunk is not the last one.
Result<Done> AgeWriter::complete_chunk(Bytes plain) {
  const std::uint64_t index = chunks_++;
  if (is_pinned(index)) {
    held_.emplace(index, Plain(plain.begin(), plain.end()));
    return done;
  }
  return seal(index, false, plain);
}

Result<Done> AgeWriter::seal(std::uint64_t index, bool last, Bytes plain) {
  BYOM_CHECK_OK(cipher_.seal(index, last, plain, sealed_.data()));
  return file_.write_at(payload_at_ + index * (chunk_size + tag_size),
                        std::span(sealed_).first(plain.size() + tag_size));
}

bool AgeWriter::is_pinned(std::uint64_t index) const {
  const std::uint64_t begin = index * chunk_size;
  return std::any_of(pins_.begin(), pins_.end(), [begin](const auto& pin) {
    return pin.first < begin + chunk_size && pin.first + pin.second > begin;
  });
}

Result<Done> AgeWriter::pin(std::uint64_t at, std::uint64_t length) {
  if (at < position()) return fail(exit_bug, "a range was pinned after it was written");
  if (length > 0 && !pins_.emplace(at, length).second) return fail(exit_bug, "a range was pinned twice");
  return done;
}

Result<Done> AgeWriter::patch(std::uint64_t at, Bytes bytes) {
  if (bytes.empty()) return done;
  const auto pin = pins_.find(at);
  if (pin == pins_.end() || pin->second != bytes.size() || at + bytes.size() > position())
    return fail(exit_bug, "a range was patched that is not both pinned and written");
  overwrite(at, bytes);
  pins_.erase(pin);
  return seal_patched();
}

void AgeWriter::overwrite(std::uint64_t at, Bytes bytes) {
  for (; !bytes.empty(); ++at, bytes = bytes.subspan(1)) {
    const std::uint64_t index = at / chunk_size;
    Plain& plain = index == chunks_ ? buffer_ : held_.at(index);
    plain[at % chunk_size] = bytes.front();
  }
}

Result<Done> AgeWriter::seal_patched() {
  for (auto chunk = held_.begin(); chunk != held_.end();) {
    if (is_pinned(chunk->first)) {
      ++chunk;
      continue;
    }
    BYOM_CHECK_OK(seal(chunk->first, false, chunk->second));
    chunk = held_.erase(chunk);
  }
  return done;
}

Result<Done> AgeWriter::finish() {
  if (!pins_.empty()) return fail(exit_bug, "a pinned range was never patched");
  BYOM_CHECK_OK(seal(chunks_, true, buffer_));
  return write_header();
}

Result<Done> AgeWriter::write_header() {
  BYOM_TRY(const WrapKey wrap_key, key_.wait());
  BYOM_TRY(ChunkCipher cipher, ChunkCipher::create(wrap_key, ChunkCipher::Direction::seal));
  ScryptStanza stanza{.salt = key_.salt(), .work_factor = key_.work_factor()};
  // Each wrap key is used once, with its own salt, so that the format's nonce of zeros is safe.
  BYOM_CHECK_OK(cipher.seal(0, false, file_key_.bytes, stanza.body.data()));
  const std::string header = format_age_header(stanza);
  BYOM_TRY(const auto mac, header_mac(file_key_, header));
  return file_.write_at(0, bytes_of(header + format_age_mac(mac)));
}

}  // namespace byom::archive
