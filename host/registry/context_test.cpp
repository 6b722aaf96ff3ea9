// The host's side of a table that a plugin hands over in a call.
#include "host/registry/context.hpp"

#include <array>

#include <doctest/doctest.h>

using namespace byom;
using namespace byom::registry;

namespace {

// Takes calls down and makes no layer.
struct Recording : BuildTarget {
  byom_call seen{};
  Result<byom_val> input(std::uint64_t) override { return byom_val{0}; }
  Result<std::vector<byom_val>> call(const byom_call& call) override {
    seen = call;
    return std::vector<byom_val>(call.n_out, 7);
  }
  Result<ir::Value> describe(byom_val) override { return ir::Value{}; }
  Result<Done> output(std::uint64_t, byom_val) override { return done; }
  Result<byom_val> model_input(std::uint64_t) override { return byom_val{0}; }
};

struct OneCall {
  Recording builder;
  byom_ctx ctx;
  OneCall() { ctx.builder = &builder; }
  byom_rc call(const byom_call& call) { return host_tables()->build->call(&ctx, &call); }
};

}  // namespace

TEST_CASE("Calls: of a table that is longer than ours the rest is not looked at") {
  struct {
    byom_call call{};
    std::array<std::uint64_t, 4> from_the_future{~0ULL, ~0ULL, ~0ULL, ~0ULL};
  } newer;
  newer.call.size = sizeof newer;
  newer.call.n_in = 3;
  OneCall serving;
  CHECK(serving.call(newer.call) == BYOM_OK);
  CHECK(serving.builder.seen.size == sizeof(byom_call));
  CHECK(serving.builder.seen.n_in == 3);
}

TEST_CASE("Calls: of a table that is shorter than ours the rest is zero, whatever lies there") {
  byom_val made = 0;
  byom_call older{};
  older.size = offsetof(byom_call, n_config);
  older.out = &made;
  older.n_config = older.n_in = older.n_weights = older.n_out = ~0ULL;
  OneCall serving;
  CHECK(serving.call(older) == BYOM_OK);
  CHECK(serving.builder.seen.n_config == 0);
  CHECK(serving.builder.seen.n_out == 0);
}

TEST_CASE("Calls: a table without size is the plugin's fault") {
  OneCall serving;
  CHECK(serving.call(byom_call{}) == BYOM_ERR_BUG);
  REQUIRE(serving.ctx.reports.size() == 1);
  CHECK(serving.ctx.reports[0].second ==
        "gives build->call a table without size; its first field must be its sizeof");
}
