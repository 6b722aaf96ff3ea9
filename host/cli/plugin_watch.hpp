// A thread that looks at the clock while plugins compute.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace byom::cli {

class PluginWatch {
 public:
  using Seconds = std::chrono::duration<double>;

  // A call of a plugin that lasts longer than `deadline` is asked to end (host->cancelled); a second later
  // the program ends with exit_plugin and a line that names it. 0: it may last. After `patience` a line says
  // which call it is that lasts.
  explicit PluginWatch(Seconds deadline, Seconds patience = Seconds(30));
  PluginWatch(const PluginWatch&) = delete;
  PluginWatch& operator=(const PluginWatch&) = delete;
  ~PluginWatch();

 private:
  void watch();

  Seconds deadline_, patience_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace byom::cli
