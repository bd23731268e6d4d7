#pragma once

#include <string>

#include "alerts/desk_request.hpp"

namespace nightjar {

/// Why the asker's key may not ask this, in words; empty: it may, and then `person` says who acts: the one
/// that a console names, or the key's own name. On a plain channel everybody may ask everything.
[[nodiscard]] std::string role_fault(DeskRequest& request);

}  // namespace nightjar
