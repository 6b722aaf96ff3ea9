// The program's worker threads, for kernels and for independent stages.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace byom {

class ThreadPool {
 public:
  // `threads` counts the calling thread; 0: one for each processor this process may use.
  explicit ThreadPool(unsigned threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Calls f(begin, end) for consecutive pieces of [0, n), each of `grain`; the cuts do not depend on the
  // number of threads, so a sum per piece has the same bits everywhere. Returns when all are done. A call
  // from inside a piece runs serially.
  void parallel_for(std::uint64_t n, std::uint64_t grain,
                    const std::function<void(std::uint64_t, std::uint64_t)>& f);
  [[nodiscard]] unsigned threads() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace byom
