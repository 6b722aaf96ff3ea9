// Reading of age files: the published one, wrong keys, damage.
#include "host/archive/age_reader.hpp"

#include <chrono>
#include <functional>

#include <doctest/doctest.h>

#include "host/archive/age_header.hpp"
#include "host/archive/age_writer.hpp"
#include "host/archive/memory.hpp"
#include "host/archive/test_support.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

using namespace test;
using Content = std::vector<std::byte>;
constexpr std::size_t sealed_size = chunk_size + tag_size;

// The vector `scrypt` of C2SP/CCTV (CC0): passphrase "password", file key "YELLOW SUBMARINE".
const std::string vector_header =
    "age-encryption.org/v1\n"
    "-> scrypt rF0/NwblUHHTpgQgRpe5CQ 10\n"
    "gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n"
    "--- IOXiQYStkoT1mvZW2tFOqZdhRVvj58egABx/sWfZQbc\n";
const std::string vector_payload =
    text(from_hex("1b35c6e687dd00da3ac379ac9f742c21fd185a1b9e3ded739d14ac6a9a50124db866d8"));

Result<Content> read_all(Source& source) {
  Content all(source.size());
  BYOM_CHECK_OK(source.read(0, all));
  return all;
}

Result<Content> decrypted(const Content& file, std::string_view key) {
  BYOM_TRY(auto reader, AgeReader::open(std::make_unique<MemorySource>("x.tltb", file), key));
  return read_all(*reader);
}

Result<Content> decrypted(const std::string& file, std::string_view key) {
  return decrypted(bytes(file), key);
}

// The encrypted file, with a cheap key derivation.
Content encrypted(const Content& plain, std::string_view key) {
  const TestFolder folder;
  const auto file = OutputFile::create(folder.file("x"));
  REQUIRE(file);
  auto derivation = KeyDerivation::start(key, 4);
  REQUIRE(derivation);
  const auto writer = AgeWriter::create(**file, std::move(derivation).value());
  REQUIRE(writer);
  REQUIRE((*writer)->write(plain));
  REQUIRE((*writer)->finish());
  REQUIRE((*file)->publish());
  return bytes(content(folder.file("x")));
}

void check_damaged(const Result<Content>& result) {
  REQUIRE(!result);
  CHECK((result.error().code == exit_input || result.error().code == exit_limit));
  CHECK(result.error().text.find("x.tltb: ") == 0);
}

std::string replaced(std::string whole, const std::string& part, const std::string& by) {
  return whole.replace(whole.find(part), part.size(), by);
}

TEST_CASE("The published vector opens with its passphrase and with its file key") {
  const auto by_passphrase = decrypted(vector_header + vector_payload, "password");
  REQUIRE(by_passphrase);
  CHECK(text(*by_passphrase).size() == 3);
  FileKey key;
  const auto yellow = bytes("YELLOW SUBMARINE");
  std::copy(yellow.begin(), yellow.end(), key.bytes.begin());
  const auto reader =
      AgeReader::open(std::make_unique<MemorySource>("x", bytes(vector_header + vector_payload)), key);
  REQUIRE(reader);
  CHECK((*read_all(**reader) == *by_passphrase));
}

TEST_CASE("A wrong key has one message, also for a key that only looks the same") {
  const auto file = encrypted(bytes("secret"), "caf\u00e9");
  REQUIRE(decrypted(file, "caf\u00e9"));
  for (const char* key : {"password", "caf\u00e9\n", "cafe\u0301", "caf", " caf\u00e9"}) {
    const auto result = decrypted(file, key);
    REQUIRE(!result);
    CHECK(result.error().code == exit_input);
    CHECK(result.error().text == "x.tltb: wrong key or damaged file");
  }
  CHECK(decrypted(file, "").error().code == exit_usage);
}

TEST_CASE("No bit of a small file can be flipped unseen") {
  const auto file = encrypted(bytes("secret"), "key");
  for (std::size_t i = 0; i < file.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      Content other = file;
      other[i] ^= static_cast<std::byte>(1 << bit);
      // Larger work factors are honest requests that take seconds; their cap has a test of its own.
      if (const auto header = parse_age_header(text(other)); header)
        if (const auto stanza = scrypt_stanza(*header); stanza && stanza->work_factor > 8) continue;
      check_damaged(decrypted(other, "key"));
    }
}

