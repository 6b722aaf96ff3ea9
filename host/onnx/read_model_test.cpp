// Tests of whole files: model-level rules, foreign formats, damage at every byte and bit.
#include "host/onnx/read_model.hpp"

#include <random>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/ir/check.hpp"
#include "host/onnx/test_models.hpp"
#include "host/support/exit.hpp"

using namespace byom::onnx::test;
using byom::MappedFile;
using byom::onnx::read_model;
using byom::test::TemporaryFolder;

namespace {

// A model with every kind of thing that the reader walks through.
::onnx::ModelProto rich_model() {
  ::onnx::ModelProto model = small_model();
  model.set_producer_name("test");
  auto& graph = *model.mutable_graph();
  add_tensor(graph, "strings", ::onnx::TensorProto::STRING, {2}, "").clear_raw_data();
  graph.mutable_initializer(1)->add_string_data("a");
  graph.mutable_initializer(1)->add_string_data("b");
  auto& outside = add_tensor(graph, "outside", 1, {1}, "");
  outside.clear_raw_data();
  outside.set_data_location(::onnx::TensorProto::EXTERNAL);
  auto& entry = *outside.add_external_data();
  entry.set_key("location");
  entry.set_value("m.onnx");
  auto& branch = add_node(graph, "Branch", {"y", "strings"}, {"z", ""});
  auto& body = *add_attribute(branch, "body", ::onnx::AttributeProto::GRAPH).mutable_g();
  add_node(body, "F", {"x"}, {"b"}).set_domain("local");
  body.add_output()->set_name("b");
  add_attribute(branch, "ints", ::onnx::AttributeProto::INTS).add_ints(5);
  auto& import = *model.add_opset_import();
  import.set_domain("local");
  import.set_version(1);
  auto& function = *model.add_functions();
  function.set_domain("local");
  function.set_name("F");
  function.add_input("p");
  function.add_output("r");
  ::onnx::GraphProto scratch;
  *function.add_node() = add_node(scratch, "Leaf", {"p"}, {"r"});
  graph.add_output()->set_name("z");
  return model;
}

// Whatever the bytes are: an error with a known code and text, or a legal graph whose constants lie in the
// file.
void must_survive(const TemporaryFolder& folder, const std::string& bytes, int& accepted) {
  const auto model = read_model(folder.write("m.onnx", bytes));
  if (!model.ok()) {
    const int code = model.error().code;
    const bool known = code == byom::exit_input || code == byom::exit_unsupported || code == byom::exit_limit;
    if (!known || model.error().text.empty()) FAIL(model.error().text);
    return;
  }
  ++accepted;
  for (const auto& violation : byom::ir::check(model->graph)) FAIL(violation.text);
  unsigned sum = 0;
  for (const auto& value : model->graph.values)
    if (value.constant)
      for (std::uint64_t i = 0; i < value.constant->bytes(); ++i)
        sum += static_cast<unsigned>(value.constant->data[i]);
  if (sum == 0x12345678) MESSAGE("an unlikely sum");
}

}  // namespace

TEST_CASE("what the model says about itself is kept") {
  ::onnx::ModelProto model = small_model();
  model.set_producer_name("pytorch");
  model.set_producer_version("2.1");
  model.set_model_version(3);
  model.set_domain("org.example");
  model.set_doc_string("doc");
  auto& entry = *model.add_metadata_props();
  entry.set_key("k");
  entry.set_value("v");
  const auto read = read_proto(model);
  REQUIRE(read.ok());
  CHECK(read->ir_version == 8);
  CHECK(read->producer_name == "pytorch");
  CHECK(read->producer_version == "2.1");
  CHECK(read->model_version == 3);
  CHECK(read->domain == "org.example");
  CHECK(read->doc_string == "doc");
  CHECK(read->metadata == std::vector<std::pair<std::string, std::string>>{{"k", "v"}});
  CHECK(read->graph.opsets == std::map<std::string, std::int64_t>{{"", 13}});
  CHECK(read->warnings.empty());
  REQUIRE(read->files.size() == 1);
  CHECK(read->files[0]->unchanged().ok());
}

TEST_CASE("mapped and read files give the same graph") {
  const std::string bytes = small_model().SerializeAsString();
  const auto mapped = read_bytes(bytes);
  const auto read = read_bytes(bytes, MappedFile::Way::read);
  REQUIRE(mapped.ok());
  REQUIRE(read.ok());
  CHECK_FALSE(read->files[0]->mapped());
  CHECK(byom::ir::print(mapped->graph) == byom::ir::print(read->graph));
  CHECK(byom::ir::same_content(*mapped->graph.value(0).constant, *read->graph.value(0).constant));
}

TEST_CASE("opsets 7 to 25 are read, others are refused with the range") {
  for (const int opset : {7, 13, 25}) {
    ::onnx::ModelProto model = small_model();
    model.mutable_opset_import(0)->set_version(opset);
    CHECK(refusal(model) == "read");
  }
  const auto with = [](std::int64_t version) {
    ::onnx::ModelProto model = small_model();
    model.mutable_opset_import(0)->set_version(version);
    return refusal(model);
  };
  CHECK(with(6) ==
        "1 the model uses opset 6; opsets 7 to 25 are supported: convert it with onnx.version_converter or "
        "export it "
        "anew");
  CHECK(with(26).starts_with("1 the model uses opset 26;"));
  CHECK(with(std::int64_t{1} << 62).starts_with("1 the model uses opset 4611686018427387904;"));
  CHECK(with(0) == "3 the model imports version 0 of domain 'ai.onnx'");
  CHECK(with(-1) == "3 the model imports version -1 of domain 'ai.onnx'");
}

