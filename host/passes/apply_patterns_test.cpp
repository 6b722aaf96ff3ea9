// Patterns against graphs of the fixture's operators: what matches, what keeps a place as it is, who is
// blamed.
#include "host/passes/apply_patterns.hpp"

#include <deque>

#include <doctest/doctest.h>

#include "host/passes/infer.hpp"
#include "host/support/join.hpp"
#include "tests/support/small_graph.hpp"

using namespace byom;
using namespace byom::passes;
using byom::test::fixture_registry;
using byom::test::SmallGraph;

namespace {

registry::Session& session() {
  static auto* session = new registry::Session;
  return *session;
}

// Patterns of one plugin; "test::Made" is what a text becomes where nothing else is said.
struct Patterns {
  explicit Patterns(const std::vector<std::string>& texts, const std::string& type = "Made") {
    plugin.manifest.id = "test.patterns";
    plugin.manifest.version = "2.0";
    plugin.manifest.library = "/lib/patterns.so";
    for (const std::string& text : texts) add(text, type);
  }
  void add(const std::string& text, const std::string& type, const char* domain = "test") {
    const std::string& kept = kept_texts.emplace_back(text);
    const std::string& name = kept_texts.emplace_back(type);
    patterns.push_back({&plugin,
                        {sizeof(byom_pattern),
                         0,
                         ir::to_view(kept),
                         {domain, std::char_traits<char>::length(domain)},
                         ir::to_view(name)}});
  }
  [[nodiscard]] std::vector<const registry::Pattern*> list() const {
    std::vector<const registry::Pattern*> all;
    for (const registry::Pattern& pattern : patterns) all.push_back(&pattern);
    return all;
  }
  registry::Plugin plugin;
  std::deque<std::string> kept_texts;
  std::deque<registry::Pattern> patterns;
};

Result<std::vector<PatternUse>> apply(SmallGraph& small, const Patterns& patterns) {
  BYOM_CHECK_OK(infer_and_fold(small.graph, fixture_registry(), session()));
  return apply_patterns(small.graph, patterns.list(), fixture_registry(), session());
}

// "y=Made(x,w) z=..." after the patterns, or the error.
std::string after(SmallGraph small, const Patterns& patterns) {
  const auto uses = apply(small, patterns);
  if (!uses) return std::to_string(uses.error().code) + " " + uses.error().text;
  std::string all;
  for (const ir::Node& node : small.graph.nodes) {
    const std::string inputs = join(node.inputs, ",", [&](ir::ValueId id) {
      return id == ir::absent ? "_" : small.graph.value(id).name;
    });
    append(all, " ", small.graph.value(node.outputs[0]).name + "=" + node.type + "(" + inputs + ")");
  }
  return all;
}

ir::Attribute attr(const std::string& name, decltype(ir::Attribute::value) value) {
  return {name, std::move(value)};
}

// y = Times(Bend(x), w), with w of three elements
SmallGraph bend_and_scale(std::vector<ir::Attribute> attributes = {}) {
  SmallGraph small;
  small.input("x", {3}).constant("w", {3}, {1, 2, 3});
  small.node("Bend", {"x"}, {"b"}, std::move(attributes)).node("Times", {"b", "w"}, {"y"}).output("y");
  return small;
}

}  // namespace

TEST_CASE("patterns: a match becomes one node with the bound names in order of appearance") {
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(test::Bend(x), ?w)"})) == "y=Made(x,w)");
  CHECK(after(bend_and_scale(), Patterns({"b = test::Bend(x) y = test::Times(b, ?w)"})) == "y=Made(x,w)");
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(b, ?w)"})) == "b=Bend(x) y=Made(b,w)");
}

TEST_CASE("patterns: the new node has the last node's name and index, and the log names plugin and place") {
  SmallGraph small = bend_and_scale();
  const Patterns patterns({"y = test::Times(\n   test::Bend(x), ?w)"});
  const auto uses = apply(small, patterns);
  REQUIRE(uses);
  REQUIRE(small.graph.nodes.size() == 1);
  CHECK(small.graph.nodes[0].index == 1);
  CHECK(small.graph.nodes[0].name == "y");
  CHECK(small.graph.opsets.at("test") == 1);
  REQUIRE((*uses)[0].applied.size() == 1);
  CHECK((*uses)[0].applied[0].swallowed == std::vector<std::int64_t>{0, 1});
  CHECK(told(*uses) ==
        std::vector<std::string>{
            "test::Made stands for 2 nodes by the pattern 'y = test::Times( test::Bend(x), ?w)' of "
            "plugin test.patterns 2.0, up to test.Times node 'y' (output 'y')."});
}

