#include "tools/nightjar/feed_worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>

#include "tests/tools/nightjar/scripted_source.hpp"
#include "tools/nightjar/feed_health.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// Counts frames; throws at the frame it was told to.
class CountingPipeline : public Pipeline {
 public:
  explicit CountingPipeline(int breaks_at = -1) : breaks_at_(breaks_at) {}
  PipelineYield process(const Frame& frame) override {
    if (static_cast<int>(frame.sequence) == breaks_at_) throw std::runtime_error("a stage broke");
    ++tally_.outcomes["frames"];
    return {};
  }
  PipelineYield finish() override {
    ++tally_.outcomes["finished"];
    return {};
  }
  [[nodiscard]] PipelineTally tally() const override { return tally_; }

 private:
  int breaks_at_;
  PipelineTally tally_;
};

/// What a worker reported, and a way to wait for it.
struct Reported {
  std::mutex lock;
  std::condition_variable changed;
  std::vector<std::string> lines;
  int yields = 0;

  void add(const std::string& line) {
    const std::scoped_lock held(lock);
    lines.push_back(line);
    changed.notify_all();
  }
  FeedReports reports() {
    return {.yielded =
                [this](const PipelineYield&) {
                  const std::scoped_lock held(lock);
                  ++yields;
                  changed.notify_all();
                },
            .failed = [this](const FeedFailure& failure) { add(failure.cause + ": " + failure.detail); },
            .recovered = [this] { add("recovered"); }};
  }
  bool wait(const std::function<bool()>& done) {
    std::unique_lock held(lock);
    return changed.wait_for(held, 20s, done);
  }
};

constexpr FeedWorkerOptions kQuick{.first_wait = 1ms, .longest_wait = 4ms};

/// Live telemetry that pictures go without, and then get.
class TelemetryOutage : public ScriptedSource {
 public:
  TelemetryOutage() : ScriptedSource(3, [] {}) {}
  [[nodiscard]] std::optional<TelemetryCounts> telemetry() const override {
    TelemetryCounts counts;
    counts.fits = this->counts().delivered > 2;
    if (!counts.fits) counts.outage = "udp://127.0.0.1:1: no telemetry";
    return counts;
  }
};

TEST(FeedWorker, tells_the_room_of_an_outage_of_telemetry_and_of_its_end) {
  Reported reported;
  HealthAlertOptions options;
  options.channel = "open";
  options.what = options.feed = "drone";
  FeedHealth health(options, [&](const AlertParcel& parcel) {
    const AlertHealth& about = parcel.event.health.value();
    reported.add((parcel.event.event == AlertHappening::raised ? "raised " : "closed ") + about.cause + ": " +
                 about.detail);
  });
  FeedReports reports = reported.reports();
  reports.telemetry = [&](const TelemetryCounts& counts) { health.telemetry(counts); };
  FeedWorker worker("drone",
                    {.open_source = [] { return std::make_unique<TelemetryOutage>(); },
                     .build_pipeline = [] { return std::make_unique<CountingPipeline>(); }},
                    reports, kQuick);
  ASSERT_TRUE(reported.wait([&] { return reported.yields == 3 && reported.lines.size() == 2; }));
  EXPECT_THAT(reported.lines, ElementsAre("raised telemetry: udp://127.0.0.1:1: no telemetry",
                                          "closed telemetry: udp://127.0.0.1:1: no telemetry"));
  EXPECT_TRUE(worker.tally().telemetry);
  worker.request_stop();
}

TEST(FeedWorker, opens_a_broken_feed_again_from_nothing_and_says_both) {
  Reported reported;
  std::atomic<int> openings = 0;
  const FeedParts parts{.open_source = [&]() -> std::unique_ptr<FrameSource> {
                          if (++openings == 1) throw FeedError(FeedError::Cause::refused, "no camera at cam");
                          if (openings == 2)
                            return std::make_unique<ScriptedSource>(
                                3, [] { throw FeedError(FeedError::Cause::silent, "cam: silent for 10 s"); });
                          return std::make_unique<ScriptedSource>(5, [] {});
                        },
                        .build_pipeline = [] { return std::make_unique<CountingPipeline>(); }};
  FeedWorker worker("cam", parts, reported.reports(), kQuick);
  ASSERT_TRUE(reported.wait([&] { return reported.lines.size() == 4; }));
  EXPECT_THAT(reported.lines, ElementsAre("refused: no camera at cam", "recovered",
                                          "silent: cam: silent for 10 s", "recovered"));
}

TEST(FeedWorker, a_stage_that_throws_costs_its_frame_and_starts_the_feed_from_nothing) {
  Reported reported;
  std::atomic<int> built = 0;
  const FeedParts parts{
      .open_source = [] { return std::make_unique<ScriptedSource>(4, [] {}); },
      .build_pipeline = [&] { return std::make_unique<CountingPipeline>(++built == 1 ? 2 : -1); }};
  FeedWorker worker("cam", parts, reported.reports(), kQuick);
  ASSERT_TRUE(reported.wait([&] { return reported.yields >= 2 + 4; }));
  EXPECT_THAT(reported.lines, ElementsAre("failed: a stage broke", "recovered"));
  FeedTally tally = worker.tally();
  for (int tries = 0; tries < 1000 && tally.processed < 6; ++tries, tally = worker.tally())
    std::this_thread::sleep_for(1ms);
  EXPECT_EQ(tally.processed, 6);
  EXPECT_EQ(tally.broke, 1);
  EXPECT_EQ(tally.frames.broken, 2) << "one an opening";
  EXPECT_EQ(tally.frames.decoded, tally.processed + tally.broke + tally.frames.dropped + tally.frames.broken);
  EXPECT_EQ(tally.pipeline.outcomes["frames"], 6) << "what the broken pipeline had done still counts";
}

TEST(FeedWorker, stops_at_once_while_it_waits_to_open_again) {
  Reported reported;
  const FeedParts parts{.open_source = []() -> std::unique_ptr<FrameSource> {
                          throw FeedError(FeedError::Cause::refused, "no camera");
                        },
                        .build_pipeline = [] { return std::make_unique<CountingPipeline>(); }};
  const auto before = std::chrono::steady_clock::now();
  {
    FeedWorker worker("cam", parts, reported.reports(), {.first_wait = 60s, .longest_wait = 60s});
    ASSERT_TRUE(reported.wait([&] { return !reported.lines.empty(); }));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - before, 30s);
}

TEST(FeedWorker, closes_the_passes_of_a_feed_that_ends_and_of_one_that_is_stopped) {
  Reported reported;
  const FeedParts parts{.open_source = [] { return std::make_unique<ScriptedSource>(2, [] {}); },
                        .build_pipeline = [] { return std::make_unique<CountingPipeline>(); }};
  {
    FeedWorker worker("cam", parts, reported.reports(), kQuick);
    ASSERT_TRUE(reported.wait([&] { return reported.yields == 2; }));
  }
  EXPECT_EQ(reported.yields, 3);
  EXPECT_THAT(reported.lines, IsEmpty());
}

}  // namespace
}  // namespace nightjar
