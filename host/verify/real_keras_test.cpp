// Asking a Python: what stands in for one answers well, badly, late or not at all.
#include "host/verify/real_keras.hpp"

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using byom::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

// A program that is called as Python would be.
std::string stand_in(const TemporaryFolder& folder, const std::string& script) {
  const fs::path file = folder.write("python", "#!/bin/sh\n" + script);
  fs::permissions(file, fs::perms::owner_all);
  return file.string();
}

Result<verify::KerasAnswer> ask(const std::string& script,
                                std::chrono::seconds deadline = std::chrono::seconds(20)) {
  const TemporaryFolder folder;
  verify::KerasQuestion question;
  question.python = stand_in(folder, script);
  question.deadline = deadline;
  ir::Tensor tensor = ir::make_tensor(BYOM_FLOAT, {2});
  return verify::ask_keras(question, {{"one", "one.keras", "", {tensor}, {tensor}}});
}

}  // namespace

TEST_CASE("Real Keras: verdicts are read, other lines passed over") {
  const auto answer =
      ask("echo hello\n"
          "echo '{\"keras\": \"3.5.0\", \"backend\": \"jax\"}'\n"
          "echo '{\"name\": \"one\", \"difference\": 0.5, \"problem\": \"differs\"}'\n");
  REQUIRE(answer);
  CHECK(answer->keras == "Keras 3.5.0 on jax");
  REQUIRE(answer->verdicts.size() == 1);
  CHECK(answer->verdicts[0].problem == "differs");
  CHECK(answer->verdicts[0].difference == 0.5);
}

TEST_CASE("Real Keras: a Python without it says what is missing") {
  const auto answer = ask("echo '{\"missing\": \"no module\"}'\n");
  REQUIRE(answer);
  CHECK(answer->missing == "no module");
}

TEST_CASE("Real Keras: a Python that ends early, or never, is quoted") {
  const auto ended = ask("echo 'out of luck' >&2\nexit 3\n");
  REQUIRE_FALSE(ended);
  CHECK(ended.error().code == exit_system);
  CHECK(ended.error().text.find("ended with code 3") != std::string::npos);
  CHECK(ended.error().text.find("out of luck") != std::string::npos);
  const auto late = ask("exec sleep 60\n", std::chrono::seconds(1));
  REQUIRE_FALSE(late);
  CHECK(late.error().text.find("had not answered after 1 seconds") != std::string::npos);
}

TEST_CASE("Real Keras: a Python that is not there is the user's mistake") {
  verify::KerasQuestion question;
  question.python = "/nowhere/python";
  const auto answer = verify::ask_keras(question, {});
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == exit_usage);
}
