#include "tools/nightjar/bench_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/core/utility.hpp>
#include <optional>
#include <set>
#include <string>

#include "ingest/frame_source.hpp"
#include "ingest/make_frame_source.hpp"
#include "tools/bench/chain_bench.hpp"
#include "tools/bench/chain_cost_text.hpp"
#include "tools/bench/one_core.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/still_reader.hpp"

namespace nightjar {
namespace {

struct BenchRequest {
  FeedKind kind = FeedKind::anpr;
  std::string file;
  bool stills = false;
  double seconds = 10;
  int rounds = 5;
  double fps = 25;
  std::optional<double> ground_m;
  bool json = false;
};

/// Every frame as `read` takes a picture.
class StillPipeline : public Pipeline {
 public:
  PipelineYield process(const Frame& frame) override {
    plates_ += reader_.read(frame.luma).size();
    return {};
  }
  PipelineYield finish() override { return {}; }
  [[nodiscard]] PipelineTally tally() const override {
    PipelineTally tally = reader_.tally();
    tally.outcomes["plates read"] = plates_;
    return tally;
  }

 private:
  StillReader reader_{0.05};
  std::uint64_t plates_ = 0;
};

FeedSite feed_of(const BenchRequest& request) {
  FeedSite feed;
  feed.name = "bench";
  feed.kind = request.kind;
  feed.channel = "bench";
  feed.path = std::filesystem::absolute(request.file);
  feed.fps = request.fps;
  if (request.ground_m) feed.ground = *request.ground_m;
  return feed;
}

FrameSourceOptions source_of(const FeedSite& feed) {
  FrameSourceOptions source = source_options(feed, Pacing::lossless);
  // Its own date pairs a video with its telemetry; without any, only differences of time count.
  if (std::filesystem::is_directory(feed.path) || !telemetry_of(source)) source.started_at = CaptureTime();
  source.software_decoding = true;
  source.decoder_threads = 1;
  // What the source has to say, once and not in every round.
  const auto said = std::make_shared<std::set<std::string>>();
  source.complained = [said](const std::string& line) {
    if (said->insert(line).second) fmt::print(stderr, "{}\n", line);
  };
  return source;
}

void refuse_thermal(const Frame& frame, const std::string& file) {
  if (frame.luma.depth() != CV_16U) return;
  throw BenchRefused(file +
                     ": pictures of 16 bits, expected 8 from a camera over a road; for a thermal "
                     "recording: nightjar bench thermal");
}

ChainBenchOptions options_of(const BenchRequest& request, const Site& site, const FeedSite& feed) {
  ChainBenchOptions options;
  options.source = source_of(feed);
  options.rounds = request.rounds;
  options.longest = std::chrono::milliseconds(std::llround(1e3 * request.seconds));
  options.build_pipeline = [&request, &site, &feed]() -> std::unique_ptr<Pipeline> {
    if (request.stills) return std::make_unique<StillPipeline>();
    return make_pipeline(site, feed,
                         std::make_shared<const HotlistsInForce>(
                             std::make_shared<const HotlistMatcher>(std::vector<TermedHotlist>())));
  };
  if (request.kind == FeedKind::anpr && !request.stills)
    options.admit = [file = request.file](const Frame& frame) { refuse_thermal(frame, file); };
  if (isatty(STDERR_FILENO) == 1)
    options.begun = [rounds = request.rounds](int round) {
      fmt::print(stderr, "\rRound {} of {} …", round, rounds);
    };
  return options;
}

int refused(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
  return 2;
}

BenchSheet measured(const BenchRequest& request) {
  const OneCore core;
  cv::setNumThreads(1);
  const Site site;
  const FeedSite feed = feed_of(request);
  BenchSheet sheet;
  sheet.kind = request.stills ? "stills" : request.kind == FeedKind::anpr ? "anpr" : "thermal";
  sheet.file = request.file;
  sheet.core = core.number();
  sheet.processor = processor_name();
  sheet.cost = bench_chain(options_of(request, site, feed));
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\r{:30}\r", "");
  return sheet;
}

int bench(const BenchRequest& request) {
  std::error_code error;
  if (!std::filesystem::exists(request.file, error))
    return refused(request.file + ": there is no such file or folder");
  if (request.stills && !std::filesystem::is_directory(request.file, error))
    return refused(request.file + ": a file, expected a folder of pictures with --stills");
  try {
    const BenchSheet sheet = measured(request);
    fmt::print("{}\n", request.json ? bench_json(sheet) : bench_text(sheet));
    return 0;
  } catch (const BenchRefused& refusal) {
    return refused(refusal.what());
  } catch (const FeedError& failure) {
    return refused(failure.what());
  } catch (const std::runtime_error& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}

void add_kind(CLI::App& command, FeedKind kind, int& exit_code) {
  const bool anpr = kind == FeedKind::anpr;
  CLI::App* sub =
      command.add_subcommand(anpr ? "anpr" : "thermal", anpr ? "The plate chain on a recording of a road"
                                                             : "The heat chain on a thermal recording");
  const auto request = std::make_shared<BenchRequest>();
  request->kind = kind;
  sub->add_option("FILE", request->file, "A video, or a folder of numbered pictures")->required();
  sub->add_option("--seconds", request->seconds, "Of the recording, from its first frame")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  sub->add_option("--rounds", request->rounds, "Of decoding alone and of the whole, by turns")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  sub->add_option("--fps", request->fps, "Of pictures that have no times of their own")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  if (anpr)
    sub->add_flag("--stills", request->stills, "Take each picture of a folder for itself, as `read` does");
  else
    sub->add_option("--ground", request->ground_m,
                    "Height of the ground above the ellipsoid, for recordings with telemetry: contacts are "
                    "tracked on it, as with ground = { level_m } in a site file")
        ->check(CLI::Range(-500.0, 9000.0));
  sub->add_flag("--json", request->json, "One JSON object instead of the table");
  sub->footer("Exit code: 0 done, 1 the recording broke on the way, 2 wrong input.");
  sub->callback([request, &exit_code] { exit_code = bench(*request); });
}

}  // namespace

void add_bench_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("bench", "What the stages of a feed cost beside decoding, on one core, in one run");
  command->require_subcommand(1);
  add_kind(*command, FeedKind::anpr, exit_code);
  add_kind(*command, FeedKind::thermal, exit_code);
}

}  // namespace nightjar
