// The reader of JSON beside nlohmann's: the same texts are JSON, and they say the same.
#include "host/registry/json_values.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace byom::registry;
using Json = nlohmann::json;
using Kind = JsonValue::Kind;
using Outcome = JsonValues::Outcome;

namespace {

// What nlohmann would have made of it.
Json rebuilt(const JsonValues& values, std::uint32_t at = 0) {
  const JsonValue& value = values.list[at];
  if (value.kind == Kind::text) return Json(value.text);
  if (value.kind != Kind::list && value.kind != Kind::object) return Json::parse(value.text);
  Json made = value.kind == Kind::list ? Json::array() : Json::object();
  for (std::uint32_t i = at + 1; i < value.end; i = values.list[i].end) {
    CHECK(values.list[i].parent == at);
    if (value.kind == Kind::list)
      made.push_back(rebuilt(values, i));
    else
      made[std::string(values.list[i].key)] = rebuilt(values, i);
  }
  return made;
}

// A key that comes twice is no fault to nlohmann.
bool same_as_nlohmann(const std::string& text) {
  const JsonValues values = read_json(text);
  if (!Json::accept(text)) return values.outcome == Outcome::not_json;
  if (values.outcome == Outcome::key_twice) return true;
  return values.outcome == Outcome::whole && rebuilt(values) == Json::parse(text);
}

std::string template_text() {
  std::ifstream stream(std::string(TAO_BYOM_SOURCE_DIR) + "/meta/custom_meta.template.json");
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("JSON values: what is JSON to nlohmann is JSON here, and says the same") {
  for (const char* text : {"",
                           " ",
                           "{}",
                           "[]",
                           "null",
                           "true",
                           "false",
                           "0",
                           "-1",
                           "-0",
                           "01",
                           "1.",
                           "1.5e3",
                           "1e999",
                           "+1",
                           "-",
                           "nul",
                           "nulll",
                           "{",
                           "}",
                           "[1,]",
                           "[,1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,}",
                           "[1 2]",
                           "[] []",
                           "\"a",
                           "\"a\\",
                           "\"a\\\"",
                           "\"\\\"\"",
                           "\"\\u00e9\\n\"",
                           "\"\\ud83d\\ude00\"",
                           "\"\\ud83d\"",
                           "\"\\x\"",
                           "\"\t\"",
                           "\"\x7f\"",
                           "\"\xC3\xA9\"",
                           "\"\xC3\"",
                           "\"\xED\xA0\x80\"",
                           "\xEF\xBB\xBF{}",
                           "\xEF\xBB{}",
                           "{\"\\u0061\": [\"b\"]}",
                           "\r\n\t [ 1 , 2 ] ",
                           "\f[]",
                           "{\"\": 0}",
                           "{\"a\\/b\": {\"c\": [{}, []]}}",
                           "/* */ 1",
                           "'a'",
                           "{a: 1}",
                           "NaN"})
    CHECK_MESSAGE(same_as_nlohmann(text), text);
}

TEST_CASE("JSON values: a manifest with any one character changed is judged as by nlohmann") {
  const std::string right = template_text();
  REQUIRE(right.size() > 400);
  REQUIRE(read_json(right).outcome == Outcome::whole);
  std::string failed;
  for (std::size_t i = 0; i < right.size(); ++i) {
    std::string changed = right;
    changed.erase(i, 1);
    if (!same_as_nlohmann(changed)) failed += "without " + std::to_string(i) + "\n";
    for (const char c :
         {'"', '\\', '{', '}', '[', ']', ',', ':', ' ', '0', '-', 'e', 'n', '\n', '\x01', '\xC3'}) {
      changed = right;
      changed[i] = c;
      if (!same_as_nlohmann(changed)) failed += std::to_string(i) + " as " + c + "\n";
      if (!same_as_nlohmann(right.substr(0, i) + c))
        failed += "cut at " + std::to_string(i) + " by " + c + "\n";
    }
  }
  CHECK(failed == "");
}

TEST_CASE("JSON values: every value knows where it stands") {
  const std::string text = R"( {"a": [1, {"b\n": true}], "c" : null})";
  const JsonValues values = read_json(text);
  REQUIRE(values.outcome == Outcome::whole);
  std::string places;
  for (const JsonValue& value : values.list)
    places +=
        std::to_string(value.place) + " " + std::string(value.key) + "=" + std::string(value.text) + ";";
  CHECK(places == "1 =" + text.substr(1) +
                      ";2 a=[1, {\"b\\n\": true}];8 =1;11 ={\"b\\n\": true};12 b\n=true;27 c=null;");
}

TEST_CASE("JSON values: of the keys that stand in their object already, the first in the text is told") {
  const auto twice = [](std::string_view text) {
    const JsonValues values = read_json(text);
    CHECK(values.outcome == Outcome::key_twice);
    return std::to_string(values.stopped) + " " + std::string(values.key_twice);
  };
  CHECK(twice(R"({"a": 1, "bb": 2, "a": 3, "bb": 4})") == "18 a");
  CHECK(twice(R"({"x": {"k": 1, "k": 2}, "x": 3})") == "15 k");
  CHECK(twice(R"({"x": 1, "x": {"k": 1, "k": 2}})") == "9 x");
  CHECK(twice(R"({"a": 1, "\u0061": 2})") == "9 a");
  CHECK(twice(R"([{"a": 1, "a": 2, "a": 3}])") == "10 a");
  CHECK(read_json(R"([{"a": {"a": 1}}, {"a": 1}])").outcome == Outcome::whole);
  CHECK(read_json(R"({"a": 1, "a": 2)").outcome == Outcome::not_json);
}

TEST_CASE("JSON values: nesting ends at 64 levels") {
  const auto nested = [](std::size_t levels) {
    return read_json(std::string(levels, '[') + "1" + std::string(levels, ']')).outcome;
  };
  CHECK(nested(64) == Outcome::whole);
  CHECK(nested(65) == Outcome::too_deep);
  CHECK(read_json(std::string(1000000, '[')).outcome == Outcome::too_deep);
}

TEST_CASE("JSON values: a zero byte ends no text") {
  const std::string text("{\"a\": 1}\0x", 10);
  const JsonValues values = read_json(text);
  CHECK(values.outcome == Outcome::not_json);
  CHECK(values.stopped == 8);
}
