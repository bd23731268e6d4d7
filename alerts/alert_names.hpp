#pragma once

#include <optional>
#include <string_view>

#include "alerts/alert.hpp"

namespace nightjar {

/// The words on the wire, one place for both ways.
[[nodiscard]] std::string_view name_of(AlertHappening happening);
[[nodiscard]] std::string_view name_of(AlertKind kind);
[[nodiscard]] std::string_view name_of(AlertHandling handling);
[[nodiscard]] std::string_view name_of(ClockSource source);

/// nullopt for a word that the format does not know.
template <typename Enum>
[[nodiscard]] std::optional<Enum> named(std::string_view name);

template <>
std::optional<AlertHappening> named<AlertHappening>(std::string_view name);
template <>
std::optional<AlertKind> named<AlertKind>(std::string_view name);
template <>
std::optional<AlertHandling> named<AlertHandling>(std::string_view name);
template <>
std::optional<ClockSource> named<ClockSource>(std::string_view name);

}  // namespace nightjar