TEST_CASE("patterns: a bare name binds what is computed, ?name a constant") {
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(test::Bend(x), w)"})) == "b=Bend(x) y=Times(b,w)");
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(?b, ?w)"})) == "b=Bend(x) y=Times(b,w)");
}

TEST_CASE("patterns: inputs match in the order written, and none may be over") {
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(?w, test::Bend(x))"})) ==
        "b=Bend(x) y=Times(b,w)");
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(b)"})) == "b=Bend(x) y=Times(b,w)");
  SmallGraph limited;
  limited.input("x", {3}).node("Bend", {"x", "x"}, {"y"}).output("y");
  CHECK(after(limited, Patterns({"y = test::Bend(x)"})) == "y=Bend(x,x)");
  CHECK(after(limited, Patterns({"y = test::Bend(x, x)"})) == "y=Made(x)");
  CHECK(after(limited, Patterns({"y = test::Bend(x, _)"})) == "y=Bend(x,x)");
}

TEST_CASE("patterns: a number is a constant of one element with the value that its type can hold") {
  const auto scaled = [](std::vector<std::int64_t> extents, float by) {
    SmallGraph small;
    small.input("x", {3})
        .constant("c", std::move(extents), {by})
        .node("Times", {"x", "c"}, {"y"})
        .output("y");
    return small;
  };
  const Patterns tenth({"y = test::Times(x, 0.1)"});
  CHECK(after(scaled({}, 0.1F), tenth) == "y=Made(x)");
  CHECK(after(scaled({1}, 0.1F), tenth) == "y=Made(x)");
  CHECK(after(scaled({}, 0.1001F), tenth) == "y=Times(x,c)");
  CHECK(after(scaled({}, 2.0F), Patterns({"y = test::Times(x, 2)"})) == "y=Made(x)");
  CHECK(after(bend_and_scale(), Patterns({"y = test::Times(x, 1)"})) == "b=Bend(x) y=Times(b,w)");
}

TEST_CASE("patterns: attributes named must be equal, and attributes not named must have their default") {
  const Patterns plain({"y = test::Times(test::Bend(x), ?w)"});
  CHECK(after(bend_and_scale({attr("slope", 1.0F), attr("mode", std::string("soft"))}), plain) ==
        "y=Made(x,w)");
  CHECK(after(bend_and_scale({attr("slope", 2.0F)}), plain) == "b=Bend(x) y=Times(b,w)");
  CHECK(after(bend_and_scale({attr("axes", std::vector<std::int64_t>{1})}), plain) ==
        "b=Bend(x) y=Times(b,w)");
  const auto with = [](const std::string& attributes) {
    return Patterns({"y = test::Times(test::Bend(x) {" + attributes + "}, ?w)"});
  };
  CHECK(after(bend_and_scale({attr("slope", 2.0F)}), with("slope=2")) == "y=Made(x,w)");
  CHECK(after(bend_and_scale({attr("slope", 0.1F)}), with("slope=0.1")) == "y=Made(x,w)");
  CHECK(after(bend_and_scale(), with("slope=1, mode='soft', sides=2")) == "y=Made(x,w)");
  CHECK(after(bend_and_scale(), with("mode='hard'")) == "b=Bend(x) y=Times(b,w)");
  CHECK(after(bend_and_scale(), with("axes=[1]")) == "b=Bend(x) y=Times(b,w)");
  CHECK(after(bend_and_scale({attr("axes", std::vector<std::int64_t>{1, -2})}), with("axes=[1,-2]")) ==
        "y=Made(x,w)");
  CHECK(after(bend_and_scale({attr("axes", std::vector<std::int64_t>{1, -2})}), with("axes=[1]")) ==
        "b=Bend(x) y=Times(b,w)");
}

