// The stack of products, matrix by matrix.
#include "plugins/builtin_ops/shared/matrix_product.hpp"

#include <type_traits>
#include <vector>

#include "plugins/builtin_ops/kernels/gemm.hpp"
#include "plugins/builtin_ops/shared/broadcasting.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

// The operands as stacks [stack..., m, k] and [stack..., k, n] with a common stack.
struct Stacks {
  std::int64_t m = 1, k = 1, n = 1;
  std::vector<std::int64_t> a_at, b_at;  // the matrix of each operand that each product uses
};

// For each matrix of the common stack, the position of an operand's matrix in its own stack.
std::vector<std::int64_t> positions(std::span<const std::int64_t> common, std::span<const std::int64_t> own) {
  std::vector<std::int64_t> result;
  const std::int64_t count = count_of(common, 0, common.size());
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t rest = i, at = 0, step = 1;
    for (std::size_t back = 1; back <= common.size(); ++back) {
      const std::int64_t coordinate = rest % common[common.size() - back];
      rest /= common[common.size() - back];
      if (back > own.size()) break;
      const std::int64_t extent = own[own.size() - back];
      at += extent == 1 ? 0 : coordinate * step;
      step *= extent;
    }
    result.push_back(at);
  }
  return result;
}

Stacks stacks_of(const Io& io) {
  auto a = io.shape(0), b = io.shape(1), y = io.out_shape(0);
  Stacks s;
  s.k = a.back();
  if (a.size() > 1) s.m = a[a.size() - 2];
  if (b.size() > 1) s.n = b.back();
  const std::size_t matrix = (a.size() > 1 ? 1 : 0) + (b.size() > 1 ? 1 : 0);
  const auto stack = y.first(y.size() - matrix);
  s.a_at = positions(stack, a.first(a.size() - std::min<std::size_t>(a.size(), 2)));
  s.b_at = positions(stack, b.first(b.size() - std::min<std::size_t>(b.size(), 2)));
  return s;
}

template <class T>
void multiply(const kernels::Pool& pool, const Stacks& s, const T* a, const T* b, T* y) {
  const kernels::GemmShape shape{s.m, s.n, s.k, s.k, s.n, s.n, false, false};
  if constexpr (std::is_floating_point_v<T>)
    kernels::gemm(pool, shape, T{1}, a, b, false, y);
  else
    kernels::gemm(pool, shape, a, b, false, y);
}

template <class T>
void multiply_all(const Stacks& s, const T* a, const T* b, T* y) {
  const auto products = static_cast<std::int64_t>(s.a_at.size());
  const auto one = [&](const kernels::Pool& pool, std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    multiply(pool, s, a + s.a_at[at] * s.m * s.k, b + s.b_at[at] * s.k * s.n, y + i * s.m * s.n);
  };
  if (products < 4) {
    for (std::int64_t i = 0; i < products; ++i) one(host_pool(), i);
    return;
  }
  parallel_for(static_cast<std::uint64_t>(products), 1, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i) one({}, static_cast<std::int64_t>(i));
  });
}

template <class T>
void multiply_widened(const Stacks& s, Io& io) {
  std::vector<float> a, b, y(io.out<T>(0).size());
  for (const T x : io.in<T>(0)) a.push_back(widen(x));
  for (const T x : io.in<T>(1)) b.push_back(widen(x));
  multiply_all(s, a.data(), b.data(), y.data());
  for (std::size_t i = 0; i < y.size(); ++i) io.out<T>(0)[i] = narrow<T>(y[i]);
}

Shape stack_of(const Desc& x) {
  return {x.dims.begin(), x.dims.end() - std::min<std::ptrdiff_t>(x.rank(), 2)};
}

}  // namespace

Result<Desc> matrix_product(const Desc& a, const Desc& b) {
  if (a.rank() == 0 || b.rank() == 0) return Node::fail("an operand has no axes");
  const Dim left = a.dims.back(), right = b.rank() > 1 ? b.dims[b.dims.size() - 2] : b.dims[0];
  if (!left.is_number() || !right.is_number()) return mixes_samples("sums over the batch");
  if (!(left == right))
    return Node::fail("the left operand has " + std::to_string(left.number()) + " columns, the right one " +
                      std::to_string(right.number()) + " rows");
  BYOM_TRY(Shape dims, broadcast_shape({stack_of(a), stack_of(b)}));
  if (a.rank() > 1) dims.push_back(a.dims[a.dims.size() - 2]);
  if (b.rank() > 1) dims.push_back(b.dims.back());
  if (std::ranges::count_if(dims, [](const Dim& dim) { return !dim.is_number(); }) > 1)
    return mixes_samples("multiplies every sample with every other one");
  return Desc(a.dtype, dims);
}

Result<Done> multiply_matrices(Io& io) {
  if (io.raw_out(0).bytes == 0) return done;
  const Stacks s = stacks_of(io);
  if (io.dtype(0) == BYOM_FLOAT16) return multiply_widened<Half>(s, io), done;
  if (io.dtype(0) == BYOM_BFLOAT16) return multiply_widened<Bfloat16>(s, io), done;
  using Plain = Types<float, double, std::int32_t, std::int64_t, std::uint32_t, std::uint64_t>;
  return with_type<Plain>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    multiply_all(s, io.in<T>(0).data(), io.in<T>(1).data(), io.out<T>(0).data());
  });
}

}  // namespace byom
