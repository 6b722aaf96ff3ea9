// Writes a stored ZIP in one pass.
#include "host/archive/zip_writer.hpp"

#include <algorithm>

#include <libdeflate.h>

#include "host/archive/zip_format.hpp"
#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::archive {
namespace {

using zip::full16;
using zip::full32;
using zip::Record;

constexpr std::uint64_t alignment = 64;
constexpr std::uint64_t large_member = 65536;
constexpr std::size_t crc_in_local_header = 14;
constexpr std::size_t block = 65536;  // small enough to be still in the cache when the sink encrypts it
constexpr unsigned dos_time = 0;
constexpr unsigned dos_date = 1 << 5 | 1;  // 1980-01-01, the first that exists
constexpr unsigned plain_version = 10;
constexpr unsigned zip64_version = 45;
constexpr unsigned made_on_unix = 3 << 8 | zip64_version;
constexpr std::uint32_t regular_file = 0100644U << 16;

std::uint64_t at_most(std::uint64_t value, std::uint64_t full) {
  return std::min(value, full);
}

}  // namespace

// The CRC is 0 until end() patches it: the content has not been seen yet.
std::vector<std::byte> ZipWriter::local_header(const Member& member) const {
  const bool large = member.size >= full32;
  Record extra;
  if (large) extra.u16(zip::extra_zip64).u16(16).u64(member.size).u64(member.size);
  if (member.size >= large_member) {
    const std::uint64_t content_at =
        member.offset + zip::local_size + member.name.size() + extra.bytes.size() + 6;
    const std::uint64_t padding = (alignment - content_at % alignment) % alignment;
    extra.u16(zip::extra_alignment).u16(2 + padding).u16(alignment).zeros(padding);
  }
  Record header;
  header.u32(zip::local_signature).u16(large ? zip64_version : plain_version).u16(zip::flag_utf8).u16(0);
  header.u16(dos_time)
      .u16(dos_date)
      .u32(0)
      .u32(at_most(member.size, full32))
      .u32(at_most(member.size, full32));
  header.u16(member.name.size()).u16(extra.bytes.size()).text(member.name);
  return header.append(extra.bytes).bytes;
}

Result<Done> ZipWriter::begin(std::string_view name, std::uint64_t size) {
  if (open_) return fail(exit_bug, "an archive member was begun before the last one ended");
  const std::string fault = zip::name_fault(name);
  if (!fault.empty())
    return fail(exit_usage, "no file in an archive can have the name " + byom::quoted(name) + ": " + fault);
  if (!names_.insert(std::string(name)).second)
    return fail(exit_usage, "two files of the archive have the name " + byom::quoted(name));
  members_.push_back({.name = std::string(name), .size = size, .offset = sink_.position(), .crc = 0});
  const Member& member = members_.back();
  BYOM_CHECK_OK(sink_.pin(member.offset + crc_in_local_header, 4));
  BYOM_CHECK_OK(sink_.write(local_header(member)));
  missing_ = size;
  open_ = true;
  return done;
}

Result<Done> ZipWriter::write(Bytes bytes) {
  if (!open_ || bytes.size() > missing_) return fail(exit_bug, "an archive member is larger than announced");
  missing_ -= bytes.size();
  std::uint32_t& crc = members_.back().crc;
  while (!bytes.empty()) {
    const Bytes part = bytes.first(std::min(bytes.size(), block));
    crc = libdeflate_crc32(crc, part.data(), part.size());
    BYOM_CHECK_OK(sink_.write(part));
    bytes = bytes.subspan(part.size());
  }
  return done;
}

Result<Done> ZipWriter::end() {
  if (!open_ || missing_ != 0) return fail(exit_bug, "an archive member is smaller than announced");
  open_ = false;
  const Member& member = members_.back();
  return sink_.patch(member.offset + crc_in_local_header, Record().u32(member.crc).bytes);
}

Result<Done> ZipWriter::add(std::string_view name, Bytes content) {
  BYOM_CHECK_OK(begin(name, content.size()));
  BYOM_CHECK_OK(write(content));
  return end();
}

std::vector<std::byte> ZipWriter::central_entry(const Member& member) const {
  Record large;
  if (member.size >= full32) large.u64(member.size).u64(member.size);
  if (member.offset >= full32) large.u64(member.offset);
  Record extra;
  if (!large.bytes.empty()) extra.u16(zip::extra_zip64).u16(large.bytes.size());
  const std::uint64_t size = at_most(member.size, full32);
  Record entry;
  entry.u32(zip::central_signature)
      .u16(made_on_unix)
      .u16(large.bytes.empty() ? plain_version : zip64_version);
  entry.u16(zip::flag_utf8).u16(0).u16(dos_time).u16(dos_date).u32(member.crc).u32(size).u32(size);
  entry.u16(member.name.size()).u16(extra.bytes.size() + large.bytes.size()).u16(0).u16(0).u16(0);
  entry.u32(regular_file).u32(at_most(member.offset, full32)).text(member.name);
  entry.append(extra.bytes).append(large.bytes);
  return entry.bytes;
}

Result<Done> ZipWriter::finish() {
  if (open_) return fail(exit_bug, "the archive was finished within a member");
  const std::uint64_t start = sink_.position();
  for (const Member& member : members_) BYOM_CHECK_OK(sink_.write(central_entry(member)));
  const std::uint64_t size = sink_.position() - start;
  const std::uint64_t count = members_.size();
  Record end;
  if (count >= full16 || size >= full32 || start >= full32) {
    end.u32(zip::end64_signature)
        .u64(zip::end64_size - 12)
        .u16(made_on_unix)
        .u16(zip64_version)
        .u32(0)
        .u32(0);
    end.u64(count).u64(count).u64(size).u64(start);
    end.u32(zip::locator64_signature).u32(0).u64(start + size).u32(1);
  }
  end.u32(zip::end_signature).u16(0).u16(0).u16(at_most(count, full16)).u16(at_most(count, full16));
  end.u32(at_most(size, full32)).u32(at_most(start, full32)).u16(0);
  return sink_.write(end.bytes);
}

}  // namespace byom::archive
