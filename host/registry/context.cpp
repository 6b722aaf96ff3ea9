// The host tables: each function answers from the byom_ctx of the call in progress.
#include "host/registry/context.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include "host/registry/body_tables.hpp"
#include "host/registry/call_facet.hpp"
#include "host/support/join.hpp"

namespace byom::registry {

namespace {

using ir::Attribute;

const byom_formal* formal_named(const byom_formal* list, std::uint64_t n, const std::string& name) {
  for (std::uint64_t i = 0; i < n; ++i)
    if (ir::to_string(list[i].name) == name) return &list[i];
  return nullptr;
}

byom_rc view_node(byom_ctx* ctx, byom_node* out) BYOM_NX {
  const ir::Node& node = *ctx->subject.node;
  byom_node full{};
  full.size = out->size;
  full.index = static_cast<std::uint32_t>(node.index < 0 ? 0 : node.index);
  full.domain = ir::to_view(node.domain);
  full.type = ir::to_view(node.type);
  full.name = ir::to_view(node.name);
  full.since = ctx->subject.schema ? ctx->subject.schema->since : 1;
  full.n_in = node.inputs.size();
  full.n_out = node.outputs.size();
  std::copy_n(reinterpret_cast<const std::byte*>(&full), std::min<std::size_t>(out->size, sizeof full),
              reinterpret_cast<std::byte*>(out));
  return BYOM_OK;
}

byom_rc view_attr(byom_ctx* ctx, byom_str name, byom_attr* out) BYOM_NX {
  const std::string key = ir::to_string(name);
  ctx->consumed.insert(key);
  if (const Attribute* attribute = ir::find_attribute(*ctx->subject.node, key)) {
    *out = ctx->views.attr(*attribute);
    return BYOM_OK;
  }
  const byom_schema* schema = ctx->subject.schema;
  const byom_formal* formal = schema ? formal_named(schema->attrs, schema->n_attrs, key) : nullptr;
  if (!formal || (formal->preset.flags & BYOM_NO_DEFAULT)) return BYOM_DECLINE;
  *out = formal->preset;
  return BYOM_OK;
}

std::string formal_name(const byom_formal* list, std::uint64_t n, std::uint64_t i) {
  if (n == 0) return {};
  return ir::to_string(list[std::min<std::uint64_t>(i, n - 1)].name);
}

byom_rc view_input(byom_ctx* ctx, std::uint64_t i, byom_desc* out) BYOM_NX {
  const Subject& subject = ctx->subject;
  *out = byom_desc{};
  if (subject.schema) ctx->consumed.insert(formal_name(subject.schema->inputs, subject.schema->n_inputs, i));
  if (i >= subject.node->inputs.size() || subject.node->inputs[i] == ir::absent) return BYOM_OK;
  byom_ctx::KnownInput& known = ctx->inputs[i];
  if (known.ready) {
    *out = known.desc;
    return BYOM_OK;
  }
  const ir::Value& value = subject.graph->value(subject.node->inputs[i]);
  const ir::Tensor* tensor = subject.tensors  ? (*subject.tensors)[i]
                             : value.constant ? &*value.constant
                                              : nullptr;
  known.describe(value, tensor);
  *out = known.desc;
  return BYOM_OK;
}

std::int32_t view_wanted(byom_ctx* ctx, std::uint64_t i) BYOM_NX {
  const Subject& subject = ctx->subject;
  if (subject.schema)
    ctx->consumed.insert(formal_name(subject.schema->outputs, subject.schema->n_outputs, i));
  return i < subject.node->outputs.size() && subject.node->outputs[i] != ir::absent;
}

byom_rc view_ignore(byom_ctx* ctx, byom_str name, byom_str) BYOM_NX {
  ctx->consumed.insert(ir::to_string(name));
  return BYOM_OK;
}

byom_rc view_option(byom_ctx* ctx, byom_str name, byom_attr* out) BYOM_NX {
  if (!ctx->session) return BYOM_DECLINE;
  const auto found = ctx->session->options.find(ir::to_string(name));
  if (found == ctx->session->options.end()) return BYOM_DECLINE;
  *out = ctx->views.attr({found->first, found->second});
  return BYOM_OK;
}

byom_rc view_dim(byom_ctx* ctx, std::int32_t op, const byom_dim* a, const byom_dim* b,
                 byom_dim* out) BYOM_NX {
  return ctx->symbols->apply(op, *a, *b, *out) ? BYOM_OK : BYOM_ERR_MODEL;
}

byom_rc view_output(byom_ctx* ctx, std::uint64_t i, const byom_desc* desc) BYOM_NX {
  if (ctx->outputs.size() <= i) ctx->outputs.resize(i + 1);
  ctx->outputs[i] = value_of(*desc);
  return BYOM_OK;
}

byom_rc build_input(byom_ctx* ctx, std::uint64_t i, byom_val* out) BYOM_NX {
  if (!ctx->builder) return out_of_place(ctx, "build->input");
  const Subject& subject = ctx->subject;
  if (subject.schema) ctx->consumed.insert(formal_name(subject.schema->inputs, subject.schema->n_inputs, i));
  const auto value = ctx->builder->input(i);
  if (!value) return say(ctx, value.error());
  *out = *value;
  return BYOM_OK;
}

byom_rc build_model_input(byom_ctx* ctx, std::uint64_t i, byom_val* out) BYOM_NX {
  if (!ctx->builder) return out_of_place(ctx, "build->model_input");
  const auto value = ctx->builder->model_input(i);
  if (!value) return say(ctx, value.error());
  *out = *value;
  return BYOM_OK;
}

byom_rc build_call(byom_ctx* ctx, const byom_call* call) BYOM_NX {
  if (!ctx->builder) return out_of_place(ctx, "build->call");
  if (call->size < 2 * sizeof(std::uint32_t))
    return say(ctx,
               {BYOM_ERR_BUG, "gives build->call a table without size; its first field must be its sizeof"});
  const byom_call known = copy_table(*call);
  const auto made = ctx->builder->call(known);
  if (!made) return say(ctx, made.error());
  std::copy(made->begin(), made->end(), known.out);
  return BYOM_OK;
}

byom_rc build_describe(byom_ctx* ctx, byom_val value, byom_desc* out) BYOM_NX {
  if (!ctx->builder) return out_of_place(ctx, "build->describe");
  const auto described = ctx->builder->describe(value);
  if (!described) return say(ctx, described.error());
  const std::size_t bytes = described->dims.size() * sizeof(byom_dim);
  auto* dims = static_cast<byom_dim*>(ctx->call.allocate(bytes, alignof(byom_dim)));
  std::ranges::copy(described->dims, dims);
  *out = {};
  out->dims = dims;
  out->dtype = described->dtype;
  out->rank = described->rank;
  return BYOM_OK;
}

byom_rc build_output(byom_ctx* ctx, std::uint64_t i, byom_val value) BYOM_NX {
  if (!ctx->builder) return out_of_place(ctx, "build->output");
  const auto set = ctx->builder->output(i, value);
  return set ? BYOM_OK : say(ctx, set.error());
}

byom_rc run_output(byom_ctx* ctx, std::uint64_t i, const std::int64_t* shape, std::int32_t rank,
                   byom_tensor* out) BYOM_NX {
  if (!ctx->runner) return out_of_place(ctx, "run->output");
  const auto made = ctx->runner->output(i, {shape, static_cast<std::size_t>(rank)});
  if (!made) return say(ctx, made.error());
  *out = *made;
  return BYOM_OK;
}

const void* no_extension(const byom_host*, byom_str) BYOM_NX {
  return nullptr;
}

void host_report(byom_ctx* ctx, byom_rc rc, byom_str text) BYOM_NX {
  ctx->reports.emplace_back(rc, ir::to_string(text));
}

void* host_alloc(byom_ctx* ctx, std::int32_t scope, std::uint64_t bytes, std::uint64_t align) BYOM_NX {
  Arena* arena = &ctx->call;
  if (scope == BYOM_SCOPE_NODE) arena = &ctx->node;
  if (scope == BYOM_SCOPE_MODEL && ctx->session) arena = &ctx->session->model;
  if (scope == BYOM_SCOPE_PLUGIN && ctx->session) arena = &ctx->session->plugin;
  return arena->allocate(bytes, align);
}

byom_rc host_parallel_for(byom_ctx* ctx, std::uint64_t n, std::uint64_t grain, byom_range_fn f,
                          void* arg) BYOM_NX {
  if (!ctx->session) return out_of_place(ctx, "parallel_for");
  const ProcessGuard* guard = ctx->session->guard ? &*ctx->session->guard : nullptr;
  std::atomic<bool> disturbed = false;
  if (ctx->session->call) ctx->session->call->look();
  ctx->session->pool.parallel_for(n, grain, [&](std::uint64_t begin, std::uint64_t end) {
    f(arg, begin, end);
    if (!guard || !guard->floating_point().changed()) return;
    guard->floating_point().restore();
    disturbed = true;
  });
  ctx->disturbed_workers = ctx->disturbed_workers || disturbed;
  return BYOM_OK;
}

std::int32_t host_cancelled(const byom_ctx*) BYOM_NX {
  return CallInProgress::cancelled() ? 1 : 0;
}

}  // namespace

byom_rc say(byom_ctx* ctx, const Error& error) {
  const byom_rc rc = error.code > 0 && error.code != BYOM_DECLINE ? BYOM_ERR_MODEL : error.code;
  ctx->reports.emplace_back(rc, error.text);
  return rc;
}

byom_rc out_of_place(byom_ctx* ctx, const char* what) {
  return say(ctx, {BYOM_ERR_BUG, std::string("called ") + what + " in " + name_of(ctx->facet)});
}

std::optional<std::vector<ir::Dim>> known_elements(const ir::Tensor& tensor) {
  constexpr std::int64_t most = 4096;
  const bool whole = ir::is_integer(tensor.dtype) || tensor.dtype == BYOM_BOOL;
  if (!whole || tensor.shape.size() > 1 || tensor.count() > most) return std::nullopt;
  std::vector<ir::Dim> elements;
  for (const std::int64_t v : ir::integers(tensor)) elements.push_back(ir::number(v));
  return elements;
}

ir::Value value_of(const byom_desc& desc) {
  ir::Value value;
  value.dtype = desc.dtype;
  value.rank = desc.rank;
  value.dims.assign(desc.dims, desc.dims + (desc.rank < 0 ? 0 : desc.rank));
  if (desc.values) value.elements.emplace(desc.values, desc.values + desc.n_values);
  return value;
}

const char* name_of(Facet facet) {
  constexpr const char* names[] = {"load", "accept", "infer", "translate", "expand", "kernel"};
  return names[static_cast<int>(facet)];
}

std::vector<std::string> Session::notes() const {
  std::vector<std::string> sentences;
  for (const auto& [text, nodes] : fallbacks)
    sentences.push_back(text + " (" +
                        (nodes.size() == 1
                             ? *nodes.begin()
                             : std::to_string(nodes.size()) + " nodes, such as " + *nodes.begin()) +
                        ").");
  return sentences;
}

void* Arena::allocate(std::uint64_t bytes, std::uint64_t align) {
  const std::uint64_t rounded = (std::max<std::uint64_t>(bytes, 1) + align - 1) / align * align;
  void* memory = std::aligned_alloc(std::max<std::uint64_t>(align, sizeof(void*)), std::max(rounded, align));
  if (memory) blocks_.emplace_back(memory, [](void* p) { std::free(p); });
  return memory;
}

const byom_host* host_tables() {
  static const byom_view view{sizeof(byom_view), BYOM_ABI_MINOR, view_node,      view_attr,
                              view_input,        view_wanted,    view_ignore,    view_option,
                              view_dim,          view_output,    view_body_infer};
  static const byom_builder build{sizeof(byom_builder), BYOM_ABI_MINOR, build_input,      build_call,
                                  build_describe,       build_output,   build_model_input};
  static const byom_run run{sizeof(byom_run), BYOM_ABI_MINOR, run_output, run_body_run};
  static const byom_host host{sizeof(byom_host),
                              BYOM_ABI_MINOR,
                              {"tao_byom", 8},
                              {TAO_BYOM_VERSION, sizeof(TAO_BYOM_VERSION) - 1},
                              &view,
                              &build,
                              &run,
                              no_extension,
                              host_report,
                              host_alloc,
                              host_parallel_for,
                              host_cancelled};
  return &host;
}

HostTables load_tables() {
  static auto* context = new byom_ctx;
  return {host_tables(), context, [] {
            std::string text = reported(*context);
            context->reports.clear();
            return text;
          }};
}

void begin(byom_ctx& ctx, Session& session, Facet facet, const Subject& subject) {
  ctx.session = &session;
  ctx.facet = facet;
  ctx.subject = subject;
  ctx.plugin = subject.op ? subject.op->plugin : nullptr;
  ctx.disturbed_workers = false;
  ctx.symbols = subject.graph->symbols.get();
  ctx.outputs.clear();
  ctx.reports.clear();
  ctx.inputs.clear();
  ctx.inputs.resize(subject.node->inputs.size());
}

byom_rc outcome(const byom_ctx& ctx, byom_rc rc) {
  const auto reported = [&](byom_rc code) {
    return std::any_of(ctx.reports.begin(), ctx.reports.end(),
                       [&](const auto& report) { return report.first == code; });
  };
  if (reported(BYOM_ERR_BUG)) return BYOM_ERR_BUG;
  return rc != BYOM_OK && reported(BYOM_ERR_OOM) ? BYOM_ERR_OOM : rc;
}

std::string plugin_text(const Plugin& plugin) {
  return plugin.manifest.id + (plugin.manifest.version.empty() ? "" : " " + plugin.manifest.version);
}

std::string plugin_text(const Op& op) {
  return plugin_text(*op.plugin);
}

std::string reported(const byom_ctx& ctx) {
  return join(ctx.reports, "; ", [](const auto& report) { return report.second; });
}

Error failure(const byom_ctx& ctx, byom_rc rc) {
  std::string cause = reported(ctx);
  const bool silent = cause.empty();
  if (silent)
    cause = std::string("failed with code ") + std::to_string(rc) + " in " + name_of(ctx.facet) +
            " and gave no reason";
  std::string text = ir::describe(*ctx.subject.graph, *ctx.subject.node) + ": " + cause;
  const bool plugins_fault = silent || rc == BYOM_ERR_BUG;
  if (plugins_fault && ctx.plugin)
    text += " (a fault of plugin " + plugin_text(*ctx.plugin) + ", facet " + name_of(ctx.facet) + ")";
  return {plugins_fault ? 5 : rc == BYOM_ERR_OOM ? 4 : 1, std::move(text)};
}

}  // namespace byom::registry

void byom_ctx::KnownInput::describe(const byom::ir::Value& value, const byom::ir::Tensor* tensor) {
  using namespace byom;
  desc.name = ir::to_view(value.name);
  desc.dtype = tensor ? tensor->dtype : value.dtype;
  desc.rank = tensor ? static_cast<std::int32_t>(tensor->shape.size()) : value.rank;
  dims = value.dims;
  if (tensor) {
    known = ir::view(*tensor);
    desc.known = &known;
    dims.clear();
    for (const std::int64_t extent : tensor->shape) dims.push_back(ir::number(extent));
  }
  if (auto elements = tensor ? registry::known_elements(*tensor) : value.elements) {
    values = std::move(*elements);
    static const ir::Dim nothing{};
    desc.values = values.empty() ? &nothing : values.data();
    desc.n_values = values.size();
  }
  desc.dims = dims.data();
  ready = true;
}
