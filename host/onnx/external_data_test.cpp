// Tests of tensor bytes beside the model, with real files, links and devices.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/onnx/test_models.hpp"

using namespace byom::onnx::test;
using byom::test::TemporaryFolder;
using Keys = std::vector<std::pair<std::string, std::string>>;

namespace {

// A model whose weight of `dims` floats lies where the keys say.
::onnx::ModelProto with_keys(const Keys& keys, const std::vector<std::int64_t>& dims = {2}) {
  ::onnx::ModelProto model = small_model();
  auto& tensor = *model.mutable_graph()->mutable_initializer(0);
  tensor.clear_raw_data();
  tensor.clear_dims();
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  tensor.set_data_location(::onnx::TensorProto::EXTERNAL);
  for (const auto& [key, value] : keys) {
    auto& entry = *tensor.add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  }
  return model;
}

byom::Result<byom::onnx::Model> read_in(const TemporaryFolder& folder, const Keys& keys,
                                        const std::vector<std::int64_t>& dims = {2}) {
  return byom::onnx::read_model(folder.write("m.onnx", with_keys(keys, dims).SerializeAsString()));
}

std::string fault(const TemporaryFolder& folder, const Keys& keys,
                  const std::vector<std::int64_t>& dims = {2}) {
  const auto model = read_in(folder, keys, dims);
  if (model.ok()) return "read";
  const std::string text = folder.anonymous(model.error().text);
  const std::string start = "'DIR/m.onnx': initializer 'w' external data";
  return std::to_string(model.error().code) +
         (text.starts_with(start) ? text.substr(start.size()) : " " + text);
}

std::string weight(const byom::Result<byom::onnx::Model>& model) {
  if (!model.ok()) return model.error().text;
  for (const auto& value : model->graph.values)
    if (value.name == "w")
      return {reinterpret_cast<const char*>(value.constant->data), value.constant->bytes()};
  return "no weight";
}

}  // namespace

TEST_CASE("bytes come from the file, offset and length that the keys name") {
  const TemporaryFolder folder;
  folder.write("data.bin", "0123456789abcdef");
  folder.write("sub/deep/data.bin", "ABCDEFGH");
  CHECK(weight(read_in(folder, {{"location", "data.bin"}, {"offset", "3"}, {"length", "8"}})) == "3456789a");
  CHECK(weight(read_in(folder, {{"location", "data.bin"}})) == "01234567");
  CHECK(weight(read_in(folder, {{"location", "./data.bin"}, {"offset", "8"}})) == "89abcdef");
  CHECK(weight(read_in(folder, {{"location", "sub/deep/data.bin"}, {"checksum", "0"}})) == "ABCDEFGH");
  CHECK(weight(read_in(folder, {{"location", "data.bin"}, {"offset", "16"}}, {0})).empty());
  const auto model = read_in(folder, {{"location", "data.bin"}});
  REQUIRE(model.ok());
  REQUIRE(model->files.size() == 2);
  CHECK(model->files[1]->name() == (folder.path() / "data.bin").string());
}

TEST_CASE("the folder is that of the real model, also when the model is reached by a link") {
  const TemporaryFolder folder;
  folder.write("real/data.bin", "01234567");
  folder.write("real/m.onnx", with_keys({{"location", "data.bin"}}).SerializeAsString());
  std::filesystem::create_symlink("real/m.onnx", folder.path() / "link.onnx");
  CHECK(weight(byom::onnx::read_model(folder.path() / "link.onnx")) == "01234567");
}

TEST_CASE("a range that leaves the file by one byte is refused, and so is one that wraps") {
  const TemporaryFolder folder;
  folder.write("data.bin", "0123456789");
  CHECK(fault(folder, {{"location", "data.bin"}, {"offset", "3"}}) ==
        "3 'data.bin' has 10 bytes, but the tensor needs 8 from byte 3 on");
  CHECK(fault(folder, {{"location", "data.bin"}, {"offset", "18446744073709551610"}}) ==
        "3 'data.bin' has 10 bytes, but the tensor needs 8 from byte 18446744073709551610 on");
  CHECK(fault(folder, {{"location", "data.bin"}, {"length", "7"}}) ==
        "3: the length 7 does not fit the shape, which needs 8 bytes");
  CHECK(fault(folder, {{"location", "data.bin"}}, {1 << 20, 1 << 20}) ==
        "4 'DIR/m.onnx': initializer 'w' of shape [1048576,1048576] makes the constants of the model larger "
        "than "
        "274877906944 bytes");
}

