#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/simulate/footage.hpp"
#include "tools/simulate/live_telemetry.hpp"
#include "tools/simulate/rtsp_server.hpp"

namespace nightjar {

/// Made footage, or any other recordings, as cameras that run now, for as long as this lives.
class ServedFootage {
 public:
  /// lane.mp4 and drone.mp4 of `folder`, the drone's telemetry as JSON lines over UDP with the capture times
  /// that RTCP states. Writes site-rtsp.toml beside them. Throws std::runtime_error.
  ServedFootage(const std::filesystem::path& folder, const FootageOptions& options, int rtsp_port,
                int telemetry_port);

  /// Any recordings, without telemetry.
  ServedFootage(std::vector<ServedFile> files, int rtsp_port);

  [[nodiscard]] std::vector<std::string> addresses() const;

 private:
  std::vector<ServedFile> files_;
  std::optional<LiveTelemetry> telemetry_;
  std::unique_ptr<RtspServer> server_;  ///< last: its threads use the others
};

}  // namespace nightjar
