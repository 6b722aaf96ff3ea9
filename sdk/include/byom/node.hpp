// Node: the operator's view of the node being served, and Io: the tensors a kernel reads and writes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <byom/plugin.h>
#include <byom/result.hpp>
#include <byom/types.hpp>

namespace byom {

// What is known of a tensor before it is computed.
struct Desc {
  std::int32_t dtype = 0;  // 0: absent
  Shape dims;
  bool rank_known = true;
  std::optional<Shape> values;         // integers of rank 0 or 1, where known, if only as symbols
  const byom_tensor* known = nullptr;  // the constant itself

  Desc() = default;
  Desc(std::int32_t type, Shape extents) : dtype(type), dims(std::move(extents)) {}
  [[nodiscard]] bool present() const { return dtype != 0; }
  [[nodiscard]] std::int64_t rank() const { return static_cast<std::int64_t>(dims.size()); }
  // The extents as numbers. Precondition: all are numbers, as they are in kernels.
  [[nodiscard]] std::vector<std::int64_t> numbers() const {
    std::vector<std::int64_t> result;
    for (const Dim& dim : dims) result.push_back(dim.number());
    return result;
  }
};
using Descs = std::vector<Desc>;

class Node {
 public:
  // The version of the operator's schema in force, and how many inputs and outputs the node lists.
  [[nodiscard]] std::int64_t since() const { return header().since; }
  [[nodiscard]] std::size_t inputs() const { return header().n_in; }
  [[nodiscard]] std::size_t outputs() const { return header().n_out; }

  // Attributes. The host has checked the type against the schema and filled in its default.
  [[nodiscard]] bool has(std::string_view name) const { return read(name).has_value(); }
  [[nodiscard]] std::int64_t integer(std::string_view name) const { return scalar(name, BYOM_ATTR_INT).i[0]; }
  [[nodiscard]] float real(std::string_view name) const { return scalar(name, BYOM_ATTR_FLOAT).f[0]; }
  [[nodiscard]] bool flag(std::string_view name) const { return scalar(name, BYOM_ATTR_BOOL).i[0] != 0; }
  [[nodiscard]] std::string string(std::string_view name) const {
    return text(scalar(name, BYOM_ATTR_STRING).s[0]);
  }
  // Empty when the node has none.
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const {
    const auto a = read(name);
    return a && a->type == BYOM_ATTR_INTS ? std::vector<std::int64_t>(a->v.i, a->v.i + a->count)
                                          : std::vector<std::int64_t>();
  }
  [[nodiscard]] std::vector<float> reals(std::string_view name) const {
    const auto a = read(name);
    return a && a->type == BYOM_ATTR_FLOATS ? std::vector<float>(a->v.f, a->v.f + a->count)
                                            : std::vector<float>();
  }
  // The raw attribute, nothing where the node has none and the schema no default.
  [[nodiscard]] std::optional<byom_attr> read(std::string_view name) const {
    byom_attr attr{};
    if (serving.host->view->attr(serving.ctx, view(name), &attr) != BYOM_OK) return std::nullopt;
    return attr;
  }
  // Says that this facet rightly does without an attribute, optional input or optional output.
  void ignore(std::string_view name, std::string_view reason) const {
    serving.host->view->ignore(serving.ctx, view(name), view(reason));
  }
  // A user's choice ("kernel_initializer"), nothing where it was not made.
  [[nodiscard]] std::optional<std::string> option(std::string_view name) const {
    byom_attr attr{};
    if (serving.host->view->option(serving.ctx, view(name), &attr) != BYOM_OK) return std::nullopt;
    return text(attr.v.s[0]);
  }

  [[nodiscard]] Desc input(std::size_t i) const;
  // The integers of a shape-like input, when all of them are numbers.
  [[nodiscard]] Result<std::vector<std::int64_t>> constant_integers(std::size_t i,
                                                                    std::string_view what) const;
  // The same, where extents may be symbols.
  [[nodiscard]] Result<Shape> constant_shape(std::size_t i, std::string_view what) const;
  // The elements of a constant input of type float or double; empty when the input is absent.
  [[nodiscard]] Result<std::vector<double>> constant_reals(std::size_t i, std::string_view what) const;
  [[nodiscard]] bool wanted(std::size_t output) const {
    return serving.host->view->wanted(serving.ctx, output) != 0;
  }

  // `return node.fail("axis 5 is outside rank 4");`: the host adds file, node and plugin.
  [[nodiscard]] static Error fail(std::string text) { return {BYOM_ERR_MODEL, std::move(text)}; }
  // The operator cannot serve this node; another plugin may.
  [[nodiscard]] static Error decline(std::string text) { return {BYOM_DECLINE, std::move(text)}; }

 private:
  [[nodiscard]] static byom_node header() {
    byom_node node{};
    node.size = sizeof node;
    serving.host->view->node(serving.ctx, &node);
    return node;
  }
  [[nodiscard]] decltype(byom_attr::v) scalar(std::string_view name, std::int32_t type) const;
};

// Axis counted from the end when negative; an error outside [-rank, rank).
inline Result<std::int64_t> checked_axis(std::int64_t axis, std::int64_t rank) {
  if (axis < -rank || axis >= rank)
    return Node::fail("axis " + std::to_string(axis) + " is outside a tensor of rank " +
                      std::to_string(rank));
  return axis < 0 ? axis + rank : axis;
}

// The tensors of one run. Inputs and outputs are row-major.
class Io {
 public:
  Io(const byom_tensor* in, std::uint64_t n_in, const byom_tensor* out, std::uint64_t n_out, void* scratch)
      : in_(in, n_in), out_(out, n_out), scratch_(scratch) {}

