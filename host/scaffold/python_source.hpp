// What a Python file of a user of NVIDIA's converter tells without being run: functions, constructors.
#pragma once

#include <string>
#include <vector>

namespace byom::scaffold {

struct Parameter {
  std::string name;
  std::string preset;  // the default as C++ text; empty: none, or one that cannot be told in C++
};

// The parameters of `class_name`'s constructor, without self, *args, **kwargs and those that every Keras
// layer has. Empty when the class has no constructor or is not in `source`.
std::vector<Parameter> constructor_parameters(const std::string& source, const std::string& class_name);
// The text of the function at the top level of `source`; empty when it is not there.
std::string function_text(const std::string& source, const std::string& name);
bool has_class(const std::string& source, const std::string& class_name);

}  // namespace byom::scaffold
