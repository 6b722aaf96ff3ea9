// Tests of the streamed HDF5 files; libhdf5 reads them from disk, not this program's own reader.
#include "host/keras/hdf5_skeleton.hpp"

#include <cstdio>
#include <numeric>

#include <doctest/doctest.h>
#include <unistd.h>

#include "host/archive/memory.hpp"
#include "host/keras/hdf5_handle.hpp"
#include "host/support/exit.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/tensor_of.hpp"

using namespace byom;
using keras::Hdf5Handle;
using keras::Hdf5Layout;
using test::float_tensor;

namespace {

std::vector<std::byte> bytes_of(const Hdf5Layout& layout) {
  const auto skeleton = keras::Hdf5Skeleton::make(layout);
  REQUIRE(skeleton.ok());
  archive::MemorySink sink;
  REQUIRE(skeleton->stream(sink).ok());
  CHECK(sink.content().size() == skeleton->size());
  return sink.content();
}

// The file on disk, open in libhdf5.
struct OnDisk {
  std::string path = "/tmp/tao_byom_hdf5_XXXXXX";
  Hdf5Handle file;
  explicit OnDisk(const Hdf5Layout& layout) {
    const std::vector<std::byte> bytes = bytes_of(layout);
    const int descriptor = ::mkstemp(path.data());
    REQUIRE(::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    ::close(descriptor);
    file = Hdf5Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    REQUIRE(file);
  }
  ~OnDisk() { ::unlink(path.c_str()); }

  template <class T>
  std::vector<T> read(const char* name, hid_t type) const {
    const Hdf5Handle dataset(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
    REQUIRE(dataset);
    const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
    std::vector<T> elements(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    REQUIRE(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, elements.data()) >= 0);
    return elements;
  }
  std::vector<std::string> strings(const char* group, const char* name) const {
    const Hdf5Handle attribute(H5Aopen_by_name(file, group, name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    REQUIRE(attribute);
    const Hdf5Handle space(H5Aget_space(attribute), H5Sclose);
    const Hdf5Handle type(H5Aget_type(attribute), H5Tclose);
    CHECK(H5Tget_cset(type) == H5T_CSET_UTF8);
    std::vector<char*> texts(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    if (!texts.empty()) REQUIRE(H5Aread(attribute, type, texts.data()) >= 0);
    return {texts.begin(), texts.end()};
  }
  bool has(const char* group, const char* name) const {
    return H5Aexists_by_name(file, group, name, H5P_DEFAULT) > 0;
  }
};

ir::Tensor counted(std::vector<std::int64_t> shape) {
  std::vector<float> elements(static_cast<std::size_t>(ir::element_count(shape)));
  std::iota(elements.begin(), elements.end(), 0.0F);
  return float_tensor(std::move(shape), elements);
}

}  // namespace

TEST_CASE("Hdf5Skeleton: what streams out holds every element, also of views and of large tensors") {
  ir::Tensor turned = counted({3, 2});
  turned.shape = {2, 3};
  turned.strides = {1, 2};
  const ir::Tensor large = counted({700, 1000});  // more than one chunk
  const OnDisk disk({{},
                     {{"/a/turned", turned},
                      {"/a/b/large", large},
                      {"/scalar", counted({})},
                      {"/a/empty", counted({0, 4})}}});
  CHECK(disk.read<float>("/a/turned", H5T_NATIVE_FLOAT) == std::vector<float>{0, 2, 4, 1, 3, 5});
  const auto elements = large.elements<float>();
  CHECK(disk.read<float>("/a/b/large", H5T_NATIVE_FLOAT) ==
        std::vector<float>(elements.begin(), elements.end()));
  CHECK(disk.read<float>("/scalar", H5T_NATIVE_FLOAT) == std::vector<float>{0});
  CHECK(disk.read<float>("/a/empty", H5T_NATIVE_FLOAT).empty());
}

TEST_CASE("Hdf5Skeleton: every dtype arrives; bfloat16 as the float32 it stands for") {
  const std::vector<std::uint16_t> half{0x3C00, 0xC000}, brain{0x3F80, 0xC040};
  const std::vector<double> doubles{1.5, -1e300};
  const std::vector<std::int64_t> longs{-5, INT64_MAX};
  const std::vector<std::uint8_t> flags{1, 0, 1};
  const OnDisk disk({{},
                     {{"/half", test::tensor_of(BYOM_FLOAT16, half)},
                      {"/brain", test::tensor_of(BYOM_BFLOAT16, brain)},
                      {"/double", test::tensor_of(BYOM_DOUBLE, doubles)},
                      {"/long", test::tensor_of(BYOM_INT64, longs)},
                      {"/flags", test::tensor_of(BYOM_BOOL, flags)}}});
  CHECK(disk.read<float>("/half", H5T_NATIVE_FLOAT) == std::vector<float>{1, -2});
  CHECK(disk.read<float>("/brain", H5T_NATIVE_FLOAT) == std::vector<float>{1, -3});
  CHECK(disk.read<double>("/double", H5T_NATIVE_DOUBLE) == doubles);
  CHECK(disk.read<std::int64_t>("/long", H5T_NATIVE_INT64) == longs);
}

TEST_CASE("Hdf5Skeleton: a text longer than an object header is one attribute") {
  const std::string text(3000000, 'x');
  const OnDisk disk({{{"/", {{"config", text}, {"empty", ""}}}}, {}});
  CHECK(disk.strings("/", "config") == std::vector<std::string>{text});
  CHECK(disk.strings("/", "empty") == std::vector<std::string>{""});
}

TEST_CASE("Hdf5Skeleton: a list that an object header cannot hold is split evenly, one entry less is not") {
  std::vector<std::string> names(4032, "n");
  for (std::size_t i = 0; i < names.size(); ++i) names[i] += std::to_string(i);
  {
    const OnDisk disk({{{"/g", {}, {{"names", names}, {"none", {}}}}}, {}});
    CHECK(disk.strings("/g", "names") == names);
    CHECK(disk.strings("/g", "none").empty());
  }
  names.emplace_back("last");
  const OnDisk disk({{{"/g", {}, {{"names", names}}}}, {}});
  CHECK(!disk.has("/g", "names"));
  CHECK(disk.strings("/g", "names0") == std::vector<std::string>(names.begin(), names.begin() + 2017));
  CHECK(disk.strings("/g", "names1") == std::vector<std::string>(names.begin() + 2017, names.end()));
  CHECK(!disk.has("/g", "names2"));
}

TEST_CASE("Hdf5Skeleton: equal layouts give equal bytes, and a second stream the same again") {
  const Hdf5Layout layout{{{"/g", {{"t", "x"}}, {{"l", {"a", "b"}}}}},
                          {{"/g/d", counted({100, 3})}, {"/e", counted({5})}}};
  const std::vector<std::byte> first = bytes_of(layout);
  CHECK(first == bytes_of(layout));
  const auto skeleton = keras::Hdf5Skeleton::make(layout);
  for (int i = 0; i < 2; ++i) {
    archive::MemorySink sink;
    REQUIRE(skeleton->stream(sink).ok());
    CHECK(sink.content() == first);
  }
}

TEST_CASE("Hdf5Skeleton: weights begin at multiples of 64") {
  const OnDisk disk({{}, {{"/a", counted({1})}, {"/b", counted({33})}, {"/c", counted({16})}}});
  for (const char* name : {"/a", "/b", "/c"}) {
    const Hdf5Handle dataset(H5Dopen2(disk.file, name, H5P_DEFAULT), H5Dclose);
    CHECK(H5Dget_offset(dataset) % 64 == 0);
  }
}

TEST_CASE("Hdf5Skeleton: texts are no weights, and what libhdf5 refuses is said in its words") {
  const auto texts = keras::Hdf5Skeleton::make({{}, {{"/w", ir::make_tensor(BYOM_STRING, {2})}}});
  REQUIRE(!texts.ok());
  CHECK(texts.error().code == exit_unsupported);
  CHECK(texts.error().text == "the weight /w is of type string, which Keras files cannot hold");
  const auto twice = keras::Hdf5Skeleton::make({{}, {{"/w", counted({1})}, {"/w", counted({1})}}});
  REQUIRE(!twice.ok());
  CHECK(twice.error().code == exit_system);
  CHECK(twice.error().text == "libhdf5 could not make a file: name already exists");
}
