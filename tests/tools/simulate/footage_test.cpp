#include "tools/simulate/footage.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "config/site_file.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/hotlist_file.hpp"
#include "tools/simulate/footage_text.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<json> lines_of(const fs::path& file) {
  std::vector<json> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

/// Three seconds of everything, made once.
class Footage : public testing::Test {
 protected:
  static FootageOptions options() {
    FootageOptions options;
    options.seed = 4;
    options.lane_s = options.drone_s = 3;
    return options;
  }
  static fs::path make(const std::string& name) {
    const fs::path folder =
        fs::path(testing::TempDir()) / ("nightjar_footage_" + name + "_" + std::to_string(::getpid()));
    FootageProgress progress;
    EXPECT_TRUE(write_footage(folder, options(), progress, {}));
    EXPECT_EQ(progress.lane_frames, 75);
    EXPECT_EQ(progress.drone_frames, 45);
    return folder;
  }
  static void SetUpTestSuite() { folder_ = make("first"); }
  static void TearDownTestSuite() { fs::remove_all(folder_); }

  static fs::path folder_;
};
fs::path Footage::folder_;

TEST_F(Footage, has_the_same_bytes_in_every_file_for_the_same_seed) {
  const fs::path again = make("again");
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const fs::path name = entry.path().filename();
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(again / name)) << name;
    EXPECT_GT(fs::file_size(entry.path()), 50U) << name;
    ++files;
  }
  EXPECT_EQ(files, 11);
  fs::remove_all(again);
}

/// Draws the lane twice and holds file by file against each other.
void expect_same_bytes_twice(const std::string& name, FootageOptions options) {
  options.drone = false;
  fs::path folders[2];
  for (int i = 0; i < 2; ++i) {
    folders[i] = fs::path(testing::TempDir()) /
                 ("nightjar_" + name + std::to_string(i) + "_" + std::to_string(::getpid()));
    FootageProgress progress;
    ASSERT_TRUE(write_footage(folders[i], options, progress, {})) << name;
  }
  for (const char* file : {"lane.mp4", "TRUTH.jsonl", "hotlist.csv", "site.toml", "footage.json"}) {
    EXPECT_TRUE(bytes_of(folders[0] / file) == bytes_of(folders[1] / file)) << name << " " << file;
    EXPECT_TRUE(fs::exists(folders[0] / file)) << name << " " << file;
  }
  for (const fs::path& folder : folders) fs::remove_all(folder);
}

TEST(LaneFootage, has_the_same_bytes_in_rain_at_night_and_in_fog) {
  FootageOptions options;
  options.seed = 3;
  options.lane_s = 0.3;
  options.light = LaneLight::night;
  options.weather = LaneWeather::rain;
  expect_same_bytes_twice("rain", options);
  options.light = LaneLight::overcast;
  options.weather = LaneWeather::fog;
  expect_same_bytes_twice("fog", options);
}

void expect_same_pictures_twice(const LaneRecordingOptions& options, std::size_t chapters) {
  LaneRecording first(options);
  LaneRecording again(options);
  EXPECT_GE(first.chapters(), chapters);
  ASSERT_EQ(first.frames(), again.frames());
  for (int frame = 0; frame < first.frames(); ++frame)
    ASSERT_EQ(cv::norm(first.next(), again.next(), cv::NORM_INF), 0) << "frame " << frame;
  EXPECT_EQ(plate_truth(first), plate_truth(again));
  EXPECT_EQ(hotlist_of(first), hotlist_of(again));
}

TEST(LaneFootage, shows_the_same_pictures_across_changes_of_light_and_weather) {
  LaneRecordingOptions options;
  options.seed = 6;
  options.fps = 0.4;  // chapters of half a minute are quickly drawn
  options.seconds = 62;
  options.conditions = mixed_conditions(std::nullopt, std::nullopt);
  expect_same_pictures_twice(options, 3);
}

TEST(LaneFootage, of_a_number_of_passes_shows_the_same_pictures) {
  LaneRecordingOptions options;
  options.seed = 9;
  options.fps = 2;
  options.passes = 3;
  options.conditions = mixed_conditions(std::nullopt, std::nullopt);
  EXPECT_EQ(LaneRecording(options).passes().size(), 3U);
  expect_same_pictures_twice(options, 1);
}

