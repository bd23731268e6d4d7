#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/hotlist_property.hpp"

/// The property itself says what must hold of any bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (!nightjar::hotlist_trouble({reinterpret_cast<const char*>(bytes), size}).empty()) std::abort();
  return 0;
}
