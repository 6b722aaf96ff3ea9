// Guard bytes, and pages nobody may touch.
#include "host/laws/guarded_memory.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include <sys/mman.h>
#include <unistd.h>

namespace byom::laws {

namespace {

constexpr std::size_t margin = 256;

std::byte guard(std::size_t i) {
  return static_cast<std::byte>(0xa5 ^ (i * 37));
}

}  // namespace

std::byte* GuardedMemory::add(const std::string& name, std::size_t size, std::size_t align) {
  auto bytes = std::make_shared<std::vector<std::byte>>(size + 2 * margin + align);
  for (std::size_t i = 0; i < bytes->size(); ++i) (*bytes)[i] = guard(i);
  const auto start = reinterpret_cast<std::uintptr_t>(bytes->data()) + margin;
  const std::size_t begin = margin + (align - start % align) % align;
  std::fill_n(bytes->begin() + static_cast<std::ptrdiff_t>(begin), size, pattern_);
  blocks_.push_back({name, bytes, begin, size, {}});
  return bytes->data() + begin;
}

ir::Tensor GuardedMemory::output(std::int32_t dtype, std::vector<std::int64_t> shape) {
  ir::Tensor tensor;
  tensor.dtype = dtype;
  tensor.shape = std::move(shape);
  if (tensor.count() < 0) throw std::bad_alloc();
  tensor.data = add("the output " + ir::dtype_name(dtype) + ir::shape_text(tensor.shape), tensor.bytes(), 64);
  tensor.owner = blocks_.back().bytes;
  return tensor;
}

void* GuardedMemory::scratch(std::uint64_t bytes, std::uint64_t align) {
  return add("the scratch of " + std::to_string(bytes) + " bytes", bytes, align);
}

ir::Tensor GuardedMemory::input(const ir::Tensor& tensor, const std::string& name) {
  ir::Tensor copy = tensor;
  std::byte* to = add(name, tensor.bytes(), 64);
  if (tensor.bytes() > 0) std::memcpy(to, tensor.data, tensor.bytes());
  blocks_.back().contents.assign(to, to + tensor.bytes());
  copy.data = to;
  copy.owner = blocks_.back().bytes;
  return copy;
}

std::vector<std::string> GuardedMemory::damage() const {
  std::vector<std::string> found;
  for (const Block& block : blocks_) {
    for (std::size_t i = 0; i < block.bytes->size(); ++i) {
      const bool inside = i >= block.begin && i < block.begin + block.size;
      if (inside || (*block.bytes)[i] == guard(i)) continue;
      const bool before = i < block.begin;
      const std::size_t distance = before ? block.begin - i : i - block.begin - block.size + 1;
      found.push_back("writes outside " + block.name + ", " + std::to_string(distance) + " bytes " +
                      (before ? "before its begin" : "behind its end"));
      break;
    }
    const std::byte* now = block.bytes->data() + block.begin;
    if (!std::equal(block.contents.begin(), block.contents.end(), now))
      found.push_back("writes into " + block.name + ", which it may only read");
  }
  return found;
}

ir::Tensor fenced(const ir::Tensor& tensor) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t size = tensor.bytes();
  const std::size_t room = (std::max<std::size_t>(size, 1) + page - 1) / page * page;
  void* memory = ::mmap(nullptr, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  auto* data = static_cast<std::byte*>(memory) + (room - size);
  if (size > 0) std::memcpy(data, tensor.data, size);
  ::mprotect(memory, room, PROT_READ);
  ::mprotect(static_cast<std::byte*>(memory) + room, page, PROT_NONE);
  ir::Tensor copy = tensor;
  copy.data = data;
  copy.owner = std::shared_ptr<const void>(
      memory, [room, page](const void* p) { ::munmap(const_cast<void*>(p), room + page); });
  return copy;
}

}  // namespace byom::laws
