# Stops when a plugin would be built with -ffast-math: linked in, it switches denormal numbers off in the whole program.
include_guard(GLOBAL)

function(tao_byom_refuse_fast_math name)
  set(flags "")
  string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
  foreach(variable
      CMAKE_C_FLAGS CMAKE_CXX_FLAGS CMAKE_MODULE_LINKER_FLAGS
      CMAKE_C_FLAGS_${config} CMAKE_CXX_FLAGS_${config} CMAKE_MODULE_LINKER_FLAGS_${config})
    string(APPEND flags " ${${variable}}")
  endforeach()
  foreach(property COMPILE_OPTIONS COMPILE_FLAGS LINK_OPTIONS LINK_FLAGS)
    get_target_property(value ${name} ${property})
    if(value)
      string(APPEND flags " ${value}")
    endif()
  endforeach()
  if(flags MATCHES "-(ffast-math|Ofast|funsafe-math-optimizations)")
    message(FATAL_ERROR
      "plugin '${name}' would be built with ${CMAKE_MATCH_0}: its library would change the arithmetic of the program "
      "that loads it. Use -O3 -fno-math-errno -ffp-contract=fast instead.")
  endif()
endfunction()
