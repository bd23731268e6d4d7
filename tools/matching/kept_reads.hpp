#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/judge/judged_reads.hpp"

namespace nightjar {

/// One read as a line of text: mark, read mark, confidence, candidates and the characters' probabilities,
/// those below 1e-5 left out.
[[nodiscard]] std::string kept_line(const SampledRead& read);

/// Reads that were kept as lines. Throws std::runtime_error that names file and line.
[[nodiscard]] std::vector<SampledRead> kept_reads(const std::filesystem::path& file);

}  // namespace nightjar
