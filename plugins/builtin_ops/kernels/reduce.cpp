// Reductions, one rule for each and one walk for all.
#include "reduce.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace byom::kernels {

namespace {

// What integers are summed in: unsigned, so that overflow wraps.
template <class T>
using Sum = std::conditional_t<std::is_floating_point_v<T>, double, std::uint64_t>;

template <class T>
constexpr T lowest = std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity()
                                                          : std::numeric_limits<T>::lowest();
template <class T>
constexpr T highest = std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity()
                                                           : std::numeric_limits<T>::max();

// A double cut to T; integers saturate, because the plain conversion of a value out of range is undefined.
template <class T>
T cut(double value) {
  if constexpr (std::is_integral_v<T>) {
    if (!(value > static_cast<double>(std::numeric_limits<T>::lowest())))
      return std::numeric_limits<T>::lowest();
    if (value >= static_cast<double>(std::numeric_limits<T>::max())) return std::numeric_limits<T>::max();
  }
  return static_cast<T>(value);
}

template <class T>
struct SumRule {
  using Acc = Sum<T>;
  static constexpr Acc start = 0;
  static Acc term(T x) { return static_cast<Acc>(x); }
  static Acc join(Acc a, Acc b) { return a + b; }
  static T result(Acc a, std::int64_t) { return static_cast<T>(a); }
};

template <class T>
struct MeanRule : SumRule<T> {
  static T result(Sum<T> a, std::int64_t n) {
    if constexpr (std::is_floating_point_v<T>) {
      return static_cast<T>(a / static_cast<double>(n));
    } else {
      return n == 0 ? T{0} : static_cast<T>(static_cast<std::int64_t>(a) / n);
    }
  }
};

template <class T>
struct ProductRule : SumRule<T> {
  static constexpr Sum<T> start = 1;
  static Sum<T> join(Sum<T> a, Sum<T> b) { return a * b; }
};

template <class T>
struct L1Rule : SumRule<T> {
  static Sum<T> term(T x) {
    if constexpr (std::is_floating_point_v<T>) return std::abs(static_cast<double>(x));
    const auto a = static_cast<Sum<T>>(x);
    return x < T{0} ? Sum<T>{0} - a : a;
  }
};

template <class T>
struct SumSquareRule : SumRule<T> {
  static Sum<T> term(T x) { return static_cast<Sum<T>>(x) * static_cast<Sum<T>>(x); }
};

template <class T>
struct MaxRule {
  using Acc = T;
  static constexpr T start = lowest<T>;
  static T term(T x) { return x; }
  static T join(T a, T b) { return b > a || b != b ? b : a; }
  static T result(T a, std::int64_t) { return a; }
};

template <class T>
struct MinRule : MaxRule<T> {
  static constexpr T start = highest<T>;
  static T join(T a, T b) { return b < a || b != b ? b : a; }
};

template <class T>
struct L2Rule {
  using Acc = double;
  static constexpr double start = 0;
  static double term(T x) { return static_cast<double>(x) * static_cast<double>(x); }
  static double join(double a, double b) { return a + b; }
  static T result(double a, std::int64_t) { return cut<T>(std::sqrt(a)); }
};

template <class T>
struct LogSumRule : L2Rule<T> {
  static double term(T x) { return static_cast<double>(x); }
  static T result(double a, std::int64_t) { return cut<T>(std::log(a)); }
};

// The running pair (largest, sum of exp(x - largest)); so one pass is enough and nothing overflows.
template <class T>
struct LogSumExpRule {
  struct Acc {
    double largest, sum;
  };
  static constexpr Acc start = {-std::numeric_limits<double>::infinity(), 0};
  static Acc term(T x) { return {static_cast<double>(x), 1}; }
  static Acc join(Acc a, Acc b) {
    if (b.largest > a.largest) std::swap(a, b);
    if (a.largest == b.largest) return {a.largest, a.sum + b.sum};  // also two infinities
    return {a.largest, a.sum + b.sum * std::exp(b.largest - a.largest)};
  }
  static T result(Acc a, std::int64_t) { return cut<T>(a.largest + std::log(a.sum)); }
};

struct Axis {
  std::int64_t size, stride;
};

// The axes in two groups, innermost first, neighbours merged.
struct Plan {
  Plan(Dims dims, Dims axes) {
    std::int64_t stride = 1;
    bool last = false;
    for (std::size_t a = dims.size(); a-- > 0; stride *= dims[a]) {
      const bool is_reduced = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(a)) != axes.end();
      if (dims[a] == 1) continue;
      std::vector<Axis>& group = is_reduced ? reduced : kept;
      if (!group.empty() && last == is_reduced) {
        group.back().size *= dims[a];
      } else {
        group.push_back({dims[a], stride});
      }
      last = is_reduced;
    }
    for (const Axis& axis : kept) outputs *= axis.size;
    for (const Axis& axis : reduced) terms *= axis.size;
    // The group that has the innermost axis of x keeps it in front; the other one gets a neutral front.
    if (kept.empty() || (!reduced.empty() && reduced[0].stride == 1)) kept.insert(kept.begin(), {1, 0});
    if (reduced.empty() || reduced[0].stride != 1) reduced.insert(reduced.begin(), {1, 0});
  }

