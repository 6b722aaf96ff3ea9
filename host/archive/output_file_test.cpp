// Files that appear whole or not at all.
#include "host/archive/output_file.hpp"

#include <array>
#include <csignal>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/archive/temporaries.hpp"
#include "host/archive/test_support.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

using namespace test;
using Names = std::set<std::string>;
constexpr std::array both{Temporary::unnamed, Temporary::named};

std::unique_ptr<OutputFile> made(const std::string& path, Temporary temporary = Temporary::unnamed,
                                 std::string_view text = "new", Access access = Access::by_umask) {
  auto file = OutputFile::create(path, access, temporary);
  REQUIRE(file);
  REQUIRE((*file)->write_at(0, bytes(text)));
  return std::move(file).value();
}

unsigned mode(const std::string& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

// Runs `body` in a process of its own and gives its exit status.
template <class Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("An output file appears whole at publish, and only then") {
  for (const Temporary temporary : both) {
    const TestFolder folder;
    const auto file = made(folder.file("out"), temporary);
    CHECK(folder.names().count("out") == 0);
    REQUIRE(file->publish());
    CHECK(folder.names() == Names{"out"});
    CHECK(content(folder.file("out")) == "new");
  }
}

TEST_CASE("A file without a name is what the folder shows nothing of while it is written") {
  const TestFolder folder;
  const auto file = made(folder.file("out"));
  CHECK(folder.names().empty());
}

TEST_CASE("Without publish nothing is left, prepared or not") {
  for (const Temporary temporary : both) {
    const TestFolder folder;
    {
      const auto written = made(folder.file("a"), temporary);
      const auto prepared = made(folder.file("b"), temporary);
      REQUIRE(prepared->prepare());
    }
    CHECK(folder.names().empty());
  }
}

TEST_CASE("An existing file is replaced at publish and keeps its content until then") {
  const TestFolder folder;
  put(folder.file("out"), "old");
  const auto file = made(folder.file("out"));
  REQUIRE(file->prepare());
  CHECK(content(folder.file("out")) == "old");
  REQUIRE(file->publish());
  CHECK(content(folder.file("out")) == "new");
  CHECK(folder.names() == Names{"out"});
}

TEST_CASE("A symbolic link is replaced, its target is not") {
  const TestFolder folder;
  put(folder.file("target"), "old");
  std::filesystem::create_symlink("target", folder.file("out"));
  REQUIRE(made(folder.file("out"))->publish());
  CHECK(content(folder.file("target")) == "old");
  CHECK(content(folder.file("out")) == "new");
}

TEST_CASE("The mode follows the umask, or is the owner's only") {
  const mode_t before = ::umask(027);
  for (const Temporary temporary : both) {
    const TestFolder folder;
    REQUIRE(made(folder.file("open"), temporary)->publish());
    REQUIRE(made(folder.file("closed"), temporary, "", Access::owner_only)->publish());
    CHECK(mode(folder.file("open")) == 0640);
    CHECK(mode(folder.file("closed")) == 0600);
  }
  ::umask(before);
}

TEST_CASE("Several files are published, or none: an earlier rename is undone") {
  const TestFolder folder;
  put(folder.file("replaced"), "old");
  const auto replaced = made(folder.file("replaced"));
  const auto created = made(folder.file("created"));
  const auto last = made(folder.file("last"));
  for (const auto& file : {replaced.get(), created.get(), last.get()}) REQUIRE(file->prepare());
  std::filesystem::create_directory(folder.file("last"));

  const std::array files{replaced.get(), created.get(), last.get()};
  const auto result = publish_in_order(files);
  REQUIRE(!result);
  CHECK(result.error().code == exit_system);
  CHECK(content(folder.file("replaced")) == "old");
  CHECK(folder.names().count("created") == 0);

  std::filesystem::remove(folder.file("last"));
  REQUIRE(publish_in_order(files));
  CHECK(folder.names() == Names{"created", "last", "replaced"});
  CHECK(content(folder.file("replaced")) == "new");
}

TEST_CASE("Messages say the path, the cause and a way out") {
  const TestFolder folder;
  const auto message = [](const std::string& path) {
    const auto file = OutputFile::create(path);
    REQUIRE(!file);
    CHECK(file.error().code == exit_system);
    return file.error().text;
  };
  CHECK(message(folder.file("no/out")) ==
        "cannot write " + folder.file("no/out") + ": No such file or directory; create the folder first");
  std::filesystem::create_directory(folder.file("folder"));
  CHECK(message(folder.file("folder")) ==
        "cannot write " + folder.file("folder") + ": Is a directory; choose another name");
  REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK(message(folder.file("pipe")) == "cannot write " + folder.file("pipe") +
                                            ": a device, pipe or socket has that name; choose another name");
  CHECK(message("/proc/out").find("cannot write /proc/out: ") == 0);
}

TEST_CASE("A write that the system refuses is an error and leaves nothing") {
  const TestFolder folder;
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  {
    const auto file = made(folder.file("out"));
    const auto result = file->write_at(500, noise(1000));
    REQUIRE(!result);
    CHECK(result.error().code == exit_system);
    CHECK(result.error().text == "cannot write " + folder.file("out") +
                                     ": File too large; raise the limit on file sizes (ulimit -f)");
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(folder.names().empty());
}

TEST_CASE("A file that was prepared takes no more bytes") {
  const TestFolder folder;
  const auto file = made(folder.file("out"));
  REQUIRE(file->prepare());
  CHECK(file->write_at(0, bytes("x")).error().code == exit_bug);
}

TEST_CASE("A signal handler removes all temporaries, after which nothing is published") {
  const TestFolder folder;
  put(folder.file("kept"), "old");
  const int status = in_child([&] {
    const auto named = made(folder.file("named"), Temporary::named);
    const auto prepared = made(folder.file("kept"));
    if (!prepared->prepare() || folder.names().size() != 3) return 1;
    std::signal(SIGTERM, [](int) {
      if (!remove_temporaries()) ::_exit(2);
    });
    std::raise(SIGTERM);
    if (folder.names() != Names{"kept"}) return 3;
    return prepared->publish() ? 4 : 0;
  });
  CHECK(status == 0);
  CHECK(content(folder.file("kept")) == "old");
}

TEST_CASE("While files are being published a signal handler leaves them alone") {
  const TestFolder folder;
  const int status = in_child([&] {
    const auto file = made(folder.file("out"), Temporary::named);
    {
      const Publishing publishing;
      if (!publishing.allowed() || remove_temporaries() || folder.names().size() != 1) return 1;
    }
    return remove_temporaries() && folder.names().empty() ? 0 : 2;
  });
  CHECK(status == 0);
}

TEST_CASE("A published file is no temporary any more") {
  const TestFolder folder;
  const int status = in_child([&] {
    for (int i = 0; i < 100; ++i)
      if (!made(folder.file("out"))->publish()) return 1;
    return remove_temporaries() ? 0 : 2;
  });
  CHECK(status == 0);
  CHECK(folder.names() == Names{"out"});
}

TEST_CASE("FileSink: small and large writes and patches come out in order") {
  const TestFolder folder;
  const auto expected = noise(1'500'000);
  auto file = OutputFile::create(folder.file("out"));
  REQUIRE(file);
  FileSink sink(**file);
  const auto all = std::span(expected);
  REQUIRE(sink.pin(2, 3));
  REQUIRE(sink.write(bytes("......")));  // bytes 2 to 4 are patched at the end, the others below
  REQUIRE(sink.patch(0, all.first(6)));
  for (std::size_t at = 6, step = 1; at < all.size(); step = step * 3 % 600'011) {
    const std::size_t taken = std::min(step, all.size() - at);
    REQUIRE(sink.write(all.subspan(at, taken)));
    at += taken;
    CHECK(sink.position() == at);
  }
  REQUIRE(sink.patch(2, all.subspan(2, 3)));
  CHECK(sink.patch(all.size() - 1, all.first(2)).error().code == exit_bug);
  REQUIRE(sink.finish());
  REQUIRE((*file)->publish());
  CHECK((bytes(content(folder.file("out"))) == expected));
}

}  // namespace
}  // namespace byom::archive
