// Reading of ZIP archives, good and damaged.
#include "host/archive/zip_reader.hpp"

#include <functional>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "host/archive/memory.hpp"
#include "host/archive/test_support.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

using namespace test;

// A writer of its own, which can be told to write what no archive should say.
struct Entry {
  std::string name = "a";
  std::string content = "content";
  std::uint32_t flags = 0, method = 0, attributes = 0, disk = 0;
  std::string local_name{}, local_extra{}, extra{}, comment{}, padding{};
  std::int64_t local_size_error = 0, local_crc_error = 0, local_time_error = 0, stored_size_error = 0;
  std::int64_t size_error = 0, crc_error = 0, offset_error = 0, flags_error = 0, local_extra_error = 0;
};

std::string le(std::uint64_t value, int size) {
  std::string text;
  for (int i = 0; i < size; ++i) text += static_cast<char>(value >> (8 * i) & 255);
  return text;
}

// Bit by bit, as the definition has it.
std::uint32_t crc32(const std::string& text) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char letter : text) {
    crc ^= static_cast<unsigned char>(letter);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

struct Ends {
  std::string before{}, gap{}, comment{}, after{};
  std::int64_t count_error = 0, count_here_error = 0, size_error = 0, offset_error = 0, disk = 0;
};

std::string zip_of(const std::vector<Entry>& entries, const Ends& ends = {}) {
  std::string body = ends.before;
  std::string directory;
  for (const Entry& e : entries) {
    const std::uint64_t offset = body.size() + e.offset_error;
    const std::uint64_t size = e.content.size() + e.size_error;
    const std::uint64_t crc = crc32(e.content) + e.crc_error;
    const std::string local_name = e.local_name.empty() ? e.name : e.local_name;
    body += "PK\3\4" + le(10, 2) + le(e.flags + e.flags_error, 2) + le(e.method, 2) +
            le(e.local_time_error, 4) + le(crc + e.local_crc_error, 4) + le(size + e.stored_size_error, 4) +
            le(size + e.local_size_error, 4) + le(local_name.size(), 2) +
            le(e.local_extra.size() + e.local_extra_error, 2) + local_name + e.local_extra + e.content +
            e.padding;
    directory += "PK\1\2" + le(0x314, 2) + le(10, 2) + le(e.flags, 2) + le(e.method, 2) + le(0, 4) +
                 le(crc, 4) + le(size + e.stored_size_error, 4) + le(size, 4) + le(e.name.size(), 2) +
                 le(e.extra.size(), 2) + le(e.comment.size(), 2) + le(e.disk, 2) + le(0, 2) +
                 le(e.attributes, 4) + le(offset, 4) + e.name + e.extra + e.comment;
  }
  body += ends.gap;
  const std::string end =
      "PK\5\6" + le(ends.disk, 2) + le(0, 2) + le(entries.size() + ends.count_here_error, 2) +
      le(entries.size() + ends.count_error, 2) + le(directory.size() + ends.size_error, 4) +
      le(body.size() + ends.offset_error, 4) + le(ends.comment.size(), 2) + ends.comment;
  return body + directory + end + ends.after;
}

Result<ZipReader> opened(const std::string& zip) {
  return ZipReader::open(std::make_unique<MemorySource>("x.zip", bytes(zip)));
}

void check_refused(const std::string& zip, const std::string& what) {
  const auto result = opened(zip);
  CAPTURE(what);
  REQUIRE(!result);
  CHECK(result.error().code == exit_input);
  CHECK(result.error().text == "x.zip: damaged archive: " + what);
}

std::string zip64_extra(std::initializer_list<std::uint64_t> values) {
  std::string text = le(1, 2) + le(8 * values.size(), 2);
  for (const std::uint64_t value : values) text += le(value, 8);
  return text;
}

TEST_CASE("Members of a good archive are listed and read, whole, in part, in blocks and into a file") {
  const std::string large = text(noise(3'000'000));
  const auto zip = opened(
      zip_of({{.name = "b"}, {.name = "folder/a", .content = large}, {.name = "empty", .content = ""}}));
  REQUIRE(zip);
  REQUIRE(zip->members().size() == 3);
  CHECK(zip->members()[0].name == "b");
  CHECK(zip->members()[1].name == "folder/a");
  CHECK(zip->members()[1].size == 3'000'000);
  CHECK(text(zip->read("b").value()) == "content");
  CHECK(text(zip->read("empty").value()).empty());
  CHECK((text(zip->read("folder/a").value()) == large));
  std::vector<std::byte> part(3);
  REQUIRE(zip->read("b", 4, part));
  CHECK(text(part) == "ent");
  CHECK(zip->read("b", 5, part).error().text == "x.zip: 'b' ends too early");
  CHECK(zip->read("b", UINT64_MAX, part).error().code == exit_input);
  CHECK(zip->read("c").error().text == "x.zip: it has no 'c'");
  CHECK(zip->find("folder") == nullptr);
  CHECK(zip->read("folder/a", 2'999'999).error().code == exit_limit);
  const TestFolder folder;
  const int descriptor = ::open(folder.file("copy").c_str(), O_CREAT | O_WRONLY, 0600);
  REQUIRE(zip->copy("folder/a", descriptor));
  ::close(descriptor);
  CHECK((content(folder.file("copy")) == large));
}

TEST_CASE("An archive without members, and unknown extra fields, are accepted") {
  CHECK(opened(zip_of({})));
  CHECK(
      opened(zip_of({{.local_extra = le(0xCAFE, 2) + le(2, 2) + "xy", .extra = le(0xCAFE, 2) + le(0, 2)}})));
}

TEST_CASE("ZIP64 records are read where a field is full") {
  const std::uint32_t full = 0xFFFFFFFF;
  const std::string name = "a";
  const std::string header =
      le(0, 2) + le(0, 2) + le(0, 4) + le(crc32("content"), 4) + le(full, 4) + le(full, 4);
  const std::string local =
      "PK\3\4" + le(45, 2) + header + le(1, 2) + le(20, 2) + name + zip64_extra({7, 7}) + "content";
  const auto with = [&](const std::string& extra, std::uint64_t count, std::uint64_t locator_error,
                        std::uint64_t count_here = 1, std::uint64_t disk = 0) {
    const std::string entry = "PK\1\2" + le(45, 2) + le(45, 2) + header + le(1, 2) + le(extra.size(), 2) +
                              le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(full, 4) + name + extra;
    const std::string end64 = "PK\6\6" + le(44, 8) + le(45, 2) + le(45, 2) + le(disk, 4) + le(0, 4) +
                              le(count_here, 8) + le(count, 8) + le(entry.size(), 8) + le(local.size(), 8);
    const std::string locator =
        "PK\6\7" + le(0, 4) + le(local.size() + entry.size() + locator_error, 8) + le(1, 4);
    const std::string end =
        "PK\5\6" + le(0, 4) + le(1, 2) + le(1, 2) + le(entry.size(), 4) + le(full, 4) + le(0, 2);
    return local + entry + end64 + locator + end;
  };
  const auto zip = opened(with(zip64_extra({7, 7, 0}), 1, 0));
  REQUIRE(zip);
  CHECK(text(zip->read("a").value()) == "content");
  check_refused(with(zip64_extra({7, 7}), 1, 0), "member 1 is not described as it should be");
  check_refused(with(zip64_extra({7, 7, 0, 0}), 1, 0), "member 1 is not described as it should be");
  check_refused(with(zip64_extra({7, 7, 0}) + zip64_extra({7, 7, 0}), 1, 0),
                "member 1 is not described as it should be");
  check_refused(with(zip64_extra({7, 7, 1}), 1, 0), "there is a gap or an overlap before 'a'");
  check_refused(with(zip64_extra({7, 7, std::uint64_t{1} << 62}), 1, 0),
                "there is a gap or an overlap before 'a'");
  check_refused(with(zip64_extra({std::uint64_t{1} << 62, std::uint64_t{1} << 62, 0}), 1, 0),
                "'a' is described in two ways");
  const std::string good = zip64_extra({7, 7, 0});
  for (const std::string& bad : {with(good, 2, 0, 2), with(good, 1, 0, 2), with(good, 1, 0, 1, 1)})
    check_refused(bad, "its two end records do not agree");
  check_refused(with(zip64_extra({7, 7, 0}), 1, 1), "its ZIP64 locator is wrong");
}

TEST_CASE("Names that leave the folder, or that two members have, are refused") {
  const auto named = [](const std::string& name) { return zip_of({{.name = name}}); };
  const std::string head = "member 1 has a name that is not accepted: ";
  check_refused(named("../a"), head + "it has a '..' part");
  check_refused(named("a/../../b"), head + "it has a '..' part");
  check_refused(named("/a"), head + "it is an absolute path");
  check_refused(named("a\\b"), head + "it has a backslash");
  check_refused(named(std::string("a\0", 2)), head + "it has a control character");
  check_refused(named("a/"), head + "it has an empty part");
  check_refused(named(""), head + "it is empty");
  check_refused(named("\xC0\xAE"), head + "it is not UTF-8");
  check_refused(zip_of({{.name = "a"}, {.name = "b"}, {.name = "a"}}), "two members have the name 'a'");
}

TEST_CASE("Links, folders and devices are refused, regular files are not") {
  for (const std::uint32_t mode : {0120777U, 0040755U, 0010644U, 0060644U, 0140644U})
    check_refused(zip_of({{.attributes = mode << 16}}), "member 1 is not a regular file");
  check_refused(zip_of({{.attributes = 0x10}}), "member 1 is not a regular file");
  CHECK(opened(zip_of({{.attributes = 0100600U << 16}})));
}

TEST_CASE("Compression, encryption and data descriptors are refused") {
  const std::string what = "member 1 is compressed, encrypted or streamed, which is not accepted";
  check_refused(zip_of({{.method = 8}}), what);
  for (const std::uint32_t flags : {0x0001U, 0x0008U, 0x0040U, 0x2000U})
    check_refused(zip_of({{.flags = flags}}), what);
  check_refused(zip_of({{.stored_size_error = 1}}), what);
  CHECK(opened(zip_of({{.flags = 0x0800}})));
}

TEST_CASE("A local header that differs from the directory is refused") {
  for (const Entry& entry : std::vector<Entry>{{.local_name = "b"},
                                               {.local_size_error = 1},
                                               {.local_crc_error = 1},
                                               {.local_time_error = 1},
                                               {.flags_error = 8},
                                               {.local_extra = "x"}})
    check_refused(zip_of({entry}), "'a' is described in two ways");
}

TEST_CASE("Gaps, overlaps and sizes outside of the file are refused") {
  check_refused(zip_of({{.padding = "x"}, {.name = "b"}}), "there is a gap or an overlap before 'b'");
  check_refused(zip_of({{.padding = "x"}}), "there is a gap or an overlap before its directory");
  check_refused(zip_of({{}}, {.before = "x"}), "there is a gap or an overlap before 'a'");
  check_refused(zip_of({{.name = "b"}, {.offset_error = -37}}), "there is a gap or an overlap before 'a'");
  check_refused(zip_of({{.size_error = -1}, {.name = "b"}}), "there is a gap or an overlap before 'b'");
  check_refused(zip_of({{.size_error = 1}, {.name = "b"}}), "there is a gap or an overlap before 'b'");
  check_refused(zip_of({{.size_error = 1}}), "'a' is larger than the room it has");
  CHECK(opened(zip_of({{.local_extra_error = 0xFFFF}})).error().text == "x.zip: it ends too early");
  check_refused(zip_of({{.size_error = 0x7FFFFF00}}), "'a' is larger than the room it has");
}

TEST_CASE("Directories and end records that do not fit are refused") {
  const std::vector<Entry> one{{}};
  const std::string no_end = "it does not end as an archive ends";
  check_refused("", "it is too short to be one");
  check_refused(zip_of(one, {.comment = "x"}), no_end);
  check_refused(zip_of(one, {.after = "x"}), no_end);
  check_refused(zip_of(one, {.disk = 1}), no_end);
  check_refused(zip_of(one).substr(1), "its directory is not where it should be");
  check_refused(zip_of(one, {.count_error = 1, .count_here_error = 1}),
                "its directory has not as many members as it says");
  check_refused(zip_of(one, {.count_error = 1}), "it says that it has several parts");
  check_refused(zip_of(one, {.size_error = 1}), "its directory is not where it should be");
  check_refused(zip_of(one, {.offset_error = 1}), "its directory is not where it should be");
  check_refused(zip_of(one, {.size_error = -1, .offset_error = 1}),
                "member 1 is not described as it should be");
  check_refused(zip_of({{.comment = "x"}}), "member 1 is not described as it should be");
  check_refused(zip_of({{.disk = 1}}), "member 1 is not described as it should be");
  check_refused(zip_of({{.extra = "xyz"}}), "member 1 is not described as it should be");
  check_refused(zip_of({{.extra = zip64_extra({7})}}), "member 1 is not described as it should be");
  Ends full{.count_error = 0xFFFE, .count_here_error = 0xFFFE};
  check_refused(zip_of(one, full), "its ZIP64 locator is wrong");
  const std::string good = zip_of(one);
  for (std::size_t length = 0; length < good.size(); ++length) CHECK_FALSE(opened(good.substr(0, length)));
}

TEST_CASE("Content that does not fit its checksum is an error when it is read whole") {
  const auto zip = opened(zip_of({{.crc_error = 1}}));
  REQUIRE(zip);
  const std::string what = "x.zip: damaged archive: the content of 'a' does not fit its checksum";
  CHECK(zip->read("a").error().text == what);
  CHECK(zip->visit("a", [](auto) -> Result<Done> { return done; }).error().text == what);
}

}  // namespace
}  // namespace byom::archive
