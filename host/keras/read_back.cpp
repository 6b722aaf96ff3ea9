// Reads the files this folder writes, as Keras would.
#include "host/keras/read_back.hpp"

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

#include <sys/mman.h>
#include <sys/stat.h>

#include "host/archive/file_source.hpp"
#include "host/archive/zip_reader.hpp"
#include "host/keras/damaged.hpp"
#include "host/keras/hdf5_image.hpp"
#include "host/keras/layer_order.hpp"
#include "host/keras/model.hpp"
#include "host/keras/names.hpp"
#include "host/keras/read_config.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

Result<Region> map_file(int descriptor, const std::string& path) {
  struct stat status {};
  const auto failed = [&] {
    return fail(exit_system, path + ": cannot be read back: " + std::generic_category().message(errno));
  };
  if (::fstat(descriptor, &status) != 0) return failed();
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const start = size == 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  if (start == MAP_FAILED) return failed();
  return Region{{static_cast<const std::byte*>(start), size},
                {start, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); }}};
}

Result<Region> read_all(archive::Source& source) {
  ir::Tensor bytes = ir::make_tensor(BYOM_UINT8, {static_cast<std::int64_t>(source.size())});
  BYOM_CHECK_OK(source.read(0, {ir::writable(bytes), source.size()}));
  return Region{{bytes.data, source.size()}, bytes.owner};
}

// What is a layer of Keras, in the order of model.layers; -1 for an InputLayer.
std::vector<std::int32_t> layers_in_order(const ReadModel& model) {
  const auto inputs = static_cast<std::int32_t>(model.graph.inputs.size());
  std::vector<std::int32_t> order;
  for (const std::int32_t i : layer_order(model.graph, model.layer_of_node).layers) {
    const std::int32_t layer = i < inputs ? -1 : i - inputs;
    if (layer < 0 || model.layers[static_cast<std::size_t>(layer)].form->kind != BYOM_FORM_OPERATION)
      order.push_back(layer);
  }
  return order;
}

std::vector<const byom_weight*> wanted_weights(const ReadModel& model, const ReadLayer& layer) {
  const ir::Node& node = model.graph.nodes[static_cast<std::size_t>(layer.calls.front())];
  return enabled_weights(*layer.op, node.attributes);
}

// Gives a layer its weights: all of its calls share them.
void add_weights(ReadModel& model, const ReadLayer& layer, std::vector<ir::Tensor> weights) {
  const std::vector<const byom_weight*> wanted = wanted_weights(model, layer);
  std::vector<ir::ValueId> ids;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    ir::Value value;
    value.name = layer.name + "/" + ir::to_string(wanted[i]->name);
    value.dtype = weights[i].dtype;
    value.rank = static_cast<std::int32_t>(weights[i].shape.size());
    for (const std::int64_t extent : weights[i].shape) value.dims.push_back(ir::number(extent));
    value.constant = std::move(weights[i]);
    ids.push_back(model.graph.add_value(std::move(value)));
  }
  for (const std::int32_t call : layer.calls) {
    ir::Node& node = model.graph.nodes[static_cast<std::size_t>(call)];
    node.inputs.insert(node.inputs.end(), ids.begin(), ids.end());
    node.weights = ids.size();
  }
}

// HDF5 lacks bfloat16: such weights lie there as float32, which Keras casts to the layer's dtype.
ir::Tensor cast_to_layer(const ReadLayer& layer, const ir::Tensor& stored) {
  if (layer.dtype != "bfloat16" || stored.dtype != BYOM_FLOAT) return stored;
  ir::Tensor cast = ir::make_tensor(BYOM_BFLOAT16, stored.shape);
  std::byte* out = ir::writable(cast);
  for (std::int64_t i = 0; i < stored.count(); ++i) std::copy_n(stored.data + 4 * i + 2, 2, out + 2 * i);
  return cast;
}

