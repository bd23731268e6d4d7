#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// The text of a site file as people of one channel may have it. Where the site has restricted channels
/// besides that one, their tables are left out, feeds, lists and rules that are told on them, every mention
/// of these, and comments; a first line says so. nullopt where it is no site file.
[[nodiscard]] std::optional<std::string> site_text_on(const std::string& channel, std::string_view text);

}  // namespace nightjar
