// Einstein's summation, term by term.
#include "plugins/builtin_ops/shared/contraction.hpp"

#include <algorithm>
#include <map>
#include <type_traits>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

constexpr const char* ellipsis = "...";

// ONNX allows the letters of ASCII; <cctype> asks the locale.
constexpr bool is_label(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static_assert(!is_label('\xE9'));  // a letter in Latin-1

std::vector<std::string> terms_of(const std::string& text) {
  std::vector<std::string> terms(1);
  for (const char c : text) {
    if (c == ',')
      terms.emplace_back();
    else
      terms.back() += c;
  }
  return terms;
}

// Labels of one term. "..." stands for `hidden` axes, numbered so that the last ones of all terms agree.
Result<Labels> labels_of(const std::string& term, std::int64_t hidden) {
  Labels labels;
  const std::size_t dots = term.find(ellipsis);
  for (std::size_t i = 0; i < term.size(); ++i) {
    if (i == dots) {
      for (std::int64_t axis = hidden; axis > 0; --axis) labels.push_back(-static_cast<int>(axis));
      i += 2;
    } else if (is_label(term[i])) {
      labels.push_back(term[i]);
    } else {
      return Node::fail("its equation has the unknown sign '" + std::string(1, term[i]) + "'");
    }
  }
  return labels;
}

std::size_t letters(const std::string& term) {
  return static_cast<std::size_t>(std::ranges::count_if(term, is_label));
}

// Without "->" the output has the hidden axes, then the letters that stand once, in alphabetical order.
std::string implied_output(const std::string& inputs, bool hidden) {
  std::map<char, int> times;
  for (const char c : inputs)
    if (is_label(c)) ++times[c];
  std::string output = hidden ? ellipsis : "";
  for (const auto& [letter, n] : times)
    if (n == 1) output += letter;
  return output;
}

// Notes the extent of a label; one that is hidden may be 1 in some operands.
Result<Done> note(std::map<int, Dim>& extents, int label, const Dim& extent) {
  const auto [at, is_new] = extents.try_emplace(label, extent);
  if (is_new || at->second == extent) return done;
  if (label < 0 && (at->second == Dim(1) || extent == Dim(1))) {
    if (at->second == Dim(1)) at->second = extent;
    return done;
  }
  return Node::fail("one letter of its equation stands for different extents");
}

Result<Done> check_samples(const Contraction& c) {
  int batches = 0;
  for (const auto& [label, extent] : c.extents) {
    if (extent.is_number()) continue;
    if (std::ranges::find(c.output, label) == c.output.end()) return mixes_samples("sums over the batch");
    if (++batches > 1) return mixes_samples("multiplies every sample with every other one");
  }
  return done;
}

}  // namespace

Result<Contraction> read_equation(const Node& node, const std::string& equation) {
  std::string text;
  for (const char c : equation)
    if (c != ' ') text += c;
  const std::size_t arrow = text.find("->");
  const std::string inputs = text.substr(0, arrow);
  const std::vector<std::string> terms = terms_of(inputs);
  if (terms.size() != node.inputs())
    return Node::fail("its equation has " + std::to_string(terms.size()) + " terms, but it has " +
                      std::to_string(node.inputs()) + " inputs");
  Contraction c;
  std::map<int, Dim> extents;
  std::int64_t hidden = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Desc x = node.input(i);
    const bool dots = terms[i].find(ellipsis) != std::string::npos;
    const std::int64_t own = x.rank() - static_cast<std::int64_t>(letters(terms[i]));
    if (own < 0 || (own > 0 && !dots))
      return Node::fail("term " + std::to_string(i) + " of its equation does not fit a tensor of rank " +
                        std::to_string(x.rank()));
    hidden = std::max(hidden, own);
    BYOM_TRY(const Labels labels, labels_of(terms[i], own));
    for (std::size_t a = 0; a < labels.size(); ++a) BYOM_CHECK_OK(note(extents, labels[a], x.dims[a]));
    c.operands.push_back(labels);
  }
  const bool dots = inputs.find(ellipsis) != std::string::npos;
  BYOM_TRY(
      c.output,
      labels_of(arrow == std::string::npos ? implied_output(inputs, dots) : text.substr(arrow + 2), hidden));
  c.extents.assign(extents.begin(), extents.end());
  Labels sorted = c.output;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    return Node::fail("its output names a letter twice");
  for (const int label : c.output)
    if (!extents.contains(label)) return Node::fail("its output names a letter that no input has");
  BYOM_CHECK_OK(check_samples(c));
  return c;
}

