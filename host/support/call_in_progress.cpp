// A stack of calls for each thread: a mutex for threads that look, atomic and thread-local pointers for
// signal handlers.
#include "host/support/call_in_progress.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace byom {
namespace {

std::mutex changing;
std::vector<CallInProgress*> innermost;  // one for each thread that is in a call
constinit thread_local const char* text_of_thread = nullptr;
constinit std::atomic<const char*> latest_text{
    nullptr};  // for threads that work for a call without being in it
constinit thread_local CallInProgress* of_thread = nullptr;
std::uint64_t calls = 0;
constinit std::atomic<bool> no_more_time{false};
static_assert(std::atomic<const char*>::is_always_lock_free);

}  // namespace

CallInProgress::CallInProgress(std::string what) : what_(std::move(what)), outer_(of_thread) {
  const std::lock_guard lock(changing);
  number_ = ++calls;
  if (outer_)
    *std::ranges::find(innermost, outer_) = this;
  else
    innermost.push_back(this);
  become_current();
}

CallInProgress::~CallInProgress() {
  const std::lock_guard lock(changing);
  const auto here = std::ranges::find(innermost, this);
  if (outer_) {
    *here = outer_;
    outer_->become_current();
  } else {
    innermost.erase(here);
    of_thread = nullptr;
    text_of_thread = nullptr;
    latest_text = innermost.empty() ? nullptr : innermost.back()->what_.c_str();
  }
}

void CallInProgress::become_current() {
  began_ = std::chrono::steady_clock::now();
  of_thread = this;
  text_of_thread = what_.c_str();
  latest_text = what_.c_str();
}

const char* CallInProgress::current() noexcept {
  return text_of_thread ? text_of_thread : latest_text.load();
}

void CallInProgress::cancel() noexcept {
  no_more_time = true;
}

bool CallInProgress::cancelled() noexcept {
  return no_more_time;
}

void CallInProgress::look_at_current(const Look& look) {
  const std::lock_guard lock(changing);
  for (const CallInProgress* call : innermost)
    look(call->what_.c_str(), call->number_, std::chrono::steady_clock::now() - call->began_);
}

}  // namespace byom
