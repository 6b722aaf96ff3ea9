// AttributeProto to attribute, every kind by what the file says it is.
#include <algorithm>
#include <set>

#include "host/onnx/read_graph.hpp"
#include "host/onnx/unknown_fields.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

using ::onnx::AttributeProto;

// Old files (IR version 1) give no type: the field that is filled tells.
int kind_of(const AttributeProto& proto) {
  if (proto.type() != AttributeProto::UNDEFINED) return proto.type();
  if (proto.has_f()) return AttributeProto::FLOAT;
  if (proto.has_i()) return AttributeProto::INT;
  if (proto.has_s()) return AttributeProto::STRING;
  if (proto.has_t()) return AttributeProto::TENSOR;
  if (proto.has_g()) return AttributeProto::GRAPH;
  if (proto.floats_size() > 0) return AttributeProto::FLOATS;
  if (proto.ints_size() > 0) return AttributeProto::INTS;
  if (proto.strings_size() > 0) return AttributeProto::STRINGS;
  if (proto.tensors_size() > 0) return AttributeProto::TENSORS;
  return proto.graphs_size() > 0 ? AttributeProto::GRAPHS : AttributeProto::UNDEFINED;
}

// How many fields hold a value; a second one would be ignored silently.
int filled_fields(const AttributeProto& proto) {
  return proto.has_f() + proto.has_i() + proto.has_s() + proto.has_t() + proto.has_g() + proto.has_tp() +
         proto.has_sparse_tensor() + (proto.floats_size() > 0) + (proto.ints_size() > 0) +
         (proto.strings_size() > 0) + (proto.tensors_size() > 0) + (proto.graphs_size() > 0) +
         (proto.sparse_tensors_size() > 0) + (proto.type_protos_size() > 0);
}

// Whether the field that `kind` needs is the filled one. Writers may leave out a number or text that is zero.
bool holds(const AttributeProto& proto, int kind) {
  const int others = filled_fields(proto);
  switch (kind) {
    case AttributeProto::FLOAT:
      return others == proto.has_f();
    case AttributeProto::INT:
      return others == proto.has_i();
    case AttributeProto::STRING:
      return others == proto.has_s();
    case AttributeProto::TENSOR:
      return proto.has_t() && others == 1;
    case AttributeProto::GRAPH:
      return proto.has_g() && others == 1;
    case AttributeProto::FLOATS:
      return others == (proto.floats_size() > 0);
    case AttributeProto::INTS:
      return others == (proto.ints_size() > 0);
    case AttributeProto::STRINGS:
      return others == (proto.strings_size() > 0);
    case AttributeProto::TENSORS:
      return others == (proto.tensors_size() > 0);
    case AttributeProto::GRAPHS:
      return others == (proto.graphs_size() > 0);
    default:
      return true;
  }
}

class AttributeReader {
 public:
  AttributeReader(const AttributeProto& proto, const std::string& node, Reading& reading, Scope& scope)
      : proto_(proto),
        where_(node + ": attribute " + byom::quoted(proto.name())),
        reading_(reading),
        scope_(scope) {}

  // False: the problem is noted.
  bool read(ir::Attribute& out) {
    const std::size_t before = reading_.problems.count();
    check_unknown(proto_, where_, reading_.problems);
    if (reading_.problems.count() > before) return false;
    if (!proto_.ref_attr_name().empty())
      return refuse(exit_input, "refers to attribute " + byom::quoted(proto_.ref_attr_name()) +
                                    " of a function, but the node is in none");
    const int kind = kind_of(proto_);
    if (!holds(proto_, kind))
      return refuse(exit_input,
                    "says it is of type " +
                        AttributeProto_AttributeType_Name(static_cast<AttributeProto::AttributeType>(kind)) +
                        ", but its value is stored otherwise");
    out.name = proto_.name();
    return value(kind, out);
  }

 private:
  bool value(int kind, ir::Attribute& out) {
    switch (kind) {
      case AttributeProto::FLOAT:
        out.value = proto_.f();
        return true;
      case AttributeProto::INT:
        out.value = std::int64_t{proto_.i()};
        return true;
      case AttributeProto::STRING:
        out.value = proto_.s();
        return true;
      case AttributeProto::TENSOR:
        return tensor(proto_.t(), out);
      case AttributeProto::GRAPH:
        body(proto_.g(), out);
        return true;
      case AttributeProto::FLOATS:
        out.value = std::vector<float>(proto_.floats().begin(), proto_.floats().end());
        return true;
      case AttributeProto::INTS:
        out.value = std::vector<std::int64_t>(proto_.ints().begin(), proto_.ints().end());
        return true;
      case AttributeProto::STRINGS:
        out.value = std::vector<std::string>(proto_.strings().begin(), proto_.strings().end());
        return true;
      case AttributeProto::TENSORS: {
        ir::ListValue list;
        for (const auto& item : proto_.tensors())
          if (!tensor(item, list.items.emplace_back())) return false;
        out.value = std::move(list);
        return true;
      }
      case AttributeProto::GRAPHS: {
        ir::ListValue list;
        for (const auto& item : proto_.graphs()) body(item, list.items.emplace_back());
        out.value = std::move(list);
        return true;
      }
      case AttributeProto::UNDEFINED:
        return refuse(exit_input, "has neither a type nor a value");
      default:
        return refuse(exit_unsupported, "is of type " +
                                            AttributeProto_AttributeType_Name(
                                                static_cast<AttributeProto::AttributeType>(kind)) +
                                            ", which is not supported");
    }
  }

  bool tensor(const ::onnx::TensorProto& proto, ir::Attribute& out) {
    check_unknown(proto, where_, reading_.problems);
    auto read = read_tensor(proto, reading_);
    if (!read) return refuse(static_cast<Exit>(read.error().code), read.error().text);
    out.value = std::move(*read);
    return true;
  }

  void body(const ::onnx::GraphProto& proto, ir::Attribute& out) {
    const auto graph = std::make_shared<ir::Graph>();
    graph->symbols = scope_.graph->symbols;
    graph->opsets = scope_.graph->opsets;
    Scope inner{&scope_, graph.get(), where_ + ", body: ", {}};
    read_graph(proto, reading_, inner);
    out.value = graph;
  }

  bool refuse(Exit code, const std::string& cause) {
    reading_.problems.add(code, where_ + " " + cause);
    return false;
  }

  const AttributeProto& proto_;
  std::string where_;
  Reading& reading_;
  Scope& scope_;
};

}  // namespace

void read_attributes(const ::onnx::NodeProto& proto, const std::string& where, Reading& reading, Scope& scope,
                     ir::Node& node) {
  std::set<std::string_view> names;
  for (const AttributeProto& attribute : proto.attribute()) {
    if (!names.insert(attribute.name()).second)
      reading.problems.add(exit_input, where + " has attribute " + byom::quoted(attribute.name()) + " twice");
    ir::Attribute read;
    if (AttributeReader(attribute, where, reading, scope).read(read))
      node.attributes.push_back(std::move(read));
  }
}

}  // namespace byom::onnx
