// Writes the Keras files of a model that a test describes in JSON: keras_files_tool CASE.json FOLDER.
// Makes FOLDER/{m.keras,m.h5,custom_layers.py,summary.txt,mapping.json,order.json}; a format that is refused
// leaves FOLDER/FORMAT.refused with the reason instead. Reads both back and fails where they are not the
// model described.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "host/archive/output_file.hpp"
#include "host/keras/custom_layers.hpp"
#include "host/keras/mapping.hpp"
#include "host/keras/model.hpp"
#include "host/keras/read_back.hpp"
#include "host/keras/read_values.hpp"
#include "host/keras/summary.hpp"
#include "host/keras/write_keras.hpp"
#include "tests/support/stub_layers.hpp"

namespace {

using namespace byom;
using Json = nlohmann::ordered_json;

void read_layers(const Json& table, test::StubLayers& layers) {
  for (const auto& [type, entry] : table.items()) {
    std::vector<test::StubForm> forms;
    for (const Json& json : entry["forms"]) {
      test::StubForm form{json["dialect"], json.value("kind", 0), json.value("flags", 0U),
                          json.value("module", ""), json["class"]};
      for (const Json& key : json.value("keys", Json::array()))
        form.keys.push_back({key["key"], key.value("written", ""), key.value("flags", 0U)});
      forms.push_back(std::move(form));
    }
    std::vector<test::StubWeight> weights;
    for (const Json& json : entry.value("weights", Json::array()))
      weights.push_back({json["name"], json.value("enabled_by", ""), json.value("initializer", ""),
                         json.value("flags", 1U)});
    layers.add(type, std::move(forms), std::move(weights), entry.value("python", ""));
  }
}

std::vector<ir::Dim> dims_of(const Json& shape, ir::Symbols& symbols) {
  std::vector<ir::Dim> dims;
  for (const Json& extent : shape) {
    if (extent.is_number())
      dims.push_back(ir::number(extent));
    else
      dims.push_back({1, dims.empty() ? BYOM_BATCH : symbols.named("free" + std::to_string(dims.size())), 0});
  }
  return dims;
}

std::int32_t dtype_named(const std::string& name) {
  static const std::map<std::string, std::int32_t> dtypes{
      {"float32", BYOM_FLOAT},     {"float64", BYOM_DOUBLE}, {"float16", BYOM_FLOAT16},
      {"bfloat16", BYOM_BFLOAT16}, {"int64", BYOM_INT64},    {"int32", BYOM_INT32},
      {"bool", BYOM_BOOL}};
  return dtypes.at(name);
}

// Element i of a weight with seed s is ((7919 i + 104729 s) mod 2001 - 1000) / 1024, exact in float32 and the
// same in Python; `values` are taken as they are, for any dtype.
ir::Tensor make_weight(const Json& json) {
  if (json.contains("values")) {
    const Json array = {{"class_name", "__numpy__"},
                        {"config", {{"value", json["values"]}, {"dtype", json.value("dtype", "float32")}}}};
    return std::get<ir::Tensor>(keras::read_value("", array).value().value);
  }
  ir::Tensor tensor = ir::make_tensor(BYOM_FLOAT, json["shape"]);
  auto* out = reinterpret_cast<float*>(ir::writable(tensor));
  const std::int64_t seed = json["seed"];
  for (std::int64_t i = 0; i < tensor.count(); ++i)
    out[i] = static_cast<float>((7919 * i + 104729 * seed) % 2001 - 1000) / 1024.0F;
  return tensor;
}

class GraphReader {
 public:
  ir::Graph read(const Json& json) {
    graph_.name = json.value("name", "m");
    for (const Json& input : json["inputs"]) graph_.inputs.push_back(value(input));
    for (const Json& node : json["nodes"]) read_node(node);
    for (const Json& name : json["outputs"]) graph_.outputs.push_back(values_.at(name));
    return std::move(graph_);
  }

 private:
  ir::ValueId value(const Json& json) {
    ir::Value made;
    made.name = json["name"];
    made.dtype = dtype_named(json.value("dtype", "float32"));
    made.dims = dims_of(json.value("shape", Json::array()), *graph_.symbols);
    made.rank = static_cast<std::int32_t>(made.dims.size());
    const std::string name = made.name;
    return values_[name] = graph_.add_value(std::move(made));
  }

  void read_node(const Json& json) {
    ir::Node node;
    node.domain = "keras";
    node.type = json["type"];
    node.name = json["name"];
    node.trainable = json.value("trainable", true);
    const Json attributes = json.value("attributes", Json::object());
    for (const auto& [key, item] : attributes.items())
      node.attributes.push_back(std::move(keras::read_value(key, item).value()));
    for (const Json& name : json["inputs"])
      node.inputs.push_back(name.is_null() ? ir::absent : values_.at(name));
    for (const Json& weight : json.value("weights", Json::array())) {
      ir::Value constant;
      constant.constant = make_weight(weight);
      constant.dtype = constant.constant->dtype;
      node.inputs.push_back(graph_.add_value(std::move(constant)));
      ++node.weights;
    }
    for (const Json& output : json["outputs"])
      node.outputs.push_back(output.is_null() ? ir::absent : value(output));
    graph_.nodes.push_back(std::move(node));
  }

