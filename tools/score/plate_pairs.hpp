#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "tools/score/records.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

/// Clocks of truth and records may differ by so much.
inline constexpr std::chrono::microseconds kPairingSlack = std::chrono::seconds(1);

/// Which record is of which true pass, by index.
struct PlatePairs {
  std::vector<std::optional<std::size_t>> record_of;  ///< by truth
  std::vector<std::optional<std::size_t>> truth_of;   ///< by record
};

/// One to one, by feed and times that overlap within the slack: as many equal marks as there can be, then as
/// many legible records, then as many pairs, then as much common time.
[[nodiscard]] PlatePairs pair_plates(const std::vector<PlateTruth>& truth,
                                     const std::vector<PassRecord>& records);

/// Whether two marks are equal on a plate: 0/O and 1/I are one glyph each.
[[nodiscard]] bool same_mark(std::string_view a, std::string_view b);

}  // namespace nightjar
