// The whole check, in processes of the real program.
#include "host/laws/check.hpp"

#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "host/support/exit.hpp"

using namespace byom;
using laws::Outcome;
using laws::Settings;
using laws::Verdict;

namespace {

Settings settings(const std::vector<std::string>& ids, const std::string& op = "") {
  return {TAO_BYOM_FIXTURE_PLUGINS "/liblawbreakers.so",
          ids,
          op,
          7,
          "python3",
          20,
          TAO_BYOM_BINARY_DIR "/bin/tao_byom"};
}

}  // namespace

TEST_CASE("Check: each law judges every operator of the plugin, and names who breaks it") {
  const auto verdicts = laws::check(settings({"examples", "load"}));
  REQUIRE(verdicts.ok());
  REQUIRE(verdicts->size() == 2);
  CHECK((*verdicts)[0].law->id == std::string("load"));
  CHECK((*verdicts)[0].holds());
  const Verdict& examples = (*verdicts)[1];
  CHECK_FALSE(examples.holds());
  CHECK(std::ranges::any_of(examples.findings, [](const laws::Finding& f) {
    return f.outcome == Outcome::fail && f.item == "test::WrongExample";
  }));
  CHECK(examples.passed > 5);
}

TEST_CASE("Check: one law, one operator") {
  const auto verdicts = laws::check(settings({"examples"}, "test::Honest"));
  REQUIRE(verdicts.ok());
  REQUIRE(verdicts->size() == 1);
  CHECK((*verdicts)[0].passed == 1);
  CHECK((*verdicts)[0].findings.empty());
}

TEST_CASE("Check: a law or an operator that there is not is a mistake of the command line") {
  const auto law = laws::check(settings({"exampels"}));
  REQUIRE_FALSE(law.ok());
  CHECK(law.error().code == exit_usage);
  CHECK(law.error().text ==
        "--law: no law is called 'exampels' (did you mean 'examples'?); --list prints them all.");
  const auto op = laws::check(settings({"examples"}, "Honset"));
  REQUIRE_FALSE(op.ok());
  CHECK(op.error().code == exit_usage);
  CHECK(op.error().text == "--op: the plugin has no operator or kernel 'Honset'.");
}

TEST_CASE("Check: the report has a line for each failure, with law, operator and seed") {
  const auto verdicts = laws::check(settings({"examples"}, "WrongExample"));
  REQUIRE(verdicts.ok());
  const std::string text = laws::text_report(settings({"examples"}), *verdicts, false);
  CHECK(text ==
        "fail  examples    test::WrongExample: example 'a table by 3': output 0 is float[2,2] 3 6 9 12, "
        "expected float[2,2] 3 6 9 18 [seed 7]\n"
        "liblawbreakers.so: 0 passed, 1 failed, 0 skipped by 1 law (--seed 7)\n");
  const auto told = nlohmann::json::parse(laws::json_report(settings({"examples"}), *verdicts));
  CHECK(told["failed"] == 1);
  CHECK(told["seed"] == 7);
  CHECK(told["laws"][0]["findings"][0]["operator"] == "test::WrongExample");
  CHECK(told["laws"][0]["findings"][0]["outcome"] == "fail");
}
