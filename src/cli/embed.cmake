# digest_embed(<target> <dir>...): puts every file below the named folders of the source tree into
# <target>, with a table of them, `embedded_files`, that src/cli/embedded.h declares.
function(digest_embed target)
  set(table "")
  set(assembly "    .section .note.GNU-stack,\"\",%progbits\n    .section .rodata\n")
  set(externs "")
  set(all_files "")
  set(index 0)
  foreach(dir IN LISTS ARGN)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
      ${PROJECT_SOURCE_DIR}/${dir}/*)
    list(FILTER files EXCLUDE REGEX "(^|/)(\\.digest|public)/")
    list(SORT files)
    foreach(file IN LISTS files)
      string(APPEND assembly
        "    .global embedded_${index}\n    .global embedded_${index}_end\n"
        "embedded_${index}:\n    .incbin \"${PROJECT_SOURCE_DIR}/${file}\"\n"
        "embedded_${index}_end:\n    .byte 0\n")
      string(APPEND externs
        "extern const char embedded_${index}[], embedded_${index}_end[];\n")
      string(APPEND table "    {\"${file}\", embedded_${index}, embedded_${index}_end},\n")
      list(APPEND all_files ${PROJECT_SOURCE_DIR}/${file})
      math(EXPR index "${index} + 1")
    endforeach()
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
  file(CONFIGURE OUTPUT ${generated}/embedded.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${generated}/embedded.c CONTENT
"/* Made by src/cli/embed.cmake. */
#include \"embedded.h\"
${externs}
const struct embedded_file embedded_files[] = {
${table}    {0, 0, 0}};
" @ONLY)
  set_property(SOURCE ${generated}/embedded.S PROPERTY OBJECT_DEPENDS "${all_files}")
  target_sources(${target} PRIVATE ${generated}/embedded.S ${generated}/embedded.c)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src/cli)
endfunction()
