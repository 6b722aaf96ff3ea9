// Mistakes of translate.
#include "mistakes.hpp"

namespace mistakes {
namespace {

Op builds(const char* type, std::function<Val(Keras&)> build) {
  return translates(type, [build = std::move(build)](const Node& node, Keras& keras) -> Result<Vals> {
    node.ignore("factor", "nothing depends on it");
    node.ignore("second", "likewise");
    return Vals{build(keras)};
  });
}

Result<Vals> relu_of_x(const Node& node, Keras& keras) {
  node.ignore("factor", "nothing depends on it");
  return Vals{keras.layer("ReLU", {}, {keras.input(0)})};
}

Op builds_layer(const char* type, const char* layer, const Attrs& config) {
  return builds(type, [=](Keras& keras) { return keras.layer(layer, config, {keras.input(0)}); });
}

Result<Vals> describe_nothing(const Node& node, Keras& keras) {
  byom_desc desc{};
  serving.host->build->describe(serving.ctx, 999, &desc);
  return relu(node, keras);
}

}  // namespace

std::vector<Op> wrong_translations() {
  const Weight one = tensor<float>({1}, {1});
  const std::vector<std::int64_t> turned = {3, 1}, seven = {7};
  return {Op(schema("NoTranslation")).infer(like_x).kernel(copy_x),
          Op(schema("Plain")).infer(like_x).kernel(copy_x),
          builds("AsksForInput", [](Keras& keras) { return keras.input(7); }),
          builds("AsksForSecond", [](Keras& keras) { return keras.layer("ReLU", {}, {keras.input(1)}); }),
          builds("BuildsUnknown",
                 [](Keras& keras) { return keras.custom("acme", "Nope", {}, {keras.input(0)}); }),
          builds("TooManyWeights",
                 [one](Keras& keras) { return keras.layer("ReLU", {}, {keras.input(0)}, {one}); }),
          builds("WeightsOfNone",
                 [one](Keras& keras) { return keras.custom("acme", "Plain", {}, {keras.input(0)}, {one}); }),
          builds("UsesNothing", [](Keras& keras) { return keras.layer("ReLU", {}, {Val{999}}); }),
          builds("OutputsNothing", [](Keras&) { return Val{999}; }),
          translates("DescribesNothing", describe_nothing),
          translates("MakesNoOutput",
                     [](const Node& node, Keras& keras) -> Result<Vals> {
                       static_cast<void>(relu(node, keras));
                       return Vals{};
                     }),
          builds_layer("TurnsItsInput", "Reshape", {{"target_shape", turned}}),
          builds_layer("MisspellsKey", "ReLU", {{"negative_slop", 0.5F}}),
          builds_layer("LayerRefuses", "Reshape", {{"target_shape", seven}}),
          translates("LooksAtOne", relu_of_x),
          translates("ReadsUndeclaredInTranslate", [](const Node& node, Keras& keras) {
            static_cast<void>(node.real("facto"));
            return relu(node, keras);
          })};
}

}  // namespace mistakes
