// Writing of age files in parts, with pinned ranges.
#include "host/archive/age_writer.hpp"

#include <set>

#include <doctest/doctest.h>

#include "host/archive/age_reader.hpp"
#include "host/archive/file_source.hpp"
#include "host/archive/test_support.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

using namespace test;
using Content = std::vector<std::byte>;

// A file that is being encrypted, with a cheap key derivation.
struct Writing {
  TestFolder folder;
  std::unique_ptr<OutputFile> file;
  std::unique_ptr<AgeWriter> sink;

  explicit Writing(int work_factor = 4) {
    file = OutputFile::create(folder.file("x")).value();
    sink = AgeWriter::create(*file, KeyDerivation::start("key", work_factor).value()).value();
  }
  Content stored() {
    const auto source = FileSource::duplicate(file->descriptor(), "x").value();
    Content all(source->size());
    REQUIRE(source->read(0, all));
    return all;
  }
  Content plain() {
    const auto reader = AgeReader::open(FileSource::duplicate(file->descriptor(), "x").value(), "key");
    REQUIRE(reader);
    Content all((*reader)->size());
    REQUIRE((*reader)->read(0, all));
    return all;
  }
};

TEST_CASE("What is written in parts of any size comes back, and the file has the size the format says") {
  for (const std::size_t size : {0UL, 1UL, 65535UL, 65536UL, 65537UL, 131072UL, 200000UL})
    for (const std::size_t step : {1000UL, 65536UL, 65537UL, 300000UL}) {
      CAPTURE(size);
      CAPTURE(step);
      Writing writing;
      const auto content = noise(size);
      for (std::size_t at = 0; at < size; at += step) {
        REQUIRE(writing.sink->write(std::span(content).subspan(at, std::min(step, size - at))));
        CHECK(writing.sink->position() == std::min(at + step, size));
      }
      REQUIRE(writing.sink->finish());
      CHECK((writing.plain() == content));
      // 149 bytes of header with a work factor of one digit, 16 of nonce, 16 for each chunk.
      CHECK(writing.stored().size() ==
            149 + 16 + size + 16 * std::max<std::size_t>(1, (size + 65535) / 65536));
    }
}

TEST_CASE("The header is the last thing written, the chunks stand before the key is known") {
  Writing writing(10);
  REQUIRE(writing.sink->write(noise(2 * chunk_size + 1)));
  const Content before = writing.stored();
  CHECK(before.size() == 150 + 16 + 2 * (chunk_size + tag_size));
  CHECK((Content(before.begin(), before.begin() + 150) == Content(150)));
  REQUIRE(writing.sink->finish());
  const Content after = writing.stored();
  CHECK(text(Content(after.begin(), after.begin() + 32)) == "age-encryption.org/v1\n-> scrypt ");
  CHECK(std::equal(before.begin() + 150, before.end(), after.begin() + 150));
}

TEST_CASE("A pinned range may cross chunks; they are sealed when it was patched") {
  for (const std::uint64_t at : {0UL, 100UL, 65534UL, 65536UL, 131070UL}) {
    CAPTURE(at);
    Writing writing;
    auto expected = noise(3 * chunk_size + 5);
    REQUIRE(writing.sink->pin(at, 4));
    REQUIRE(writing.sink->write(expected));
    const Content patch = from_hex("deadbeef");
    std::copy(patch.begin(), patch.end(), expected.begin() + static_cast<std::ptrdiff_t>(at));
    const std::size_t chunk_at = 149 + 16 + at / chunk_size * (chunk_size + tag_size);
    const auto head_of_chunk = [&] {
      Content all = writing.stored();
      all.resize(200'000);  // the file may end before the chunk
      return Content(all.begin() + static_cast<std::ptrdiff_t>(chunk_at),
                     all.begin() + static_cast<std::ptrdiff_t>(chunk_at + 64));
    };
    CHECK((head_of_chunk() == Content(64)));
    REQUIRE(writing.sink->patch(at, patch));
    CHECK((head_of_chunk() != Content(64)));
    REQUIRE(writing.sink->finish());
    CHECK((writing.plain() == expected));
  }
}

TEST_CASE("Two pins in one chunk, and one in the last chunk, are patched in any order") {
  Writing writing;
  auto expected = noise(chunk_size + 100);
  for (const std::uint64_t at : {10UL, 50UL, chunk_size + 10}) REQUIRE(writing.sink->pin(at, 1));
  REQUIRE(writing.sink->write(expected));
  for (const std::uint64_t at : {50UL, chunk_size + 10, 10UL}) {
    expected[at] = std::byte{0x55};
    REQUIRE(writing.sink->patch(at, std::span(expected).subspan(at, 1)));
  }
  REQUIRE(writing.sink->finish());
  CHECK((writing.plain() == expected));
}

TEST_CASE("Pins that would need a chunk sealed twice, or never, are our own mistake") {
  Writing writing;
  REQUIRE(writing.sink->write(noise(10)));
  CHECK(writing.sink->pin(9, 4).error().code == exit_bug);
  REQUIRE(writing.sink->pin(10, 4));
  CHECK(writing.sink->pin(10, 4).error().code == exit_bug);
  CHECK(writing.sink->patch(10, noise(4)).error().code == exit_bug);  // not written yet
  REQUIRE(writing.sink->write(noise(10)));
  CHECK(writing.sink->patch(2, noise(4)).error().code == exit_bug);
  CHECK(writing.sink->patch(10, noise(3)).error().code == exit_bug);
  CHECK(writing.sink->finish().error().code == exit_bug);
  REQUIRE(writing.sink->patch(10, noise(4)));
  CHECK(writing.sink->patch(10, noise(4)).error().code == exit_bug);
  CHECK(writing.sink->finish());
}

TEST_CASE("Files of one key and content share no salt, no wrapped key, no nonce and no ciphertext") {
  std::set<std::string> seen;
  constexpr int files = 100;
  for (int i = 0; i < files; ++i) {
    Writing writing(1);
    REQUIRE(writing.sink->write(Content(32)));
    REQUIRE(writing.sink->finish());
    const std::string all = text(writing.stored());
    for (const auto& [at, size] : {std::pair{32, 22}, {57, 43}, {149, 16}, {165, 32}})
      seen.insert(all.substr(at, size));
  }
  CHECK(seen.size() == 4 * files);
}

TEST_CASE("The default work factor is 17, and an empty key is refused") {
  const auto derivation = KeyDerivation::start("key");
  REQUIRE(derivation);
  CHECK(derivation->work_factor() == 17);
  CHECK(KeyDerivation::start("").error().code == exit_usage);
}

TEST_CASE("The file key opens what was written without the passphrase") {
  Writing writing;
  REQUIRE(writing.sink->write(bytes("secret")));
  REQUIRE(writing.sink->finish());
  const auto reader = AgeReader::open(FileSource::duplicate(writing.file->descriptor(), "x").value(),
                                      writing.sink->file_key());
  REQUIRE(reader);
  CHECK((*reader)->size() == 6);
}

}  // namespace
}  // namespace byom::archive
