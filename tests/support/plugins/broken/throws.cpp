// The kernel throws an exception, which the SDK's wrapper catches.
#include <stdexcept>

#include "scale.hpp"

namespace {
byom::Result<byom::Done> compute(const byom::Node&, byom::Io&) {
  throw std::runtime_error("no factor was set");
}
}  // namespace

BYOM_PLUGIN("com.acme.scale", "1.0", {byom::Op(acme::scale()).infer(acme::infer).kernel(compute)})
