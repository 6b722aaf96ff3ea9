// Shapes that a model computes from its input or was given for one sample, as exporters write them: the batch
// stays free wherever its samples are, and nothing of the arithmetic becomes a layer.
#include <doctest/doctest.h>

#include <byom/keras.hpp>

#include "host/passes/free_batch.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/translate.hpp"
#include "host/run/execute.hpp"
#include "tests/support/operator_testing.hpp"

namespace byom::testing {

namespace {

using Integers = std::vector<std::int64_t>;

// A model of one float input, written node by node.
class Net {
 public:
  explicit Net(const Integers& shape) {
    graph_.opsets[""] = 13;
    ir::Value value{"x", BYOM_FLOAT, static_cast<std::int32_t>(shape.size()), {}, {}, {}};
    for (const std::int64_t extent : shape) value.dims.push_back(ir::number(extent));
    x = graph_.add_value(std::move(value));
    graph_.inputs = {x};
  }

  ir::ValueId node(const std::string& type, const std::vector<ir::ValueId>& inputs, const Attrs& attrs = {},
                   std::size_t outputs = 1) {
    ir::Node made;
    made.type = type;
    made.index = static_cast<std::int64_t>(graph_.nodes.size());
    made.inputs = inputs;
    AttrViews views;
    for (const auto& [name, value] : attrs) made.attributes.push_back(ir::from_view(views.add(name, value)));
    for (std::size_t i = 0; i < outputs; ++i)
      made.outputs.push_back(
          graph_.add_value({"v" + std::to_string(graph_.values.size()), 0, -1, {}, {}, {}}));
    graph_.nodes.push_back(made);
    return made.outputs[0];
  }

  ir::ValueId list(const Integers& numbers) {
    return constant(tensor<std::int64_t>({static_cast<std::int64_t>(numbers.size())}, numbers));
  }
  ir::ValueId number(std::int64_t n) { return constant(tensor<std::int64_t>({}, {n})); }
  ir::ValueId constant(const Literal& literal) {
    ir::Value value{"c" + std::to_string(graph_.values.size()),
                    literal.dtype,
                    static_cast<std::int32_t>(literal.shape.size()),
                    {},
                    {},
                    to_tensor(literal)};
    for (const std::int64_t extent : literal.shape) value.dims.push_back(ir::number(extent));
    return graph_.add_value(std::move(value));
  }

  // "float[N,12]: Reshape", the inferred output and the layers; or why there is none.
  std::string converted(ir::ValueId output) {
    graph_.outputs = {output};
    passes::free_batch(graph_);
    auto inferred = passes::infer_and_fold(graph_, plugins(), session());
    if (!inferred) return inferred.error().text;
    auto translation = passes::translate(graph_, plugins(), session());
    if (!translation) return translation.error().text;
    layers_ = std::move(translation->graph);
    std::string text = ir::type_text(graph_, graph_.value(output)) + ":";
    for (const ir::Node& layer : layers_.nodes) text += " " + layer.type;
    return text;
  }

  // What the layers compute for a batch of `samples`, with x counted upwards.
  Literal run(std::int64_t samples) {
    Integers shape{samples};
    std::int64_t n = samples;
    for (std::size_t d = 1; d < layers_.value(layers_.inputs[0]).dims.size(); ++d) {
      shape.push_back(layers_.value(layers_.inputs[0]).dims[d].value);
      n *= shape.back();
    }
    std::vector<float> values;
    for (std::int64_t i = 0; i < n; ++i) values.push_back(static_cast<float>(i));
    auto program = run::Program::prepare(layers_, plugins(), session());
    REQUIRE(program.ok());
    const auto outputs = program->run({to_tensor(tensor<float>(shape, values))});
    REQUIRE(outputs.ok());
    return to_literal((*outputs)[0]);
  }

  ir::ValueId x = 0;