TEST_CASE("keys must be known, single, and numbers where they are numbers") {
  const TemporaryFolder folder;
  folder.write("data.bin", "01234567");
  CHECK(fault(folder, {}) == "3: the location is missing");
  CHECK(fault(folder, {{"location", "data.bin"}, {"location", "data.bin"}}) ==
        "3: the key 'location' occurs twice");
  CHECK(fault(folder, {{"location", "data.bin"}, {"__class__", "x"}}) == "3: the key '__class__' is unknown");
  for (const std::string number :
       {"", "-1", "+1", " 5", "5 ", "1e9", "0x10", "123456789012345678901234567890"})
    CHECK(fault(folder, {{"location", "data.bin"}, {"offset", number}}) ==
          "3: offset '" + number + "' is no number of bytes");
}

TEST_CASE("locations that are no plain relative path are refused by their text") {
  const TemporaryFolder folder;
  const auto say = [&](const std::string& location) { return fault(folder, {{"location", location}}); };
  CHECK(say("") == "3 '' is empty");
  CHECK(say("/etc/passwd") == "3 '/etc/passwd' is an absolute path");
  CHECK(say("C:/data") == "3 'C:/data' is an absolute path");
  CHECK(say("../x") == "3 '../x' leaves the folder of the model");
  CHECK(say("a/../../x") == "3 'a/../../x' leaves the folder of the model");
  CHECK(say("a/..") == "3 'a/..' leaves the folder of the model");
  CHECK(say("a//b") == "3 'a//b' is not a plain path");
  CHECK(say("a/") == "3 'a/' is not a plain path");
  CHECK(say(".") == "3 '.' is not a plain path");
  CHECK(say("a\\b") == "3 'a\\\\b' holds a backslash; write the path with slashes");
  CHECK(say(std::string("a\0b", 3)) == "3 'a\\x00b' holds a zero byte");
  CHECK(say("*/_ORT_MEM_ADDR_/*") ==
        "3 '*/_ORT_MEM_ADDR_/*' is an address in the memory of ONNX Runtime; save the model anew");
  CHECK(say("none.bin") == "3 'none.bin' does not exist beside the model");
}

TEST_CASE(
    "symbolic links, hard links, folders, FIFOs and devices are refused by the kernel, without blocking") {
  const TemporaryFolder folder;
  const TemporaryFolder elsewhere;
  const auto say = [&](const std::string& location) { return fault(folder, {{"location", location}}); };
  elsewhere.write("secret", "01234567");
  folder.write("data.bin", "01234567");
  std::filesystem::create_symlink(elsewhere.path() / "secret", folder.path() / "link");
  std::filesystem::create_symlink("data.bin", folder.path() / "inner_link");
  std::filesystem::create_symlink(elsewhere.path(), folder.path() / "folder_link");
  std::filesystem::create_hard_link(elsewhere.path() / "secret", folder.path() / "hard");
  std::filesystem::create_directory(folder.path() / "sub");
  REQUIRE(::mkfifo((folder.path() / "fifo").c_str(), 0600) == 0);
  const std::string is_link = " is a symbolic link or lies behind one; put the file itself beside the model";
  CHECK(say("link") == "3 'link'" + is_link);
  CHECK(say("inner_link") == "3 'inner_link'" + is_link);
  CHECK(say("folder_link/secret") == "3 'folder_link/secret'" + is_link);
  CHECK(say("hard") == "3 'hard' has more than one name (hard links); copy it");
  CHECK(say("sub") == "3 'sub' is no regular file");
  CHECK(say("fifo") == "3 'fifo' is no regular file");
}

TEST_CASE("external data and data in the model exclude each other") {
  const TemporaryFolder folder;
  folder.write("data.bin", "01234567");
  ::onnx::ModelProto model = with_keys({{"location", "data.bin"}});
  auto& tensor = *model.mutable_graph()->mutable_initializer(0);
  tensor.set_raw_data("01234567");
  CHECK(refusal(model) ==
        "3 initializer 'w' has its elements twice (raw_data, a typed field, external data)");
  tensor.set_data_location(::onnx::TensorProto::DEFAULT);
  CHECK(refusal(model) ==
        "3 initializer 'w' names external data, but its data_location says that there is none");
}
