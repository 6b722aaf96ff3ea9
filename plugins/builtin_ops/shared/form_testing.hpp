// How a layer stands in the files of both dialects, as text for tests.
#pragma once

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

namespace byom::testing {

// "layer keras.layers.ReLU", "operation keras.src.ops.numpy.Sin" or "custom OpsSin"; empty: no form. Keys
// that are written in a way of their own follow: "layer keras.layers.Softmax axis as list".
inline std::string form(const std::string& type, std::int32_t dialect) {
  const auto op = plugins().op("keras", type);
  const byom_form* form = op && *op ? (*op)->form(dialect) : nullptr;
  if (!form) return "";
  const std::string class_name = ir::to_string(form->class_name);
  std::string text = "custom " + class_name;
  if (form->kind != BYOM_FORM_CUSTOM)
    text = (form->kind == BYOM_FORM_LAYER ? "layer " : "operation ") + ir::to_string(form->module) + "." +
           class_name;
  if (form->flags & BYOM_FORM_INPUT_LIST) text += " of a list";
  for (std::uint64_t i = 0; i < form->n_keys; ++i) {
    const byom_key& key = form->keys[i];
    text += " " + ir::to_string(key.key);
    if (ir::to_string(key.written) != ir::to_string(key.key)) text += " as " + ir::to_string(key.written);
    if (key.flags & BYOM_KEY_AS_LIST) text += " as list";
    if (key.flags & BYOM_KEY_CALL_ARGUMENT) text += " as argument";
    if (key.flags & BYOM_KEY_OMIT) text += " left out";
  }
  return text;
}

}  // namespace byom::testing
