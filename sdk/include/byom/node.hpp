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
  const byom_tensor* known = nullptr;  // the constant itself; elements_of reads it

  Desc();
  Desc(std::int32_t type, Shape extents);
  Desc(const Desc&);
  Desc(Desc&&) noexcept;
  Desc& operator=(const Desc&);
  Desc& operator=(Desc&&) noexcept;
  ~Desc();
  [[nodiscard]] bool present() const { return dtype != 0; }
  [[nodiscard]] std::int64_t rank() const { return static_cast<std::int64_t>(dims.size()); }
  // The extents as numbers. Precondition: all are numbers, as they are in kernels.
  [[nodiscard]] std::vector<std::int64_t> numbers() const;
};
using Descs = std::vector<Desc>;

class Node {
 public:
  // The version of the operator's schema in force, and how many inputs and outputs the node lists.
  [[nodiscard]] std::int64_t since() const;
  [[nodiscard]] std::size_t inputs() const;
  [[nodiscard]] std::size_t outputs() const;

  // Attributes. The host has checked the type against the schema and filled in its default.
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] float real(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::string string(std::string_view name) const;
  // Empty when the node has none.
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const;
  [[nodiscard]] std::vector<float> reals(std::string_view name) const;
  // The raw attribute, nothing where the node has none and the schema no default.
  [[nodiscard]] std::optional<byom_attr> read(std::string_view name) const;
  // Says that this facet rightly does without an attribute, optional input or optional output.
  void ignore(std::string_view name, std::string_view reason) const;
  // A user's choice ("kernel_initializer"), nothing where it was not made.
  [[nodiscard]] std::optional<std::string> option(std::string_view name) const;

  [[nodiscard]] Desc input(std::size_t i) const;
  // The integers of a shape-like input, when all of them are numbers.
  [[nodiscard]] Result<std::vector<std::int64_t>> constant_integers(std::size_t i,
                                                                    std::string_view what) const;
  // The same, where extents may be symbols.
  [[nodiscard]] Result<Shape> constant_shape(std::size_t i, std::string_view what) const;
  // The elements of a constant input of type float or double; empty when the input is absent.
  [[nodiscard]] Result<std::vector<double>> constant_reals(std::size_t i, std::string_view what) const;
  // Whether anybody reads the output.
  [[nodiscard]] bool wanted(std::size_t output) const;

  // `return node.fail("axis 5 is outside rank 4");`: the host adds file, node and plugin.
  [[nodiscard]] static Error fail(std::string text);
  // The operator cannot serve this node; another plugin may.
  [[nodiscard]] static Error decline(std::string text);

 private:
  [[nodiscard]] decltype(byom_attr::v) scalar(std::string_view name, std::int32_t type) const;
};

// Axis counted from the end when negative; an error outside [-rank, rank).
Result<std::int64_t> checked_axis(std::int64_t axis, std::int64_t rank);

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
    const byom_tensor made = make_raw_out(i, shape);
    return {static_cast<T*>(made.data), made.bytes / sizeof(T)};
  }

 private:
  static byom_tensor make_raw_out(std::size_t i, const std::vector<std::int64_t>& shape);
  static std::span<const std::int64_t> extents(const byom_tensor& t) {
    return {t.shape, static_cast<std::size_t>(t.rank < 0 ? 0 : t.rank)};
  }
  std::span<const byom_tensor> in_, out_;
  void* scratch_;
};

}  // namespace byom
