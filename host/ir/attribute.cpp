// Attributes: comparison, the text of messages, and the two ways across the plugin interface.
#include "host/ir/attribute.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <type_traits>

#include "host/ir/graph.hpp"
#include "host/support/half.hpp"
#include "host/support/quote.hpp"

namespace byom::ir {
namespace {

constexpr std::size_t shown_items = 16;

template <class Float>
requires std::is_floating_point_v<Float> std::string item_text(Float number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}
std::string item_text(std::int64_t number) {
  return std::to_string(number);
}
std::string item_text(const std::string& string) {
  return byom::quoted(string, 64);
}
std::string item_text(const Attribute& attribute) {
  return text(attribute);
}

template <class T>
std::string list_text(const std::vector<T>& items, char open, char close) {
  std::string text(1, open);
  for (std::size_t i = 0; i < std::min(items.size(), shown_items); ++i) {
    if (i > 0) text += ',';
    text += item_text(items[i]);
  }
  if (items.size() > shown_items) text += ",... " + std::to_string(items.size()) + " in all";
  return text + close;
}

struct ValueText {
  std::string operator()(const NoneValue&) const { return "none"; }
  std::string operator()(float number) const { return item_text(number); }
  std::string operator()(std::int64_t number) const { return item_text(number); }
  std::string operator()(const std::string& string) const { return item_text(string); }
  std::string operator()(const Tensor& tensor) const {
    return "<" + dtype_name(tensor.dtype) + shape_text(tensor.shape) + ">";
  }
  std::string operator()(const std::shared_ptr<Graph>& graph) const {
    return graph ? "<graph of " + std::to_string(graph->nodes.size()) + " nodes>" : "<graph>";
  }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(const DictValue& dict) const { return list_text(dict.items, '{', '}'); }
  std::string operator()(const ListValue& list) const { return list_text(list.items, '[', ']'); }
  template <class T>
  std::string operator()(const std::vector<T>& items) const {
    return list_text(items, '[', ']');
  }
};

bool same_item(const Attribute& a, const Attribute& b) {
  return a.name == b.name && same_value(a, b);
}

struct SameValue {
  const Attribute& other;
  bool operator()(float a) const { return same_bits(a, std::get<float>(other.value)); }
  bool operator()(const Tensor& a) const { return same_content(a, std::get<Tensor>(other.value)); }
  bool operator()(const std::vector<float>& a) const {
    return std::ranges::equal(a, std::get<std::vector<float>>(other.value), same_bits);
  }
  bool operator()(const ListValue& a) const {
    return std::ranges::equal(a.items, std::get<ListValue>(other.value).items, same_item);
  }
  // The order of keys means nothing.
  bool operator()(const DictValue& a) const {
    return std::ranges::is_permutation(a.items, std::get<DictValue>(other.value).items, same_item);
  }
  template <class T>
  bool operator()(const T& a) const {
    return a == std::get<T>(other.value);
  }
  // NaN equals itself, and 0 is not -0: the question is whether two nodes are one.
  static bool same_bits(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
  }
};

// Of a row-major tensor.
std::string element_text(const Tensor& tensor, std::size_t i) {
  switch (tensor.dtype) {
    case BYOM_FLOAT:
      return item_text(tensor.elements<float>()[i]);
    case BYOM_DOUBLE:
      return item_text(tensor.elements<double>()[i]);
    case BYOM_FLOAT16:
      return item_text(from_half(tensor.elements<std::uint16_t>()[i]));
    case BYOM_BFLOAT16:
      return item_text(from_bfloat16(tensor.elements<std::uint16_t>()[i]));
    case BYOM_UINT64:
      return std::to_string(tensor.elements<std::uint64_t>()[i]);
    case BYOM_STRING:
      return item_text(to_string(tensor.elements<byom_str>()[i]));
    default:
      break;
  }
  const std::vector<std::int64_t> whole =
      integers({tensor.dtype, {}, {}, tensor.data + i * element_size(tensor.dtype), tensor.owner});
  return whole.empty() ? "?" : std::to_string(whole[0]);
}

template <class T>
const T* keep_array(std::vector<std::shared_ptr<const void>>& kept, std::vector<T> items) {
  auto array = std::make_shared<const std::vector<T>>(std::move(items));
  kept.push_back(array);
  return array->data();
}

Tensor copied(const byom_tensor& view) {
  const Tensor source = from_view(view);
  if (view.dtype == BYOM_STRING) return own_strings(source);
  Tensor copy = make_tensor(view.dtype, source.shape);
  copy_elements(source, 0, source.count(), writable(copy));
  return copy;
}

std::vector<Attribute> items_of(const byom_attr& view) {
  std::vector<Attribute> items;
  for (std::uint64_t i = 0; i < view.count; ++i) items.push_back(from_view(view.v.a[i]));
  return items;
}

}  // namespace

std::int32_t Attribute::type() const {
  // By index of the variant.
  static constexpr std::array<std::int32_t, std::variant_size_v<decltype(value)>> types{
      BYOM_ATTR_NONE,    BYOM_ATTR_FLOAT, BYOM_ATTR_INT,    BYOM_ATTR_STRING,
      BYOM_ATTR_TENSOR,  BYOM_ATTR_GRAPH, BYOM_ATTR_FLOATS, BYOM_ATTR_INTS,
      BYOM_ATTR_STRINGS, BYOM_ATTR_BOOL,  BYOM_ATTR_LIST,   BYOM_ATTR_DICT};
  return types[value.index()];
}

std::string attribute_type_name(std::int32_t type) {
  static constexpr std::array<std::pair<std::int32_t, const char*>, 12> names{{{BYOM_ATTR_FLOAT, "float"},
                                                                               {BYOM_ATTR_INT, "int"},
                                                                               {BYOM_ATTR_STRING, "string"},
                                                                               {BYOM_ATTR_TENSOR, "tensor"},
                                                                               {BYOM_ATTR_GRAPH, "graph"},
                                                                               {BYOM_ATTR_FLOATS, "floats"},
                                                                               {BYOM_ATTR_INTS, "ints"},
                                                                               {BYOM_ATTR_STRINGS, "strings"},
                                                                               {BYOM_ATTR_BOOL, "bool"},
                                                                               {BYOM_ATTR_NONE, "none"},
                                                                               {BYOM_ATTR_LIST, "list"},
                                                                               {BYOM_ATTR_DICT, "dict"}}};
  for (const auto& [number, name] : names)
    if (number == type) return name;
  return "type " + std::to_string(type);
}

bool same_value(const Attribute& a, const Attribute& b) {
  return a.value.index() == b.value.index() && std::visit(SameValue{b}, a.value);
}

std::string text(const Attribute& attribute) {
  const std::string value = std::visit(ValueText{}, attribute.value);
  return attribute.name.empty() ? value : escaped(attribute.name) + "=" + value;
}

std::string text(const Tensor& tensor) {
  const Tensor plain = contiguous(tensor);
  std::string text = dtype_name(tensor.dtype) + shape_text(tensor.shape);
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(plain.count(), 0));
  for (std::size_t i = 0; i < std::min(count, shown_items); ++i) text += " " + element_text(plain, i);
  return count > shown_items ? text + " ..." : text;
}

