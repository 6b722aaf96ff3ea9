// Result<T>: a value, or an Error that says why there is none. Nothing is thrown across the SDK.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace byom {

// In a plugin `code` is a byom_rc (plugin.h); in the host it is the exit code of the program.
struct Error {
  std::int32_t code = 0;
  std::string text;
};

struct Done {};
inline constexpr Done done{};

template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: `return value;` and `return error;` both read as what they are.
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

  Result(const Result& other)
      : value_(other.value_), error_(other.error_ ? std::make_unique<Error>(*other.error_) : nullptr) {}
  Result(Result&&) noexcept = default;
  Result& operator=(const Result& other) { return *this = Result(other); }
  Result& operator=(Result&&) noexcept = default;
  ~Result() = default;

  [[nodiscard]] bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  // Precondition of value(), * and ->: ok(). Precondition of error(): !ok(). Violations abort.
  [[nodiscard]] T& value() & {
    require(ok());
    return *value_;
  }
  [[nodiscard]] const T& value() const& {
    require(ok());
    return *value_;
  }
  [[nodiscard]] T&& value() && {
    require(ok());
    return *std::move(value_);
  }
  [[nodiscard]] Error& error() {
    require(!ok());
    return *error_;
  }
  [[nodiscard]] const Error& error() const {
    require(!ok());
    return *error_;
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  static void require(bool kept) {
    if (!kept) std::abort();
  }
  std::optional<T> value_;
  std::unique_ptr<Error> error_;  // most results have none
};

}  // namespace byom

#define BYOM_CONCAT_(a, b) a##b
#define BYOM_CONCAT(a, b) BYOM_CONCAT_(a, b)

// BYOM_TRY(auto x, expression): declares x with the value, or returns the error from the calling function.
#define BYOM_TRY(declaration, ...)                                                                        \
  auto BYOM_CONCAT(byom_try_, __LINE__) = (__VA_ARGS__);                                                  \
  if (!BYOM_CONCAT(byom_try_, __LINE__).ok()) return std::move(BYOM_CONCAT(byom_try_, __LINE__).error()); \
  declaration = std::move(BYOM_CONCAT(byom_try_, __LINE__)).value()

// BYOM_CHECK_OK(expression): the same for a Result whose value is of no interest.
#define BYOM_CHECK_OK(...) \
  if (auto byom_checked = (__VA_ARGS__); !byom_checked.ok()) return std::move(byom_checked.error())
