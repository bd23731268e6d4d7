#include "tools/nightjar/locate_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/ingest/telemetry/made_ts.hpp"
#include "tests/tools/nightjar/command_run.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;

class Locate : public ::testing::Test {
 protected:
  Locate() { fs::create_directories(folder_); }
  ~Locate() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const Bytes& bytes) {
    std::ofstream(folder_ / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return (folder_ / name).string();
  }
  std::string file(const std::string& name, const std::string& text) {
    return file(name, Bytes(text.begin(), text.end()));
  }

  /// Runs `nightjar locate` and keeps what it printed.
  int locate(const std::string& arguments) {
    const CommandRun run = run_command(add_locate_command, "locate " + arguments);
    errors = run.err;
    lines.clear();
    std::istringstream out(run.out);
    for (std::string line; std::getline(out, line);) lines.push_back(json::parse(line));
    return run.exit_code;
  }

  std::vector<json> lines;
  std::string errors;

 private:
  fs::path folder_ = fs::temp_directory_path() / ("locate_test_" + std::to_string(getpid()));
};

/// Looks 45 degrees down to the north, and says so rightly.
Bytes packet(int index = 0) {
  return MadeKlv()
      .number(2, 1'763'755'200'000'000U + 100'000U * static_cast<unsigned>(index), 8)
      .spanned(5, 0, 0, 360, 2)
      .balanced(6, 0, 20, 2)
      .balanced(7, 0, 50, 2)
      .balanced(13, 51, 90, 4)
      .balanced(14, -1.3, 180, 4)
      .spanned(16, 20, 0, 180, 2)
      .spanned(17, 16, 0, 180, 2)
      .spanned(18, 0, 0, 360, 4)
      .balanced(19, -45, 180, 4)
      .spanned(20, 0, 0, 360, 4)
      .spanned(21, 1131.4, 0, 5e6, 4)
      .balanced(23, 51 + 800 / 111'248.0, 90, 4)
      .balanced(24, -1.3, 180, 4)
      .spanned(75, 1000, -900, 19000, 2)
      .packet();
}

TEST_F(Locate, prints_a_line_for_every_packet_with_the_keys_of_the_contract) {
  Bytes bytes = packet(0);
  Bytes damaged = packet(1);
  damaged[60] ^= 1;
  bytes += damaged;
  bytes += packet(2);
  ASSERT_EQ(locate(file("flight.klv", bytes)), 0) << errors;
  ASSERT_EQ(lines.size(), 3U);
  const json& first = lines[0];
  for (const char* key : {"t", "lat", "lon", "ce90_m", "slant_m", "surface", "reported", "notes"})
    EXPECT_TRUE(first.contains(key)) << key;
  EXPECT_EQ(first["t"], "2025-11-21T20:00:00.000000Z");
  EXPECT_EQ(first["surface"], "slant_range");
  EXPECT_NEAR(first["lat"].get<double>(), first["reported"]["lat"].get<double>(), 1e-5);
  EXPECT_NEAR(first["slant_m"].get<double>(), 1131.4, 0.1);
  EXPECT_GT(first["ce90_m"].get<double>(), 10);
  EXPECT_TRUE(lines[1]["lat"].is_null());
  EXPECT_TRUE(lines[1]["t"].is_null());
  EXPECT_THAT(lines[1]["notes"].dump(), HasSubstr("the checksum is wrong"));
  EXPECT_TRUE(lines[2]["lat"].is_number());
  EXPECT_THAT(errors, HasSubstr("1 of 3 packets are damaged"));
}

TEST_F(Locate, says_the_same_of_klv_in_both_kinds_of_transport_stream) {
  Bytes bare;
  MadeTs asynchronous;
  MadeTs synchronous;
  for (int i = 0; i < 5; ++i) {
    bare += packet(i);
    asynchronous.tables(0x06).unit(packet(i), 3000U * static_cast<unsigned>(i));
    synchronous.tables(0x15).unit(MadeTs::cell(packet(i)), 3000U * static_cast<unsigned>(i));
  }
  ASSERT_EQ(locate(file("bare", bare)), 0);
  const auto expected = lines;
  ASSERT_EQ(expected.size(), 5U);
  ASSERT_EQ(locate(file("a", asynchronous.bytes())), 0) << errors;
  EXPECT_EQ(lines, expected);
  ASSERT_EQ(locate(file("s", synchronous.bytes())), 0) << errors;
  EXPECT_EQ(lines, expected);
}

TEST_F(Locate, says_where_the_sensor_was_also_where_it_does_not_know_what_it_saw) {
  EXPECT_EQ(locate(file("a.klv", packet())), 0);
  EXPECT_NEAR(lines.at(0).at("sensor").at("lat").get<double>(), 51, 1e-6);
  EXPECT_NEAR(lines.at(0).at("sensor").at("height_m").get<double>(), 1000, 0.5);
  EXPECT_EQ(
      locate(file("a.SRT", "1\n00:00:00,000 --> 00:00:01,000\nGPS(-1.3000,51.0000,19) BAROMETER:50.0\n\n")),
      0);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines.at(0).at("lat").is_null());
  EXPECT_EQ(lines.at(0).at("sensor").at("lat"), 51.0);
  EXPECT_EQ(lines.at(0).at("sensor").at("lon"), -1.3);
}

