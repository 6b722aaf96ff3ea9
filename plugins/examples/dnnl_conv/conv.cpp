// A second kernel for Conv, by oneDNN; the operator itself stays the built-in one.
#include <dnnl.hpp>
#include <omp.h>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;
using Dims = dnnl::memory::dims;
// What is declined here, the next kernel computes, and the log says why.
Result<Done> accept(const Node& node) {
  if (node.input(0).dtype != BYOM_FLOAT) return Node::decline("it computes float only");
  for (std::size_t i = 0; i < node.inputs(); ++i)
    if (std::ranges::count(node.input(i).dims, Dim(0)) > 0) return Node::decline("it wants elements");
  if (const Desc b = node.input(2); b.present() && b.rank() != 1) return Node::decline("flat biases only");
  if (node.integer("group") != 1) return Node::decline("it knows convolutions of one group only");
  if (node.string("auto_pad") != "NOTSET") return Node::decline("it wants explicit pads");
  return done;
}

Dims dims(std::span<const std::int64_t> numbers) {
  return {numbers.begin(), numbers.end()};
}

dnnl::memory row_major(const Dims& shape, const float* data, const dnnl::engine& engine) {
  Dims strides(shape.size(), 1);
  for (std::size_t d = shape.size(); d-- > 1;) strides[d - 1] = strides[d] * shape[d];
  return {{shape, dnnl::memory::data_type::f32, strides}, engine, const_cast<float*>(data)};
}

Result<Done> compute(const Node& node, Io& io) {
  for (const char* name : {"kernel_shape", "auto_pad", "group"}) node.ignore(name, "the weights or accept()");
  const auto stated = [&](const char* name, std::size_t count, std::int64_t preset) {
    const Dims numbers = node.integers(name);
    return numbers.empty() ? Dims(count, preset) : numbers;
  };
  const std::size_t axes = io.shape(0).size() - 2;
  const Dims pads = stated("pads", 2 * axes, 0);
  Dims dilations = stated("dilations", axes, 1);
  for (std::int64_t& d : dilations) d -= 1;  // oneDNN counts the cells left out
  omp_set_num_threads(1);  // for the calling thread: a kernel starts no threads but the host's
  const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  const auto in = [&](std::size_t i) { return row_major(dims(io.shape(i)), io.in<float>(i).data(), cpu); };
  const dnnl::memory x = in(0), w = in(1), b = io.has(2) ? in(2) : dnnl::memory({}, cpu, nullptr),
                     y = row_major(dims(io.out_shape(0)), io.out<float>(0).data(), cpu);
  const dnnl::convolution_forward::desc wanted(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, x.get_desc(), w.get_desc(),
      b.get_desc(), y.get_desc(), stated("strides", axes, 1), dilations, dims(std::span(pads).first(axes)),
      dims(std::span(pads).last(axes)));
  dnnl::stream stream(cpu);
  dnnl::convolution_forward({wanted, cpu})
      .execute(stream, {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, y}});
  stream.wait();
  return done;
}
}  // namespace

BYOM_PLUGIN("com.acme.dnnl-conv", "1.0.0",
            {Op(onnx("Conv", {1})).kernel_only().backend("dnnl", 200).accept(accept).kernel(compute)})
