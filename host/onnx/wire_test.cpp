// Tests of the walk over the wire format, against protobuf's own parser and with hand-made bytes.
#include "host/onnx/wire.hpp"

#include <doctest/doctest.h>
#include <google/protobuf/stubs/logging.h>

#include "host/onnx/test_models.hpp"
#include "host/support/exit.hpp"

using namespace std::string_literals;
using byom::onnx::without_tensor_bytes;
using namespace byom::onnx::test;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string fault(const std::string& bytes) {
  const auto slim = without_tensor_bytes(bytes_of(bytes));
  if (slim.ok()) return "fine";
  const std::string damaged = "the file is damaged or no ONNX model: at byte ";
  const std::string& text = slim.error().text;
  return std::to_string(slim.error().code) + " " +
         (text.starts_with(damaged) ? text.substr(damaged.size()) : text);
}

// A length-delimited field.
std::string field(int number, const std::string& content) {
  std::string out;
  const auto varint = [&](std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  };
  varint(static_cast<std::uint64_t>(number) << 3 | 2);
  varint(content.size());
  return out + content;
}

// ModelProto > graph > node > attribute > graph, `depth` graphs in all.
std::string nested_graphs(int depth) {
  std::string graph;
  for (int i = 1; i < depth; ++i) graph = field(1, field(5, field(6, graph)));
  return field(7, graph);
}

}  // namespace

TEST_CASE("all but raw_data arrives unchanged, and each raw_data is where its record says") {
  ::onnx::ModelProto model = small_model();
  model.set_producer_name(std::string(300, 'p'));
  auto& node = *model.mutable_graph()->mutable_node(0);
  auto& tensor = *add_attribute(node, "value", ::onnx::AttributeProto::TENSOR).mutable_t();
  tensor.set_raw_data("in an attribute");
  auto& body = *add_attribute(node, "body", ::onnx::AttributeProto::GRAPH).mutable_g();
  add_tensor(body, "inner", 1, {}, "in a body");
  add_attribute(node, "many", ::onnx::AttributeProto::TENSORS).add_tensors()->set_raw_data("in a list");
  auto& function = *model.add_functions();
  auto& called = *function.add_node();
  add_attribute(called, "value", ::onnx::AttributeProto::TENSOR).mutable_t()->set_raw_data("in a function");

  const std::string bytes = model.SerializeAsString();
  const auto slim = without_tensor_bytes(bytes_of(bytes));
  REQUIRE(slim.ok());
  ::onnx::ModelProto parsed;
  REQUIRE(parsed.ParseFromString(*slim));
  const auto restore = [&](::onnx::TensorProto& t) {
    const auto range = byom::onnx::recorded_range(t.raw_data());
    t.set_raw_data(bytes.substr(range.offset, range.length));
  };
  auto& parsed_node = *parsed.mutable_graph()->mutable_node(0);
  restore(*parsed.mutable_graph()->mutable_initializer(0));
  restore(*parsed_node.mutable_attribute(0)->mutable_t());
  restore(*parsed_node.mutable_attribute(1)->mutable_g()->mutable_initializer(0));
  restore(*parsed_node.mutable_attribute(2)->mutable_tensors(0));
  restore(*parsed.mutable_functions(0)->mutable_node(0)->mutable_attribute(0)->mutable_t());
  CHECK(parsed.SerializeAsString() == bytes);
}

TEST_CASE("a file that is cut off says at which byte") {
  const std::string bytes = field(2, "producer") + field(7, field(2, "graph name"));
  CHECK(fault(bytes) == "fine");
  CHECK(fault(bytes.substr(0, 14)) ==
        "3 10 begins a field of 12 bytes, but only 2 follow: the file is cut off");
  CHECK(fault(bytes.substr(0, 11)) == "3 10 a length is cut off");
  CHECK(fault(field(7, "\x12\x20name")) ==
        "3 2 begins a field of 32 bytes, but only 4 follow: the file is cut off");
  CHECK(fault(field(7, "\x12\x20name") + field(2, "p")) ==
        "3 2 begins a field of 32 bytes, but only 4 follow");
  CHECK(fault("\x08") == "3 0 a number is cut off or longer than 10 bytes");
  CHECK(fault("\x09\x01\x02") == "3 0 a number is cut off");
  CHECK(fault("\x0d\x01\x02") == "3 0 a number is cut off");
  CHECK(fault("\xff") == "3 0 a field's number is cut off");
}

