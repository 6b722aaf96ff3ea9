# tao_byom_add_plugin(): a shared library that tao_byom can load, and its custom-meta JSON beside it.
include_guard(GLOBAL)

# tao_byom_add_plugin(<name> SOURCES file... [PYTHON file.py] [OVERRIDES ai.onnx::Erf...] [CPU avx2...]
#                     [OUTPUT_DIR dir] [INSTALL] [NO_CHECK])
# SOURCES     C11 or C++20. PYTHON: the text of the plugin's own Keras layer classes.
# OVERRIDES   operators that shall win over another plugin's. CPU: processor features that the code needs.
# OUTPUT_DIR  where lib<name>.so, <name>.json and <name>.py (a copy of PYTHON) appear; default: the current binary directory.
# INSTALL     `cmake --install` puts the plugin where the installed tao_byom finds it.
# NO_CHECK    leaves out the test <name>.check, `tao_byom plugins check` of the built library, which is there wherever
#             the program tao_byom is found (TAO_BYOM_PROGRAM) and the project calls enable_testing().
# The library exports its entry function and nothing else, keeps its C++ statics to itself, must be complete at link
# time, is never unmapped, and may not be linked with -ffast-math, which would change the arithmetic of the program.
function(tao_byom_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "INSTALL;NO_CHECK" "PYTHON;OUTPUT_DIR" "SOURCES;OVERRIDES;CPU")
  set(problems "")
  set(python_source "")
  if(arg_UNPARSED_ARGUMENTS)
    list(JOIN arg_UNPARSED_ARGUMENTS "', '" unknown)
    string(APPEND problems "\n  unknown: '${unknown}'; it takes SOURCES, PYTHON, OVERRIDES, CPU, OUTPUT_DIR, INSTALL, NO_CHECK")
  endif()
  if(arg_KEYWORDS_MISSING_VALUES)
    list(JOIN arg_KEYWORDS_MISSING_VALUES ", " empty)
    string(APPEND problems "\n  nothing stands behind ${empty}")
  endif()
  if(NOT arg_SOURCES)
    string(APPEND problems "\n  SOURCES are missing: name the plugin's C and C++ files")
  endif()
  if(arg_PYTHON)
    cmake_path(ABSOLUTE_PATH arg_PYTHON NORMALIZE OUTPUT_VARIABLE python_source)
    get_source_file_property(made_by_build ${python_source} GENERATED)
    if(NOT EXISTS ${python_source} AND NOT made_by_build)
      string(APPEND problems "\n  PYTHON names ${python_source}, which is not there")
    endif()
  endif()
  if(problems)
    message(FATAL_ERROR "tao_byom_add_plugin(${name}):${problems}")
  endif()
  if(NOT arg_OUTPUT_DIR)
    set(arg_OUTPUT_DIR ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIR BASE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR} NORMALIZE)

  add_library(${name} MODULE ${arg_SOURCES})
  set(exports ${CMAKE_CURRENT_BINARY_DIR}/${name}.exports)
  file(CONFIGURE OUTPUT ${exports} CONTENT "{ global: byom_plugin_entry_v*; local: *; };\n")
  set_target_properties(${name} PROPERTIES
    PREFIX lib SUFFIX .so LIBRARY_OUTPUT_DIRECTORY $<1:${arg_OUTPUT_DIR}>
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    C_STANDARD 11 CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON
    POSITION_INDEPENDENT_CODE ON LINK_DEPENDS ${exports})
  # Without it, inline statics of two plugins would be one object.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE
    LINKER:--version-script=${exports} LINKER:-z,defs LINKER:-z,nodelete LINKER:--exclude-libs,ALL)
  target_link_libraries(${name} PRIVATE TaoByom::sdk)
  # Deferred, so that options added after this call are seen too.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL tao_byom_refuse_fast_math [[${name}]])")

  set(options "")
  set(python_option "")
  if(arg_PYTHON)
    set(python_option --python ${arg_OUTPUT_DIR}/${name}.py)
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${python_source})
    add_custom_command(TARGET ${name} POST_BUILD VERBATIM
      COMMAND ${CMAKE_COMMAND} -E copy_if_different ${python_source} ${arg_OUTPUT_DIR}/${name}.py)
  endif()
  foreach(claim IN LISTS arg_OVERRIDES)
    list(APPEND options --override ${claim})
  endforeach()
  foreach(feature IN LISTS arg_CPU)
    list(APPEND options --cpu ${feature})
  endforeach()
  add_custom_command(TARGET ${name} POST_BUILD VERBATIM
    COMMAND TaoByom::byom-manifest $<TARGET_FILE:${name}> ${options} ${python_option}
            --output ${arg_OUTPUT_DIR}/${name}.json
    BYPRODUCTS ${arg_OUTPUT_DIR}/${name}.json
    COMMENT "Writing ${name}.json")
  if(TARGET tao_byom)
    set(program $<TARGET_FILE:tao_byom>)
  else()
    set(program ${TAO_BYOM_PROGRAM})
  endif()
  if(program AND NOT arg_NO_CHECK)
    add_test(NAME ${name}.check COMMAND ${program} plugins check $<TARGET_FILE:${name}>)
  endif()
  if(arg_INSTALL)
    tao_byom_install_plugin(${name} "${options}" "${python_source}")
  endif()
endfunction()

# The library under lib, its manifest and Python file under share; the manifest says the way from one to the other.
function(tao_byom_install_plugin name options python_source)
  include(GNUInstallDirs)
  set(library_dir ${CMAKE_INSTALL_LIBDIR}/tao_byom/plugins)
  set(manifest_dir ${CMAKE_INSTALL_DATADIR}/tao_byom/plugins)
  file(RELATIVE_PATH library /prefix/${manifest_dir} /prefix/${library_dir}/lib${name}.so)
  if(python_source)
    list(APPEND options --python ${name}.py)
    install(FILES ${python_source} DESTINATION ${manifest_dir} RENAME ${name}.py)
  endif()
  set(manifest ${CMAKE_CURRENT_BINARY_DIR}/installed_manifests/${name}.json)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/installed_manifests)
  add_custom_command(TARGET ${name} POST_BUILD VERBATIM
    COMMAND TaoByom::byom-manifest $<TARGET_FILE:${name}> ${options} --library ${library} --output ${manifest}
    BYPRODUCTS ${manifest})
  install(TARGETS ${name} LIBRARY DESTINATION ${library_dir})
  install(FILES ${manifest} DESTINATION ${manifest_dir})
endfunction()

include(${CMAKE_CURRENT_LIST_DIR}/tao_byom_refuse_fast_math.cmake)
