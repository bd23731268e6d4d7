#include "tools/nightjar/expected_hits.hpp"

#include <fmt/format.h>

#include "processing/hotlist/entry_terms.hpp"

namespace nightjar {

double expected_hits_per_hour(std::size_t entries, std::size_t cameras, const HitRates& rates) {
  const double millions = static_cast<double>(entries) / 1e6;
  const double per_camera = rates.reads_per_hour * rates.hits_per_read + rates.false_hits_per_day / 24;
  return millions * per_camera * static_cast<double>(cameras);
}

HandledEntries handled_entries(const HotlistIndex& index, const HotlistTerms& terms,
                               std::chrono::sys_days day) {
  HandledEntries handled;
  const bool one_for_all = terms.handling_by_action.empty();
  for (std::uint32_t row = 0; row < index.size(); ++row) {
    if (!index.table().is_in_force(row, day)) continue;
    switch (one_for_all ? terms.handling : handling_of(index.table().entry(row), terms)) {
      case HitHandling::alarm:
        ++handled.alarm;
        break;
      case HitHandling::queue:
        ++handled.queue;
        break;
      case HitHandling::record:
        ++handled.record;
        break;
    }
  }
  return handled;
}

std::string alarm_words(std::size_t alarming_entries, std::size_t cameras, const HitRates& rates) {
  const double hourly = expected_hits_per_hour(alarming_entries, cameras, rates);
  const std::string amount = hourly == 0     ? "no"
                             : hourly < 0.01 ? "fewer than 0.01"
                             : hourly < 10   ? fmt::format("about {:.2f}", hourly)
                                             : fmt::format("about {:.0f}", hourly);
  return fmt::format(
      "{} alarms an hour to expect, from {} alarming entries and {} camera{} of {:.0f} reads an hour, where "
      "a "
      "million entries are hit by {:g} % of reads",
      amount, alarming_entries, cameras, cameras == 1 ? "" : "s", rates.reads_per_hour,
      100 * rates.hits_per_read);
}

}  // namespace nightjar
