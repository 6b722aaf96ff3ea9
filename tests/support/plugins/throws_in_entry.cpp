// A plugin that cannot say what its operators are.
#include <stdexcept>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
std::vector<byom::Op> operators() {
  throw std::runtime_error("the table of its factors is missing");
}
}  // namespace

BYOM_PLUGIN("com.acme.scale", "1.0", operators())
