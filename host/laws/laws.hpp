// The laws, each in a file of its name; all_laws() says in a sentence what each holds.
#pragma once

#include "host/laws/law.hpp"

namespace byom::laws {

LibraryLaw load;

OperatorLaw schema;

}  // namespace byom::laws
