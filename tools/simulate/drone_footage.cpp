#include "tools/simulate/drone_footage.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <opencv2/core.hpp>
#include <stdexcept>

#include "tools/simulate/dji_subtitles.hpp"
#include "tools/simulate/drone/body_watch.hpp"
#include "tools/simulate/drone/display_gain.hpp"
#include "tools/simulate/drone/drone_scene.hpp"
#include "tools/simulate/drone_metadata.hpp"
#include "tools/simulate/drone_text.hpp"
#include "tools/simulate/footage_text.hpp"
#include "tools/simulate/terrain_file.hpp"
#include "tools/simulate/video_transport.hpp"
#include "tools/simulate/video_writer.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

constexpr double kVideo_bits_each = 200'000;  // 6 Mbit/s at 30 pictures a second, as drones record

VideoWriterOptions recording(double fps) {
  VideoWriterOptions video;
  video.keyframe_every_s = 0.5;  // one who joins waits for the next; cameras make one at once
  video.fps = fps;
  video.bitrate_kbps = static_cast<int>(std::lround(kVideo_bits_each * fps / 1000));
  video.preset = "superfast";
  video.started_at = footage_time(0);
  return video;
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(file.string() + ": cannot be written");
}

/// The 8-bit picture as the drone's own video has it.
cv::Mat video_picture(const DroneScene& scene, const cv::Mat& grey, const DroneFootageOptions& options,
                      int frame) {
  cv::Mat picture = shown_in(grey, options.palette);
  if (options.written_over) {
    const double at_s = scene.time_s(frame);
    write_over(picture, scene.flight().telemetry_at(at_s), exact_utc(footage_time(at_s)));
  }
  return picture;
}

}  // namespace

std::vector<std::string> drone_files(const DroneFootageOptions& options) {
  std::vector<std::string> files = {"drone.mp4", "drone16.mkv", "drone.ts",
                                    "drone.SRT", "drone.jsonl", "drone_exact.jsonl"};
  if (options.scene.hills) files.emplace_back("terrain.tif");
  return files;
}

std::string write_drone_footage(const fs::path& folder, const DroneFootageOptions& options,
                                std::atomic<int>& drawn, const std::stop_token& stop) {
  const DroneScene scene(options.scene);
  const std::vector<ReportedRecord> records = reported_telemetry(
      scene.flight(), options.scene.seconds, options.scene.fps, options.scene.seed, options.telemetry);
  if (records.empty()) throw std::runtime_error("--telemetry-gap: no record of the flight is left");
  const std::vector<TimedPacket> packets = misb_packets(records, scene.hills());
  BodyWatch watch(scene);
  VideoWriter deep(folder / "drone16.mkv", recording(options.scene.fps));
  VideoWriter shallow(folder / "drone.mp4", recording(options.scene.fps));
  DisplayGain gain(options.scene.fps, gain_options(options.gain));
  for (int frame = 0; frame < scene.frames() && !stop.stop_requested(); ++frame) {
    const DroneScene::Picture picture = scene.render(frame);
    watch.note(frame, picture.visible);
    deep.write(picture.kelvin_100);
    shallow.write(video_picture(scene, gain.show(picture.kelvin_100), options, frame));
    drawn = frame + 1;
  }
  if (stop.stop_requested()) return {};
  deep.finish();
  shallow.finish();
  write_transport_stream(folder / "drone.ts", folder / "drone.mp4", packets);
  write_text(folder / "drone.SRT", dji_subtitles(records));
  write_text(folder / "drone.jsonl", telemetry_lines(records));
  write_text(folder / "drone_exact.jsonl",
             telemetry_lines(reported_telemetry(scene.flight(), options.scene.seconds, options.scene.fps,
                                                options.scene.seed, TelemetryOptions())));
  if (options.scene.hills) write_terrain(folder / "terrain.tif", scene.hills());
  return heat_truth(scene, watch);
}

}  // namespace nightjar
