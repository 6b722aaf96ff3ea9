# Installs the SDK, builds a stranger's plugin with nothing but it, and looks at what comes out.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(code "${code}" PARENT_SCOPE)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(must)
  run(${ARGN})
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN} failed:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect what)
  if(NOT (${ARGN}))
    message(SEND_ERROR "${what}: not (${ARGN})\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
must(${CMAKE_COMMAND} --install ${BUILD} --component sdk --prefix ${WORK}/prefix)

file(WRITE ${WORK}/acme/CMakeLists.txt [=[
cmake_minimum_required(VERSION 3.25)
project(acme LANGUAGES C CXX)
find_package(TaoByomSdk 0.1 REQUIRED)
enable_testing()
tao_byom_add_plugin(acme SOURCES good.c state.cpp PYTHON acme_layers.py OVERRIDES ai.onnx::Once CPU sse3 INSTALL)
if(FAST)
  target_compile_options(acme PRIVATE ${FAST})
endif()
]=])
file(WRITE ${WORK}/acme/acme_layers.py "class TwiceLayer:\n    pass\n")
# An inline static would be shared by all plugins of the program, were it exported as unique.
file(WRITE ${WORK}/acme/state.cpp [=[
#include <byom/result.hpp>
template <class T> struct Counter { static inline int count = 0; };
extern "C" __attribute__((visibility("default"))) int not_for_export() { return ++Counter<int>::count; }
]=])
file(COPY ${FIXTURES}/good.c ${FIXTURES}/fixture.h DESTINATION ${WORK}/acme)

set(configure ${CMAKE_COMMAND} -G ${GENERATOR} -S ${WORK}/acme -D CMAKE_PREFIX_PATH=${WORK}/prefix)
must(${configure} -B ${WORK}/build -D TAO_BYOM_PROGRAM=/somewhere/tao_byom)
file(READ ${WORK}/build/CTestTestfile.cmake tests)
string(REGEX MATCH
       "acme\\.check[^\n]*/somewhere/tao_byom[^\n]*plugins[^\n]*check[^\n]*/build/libacme\\.so" check "${tests}")
expect("the plugin's own check is a test" check)
must(${CMAKE_COMMAND} --build ${WORK}/build)
must(${CMAKE_COMMAND} --install ${WORK}/build --prefix ${WORK}/prefix)

must(${NM} -D --defined-only ${WORK}/build/libacme.so)
expect("only the entry is exported" "${output}" MATCHES "^[0-9a-f]+ T byom_plugin_entry_v1 $")

file(READ ${WORK}/build/acme.json json)
string(JSON value GET "${json}" FILE_NAMES conversion)
expect("the manifest names the library" "${value}" STREQUAL "libacme.so")
string(JSON value GET "${json}" FILE_NAMES custom_layer)
expect("the manifest names the Python file" "${value}" STREQUAL "acme.py")
expect("the Python file lies beside the library" EXISTS ${WORK}/build/acme.py)
string(JSON value GET "${json}" PLUGIN overrides 0)
expect("the manifest has the override" "${value}" STREQUAL "ai.onnx::Once")
string(JSON value GET "${json}" PLUGIN cpu 0)
expect("the manifest has the processor feature" "${value}" STREQUAL "sse3")

file(GLOB manifest ${WORK}/prefix/share/tao_byom/plugins/acme.json)
expect("the manifest is installed" EXISTS "${manifest}")
file(READ ${manifest} json)
string(JSON library GET "${json}" FILE_NAMES conversion)
expect("the installed manifest leads to the library" EXISTS ${WORK}/prefix/share/tao_byom/plugins/${library})
string(JSON python GET "${json}" FILE_NAMES custom_layer)
expect("the installed manifest leads to the Python file" EXISTS ${WORK}/prefix/share/tao_byom/plugins/${python})

# The text of the Python file reaches a built plugin when it changes.
file(APPEND ${WORK}/acme/acme_layers.py "# changed\n")
must(${CMAKE_COMMAND} --build ${WORK}/build)
file(READ ${WORK}/build/acme.py python)
expect("a changed Python file is copied" "${python}" MATCHES "# changed")

foreach(how "-DFAST=-ffast-math" "-DCMAKE_CXX_FLAGS=-Ofast" "-DCMAKE_MODULE_LINKER_FLAGS=-ffast-math")
  run(${configure} ${how} -B ${WORK}/fast)
  expect("${how} is refused" NOT code EQUAL 0)
  expect("${how} is refused in words" "${output}" MATCHES
         "plugin 'acme' would be built with -(ffast-math|Ofast): its library would change the arithmetic of the program")
  file(REMOVE_RECURSE ${WORK}/fast)
endforeach()

run(${WORK}/prefix/bin/byom-manifest)
expect("byom-manifest without arguments is a usage error" code EQUAL 2)
run(${WORK}/prefix/bin/byom-manifest ${WORK}/acme/good.c)
expect("byom-manifest says what is no library" code EQUAL 5 AND "${output}" MATCHES "good.c: .*invalid ELF header")
