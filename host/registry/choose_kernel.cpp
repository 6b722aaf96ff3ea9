// Asking kernels whether they take a node.
#include "host/registry/choose_kernel.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "host/registry/call_facet.hpp"
#include "host/support/exit.hpp"

namespace byom::registry {
namespace {

std::string reason_of(const byom_ctx& ctx) {
  const std::string text = reported(ctx);
  return text.empty() ? "it gives no reason" : text;
}

void begin_kernel(byom_ctx& ctx, Session& session, const Subject& subject, const Kernel& kernel) {
  begin(ctx, session, Facet::kernel, subject);
  ctx.plugin = kernel.plugin;
}

// Everything by which kernels are ordered before the last resort, the plugin that serves the operator.
auto standing(const AskedKernel& asked) {
  const KernelOffer& offer = asked.offer;
  return std::tuple(!asked.declined.empty(), offer.preference, !offer.overrides, -std::int64_t{offer.tier},
                    asked.cost_ns);
}

Result<std::vector<AskedKernel>> ask_costs(const Subject& subject, const std::vector<KernelOffer>& offers,
                                           Session& session) {
  std::vector<AskedKernel> asked;
  for (const KernelOffer& offer : offers) {
    AskedKernel kernel{offer, 0, ""};
    if (const byom_kernel& table = offer.kernel->table; table.cost_ns != nullptr) {
      byom_ctx ctx;
      begin_kernel(ctx, session, subject, *offer.kernel);
      BYOM_TRY(kernel.cost_ns, call_facet(ctx, [&] { return table.cost_ns(table.self, &ctx); }));
      if (kernel.cost_ns < 0) kernel.declined = reason_of(ctx);
    }
    asked.push_back(std::move(kernel));
  }
  std::stable_sort(asked.begin(), asked.end(), [](const AskedKernel& a, const AskedKernel& b) {
    return std::tuple(standing(a), !a.offer.serves) < std::tuple(standing(b), !b.offer.serves);
  });
  return asked;
}

// Kernels of one plugin stand in the order of its table.
bool tied(const AskedKernel& a, const AskedKernel& b) {
  return standing(a) == standing(b) && !a.offer.serves && a.offer.kernel->plugin != b.offer.kernel->plugin;
}

Error tie(const Subject& subject, const AskedKernel& a, const AskedKernel& b) {
  return fail(exit_plugin, ir::describe(*subject.graph, *subject.node) + ": the kernels " +
                               kernel_text(*a.offer.kernel) + " and " + kernel_text(*b.offer.kernel) +
                               " have the same tier; choose with --kernels " +
                               a.offer.kernel->plugin->manifest.id + ".");
}

Error nobody(const Subject& subject, const std::vector<AskedKernel>& asked) {
  std::string text = ir::describe(*subject.graph, *subject.node) + ": no plugin brings a kernel for it";
  if (!asked.empty()) text = ir::describe(*subject.graph, *subject.node) + ": every kernel declines it: ";
  for (std::size_t i = 0; i < asked.size(); ++i)
    text += (i > 0 ? "; " : "") + kernel_text(*asked[i].offer.kernel) + ": " + asked[i].declined;
  return fail(exit_unsupported, text);
}

// Why the first of `asked` goes before the others.
std::string why_first(const std::vector<AskedKernel>& asked) {
  const KernelOffer& first = asked[0].offer;
  if (asked.size() == 1) return "the only one";
  const KernelOffer& next = asked[1].offer;
  if (!asked[1].declined.empty()) return asked.size() == 2 ? "the other declined" : "the others declined";
  if (first.preference != next.preference) return "named by --kernels";
  if (first.overrides != next.overrides) return "overrides the others";
  if (first.tier != next.tier)
    return "tier " + std::to_string(first.tier) + " before " + std::to_string(next.tier);
  if (asked[0].cost_ns != asked[1].cost_ns)
    return "cost " + std::to_string(asked[0].cost_ns) + " ns before " + std::to_string(asked[1].cost_ns);
  return first.serves ? "its plugin serves the operator" : "the first in its plugin's table";
}

// What the user hears where a kernel that stands before the chosen one declined.
void note_fallbacks(const Subject& subject, const std::vector<AskedKernel>& asked, Session& session) {
  const auto rank = [](const KernelOffer& offer) {
    return std::tuple(offer.preference, !offer.overrides, -std::int64_t{offer.tier});
  };
  for (const AskedKernel& other : asked)
    if (!other.declined.empty() && rank(other.offer) < rank(asked[0].offer))
      session
          .fallbacks["kernel " + kernel_text(*other.offer.kernel) + " declined " +
                     text(Claim{subject.node->domain, subject.node->type}) + " (" + other.declined + "); " +
                     kernel_text(*asked[0].offer.kernel) + " computes it"]
          .insert(ir::describe(*subject.graph, *subject.node));
}

}  // namespace

PreparedKernel::PreparedKernel(PreparedKernel&& other) noexcept
    : kernel_(std::exchange(other.kernel_, nullptr)), ctx_(std::move(other.ctx_)), plan_(other.plan_) {}

Result<Done> PreparedKernel::release() {
  const Kernel* kernel = std::exchange(kernel_, nullptr);
  if (kernel == nullptr || kernel->table.release == nullptr) return done;
  return call_facet(*ctx_, [&] { kernel->table.release(plan_.state); });
}

std::string backend_text(const Kernel& kernel) {
  const std::string backend = ir::to_string(kernel.table.backend);
  return backend.empty() ? "(unnamed)" : "'" + backend + "'";
}

std::string kernel_text(const Kernel& kernel) {
  return backend_text(kernel) + " of " + plugin_text(*kernel.plugin);
}

Result<KernelChoice> choose_kernel(const Subject& subject, const std::vector<KernelOffer>& offers,
                                   Session& session) {
  BYOM_TRY(std::vector<AskedKernel> asked, ask_costs(subject, offers, session));
  while (!asked.empty() && asked[0].declined.empty()) {
    if (asked.size() > 1 && asked[1].declined.empty() && tied(asked[0], asked[1]))
      return tie(subject, asked[0], asked[1]);
    const Kernel& kernel = *asked[0].offer.kernel;
    auto ctx = std::make_unique<byom_ctx>();
    begin_kernel(*ctx, session, subject, kernel);
    byom_plan plan{};
    plan.size = sizeof plan;
    BYOM_TRY(const byom_rc returned,
             call_facet(*ctx, [&] { return kernel.table.prepare(kernel.table.self, ctx.get(), &plan); }));
    const byom_rc rc = outcome(*ctx, returned);
    if (rc < 0) return failure(*ctx, rc);
    if (rc == BYOM_OK) {
      note_fallbacks(subject, asked, session);
      std::string why = why_first(asked);
      return KernelChoice{PreparedKernel(kernel, std::move(ctx), plan), std::move(asked), std::move(why)};
    }
    asked[0].declined = reason_of(*ctx);
    std::rotate(asked.begin(), asked.begin() + 1, asked.end());
  }
  return nobody(subject, asked);
}

}  // namespace byom::registry
