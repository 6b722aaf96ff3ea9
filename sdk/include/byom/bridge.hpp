// The only place where C++ meets the C tables: makes them, catches exceptions, reports errors.
#pragma once

#include <cstdint>
#include <deque>
#include <exception>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <byom/op.hpp>
#include <byom/plugin.h>

namespace byom {

// Owns a plugin's operators and the tables that describe them; lives until the program ends.
class Bridge {
 public:
  Bridge(std::string id, std::string version, std::vector<Op> ops, std::vector<Pattern> patterns = {});
  [[nodiscard]] const byom_plugin* plugin() const { return &plugin_; }
  static inline const byom_host* host = nullptr;
  // The entry of a plugin: its tables; nullptr, and the host is told, where making them throws or `layout`,
  // the sdk_layout() of the plugin's headers, is not that of the library.
  static const byom_plugin* open(const byom_host* given, byom_ctx* ctx, std::uint64_t layout,
                                 const Bridge* (*make)()) noexcept;

 private:
  struct Serve {
    Serve(const byom_host* host, byom_ctx* ctx) : before(serving) { serving = {host, ctx}; }
    ~Serve() { serving = before; }
    Serve(const Serve&) = delete;
    Serve& operator=(const Serve&) = delete;
    Serving before;
  };
  static byom_rc report(const Error& error) {
    host->report(serving.ctx, error.code, view(error.text));
    return error.code;
  }
  // Runs a facet: no exception leaves it.
  template <class F>
  static byom_rc guarded(byom_ctx* ctx, F&& f) noexcept {
    const Serve serve(host, ctx);
    try {
      return f();
    } catch (const std::bad_alloc&) {
      return report({BYOM_ERR_OOM, "out of memory"});
    } catch (const std::exception& e) {
      return report({BYOM_ERR_BUG, std::string("threw an exception: ") + e.what()});
    } catch (...) {
      return report({BYOM_ERR_BUG, "threw an exception"});
    }
  }
  static byom_rc state_outputs(const Descs& outputs);
  template <class Builder, class F>
  static byom_rc build(const F& facet);
  static byom_rc infer(void* self, byom_ctx* ctx) noexcept;
  static byom_rc translate(void* self, byom_ctx* ctx) noexcept;
  static byom_rc expand(void* self, byom_ctx* ctx) noexcept;
  static byom_rc accept(void* self, byom_ctx* ctx) noexcept;
  static byom_rc prepare(void* self, byom_ctx* ctx, byom_plan* plan) noexcept;
  static byom_rc run(void* state, byom_ctx* ctx, const byom_tensor* in, std::uint64_t n_in,
                     const byom_tensor* out, std::uint64_t n_out, void* scratch) noexcept;
  static void release(void*) noexcept {}

  void add_op(Op& op);
  void add_kernel(Op& op);
  const byom_layer* add_layer(const Layer& layer);
  const byom_formal* formals(const std::vector<Formal>& all, std::int64_t since, std::uint64_t& n);
  const byom_example* examples(const Schema& schema, std::int64_t since, std::uint64_t& n);
  template <class T>
  const T* keep(std::deque<std::vector<T>>& where, std::vector<T> items) {
    return items.empty() ? nullptr : where.emplace_back(std::move(items)).data();
  }

  std::string id_, version_;
  std::deque<Op> ops_;
  std::vector<Pattern> patterns_;
  AttrViews views_;
  std::deque<byom_schema> schemas_;
  std::deque<std::vector<byom_formal>> formals_;
  std::deque<std::vector<byom_example>> examples_;
  std::deque<std::vector<byom_attr>> attrs_;
  std::deque<std::vector<byom_tensor>> tensors_;
  std::deque<std::vector<const byom_schema*>> schema_lists_;
  std::deque<byom_layer> layers_;
  std::deque<byom_form> forms_;
  std::deque<std::vector<const byom_form*>> form_lists_;
  std::deque<std::vector<byom_key>> keys_;
  std::deque<std::vector<byom_weight>> weights_;
  std::deque<byom_op> op_tables_;
  std::deque<byom_kernel> kernel_tables_;
  std::deque<byom_pattern> pattern_tables_;
  std::vector<const byom_op*> op_list_;
  std::vector<const byom_kernel*> kernel_list_;
  std::vector<const byom_pattern*> pattern_list_;
  byom_plugin plugin_{};
};

// What the headers and the SDK's library hand each other, by size. A plugin that was compiled with the
// headers of one version and linked with the library of another is refused where these differ; nothing else
// would notice.
constexpr std::uint64_t sdk_layout() {
  std::uint64_t layout = BYOM_ABI_MINOR;
  for (const std::uint64_t size :
       {sizeof(Bridge), sizeof(Op), sizeof(Pattern), sizeof(Schema), sizeof(Layer), sizeof(Formal),
        sizeof(Example), sizeof(Literal), sizeof(Desc), sizeof(Node), sizeof(Keras), sizeof(Expansion),
        sizeof(Io), sizeof(AttrViews)})
    layout = layout * 1021 + size;
  return layout;
}

}  // namespace byom

// Makes a file the plugin's entry: BYOM_PLUGIN("com.acme.ops", "1.0", {byom_op_erf()}, {patterns...})
#define BYOM_PLUGIN(id, version, ...)                                                      \
  extern "C" BYOM_EXPORT const byom_plugin* byom_plugin_entry_v1(const byom_host* host,    \
                                                                 byom_ctx* ctx) noexcept { \
    constexpr std::uint64_t layout = ::byom::sdk_layout();                                 \
    return ::byom::Bridge::open(host, ctx, layout, [] {                                    \
      static const ::byom::Bridge* const bridge =                                          \
          new (std::nothrow)::byom::Bridge(id, version, __VA_ARGS__);                      \
      return bridge;                                                                       \
    });                                                                                    \
  }