TEST_F(Locate, takes_ground_pixel_and_size) {
  const std::string flight = file("flight.klv", packet());
  ASSERT_EQ(locate(flight + " --ground 0"), 0) << errors;
  EXPECT_EQ(lines[0]["surface"], "ground");
  const double middle = lines[0]["lat"];
  ASSERT_EQ(locate(flight + " --ground 0 --pixel 319.5,0 --size 640,512"), 0) << errors;
  EXPECT_GT(lines[0]["lat"].get<double>(), middle + 0.001);
  ASSERT_EQ(locate(flight + " --ground=-20.5 --size 640,512"), 0) << errors;
}

TEST_F(Locate, reads_json_lines_and_names_the_line_that_is_wrong) {
  const std::string good =
      R"({"t":"2025-11-21T20:00:00Z","lat":51,"lon":-1.3,"alt_m":1000,"heading_deg":0,"pitch_deg":0,"roll_deg":0,)"
      R"("gimbal_yaw_deg":0,"gimbal_pitch_deg":-45,"gimbal_roll_deg":0,"hfov_deg":20})"
      "\n";
  ASSERT_EQ(locate(file("t.jsonl", good + good) + " --ground 0"), 0) << errors;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NEAR(lines[0]["lat"].get<double>(), 51 + 1000 / 111'248.0, 1e-5);
  EXPECT_TRUE(lines[0]["reported"].is_null());
  EXPECT_EQ(locate(file("bad.jsonl", good + "{\"t\":1}\n" + good) + " --ground 0"), 2);
  EXPECT_EQ(lines.size(), 3U);
  EXPECT_TRUE(lines[1]["lat"].is_null());
  EXPECT_THAT(errors, HasSubstr("bad.jsonl:2: t: found 1"));
}

TEST_F(Locate, tells_time_that_runs_back_once) {
  Bytes bytes = packet(100);
  for (const int index : {101, 0, 1, 2}) bytes += packet(index);
  ASSERT_EQ(locate(file("flight.klv", bytes)), 0);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_THAT(lines[2]["notes"].dump(), HasSubstr("time runs back by 10.1"));
  EXPECT_EQ(lines[3]["notes"].size(), 0U);
}

TEST_F(Locate, refuses_what_is_no_telemetry_and_wishes_that_mean_nothing) {
  EXPECT_EQ(locate(file("empty.klv", Bytes{})), 2);
  EXPECT_THAT(errors, HasSubstr("is no telemetry"));
  EXPECT_EQ(locate(file("noise", std::string("hello"))), 2);
  EXPECT_EQ(locate("/nonexistent/flight.klv"), 2);
  EXPECT_THAT(errors, HasSubstr("/nonexistent/flight.klv"));
  const std::string flight = file("flight.klv", packet());
  for (const char* wrong : {"--pixel 3,4", "--pixel 3 --size 640,512", "--pixel 640,3 --size 640,512",
                            "--pixel nan,3 --size 640,512", "--size 0,0", "--size 640", "--size 99999999,1",
                            "--ground abc", "--ground 1e9", "--ground nan", "--terrain /nonexistent.tif"}) {
    EXPECT_EQ(locate(flight + " " + wrong), 2) << wrong;
    EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << wrong << ": " << errors;
    EXPECT_TRUE(lines.empty()) << wrong;
  }
  EXPECT_EQ(locate(""), 2);
}

class LocateRealFlight : public Locate,
                         public ::testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(LocateRealFlight, comes_within_9_m_of_the_platforms_own_frame_centre) {
  const fs::path flight = fs::path(NIGHTJAR_SHARED_DATA) / "telemetry" / GetParam().first;
  if (!fs::exists(flight)) GTEST_SKIP() << "the recorded flights are not here";
  ASSERT_EQ(locate(flight.string()), 0) << errors;
  std::vector<double> apart_m;
  for (const json& line : lines) {
    EXPECT_EQ(line["surface"], GetParam().second);
    const double latitude_deg = line["lat"];
    const double north_m = (latitude_deg - line["reported"]["lat"].get<double>()) * 111'200;
    const double east_m = (line["lon"].get<double>() - line["reported"]["lon"].get<double>()) * 111'400 *
                          std::cos(latitude_deg * 3.14159265 / 180);
    apart_m.push_back(std::hypot(north_m, east_m));
  }
  std::sort(apart_m.begin(), apart_m.end());
  EXPECT_LT(apart_m.at(apart_m.size() / 2), 9);
}

INSTANTIATE_TEST_SUITE_P(Telemetry, LocateRealFlight,
                         ::testing::Values(std::pair{"cheyenne_first100.klv", "frame_centre"},
                                           std::pair{"klv_async.ts", "frame_centre"},
                                           std::pair{"klv_sync.ts", "frame_centre"},
                                           std::pair{"day_flight.klv", "slant_range"},
                                           std::pair{"night_flight_ir.klv", "slant_range"}),
                         [](const auto& flight) { return fs::path(flight.param.first).stem().string(); });

}  // namespace
}  // namespace nightjar
