// The Python of judge_layers.py as a child process: cases as files, verdicts as lines of JSON.
#include "host/verify/real_keras.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/support/exit.hpp"
#include "host/support/json_text.hpp"
#include "host/support/quote.hpp"
#include "host/support/scratch_folder.hpp"
#include "host/verify/npy.hpp"

namespace byom::verify {

extern const char* const judge_layers_py;  // the text of python/judge_layers.py
extern const char* const open_tltb_py;     // the text of python/open_tltb.py

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

Result<Json> as_files(const std::vector<ir::Tensor>& tensors, const fs::path& folder,
                      const std::string& stem) {
  Json paths = Json::array();
  for (const ir::Tensor& tensor : tensors) {
    const fs::path file = folder / (stem + std::to_string(paths.size()) + ".npy");
    BYOM_CHECK_OK(write_npy(file, tensor));
    paths.push_back(file.string());
  }
  return paths;
}

// A file that is on no disk, for what holds a key.
class MemoryFile {
 public:
  static Result<MemoryFile> make(const std::string& text) {
    MemoryFile file;
    file.descriptor_ = ::memfd_create("jobs", MFD_CLOEXEC);
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t n = ::write(file.descriptor_, text.data() + at, text.size() - at);
      if (n <= 0)
        return fail(exit_system, std::string("No memory for a file (") + std::strerror(errno) + ").");
      at += static_cast<std::size_t>(n);
    }
    return file;
  }
  MemoryFile(MemoryFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  MemoryFile& operator=(MemoryFile&&) = delete;
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  // By which a child opens it, from its start on.
  [[nodiscard]] std::string path() const {
    return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(descriptor_);
  }

 private:
  MemoryFile() = default;
  int descriptor_ = -1;
};

// Tensors go to files in `folder`.
Result<MemoryFile> write_jobs(const KerasQuestion& question, const std::vector<KerasCase>& cases,
                              const fs::path& folder) {
  Json jobs = {
      {"absolute", question.tolerance}, {"relative", relative_tolerance}, {"predict", question.predict}};
  jobs["cases"] = Json::array();
  for (const KerasCase& one : cases) {
    const std::string stem = "case" + std::to_string(jobs["cases"].size());
    Json job = {{"name", one.name}, {"model", one.model.string()}};
    if (!one.format.empty()) job["format"] = one.format;
    if (!one.key.empty()) job["key"] = one.key;
    if (one.format == "tltb") jobs["open_tltb"] = open_tltb_py;
    if (!one.custom_layers.empty()) job["custom_layers"] = one.custom_layers.string();
    BYOM_TRY(job["inputs"], as_files(one.inputs, folder, stem + "_in"));
    BYOM_TRY(job["outputs"], as_files(one.outputs, folder, stem + "_out"));
    jobs["cases"].push_back(std::move(job));
  }
  return MemoryFile::make(json_text(jobs));
}

// The child's wait status. It stays in our process group, so that what ends us from the keyboard ends it.
Result<int> run_python(const KerasQuestion& question, const MemoryFile& jobs, const fs::path& folder) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  constexpr int made = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&files, 0, jobs.path().c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, (folder / "verdicts").c_str(), made, 0600);
  posix_spawn_file_actions_addopen(&files, 2, (folder / "said").c_str(), made, 0600);
  std::string python = question.python, option = "-c", text = judge_layers_py;
  std::string generation = question.dialect == BYOM_DIALECT_KERAS2 ? "2" : "3";
  char* const arguments[] = {python.data(), option.data(), text.data(), generation.data(), nullptr};
  pid_t child = -1;
  const int problem = posix_spawnp(&child, python.c_str(), &files, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0)
    return fail(exit_usage, byom::quoted(python) + " cannot be run (" + std::strerror(problem) +
                                "); name a Python, such as /usr/bin/python3.");
  const auto end = std::chrono::steady_clock::now() + question.deadline;
  for (int status = 0, rounds = 0;; std::this_thread::sleep_for(std::chrono::milliseconds(10))) {
    if (waitpid(child, &status, WNOHANG) == child) return status;
    if (++rounds % 100 == 0) question.waiting();
    if (std::chrono::steady_clock::now() < end) continue;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return fail(exit_system, byom::quoted(python) + " was stopped: Keras " + generation +
                                 " had not answered after " + std::to_string(question.deadline.count()) +
                                 " seconds.");
  }
}

std::string last_line(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string last;
  for (std::string line; std::getline(in, line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos) last = line;
  return last;
}

Error died(const KerasQuestion& question, int status, const fs::path& folder) {
  const std::string how = WIFSIGNALED(status) ? "was ended by signal " + std::to_string(WTERMSIG(status))
                                              : "ended with code " + std::to_string(WEXITSTATUS(status));
  const std::string said = last_line(folder / "said");
  return fail(exit_system, byom::quoted(question.python) + " " + how + " before Keras had judged everything" +
                               (said.empty() ? "." : "; its last words: " + byom::escaped(said, 400)));
}

// Lines that are no verdicts are passed over: a Python's start-up files may print.
KerasAnswer read_answer(const fs::path& file) {
  KerasAnswer answer;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) continue;
    const auto text = [&json](const char* key) {
      return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
    };
    if (json.contains("missing")) answer.missing = text("missing");
    if (json.contains("keras")) answer.keras = "Keras " + text("keras") + " on " + text("backend");
    if (!json.contains("name")) continue;
    const bool known = json.contains("difference") && json["difference"].is_number();
    answer.verdicts.push_back(
        {text("name"), known ? json["difference"].get<double>() : 0.0, text("problem")});
  }
  return answer;
}

}  // namespace

Result<KerasAnswer> ask_keras(const KerasQuestion& question, const std::vector<KerasCase>& cases) {
  BYOM_TRY(const ScratchFolder folder, ScratchFolder::make());
  BYOM_TRY(const MemoryFile jobs, write_jobs(question, cases, folder.path()));
  BYOM_TRY(const int status, run_python(question, jobs, folder.path()));
  KerasAnswer answer = read_answer(folder.path() / "verdicts");
  if (!answer.missing.empty()) return answer;
  if (status != 0 || answer.keras.empty() || answer.verdicts.size() != cases.size())
    return died(question, status, folder.path());
  return answer;
}

}  // namespace byom::verify