TEST_CASE("opset imports must be there, agree, and cover the domains in use") {
  ::onnx::ModelProto model = small_model();
  model.clear_opset_import();
  CHECK(refusal(model) == "3 the model does not say which opset it uses");
  model = small_model();
  auto& again = *model.add_opset_import();
  again.set_domain("ai.onnx");
  again.set_version(12);
  CHECK(refusal(model) == "3 the model imports domain 'ai.onnx' in the versions 13 and 12");
  again.set_version(13);
  CHECK(refusal(model) == "read");
  model.mutable_graph()->mutable_node(0)->set_domain("com.example");
  const auto read = read_proto(model);
  REQUIRE(read.ok());
  CHECK(read->warnings ==
        Names{"the model imports no opset of domain 'com.example'; version 1 is assumed (first "
              "needed by com.example.First node 'n0' (output 'a'))"});
  model.clear_opset_import();
  model.add_opset_import()->set_domain("com.example");
  model.mutable_opset_import(0)->set_version(1);
  CHECK(refusal(model) ==
        "3 the model imports no opset of domain 'ai.onnx', which Second node 'n1' (output 'y') needs");
}

TEST_CASE("IR versions must be positive, newer ones and training information are warned about") {
  ::onnx::ModelProto model = small_model();
  model.set_ir_version(0);
  CHECK(refusal(model) == "3 the model has the IR version 0");
  model.clear_ir_version();
  CHECK(refusal(model) == "3 the model has the IR version 0");
  model.set_ir_version(99);
  model.add_training_info();
  const auto read = read_proto(model);
  REQUIRE(read.ok());
  CHECK(read->warnings == Names{"the model has IR version 99, newer than the newest known, 14",
                                "the training information of the model is ignored"});
}

TEST_CASE("files that are no model say what they seem to be") {
  CHECK(refusal(read_bytes("")) ==
        "3 this is no ONNX model but an empty file: copy or export the model again");
  CHECK(refusal(read_bytes("<html><body>404")) ==
        "3 this is no ONNX model but an HTML page: the download gave a web page instead of the file");
  CHECK(refusal(read_bytes("\x08\x07")) ==
        "3 the file holds no graph; it is cut off or no ONNX model; copy or export it again");
  CHECK(refusal(read_bytes(std::string(1000, '\x80'))) ==
        "3 the file is damaged or no ONNX model: at byte 0 a field's number is cut off; copy or export it "
        "again");
  std::mt19937 random(5);
  std::string noise(1 << 20, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  CHECK(refusal(read_bytes(noise)).starts_with("3 the file is damaged or no ONNX model: at byte "));
  const std::string model = small_model().SerializeAsString();
  CHECK(refusal(read_bytes(model + model)).find("field 7 occurs a second time") != std::string::npos);
  CHECK(refusal(read_bytes(model + "\x02rest")).find("impossible number 0") != std::string::npos);
  CHECK(refusal(read_bytes(model.substr(0, model.size() - 8))).find("the file is cut off") !=
        std::string::npos);
}

TEST_CASE("folders, missing and special files are refused in words") {
  const TemporaryFolder folder;
  const auto say = [&](const std::filesystem::path& path) {
    const auto model = read_model(path);
    return model.ok() ? "read"
                      : std::to_string(model.error().code) + " " + folder.anonymous(model.error().text);
  };
  CHECK(say(folder.path()) == "3 'DIR' is a folder: name the .onnx file in it");
  CHECK(say(folder.path() / "none") == "3 'DIR/none': there is no such file");
  folder.write("model.onnx", "");
  CHECK(say(folder.path() / "modl.onnx") ==
        "3 'DIR/modl.onnx': there is no such file (did you mean 'model.onnx'?)");
  REQUIRE(::mkfifo((folder.path() / "fifo").c_str(), 0600) == 0);
  CHECK(say(folder.path() / "fifo") == "3 'DIR/fifo' is a FIFO, not a file");
  const auto large = folder.write("large.onnx", "");
  REQUIRE(::truncate(large.c_str(), off_t{1} << 31) == 0);
  CHECK(say(large) ==
        "3 'DIR/large.onnx' has 2147483648 bytes, and no ONNX file can have more than 2 GiB; save the model "
        "with "
        "external data");
}

TEST_CASE("a model cut off at any byte is refused or whole, and never crashes") {
  const TemporaryFolder folder;
  const std::string bytes = rich_model().SerializeAsString();
  int accepted = 0;
  must_survive(folder, bytes, accepted);
  REQUIRE(accepted == 1);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    must_survive(folder, bytes.substr(0, length), accepted);
  CHECK(accepted < 50);
}

TEST_CASE("a model with any one bit flipped is refused or a legal graph, and never crashes") {
  const TemporaryFolder folder;
  const std::string bytes = rich_model().SerializeAsString();
  int accepted = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    must_survive(folder, damaged, accepted);
  }
  CHECK(accepted > 0);
}
