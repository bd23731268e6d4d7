#include <gmock/gmock.h>

#include "ingest/make_frame_source.hpp"
#include "ingest/utc_time.hpp"
#include "tests/ingest/telemetry/made_ts_flight.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

FrameSourceOptions options_for(const std::filesystem::path& file) {
  FrameSourceOptions options;
  options.feed = "drone";
  options.path = file;
  options.pacing = Pacing::lossless;
  options.silent_after = 60s;
  return options;
}

TEST(TsFlightSource, takes_clock_and_telemetry_from_the_stream_itself) {
  const TestFolder folder;
  const FrameSourceOptions options = options_for(write_flight(folder));
  EXPECT_EQ(telemetry_of(options), options.path.string());
  const Outcome outcome = play_out([&] { return make_frame_source(options); });
  ASSERT_EQ(outcome.frames.size(), static_cast<std::size_t>(kFrames)) << outcome.failure->what();
  for (int i = 0; i < kFrames; ++i) {
    const Frame& frame = outcome.frames[static_cast<std::size_t>(i)];
    ASSERT_EQ(number_in(frame.luma), i);
    EXPECT_EQ(frame.clock.source, ClockSource::klv);
    EXPECT_LE(std::chrono::abs(frame.captured_at - (kClipStart + i * 100ms)), 1ms) << i;
    if (i == kFrames - 1) continue;  // after the last record
    ASSERT_TRUE(frame.telemetry) << i;
    EXPECT_NEAR(*frame.telemetry->latitude_deg, *true_at(frame.captured_at).latitude_deg, 1e-6) << i;
    EXPECT_NEAR(*frame.telemetry->gimbal_pitch_deg, -60, 0.01);
  }
  EXPECT_FALSE(outcome.frames.back().telemetry) << "never extrapolated";
}

TEST(TsFlightSource, ties_by_stamps_also_where_started_at_goes_before_the_clock) {
  const TestFolder folder;
  FrameSourceOptions options = options_for(write_flight(folder));
  options.started_at = kClipStart + 1h;
  std::vector<std::string> complaints;
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  const Outcome outcome = play_out([&] { return make_frame_source(options); }, 5);
  ASSERT_EQ(outcome.frames.size(), 5U);
  EXPECT_EQ(outcome.frames[0].captured_at, kClipStart + 1h);
  EXPECT_EQ(outcome.frames[0].clock.source, ClockSource::recording);
  EXPECT_NEAR(outcome.frames[4].telemetry.value().latitude_deg.value(), 51.0004, 1e-6);
  EXPECT_THAT(complaints, testing::Contains(HasSubstr("started_at is +3600.0 s from when its KLV says")));
}

TEST(TsFlightSource, goes_by_a_side_file_of_ours_at_the_stream_s_clock) {
  const TestFolder folder;
  const FrameSourceOptions options = options_for(write_flight(folder));
  folder.write("flight.jsonl", "{\"t\":\"" + format_utc(kClipStart) + "\",\"alt_m\":1}\n{\"t\":\"" +
                                   format_utc(kClipStart + 1s) + "\",\"alt_m\":2}\n");
  const Outcome outcome = play_out([&] { return make_frame_source(options); }, 6);
  ASSERT_EQ(outcome.frames.size(), 6U);
  EXPECT_EQ(outcome.frames[5].clock.source, ClockSource::klv);
  EXPECT_NEAR(outcome.frames[5].telemetry.value().height_m.value(), 1.5, 2e-3);
}

TEST(TsFlightSource, refuses_a_stream_without_klv_that_has_no_date) {
  const TestFolder folder;
  const FrameSourceOptions options = options_for(write_flight(folder, false));
  EXPECT_FALSE(telemetry_of(options));
  const Outcome outcome = play_out([&] { return make_frame_source(options); });
  ASSERT_TRUE(outcome.failure);
  EXPECT_THAT(outcome.failure->what(), HasSubstr("recording without a date of its own: give started_at"));
}

/// The real streams: 25 pictures and ten packets a second, the packets of a flight that took twice as long.
class RealFlights : public testing::TestWithParam<const char*> {};

TEST_P(RealFlights, give_each_picture_what_its_stamp_has) {
  const auto file = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry" / GetParam();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the real telemetry is not here";
  FrameSourceOptions options = options_for(file);
  std::vector<std::string> complaints;
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  const Outcome outcome = play_out([&] { return make_frame_source(options); });
  ASSERT_EQ(outcome.frames.size(), 250U);
  EXPECT_EQ(outcome.frames[0].clock.source, ClockSource::klv);
  // The first and the hundredth packet, as `locate` prints them; the second stands at the time of none.
  EXPECT_EQ(format_utc_exact(outcome.frames[0].captured_at), "2012-09-19T20:40:44.105300Z");
  EXPECT_NEAR(outcome.frames[0].telemetry.value().latitude_deg.value(), 41.1438457, 1e-6);
  const Frame& at_the_last = outcome.frames[247];  // 9.88 s; the last packet's stamp is 9.9 s
  EXPECT_LE(at_the_last.captured_at, *parse_utc("2012-09-19T20:41:04.813799Z"));
  EXPECT_GE(at_the_last.captured_at, *parse_utc("2012-09-19T20:41:04.6Z"));
  EXPECT_NEAR(at_the_last.telemetry.value().latitude_deg.value(), 41.13276, 1e-4);
  EXPECT_FALSE(outcome.frames[249].telemetry) << "after the last packet";
  ASSERT_FALSE(complaints.empty());
  EXPECT_THAT(complaints[0], HasSubstr("times as fast as the stamps of its pictures"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, RealFlights, testing::Values("klv_async.ts", "klv_sync.ts"),
                         [](const auto& kind) {
                           return std::string(kind.param).substr(0, std::string(kind.param).find('.'));
                         });

}  // namespace
}  // namespace nightjar
