// The verdicts of C2SP's test vectors, where their folder is present.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>

#include <doctest/doctest.h>
#include <libdeflate.h>

#include "host/archive/age_reader.hpp"
#include "host/archive/memory.hpp"
#include "host/archive/sha256.hpp"
#include "host/archive/test_support.hpp"

namespace byom::archive {
namespace {

using namespace test;

// A test file of C2SP/CCTV: "key: value" lines, an empty line, the age file.
struct Vector {
  std::map<std::string, std::string> facts;
  std::vector<std::byte> file;
};

std::optional<std::filesystem::path> vectors_folder() {
  const char* shared = std::getenv("TAO_BYOM_SHARED");
  const std::filesystem::path source =
      std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  const auto folder =
      (shared ? std::filesystem::path(shared) : source.parent_path() / "shared") / "data/age-testkit";
  return std::filesystem::is_directory(folder) ? std::optional(folder) : std::nullopt;
}

std::vector<std::byte> inflated(const std::string& body) {
  std::vector<std::byte> out(std::size_t{64} << 20);
  std::size_t size = 0;
  libdeflate_decompressor* const decompressor = libdeflate_alloc_decompressor();
  const auto result =
      libdeflate_zlib_decompress(decompressor, body.data(), body.size(), out.data(), out.size(), &size);
  libdeflate_free_decompressor(decompressor);
  REQUIRE(result == LIBDEFLATE_SUCCESS);
  out.resize(size);
  return out;
}

Vector read_vector(const std::filesystem::path& path) {
  const std::string all = content(path);
  const std::size_t end = all.find("\n\n");
  Vector vector;
  for (std::size_t at = 0; at < end;) {
    const std::size_t stop = std::min(all.find('\n', at), end);
    const std::string line = all.substr(at, stop - at);
    const std::size_t colon = line.find(": ");
    vector.facts[line.substr(0, colon)] = line.substr(colon + 2);
    at = stop + 1;
  }
  const std::string body = all.substr(end + 2);
  vector.file = vector.facts["compressed"] == "zlib" ? inflated(body) : bytes(body);
  return vector;
}

std::string sha256(const std::vector<std::byte>& content) {
  Sha256 hash;
  hash.update(content);
  return hash.finish();
}

// The verdict in CCTV's words. A key that does not fit and a header that does not authenticate are one to us.
std::string verdict(Vector vector) {
  auto file = std::make_unique<MemorySource>("x", vector.file);
  FileKey key;
  const auto key_bytes = from_hex(vector.facts["file key"]);
  std::copy_n(key_bytes.begin(), std::min<std::size_t>(16, key_bytes.size()), key.bytes.begin());
  auto reader = vector.facts.count("passphrase")
                    ? AgeReader::open(std::move(file), vector.facts["passphrase"])
                    : AgeReader::open(std::move(file), key);
  const auto said = [](const Error& error) -> std::string {
    if (error.text.find("the age header") != std::string::npos) return "header failure";
    if (error.text.find("wrong key") != std::string::npos) return "no match or HMAC failure";
    if (error.text.find("public keys") != std::string::npos) return "no match or HMAC failure";
    return "payload failure";
  };
  if (!reader) return said(reader.error());
  std::vector<std::byte> plain((*reader)->size());
  if (const auto result = (*reader)->read(0, plain); !result) return said(result.error());
  return sha256(plain) == vector.facts["payload"] ? "success" : "another plaintext";
}

TEST_CASE("Every age test vector of C2SP/CCTV has its verdict") {
  const auto folder = vectors_folder();
  if (!folder) {
    MESSAGE("age test vectors not present; skipped");
    return;
  }
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const Vector vector = read_vector(entry.path());
    std::string expected = vector.facts.at("expect");
    if (expected == "no match" || expected == "HMAC failure") expected = "no match or HMAC failure";
    CAPTURE(entry.path().filename().string());
    CHECK(verdict(vector) == expected);
    ++count;
  }
  CHECK(count >= 54);
}

}  // namespace
}  // namespace byom::archive
