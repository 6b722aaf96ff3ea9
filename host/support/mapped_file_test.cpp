// Tests of opening, mapping and reading input files, with real files in a temporary folder.
#include "host/support/mapped_file.hpp"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/support/exit.hpp"

using byom::MappedFile;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "mapped_file_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path file(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string text(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

std::string refusal_to_open(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  if (file.ok()) return "opened";
  CHECK(file.error().code == byom::exit_input);
  return file.error().text;
}

// What the kernel says of the mapping that begins where the file's bytes do.
int resident_kilobytes(const MappedFile& file) {
  std::ifstream maps("/proc/self/smaps");
  std::ostringstream begin;
  begin << std::hex << reinterpret_cast<std::uintptr_t>(file.bytes().data()) << '-';
  bool found = false;
  for (std::string line; std::getline(maps, line);) {
    found = found || line.starts_with(begin.str());
    if (found && line.starts_with("Rss:")) return std::stoi(line.substr(4));
  }
  return -1;
}

std::string after_name(const std::string& message) {
  return message.substr(message.rfind('\'') + 1);
}

}  // namespace

TEST_CASE("mapped and read bytes are the file's") {
  const Folder folder;
  std::string bytes(100'000, 'a');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  const auto path = folder.file("x", bytes);
  const auto mapped = MappedFile::open(path);
  REQUIRE(mapped.ok());
  CHECK(text(**mapped) == bytes);
  CHECK((*mapped)->name() == path.string());
  const auto read = MappedFile::open(path, MappedFile::Way::read);
  REQUIRE(read.ok());
  CHECK_FALSE((*read)->mapped());
  CHECK(text(**read) == bytes);
  const auto empty = MappedFile::open(folder.file("empty", ""));
  REQUIRE(empty.ok());
  CHECK((*empty)->bytes().empty());
}

TEST_CASE("released bytes leave memory and come back from the file") {
  const Folder folder;
  const std::string bytes(1 << 20, 'b');
  const auto file = MappedFile::open(folder.file("x", bytes));
  REQUIRE(file.ok());
  REQUIRE((*file)->mapped());
  CHECK(text(**file) == bytes);
  CHECK(resident_kilobytes(**file) == 1024);
  (*file)->release_pages();
  CHECK(resident_kilobytes(**file) == 0);
  CHECK(text(**file) == bytes);
}

TEST_CASE("a table full of mappings falls back to reading") {
  const Folder folder;
  const auto path = folder.file("x", "abc");
  std::vector<std::shared_ptr<const MappedFile>> files;
  for (int i = 0; i < 1030; ++i) {
    auto file = MappedFile::open(path);
    REQUIRE(file.ok());
    CHECK(text(**file) == "abc");
    files.push_back(*file);
  }
  CHECK_FALSE(files.back()->mapped());
}

TEST_CASE("what is not a readable regular file is refused in words, and without blocking") {
  const Folder folder;
  CHECK(after_name(refusal_to_open(folder.path())) == " is a directory, not a file");
  CHECK(after_name(refusal_to_open(folder.path() / "none")) == ": No such file or directory");
  CHECK(after_name(refusal_to_open("/dev/null")) == " is a device, not a file");
  CHECK(after_name(refusal_to_open(folder.path() / std::string(5000, 'n'))) == ": File name too long");
  REQUIRE(::mkfifo((folder.path() / "fifo").c_str(), 0600) == 0);
  CHECK(after_name(refusal_to_open(folder.path() / "fifo")) == " is a FIFO, not a file");
  std::filesystem::create_symlink("loop", folder.path() / "loop");
  CHECK(after_name(refusal_to_open(folder.path() / "loop")) == ": Too many levels of symbolic links");
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (folder.path() / "socket").c_str(), sizeof address.sun_path - 1);
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(after_name(refusal_to_open(folder.path() / "socket")) ==
        " is a socket or a device without driver, not a file");
  ::close(socket);
}

TEST_CASE("a file above the limit is refused by its size alone") {
  const Folder folder;
  const auto path = folder.file("large", "");
  REQUIRE(::truncate(path.c_str(), off_t{1} << 40) == 0);
  const auto file = MappedFile::open(path, MappedFile::Way::automatic, 1 << 20);
  REQUIRE_FALSE(file.ok());
  CHECK(after_name(file.error().text) == " has 1099511627776 bytes; at most 1048576 can be read");
}

TEST_CASE("a change of the file after opening is noticed") {
  const Folder folder;
  const auto path = folder.file("x", "abc");
  const auto file = MappedFile::open(path);
  REQUIRE(file.ok());
  CHECK((*file)->unchanged().ok());
  std::ofstream(path, std::ios::app) << "d";
  const auto changed = (*file)->unchanged();
  REQUIRE_FALSE(changed.ok());
  CHECK(changed.error().code == byom::exit_input);
  CHECK(changed.error().text.ends_with("was changed while it was read; run again when it is complete"));
  std::filesystem::rename(folder.file("y", "other"), path);
  CHECK((*file)->unchanged().ok());
}

void tell_end(const char* file, const char* what) noexcept {
  for (const char* text : {"end of ", file, what})
    if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) ::_exit(99);
}

TEST_CASE("a mapped file that is cut short ends the program with exit_input and one line") {
  bool told = false;
  SUBCASE("by itself") {}
  SUBCASE("by the function that was given") {
    told = true;
  }
  const Folder folder;
  const auto path = folder.file("cut", std::string(1 << 20, 'x'));
  int line[2];
  REQUIRE(::pipe(line) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(line[1], STDERR_FILENO);
    if (told) byom::end_lost_mapping_by(tell_end);
    const auto file = MappedFile::open(path);
    if (!file.ok() || !(*file)->mapped()) ::_exit(98);
    if (::truncate(path.c_str(), 4096) != 0) ::_exit(97);
    volatile auto byte = (*file)->bytes().back();
    ::_exit(byte == std::byte{0} ? 96 : 95);
  }
  ::close(line[1]);
  std::string said;
  char buffer[512];
  for (ssize_t got = 0; (got = ::read(line[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(got));
  ::close(line[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 98) {
    MESSAGE("skipped: the temporary folder's file system is not mapped");
    return;
  }
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == byom::exit_input);
  const std::string what = " became shorter or unreadable while it was read; run again when it is complete.";
  CHECK(said == (told ? "end of " + path.string() + what : "ERROR: " + path.string() + what + "\n"));
}
