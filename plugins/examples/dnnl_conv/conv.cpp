// A second kernel for Conv, by oneDNN; the operator itself stays the built-in one.
#include <dnnl.hpp>
#include <omp.h>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;
using Dims = dnnl::memory::dims;

// What is declined here, the next kernel computes.
Result<Done> accept(const Node& node) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::decline("it computes float only");
  if (x.rank() < 3 || x.rank() > 5) return Node::decline("it knows one to three spatial axes");
  if (node.string("auto_pad") != "NOTSET") return Node::decline("it wants explicit pads");
  return done;
}

// Kernels start no threads but the host's: oneDNN's OpenMP stays on the thread that calls it.
struct OneThread {
  OneThread() { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before); }
  const int before = omp_get_max_threads();
};

dnnl::memory row_major(const Dims& shape, const float* data, const dnnl::engine& engine) {
  Dims strides(shape.size(), 1);
  for (std::size_t d = shape.size(); d-- > 1;) strides[d - 1] = strides[d] * shape[d];
  return {{shape, dnnl::memory::data_type::f32, strides}, engine, const_cast<float*>(data)};
}

Result<Done> compute(const Node& node, Io& io) {
  for (const char* name : {"kernel_shape", "auto_pad"}) node.ignore(name, "the weights and accept() know it");
  const auto numbers = [&](const char* name, std::size_t n, std::int64_t preset) {
    const Dims stated = node.integers(name);
    return stated.empty() ? Dims(n, preset) : stated;
  };
  const auto dims = [](std::span<const std::int64_t> shape) { return Dims(shape.begin(), shape.end()); };
  const std::size_t axes = io.shape(0).size() - 2;
  const Dims pads = numbers("pads", 2 * axes, 0), begin = dims(std::span(pads).first(axes)),
             end = dims(std::span(pads).last(axes));
  Dims filters = dims(io.shape(1)), dilations = numbers("dilations", axes, 1);
  for (auto& d : dilations) d -= 1;  // oneDNN counts the cells left out
  filters[0] /= node.integer("group");
  filters.insert(filters.begin(), node.integer("group"));
  const OneThread one_thread;
  const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  const auto x = row_major(dims(io.shape(0)), io.in<float>(0).data(), cpu),
             w = row_major(filters, io.in<float>(1).data(), cpu),
             y = row_major(dims(io.out_shape(0)), io.out<float>(0).data(), cpu),
             b = io.has(2) ? row_major(dims(io.shape(2)), io.in<float>(2).data(), cpu)
                           : dnnl::memory({}, cpu, nullptr);
  const dnnl::convolution_forward::desc wanted(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, x.get_desc(), w.get_desc(),
      b.get_desc(), y.get_desc(), numbers("strides", axes, 1), dilations, begin, end);
  dnnl::stream stream(cpu);
  dnnl::convolution_forward({wanted, cpu})
      .execute(stream, {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, y}});
  stream.wait();
  return done;
}
}  // namespace

BYOM_PLUGIN("com.acme.dnnl-conv", "1.0.0",
            {Op(onnx("Conv", {1})).kernel_only().backend("dnnl", 200).accept(accept).kernel(compute)})
