// The bytes of an input file: mapped where that is safe, read into memory otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include <byom/result.hpp>

namespace byom {

class MappedFile {
 public:
  enum class Way {
    automatic,  // mapped, but read where the file system is not local or refuses
    read,       // always read
  };
  static constexpr std::uint64_t no_limit = ~std::uint64_t{0};

  // Errors (exit_input, naming the file and the cause): missing, unreadable, not a regular file, larger than
  // `limit` (refused before it is touched). Never blocks on a FIFO or device.
  static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path,
                                                        Way way = Way::automatic,
                                                        std::uint64_t limit = no_limit);
  // The same for an open descriptor, which is taken over; `name` is for messages.
  static Result<std::shared_ptr<const MappedFile>> adopt(int descriptor, std::string name,
                                                         Way way = Way::automatic,
                                                         std::uint64_t limit = no_limit);

  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool mapped() const { return slot_ >= 0; }
  // Gives the memory of the bytes back to the system; they stay readable and come from the file again.
  void release_pages() const;
  // Asked before results are published: an exit_input error where the file was changed in place since it was
  // opened. (One that was replaced by another file keeps its old bytes here.)
  [[nodiscard]] Result<Done> unchanged() const;

 private:
  struct Stamp {
    std::uint64_t device = 0, file = 0;
    std::int64_t size = 0, seconds = 0, nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  explicit MappedFile(std::string name) : name_(std::move(name)) {}
  bool map(int descriptor);
  Result<Done> read(int descriptor);

  std::string name_;
  Stamp opened_;
  std::span<const std::byte> bytes_;
  int slot_ = -1;  // in the table of mappings that the SIGBUS handler looks at
};

// A mapped file that is cut short by somebody else ends the program with exit_input: `end` is called with the
// file's name and what happened to it, " became shorter ..."; without this call one line on stderr says so.
// `end` must be async-signal-safe. The handler of SIGBUS is in place from this call on, at the latest from
// the first mapping on.
void end_lost_mapping_by(void (*end)(const char* file, const char* what) noexcept);

}  // namespace byom
