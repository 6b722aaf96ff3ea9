// Reads a stored ZIP strictly.
#include "host/archive/zip_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>

#include <libdeflate.h>
#include <unistd.h>

#include "host/archive/zip_directory.hpp"
#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::archive {
namespace {

constexpr std::size_t read_size = std::size_t{1} << 20;

Error bad_crc(const Source& source, const ZipMember& member) {
  return fail(exit_input, source.name() + ": damaged archive: the content of " + byom::quoted(member.name) +
                              " does not fit its checksum");
}

}  // namespace

Result<Done> write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0)
      return fail(exit_system, std::string("cannot write a file: ") + std::strerror(put < 0 ? errno : EIO));
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return done;
}

Result<ZipReader> ZipReader::open(std::unique_ptr<Source> source) {
  ZipReader reader(std::move(source));
  BYOM_TRY(reader.members_, read_directory(*reader.source_));
  const auto& members = reader.members_;
  auto& by_name = reader.by_name_;
  by_name.resize(members.size());
  std::iota(by_name.begin(), by_name.end(), std::size_t{0});
  std::sort(by_name.begin(), by_name.end(),
            [&](std::size_t a, std::size_t b) { return members[a].name < members[b].name; });
  const auto twice = std::adjacent_find(by_name.begin(), by_name.end(), [&](std::size_t a, std::size_t b) {
    return members[a].name == members[b].name;
  });
  if (twice != by_name.end())
    return fail(exit_input, reader.source_->name() + ": damaged archive: two members have the name " +
                                byom::quoted(members[*twice].name));
  return reader;
}

const ZipMember* ZipReader::find(std::string_view name) const {
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [&](std::size_t i, std::string_view n) { return members_[i].name < n; });
  return found != by_name_.end() && members_[*found].name == name ? &members_[*found] : nullptr;
}

Result<const ZipMember*> ZipReader::existing(std::string_view name) const {
  const ZipMember* member = find(name);
  if (!member) return fail(exit_input, source_->name() + ": it has no " + byom::quoted(name));
  return member;
}

Result<std::vector<std::byte>> ZipReader::read(std::string_view name, std::uint64_t at_most) const {
  BYOM_TRY(const ZipMember* member, existing(name));
  if (member->size > at_most)
    return fail(exit_limit, source_->name() + ": " + byom::quoted(member->name) + " has " +
                                std::to_string(member->size) + " bytes; at most " + std::to_string(at_most) +
                                " are read at once");
  std::vector<std::byte> content(member->size);
  std::uint32_t crc = 0;
  for (std::size_t at = 0; at < content.size(); at += read_size) {
    const auto part = std::span(content).subspan(at, std::min(read_size, content.size() - at));
    BYOM_CHECK_OK(source_->read(member->offset + at, part));
    crc = libdeflate_crc32(crc, part.data(), part.size());
  }
  if (crc != member->crc) return bad_crc(*source_, *member);
  return content;
}

Result<Done> ZipReader::read(std::string_view name, std::uint64_t offset, std::span<std::byte> out) const {
  BYOM_TRY(const ZipMember* member, existing(name));
  if (offset > member->size || out.size() > member->size - offset)
    return fail(exit_input, source_->name() + ": " + byom::quoted(member->name) + " ends too early");
  return source_->read(member->offset + offset, out);
}

Result<Done> ZipReader::visit(std::string_view name, const Visitor& visitor) const {
  BYOM_TRY(const ZipMember* member, existing(name));
  std::vector<std::byte> buffer(std::min<std::uint64_t>(read_size, member->size));
  std::uint32_t crc = 0;
  for (std::uint64_t at = 0; at < member->size; at += read_size) {
    const auto part = std::span(buffer).first(std::min<std::uint64_t>(read_size, member->size - at));
    BYOM_CHECK_OK(source_->read(member->offset + at, part));
    crc = libdeflate_crc32(crc, part.data(), part.size());
    BYOM_CHECK_OK(visitor(part));
  }
  if (crc != member->crc) return bad_crc(*source_, *member);
  return done;
}

Result<Done> ZipReader::copy(std::string_view name, int descriptor) const {
  return visit(name, [descriptor](std::span<const std::byte> bytes) { return write_all(descriptor, bytes); });
}

}  // namespace byom::archive
