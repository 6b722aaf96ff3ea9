// Which command runs.
#include "host/cli/cli.hpp"

#include <doctest/doctest.h>

#include "host/support/exit.hpp"

using namespace byom;

TEST_CASE("Commands: a wrong line ends with the exit code for that") {
  CHECK(cli::run({}) == exit_usage);
  CHECK(cli::run({"--nonsense"}) == exit_usage);
  CHECK(cli::run({"conver"}) == exit_usage);
  CHECK(cli::run({"convert", "--nonsense"}) == exit_usage);
}

TEST_CASE("Commands: help is no error") {
  CHECK(cli::run({"-h"}) == exit_done);
  CHECK(cli::run({"convert", "--help"}) == exit_done);
}

TEST_CASE("Commands: running a model is one") {
  CHECK(cli::run({"run"}) == exit_usage);
  CHECK(cli::run({"run", "-h"}) == exit_done);
}

TEST_CASE("Commands: operators takes any number of names") {
  CHECK(cli::run({"operators", "-h"}) == exit_done);
  CHECK(cli::run({"operators", "--nonsense"}) == exit_usage);
  CHECK(cli::run({"operators", "a", "b", "c", "--help"}) == exit_done);
}

TEST_CASE("Commands: those about plugins have a table of their own") {
  CHECK(cli::run({"plugins"}) == exit_usage);
  CHECK(cli::run({"plugins", "lst"}) == exit_usage);
  CHECK(cli::run({"plugins", "-h"}) == exit_done);
  CHECK(cli::run({"plugins", "list", "-h"}) == exit_done);
  CHECK(cli::run({"plugins", "list", "stray"}) == exit_usage);
}
