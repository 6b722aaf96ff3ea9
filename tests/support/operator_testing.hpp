// One operator under test: a model of a single node, run by its kernel, converted, and run as Keras layers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/result.hpp>
#include <byom/types.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"

namespace byom::testing {

// The plugins of the build under test (the folder TAO_BYOM_TEST_PLUGINS), one registry for the whole program.
registry::Registry& plugins();
registry::Session& session();

ir::Tensor to_tensor(const Literal& literal);
Literal to_literal(const ir::Tensor& tensor);

class OneNode {
 public:
  explicit OneNode(std::string type, std::int64_t opset = 13, std::string domain = "");

  OneNode& attr(const std::string& name, const AttrValue& value);
  OneNode& attribute(ir::Attribute attribute);
  OneNode& input(const Literal& literal);     // a tensor the model gets when it runs
  OneNode& constant(const Literal& literal);  // an initializer
  OneNode& absent();
  OneNode& outputs(std::size_t n);
  // The first axis of the inputs becomes the batch before conversion.
  OneNode& free_batch();

  // What the ONNX operator's kernel computes.
  Result<std::vector<Literal>> run();
  // What the converted model computes for the same inputs.
  Result<std::vector<Literal>> run_converted();
  // The layers of the converted model: "ZeroPadding2D{padding=[[1,1],[1,1]]} Conv2D{filters=8, padding=valid,
  // ...}"; text without quotes, tensors as "float[2]".
  Result<std::string> layers();
  // Inferred types of the outputs: "float[N,8,6,6]".
  Result<std::string> inferred();
  // Why it cannot be converted; empty when it can.
  std::string refusal();

 private:
  ir::Graph graph_;
  std::vector<ir::Tensor> inputs_;
  bool free_batch_ = false;
};

// Literals of equal type and shape whose elements differ by at most `tolerance` (integers: not at all).
bool near(const Literal& a, const Literal& b, double tolerance = 1e-5);
// "float[2,2] 1 2 3 4", for messages.
std::string text(const Literal& literal);

}  // namespace byom::testing
