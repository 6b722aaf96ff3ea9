// Tests of TensorProto: every way to store elements, and every size that does not fit.
#include <cstring>
#include <functional>
#include <limits>

#include <doctest/doctest.h>

#include "host/onnx/test_models.hpp"

using namespace byom::onnx::test;
using ::onnx::TensorProto;

namespace {

// The model's tensor after `change` was applied to an empty one of the type.
::onnx::ModelProto model_of(int type, const std::vector<std::int64_t>& dims,
                            const std::function<void(TensorProto&)>& change) {
  ::onnx::ModelProto model = small_model();
  auto& tensor = *model.mutable_graph()->mutable_initializer(0);
  tensor.Clear();
  tensor.set_name("w");
  tensor.set_data_type(type);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  change(tensor);
  return model;
}

std::string fault(int type, const std::vector<std::int64_t>& dims,
                  const std::function<void(TensorProto&)>& change) {
  const std::string text = refusal(model_of(type, dims, change));
  const std::string after = "initializer 'w' ";
  return text.find(after) == 2 ? text.substr(0, 2) + text.substr(2 + after.size()) : text;
}

byom::ir::Tensor tensor_of(int type, const std::vector<std::int64_t>& dims,
                           const std::function<void(TensorProto&)>& change) {
  auto model = read_proto(model_of(type, dims, change));
  if (!model.ok()) FAIL(model.error().text);
  for (auto& value : model->graph.values)
    if (value.name == "w") return *value.constant;
  FAIL("no weight");
  return {};
}

std::string bytes(const byom::ir::Tensor& tensor) {
  return {reinterpret_cast<const char*>(tensor.data), static_cast<std::size_t>(tensor.bytes())};
}

void nothing(TensorProto&) {}

// Signalling NaN, -0, denormal, -inf.
const std::string odd_floats("\x01\0\xa0\x7f\0\0\0\x80\x01\0\0\0\0\0\x80\xff", 16);

}  // namespace

TEST_CASE("raw data is seen where it lies in the file, at odd addresses too, bit for bit") {
  std::string bits;
  while (bits.size() <= 65536) bits += odd_floats;
  const auto count = static_cast<std::int64_t>(bits.size() / sizeof(float));
  for (int shift = 0; shift < 4; ++shift) {
    const auto model = read_proto(model_of(TensorProto::FLOAT, {count}, [&](TensorProto& t) {
      t.set_doc_string(std::string(static_cast<std::size_t>(shift), 'x'));
      t.set_raw_data(bits);
    }));
    REQUIRE(model.ok());
    const auto& tensor = *model->graph.value(0).constant;
    CHECK(bytes(tensor) == bits);
    const auto file = model->files[0]->bytes();
    CHECK(tensor.data > file.data());
    CHECK(tensor.data + bits.size() <= file.data() + file.size());
  }
}

TEST_CASE("raw data of small constants, which operators look into, is aligned, bit for bit") {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    const auto model = read_proto(model_of(TensorProto::DOUBLE, {2}, [&](TensorProto& t) {
      t.set_doc_string(std::string(shift, 'x'));
      t.set_raw_data(odd_floats);
    }));
    REQUIRE(model.ok());
    const auto& tensor = *model->graph.value(0).constant;
    CHECK(bytes(tensor) == odd_floats);
    CHECK(reinterpret_cast<std::uintptr_t>(tensor.data) % alignof(double) == 0);
  }
}

