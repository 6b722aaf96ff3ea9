// Looks ten times a second, or as often as the deadline needs.
#include "host/cli/plugin_watch.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

#include "host/cli/signals.hpp"
#include "host/support/call_in_progress.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {
namespace {

std::string text(PluginWatch::Seconds seconds) {
  char number[32];
  std::snprintf(number, sizeof number, "%g", seconds.count());
  return std::string(number) + (seconds.count() == 1 ? " second" : " seconds");
}

}  // namespace

PluginWatch::PluginWatch(Seconds deadline, Seconds patience)
    : deadline_(deadline), patience_(patience), thread_([this] { watch(); }) {}

PluginWatch::~PluginWatch() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void PluginWatch::watch() {
  constexpr Seconds often{0.1}, grace{1};
  const Seconds step = deadline_.count() > 0 ? std::min(often, deadline_ / 4) : often;
  std::uint64_t told = 0;
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, step, [this] { return over_; })) {
    CallInProgress::look_at_current([&](const char* what, std::uint64_t call, Seconds lasted) {
      if (deadline_.count() > 0 && lasted > deadline_) CallInProgress::cancel();
      if (deadline_.count() > 0 && lasted > deadline_ + std::min(deadline_, grace))
        end_in_error(what, (" has not come back for " + text(deadline_) + " (--plugin-deadline).").c_str(),
                     exit_plugin);
      if (lasted < patience_ || told == call) return;
      told = call;
      std::fprintf(stderr, "INFO: %s has not come back for %s; --plugin-deadline SECONDS sets a limit.\n",
                   what, text(patience_).c_str());
    });
  }
}

}  // namespace byom::cli
