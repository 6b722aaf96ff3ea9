// Law: an operator that says it is transparent computes the same in any order of axes.
#include <algorithm>
#include <numeric>

#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

ir::Tensor permuted(const ir::Tensor& tensor, const std::vector<std::size_t>& order) {
  ir::Tensor view = tensor;
  std::vector<std::int64_t> strides(tensor.shape.size(), 1);
  for (std::size_t d = strides.size(); d-- > 1;) strides[d - 1] = strides[d] * tensor.shape[d];
  view.strides.resize(strides.size());
  for (std::size_t d = 0; d < order.size(); ++d) {
    view.shape[d] = tensor.shape[order[d]];
    view.strides[d] = strides[order[d]];
  }
  return ir::contiguous(view);
}

// Axes are counted from the end when tensors of different rank meet.
ir::Tensor with_rank(ir::Tensor tensor, std::size_t rank) {
  tensor.shape.insert(tensor.shape.begin(), rank - tensor.shape.size(), 1);
  return tensor;
}

void try_order(const Question& question, const std::vector<ir::Tensor>& expected,
               const std::vector<std::size_t>& order, const std::string& name, Report& report) {
  Question changed = question;
  for (ir::Tensor& tensor : changed.inputs)
    if (tensor.dtype != 0 && !tensor.shape.empty()) tensor = permuted(with_rank(tensor, order.size()), order);
  std::string where = name + ", axes in the order";
  for (const std::size_t axis : order) where += " " + std::to_string(axis);
  report.doing(where);
  const auto computed = changed.run();
  if (!computed) return report.fail(where + ": " + computed.error().text);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (expected[i].dtype == 0) continue;
    if (expected[i].shape.size() != order.size())
      return report.fail(name + ": output " + std::to_string(i) + " has another rank than the inputs");
    const ir::Tensor wanted = permuted(expected[i], order);
    if (!ir::same_content((*computed)[i], wanted))
      report.fail(where + ": output " + std::to_string(i) + " is " + ir::text((*computed)[i]) +
                  ", permuted like the inputs it would be " + ir::text(wanted));
  }
}

}  // namespace

void layout(Bench& bench, const Item& item, Report& report) {
  if (item.op->table.layout != BYOM_LAYOUT_TRANSPARENT) return report.skip("its layout is not transparent");
  if (item.op->table.flags & BYOM_OP_RANDOM) return report.skip("its numbers are random");
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    const auto expected = question.run();
    if (!expected) return;  // what the law 'examples' says
    std::size_t rank = 0;
    for (const ir::Tensor& tensor : question.inputs) rank = std::max(rank, tensor.shape.size());
    std::vector<std::size_t> order(rank);
    std::iota(order.begin(), order.end(), std::size_t{0});
    while (std::ranges::next_permutation(order).found) try_order(question, *expected, order, name, report);
  });
}

}  // namespace byom::laws
