#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/setting.hpp"
#include "config/site_faults.hpp"

namespace nightjar {

/// The bytes of a site file. nullopt and a fault: not there, not a file, empty, too large, or not text.
[[nodiscard]] std::optional<std::string> read_site_bytes(const std::filesystem::path& file,
                                                         SiteFaults& faults);

/// TOML to a table of settings. nullopt and a fault with its line: not TOML.
[[nodiscard]] std::optional<Setting> parse_settings(std::string_view toml, SiteFaults& faults);

}  // namespace nightjar
