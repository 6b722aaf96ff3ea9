// Keras's merge layers: element by element over a list of tensors of one rank, whose first axis is the batch.
#pragma once

#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/variadic.hpp"

namespace byom {

inline Schema merge_schema(std::string_view type, std::string_view doc) {
  Schema s = keras_layer(type);
  s.doc(doc);
  s.input("inputs", floating, "tensors of one rank and batch")
      .variadic()
      .output("outputs", "the broadcast shape");
  return s;
}

inline Result<Descs> infer_merge(const Node& node) {
  const Desc first = node.input(0);
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    const Desc next = node.input(i);
    if (next.rank() != first.rank() || next.rank() == 0 || !(next.dims[0] == first.dims[0]))
      return Node::fail("its inputs differ in rank or in their first axis");
  }
  return infer_variadic(node);
}

inline Layer merge_form(const std::string& type) {
  return Layer().both(type).takes_list();
}

}  // namespace byom
