// Products of stacks of matrices: ONNX's MatMul and Keras's operation Matmul.
#pragma once

#include <byom/op.hpp>

namespace byom {

// NumPy's matmul rule: the last two axes are matrices, the others broadcast, and an operand of one axis is a
// row (left) or a column (right) whose axis goes again. Errors: extents that do not fit, and products that
// let one sample of a batch see another.
Result<Desc> matrix_product(const Desc& a, const Desc& b);

// Output 0 = input 0 times input 1. For float, double, float16, bfloat16 (summed in float) and the 32- and
// 64-bit integers.
Result<Done> multiply_matrices(Io& io);

}  // namespace byom
