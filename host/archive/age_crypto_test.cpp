// The ciphers and key derivations of age against published values.
#include "host/archive/age_crypto.hpp"

#include <doctest/doctest.h>

#include "host/archive/test_support.hpp"

namespace byom::archive {
namespace {

using namespace test;

std::vector<std::byte> scrypt_of(std::string_view passphrase, std::string_view salt, int log_n,
                                 std::uint32_t r, std::uint32_t p) {
  std::vector<std::byte> out(64);
  REQUIRE(scrypt(bytes_of(passphrase), bytes_of(salt), log_n, r, p, out));
  return out;
}

std::vector<std::byte> hkdf_of(std::string_view key, std::string_view salt, std::string_view info) {
  std::vector<std::byte> out(42);
  const std::string info_bytes = text(from_hex(info));
  REQUIRE(hkdf_sha256(from_hex(key), from_hex(salt), info_bytes, out));
  return out;
}

TEST_CASE("scrypt gives the values of RFC 7914, section 12") {
  CHECK((scrypt_of("", "", 4, 1, 1) ==
         from_hex("77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                  "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")));
  CHECK((scrypt_of("password", "NaCl", 10, 8, 16) ==
         from_hex("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                  "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")));
  CHECK((scrypt_of("pleaseletmein", "SodiumChloride", 14, 8, 1) ==
         from_hex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                  "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")));
}

TEST_CASE("scrypt is not held to OpenSSL's 32 MiB") {
  std::vector<std::byte> out(32);
  CHECK(scrypt(bytes_of("key"), bytes_of("salt"), 15, 8, 1, out));
}

TEST_CASE("HKDF gives the values of RFC 5869, appendix A") {
  CHECK((hkdf_of("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
                 "f0f1f2f3f4f5f6f7f8f9") ==
         from_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")));
  CHECK((hkdf_of("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "") ==
         from_hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")));
}

TEST_CASE("A chunk opens under its own index, flag and key only, and leaves nothing otherwise") {
  WrapKey key;
  key.bytes.fill(std::byte{7});
  auto sealing = ChunkCipher::create(key, ChunkCipher::Direction::seal);
  auto opening = ChunkCipher::create(key, ChunkCipher::Direction::open);
  REQUIRE(sealing);
  REQUIRE(opening);
  const auto plain = bytes("some plaintext");
  std::vector<std::byte> sealed(plain.size() + tag_size);
  REQUIRE(sealing->seal(0x0102030405, false, plain, sealed.data()));
  std::vector<std::byte> out(plain.size());
  CHECK(opening->open(0x0102030405, false, sealed, out.data()));
  CHECK((out == plain));
  CHECK_FALSE(opening->open(0x0102030405, true, sealed, out.data()));
  CHECK((out == std::vector<std::byte>(plain.size())));
  CHECK_FALSE(opening->open(0x0102030406, false, sealed, out.data()));
  CHECK_FALSE(opening->open(0x0202030405, false, sealed, out.data()));
  sealed[3] ^= std::byte{1};
  CHECK_FALSE(opening->open(0x0102030405, false, sealed, out.data()));
}

TEST_CASE("Wiped memory is zero") {
  auto memory = noise(100);
  wipe(memory);
  CHECK((memory == std::vector<std::byte>(100)));
}

}  // namespace
}  // namespace byom::archive
