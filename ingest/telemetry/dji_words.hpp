#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// A number with what stands behind it up to a blank, comma or bracket: `0.0m` is 0 and "m".
struct DjiNumber {
  double value = 0;
  std::string_view unit;
  char side = 0;  ///< n, e, s or w before it (`w: 2.13`)
};

/// The first of `key: number`, `key : number`, `key:number` or `key number`, the key a word of its own.
/// `text` in lower case, here and below; what is not finite is not found.
[[nodiscard]] std::optional<DjiNumber> dji_number(std::string_view text, std::string_view key);

/// Up to three numbers of `key(a, b, c)`.
struct DjiGroup {
  std::array<std::optional<DjiNumber>, 3> numbers;
};
/// nullopt: no such key, or the bracket does not close.
[[nodiscard]] std::optional<DjiGroup> dji_group(std::string_view text, std::string_view key);

/// A date and time of day such as `2017.8.5 14:11:51` or `2022-05-01 15:01:58,531,716`, as though its zone
/// were UTC.
[[nodiscard]] std::optional<CaptureTime> dji_date(std::string_view text);

}  // namespace nightjar
