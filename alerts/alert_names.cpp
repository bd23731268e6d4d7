#include "alerts/alert_names.hpp"

#include <array>
#include <cassert>

namespace nightjar {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 12> kHappenings{"raised",    "amended",  "withdrawn", "acknowledged",
                                                       "confirmed", "rejected", "handed_on", "received",
                                                       "attending", "noted",    "escalated", "closed"};
constexpr std::array<std::string_view, 5> kKinds{"vehicle_hit", "heat_contact", "feed_health", "list_health",
                                                 "system_health"};
constexpr std::array<std::string_view, 3> kHandlings{"alarm", "queue", "record"};
constexpr std::array<std::string_view, 4> kClockSources{"ntp", "klv", "recording", "arrival"};

static_assert(kHappenings.size() == static_cast<std::size_t>(AlertHappening::closed) + 1);
static_assert(kKinds.size() == static_cast<std::size_t>(AlertKind::system_health) + 1);
static_assert(kHandlings.size() == static_cast<std::size_t>(AlertHandling::record) + 1);
static_assert(kClockSources.size() == static_cast<std::size_t>(ClockSource::arrival) + 1);

template <typename Enum, std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  assert(index < N);
  return names[index];
}

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(AlertHappening happening) {
  return at(kHappenings, happening);
}
std::string_view name_of(AlertKind kind) {
  return at(kKinds, kind);
}
std::string_view name_of(AlertHandling handling) {
  return at(kHandlings, handling);
}
std::string_view name_of(ClockSource source) {
  return at(kClockSources, source);
}

template <>
std::optional<AlertHappening> named<AlertHappening>(std::string_view name) {
  return find<AlertHappening>(kHappenings, name);
}
template <>
std::optional<AlertKind> named<AlertKind>(std::string_view name) {
  return find<AlertKind>(kKinds, name);
}
template <>
std::optional<AlertHandling> named<AlertHandling>(std::string_view name) {
  return find<AlertHandling>(kHandlings, name);
}
template <>
std::optional<ClockSource> named<ClockSource>(std::string_view name) {
  return find<ClockSource>(kClockSources, name);
}

}  // namespace nightjar