TEST_CASE("typed fields hold what onnx.proto says, narrow numbers in wider fields") {
  using namespace std::string_literals;
  const auto ints = [](const std::vector<std::int32_t>& numbers) {
    return [numbers](TensorProto& t) { t.mutable_int32_data()->Add(numbers.begin(), numbers.end()); };
  };
  const auto longs = [](const std::vector<std::uint64_t>& numbers) {
    return [numbers](TensorProto& t) { t.mutable_uint64_data()->Add(numbers.begin(), numbers.end()); };
  };
  CHECK(bytes(tensor_of(TensorProto::FLOAT, {2}, [](TensorProto& t) {
          t.add_float_data(1.0F);
          t.add_float_data(-2.0F);
        })) == "\0\0\x80\x3f\0\0\0\xc0"s);
  CHECK(bytes(tensor_of(TensorProto::DOUBLE, {}, [](TensorProto& t) { t.add_double_data(1.0); })) ==
        "\0\0\0\0\0\0\xf0\x3f"s);
  CHECK(bytes(tensor_of(TensorProto::INT64, {1}, [](TensorProto& t) { t.add_int64_data(-2); })) ==
        "\xfe\xff\xff\xff\xff\xff\xff\xff"s);
  CHECK(bytes(tensor_of(TensorProto::INT32, {1}, ints({-2}))) == "\xfe\xff\xff\xff"s);
  CHECK(bytes(tensor_of(TensorProto::INT16, {2}, ints({-2, 258}))) == "\xfe\xff\x02\x01"s);
  CHECK(bytes(tensor_of(TensorProto::INT8, {2}, ints({-128, 127}))) == "\x80\x7f"s);
  CHECK(bytes(tensor_of(TensorProto::UINT16, {1}, ints({65535}))) == "\xff\xff"s);
  CHECK(bytes(tensor_of(TensorProto::UINT8, {1}, ints({255}))) == "\xff"s);
  CHECK(bytes(tensor_of(TensorProto::BOOL, {2}, ints({1, 0}))) == "\x01\0"s);
  CHECK(bytes(tensor_of(TensorProto::FLOAT16, {1}, ints({0x3c00}))) == "\x00\x3c"s);
  CHECK(bytes(tensor_of(TensorProto::BFLOAT16, {1}, ints({0xbf80}))) == "\x80\xbf"s);
  CHECK(bytes(tensor_of(17, {1}, ints({0xfe}))) == "\xfe"s);
  CHECK(bytes(tensor_of(TensorProto::UINT64, {1}, longs({~std::uint64_t{0}}))) == std::string(8, '\xff'));
  CHECK(bytes(tensor_of(TensorProto::UINT32, {1}, longs({0xfffffffe}))) == "\xfe\xff\xff\xff"s);
  CHECK(bytes(tensor_of(TensorProto::COMPLEX64, {1}, [](TensorProto& t) {
          t.add_float_data(1.0F);
          t.add_float_data(2.0F);
        })) == "\0\0\x80\x3f\0\0\0\x40"s);
  const auto strings = tensor_of(TensorProto::STRING, {2}, [](TensorProto& t) {
    t.add_string_data("one");
    t.add_string_data("a string longer than the small buffer");
  });
  CHECK(byom::ir::to_string(strings.elements<byom_str>()[1]) == "a string longer than the small buffer");
}

TEST_CASE("scalars, empty tensors and tensors of one element differ in shape only") {
  CHECK(tensor_of(TensorProto::FLOAT, {}, [](TensorProto& t) { t.add_float_data(1); }).shape.empty());
  CHECK(tensor_of(TensorProto::FLOAT, {1}, [](TensorProto& t) { t.add_float_data(1); }).shape.size() == 1);
  CHECK(tensor_of(TensorProto::FLOAT, {3, 0}, nothing).count() == 0);
  CHECK(tensor_of(TensorProto::FLOAT, {0}, [](TensorProto& t) { t.set_raw_data(""); }).count() == 0);
  CHECK(byom::ir::view(tensor_of(TensorProto::STRING, {0}, nothing)).data != nullptr);
}

TEST_CASE("numbers that the element type cannot hold are refused") {
  CHECK(fault(TensorProto::INT8, {1}, [](TensorProto& t) { t.add_int32_data(128); }) ==
        "3 holds the number 128, which its element type cannot hold");
  CHECK(fault(TensorProto::UINT8, {1}, [](TensorProto& t) { t.add_int32_data(-1); }) ==
        "3 holds the number -1, which its element type cannot hold");
  CHECK(fault(TensorProto::UINT32, {1}, [](TensorProto& t) { t.add_uint64_data(std::uint64_t{1} << 32); }) ==
        "3 holds the number 4294967296, which its element type cannot hold");
}

