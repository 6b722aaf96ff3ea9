// Writing aside and renaming.
#include "host/scaffold/new_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::scaffold {
namespace {

namespace fs = std::filesystem;

// Gone with its content unless it was renamed.
class Aside {
 public:
  explicit Aside(const fs::path& parent) : path_((parent / ".plugin_XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~Aside() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Error failed(const fs::path& path, const std::string& reason) {
  return fail(exit_system, byom::quoted(path.string()) + " cannot be written: " + reason +
                               "; choose another folder with --dir.");
}

}  // namespace

std::string new_folder_problem(const fs::path& folder) {
  std::error_code problem;
  const fs::file_status status = fs::symlink_status(folder, problem);
  if (!fs::exists(status)) return "";
  if (!fs::is_directory(status))
    return byom::quoted(folder.string()) + " is there already; choose another folder with --dir.";
  if (!fs::is_empty(folder, problem) || problem)
    return "the folder " + byom::quoted(folder.string()) +
           " holds files already, and nothing is overwritten; choose another with --dir.";
  return "";
}

Result<Done> write_new_folder(const fs::path& folder, const Files& files) {
  std::error_code problem;
  const fs::path target = fs::absolute(folder, problem).lexically_normal();
  // A trailing slash is an empty last name.
  const fs::path whole = target.has_filename() ? target : target.parent_path();
  fs::create_directories(whole.parent_path(), problem);
  if (problem) return failed(folder, problem.message());
  const Aside aside(whole.parent_path());
  if (aside.path().empty()) return failed(folder, std::strerror(errno));
  const fs::path inner = fs::path(aside.path()) / "project";  // with the mode that the user's umask gives
  fs::create_directory(inner, problem);
  for (const auto& [name, content] : files) {
    std::ofstream stream(inner / name, std::ios::binary);
    stream << content << std::flush;
    if (!stream) return failed(folder / name, std::strerror(errno));
  }
  fs::rename(inner, whole, problem);
  if (problem) return failed(folder, problem.message());
  return done;
}

}  // namespace byom::scaffold