const byom_tensor* Views::tensor(const Tensor& tensor) {
  // Plugins read elements through typed pointers; a view of a file may lie at any address.
  const auto aligned = std::make_shared<const Tensor>(contiguous(tensor));
  kept_.push_back(aligned);
  return keep_array(kept_, std::vector<byom_tensor>{view(*aligned)});
}

byom_attr Views::attr(const Attribute& attribute) {
  byom_attr out{};
  out.name = to_view(attribute.name);
  out.type = attribute.type();
  out.count = 1;
  const auto items = [&](const std::vector<Attribute>& list) {
    std::vector<byom_attr> views;
    for (const Attribute& item : list) views.push_back(attr(item));
    out.count = views.size();
    out.v.a = keep_array(kept_, std::move(views));
  };
  const auto& value = attribute.value;
  if (const auto* number = std::get_if<float>(&value)) out.v.f = number;
  if (const auto* number = std::get_if<std::int64_t>(&value)) out.v.i = number;
  if (const auto* string = std::get_if<std::string>(&value))
    out.v.s = keep_array(kept_, std::vector{to_view(*string)});
  if (const auto* held = std::get_if<Tensor>(&value)) out.v.t = tensor(*held);
  if (const auto* graph = std::get_if<std::shared_ptr<Graph>>(&value)) out.v.graph = graph->get();
  if (const auto* list = std::get_if<std::vector<float>>(&value))
    out.count = list->size(), out.v.f = list->data();
  if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value))
    out.count = list->size(), out.v.i = list->data();
  if (const auto* strings = std::get_if<std::vector<std::string>>(&value)) {
    std::vector<byom_str> views;
    for (const std::string& string : *strings) views.push_back(to_view(string));
    out.count = views.size();
    out.v.s = keep_array(kept_, std::move(views));
  }
  if (const auto* flag = std::get_if<bool>(&value))
    out.v.i = keep_array(kept_, std::vector<std::int64_t>{*flag});
  if (const auto* list = std::get_if<ListValue>(&value)) items(list->items);
  if (const auto* dict = std::get_if<DictValue>(&value)) items(dict->items);
  return out;
}

Attribute from_view(const byom_attr& view) {
  Attribute out;
  out.name = to_string(view.name);
  switch (view.type) {
    case BYOM_ATTR_FLOAT:
      out.value = *view.v.f;
      break;
    case BYOM_ATTR_INT:
      out.value = *view.v.i;
      break;
    case BYOM_ATTR_STRING:
      out.value = to_string(*view.v.s);
      break;
    case BYOM_ATTR_TENSOR:
      out.value = copied(*view.v.t);
      break;
    case BYOM_ATTR_GRAPH:
      if (view.v.graph) out.value = std::make_shared<Graph>(*static_cast<const Graph*>(view.v.graph));
      break;
    case BYOM_ATTR_FLOATS:
      out.value = std::vector<float>(view.v.f, view.v.f + view.count);
      break;
    case BYOM_ATTR_INTS:
      out.value = std::vector<std::int64_t>(view.v.i, view.v.i + view.count);
      break;
    case BYOM_ATTR_STRINGS: {
      std::vector<std::string> strings;
      for (std::uint64_t i = 0; i < view.count; ++i) strings.push_back(to_string(view.v.s[i]));
      out.value = std::move(strings);
      break;
    }
    case BYOM_ATTR_BOOL:
      out.value = *view.v.i != 0;
      break;
    case BYOM_ATTR_LIST:
      out.value = ListValue{items_of(view)};
      break;
    case BYOM_ATTR_DICT:
      out.value = DictValue{items_of(view)};
      break;
    default:
      break;
  }
  return out;
}

}  // namespace byom::ir
