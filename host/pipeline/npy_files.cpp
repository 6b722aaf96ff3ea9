// Writing .npy files, and names for them.
#include "host/pipeline/npy_files.hpp"

#include <set>
#include <span>
#include <string_view>

#include "host/support/ascii.hpp"
#include "host/support/quote.hpp"
#include "host/support/utf8.hpp"
#include "host/verify/npy.hpp"

namespace byom::pipeline {
namespace {

// With a number, the suffix and room to spare it stays below the 255 bytes that file systems allow.
constexpr std::size_t longest_stem = 200;

bool is_plain(std::string_view character) {
  constexpr std::string_view others = "._-+";
  const char c = character[0];
  if (character.size() > 1) return escaped(character) == character;
  return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
}

std::string stem_of(const std::string& tensor) {
  std::string stem;
  for (std::string_view rest = tensor; !rest.empty() && stem.size() < longest_stem;) {
    const std::string_view character = rest.substr(0, std::max<std::size_t>(first_character(rest).length, 1));
    stem += is_plain(character) ? character : "_";
    rest.remove_prefix(character.size());
  }
  // Hidden files, the folder above, and what other programs take for an option.
  if (stem.starts_with('.') || stem.starts_with('-')) stem[0] = '_';
  return stem;
}

}  // namespace

std::vector<std::string> npy_names(const std::vector<std::string>& tensors) {
  std::vector<std::string> stems;
  std::set<std::string> taken;
  for (const std::string& tensor : tensors) {
    stems.push_back(stem_of(tensor));
    if (stems.back() == tensor) taken.insert(tensor);
  }
  for (std::size_t i = 0; i < stems.size(); ++i) {
    const std::string stem = stems[i];
    for (int number = 2; stem != tensors[i] && !taken.insert(stems[i]).second; ++number)
      stems[i] = stem + "-" + std::to_string(number);
    stems[i] += ".npy";
  }
  return stems;
}

Result<std::unique_ptr<NpyFiles>> NpyFiles::create(const std::filesystem::path& folder,
                                                   const std::vector<std::string>& tensors) {
  BYOM_TRY(auto made, archive::ResultFolder::make(folder, "--output"));
  std::unique_ptr<NpyFiles> files(new NpyFiles(std::move(made)));
  for (const std::string& name : npy_names(tensors)) {
    BYOM_TRY(auto file, archive::OutputFile::create((folder / name).string()));
    files->files_.push_back(std::move(file));
  }
  return files;
}

Result<Done> NpyFiles::write(std::size_t i, const ir::Tensor& tensor) {
  BYOM_TRY(const verify::NpyContent content, verify::npy_content(tensor));
  BYOM_CHECK_OK(files_[i]->write_at(0, std::as_bytes(std::span(content.header))));
  return files_[i]->write_at(content.header.size(), {content.elements.data, content.elements.bytes()});
}

}  // namespace byom::pipeline
