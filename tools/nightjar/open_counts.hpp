#pragma once

#include <string>

#include "alerts/alert_outlet.hpp"
#include "config/site.hpp"

namespace nightjar {

/// Where alerts went, for the log: of the channels that are not restricted, as whoever reads a log need not
/// be cleared for the others. "open 12 delivered".
[[nodiscard]] std::string open_counts(const Site& site, const AlertCounts& counts);

}  // namespace nightjar