 private:
  ir::Graph graph_, layers_;
};

}  // namespace

TEST_CASE("Shape, Gather, Unsqueeze, Concat, Reshape: x.view(x.size(0), -1)") {
  Net net({1, 2, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.number(0)});
  const auto target =
      net.node("Concat", {net.node("Unsqueeze", {batch, net.list({0})}), net.list({-1})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Reshape", {net.x, target})) == "float[N,4]: Reshape");
  CHECK(near(net.run(2), tensor<float>({2, 4}, {0, 1, 2, 3, 4, 5, 6, 7})));
}

TEST_CASE("Shape, Slice, Concat: the batch is kept and the rest replaced") {
  Net net({1, 6});
  const auto kept =
      net.node("Slice", {net.node("Shape", {net.x}), net.list({0}), net.list({1}), net.list({0})});
  const auto target = net.node("Concat", {kept, net.list({3, 2})}, {{"axis", 0}});
  const auto reshaped = net.node("Reshape", {net.x, target});
  CHECK(net.converted(net.node("Transpose", {reshaped}, {{"perm", Integers{0, 2, 1}}})) ==
        "float[N,2,3]: Reshape Permute");
  CHECK(near(net.run(2), tensor<float>({2, 2, 3}, {0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11})));
}

TEST_CASE("Shape, Cast, Split, Squeeze: the parts of a shape find together again") {
  Net net({1, 2, 3});
  const auto shape = net.node("Cast", {net.node("Cast", {net.node("Shape", {net.x})}, {{"to", BYOM_INT32}})},
                              {{"to", BYOM_INT64}});
  const auto first = net.node("Split", {shape, net.list({1, 2})}, {{"axis", 0}}, 2);
  const auto number = net.node("Squeeze", {first, net.list({0})});
  const auto target =
      net.node("Concat", {net.node("Unsqueeze", {number, net.list({0})}), net.list({-1})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Reshape", {net.x, target})) == "float[N,6]: Reshape");
}

TEST_CASE("Shape, Expand: a shape with the batch in it stretches the other axes") {
  Net net({1, 2, 1});
  const auto batch = net.node("Slice", {net.node("Shape", {net.x}), net.list({0}), net.list({1})});
  const auto target = net.node("Concat", {batch, net.list({2, 3})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Expand", {net.x, target})) == "float[N,2,3]: ops.Tile");
  CHECK(near(net.run(2), tensor<float>({2, 2, 3}, {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3})));
}

TEST_CASE("Flatten by the product of extents keeps the rows of every sample together") {
  Net net({1, 2, 3});
  const auto target = net.node("Concat", {net.list({-1}), net.list({3})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Reshape", {net.x, target})) == "float[2*N,3]: ops.Reshape");
  CHECK(near(net.run(2), tensor<float>({4, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})));
}

TEST_CASE("A target that would put one sample behind another's rows is refused") {
  Net net({1, 2, 3});
  const auto batch = net.node("Slice", {net.node("Shape", {net.x}), net.list({0}), net.list({1})});
  const auto target = net.node("Concat", {net.list({2}), batch, net.list({3})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Reshape", {net.x, target}))
            .ends_with("it puts parts of different samples into one row: it mixes samples"));
}

TEST_CASE("Shape, Slice, Concat, Resize: sizes of a picture with the batch in front") {
  Net net({1, 1, 1, 2});
  const auto kept = net.node("Slice", {net.node("Shape", {net.x}), net.list({0}), net.list({2})});
  const auto sizes = net.node("Concat", {kept, net.list({2, 4})}, {{"axis", 0}});
  const Attrs nearest{
      {"mode", "nearest"}, {"coordinate_transformation_mode", "asymmetric"}, {"nearest_mode", "floor"}};
  const auto resized = net.node("Resize", {net.x, ir::absent, ir::absent, sizes}, nearest);
  CHECK(net.converted(resized).starts_with("float[N,1,2,4]:"));
  CHECK(near(net.run(2), tensor<float>({2, 1, 2, 4}, {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3})));
}

TEST_CASE("Attention in torch's order, exported for one sample: flattened rows, a product, and back") {
  Net net({1, 2, 3});
  const auto sequence_first = net.node("Transpose", {net.x}, {{"perm", Integers{1, 0, 2}}});
  const auto rows = net.node("Reshape", {sequence_first, net.list({2, 3})});
  const auto first_two = net.constant(tensor<float>({3, 2}, {1, 0, 0, 1, 0, 0}));
  const auto product = net.node("MatMul", {rows, first_two});
  CHECK(net.converted(product) == "float[2 blocks of N,2]: ops.Transpose ops.Reshape Dense");
  CHECK(near(net.run(2), tensor<float>({4, 2}, {0, 1, 6, 7, 3, 4, 9, 10})));
  const auto back = net.node("Reshape", {product, net.list({2, 1, 2})});
  CHECK(net.converted(net.node("Transpose", {back}, {{"perm", Integers{1, 0, 2}}})) ==
        "float[N,2,2]: ops.Transpose ops.Reshape Dense ops.Reshape ops.Transpose");
  CHECK(near(net.run(2), tensor<float>({2, 2, 2}, {0, 1, 3, 4, 6, 7, 9, 10})));
}

TEST_CASE("Attention in torch's order, exported for any batch: the number of rows is computed") {
  Net net({1, 2, 3});
  const auto sequence_first = net.node("Transpose", {net.x}, {{"perm", Integers{1, 0, 2}}});
  const auto shape = net.node("Shape", {sequence_first});
  const auto extent = [&](std::int64_t axis) { return net.node("Gather", {shape, net.list({axis})}); };
  const auto target = net.node("Concat", {net.node("Mul", {extent(0), extent(1)}), extent(2)}, {{"axis", 0}});
  const auto rows = net.node("Reshape", {sequence_first, target});
  CHECK(net.converted(rows) == "float[2 blocks of N,3]: ops.Transpose ops.Reshape");
  // What the shape of such rows says is a number of rows, whatever their order.
  const auto count = net.node("Gather", {net.node("Shape", {rows}), net.list({0})});
  const auto halves = net.node(
      "Concat", {net.list({2}), net.node("Div", {count, net.list({2})}), net.list({3})}, {{"axis", 0}});
  const auto back = net.node("Reshape", {rows, halves});
  CHECK(net.converted(net.node("Transpose", {back}, {{"perm", Integers{1, 0, 2}}})) ==
        "float[N,2,3]: ops.Transpose ops.Reshape ops.Reshape ops.Transpose");
  CHECK(near(net.run(2), tensor<float>({2, 2, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})));
}

TEST_CASE("Heads of an attention, exported for one sample: split off behind the batch, and joined again") {
  Net net({1, 2, 4});
  const auto sequence_first = net.node("Transpose", {net.x}, {{"perm", Integers{1, 0, 2}}});
  const auto heads = net.node("Reshape", {sequence_first, net.list({2, 2, 2})});
  CHECK(net.converted(heads) == "float[2,2*N,2]: ops.Transpose Reshape");
  const auto heads_first = net.node("Transpose", {heads}, {{"perm", Integers{1, 0, 2}}});
  const auto joined = net.node("Transpose", {heads_first}, {{"perm", Integers{1, 0, 2}}});
  const auto rows = net.node("Reshape", {joined, net.list({2, 4})});
  CHECK(net.converted(rows) ==
        "float[2 blocks of N,4]: ops.Transpose Reshape ops.Transpose ops.Transpose ops.Reshape");
  CHECK(near(net.run(2), tensor<float>({4, 4}, {0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15})));
}

TEST_CASE("Rows in blocks are no rows sample by sample: the two are not added, and no sample is mixed") {
  Net net({1, 2, 3});
  const auto sequence_first = net.node("Transpose", {net.x}, {{"perm", Integers{1, 0, 2}}});
  const auto in_blocks = net.node("Reshape", {sequence_first, net.list({2, 3})});
  const auto by_sample = net.node("Reshape", {net.x, net.list({2, 3})});
  CHECK(net.converted(net.node("Add", {in_blocks, by_sample}))
            .ends_with("the extents 2 blocks of N and 2*N, axis 2 from the end, do not broadcast"));
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  const auto samples = net.node("Concat", {batch, net.list({6})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Reshape", {in_blocks, samples}))
            .ends_with("it puts parts of different samples into one row: it mixes samples"));
}

TEST_CASE("A target for one sample in which the batch has no place is refused as our limit") {
  Net net({1, 2, 3});
  const auto sequence_first = net.node("Transpose", {net.x}, {{"perm", Integers{1, 0, 2}}});
  CHECK(net.converted(net.node("Reshape", {sequence_first, net.list({3, 2})}))
            .ends_with("the batch cannot be followed through it: no axis of its constant target keeps the "
                       "samples apart"));
}

TEST_CASE("Flatten behind a batch that is not the first axis has its rows in blocks") {
  Net net({1, 2, 3});
  const auto sequence_first = net.node("Transpose", {net.x}, {{"perm", Integers{1, 0, 2}}});
  CHECK(net.converted(net.node("Flatten", {sequence_first}, {{"axis", 2}})) ==
        "float[2 blocks of N,3]: ops.Transpose ops.Reshape");
  CHECK(near(net.run(2), tensor<float>({4, 3}, {0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11})));
}

TEST_CASE("ConstantOfShape: torch.zeros(x.size(0), ...) follows the batch") {
  Net net({1, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  const auto per_sample = net.node("Concat", {batch, net.list({2})}, {{"axis", 0}});
  const auto ones = net.node("ConstantOfShape", {per_sample}, {{"value", tensor<float>({1}, {1})}});
  CHECK(net.converted(net.node("Add", {net.x, ones})) ==
        "float[N,2]: ops.GetItem ops.ZerosLike ops.Add ops.Tile Add");
  CHECK(near(net.run(2), tensor<float>({2, 2}, {1, 2, 3, 4})));
}

TEST_CASE("ConstantOfShape: a multiple of the batch in an axis of its own") {
  Net net({1, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  const auto twice = net.node("Mul", {batch, net.list({2})});
  const auto columns = net.node("Concat", {net.list({1}), twice}, {{"axis", 0}});
  CHECK(net.converted(net.node("ConstantOfShape", {columns})) ==
        "float[1,2*N]: ops.GetItem ops.ZerosLike ops.Reshape ops.Add ops.Tile");
  CHECK(near(net.run(2), tensor<float>({1, 4}, {0, 0, 0, 0})));
}

TEST_CASE("ConstantOfShape: integers follow the batch too") {
  Net net({1, 2});
  const auto shape = net.node("Shape", {net.x});
  CHECK(net.converted(net.node("ConstantOfShape", {shape}, {{"value", tensor<std::int64_t>({1}, {7})}})) ==
        "int64[N,2]: ops.GetItem ops.ZerosLike ops.Add ops.Tile");
  CHECK(near(net.run(1), tensor<std::int64_t>({1, 2}, {7, 7})));
}

TEST_CASE("ConstantOfShape: so do truth values") {
  Net net({1, 2});
  const auto shape = net.node("Shape", {net.x});
  CHECK(net.converted(net.node("ConstantOfShape", {shape}, {{"value", tensor<bool>({1}, {true})}})) ==
        "bool[N,2]: ops.GetItem ops.ZerosLike ops.NotEqual ops.Tile");
  CHECK(near(net.run(1), tensor<bool>({1, 2}, {true, true})));
}

TEST_CASE("ConstantOfShape: an extent that is no multiple of the batch is refused") {
  Net net({1, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  CHECK(net.converted(net.node("ConstantOfShape", {net.node("Add", {batch, net.list({1})})}))
            .ends_with("its extents depend on the batch, but not as multiples of it"));
}

TEST_CASE("Expand: a class token for every sample is one trainable weight") {
  Net net({1, 2, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  const auto target = net.node("Concat", {batch, net.list({1, 2})}, {{"axis", 0}});
  const auto token = net.node("Expand", {net.constant(tensor<float>({1, 1, 2}, {8, 9})), target});
  CHECK(net.converted(net.node("Concat", {token, net.x}, {{"axis", 1}})) ==
        "float[N,3,2]: ops.GetItem ops.ZerosLike ops.ZerosLike ops.Sum Embedding ops.Reshape ops.Add "
        "Concatenate");
  CHECK(near(net.run(2), tensor<float>({2, 3, 2}, {8, 9, 0, 1, 2, 3, 8, 9, 4, 5, 6, 7})));
}

TEST_CASE("Expand: a constant repeated for every sample and along other axes") {
  Net net({1, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  const auto target = net.node("Concat", {net.list({2}), batch, net.list({2})}, {{"axis", 0}});
  CHECK(net.converted(net.node("Expand", {net.constant(tensor<float>({2, 1, 1}, {3, 4})), target})) ==
        "float[2,N,2]: ops.GetItem ops.ZerosLike ops.Reshape ops.ZerosLike ops.Sum Embedding ops.Reshape "
        "ops.Negative ops.Subtract ops.Tile");
  CHECK(near(net.run(2), tensor<float>({2, 2, 2}, {3, 3, 3, 3, 4, 4, 4, 4})));
}

TEST_CASE("Tile: a constant repeated as often as there are samples, where it has one cell") {
  Net net({1, 2});
  const auto batch = net.node("Gather", {net.node("Shape", {net.x}), net.list({0})});
  const auto repeats = net.node("Concat", {batch, net.list({1})}, {{"axis", 0}});
  const auto token = net.constant(tensor<float>({1, 2}, {5, 6}));
  CHECK(net.converted(net.node("Add", {net.x, net.node("Tile", {token, repeats})})) ==
        "float[N,2]: ops.GetItem ops.ZerosLike ops.ZerosLike ops.Sum Embedding ops.Reshape ops.Add Add");
  CHECK(near(net.run(2), tensor<float>({2, 2}, {5, 7, 7, 9})));
  const auto rows = net.constant(tensor<float>({2, 2}, {1, 2, 3, 4}));
  CHECK(net.converted(net.node("Tile", {rows, repeats}))
            .ends_with("it repeats for every sample, but axis 0 has more than one cell, which cannot be "
                       "repeated along with the batch"));
}

}  // namespace byom::testing
