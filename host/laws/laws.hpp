// The laws, each in a file of its name; all_laws() says in a sentence what each holds.
#pragma once

#include "host/laws/law.hpp"

namespace byom::laws {

LibraryLaw load;

OperatorLaw schema;
OperatorLaw layer;
OperatorLaw examples;
OperatorLaw shapes;
OperatorLaw translation;
OperatorLaw ledger;
OperatorLaw refusals;
OperatorLaw attributes;
OperatorLaw empty;
OperatorLaw extremes;
OperatorLaw axes;
OperatorLaw layout;
OperatorLaw bounds;
OperatorLaw repeatable;

}  // namespace byom::laws
