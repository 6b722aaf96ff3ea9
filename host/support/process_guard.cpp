// Comparing of what a few system calls tell; the readings of process_state make the text where something
// differs.
#include "host/support/process_guard.hpp"

#include <cfenv>
#include <cstring>

#include <pthread.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace byom {
namespace {

#if defined(__x86_64__)
// MXCSR below, the control word of the x87 unit above. The low six bits of MXCSR are flags, not mode.
constexpr std::uint64_t mxcsr_flags = 0x3f;

std::uint64_t floating_point_mode() {
  std::uint16_t x87 = 0;
  __asm__ volatile("fnstcw %0" : "=m"(x87));
  return (std::uint64_t{x87} << 32) | (_mm_getcsr() & ~mxcsr_flags);
}

void set_floating_point_mode(std::uint64_t mode) {
  const auto x87 = static_cast<std::uint16_t>(mode >> 32);
  __asm__ volatile("fldcw %0" : : "m"(x87));
  _mm_setcsr(static_cast<unsigned>(mode));
}
#elif defined(__aarch64__)
std::uint64_t floating_point_mode() {
  std::uint64_t fpcr = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  return fpcr;
}

void set_floating_point_mode(std::uint64_t mode) {
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
}
#else
std::uint64_t floating_point_mode() {
  return static_cast<std::uint64_t>(std::fegetround());
}

void set_floating_point_mode(std::uint64_t mode) {
  std::fesetround(static_cast<int>(mode));
}
#endif

constexpr const char* guarded[] = {"floating_point", "locale", "signals"};

}  // namespace

FloatingPoint::FloatingPoint() : mode_(floating_point_mode()) {}

bool FloatingPoint::changed() const {
  return floating_point_mode() != mode_;
}

void FloatingPoint::restore() const {
  set_floating_point_mode(mode_);
}

ProcessGuard::ProcessGuard()
    : c_locale_(std::setlocale(LC_ALL, nullptr)), thread_locale_(uselocale(nullptr)) {
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], nullptr, &actions_[i]);
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked_);
  for (std::size_t i = 0; i < readings_.size(); ++i) readings_[i] = process_aspect(guarded[i]).read();
}

bool ProcessGuard::locale_changed() const {
  return c_locale_ != std::setlocale(LC_ALL, nullptr) || !(std::locale() == cpp_locale_) ||
         uselocale(nullptr) != thread_locale_;
}

bool ProcessGuard::signals_changed() const {
  for (std::size_t i = 0; i < signals.size(); ++i) {
    struct sigaction now {};
    ::sigaction(signals[i], nullptr, &now);
    if (now.sa_sigaction != actions_[i].sa_sigaction) return true;
  }
  sigset_t blocked{};  // the kernel fills the first bytes only
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  return std::memcmp(&blocked, &blocked_, sizeof blocked) != 0;
}

bool ProcessGuard::changed() const {
  return floating_point_.changed() || locale_changed() || signals_changed();
}

std::vector<std::string> ProcessGuard::restore() const {
  if (!changed()) return {};
  std::vector<std::string> clauses;
  for (std::size_t i = 0; i < readings_.size(); ++i) {
    for (std::string& clause : changes(readings_[i], process_aspect(guarded[i]).read()))
      clauses.push_back(std::move(clause));
  }
  if (clauses.empty()) return clauses;
  floating_point_.restore();
  uselocale(thread_locale_);
  std::locale::global(cpp_locale_);
  std::setlocale(LC_ALL, c_locale_.c_str());
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &actions_[i], nullptr);
  pthread_sigmask(SIG_SETMASK, &blocked_, nullptr);
  return clauses;
}

}  // namespace byom
