// Einstein's summation: ONNX's Einsum and Keras's operation Einsum.
#pragma once

#include <string>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// A label is a letter, or a number for an axis that "..." stands for.
using Labels = std::vector<int>;

struct Contraction {
  std::vector<Labels> operands;
  Labels output;
  std::vector<std::pair<int, Dim>> extents;  // of every label
};

// Reads an equation such as "bij, bjk -> bik" for the inputs of the node. Errors: an equation that does not
// fit them, and one that lets one sample of a batch see another.
Result<Contraction> read_equation(const Node& node, const std::string& equation);

// The shape of the output.
Result<Descs> infer_contraction(const Node& node, const std::string& equation);
Result<Done> contract(const Node& node, Io& io, const std::string& equation);

}  // namespace byom
