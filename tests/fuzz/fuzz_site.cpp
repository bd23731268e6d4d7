#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "config/site_file.hpp"

/// Any bytes are a site or are refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto load =
      nightjar::parse_site({reinterpret_cast<const char*>(bytes), size}, "/nonexistent/site.toml");
  if (load.site.has_value() != load.errors.empty()) std::abort();
  return 0;
}
