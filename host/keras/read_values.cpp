// Configuration values from the JSON of a Keras file.
#include "host/keras/read_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "host/keras/config_values.hpp"
#include "host/keras/damaged.hpp"
#include "host/support/exit.hpp"
#include "host/support/half.hpp"

namespace byom::keras {
namespace {

// A number, or one of the strings that NumPy takes for a number.
double number_of(const Json& json) {
  if (json.is_boolean()) return json.get<bool>() ? 1 : 0;
  if (json.is_number()) return json.get<double>();
  if (json == "inf") return std::numeric_limits<double>::infinity();
  if (json == "-inf") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

template <class T>
void put(std::byte* out, T value) {
  std::memcpy(out, &value, sizeof value);
}

void put_element(const Json& json, std::int32_t dtype, std::byte* out) {
  const auto whole = [&] { return json.is_number_integer() ? json.get<std::int64_t>() : 0; };
  switch (dtype) {
    case BYOM_FLOAT:
      return put(out, static_cast<float>(number_of(json)));
    case BYOM_DOUBLE:
      return put(out, number_of(json));
    case BYOM_FLOAT16:
      return put(out, to_half(number_of(json)));
    case BYOM_BFLOAT16:
      return put(out, to_bfloat16(static_cast<float>(number_of(json))));
    case BYOM_BOOL:
      return put(out, static_cast<std::uint8_t>(number_of(json) != 0));
    case BYOM_INT8:
    case BYOM_UINT8:
      return put(out, static_cast<std::uint8_t>(whole()));
    case BYOM_INT16:
    case BYOM_UINT16:
      return put(out, static_cast<std::uint16_t>(whole()));
    case BYOM_INT32:
    case BYOM_UINT32:
      return put(out, static_cast<std::uint32_t>(whole()));
    case BYOM_UINT64:
      return put(out, json.is_number_unsigned() ? json.get<std::uint64_t>() : std::uint64_t{0});
    default:
      return put(out, whole());
  }
}

// Puts the elements in order; false where the lists are ragged.
bool put_nested(const Json& json, const std::vector<std::int64_t>& shape, std::size_t axis,
                std::int32_t dtype, std::byte*& out) {
  if (axis == shape.size()) {
    if (json.is_array()) return false;
    put_element(json, dtype, out);
    out += ir::element_size(dtype);
    return true;
  }
  if (!json.is_array() || static_cast<std::int64_t>(json.size()) != shape[axis]) return false;
  return std::all_of(json.begin(), json.end(),
                     [&](const Json& item) { return put_nested(item, shape, axis + 1, dtype, out); });
}

Result<ir::Tensor> read_tensor(const Json& json) {
  const std::int32_t dtype = dtype_of_keras(json.value("dtype", ""));
  if (dtype == 0 || dtype == BYOM_STRING || !json.contains("value"))
    return damaged("an array has no dtype or value");
  std::vector<std::int64_t> shape;
  for (const Json* level = &json["value"]; level->is_array(); level = &level->front()) {
    shape.push_back(static_cast<std::int64_t>(level->size()));
    if (level->empty()) break;
  }
  ir::Tensor tensor = ir::make_tensor(dtype, shape);
  std::byte* out = ir::writable(tensor);
  if (!put_nested(json["value"], shape, 0, dtype, out)) return damaged("an array is ragged");
  return tensor;
}

Result<std::vector<ir::Attribute>> read_items(const Json& json) {
  std::vector<ir::Attribute> items;
  for (const auto& [key, value] : json.items()) {
    BYOM_TRY(ir::Attribute item, read_value(json.is_array() ? "" : key, value));
    items.push_back(std::move(item));
  }
  return items;
}

bool all_are(const Json& list, bool (*test)(const Json&)) {
  return std::all_of(list.begin(), list.end(), test);
}

Result<ir::Attribute> read_list(const std::string& name, const Json& list) {
  ir::Attribute attribute{name, {}};
  if (all_are(list, [](const Json& item) { return item.is_number_integer(); }))
    attribute.value = list.get<std::vector<std::int64_t>>();
  else if (all_are(list, [](const Json& item) { return item.is_number_float(); }))
    attribute.value = list.get<std::vector<float>>();
  else if (all_are(list, [](const Json& item) { return item.is_string(); }))
    attribute.value = list.get<std::vector<std::string>>();
  else {
    BYOM_TRY(std::vector<ir::Attribute> items, read_items(list));
    attribute.value = ir::ListValue{std::move(items)};
  }
  return attribute;
}

Result<ir::Attribute> read_object(const std::string& name, const Json& object) {
  ir::Attribute attribute{name, {}};
  if (object.value("class_name", Json()) == "__numpy__") {
    BYOM_TRY(ir::Tensor tensor, read_tensor(object.value("config", Json::object())));
    attribute.value = std::move(tensor);
  } else {
    BYOM_TRY(std::vector<ir::Attribute> items, read_items(object));
    attribute.value = ir::DictValue{std::move(items)};
  }
  return attribute;
}

// The name in the graph of what the file calls `written`, among arguments of the call or among configuration.
std::string graph_name(const byom_form& form, const std::string& written, bool argument) {
  for (std::uint64_t i = 0; i < form.n_keys; ++i) {
    const byom_key& key = form.keys[i];
    const bool is_argument = (key.flags & BYOM_KEY_CALL_ARGUMENT) != 0;
    if (is_argument == argument && ir::to_string(key.written.n ? key.written : key.key) == written)
      return ir::to_string(key.key);
  }
  return written;
}

// The BYOM_ATTR_* that the layer's schema declares for a key; 0: it does not know the key.
std::int32_t declared_type(const registry::Op& op, const std::string& key) {
  if (op.schemas.empty()) return 0;
  const byom_schema& schema = op.schemas.back();
  for (std::uint64_t i = 0; i < schema.n_attrs; ++i)
    if (ir::to_string(schema.attrs[i].name) == key) return schema.attrs[i].preset.type;
  return 0;
}

ir::Tensor scalar_tensor(std::int32_t dtype, const Json& json) {
  ir::Tensor tensor = ir::make_tensor(dtype, {});
  std::byte* out = ir::writable(tensor);
  put_element(json, dtype, out);
  return tensor;
}

// Two values lose their type in a file: an empty list, and a tensor of rank 0, which is a bare number there.
Result<ir::Attribute> read_declared(const registry::Op& op, const std::string& name, const Json& json) {
  const std::int32_t type = declared_type(op, name);
  const bool empty = json.is_array() && json.empty();
  if (empty && type == BYOM_ATTR_FLOATS) return ir::Attribute{name, std::vector<float>()};
  if (empty && type == BYOM_ATTR_STRINGS) return ir::Attribute{name, std::vector<std::string>()};
  if (empty && type == BYOM_ATTR_LIST) return ir::Attribute{name, ir::ListValue{}};
  if (type == BYOM_ATTR_TENSOR && json.is_number_float())
    return ir::Attribute{name, scalar_tensor(BYOM_FLOAT, json)};
  if (type == BYOM_ATTR_TENSOR && json.is_number_integer())
    return ir::Attribute{name, scalar_tensor(BYOM_INT64, json)};
  return read_value(name, json);
}

bool is_initializer(const registry::Op& op, const std::string& key) {
  for (std::uint64_t i = 0; i < op.layer.n_weights; ++i)
    if (ir::to_string(op.layer.weights[i].initializer) == key) return true;
  return false;
}

}  // namespace

Result<ir::Attribute> read_value(const std::string& name, const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean:
      return ir::Attribute{name, json.get<bool>()};
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return ir::Attribute{name, json.get<std::int64_t>()};
    case Json::value_t::number_float:
      return ir::Attribute{name, json.get<float>()};
    case Json::value_t::string:
      return ir::Attribute{name, json.get<std::string>()};
    case Json::value_t::array:
      return read_list(name, json);
    case Json::value_t::object:
      return read_object(name, json);
    default:
      return ir::Attribute{name, ir::NoneValue{}};
  }
}

Result<std::vector<ir::Attribute>> read_attributes(const registry::Op& op, const byom_form& form,
                                                   const Json& config, const Json& arguments) {
  std::vector<ir::Attribute> attributes;
  for (const auto& [written, value] : config.items()) {
    const std::string name = graph_name(form, written, false);
    if (written == "name" || written == "trainable" || is_initializer(op, written)) continue;
    // Every layer has a dtype; only to operators such as casts it is a key of their own.
    if (written == "dtype" && declared_type(op, name) == 0) continue;
    const byom_key* key = find_key(form, name);
    const bool unwrap = key && (key->flags & BYOM_KEY_AS_LIST) && value.is_array() && value.size() == 1;
    BYOM_TRY(ir::Attribute attribute, read_declared(op, name, unwrap ? value.front() : value));
    attributes.push_back(std::move(attribute));
  }
  for (const auto& [written, value] : arguments.items()) {
    BYOM_TRY(ir::Attribute attribute, read_declared(op, graph_name(form, written, true), value));
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

}  // namespace byom::keras
