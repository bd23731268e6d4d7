#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "tests/ingest/test_clip.hpp"
#include "tools/simulate/rtsp_server.hpp"

namespace nightjar {

constexpr int kCameraFrames = 30;
constexpr int kCameraFps = 20;

/// A camera that shows numbered pictures, half of a keyframe's second apart.
class Camera {
 public:
  explicit Camera(int port = 0) {
    write_clip(folder_ / "clip.mp4", kCameraFrames, {.fps = kCameraFps, .keyframe_every_s = 0.5});
    RtspServerOptions options;
    options.port = port;
    options.files = {{"/lane", folder_ / "clip.mp4"}};
    options.on_frame = [this](const SentFrame& frame) {
      const std::scoped_lock held(lock_);
      sent_[static_cast<int>(frame.index) + kCameraFrames * static_cast<int>(frame.round)] =
          frame.captured_at;
    };
    server_ = std::make_unique<RtspServer>(options);
  }
  RtspServer& server() { return *server_; }
  void kill() { server_.reset(); }
  std::map<int, CaptureTime> sent() {
    const std::scoped_lock held(lock_);
    return sent_;
  }

 private:
  TestFolder folder_;
  std::mutex lock_;
  std::map<int, CaptureTime> sent_;  // over all rounds
  std::unique_ptr<RtspServer> server_;
};

}  // namespace nightjar
