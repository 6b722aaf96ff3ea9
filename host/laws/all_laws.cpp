// The table of laws.
#include "host/laws/laws.hpp"

namespace byom::laws {

const std::vector<Law>& all_laws() {
  static const std::vector<Law> table = {
      {"machine", "the file is a shared library for this kind of machine", machine, nullptr},
      {"exports", "the library exports its entry function and nothing else", exports, nullptr},
      {"statics", "its variables are its own", statics, nullptr},
      {"libraries", "it brings no second copy of a library that the host has", libraries, nullptr},
      {"paths", "it does not depend on folders of the machine that built it", paths, nullptr},
      {"code", "neither stack nor code of the process can be both written and executed", code, nullptr},
      {"nodelete", "the library stays mapped", nodelete, nullptr},
      {"load", "the library can be loaded, and its tables keep what its JSON says", load, nullptr},
      {"claims", "where another plugin has an operator, too, the JSON says which wins", claims, nullptr},
      {"rounding", "rounding and denormal numbers stay as they were", rounding, nullptr},
      {"locale", "the locale stays as it was", locale, nullptr},
      {"signals", "what signals do stays as it was", signals, nullptr},
      {"folder", "working directory and umask stay as they were", folder, nullptr},
      {"environment", "the environment variables stay as they were", environment, nullptr},
      {"files", "no file stays open", files, nullptr},
      {"threads", "no thread stays, and none is started where parallel_for serves", threads, nullptr},
      {"silence", "nothing is printed; report() is for what must be said", silence, nullptr},
      {"schema", "every operator, input, output and attribute is described, and examples show it", nullptr,
       schema},
      {"layer", "a layer's forms, weights and Python text fit its schema", nullptr, layer},
      {"examples", "the kernel computes what the worked examples say", nullptr, examples},
      {"shapes", "types and shapes are inferred as they are computed, whatever is known of the inputs",
       nullptr, shapes},
      {"translation", "the layers that a node is translated to compute its numbers", nullptr, translation},
      {"random", "kernel and layers agree on random numbers, too", nullptr, random},
      {"ledger", "kernel and translation look at every attribute, input and output, or ignore it aloud",
       nullptr, ledger},
      {"refusals", "whatever a node is like, a facet computes or says why not", nullptr, refusals},
      {"attributes", "attributes with absurd values are computed or refused with a reason", nullptr,
       attributes},
      {"empty", "tensors without elements and scalars are computed or refused with a reason", nullptr, empty},
      {"extremes", "infinity, NaN, denormal numbers and the ends of the integers do no harm", nullptr,
       extremes},
      {"axes", "an axis counted from the end is the axis counted from the front", nullptr, axes},
      {"layout", "a transparent operator computes the same in any order of axes", nullptr, layout},
      {"bounds", "a kernel writes all of its outputs, nothing else, and reads only its inputs", nullptr,
       bounds},
      {"repeatable", "the same bits from any number of threads, and from every call", nullptr, repeatable},
      {"keras", "real Keras accepts the layers and computes the kernel's numbers", keras, nullptr},
  };
  return table;
}

}  // namespace byom::laws
