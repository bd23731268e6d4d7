#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

struct TarItem {
  std::string name;  ///< at most 100 bytes
  std::string bytes;
};

/// The items as a POSIX ustar archive, the same bytes every time: so a reader can make it again from what it
/// found, and see a byte that was changed anywhere, also between the items.
[[nodiscard]] std::string tar_of(const std::vector<TarItem>& items, CaptureTime modified_at);

/// The items of such an archive, and as much of them as can be read where it is broken.
struct TarReading {
  std::vector<TarItem> items;
  std::string fault;  ///< empty: it was read to its end
};
[[nodiscard]] TarReading read_tar(std::string_view bytes);

}  // namespace nightjar
