// Which kernel computes a node: the one place that decides it, and can say why.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/context.hpp"

namespace byom::registry {

// A kernel that has taken a node: between its prepare and its release.
class PreparedKernel {
 public:
  PreparedKernel(const Kernel& kernel, std::unique_ptr<byom_ctx> ctx, const byom_plan& plan)
      : kernel_(&kernel), ctx_(std::move(ctx)), plan_(plan) {}
  PreparedKernel(PreparedKernel&& other) noexcept;
  PreparedKernel& operator=(PreparedKernel&&) = delete;
  ~PreparedKernel() { (void)release(); }

  [[nodiscard]] const Kernel& kernel() const { return *kernel_; }
  [[nodiscard]] const byom_plan& plan() const { return plan_; }
  [[nodiscard]] byom_ctx& ctx() { return *ctx_; }
  // Once; nothing may be run afterwards. Errors as call_facet's.
  Result<Done> release();

 private:
  const Kernel* kernel_;
  std::unique_ptr<byom_ctx> ctx_;
  byom_plan plan_;
};

// A kernel and what it said to a node.
struct AskedKernel {
  KernelOffer offer;
  std::int64_t cost_ns = 0;  // as it states it; 0 where it states none
  std::string declined;      // why it does not take the node; empty: it takes it, or need not be asked
};

struct KernelChoice {
  PreparedKernel kernel;
  std::vector<AskedKernel> asked;  // the chosen one, those that would come next, those that declined
  std::string why;                 // "the only one", "tier 200 before 0", "the others declined", ...
};

// Takes the first of `offers` (as Registry::kernel_offers gives them) that does not decline, in cost_ns or in
// prepare; of those equal up to their tier the cheapest. That a better one declined is noted in the session.
// Errors: every kernel declined, or there is none (exit_unsupported); two plugins' kernels are equal in
// everything (exit_plugin); a failure of prepare.
Result<KernelChoice> choose_kernel(const Subject& subject, const std::vector<KernelOffer>& offers,
                                   Session& session);

// "'dnnl'", or "(unnamed)".
std::string backend_text(const Kernel& kernel);
// "'dnnl' of com.acme.dnnl-conv 1.0.0"
std::string kernel_text(const Kernel& kernel);

}  // namespace byom::registry
