#pragma once

#include <filesystem>

#include "ingest/frame.hpp"

namespace nightjar {

/// Reads a picture file as a frame: luma of 8 or 16 bits as stored, colour as BGR. Without feed, number and
/// times. Throws std::runtime_error that names the file where it is missing, broken, cut short, or of another
/// depth.
[[nodiscard]] Frame read_still_picture(const std::filesystem::path& file);

}  // namespace nightjar
