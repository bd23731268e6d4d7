#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ingest/frame_source_options.hpp"

namespace nightjar {

/// A picture of a folder and when it was taken.
struct FolderPicture {
  std::filesystem::path file;
  CaptureTime captured_at;
};

/// A folder of numbered pictures, in order.
struct PictureFolder {
  std::vector<FolderPicture> pictures;
  std::vector<std::string> complaints;  ///< a line each about what is left out
};

/// Orders the PNG, TIFF and JPEG pictures of a folder by the last number in their names and gives them their
/// times: from `telemetry` (a file, else `telemetry.jsonl` in the folder) where its records name pictures,
/// else options.started_at and options.fps. Throws FeedError where the folder holds no picture or the times
/// are not known.
[[nodiscard]] PictureFolder read_picture_folder(const FrameSourceOptions& options);

/// A picture with this ending can be read.
[[nodiscard]] bool is_picture(const std::filesystem::path& file);

}  // namespace nightjar
