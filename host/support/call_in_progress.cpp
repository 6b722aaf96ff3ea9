// A stack of calls: a mutex for threads that look, an atomic pointer for signal handlers.
#include "host/support/call_in_progress.hpp"

#include <atomic>
#include <mutex>
#include <utility>

namespace byom {
namespace {

std::mutex changing;
CallInProgress* innermost = nullptr;
std::uint64_t calls = 0;
constinit std::atomic<const char*> current_text{nullptr};
static_assert(std::atomic<const char*>::is_always_lock_free);

}  // namespace

CallInProgress::CallInProgress(std::string what) : what_(std::move(what)), outer_(innermost) {
  const std::lock_guard lock(changing);
  number_ = ++calls;
  become_current();
}

CallInProgress::~CallInProgress() {
  const std::lock_guard lock(changing);
  innermost = outer_;
  current_text = nullptr;
  if (outer_) outer_->become_current();
}

void CallInProgress::become_current() {
  innermost = this;
  began_ = std::chrono::steady_clock::now();
  current_text = what_.c_str();
}

const char* CallInProgress::current() noexcept {
  return current_text;
}

void CallInProgress::look_at_current(const Look& look) {
  const std::lock_guard lock(changing);
  if (innermost)
    look(innermost->what_.c_str(), innermost->number_, std::chrono::steady_clock::now() - innermost->began_);
}

}  // namespace byom
