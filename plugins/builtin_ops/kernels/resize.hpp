// Resampling of any axes by nearest cell, linear or cubic interpolation, by ONNX Resize's rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pool.hpp"

namespace byom::kernels {

enum class Interpolation { nearest, linear, cubic };

/// Where output cell x lies in the input, before rounding and clamping.
enum class Coordinates {
  half_pixel,            // (x + 0.5) / scale - 0.5
  half_pixel_symmetric,  // the same, centred when the output size was rounded
  pytorch_half_pixel,    // half_pixel, but 0 when the output has one cell
  align_corners,         // x * (input - 1) / (output - 1)
  asymmetric,            // x / scale
  tf_half_pixel_for_nn,  // (x + 0.5) / scale
  tf_crop_and_resize,    // from roi_begin to roi_end; cells beyond the input get the extrapolation value
};

enum class Nearest {
  round_prefer_floor,
  round_prefer_ceil,
  floor,
  ceil,
  opset10,  // floor when enlarging, ceil when shrinking: Resize 10, Upsample
};

/// One axis of the tensor. Axes that are not resized have scale 1 and input = output.
struct ResizeAxis {
  std::int64_t input = 1, output = 1;
  double scale = 1;  // output / input as the model says it, not rounded to whole cells
  double roi_begin = 0, roi_end = 1;
  // Stands for `output` in align_corners, pytorch_half_pixel and tf_crop_and_resize. ONNX's reference takes
  // input * scale here when the model gives scales (2.4 cells), ONNX Runtime the whole cells; 0 means the
  // latter.
  double length = 0;
};

struct ResizeRules {
  Interpolation interpolation = Interpolation::nearest;
  Coordinates coordinates = Coordinates::half_pixel;
  Nearest nearest = Nearest::round_prefer_floor;
  double cubic_a = -0.75;
  bool exclude_outside = false;  // cubic: cells beyond the edge weigh nothing, instead of repeating the edge
  double extrapolation_value = 0;
};

/// What is known from the shape: for every output cell of every axis, the input cells it mixes.
class Resize {
 public:
  Resize(std::span<const ResizeAxis> axes, const ResizeRules& rules);

  /// Room for the intermediate results between axes; 64-aligned.
  std::size_t scratch_bytes() const;

  /// Contiguous x[input...] -> y[output...]; float, double, int32, int64, uint8, int8. Interpolates one axis
  /// after the other, in float (double for double and wider integers); integers are cut toward zero and
  /// saturate.
  template <class T>
  void run(const Pool& pool, const T* x, T* y, void* scratch) const;

 private:
  struct Axis {
    std::int64_t input, output;
    std::int64_t taps;                // cells mixed for each output cell
    std::vector<std::int64_t> cells;  // [output][taps]
    std::vector<double> weights;      // the same
    std::vector<bool> outside;        // [output]
    bool identity = true;
    std::int64_t before = 1,
                 after = 1;  // cells of the other axes when this one is done: outer ones, inner ones
  };

  static Axis make_axis(const ResizeAxis& axis, const ResizeRules& rules);
  static void fill_weights(const ResizeRules& rules, double at, std::int64_t o, Axis& axis);
  template <class From, class To, std::int64_t taps>
  static void mix(const Pool& pool, const Axis& axis, const From* x, To* y);
  template <class From, class To>
  static void interpolate(const Pool& pool, const Axis& axis, const From* x, To* y);
  template <class T>
  static void pick(const Pool& pool, const Axis& axis, const T* x, T* y);
  template <class T>
  void extrapolate(const Pool& pool, T* y) const;

  std::vector<Axis> axes_;
  std::vector<const Axis*> active_;
  ResizeRules rules_;
  std::int64_t inputs_ = 1, outputs_ = 1;
};

}  // namespace byom::kernels
