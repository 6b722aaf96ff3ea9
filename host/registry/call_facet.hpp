// The one way into a plugin's functions while it serves a node.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include <byom/result.hpp>

#include "host/registry/context.hpp"
#include "host/support/call_in_progress.hpp"

namespace byom::registry {

// While it exists the call is the one in progress: a crash or a hang has the names of plugin, facet and node.
class FacetCall {
 public:
  explicit FacetCall(byom_ctx& ctx);
  FacetCall(const FacetCall&) = delete;
  FacetCall& operator=(const FacetCall&) = delete;
  ~FacetCall();
  // Puts right what the call has done to the process so far, and notes it: before anybody else is called.
  void look();
  // The last look. Errors: exit_plugin, the call did something to the process.
  Result<Done> end();

 private:
  byom_ctx& ctx_;
  FacetCall* outer_;
  CallInProgress call_;
  std::vector<std::string> clauses_;
};

// What `function` gives; Done where that is nothing. Errors: exit_plugin when it left the process otherwise
// than it found it, which is put right.
template <class Function>
auto call_facet(byom_ctx& ctx, Function&& function) {
  using Given = std::invoke_result_t<Function>;
  FacetCall call(ctx);
  if constexpr (std::is_void_v<Given>) {
    std::forward<Function>(function)();
    return call.end();
  } else {
    const Given given = std::forward<Function>(function)();
    const auto ended = call.end();
    return ended ? Result<Given>(given) : Result<Given>(ended.error());
  }
}

}  // namespace byom::registry
