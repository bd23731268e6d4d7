#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>

namespace nightjar {

/// Where and how a live feed's encoded stream is kept.
struct RecordingOptions {
  std::filesystem::path folder;  ///< the feed's own folder is made in it

  std::uint64_t quota_bytes = 20'000'000'000;   ///< of this feed; about 11 h at 4 Mbit/s
  std::uint64_t reserve_bytes = 2'000'000'000;  ///< of the disk, left free for the journal and for others
  std::chrono::milliseconds segment{60000};     ///< a new file at the first key frame after so long

  std::uint64_t waiting_bytes = 32 << 20;      ///< for a slow disk; beyond it pictures are left out
  std::chrono::milliseconds sync_every{1000};  ///< a power cut costs this and the time that a sync takes
  std::chrono::milliseconds try_again{10000};  ///< after the disk refused

  /// What the disk that holds a folder has free; empty: the file system is asked.
  std::function<std::uintmax_t(const std::filesystem::path&)> free_bytes;
};

}  // namespace nightjar
