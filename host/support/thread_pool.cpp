// Worker threads that take pieces of one loop at a time from an atomic counter.
#include "host/support/thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include <sched.h>

namespace byom {

struct ThreadPool::State {
  std::mutex mutex;
  std::condition_variable wake, finished;
  std::vector<std::thread> workers;
  const std::function<void(std::uint64_t, std::uint64_t)>* body = nullptr;
  std::uint64_t n = 0, grain = 1, round = 0;
  std::atomic<std::uint64_t> next{0};
  unsigned busy = 0;
  bool stop = false;
  std::mutex one_loop;  // only one loop has the workers; another caller runs its loop alone

  void take_pieces() {
    for (;;) {
      const std::uint64_t begin = next.fetch_add(grain);
      if (begin >= n) return;
      (*body)(begin, std::min(n, begin + grain));
    }
  }
  void work() {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [&] { return stop || round != seen; });
      if (stop) return;
      seen = round;
      lock.unlock();
      take_pieces();
      lock.lock();
      if (--busy == 0) finished.notify_one();
    }
  }
};

namespace {
thread_local bool inside_loop = false;

unsigned usable_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

void serially(std::uint64_t n, std::uint64_t grain,
              const std::function<void(std::uint64_t, std::uint64_t)>& f) {
  for (std::uint64_t begin = 0; begin < n; begin += grain) f(begin, std::min(n, begin + grain));
}
}  // namespace

ThreadPool::ThreadPool(unsigned threads) : state_(std::make_unique<State>()) {
  if (threads == 0) threads = usable_processors();
  for (unsigned i = 1; i < threads; ++i) {
    state_->workers.emplace_back([state = state_.get()] {
      inside_loop = true;
      state->work();
    });
  }
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
  }
  state_->wake.notify_all();
  for (std::thread& worker : state_->workers) worker.join();
}

unsigned ThreadPool::threads() const {
  return static_cast<unsigned>(state_->workers.size()) + 1;
}

void ThreadPool::parallel_for(std::uint64_t n, std::uint64_t grain,
                              const std::function<void(std::uint64_t, std::uint64_t)>& f) {
  grain = std::max<std::uint64_t>(grain, 1);
  std::unique_lock turn(state_->one_loop, std::defer_lock);
  if (n <= grain || state_->workers.empty() || inside_loop || !turn.try_lock()) return serially(n, grain, f);
  {
    const std::lock_guard lock(state_->mutex);
    state_->body = &f;
    state_->n = n;
    state_->grain = grain;
    state_->next = 0;
    state_->busy = static_cast<unsigned>(state_->workers.size());
    ++state_->round;
  }
  state_->wake.notify_all();
  inside_loop = true;
  state_->take_pieces();
  inside_loop = false;
  std::unique_lock lock(state_->mutex);
  state_->finished.wait(lock, [&] { return state_->busy == 0; });
}

}  // namespace byom
