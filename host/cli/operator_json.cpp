// An operator described for programs.
#include <sstream>

#include <nlohmann/json.hpp>

#include "host/cli/known_operator.hpp"
#include "host/ir/tensor_json.hpp"
#include "host/keras/config_values.hpp"
#include "host/support/call_in_progress.hpp"

namespace byom::cli {
namespace {

using Json = nlohmann::ordered_json;

// What JSON lacks (an infinite number, a graph) is told as in messages.
Json value_json(ir::Attribute attribute);

Json tensor_json(const ir::Tensor& tensor) {
  return {{"type", ir::dtype_name(tensor.dtype)},
          {"shape", tensor.shape},
          {"elements", ir::elements_json(tensor)}};
}

Json value_json(ir::Attribute attribute) {
  attribute.name.clear();
  if (const auto* tensor = std::get_if<ir::Tensor>(&attribute.value)) return tensor_json(*tensor);
  return keras::value_json(attribute).value_or(Json(ir::text(attribute)));
}

Json types_json(const std::string& types) {
  Json list = Json::array();
  std::istringstream stream(types.empty() ? "any" : types);
  for (std::string type; std::getline(stream, type, ',');) list.push_back(type);
  return list;
}

Json formal_json(const byom_formal& formal) {
  return {{"name", ir::to_string(formal.name)},
          {"doc", ir::to_string(formal.doc)},
          {"optional", (formal.flags & BYOM_OPTIONAL) != 0}};
}

Json input_json(const byom_formal& formal) {
  Json json = formal_json(formal);
  json["variadic"] = (formal.flags & BYOM_VARIADIC) != 0;
  json["types"] = types_json(ir::to_string(formal.types));
  json["shape_like"] = (formal.flags & BYOM_SHAPE_LIKE) != 0;
  json["index"] = (formal.flags & BYOM_INDEX) != 0;
  return json;
}

Json output_json(const byom_formal& formal) {
  Json json = formal_json(formal);
  json["variadic"] = (formal.flags & BYOM_VARIADIC) != 0;
  return json;
}

Json attribute_json(const byom_formal& formal) {
  Json json = formal_json(formal);
  const bool has_default = !(formal.preset.flags & BYOM_NO_DEFAULT);
  json["optional"] = has_default || (formal.flags & BYOM_OPTIONAL) != 0;
  json["type"] = ir::attribute_type_name(formal.preset.type);
  if (has_default) json["default"] = value_json(ir::from_view(formal.preset));
  return json;
}

Json actual_json(const std::string& name, const byom_tensor& view) {
  if (view.dtype == 0) return nullptr;  // left out
  Json json{{"name", name}};
  json.update(tensor_json(ir::from_view(view)));
  return json;
}

Json example_json(const registry::Op& op, const byom_schema& schema, const byom_example& example) {
  Json json{{"name", ir::to_string(example.name)},
            {"attributes", Json::object()},
            {"inputs", Json::array()},
            {"outputs", Json::array()}};
  for (std::uint64_t i = 0; i < example.n_attrs; ++i)
    json["attributes"][ir::to_string(example.attrs[i].name)] = value_json(ir::from_view(example.attrs[i]));
  for (std::uint64_t i = 0; i < example.n_in; ++i)
    json["inputs"].push_back(actual_json(input_of(op, schema, example, i).name, example.in[i]));
  for (std::uint64_t i = 0; i < example.n_out; ++i)
    json["outputs"].push_back(actual_json(actual_name(schema.outputs, schema.n_outputs, i), example.out[i]));
  return json;
}

template <class Item, class ToJson>
Json list_json(const Item* items, std::uint64_t n, ToJson to_json) {
  Json list = Json::array();
  for (std::uint64_t i = 0; i < n; ++i) list.push_back(to_json(items[i]));
  return list;
}

Json schema_json(const registry::Op& op, const byom_schema& schema) {
  const auto example = [&](const byom_example& given) { return example_json(op, schema, given); };
  return {{"since", schema.since},
          {"doc", ir::to_string(schema.doc)},
          {"inputs", list_json(schema.inputs, schema.n_inputs, input_json)},
          {"attributes", list_json(schema.attrs, schema.n_attrs, attribute_json)},
          {"outputs", list_json(schema.outputs, schema.n_outputs, output_json)},
          {"examples", list_json(schema.examples, schema.n_examples, example)}};
}

Json form_json(const byom_form* form) {
  if (form == nullptr) return nullptr;
  Json json{{"kind", form->kind == BYOM_FORM_CUSTOM      ? "custom"
                     : form->kind == BYOM_FORM_OPERATION ? "operation"
                                                         : "layer"},
            {"module", ir::to_string(form->module)},
            {"class", ir::to_string(form->class_name)},
            {"input_list", (form->flags & BYOM_FORM_INPUT_LIST) != 0},
            {"keys", Json::array()}};
  for (std::uint64_t i = 0; i < form->n_keys; ++i) {
    const byom_key& key = form->keys[i];
    json["keys"].push_back({{"key", ir::to_string(key.key)},
                            {"written", ir::to_string(key.written)},
                            {"as_list", (key.flags & BYOM_KEY_AS_LIST) != 0},
                            {"call_argument", (key.flags & BYOM_KEY_CALL_ARGUMENT) != 0},
                            {"omitted", (key.flags & BYOM_KEY_OMIT) != 0}});
  }
  return json;
}

Json weight_json(const byom_weight& weight) {
  return {{"name", ir::to_string(weight.name)},
          {"trainable", (weight.flags & BYOM_WEIGHT_TRAINABLE) != 0},
          {"takes_initializer", (weight.flags & BYOM_WEIGHT_KERNEL) != 0},
          {"initializer", ir::to_string(weight.initializer)},
          {"enabled_by", ir::to_string(weight.enabled_by)}};
}

Json layer_json(const registry::Op& op) {
  if (op.layer.size == 0) return nullptr;
  return {{"keras3", form_json(op.form(BYOM_DIALECT_KERAS3))},
          {"keras2", form_json(op.form(BYOM_DIALECT_KERAS2))},
          {"weights", list_json(op.layer.weights, op.layer.n_weights, weight_json)},
          {"batch_norm", (op.layer.flags & BYOM_LAYER_BATCH_NORM) != 0}};
}

Json offer_json(const OperatorOffer& offer) {
  const registry::Op* op = offer.op;
  const registry::Manifest& manifest = op ? op->plugin->manifest : *offer.claim.manifest;
  Json json{{"id", manifest.id},
            {"version", manifest.version},
            {"from", registry::origin(manifest)},
            {"manifest", manifest.file.string()},
            {"serves", offer.claim.serves},
            {"why", offer.claim.why},
            {"usable", op != nullptr}};
  if (!op) return json;
  json["operator"] = registry::text({op->domain(), op->type()});
  json["facets"] = facets_of(*op);
  json["layout"] = layout_of(*op);
  json["random"] = (op->table.flags & BYOM_OP_RANDOM) != 0;
  json["draft"] = (op->table.flags & BYOM_OP_DRAFT) != 0;
  json["layer"] = layer_json(*op);
  json["versions"] = Json::array();
  for (const byom_schema& schema : op->schemas) json["versions"].push_back(schema_json(*op, schema));
  return json;
}

}  // namespace

Json to_json(const KnownOperator& known) {
  Json json{{"operator", registry::text(known.name)},
            {"plugins", Json::array()},
            {"kernels", Json::array()},
            {"patterns", Json::array()}};
  for (const OperatorOffer& offer : known.offers) {
    const CallInProgress call(reading(known, offer));
    json["plugins"].push_back(offer_json(offer));
  }
  for (const registry::KernelOffer& kernel : known.kernels)
    json["kernels"].push_back({{"backend", ir::to_string(kernel.kernel->table.backend)},
                               {"plugin", kernel.kernel->plugin->manifest.id},
                               {"tier", kernel.tier}});
  for (const registry::Pattern* pattern : known.patterns)
    json["patterns"].push_back(
        {{"text", ir::to_string(pattern->table.text)}, {"plugin", pattern->plugin->manifest.id}});
  return json;
}

}  // namespace byom::cli
