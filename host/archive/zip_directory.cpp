// The strict parse of a ZIP's directory and local headers (PKWARE APPNOTE 6.3, sections 4.3 to 4.5).
#include "host/archive/zip_directory.hpp"

#include <algorithm>
#include <array>

#include "host/archive/sink.hpp"
#include "host/archive/zip_format.hpp"
#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::archive {
namespace {

using zip::Fields;
using zip::full16;
using zip::full32;

constexpr std::uint64_t largest_directory = std::uint64_t{64} << 20;

struct Directory {
  std::uint64_t count = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
  std::uint64_t end = 0;  // where the end records start
};

// What a local header and a directory entry both say, in its final form after ZIP64.
struct Entry {
  std::uint32_t date_and_time = 0;
  std::uint32_t crc = 0;
  std::uint64_t size = 0;
  std::string name;
  bool operator==(const Entry&) const = default;
};

struct Placed {
  Entry entry;
  std::uint64_t offset = 0;  // of the local header
};

Error damaged(const Source& source, const std::string& what) {
  return fail(exit_input, source.name() + ": damaged archive: " + what);
}

// Puts the 64-bit values of the ZIP64 field, of which there must be just as many as wanted, in place of the
// full 32-bit ones. Fields with other ids are skipped.
bool resolve_zip64(Bytes extra, std::span<std::uint64_t* const> values) {
  std::vector<std::uint64_t*> wanted;
  for (std::uint64_t* value : values)
    if (*value == full32) wanted.push_back(value);
  bool found = false;
  for (Fields fields(extra); !fields.empty();) {
    const std::uint16_t id = fields.u16();
    const std::uint16_t size = fields.u16();
    Fields content(fields.take(size));
    if (!fields.ok()) return false;
    if (id != zip::extra_zip64) continue;
    if (found || size != 8 * wanted.size()) return false;
    for (std::uint64_t* value : wanted) *value = content.u64();
    found = true;
  }
  return found || wanted.empty();
}

// The fields from "flags" to "uncompressed size"; false where they are outside the profile.
bool read_common(Fields& fields, Entry& entry, std::uint64_t& stored_size) {
  const std::uint16_t flags = fields.u16();
  const std::uint16_t method = fields.u16();
  entry.date_and_time = fields.u32();
  entry.crc = fields.u32();
  stored_size = fields.u32();
  entry.size = fields.u32();
  return (flags & ~zip::flag_utf8) == 0 && method == 0;
}

std::string text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A field of the end record is the true value, or full, which sends the reader to the ZIP64 record.
bool agrees(std::uint64_t field, std::uint64_t value, std::uint64_t full) {
  return field == full || field == value;
}

Result<Directory> find_directory(Source& source) {
  constexpr std::size_t longest = zip::end64_size + zip::locator64_size + zip::end_size;
  std::vector<std::byte> tail(std::min<std::uint64_t>(source.size(), longest));
  if (tail.size() < zip::end_size) return damaged(source, "it is too short to be one");
  BYOM_CHECK_OK(source.read(source.size() - tail.size(), tail));
  Fields end(Bytes(tail).last(zip::end_size));
  const bool is_end = end.u32() == zip::end_signature && end.u32() == 0;
  const std::uint16_t count_here = end.u16();
  const std::uint16_t count = end.u16();
  const std::uint32_t size = end.u32();
  const std::uint32_t offset = end.u32();
  if (!is_end || end.u16() != 0) return damaged(source, "it does not end as an archive ends");
  if (count_here != count) return damaged(source, "it says that it has several parts");
  if (count != full16 && size != full32 && offset != full32)
    return Directory{count, size, offset, source.size() - zip::end_size};

  const std::uint64_t end64_at = source.size() - longest;
  if (tail.size() < longest) return damaged(source, "its ZIP64 end record is missing");
  Fields locator(Bytes(tail).subspan(zip::end64_size));
  if (locator.u32() != zip::locator64_signature || locator.u32() != 0 || locator.u64() != end64_at ||
      locator.u32() != 1)
    return damaged(source, "its ZIP64 locator is wrong");
  Fields end64(tail);
  if (end64.u32() != zip::end64_signature || end64.u64() != zip::end64_size - 12)
    return damaged(source, "its ZIP64 end record is wrong");
  end64.u32();  // versions
  const bool one_disk = end64.u64() == 0;
  const std::uint64_t count64_here = end64.u64();
  const Directory directory{end64.u64(), end64.u64(), end64.u64(), end64_at};
  if (!one_disk || count64_here != directory.count || !agrees(count, directory.count, full16) ||
      !agrees(size, directory.size, full32) || !agrees(offset, directory.offset, full32))
    return damaged(source, "its two end records do not agree");
  return directory;
}

// Modes of Unix stand in the upper half of the external attributes; 0 there says nothing. 0x10 is DOS's
// folder.
bool is_regular_file(std::uint32_t attributes) {
  const std::uint32_t type = attributes >> 16 & 0170000U;
  return (type == 0 || type == 0100000U) && (attributes & 0x10) == 0;
}

Result<Placed> read_entry(const Source& source, Fields& fields, const std::string& which) {
  Placed placed;
  std::uint64_t stored_size = 0;
  const bool signature = fields.u32() == zip::central_signature;
  fields.u32();  // versions
  const bool in_profile = read_common(fields, placed.entry, stored_size);
  const std::uint16_t name_size = fields.u16();
  const std::uint16_t extra_size = fields.u16();
  const std::uint16_t comment_size = fields.u16();
  const std::uint16_t disk = fields.u16();
  fields.u16();  // internal attributes
  const std::uint32_t attributes = fields.u32();
  placed.offset = fields.u32();
  placed.entry.name = text(fields.take(name_size));
  const std::array<std::uint64_t*, 3> values{&placed.entry.size, &stored_size, &placed.offset};
  const bool resolved = resolve_zip64(fields.take(extra_size), values);
  if (!fields.ok() || !signature || !resolved || comment_size != 0 || disk != 0)
    return damaged(source, which + " is not described as it should be");
  if (!in_profile || stored_size != placed.entry.size)
    return damaged(source, which + " is compressed, encrypted or streamed, which is not accepted");
  if (!is_regular_file(attributes)) return damaged(source, which + " is not a regular file");
  const std::string fault = zip::name_fault(placed.entry.name);
  if (!fault.empty()) return damaged(source, which + " has a name that is not accepted: " + fault);
  return placed;
}

// Gives the offset of the content.
Result<std::uint64_t> check_local_header(Source& source, const Placed& placed) {
  const std::string which = byom::quoted(placed.entry.name);
  std::array<std::byte, zip::local_size> fixed{};
  BYOM_CHECK_OK(source.read(placed.offset, fixed));
  Fields fields(fixed);
  Entry entry;
  std::uint64_t stored_size = 0;
  const bool signature = fields.u32() == zip::local_signature;
  fields.u16();  // version
  const bool in_profile = read_common(fields, entry, stored_size);
  const std::uint16_t name_size = fields.u16();
  const std::uint16_t extra_size = fields.u16();
  const std::uint64_t rest_at = placed.offset + fixed.size();
  std::vector<std::byte> rest(std::size_t{name_size} + extra_size);
  BYOM_CHECK_OK(source.read(rest_at, rest));
  entry.name = text(std::span(rest).first(name_size));
  const std::array<std::uint64_t*, 2> values{&entry.size, &stored_size};
  if (!resolve_zip64(std::span(rest).subspan(name_size), values) || !signature || !in_profile ||
      stored_size != entry.size || entry != placed.entry)
    return damaged(source, which + " is described in two ways");
  return rest_at + rest.size();
}

Result<std::vector<Placed>> read_entries(Source& source, const Directory& directory) {
  if (directory.size > largest_directory)
    return fail(exit_limit, source.name() + ": its directory is above 64 MiB");
  if (directory.offset > directory.end || directory.end - directory.offset != directory.size)
    return damaged(source, "its directory is not where it should be");
  std::vector<std::byte> bytes(directory.size);
  BYOM_CHECK_OK(source.read(directory.offset, bytes));
  Fields fields(bytes);
  std::vector<Placed> all;
  while (!fields.empty()) {
    BYOM_TRY(Placed placed, read_entry(source, fields, "member " + std::to_string(all.size() + 1)));
    all.push_back(std::move(placed));
  }
  if (all.size() != directory.count)
    return damaged(source, "its directory has not as many members as it says");
  return all;
}

}  // namespace

Result<std::vector<ZipMember>> read_directory(Source& source) {
  BYOM_TRY(const Directory directory, find_directory(source));
  BYOM_TRY(std::vector<Placed> all, read_entries(source, directory));
  std::stable_sort(all.begin(), all.end(),
                   [](const Placed& a, const Placed& b) { return a.offset < b.offset; });
  std::vector<ZipMember> members;
  std::uint64_t next = 0;
  for (const Placed& placed : all) {
    const std::string which = byom::quoted(placed.entry.name);
    if (placed.offset != next) return damaged(source, "there is a gap or an overlap before " + which);
    BYOM_TRY(const std::uint64_t content, check_local_header(source, placed));
    if (content > directory.offset || directory.offset - content < placed.entry.size)
      return damaged(source, which + " is larger than the room it has");
    members.push_back({placed.entry.name, placed.entry.size, content, placed.entry.crc});
    next = content + placed.entry.size;
  }
  if (next != directory.offset) return damaged(source, "there is a gap or an overlap before its directory");
  return members;
}

}  // namespace byom::archive
