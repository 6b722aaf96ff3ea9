// Which of several kernels takes a node, and what is said of it.
#include "host/registry/choose_kernel.hpp"

#include <deque>

#include <doctest/doctest.h>

#include "host/support/exit.hpp"

using namespace byom;
using namespace byom::registry;

namespace {

// A kernel that answers what its test wants.
struct Answers {
  std::int64_t cost = 0;
  byom_rc prepared = BYOM_OK;
  const char* says = "";
  int releases = 0;
};

void say(byom_ctx* ctx, byom_rc rc, const Answers& answers) {
  if (*answers.says != '\0') ctx->reports.emplace_back(rc, answers.says);
}

std::int64_t cost(void* self, byom_ctx* ctx) noexcept {
  const auto& answers = *static_cast<Answers*>(self);
  if (answers.cost < 0) say(ctx, BYOM_DECLINE, answers);
  return answers.cost;
}

byom_rc prepare(void* self, byom_ctx* ctx, byom_plan* plan) noexcept {
  auto& answers = *static_cast<Answers*>(self);
  plan->state = &answers;
  if (answers.prepared != BYOM_OK) say(ctx, answers.prepared, answers);
  return answers.prepared;
}

// A graph of one node "acme::Warp", and the kernels that offer themselves for it.
class Bench {
 public:
  Bench() {
    graph_.values = {{"x", BYOM_FLOAT, 0, {}, {}, {}}, {"y", BYOM_FLOAT, 0, {}, {}, {}}};
    graph_.nodes.push_back({"acme", "Warp", "w", 0, {}, {0}, {1}, 0, true});
  }
  KernelOffer& add(const std::string& plugin, const char* backend, std::int32_t tier, const Answers& given) {
    Plugin& owner = plugins_.emplace_back();
    owner.manifest.id = plugin;
    owner.manifest.version = "1";
    Kernel& kernel = kernels_.emplace_back();
    kernel.plugin = &owner;
    kernel.table.tier = tier;
    kernel.table.backend = ir::to_view(backends_.emplace_back(backend));
    kernel.table.self = &answers_.emplace_back(given);
    kernel.table.cost_ns = cost;
    kernel.table.prepare = prepare;
    kernel.table.release = [](void* state) noexcept { ++static_cast<Answers*>(state)->releases; };
    return offers_.emplace_back(KernelOffer{&kernel, 0, false, false, tier, false});
  }
  Result<KernelChoice> choose() {
    const Subject subject{&graph_, graph_.nodes.data(), nullptr, nullptr, nullptr};
    return choose_kernel(subject, offers_, session_);
  }
  // The chosen kernel's plugin and the reason.
  std::string chosen() {
    const auto choice = choose();
    return choice ? choice->asked[0].offer.kernel->plugin->manifest.id + ": " + choice->why
                  : choice.error().text;
  }
  std::vector<std::string> notes() const { return session_.notes(); }
  int releases() const { return answers_.front().releases; }

 private:
  ir::Graph graph_;
  Session session_;
  std::deque<Plugin> plugins_;
  std::deque<Kernel> kernels_;
  std::deque<Answers> answers_;
  std::deque<std::string> backends_;
  std::vector<KernelOffer> offers_;
};

}  // namespace

TEST_CASE("Kernel choice: one kernel is taken, and released once") {
  Bench bench;
  bench.add("test.a", "plain", 0, {});
  CHECK(bench.chosen() == "test.a: the only one");
  CHECK(bench.releases() == 1);
  CHECK(bench.notes().empty());
}

TEST_CASE(
    "Kernel choice: the user's choice goes before overrides, they before the tier, it before the cost") {
  Bench cost;
  cost.add("test.a", "slow", 5, {.cost = 900});
  cost.add("test.b", "quick", 5, {.cost = 100});
  CHECK(cost.chosen() == "test.b: cost 100 ns before 900");
  Bench tier;
  tier.add("test.a", "plain", 0, {.cost = 1});
  tier.add("test.b", "fast", 5, {.cost = 2});
  CHECK(tier.chosen() == "test.b: tier 5 before 0");
  Bench overriding;
  overriding.add("test.a", "plain", 0, {}).overrides = true;
  overriding.add("test.b", "fast", 5, {});
  CHECK(overriding.chosen() == "test.a: overrides the others");
  Bench preferred;
  KernelOffer& other = preferred.add("test.a", "plain", 9, {});
  other.overrides = true;
  other.preference = 1;
  preferred.add("test.b", "fast", 5, {}).preferred = true;
  CHECK(preferred.chosen() == "test.b: named by --kernels");
}

TEST_CASE(
    "Kernel choice: one that declines by its cost or in prepare leaves the node to the next, with its "
    "reason") {
  for (const Answers& declines : {Answers{.cost = -1, .says = "it wants pads"},
                                  Answers{.prepared = BYOM_DECLINE, .says = "it wants pads"}}) {
    Bench bench;
    bench.add("test.fast", "fast", 5, declines);
    bench.add("test.plain", "plain", 0, {});
    CHECK(bench.chosen() == "test.plain: the other declined");
    REQUIRE(bench.notes().size() == 1);
    CHECK(
        bench.notes()[0] ==
        "kernel 'fast' of test.fast 1 declined acme::Warp (it wants pads); 'plain' of test.plain 1 computes "
        "it (acme.Warp node 'w' (output 'y')).");
  }
}

TEST_CASE("Kernel choice: a worse one that declines is no news") {
  Bench bench;
  bench.add("test.fast", "fast", 5, {});
  bench.add("test.plain", "plain", 0, {.cost = -1});
  CHECK(bench.chosen() == "test.fast: the other declined");
  CHECK(bench.notes().empty());
}

TEST_CASE("Kernel choice: when all decline, every reason is told") {
  Bench bench;
  bench.add("test.fast", "fast", 5, {.cost = -1, .says = "it wants pads"});
  bench.add("test.plain", "plain", 0, {.prepared = BYOM_DECLINE});
  const auto choice = bench.choose();
  REQUIRE_FALSE(choice);
  CHECK(choice.error().code == exit_unsupported);
  CHECK(choice.error().text ==
        "acme.Warp node 'w' (output 'y'): every kernel declines it: 'fast' of test.fast 1: it wants pads; "
        "'plain' of test.plain 1: it gives no reason");
}

TEST_CASE("Kernel choice: two that are equal in everything are an error that names both, unless one serves") {
  Bench bench;
  bench.add("test.a", "quick", 5, {});
  KernelOffer& second = bench.add("test.b", "swift", 5, {});
  CHECK(bench.chosen() ==
        "acme.Warp node 'w' (output 'y'): the kernels 'quick' of test.a 1 and 'swift' of test.b 1 have the "
        "same tier; choose with --kernels test.a.");
  second.serves = true;
  CHECK(bench.chosen() == "test.b: its plugin serves the operator");
}

TEST_CASE("Kernel choice: a failure of prepare is no decline") {
  Bench bench;
  bench.add("test.fast", "fast", 5, {.prepared = BYOM_ERR_MODEL, .says = "the axis is out of range"});
  bench.add("test.plain", "plain", 0, {});
  CHECK(bench.chosen() == "acme.Warp node 'w' (output 'y'): the axis is out of range");
}