TEST_CASE("A file that was cut, prolonged or rearranged is refused") {
  const auto plain = noise(3 * chunk_size + 10);
  const auto file = encrypted(plain, "key");
  const std::size_t start = file.size() - (3 * sealed_size + 10 + tag_size);
  REQUIRE((decrypted(file, "key").value() == plain));
  for (std::size_t chunk = 0; chunk <= 3; ++chunk)
    for (const int shift : {-1, 0, 1, 15, 16, 17})
      check_damaged(decrypted(Content(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(
                                                                       start + chunk * sealed_size + shift)),
                              "key"));
  for (const std::size_t more : {1UL, 16UL, 17UL, sealed_size}) {
    Content longer = file;
    longer.insert(longer.end(), more, std::byte{0});
    check_damaged(decrypted(longer, "key"));
  }
  const auto at = [&](std::size_t chunk) {
    return file.begin() + static_cast<std::ptrdiff_t>(start + chunk * sealed_size);
  };
  Content swapped = file;
  std::swap_ranges(swapped.begin() + (at(0) - file.begin()), swapped.begin() + (at(1) - file.begin()),
                   swapped.begin() + (at(1) - file.begin()));
  check_damaged(decrypted(swapped, "key"));
  Content repeated(file.begin(), at(1));
  repeated.insert(repeated.end(), at(0), file.end());
  check_damaged(decrypted(repeated, "key"));
  Content dropped(file.begin(), at(1));
  dropped.insert(dropped.end(), at(2), file.end());
  check_damaged(decrypted(dropped, "key"));
}

TEST_CASE("An empty last chunk behind a full one is refused") {
  FileKey key;
  const auto yellow = bytes("YELLOW SUBMARINE");
  std::copy(yellow.begin(), yellow.end(), key.bytes.begin());
  const Content nonce(16);
  auto cipher = ChunkCipher::for_payload(key, nonce, ChunkCipher::Direction::seal);
  REQUIRE(cipher);
  for (const std::size_t last : {std::size_t{0}, std::size_t{1}}) {
    Content payload(nonce.size() + sealed_size + last + tag_size);
    REQUIRE(cipher->seal(0, false, Content(chunk_size), payload.data() + nonce.size()));
    REQUIRE(cipher->seal(1, true, Content(last), payload.data() + nonce.size() + sealed_size));
    const auto result = decrypted(vector_header + text(payload), "password");
    CHECK(result.ok() == (last == 1));
  }
}

TEST_CASE("A chunk of another file of the same key is refused") {
  const auto file = encrypted(noise(2 * chunk_size, 1), "key");
  const auto other = encrypted(noise(2 * chunk_size, 2), "key");
  Content mixed = file;
  std::copy(other.end() - sealed_size, other.end(), mixed.end() - sealed_size);
  check_damaged(decrypted(mixed, "key"));
}

