#include "ingest/recording/recorded_frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ingest/telemetry/telemetry_file.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

RecordedFrame sample_frame(std::uint64_t sequence) {
  RecordedFrame frame;
  frame.sequence = sequence;
  frame.captured_at = kClipStart + std::chrono::microseconds(123456 + 40000 * sequence);
  frame.clock = {ClockSource::ntp, -7ms, true};
  frame.pts = std::chrono::nanoseconds(987654321 + 40000001 * sequence);
  return frame;
}

std::string error_of(const std::filesystem::path& file) {
  try {
    static_cast<void>(read_recorded_lines(file));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(RecordedFrame, is_read_back_as_it_was) {
  const TestFolder folder;
  RecordedFrame bare;
  bare.sequence = 3;
  bare.outcome = FrameOutcome::broken;
  bare.kept = false;
  RecordedFrame dropped = sample_frame(2);
  dropped.outcome = FrameOutcome::dropped;
  dropped.clock = {ClockSource::arrival, std::nullopt, false};
  const RecordedGap gap{5ns, 6ns, 7ns};
  const RecordedGap untold{8ns, 9ns, 10ns, false};
  const auto file =
      folder.write("f.jsonl", line_of(bare) + line_of(dropped) + line_of(gap) + line_of(untold) +
                                  line_of(sample_frame(1)) + closing_line(kClipStart));
  const RecordedLines lines = read_recorded_lines(file);
  ASSERT_EQ(lines.frames.size(), 3U);
  EXPECT_EQ(lines.frames[0].sequence, 1U) << "in the order of their numbers";
  EXPECT_EQ(line_of(lines.frames[0]), line_of(sample_frame(1)));
  EXPECT_EQ(lines.frames[0].captured_at, sample_frame(1).captured_at);
  EXPECT_EQ(lines.frames[0].clock.offset, -7ms);
  EXPECT_EQ(line_of(lines.frames[1]), line_of(dropped));
  EXPECT_EQ(line_of(lines.frames[2]), line_of(bare));
  EXPECT_FALSE(lines.frames[2].captured_at);
  EXPECT_FALSE(lines.frames[2].kept);
  ASSERT_EQ(lines.gaps.size(), 2U);
  EXPECT_EQ(lines.gaps[0].before_pts, 5ns);
  EXPECT_EQ(lines.gaps[0].at, 6ns);
  EXPECT_EQ(lines.gaps[0].length, 7ns);
  EXPECT_TRUE(lines.gaps[0].told);
  EXPECT_EQ(lines.gaps[1].at, 9ns);
  EXPECT_FALSE(lines.gaps[1].told);
  EXPECT_TRUE(lines.closed);
  EXPECT_FALSE(lines.cut);
}

TEST(RecordedFrame, keeps_telemetry_to_the_last_bit) {
  const TestFolder folder;
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> angle(-360, 360);
  for (int i = 0; i < 2000; ++i) {
    RecordedFrame frame = sample_frame(static_cast<std::uint64_t>(i));
    Telemetry& t = frame.telemetry.emplace();
    t.measured_at = *frame.captured_at;
    t.latitude_deg = angle(random) / 4;
    t.longitude_deg = angle(random) / 2;
    t.height_m = angle(random) * 1e-9;
    t.heading_deg = angle(random);
    t.pitch_deg = -0.0;
    if (i % 2 == 0) t.gimbal_pitch_deg = std::nextafter(-90.0, angle(random));
    const RecordedLines lines = read_recorded_lines(folder.write("f.jsonl", line_of(frame)));
    const Telemetry& read = lines.frames.at(0).telemetry.value();
    EXPECT_EQ(read.measured_at, t.measured_at);
    EXPECT_EQ(read.latitude_deg, t.latitude_deg);
    EXPECT_EQ(read.longitude_deg, t.longitude_deg);
    EXPECT_EQ(read.height_m, t.height_m);
    EXPECT_EQ(read.heading_deg, t.heading_deg);
    EXPECT_TRUE(std::signbit(*read.pitch_deg));
    EXPECT_EQ(read.gimbal_pitch_deg, t.gimbal_pitch_deg);
    EXPECT_FALSE(read.roll_deg);
  }
}

TEST(RecordedFrame, leaves_out_a_last_line_that_is_cut_at_any_byte) {
  const TestFolder folder;
  const std::string whole = line_of(sample_frame(0));
  const std::string last = line_of(sample_frame(1));
  for (std::size_t length = 1; length < last.size(); ++length) {
    const RecordedLines lines = read_recorded_lines(folder.write("f.jsonl", whole + last.substr(0, length)));
    EXPECT_EQ(lines.frames.size(), 1U);
    EXPECT_TRUE(lines.cut);
    EXPECT_FALSE(lines.closed);
  }
  EXPECT_TRUE(read_recorded_lines(folder.write("f.jsonl", whole + std::string(100, '\0'))).cut);
  EXPECT_FALSE(read_recorded_lines(folder.write("f.jsonl", "")).cut);
}

TEST(RecordedFrame, names_file_line_and_key_of_what_is_wrong) {
  const TestFolder folder;
  const std::string good = line_of(sample_frame(0));
  const std::pair<const char*, const char*> cases[] = {
      {"words", ":2: not a JSON object"},
      {"[]", ":2: not a JSON object"},
      {"{}", ":2: neither a frame, a gap nor the end of a recording"},
      {R"({"sequence":1})", ":2: outcome: found nothing, which is none of its words"},
      {R"({"sequence":1,"outcome":"lost"})", ":2: outcome: found \"lost\", which is none of its words"},
      {R"({"sequence":"1","outcome":"broken"})", ":2: sequence: expected a whole number"},
      {R"({"sequence":1,"outcome":"delivered"})", ":2: captured_at: expected a time"},
      {R"({"sequence":1,"outcome":"broken","telemetry":{"t":"x"}})", ":2: telemetry: t: "},
  };
  for (const auto& [line, message] : cases) {
    const auto file = folder.write("f.jsonl", good + line + "\n" + good);
    EXPECT_THAT(error_of(file), HasSubstr(file.string() + message)) << line;
  }
  EXPECT_THAT(error_of(folder / "none.jsonl"), HasSubstr("none.jsonl: cannot be read"));
}

}  // namespace
}  // namespace nightjar
