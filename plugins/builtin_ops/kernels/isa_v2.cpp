// The shared arithmetic compiled for the baseline instruction set of the processor family.
#include <Eigen/Core>

#include "isa_table.hpp"

#define BYOM_LANES 4
#define BYOM_TILE_ROWS 6

namespace byom::kernels::isa_v2 {

namespace {
#include "gemm_isa.inc.hpp"
#include "tile_isa.inc.hpp"
}  // namespace

const IsaTable table = {"baseline", panel, BYOM_TILE_ROWS, tile, taps, gemm_block<float>, gemm_block<double>};

}  // namespace byom::kernels::isa_v2