TEST_F(Footage, tells_the_truth_in_lines_that_name_time_place_and_mark) {
  int plates = 0;
  int bodies = 0;
  for (const json& line : lines_of(folder_ / "TRUTH.jsonl")) {
    if (line.at("kind") == "plate") {
      ++plates;
      EXPECT_EQ(line.at("feed"), "lane");
      EXPECT_EQ(bare_mark(line.at("mark").get<std::string>()), line.at("mark").get<std::string>());
      EXPECT_GE(line.at("from").get<std::string>(), "2026-11-21T20:00:00");
      EXPECT_LE(line.at("from").get<std::string>(), line.at("to").get<std::string>());
      EXPECT_LT(line.at("to").get<std::string>(), "2026-11-21T20:00:03");
      EXPECT_TRUE(line.at("direction") == "towards" || line.at("direction") == "away");
      EXPECT_GE(line.at("width_px").get<double>(), kLeastPlateWidth_px);
      EXPECT_EQ(line.at("light"), "day");
      EXPECT_EQ(line.at("weather"), "dry");
      EXPECT_TRUE(line.at("lines") == 1 || line.at("lines") == 2);
      EXPECT_FALSE(line.at("style").get<std::string>().empty());
    } else {
      ++bodies;
      EXPECT_EQ(line.at("feed"), "drone");
      EXPECT_TRUE(line.at("class") == "person" || line.at("class") == "animal" ||
                  line.at("class") == "vehicle");
      EXPECT_NEAR(line.at("lat").get<double>(), kFlightLatitude_deg, 0.002);
      EXPECT_NEAR(line.at("lon").get<double>(), kFlightLongitude_deg, 0.003);
    }
  }
  EXPECT_GE(plates, 1);
  EXPECT_GE(bodies, 2);
}

TEST_F(Footage, lists_just_the_marks_that_the_truth_calls_listed) {
  const HotlistLoad list = load_hotlist(folder_ / "hotlist.csv");
  ASSERT_TRUE(list.index);
  EXPECT_TRUE(list.findings.faults().empty());
  std::size_t listed = 0;
  for (const Vehicle& vehicle : LaneRecording(options().lane_recording()).vehicles()) {
    EXPECT_EQ(list.index->first_row(vehicle.mark).has_value(), vehicle.listed) << vehicle.mark;
    listed += vehicle.listed ? 1 : 0;
  }
  EXPECT_GE(listed, 1U);
  EXPECT_EQ(list.index->size(), 2 * listed) << "as many again that never come by";
}

TEST_F(Footage, brings_a_site_file_that_the_product_understands) {
  const SiteLoad load = load_site(folder_ / "site.toml");
  EXPECT_TRUE(load.errors.empty()) << load.errors.front();
  ASSERT_TRUE(load.site);
  ASSERT_EQ(load.site->feeds.size(), 2U);
  EXPECT_EQ(load.site->feeds[0].started_at, footage_start());
  EXPECT_EQ(load.site->feeds[1].telemetry, (folder_ / "drone.jsonl").string());
  EXPECT_EQ(std::get<double>(load.site->feeds[1].ground), kFlightGround_m);
}

TEST_F(Footage, states_the_drone_s_pose_for_each_frame) {
  const std::vector<json> lines = lines_of(folder_ / "drone.jsonl");
  ASSERT_EQ(lines.size(), 45U);
  EXPECT_EQ(lines[0].at("t"), "2026-11-21T20:00:00.000000Z");
  EXPECT_EQ(lines[1].at("t"), "2026-11-21T20:00:00.066667Z");
  const Telemetry telemetry = DroneFlight(options().drone_footage().scene).telemetry_at(44 / 15.0);
  EXPECT_NEAR(lines[44].at("lat").get<double>(), telemetry.latitude_deg.value(), 1e-9);
  EXPECT_NEAR(lines[44].at("gimbal_pitch_deg").get<double>(), telemetry.gimbal_pitch_deg.value(), 1e-5);
  EXPECT_NEAR(lines[44].at("alt_m").get<double>(), telemetry.height_m.value(), 1e-3);
}

