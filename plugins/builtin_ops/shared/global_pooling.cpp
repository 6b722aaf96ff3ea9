// ONNX's side is a pool whose window is the whole image; Keras's side reduces rows of its own.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

#include <algorithm>
#include <string>

#include "plugins/builtin_ops/kernels/pooling.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom {

namespace {

std::string layer_type(bool mean, std::size_t axes) {
  return std::string(mean ? "GlobalAveragePooling" : "GlobalMaxPooling") + std::to_string(axes) + "D";
}

Result<Vals> translate(const Node& node, Keras& keras, bool mean) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::fail("Keras pools tensors of type float only");
  if (x.rank() < 3 || x.rank() > 5)
    return Node::fail("Keras has no global pool for a tensor of rank " + std::to_string(x.rank()));
  return Vals{keras.layer(layer_type(mean, x.dims.size() - 2),
                          {{"keepdims", true}, {"data_format", "channels_first"}}, {keras.input(0)})};
}

Result<Done> compute(Io& io, bool mean) {
  const auto dims = io.shape(0);
  kernels::PoolingShape shape{dims[0] * dims[1], {}};
  for (std::size_t a = 2; a < dims.size(); ++a) shape.window.input[2] *= dims[a];
  shape.window.kernel[2] = shape.window.input[2];
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    T* y = io.out<T>(0).data();
    if (mean)
      kernels::average_pool(host_pool(), shape, kernels::Divisor::inside, {0, 0, 0}, x, y);
    else
      kernels::max_pool(host_pool(), shape, x, y);
  });
}

Result<Descs> infer_layer(const Node& node, std::size_t axes) {
  const Desc x = node.input(0);
  if (node.string("data_format") != "channels_first" || x.dims.size() != axes + 2)
    return Node::fail("only channels-first tensors are served");
  Shape dims{x.dims[0], x.dims[1]};
  if (node.flag("keepdims")) dims.insert(dims.end(), axes, Dim(1));
  return Descs{{x.dtype, dims}};
}

// Sums of 64 cells in float, those in double.
float mean_of(const float* x, std::int64_t n) {
  double sum = 0;
  for (std::int64_t begin = 0; begin < n; begin += 64) {
    float part = 0;
    for (std::int64_t i = begin; i < std::min(n, begin + 64); ++i) part += x[i];
    sum += static_cast<double>(part);
  }
  return static_cast<float>(sum / static_cast<double>(n));
}

float largest_of(const float* x, std::int64_t n) {
  float largest = n > 0 ? x[0] : 0;
  for (std::int64_t i = 1; i < n; ++i) largest = x[i] > largest || x[i] != x[i] ? x[i] : largest;
  return largest;
}

Result<Done> compute_layer(Io& io, bool mean) {
  std::int64_t cells = 1;
  for (std::size_t a = 2; a < io.shape(0).size(); ++a) cells *= io.shape(0)[a];
  const float* x = io.in<float>(0).data();
  const std::span<float> y = io.out<float>(0);
  parallel_for(y.size(), 16, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t plane = begin; plane < end; ++plane) {
      const float* from = x + static_cast<std::int64_t>(plane) * cells;
      y[plane] = mean ? mean_of(from, cells) : largest_of(from, cells);
    }
  });
  return done;
}

}  // namespace

Result<Descs> infer_global_pool(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() < 2)
    return Node::fail("the input has rank " + std::to_string(x.rank()) + "; batch and channels are needed");
  Shape dims(x.dims.size(), Dim(1));
  dims[0] = x.dims[0];
  dims[1] = x.dims[1];
  return Descs{{x.dtype, dims}};
}

Op global_pool(bool mean) {
  Schema s = onnx(mean ? "GlobalAveragePool" : "GlobalMaxPool", {1, 22});
  s.doc(mean ? "The mean of all cells of a channel." : "The largest cell of a channel.")
      .layout(Layout::implicit);
  s.input("X", floating, "[N, C, spatial...]").output("Y", "[N, C, 1...]");
  const Literal x = tensor<float>({1, 2, 2, 2}, {1, 2, 3, 6, -1, -2, -3, -8});
  s.example("two channels", {}, {x},
            {tensor<float>({1, 2, 1, 1}, mean ? std::vector<float>{3, -3.5F} : std::vector<float>{6, -1})});
  s.example("one spatial axis", {}, {tensor<float>({2, 1, 2}, {1, 2, 4, 8})},
            {tensor<float>({2, 1, 1}, mean ? std::vector<float>{1.5F, 6} : std::vector<float>{2, 8})});
  return Op(s)
      .infer(infer_global_pool)
      .translate([mean](const Node& node, Keras& keras) { return translate(node, keras, mean); })
      .kernel([mean](const Node&, Io& io) { return compute(io, mean); });
}

Op global_pooling_layer(bool mean, int axes) {
  const auto n = static_cast<std::size_t>(axes);
  Schema s = keras_layer(layer_type(mean, n));
  s.doc(mean ? "The mean of all cells of a channel." : "The largest cell of a channel.")
      .layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, spatial...]").output("outputs", "[N, C], or [N, C, 1...] with keepdims");
  s.attr("data_format", "channels_last", "'channels_first' is the only one served")
      .attr("keepdims", false, "whether the spatial axes stay");
  std::vector<std::int64_t> image(n + 2, 1), kept(n + 2, 1);
  image.back() = 4;
  const Literal x = tensor<float>(image, {-1, -2, -3, -8});
  const float result = mean ? -3.5F : -1;
  s.example("the axes stay", {{"keepdims", true}, {"data_format", "channels_first"}}, {x},
            {tensor<float>(kept, {result})});
  s.example("the axes go", {{"data_format", "channels_first"}}, {x}, {tensor<float>({1, 1}, {result})});
  return Op(s)
      .infer([n](const Node& node) { return infer_layer(node, n); })
      .kernel([mean](const Node& node, Io& io) -> Result<Done> {
        node.ignore("keepdims", "the output's shape says it");
        node.ignore("data_format", "infer has checked it");
        return compute_layer(io, mean);
      })
      .layer(Layer().both(layer_type(mean, n)));
}

}  // namespace byom
