#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/frame_notes.hpp"

namespace nightjar {

/// A line about one of the force's own, or what is wrong with it.
struct OwnPositionLine {
  std::optional<OwnPosition> position;
  std::string error;  ///< `WHERE: key: what was found, what was expected`; empty where there is a position
};

/// {"t","id","kind":"person|vehicle|drone","lat","lon"[,"ce90_m","label"]}, and nothing else.
[[nodiscard]] OwnPositionLine read_own_position(std::string_view line, const std::string& where);

/// As one JSON object on a line: read again, every number is the same to the last bit.
[[nodiscard]] std::string own_position_json(const OwnPosition& position);

[[nodiscard]] const char* own_kind_word(OwnKind kind);

[[nodiscard]] const char* sortie_profile_word(SortieProfile profile);
[[nodiscard]] std::optional<SortieProfile> sortie_profile_of(std::string_view word);

}  // namespace nightjar
