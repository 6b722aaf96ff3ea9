// Files for inputs: do they fit, and what each run gets of them.
#include "host/verify/given_inputs.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/verify/as_type.hpp"
#include "host/verify/npy.hpp"
#include "host/verify/probe.hpp"

namespace byom::verify {

namespace {

std::string named(const GivenInputs::value_type& given) {
  return "--input " + given.first + ": " + given.second.file;
}

// `wanted`: the extents that the input takes, "[N,3,8,8]".
std::string does_not_fit(const GivenInputs::value_type& given, std::int32_t dtype,
                         const std::string& wanted) {
  const ir::Tensor& tensor = given.second.tensor;
  std::string text = named(given) + " holds " + ir::dtype_name(tensor.dtype) + ir::shape_text(tensor.shape) +
                     ", the input takes " + ir::dtype_name(dtype) + wanted;
  if (dtype != tensor.dtype && !numpy_name(dtype).empty())
    text += "; save it with numpy.save(path, a.astype('" + numpy_name(dtype) + "'))";
  return text + ".";
}

bool fits(const ir::Value& value, const ir::Tensor& tensor) {
  if (value.dtype != 0 && value.dtype != tensor.dtype) return false;
  if (value.rank < 0) return true;
  return std::ranges::equal(value.dims, tensor.shape, [](const ir::Dim& dim, std::int64_t extent) {
    return !ir::is_number(dim) || dim.value == extent;
  });
}

std::string extents_text(const ir::Graph& graph, const ir::Value& value) {
  return ir::type_text(graph, value).substr(ir::dtype_name(value.dtype).size());
}

// The file's numbers as the input's type. Where that is impossible they stay, and do not fit.
void take_type(std::int32_t dtype, GivenInput& input) {
  const std::int32_t held = input.tensor.dtype;
  if (dtype == 0 || dtype == held) return;
  std::optional<ir::Tensor> converted = as_type(input.tensor, dtype);
  if (!converted) return;
  input.tensor = std::move(*converted);
  if (!ir::is_floating(held)) return;
  input.note = " holds " + ir::dtype_name(held) + "; its numbers are taken as " + ir::dtype_name(dtype) + ".";
}

// The number of runs that the file is for; 0: it does not fit.
std::int64_t runs_in(const GivenInput& input, const ir::Value& value, const passes::Batch& batch) {
  const std::vector<std::int64_t> wanted = extents_in_run(value, batch.exported);
  const std::vector<std::int64_t>& shape = input.tensor.shape;
  if (input.tensor.dtype != value.dtype) return 0;
  if (shape == wanted) return 1;
  const bool has_batch = !wanted.empty() && (!batch.free || value.dims.front().symbol == BYOM_BATCH);
  if (!has_batch || shape.size() != wanted.size() || wanted[0] == 0 || shape[0] % wanted[0] != 0) return 0;
  return std::equal(shape.begin() + 1, shape.end(), wanted.begin() + 1) ? shape[0] / wanted[0] : 0;
}

}  // namespace

Result<GivenInputs> read_inputs(const ir::Graph& onnx, const std::map<std::string, std::string>& files) {
  std::map<std::string, std::int32_t> types;
  std::vector<std::string> names;
  for (const ir::ValueId id : onnx.inputs) {
    names.push_back(onnx.value(id).name);
    types[names.back()] = onnx.value(id).dtype;
  }
  std::string unknown, problems;
  GivenInputs given;
  for (const auto& [name, file] : files) {
    if (!types.contains(name)) {
      append(unknown, "\n",
             "--input " + name + ": the model has no input of this name" + did_you_mean(name, names) + ".");
      continue;
    }
    auto tensor = read_npy(file);
    if (!tensor) {
      append(problems, "\n", tensor.error().text);
      continue;
    }
    given[name] = {file, std::move(*tensor)};
    take_type(types[name], given[name]);
    if (!given[name].note.empty()) given[name].note = named(*given.find(name)) + given[name].note;
  }
  if (!unknown.empty()) return fail(exit_usage, unknown);
  return problems.empty() ? Result<GivenInputs>(std::move(given)) : fail(exit_input, problems);
}

Result<Done> take_extents(ir::Graph& onnx, const GivenInputs& given) {
  std::string problems;
  std::map<std::string, std::vector<std::int64_t>> shapes;
  std::optional<std::int64_t> batch;
  for (const ir::ValueId id : onnx.inputs) {
    const ir::Value& value = onnx.value(id);
    const auto found = given.find(value.name);
    if (found == given.end()) continue;
    const std::vector<std::int64_t>& shape = found->second.tensor.shape;
    if (!fits(value, found->second.tensor)) {
      append(problems, "\n", does_not_fit(*found, value.dtype, extents_text(onnx, value)));
      continue;
    }
    shapes[value.name] = shape;
    if (!batch && !value.dims.empty() && !ir::is_number(value.dims[0])) batch = shape[0];
  }
  if (!problems.empty()) return fail(exit_input, problems);
  BYOM_CHECK_OK(passes::set_input_shapes(onnx, shapes));
  for (const ir::ValueId id : onnx.inputs)
    if (auto& dims = onnx.value(id).dims; !dims.empty() && !ir::is_number(dims[0]))
      dims[0] = ir::number(batch.value_or(1));
  return done;
}

Result<Done> replace_inputs(const ir::Graph& onnx, const GivenInputs& given,
                            std::vector<ir::Tensor>& inputs) {
  std::string problems;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto found = given.find(onnx.value(onnx.inputs[i]).name);
    if (found == given.end()) continue;
    const ir::Tensor& tensor = found->second.tensor;
    if (tensor.dtype != inputs[i].dtype || tensor.shape != inputs[i].shape)
      append(problems, "\n", does_not_fit(*found, inputs[i].dtype, ir::shape_text(inputs[i].shape)));
    inputs[i] = tensor;
  }
  return problems.empty() ? Result<Done>(done) : fail(exit_input, problems);
}

