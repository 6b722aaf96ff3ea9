// The JSON of a Keras model as a graph of layer nodes.
#include "host/keras/read_config.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <nlohmann/json.hpp>

#include "host/keras/config_values.hpp"
#include "host/keras/damaged.hpp"
#include "host/keras/read_values.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

struct History {
  std::string layer;
  std::int32_t call = 0, output = 0;
  bool left_out = false;
  auto operator<=>(const History&) const = default;
};

struct Call {
  std::vector<History> tensors;
  Json arguments = Json::object();
};

bool is_history(const Json& json) {
  return json.is_array() && json.size() >= 3 && json[0].is_string() && json[1].is_number_integer() &&
         json[2].is_number_integer();
}
History history_of(const Json& json) {
  return {json[0].get<std::string>(), json[1].get<std::int32_t>(), json[2].get<std::int32_t>(), false};
}

// Keras 3: a tensor, a list of them, or null.
bool read_tensors3(const Json& json, std::vector<History>& out) {
  if (json.is_null()) {
    out.push_back({"", 0, 0, true});
    return true;
  }
  if (json.is_array())
    return std::all_of(json.begin(), json.end(), [&](const Json& item) { return read_tensors3(item, out); });
  const Json history = json.value("/config/keras_history"_json_pointer, Json());
  if (json.value("class_name", Json()) != "__keras_tensor__" || !is_history(history)) return false;
  out.push_back(history_of(history));
  return true;
}

bool read_call(const Json& json, std::int32_t dialect, Call& out) {
  if (dialect == BYOM_DIALECT_KERAS3) {
    out.arguments = json.value("kwargs", Json::object());
    return json.is_object() && json.contains("args") && read_tensors3(json["args"], out.tensors);
  }
  for (const Json& entry : json) {
    if (!is_history(entry) || entry.size() != 4) return false;
    out.tensors.push_back(history_of(entry));
    out.arguments = entry[3];
  }
  return !out.tensors.empty();
}

class Reader {
 public:
  Reader(std::int32_t dialect, LayerSource& source) : dialect_(dialect), source_(source) {}