  static std::int64_t offset(const std::vector<Axis>& axes, std::int64_t index) {
    std::int64_t at = 0;
    for (std::size_t a = 1; a < axes.size(); ++a) {
      at += index % axes[a].size * axes[a].stride;
      index /= axes[a].size;
    }
    return at;
  }

  std::vector<Axis> kept, reduced;
  std::int64_t outputs = 1, terms = 1;
};

// n elements side by side into one; four chains, always cut alike.
template <class T, class Rule>
typename Rule::Acc reduce_run(const T* x, std::int64_t n, typename Rule::Acc total) {
  typename Rule::Acc part[4] = {Rule::start, Rule::start, Rule::start, Rule::start};
  std::int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (std::int64_t j = 0; j < 4; ++j) part[j] = Rule::join(part[j], Rule::term(x[i + j]));
  }
  for (; i < n; ++i) total = Rule::join(total, Rule::term(x[i]));
  return Rule::join(total, Rule::join(Rule::join(part[0], part[1]), Rule::join(part[2], part[3])));
}

constexpr std::int64_t side_by_side = 256;

template <class T, class Rule>
void reduce_by(const Pool& pool, const Plan& plan, const T* x, T* y) {
  const std::int64_t width = plan.kept[0].size, run = plan.reduced[0].size;
  const std::int64_t pieces = (width + side_by_side - 1) / side_by_side;
  const std::int64_t rows = width == 0 ? 0 : plan.outputs / width, runs = run == 0 ? 0 : plan.terms / run;
  const std::int64_t grain = std::max<std::int64_t>(1, element_grain / std::max<std::int64_t>(1, plan.terms));
  pool.for_range(rows * pieces, grain, [&](std::int64_t begin, std::int64_t end) {
    typename Rule::Acc acc[side_by_side];
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t row = task / pieces, from = task % pieces * side_by_side;
      const std::int64_t n = std::min(side_by_side, width - from);
      const T* base = x + Plan::offset(plan.kept, row) + from;
      std::fill_n(acc, n, Rule::start);
      for (std::int64_t r = 0; r < runs; ++r) {
        const T* part = base + Plan::offset(plan.reduced, r);
        if (run > 1 || width == 1) {
          acc[0] = reduce_run<T, Rule>(part, run, acc[0]);
        } else {
          for (std::int64_t i = 0; i < n; ++i) acc[i] = Rule::join(acc[i], Rule::term(part[i]));
        }
      }
      for (std::int64_t i = 0; i < n; ++i) y[row * width + from + i] = Rule::result(acc[i], plan.terms);
    }
  });
}

}  // namespace

template <class T>
void reduce(const Pool& pool, Reduction reduction, const T* x, Dims dims, Dims axes, T* y) {
  const Plan plan(dims, axes);
  switch (reduction) {
    case Reduction::sum:
      return reduce_by<T, SumRule<T>>(pool, plan, x, y);
    case Reduction::mean:
      return reduce_by<T, MeanRule<T>>(pool, plan, x, y);
    case Reduction::max:
      return reduce_by<T, MaxRule<T>>(pool, plan, x, y);
    case Reduction::min:
      return reduce_by<T, MinRule<T>>(pool, plan, x, y);
    case Reduction::product:
      return reduce_by<T, ProductRule<T>>(pool, plan, x, y);
    case Reduction::l1:
      return reduce_by<T, L1Rule<T>>(pool, plan, x, y);
    case Reduction::l2:
      return reduce_by<T, L2Rule<T>>(pool, plan, x, y);
    case Reduction::log_sum:
      return reduce_by<T, LogSumRule<T>>(pool, plan, x, y);
    case Reduction::log_sum_exp:
      return reduce_by<T, LogSumExpRule<T>>(pool, plan, x, y);
    case Reduction::sum_square:
      return reduce_by<T, SumSquareRule<T>>(pool, plan, x, y);
  }
}

template void reduce(const Pool&, Reduction, const float*, Dims, Dims, float*);
template void reduce(const Pool&, Reduction, const double*, Dims, Dims, double*);
template void reduce(const Pool&, Reduction, const std::int32_t*, Dims, Dims, std::int32_t*);
template void reduce(const Pool&, Reduction, const std::int64_t*, Dims, Dims, std::int64_t*);
template void reduce(const Pool&, Reduction, const std::uint8_t*, Dims, Dims, std::uint8_t*);
template void reduce(const Pool&, Reduction, const std::int8_t*, Dims, Dims, std::int8_t*);

}  // namespace byom::kernels
