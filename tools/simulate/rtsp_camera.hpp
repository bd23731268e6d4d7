#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "tools/simulate/rtsp_recording.hpp"
#include "tools/simulate/rtsp_server.hpp"

using GstElement = struct _GstElement;

namespace nightjar {

/// Plays one recording for ever, in time with the clock, into whatever media is attached; where none is, it
/// runs on unseen, as a camera does.
class RtspCamera {
 public:
  RtspCamera(std::string mount, EncodedRecording recording, std::function<void(const SentFrame&)> on_frame);
  RtspCamera(const RtspCamera&) = delete;
  RtspCamera& operator=(const RtspCamera&) = delete;

  /// Sends to this appsrc from its next keyframe on; takes a reference. Any thread.
  void attach(GstElement* appsrc);
  void stop();
  void hang(bool hangs) { hangs_ = hangs; }
  void lose(int one_in) { lost_one_in_ = one_in; }
  /// To be asked for each packet, by one thread.
  [[nodiscard]] bool loses_next_packet();

  [[nodiscard]] CaptureTime started_at() const { return started_at_; }
  [[nodiscard]] std::chrono::nanoseconds duration() const { return recording_.duration; }

 private:
  void run(const std::stop_token& stop);
  void send(const AccessUnit& unit, CaptureTime captured_at);

  const std::string mount_;
  const EncodedRecording recording_;
  const std::function<void(const SentFrame&)> on_frame_;
  const CaptureTime started_at_;
  const std::chrono::steady_clock::time_point started_steady_at_;
  std::atomic<bool> hangs_ = false;
  std::atomic<int> lost_one_in_ = 0;
  int packets_since_loss_ = 0;

  std::mutex lock_;                     // over what follows
  std::shared_ptr<GstElement> source_;  // in the media that clients share
  std::int64_t base_time_ns_ = -1;      // of the media's clock, to which zero_at_ belongs
  CaptureTime zero_at_;                 // when the media's running time was 0
  bool awaits_keyframe_ = true;

  std::jthread thread_;
};

}  // namespace nightjar
