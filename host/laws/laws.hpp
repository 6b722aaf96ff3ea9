// The laws, each in a file of its name but for two families; all_laws() says in a sentence what each holds.
#pragma once

#include "host/laws/law.hpp"

namespace byom::laws {

LibraryLaw machine, exports, statics, libraries, paths, code, nodelete;  // elf.cpp
LibraryLaw load;
LibraryLaw claims;
LibraryLaw rounding, locale, signals, folder, environment, files, threads, silence;  // state.cpp
LibraryLaw keras;

OperatorLaw schema;
OperatorLaw layer;
OperatorLaw examples;
OperatorLaw shapes;
OperatorLaw translation;
OperatorLaw random;
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