  ir::Graph graph_;
  std::map<std::string, ir::ValueId> values_;
};

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<bool> live_nodes(const ir::Graph& graph) {
  std::vector<bool> live(graph.nodes.size(), false);
  std::set<ir::ValueId> wanted(graph.outputs.begin(), graph.outputs.end());
  for (std::size_t n = graph.nodes.size(); n-- > 0;) {
    const ir::Node& node = graph.nodes[n];
    for (const ir::ValueId id : node.outputs) live[n] = live[n] || wanted.count(id) > 0;
    if (live[n]) wanted.insert(node.inputs.begin(), node.inputs.end());
  }
  return live;
}

// What a layer is for its weights, its arguments and its users, without the names of values. The attribute
// "unwritten" is for keys that are not written.
Json described(const ir::Graph& graph) {
  const std::vector<bool> live = live_nodes(graph);
  std::map<std::string, std::vector<std::string>> calls;
  std::map<ir::ValueId, std::string> names;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) names[graph.inputs[i]] = "input " + std::to_string(i);
  Json result = Json::object();
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    if (!live[n]) continue;
    const ir::Node& node = graph.nodes[n];
    const std::string call = node.name + ":" + std::to_string(calls[node.name].size());
    calls[node.name].push_back(call);
    for (std::size_t o = 0; o < node.outputs.size(); ++o)
      names[node.outputs[o]] = call + ":" + std::to_string(o);
    Json entry = {{"type", node.type}, {"trainable", node.trainable}};
    std::map<std::string, std::string> attributes;
    for (const ir::Attribute& attribute : node.attributes)
      if (attribute.name != "unwritten") attributes[attribute.name] = ir::text(attribute);
    entry["attributes"] = attributes;
    for (const ir::ValueId id : node.inputs) {
      const bool constant = id != ir::absent && graph.value(id).constant;
      if (!constant) {
        entry["inputs"].push_back(id == ir::absent ? "absent" : names.at(id));
        continue;
      }
      const ir::Tensor tensor = ir::contiguous(*graph.value(id).constant);
      const std::string bytes(reinterpret_cast<const char*>(tensor.data), tensor.bytes());
      entry["inputs"].push_back(
          {{"dtype", tensor.dtype}, {"shape", tensor.shape}, {"hash", std::hash<std::string>()(bytes)}});
    }
    result["calls"][call] = std::move(entry);
  }
  for (const ir::ValueId id : graph.outputs) result["outputs"].push_back(names.at(id));
  return result;
}

bool equal_sets(const Json& a, const Json& b) {
  return nlohmann::json::parse(a.dump()) == nlohmann::json::parse(b.dump());
}

struct Options : keras::WriteOptions {
  bool renamed = false;  // layers get other names in the file
};
using Writer = Result<Done> (*)(const ir::Graph&, keras::LayerSource&, const keras::WriteOptions&,
                                archive::Sink&);
using Back = Result<ir::Graph> (*)(int, const std::string&, keras::LayerSource&);

Result<Done> write_file(const std::string& path, Writer writer, const ir::Graph& graph,
                        keras::LayerSource& layers, const keras::WriteOptions& options) {
  BYOM_TRY(const auto file, archive::OutputFile::create(path));
  archive::FileSink sink(*file);
  BYOM_CHECK_OK(writer(graph, layers, options, sink));
  BYOM_CHECK_OK(sink.finish());
  return file->publish();
}

// 0 when the file is what it should be, or refused.
int make_file(const std::string& folder, const std::string& format, Writer writer, Back back,
              const ir::Graph& graph, keras::LayerSource& layers, const Options& options) {
  const std::string path = folder + "/m." + format;
  const Result<Done> written = write_file(path, writer, graph, layers, options);
  if (!written.ok()) {
    write_text(folder + "/" + format + ".refused",
               std::to_string(written.error().code) + " " + written.error().text);
    return 0;
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const Result<ir::Graph> read = back(descriptor, path, layers);
  ::close(descriptor);
  if (!read.ok()) {
    std::cerr << path << ": " << read.error().text << "\n";
    return 1;
  }
  const Json expected = described(graph), found = described(*read);
  if (options.renamed || equal_sets(expected, found)) return 0;
  std::cerr << path << ": read back as\n" << found.dump(1) << "\ninstead of\n" << expected.dump(1) << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: keras_files_tool CASE.json FOLDER\n";
    return 2;
  }
  std::ifstream file(argv[1]);
  const Json json = Json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  const std::string folder = argv[2];
  test::StubLayers layers;
  read_layers(json["layers"], layers);
  const ir::Graph graph = GraphReader().read(json["graph"]);
  Options options;
  options.renamed = json.value("renamed", false);
  options.kernel_initializer = json.value("kernel_initializer", options.kernel_initializer);
  int result = make_file(folder, "keras", keras::write_keras, keras::read_back_keras, graph, layers, options);
  result |= make_file(folder, "h5", keras::write_h5, keras::read_back_h5, graph, layers, options);
  for (const std::int32_t dialect : {BYOM_DIALECT_KERAS3, BYOM_DIALECT_KERAS2}) {
    const Result<keras::Model> model = keras::plan_model(graph, dialect, layers);
    if (!model.ok()) continue;
    const std::string suffix = std::to_string(dialect);
    const Result<keras::CustomLayers> custom = keras::custom_layers(*model);
    write_text(folder + "/custom_layers" + suffix + ".py",
               custom.ok() ? custom->text : "raise " + custom.error().text);
    Json order = Json::array();
    for (const keras::Layer& layer : model->layers)
      if (!layer.is_operation()) order.push_back(layer.name);
    write_text(folder + "/order" + suffix + ".json", order.dump());
    write_text(folder + "/summary" + suffix + ".txt", keras::summary(*model));
    write_text(folder + "/mapping" + suffix + ".json", keras::mapping(*model, {}));
  }
  return result;
}
