// What the writer and the reader of archives share: ZIP's numbers (PKWARE APPNOTE 6.3) and the rule for
// names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace byom::archive::zip {

inline constexpr std::uint32_t local_signature = 0x04034b50;
inline constexpr std::uint32_t central_signature = 0x02014b50;
inline constexpr std::uint32_t end64_signature = 0x06064b50;
inline constexpr std::uint32_t locator64_signature = 0x07064b50;
inline constexpr std::uint32_t end_signature = 0x06054b50;

inline constexpr std::size_t local_size = 30;  // fixed parts, without name and extra fields
inline constexpr std::size_t central_size = 46;
inline constexpr std::size_t end64_size = 56;
inline constexpr std::size_t locator64_size = 20;
inline constexpr std::size_t end_size = 22;

inline constexpr std::uint16_t flag_utf8 = 0x0800;
inline constexpr std::uint16_t extra_zip64 = 0x0001;
inline constexpr std::uint16_t extra_alignment = 0xD935;
inline constexpr std::uint16_t full16 = 0xFFFF;      // "see the ZIP64 record"
inline constexpr std::uint32_t full32 = 0xFFFFFFFF;  // the same

// Unsigned little-endian numbers appended to bytes.
class Record {
 public:
  Record& u16(std::uint64_t value) { return number(value, 2); }
  Record& u32(std::uint64_t value) { return number(value, 4); }
  Record& u64(std::uint64_t value) { return number(value, 8); }
  Record& text(std::string_view value) {
    for (const char letter : value) bytes.push_back(static_cast<std::byte>(letter));
    return *this;
  }
  Record& zeros(std::size_t count) {
    bytes.insert(bytes.end(), count, std::byte{0});
    return *this;
  }
  Record& append(const std::vector<std::byte>& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return *this;
  }
  std::vector<std::byte> bytes;

 private:
  Record& number(std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
    return *this;
  }
};

// Unsigned little-endian numbers taken from the front of bytes. Past the end it gives zeros and is not ok().
class Fields {
 public:
  explicit Fields(std::span<const std::byte> bytes) : rest_(bytes) {}
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  std::span<const std::byte> take(std::size_t count) {
    ok_ = ok_ && count <= rest_.size();
    if (!ok_) return {};
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

 private:
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    const auto bytes = take(size);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
  }
  std::span<const std::byte> rest_;
  bool ok_ = true;
};

// Says why a member must not have this name ("it has a '..' part"), or nothing: a name is a relative path of
// UTF-8 that stays inside the folder it is unpacked to.
std::string name_fault(std::string_view name);

}  // namespace byom::archive::zip
