#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"
#include "tests/tools/replay/replayed.hpp"
#include "tools/simulate/footage.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(ReplayCommand, writes_events_passes_and_where_every_frame_went) {
  const MadeSite site("replay-records");
  const CommandRun run =
      replayed(site.file("site.toml").string() + " --out " + site.file("r.jsonl").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto records = records_of(site.file("r.jsonl"));
  EXPECT_EQ(records.front()["record"], "replay");
  const auto events = of_kind(records, "event");
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events[0]["event"], "raised");
  EXPECT_EQ(events[0]["vehicle"]["mark"], "LR33TEE");
  EXPECT_EQ(events[0]["replay"], true);
  EXPECT_FALSE(events[0].contains("published_at"));
  EXPECT_EQ(events[0]["stream"], records.front()["stream"]);
  const auto passes = of_kind(records, "pass");
  ASSERT_EQ(passes.size(), 1U);
  EXPECT_EQ(passes[0]["mark"], "LR33TEE");
  EXPECT_EQ(passes[0]["outcome"], "read");
  EXPECT_EQ(passes[0]["candidates"][0]["mark"], "LR33TEE");
  const auto feeds = of_kind(records, "feed");
  ASSERT_EQ(feeds.size(), 1U);
  EXPECT_EQ(feeds[0]["frames"]["decoded"], 12);
  EXPECT_EQ(feeds[0]["frames"]["processed"], 12);
  EXPECT_EQ(feeds[0]["outcomes"]["passes begun"], 1);
  EXPECT_EQ(feeds[0]["outcomes"]["passes read"], 1);
}

TEST(ReplayCommand, gives_the_same_bytes_at_any_speed_and_with_any_number_of_threads) {
  const fs::path folder = fs::temp_directory_path() / "nightjar-replay-same";
  fs::remove_all(folder);
  FootageOptions footage;
  footage.lane_s = 1.5;
  footage.drone_s = 6;
  FootageProgress progress;
  ASSERT_TRUE(write_footage(folder, footage, progress, {}));
  const std::string begin = (folder / "site.toml").string() + " --out " + (folder / "r.jsonl").string();
  std::string first;
  for (const std::string options : {"--threads 1", "--threads 8", "--threads 2 --speed 40", "--threads 1"}) {
    const CommandRun run = replayed(begin + " " + options);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.err, HasSubstr("drawn footage"));
    const std::string bytes = bytes_of(folder / "r.jsonl");
    if (first.empty()) first = bytes;
    EXPECT_EQ(bytes, first) << options;
  }
  const auto records = records_of(folder / "r.jsonl");
  EXPECT_FALSE(of_kind(records, "event").empty());
  EXPECT_EQ(records.front()["drawn"], json::parse(R"(["lane","drone"])"));
  std::map<std::string, int> numbers;
  std::string before;
  for (const json& event : of_kind(records, "event")) {
    EXPECT_EQ(event["seq"], ++numbers[event["channel"]]);
    EXPECT_LE(before, event["captured_at"].get<std::string>());
    before = event["captured_at"];
  }
  fs::remove_all(folder);
}

TEST(ReplayCommand, gives_the_same_bytes_for_real_thermal_passes) {
  const fs::path passes = fs::path(NIGHTJAR_SHARED_DATA) / "thermal";
  if (!fs::exists(passes)) GTEST_SKIP() << "the real thermal passes are not here: " << passes;
  const MadeSite site("replay-passes");
  site.write("passes.toml",
             "[site]\nname = \"passes\"\n[[channel]]\nname = \"open\"\nlive = \"" + site.live() +
                 "\"\n[[feed]]\nname = \"drone\"\nkind = \"thermal\"\nuri = \"udp://127.0.0.1:5000\"\n"
                 "ground = { level_m = 100 }\npose_error = { position_m = 0.3, attitude_deg = 0.3 }\n");
  const fs::path out = site.file("r.jsonl");
  for (const std::string line : {"line01", "line02", "line03"}) {
    std::string first;
    for (const std::string options : {"--threads 1", "--threads 8", "--threads 8 --speed 60"}) {
      const CommandRun run =
          replayed(site.file("passes.toml").string() + " --feed drone=" + (passes / line).string() +
                   " --out " + out.string() + " " + options);
      ASSERT_EQ(run.exit_code, 0) << run.err;
      const std::string bytes = bytes_of(out);
      if (first.empty()) first = bytes;
      EXPECT_EQ(bytes, first) << line << " " << options;
    }
    const std::vector<json> tracks = of_kind(records_of(out), "track");
    EXPECT_GE(tracks.size(), 10U);
    for (const json& track : tracks) {
      ASSERT_EQ(track.contains("path"), track["outcome"] == "confirmed") << track;
      if (!track.contains("path")) continue;
      EXPECT_EQ(track["path"][0]["t"], track["first_seen"]) << track;
    }
  }
}

