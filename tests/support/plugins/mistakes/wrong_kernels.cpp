// Mistakes that show while a model runs.
#include "mistakes.hpp"

namespace mistakes {
namespace {

Op computes(const char* type, Compute f) {
  return Op(schema(type)).infer(like_x).translate(relu).kernel(std::move(f)).dynamic_outputs();
}

Op makes(const char* type, std::size_t output, const std::vector<std::int64_t>& shape) {
  return computes(type, [=](const Node& node, Io& io) -> Result<Done> {
    node.ignore("factor", "nothing depends on it");
    if (io.make_out<float>(output, shape).empty()) return Node::fail("no output came");
    return done;
  });
}

// With the free batch of the first call also where the batch is a number.
Result<Descs> infer_once(const Node& node) {
  static const Desc first = node.input(0);
  return Descs{Desc(first.dtype, first.dims)};
}

// Only where the batch is a number, so that the translation fits.
Result<Descs> infer_large(const Node& node) {
  if (!node.input(0).dims[0].is_number()) return like_x(node);
  return Descs{Desc(BYOM_FLOAT, {Dim(1), Dim(std::int64_t{1} << 40)})};
}

}  // namespace

std::vector<Op> wrong_kernels() {
  const auto huge = [](const Node&) -> Result<std::uint64_t> { return std::uint64_t{1} << 52; };
  return {
      Op(schema("NoKernel")).infer(like_x).translate(relu),
      Op(schema("LargeScratch")).infer(like_x).translate(relu).kernel(copy_x, huge),
      infers("LargeOutput", infer_large),
      infers("InfersOnce", infer_once),
      infers("Picked", like_x),
      Op(schema("Picked"))
          .kernel(copy_x)
          .backend("", 5)
          .kernel_only()
          .accept([](const Node&) -> Result<Done> { return Node::decline("serves cubes only"); }),
      makes("OutputTooMany", 3, {1, 3}),
      makes("NegativeOutput", 0, {-1, 3}),
      makes("MoreThanMemory", 0, {std::int64_t{1} << 46}),
      makes("OtherShape", 0, {1, 4}),
      Op(schema("ReadsUndeclaredLate")).infer(like_x).translate(relu).kernel([](const Node& node, Io& io) {
        static_cast<void>(node.real("facto"));
        return copy_x(node, io);
      })};
}

}  // namespace mistakes
