// Where the key comes from, and that it leaves no trace.
#include "host/cli/key.hpp"

#include <cstdlib>
#include <iostream>
#include <sstream>

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using namespace byom::cli;
using byom::test::TemporaryFolder;

namespace {

Options asking(const std::string& source) {
  Options options;
  options.key_from = source;
  options.formats = {"tltb"};
  return options;
}

}  // namespace

TEST_CASE("Key: -k is taken as it is") {
  Options options;
  options.key = " k€y ";
  CHECK(read_key(options).value().text == " k€y ");
  CHECK(read_key(options).value().warning.empty());
}

TEST_CASE("Key: without one it is NVIDIA's default, with a warning, and none where no archive is written") {
  const auto key = read_key(asking(""));
  REQUIRE(key);
  CHECK(key.value().text == "nvidia-tao");
  CHECK(key.value().warning ==
        "no key is given (-k or --key-from); the .tltb is encrypted with the key 'nvidia-tao', which "
        "everybody knows.");
  Options plain;
  plain.formats = {"keras"};
  CHECK(read_key(plain).value().text.empty());
  CHECK(read_key(plain).value().warning.empty());
}

TEST_CASE("Key: a variable of the environment is read and erased, in place too") {
  setenv("BYOM_TEST_KEY", "s3cret", 1);
  const char* place = std::getenv("BYOM_TEST_KEY");
  const auto key = read_key(asking("env:BYOM_TEST_KEY"));
  REQUIRE(key);
  CHECK(key.value().text == "s3cret");
  CHECK(std::getenv("BYOM_TEST_KEY") == nullptr);
  CHECK(std::string(place, 6) == std::string(6, '\0'));
  const auto gone = read_key(asking("env:BYOM_TEST_KEY"));
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == exit_usage);
  CHECK(gone.error().text == "--key-from: there is no environment variable 'BYOM_TEST_KEY'.");
}

TEST_CASE("Key: the first line of a file or of standard input") {
  const TemporaryFolder folder;
  CHECK(read_key(asking("file:" + folder.write("a", "s3cret\n").string())).value().text == "s3cret");
  CHECK(read_key(asking("file:" + folder.write("b", "s3cret\r\nmore\n").string())).value().text == "s3cret");
  CHECK(read_key(asking("file:" + folder.write("c", "s3cret ").string())).value().text == "s3cret ");
  const auto wrong = [&](const std::string& source) {
    return folder.anonymous(read_key(asking(source)).error().text);
  };
  CHECK(wrong("file:" + folder.write("d", "").string()) ==
        "--key-from: 'DIR/d' is empty; its first line must be the key.");
  CHECK(wrong("file:" + folder.write("e", "\nx\n").string()) ==
        "--key-from: the key in 'file:DIR/e' is empty.");
  CHECK(wrong("file:" + (folder.path() / "f").string()) ==
        "--key-from: 'DIR/f' cannot be read: No such file or directory.");
  std::istringstream typed("typed\n");
  std::streambuf* before = std::cin.rdbuf(typed.rdbuf());
  const auto key = read_key(asking("stdin"));
  std::cin.rdbuf(before);
  CHECK(key.value().text == "typed");
}

TEST_CASE("Key: nothing of it stays in the command line") {
  std::vector<std::string> args = {"tao_byom", "-m",   "net.onnx",   "-k",    "one", "--key=two", "-k=three",
                                   "--key",    "four", "--key-from", "stdin", "-ki", "zeros",     "-k"};
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  hide_key(static_cast<int>(argv.size()), argv.data());
  CHECK(args[4] == std::string("*\0\0", 3));
  CHECK(args[5] == std::string("--key=*\0\0", 9));
  CHECK(args[6] == std::string("-k=*\0\0\0\0", 8));
  CHECK(args[8] == std::string("*\0\0\0", 4));
  CHECK(args[2] == "net.onnx");
  CHECK(args[10] == "stdin");
  CHECK(args[12] == "zeros");
}
