#pragma once

#include <CLI/CLI.hpp>

#include "tools/simulate/drone_footage.hpp"

namespace nightjar {

/// Adds the options of the simulated flight to a command; `footage` must live as long as it does.
void add_drone_options(CLI::App& command, DroneFootageOptions& footage);

}  // namespace nightjar
