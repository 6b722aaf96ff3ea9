// Law: what infer says of an output, however much it knows of the inputs, is what the example has.
#include <optional>

#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/passes/free_batch.hpp"

namespace byom::laws {

namespace {

struct Way {
  const char* name;
  Question::Known known;
  bool free_batch;
};

// The extent with the batch put in; nothing where another symbol stands for it.
std::optional<std::int64_t> number(const ir::Symbols& symbols, const ir::Dim& stated, std::int64_t batch) {
  const ir::Dim dim = symbols.plain(stated);
  if (ir::is_number(dim) || dim.value == 0) return dim.value;
  if (dim.symbol == BYOM_BATCH) return dim.value * batch;
  return std::nullopt;
}

// What is wrong with a descriptor; empty: nothing.
std::string wrong(const ir::Symbols& symbols, const ir::Value& stated, const ir::Tensor& expected,
                  std::int64_t batch) {
  if (stated.dtype != expected.dtype)
    return "type " + ir::dtype_name(stated.dtype) + ", expected " + ir::dtype_name(expected.dtype);
  if (stated.rank < 0) return "";
  std::vector<std::int64_t> shape;
  bool same = stated.dims.size() == expected.shape.size();
  for (std::size_t d = 0; d < stated.dims.size(); ++d) {
    const auto extent = number(symbols, stated.dims[d], batch);
    shape.push_back(extent.value_or(same ? expected.shape[d] : -1));
    same = same && shape[d] == expected.shape[d];
  }
  if (!same) return "shape " + ir::shape_text(shape) + ", expected " + ir::shape_text(expected.shape);
  if (!stated.elements || !ir::is_integer(expected.dtype)) return "";
  const std::vector<std::int64_t> values = ir::integers(expected);
  if (values.size() != stated.elements->size())
    return std::to_string(stated.elements->size()) + " known elements, expected " +
           std::to_string(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (number(symbols, (*stated.elements)[i], batch).value_or(values[i]) != values[i])
      return "a known element that is not " + std::to_string(values[i]);
  return "";
}

void try_way(const Question& question, const byom_example& example, const Way& way, const std::string& name,
             Report& report) {
  ir::Graph graph = question.graph(way.known);
  passes::Batch batch;
  if (way.free_batch) batch = passes::free_batch(graph);
  if (way.free_batch && !batch.free) return;
  const auto stated = question.infer(graph);
  const std::string where = name + ", " + way.name;
  if (!stated) {
    is_refusal(stated.error(), where, report);
    return;
  }
  for (std::size_t i = 0; i < stated->size(); ++i) {
    if (!question.wanted[i]) continue;
    const std::string problem =
        wrong(*graph.symbols, (*stated)[i], ir::from_view(example.out[i]), batch.exported);
    if (!problem.empty()) report.fail(where + ": infers for output " + std::to_string(i) + " " + problem);
  }
}

}  // namespace

void shapes(Bench& bench, const Item& item, Report& report) {
  if (!item.own) return report.skip("another plugin's operator");
  if (!item.op->table.infer) return report.fail("it has no infer");
  for_each_example(
      bench, item, report, [&](Question& question, const byom_example& example, const std::string& name) {
        const auto shape_like = [&](std::size_t i) { return (question.flags(i) & BYOM_SHAPE_LIKE) != 0; };
        const Way ways[] = {
            {"every input constant", [](std::size_t) { return true; }, false},
            {"the first input unknown", Question::all_but_first, false},
            {"only shape-like inputs constant", shape_like, false},
            {"no input constant", Question::none, false},
            {"the batch free", Question::all_but_first, true},
            {"the batch free, no input constant", Question::none, true},
        };
        for (const Way& way : ways) try_way(question, example, way, name, report);
      });
}

}  // namespace byom::laws
