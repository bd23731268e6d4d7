#pragma once

#include <string>
#include <vector>

#include "alerts/alert.hpp"

namespace nightjar {

/// The marks that an event tells of, folded, each once: as read, as listed, and in what is said of a list's
/// entry. What is held on a mark is found by them.
[[nodiscard]] std::vector<std::string> marks_of(const AlertEvent& event);

}  // namespace nightjar