TEST(ReplayCommand, says_what_the_live_run_said) {
  const MadeSite site("replay-live");
  std::string slow = site.text();
  slow.replace(slow.find("fps = 5"), 7, "fps = 2");
  site.write("slow.toml", slow);
  ChildProcess live({NIGHTJAR_PROGRAM, "run", site.file("slow.toml").string()}, site.file("run.log"));
  ASSERT_TRUE(live.says("the last picture was shown", 60s)) << live.output();
  live.signal(SIGTERM);
  ASSERT_EQ(live.wait(60s), 0) << live.output();
  if (!live.says(" 0 dropped", 0s))
    GTEST_SKIP() << "this machine was too slow to see every picture live: " << live.output();
  const CommandRun run =
      replayed(site.file("slow.toml").string() + " --out " + site.file("r.jsonl").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  std::vector<json> events;
  for (const json& event : of_kind(records_of(site.file("r.jsonl")), "event"))
    events.push_back(comparable(event));
  const auto expected = journalled_events(site.file("journal"));
  EXPECT_FALSE(expected.empty());
  EXPECT_EQ(events, expected);
}

TEST(ReplayCommand, lets_a_recording_stand_in_for_a_live_feed) {
  const MadeSite site("replay-stand-in");
  std::string text = site.text();
  text.replace(text.find("uri = \"road\""), 12, "uri = \"rtsp://u:secret@10.0.0.5/x\"");
  site.write("live.toml", text);
  const CommandRun without =
      replayed(site.file("live.toml").string() + " --out " + site.file("r.jsonl").string());
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_EQ(without.err, site.file("live.toml").string() +
                             ": feed: all are live (road), expected a recording: --feed NAME=PATH\n");
  const CommandRun with =
      replayed(site.file("live.toml").string() + " --feed road=" + site.file("road").string() + " --out " +
               site.file("r.jsonl").string());
  ASSERT_EQ(with.exit_code, 0) << with.err;
  EXPECT_EQ(of_kind(records_of(site.file("r.jsonl")), "pass").size(), 1U);
}

TEST(ReplayCommand, writes_to_a_device_and_leaves_it_there) {
  const MadeSite site("replay-device");
  fs::create_symlink("/dev/null", site.file("r.jsonl"));
  const CommandRun run =
      replayed(site.file("site.toml").string() + " --out " + site.file("r.jsonl").string());
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_TRUE(fs::is_symlink(site.file("r.jsonl")));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(ReplayCommand, tells_the_story_of_a_mark_and_paints_it) {
  const MadeSite site("replay-story");
  const CommandRun run =
      replayed(site.file("site.toml").string() + " --out " + site.file("r.jsonl").string() +
               " --pictures --explain \"LR33 TEE\" --draw " + site.file("drawn").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("road pass 1: LR33TEE\n"));
  EXPECT_THAT(run.out, HasSubstr("raised, revision 1, channel open; matches LR33TEE of list force"));
  EXPECT_THAT(run.out, HasSubstr("over, read:"));
  EXPECT_TRUE(fs::exists(site.file("drawn") / "road-00000000.jpg"));
  const auto passes = of_kind(records_of(site.file("r.jsonl")), "pass");
  ASSERT_EQ(passes.size(), 1U);
  EXPECT_EQ(passes[0]["picture"], "r.pictures/road-pass-1.jpg");
  EXPECT_TRUE(fs::exists(site.file("r.pictures") / "road-pass-1.jpg"));
}

TEST(ReplayCommand, names_the_likest_where_nobody_has_that_mark) {
  const MadeSite site("replay-likest");
  const CommandRun run = replayed(site.file("site.toml").string() + " --out " +
                                  site.file("r.jsonl").string() + " --explain LR33TEF");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err,
              HasSubstr("replay: --explain LR33TEF: no vehicle or contact of that name; the likest:\n"
                        "  road pass 1: LR33TEE\n"));
}

TEST(ReplayCommand, refuses_what_it_cannot_replay_with_one_line_each) {
  const MadeSite site("replay-refused");
  const std::string file = site.file("site.toml").string();
  const std::string out = " --out " + site.file("r.jsonl").string();
  const std::string road = site.file("road").string();
  fs::create_directories(site.file("folder"));
  site.write("undated.toml", [&] {
    std::string text = site.text();
    text.replace(text.find("started_at = 2026-11-21T20:00:00Z\n"), 34, "");
    return text;
  }());
  const std::vector<std::pair<std::string, std::string>> lines{
      {file + " --feed road=/no/such" + out,
       "replay: --feed road=/no/such: there is no such file or folder\n"},
      {file + " --feed road" + out,
       "replay: --feed road: expected NAME=PATH, a feed of the site and its recording\n"},
      {file + " --feed lane=" + road + out,
       "replay: --feed lane=" + road + ": no feed of that name in " + file + ", expected one of: road\n"},
      {file + " --feed road=" + road + " --feed road=" + road + out,
       "replay: --feed road=" + road + ": the feed road was given before\n"},
      {file + " --speed fast" + out, "replay: --speed fast: expected max, or a number above 0\n"},
      {file + " --out " + site.file("folder").string(),
       site.file("folder").string() + ": is a folder, expected a file\n"},
      {file + " --out /no/such/r.jsonl", "/no/such/r.jsonl: cannot be written\n"},
      {site.file("undated.toml").string() + out,
       site.file("undated.toml").string() +
           ":12: feed[road].started_at: missing, expected for a folder whose "
           "pictures have no times of their own\n"}};
  for (const auto& [line, message] : lines) {
    const CommandRun run = replayed(line);
    EXPECT_EQ(run.exit_code, 2) << line;
    EXPECT_EQ(run.err, message) << line;
    EXPECT_FALSE(fs::exists(site.file("r.jsonl"))) << line;
  }
}

TEST(ReplayCommand, writes_what_came_before_a_recording_broke_and_fails) {
  const MadeSite site("replay-broken");
  std::ofstream(site.file("road") / "1006.png", std::ios::trunc) << "no picture";
  const CommandRun run =
      replayed(site.file("site.toml").string() + " --out " + site.file("r.jsonl").string());
  EXPECT_EQ(run.exit_code, 0) << "one broken picture is left out";
  EXPECT_THAT(run.err, HasSubstr("1006.png"));
  const auto feeds = of_kind(records_of(site.file("r.jsonl")), "feed");
  EXPECT_EQ(feeds[0]["frames"]["broken"], 1);
  EXPECT_EQ(feeds[0]["frames"]["processed"], 11);
}

}  // namespace
}  // namespace nightjar
