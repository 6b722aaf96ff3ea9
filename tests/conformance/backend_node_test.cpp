// The node tests of ONNX's backend suite (Debian's libonnx-testdata): one operator each, inputs and outputs
// computed by ONNX's own reference code.
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "host/onnx/protos.hpp"
#include "host/onnx/read_model.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/translate.hpp"
#include "host/run/execute.hpp"
#include "plugins/builtin_ops/shared/half.hpp"
#include "tests/support/operator_testing.hpp"

namespace byom::testing {

namespace {

namespace fs = std::filesystem;

const fs::path nodes = "/usr/share/libonnx-testdata/data/node";
constexpr double relative = 1e-3, absolute = 1e-5;

// What is known to differ, and why it may. A test that passes after all must leave the table.
constexpr const char* bfloat16_as_uint16 =
    "the test data hold bfloat16 as uint16, which no type of the model says";
constexpr const char* strings = "strings have no Keras tensor to become";
constexpr const char* random_training =
    "training mode draws random numbers, which the test data fix by NumPy's generator";
constexpr const char* fractional_length =
    "ONNX's reference scales by the fractional length, onnxruntime (and we) by whole cells; it leaves this "
    "test out, too";
const std::map<std::string, std::string> known_failures = {
    {"test_cast_BFLOAT16_to_FLOAT", bfloat16_as_uint16},
    {"test_cast_FLOAT_to_BFLOAT16", bfloat16_as_uint16},
    {"test_castlike_BFLOAT16_to_FLOAT", bfloat16_as_uint16},
    {"test_castlike_BFLOAT16_to_FLOAT_expanded", bfloat16_as_uint16},
    {"test_castlike_FLOAT_to_BFLOAT16", bfloat16_as_uint16},
    {"test_castlike_FLOAT_to_BFLOAT16_expanded", bfloat16_as_uint16},
    {"test_cast_FLOAT_to_STRING", strings},
    {"test_cast_STRING_to_FLOAT", strings},
    {"test_castlike_FLOAT_to_STRING", strings},
    {"test_castlike_FLOAT_to_STRING_expanded", strings},
    {"test_castlike_STRING_to_FLOAT", strings},
    {"test_castlike_STRING_to_FLOAT_expanded", strings},
    {"test_training_dropout", random_training},
    {"test_training_dropout_default", random_training},
    {"test_training_dropout_default_mask", random_training},
    {"test_training_dropout_mask", random_training},
    {"test_resize_downsample_scales_cubic_align_corners", fractional_length},
    {"test_resize_downsample_scales_linear_align_corners", fractional_length},
};

// The tensor of a .pb file by protobuf's accessors, not by our own reader.
Result<ir::Tensor> read_tensor_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  ::onnx::TensorProto proto;
  if (!proto.ParseFromIstream(&file) || proto.data_type() == 0) return Error{1, "is no tensor"};
  const std::vector<std::int64_t> shape(proto.dims().begin(), proto.dims().end());
  if (proto.data_type() == BYOM_STRING)
    return ir::make_strings(std::vector<std::string>(proto.string_data().begin(), proto.string_data().end()),
                            shape);
  if (ir::element_size(proto.data_type()) == 0) return Error{1, "has an element type of its own"};
  // A sequence that was parsed as a tensor.
  if (ir::element_count(shape) < 0 || ir::element_count(shape) > (1 << 28))
    return Error{1, "has an impossible shape"};
  ir::Tensor tensor = ir::make_tensor(proto.data_type(), shape);
  std::string raw = proto.raw_data();
  const auto typed = [&raw](const auto& field) {
    raw.assign(reinterpret_cast<const char*>(field.data()),
               static_cast<std::size_t>(field.size()) * sizeof(*field.data()));
  };
  if (proto.float_data_size()) typed(proto.float_data());
  if (proto.double_data_size()) typed(proto.double_data());
  if (proto.int64_data_size()) typed(proto.int64_data());
  if (proto.uint64_data_size() && proto.data_type() == BYOM_UINT64) typed(proto.uint64_data());
  if (proto.int32_data_size()) {
    const std::size_t width = ir::element_size(proto.data_type());
    raw.clear();
    for (const std::int32_t number : proto.int32_data())
      raw.append(reinterpret_cast<const char*>(&number), width);  // little-endian: the low bytes come first
  }
  if (raw.size() != tensor.bytes()) return Error{1, "has " + std::to_string(raw.size()) + " bytes"};
  if (!raw.empty()) std::memcpy(ir::writable(tensor), raw.data(), raw.size());
  return tensor;
}

double number_at(const ir::Tensor& tensor, std::size_t i) {
  switch (tensor.dtype) {
    case BYOM_FLOAT:
      return tensor.elements<float>()[i];
    case BYOM_DOUBLE:
      return tensor.elements<double>()[i];
    case BYOM_FLOAT16:
      return widen(tensor.elements<Half>()[i]);
    default:
      return widen(tensor.elements<Bfloat16>()[i]);
  }
}

bool near_enough(double computed, double expected) {
  if (std::isnan(expected)) return std::isnan(computed);
  if (std::isinf(expected)) return computed == expected;
  return std::fabs(computed - expected) <= absolute + relative * std::fabs(expected);
}

// Empty when equal.
std::string difference(const ir::Tensor& computed, const ir::Tensor& expected) {
  if (computed.dtype != expected.dtype || computed.shape != expected.shape)
    return "is " + ir::dtype_name(computed.dtype) + ir::shape_text(computed.shape) + " instead of " +
           ir::dtype_name(expected.dtype) + ir::shape_text(expected.shape);
  if (!ir::is_floating(expected.dtype)) return ir::same_content(computed, expected) ? "" : "differs";
  for (std::size_t i = 0; i < static_cast<std::size_t>(expected.count()); ++i)
    if (!near_enough(number_at(computed, i), number_at(expected, i)))
      return "has " + std::to_string(number_at(computed, i)) + " instead of " +
             std::to_string(number_at(expected, i)) + " at element " + std::to_string(i);
  return "";
}

struct DataSet {
  std::vector<ir::Tensor> inputs, outputs;
};

Result<DataSet> read_data(const fs::path& folder, const ir::Graph& graph) {
  DataSet data;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    BYOM_TRY(ir::Tensor tensor, read_tensor_file(folder / ("input_" + std::to_string(i) + ".pb")));
    data.inputs.push_back(std::move(tensor));
  }
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    BYOM_TRY(ir::Tensor tensor, read_tensor_file(folder / ("output_" + std::to_string(i) + ".pb")));
    data.outputs.push_back(std::move(tensor));
  }
  return data;
}

