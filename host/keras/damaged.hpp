// What is said of a file that was just written and cannot be read back.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/support/exit.hpp"

namespace byom::keras {

inline Error damaged(const std::string& what) {
  return fail(exit_bug, "the file just written is not as Keras reads it: " + what);
}

}  // namespace byom::keras