TEST_F(Footage, keeps_the_exact_pose_apart_from_what_the_drone_reports) {
  EXPECT_EQ(bytes_of(folder_ / "drone_exact.jsonl"), bytes_of(folder_ / "drone.jsonl"));
  FootageOptions wrong = options();
  wrong.lane = false;
  wrong.drone_s = 1;
  wrong.flight.scene.hills = true;
  wrong.flight.telemetry.errors = TelemetryErrors::bias;
  wrong.flight.telemetry.position_m = 4;
  wrong.flight.telemetry.attitude_deg = 1;
  wrong.flight.palette = ThermalPalette::ironbow;
  wrong.flight.written_over = true;
  const fs::path folder = fs::path(testing::TempDir()) / ("nightjar_wrong_" + std::to_string(::getpid()));
  FootageProgress progress;
  ASSERT_TRUE(write_footage(folder, wrong, progress, {}));
  EXPECT_TRUE(footage_stands(folder, wrong));
  const std::vector<json> told = lines_of(folder / "drone.jsonl");
  const std::vector<json> exact = lines_of(folder / "drone_exact.jsonl");
  ASSERT_EQ(told.size(), 15U);
  ASSERT_EQ(exact.size(), 15U);
  EXPECT_NEAR(std::fabs(told[3]["alt_m"].get<double>() - exact[3]["alt_m"].get<double>()), 4, 1e-6);
  EXPECT_NEAR(std::fabs(told[3]["heading_deg"].get<double>() - exact[3]["heading_deg"].get<double>()), 1,
              1e-6);
  const json description = json::parse(bytes_of(folder / "footage.json"));
  EXPECT_EQ(description["telemetry_error"], "bias:4,1");
  EXPECT_EQ(description["palette"], "ironbow");
  EXPECT_EQ(description["terrain"], "hills");
  const SiteLoad load = load_site(folder / "site.toml");
  ASSERT_TRUE(load.site) << load.errors.front();
  EXPECT_EQ(std::get<TerrainSite>(load.site->feeds[0].ground).file, folder / "terrain.tif");
  FootageOptions exact_again = wrong;
  exact_again.flight.telemetry = {};
  EXPECT_FALSE(footage_stands(folder, exact_again));
  fs::remove_all(folder);
}

TEST_F(Footage, stands_only_while_it_is_complete_and_of_the_same_options) {
  EXPECT_TRUE(footage_stands(folder_, options()));
  FootageOptions other = options();
  other.seed = 5;
  EXPECT_FALSE(footage_stands(folder_, other));
  other = options();
  other.drone_s = 4;
  EXPECT_FALSE(footage_stands(folder_, other));
  other = options();
  other.weather = LaneWeather::rain;
  EXPECT_FALSE(footage_stands(folder_, other));
  other = options();
  other.lanes = 2;
  EXPECT_FALSE(footage_stands(folder_, other));
  other = options();
  other.passes = 10;
  EXPECT_FALSE(footage_stands(folder_, other));
  fs::rename(folder_ / "drone.jsonl", folder_ / "elsewhere");
  EXPECT_FALSE(footage_stands(folder_, options()));
  fs::rename(folder_ / "elsewhere", folder_ / "drone.jsonl");
}

TEST_F(Footage, that_is_stopped_early_does_not_stand) {
  const fs::path folder = fs::path(testing::TempDir()) / ("nightjar_stopped_" + std::to_string(::getpid()));
  std::stop_source stop;
  stop.request_stop();
  FootageProgress progress;
  FootageOptions flight = options();
  flight.lane = false;
  EXPECT_FALSE(write_footage(folder, flight, progress, stop.get_token()));
  EXPECT_FALSE(footage_stands(folder, flight));
  fs::remove_all(folder);
}

TEST_F(Footage, names_a_folder_that_cannot_be_made) {
  FootageProgress progress;
  const fs::path below_a_file = folder_ / "site.toml" / "deeper";
  try {
    write_footage(below_a_file, options(), progress, {});
    FAIL() << "expected an error";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(below_a_file.string()), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace nightjar
