// The single include of an operator's file. An operator is a Schema and the facets it has.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <byom/keras.hpp>
#include <byom/node.hpp>
#include <byom/parallel.hpp>
#include <byom/plugin.h>
#include <byom/result.hpp>
#include <byom/schema.hpp>
#include <byom/types.hpp>

namespace byom {

// A Keras key and how it stands in a file.
using Keys = std::vector<std::pair<std::string, byom_key>>;
// A key that is spelled differently in a file: {"negative_slope", written("alpha")}. `name` must be a
// literal.
byom_key written(std::string_view name, std::uint32_t flags = 0);
// A scalar is written as a list of one.
byom_key as_list();
// Written as an argument of the call.
byom_key call_argument();
// Not written at all in this dialect.
byom_key omitted();

// How a layer stands in Keras's files.
class Layer {
 public:
  Layer();
  Layer(const Layer&);
  Layer(Layer&&) noexcept;
  Layer& operator=(const Layer&);
  Layer& operator=(Layer&&) noexcept;
  ~Layer();

  // A class of Keras 3 / Keras 2 ("keras.layers", "Conv2D"). Keys not listed are written as they are.
  Layer& keras3(std::string_view module, std::string_view class_name, const Keys& keys = {});
  Layer& keras2(std::string_view class_name, const Keys& keys = {});
  // The same class with the same keys in both.
  Layer& both(std::string_view class_name);
  // An operation class of Keras 3, such as ("keras.src.ops.numpy", "Transpose").
  Layer& operation(std::string_view module, std::string_view class_name, const Keys& keys = {});
  // The layer's own Python class; `dialects` of BYOM_DIALECT_*. Several tensors are passed as one list.
  Layer& custom(std::string_view class_name, std::string_view python,
                const std::vector<std::int32_t>& dialects);
  // The call takes one list of tensors (forms named so far).
  Layer& takes_list();
  // A weight, in Keras's order. enabled_by: the boolean key it depends on, "" when it is always there;
  // flags: BYOM_WEIGHT_*; initializer: the key of its initializer, "" when it has none.
  Layer& weight(std::string_view name, std::string_view enabled_by, std::uint32_t flags,
                std::string_view initializer = "");
  // -fb freezes it.
  Layer& batch_norm();

 private:
  friend class Bridge;
  struct Form {
    std::int32_t dialect, kind;
    std::uint32_t flags;
    std::string module, class_name;
    Keys keys;
  };
  struct WeightSpec {
    std::string name, enabled_by, initializer;
    std::uint32_t flags;
  };
  Layer& form(std::int32_t dialect, std::int32_t kind, std::string_view module, std::string_view class_name,
              const Keys& keys);
  std::vector<Form> forms_;
  std::vector<WeightSpec> weights_;
  std::string python_;
  std::uint32_t flags_ = 0;
};

using Infer = std::function<Result<Descs>(const Node&)>;
using Translate = std::function<Result<Vals>(const Node&, Keras&)>;
using Expand = std::function<Result<Vals>(const Node&, Expansion&)>;
using Accept = std::function<Result<Done>(const Node&)>;
using Compute = std::function<Result<Done>(const Node&, Io&)>;
using Scratch = std::function<Result<std::uint64_t>(const Node&)>;

class Op {
 public:
  explicit Op(Schema schema);
  Op(const Op&);
  Op(Op&&) noexcept;
  Op& operator=(const Op&) = delete;
  Op& operator=(Op&&) = delete;
  ~Op();

  // Output descriptors from input descriptors.
  Op& infer(Infer f);
  // The node as Keras layers; gives one value for each output.
  Op& translate(Translate f);
  // The node as nodes of other operators.
  Op& expand(Expand f);
  // May decline a node before anything else is asked.
  Op& accept(Accept f);
  // The arithmetic. `scratch`: bytes of 64-byte aligned working memory for one run.
  Op& kernel(Compute f, Scratch scratch = {});
  // The kernel asks for its outputs by Io::make_out.
  Op& dynamic_outputs();
  // How this operator, of domain keras or the plugin's own, stands in Keras's files.
  Op& layer(Layer l);
  // A second kernel: of an operator another plugin defines. Higher tiers win (reference 0, libraries 200).
  Op& backend(std::string_view name, std::int32_t tier);
  // Only the kernel is given; the operator itself is another plugin's.
  Op& kernel_only();

 private:
  friend class Bridge;
  Schema schema_;
  Infer infer_;
  Translate translate_;
  Expand expand_;
  Accept accept_;
  Compute compute_;
  Scratch scratch_;
  Layer layer_;
  bool has_layer_ = false, kernel_only_ = false;
  std::uint32_t plan_flags_ = 0;
  std::string backend_ = "reference";
  std::int32_t tier_ = 0;
};

// A subgraph in the text form of byom_pattern, and the operator that replaces it.
struct Pattern {
  std::string text, domain, type;
};

}  // namespace byom

// Opens an operator's definition: BYOM_OP(clip) { return Op(schema).infer(infer)...; } It runs once, when the
// plugin is opened; cold, so that compilers do not spend their time on it.
#define BYOM_OP(name) [[gnu::cold]] ::byom::Op byom_op_##name()