  [[nodiscard]] bool has(std::size_t i) const { return i < in_.size() && in_[i].dtype != 0; }
  [[nodiscard]] bool wants(std::size_t i) const { return i < out_.size() && out_[i].data; }
  template <class T>
  [[nodiscard]] std::span<const T> in(std::size_t i) const {
    return {static_cast<const T*>(in_[i].data), in_[i].bytes / sizeof(T)};
  }
  template <class T>
  [[nodiscard]] std::span<T> out(std::size_t i) const {
    return {static_cast<T*>(out_[i].data), out_[i].bytes / sizeof(T)};
  }
  [[nodiscard]] std::int32_t dtype(std::size_t i) const { return in_[i].dtype; }
  [[nodiscard]] std::int32_t out_dtype(std::size_t i) const { return out_[i].dtype; }
  [[nodiscard]] std::span<const std::int64_t> shape(std::size_t i) const { return extents(in_[i]); }
  [[nodiscard]] std::span<const std::int64_t> out_shape(std::size_t i) const { return extents(out_[i]); }
  [[nodiscard]] std::size_t inputs() const { return in_.size(); }
  [[nodiscard]] std::size_t outputs() const { return out_.size(); }
  [[nodiscard]] const byom_tensor& raw_in(std::size_t i) const { return in_[i]; }
  [[nodiscard]] const byom_tensor& raw_out(std::size_t i) const { return out_[i]; }
  [[nodiscard]] void* scratch() const { return scratch_; }
  // An output whose shape depends on data; only for operators built with dynamic_outputs().
  template <class T>
  [[nodiscard]] std::span<T> make_out(std::size_t i, const std::vector<std::int64_t>& shape) const {
    byom_tensor made{};
    if (serving.host->run->output(serving.ctx, i, shape.data(), static_cast<std::int32_t>(shape.size()),
                                  &made))
      return {};
    return {static_cast<T*>(made.data), made.bytes / sizeof(T)};
  }

 private:
  static std::span<const std::int64_t> extents(const byom_tensor& t) {
    return {t.shape, static_cast<std::size_t>(t.rank < 0 ? 0 : t.rank)};
  }
  std::span<const byom_tensor> in_, out_;
  void* scratch_;
};

inline decltype(byom_attr::v) Node::scalar(std::string_view name, std::int32_t type) const {
  static constexpr std::int64_t zero = 0;
  static constexpr float zero_real = 0;
  static constexpr byom_str empty{nullptr, 0};
  const auto a = read(name);
  if (a && a->type == type) return a->v;
  // The operator reads what its schema does not declare: its own mistake, said once and survived.
  serving.host->report(serving.ctx, BYOM_ERR_BUG,
                       view("reads the undeclared attribute '" + std::string(name) + "'"));
  decltype(byom_attr::v) nothing{};
  if (type == BYOM_ATTR_FLOAT)
    nothing.f = &zero_real;
  else if (type == BYOM_ATTR_STRING)
    nothing.s = &empty;
  else
    nothing.i = &zero;
  return nothing;
}

inline Desc Node::input(std::size_t i) const {
  byom_desc raw{};
  Desc desc;
  if (serving.host->view->input(serving.ctx, i, &raw) != BYOM_OK) return desc;
  desc.dtype = raw.dtype;
  desc.rank_known = raw.rank >= 0;
  for (std::int32_t d = 0; d < raw.rank; ++d) desc.dims.emplace_back(raw.dims[d]);
  if (raw.values) {
    desc.values.emplace();
    for (std::uint64_t v = 0; v < raw.n_values; ++v) desc.values->emplace_back(raw.values[v]);
  }
  desc.known = raw.known;
  return desc;
}

inline Result<Shape> Node::constant_shape(std::size_t i, std::string_view what) const {
  Desc desc = input(i);
  if (!desc.values) return fail("input '" + std::string(what) + "' must be a constant");
  return std::move(*desc.values);
}

inline Result<std::vector<std::int64_t>> Node::constant_integers(std::size_t i, std::string_view what) const {
  BYOM_TRY(const Shape shape, constant_shape(i, what));
  std::vector<std::int64_t> numbers;
  for (const Dim& dim : shape) {
    if (!dim.is_number()) return fail("input '" + std::string(what) + "' depends on a free extent");
    numbers.push_back(dim.number());
  }
  return numbers;
}

inline Result<std::vector<double>> Node::constant_reals(std::size_t i, std::string_view what) const {
  const Desc desc = input(i);
  if (!desc.present()) return std::vector<double>();
  if (!desc.known) return fail("input '" + std::string(what) + "' must be a constant");
  const byom_tensor& t = *desc.known;
  const auto copied = [&t](const auto* from) {
    return std::vector<double>(from, from + t.bytes / sizeof *from);
  };
  if (t.dtype == BYOM_FLOAT) return copied(static_cast<const float*>(t.data));
  if (t.dtype == BYOM_DOUBLE) return copied(static_cast<const double*>(t.data));
  return fail("input '" + std::string(what) + "' must hold numbers of type float or double");
}

}  // namespace byom
