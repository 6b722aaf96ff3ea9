// Bodies of bridge.hpp.
#include <byom/bridge.hpp>

namespace byom {

byom_rc Bridge::state_outputs(const Descs& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Desc& desc = outputs[i];
    std::vector<byom_dim> dims, values;
    for (const Dim& dim : desc.dims) dims.push_back(dim.raw);
    if (desc.values)
      for (const Dim& dim : *desc.values) values.push_back(dim.raw);
    byom_desc raw{};
    raw.dims = dims.data();
    // An empty list of known values is still known: any pointer says so.
    raw.values =
        desc.values ? (values.empty() ? reinterpret_cast<const byom_dim*>(&raw) : values.data()) : nullptr;
    raw.n_values = values.size();
    raw.dtype = desc.dtype;
    raw.rank = desc.rank_known ? static_cast<std::int32_t>(dims.size()) : -1;
    if (const byom_rc rc = host->view->output(serving.ctx, i, &raw)) return rc;
  }
  return BYOM_OK;
}

const byom_plugin* Bridge::open(const byom_host* given, byom_ctx* ctx, std::uint64_t layout,
                                const Bridge* (*make)()) noexcept {
  host = given;
  const Bridge* bridge = nullptr;
  guarded(ctx, [&]() -> byom_rc {
    constexpr std::uint64_t ours =
        sdk_layout();  // not at run time: of two equal functions the linker keeps one
    if (layout != ours)
      return report({BYOM_ERR_BUG,
                     "it was compiled with the headers of one version of the SDK and linked with the "
                     "libbyom_sdk.a of another; build it anew with both of one installation"});
    bridge = make();
    return bridge ? BYOM_OK : report({BYOM_ERR_OOM, "out of memory"});
  });
  return bridge ? bridge->plugin() : nullptr;
}

byom_rc Bridge::infer(void* self, byom_ctx* ctx) noexcept {
  return guarded(ctx, [self] {
    const auto outputs = static_cast<const Op*>(self)->infer_(Node());
    return outputs ? state_outputs(*outputs) : report(outputs.error());
  });
}

template <class Builder, class F>
byom_rc Bridge::build(const F& facet) {
  Builder builder;
  const auto outputs = facet(Node(), builder);
  if (builder.failed()) return builder.rc();
  if (!outputs) return report(outputs.error());
  for (std::size_t i = 0; i < outputs->size(); ++i)
    if (const byom_rc rc = host->build->output(serving.ctx, i, (*outputs)[i].id)) return rc;
  return BYOM_OK;
}

byom_rc Bridge::translate(void* self, byom_ctx* ctx) noexcept {
  return guarded(ctx, [self] { return build<Keras>(static_cast<const Op*>(self)->translate_); });
}

byom_rc Bridge::expand(void* self, byom_ctx* ctx) noexcept {
  return guarded(ctx, [self] { return build<Expansion>(static_cast<const Op*>(self)->expand_); });
}

byom_rc Bridge::accept(void* self, byom_ctx* ctx) noexcept {
  return guarded(ctx, [self]() -> byom_rc {
    const auto accepted = static_cast<const Op*>(self)->accept_(Node());
    return accepted ? BYOM_OK : report(accepted.error());
  });
}

byom_rc Bridge::prepare(void* self, byom_ctx* ctx, byom_plan* plan) noexcept {
  return guarded(ctx, [self, plan]() -> byom_rc {
    const Op& op = *static_cast<const Op*>(self);
    plan->state = self;
    plan->flags = op.plan_flags_;
    plan->scratch_align = 64;
    if (!op.scratch_) return BYOM_OK;
    const auto bytes = op.scratch_(Node());
    if (!bytes) return report(bytes.error());
    plan->scratch_bytes = *bytes;
    return BYOM_OK;
  });
}

byom_rc Bridge::run(void* state, byom_ctx* ctx, const byom_tensor* in, std::uint64_t n_in,
                    const byom_tensor* out, std::uint64_t n_out, void* scratch) noexcept {
  return guarded(ctx, [&]() -> byom_rc {
    Io io(in, n_in, out, n_out, scratch);
    const auto computed = static_cast<const Op*>(state)->compute_(Node(), io);
    return computed ? BYOM_OK : report(computed.error());
  });
}

const byom_formal* Bridge::formals(const std::vector<Formal>& all, std::int64_t since, std::uint64_t& n) {
  std::vector<byom_formal> list;
  for (const Formal& formal : all) {
    if (since < formal.from || since > formal.until) continue;
    byom_formal f{view(formal.name), view(formal.types), view(formal.doc), {}, formal.flags, 0};
    if (formal.preset) {
      f.preset = views_.add(formal.name, *formal.preset);
    } else {
      f.preset.name = f.name;
      f.preset.type = formal.type;
      f.preset.flags = BYOM_NO_DEFAULT;
    }
    list.push_back(f);
  }
  n = list.size();
  return keep(formals_, std::move(list));
}