std::string differences(const std::vector<ir::Tensor>& computed, const std::vector<ir::Tensor>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (const std::string text = difference(computed[i], expected[i]); !text.empty())
      return "output " + std::to_string(i) + " " + text;
  return "";
}

// What the kernels compute of the test's inputs, compared; empty when equal.
std::string run_original(const ir::Graph& graph, const DataSet& data) {
  auto program = run::Program::prepare(graph, plugins(), session());
  if (!program) return program.error().text;
  const auto outputs = program->run(data.inputs);
  return outputs ? differences(*outputs, data.outputs) : outputs.error().text;
}

enum class Inputs { all, first, floating };

bool stays_input(Inputs which, std::size_t i, std::int32_t dtype) {
  return which == Inputs::all || i == 0 || (which == Inputs::floating && ir::is_floating(dtype));
}

// The same through the translation to Keras layers. Inputs other than those of `which` become initializers.
// Nothing when the translation refuses the node.
std::optional<std::string> run_translated(ir::Graph graph, const DataSet& data, Inputs which) {
  std::vector<ir::ValueId> left;
  std::vector<ir::Tensor> tensors;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const ir::ValueId id = graph.inputs[i];
    if (stays_input(which, i, data.inputs[i].dtype)) {
      left.push_back(id);
      tensors.push_back(data.inputs[i]);
    } else {
      graph.value(id).constant = data.inputs[i];
    }
  }
  graph.inputs = left;
  if (!passes::infer_and_fold(graph, plugins(), session())) return std::nullopt;
  const auto translation = passes::translate(graph, plugins(), session());
  if (!translation)
    return translation.error().code == 5 ? std::optional(translation.error().text) : std::nullopt;
  auto program = run::Program::prepare(translation->graph, plugins(), session());
  if (!program) return program.error().text;
  const auto outputs = program->run(tensors);
  return outputs ? differences(*outputs, data.outputs) : outputs.error().text;
}

bool all_implemented(const ir::Graph& graph) {
  return std::ranges::all_of(graph.nodes, [](const ir::Node& node) {
    const auto op = plugins().op(node.domain, node.type);
    return op && *op;
  });
}

struct Case {
  std::string name;
  ir::Graph graph;
  std::vector<std::shared_ptr<const MappedFile>> files;
  DataSet data;
};

struct Suite {
  std::vector<Case> cases;
  std::size_t not_read = 0, not_implemented = 0, other_values = 0;
};

// The tests whose operators are all here and whose inputs and outputs are tensors.
const Suite& suite() {
  static const Suite all = [] {
    Suite s;
    std::set<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(nodes)) folders.insert(entry.path());
    for (const fs::path& folder : folders) {
      auto model = onnx::read_model(folder / "model.onnx");
      if (!model) {
        ++s.not_read;
        continue;
      }
      if (!all_implemented(model->graph)) {
        ++s.not_implemented;
        continue;
      }
      auto data = read_data(folder / "test_data_set_0", model->graph);
      if (!data) {
        ++s.other_values;
        continue;
      }
      s.cases.push_back(
          {folder.filename(), std::move(model->graph), std::move(model->files), std::move(*data)});
    }
    return s;
  }();
  return all;
}

}  // namespace

TEST_CASE("The kernels compute what ONNX's backend node tests expect") {
  if (!fs::exists(nodes)) {
    MESSAGE("libonnx-testdata is not installed: nothing was compared");
    return;
  }
  const Suite& all = suite();
  std::size_t passed = 0;
  for (const Case& test : all.cases) {
    const std::string text = run_original(test.graph, test.data);
    const bool known = known_failures.contains(test.name);
    CHECK_MESSAGE((known || text.empty()), test.name << ": " << text);
    CHECK_MESSAGE(!(known && text.empty()), test.name << " passes, but is listed as a known failure");
    passed += text.empty();
  }
  MESSAGE(passed << " of " << all.cases.size() << " backend node tests pass, " << known_failures.size()
                 << " are known to fail; left out: " << all.not_implemented
                 << " of operators that are not here, " << all.not_read << " models that are not read, "
                 << all.other_values << " whose values are no tensors");
  CHECK(passed > 0);
}

TEST_CASE("What can be translated computes the same as Keras layers") {
  if (!fs::exists(nodes)) return;
  std::size_t translated = 0, tried = 0;
  for (const Case& test : suite().cases) {
    if (known_failures.contains(test.name)) continue;
    for (const Inputs which : {Inputs::all, Inputs::first, Inputs::floating}) {
      const auto text = run_translated(test.graph, test.data, which);
      ++tried;
      if (!text) continue;
      ++translated;
      CHECK_MESSAGE(text->empty(), test.name << " (inputs: " << static_cast<int>(which) << "): " << *text);
    }
  }
  MESSAGE(translated << " of " << tried << " variants of the tests were translated");
  CHECK(translated > 0);
}

}  // namespace byom::testing
