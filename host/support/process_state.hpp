// What a plugin must leave as it finds it: the state of the process that all its parts share.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace byom {

// What is looked at, such as "the locale", and how it is.
using Reading = std::map<std::string, std::string>;

struct Aspect {
  const char* name;
  const char* what;   // "the locale of the program and of the thread"
  Reading (*read)();  // the calling thread's, where threads have their own
};

// floating_point, locale, signals, folder, environment, files, threads.
std::span<const Aspect> process_aspects();
// Precondition: there is one of this name.
const Aspect& process_aspect(std::string_view name);

// One clause for each thing that differs: "the locale was 'C' and is 'tr_TR.UTF-8'".
std::vector<std::string> changes(const Reading& before, const Reading& after);

}  // namespace byom
