#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/mark_key.hpp"

/// Any bytes are a list or are refused with a reason; every entry of a list can be found by its mark.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace nightjar;
  const HotlistLoad load = parse_hotlist({reinterpret_cast<const char*>(bytes), size}, {.max_bad_lines = 5});
  if (load.index == nullptr) {
    if (load.findings.faults().empty()) std::abort();
    return 0;
  }
  for (std::uint32_t row = 0; row < load.index->size(); ++row) {
    const HotlistEntry entry = load.index->table().entry(row);
    auto found = load.index->first_row(entry.mark);
    while (found && *found != row) found = load.index->next_row(*found);
    if (!found || entry.line == 0) std::abort();
  }
  return 0;
}
