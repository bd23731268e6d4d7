#pragma once

#include <cstddef>
#include <string>

#include "processing/hotlist/hotlist_index.hpp"
#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// What is known of how often lists hit. National figures: 18,000 cameras make 90 million reads a day, and
/// about 2 % of all reads hit lists that hold, together, in the order of a million entries; a list of a
/// million makes, besides, about 0.4 hits a camera and day by mere likeness of marks that were misread.
struct HitRates {
  double reads_per_hour = 90e6 / 18000 / 24;  ///< of one camera
  double hits_per_read = 0.02;                ///< of a list with a million entries in force
  double false_hits_per_day = 0.4;            ///< of a camera and such a list
};

/// Hits an hour of a list with so many entries in force, in proportion to their number.
[[nodiscard]] double expected_hits_per_hour(std::size_t entries, std::size_t cameras,
                                            const HitRates& rates = {});

/// Entries in force on a day, by what a hit does.
struct HandledEntries {
  std::size_t alarm = 0, queue = 0, record = 0;
};
[[nodiscard]] HandledEntries handled_entries(const HotlistIndex& index, const HotlistTerms& terms,
                                             std::chrono::sys_days day);

/// "about 4.2 alarms an hour (…the figures behind it…)"
[[nodiscard]] std::string alarm_words(std::size_t alarming_entries, std::size_t cameras,
                                      const HitRates& rates = {});

}  // namespace nightjar
