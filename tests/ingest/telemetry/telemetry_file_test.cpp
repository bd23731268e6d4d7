#include "ingest/telemetry/telemetry_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/utc_time.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TelemetryFile, reads_all_that_a_record_may_say) {
  const TestFolder folder;
  const auto file = folder.write(
      "t.jsonl",
      R"({"file": "0007.png", "t": "2026-11-21T20:00:00.500Z", "lat": 51.5, "lon": -1.25, "alt_m": 132.9, "heading_deg": 725, "pitch_deg": 1, "roll_deg": -2, "gimbal_yaw_deg": 3, "gimbal_pitch_deg": -90.0, "gimbal_roll_deg": 0, "hfov_deg": 61.8, "vfov_deg": 51.1})");
  const TelemetryRead read = read_telemetry_file(file);
  EXPECT_THAT(read.errors, IsEmpty());
  EXPECT_THAT(read.warnings, IsEmpty());
  ASSERT_EQ(read.records.size(), 1U);
  const TelemetryRecord& record = read.records.front();
  EXPECT_EQ(record.file, "0007.png");
  EXPECT_EQ(record.line, 1);
  const Telemetry& t = record.telemetry;
  EXPECT_EQ(t.measured_at, parse_utc("2026-11-21T20:00:00.500Z"));
  EXPECT_EQ(t.latitude_deg, 51.5);
  EXPECT_EQ(t.longitude_deg, -1.25);
  EXPECT_EQ(t.height_m, 132.9);
  EXPECT_EQ(t.heading_deg, 725);
  EXPECT_EQ(t.pitch_deg, 1);
  EXPECT_EQ(t.roll_deg, -2);
  EXPECT_EQ(t.gimbal_yaw_deg, 3);
  EXPECT_EQ(t.gimbal_pitch_deg, -90);
  EXPECT_EQ(t.gimbal_roll_deg, 0);
  EXPECT_EQ(t.hfov_deg, 61.8);
  EXPECT_EQ(t.vfov_deg, 51.1);
}

TEST(TelemetryFile, leaves_absent_what_is_not_said) {
  const TestFolder folder;
  const auto file =
      folder.write("t.jsonl", "\xEF\xBB\xBF{\"t\":\"2026-11-21T20:00:00Z\",\"heading_deg\":null}\r\n\r\n \n");
  const TelemetryRead read = read_telemetry_file(file);
  EXPECT_THAT(read.errors, IsEmpty());
  ASSERT_EQ(read.records.size(), 1U);
  EXPECT_FALSE(read.records[0].telemetry.heading_deg);
  EXPECT_FALSE(read.records[0].telemetry.latitude_deg);
}

struct Mistake {
  const char* line;
  const char* message;
};

TEST(TelemetryFile, names_each_mistake_with_file_line_and_key) {
  const Mistake mistakes[] = {
      {"nonsense", "the line is not a JSON object, expected {\"t\": …, \"lat\": …, …}"},
      {"[1,2]", "the line is not a JSON object, expected {\"t\": …, \"lat\": …, …}"},
      {"{\"t\":\"2026-11-21T20:00:00Z\"",
       "the line is not a JSON object, expected {\"t\": …, \"lat\": …, …}"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"alt_m\":NaN}",
       "the line is not a JSON object, expected {\"t\": …, \"lat\": …, …}"},
      {"{\"lat\":51,\"lon\":-1}", "t: missing, expected a time such as 2026-11-21T20:00:00.500Z"},
      {"{\"t\":5}", "t: found 5, expected a time such as 2026-11-21T20:00:00.500Z"},
      {"{\"t\":\"2026-11-21T20:00:00\"}",
       "t: found \"2026-11-21T20:00:00\", expected a time such as 2026-11-21T20:00:00.500Z"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"lat\":91,\"lon\":0}",
       "lat: found 91, expected degrees from -90 to 90"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"lat\":51,\"lon\":-181}",
       "lon: found -181, expected degrees from -180 to 180"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"lat\":51}",
       "lon: missing, expected both of lat and lon, or neither"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"lon\":1}",
       "lat: missing, expected both of lat and lon, or neither"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"lat\":\"51\",\"lon\":1}",
       "lat: found \"51\", expected degrees from -90 to 90"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"heading_deg\":\"NaN\"}",
       "heading_deg: found \"NaN\", expected a number of degrees"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"pitch_deg\":true}",
       "pitch_deg: found true, expected a number of degrees"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"hfov_deg\":0}",
       "hfov_deg: found 0, expected degrees between 0 and 180"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"vfov_deg\":180}",
       "vfov_deg: found 180, expected degrees between 0 and 180"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"file\":\"../a.png\"}",
       "file: found \"../a.png\", expected the name of a picture in the same folder"},
      {"{\"t\":\"2026-11-21T20:00:00Z\",\"roll_deg\":1,\"roll_deg\":2}",
       "roll_deg: found twice, expected once"},
  };
  const TestFolder folder;
  for (const Mistake& mistake : mistakes) {
    const auto file =
        folder.write("t.jsonl", std::string("{\"t\":\"2026-11-21T20:00:00Z\"}\n") + mistake.line + "\n");
    const TelemetryRead read = read_telemetry_file(file);
    EXPECT_THAT(read.errors, ElementsAre(file.string() + ":2: " + mistake.message));
    EXPECT_EQ(read.records.size(), 1U);
  }
}

TEST(TelemetryFile, refuses_numbers_beyond_all_bounds) {
  const TestFolder folder;
  const auto file = folder.write("t.jsonl", "{\"t\":\"2026-11-21T20:00:00Z\",\"heading_deg\":1e999}\n");
  EXPECT_EQ(read_telemetry_file(file).errors.size(), 1U);
}

TEST(TelemetryFile, gathers_all_mistakes) {
  const TestFolder folder;
  const auto file = folder.write("t.jsonl", "x\n{\"lat\":100,\"lon\":200}\n\ny\n");
  EXPECT_EQ(read_telemetry_file(file).errors.size(), 5U);  // a line, three keys of another, a line
}

TEST(TelemetryFile, warns_once_of_a_key_it_does_not_know) {
  const TestFolder folder;
  const auto file = folder.write("t.jsonl",
                                 "{\"t\":\"2026-11-21T20:00:00Z\",\"speed\":1}\n"
                                 "{\"t\":\"2026-11-21T20:00:01Z\",\"speed\":1}\n");
  const TelemetryRead read = read_telemetry_file(file);
  EXPECT_THAT(read.warnings, ElementsAre(file.string() + ":1: speed: not a key of telemetry, left out"));
  EXPECT_EQ(read.records.size(), 2U);
}

TEST(TelemetryFile, names_a_file_that_is_missing_empty_or_a_folder) {
  const TestFolder folder;
  EXPECT_EQ(read_telemetry_file(folder / "none.jsonl").errors.size(), 1U);
  EXPECT_EQ(read_telemetry_file(folder.path()).errors.size(), 1U);
  EXPECT_EQ(read_telemetry_file(folder.write("empty.jsonl", "")).errors.size(), 1U);
}

}  // namespace
}  // namespace nightjar
