// The list of temporary files that a signal handler can delete before the program ends.
#pragma once

#include <string>

#include <byom/result.hpp>

namespace byom::archive {

// Async-signal-safe. Deletes every temporary that has a name and gives true; the program must then end,
// nothing can be published any more. While a set of files is being published it deletes nothing and gives
// false: the handler must note the signal and return, for publishing takes milliseconds and leaves a whole
// set.
bool remove_temporaries() noexcept;

// Enters `name` (at most 63 characters) in the open directory `folder`, before the file of that name is made.
// Gives the handle for forget_temporary().
Result<int> remember_temporary(int folder, const char* name);
// Must be called before `folder` is closed.
void forget_temporary(int handle) noexcept;

// Enters a folder that was made for the files: remove_temporaries() deletes it after them if it is empty, and
// so its parents up to and with `topmost`. One at a time; a path of more than 4,000 bytes is not entered.
void remember_folder(const std::string& folder, const std::string& topmost);
void forget_folder() noexcept;

// While one that is allowed exists, remove_temporaries() gives false.
class Publishing {
 public:
  Publishing() noexcept;
  Publishing(const Publishing&) = delete;
  Publishing& operator=(const Publishing&) = delete;
  ~Publishing();
  // False: the temporaries are gone already, because a signal ends the program.
  [[nodiscard]] bool allowed() const { return allowed_; }

 private:
  bool allowed_;
};

}  // namespace byom::archive
