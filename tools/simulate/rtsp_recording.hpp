#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

using GstBuffer = struct _GstBuffer;
using GstCaps = struct _GstCaps;

namespace nightjar {

/// One encoded picture.
struct AccessUnit {
  std::shared_ptr<GstBuffer>
      bytes;  ///< H.264 with lengths in front of its units; the caps carry the parameter sets
  bool keyframe = false;
  std::uint64_t index = 0;             ///< in the order of seeing
  std::chrono::nanoseconds seen_at{};  ///< since the recording's first picture
  std::chrono::nanoseconds
      sent_at{};  ///< when it is its turn; ascending, later than seen_at where B-frames are
};

/// A whole recording, encoded, in the order of decoding.
struct EncodedRecording {
  std::vector<AccessUnit> units;  ///< begins with a keyframe, is not empty
  std::shared_ptr<GstCaps> caps;
  std::chrono::nanoseconds duration{};
};

/// Of footage that was drawn each key frame says so. Throws std::runtime_error that names the file where it
/// has no H.264 pictures.
[[nodiscard]] EncodedRecording read_recording(const std::filesystem::path& file);

}  // namespace nightjar
