// The names of a new plugin: which ones a user may give, and those that follow from an operator's.
#pragma once

#include <string>
#include <vector>

namespace byom::scaffold {

// Letters, digits and '_', not beginning with a digit: a name that C++, Python and CMake take.
bool is_identifier(const std::string& name);
// Letters, digits, '.', '_' and '-'.
bool is_domain(const std::string& name);
// What is wrong with the name of a plugin ("my_ops"), as a sentence; empty: nothing.
std::string plugin_name_problem(const std::string& name);
// What is wrong with an operator as the user wrote it ("MyOp", "acme::MyOp"), as a sentence; empty: nothing.
std::string operator_problem(const std::string& written);
// "MyOp2D" -> "my_op2d".
std::string snake_case(const std::string& type);
// "MyOp" -> "MyOpLayer", "myop" -> "MyopLayer".
std::string layer_class(const std::string& type);

}  // namespace byom::scaffold
