// Memory that tells who wrote where nobody should.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "host/ir/tensor.hpp"
#include "host/run/execute.hpp"

namespace byom::laws {

// Outputs and scratch with guard bytes on both sides, filled with a pattern.
class GuardedMemory : public run::Memory {
 public:
  explicit GuardedMemory(std::byte pattern) : pattern_(pattern) {}

  ir::Tensor output(std::int32_t dtype, std::vector<std::int64_t> shape) override;
  void* scratch(std::uint64_t bytes, std::uint64_t align) override;
  // A guarded copy of an input, to be looked at afterwards as well.
  ir::Tensor input(const ir::Tensor& tensor, const std::string& name);
  // One sentence for each block that was written outside, or that was not to be written at all.
  [[nodiscard]] std::vector<std::string> damage() const;

 private:
  struct Block {
    std::string name;
    std::shared_ptr<std::vector<std::byte>> bytes;
    std::size_t begin = 0, size = 0;
    std::vector<std::byte> contents;  // what an input must still be
  };
  std::byte* add(const std::string& name, std::size_t size, std::size_t align);

  std::byte pattern_;
  std::vector<Block> blocks_;
};

// A copy that ends where the process may not read, and that may not be written: breaking either is SIGSEGV.
ir::Tensor fenced(const ir::Tensor& tensor);

}  // namespace byom::laws
