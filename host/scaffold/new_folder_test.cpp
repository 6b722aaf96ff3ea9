// A folder appears whole, and nothing is overwritten.
#include "host/scaffold/new_folder.hpp"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using namespace byom::scaffold;
namespace fs = std::filesystem;

TEST_CASE("New folder: made with its files, also where an empty one is, with a slash, below missing ones") {
  const test::TemporaryFolder folder;
  for (const char* name : {"a", "b/", "c/d"}) {
    const fs::path target = folder.path() / name;
    if (name == std::string("a")) fs::create_directory(target);
    CHECK(new_folder_problem(target).empty());
    REQUIRE(write_new_folder(target, {{"x.txt", "one"}, {"y.txt", ""}}));
    std::ifstream stream(target / "x.txt");
    CHECK(std::string(std::istreambuf_iterator<char>(stream), {}) == "one");
    CHECK(fs::exists(target / "y.txt"));
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 3);  // nothing is left aside
}

TEST_CASE("New folder: what is there stays") {
  const test::TemporaryFolder folder;
  folder.write("full/x.txt", "mine");
  folder.write("file", "mine");
  CHECK(folder.anonymous(new_folder_problem(folder.path() / "full")) ==
        "the folder 'DIR/full' holds files already, and nothing is overwritten; choose another with --dir.");
  CHECK(folder.anonymous(new_folder_problem(folder.path() / "file")) ==
        "'DIR/file' is there already; choose another folder with --dir.");
  const auto written = write_new_folder(folder.path() / "full", {{"x.txt", "ours"}});
  REQUIRE_FALSE(written);
  CHECK(written.error().code == exit_system);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);
}
