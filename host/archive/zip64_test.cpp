// Members and archives above 4 GiB.
#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include "host/archive/memory.hpp"
#include "host/archive/test_support.hpp"
#include "host/archive/zip_reader.hpp"
#include "host/archive/zip_writer.hpp"

namespace byom::archive {
namespace {

using namespace test;
using Parts = std::map<std::uint64_t, std::vector<std::byte>>;

// Keeps only what is not zero, so that members of several GiB fit in memory.
class SparseSink final : public Sink {
 public:
  Result<Done> write(Bytes bytes) override {
    if (std::any_of(bytes.begin(), bytes.begin() + 1, [](std::byte b) { return b != std::byte{0}; }))
      parts[size] = {bytes.begin(), bytes.end()};
    size += bytes.size();
    return done;
  }
  [[nodiscard]] std::uint64_t position() const override { return size; }
  Result<Done> pin(std::uint64_t, std::uint64_t) override { return done; }
  Result<Done> patch(std::uint64_t at, Bytes bytes) override {
    auto part = std::prev(parts.upper_bound(at));
    std::copy(bytes.begin(), bytes.end(),
              part->second.begin() + static_cast<std::ptrdiff_t>(at - part->first));
    return done;
  }
  Result<Done> finish() override { return done; }

  Parts parts;
  std::uint64_t size = 0;
};

class SparseSource final : public Source {
 public:
  explicit SparseSource(const SparseSink& sink) : parts_(sink.parts), size_(sink.size) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  Result<Done> read(std::uint64_t offset, std::span<std::byte> out) override {
    std::fill(out.begin(), out.end(), std::byte{0});
    for (const auto& [at, part] : parts_) {
      const std::uint64_t begin = std::max(at, offset);
      const std::uint64_t end = std::min(at + part.size(), offset + out.size());
      if (begin < end) std::copy_n(part.data() + (begin - at), end - begin, out.data() + (begin - offset));
    }
    return done;
  }

 private:
  std::string name_ = "x.zip";
  Parts parts_;
  std::uint64_t size_;
};

TEST_CASE("Members above 4 GiB, and those behind them, come back through ZIP64") {
  constexpr std::uint64_t large = (std::uint64_t{1} << 32) + 5;
  SparseSink sink;
  ZipWriter zip(sink);
  REQUIRE(zip.begin("large", large));
  const std::vector<std::byte> zeros(std::size_t{1} << 16);
  for (std::uint64_t rest = large; rest > 0; rest -= std::min<std::uint64_t>(rest, zeros.size()))
    REQUIRE(zip.write(std::span(zeros).first(std::min<std::uint64_t>(rest, zeros.size()))));
  REQUIRE(zip.end());
  REQUIRE(zip.add("behind", bytes("123456789")));
  REQUIRE(zip.finish());

  const auto reader = ZipReader::open(std::make_unique<SparseSource>(sink));
  REQUIRE(reader);
  REQUIRE(reader->members().size() == 2);
  CHECK(reader->members()[0].size == large);
  CHECK(reader->members()[0].offset % 64 == 0);
  CHECK(reader->members()[0].crc == 0xb1c2a1a3);  // of 2^32 + 5 zeros, by zlib
  CHECK(text(reader->read("behind").value()) == "123456789");
  std::vector<std::byte> last(5, std::byte{1});
  REQUIRE(reader->read("large", large - 5, last));
  CHECK((last == std::vector<std::byte>(5)));
  CHECK_FALSE(reader->read("large", large - 4, last));
}

}  // namespace
}  // namespace byom::archive
