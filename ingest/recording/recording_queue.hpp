#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <variant>

#include "ingest/recording/encoded_picture.hpp"
#include "ingest/recording/recorded_frame.hpp"

namespace nightjar {

struct RawTelemetry {
  std::string line;
};

/// What comes to a recorder, in the order in which it came.
using RecordingItem = std::variant<EncodedPicture, RecordedGap, RecordedFrame, RawTelemetry>;

/// Hands what is to be recorded from the feed's threads to the disk's, and never keeps a feed waiting: when
/// the disk is too slow, encoded pictures are left out and counted, up to a key frame. Any thread.
class RecordingQueue {
 public:
  explicit RecordingQueue(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  void push(RecordingItem item);
  void close();

  /// All that waits, after a moment's wait for something to come. Empty and closed(): nothing will come.
  [[nodiscard]] std::deque<RecordingItem> take(std::chrono::milliseconds wait);
  [[nodiscard]] bool closed() const;

  /// Pictures and lines that were left out so far.
  [[nodiscard]] std::uint64_t left_out() const;

 private:
  [[nodiscard]] bool has_room_for(const RecordingItem& item);

  const std::uint64_t most_bytes_;
  mutable std::mutex lock_;  // over all that follows
  std::condition_variable changed_;
  std::deque<RecordingItem> waiting_;
  std::uint64_t bytes_ = 0;
  std::uint64_t left_out_ = 0;
  bool skipping_ = false;  // up to the next key frame
  bool closed_ = false;
};

}  // namespace nightjar
