/* byom/plugin.h: the whole contract between the tao_byom host and its plugins. C11, draft of major 1.
 * FROZEN leaf structs never change within a major and may stand in arrays. GROWABLE tables start with
 * `size` (sizeof at the producer), grow only at their end and cross only by pointer; a reader treats what
 * lies beyond `size` as zero. No implicit padding; integers have fixed width; no enum, bool, long or C++
 * type. Strings are UTF-8 views, not NUL-terminated. What a call receives is borrowed for that call; what a
 * plugin hands over is copied. Plugins never free host memory. Threads: every callback of one node runs on
 * one thread at a time; different nodes may run at once. Nothing may be thrown through any of these
 * functions. */
#ifndef BYOM_PLUGIN_H
#define BYOM_PLUGIN_H
#include <stddef.h>
#include <stdint.h>
#define BYOM_ABI_MAJOR 1 /* part of the entry symbol's name */
#define BYOM_ABI_MINOR 0u
#define BYOM_HAS(Table, t, f) (offsetof(Table, f) + sizeof((t)->f) <= (t)->size && (t)->f != 0)
#if defined(__cplusplus) && __cplusplus >= 201703L
#define BYOM_NX noexcept
#else
#define BYOM_NX
#endif
#ifdef __cplusplus
extern "C" {
#endif
#define BYOM_EXPORT __attribute__((visibility("default")))

typedef int32_t byom_rc; /* BYOM_OK, > 0 declined (the next candidate is asked), < 0 error */
#define BYOM_OK 0
#define BYOM_DECLINE 1
#define BYOM_ERR_MODEL (-1) /* the model asks for something impossible or unsupported */
#define BYOM_ERR_OOM (-2)
#define BYOM_ERR_CANCELLED (-3)
#define BYOM_ERR_BUG (-4)         /* the plugin's or host's own mistake */
typedef struct byom_ctx byom_ctx; /* host-private: which plugin, facet and node is being served */
typedef uint64_t byom_val;        /* a tensor in the graph under construction */

/* Element types have the numbers of ONNX's TensorProto.DataType; 0 means "absent". */
#define BYOM_FLOAT 1
#define BYOM_UINT8 2
#define BYOM_INT8 3
#define BYOM_UINT16 4
#define BYOM_INT16 5
#define BYOM_INT32 6
#define BYOM_INT64 7
#define BYOM_STRING 8
#define BYOM_BOOL 9
#define BYOM_FLOAT16 10
#define BYOM_DOUBLE 11
#define BYOM_UINT32 12
#define BYOM_UINT64 13
#define BYOM_BFLOAT16 16

/* ---- FROZEN leaves ---- */
typedef struct {
  const char* p;
  uint64_t n;
} byom_str;
/* One extent: value x symbol. Symbol 0 is the number 1; symbol BYOM_BATCH the number of samples; others are
 * interned by the host through view->dim. */
#define BYOM_BATCH 1u
typedef struct {
  int64_t value;
  uint32_t symbol, flags;
} byom_dim;
/* data NULL: absent. strides in elements, NULL: row-major. STRING elements are byom_str. */
typedef struct {
  void* data;
  const int64_t *shape, *strides;
  uint64_t bytes, flags;
  int32_t dtype, rank;
} byom_tensor;
#define BYOM_KIND_TENSOR 0u /* sequences and optionals get their own kinds by extension */
/* dtype 0: absent; rank -1: unknown rank. values: the elements (rank 0 or 1, integers) where they are known,
 * if only as symbols; known: the constant itself, row-major. One above 64 KiB may lie in the model's file, at
 * an address that does not suit its type: memcpy what you read of it. In run every tensor suits its type. */
typedef struct {
  byom_str name;
  const byom_dim *dims, *values;
  const byom_tensor* known;
  uint64_t n_values;
  int32_t dtype, rank;
  uint32_t kind, flags;
} byom_desc;
/* Attribute types 1..8 and 11 have the numbers of ONNX's AttributeProto; the rest is Keras configuration. */
#define BYOM_ATTR_FLOAT 1
#define BYOM_ATTR_INT 2
#define BYOM_ATTR_STRING 3
#define BYOM_ATTR_TENSOR 4
#define BYOM_ATTR_GRAPH 5
#define BYOM_ATTR_FLOATS 6
#define BYOM_ATTR_INTS 7
#define BYOM_ATTR_STRINGS 8
#define BYOM_ATTR_BOOL 64 /* v.i, 0 or 1 */
#define BYOM_ATTR_NONE 65
#define BYOM_ATTR_LIST 66 /* v.a, names empty */
#define BYOM_ATTR_DICT 67 /* v.a, names are the keys */
typedef struct byom_attr {
  byom_str name;
  int32_t type;
  uint32_t flags;
  uint64_t count;
  union {
    const int64_t* i;
    const float* f;
    const byom_str* s;
    const byom_tensor* t;
    const struct byom_attr* a;
    const void* graph;
  } v;
} byom_attr;
#define BYOM_OPTIONAL 1u   /* may be absent; an attribute without this flag and without default is required */
#define BYOM_VARIADIC 2u   /* the last formal stands for one or more actuals */
#define BYOM_SHAPE_LIKE 4u /* small integers that decide shapes */
#define BYOM_INDEX 8u      /* integers that address elements: probes draw them from the valid range */
#define BYOM_NO_DEFAULT 1u /* flag of a preset: it states the type only */
/* A formal input, output or attribute. `types` of an input, which the host checks before it asks the
 * operator: a list such as "float,double", "any" or empty, or "as NAME": the type of the input NAME before
 * it. All actuals of a variadic formal have one type. `preset`: an attribute's default. */
typedef struct {
  byom_str name, types, doc;
  byom_attr preset;
  uint32_t flags, reserved;
} byom_formal;
typedef struct {
  byom_str name;
  const byom_attr* attrs;
  const byom_tensor *in, *out;
  uint64_t n_attrs, n_in, n_out;
} byom_example;
/* One weight of a Keras layer. The weights of a layer have one type, that of its first input where that is a
 * floating one. Present when config key `enabled_by` is true (empty: always); `initializer` is
 * the config key of its initializer. */
#define BYOM_WEIGHT_TRAINABLE 1u
#define BYOM_WEIGHT_KERNEL 2u /* takes the user's kernel initializer */
typedef struct {
  byom_str name, enabled_by, initializer;
  uint32_t flags, reserved;
} byom_weight;
/* A config key as the graph and as the file spell it. */
#define BYOM_KEY_AS_LIST 1u       /* a scalar is written as a list of one */
#define BYOM_KEY_CALL_ARGUMENT 2u /* written as an argument of the call, not as configuration */
#define BYOM_KEY_OMIT 4u          /* not written in this dialect */
typedef struct {
  byom_str key, written;
  uint32_t flags, reserved;
} byom_key;

/* ---- GROWABLE: what the host gives ---- */
typedef struct {
  uint32_t size, index;
  byom_str domain, type, name;
  int64_t since;
  uint64_t n_in, n_out;
} byom_node;
#define BYOM_DIM_ADD 0
#define BYOM_DIM_SUB 1
#define BYOM_DIM_MUL 2
#define BYOM_DIM_FLOOR_DIV 3
#define BYOM_DIM_CEIL_DIV 4
#define BYOM_DIM_MIN 5
#define BYOM_DIM_MAX 6
/* The order of a free extent's elements. [5, N, 4] flattened is 5 blocks of 4 x N, each of which has 4
 * elements of every sample; 20 x N has 20 elements of sample 0, then those of sample 1. The two are different
 * extents. */
#define BYOM_DIM_IN_BLOCKS 7 /* a in b blocks; b is a number that divides a */
#define BYOM_DIM_PLAIN 8     /* a in one block; b does not matter */
/* Looking at the node being served. The host records, facet by facet, what was read: an attribute, optional
 * input or optional output that a facet neither reads nor ignores stops the conversion. attr gives the
 * schema's default where the node has none, and BYOM_DECLINE where there is no default either. All [any
 * facet]. */
typedef struct {
  uint32_t size, abi_minor;
  byom_rc (*node)(byom_ctx*, byom_node*) BYOM_NX; /* the caller sets size */
  byom_rc (*attr)(byom_ctx*, byom_str name, byom_attr*) BYOM_NX;
  byom_rc (*input)(byom_ctx*, uint64_t i, byom_desc*) BYOM_NX; /* absent: dtype 0 */
  int32_t (*wanted)(byom_ctx*, uint64_t output) BYOM_NX;
  byom_rc (*ignore)(byom_ctx*, byom_str name, byom_str reason) BYOM_NX;
  byom_rc (*option)(byom_ctx*, byom_str name, byom_attr*) BYOM_NX;
  byom_rc (*dim)(byom_ctx*, int32_t op, const byom_dim* a, const byom_dim* b, byom_dim* out) BYOM_NX;
  byom_rc (*output)(byom_ctx*, uint64_t i, const byom_desc*) BYOM_NX; /* [infer] states an output */
  byom_rc (*body_infer)(byom_ctx*, byom_str attr, const byom_desc* in, uint64_t n_in, byom_desc* out,
                        uint64_t n_out) BYOM_NX;
} byom_view;
/* One call of a layer (domain "keras") or of an operator (any other domain, in expand). `role` completes the
 * name LAYER_<i>.<role>; empty for the layer that makes the node's output. */
typedef struct {
  uint32_t size, flags;
  byom_str domain, type, role;
  const byom_attr* config;
  const byom_val* in;
  const byom_tensor* weights;
  byom_val* out;
  uint64_t n_config, n_in, n_weights, n_out;
} byom_call;
/* Building the result, transactional: nothing stays when translate declines or fails. [translate, expand] */
typedef struct {
  uint32_t size, abi_minor;
  byom_rc (*input)(byom_ctx*, uint64_t i,
                   byom_val*) BYOM_NX; /* an activation; constants: view->input().known */
  byom_rc (*call)(byom_ctx*, const byom_call*) BYOM_NX;
  byom_rc (*describe)(byom_ctx*, byom_val, byom_desc*) BYOM_NX;
  byom_rc (*output)(byom_ctx*, uint64_t i, byom_val) BYOM_NX;
  byom_rc (*model_input)(byom_ctx*, uint64_t i, byom_val*) BYOM_NX; /* [translate] of the whole model */
} byom_builder;
typedef struct {
  uint32_t size, abi_minor; /* [run] only for plans with BYOM_PLAN_DYNAMIC, and for bodies */
  byom_rc (*output)(byom_ctx*, uint64_t i, const int64_t* shape, int32_t rank, byom_tensor*) BYOM_NX;
  byom_rc (*body_run)(byom_ctx*, byom_str attr, const byom_tensor* in, uint64_t n_in, byom_tensor* out,
                      uint64_t n_out) BYOM_NX;
} byom_run;
typedef void (*byom_range_fn)(void* arg, uint64_t begin, uint64_t end) BYOM_NX;
#define BYOM_SCOPE_CALL 0
#define BYOM_SCOPE_NODE 1
#define BYOM_SCOPE_MODEL 2
#define BYOM_SCOPE_PLUGIN 3
typedef struct byom_host {
  uint32_t size, abi_minor;
  byom_str name, version;
  const byom_view* view;
  const byom_builder* build;
  const byom_run* run;
  const void* (*extension)(const struct byom_host*, byom_str id)BYOM_NX; /* NULL: unknown here */
  void (*report)(byom_ctx*, byom_rc,
                 byom_str text) BYOM_NX; /* says why; the host adds plugin, node and file */
  void* (*alloc)(byom_ctx*, int32_t scope, uint64_t bytes, uint64_t align)BYOM_NX; /* freed with its scope */
  byom_rc (*parallel_for)(byom_ctx*, uint64_t n, uint64_t grain, byom_range_fn, void* arg) BYOM_NX;
  int32_t (*cancelled)(const byom_ctx*) BYOM_NX;
} byom_host;

/* ---- GROWABLE: what a plugin gives; the host copies min(size) bytes of each table at load ---- */
typedef struct {
  uint32_t size, reserved;
  int64_t since;
  byom_str doc;
  const byom_formal *inputs, *outputs, *attrs;
  const byom_example* examples;
  uint64_t n_inputs, n_outputs, n_attrs, n_examples;
} byom_schema;
#define BYOM_DIALECT_KERAS2 2
#define BYOM_DIALECT_KERAS3 3
#define BYOM_FORM_LAYER 0       /* a layer class of Keras */
#define BYOM_FORM_OPERATION 1   /* an operation class of Keras 3 (keras.src.ops) */
#define BYOM_FORM_CUSTOM 2      /* the layer's own Python class */
#define BYOM_FORM_INPUT_LIST 1u /* the call takes one list of tensors */
typedef struct {
  uint32_t size;
  int32_t dialect, kind;
  uint32_t flags;
  byom_str module, class_name;
  const byom_key* keys;
  uint64_t n_keys;
} byom_form;                     /* keys not listed are written as they are */
#define BYOM_LAYER_BATCH_NORM 1u /* frozen by -fb */
typedef struct {
  uint32_t size, flags;
  const byom_form* const* forms;
  const byom_weight* weights;
  uint64_t n_forms, n_weights;
  byom_str python;
} byom_layer;                     /* python: source of class_name of CUSTOM forms */
#define BYOM_LAYOUT_TERMINATE 0   /* sees the original axis order only */
#define BYOM_LAYOUT_TRANSPARENT 1 /* element-wise: any order passes through */
#define BYOM_LAYOUT_ATTRIBUTE 2   /* relayout() rewrites the attributes that name axes */
#define BYOM_LAYOUT_IMPLICIT 3    /* the order is part of its definition (convolutions, pools) */
#define BYOM_OP_RANDOM 1ull       /* two runs may differ: never folded */
#define BYOM_OP_DRAFT 2ull        /* not finished: whoever uses it is warned */
typedef struct {
  uint32_t size;
  int32_t layout;
  byom_str domain, type;
  uint64_t flags;
  void* self;
  const byom_schema* const* schemas;
  uint64_t n_schemas;                               /* one per since-version, ascending */
  const byom_layer* layer;                          /* domain keras, or a domain of the plugin's own */
  byom_rc (*accept)(void* self, byom_ctx*) BYOM_NX; /* pure; may decline */
  byom_rc (*infer)(void* self, byom_ctx*) BYOM_NX;
  byom_rc (*translate)(void* self, byom_ctx*) BYOM_NX;
  byom_rc (*expand)(void* self, byom_ctx*) BYOM_NX;
  byom_rc (*relayout)(void* self, byom_ctx*, const int64_t* perm, uint64_t rank) BYOM_NX;
} byom_op;
/* Text: statements `y = Type(x, ?w, 1.0) {attr=value}`; the last one makes the output. `?w` binds a constant,
 * other names bind tensors; the operator `type` of `domain` replaces the match and gets the bound inputs. */
typedef struct {
  uint32_t size, flags;
  byom_str text, domain, type;
} byom_pattern;
#define BYOM_PLAN_DYNAMIC 1u /* run() asks run->output for each output */
typedef struct {
  uint32_t size, flags;
  void* state;
  uint64_t scratch_bytes, scratch_align;
} byom_plan;
typedef struct {
  uint32_t size;
  int32_t tier;
  byom_str domain, type, backend;
  uint64_t flags;
  void* self;
  int64_t (*cost_ns)(void* self, byom_ctx*) BYOM_NX;             /* < 0: declined */
  byom_rc (*prepare)(void* self, byom_ctx*, byom_plan*) BYOM_NX; /* descriptors are concrete here */
  byom_rc (*run)(void* state, byom_ctx*, const byom_tensor* in, uint64_t n_in, const byom_tensor* out,
                 uint64_t n_out, void* scratch) BYOM_NX; /* inputs row-major; no threads but parallel_for */
  void (*release)(void* state) BYOM_NX;
} byom_kernel;
typedef struct byom_plugin {
  uint32_t size, abi_minor_built, abi_minor_needed, flags;
  byom_str id, version;
  void* self;
  const byom_op* const* ops;
  const byom_kernel* const* kernels;
  const byom_pattern* const* patterns;
  uint64_t n_ops, n_kernels, n_patterns;
  const void* (*extension)(void* self, byom_str id)BYOM_NX;
  void (*shutdown)(void* self) BYOM_NX;
} byom_plugin; /* before the program ends; libraries are never closed */
/* The one exported symbol. NULL after report() when the plugin cannot serve this host. */
BYOM_EXPORT const byom_plugin* byom_plugin_entry_v1(const byom_host*, byom_ctx*) BYOM_NX;
#ifdef __cplusplus
}
#endif
#endif
