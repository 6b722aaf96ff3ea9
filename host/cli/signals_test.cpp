// What signals meet. Each case runs in a process of its own: an action stays, and other tests have theirs.
#include "host/cli/signals.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "host/laws/process.hpp"
#include "host/support/exit.hpp"
#include "host/support/mapped_file.hpp"
#include "host/support/process_guard.hpp"
#include "tests/support/temporary_folder.hpp"

namespace byom::cli {
namespace {

// How this program ends when it runs nothing but that test.
laws::Ending ending_of(const std::string& test) {
  auto ending =
      laws::watch("/proc/self/exe", {"--no-skip", "--test-case=" + test}, 60, [](const std::string&) {});
  REQUIRE(ending);
  return std::move(ending).value();
}

// Skipped in a whole run: the case below runs it, in a process of its own.
TEST_CASE("alone: the first file is mapped while plugins are watched" * doctest::skip()) {
  name_who_crashes(false);
  const ProcessGuard guard;
  const auto file = MappedFile::open("/proc/self/exe");
  REQUIRE(file);
  REQUIRE((*file)->mapped());
  CHECK_FALSE(guard.changed());
}

TEST_CASE("A file that is mapped while plugins are watched changes no action on a signal") {
  const laws::Ending ending = ending_of("alone: the first file is mapped while plugins are watched");
  CHECK_MESSAGE(ending.said.find(" 1 passed") != std::string::npos, ending.said);
}

// Skipped in a whole run: the case below runs it, in a process of its own.
TEST_CASE("alone: the first mapped file is cut short" * doctest::skip()) {
  const test::TemporaryFolder folder;
  name_who_crashes(false);
  const auto path = folder.write("cut", std::string(1 << 20, 'x'));
  const auto file = MappedFile::open(path);
  REQUIRE(file);
  std::filesystem::resize_file(path, 4096);
  std::filesystem::remove_all(folder.path());  // this process will not come to the end of the test
  volatile auto byte = (*file)->bytes().back();
  FAIL(static_cast<int>(byte));
}

TEST_CASE("A mapped file that is cut short is named, not taken for a crash") {
  const laws::Ending ending = ending_of("alone: the first mapped file is cut short");
  CHECK(ending.number == exit_input);
  const char* line = "/cut became shorter or unreadable while it was read; run again when it is complete.";
  CHECK_MESSAGE(ending.said.find(line) != std::string::npos, ending.said);
}

}  // namespace
}  // namespace byom::cli
