#include "ingest/telemetry/telemetry_feed.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "ingest/make_frame_source.hpp"
#include "ingest/telemetry_source.hpp"
#include "ingest/utc_time.hpp"
#include "tests/ingest/telemetry/made_klv.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const CaptureTime kStart = *parse_utc("2026-11-21T20:00:00Z");

std::filesystem::path made(const std::string& name, const std::string& text) {
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("nightjar_telemetry_feed_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name) << text;
  return folder / name;
}

std::string side_file() {
  return "1\n00:00:00,000 --> 00:00:01,000\n[latitude: 51.0] [longitude: -1.0] [rel_alt: 1 abs_alt: 100]\n\n"
         "2\n00:00:01,000 --> 00:00:02,000\n[latitude: 51.1] [longitude: -1.2] [rel_alt: 3 abs_alt: 102]\n\n";
}

TEST(TelemetryFeed, ties_a_side_file_to_the_recording_s_start) {
  TelemetryFeed feed(made("flight.SRT", side_file()).string());
  EXPECT_TRUE(feed.counts_from_start());
  EXPECT_FALSE(feed.at(kStart)) << "the start is not known yet";
  feed.recording_began(kStart);
  EXPECT_FALSE(feed.counts_from_start());
  const auto between = feed.at(kStart + 500ms);
  ASSERT_TRUE(between);
  EXPECT_NEAR(*between->latitude_deg, 51.05, 1e-9);
  EXPECT_NEAR(*between->longitude_deg, -1.1, 1e-9);
  EXPECT_NEAR(*between->height_m, 101 + 46.7, 1);
  EXPECT_FALSE(between->hfov_deg);
  EXPECT_FALSE(feed.at(kStart - 1ms));
  EXPECT_FALSE(feed.at(kStart + 1001ms));
}

TEST(TelemetryFeed, tells_a_side_file_by_content_and_says_once_what_is_odd) {
  TelemetryFeed feed(made("flight.txt", side_file()).string());
  const auto complaint = feed.take_complaint();
  ASSERT_TRUE(complaint);
  EXPECT_THAT(*complaint, HasSubstr("flight.txt:2: "));
  EXPECT_FALSE(feed.take_complaint());
}

TEST(TelemetryFeed, takes_klv_at_the_times_of_its_packets) {
  std::string bytes;
  for (int i = 0; i < 3; ++i) {
    const auto at_us = static_cast<std::uint64_t>((kStart + 1s * i).time_since_epoch().count());
    const Bytes packet = MadeKlv()
                             .number(2, at_us, 8)
                             .balanced(13, 51 + 0.01 * i, 90, 4)
                             .balanced(14, -1.3, 180, 4)
                             .spanned(75, 200, -900, 19000, 2)
                             .packet();
    bytes.append(packet.begin(), packet.end());
  }
  const TelemetryFeed feed(made("flight.klv", bytes).string());
  EXPECT_FALSE(feed.counts_from_start());
  const auto between = feed.at(kStart + 1500ms);
  ASSERT_TRUE(between);
  EXPECT_NEAR(between->latitude_deg.value(), 51.015, 1e-6);
  EXPECT_FALSE(feed.at(kStart + 2001ms));
}

TEST(TelemetryFeed, refuses_klv_of_which_no_packet_is_sound) {
  Bytes packet = MadeKlv().number(2, 1, 8).packet();
  packet.back() ^= 1;
  const auto file = made("damaged.klv", std::string(packet.begin(), packet.end()));
  EXPECT_THROW(TelemetryFeed(file.string()), std::runtime_error);
}

TEST(TelemetryFeed, refuses_what_is_no_telemetry) {
  EXPECT_THROW(TelemetryFeed(made("empty.SRT", "").string() + "x"), std::runtime_error);
  EXPECT_THROW(TelemetryFeed(made("words.SRT", "1\n00:00:00,000 --> 00:00:01,000\nHello.\n").string()),
               std::runtime_error);
}

TEST(TelemetryFeed, is_found_beside_a_recording_of_the_same_stem) {
  const auto side = made("beside.SRT", side_file());
  FrameSourceOptions options;
  options.path = std::filesystem::path(side).replace_extension(".mp4");
  EXPECT_EQ(telemetry_of(options), side.string());
  const auto json = made("beside.jsonl", "");
  EXPECT_EQ(telemetry_of(options), json.string()) << "our own goes first";
}

/// Two frames, a quarter and three quarters of a second after the start.
class TwoFrames : public FrameSource {
 public:
  std::optional<Frame> next(std::stop_token) override {
    if (shown_ == 2) return std::nullopt;
    Frame frame;
    frame.sequence = static_cast<std::uint64_t>(shown_);
    frame.captured_at = kStart + std::chrono::milliseconds(250 + 500 * shown_++);
    return frame;
  }
  [[nodiscard]] FrameCounts counts() const override { return {}; }

 private:
  int shown_ = 0;
};

TEST(TelemetrySource, counts_a_side_file_from_when_the_recording_began) {
  FrameSourceOptions options;
  options.complained = [](const std::string&) {};
  options.started_at = kStart;
  TelemetrySource told(std::make_unique<TwoFrames>(), TelemetryFeed(made("told.SRT", side_file()).string()),
                       options);
  EXPECT_NEAR(*told.next({})->telemetry->latitude_deg, 51.025, 1e-9);
  EXPECT_NEAR(*told.next({})->telemetry->latitude_deg, 51.075, 1e-9);
  options.started_at.reset();
  TelemetrySource untold(std::make_unique<TwoFrames>(),
                         TelemetryFeed(made("untold.SRT", side_file()).string()), options);
  EXPECT_NEAR(*untold.next({})->telemetry->latitude_deg, 51.0, 1e-9) << "from the first frame";
}

TEST(TelemetrySource, allows_for_telemetry_that_is_late) {
  FrameSourceOptions options;
  options.complained = [](const std::string&) {};
  options.started_at = kStart;
  options.telemetry_delay = 200ms;
  TelemetrySource source(std::make_unique<TwoFrames>(), TelemetryFeed(made("late.SRT", side_file()).string()),
                         options);
  const auto frame = source.next({});
  ASSERT_TRUE(frame && frame->telemetry);
  EXPECT_NEAR(*frame->telemetry->latitude_deg, 51.045, 1e-9);
  EXPECT_EQ(frame->telemetry->measured_at, frame->captured_at);
}

}  // namespace
}  // namespace nightjar
