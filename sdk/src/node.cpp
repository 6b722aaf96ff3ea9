// Bodies of node.hpp: the accessors go through the tables of the host that serves the call in progress.
#include <utility>

#include <byom/node.hpp>

namespace byom {

namespace {

byom_node header() {
  byom_node node{};
  node.size = sizeof node;
  serving.host->view->node(serving.ctx, &node);
  return node;
}

const char* type_name(std::int32_t type) {
  constexpr const char* names[] = {"a float", "an int",           "a string",       "a tensor",
                                   "a graph", "a list of floats", "a list of ints", "a list of strings"};
  if (type == BYOM_ATTR_BOOL) return "true or false";
  return type >= BYOM_ATTR_FLOAT && type <= BYOM_ATTR_STRINGS ? names[type - BYOM_ATTR_FLOAT]
                                                              : "another type";
}

// The operator reads what its schema does not declare: its own mistake, said and survived. The host then
// refuses.
void misread(std::string_view name, std::int32_t type, const std::optional<byom_attr>& found) {
  std::string text = "reads the attribute '" + std::string(name) + "'";
  text += found ? " as " + std::string(type_name(type)) + ", but it is " + type_name(found->type)
                : ", which its schema does not declare, or declares without a default";
  serving.host->report(serving.ctx, BYOM_ERR_BUG, view(text));
}

// A list of another type is a mistake, too; an empty one carries no type in a file.
bool is_list(const std::optional<byom_attr>& a, std::string_view name, std::int32_t type) {
  if (a && a->type == type) return true;
  if (a && a->count > 0 && a->type != BYOM_ATTR_NONE) misread(name, type, a);
  return false;
}

}  // namespace

Desc::Desc() = default;
Desc::Desc(std::int32_t type, Shape extents) : dtype(type), dims(std::move(extents)) {}
Desc::Desc(const Desc&) = default;
Desc::Desc(Desc&&) noexcept = default;
Desc& Desc::operator=(const Desc&) = default;
Desc& Desc::operator=(Desc&&) noexcept = default;
Desc::~Desc() = default;

std::vector<std::int64_t> Desc::numbers() const {
  std::vector<std::int64_t> result;
  for (const Dim& dim : dims) result.push_back(dim.number());
  return result;
}

std::int64_t Node::since() const {
  return header().since;
}

std::size_t Node::inputs() const {
  return header().n_in;
}

std::size_t Node::outputs() const {
  return header().n_out;
}

bool Node::has(std::string_view name) const {
  return read(name).has_value();
}

std::int64_t Node::integer(std::string_view name) const {
  return scalar(name, BYOM_ATTR_INT).i[0];
}

float Node::real(std::string_view name) const {
  return scalar(name, BYOM_ATTR_FLOAT).f[0];
}

bool Node::flag(std::string_view name) const {
  return scalar(name, BYOM_ATTR_BOOL).i[0] != 0;
}

std::string Node::string(std::string_view name) const {
  return text(scalar(name, BYOM_ATTR_STRING).s[0]);
}

std::vector<std::int64_t> Node::integers(std::string_view name) const {
  const auto a = read(name);
  return is_list(a, name, BYOM_ATTR_INTS) ? std::vector<std::int64_t>(a->v.i, a->v.i + a->count)
                                          : std::vector<std::int64_t>();
}

std::vector<float> Node::reals(std::string_view name) const {
  const auto a = read(name);
  return is_list(a, name, BYOM_ATTR_FLOATS) ? std::vector<float>(a->v.f, a->v.f + a->count)
                                            : std::vector<float>();
}

std::optional<byom_attr> Node::read(std::string_view name) const {
  byom_attr attr{};
  if (serving.host->view->attr(serving.ctx, view(name), &attr) != BYOM_OK) return std::nullopt;
  return attr;
}

void Node::ignore(std::string_view name, std::string_view reason) const {
  serving.host->view->ignore(serving.ctx, view(name), view(reason));
}

std::optional<std::string> Node::option(std::string_view name) const {
  byom_attr attr{};
  if (serving.host->view->option(serving.ctx, view(name), &attr) != BYOM_OK) return std::nullopt;
  return text(attr.v.s[0]);
}

bool Node::wanted(std::size_t output) const {
  return serving.host->view->wanted(serving.ctx, output) != 0;
}

Error Node::fail(std::string text) {
  return {BYOM_ERR_MODEL, std::move(text)};
}

Error Node::decline(std::string text) {
  return {BYOM_DECLINE, std::move(text)};
}

Result<std::int64_t> checked_axis(std::int64_t axis, std::int64_t rank) {
  if (axis < -rank || axis >= rank)
    return Node::fail("axis " + std::to_string(axis) + " is outside a tensor of rank " +
                      std::to_string(rank));
  return axis < 0 ? axis + rank : axis;
}

byom_tensor Io::make_raw_out(std::size_t i, const std::vector<std::int64_t>& shape) {
  byom_tensor made{};
  if (serving.host->run->output(serving.ctx, i, shape.data(), static_cast<std::int32_t>(shape.size()), &made))
    return {};
  return made;
}

decltype(byom_attr::v) Node::scalar(std::string_view name, std::int32_t type) const {
  static constexpr std::int64_t zero = 0;
  static constexpr float zero_real = 0;
  static constexpr byom_str empty{nullptr, 0};
  const auto a = read(name);
  if (a && a->type == type) return a->v;
  misread(name, type, a);
  decltype(byom_attr::v) nothing{};
  if (type == BYOM_ATTR_FLOAT)
    nothing.f = &zero_real;
  else if (type == BYOM_ATTR_STRING)
    nothing.s = &empty;
  else
    nothing.i = &zero;
  return nothing;
}

Desc Node::input(std::size_t i) const {
  byom_desc raw{};
  Desc desc;
  if (serving.host->view->input(serving.ctx, i, &raw) != BYOM_OK) return desc;
  desc.dtype = raw.dtype;
  desc.rank_known = raw.rank >= 0;
  for (std::int32_t d = 0; d < raw.rank; ++d) desc.dims.emplace_back(raw.dims[d]);
  if (raw.values) {
    desc.values.emplace();
    for (std::uint64_t v = 0; v < raw.n_values; ++v) desc.values->emplace_back(raw.values[v]);
  }
  desc.known = raw.known;
  return desc;
}

Result<Shape> Node::constant_shape(std::size_t i, std::string_view what) const {
  Desc desc = input(i);
  if (!desc.values) return fail("input '" + std::string(what) + "' must be a constant");
  return std::move(*desc.values);
}

Result<std::vector<std::int64_t>> Node::constant_integers(std::size_t i, std::string_view what) const {
  BYOM_TRY(const Shape shape, constant_shape(i, what));
  std::vector<std::int64_t> numbers;
  for (const Dim& dim : shape) {
    if (!dim.is_number()) return fail("input '" + std::string(what) + "' depends on a free extent");
    numbers.push_back(dim.number());
  }
  return numbers;
}

Result<std::vector<double>> Node::constant_reals(std::size_t i, std::string_view what) const {
  const Desc desc = input(i);
  if (!desc.present()) return std::vector<double>();
  if (!desc.known) return fail("input '" + std::string(what) + "' must be a constant");
  const byom_tensor& t = *desc.known;
  const auto copied = [&t](const auto* from) {
    return std::vector<double>(from, from + t.bytes / sizeof *from);
  };
  if (t.dtype == BYOM_FLOAT) return copied(static_cast<const float*>(t.data));
  if (t.dtype == BYOM_DOUBLE) return copied(static_cast<const double*>(t.data));
  return fail("input '" + std::string(what) + "' must hold numbers of type float or double");
}

}  // namespace byom
