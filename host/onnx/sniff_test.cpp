// Tests of recognising other formats, with the first bytes that their own specifications give.
#include "host/onnx/sniff.hpp"

#include <cstring>

#include <doctest/doctest.h>

#include "tests/support/temporary_folder.hpp"

using namespace std::string_literals;

namespace {

std::string seems(const std::string& content) {
  const std::string text = byom::onnx::looks_like(std::as_bytes(std::span(content)));
  return text.substr(0, text.find(':'));
}

}  // namespace

TEST_CASE("formats that are taken for ONNX files are recognised by their first bytes") {
  CHECK(seems("") == "an empty file");
  CHECK(seems("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n") ==
        "a Git LFS pointer, not the file itself");
  CHECK(seems("\n<!DOCTYPE HTML>\n<html>") == "an HTML page");
  CHECK(seems("<html lang=en>") == "an HTML page");
  CHECK(seems("<?xml version=\"1.0\"?>\n<net name=\"x\">") == "an OpenVINO model");
  CHECK(seems("<?xml version=\"1.0\"?>\n<rss>") == "an XML file");
  CHECK(seems("  {\"a\": 1}") == "a JSON file");
  CHECK(seems("ir_version: 8\n") == "protobuf as text");
  CHECK(seems("\x89HDF\r\n\x1a\n\0"s) == "an HDF5 file (a Keras .h5 model?)");
  CHECK(seems("\x1c\0\0\0TFL3"s) == "a TensorFlow Lite model");
  CHECK(seems("\x1c\0\0\0ORTM"s) == "a model in ONNX Runtime's own format");
  CHECK(seems("\x1f\x8b\x08") == "a gzip archive");
  CHECK(seems("BZh91AY") == "a bzip2 archive");
  CHECK(seems("\xFD\x37zXZ\0"s) == "an xz archive");
  CHECK(seems("\x28\xB5\x2F\xFD") == "a Zstandard archive");
  CHECK(seems(std::string(257, 'x') + "ustar") == "a tar archive");
  CHECK(seems("age-encryption.org/v1\n") ==
        "an encrypted archive (a .tltb file?), the result of a conversion");
  CHECK(seems("\x80\x02\x8a\x0al\xfc\x9c") == "a Python pickle (a PyTorch file?)");
  CHECK(seems("\x10\0\0\0\0\0\0\0{\"a\":{}}"s) == "a safetensors file, which holds weights and no graph");
  CHECK(seems(std::string(100, '\0')) == "a file of zeros only");
}

TEST_CASE("zip archives are told apart by the names of their members") {
  CHECK(seems("PK\x03\x04................archive/data.pkl") == "a PyTorch file");
  CHECK(seems("PK\x03\x04................metadata.json....config.json") == "a Keras .keras model");
  CHECK(seems("PK\x03\x04................" + std::string(100'000, '.') + "model.weights.h5") ==
        "a Keras .keras model");
  CHECK(seems("PK\x03\x04................other.txt") == "a zip archive");
}

TEST_CASE("TensorFlow graphs are told from ONNX models that begin alike") {
  // GraphDef {node {name: "input" op: "Placeholder"}}
  CHECK(seems("\x0a\x14\x0a\x05input\x12\x0bPlaceholder") == "a TensorFlow graph");
  // SavedModel {saved_model_schema_version: 1 meta_graphs {meta_info_def {...}}}, lengths of one and of three
  // bytes
  CHECK(seems("\x08\x01\x12\x10\x0a\x02") == "a TensorFlow graph");
  CHECK(seems("\x08\x01\x12\x80\x80\x01\x0a\x02") == "a TensorFlow graph");
  // ModelProto {ir_version: 1 producer_name: "pytorch"}
  CHECK(seems("\x08\x01\x12\x07pytorch").empty());
  CHECK(seems("\x08\x07\x12\x07pytorch").empty());
  CHECK(seems("random text").empty());
}

TEST_CASE("folders say what to do") {
  const byom::test::TemporaryFolder folder;
  CHECK(byom::onnx::looks_like_folder(folder.path()) == "a folder: name the .onnx file in it");
  folder.write("saved_model.pb", "");
  CHECK(byom::onnx::looks_like_folder(folder.path()) ==
        "a TensorFlow SavedModel: convert it to ONNX first (tf2onnx)");
  folder.write("sub/model.onnx", "");
  CHECK(byom::onnx::looks_like_folder(folder.path() / "sub") == "a folder: name the model.onnx in it");
}
