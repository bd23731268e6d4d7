# nightjar_embed_file(TARGET FUNCTION FILE): builds FILE's bytes into TARGET and defines
#   std::span<const std::byte> nightjar::FUNCTION()
# for them; declare it in a header of the target. A change of FILE rebuilds it.
function(nightjar_embed_file target function file)
  get_filename_component(file "${file}" ABSOLUTE)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp")
  set(content "#include <cstddef>
#include <span>

asm(\".section .rodata\\n\"
    \".balign 16\\n\"
    \".global nightjar_${function}_begin\\n\"
    \"nightjar_${function}_begin:\\n\"
    \".incbin \\\"${file}\\\"\\n\"
    \".global nightjar_${function}_end\\n\"
    \"nightjar_${function}_end:\\n\"
    \".byte 0\\n\"
    \".previous\\n\");

extern \"C\" const std::byte nightjar_${function}_begin[];
extern \"C\" const std::byte nightjar_${function}_end[];

namespace nightjar {

std::span<const std::byte> ${function}();
std::span<const std::byte> ${function}() {
  return {nightjar_${function}_begin, nightjar_${function}_end};
}

}  // namespace nightjar
")
  file(CONFIGURE OUTPUT "${source}" CONTENT "${content}" @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${file}" SKIP_LINTING ON)
  target_sources(${target} PRIVATE "${source}")
endfunction()
