#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/alert.hpp"

namespace nightjar {

/// Whether a text forbids stopping the vehicle, however it is written: "Do not stop", "DO-NOT-STOP", "DON'T
/// STOP".
[[nodiscard]] bool says_do_not_stop(std::string_view text);

/// What people are told before all else. DO NOT STOP in the action or the markers of any entry outweighs
/// every other order, whatever the priorities; else the action of the first entry that has one.
[[nodiscard]] std::optional<std::string> order_of(const std::vector<AlertEntry>& entries);

}  // namespace nightjar
