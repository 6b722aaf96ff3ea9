// Tests of attributes: their text, comparison, and the way to plugins and back.
#include "host/ir/attribute.hpp"

#include <cmath>
#include <cstring>

#include <doctest/doctest.h>

#include "host/ir/graph.hpp"
#include "tests/support/tensor_of.hpp"

using namespace byom::ir;

namespace {

Tensor counted(std::vector<std::int64_t> shape) {
  Tensor tensor = make_tensor(BYOM_FLOAT, std::move(shape));
  for (std::int64_t i = 0; i < tensor.count(); ++i) {
    const auto value = static_cast<float>(i);
    std::memcpy(writable(tensor) + i * 4, &value, 4);
  }
  return tensor;
}

// One attribute of every kind but graph.
std::vector<Attribute> every_kind() {
  const Attribute item{"", std::int64_t{4}};
  return {
      {"none", NoneValue{}},
      {"alpha", 0.1F},
      {"axis", std::int64_t{-1}},
      {"mode", std::string("linear")},
      {"value", counted({2, 3})},
      {"scales", std::vector<float>{1.0F, 2.5F}},
      {"pads", std::vector<std::int64_t>{0, 0, 1, 1}},
      {"keys", std::vector<std::string>{"a", ""}},
      {"flag", true},
      {"units", ListValue{{item, {"", NoneValue{}}}}},
      {"config", DictValue{{{"class_name", std::string("Zeros")}, {"inner", DictValue{{{"a", false}}}}}}}};
}

}  // namespace

TEST_CASE("attributes read as one short line") {
  std::string all;
  for (const Attribute& attribute : every_kind()) all += text(attribute) + "\n";
  CHECK(all ==
        "none=none\nalpha=0.1\naxis=-1\nmode='linear'\nvalue=<float[2,3]>\nscales=[1,2.5]\npads=[0,0,1,1]\n"
        "keys=['a','']\nflag=true\nunits=[4,none]\nconfig={class_name='Zeros',inner={a=false}}\n");
  CHECK(text({"s", std::string("a'\x1b[0m")}) == "s='a\\'\\x1b[0m'");
  CHECK(text({"long", std::vector<std::int64_t>(100, 7)}) ==
        "long=[7,7,7,7,7,7,7,7,7,7,7,7,7,7,7,7,... 100 in all]");
  auto body = std::make_shared<Graph>();
  body->nodes.resize(3);
  CHECK(text({"body", body}) == "body=<graph of 3 nodes>");
}

TEST_CASE("types have the numbers of the plugin interface") {
  std::vector<std::int32_t> types;
  for (const Attribute& attribute : every_kind()) types.push_back(attribute.type());
  CHECK(types == std::vector<std::int32_t>{BYOM_ATTR_NONE, BYOM_ATTR_FLOAT, BYOM_ATTR_INT, BYOM_ATTR_STRING,
                                           BYOM_ATTR_TENSOR, BYOM_ATTR_FLOATS, BYOM_ATTR_INTS,
                                           BYOM_ATTR_STRINGS, BYOM_ATTR_BOOL, BYOM_ATTR_LIST,
                                           BYOM_ATTR_DICT});
  CHECK(Attribute{"g", std::make_shared<Graph>()}.type() == BYOM_ATTR_GRAPH);
  std::string names;
  for (const std::int32_t type : types) names += attribute_type_name(type) + " ";
  CHECK(names == "none float int string tensor floats ints strings bool list dict ");
  CHECK(attribute_type_name(BYOM_ATTR_GRAPH) == "graph");
  CHECK(attribute_type_name(99) == "type 99");
}

TEST_CASE("the text of a tensor has its first elements, whatever their type") {
  const auto shown = [](std::int32_t dtype, const auto& elements) {
    return text(byom::test::tensor_of(dtype, elements));
  };
  CHECK(shown(BYOM_FLOAT, std::vector{-1.0F, 0.1F, NAN, -INFINITY}) == "float[4] -1 0.1 nan -inf");
  CHECK(shown(BYOM_DOUBLE, std::vector{0.1, 1e300}) == "double[2] 0.1 1e+300");
  CHECK(shown(BYOM_FLOAT16, std::vector<std::uint16_t>{0x3c00, 0xc000}) == "float16[2] 1 -2");
  CHECK(shown(BYOM_BFLOAT16, std::vector<std::uint16_t>{0xbfc0}) == "bfloat16[1] -1.5");
  CHECK(shown(BYOM_INT8, std::vector<std::int8_t>{-128, 127}) == "int8[2] -128 127");
  CHECK(shown(BYOM_UINT16, std::vector<std::uint16_t>{65535}) == "uint16[1] 65535");
  CHECK(shown(BYOM_UINT64, std::vector<std::uint64_t>{~std::uint64_t{0}}) ==
        "uint64[1] 18446744073709551615");
  CHECK(shown(BYOM_BOOL, std::vector<std::uint8_t>{0, 1, 2}) == "bool[3] 0 1 2");
  CHECK(shown(17, std::vector<std::uint8_t>{1}) == "float8e4m3fn[1] ?");
  CHECK(text(make_strings(std::vector<std::string>{"a", "it's"}, {2})) == "string[2] 'a' 'it\\'s'");
  CHECK(text(make_tensor(BYOM_INT64, {})) == "int64[] 0");
  CHECK(text(make_tensor(BYOM_INT64, {2, 0})) == "int64[2,0]");
  CHECK(text(make_tensor(BYOM_INT32, {2, 9})) == "int32[2,9] 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ...");
  Tensor transposed = counted({2, 3});
  transposed.shape = {3, 2};
  transposed.strides = {1, 3};
  CHECK(text(transposed) == "float[3,2] 0 3 1 4 2 5");
}

