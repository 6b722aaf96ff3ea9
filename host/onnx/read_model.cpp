// The stages of reading, and what concerns the model as a whole.
#include "host/onnx/read_model.hpp"

#include <limits>
#include <new>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>

#include "host/onnx/functions.hpp"
#include "host/onnx/read_graph.hpp"
#include "host/onnx/sniff.hpp"
#include "host/onnx/unknown_fields.hpp"
#include "host/onnx/wire.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

using ::onnx::ModelProto;

constexpr std::int64_t newest_ir_version = 14;
constexpr std::uint64_t largest_file = std::numeric_limits<std::int32_t>::max();
constexpr int deepest_message = 300;  // graphs nested 32 deep take 3 levels each

Result<std::shared_ptr<const MappedFile>> open_model(const std::filesystem::path& path, MappedFile::Way way) {
  std::error_code none;
  if (std::filesystem::is_directory(path, none))
    return fail(exit_input, byom::quoted(path.string(), 4096) + " is " + looks_like_folder(path));
  if (std::filesystem::symlink_status(path, none).type() == std::filesystem::file_type::not_found)
    return fail(exit_input,
                byom::quoted(path.string(), 4096) + ": there is no such file" + did_you_mean_file(path));
  const auto size = std::filesystem::is_regular_file(path, none) ? std::filesystem::file_size(path, none) : 0;
  if (!none && size > largest_file)
    return fail(exit_input,
                byom::quoted(path.string(), 4096) + " has " + std::to_string(size) +
                    " bytes, and no ONNX file can have more than 2 GiB; save the model with external data");
  return MappedFile::open(path, way, largest_file);
}

// The message without tensor bytes, or why it is none.
Result<ModelProto> parse(const MappedFile& file) {
  const auto bad = [&](const Error& error) {
    const std::string kind = looks_like(file.bytes());
    const std::string cause = error.code != exit_input ? error.text
                              : kind.empty()           ? error.text + "; copy or export it again"
                                                       : "this is no ONNX model but " + kind;
    return fail(static_cast<Exit>(error.code), byom::quoted(file.name(), 4096) + ": " + cause);
  };
  if (file.bytes().empty()) return bad(fail(exit_input, {}));
  const auto slim = without_tensor_bytes(file.bytes());
  if (!slim) return bad(slim.error());
  const google::protobuf::LogSilencer silence;
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(slim->data()),
                                                static_cast<int>(slim->size()));
  stream.SetTotalBytesLimit(std::numeric_limits<int>::max());
  stream.SetRecursionLimit(deepest_message);
  ModelProto model;
  if (!model.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
    return bad(fail(exit_input, "the file is damaged: one of its protobuf messages cannot be decoded"));
  if (!model.has_graph())
    return bad(fail(exit_input, "the file holds no graph; it is cut off or no ONNX model"));
  return model;
}

void read_opsets(const ModelProto& proto, Problems& problems, ir::Graph& graph) {
  for (const auto& import : proto.opset_import()) {
    const std::string domain = plain_domain(import.domain());
    const std::string name = byom::quoted(domain.empty() ? "ai.onnx" : domain);
    const auto [at, is_new] = graph.opsets.try_emplace(domain, import.version());
    if (!is_new && at->second != import.version())
      problems.add(exit_input, "the model imports domain " + name + " in the versions " +
                                   std::to_string(at->second) + " and " + std::to_string(import.version()));
    else if (import.version() < 1)
      problems.add(exit_input,
                   "the model imports version " + std::to_string(import.version()) + " of domain " + name);
    else if (domain.empty() && (import.version() < oldest_opset || import.version() > newest_opset))
      problems.add(exit_unsupported,
                   "the model uses opset " + std::to_string(import.version()) + "; opsets " +
                       std::to_string(oldest_opset) + " to " + std::to_string(newest_opset) +
                       " are supported: convert it with onnx.version_converter or export it anew");
  }
  if (proto.opset_import_size() == 0) problems.add(exit_input, "the model does not say which opset it uses");
}

void check_model(const ModelProto& proto, Problems& problems) {
  check_unknown(proto, problems);
  if (proto.ir_version() < 1)
    problems.add(exit_input, "the model has the IR version " + std::to_string(proto.ir_version()));
  if (proto.ir_version() > newest_ir_version)
    problems.warn("the model has IR version " + std::to_string(proto.ir_version()) +
                  ", newer than the newest known, " + std::to_string(newest_ir_version));
  if (proto.training_info_size() > 0) problems.warn("the training information of the model is ignored");
}

void copy_info(const ModelProto& proto, Model& model) {
  model.ir_version = proto.ir_version();
  model.model_version = proto.model_version();
  model.producer_name = proto.producer_name();
  model.producer_version = proto.producer_version();
  model.domain = proto.domain();
  model.doc_string = proto.doc_string();
  for (const auto& entry : proto.metadata_props()) model.metadata.emplace_back(entry.key(), entry.value());
}

Result<Model> read(const std::filesystem::path& path, MappedFile::Way way) {
  BYOM_TRY(const auto file, open_model(path, way));
  BYOM_TRY(ModelProto proto, parse(*file));
  Reading reading{file, {path, way}};
  Model model;
  check_model(proto, reading.problems);
  const bool expanded = expand_functions(proto, reading);
  read_opsets(proto, reading.problems, model.graph);
  Scope scope{nullptr, &model.graph, {}, {}};
  if (expanded && !model.graph.opsets.empty()) read_graph(proto.graph(), reading, scope);
  if (!reading.problems.empty()) return reading.problems.error(file->name());
  copy_info(proto, model);
  model.warnings = reading.problems.warnings();
  model.files = reading.external.files();
  model.files.insert(model.files.begin(), file);
  return model;
}

}  // namespace

Result<Model> read_model(const std::filesystem::path& path, MappedFile::Way way) {
  try {
    return read(path, way);
  } catch (const std::bad_alloc&) {
    return fail(exit_limit, byom::quoted(path.string(), 4096) + ": there is not enough memory to read it");
  }
}

}  // namespace byom::onnx
