#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "alerts/alert_outlet.hpp"

namespace nightjar {

/// What an erasure did.
struct MarkErased {
  std::size_t events = 0;
  std::size_t pictures = 0;
  std::size_t held = 0;  ///< events that a case needs: they stay
};

/// Deletes every event of a channel that tells of a folded mark, but for what a case needs, and writes down
/// under `record` that it did. Reads on the caller's thread, which is not that of the alerts, and deletes a
/// few at a time, so that alerts never wait for more than one small transaction. nullopt where the disk
/// refuses: what went before is gone, and recorded. Throws JournalError.
[[nodiscard]] std::optional<MarkErased> erase_mark(AlertOutlet& outlet, const std::filesystem::path& journal,
                                                   const std::string& mark, const AuditRecord& record);

}  // namespace nightjar