// Keras 3 finds a layer's weights by the number of its class; "cell/kernel" lies with the layer's member
// `cell`.
Result<Done> read_weights3(ReadModel& model, const Hdf5Image& file) {
  std::map<std::string, int> numbers;
  for (const std::int32_t l : layers_in_order(model)) {
    const std::string class_name =
        l < 0 ? "InputLayer" : model.layers[static_cast<std::size_t>(l)].class_name;
    std::string group = "/layers/" + snake_case(class_name);
    const int number = numbers[class_name]++;
    if (number > 0) group += "_" + std::to_string(number);
    if (l < 0) continue;
    const ReadLayer& layer = model.layers[static_cast<std::size_t>(l)];
    std::map<std::string, std::uint64_t> taken;
    std::vector<ir::Tensor> weights;
    for (const byom_weight* weight : wanted_weights(model, layer)) {
      const std::string name = ir::to_string(weight->name);
      const std::string owner = group + "/" + name.substr(0, name.rfind('/') + 1) + "vars";
      BYOM_TRY(const ir::Tensor stored, file.dataset(owner + "/" + std::to_string(taken[owner]++)));
      weights.push_back(cast_to_layer(layer, stored));
    }
    for (const auto& [owner, count] : taken)
      if (file.members(owner) != count)
        return damaged("layer " + layer.name + " finds too many weights in " + owner);
    add_weights(model, layer, std::move(weights));
  }
  return done;
}

// Keras 2 pairs the k-th layer that has weights with the k-th entry that has some.
Result<Done> read_weights2(ReadModel& model, const Hdf5Image& file) {
  const std::string root = "/model_weights";
  BYOM_TRY(const std::vector<std::string> entries, file.list(root, "layer_names"));
  std::size_t next = 0;
  const auto next_names = [&](std::string& group) -> Result<std::vector<std::string>> {
    while (next < entries.size()) {
      group = root + "/" + entries[next++];
      BYOM_TRY(std::vector<std::string> names, file.list(group, "weight_names"));
      if (!names.empty()) return names;
    }
    return std::vector<std::string>{};
  };
  std::string group;
  for (const std::int32_t l : layers_in_order(model)) {
    if (l < 0) continue;
    const ReadLayer& layer = model.layers[static_cast<std::size_t>(l)];
    const std::size_t wanted = wanted_weights(model, layer).size();
    if (wanted == 0) continue;
    BYOM_TRY(const std::vector<std::string> names, next_names(group));
    if (names.size() != wanted)
      return damaged("layer " + layer.name + " finds " + std::to_string(names.size()) + " weights in " +
                     group);
    std::vector<ir::Tensor> weights;
    for (const std::string& name : names) {
      BYOM_TRY(const ir::Tensor stored, file.dataset(group + "/" + name));
      weights.push_back(cast_to_layer(layer, stored));
    }
    add_weights(model, layer, std::move(weights));
  }
  BYOM_TRY(const std::vector<std::string> rest, next_names(group));
  if (!rest.empty()) return damaged("nobody takes the weights of " + group);
  return done;
}

Result<ir::Graph> read_h5(Region region, LayerSource& source) {
  BYOM_TRY(const Hdf5Image file, Hdf5Image::open(std::move(region)));
  BYOM_TRY(const std::string config, file.text("/", "model_config"));
  BYOM_TRY(ReadModel model, read_config(config, BYOM_DIALECT_KERAS2, source));
  BYOM_CHECK_OK(read_weights2(model, file));
  return std::move(model.graph);
}

}  // namespace

Result<ir::Graph> read_back_keras(int descriptor, const std::string& path, LayerSource& source) {
  BYOM_TRY(auto bytes, archive::FileSource::duplicate(descriptor, path));
  BYOM_TRY(const archive::ZipReader zip, archive::ZipReader::open(std::move(bytes)));
  const archive::ZipMember* member = zip.find("model.weights.h5");
  if (!member || zip.members().size() != 3) return damaged("a .keras file has exactly three members");
  BYOM_TRY(const std::vector<std::byte> config, zip.read("config.json"));
  BYOM_TRY(ReadModel model, read_config({reinterpret_cast<const char*>(config.data()), config.size()},
                                        BYOM_DIALECT_KERAS3, source));
  BYOM_TRY(Region region, map_file(descriptor, path));
  region.bytes = region.bytes.subspan(member->offset, member->size);
  BYOM_TRY(const Hdf5Image file, Hdf5Image::open(std::move(region)));
  BYOM_CHECK_OK(read_weights3(model, file));
  return std::move(model.graph);
}

Result<ir::Graph> read_back_h5(int descriptor, const std::string& path, LayerSource& source) {
  BYOM_TRY(Region region, map_file(descriptor, path));
  return read_h5(std::move(region), source);
}

Result<ir::Graph> read_back_h5(archive::Source& h5, LayerSource& source) {
  BYOM_TRY(Region region, read_all(h5));
  return read_h5(std::move(region), source);
}

}  // namespace byom::keras
