// The table of laws.
#include "host/laws/laws.hpp"

namespace byom::laws {

const std::vector<Law>& all_laws() {
  static const std::vector<Law> table = {
      {"load", "the library can be loaded, and its tables keep what its JSON says", load, nullptr},
      {"schema", "every operator, input, output and attribute is described, and examples show it", nullptr,
       schema},
  };
  return table;
}

}  // namespace byom::laws