TEST_CASE("a plugin's view is read where it lies, a strided one is a row-major copy") {
  const Tensor base = counted({2, 3});
  CHECK(from_view(view(base)).data == base.data);
  Tensor transposed = base;
  transposed.shape = {3, 2};
  transposed.strides = {1, 3};
  CHECK(text(from_view(view(transposed))) == "float[3,2] 0 3 1 4 2 5");
  CHECK(from_view(byom_tensor{}).dtype == 0);
}

TEST_CASE("every attribute survives the way to a plugin and back") {
  for (const Attribute& attribute : every_kind()) {
    CAPTURE(text(attribute));
    Attribute back;
    {
      Views views;
      back = from_view(views.attr(attribute));
    }
    CHECK(back.name == attribute.name);
    CHECK(same_value(back, attribute));
  }
}

TEST_CASE("a view shows the plugin what the attribute holds") {
  const std::vector<Attribute> all = every_kind();
  Views views;
  CHECK(views.attr(all[2]).v.i[0] == -1);
  CHECK(views.attr(all[1]).v.f[0] == 0.1F);
  CHECK(to_string(views.attr(all[3]).v.s[0]) == "linear");
  CHECK(views.attr(all[4]).v.t->shape[1] == 3);
  CHECK(views.attr(all[6]).count == 4);
  CHECK(views.attr(all[6]).v.i[2] == 1);
  CHECK(to_string(views.attr(all[7]).v.s[0]) == "a");
  CHECK(views.attr(all[8]).v.i[0] == 1);
  CHECK(to_string(views.attr(all[10]).v.a[1].v.a[0].name) == "a");
}

TEST_CASE("a plugin's strided tensor is copied dense, and strings with their characters") {
  const Tensor base = counted({2, 3});
  Tensor transposed = base;
  transposed.shape = {3, 2};
  transposed.strides = {1, 3};
  const byom_tensor strided = view(transposed);
  byom_attr given{};
  given.type = BYOM_ATTR_TENSOR;
  given.v.t = &strided;
  const Attribute back = from_view(given);
  const auto& copy = std::get<Tensor>(back.value);
  CHECK(copy.data != base.data);
  CHECK(copy.strides.empty());
  CHECK(copy.elements<float>()[1] == 3.0F);

  Attribute strings;
  {
    Views brief;
    strings = from_view(brief.attr({"s", make_strings(std::vector<std::string>{"left", "right"}, {2})}));
  }
  const auto right = std::get<Tensor>(strings.value).elements<byom_str>()[1];
  CHECK(to_string(right) == "right");
}

TEST_CASE("a plugin sees tensors row-major and aligned, wherever they lie") {
  const Tensor bytes = counted({3});
  Tensor odd = bytes;
  odd.shape = {2};
  odd.data += 1;
  Tensor transposed = counted({2, 3});
  transposed.shape = {3, 2};
  transposed.strides = {1, 3};
  Views views;
  const byom_tensor* aligned = views.tensor(odd);
  CHECK(reinterpret_cast<std::uintptr_t>(aligned->data) % 4 == 0);
  CHECK(std::memcmp(aligned->data, odd.data, 8) == 0);
  const byom_attr attr = views.attr({"t", transposed});
  CHECK(attr.v.t->strides == nullptr);
  CHECK(static_cast<const float*>(attr.v.t->data)[1] == 3.0F);
}

TEST_CASE("values are equal bit by bit, lists in order, dictionaries in any order") {
  CHECK(same_value({"a", NAN}, {"b", NAN}));
  CHECK_FALSE(same_value({"a", 0.0F}, {"a", -0.0F}));
  CHECK_FALSE(same_value({"a", std::vector<float>{0.0F}}, {"a", std::vector<float>{-0.0F}}));
  CHECK_FALSE(same_value({"a", std::int64_t{1}}, {"a", 1.0F}));
  CHECK_FALSE(same_value({"a", std::int64_t{1}}, {"a", true}));
  const Attribute x{"x", std::int64_t{1}};
  const Attribute y{"y", std::int64_t{2}};
  CHECK(same_value({"d", DictValue{{x, y}}}, {"d", DictValue{{y, x}}}));
  CHECK_FALSE(same_value({"d", ListValue{{x, y}}}, {"d", ListValue{{y, x}}}));
  CHECK_FALSE(same_value({"d", DictValue{{x}}}, {"d", DictValue{{{"y", std::int64_t{1}}}}}));
}
