// Reads an encrypted file: a strict random-access view of the plaintext of age v1.
#include "host/archive/age_reader.hpp"

#include <algorithm>
#include <array>

#include "host/archive/age_header.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

constexpr std::uint64_t sealed_chunk_size = chunk_size + tag_size;
// A header for one passphrase has 150 bytes; more recipients than fit here are none that we could use.
constexpr std::uint64_t largest_header = 4096;

Error about(const Source& file, const Error& error) {
  return Error{error.code, file.name() + ": " + error.text};
}

Error wrong_key(const Source& file) {
  return fail(exit_input, file.name() + ": wrong key or damaged file");
}

Result<AgeHeader> read_header(Source& file) {
  std::string start(std::min(file.size(), largest_header), '\0');
  BYOM_CHECK_OK(file.read(0, std::as_writable_bytes(std::span(start))));
  auto header = parse_age_header(start);
  if (!header) return about(file, header.error());
  return header;
}

Result<FileKey> unwrap(const Source& file, const AgeHeader& header, std::string_view passphrase) {
  const auto stanza = scrypt_stanza(header);
  if (!stanza) return about(file, stanza.error());
  const auto wrap_key = derive_wrap_key(bytes_of(passphrase), stanza->salt, stanza->work_factor);
  if (!wrap_key) return about(file, wrap_key.error());
  BYOM_TRY(ChunkCipher cipher, ChunkCipher::create(*wrap_key, ChunkCipher::Direction::open));
  FileKey key;
  if (!cipher.open(0, false, stanza->body, key.bytes.data())) return wrong_key(file);
  return key;
}

}  // namespace

AgeReader::AgeReader(std::unique_ptr<Source> file, ChunkCipher cipher, std::uint64_t payload_at)
    : file_(std::move(file)), cipher_(std::move(cipher)), payload_at_(payload_at), plain_(chunk_size) {}

Result<std::unique_ptr<AgeReader>> AgeReader::open(std::unique_ptr<Source> file,
                                                   std::string_view passphrase) {
  if (passphrase.empty()) return fail(exit_usage, "the key is empty; give one of at least one character");
  BYOM_TRY(const AgeHeader header, read_header(*file));
  BYOM_TRY(const FileKey key, unwrap(*file, header, passphrase));
  return open(std::move(file), key);
}

Result<std::unique_ptr<AgeReader>> AgeReader::open(std::unique_ptr<Source> file, const FileKey& key) {
  BYOM_TRY(const AgeHeader header, read_header(*file));
  BYOM_TRY(const auto mac, header_mac(key, header.authenticated));
  if (!equal_secrets(mac, header.mac)) return wrong_key(*file);
  std::array<std::byte, 16> nonce{};
  if (file->size() < header.length + nonce.size())
    return fail(exit_input, file->name() + ": the age header is damaged: the file ends within it");
  BYOM_CHECK_OK(file->read(header.length, nonce));
  BYOM_TRY(ChunkCipher cipher, ChunkCipher::for_payload(key, nonce, ChunkCipher::Direction::open));
  std::unique_ptr<AgeReader> reader(
      new AgeReader(std::move(file), std::move(cipher), header.length + nonce.size()));
  BYOM_CHECK_OK(reader->open_last_chunk());
  return reader;
}

Result<Done> AgeReader::open_last_chunk() {
  const std::uint64_t sealed = file_->size() - payload_at_;
  chunks_ = std::max<std::uint64_t>(1, (sealed + sealed_chunk_size - 1) / sealed_chunk_size);
  const std::uint64_t last = sealed - (chunks_ - 1) * sealed_chunk_size;
  if (last < tag_size || (last == tag_size && chunks_ > 1)) return damaged("it was cut short or added to");
  size_ = sealed - chunks_ * tag_size;
  return hold_chunk(chunks_ - 1);
}

std::uint64_t AgeReader::plain_size(std::uint64_t index) const {
  return std::min<std::uint64_t>(chunk_size, size_ - index * chunk_size);
}

Error AgeReader::damaged(const std::string& what) const {
  return fail(exit_input, name() + ": damaged file: " + what);
}

// The sealed bytes are kept apart from `out`, which never holds anything that was not authenticated.
Result<Done> AgeReader::open_chunk(std::uint64_t index, std::byte* out) {
  sealed_.resize(plain_size(index) + tag_size);
  BYOM_CHECK_OK(file_->read(payload_at_ + index * sealed_chunk_size, sealed_));
  if (!cipher_.open(index, index + 1 == chunks_, sealed_, out))
    return damaged("chunk " + std::to_string(index) + " of " + std::to_string(chunks_) +
                   " is not what was written");
  return done;
}

Result<Done> AgeReader::hold_chunk(std::uint64_t index) {
  if (index == held_) return done;
  held_ = UINT64_MAX;
  BYOM_CHECK_OK(open_chunk(index, plain_.data()));
  held_ = index;
  return done;
}

Result<Done> AgeReader::read_chunks(std::uint64_t offset, std::span<std::byte> out) {
  while (!out.empty()) {
    const std::uint64_t index = offset / chunk_size;
    const std::uint64_t skip = offset % chunk_size;
    const std::uint64_t taken = std::min<std::uint64_t>(plain_size(index) - skip, out.size());
    if (taken == plain_size(index)) {
      BYOM_CHECK_OK(open_chunk(index, out.data()));
    } else {
      BYOM_CHECK_OK(hold_chunk(index));
      std::copy_n(plain_.begin() + static_cast<std::ptrdiff_t>(skip), taken, out.begin());
    }
    out = out.subspan(taken);
    offset += taken;
  }
  return done;
}

Result<Done> AgeReader::read(std::uint64_t offset, std::span<std::byte> out) {
  if (offset > size_ || out.size() > size_ - offset) return fail(exit_input, name() + ": it ends too early");
  Result<Done> result = read_chunks(offset, out);
  if (!result) wipe(out);
  return result;
}

}  // namespace byom::archive
