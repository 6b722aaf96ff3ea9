// Layers that cannot stand in Keras's files.
#include <limits>

#include "mistakes.hpp"

namespace mistakes {
namespace {

constexpr const char* python =
    "class FineLayer(layers.Layer):\n    def call(self, inputs):\n        return inputs\n";
const std::vector<std::int32_t> both = {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3};

// The layer `NAMELayer` and an operator NAME that becomes it, with these inputs of its own: -1 is none.
struct Made {
  const char* name;
  Layer layer;
  Attrs config = {};
  std::vector<int> inputs = {0};
  std::vector<Weight> weights = {};
};

Schema layer_schema(const Made& made) {
  Schema s("acme", std::string(made.name) + "Layer", {1});
  s.input("inputs", "any", "any").optional().variadic().output("outputs", "any");
  s.attr("number", 1.0F, "nothing").attr_of(BYOM_ATTR_TENSOR, "table", "nothing").optional();
  return s;
}

void add(std::vector<Op>& ops, const Made& made) {
  const auto float_row = [](const Node&) -> Result<Descs> {
    return Descs{Desc(BYOM_FLOAT, {Dim(1), Dim(3)})};
  };
  const Infer infer = made.inputs.empty() ? Infer(float_row) : Infer(like_x);
  const auto copy = [](const Node& node, Io& io) -> Result<Done> {
    node.ignore("number", "nothing depends on it");
    node.ignore("table", "likewise");
    std::ranges::fill(io.out<float>(0), 1.0F);
    return done;
  };
  ops.push_back(Op(layer_schema(made)).infer(infer).kernel(copy).layer(made.layer));
  ops.push_back(Op(schema(made.name))
                    .infer(infer)
                    .kernel(copy_x)
                    .translate([made](const Node& node, Keras& keras) -> Result<Vals> {
                      node.ignore("factor", "nothing depends on it");
                      for (const char* input : {"x", "second"}) node.ignore(input, "it may have no use");
                      Vals in;
                      for (const int i : made.inputs) in.push_back(keras.input(static_cast<std::size_t>(i)));
                      return Vals{keras.custom("acme", std::string(made.name) + "Layer", made.config, in,
                                               made.weights)};
                    }));
}

}  // namespace

std::vector<Op> wrong_layers() {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Layer fine = Layer().custom("FineLayer", python, both), plain = Layer().both("Softmax");
  std::vector<Op> ops;
  add(ops, {.name = "NoNumber", .layer = fine, .config = {{"number", nan}}});
  add(ops, {.name = "Borrowed", .layer = Layer().both("ELU")});
  add(ops, {.name = "Table", .layer = plain, .config = {{"table", tensor<float>({1}, {1})}}});
  add(ops, {.name = "OtherClass", .layer = Layer().custom("TwistLayer", python, both)});
  add(ops, {.name = "NoClass", .layer = Layer().custom("TwistLayer", "", both)});
  add(ops, {.name = "Namesake",
            .layer = Layer().custom("ScaleLayer", "class ScaleLayer(layers.Layer):\n    pass\n", both)});
  add(ops, {.name = "OnlyKeras3", .layer = Layer().keras3("keras.layers", "Softmax")});
  add(ops, {.name = "NoForm", .layer = Layer()});
  add(ops, {.name = "TwoTensors", .layer = plain, .inputs = {0, 0}});
  add(ops, {.name = "NoTensor", .layer = plain, .inputs = {}});
  add(ops, {.name = "Weighty",
            .layer = Layer().operation("keras.src.ops.nn", "Relu").weight("w", "", 0),
            .weights = {Weight(tensor<float>({1}, {1}))}});
  static const byom_str word = {"word", 4};
  add(ops, {.name = "Wordy",
            .layer = Layer().both("Softmax").weight("w", "", 0),
            .weights = {Weight(make_literal(BYOM_STRING, {1}, &word, sizeof word))}});
  return ops;
}

}  // namespace mistakes
