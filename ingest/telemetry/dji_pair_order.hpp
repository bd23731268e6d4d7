#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry/dji_words.hpp"
#include "ingest/telemetry/subtitle_cues.hpp"

namespace nightjar {

/// Which of the two numbers of `GPS(a, b, …)` is which.
enum class PairOrder { longitude_first, latitude_first };

[[nodiscard]] std::string_view words_for(PairOrder order);

/// As the numbers say; perhaps no place on the earth.
struct DjiPlace {
  double latitude_deg = 0, longitude_deg = 0;
};
[[nodiscard]] bool is_place(const DjiPlace& place);

/// The order of a whole file, and why.
struct DjiPairOrder {
  PairOrder order = PairOrder::longitude_first;
  std::string reason;
  int line = 0;
  bool contradicted = false;  ///< a pair of the file can only be the other way
};

/// Of the cues' `GPS(…)` and `HOME(…)`; nothing: there are none.
[[nodiscard]] std::optional<DjiPairOrder> dji_pair_order(const std::vector<SubtitleCue>& cues);

/// By the order that the pair itself tells, else by the file's. nothing: a number is missing.
[[nodiscard]] std::optional<DjiPlace> place_of(const DjiGroup& group, PairOrder of_file);

}  // namespace nightjar
