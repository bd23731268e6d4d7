// What the heat stages cost on one core: nightjar_thermal_bench. Build it in the release preset.

#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>

#include "processing/thermal/heat_detector.hpp"
#include "processing/thermal/heat_reader.hpp"
#include "processing/thermal/picture_tracker.hpp"
#include "tests/processing/thermal/made_flight.hpp"
#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

cv::Mat made_scene(int type, int bodies) {
  cv::Mat picture = made_noise({640, 512}, type, 90, 2, 1);
  cv::RNG random(5);
  for (int i = 0; i < bodies; ++i) {
    add_body(picture, {random.uniform(20.0, 620.0), random.uniform(20.0, 490.0)}, {16, 10}, 50);
  }
  return picture;
}

void detect(benchmark::State& state, int type) {
  cv::setNumThreads(1);
  const cv::Mat picture = made_scene(type, static_cast<int>(state.range(0)));
  HeatDetector detector;
  for (auto _ : state) benchmark::DoNotOptimize(detector.detect(picture));
}
BENCHMARK_CAPTURE(detect, 8_bit, CV_8UC1)->Arg(10)->Arg(200)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(detect, 16_bit, CV_16UC1)->Arg(10)->Arg(200)->Unit(benchmark::kMillisecond);

/// 15 pictures a second of a flight, with all that the reader learns.
void read_heat(benchmark::State& state, int type, int map, bool text) {
  cv::setNumThreads(1);
  const MadeFlight flight;
  std::vector<Frame> frames;
  for (int i = 0; i < 40; ++i) {
    cv::Mat picture = flight.picture(i, type);
    if (text)
      cv::putText(picture, "20:14:10  ALT 61m HDG 184", {12, 420}, cv::FONT_HERSHEY_PLAIN, 1,
                  cv::Scalar(255));
    cv::Mat bgr;
    if (map >= 0) cv::applyColorMap(picture, bgr, map);
    frames.push_back(map >= 0 ? MadeFlight::colour_frame(i, bgr) : MadeFlight::frame(i, picture));
  }
  HeatReader reader;
  int i = 0;
  for (auto _ : state) {
    Frame frame = frames[static_cast<std::size_t>(i % 80 < 40 ? i % 80 : 79 - i % 80)];  // there and back
    frame.captured_at = MadeFlight::frame(i, {}).captured_at;
    ++i;
    benchmark::DoNotOptimize(reader.read(frame));
  }
}
BENCHMARK_CAPTURE(read_heat, 16_bit, CV_16UC1, -1, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_heat, white_hot, CV_8UC1, -1, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_heat, white_hot_with_text, CV_8UC1, -1, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_heat, ironbow, CV_8UC1, cv::COLORMAP_INFERNO, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_heat, rainbow, CV_8UC1, cv::COLORMAP_JET, false)->Unit(benchmark::kMillisecond);

void track_on_ground(benchmark::State& state) {
  cv::setNumThreads(1);
  const cv::Mat picture = made_scene(CV_16UC1, static_cast<int>(state.range(0)));
  HeatView view{{}, 0, picture.size(), Telemetry{}, HeatDetector().detect(picture)};
  view.telemetry->latitude_deg = 51, view.telemetry->longitude_deg = -1.3, view.telemetry->height_m = 160;
  view.telemetry->heading_deg = view.telemetry->pitch_deg = view.telemetry->roll_deg = 0;
  view.telemetry->gimbal_yaw_deg = view.telemetry->gimbal_roll_deg = 0;
  view.telemetry->gimbal_pitch_deg = -70, view.telemetry->hfov_deg = 57;
  GroundTrackerOptions options;
  options.ground.level_m = 100;
  GroundTracker tracker(options);
  for (auto _ : state) {
    view.captured_at += std::chrono::milliseconds(66);
    benchmark::DoNotOptimize(tracker.update(view));
  }
}
BENCHMARK(track_on_ground)->Arg(10)->Arg(200)->Unit(benchmark::kMillisecond);

void register_pictures(benchmark::State& state) {
  cv::setNumThreads(1);
  cv::Mat wide = made_noise({700, 560}, CV_8UC1, 90, 30, 3);
  cv::GaussianBlur(wide, wide, {}, 4);
  const cv::Mat a = wide(cv::Rect(0, 0, 640, 512)).clone(), b = wide(cv::Rect(6, 3, 640, 512)).clone();
  PictureMotion motion;
  bool first = true;
  for (auto _ : state) {
    benchmark::DoNotOptimize(motion.update(first ? a : b));
    first = !first;
  }
}
BENCHMARK(register_pictures)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nightjar

BENCHMARK_MAIN();
