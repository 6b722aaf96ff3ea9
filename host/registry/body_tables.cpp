// Calls between a plugin's views of a body and the session's Bodies.
#include "host/registry/body_tables.hpp"

#include <utility>

#include "host/registry/context.hpp"
#include "host/support/counted.hpp"
#include "host/support/quote.hpp"

namespace byom::registry {

namespace {

using Body = std::shared_ptr<ir::Graph>;

// The body that attribute `name` holds; reading it consumes the attribute. Null: the node has none there.
Body body_of(byom_ctx& ctx, const std::string& name) {
  ctx.consumed.insert(name);
  const ir::Attribute* attribute = ir::find_attribute(*ctx.subject.node, name);
  const Body* body = attribute ? std::get_if<Body>(&attribute->value) : nullptr;
  return body ? *body : nullptr;
}

std::string named(const std::string& name) {
  return "body " + byom::quoted(name);
}

// A body's inputs and outputs are the operator's definition, so a wrong number of them is its own mistake.
std::optional<Error> misfit(const ir::Graph& body, const std::string& name, std::uint64_t n_in,
                            std::uint64_t n_out) {
  if (n_in != body.inputs.size())
    return Error{BYOM_ERR_MODEL, named(name) + " takes " + counted(body.inputs.size(), "input") +
                                     ", the operator gives it " + std::to_string(n_in)};
  if (n_out > body.outputs.size())
    return Error{BYOM_ERR_MODEL, named(name) + " makes " + counted(body.outputs.size(), "output") +
                                     ", the operator wants " + std::to_string(n_out)};
  return std::nullopt;
}

Error inside(const std::string& name, const Error& error) {
  return {error.code, named(name) + ": " + error.text};
}

// The plugin's memory as it stands.
ir::Tensor borrowed(const byom_tensor& view) {
  ir::Tensor tensor;
  tensor.dtype = view.dtype;
  if (view.rank > 0) tensor.shape.assign(view.shape, view.shape + view.rank);
  if (view.strides) tensor.strides.assign(view.strides, view.strides + view.rank);
  tensor.data = static_cast<const std::byte*>(view.data);
  return tensor;
}

}  // namespace

byom_rc view_body_infer(byom_ctx* ctx, byom_str attr, const byom_desc* in, std::uint64_t n_in, byom_desc* out,
                        std::uint64_t n_out) BYOM_NX {
  const std::string name = ir::to_string(attr);
  const Body body = body_of(*ctx, name);
  if (!body) return BYOM_DECLINE;
  if (const auto error = misfit(*body, name, n_in, n_out)) return say(ctx, *error);
  std::vector<ir::Value> inputs;
  for (std::uint64_t i = 0; i < n_in; ++i) {
    inputs.push_back(value_of(in[i]));
    // While a model runs everything is known; as constants the inputs would let the body run here already.
    if (in[i].known && !ctx->subject.tensors) inputs.back().constant = borrowed(*in[i].known);
  }
  auto inferred = ctx->session->bodies->infer(ctx->subject, *body, std::move(inputs));
  if (!inferred) return say(ctx, inside(name, inferred.error()));
  for (std::uint64_t i = 0; i < n_out; ++i) {
    auto& [value, described] =
        ctx->body_outputs.emplace_back(std::move((*inferred)[i]), byom_ctx::KnownInput{});
    if (value.constant) value.constant = ir::contiguous(*value.constant);
    described.describe(value, value.constant ? &*value.constant : nullptr);
    out[i] = described.desc;
  }
  return BYOM_OK;
}

byom_rc run_body_run(byom_ctx* ctx, byom_str attr, const byom_tensor* in, std::uint64_t n_in,
                     byom_tensor* out, std::uint64_t n_out) BYOM_NX {
  const std::string name = ir::to_string(attr);
  const Body body = body_of(*ctx, name);
  if (!body) return BYOM_DECLINE;
  if (ctx->facet != Facet::kernel || !ctx->session->bodies) return out_of_place(ctx, "run->body_run");
  if (const auto error = misfit(*body, name, n_in, n_out)) return say(ctx, *error);
  std::vector<ir::Tensor> inputs;
  for (std::uint64_t i = 0; i < n_in; ++i) inputs.push_back(ir::contiguous(borrowed(in[i])));
  auto results = ctx->session->bodies->run(ctx->subject, body, inputs, ctx->body_ledger);
  if (!results) return say(ctx, inside(name, results.error()));
  for (std::uint64_t i = 0; i < n_out; ++i)
    out[i] = ir::view(ctx->body_results.emplace_back(std::move((*results)[i])));
  return BYOM_OK;
}

}  // namespace byom::registry
