// Prints how well the delay of telemetry is found by the pictures' motion, for delays put in:
//   telemetry_lag_report FOLDER...
// Each folder is a drawn flight of `nightjar simulate` (drone16.mkv with drone.jsonl), or numbered pictures
// with telemetry.jsonl.

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ingest/make_frame_source.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/telemetry_track.hpp"
#include "processing/thermal/heat_reader.hpp"
#include "processing/thermal/telemetry_lag.hpp"

namespace {

using namespace nightjar;
namespace fs = std::filesystem;

constexpr int kDelays_ms[] = {-1370, -400, 0, 95, 250, 620, 1500, 2400};

struct Watched {
  int delay_ms;
  TelemetryLag lag;
};

int report(const fs::path& folder, double level_m, std::vector<double>& errors_ms, int& within) {
  FrameSourceOptions options;
  options.feed = "flight";
  const bool drawn = fs::exists(folder / "drone16.mkv");
  options.path = drawn ? folder / "drone16.mkv" : folder;
  const char* given = std::getenv("VIDEO");
  if (drawn && given) options.path = folder / given;
  options.pacing = Pacing::lossless;
  options.software_decoding = true;
  options.telemetry = (folder / (drawn ? "drone_exact.jsonl" : "telemetry.jsonl")).string();
  const std::string records = drawn ? (folder / "drone.jsonl").string() : *options.telemetry;
  TelemetryTrack track;
  for (const TelemetryRecord& record : read_telemetry_file(records).records) track.add(record.telemetry);
  std::vector<Watched> watched;
  for (const int delay_ms : kDelays_ms) {
    TelemetryLagOptions lag;
    lag.ground.level_m = level_m;
    watched.push_back({delay_ms, TelemetryLag(lag)});
  }
  HeatReader reader;
  try {
    const auto source = make_frame_source(options);
    while (auto frame = source->next({})) {
      const HeatPicture picture = reader.read(*frame);
      for (Watched& each : watched)
        each.lag.update(frame->captured_at, picture.heat,
                        track.at(frame->captured_at - std::chrono::milliseconds(each.delay_ms)));
    }
  } catch (const FeedError& error) {
    if (error.cause() != FeedError::Cause::ended) {
      std::fprintf(stderr, "%s\n", error.what());
      return 2;
    }
  }
  for (Watched& each : watched) {
    const auto found = each.lag.measure();
    if (!found) {
      std::printf("| %s | %d | not known | | | |\n", folder.filename().c_str(), each.delay_ms);
      continue;
    }
    const double error_ms = 1000 * found->lag_s - each.delay_ms;
    errors_ms.push_back(std::abs(error_ms));
    within += std::abs(error_ms) <= 1000 * found->error90_s ? 1 : 0;
    std::printf("| %s | %d | %.0f | %.0f | %.0f | %.2f |\n", folder.filename().c_str(), each.delay_ms,
                1000 * found->lag_s, error_ms, 1000 * found->error90_s, found->correlation);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<double> errors_ms;
  int within = 0;
  std::printf("| flight | delay ms | found ms | error ms | 90 %% of errors ms | correlation |\n");
  for (int i = 1; i < argc; ++i) {
    if (const int failed = report(argv[i], 100, errors_ms, within)) return failed;
    std::fflush(stdout);
  }
  std::sort(errors_ms.begin(), errors_ms.end());
  if (!errors_ms.empty())
    std::printf("found %zu, %d within what is stated, median error %.0f ms, largest %.0f ms\n",
                errors_ms.size(), within, errors_ms[errors_ms.size() / 2], errors_ms.back());
  return 0;
}