  Result<ReadModel> read(const std::string& text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("class_name", Json()) != "Functional" || !json.contains("config"))
      return damaged("the configuration is no Functional model");
    const Json& config = json["config"];
    if (!config.value("layers", Json()).is_array()) return damaged("the configuration has no layers");
    model_.graph.name = config.value("name", "");
    for (const Json& entry : config["layers"]) BYOM_CHECK_OK(read_layer(entry));
    BYOM_TRY(const std::vector<History> inputs, read_ends(config, "input_layers"));
    BYOM_TRY(const std::vector<History> outputs, read_ends(config, "output_layers"));
    count_outputs(outputs);
    BYOM_CHECK_OK(make_inputs(inputs));
    BYOM_CHECK_OK(make_nodes());
    for (const History& output : outputs) {
      const auto found = values_.find(output);
      if (found == values_.end()) return damaged("no layer makes output " + output.layer);
      model_.graph.outputs.push_back(found->second);
    }
    return std::move(model_);
  }

 private:
  Result<Done> read_layer(const Json& entry) {
    const std::string name = entry.value("name", "");
    const Json config = entry.value("config", Json::object());
    if (name.empty() || config.value("name", "") != name) return damaged("a layer has two names or none");
    const std::string class_name = entry.value("class_name", "");
    if (class_name == "InputLayer") {
      input_configs_[name] = config;
      return done;
    }
    const Json module = entry.value("module", Json());
    BYOM_TRY(const registry::Op* op,
             source_.of_class(dialect_, module.is_string() ? module.get<std::string>() : "", class_name));
    if (!op || !op->form(dialect_)) return damaged("nobody knows the class " + class_name);
    model_.layers.push_back({name, class_name, config.value("dtype", ""), {}, op, op->form(dialect_)});
    configs_.push_back(config);
    calls_.emplace_back();
    for (const Json& json : entry.value("inbound_nodes", Json::array())) {
      if (!read_call(json, dialect_, calls_.back().emplace_back()))
        return damaged("a call of " + name + " cannot be read");
      for (const History& tensor : calls_.back().back().tensors) count_output(tensor);
    }
    return done;
  }

  // One [layer, call, output], or a list of them.
  Result<std::vector<History>> read_ends(const Json& config, const char* key) {
    const Json ends = config.value(key, Json::array());
    if (is_history(ends)) return std::vector<History>{history_of(ends)};
    std::vector<History> list;
    for (const Json& end : ends) {
      if (!is_history(end)) return damaged(std::string(key) + " cannot be read");
      list.push_back(history_of(end));
    }
    return list;
  }

  // A file does not say how many outputs a call has: as many as are used.
  void count_output(const History& tensor) {
    std::int32_t& count = output_counts_[{tensor.layer, tensor.call}];
    count = std::max(count, tensor.output + 1);
    used_[tensor] = true;
  }
  void count_outputs(const std::vector<History>& outputs) {
    for (const History& output : outputs) count_output(output);
  }

  Result<Done> make_inputs(const std::vector<History>& inputs) {
    for (const History& input : inputs) {
      const auto found = input_configs_.find(input.layer);
      if (found == input_configs_.end()) return damaged("input " + input.layer + " is no InputLayer");
      const Json& config = found->second;
      ir::Value value;
      value.name = input.layer;
      value.dtype = dtype_of_keras(config.value("dtype", ""));
      const Json shape =
          config.value(dialect_ == BYOM_DIALECT_KERAS3 ? "batch_shape" : "batch_input_shape", Json());
      if (!shape.is_array() || value.dtype == 0)
        return damaged("input " + input.layer + " has no shape or dtype");
      value.rank = static_cast<std::int32_t>(shape.size());
      for (const Json& extent : shape) value.dims.push_back(dim_of(extent, input.layer, value.dims.size()));
      const ir::ValueId id = model_.graph.add_value(std::move(value));
      model_.graph.inputs.push_back(id);
      values_[input] = id;
    }
    return done;
  }

  ir::Dim dim_of(const Json& extent, const std::string& input, std::size_t axis) {
    if (extent.is_number_integer()) return ir::number(extent.get<std::int64_t>());
    if (axis == 0) return {1, BYOM_BATCH, 0};
    return {1, model_.graph.symbols->named(input + "." + std::to_string(axis)), 0};
  }

  // Layer after layer, each call as soon as its tensors are there, as Keras does it.
  Result<Done> make_nodes() {
    std::vector<std::size_t> next(model_.layers.size(), 0);
    bool left = true;
    while (left) {
      bool made = false;
      left = false;
      for (std::size_t l = 0; l < model_.layers.size(); ++l) {
        for (; next[l] < calls_[l].size() && is_ready(calls_[l][next[l]]); ++next[l], made = true)
          BYOM_CHECK_OK(make_node(l, next[l]));
        left |= next[l] < calls_[l].size();
      }
      if (left && !made) return damaged("the graph has a loop or a call of something that is not there");
    }
    return done;
  }

  bool is_ready(const Call& call) const {
    return std::all_of(call.tensors.begin(), call.tensors.end(),
                       [&](const History& tensor) { return tensor.left_out || values_.count(tensor) > 0; });
  }

  Result<Done> make_node(std::size_t l, std::size_t c) {
    ReadLayer& layer = model_.layers[l];
    ir::Node node;
    node.domain = layer.op->domain();
    node.type = layer.op->type();
    node.name = layer.name;
    node.trainable = configs_[l].value("trainable", true);
    BYOM_TRY(node.attributes, read_attributes(*layer.op, *layer.form, configs_[l], calls_[l][c].arguments));
    for (const History& tensor : calls_[l][c].tensors)
      node.inputs.push_back(tensor.left_out ? ir::absent : values_.at(tensor));
    const auto call = static_cast<std::int32_t>(c);
    for (std::int32_t o = 0; o < output_counts_[{layer.name, call}]; ++o) {
      const History history{layer.name, call, o, false};
      if (!used_.count(history)) {
        node.outputs.push_back(ir::absent);
        continue;
      }
      ir::Value value;
      value.name = layer.name + (c || o ? ":" + std::to_string(c) + ":" + std::to_string(o) : "");
      values_[history] = model_.graph.add_value(std::move(value));
      node.outputs.push_back(values_[history]);
    }
    layer.calls.push_back(static_cast<std::int32_t>(model_.graph.nodes.size()));
    model_.layer_of_node.push_back(static_cast<std::int32_t>(l));
    model_.graph.nodes.push_back(std::move(node));
    return done;
  }

  std::int32_t dialect_;
  LayerSource& source_;
  ReadModel model_;
  std::vector<Json> configs_;             // of model_.layers
  std::vector<std::vector<Call>> calls_;  // of model_.layers
  std::map<std::string, Json> input_configs_;
  std::map<std::pair<std::string, std::int32_t>, std::int32_t> output_counts_;
  std::map<History, bool> used_;
  std::map<History, ir::ValueId> values_;
};

}  // namespace

Result<ReadModel> read_config(const std::string& text, std::int32_t dialect, LayerSource& source) {
  // A member of another JSON type than expected throws.
  try {
    return Reader(dialect, source).read(text);
  } catch (const Json::exception& error) {
    return damaged(error.what());
  }
}

}  // namespace byom::keras
