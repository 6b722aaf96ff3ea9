// Which call into foreign code is in progress, for whoever must say what the program did when it crashed or
// hung.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace byom {

// A call that lasts as long as this object. The calls of a thread nest; the code that is called may have
// other threads work for it.
class CallInProgress {
 public:
  // `what` is the subject of a sentence: "Conv node 'a': the facet kernel of plugin com.acme 1.0".
  explicit CallInProgress(std::string what);
  CallInProgress(const CallInProgress&) = delete;
  CallInProgress& operator=(const CallInProgress&) = delete;
  ~CallInProgress();

  // "what" of this thread's innermost call, else of the one that any thread began last, or nullptr.
  // Async-signal-safe; of use while that call cannot end.
  static const char* current() noexcept;

  // Shows each thread's innermost call to another thread; none can end meanwhile. `number` tells calls apart.
  // The time of calls inside it does not count.
  using Look =
      std::function<void(const char* what, std::uint64_t number, std::chrono::duration<double> lasted)>;
  static void look_at_current(const Look& look);

  // What lasts too long is asked to end; it may look whether it is. For good.
  static void cancel() noexcept;
  static bool cancelled() noexcept;

 private:
  void become_current();

  std::string what_;
  CallInProgress* outer_;
  std::uint64_t number_ = 0;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace byom
