// Free blocks by size; a request takes the smallest that fits without wasting more than half.
#include "host/run/buffer_pool.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>

namespace byom::run {

namespace {

struct Pool {
  std::mutex mutex;
  std::multimap<std::size_t, void*> free;

  std::pair<void*, std::size_t> take(std::size_t bytes) {
    {
      const std::lock_guard lock(mutex);
      const auto found = free.lower_bound(bytes);
      if (found != free.end() && found->first <= 2 * bytes + 4096) {
        const std::pair<void*, std::size_t> block{found->second, found->first};
        free.erase(found);
        return block;
      }
    }
    const std::size_t rounded = (bytes + 63) / 64 * 64;
    void* memory = std::aligned_alloc(64, rounded);
    if (!memory) throw std::bad_alloc();
    return {memory, rounded};
  }
  void give(void* memory, std::size_t bytes) {
    const std::lock_guard lock(mutex);
    free.emplace(bytes, memory);
  }
};

// Leaked on purpose: tensors held by other statics may return their blocks during exit.
Pool& pool() {
  static Pool* instance = new Pool;
  return *instance;
}

}  // namespace

ir::Tensor pooled_tensor(std::int32_t dtype, std::vector<std::int64_t> shape) {
  ir::Tensor tensor;
  tensor.dtype = dtype;
  tensor.shape = std::move(shape);
  const auto [memory, size] = pool().take(std::max<std::size_t>(tensor.bytes(), 1));
  tensor.owner = std::shared_ptr<const void>(
      memory, [size = size](const void* p) { pool().give(const_cast<void*>(p), size); });
  tensor.data = static_cast<const std::byte*>(memory);
  return tensor;
}

}  // namespace byom::run
