// Bodies of op.hpp.
#include <byom/op.hpp>

namespace byom {

byom_key written(std::string_view name, std::uint32_t flags) {
  return {{}, view(name), flags, 0};
}

byom_key as_list() {
  return {{}, {}, BYOM_KEY_AS_LIST, 0};
}

byom_key call_argument() {
  return {{}, {}, BYOM_KEY_CALL_ARGUMENT, 0};
}

byom_key omitted() {
  return {{}, {}, BYOM_KEY_OMIT, 0};
}

Layer::Layer() = default;
Layer::Layer(const Layer&) = default;
Layer::Layer(Layer&&) noexcept = default;
Layer& Layer::operator=(const Layer&) = default;
Layer& Layer::operator=(Layer&&) noexcept = default;
Layer::~Layer() = default;

Layer& Layer::keras3(std::string_view module, std::string_view class_name, const Keys& keys) {
  return form(BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, module, class_name, keys);
}

Layer& Layer::keras2(std::string_view class_name, const Keys& keys) {
  return form(BYOM_DIALECT_KERAS2, BYOM_FORM_LAYER, "keras.layers", class_name, keys);
}

Layer& Layer::both(std::string_view class_name) {
  return keras3("keras.layers", class_name).keras2(class_name);
}

Layer& Layer::operation(std::string_view module, std::string_view class_name, const Keys& keys) {
  return form(BYOM_DIALECT_KERAS3, BYOM_FORM_OPERATION, module, class_name, keys);
}

Layer& Layer::custom(std::string_view class_name, std::string_view python,
                     const std::vector<std::int32_t>& dialects) {
  python_ = python;
  for (const std::int32_t dialect : dialects) form(dialect, BYOM_FORM_CUSTOM, "tao_byom", class_name, {});
  return *this;
}

Layer& Layer::takes_list() {
  for (Form& form : forms_) form.flags |= BYOM_FORM_INPUT_LIST;
  return *this;
}

Layer& Layer::weight(std::string_view name, std::string_view enabled_by, std::uint32_t flags,
                     std::string_view initializer) {
  weights_.push_back({std::string(name), std::string(enabled_by), std::string(initializer), flags});
  return *this;
}

Layer& Layer::batch_norm() {
  flags_ |= BYOM_LAYER_BATCH_NORM;
  return *this;
}

Layer& Layer::form(std::int32_t dialect, std::int32_t kind, std::string_view module,
                   std::string_view class_name, const Keys& keys) {
  forms_.push_back({dialect, kind, 0, std::string(module), std::string(class_name), keys});
  return *this;
}

Op::Op(Schema schema) : schema_(std::move(schema)) {}
Op::Op(const Op&) = default;
Op::Op(Op&&) noexcept = default;
Op::~Op() = default;

Op& Op::infer(Infer f) {
  infer_ = std::move(f);
  return *this;
}

Op& Op::translate(Translate f) {
  translate_ = std::move(f);
  return *this;
}

Op& Op::expand(Expand f) {
  expand_ = std::move(f);
  return *this;
}

Op& Op::accept(Accept f) {
  accept_ = std::move(f);
  return *this;
}

Op& Op::kernel(Compute f, Scratch scratch) {
  compute_ = std::move(f);
  scratch_ = std::move(scratch);
  return *this;
}

Op& Op::dynamic_outputs() {
  plan_flags_ |= BYOM_PLAN_DYNAMIC;
  return *this;
}

Op& Op::layer(Layer l) {
  layer_ = std::move(l);
  has_layer_ = true;
  return *this;
}

Op& Op::backend(std::string_view name, std::int32_t tier) {
  backend_ = name;
  tier_ = tier;
  return *this;
}

Op& Op::kernel_only() {
  kernel_only_ = true;
  return *this;
}

}  // namespace byom
