// Reading of the process state: system calls and Linux's /proc.
#include "host/support/process_state.hpp"

#include <algorithm>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <locale>
#include <memory>
#include <set>

#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace byom {
namespace {

std::string hexadecimal(std::uint64_t number) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (; number > 0 || text.empty(); number /= 16) text.insert(text.begin(), digits[number % 16]);
  return "0x" + text;
}

std::string rounding_mode() {
  switch (std::fegetround()) {
    case FE_TONEAREST:
      return "to nearest";
    case FE_DOWNWARD:
      return "downward";
    case FE_UPWARD:
      return "upward";
    case FE_TOWARDZERO:
      return "toward zero";
    default:
      return "unknown";
  }
}

Reading floating_point() {
  Reading reading = {{"the rounding mode", rounding_mode()}};
#if defined(__x86_64__)
  // fegetround() reads the x87 unit; arithmetic of float and double obeys MXCSR. Its low six bits are flags.
  constexpr unsigned denormal_inputs = 0x40, exceptions = 0x1f80, rounding = 0x6000, flush = 0x8000;
  constexpr const char* modes[] = {"to nearest", "downward", "upward", "toward zero"};
  const unsigned mxcsr = _mm_getcsr();
  reading["the rounding mode of SSE"] = modes[(mxcsr & rounding) >> 13];
  reading["the treatment of denormal results"] = (mxcsr & flush) != 0 ? "flushed to zero" : "kept";
  reading["the treatment of denormal inputs"] = (mxcsr & denormal_inputs) != 0 ? "taken as zero" : "kept";
  reading["the mask of floating-point exceptions"] = hexadecimal(mxcsr & exceptions);
  std::uint16_t x87 = 0;
  __asm__ volatile("fnstcw %0" : "=m"(x87));
  reading["the control word of x87"] = hexadecimal(x87);
#elif defined(__aarch64__)
  std::uint64_t fpcr = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  reading["the floating-point control register"] = hexadecimal(fpcr);
#endif
  return reading;
}

Reading locale() {
  constexpr std::pair<int, const char*> categories[] = {
      {LC_CTYPE, "LC_CTYPE"},     {LC_NUMERIC, "LC_NUMERIC"},   {LC_TIME, "LC_TIME"},
      {LC_COLLATE, "LC_COLLATE"}, {LC_MONETARY, "LC_MONETARY"}, {LC_MESSAGES, "LC_MESSAGES"}};
  Reading reading = {{"the locale of C++", std::locale().name()},
                     {"the locale of the thread",
                      uselocale(nullptr) == LC_GLOBAL_LOCALE ? "that of the program" : "one of its own"}};
  for (const auto& [category, name] : categories)
    reading[std::string("the locale (") + name + ")"] = std::setlocale(category, nullptr);
  return reading;
}

// "a handler of libacme.so"
std::string owner_of(const void* function) {
  Dl_info info{};
  if (dladdr(function, &info) == 0 || !info.dli_fname) return "a handler";
  return "a handler of " + std::filesystem::path(info.dli_fname).filename().string();
}

Reading signals() {
  Reading reading;
  sigset_t blocked;
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    if (sigaction(number, nullptr, &action) != 0) continue;
    const char* name = sigabbrev_np(number);
    const std::string signal = name ? std::string("SIG") + name : "signal " + std::to_string(number);
    const auto* handler = reinterpret_cast<const void*>(action.sa_handler);
    reading["the action on " + signal] = action.sa_handler == SIG_DFL   ? "the default"
                                         : action.sa_handler == SIG_IGN ? "to ignore it"
                                                                        : owner_of(handler);
    if (sigismember(&blocked, number) == 1) reading["the block of " + signal] = "on";
  }
  return reading;
}

Reading folder() {
  std::error_code error;
  Reading reading = {{"the working directory", std::filesystem::current_path(error).string()}};
  std::ifstream status("/proc/self/status");  // umask() cannot read without writing
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Umask:")) reading["the umask"] = line.substr(line.find_last_of(" \t") + 1);
  return reading;
}

Reading environment() {
  Reading reading;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const std::size_t sign = std::min(text.find('='), text.size());
    reading["the environment variable " + std::string(text.substr(0, sign))] =
        text.substr(std::min(sign + 1, text.size()));
  }
  return reading;
}

Reading files() {
  Reading reading;
  const std::unique_ptr<DIR, int (*)(DIR*)> descriptors(opendir("/proc/self/fd"), closedir);
  if (!descriptors) return reading;
  const std::string own = std::to_string(dirfd(descriptors.get()));
  while (const dirent* entry = readdir(descriptors.get())) {
    const std::string number = entry->d_name;
    if (number.starts_with('.') || number == own) continue;
    std::error_code error;
    reading["the file descriptor " + number] =
        std::filesystem::read_symlink("/proc/self/fd/" + number, error).string();
  }
  return reading;
}

Reading threads() {
  std::error_code error;
  const std::filesystem::directory_iterator tasks("/proc/self/task", error);
  return {{"the number of threads", std::to_string(std::distance(begin(tasks), end(tasks)))}};
}

constexpr Aspect aspects[] = {
    {"floating_point", "the processor's rounding and treatment of denormal numbers", floating_point},
    {"locale", "the locale of the program and of the thread", locale},
    {"signals", "what signals do and which are blocked", signals},
    {"folder", "the working directory and the umask", folder},
    {"environment", "the environment variables", environment},
    {"files", "the open file descriptors", files},
    {"threads", "the number of threads", threads},
};

}  // namespace

std::span<const Aspect> process_aspects() {
  return aspects;
}

const Aspect& process_aspect(std::string_view name) {
  return *std::ranges::find_if(aspects, [name](const Aspect& aspect) { return aspect.name == name; });
}

std::vector<std::string> changes(const Reading& before, const Reading& after) {
  std::set<std::string> things;
  for (const auto& [thing, state] : before) things.insert(thing);
  for (const auto& [thing, state] : after) things.insert(thing);
  std::vector<std::string> clauses;
  for (const std::string& thing : things) {
    const auto was = before.find(thing), is = after.find(thing);
    if (was == before.end())
      clauses.push_back(thing + " is new: '" + is->second + "'");
    else if (is == after.end())
      clauses.push_back(thing + " is gone; it was '" + was->second + "'");
    else if (was->second != is->second)
      clauses.push_back(thing + " was '" + was->second + "' and is '" + is->second + "'");
  }
  return clauses;
}

}  // namespace byom