TEST_CASE("patterns: a tensor inside may be read several times inside, and by nobody else") {
  const Patterns pattern({"b = test::Bend(x) y = test::Plus(test::Times(b, b), b)"});
  SmallGraph small;
  small.input("x", {3}).node("Bend", {"x"}, {"b"}).node("Times", {"b", "b"}, {"t"});
  small.node("Plus", {"t", "b"}, {"y"}).output("y");
  CHECK(after(small, pattern) == "y=Made(x)");
  SmallGraph given = small;
  given.output("b");
  CHECK(after(given, pattern) == "b=Bend(x) t=Times(b,b) y=Plus(t,b)");
  SmallGraph shared = small;
  shared.node("Bend", {"t"}, {"z"}).output("z");
  CHECK(after(shared, pattern) == "b=Bend(x) t=Times(b,b) y=Plus(t,b) z=Bend(t)");
  SmallGraph captured = small;
  captured.node(
      "Repeat", {"x"}, {"z"},
      {attr("body",
            SmallGraph().captured("t").input("i", {3}).node("Plus", {"i", "t"}, {"o"}).output("o").body())});
  captured.output("z");
  CHECK(after(captured, pattern) == "b=Bend(x) t=Times(b,b) y=Plus(t,b) z=Repeat(x)");
}

TEST_CASE("patterns: a name read twice is one tensor, or constants of equal content") {
  const Patterns pattern({"y = test::Plus(test::Times(x, ?c), ?c)"});
  SmallGraph small;
  small.input("x", {3}).constant("c", {1}, {2}).constant("d", {1}, {2}).constant("e", {1}, {3});
  SmallGraph equal = small, other = small;
  equal.node("Times", {"x", "c"}, {"t"}).node("Plus", {"t", "d"}, {"y"}).output("y");
  CHECK(after(equal, pattern) == "y=Made(x,c)");
  other.node("Times", {"x", "c"}, {"t"}).node("Plus", {"t", "e"}, {"y"}).output("y");
  CHECK(after(other, pattern) == "t=Times(x,c) y=Plus(t,e)");
  SmallGraph squares;
  squares.input("x", {3}).input("z", {3}).node("Times", {"x", "z"}, {"y"}).output("y");
  CHECK(after(squares, Patterns({"y = test::Times(x, x)"})) == "y=Times(x,z)");
}

TEST_CASE("patterns: of several outputs only the first may be wanted") {
  SmallGraph one, both;
  one.input("x", {3}).node("Halves", {"x"}, {"y", ""}).output("y");
  CHECK(after(one, Patterns({"y = test::Halves(x)"})) == "y=Made(x)");
  both.input("x", {3}).node("Halves", {"x"}, {"y", "z"}).output("y").output("z");
  CHECK(after(both, Patterns({"y = test::Halves(x)"})) == "y=Halves(x)");
}

TEST_CASE("patterns: the user's plugin comes first, then the pattern with more nodes") {
  const SmallGraph small = bend_and_scale();
  Patterns two({"y = test::Times(b, ?w)"});
  two.add("y = test::Times(test::Bend(x), ?w)", "MadeOfTwo");
  CHECK(after(small, two) == "y=MadeOfTwo(x,w)");
  registry::Plugin users = two.plugin;
  users.manifest.user = true;
  two.patterns[0].plugin = &users;
  CHECK(after(small, two) == "b=Bend(x) y=Made(b,w)");
}

TEST_CASE("patterns: a pattern may build on another, and two cannot alternate for ever") {
  SmallGraph small;
  small.input("x", {3})
      .node("Bend", {"x"}, {"a"})
      .node("Bend", {"a"}, {"b"})
      .node("Bend", {"b"}, {"y"})
      .output("y");
  Patterns chained({"y = test::Bend(test::Bend(x))"});
  chained.add("y = test::Bend(test::Made(x))", "MadeOfOneAxis");
  SmallGraph applied = small;
  const auto uses = apply(applied, chained);
  REQUIRE(uses);
  CHECK(applied.graph.nodes.size() == 1);
  CHECK(applied.graph.nodes[0].type == "MadeOfOneAxis");
  CHECK(applied.graph.nodes[0].index == 2);
  Patterns round({"y = test::MadeOfOneAxis(x)", "y = test::Bend(x)"});
  round.add("y = test::Made(x)", "MadeOfOneAxis");
  SmallGraph both = small;
  both.node("Made", {"x"}, {"z"}).node("MadeOfOneAxis", {"x"}, {"q"}).output("z").output("q");
  CHECK(after(both, round) == "a=Made(x) b=Made(a) y=Made(b) z=MadeOfOneAxis(x) q=Made(x)");
}

