/* Brings an operator of the built-in plugin without saying that it overrides it. */
#define OPERATOR_DOMAIN "ai.onnx"
#define OPERATOR_TYPE "Relu"
#include "scale.h"