TEST_CASE("sizes are compared with the shape before anything is allocated") {
  CHECK(fault(TensorProto::FLOAT, {2}, [](TensorProto& t) { t.set_raw_data("1234567"); }) ==
        "3 needs 8 bytes by its type and shape, but has 7");
  CHECK(fault(TensorProto::FLOAT, {2}, [](TensorProto& t) { t.set_raw_data("123456789"); }) ==
        "3 needs 8 bytes by its type and shape, but has 9");
  CHECK(fault(TensorProto::FLOAT, {2}, [](TensorProto& t) { t.set_raw_data(""); }) ==
        "3 needs 8 bytes by its type and shape, but has 0");
  CHECK(fault(TensorProto::FLOAT, {2}, nothing) == "3 of shape [2] has no elements stored");
  CHECK(fault(TensorProto::FLOAT, {1 << 30, 1 << 20}, nothing) ==
        "3 of shape [1073741824,1048576] has no elements stored");
  CHECK(fault(TensorProto::FLOAT, {2}, [](TensorProto& t) { t.add_float_data(1); }) ==
        "3 has 2 elements by its shape [2], but 1 numbers in float_data");
  CHECK(fault(TensorProto::COMPLEX64, {1}, [](TensorProto& t) { t.add_float_data(1); }) ==
        "3 has 1 elements by its shape [1], but 1 numbers in float_data");
  const std::int64_t large = std::int64_t{1} << 32;
  CHECK(fault(TensorProto::FLOAT, {large, large}, [](TensorProto& t) { t.set_raw_data(""); }) ==
        "3 has the shape [4294967296,4294967296], which has too many elements to be real");
  CHECK(fault(TensorProto::FLOAT, {-1}, [](TensorProto& t) { t.set_raw_data(""); }) ==
        "3 has the shape [-1] with a negative extent");
  CHECK(fault(TensorProto::FLOAT, {std::numeric_limits<std::int64_t>::min(), 0}, nothing) ==
        "3 has the shape [-9223372036854775808,0] with a negative extent");
  CHECK(fault(TensorProto::FLOAT, std::vector<std::int64_t>(33, 1),
              [](TensorProto& t) { t.add_float_data(1); }) == "4 has rank 33; at most 32 is supported");
  CHECK(tensor_of(TensorProto::FLOAT, std::vector<std::int64_t>(32, 1), [](TensorProto& t) {
          t.add_float_data(1);
        }).count() == 1);
}

TEST_CASE("one tensor has one storage, and the one of its type") {
  CHECK(fault(TensorProto::FLOAT, {1}, [](TensorProto& t) {
          t.set_raw_data("1234");
          t.add_float_data(1);
        }) == "3 has its elements twice (raw_data, a typed field, external data)");
  CHECK(fault(TensorProto::FLOAT, {1}, [](TensorProto& t) { t.add_int32_data(1); }) ==
        "3 of type float stores its elements in another field than float_data");
  CHECK(fault(TensorProto::INT64, {1}, [](TensorProto& t) { t.add_int32_data(1); }) ==
        "3 of type int64 stores its elements in another field than int64_data");
  CHECK(fault(TensorProto::STRING, {1}, [](TensorProto& t) { t.set_raw_data("1234567890123456"); }) ==
        "3 holds strings as raw bytes, which ONNX does not allow");
  CHECK(fault(TensorProto::FLOAT, {1}, [](TensorProto& t) { t.mutable_segment(); }) ==
        "1 is stored in segments, which is not supported");
}

TEST_CASE("element types without an address or a name are refused by name") {
  CHECK(fault(0, {1}, nothing) == "3 has no element type");
  CHECK(fault(22, {1}, [](TensorProto& t) { t.add_int32_data(1); }) ==
        "1 has the element type int4, which is not supported");
  CHECK(fault(99, {1}, nothing) == "1 has the element type dtype 99, which is not supported");
  CHECK(fault(-1, {1}, nothing) == "1 has the element type dtype -1, which is not supported");
}
