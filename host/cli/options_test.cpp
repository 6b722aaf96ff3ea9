// The manual's line, the long options, and the exact words about every mistake.
#include "host/cli/options.hpp"

#include <doctest/doctest.h>

#include "host/support/exit.hpp"

using namespace byom;
using namespace byom::cli;

namespace {

using Args = std::vector<std::string>;

Args with(const Args& more) {
  Args args = {"-m", "net.onnx", "-k", "secret", "-r", "out", "-n", "net"};
  args.insert(args.end(), more.begin(), more.end());
  return args;
}

Options options(const Args& args) {
  auto read = read_options(args);
  if (!read) FAIL(read.error().text);
  return std::move(read.value());
}

std::string problems(const Args& args) {
  const auto read = read_options(args);
  if (read) return "";
  CHECK(read.error().code == exit_usage);
  return read.error().text;
}

}  // namespace

TEST_CASE("Options: the manual's line is understood") {
  const Options line = options({"-m",  "net.onnx", "-k",    "secret",      "-r",     "out",      "-n",
                                "net", "-p",       "188",   "-c",          "a.json", "-ki",      "he_normal",
                                "-fn", "12",       "conv1", "/layer/Conv", "-fb",    "--verbose"});
  CHECK(line.model == "net.onnx");
  CHECK(line.key == "secret");
  CHECK(line.results_dir == "out");
  CHECK(line.name == "net");
  CHECK(line.penultimate_node == "188");
  CHECK(line.custom_meta == std::vector<std::filesystem::path>{"a.json"});
  CHECK(line.kernel_initializer == "he_normal");
  CHECK(line.freeze_nodes == Args{"12", "conv1", "/layer/Conv"});
  CHECK(line.freeze_bn);
  CHECK(line.verbose);
}

TEST_CASE("Options: the manual's long names are understood, with a space and with '='") {
  const Options line = options({"--onnx_model_file", "net.onnx", "--key=a=b", "--results_dir=out",
                                "--model_name", "net", "--penultimate_node=x:0", "--custom_meta", "a.json",
                                "--kernel_initializer", "zeros", "--freeze_node", "a", "b", "--freeze_bn"});
  CHECK(line.model == "net.onnx");
  CHECK(line.key == "a=b");
  CHECK(line.penultimate_node == "x:0");
  CHECK(line.kernel_initializer == "zeros");
  CHECK(line.freeze_nodes == Args{"a", "b"});
  CHECK(line.freeze_bn);
}

TEST_CASE("Options: the defaults") {
  const Options line = options({"-m", "net.onnx", "-r", "out", "-n", "net"});
  CHECK(line.key.empty());
  CHECK(line.key_from.empty());
  CHECK(line.kernel_initializer == "glorot_uniform");
  CHECK(line.formats == Args{"tltb"});
  CHECK(line.tolerance == 1e-4);
  CHECK(line.seed == 0);
  CHECK_FALSE((line.freeze_bn || line.verbose || line.strict || line.json || line.help));
  CHECK(line.dump.empty());
}

TEST_CASE("Options: ours") {
  const Options line = options(with({"--format",
                                     "keras,h5,keras",
                                     "--input-shape",
                                     "data:0:1,3,224,224",
                                     "--input-shape",
                                     "mask:-1,1",
                                     "--input",
                                     "data=a=b.npy",
                                     "--kernels",
                                     "onednn,reference",
                                     "--tolerance",
                                     "1e-3",
                                     "--seed",
                                     "7",
                                     "--strict",
                                     "--json",
                                     "--dump=after:fold",
                                     "--without-builtin",
                                     "Relu",
                                     "--without-builtin",
                                     "acme::Swish",
                                     "-c",
                                     "a.json",
                                     "-c",
                                     "b.json",
                                     "-fn",
                                     "x",
                                     "-fn",
                                     "y"}));
  CHECK(line.formats == Args{"keras", "h5"});
  CHECK(line.input_shapes.at("data:0") == std::vector<std::int64_t>{1, 3, 224, 224});
  CHECK(line.input_shapes.at("mask") == std::vector<std::int64_t>{-1, 1});
  CHECK(line.input_files.at("data") == "a=b.npy");
  CHECK(line.kernels == Args{"onednn", "reference"});
  CHECK(line.tolerance == 1e-3);
  CHECK(line.seed == 7);
  CHECK(line.strict);
  CHECK(line.json);
  CHECK(line.dump == "after:fold");
  CHECK(line.without_builtin == Args{"Relu", "acme::Swish"});
  CHECK(line.custom_meta == std::vector<std::filesystem::path>{"a.json", "b.json"});
  CHECK(line.freeze_nodes == Args{"x", "y"});
  CHECK(options({"-m", "net.onnx", "-r", "out", "-n", "net", "--key-from", "env:KEY"}).key_from == "env:KEY");
}

TEST_CASE("Options: everything that is missing is told at once") {
  CHECK(problems({}) ==
        "-m is missing: the ONNX model to convert.\n"
        "-r is missing: the folder for the result.\n"
        "-n is missing: a name for the result's files.");
}

TEST_CASE("Options: all problems are told at once") {
  CHECK(problems({"-m", "net.onnx", "--formt", "h5", "-n", "a/b", "-ki", "he_norml", "--seed=-1"}) ==
        "unknown option '--formt' (did you mean '--format'?).\n"
        "-r is missing: the folder for the result.\n"
        "-n cannot name files: 'a/b' holds a slash; the folder is given by -r.\n"
        "-ki: there is no initializer 'he_norml' (did you mean 'he_normal'?); there are glorot_uniform, "
        "glorot_normal, "
        "he_uniform, he_normal, zeros, random_uniform, random_normal, constant, ones, identity.\n"
        "--seed takes a whole number from 0, not '-1'.");
}

