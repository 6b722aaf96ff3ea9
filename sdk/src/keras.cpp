// Bodies of keras.hpp: what a translation says, as calls of the host's builder.
#include <byom/keras.hpp>

namespace byom {

AttrViews::AttrViews() = default;
AttrViews::~AttrViews() = default;

byom_tensor AttrViews::tensor(const Literal& literal) {
  return {const_cast<std::byte*>(literal.bytes.data()),
          literal.shape.data(),
          nullptr,
          literal.bytes.size(),
          0,
          literal.dtype,
          static_cast<std::int32_t>(literal.shape.size())};
}

Weight::Weight(const byom_tensor* constant)
    : tensor_(*constant), shape_(constant->shape, constant->shape + constant->rank) {}
Weight::Weight(Literal literal) : literal_(std::move(literal)), shape_(literal_.shape), own_(true) {}
Weight::Weight(const Weight&) = default;
Weight::Weight(Weight&&) noexcept = default;
Weight& Weight::operator=(const Weight&) = default;
Weight& Weight::operator=(Weight&&) noexcept = default;
Weight::~Weight() = default;

Weight Weight::reshaped(std::vector<std::int64_t> shape) const {
  Weight result = *this;
  result.shape_ = std::move(shape);
  return result;
}

byom_tensor Weight::view() const {
  byom_tensor t = own_ ? AttrViews::tensor(literal_) : tensor_;
  t.shape = shape_.data();
  t.rank = static_cast<std::int32_t>(shape_.size());
  if (!strides_.empty()) t.strides = strides_.data();
  return t;
}

Val Graph::input(std::size_t i) {
  Val value;
  keep(serving.host->build->input(serving.ctx, i, &value.id));
  return value;
}

void Graph::keep(byom_rc rc) {
  if (rc_ == BYOM_OK) rc_ = rc;
}

Val Keras::model_input(std::size_t i) {
  Val value;
  keep(serving.host->build->model_input(serving.ctx, i, &value.id));
  return value;
}

Val Keras::layer(std::string_view type, const Attrs& config, const Vals& in,
                 const std::vector<Weight>& weights) {
  return call("keras", type, "", config, in, weights, 1)[0];
}

Val Keras::helper(std::string_view role, std::string_view type, const Attrs& config, const Vals& in,
                  const std::vector<Weight>& weights) {
  return call("keras", type, role, config, in, weights, 1)[0];
}

Vals Keras::layers(std::string_view type, const Attrs& config, const Vals& in, std::size_t outputs) {
  return call("keras", type, "", config, in, {}, outputs);
}

Vals Keras::helpers(std::string_view role, std::string_view type, const Attrs& config, const Vals& in,
                    const std::vector<Weight>& weights, std::size_t outputs) {
  return call("keras", type, role, config, in, weights, outputs);
}

Val Keras::custom(std::string_view domain, std::string_view type, const Attrs& config, const Vals& in,
                  const std::vector<Weight>& weights) {
  return call(domain, type, "", config, in, weights, 1)[0];
}

Val Expansion::node(std::string_view type, const Attrs& attrs, const Vals& in) {
  return call("", type, "", attrs, in, {}, 1)[0];
}

Val Expansion::constant(const Literal& literal) {
  return call("", "Constant", "", {{"value", literal}}, {}, {}, 1)[0];
}

byom_attr AttrViews::add(const std::string& name, const AttrValue& value) {
  byom_attr attr{};
  attr.name = view(name);
  attr.type = value.type();
  attr.count = 1;
  const auto list = [&](const AttrValue::List& items, const std::vector<std::string>* keys) {
    static const std::string nameless;
    std::vector<byom_attr> views;
    for (std::size_t i = 0; i < items.size(); ++i)
      views.push_back(add(keys ? (*keys)[i] : nameless, items[i]));
    attr.count = views.size();
    attr.v.a = lists_.emplace_back(std::move(views)).data();
  };
  if (const auto* b = std::get_if<bool>(&value.value)) attr.v.i = &flags_.emplace_back(*b ? 1 : 0);
  if (const auto* i = std::get_if<std::int64_t>(&value.value)) attr.v.i = i;
  if (const auto* f = std::get_if<float>(&value.value)) attr.v.f = f;
  if (const auto* s = std::get_if<std::string>(&value.value))
    attr.v.s = strings_.emplace_back(1, view(*s)).data();
  if (const auto* is = std::get_if<std::vector<std::int64_t>>(&value.value)) {
    attr.v.i = is->data();
    attr.count = is->size();
  }
  if (const auto* fs = std::get_if<std::vector<float>>(&value.value)) {
    attr.v.f = fs->data();
    attr.count = fs->size();
  }
  if (const auto* ss = std::get_if<std::vector<std::string>>(&value.value)) {
    std::vector<byom_str> views;
    for (const std::string& s : *ss) views.push_back(view(s));
    attr.count = views.size();
    attr.v.s = strings_.emplace_back(std::move(views)).data();
  }
  if (const auto* t = std::get_if<Literal>(&value.value)) attr.v.t = &tensors_.emplace_back(tensor(*t));
  if (const auto* l = std::get_if<AttrValue::List>(&value.value)) list(*l, nullptr);
  if (const auto* d = std::get_if<AttrValue::Dict>(&value.value)) list(d->values, &d->keys);
  return attr;
}

Weight Weight::permuted(const std::vector<std::int64_t>& order) const {
  Weight result = *this;
  std::vector<std::int64_t> from(shape_.size(), 1);
  for (std::size_t d = shape_.size(); d-- > 1;) from[d - 1] = from[d] * shape_[d];
  if (tensor_.strides) from.assign(tensor_.strides, tensor_.strides + tensor_.rank);
  result.strides_.resize(order.size());
  for (std::size_t d = 0; d < order.size(); ++d) {
    result.shape_[d] = shape_[static_cast<std::size_t>(order[d])];
    result.strides_[d] = from[static_cast<std::size_t>(order[d])];
  }
  return result;
}

Desc Graph::describe(Val value) const {
  byom_desc raw{};
  Desc desc;
  if (failed() || serving.host->build->describe(serving.ctx, value.id, &raw) != BYOM_OK) return desc;
  desc.dtype = raw.dtype;
  for (std::int32_t d = 0; d < raw.rank; ++d) desc.dims.emplace_back(raw.dims[d]);
  return desc;
}

Vals Graph::call(std::string_view domain, std::string_view type, std::string_view role, const Attrs& config,
                 const Vals& in, const std::vector<Weight>& weights, std::size_t outputs) {
  Vals out(outputs);
  if (failed()) return out;
  AttrViews views;
  std::vector<byom_attr> attrs;
  for (const auto& [name, value] : config) attrs.push_back(views.add(name, value));
  std::vector<byom_tensor> tensors;
  for (const Weight& weight : weights) tensors.push_back(weight.view());
  std::vector<byom_val> from, made(outputs);
  for (const Val& value : in) from.push_back(value.id);
  const byom_call call{
      sizeof(byom_call), 0,           view(domain), view(type),  view(role),     attrs.data(), from.data(),
      tensors.data(),    made.data(), attrs.size(), from.size(), tensors.size(), made.size()};
  keep(serving.host->build->call(serving.ctx, &call));
  for (std::size_t i = 0; i < outputs; ++i) out[i].id = made[i];
  return out;
}

}  // namespace byom