TEST_CASE("A header that is not exactly age's is refused") {
  const auto refused = [](const std::string& part, const std::string& by) {
    const auto result = decrypted(replaced(vector_header, part, by) + vector_payload, "password");
    REQUIRE(!result);
    CHECK(result.error().code == exit_input);
    return result.error().text;
  };
  const std::string head = "x.tltb: the age header is damaged: ";
  CHECK(refused("v1\n", "v2\n") == head + "its first line is not that of age v1");
  CHECK(refused("v1\n", "v1\r\n") == head + "its first line is not that of age v1");
  CHECK(refused("scrypt ", "scrypt  ") == head + "a recipient line");
  CHECK(refused(" 10\n", " 10 \n") == head + "a recipient line");
  CHECK(refused(" 10\n", " 10\r\n") == head + "a recipient line");
  CHECK(refused(" 10\n", " 10 10\n") == head + "the sizes in the recipient line");
  CHECK(refused("rF0/NwblUHHTpgQgRpe5CQ", "rF0/NwblUHHTpgQgRpe5CR") ==
        head + "the sizes in the recipient line");
  CHECK(refused("rF0/NwblUHHTpgQgRpe5CQ", "rF0/NwblUHHTpgQgRpe5") ==
        head + "the sizes in the recipient line");
  CHECK(refused(" 10\n", " 010\n") == head + "the work factor");
  CHECK(refused(" 10\n", " +10\n") == head + "the work factor");
  CHECK(refused(" 10\n", " 0\n") == head + "the work factor");
  CHECK(refused("aUY\n", "aUZ\n") == head + "the body of a recipient");
  CHECK(refused("aUY\n", "aUY=\n") == head + "the body of a recipient");
  CHECK(refused("aUY\n", "aUYA\n") == head + "the sizes in the recipient line");
  CHECK(refused("--- ", "---") == head + "a line that is neither recipient nor end");
  CHECK(refused("Qbc\n", "Qbd\n") == head + "its authentication code");
  CHECK(refused("Qbc\n", "Qbc \n") == head + "its authentication code");
  CHECK(refused("--- ", "-> X25519 AAAA\nAAAA\n--- ") == head + "a passphrase must be the only recipient");
  CHECK(refused("-> scrypt ", "-> Scrypt ") ==
        "x.tltb: it is encrypted for public keys, not with a key that is a text; decrypt it with age first");
  CHECK(refused("aUY\n", "aUY" + std::string(25, 'A') + "\n") == head + "the body of a recipient");
  const auto of_file = [](const std::string& file) { return decrypted(file, "password").error().text; };
  CHECK(of_file(vector_header.substr(0, vector_header.size() - 1)) == head + "it has no end");
  CHECK(of_file(vector_header.substr(0, 100)) == head + "the body of a recipient");
  CHECK(of_file(vector_header + vector_payload.substr(0, 15)) == head + "the file ends within it");
  CHECK(of_file("age-encryption.org/v1\n" + vector_header.substr(vector_header.find("---"))) ==
        head + "it has no recipient");
  check_damaged(decrypted("age-encryption.org/v1\n" + std::string(5000, 'x'), "password"));
}

TEST_CASE("A work factor above 20 is refused before any work") {
  const auto start = std::chrono::steady_clock::now();
  for (const char* factor : {"21", "22", "99", "100", "18446744073709551626"}) {
    const auto result = decrypted(
        replaced(vector_header, " 10\n", " " + std::string(factor) + "\n") + vector_payload, "password");
    REQUIRE(!result);
    CHECK(result.error().code == exit_limit);
    CHECK(
        result.error().text ==
        "x.tltb: the age header asks for a work factor above 20, which would take more than 1 GiB of memory "
        "and is refused");
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

TEST_CASE("Any range can be read, and only inside the content") {
  const auto plain = noise(5 * chunk_size + 77);
  const auto reader =
      AgeReader::open(std::make_unique<MemorySource>("x.tltb", encrypted(plain, "key")), "key");
  REQUIRE(reader);
  REQUIRE((*reader)->size() == plain.size());
  for (const std::size_t offset :
       {std::size_t{0}, std::size_t{1}, chunk_size - 1, chunk_size, 3 * chunk_size + 5})
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, chunk_size, 2 * chunk_size, 2 * chunk_size + 72}) {
      Content out(size);
      REQUIRE((*reader)->read(offset, out));
      const auto expected = std::span(plain).subspan(offset, size);
      CHECK(std::equal(out.begin(), out.end(), expected.begin(), expected.end()));
    }
  Content out(2);
  CHECK((*reader)->read(plain.size() - 1, out).error().code == exit_input);
  CHECK((*reader)->read(UINT64_MAX, out).error().code == exit_input);
}

TEST_CASE("A damaged chunk leaves nothing of the range that was asked for") {
  const auto plain = noise(3 * chunk_size);
  auto file = encrypted(plain, "key");
  file[file.size() - 2 * sealed_size + 5] ^= std::byte{1};
  const auto reader = AgeReader::open(std::make_unique<MemorySource>("x.tltb", file), "key");
  REQUIRE(reader);
  Content out(plain.size());
  const auto result = (*reader)->read(0, out);
  REQUIRE(!result);
  CHECK(result.error().text == "x.tltb: damaged file: chunk 1 of 3 is not what was written");
  CHECK((out == Content(plain.size())));
}

}  // namespace
}  // namespace byom::archive
