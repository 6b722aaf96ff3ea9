// The list of temporary files that a signal handler can delete.
#include "host/archive/temporaries.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

enum State : int { slot_free, slot_filling, slot_armed };

struct Slot {
  std::atomic<int> state{slot_free};
  int folder = -1;
  char name[64] = {};
};

// A handler may use only lock-free atomics and memory that is always there.
static_assert(std::atomic<int>::is_always_lock_free);
constinit std::array<Slot, 32> slots{};

// A folder that was made, and which of those on the way to it.
struct MadeFolder {
  std::atomic<int> state{slot_free};
  std::size_t topmost = 0;  // bytes of the path of the topmost folder that was made
  char path[4096] = {};
};
constinit MadeFolder made_folder{};

void remove_made_folder() noexcept {
  if (made_folder.state.load() != slot_armed) return;
  for (std::size_t n = std::strlen(made_folder.path); n >= made_folder.topmost && n > 0;) {
    made_folder.path[n] = 0;
    if (::rmdir(made_folder.path) != 0) return;
    while (n > 0 && made_folder.path[n] != '/') --n;
  }
}

// How many sets are being published, or `ending`. One variable, so that of a signal and a publication one
// wins.
constexpr int ending = -1;
constinit std::atomic<int> publishing{0};

}  // namespace

bool remove_temporaries() noexcept {
  int nobody = 0;
  if (!publishing.compare_exchange_strong(nobody, ending) && nobody != ending) return false;
  const int saved = errno;
  for (const Slot& slot : slots)
    if (slot.state.load() == slot_armed) ::unlinkat(slot.folder, slot.name, 0);
  remove_made_folder();
  errno = saved;
  return true;
}

Result<int> remember_temporary(int folder, const char* name) {
  const std::size_t length = std::strlen(name);
  if (length >= sizeof(Slot::name)) return fail(exit_bug, "the name of a temporary file is too long");
  if (publishing.load() == ending) return fail(exit_system, "interrupted by a signal");
  for (std::size_t i = 0; i < slots.size(); ++i) {
    int expected = slot_free;
    if (!slots[i].state.compare_exchange_strong(expected, slot_filling)) continue;
    slots[i].folder = folder;
    std::memcpy(slots[i].name, name, length + 1);
    slots[i].state.store(slot_armed);
    return static_cast<int>(i);
  }
  return fail(exit_limit, "more than 32 output files are being written at the same time");
}

void remember_folder(const std::string& folder, const std::string& topmost) {
  const auto plain = [](const std::string& path) { return path.substr(0, path.find_last_not_of('/') + 1); };
  const std::string text = plain(folder);
  if (text.size() > 4000) return;
  made_folder.topmost = plain(topmost).size();
  std::memcpy(made_folder.path, text.c_str(), text.size() + 1);
  made_folder.state = slot_armed;
}

void forget_folder() noexcept {
  made_folder.state = slot_free;
}

void forget_temporary(int handle) noexcept {
  slots[static_cast<std::size_t>(handle)].state.store(slot_free);
}

Publishing::Publishing() noexcept {
  int count = publishing.load();
  while (count != ending && !publishing.compare_exchange_weak(count, count + 1)) {
  }
  allowed_ = count != ending;
}

Publishing::~Publishing() {
  if (allowed_) publishing.fetch_sub(1);
}

}  // namespace byom::archive
