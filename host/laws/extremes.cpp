// Law: infinities, NaN, denormal numbers and the ends of the integers are computed or refused with a reason.
#include <algorithm>
#include <limits>
#include <type_traits>

#include "host/laws/capped_memory.hpp"
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

// In the order of extreme_names.
template <class T>
std::vector<T> extremes_of() {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_floating_point_v<T>)
    return {Limits::infinity(),
            -Limits::infinity(),
            Limits::quiet_NaN(),
            Limits::denorm_min(),
            Limits::max(),
            Limits::lowest(),
            T(-0.0)};
  else
    return {Limits::max(), Limits::min(), static_cast<T>(-1), 0};
}

template <class T>
ir::Tensor filled(const ir::Tensor& like, T value) {
  ir::Tensor tensor = ir::make_tensor(like.dtype, like.shape);
  auto* out = reinterpret_cast<T*>(ir::writable(tensor));
  for (std::int64_t i = 0; i < tensor.count(); ++i) out[i] = value;
  return tensor;
}

// Empty for bools and strings.
const std::vector<std::string>& extreme_names(std::int32_t dtype) {
  static const std::vector<std::string> none,
      real = {"infinity", "-infinity", "NaN", "denormal", "largest", "lowest", "-0"},
      whole = {"largest", "least", "-1", "0"};
  if (ir::is_floating(dtype)) return real;
  return ir::is_integer(dtype) ? whole : none;
}

// Every element replaced by the extreme value of that index.
ir::Tensor filled_with_extreme(const ir::Tensor& tensor, std::size_t extreme) {
  constexpr std::uint16_t half[] = {0x7c00, 0xfc00, 0x7e00, 0x0001, 0x7bff, 0xfbff, 0x8000};
  constexpr std::uint16_t brain[] = {0x7f80, 0xff80, 0x7fc0, 0x0001, 0x7f7f, 0xff7f, 0x8000};
  switch (tensor.dtype) {
    case BYOM_FLOAT:
      return filled(tensor, extremes_of<float>()[extreme]);
    case BYOM_DOUBLE:
      return filled(tensor, extremes_of<double>()[extreme]);
    case BYOM_FLOAT16:
      return filled(tensor, half[extreme]);
    case BYOM_BFLOAT16:
      return filled(tensor, brain[extreme]);
    case BYOM_INT8:
      return filled(tensor, extremes_of<std::int8_t>()[extreme]);
    case BYOM_INT16:
      return filled(tensor, extremes_of<std::int16_t>()[extreme]);
    case BYOM_INT32:
      return filled(tensor, extremes_of<std::int32_t>()[extreme]);
    case BYOM_INT64:
      return filled(tensor, extremes_of<std::int64_t>()[extreme]);
    case BYOM_UINT8:
      return filled(tensor, extremes_of<std::uint8_t>()[extreme]);
    case BYOM_UINT16:
      return filled(tensor, extremes_of<std::uint16_t>()[extreme]);
    case BYOM_UINT32:
      return filled(tensor, extremes_of<std::uint32_t>()[extreme]);
    case BYOM_UINT64:
      return filled(tensor, extremes_of<std::uint64_t>()[extreme]);
    default:
      return tensor;
  }
}

// Inputs 0 and 1 with every pair of extremes (least / -1 is such a pair); the rest is like input 1.
void try_pairs(const Question& question, const std::string& name, Report& report) {
  const std::size_t n = question.inputs.size();
  const std::size_t firsts = n > 0 ? extreme_names(question.inputs[0].dtype).size() : 0;
  for (std::size_t first = 0; first < firsts; ++first) {
    const std::size_t seconds = n > 1 ? extreme_names(question.inputs[1].dtype).size() : 0;
    for (std::size_t second = 0; second < std::max<std::size_t>(seconds, 1); ++second) {
      Question changed = question;
      for (std::size_t i = 0; i < n; ++i) {
        ir::Tensor& tensor = changed.inputs[i];
        const std::size_t extreme = i == 0 ? first : second;
        if (extreme < extreme_names(tensor.dtype).size()) tensor = filled_with_extreme(tensor, extreme);
      }
      ask_capped(changed,
                 name + ", input 0 all " + extreme_names(question.inputs[0].dtype)[first] +
                     (seconds ? ", the others all " + extreme_names(question.inputs[1].dtype)[second] : ""),
                 report);
    }
  }
}

void try_singles(const Question& question, const std::string& name, Report& report) {
  for (std::size_t i = 0; i < question.inputs.size(); ++i) {
    const std::vector<std::string>& names = extreme_names(question.inputs[i].dtype);
    for (std::size_t extreme = 0; extreme < names.size(); ++extreme) {
      Question changed = question;
      changed.inputs[i] = filled_with_extreme(question.inputs[i], extreme);
      ask_capped(changed, name + ", input " + std::to_string(i) + " all " + names[extreme], report);
    }
  }
}

}  // namespace

void extremes(Bench& bench, const Item& item, Report& report) {
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    try_pairs(question, name, report);
    try_singles(question, name, report);
  });
}

}  // namespace byom::laws
