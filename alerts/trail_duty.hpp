#pragma once

#include <filesystem>

#include "alerts/desk_request.hpp"

namespace nightjar {

/// {"do":"trail","id"[,"behind","bytes","packed"]}: who did, looked up and opened what on the channel, a page
/// of records behind a number, each as it lies in the journal, so that the chain whose head the heartbeats
/// carry can be followed. `journal` is the folder.
[[nodiscard]] DeskDuty trail_duty(std::filesystem::path journal);

}  // namespace nightjar
