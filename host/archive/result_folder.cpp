// Making the folder of results.
#include "host/archive/result_folder.hpp"

#include "host/archive/temporaries.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

// What may be missing of a path, from its first missing folder on; empty when nothing is.
std::filesystem::path first_missing(const std::filesystem::path& folder) {
  std::filesystem::path missing;
  for (std::filesystem::path p = folder; !p.empty() && !std::filesystem::exists(p); p = p.parent_path()) {
    missing = p;
    if (p == p.parent_path()) break;
  }
  return missing;
}

}  // namespace

Result<std::unique_ptr<ResultFolder>> ResultFolder::make(const std::filesystem::path& folder,
                                                         const std::string& option) {
  std::unique_ptr<ResultFolder> made(new ResultFolder(folder));
  made->made_ = first_missing(folder);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    const bool file = std::filesystem::exists(folder, ignored);
    return fail(exit_system, "The results folder " + folder.string() + " cannot be made (" +
                                 (file ? std::string("there is a file of that name") : error.message()) +
                                 "); choose another with " + option + ".");
  }
  if (!made->made_.empty())
    remember_folder(std::filesystem::absolute(folder).lexically_normal().string(),
                    std::filesystem::absolute(made->made_).lexically_normal().string());
  return made;
}

ResultFolder::~ResultFolder() {
  forget_folder();
  if (made_.empty()) return;
  std::error_code ignored;
  for (std::filesystem::path p = folder_;; p = p.parent_path()) {
    std::filesystem::remove(p, ignored);
    if (p == made_ || p.empty()) return;
  }
}

Result<std::vector<std::filesystem::path>> ResultFolder::publish(
    const std::vector<std::unique_ptr<OutputFile>>& files) {
  std::vector<OutputFile*> in_order;
  std::vector<std::filesystem::path> paths;
  for (const auto& file : files) {
    in_order.push_back(file.get());
    paths.emplace_back(file->path());
  }
  BYOM_CHECK_OK(publish_in_order(in_order));
  forget_folder();
  made_.clear();
  return paths;
}

}  // namespace byom::archive
