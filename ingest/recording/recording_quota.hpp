#pragma once

#include <cstdint>
#include <filesystem>

namespace nightjar {

/// Holds a feed's recordings under a size by deleting the oldest segments, each with its side files, and
/// folders of openings that are left without any. Deletes nothing that is not part of a recording, nor the
/// newest segment of an opening that some program is writing.
class RecordingQuota {
 public:
  RecordingQuota(std::filesystem::path feed_folder, std::uint64_t quota_bytes)
      : folder_(std::move(feed_folder)), quota_bytes_(quota_bytes) {}

  /// To be told of what is written; looks at the disk when the quota may have been reached.
  void add(std::uint64_t bytes);

 private:
  void make_room();

  std::filesystem::path folder_;
  std::uint64_t quota_bytes_;
  bool looked_ = false;
  std::uint64_t room_bytes_ = 0;  // until it must be looked again
};

}  // namespace nightjar
