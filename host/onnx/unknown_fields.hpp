// Fields of newer ONNX versions, which the generated classes of 1.12 do not know.
#pragma once

#include <string>

#include "host/onnx/problems.hpp"
#include "host/onnx/protos.hpp"

namespace byom::onnx {

// Fields that change what the model computes become problems; those known to be harmless are skipped; any
// other becomes one warning with its number. `where` names the node or value.
void check_unknown(const ::onnx::ModelProto& proto, Problems& problems);
void check_unknown(const ::onnx::GraphProto& proto, const std::string& where, Problems& problems);
void check_unknown(const ::onnx::NodeProto& proto, const std::string& where, Problems& problems);
void check_unknown(const ::onnx::AttributeProto& proto, const std::string& where, Problems& problems);
void check_unknown(const ::onnx::TensorProto& proto, const std::string& where, Problems& problems);
void check_unknown(const ::onnx::ValueInfoProto& proto, const std::string& where, Problems& problems);
void check_unknown(const ::onnx::FunctionProto& proto, const std::string& where, Problems& problems);

}  // namespace byom::onnx
