// SHA-256 of bytes that come in parts.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

struct evp_md_ctx_st;

namespace byom::archive {

class Sha256 {
 public:
  Sha256();
  void update(std::span<const std::byte> bytes);
  // 64 lower-case hexadecimal digits, or nothing where OpenSSL refused. To be called once.
  std::string finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
  bool good_;
};

}  // namespace byom::archive
