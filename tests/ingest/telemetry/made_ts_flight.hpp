#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"
#include "tests/ingest/test_clip.hpp"
#include "tools/simulate/misb_packet.hpp"
#include "tools/simulate/video_transport.hpp"

namespace nightjar {

constexpr int kFrames = 30;  // at 10 a second

/// A drone that goes north by a millionth of a degree a millisecond.
inline Telemetry true_at(CaptureTime time) {
  Telemetry telemetry;
  telemetry.measured_at = time;
  telemetry.latitude_deg =
      51 + 1e-6 * static_cast<double>((time - kClipStart) / std::chrono::milliseconds(1));
  telemetry.longitude_deg = -1.35;
  telemetry.height_m = 150;
  telemetry.heading_deg = telemetry.pitch_deg = telemetry.roll_deg = 0;
  telemetry.gimbal_yaw_deg = telemetry.gimbal_roll_deg = 0;
  telemetry.gimbal_pitch_deg = -60;
  telemetry.hfov_deg = 57;
  telemetry.vfov_deg = 45;
  return telemetry;
}

/// Its numbered pictures (at most 256) as a transport stream, with five packets a second.
inline std::filesystem::path write_flight(const TestFolder& folder, bool with_klv = true,
                                          int frames = kFrames) {
  const auto video = write_clip(folder / "clip.mp4", frames, {.fps = 10});
  std::vector<TimedPacket> packets;
  for (int i = 0; with_klv && i < frames; i += 2)
    packets.push_back(
        {0.1 * i, misb_packet(true_at(kClipStart + i * std::chrono::milliseconds(100)), 46.9, std::nullopt)});
  write_transport_stream(folder / "flight.ts", video, packets);
  std::filesystem::remove(video);
  return folder / "flight.ts";
}

}  // namespace nightjar
