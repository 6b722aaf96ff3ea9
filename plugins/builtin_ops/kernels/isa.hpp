// Which instruction set this processor runs: chosen once, from cpuid and what the OS saves.
#pragma once

#include <span>

#include "isa_table.hpp"

namespace byom::kernels {

/// The best table this machine can run.
const IsaTable& isa();

/// Every table this machine can run, worst first; for tests.
std::span<const IsaTable* const> supported_isas();

}  // namespace byom::kernels
