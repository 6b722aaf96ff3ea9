// Writing, reading back and publishing.
#include "host/pipeline/outputs.hpp"

#include <algorithm>
#include <span>

#include <unistd.h>

#include "host/archive/file_source.hpp"
#include "host/keras/config_values.hpp"
#include "host/keras/custom_layers.hpp"
#include "host/keras/mapping.hpp"
#include "host/keras/read_back.hpp"
#include "host/keras/summary.hpp"
#include "host/keras/write_keras.hpp"
#include "host/pipeline/tltb_member.hpp"
#include "host/support/exit.hpp"

namespace byom::pipeline {

namespace {

// The Python that custom_layers.py is written for, as keras_version and tf_version below are the Keras and
// the TensorFlow: none takes part in the conversion.
constexpr const char* oldest_python = "3.8";

archive::Bytes bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

}  // namespace

std::int32_t dialect_of(const std::string& format) {
  return format == "keras" ? BYOM_DIALECT_KERAS3 : BYOM_DIALECT_KERAS2;
}

Result<std::unique_ptr<Outputs>> Outputs::create(const Request& request,
                                                 std::optional<archive::KeyDerivation> key) {
  BYOM_TRY(auto folder, archive::ResultFolder::make(request.results_dir, "-r"));
  return std::unique_ptr<Outputs>(new Outputs(request, std::move(key), std::move(folder)));
}

Result<archive::OutputFile*> Outputs::new_file(const std::string& name, archive::Access access) {
  BYOM_TRY(auto file, archive::OutputFile::create((request_.results_dir / name).string(), access));
  files_.push_back(std::move(file));
  return files_.back().get();
}

Result<Done> Outputs::write_text(const std::string& name, const std::string& text) {
  BYOM_TRY(archive::OutputFile * file, new_file(name, archive::Access::by_umask));
  return file->write_at(0, bytes_of(text));
}

Result<Done> Outputs::write(const passes::Translation& translation, keras::LayerSource& source,
                            const Provenance& provenance) {
  const std::int32_t main_dialect = dialect_of(request_.formats.front());
  BYOM_TRY(const keras::Model model, keras::plan_model(translation.graph, main_dialect, source));
  summary_ = keras::summary(model);
  mapping_ = keras::mapping(model, provenance.tensors);
  BYOM_TRY(const keras::CustomLayers of_main, keras::custom_layers(model));
  custom_classes_ = of_main.class_names;
  without_initializer_ = keras::layers_without_initializer(model, request_.kernel_initializer);
  BYOM_CHECK_OK(write_text(request_.name + "_summary.txt", summary_));
  BYOM_CHECK_OK(write_text(request_.name + "_mapping.json", mapping_));
  const bool h5 = std::ranges::count(request_.formats, "h5") > 0;
  if (h5 || std::ranges::count(request_.formats, "keras") > 0) {
    // Keras 2 lacks more layers than Keras 3, so its classes serve both files.
    BYOM_TRY(const keras::Model beside,
             keras::plan_model(translation.graph, dialect_of(h5 ? "h5" : "keras"), source));
    BYOM_TRY(const keras::CustomLayers custom, keras::custom_layers(beside));
    for (const std::string& name : custom.class_names)
      if (std::ranges::count(custom_classes_, name) == 0) custom_classes_.push_back(name);
    if (!custom.text.empty()) BYOM_CHECK_OK(write_text(request_.name + "_custom_layers.py", custom.text));
  }
  // What is renamed last is the commit point: the archive, else the first format.
  std::vector<std::string> order(request_.formats.rbegin(), request_.formats.rend());
  std::ranges::stable_partition(order, [](const std::string& format) { return format != "tltb"; });
  for (const std::string& format : order)
    BYOM_CHECK_OK(write_format(format, translation, source, provenance));
  // The disk works while the processor verifies.
  for (const auto& file : files_) file->begin_sync();
  return done;
}

Result<Done> Outputs::write_format(const std::string& format, const passes::Translation& translation,
                                   keras::LayerSource& source, const Provenance& provenance) {
  const auto access = format == "tltb" ? archive::Access::owner_only : archive::Access::by_umask;
  BYOM_TRY(archive::OutputFile * file, new_file(request_.name + "." + format, access));
  of_format_[format] = file;
  if (format == "tltb") return write_tltb(*file, translation, source, provenance);
  archive::FileSink sink(*file);
  const keras::WriteOptions options{request_.kernel_initializer};
  BYOM_CHECK_OK(format == "keras" ? keras::write_keras(translation.graph, source, options, sink)
                                  : keras::write_h5(translation.graph, source, options, sink));
  return sink.finish();
}

Result<Done> Outputs::write_tltb(archive::OutputFile& file, const passes::Translation& translation,
                                 keras::LayerSource& source, const Provenance& provenance) {
  using archive::Json;
  BYOM_TRY(const keras::Model model, keras::plan_model(translation.graph, BYOM_DIALECT_KERAS2, source));
  BYOM_TRY(const keras::CustomLayers custom, keras::custom_layers(model));
  BYOM_TRY(const keras::StreamedFile h5,
           keras::legacy_h5(translation.graph, source, {request_.kernel_initializer}));
  BYOM_TRY(auto writer, archive::TltbWriter::create(file, std::move(key_)));
  key_.reset();
  BYOM_CHECK_OK(writer.add("custom_layers.py",
                           Json{{"artifact_type", "Memory"},
                                {"content_callback", "StringContentCallback"},
                                {"description", "Layers that Keras does not have"},
                                {"class_names", custom.class_names}},
                           bytes_of(custom.text)));
  BYOM_CHECK_OK(writer.add(request_.name + ".hdf5",
                           Json{{"artifact_type", "Memory"},
                                {"content_callback", "KerasContentCallback"},
                                {"description", "Architecture and weights, as Keras 2 saves them"},
                                {"keras_version", "2.9.0"},
                                {"tf_version", "2.9.1"}},
                           h5.size, h5.write));
  const auto text = [](const char* what) {
    return Json{
        {"artifact_type", "Memory"}, {"content_callback", "StringContentCallback"}, {"description", what}};
  };
  BYOM_CHECK_OK(writer.add(request_.name + "_summary.txt", text("Table of the layers"), bytes_of(summary_)));
  BYOM_CHECK_OK(writer.add(request_.name + "_mapping.json",
                           text("ONNX tensors and the layers that make them"), bytes_of(mapping_)));
  BYOM_CHECK_OK(writer.finish(Json{{"model_name", request_.name},
                                   {"opset_version", provenance.opset},
                                   {"kernel_initializer", request_.kernel_initializer},
                                   {"freeze_batchnorm", request_.freeze_bn},
                                   {"frozen_layers", provenance.frozen_layers},
                                   {"python_version", oldest_python},
                                   {"gpus", 0},
                                   {"BYOM_version", TAO_BYOM_VERSION}}));
  if (writer.file_key()) file_key_ = *writer.file_key();
  return done;
}

Result<ir::Graph> Outputs::read_back(const std::string& format, keras::LayerSource& source) {
  const archive::OutputFile& file = *of_format_.at(format);
  if (format == "keras") return keras::read_back_keras(file.descriptor(), file.path(), source);
  if (format == "h5") return keras::read_back_h5(file.descriptor(), file.path(), source);
  BYOM_TRY(const auto archive, archive::Tltb::open_unpublished(file, file_key_ ? &*file_key_ : nullptr));
  TltbMember h5(archive, request_.name + ".hdf5");
  return keras::read_back_h5(h5, source);
}

std::vector<std::filesystem::path> Outputs::older_files() const {
  std::vector<std::filesystem::path> found;
  for (const char* suffix : {".tltb", ".keras", ".h5", "_custom_layers.py"}) {
    const std::filesystem::path path = request_.results_dir / (request_.name + suffix);
    std::error_code ignored;
    if (std::ranges::count(files_, path.string(), [](const auto& file) { return file->path(); }) == 0 &&
        std::filesystem::exists(path, ignored))
      found.push_back(path);
  }
  return found;
}

std::filesystem::path Outputs::unpublished(const std::string& name) const {
  const auto found = std::ranges::find_if(
      files_, [&](const auto& file) { return std::filesystem::path(file->path()).filename() == name; });
  if (found == files_.end()) return {};
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string((*found)->descriptor());
}

}  // namespace byom::pipeline
