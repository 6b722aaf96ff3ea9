// The keys of Keras's reductions.
#include "plugins/builtin_ops/shared/reduction_layer.hpp"

#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom {

Schema reduction_schema(const std::string& name, std::string_view doc, const char* types) {
  Schema s = keras_layer("ops." + name);
  s.doc(doc);
  s.input("x", types, "any shape").output("outputs", "the axes that are left");
  s.attr_of(BYOM_ATTR_INTS, "axis", "what falls together: an axis, a list of axes, none for all").optional();
  s.attr("keepdims", false, "whether these axes stay with the extent 1");
  return s;
}

Result<std::vector<bool>> reduced_axes(const Node& node, std::int64_t rank) {
  const auto key = node.read("axis");
  const bool one = key && key->type == BYOM_ATTR_INT;
  const std::vector<std::int64_t> axes = one ? std::vector{key->v.i[0]} : node.integers("axis");
  std::vector<bool> reduced(static_cast<std::size_t>(rank), axes.empty());
  for (const std::int64_t stated : axes) {
    BYOM_TRY(const std::int64_t axis, checked_axis(stated, rank));
    reduced[static_cast<std::size_t>(axis)] = true;
  }
  return reduced;
}

Result<Descs> infer_reduction(const Node& node, std::int32_t out_dtype) {
  const Desc x = node.input(0);
  BYOM_TRY(const auto reduced, reduced_axes(node, x.rank()));
  const bool keep = node.flag("keepdims");
  Desc y(out_dtype ? out_dtype : x.dtype, {});
  for (std::size_t d = 0; d < reduced.size(); ++d) {
    if (!reduced[d])
      y.dims.push_back(x.dims[d]);
    else if (keep)
      y.dims.emplace_back(1);
  }
  return Descs{y};
}

Layer reduction_form(const std::string& module, const std::string& name, const std::string& tf_name) {
  std::string lower = name;
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return operation_form(
      module, name, {{"axis", "None"}, {"keepdims", "False"}},
      "(ops." + lower + " if ops else tf." + tf_name + ")(x, axis=self.axis, keepdims=self.keepdims)");
}

}  // namespace byom
