#pragma once

#include <filesystem>
#include <string>

namespace nightjar {

// Footage that was drawn says so: in a folder by the description that `simulate` leaves beside its files, and
// where it is served, in each key frame of the stream, so that a recording of the pretended camera says it
// too.

/// A unit of H.264 (supplemental, of a user's own kind) that changes no picture and says that it is drawn. It
/// has neither start code nor length in front.
[[nodiscard]] std::string drawn_mark();

/// Whether `simulate` drew the file, or the folder: its description lies there.
[[nodiscard]] bool has_drawn_description(const std::filesystem::path& recording);

/// Whether the mark is in the beginning of a file that holds the encoded stream as it came.
[[nodiscard]] bool carries_drawn_mark(const std::filesystem::path& file);

}  // namespace nightjar
