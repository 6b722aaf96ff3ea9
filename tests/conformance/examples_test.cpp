// The worked examples of every operator: kernel, inferred types, translation.
#include <set>

#include <doctest/doctest.h>

#include "host/registry/infer_node.hpp"
#include "host/run/execute.hpp"
#include "tests/support/operator_testing.hpp"

namespace byom::testing {

namespace {

Literal literal(const byom_tensor& view) {
  const auto* bytes = static_cast<const std::byte*>(view.data);
  return {view.dtype, {view.shape, view.shape + view.rank}, {bytes, bytes + view.bytes}};
}

// A model of the example: inputs that are weights in spirit (all but the first, when floating) as constants.
OneNode model_of(const registry::Op& op, const byom_schema& schema, const byom_example& example,
                 bool constants) {
  OneNode node(op.type(), schema.since, op.domain());
  for (std::uint64_t a = 0; a < example.n_attrs; ++a) node.attribute(ir::from_view(example.attrs[a]));
  for (std::uint64_t i = 0; i < example.n_in; ++i) {
    if (example.in[i].dtype == 0)
      node.absent();
    else if (constants && i > 0)
      node.constant(literal(example.in[i]));
    else
      node.input(literal(example.in[i]));
  }
  return node.outputs(example.n_out);
}

void check_example(const registry::Op& op, const byom_schema& schema, const byom_example& example) {
  const std::string name =
      op.type() + "-" + std::to_string(schema.since) + ": " + ir::to_string(example.name);
  CAPTURE(name);
  const auto computed = model_of(op, schema, example, false).run();
  CHECK_MESSAGE(computed.ok(), (computed.ok() ? std::string() : computed.error().text));
  if (!computed) return;
  for (std::uint64_t i = 0; i < example.n_out; ++i) {
    if (example.out[i].dtype == 0) continue;
    CHECK_MESSAGE(near((*computed)[i], literal(example.out[i])),
                  "computed " << text((*computed)[i]) << ", expected " << text(literal(example.out[i])));
  }
}

}  // namespace

TEST_CASE("Every worked example is what the kernel computes, in the shape and type that were inferred") {
  std::size_t examples = 0;
  for (const std::string domain : {"", "keras"}) {
    for (const std::string& type : plugins().claimed(domain)) {
      const auto op = plugins().op(domain, type);
      REQUIRE_MESSAGE(op.ok(), (op.ok() ? std::string() : op.error().text));
      std::size_t of_operator = 0;
      for (const byom_schema& schema : (*op)->schemas) {
        for (std::uint64_t e = 0; e < schema.n_examples; ++e) check_example(**op, schema, schema.examples[e]);
        of_operator += schema.n_examples;
      }
      CHECK_MESSAGE(of_operator > 0, type << " has no worked example");
      examples += of_operator;
    }
  }
  CHECK(examples > 0);
}

TEST_CASE("Every worked example that can be translated gives the same numbers as Keras layers") {
  for (const std::string& type : plugins().claimed("")) {
    const auto op = plugins().op("", type);
    REQUIRE(op.ok());
    if (!(*op)->table.translate) continue;
    for (const byom_schema& schema : (*op)->schemas) {
      for (std::uint64_t e = 0; e < schema.n_examples; ++e) {
        const byom_example& example = schema.examples[e];
        CAPTURE(type);
        const std::string name = ir::to_string(example.name);
        CAPTURE(name);
        const auto converted = model_of(**op, schema, example, true).run_converted();
        if (!converted) {
          // A refusal must be one that names its reason; faults of plugins are none.
          CHECK_MESSAGE(converted.error().code != 5, converted.error().text);
          continue;
        }
        for (std::uint64_t i = 0; i < example.n_out && i < converted->size(); ++i)
          CHECK_MESSAGE(
              near((*converted)[i], literal(example.out[i]), 1e-4),
              "computed " << text((*converted)[i]) << ", expected " << text(literal(example.out[i])));
      }
    }
  }
}

}  // namespace byom::testing
