// Reads an HDF5 file that lies in memory, without copying it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/tensor.hpp"
#include "host/keras/hdf5_handle.hpp"

namespace byom::keras {

// Bytes that `owner` keeps valid.
struct Region {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
};

// Errors of all functions: exit_bug with what is not there or not as it should be.
class Hdf5Image {
 public:
  static Result<Hdf5Image> open(Region region);

  // A dataset as a view of the region; contiguous ones of the dtypes that Hdf5Skeleton writes.
  Result<ir::Tensor> dataset(const std::string& path) const;
  // A scalar string attribute of a group.
  Result<std::string> text(const std::string& group, const std::string& name) const;
  // A list of strings, or NAME0, NAME1, ... joined.
  Result<std::vector<std::string>> list(const std::string& group, const std::string& name) const;
  // How many links a group has; 0 where there is no such group.
  std::uint64_t members(const std::string& group) const;

 private:
  Region region_;
  Hdf5Handle file_;
};

}  // namespace byom::keras
