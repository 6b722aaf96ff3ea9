// infer_and_fold: dtypes, extents and small integer values of every tensor, from the inputs on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/infer_node.hpp"

namespace byom::passes {

// A warning for each operator of the graph that its plugin calls a draft. Errors: operators that no plugin
// knows, or none at the model's opset, in one list with the operators that are known.
Result<std::vector<std::string>> check_operators(const ir::Graph& graph, registry::Registry& registry);

// Why an operator deserves a warning; empty: it does not.
std::string warning_of(const registry::Op& op);

// One node of infer_and_fold: nothing happens where an input is not known. Errors: what is wrong with the
// node.
Result<Done> infer_and_fold_node(ir::Graph& graph, const registry::Subject& subject,
                                 registry::Registry& registry, registry::Session& session);

// before:  x float[N,3,8,8]   c = Constant()      after:  x float[N,3,8,8]   c constant
//          y = Reshape(x, c)                              y float[N,192] = Reshape(x, c)
// Nodes whose inputs are all constant are run and disappear (folding has to happen here: what comes behind
// needs the values to know its shapes). All problems of all nodes are collected in one error, one line each.
// For a graph that is run next, not written, Unknown::is_left leaves a node alone that cannot be inferred,
// since its extents may depend on its data: the executor asks again.
enum class Unknown : std::uint8_t { is_a_problem, is_left };
Result<Done> infer_and_fold(ir::Graph& graph, registry::Registry& registry, registry::Session& session,
                            Unknown unknown = Unknown::is_a_problem);

}  // namespace byom::passes