TEST_CASE("impossible numbers, lengths and wire types are refused") {
  CHECK(fault("\x02\x00"s) == "3 0 a field has the impossible number 0");
  CHECK(fault("\x82\x80\x80\x80\x10\x00"s) == "3 0 a field has the impossible number 536870912");
  CHECK(fault("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01") == "3 0 a field's number is cut off");
  CHECK(fault("\x08" + std::string(10, '\xff') + "\x01") ==
        "3 0 a number is cut off or longer than 10 bytes");
  CHECK(fault("\x12\xff\xff\xff\xff\x07x") ==
        "3 0 begins a field of 2147483647 bytes, but only 1 follow: the file is cut off");
  CHECK(fault("\x12\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01x") ==
        "3 0 begins a field of 9223372036854775808 bytes, but only 1 follow: the file is cut off");
  CHECK(fault("\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x") ==
        "3 0 begins a field of 18446744073709551615 bytes, but only 1 follow: the file is cut off");
  CHECK(fault("\x0e") == "3 0 a field has wire type 6, which does not exist");
  CHECK(fault("\x0f") == "3 0 a field has wire type 7, which does not exist");
  CHECK(fault("\x0b\x0c") == "3 0 stands a group, which ONNX does not use");
  CHECK(fault(std::string(1'000'000, '\x0b')) == "3 0 stands a group, which ONNX does not use");
}

TEST_CASE("fields that protobuf would merge or replace silently are refused") {
  CHECK(fault(field(7, "") + field(7, "")) == "3 2 field 7 occurs a second time");
  CHECK(fault(field(7, field(5, field(9, "ab") + field(9, "cd")))) == "3 8 field 9 occurs a second time");
  CHECK(fault(field(7, field(1, field(5, field(6, "") + field(6, ""))))) ==
        "3 8 field 6 occurs a second time");
  CHECK(fault(field(7, field(5, "") + field(5, ""))) == "fine");
}

TEST_CASE("32 nested graphs are read, 33 and 10000 are not") {
  CHECK(fault(nested_graphs(32)) == "fine");
  CHECK(fault(nested_graphs(33)) == "4 graphs are nested deeper than 32");
  CHECK(fault(nested_graphs(10'000)) == "4 graphs are nested deeper than 32");
}

TEST_CASE("a million nodes are read, one more is not") {
  std::string nodes;
  for (int i = 0; i < 1'000'000; ++i) nodes += "\x0a\x00"s;
  CHECK(fault(field(7, nodes)) == "fine");
  CHECK(fault(field(7, nodes + "\x0a\x00"s)) == "4 the model has more than 1000000 nodes");
}

TEST_CASE("unknown fields, overlong varints and unpacked dims arrive as protobuf reads them") {
  // dims 300 unpacked, its varint one byte longer than needed; dims 7, 8 packed; an unknown field
  const std::string tensor = "\x08\xac\x82\x00"s + field(1, "\x07\x08") + field(99, "new");
  const std::string bytes = field(7, field(5, tensor));
  const auto slim = without_tensor_bytes(bytes_of(bytes));
  REQUIRE(slim.ok());
  ::onnx::ModelProto ours;
  ::onnx::ModelProto full;
  REQUIRE(ours.ParseFromString(*slim));
  REQUIRE(full.ParseFromString(bytes));
  CHECK(ours.SerializeAsString() == full.SerializeAsString());
  CHECK(ours.graph().initializer(0).dims(0) == 300);
}

TEST_CASE("protobuf accepts what the walk accepts, for every flipped bit and every prefix") {
  const google::protobuf::LogSilencer silence;
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_initializer(0)->clear_raw_data();
  const std::string bytes = model.SerializeAsString();
  int disagreements = 0;
  const auto compare = [&](const std::string& damaged) {
    const auto slim = without_tensor_bytes(bytes_of(damaged));
    ::onnx::ModelProto full;
    const bool whole = full.ParseFromString(damaged);
    ::onnx::ModelProto ours;
    const bool read = slim.ok() && ours.ParseFromString(*slim);
    // The walk refuses more (groups, merged fields), but what it lets through must be the same message,
    // except for a raw_data that the damage made up.
    if (read && (!whole || (full.SerializeAsString() != ours.SerializeAsString() &&
                            damaged.find('\x4a') == std::string::npos)))
      ++disagreements;
    if (!read && whole && slim.ok()) ++disagreements;
  };
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    compare(damaged);
  }
  for (std::size_t length = 0; length < bytes.size(); ++length) compare(bytes.substr(0, length));
  CHECK(disagreements == 0);
}