TEST_CASE("Options: names that cannot name files") {
  const auto of = [](const std::string& name) {
    return problems({"-m", "net.onnx", "-k", "secret", "-r", "out", "--model_name=" + name});
  };
  CHECK(of("resnet18-v1.5_é") == "");
  CHECK(of(std::string(200, 'x')) == "");
  CHECK(of("") == "-n cannot name files: it is empty.");
  CHECK(of(".") == "-n cannot name files: '.' is a folder.");
  CHECK(of("..") == "-n cannot name files: '..' is a folder.");
  CHECK(of("a\nb") == "-n cannot name files: 'a\\nb' holds a control character.");
  CHECK(of("-net") ==
        "-n cannot name files: '-net' begins with '-', which other programs take for an option.");
  CHECK(of("net ") == "-n cannot name files: 'net ' begins or ends with a space.");
  CHECK(of(std::string(201, 'x')) == "-n cannot name files: it has 201 bytes; at most 200 fit.");
}

TEST_CASE("Options: an option without its argument, and an argument that looks like an option") {
  CHECK(problems({"-m", "net.onnx", "-r", "out", "-n", "net", "-k"}) == "-k/--key needs an argument (KEY).");
  CHECK(problems({"-m", "-r", "out", "-n", "net", "-fn"}) ==
        "-m/--onnx_model_file needs an argument (FILE).\n-fn/--freeze_node needs an argument (NODE).");
  // The key itself is not printed.
  CHECK(problems({"-m", "net.onnx", "-r", "out", "-n", "net", "-k", "-s3cret"}) ==
        "-k/--key needs an argument (KEY); one that begins with '-' is written --key=KEY.");
  CHECK(options({"-m", "net.onnx", "-r", "out", "-n", "net", "--key=-s3cret"}).key == "-s3cret");
}

TEST_CASE("Options: nothing is guessed from a beginning, stray words are told") {
  CHECK(problems(with({"--verb"})) == "unknown option '--verb' (did you mean '--verbose'?).");
  CHECK(problems(with({"-kx"})) == "unknown option '-kx'.");
  CHECK(problems(with({"more"})) == "unexpected argument 'more'.");
  CHECK(problems(with({"-fb=1"})) == "-fb/--freeze_bn takes no argument.");
  CHECK(problems(with({"--"})) == "");
  CHECK(problems(with({"--", "x"})) == "unexpected argument 'x'.");
  CHECK(problems(with({"--strict=yes"})) == "--strict takes no argument.");
  // Boost takes what follows an option that lacks its argument for that argument.
  CHECK(problems(with({"--seed", "--strict=yes"})) ==
        "--seed needs an argument (NUMBER); one that begins with '-' is written --seed=NUMBER.");
  CHECK(problems(with({"-n", "other"})) == "-n/--model_name is given 2 times; once is allowed.");
}

TEST_CASE("Options: values that cannot be meant") {
  CHECK(problems(with({"--format", "tltb,onnx"})) ==
        "--format: there is no format 'onnx'; there are tltb, keras, h5.");
  CHECK(problems(with({"--format", "kera"})) ==
        "--format: there is no format 'kera' (did you mean 'keras'?); there are tltb, keras, h5.");
  for (const char* shape : {"data", "data:", ":1,2", "data:1,,2", "data:1,x", "data:0,3", "data:1,3x"})
    CHECK(problems(with({"--input-shape", shape})) ==
          "--input-shape takes NAME:EXTENTS such as data:1,3,224,224 (-1 leaves an extent as the model has "
          "it), not '" +
              std::string(shape) + "'.");
  CHECK(problems(with({"--input-shape", "a:1", "--input-shape", "a:2"})) ==
        "--input-shape is given twice for 'a'.");
  for (const char* file : {"data", "=x.npy", "data="})
    CHECK(problems(with({"--input", file})) ==
          "--input takes NAME=FILE such as data=sample.npy, not '" + std::string(file) + "'.");
  CHECK(problems(with({"--input", "a=1", "--input", "a=2"})) == "--input is given twice for 'a'.");
  CHECK(problems(with({"--tolerance", "0"})) == "--tolerance takes a number above 0, not '0'.");
  CHECK(problems(with({"--tolerance", "nan"})) == "--tolerance takes a number above 0, not 'nan'.");
  CHECK(problems(with({"--seed", "1.5"})) == "--seed takes a whole number from 0, not '1.5'.");
  CHECK(problems(with({"--dump", "fold"})) == "--dump takes after:PASS, not 'fold'.");
  CHECK(problems(with({"--kernels", "a,,b"})) == "--kernels: a name in the list is empty.");
  CHECK(problems(with({"-p", ""})) == "--penultimate_node is given an empty argument.");
  CHECK(problems(with({"--format", ""})) == "--format is given an empty argument.");
  CHECK(problems(with({"--key-from", "stdin"})) == "-k and --key-from both give a key; leave one out.");
  CHECK(problems({"-m", "net.onnx", "-r", "out", "-n", "net", "--key-from", "env:"}) ==
        "--key-from takes env:VARIABLE, file:PATH or stdin, not 'env:'.");
}

TEST_CASE("Options: -h asks for nothing else, and the help names every option within 100 columns") {
  CHECK(options({"-h"}).help);
  CHECK(options({"--nonsense", "--help"}).help);
  const std::string help = conversion_help("commands:\n");
  CHECK(help.starts_with("usage: BYOM Converter [-h] -m "));
  for (const OptionRow& row : conversion_options())
    CHECK(help.find(std::string("--") + row.name) != std::string::npos);
  for (std::size_t at = 0; at < help.size();) {
    const std::size_t end = help.find('\n', at);
    CHECK(end - at <= 105);
    at = end + 1;
  }
}
