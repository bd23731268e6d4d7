#pragma once

#include <CLI/CLI.hpp>

#include "tools/simulate/drone_footage.hpp"

namespace nightjar {

/// What the help calls them; an option of this group means nothing where no drone is drawn.
inline constexpr const char* kDroneGroup = "Drone";

/// Adds the options of the simulated flight to a command; `footage` must live as long as it does.
void add_drone_options(CLI::App& command, DroneFootageOptions& footage);

}  // namespace nightjar
