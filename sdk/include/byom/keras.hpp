// Keras: builds the layers that replace an ONNX node. Graph: builds the ONNX nodes that replace it (expand).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <byom/node.hpp>
#include <byom/plugin.h>
#include <byom/result.hpp>
#include <byom/types.hpp>

namespace byom {

// Attribute values as the views that cross the boundary; keeps what they point to.
class AttrViews {
 public:
  AttrViews();
  AttrViews(const AttrViews&) = delete;
  AttrViews& operator=(const AttrViews&) = delete;
  ~AttrViews();
  // Both must outlive this object.
  byom_attr add(const std::string& name, const AttrValue& value);
  static byom_tensor tensor(const Literal& literal);

 private:
  std::deque<std::int64_t> flags_;
  std::deque<std::vector<byom_str>> strings_;
  std::deque<byom_tensor> tensors_;
  std::deque<std::vector<byom_attr>> lists_;
};

// A tensor in the graph under construction.
struct Val {
  byom_val id = 0;
};
using Vals = std::vector<Val>;

// A weight: a constant input of the node as it is or with its axes permuted (never copied), or numbers made
// here.
class Weight {
 public:
  Weight(const byom_tensor* constant);
  Weight(Literal literal);
  Weight(const Weight&);
  Weight(Weight&&) noexcept;
  Weight& operator=(const Weight&);
  Weight& operator=(Weight&&) noexcept;
  ~Weight();
  // Axis i of the result is axis order[i] of the tensor. Only of constants.
  [[nodiscard]] Weight permuted(const std::vector<std::int64_t>& order) const;
  // The same elements in another shape. Only of row-major constants and literals.
  [[nodiscard]] Weight reshaped(std::vector<std::int64_t> shape) const;
  [[nodiscard]] const std::vector<std::int64_t>& shape() const { return shape_; }
  // Valid while this object lives and does not move.
  [[nodiscard]] byom_tensor view() const;

 private:
  byom_tensor tensor_{};
  Literal literal_;
  std::vector<std::int64_t> shape_, strides_;
  bool own_ = false;
};

// A failed call is remembered and ends the translation; later calls do nothing, so a translation reads as if
// none could fail.
class Graph {
 public:
  // An input of the node as a tensor of the new graph. Precondition: it is not a constant.
  Val input(std::size_t i);
  [[nodiscard]] Desc describe(Val value) const;
  [[nodiscard]] bool failed() const { return rc_ != BYOM_OK; }
  [[nodiscard]] byom_rc rc() const { return rc_; }

 protected:
  Vals call(std::string_view domain, std::string_view type, std::string_view role, const Attrs& config,
            const Vals& in, const std::vector<Weight>& weights, std::size_t outputs);
  void keep(byom_rc rc);

 private:
  byom_rc rc_ = BYOM_OK;
};

class Keras : public Graph {
 public:
  // Input i of the whole model: for layers that need the batch where no input of the node has one. Input 0
  // has it, where it is free. Precondition: the model has that input.
  Val model_input(std::size_t i);
  // The layer that makes the node's output: named LAYER_<i>.
  Val layer(std::string_view type, const Attrs& config, const Vals& in,
            const std::vector<Weight>& weights = {});
  // A helper before or behind it: named LAYER_<i>.<role>.
  Val helper(std::string_view role, std::string_view type, const Attrs& config, const Vals& in,
             const std::vector<Weight>& weights = {});
  // A layer of several outputs.
  Vals layers(std::string_view type, const Attrs& config, const Vals& in, std::size_t outputs);
  // A helper of several outputs.
  Vals helpers(std::string_view role, std::string_view type, const Attrs& config, const Vals& in,
               const std::vector<Weight>& weights, std::size_t outputs);
  // A layer of the plugin's own domain.
  Val custom(std::string_view domain, std::string_view type, const Attrs& config, const Vals& in,
             const std::vector<Weight>& weights = {});
};

class Expansion : public Graph {
 public:
  // A node of ONNX's own domain.
  Val node(std::string_view type, const Attrs& attrs, const Vals& in);
  // A constant as a value of the graph.
  Val constant(const Literal& literal);
};

}  // namespace byom
