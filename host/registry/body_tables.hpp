// The functions of the host tables through which a plugin infers and runs the bodies of its node.
#pragma once

#include <cstdint>

#include <byom/plugin.h>

namespace byom::registry {

byom_rc view_body_infer(byom_ctx* ctx, byom_str attr, const byom_desc* in, std::uint64_t n_in, byom_desc* out,
                        std::uint64_t n_out) BYOM_NX;
byom_rc run_body_run(byom_ctx* ctx, byom_str attr, const byom_tensor* in, std::uint64_t n_in,
                     byom_tensor* out, std::uint64_t n_out) BYOM_NX;

}  // namespace byom::registry
