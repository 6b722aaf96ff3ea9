// HDF5 files whose structure libhdf5 writes and whose weights stream past it: no weight is ever held twice.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <byom/result.hpp>

#include "host/archive/sink.hpp"
#include "host/ir/tensor.hpp"

namespace byom::keras {

struct Hdf5Group {
  std::string path;                                             // "/" is the root
  std::vector<std::pair<std::string, std::string>> texts = {};  // scalar UTF-8 strings of any length
  // Lists of UTF-8 strings. One that an object header cannot hold is split into NAME0, NAME1, ... as Keras
  // does.
  std::vector<std::pair<std::string, std::vector<std::string>>> lists = {};
};

struct Hdf5Dataset {
  std::string path;
  ir::Tensor content;  // bfloat16, which HDF5 lacks, is stored as float32
};

struct Hdf5Layout {
  std::vector<Hdf5Group> groups;  // missing parents are made
  std::vector<Hdf5Dataset> datasets;
};

// A file that is not there yet: all of its bytes but the weights, and where each weight goes.
class Hdf5Skeleton {
 public:
  // Errors: exit_system, what libhdf5 says; exit_unsupported, a dtype that HDF5 files of Keras cannot hold.
  static Result<Hdf5Skeleton> make(const Hdf5Layout& layout);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  // Writes the file: exactly size() bytes, the same at every call.
  Result<Done> stream(archive::Sink& sink) const;

 private:
  struct Piece {
    std::uint64_t offset, bytes;
    ir::Tensor content;
  };
  Result<Done> stream_skeleton(archive::Sink& sink, std::uint64_t begin, std::uint64_t end) const;

  std::shared_ptr<const int> file_;  // a sparse file in memory
  std::vector<Piece> pieces_;        // by offset
  std::uint64_t size_ = 0;
};

}  // namespace byom::keras
