// Chooses among the tables of the ISA files.
#include "isa.hpp"

namespace byom::kernels {

namespace {

struct Supported {
  const IsaTable* tables[3] = {&isa_v2::table};
  std::size_t count = 1;
};

Supported detect() {
  Supported found;
// The sanitizers see what the baseline does, and no more.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // The builtin reads XCR0 too: a processor with AVX under a system that does not save its registers has
  // none.
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("x86-64-v3")) return found;
  found.tables[found.count++] = &isa_v3::table;
  if (__builtin_cpu_supports("x86-64-v4")) found.tables[found.count++] = &isa_v4::table;
#endif
  return found;
}

const Supported& supported() {
  static const Supported found = detect();
  return found;
}

}  // namespace

const IsaTable& isa() {
  return *supported().tables[supported().count - 1];
}

std::span<const IsaTable* const> supported_isas() {
  return {supported().tables, supported().count};
}

}  // namespace byom::kernels
