#include "tools/simulate/served_footage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <stdexcept>

#include "tools/simulate/drone_text.hpp"
#include "tools/simulate/site_text.hpp"

namespace nightjar {

ServedFootage::ServedFootage(const std::filesystem::path& folder, const FootageOptions& options,
                             int rtsp_port, int telemetry_port)
    : telemetry_(std::in_place, telemetry_port) {
  if (options.lane) files_.push_back({"/lane", folder / "lane.mp4"});
  if (options.drone) files_.push_back({"/drone", folder / "drone.mp4"});
  RtspServerOptions server;
  server.port = rtsp_port;
  server.files = files_;
  const DroneFootageOptions drone = options.drone_footage();
  const double fps = drone.scene.fps;
  const std::vector<ReportedRecord> records = reported_telemetry(
      DroneFlight(drone.scene), drone.scene.seconds, fps, drone.scene.seed, drone.telemetry);
  server.on_frame = [this, records, fps](const SentFrame& frame) {
    if (frame.mount != "/drone") return;
    // The records of the time that this frame stands for, as far from its capture as they state.
    const double from_s = static_cast<double>(frame.index) / fps;
    const auto first =
        std::lower_bound(records.begin(), records.end(), from_s - 1e-6,
                         [](const ReportedRecord& record, double at_s) { return record.stated_s < at_s; });
    for (auto record = first; record != records.end() && record->stated_s < from_s + 1 / fps - 1e-6;
         ++record) {
      Telemetry telemetry = record->telemetry;
      telemetry.measured_at =
          frame.captured_at + std::chrono::microseconds(std::llround((record->stated_s - from_s) * 1e6));
      telemetry_->send(telemetry_line(telemetry) + '\n');
    }
  };
  server_ = std::make_unique<RtspServer>(std::move(server));
  const std::filesystem::path site = folder / "site-rtsp.toml";
  std::ofstream out(site, std::ios::binary);
  out << site_of_cameras(options, server_->port(), telemetry_port);
  out.close();
  if (!out) throw std::runtime_error(fmt::format("{}: cannot be written", site.string()));
}

ServedFootage::ServedFootage(std::vector<ServedFile> files, int rtsp_port) : files_(std::move(files)) {
  RtspServerOptions server;
  server.port = rtsp_port;
  server.files = files_;
  server_ = std::make_unique<RtspServer>(std::move(server));
}

std::vector<std::string> ServedFootage::addresses() const {
  std::vector<std::string> addresses;
  for (const ServedFile& file : files_) addresses.push_back(server_->uri(file.mount));
  return addresses;
}

}  // namespace nightjar
