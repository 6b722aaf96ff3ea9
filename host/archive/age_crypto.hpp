// The cryptographic pieces of the age v1 format, each by OpenSSL: scrypt, HKDF, HMAC, ChaCha20-Poly1305.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <byom/result.hpp>

struct evp_cipher_ctx_st;

namespace byom::archive {

using Bytes = std::span<const std::byte>;

// Overwrites memory in a way that the compiler keeps.
void wipe(std::span<std::byte> memory);

// Key material: every copy is overwritten when it goes.
template <std::size_t N>
struct Secret {
  std::array<std::byte, N> bytes{};
  Secret() = default;
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret() { wipe(bytes); }
};
using FileKey = Secret<16>;
using WrapKey = Secret<32>;

inline constexpr std::size_t chunk_size = 65536;
inline constexpr std::size_t tag_size = 16;
inline constexpr int default_work_factor = 17;  // 128 MiB, about 0.4 s
inline constexpr int largest_work_factor = 20;  // 1 GiB; more is refused before any work

inline Bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

Result<Done> fill_random(std::span<std::byte> out);
// scrypt (RFC 7914) with N = 2^work_factor into all of `out`; needs 128 * r * N bytes.
Result<Done> scrypt(Bytes passphrase, Bytes salt, int work_factor, std::uint32_t r, std::uint32_t p,
                    std::span<std::byte> out);
// The key that wraps the file key: scrypt with age's label, r = 8, p = 1.
Result<WrapKey> derive_wrap_key(Bytes passphrase, Bytes salt, int work_factor);
// HKDF-SHA-256 (RFC 5869) into all of `out`; `salt` may be empty.
Result<Done> hkdf_sha256(Bytes key, Bytes salt, std::string_view info, std::span<std::byte> out);
// HMAC-SHA-256 of the header text under the key that HKDF makes of the file key.
Result<std::array<std::byte, 32>> header_mac(const FileKey& key, std::string_view header);
// In a time that does not depend on the content.
bool equal_secrets(Bytes a, Bytes b);

// ChaCha20-Poly1305 (RFC 8439) under one key, with the nonces of age: 11 bytes big-endian index, 1 byte
// `last`. Index 0, not last, is the all-zero nonce of the header.
class ChunkCipher {
 public:
  enum class Direction { seal, open };
  static Result<ChunkCipher> create(const WrapKey& key, Direction direction);
  // The cipher of the payload: HKDF of the file key with the payload's 16-byte nonce.
  static Result<ChunkCipher> for_payload(const FileKey& key, Bytes nonce, Direction direction);

  // Writes plain.size() + tag_size bytes. Never call it twice for one index under one key.
  Result<Done> seal(std::uint64_t index, bool last, Bytes plain, std::byte* out);
  // Writes sealed.size() - tag_size bytes and gives true, or wipes them and gives false.
  [[nodiscard]] bool open(std::uint64_t index, bool last, Bytes sealed, std::byte* out);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  explicit ChunkCipher(evp_cipher_ctx_st* context) : context_(context) {}
  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

}  // namespace byom::archive
