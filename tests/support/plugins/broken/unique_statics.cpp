// Exports an inline static, which becomes one object for all plugins of the process.
#include <atomic>

#include "scale.hpp"

template <class T>
struct BYOM_EXPORT Calls {
  static inline std::atomic<int> count = 0;
};

namespace {
byom::Result<byom::Done> compute(const byom::Node&, byom::Io& io) {
  ++Calls<int>::count;
  const auto x = io.in<float>(0);
  for (std::size_t i = 0; i < x.size(); ++i) io.out<float>(0)[i] = 2 * x[i];
  return byom::done;
}
}  // namespace

BYOM_PLUGIN("com.acme.scale", "1.0", {byom::Op(acme::scale()).infer(acme::infer).kernel(compute)})
