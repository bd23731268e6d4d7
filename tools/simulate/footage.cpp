#include "tools/simulate/footage.hpp"

#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tools/simulate/footage_text.hpp"
#include "tools/simulate/site_text.hpp"
#include "tools/simulate/video_writer.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

constexpr int kFootageVersion = 6;  // raise it where the same options no longer make the same bytes

const char* const kCompleteMark = "footage.json";

std::vector<std::string> files_of(const FootageOptions& options) {
  std::vector<std::string> files = {"TRUTH.jsonl", "site.toml"};
  if (options.lane) files.insert(files.end(), {"lane.mp4", "hotlist.csv"});
  if (options.drone)
    for (const std::string& file : drone_files(options.flight)) files.push_back(file);
  return files;
}

std::string words_of_light(const FootageOptions& options) {
  if (options.mixed_light) return "mixed";
  return std::string(words_of(options.lane_recording().conditions.front().light));
}

std::string lane_description(const FootageOptions& options) {
  if (!options.lane) return "\"lane_s\":0,\"light\":\"\"";
  const std::string length = options.passes ? fmt::format("\"passes\":{}", *options.passes)
                                            : fmt::format("\"lane_s\":{:g}", options.lane_s);
  return fmt::format("{},\"light\":\"{}\",\"weather\":\"{}\",\"lanes\":{}", length, words_of_light(options),
                     options.mixed_weather ? "mixed" : words_of(options.weather), options.lanes);
}

std::string description(const FootageOptions& options) {
  return fmt::format(
      "{{\"made_by\":\"nightjar simulate\",\"version\":{},\"seed\":{},\"drone_s\":{:g},{}{}}}\n",
      kFootageVersion, options.seed, options.drone ? options.drone_s : 0, lane_description(options),
      options.drone ? "," + words_of(options.flight) : "");
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("{}: cannot be written", file.string()));
}

VideoWriterOptions recording(double fps, int quality, const char* preset = "superfast") {
  VideoWriterOptions video;
  video.keyframe_every_s = 0.5;  // one who joins waits for the next; cameras make one at once
  video.fps = fps;
  video.quality = quality;
  video.preset = preset;
  video.started_at = footage_start();
  return video;
}

struct LaneTexts {
  std::string truth;
  std::string hotlist;
};

LaneTexts write_lane(const fs::path& folder, const LaneRecordingOptions& options, FootageProgress& progress,
                     const std::stop_token& stop) {
  LaneRecording lane(options);
  progress.lane_total = lane.frames();
  VideoWriter video(folder / "lane.mp4", recording(options.fps, 25, "ultrafast"));
  for (int frame = 0; frame < lane.frames() && !stop.stop_requested(); ++frame) {
    video.write(lane.next());
    progress.lane_frames = frame + 1;
  }
  if (stop.stop_requested()) return {};
  video.finish();
  return {plate_truth(lane), hotlist_of(lane)};
}

/// Runs `work` on a thread that hands what it throws to whoever joins it, and stops the others at once.
class Worker {
 public:
  template <typename Work>
  Worker(std::stop_source& all, Work work)
      : thread_([this, &all, work = std::move(work)] {
          try {
            work();
          } catch (...) {
            thrown_ = std::current_exception();
            all.request_stop();
          }
        }) {}
  void join() {
    thread_.join();
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  std::exception_ptr thrown_;
  std::jthread thread_;
};

}  // namespace

LaneRecordingOptions FootageOptions::lane_recording() const {
  static constexpr LaneLight kLights[] = {LaneLight::infra_red, LaneLight::day, LaneLight::dusk};
  LaneRecordingOptions recording;
  recording.seed = seed;
  recording.seconds = lane_s;
  recording.passes = passes;
  recording.lanes = lanes;
  recording.conditions =
      mixed_conditions(mixed_light ? std::nullopt : std::optional(light.value_or(kLights[seed % 3])),
                       mixed_weather ? std::nullopt : std::optional(weather));
  return recording;
}

DroneFootageOptions FootageOptions::drone_footage() const {
  DroneFootageOptions footage = flight;
  footage.scene.seed = seed;
  footage.scene.seconds = drone_s;
  return footage;
}

CaptureTime footage_start() {
  using namespace std::chrono;
  return CaptureTime(sys_days(year(2026) / November / 21).time_since_epoch() + hours(20));
}

bool write_footage(const fs::path& folder, const FootageOptions& options, FootageProgress& progress,
                   std::stop_token stop) {
  std::error_code trouble;
  fs::create_directories(folder, trouble);
  if (trouble) throw std::runtime_error(fmt::format("{}: {}", folder.string(), trouble.message()));
  write_text(folder / kCompleteMark, "");  // not complete until it says so; and the folder can be written
  LaneTexts lane;
  std::string drone_truth;
  {
    std::stop_source all;
    const std::stop_callback pass_on(stop, [&all] { all.request_stop(); });
    Worker drone(all, [&] {
      if (options.drone)
        drone_truth =
            write_drone_footage(folder, options.drone_footage(), progress.drone_frames, all.get_token());
    });
    Worker road(all, [&] {
      if (options.lane) lane = write_lane(folder, options.lane_recording(), progress, all.get_token());
    });
    road.join();
    drone.join();
  }
  if (stop.stop_requested()) return false;
  write_text(folder / "TRUTH.jsonl", lane.truth + drone_truth);
  if (options.lane) write_text(folder / "hotlist.csv", lane.hotlist);
  write_text(folder / "site.toml", site_of_recordings(options));
  write_text(folder / kCompleteMark, description(options));
  return true;
}

bool footage_stands(const fs::path& folder, const FootageOptions& options) {
  std::ifstream in(folder / kCompleteMark, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (text.str() != description(options)) return false;
  for (const std::string& file : files_of(options)) {
    std::error_code missing;
    if (fs::file_size(folder / file, missing) == 0 || missing) return false;
  }
  return true;
}

}  // namespace nightjar
