// An exception that nothing in the plugin catches.
#include <stdexcept>

extern "C" void throw_an_exception() {
  throw std::runtime_error("no factor was set");
}
