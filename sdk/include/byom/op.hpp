// The single include of an operator's file. An operator is a Schema and the facets it has.
#pragma once

#include <functional>
#include <string>
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

// How a layer stands in Keras's files.
class Layer {
 public:
  // A class of Keras 3 / Keras 2 ("keras.layers", "Conv2D"). Keys not listed are written as they are.
  Layer& keras3(std::string module, std::string class_name,
                std::vector<std::pair<std::string, byom_key>> keys = {}) {
    return form(BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, std::move(module), std::move(class_name),
                std::move(keys));
  }
  Layer& keras2(std::string class_name, std::vector<std::pair<std::string, byom_key>> keys = {}) {
    return form(BYOM_DIALECT_KERAS2, BYOM_FORM_LAYER, "keras.layers", std::move(class_name), std::move(keys));
  }
  // The same class with the same keys in both.
  Layer& both(const std::string& class_name) { return keras3("keras.layers", class_name).keras2(class_name); }
  // An operation class of Keras 3, such as ("keras.src.ops.numpy", "Transpose").
  Layer& operation(std::string module, std::string class_name,
                   std::vector<std::pair<std::string, byom_key>> keys = {}) {
    return form(BYOM_DIALECT_KERAS3, BYOM_FORM_OPERATION, std::move(module), std::move(class_name),
                std::move(keys));
  }
  // The layer's own Python class; `dialects` of BYOM_DIALECT_*. Several tensors are passed as one list.
  Layer& custom(const std::string& class_name, std::string python,
                const std::vector<std::int32_t>& dialects) {
    python_ = std::move(python);
    for (const std::int32_t dialect : dialects) form(dialect, BYOM_FORM_CUSTOM, "tao_byom", class_name, {});
    return *this;
  }
  // The call takes one list of tensors (forms named so far).
  Layer& takes_list() {
    for (Form& form : forms_) form.flags |= BYOM_FORM_INPUT_LIST;
    return *this;
  }
  // A weight, in Keras's order. enabled_by: the boolean key it depends on, "" when it is always there;
  // flags: BYOM_WEIGHT_*; initializer: the key of its initializer, "" when it has none.
  Layer& weight(std::string name, std::string enabled_by, std::uint32_t flags, std::string initializer = "") {
    weights_.push_back({std::move(name), std::move(enabled_by), std::move(initializer), flags});
    return *this;
  }
  Layer& batch_norm() {
    flags_ |= BYOM_LAYER_BATCH_NORM;
    return *this;
  }

 private:
  friend class Bridge;
  struct Form {
    std::int32_t dialect, kind;
    std::uint32_t flags;
    std::string module, class_name;
    std::vector<std::pair<std::string, byom_key>> keys;
  };
  struct WeightSpec {
    std::string name, enabled_by, initializer;
    std::uint32_t flags;
  };
  Layer& form(std::int32_t dialect, std::int32_t kind, std::string module, std::string class_name,
              std::vector<std::pair<std::string, byom_key>> keys) {
    forms_.push_back({dialect, kind, 0, std::move(module), std::move(class_name), std::move(keys)});
    return *this;
  }
  std::vector<Form> forms_;
  std::vector<WeightSpec> weights_;
  std::string python_;
  std::uint32_t flags_ = 0;
};

// A key that is spelled differently in a file: {"negative_slope", written("alpha")}. `name` must be a
// literal.
inline byom_key written(std::string_view name, std::uint32_t flags = 0) {
  return {{}, view(name), flags, 0};
}
inline byom_key as_list() {
  return {{}, {}, BYOM_KEY_AS_LIST, 0};
}
inline byom_key call_argument() {
  return {{}, {}, BYOM_KEY_CALL_ARGUMENT, 0};
}
inline byom_key omitted() {
  return {{}, {}, BYOM_KEY_OMIT, 0};
}

using Infer = std::function<Result<Descs>(const Node&)>;
using Translate = std::function<Result<Vals>(const Node&, Keras&)>;
using Expand = std::function<Result<Vals>(const Node&, Expansion&)>;
using Accept = std::function<Result<Done>(const Node&)>;
using Compute = std::function<Result<Done>(const Node&, Io&)>;
using Scratch = std::function<Result<std::uint64_t>(const Node&)>;

class Op {
 public:
  explicit Op(Schema schema) : schema_(std::move(schema)) {}

  // Output descriptors from input descriptors.
  Op& infer(Infer f) {
    infer_ = std::move(f);
    return *this;
  }
  // The node as Keras layers; gives one value for each output.
  Op& translate(Translate f) {
    translate_ = std::move(f);
    return *this;
  }
  // The node as nodes of other operators.
  Op& expand(Expand f) {
    expand_ = std::move(f);
    return *this;
  }
  // May decline a node before anything else is asked.
  Op& accept(Accept f) {
    accept_ = std::move(f);
    return *this;
  }
  // The arithmetic. `scratch`: bytes of 64-byte aligned working memory for one run.
  Op& kernel(Compute f, Scratch scratch = {}) {
    compute_ = std::move(f);
    scratch_ = std::move(scratch);
    return *this;
  }
  // The kernel asks for its outputs by Io::make_out.
  Op& dynamic_outputs() {
    plan_flags_ |= BYOM_PLAN_DYNAMIC;
    return *this;
  }
  // How this operator, of domain keras or the plugin's own, stands in Keras's files.
  Op& layer(Layer l) {
    layer_ = std::move(l);
    has_layer_ = true;
    return *this;
  }
  // A second kernel: of an operator another plugin defines. Higher tiers win (reference 0, libraries 200).
  Op& backend(std::string name, std::int32_t tier) {
    backend_ = std::move(name);
    tier_ = tier;
    return *this;
  }
  // Only the kernel is given; the operator itself is another plugin's.
  Op& kernel_only() {
    kernel_only_ = true;
    return *this;
  }

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

// Opens an operator's definition: BYOM_OP(clip) { return Op(schema).infer(infer)...; }
#define BYOM_OP(name) ::byom::Op byom_op_##name()
