// Bytes in memory as a sink and as a source, for tests, fuzz targets and small files.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "host/archive/sink.hpp"
#include "host/archive/source.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {

class MemorySink final : public Sink {
 public:
  Result<Done> write(Bytes bytes) override {
    content_.insert(content_.end(), bytes.begin(), bytes.end());
    return done;
  }
  [[nodiscard]] std::uint64_t position() const override { return content_.size(); }
  Result<Done> pin(std::uint64_t, std::uint64_t) override { return done; }
  Result<Done> patch(std::uint64_t at, Bytes bytes) override {
    if (at > content_.size() || bytes.size() > content_.size() - at)
      return fail(exit_bug, "a range was patched before it was written");
    std::copy(bytes.begin(), bytes.end(), content_.begin() + static_cast<std::ptrdiff_t>(at));
    return done;
  }
  Result<Done> finish() override { return done; }
  [[nodiscard]] const std::vector<std::byte>& content() const { return content_; }

 private:
  std::vector<std::byte> content_;
};

class MemorySource final : public Source {
 public:
  MemorySource(std::string name, std::vector<std::byte> content)
      : name_(std::move(name)), content_(std::move(content)) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::uint64_t size() const override { return content_.size(); }
  Result<Done> read(std::uint64_t offset, std::span<std::byte> out) override {
    if (offset > content_.size() || out.size() > content_.size() - offset)
      return fail(exit_input, name_ + ": it ends too early");
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
    return done;
  }

 private:
  std::string name_;
  std::vector<std::byte> content_;
};

}  // namespace byom::archive