Result<std::int64_t> given_runs(const ir::Graph& onnx, const passes::Batch& batch, const GivenInputs& given) {
  std::string problems, first;
  std::int64_t runs = 1;
  for (const ir::ValueId id : onnx.inputs) {
    const ir::Value& value = onnx.value(id);
    const auto found = given.find(value.name);
    if (found == given.end()) continue;
    const std::int64_t held = runs_in(found->second, value, batch);
    if (held == 0)
      append(problems, "\n",
             does_not_fit(*found, value.dtype, ir::shape_text(extents_in_run(value, batch.exported))));
    if (held <= 1) continue;
    const std::string holds = named(*found) + " holds values for " + std::to_string(held) + " runs";
    if (runs > 1 && held != runs)
      append(problems, "\n", first + ", " + holds + ". Give as many for every input, or for one run.");
    if (first.empty()) first = holds;
    runs = std::max(runs, held);
  }
  return problems.empty() ? Result<std::int64_t>(runs) : fail(exit_input, problems);
}

ir::Tensor given_in_run(const GivenInput& input, const std::vector<std::int64_t>& shape, std::int64_t run) {
  const ir::Tensor& tensor = input.tensor;
  if (tensor.shape != shape) return sample(tensor, run, tensor.shape[0] / shape[0]);
  constexpr std::int64_t parts = 3;
  const std::int64_t count = tensor.count();
  const std::int64_t moved = count == 0 ? 0 : (run * count + parts - 1) / parts % count;
  if (moved == 0) return tensor;
  ir::Tensor result = ir::make_tensor(tensor.dtype, tensor.shape);
  const std::uint64_t head = static_cast<std::uint64_t>(moved) * ir::element_size(tensor.dtype);
  std::memcpy(ir::writable(result), tensor.data + head, tensor.bytes() - head);
  std::memcpy(ir::writable(result) + (tensor.bytes() - head), tensor.data, head);
  return tensor.dtype == BYOM_STRING ? ir::own_strings(result) : result;
}

}  // namespace byom::verify
