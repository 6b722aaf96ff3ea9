// Law: tensors without elements and scalars are computed or refused with a reason.
#include "host/laws/capped_memory.hpp"
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

// The input and, with `together`, every other tensor of the same extent there, without elements.
void empty_axis(const Question& question, std::size_t input, std::size_t axis, bool together,
                const std::string& name, Report& report) {
  Question changed = question;
  const std::int64_t extent = question.inputs[input].shape[axis];
  for (std::size_t i = 0; i < changed.inputs.size(); ++i) {
    ir::Tensor& tensor = changed.inputs[i];
    const bool like = together && !changed.is_weight(i) && axis < tensor.shape.size() &&
                      tensor.shape[axis] == extent && !(changed.flags(i) & BYOM_SHAPE_LIKE);
    if (tensor.dtype == 0 || (i != input && !like)) continue;
    std::vector<std::int64_t> shape = tensor.shape;
    shape[axis] = 0;
    tensor = ir::make_tensor(tensor.dtype, std::move(shape));
  }
  ask_capped(changed,
             name + ", axis " + std::to_string(axis) + " of input " + std::to_string(input) +
                 (together ? " and its like" : "") + " without elements",
             report);
}

void scalar(const Question& question, std::size_t input, const std::string& name, Report& report) {
  Question changed = question;
  changed.inputs[input] = ir::make_tensor(question.inputs[input].dtype, {});
  ask_capped(changed, name + ", input " + std::to_string(input) + " a scalar", report);
}

}  // namespace

void empty(Bench& bench, const Item& item, Report& report) {
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    for (std::size_t i = 0; i < question.inputs.size(); ++i) {
      if (question.inputs[i].dtype == 0 || question.is_weight(i)) continue;
      for (std::size_t axis = 0; axis < question.inputs[i].shape.size(); ++axis)
        for (const bool together : {false, true}) empty_axis(question, i, axis, together, name, report);
      scalar(question, i, name, report);
    }
  });
}

}  // namespace byom::laws
