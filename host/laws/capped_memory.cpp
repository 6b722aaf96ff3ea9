// Outputs of limited size.
#include "host/laws/capped_memory.hpp"

#include <new>

#include "host/run/buffer_pool.hpp"

namespace byom::laws {

namespace {

class CappedMemory : public run::Memory {
 public:
  ir::Tensor output(std::int32_t dtype, std::vector<std::int64_t> shape) override {
    const std::int64_t count = ir::element_count(shape);
    if (count < 0 || count > most / 8) throw std::bad_alloc();
    return run::pooled_tensor(dtype, std::move(shape));
  }
  void* scratch(std::uint64_t bytes, std::uint64_t align) override {
    return bytes > static_cast<std::uint64_t>(most) ? nullptr : arena_.allocate(bytes, align);
  }

 private:
  static constexpr std::int64_t most = std::int64_t{64} << 20;
  registry::Arena arena_;
};

}  // namespace

void ask_capped(const Question& question, const std::string& name, Report& report) {
  report.doing(name);
  CappedMemory memory;
  const auto computed = question.run({.session = nullptr, .memory = &memory, .ledger = nullptr});
  if (!computed) is_refusal(computed.error(), name, report);
}

}  // namespace byom::laws
