// ArgMin: where the smallest element along an axis stands.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/extreme_position.hpp"

namespace byom::op_arg_min {
namespace {

Schema schema() {
  Schema s = position_schema("ArgMin", "The position of the smallest element along an axis.");
  s.example("last axis, not kept", {{"axis", std::int64_t{-1}}, {"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 4, 3})}, {tensor<std::int64_t>({2}, {0, 1})});
  s.example("first of equals", {}, {tensor<std::int32_t>({3, 1}, {7, 7, 7})},
            {tensor<std::int64_t>({1, 1}, {0})});
  s.example("last of equals", {{"select_last_index", std::int64_t{1}}},
            {tensor<std::int32_t>({3, 1}, {7, 7, 7})}, {tensor<std::int64_t>({1, 1}, {2})});
  return s;
}

}  // namespace

BYOM_OP(arg_min) {
  return position_op(schema(), "ops.Argmin", [](auto a, auto b) { return a < b; });
}

}  // namespace byom::op_arg_min
