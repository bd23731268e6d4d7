#pragma once

#include <optional>
#include <string>

#include "alerts/alert.hpp"

namespace nightjar {

/// Why a person's action cannot be taken whatever the alert, in words: not an action of people, a code that
/// the action does not have, a verdict without a revision. Empty: it can.
[[nodiscard]] std::string deed_fault(AlertHappening what, const AlertAction& action);

/// What a deed makes of an alert's state; `now` is the clock of the room.
void apply_deed(AlertEvent& event, AlertHappening what, const AlertAction& action, const std::string& person,
                CaptureTime now);

}  // namespace nightjar
