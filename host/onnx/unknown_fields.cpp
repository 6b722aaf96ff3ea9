// The policy for unknown fields, as one table.
#include "host/onnx/unknown_fields.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <google/protobuf/unknown_field_set.h>

#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

enum class Policy {
  skip,         // descriptive, or handled elsewhere
  refuse_text,  // refused unless the string is empty
  refuse,
};

struct Rule {
  std::string_view message;
  int number;
  Policy policy;
  std::string_view name;
};

// Up to IR version 14. proto2 keeps unknown values of an enum as unknown fields under the enum's number.
constexpr std::array rules{
    Rule{"ModelProto", 26, Policy::skip, "configuration"},  // devices for distributed execution
    Rule{"GraphProto", 16, Policy::skip, "metadata_props"},
    Rule{"NodeProto", 8, Policy::refuse_text, "overload"},
    Rule{"NodeProto", 9, Policy::skip, "metadata_props"},
    Rule{"NodeProto", 10, Policy::skip, "device_configurations"},
    Rule{"AttributeProto", 20, Policy::refuse, "type"},
    Rule{"TensorProto", 14, Policy::refuse, "data_location"},
    Rule{"TensorProto", 16, Policy::skip, "metadata_props"},
    Rule{"ValueInfoProto", 4, Policy::skip, "metadata_props"},
    Rule{"FunctionProto", 11, Policy::skip, "attribute_proto"},  // decoded where functions are read
    Rule{"FunctionProto", 12, Policy::skip, "value_info"},
    Rule{"FunctionProto", 13, Policy::refuse_text, "overload"},
    Rule{"FunctionProto", 14, Policy::skip, "metadata_props"},
};

std::string value_text(const UnknownField& field) {
  if (field.type() == UnknownField::TYPE_VARINT) return std::to_string(field.varint());
  return field.type() == UnknownField::TYPE_LENGTH_DELIMITED ? byom::quoted(field.length_delimited())
                                                             : "of its own type";
}

void check(const UnknownFieldSet& set, std::string_view message, const std::string& where,
           Problems& problems) {
  for (int i = 0; i < set.field_count(); ++i) {
    const UnknownField& field = set.field(i);
    const auto rule = std::ranges::find_if(
        rules, [&](const Rule& r) { return r.message == message && r.number == field.number(); });
    if (rule == rules.end()) {
      problems.warn("field " + std::to_string(field.number()) + " of " + std::string(message) +
                        " is unknown to this program and was ignored",
                    " (first in " + where + ")");
      continue;
    }
    if (rule->policy == Policy::skip) continue;
    const bool text = field.type() == UnknownField::TYPE_LENGTH_DELIMITED;
    if (rule->policy == Policy::refuse_text && text && field.length_delimited().empty()) continue;
    problems.add(exit_unsupported, where + ": " + std::string(rule->name) + " " + value_text(field) +
                                       " is not supported by this program");
  }
}

}  // namespace

void check_unknown(const ::onnx::ModelProto& proto, Problems& problems) {
  check(proto.unknown_fields(), "ModelProto", "the model", problems);
}
void check_unknown(const ::onnx::GraphProto& proto, const std::string& where, Problems& problems) {
  check(proto.unknown_fields(), "GraphProto", where, problems);
}
void check_unknown(const ::onnx::NodeProto& proto, const std::string& where, Problems& problems) {
  check(proto.unknown_fields(), "NodeProto", where, problems);
}
void check_unknown(const ::onnx::AttributeProto& proto, const std::string& where, Problems& problems) {
  check(proto.unknown_fields(), "AttributeProto", where, problems);
}
void check_unknown(const ::onnx::TensorProto& proto, const std::string& where, Problems& problems) {
  check(proto.unknown_fields(), "TensorProto", where, problems);
}
void check_unknown(const ::onnx::ValueInfoProto& proto, const std::string& where, Problems& problems) {
  check(proto.unknown_fields(), "ValueInfoProto", where, problems);
}
void check_unknown(const ::onnx::FunctionProto& proto, const std::string& where, Problems& problems) {
  check(proto.unknown_fields(), "FunctionProto", where, problems);
}

}  // namespace byom::onnx
