#pragma once

#include <string>
#include <vector>

#include "ingest/frame_notes.hpp"

namespace nightjar {

// What was known beside a frame, as its line in a recording's side file holds it. Reading throws
// std::runtime_error that names the key.

[[nodiscard]] std::string own_line(const std::vector<OwnPosition>& positions);
[[nodiscard]] std::vector<OwnPosition> own_of_line(const std::string& json);
[[nodiscard]] std::string sortie_line(const FrameSortie& sortie);
[[nodiscard]] FrameSortie sortie_of_line(const std::string& json);

}  // namespace nightjar
