// The cryptographic pieces of the age v1 format, by OpenSSL 3.0.
#include "host/archive/age_crypto.hpp"

#include <algorithm>
#include <array>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

Error refused(const char* what) {
  const char* reason = ERR_reason_error_string(ERR_get_error());
  ERR_clear_error();
  return fail(exit_system,
              std::string("OpenSSL refused ") + what + (reason ? std::string(": ") + reason : ""));
}

unsigned char* octets(std::byte* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}
const unsigned char* octets(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

std::array<unsigned char, 12> chunk_nonce(std::uint64_t index, bool last) {
  std::array<unsigned char, 12> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<unsigned char>(index >> (8 * i));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

}  // namespace

void wipe(std::span<std::byte> memory) {
  OPENSSL_cleanse(memory.data(), memory.size());
}

Result<Done> fill_random(std::span<std::byte> out) {
  if (RAND_bytes(octets(out.data()), static_cast<int>(out.size())) != 1)
    return refused("to make random numbers");
  return done;
}

Result<Done> scrypt(Bytes passphrase, Bytes salt, int work_factor, std::uint32_t r, std::uint32_t p,
                    std::span<std::byte> out) {
  const std::uint64_t n = std::uint64_t{1} << work_factor;
  // OpenSSL's own limit of 32 MiB, which 0 means, stops at 2^14 for r = 8.
  const std::uint64_t memory = 128 * std::uint64_t{r} * (n + p + 1) + (1U << 20);
  const auto* text = reinterpret_cast<const char*>(passphrase.data());
  if (EVP_PBE_scrypt(text, passphrase.size(), octets(salt.data()), salt.size(), n, r, p, memory,
                     octets(out.data()), out.size()) == 1)
    return done;
  ERR_clear_error();
  return fail(exit_limit, "not enough memory to derive the key: " + std::to_string(memory >> 20) +
                              " MiB are needed for a moment");
}

Result<WrapKey> derive_wrap_key(Bytes passphrase, Bytes salt, int work_factor) {
  std::string labelled = "age-encryption.org/v1/scrypt";
  labelled.append(reinterpret_cast<const char*>(salt.data()), salt.size());
  WrapKey key;
  BYOM_CHECK_OK(scrypt(passphrase, bytes_of(labelled), work_factor, 8, 1, key.bytes));
  return key;
}

Result<Done> hkdf_sha256(Bytes key, Bytes salt, std::string_view info, std::span<std::byte> out) {
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr),
                                                              EVP_KDF_free);
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()),
                                                                          EVP_KDF_CTX_free);
  if (!kdf || !context) return refused("HKDF");
  char digest[] = "SHA256";
  std::array<OSSL_PARAM, 5> parameters{};
  std::size_t count = 0;
  const auto octet_string = [](const char* name, const void* data, std::size_t size) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<void*>(data), size);
  };
  parameters[count++] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0);
  parameters[count++] = octet_string(OSSL_KDF_PARAM_KEY, key.data(), key.size());
  parameters[count++] = octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size());
  // An empty salt parameter is an error to OpenSSL; without one it takes the zeros that RFC 5869 means.
  if (!salt.empty()) parameters[count++] = octet_string(OSSL_KDF_PARAM_SALT, salt.data(), salt.size());
  parameters[count] = OSSL_PARAM_construct_end();
  if (EVP_KDF_derive(context.get(), octets(out.data()), out.size(), parameters.data()) != 1)
    return refused("HKDF");
  return done;
}

Result<std::array<std::byte, 32>> header_mac(const FileKey& key, std::string_view header) {
  Secret<32> mac_key;
  BYOM_CHECK_OK(hkdf_sha256(key.bytes, {}, "header", mac_key.bytes));
  std::array<std::byte, 32> mac{};
  const Bytes text = bytes_of(header);
  if (!HMAC(EVP_sha256(), mac_key.bytes.data(), 32, octets(text.data()), text.size(), octets(mac.data()),
            nullptr))
    return refused("HMAC");
  return mac;
}

bool equal_secrets(Bytes a, Bytes b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void ChunkCipher::Free::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

Result<ChunkCipher> ChunkCipher::create(const WrapKey& key, Direction direction) {
  ChunkCipher cipher(EVP_CIPHER_CTX_new());
  // The key is set here once; seal() and open() set only the nonce, which keeps a chunk free of key
  // schedules.
  if (!cipher.context_ ||
      EVP_CipherInit_ex(cipher.context_.get(), EVP_chacha20_poly1305(), nullptr, octets(key.bytes.data()),
                        nullptr, direction == Direction::seal ? 1 : 0) != 1)
    return refused("ChaCha20-Poly1305");
  return cipher;
}

Result<ChunkCipher> ChunkCipher::for_payload(const FileKey& key, Bytes nonce, Direction direction) {
  WrapKey payload_key;
  BYOM_CHECK_OK(hkdf_sha256(key.bytes, nonce, "payload", payload_key.bytes));
  return create(payload_key, direction);
}

Result<Done> ChunkCipher::seal(std::uint64_t index, bool last, Bytes plain, std::byte* out) {
  EVP_CIPHER_CTX* context = context_.get();
  const auto nonce = chunk_nonce(index, last);
  unsigned char* to = octets(out);
  int written = 0;
  int rest = 0;
  if (EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) != 1 ||
      EVP_EncryptUpdate(context, to, &written, octets(plain.data()), static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(context, to + written, &rest) != 1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_size, to + plain.size()) != 1)
    return refused("to encrypt");
  return done;
}

bool ChunkCipher::open(std::uint64_t index, bool last, Bytes sealed, std::byte* out) {
  EVP_CIPHER_CTX* context = context_.get();
  const auto nonce = chunk_nonce(index, last);
  const std::size_t size = sealed.size() - tag_size;
  std::array<unsigned char, tag_size> tag{};
  std::copy_n(octets(sealed.data() + size), tag_size, tag.begin());
  int written = 0;
  int rest = 0;
  const bool good =
      EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1 &&
      EVP_DecryptUpdate(context, octets(out), &written, octets(sealed.data()), static_cast<int>(size)) == 1 &&
      EVP_DecryptFinal_ex(context, octets(out) + written, &rest) == 1;
  if (good) return true;
  ERR_clear_error();
  wipe(std::span(out, size));
  return false;
}

}  // namespace byom::archive
