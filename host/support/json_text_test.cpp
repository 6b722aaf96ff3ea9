// JSON is written, whatever bytes names hold.
#include "host/support/json_text.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using byom::json_text;

TEST_CASE("JSON is written even about names that are not UTF-8") {
  CHECK(json_text(nlohmann::json{{"file", "a\xff.so"}}) == "{\"file\":\"a\xEF\xBF\xBD.so\"}");
  CHECK(json_text(nlohmann::ordered_json{{"z", 1}, {"a", "\xff"}}, 1) ==
        "{\n \"z\": 1,\n \"a\": \"\xEF\xBF\xBD\"\n}");
}
