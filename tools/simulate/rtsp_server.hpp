#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// A recording that is served as if a camera saw it now, over and over.
struct ServedFile {
  std::string mount;           ///< "/a32"
  std::filesystem::path file;  ///< H.264 in MP4, Matroska or MPEG-TS
};

/// A frame at the instant at which the pretended camera sees it.
struct SentFrame {
  std::string mount;
  std::uint64_t index = 0;  ///< in the file, from 0
  std::uint64_t round = 0;  ///< how often the file was played before
  CaptureTime captured_at;  ///< what the NTP times of RTCP say of this frame
};

struct RtspServerOptions {
  std::string address = "127.0.0.1";  ///< to listen on
  int port = 0;                       ///< 0: one that is free
  std::vector<ServedFile> files;
  /// Called on the mount's own thread before each frame goes out, whether or not anybody watches; must not
  /// block.
  std::function<void(const SentFrame&)> on_frame;
};

/// Cameras that play recordings for ever, over RTSP (UDP and TCP), without encoding: the access units are
/// read once and re-stamped, so a client sees one steady stream across the file's end. Cameras run from the
/// start of the server, in time with the wall clock; a client joins at the next keyframe. RTCP sender reports
/// map the stream to the capture times that on_frame tells.
class RtspServer {
 public:
  /// Reads the files and listens. Throws std::runtime_error that names the file or the port.
  explicit RtspServer(RtspServerOptions options);
  ~RtspServer();  ///< closes all connections; takes well under a second
  RtspServer(const RtspServer&) = delete;
  RtspServer& operator=(const RtspServer&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string uri(const std::string& mount) const;

  /// Capture time of the mount's first frame in round 0.
  [[nodiscard]] CaptureTime started_at(const std::string& mount) const;

  /// Length of one round.
  [[nodiscard]] std::chrono::microseconds duration(const std::string& mount) const;

  /// Stays connected, sends nothing: a camera that hangs. Any thread.
  void hang(const std::string& mount, bool hangs);

  /// Leaves out one packet in so many, as a bad link does; 0: none. Any thread.
  void lose(const std::string& mount, int one_in);

 private:
  struct Running;
  std::unique_ptr<Running> running_;
};

}  // namespace nightjar