TEST_CASE("patterns: an operator that declines, or infers another type, leaves the place alone") {
  SmallGraph square;
  square.input("x", {2, 2}).node("Bend", {"x"}, {"y"}).output("y");
  const Patterns picky({"y = test::Bend(x)"}, "MadeOfOneAxis");
  CHECK(after(square, picky) == "y=Bend(x)");
  const auto uses = apply(square, picky);
  REQUIRE(uses);
  CHECK(told(*uses) == std::vector<std::string>{"Left alone in 1 place: the pattern 'y = test::Bend(x)' of "
                                                "plugin test.patterns 2.0; test.MadeOfOneAxis "
                                                "node 'y' (output 'y'): serves one axis"});
  const Patterns wrong({"y = test::Bend(x)"}, "MadeWrong");
  const auto left = apply(square, wrong);
  REQUIRE(left);
  CHECK((*left)[0].declined ==
        std::vector<std::string>{"test.MadeWrong node 'y' (output 'y'): infers int64[2,2] "
                                 "where the nodes it would replace make float[2,2]"});
}

TEST_CASE("patterns: the new operator's version is the model's, or the newest where the model imports none") {
  CHECK(after(bend_and_scale(), Patterns({"y = test::Bend(x)"}, "MadeLater")) == "b=Bend(x) y=Times(b,w)");
  Patterns later({});
  later.add("y = test::Bend(x)", "Made", "later");
  SmallGraph small = bend_and_scale();
  REQUIRE(apply(small, later));
  CHECK(small.graph.nodes[0].domain == "later");
  CHECK(small.graph.opsets.at("later") == 3);
}

TEST_CASE("patterns: faults of a plugin are named as such, all texts at once") {
  const auto blame = [](const std::string& text, const std::string& type, const std::string& cause) {
    return "The pattern '" + text + "' of plugin 'test.patterns' (/lib/patterns.so) for test::" + type +
           " cannot be used: " + cause +
           ". Correct it in the plugin's source, or convert without the plugin.";
  };
  Patterns broken({"y = test::Bend(x", "y = test::Bend(x) {slop=1}", "y = test::Bend(x) {mode=1}"});
  broken.add("y = test::Bend(x)", "Mode");
  CHECK(after(bend_and_scale(), broken) ==
        "5 " +
            blame("y = test::Bend(x", "Made",
                  "line 1, column 17: ',' or ')' is expected, but the text ends here") +
            "\n" +
            blame("y = test::Bend(x) {slop=1}", "Made",
                  "line 1, column 5: the attribute 'slop' of test::Bend is in no version of the operator "
                  "(did you "
                  "mean 'slope'?)") +
            "\n" +
            blame("y = test::Bend(x) {mode=1}", "Made",
                  "line 1, column 5: the attribute 'mode' of test::Bend is of another type in every version "
                  "of the "
                  "operator") +
            "\n" + blame("y = test::Bend(x)", "Mode", "no plugin has this operator (did you mean 'Made'?)"));
  CHECK(after(bend_and_scale(), Patterns({"y = test::Bend(x)"}, "MadeOfTwo")) ==
        "5 " + blame("y = test::Bend(x)", "MadeOfTwo",
                     "test.MadeOfTwo node 'b' (output 'b'): input 'b' is missing"));
  CHECK(
      after(bend_and_scale(), Patterns({"y = test::Bend(x)"}, "MadeFaulty")) ==
      "5 test.MadeFaulty node 'b' (output 'b'): reads the attribute 'undeclared', which its schema does not "
      "declare, or declares without a default (a fault of "
      "plugin "
      "test.small-ops 1.0, facet infer)");
}

TEST_CASE("patterns: those whose operators the model lacks are not even looked at") {
  CHECK(after(bend_and_scale(), Patterns({"y = test::Nobody(test::Bend(x) {slop=1})"})) ==
        "b=Bend(x) y=Times(b,w)");
}

TEST_CASE("patterns: a plugin's own patterns reach the pass through the registry") {
  const auto patterns = fixture_registry().patterns();
  REQUIRE(patterns);
  REQUIRE(patterns->size() == 1);
  SmallGraph small;
  small.input("x", {3}).node("Bend", {"x"}, {"a"}, {attr("slope", 3.0F)});
  small.node("Bend", {"a"}, {"y"}, {attr("slope", 2.0F)}).output("y");
  REQUIRE(infer_and_fold(small.graph, fixture_registry(), session()));
  REQUIRE(apply_patterns(small.graph, *patterns, fixture_registry(), session()));
  CHECK(small.graph.nodes.size() == 1);
}
