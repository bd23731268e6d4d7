#include <gtest/gtest.h>

#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"
#include "tests/tools/replay/replayed.hpp"
#include "tools/simulate/served_footage.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

/// What was said about heat, sorted: live, a withdrawal overtakes what waits to go out.
std::vector<std::string> heat_events(const fs::path& journal_folder) {
  std::vector<std::string> lines;
  const Journal journal(journal_folder);
  for (const StoredEvent& stored : journal.events_since("open", 0, 10'000)) {
    const json event = json::parse(*stored.text);
    if (event["kind"] == "heat_contact") lines.push_back(comparable(event).dump());
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> heat_events(const std::vector<json>& records) {
  std::vector<std::string> lines;
  for (const json& event : of_kind(records, "event"))
    if (event["kind"] == "heat_contact") lines.push_back(comparable(event).dump());
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(RecordedSortie, replays_to_the_very_alerts_and_the_very_layer_of_the_live_search) {
  const MadeSite site("recorded-sortie");
  FootageOptions footage;
  footage.lane_s = 1;
  footage.drone_s = 8;
  FootageProgress progress;
  ASSERT_TRUE(write_footage(site.file("f"), footage, progress, {}));
  const int rtsp = free_port();
  const int telemetry = free_port();
  const ServedFootage served(site.file("f"), footage, rtsp, telemetry);
  site.write("live.toml",
             "[site]\nname = \"live\"\njournal = \"journal\"\n[[channel]]\nname = \"open\"\nlive = \"" +
                 site.live() +
                 "\"\n[[feed]]\nname = \"drone\"\nkind = \"thermal\"\nrecord = \"kept\"\n"
                 "ground = { level_m = 100 }\nexpected = \"sortie\"\nsortie_profile = \"search\"\n"
                 "telemetry = \"udp://127.0.0.1:" +
                 std::to_string(telemetry) + "\"\nuri = \"rtsp://127.0.0.1:" + std::to_string(rtsp) +
                 "/drone\"\n");
  ChildProcess live({NIGHTJAR_PROGRAM, "run", site.file("live.toml").string()}, site.file("run.log"));
  ASSERT_TRUE(live.says("feed drone: first frame", 60s)) << live.output();
  std::this_thread::sleep_for(10s);
  live.signal(SIGTERM);
  ASSERT_EQ(live.wait(30s), 0) << live.output();

  const CommandRun run =
      replayed(site.file("live.toml").string() + " --feed drone=" + site.file("kept/drone").string() +
               " --out " + site.file("r.jsonl").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto expected = heat_events(site.file("journal"));
  EXPECT_GE(expected.size(), 5U) << live.output();
  for (const std::string& line : expected) EXPECT_TRUE(json::parse(line).contains("sortie")) << line;
  const auto replayed_events = heat_events(records_of(site.file("r.jsonl")));
  std::vector<std::string> apart;
  std::set_symmetric_difference(expected.begin(), expected.end(), replayed_events.begin(),
                                replayed_events.end(), std::back_inserter(apart));
  EXPECT_TRUE(apart.empty()) << apart.size() << " differ, the first: " << apart.front();

  std::vector<fs::path> layers;
  for (const auto& entry : fs::directory_iterator(site.file("journal/sorties")))
    if (entry.path().extension() == ".geojson") layers.push_back(entry.path());
  ASSERT_EQ(layers.size(), 1U) << live.output();
  const fs::path replayed_layer = site.file("r.sorties") / layers[0].filename();
  ASSERT_TRUE(fs::exists(replayed_layer)) << run.err;
  EXPECT_EQ(bytes_of(replayed_layer), bytes_of(layers[0]));
}

}  // namespace
}  // namespace nightjar
