// One artifact of an archive as a source of bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "host/archive/source.hpp"
#include "host/archive/tltb.hpp"

namespace byom::pipeline {

class TltbMember final : public archive::Source {
 public:
  // `archive` must outlive it and have an artifact of this name.
  TltbMember(const archive::Tltb& archive, std::string name)
      : archive_(archive),
        name_(std::move(name)),
        size_(archive.artifacts().at(name_).at("size").get<std::uint64_t>()) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  Result<Done> read(std::uint64_t offset, std::span<std::byte> out) override {
    return archive_.read(name_, offset, out);
  }

 private:
  const archive::Tltb& archive_;
  std::string name_;
  std::uint64_t size_;
};

}  // namespace byom::pipeline
