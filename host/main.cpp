// tao_byom: converts ONNX models into Keras models for TAO.
#include <string>
#include <vector>

#include "host/cli/cli.hpp"
#include "host/cli/key.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + (argc > 0 ? 1 : 0), argv + argc);
  byom::cli::hide_key(argc, argv);
  return byom::cli::run(args);
}
