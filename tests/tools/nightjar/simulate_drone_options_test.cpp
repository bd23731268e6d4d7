#include "tools/nightjar/simulate_drone_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar {
namespace {

using testing::HasSubstr;

DroneFootageOptions parsed(const std::string& line) {
  CLI::App app;
  DroneFootageOptions footage;
  std::string out;
  app.add_option("OUT", out);
  add_drone_options(app, footage);
  app.parse(line);
  return footage;
}

TEST(SimulateDroneOptions, take_a_flight_its_scene_and_what_is_wrong_with_its_telemetry) {
  const DroneFootageOptions footage = parsed(
      "--flight search --sun evening --flight-weather rain --terrain hills --height 55.5 --zoom 2 --fps 30 "
      "--people 3 "
      "--animals 0 "
      "--vehicles 1 --palette black-hot --osd --telemetry-error bias:2.5,0.75 --telemetry-delay-ms 250 "
      "--telemetry-gap 3,4.5 --telemetry-gap 10,11 --telemetry-hz 5 out");
  EXPECT_EQ(footage.scene.flight, FlightKind::search);
  EXPECT_EQ(footage.scene.sun, SunHeat::evening);
  EXPECT_EQ(footage.scene.weather, Weather::rain);
  EXPECT_TRUE(footage.scene.hills);
  EXPECT_EQ(footage.scene.height_m, 55.5);
  EXPECT_EQ(footage.scene.zoom, 2);
  EXPECT_EQ(footage.scene.fps, 30);
  EXPECT_EQ(footage.scene.people, 3);
  EXPECT_EQ(footage.scene.animals, 0);
  EXPECT_EQ(footage.scene.vehicles, 1);
  EXPECT_EQ(footage.palette, ThermalPalette::black_hot);
  EXPECT_TRUE(footage.written_over);
  EXPECT_EQ(footage.telemetry.errors, TelemetryErrors::bias);
  EXPECT_EQ(footage.telemetry.position_m, 2.5);
  EXPECT_EQ(footage.telemetry.attitude_deg, 0.75);
  EXPECT_EQ(footage.telemetry.delay_s, 0.25);
  ASSERT_EQ(footage.telemetry.gaps.size(), 2U);
  EXPECT_EQ(footage.telemetry.gaps[1].from_s, 10);
  EXPECT_EQ(footage.telemetry.hz, 5);
  EXPECT_EQ(words_of(footage).find("\"flight\":\"search\""), 0U);
  EXPECT_THAT(words_of(footage), HasSubstr("\"fps\":30"));
}

TEST(SimulateDroneOptions, are_those_of_the_demonstration_where_none_is_given) {
  EXPECT_EQ(words_of(parsed("out")), words_of(DroneFootageOptions()));
  EXPECT_FALSE(DroneFootageOptions().scene.hills);
}

TEST(SimulateDroneOptions, refuse_what_they_cannot_do_by_name) {
  const std::pair<std::string, std::string> kCases[] = {
      {"--telemetry-error noise:1,1",
       "--telemetry-error: found noise:1,1, expected none, normal:POS_M,ATT_DEG"},
      {"--telemetry-error bias:1", "--telemetry-error: found bias:1, expected"},
      {"--telemetry-error normal:1,91", "--telemetry-error: found normal:1,91, expected"},
      {"--telemetry-error normal:-1,1", "--telemetry-error: found normal:-1,1, expected"},
      {"--telemetry-error normal:1,1x", "--telemetry-error: found normal:1,1x, expected"},
      {"--telemetry-error normal:nan,1", "--telemetry-error: found normal:nan,1, expected"},
      {"--telemetry-gap 5,3", "--telemetry-gap: found 5,3, expected FROM,TO"},
      {"--telemetry-gap 5", "--telemetry-gap: found 5, expected FROM,TO"},
      {"--telemetry-hz 0", "--telemetry-hz"},
      {"--fps 0", "--fps"},
      {"--telemetry-delay-ms -1", "--telemetry-delay-ms"},
      {"--height 20", "--height"},
      {"--zoom 9", "--zoom"},
      {"--people -1", "--people"},
      {"--vehicles 21", "--vehicles"},
      {"--flight upside-down", "--flight"},
      {"--palette sepia", "--palette"},
      {"--flight-weather snow", "--flight-weather"},
      {"--sun noon", "--sun"},
      {"--terrain alps", "--terrain"},
  };
  for (const auto& [line, words] : kCases) {
    try {
      parsed(line);
      FAIL() << line;
    } catch (const CLI::ParseError& error) {
      EXPECT_THAT(error.what(), HasSubstr(words)) << line;
    }
  }
}

}  // namespace
}  // namespace nightjar