const byom_example* Bridge::examples(const Schema& schema, std::int64_t since, std::uint64_t& n) {
  std::vector<byom_example> list;
  for (const Example& example : schema.examples_) {
    if (since != (example.since ? example.since : schema.since_.back())) continue;
    std::vector<byom_attr> attrs;
    std::vector<byom_tensor> in, out;
    for (const auto& [name, value] : example.attrs) attrs.push_back(views_.add(name, value));
    for (const Literal& literal : example.in) in.push_back(views_.tensor(literal));
    for (const Literal& literal : example.out) out.push_back(views_.tensor(literal));
    byom_example e{view(example.name), nullptr, nullptr, nullptr, attrs.size(), in.size(), out.size()};
    e.attrs = keep(attrs_, std::move(attrs));
    e.in = keep(tensors_, std::move(in));
    e.out = keep(tensors_, std::move(out));
    list.push_back(e);
  }
  n = list.size();
  return keep(examples_, std::move(list));
}

const byom_layer* Bridge::add_layer(const Layer& layer) {
  std::vector<const byom_form*> forms;
  for (const Layer::Form& form : layer.forms_) {
    std::vector<byom_key> keys;
    for (const auto& [name, key] : form.keys) {
      byom_key k = key;
      k.key = view(name);
      if (k.written.n == 0) k.written = k.key;
      keys.push_back(k);
    }
    const std::uint64_t n_keys = keys.size();
    forms.push_back(&forms_.emplace_back(byom_form{sizeof(byom_form), form.dialect, form.kind, form.flags,
                                                   view(form.module), view(form.class_name),
                                                   keep(keys_, std::move(keys)), n_keys}));
  }
  std::vector<byom_weight> weights;
  for (const Layer::WeightSpec& w : layer.weights_)
    weights.push_back({view(w.name), view(w.enabled_by), view(w.initializer), w.flags, 0});
  const std::uint64_t n_forms = forms.size(), n_weights = weights.size();
  return &layers_.emplace_back(
      byom_layer{sizeof(byom_layer), layer.flags_, keep(form_lists_, std::move(forms)),
                 keep(weights_, std::move(weights)), n_forms, n_weights, view(layer.python_)});
}

void Bridge::add_op(Op& op) {
  const Schema& schema = op.schema_;
  std::vector<const byom_schema*> list;
  for (const std::int64_t since : schema.since_) {
    byom_schema s{};
    s.size = sizeof s;
    s.since = since;
    s.doc = view(schema.doc_);
    s.inputs = formals(schema.formals_[0], since, s.n_inputs);
    s.outputs = formals(schema.formals_[1], since, s.n_outputs);
    s.attrs = formals(schema.formals_[2], since, s.n_attrs);
    s.examples = examples(schema, since, s.n_examples);
    list.push_back(&schemas_.emplace_back(s));
  }
  byom_op table{};
  table.size = sizeof table;
  table.layout = static_cast<std::int32_t>(schema.layout_);
  table.domain = view(schema.domain_);
  table.type = view(schema.type_);
  table.flags = schema.flags_;
  table.self = &op;
  table.n_schemas = list.size();
  table.schemas = keep(schema_lists_, std::move(list));
  if (op.has_layer_) table.layer = add_layer(op.layer_);
  if (op.accept_) table.accept = &Bridge::accept;
  if (op.infer_) table.infer = &Bridge::infer;
  if (op.translate_) table.translate = &Bridge::translate;
  if (op.expand_) table.expand = &Bridge::expand;
  op_list_.push_back(&op_tables_.emplace_back(table));
}

void Bridge::add_kernel(Op& op) {
  byom_kernel table{};
  table.size = sizeof table;
  table.tier = op.tier_;
  table.domain = view(op.schema_.domain_);
  table.type = view(op.schema_.type_);
  table.backend = view(op.backend_);
  table.self = &op;
  table.prepare = &Bridge::prepare;
  table.run = &Bridge::run;
  table.release = &Bridge::release;
  if (op.accept_)
    table.cost_ns = [](void* self, byom_ctx* ctx) noexcept -> std::int64_t {
      return accept(self, ctx) == BYOM_OK ? 0 : -1;
    };
  kernel_list_.push_back(&kernel_tables_.emplace_back(table));
}

Bridge::Bridge(std::string id, std::string version, std::vector<Op> ops, std::vector<Pattern> patterns)
    : id_(std::move(id)), version_(std::move(version)), patterns_(std::move(patterns)) {
  for (Op& op : ops) {
    Op& kept = ops_.emplace_back(std::move(op));
    if (!kept.kernel_only_) add_op(kept);
    if (kept.compute_) add_kernel(kept);
  }
  for (const Pattern& p : patterns_)
    pattern_list_.push_back(&pattern_tables_.emplace_back(
        byom_pattern{sizeof(byom_pattern), 0, view(p.text), view(p.domain), view(p.type)}));
  plugin_ = {sizeof(byom_plugin),
             BYOM_ABI_MINOR,
             0,
             0,
             view(id_),
             view(version_),
             this,
             op_list_.data(),
             kernel_list_.data(),
             pattern_list_.data(),
             op_list_.size(),
             kernel_list_.size(),
             pattern_list_.size(),
             nullptr,
             nullptr};
}

}  // namespace byom
