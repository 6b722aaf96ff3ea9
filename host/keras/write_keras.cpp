// Writes a graph of layer nodes as `.keras`, as `.h5`, or as the same `.h5` inside an archive.
#include "host/keras/write_keras.hpp"

#include <memory>
#include <span>
#include <string_view>

#include "host/archive/zip_writer.hpp"
#include "host/keras/config_keras2.hpp"
#include "host/keras/config_keras3.hpp"
#include "host/keras/hdf5_skeleton.hpp"
#include "host/keras/model.hpp"
#include "host/keras/weights_keras2.hpp"
#include "host/keras/weights_keras3.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

// The date is fixed: equal models give equal files.
constexpr std::string_view metadata = R"({"keras_version": "3.0.0", "date_saved": "1980-01-01@00:00:00"})";

archive::Bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// A member of the archive as the place where a file is written.
class MemberSink final : public archive::Sink {
 public:
  explicit MemberSink(archive::ZipWriter& zip) : zip_(zip) {}
  Result<Done> write(archive::Bytes bytes) override {
    position_ += bytes.size();
    return zip_.write(bytes);
  }
  [[nodiscard]] std::uint64_t position() const override { return position_; }
  Result<Done> pin(std::uint64_t, std::uint64_t) override { return unsupported(); }
  Result<Done> patch(std::uint64_t, archive::Bytes) override { return unsupported(); }
  Result<Done> finish() override { return done; }

 private:
  static Error unsupported() {
    return fail(exit_bug, "a member of an archive cannot be written out of order");
  }
  archive::ZipWriter& zip_;
  std::uint64_t position_ = 0;
};

}  // namespace

Result<Done> write_keras(const ir::Graph& graph, LayerSource& source, const WriteOptions& options,
                         archive::Sink& sink) {
  BYOM_TRY(const Model model, plan_model(graph, BYOM_DIALECT_KERAS3, source));
  BYOM_TRY(const std::string config, config_keras3(model, options.kernel_initializer));
  BYOM_TRY(const Hdf5Skeleton weights, Hdf5Skeleton::make(weights_keras3(model)));
  archive::ZipWriter zip(sink);
  BYOM_CHECK_OK(zip.add("metadata.json", bytes_of(metadata)));
  BYOM_CHECK_OK(zip.add("config.json", bytes_of(config)));
  BYOM_CHECK_OK(zip.begin("model.weights.h5", weights.size()));
  MemberSink member(zip);
  BYOM_CHECK_OK(weights.stream(member));
  BYOM_CHECK_OK(zip.end());
  return zip.finish();
}

Result<Done> write_h5(const ir::Graph& graph, LayerSource& source, const WriteOptions& options,
                      archive::Sink& sink) {
  BYOM_TRY(const StreamedFile file, legacy_h5(graph, source, options));
  return file.write(sink);
}

Result<StreamedFile> legacy_h5(const ir::Graph& graph, LayerSource& source, const WriteOptions& options) {
  BYOM_TRY(const Model model, plan_model(graph, BYOM_DIALECT_KERAS2, source));
  BYOM_TRY(const std::string config, config_keras2(model, options.kernel_initializer));
  BYOM_TRY(Hdf5Skeleton skeleton, Hdf5Skeleton::make(weights_keras2(model, config)));
  const auto shared = std::make_shared<const Hdf5Skeleton>(std::move(skeleton));
  return StreamedFile{shared->size(), [shared](archive::Sink& sink) { return shared->stream(sink); }};
}

}  // namespace byom::keras
