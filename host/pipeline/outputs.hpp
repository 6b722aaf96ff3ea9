// The files of one conversion: written under no name, read back for verification, published together.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/archive/output_file.hpp"
#include "host/archive/result_folder.hpp"
#include "host/archive/tltb.hpp"
#include "host/keras/layer_source.hpp"
#include "host/keras/model.hpp"
#include "host/passes/translate.hpp"
#include "host/pipeline/convert.hpp"
#include "host/pipeline/provenance.hpp"

namespace byom::pipeline {

class Outputs {
 public:
  // Creates the results folder where it is missing. Unless published, nothing is left behind, not even a
  // folder made for it. Errors: exit_system.
  static Result<std::unique_ptr<Outputs>> create(const Request& request,
                                                 std::optional<archive::KeyDerivation> key);

  // Writes every format and what goes with it. Nothing has a name yet.
  Result<Done> write(const passes::Translation& translation, keras::LayerSource& source,
                     const Provenance& provenance);
  // The model of a format as its file says it.
  Result<ir::Graph> read_back(const std::string& format, keras::LayerSource& source);
  // A path by which other programs can read one of the files although it has no name yet; empty: there is
  // none.
  [[nodiscard]] std::filesystem::path unpublished(const std::string& name) const;
  // The classes of layers whose Python the files carry.
  [[nodiscard]] const std::vector<std::string>& custom_classes() const { return custom_classes_; }
  // The layers for which the user's initializer cannot serve.
  [[nodiscard]] const std::vector<std::string>& without_initializer() const { return without_initializer_; }
  // All files, the first format last; gives their paths in order.
  Result<std::vector<std::filesystem::path>> publish() { return folder_->publish(files_); }
  // Files of this name in the folder that only an earlier conversion has written: of other formats, for one.
  [[nodiscard]] std::vector<std::filesystem::path> older_files() const;

 private:
  Outputs(const Request& request, std::optional<archive::KeyDerivation> key,
          std::unique_ptr<archive::ResultFolder> folder)
      : request_(request), key_(std::move(key)), folder_(std::move(folder)) {}
  Result<Done> write_format(const std::string& format, const passes::Translation& translation,
                            keras::LayerSource& source, const Provenance& provenance);
  Result<Done> write_tltb(archive::OutputFile& file, const passes::Translation& translation,
                          keras::LayerSource& source, const Provenance& provenance);
  Result<Done> write_text(const std::string& name, const std::string& text);
  Result<archive::OutputFile*> new_file(const std::string& name, archive::Access access);

  const Request& request_;
  std::optional<archive::KeyDerivation> key_;
  std::unique_ptr<archive::ResultFolder> folder_;  // outlives the files
  std::optional<archive::FileKey> file_key_;
  std::string summary_, mapping_;
  std::vector<std::string> custom_classes_, without_initializer_;
  std::vector<std::unique_ptr<archive::OutputFile>> files_;  // side files, then formats, the first last
  std::map<std::string, archive::OutputFile*> of_format_;
};

std::int32_t dialect_of(const std::string& format);

}  // namespace byom::pipeline
