// No name of a tensor leads out of the folder, and no two share a file.
#include "host/pipeline/npy_files.hpp"

#include <set>

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "host/verify/npy.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using pipeline::npy_names;
using Names = std::vector<std::string>;

TEST_CASE("Names of .npy files: what is fine stays, the rest becomes '_'") {
  CHECK(npy_names({"y", "conv1.out", "größe"}) == Names{"y.npy", "conv1.out.npy", "größe.npy"});
  CHECK(npy_names({"/model/fc", "input:0", "a b", "a\nb"}) ==
        Names{"_model_fc.npy", "input_0.npy", "a_b.npy", "a_b-2.npy"});
  CHECK(npy_names({"..", ".hidden", "-rf", "../../etc/passwd"}) ==
        Names{"_..npy", "_hidden.npy", "_rf.npy", "_._.._etc_passwd.npy"});
  CHECK(npy_names({std::string("a\0b", 3), "\xff", "\xE2\x80\xAE"}) == Names{"a_b.npy", "_.npy", "_-2.npy"});
}

TEST_CASE("Names of .npy files: a name that is fine is not changed for one that is not") {
  CHECK(npy_names({"a/b", "a_b", "a:b", "a_b-2"}) == Names{"a_b-3.npy", "a_b.npy", "a_b-4.npy", "a_b-2.npy"});
}

TEST_CASE("Names of .npy files: long ones are cut, and still differ") {
  const std::string wide = std::string(199, 'x') + "ß";
  const Names names = npy_names({std::string(300, 'x'), std::string(301, 'x'), wide});
  CHECK(names[0] == std::string(200, 'x') + ".npy");
  CHECK(names[1] == std::string(200, 'x') + "-2.npy");
  CHECK(names[2] == wide + ".npy");
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
}

TEST_CASE("Files of tensors appear together or not at all") {
  const test::TemporaryFolder folder;
  const std::filesystem::path results = folder.path() / "new" / "deep";
  ir::Tensor tensor = ir::make_tensor(BYOM_INT64, {2, 3});
  {
    auto files = pipeline::NpyFiles::create(results, {"a", "b"});
    REQUIRE(files);
    REQUIRE((*files)->write(0, tensor));
    const auto refused = (*files)->write(1, ir::make_tensor(BYOM_BFLOAT16, {1}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().text == "NumPy has no type bfloat16");
    CHECK(refused.error().code == exit_unsupported);
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "new"));
  auto files = pipeline::NpyFiles::create(results, {"a"});
  REQUIRE(files);
  REQUIRE((*files)->write(0, tensor));
  const auto paths = (*files)->publish();
  REQUIRE(paths);
  CHECK(*paths == std::vector<std::filesystem::path>{results / "a.npy"});
  const auto back = verify::read_npy(results / "a.npy");
  REQUIRE(back);
  CHECK(ir::same_content(*back, tensor));
}
