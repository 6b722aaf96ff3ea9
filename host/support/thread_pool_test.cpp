// Tests of loops over worker threads: every element once, the same cuts everywhere, loops inside and beside
// each other.
#include "host/support/thread_pool.hpp"

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using byom::ThreadPool;

namespace {

using Cut = std::pair<std::uint64_t, std::uint64_t>;

std::set<Cut> cuts(ThreadPool& pool, std::uint64_t n, std::uint64_t grain) {
  std::mutex mutex;
  std::set<Cut> seen;
  pool.parallel_for(n, grain, [&](std::uint64_t begin, std::uint64_t end) {
    const std::lock_guard lock(mutex);
    CHECK(seen.insert({begin, end}).second);
  });
  return seen;
}

}  // namespace

TEST_CASE("a loop is cut in the same pieces by any number of threads") {
  const std::set<Cut> expected{{0, 4}, {4, 8}, {8, 10}};
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    ThreadPool pool(threads);
    CHECK(pool.threads() == threads);
    CHECK(cuts(pool, 10, 4) == expected);
    CHECK(cuts(pool, 3, 4) == std::set<Cut>{{0, 3}});
    CHECK(cuts(pool, 0, 4).empty());
    CHECK(cuts(pool, 2, 0) == std::set<Cut>{{0, 1}, {1, 2}});
  }
}

TEST_CASE("what a loop wrote is there when it returns, a thousand loops long") {
  ThreadPool pool(4);
  std::vector<std::uint64_t> numbers(257, 0);  // plain integers: a missing barrier is a data race
  for (int round = 0; round < 1000; ++round) {
    pool.parallel_for(numbers.size(), 16, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) numbers[i] += i;
    });
  }
  for (std::uint64_t i = 0; i < numbers.size(); ++i) CHECK(numbers[i] == 1000 * i);
}

TEST_CASE("a loop inside a piece runs on the piece's own thread") {
  ThreadPool pool(4);
  std::atomic<int> elsewhere = 0, inner = 0;
  pool.parallel_for(8, 1, [&](std::uint64_t, std::uint64_t) {
    const auto own = std::this_thread::get_id();
    pool.parallel_for(8, 1, [&](std::uint64_t, std::uint64_t) {
      elsewhere += std::this_thread::get_id() != own;
      ++inner;
    });
  });
  CHECK(inner == 64);
  CHECK(elsewhere == 0);
}

TEST_CASE("several threads may have their loops run at once") {
  ThreadPool pool(3);
  std::vector<std::vector<int>> counts(4, std::vector<int>(100, 0));
  std::vector<std::thread> callers;
  for (std::vector<int>& own : counts) {
    callers.emplace_back([&pool, &own] {
      for (int round = 0; round < 50; ++round)
        pool.parallel_for(own.size(), 7, [&own](std::uint64_t begin, std::uint64_t end) {
          for (std::uint64_t i = begin; i < end; ++i) ++own[i];
        });
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (const std::vector<int>& own : counts) CHECK(own == std::vector<int>(100, 50));
}
