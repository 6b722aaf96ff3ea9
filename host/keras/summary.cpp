// NAME_summary.txt: the table that Keras 2.9's model.summary() prints.
#include "host/keras/summary.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace byom::keras {
namespace {

struct Table {
  std::size_t width;
  std::vector<std::size_t> ends;  // of the columns
};
const Table chain_table{65, {29, 55, 65}};
const Table graph_table{98, {32, 53, 65, 98}};

std::string spaces(std::size_t count) {
  return std::string(count, ' ');
}

// Keras breaks a field after the first end of a tuple or string in it, else where the column ends.
std::size_t cut(const std::string& field, std::size_t room) {
  const std::string fits = field.substr(0, room);
  std::size_t at = std::string::npos;
  for (const std::string& end :
       {std::string("),"), std::string("},"), std::string("],"), std::string("',")}) {
    const std::size_t found = fits.find(end);
    if (found != std::string::npos) at = std::min(at, found + end.size());
  }
  return std::min(at, room);
}

std::string row(const Table& table, std::vector<std::string> fields) {
  std::string text;
  while (std::any_of(fields.begin(), fields.end(), [](const std::string& field) { return !field.empty(); })) {
    std::string line = " ";
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const std::size_t gap = c + 1 == fields.size() ? 0 : 2;
      const std::size_t length = cut(fields[c], table.ends[c] - (c == 0 ? 0 : table.ends[c - 1]) - gap);
      line += fields[c].substr(0, length) + spaces(gap);
      fields[c].erase(0, length);
      if (line.size() < table.ends[c]) line += spaces(table.ends[c] - line.size());
    }
    text += line + "\n";
  }
  return text;
}

// (None, 3, 8, 8), as Python writes tuples.
std::string shape_text(const ir::Value& value) {
  std::string text = "(";
  for (std::size_t i = 0; i < value.dims.size(); ++i) {
    text += ir::is_number(value.dims[i]) ? std::to_string(value.dims[i].value) : "None";
    if (value.dims.size() == 1 || i + 1 < value.dims.size()) text += value.dims.size() == 1 ? "," : ", ";
  }
  return text + ")";
}

std::string list_text(const std::vector<std::string>& items) {
  std::string text = "[";
  for (std::size_t i = 0; i < items.size(); ++i) text += (i ? ", " : "") + items[i];
  return text + "]";
}

std::string output_shape(const Model& model, const Layer& layer) {
  const ir::Graph& graph = *model.graph;
  if (layer.input >= 0)
    return list_text({shape_text(graph.value(graph.inputs[static_cast<std::size_t>(layer.input)]))});
  std::set<std::string> texts;
  for (std::size_t c = 0; c < layer.calls.size(); ++c) {
    std::vector<std::string> shapes;
    for (const ir::ValueId id : model.node(layer, c).outputs)
      shapes.push_back(id == ir::absent ? "?" : shape_text(graph.value(id)));
    texts.insert(shapes.size() == 1 ? shapes.front() : list_text(shapes));
  }
  return texts.size() == 1 ? *texts.begin() : "multiple";
}

std::string connections(const Model& model, const Layer& layer) {
  std::vector<std::string> items;
  for (std::size_t c = 0; c < layer.calls.size(); ++c) {
    for (const ir::ValueId id : call_tensors(model.node(layer, c))) {
      if (id == ir::absent) continue;
      const Maker& maker = model.makers[static_cast<std::size_t>(id)];
      items.push_back("'" + model.layers[static_cast<std::size_t>(maker.layer)].name + "[" +
                      std::to_string(maker.call) + "][" + std::to_string(maker.output) + "]'");
    }
  }
  return list_text(items);
}

struct Parameters {
  std::int64_t trainable = 0, frozen = 0;
};

Parameters parameters(const Model& model, const Layer& layer) {
  Parameters count;
  const std::vector<ir::ValueId> values = weight_values(model, layer);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool trained = model.node(layer).trainable && (layer.weights[i]->flags & BYOM_WEIGHT_TRAINABLE);
    (trained ? count.trainable : count.frozen) += model.graph->value(values[i]).constant->count();
  }
  return count;
}

// Keras leaves the last column out where one layer follows the other: no layer is called twice or takes two
// tensors, and only one thing is used by nobody.
bool is_chain(const Model& model) {
  std::vector<bool> used(model.layers.size(), false);
  for (const Layer& layer : model.layers) {
    if (layer.calls.size() > 1) return false;
    if (layer.calls.empty()) continue;
    const std::vector<ir::ValueId> tensors = call_tensors(model.node(layer));
    if (tensors.size() > 1) return false;
    for (const ir::ValueId id : tensors)
      if (id != ir::absent)
        used[static_cast<std::size_t>(model.makers[static_cast<std::size_t>(id)].layer)] = true;
  }
  return std::count(used.begin(), used.end(), false) == 1;
}

// 1234567 -> 1,234,567
std::string with_commas(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

}  // namespace

std::string summary(const Model& model) {
  const bool chain = is_chain(model);
  const Table& table = chain ? chain_table : graph_table;
  const std::string line = std::string(table.width, '_') + "\n",
                    double_line = std::string(table.width, '=') + "\n";
  std::vector<std::string> titles{"Layer (type)", "Output Shape", "Param #"};
  if (!chain) titles.emplace_back("Connected to");
  std::string text = "Model: \"" + model.name + "\"\n" + line + row(table, titles) + double_line;
  Parameters all;
  for (const Layer& layer : model.layers) {
    const Parameters count = parameters(model, layer);
    all.trainable += count.trainable;
    all.frozen += count.frozen;
    std::vector<std::string> fields{layer.name + " (" + model.class_name(layer) + ")",
                                    output_shape(model, layer),
                                    std::to_string(count.trainable + count.frozen)};
    if (!chain) fields.push_back(connections(model, layer));
    text += row(table, std::move(fields)) + spaces(table.width) + "\n";
  }
  return text + double_line + "Total params: " + with_commas(all.trainable + all.frozen) +
         "\nTrainable params: " + with_commas(all.trainable) +
         "\nNon-trainable params: " + with_commas(all.frozen) + "\n" + line;
}

}  // namespace byom::keras
