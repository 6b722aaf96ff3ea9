// Mapping and reading of input files, and what happens when a mapped file is cut short.
#include "host/support/mapped_file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <mutex>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom {
namespace {

// What the SIGBUS handler may look at: fixed memory and atomics only. A slot is free while `begin` is 0.
struct Slot {
  std::atomic<std::uintptr_t> begin{0};
  std::atomic<std::uintptr_t> end{0};
  std::array<char, 128> name{};
};
std::array<Slot, 1024> slots;
std::mutex slots_mutex;
struct sigaction action_before {};

void say(const char* text) noexcept {
  // Nothing can be done about a line that cannot be written.
  if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;
}

void say_what_is_lost(const char* file, const char* what) noexcept {
  say("ERROR: ");
  say(file);
  say(what);
  say("\n");
}

std::atomic<void (*)(const char*, const char*) noexcept> end_of_lost_mapping{say_what_is_lost};

void on_sigbus(int, siginfo_t* info, void*) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  for (const Slot& slot : slots) {
    const std::uintptr_t begin = slot.begin.load();
    if (begin == 0 || address < begin || address >= slot.end.load()) continue;
    end_of_lost_mapping.load()(
        slot.name.data(), " became shorter or unreadable while it was read; run again when it is complete.");
    ::_exit(exit_input);
  }
  // Not ours: the access is repeated under the action of before, which may name a plugin.
  ::sigaction(SIGBUS, &action_before, nullptr);
}

void install_handler() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action {};
    action.sa_sigaction = on_sigbus;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGBUS, &action, &action_before);
  });
}

int take_slot(std::uintptr_t begin, std::size_t size, const std::string& name) {
  install_handler();
  const std::lock_guard lock(slots_mutex);
  const auto free = std::ranges::find_if(slots, [](const Slot& slot) { return slot.begin.load() == 0; });
  if (free == slots.end()) return -1;
  const std::string shown = escaped(name);
  free->name.fill(0);
  std::memcpy(free->name.data(), shown.data(), std::min(shown.size(), free->name.size() - 1));
  free->end = begin + size;
  free->begin = begin;
  return static_cast<int>(free - slots.begin());
}

// File systems where another machine may cut a mapped file short, or where a page may fail to arrive.
bool local(int descriptor) {
  struct statfs system {};
  if (::fstatfs(descriptor, &system) != 0) return false;
  constexpr std::array<std::uint32_t, 9> remote{0x6969,       // NFS
                                                0x517B,       // SMB
                                                0xFF534D42,   // CIFS
                                                0xFE534D42,   // SMB2
                                                0x65735546,   // FUSE
                                                0x01021997,   // 9p
                                                0x00C36400,   // Ceph
                                                0x5346414F,   // AFS
                                                0x73757245};  // Coda
  return std::ranges::find(remote, static_cast<std::uint32_t>(system.f_type)) == remote.end();
}

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  return S_ISCHR(mode) || S_ISBLK(mode) ? "a device" : "no regular file";
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(number_); }

 private:
  int number_;
};

template <class Stamp>
Stamp stamp_of(const struct stat& status) {
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

Error system_error(const std::string& name, int code) {
  return fail(exit_input, byom::quoted(name) + ": " + std::strerror(code));
}

}  // namespace

void end_lost_mapping_by(void (*end)(const char* file, const char* what) noexcept) {
  end_of_lost_mapping = end;
  install_handler();
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path, Way way,
                                                           std::uint64_t limit) {
  // O_NONBLOCK: the open of a FIFO must not wait for a writer.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0 && errno == ENXIO)
    return fail(exit_input,
                byom::quoted(path.string()) + " is a socket or a device without driver, not a file");
  if (descriptor < 0) return system_error(path.string(), errno);
  return adopt(descriptor, path.string(), way, limit);
}

Result<std::shared_ptr<const MappedFile>> MappedFile::adopt(int descriptor, std::string name, Way way,
                                                            std::uint64_t limit) {
  const Descriptor closed_at_the_end(descriptor);
  const std::shared_ptr<MappedFile> file(new MappedFile(std::move(name)));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return system_error(file->name_, errno);
  if (!S_ISREG(status.st_mode))
    return fail(exit_input, byom::quoted(file->name_) + " is " + kind_of(status.st_mode) + ", not a file");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit)
    return fail(exit_input, byom::quoted(file->name_) + " has " + std::to_string(size) + " bytes; at most " +
                                std::to_string(limit) + " can be read");
  file->opened_ = stamp_of<Stamp>(status);
  if (size == 0 || (way == Way::automatic && local(descriptor) && file->map(descriptor)))
    return std::shared_ptr<const MappedFile>(file);
  BYOM_CHECK_OK(file->read(descriptor));
  return std::shared_ptr<const MappedFile>(file);
}

bool MappedFile::map(int descriptor) {
  const auto size = static_cast<std::size_t>(opened_.size);
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (address == MAP_FAILED) return false;
  slot_ = take_slot(reinterpret_cast<std::uintptr_t>(address), size, name_);
  if (slot_ < 0) {
    ::munmap(address, size);
    return false;
  }
  // Advice only: where it fails, pages arrive later.
  ::madvise(address, size, MADV_WILLNEED);
  bytes_ = {static_cast<const std::byte*>(address), size};
  return true;
}

Result<Done> MappedFile::read(int descriptor) {
  const auto size = static_cast<std::size_t>(opened_.size);
  auto* buffer = static_cast<std::byte*>(std::malloc(size));
  if (!buffer)
    return fail(exit_limit, byom::quoted(name_) + ": no memory for its " + std::to_string(size) + " bytes");
  bytes_ = {buffer, size};
  for (std::size_t done_bytes = 0; done_bytes < size;) {
    const ssize_t got =
        ::pread(descriptor, buffer + done_bytes, size - done_bytes, static_cast<off_t>(done_bytes));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(name_, errno);
    if (got == 0) return fail(exit_input, byom::quoted(name_) + " became shorter while it was read");
    done_bytes += static_cast<std::size_t>(got);
  }
  return done;
}

void MappedFile::release_pages() const {
  // Advice only: where it fails, the pages stay.
  if (mapped()) ::madvise(const_cast<std::byte*>(bytes_.data()), bytes_.size(), MADV_DONTNEED);
}

Result<Done> MappedFile::unchanged() const {
  struct stat status {};
  if (::stat(name_.c_str(), &status) != 0) return done;
  const Stamp now = stamp_of<Stamp>(status);
  if (now == opened_ || now.device != opened_.device || now.file != opened_.file) return done;
  return fail(exit_input,
              byom::quoted(name_) + " was changed while it was read; run again when it is complete");
}

MappedFile::~MappedFile() {
  if (slot_ >= 0) {
    slots[static_cast<std::size_t>(slot_)].begin = 0;
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  } else {
    std::free(const_cast<std::byte*>(bytes_.data()));
  }
}

}  // namespace byom
