#pragma once

#include <string>

#include "alerts/alert_outlet.hpp"
#include "config/site.hpp"

namespace nightjar {

/// "nightjar 0.1.0".
[[nodiscard]] std::string software_name();

/// Puts down in the audit trail that a worker starts, with which software, models and site file, and keeps
/// the site file's text: so that an alert can later be shown with what made it.
void note_start(AlertOutlet& outlet, const Site& site);

}  // namespace nightjar
