// The shared arithmetic compiled for x86-64-v4 (AVX-512).
#include <Eigen/Core>

#include "isa_table.hpp"

#define BYOM_LANES 16
#define BYOM_TILE_ROWS 14

namespace byom::kernels::isa_v4 {

namespace {
#include "gemm_isa.inc.hpp"
#include "tile_isa.inc.hpp"
}  // namespace

const IsaTable table = {"x86-64-v4",       panel, BYOM_TILE_ROWS, tile, taps, gemm_block<float>,
                        gemm_block<double>};

}  // namespace byom::kernels::isa_v4
