// Axes as attribute or input, and everything that follows from them.
#include "plugins/builtin_ops/shared/reduction_node.hpp"

#include <algorithm>
#include <cstring>

#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

Schema reduce_schema(std::string_view type, std::string_view doc, std::int64_t as_input,
                     const std::vector<std::int64_t>& more) {
  std::vector<std::int64_t> since{1, 11, 13, 18};
  if (as_input == 13) since = {1, 11, 13};
  since.insert(since.end(), more.begin(), more.end());
  std::ranges::sort(since);
  Schema s = onnx(type, since);
  s.doc(doc);
  s.input("data", "float,double,float16,bfloat16,int32,int64,int8,uint8,bool", "any shape");
  s.input("axes", "int64", "what is reduced; absent or empty: all axes")
      .optional()
      .shape_like()
      .from(as_input);
  s.output("reduced", "the axes that are left");
  s.attr("axes", std::vector<std::int64_t>(), "what is reduced; empty: all axes").until(as_input - 1);
  s.attr("keepdims", std::int64_t{1}, "1: reduced axes stay with the extent 1");
  s.attr("noop_with_empty_axes", std::int64_t{0}, "1: without axes nothing is reduced").from(as_input);
  return s;
}

namespace {

struct Axes {
  std::vector<std::int64_t> reduced;  // ascending; all axes are spelled out
  bool all = false, none = false;     // not named; nothing happens
};

Result<Axes> axes_of(const Node& node) {
  const Desc data = node.input(0), input = node.input(1);
  const bool attribute = !node.read("noop_with_empty_axes").has_value();
  Axes axes;
  if (attribute) {
    axes.reduced = node.integers("axes");
  } else if (input.present()) {
    BYOM_TRY(axes.reduced, node.constant_integers(1, "axes"));
  }
  axes.all = axes.reduced.empty();
  axes.none = axes.all && !attribute && node.integer("noop_with_empty_axes") != 0;
  for (std::int64_t& axis : axes.reduced) {
    BYOM_TRY(axis, checked_axis(axis, data.rank()));
  }
  for (std::int64_t d = 0; axes.all && !axes.none && d < data.rank(); ++d) axes.reduced.push_back(d);
  std::ranges::sort(axes.reduced);
  if (std::ranges::adjacent_find(axes.reduced) != axes.reduced.end())
    return Node::fail("it names an axis twice");
  return axes;
}

}  // namespace

Result<Descs> infer_reduce(const Node& node, Dim (*values)(const Dim&, const Dim&)) {
  const Desc data = node.input(0);
  BYOM_TRY(const Axes axes, axes_of(node));
  const bool keep = node.integer("keepdims") != 0;
  Desc out(data.dtype, {});
  for (std::int64_t d = 0; d < data.rank(); ++d) {
    const Dim& extent = data.dims[static_cast<std::size_t>(d)];
    if (std::ranges::find(axes.reduced, d) == axes.reduced.end()) {
      out.dims.push_back(extent);
      continue;
    }
    if (!extent.is_number()) return Node::fail("it reduces the batch: it mixes samples");
    if (keep) out.dims.emplace_back(1);
  }
  if (values && data.values && data.rank() == 1 && axes.reduced.size() == 1 && !data.values->empty()) {
    Dim result = data.values->front();
    for (std::size_t i = 1; i < data.values->size(); ++i) result = values(result, (*data.values)[i]);
    out.values = Shape{result};
  }
  return Descs{out};
}

namespace {

template <class T>
void reduce_as(Io& io, kernels::Reduction reduction, const std::vector<std::int64_t>& axes) {
  kernels::reduce<T>(host_pool(), reduction, static_cast<const T*>(io.raw_in(0).data), io.shape(0), axes,
                     static_cast<T*>(io.raw_out(0).data));
}

template <class T>
void reduce_widened(Io& io, kernels::Reduction reduction, const std::vector<std::int64_t>& axes) {
  std::vector<float> in, out(io.out<T>(0).size());
  for (const T x : io.in<T>(0)) in.push_back(widen(x));
  kernels::reduce<float>(host_pool(), reduction, in.data(), io.shape(0), axes, out.data());
  for (std::size_t i = 0; i < out.size(); ++i) io.out<T>(0)[i] = narrow<T>(out[i]);
}

}  // namespace

Result<Done> compute_reduce(const Node& node, Io& io, kernels::Reduction reduction) {
  node.ignore("keepdims", "the output was made in that shape");
  BYOM_TRY(const Axes axes, axes_of(node));
  if (axes.none) {
    if (io.raw_out(0).bytes) std::memcpy(io.raw_out(0).data, io.raw_in(0).data, io.raw_out(0).bytes);
    return done;
  }
  switch (io.dtype(0)) {
    case BYOM_FLOAT16:
      return reduce_widened<Half>(io, reduction, axes.reduced), done;
    case BYOM_BFLOAT16:
      return reduce_widened<Bfloat16>(io, reduction, axes.reduced), done;
    case BYOM_BOOL:
      return reduce_as<std::uint8_t>(io, reduction, axes.reduced), done;
    default:
      break;
  }
  return with_type<Types<float, double, std::int32_t, std::int64_t, std::uint8_t, std::int8_t>>(
      io.dtype(0), [&]<class T>(std::type_identity<T>) { reduce_as<T>(io, reduction, axes.reduced); });
}

namespace {

// Whether just the axes behind the channels are reduced, of a tensor that Keras's pooling layers take.
bool is_spatial(const Desc& x, const Axes& axes) {
  return x.dtype == BYOM_FLOAT && x.rank() >= 3 && x.rank() <= 5 && axes.reduced.front() == 2 &&
         static_cast<std::int64_t>(axes.reduced.size()) == x.rank() - 2;
}

}  // namespace

Translate reduces_by(ReduceRule rule) {
  return [rule = std::move(rule)](const Node& node, Keras& keras) -> Result<Vals> {
    BYOM_TRY(const Axes axes, axes_of(node));
    const std::int32_t dtype = node.input(0).dtype;
    const bool wide_integers = dtype == BYOM_INT32 || dtype == BYOM_INT64;
    Val x = keras.input(0);
    if (axes.none) {
      node.ignore("keepdims", "nothing is reduced");
      return Vals{x};
    }
    if (!is_floating(dtype) && !(rule.integers && wide_integers))
      return Node::fail("Keras gives it another element type than these integers");
    const bool keep = node.integer("keepdims") != 0;
    if (!rule.global.empty() && !axes.reduced.empty() && is_spatial(node.input(0), axes)) {
      const std::string layer = rule.global + std::to_string(axes.reduced.size()) + "D";
      return Vals{keras.layer(layer, {{"keepdims", keep}, {"data_format", "channels_first"}}, {x})};
    }
    Attrs config = {{"keepdims", keep}};
    if (!axes.all) config.insert(config.begin(), {"axis", axes.reduced});
    if (!rule.before.empty()) x = keras.helper("elements", rule.before, {}, {x});
    if (rule.after.empty()) return Vals{keras.layer(rule.operation, config, {x})};
    return Vals{keras.layer(rule.after, {}, {keras.helper("reduced", rule.operation, config, {x})})};
  };
}

}  // namespace byom
