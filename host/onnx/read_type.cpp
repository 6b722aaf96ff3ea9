// Types of graph inputs and outputs.
#include "host/onnx/read_graph.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

std::string kind_of(const ::onnx::TypeProto& type) {
  if (type.has_sequence_type()) return "a sequence";
  if (type.has_map_type()) return "a map";
  if (type.has_optional_type()) return "an optional";
  return type.has_sparse_tensor_type() ? "a sparse tensor" : "of a type without name here";
}

ir::Dim read_extent(const ::onnx::TensorShapeProto::Dimension& dim, const std::string& unnamed,
                    ir::Graph& graph) {
  if (dim.has_dim_value() && dim.dim_value() >= 0) return ir::number(dim.dim_value());
  const std::string& name = dim.dim_param().empty() ? unnamed : dim.dim_param();
  return {1, graph.symbols->named(name), 0};
}

}  // namespace

void read_type(const ::onnx::ValueInfoProto& proto, const std::string& where, Reading& reading,
               ir::Graph& graph, ir::Value& value) {
  if (!proto.has_type()) return;
  const ::onnx::TypeProto& type = proto.type();
  if (!type.has_tensor_type()) {
    if (type.value_case() != ::onnx::TypeProto::VALUE_NOT_SET)
      reading.problems.warn("values that are no tensors have no known type here",
                            " (the first: " + where + ", " + kind_of(type) + ")");
    return;
  }
  value.dtype = type.tensor_type().elem_type();
  if (value.dtype != 0 && ir::dtype_name(value.dtype).starts_with("dtype "))
    reading.problems.add(exit_unsupported,
                         where + " has the unknown element type " + std::to_string(value.dtype));
  if (!type.tensor_type().has_shape()) return;
  const auto& shape = type.tensor_type().shape();
  if (shape.dim_size() > highest_rank) {
    reading.problems.add(exit_limit, where + " has rank " + std::to_string(shape.dim_size()) + "; at most " +
                                         std::to_string(highest_rank) + " is supported");
    return;
  }
  value.rank = shape.dim_size();
  for (int d = 0; d < shape.dim_size(); ++d) {
    // Exporters write -1 for a free extent; any other negative number has no meaning.
    if (shape.dim(d).has_dim_value() && shape.dim(d).dim_value() < -1)
      reading.problems.add(exit_input, where + " has the extent " + std::to_string(shape.dim(d).dim_value()) +
                                           " at axis " + std::to_string(d));
    value.dims.push_back(read_extent(shape.dim(d), proto.name() + "." + std::to_string(d), graph));
  }
}

}  // namespace byom::onnx
