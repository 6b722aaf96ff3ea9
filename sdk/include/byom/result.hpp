// Result<T>: a value, or an Error that says why there is none. Nothing is thrown across the SDK.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

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
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Precondition of value(), * and ->: ok(). Precondition of error(): !ok(). Violations abort in std::get.
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] Error& error() { return std::get<1>(state_); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
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