Result<Descs> infer_contraction(const Node& node, const std::string& equation) {
  BYOM_TRY(const Contraction c, read_equation(node, equation));
  const std::map<int, Dim> extents(c.extents.begin(), c.extents.end());
  Desc out(node.input(0).dtype, {});
  for (const int label : c.output) out.dims.push_back(extents.at(label));
  return Descs{out};
}

namespace {

struct Loop {
  std::int64_t extent = 1;
  std::vector<std::int64_t> strides;  // of each operand
};

// One loop for each axis of the output, then one for each label that is summed.
std::vector<Loop> loops_of(const Contraction& c, const Io& io) {
  std::vector<int> order = c.output;
  for (const auto& [label, extent] : c.extents)
    if (std::ranges::find(order, label) == order.end()) order.push_back(label);
  const std::map<int, Dim> extents(c.extents.begin(), c.extents.end());
  std::vector<Loop> loops;
  for (const int label : order) {
    Loop loop{extents.at(label).number(), {}};
    for (std::size_t i = 0; i < c.operands.size(); ++i) {
      std::int64_t stride = 0, step = 1;
      for (std::size_t a = c.operands[i].size(); a-- > 0; step *= io.shape(i)[a])
        if (c.operands[i][a] == label && io.shape(i)[a] != 1) stride += step;  // twice: the diagonal
      loop.strides.push_back(stride);
    }
    loops.push_back(std::move(loop));
  }
  return loops;
}

// The sum over all loops from `at` on of the products of the operands at `offsets`.
template <class Sum, class T>
Sum sum_of(const std::vector<Loop>& loops, std::size_t at, const std::vector<const T*>& operands,
           std::vector<std::int64_t>& offsets) {
  if (at == loops.size()) {
    Sum product{1};
    for (std::size_t i = 0; i < operands.size(); ++i)
      product *= static_cast<Sum>(widen(operands[i][offsets[i]]));
    return product;
  }
  const Loop& loop = loops[at];
  Sum sum{};
  if (at + 1 == loops.size() && operands.size() == 2) {
    const T *a = operands[0] + offsets[0], *b = operands[1] + offsets[1];
    for (std::int64_t i = 0; i < loop.extent; ++i)
      sum +=
          static_cast<Sum>(widen(a[i * loop.strides[0]])) * static_cast<Sum>(widen(b[i * loop.strides[1]]));
    return sum;
  }
  for (std::int64_t i = 0; i < loop.extent; ++i) {
    sum += sum_of<Sum>(loops, at + 1, operands, offsets);
    for (std::size_t o = 0; o < offsets.size(); ++o) offsets[o] += loop.strides[o];
  }
  for (std::size_t o = 0; o < offsets.size(); ++o) offsets[o] -= loop.strides[o] * loop.extent;
  return sum;
}

template <class T>
void sum_all(const Contraction& c, Io& io) {
  using Wide = decltype(widen(T{}));
  using Sum = std::conditional_t<std::is_integral_v<Wide>, std::uint64_t, double>;
  const std::vector<Loop> loops = loops_of(c, io);
  std::vector<const T*> operands;
  for (std::size_t i = 0; i < io.inputs(); ++i) operands.push_back(io.in<T>(i).data());
  const auto out = io.out<T>(0);
  parallel_for(out.size(), 64, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t cell = begin; cell < end; ++cell) {
      std::vector<std::int64_t> offsets(operands.size(), 0);
      auto rest = static_cast<std::int64_t>(cell);
      for (std::size_t a = c.output.size(); a-- > 0; rest /= loops[a].extent)
        for (std::size_t o = 0; o < offsets.size(); ++o)
          offsets[o] += rest % loops[a].extent * loops[a].strides[o];
      out[cell] = narrow<T>(sum_of<Sum>(loops, c.output.size(), operands, offsets));
    }
  });
}

}  // namespace

Result<Done> contract(const Node& node, Io& io, const std::string& equation) {
  BYOM_TRY(const Contraction c, read_equation(node, equation));
  using Summed = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                       std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>;
  return with_type<Summed>(io.dtype(0), [&]<class T>(std::type_identity<T>) { sum_all<T>(c, io); });
}

}  // namespace byom
