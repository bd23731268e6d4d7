#include "config/site_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/processing/ground/made_terrain.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

const fs::path kSites = fs::path(NIGHTJAR_TEST_DATA) / "sites";

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(SiteFile, encrypts_channels_where_there_are_keys_unless_one_says_otherwise) {
  const SiteLoad load = parse_site(
      "[site]\nname = \"s\"\n[keys]\nserver = \"keys/worker.secret\"\nclients = \"keys/clients\"\n"
      "[[channel]]\nname = \"open\"\nlive = \"tcp://0.0.0.0:5560\"\ndesk = \"tcp://[::]:5561\"\n"
      "[[channel]]\nname = \"covert\"\nlive = \"tcp://10.0.0.1:5562\"\nclients = \"few\"\n"
      "[[channel]]\nname = \"here\"\nlive = \"tcp://127.0.0.1:5564\"\nencrypted = false\n"
      "[[feed]]\nname = \"f\"\nkind = \"anpr\"\nuri = \"rtsp://10.0.0.5/stream\"\n",
      "/etc/nightjar/site.toml", {});
  ASSERT_THAT(load.errors, IsEmpty());
  const Site& site = load.site.value();
  EXPECT_EQ(site.keys.value().server, "/etc/nightjar/keys/worker.secret");
  EXPECT_FALSE(site.keys.value().local.has_value());
  EXPECT_TRUE(site.channels.at(0).encrypted);
  EXPECT_EQ(site.channels.at(0).clients, "/etc/nightjar/keys/clients");
  EXPECT_EQ(site.channels.at(1).clients, "/etc/nightjar/few");
  EXPECT_FALSE(site.channels.at(2).encrypted);
}

TEST(SiteFile, understands_every_key_of_the_contract) {
  const SiteLoad load = load_site(kSites / "contract" / "site.toml");
  ASSERT_THAT(load.errors, IsEmpty());
  const Site& site = load.site.value();
  EXPECT_EQ(site.name, "hampshire-1");
  EXPECT_EQ(site.journal, kSites / "contract" / "journal");
  EXPECT_EQ(site.areas_file, kSites / "contract" / "areas.geojson");
  EXPECT_EQ(site.version.size(), 16U);

  ASSERT_EQ(site.channels.size(), 1U);
  EXPECT_EQ(site.channels[0].name, "open");
  EXPECT_EQ(site.channels[0].live, "tcp://127.0.0.1:5560");
  EXPECT_EQ(site.channels[0].desk, "tcp://127.0.0.1:5561");
  EXPECT_FALSE(site.channels[0].restricted);
  EXPECT_EQ(site.channels[0].retention_days, 30);

  ASSERT_EQ(site.hotlists.size(), 1U);
  EXPECT_EQ(site.hotlists[0].file, kSites / "contract" / "force.csv");
  EXPECT_EQ(site.hotlists[0].channel, "open");
  EXPECT_EQ(site.hotlists[0].matching, Matching::possible);
  EXPECT_EQ(site.hotlists[0].handling, AlertHandling::alarm);
  EXPECT_EQ(site.hotlists[0].max_age_h, 24);

  ASSERT_EQ(site.feeds.size(), 2U);
  const FeedSite& camera = site.feeds[0];
  EXPECT_EQ(camera.kind, FeedKind::anpr);
  EXPECT_EQ(camera.uri, "rtsp://user:secret@10.0.0.5/stream");
  EXPECT_TRUE(camera.path.empty());
  EXPECT_EQ(camera.channel, "open");
  EXPECT_EQ(camera.place->latitude_deg, 51.01);
  EXPECT_EQ(camera.place->longitude_deg, -1.15);
  EXPECT_EQ(camera.place->bearing_deg, 180);
  EXPECT_EQ(camera.place->words, "A32 at West Meon");
  EXPECT_EQ(camera.place->towards, "northbound to Alton");
  EXPECT_EQ(camera.place->away, "southbound to West Meon");
  EXPECT_EQ(camera.keep_reads_h, 1);

  const FeedSite& drone = site.feeds[1];
  EXPECT_EQ(drone.kind, FeedKind::thermal);
  EXPECT_EQ(drone.path, kSites / "contract" / "flight.ts");
  EXPECT_EQ(std::get<double>(drone.ground), 100);
  EXPECT_EQ(drone.pose_error.position_m, 1.0);
  EXPECT_EQ(drone.pose_error.attitude_deg, 1.0);
  EXPECT_EQ(drone.fps, 2);
  using namespace std::chrono;
  EXPECT_EQ(drone.started_at.value(), sys_days{year{2026} / 11 / 21} + hours{20});
}

TEST(SiteFile, understands_the_terms_of_a_list) {
  const std::string file = (kSites / "contract" / "site.toml").string();
  std::string text = text_of(file);
  const auto at = text.find("max_age_h");
  ASSERT_NE(at, std::string::npos);
  text.insert(
      at,
      "handling_by_action = { stop = \"queue\", SILENT = \"record\" }\nthreshold = 0.25\nquiet_min = 5\n");
  text += "\n[[channel]]\nname = \"covert\"\nlive = \"tcp://127.0.0.1:5570\"\nrestricted = true\n";
  const SiteLoad load = parse_site(text, file);
  ASSERT_THAT(load.errors, IsEmpty());
  const HotlistSite& list = load.site->hotlists.at(0);
  EXPECT_THAT(list.handling_by_action, ElementsAre(testing::Pair("SILENT", AlertHandling::record),
                                                   testing::Pair("STOP", AlertHandling::queue)));
  EXPECT_EQ(list.threshold, 0.25);
  EXPECT_EQ(list.quiet_min, 5);
  EXPECT_EQ(list.restricted_channel, "covert");
  EXPECT_THAT(list.open_markings, testing::Contains("OFFICIAL"));
  text.insert(text.find("handling_by_action"), "restricted_channel = \"none\"\n");
  EXPECT_EQ(parse_site(text, file).site->hotlists.at(0).restricted_channel, std::nullopt);
  EXPECT_EQ(load_site(file).site->hotlists.at(0).restricted_channel, std::nullopt);
}

TEST(SiteFile, takes_when_alerts_are_told_again_and_has_a_usual_way_where_none_is_written) {
  const std::string file = (kSites / "contract" / "site.toml").string();
  const std::vector<EscalationStep> usual = load_site(file).site->escalation;
  ASSERT_EQ(usual.size(), 3U);
  EXPECT_EQ(usual[0].after, std::chrono::seconds(60));
  const SiteLoad load = parse_site(
      text_of(file) +
          "\n[room]\nreceive_within_s = 90\nentry_current_min = 15\n[[escalation]]\nup_to_priority = 30\n"
          "after_s = 20\ntimes = 7\nhandling = [\"alarm\", \"queue\"]\n",
      file);
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.site->deeds.receive_within, std::chrono::seconds(90));
  EXPECT_EQ(load.site->deeds.entry_current, std::chrono::minutes(15));
  ASSERT_EQ(load.site->escalation.size(), 1U);
  const EscalationStep& step = load.site->escalation[0];
  EXPECT_EQ(step.up_to_priority, 30);
  EXPECT_EQ(step.every, std::chrono::seconds(20)) << "as after_s";
  EXPECT_EQ(step.times, 7);
  EXPECT_THAT(step.handling, ElementsAre(AlertHandling::alarm, AlertHandling::queue));
}

TEST(SiteFile, lets_a_channel_name_the_markings_it_may_carry) {
  const std::string file = (kSites / "contract" / "site.toml").string();
  std::string text = text_of(file);
  const auto at = text.find("retention_days");
  text.insert(at, "open_markings = [\"OFFICIAL-SENSITIVE\"]\n");
  const SiteLoad load = parse_site(text, file);
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_THAT(load.site->hotlists.at(0).open_markings, ElementsAre("OFFICIAL-SENSITIVE"));
  text.replace(text.find("[\"OFFICIAL-SENSITIVE\"]"), 22, "[\"A\", 3]");
  EXPECT_THAT(parse_site(text, file).errors,
              ElementsAre(testing::HasSubstr("open_markings: found 3 among its items")));
}

/// A site of one drone with these keys.
SiteLoad drone_site(const std::string& keys) {
  const fs::path file = made_file("site.toml");
  std::ofstream(file) << "[site]\nname = \"s\"\njournal = \"j\"\n[[channel]]\nname = \"open\"\nlive = "
                         "\"tcp://127.0.0.1:5560\"\n"
                         "[[feed]]\nname = \"drone\"\nkind = \"thermal\"\nuri = \"udp://0.0.0.0:5000\"\n"
                      << keys << "\n";
  return load_site(file);
}

TEST(SiteFile, takes_a_terrain_and_what_its_heights_count_from) {
  const fs::path terrain = write({}, "hills.tif");
  const SiteLoad load =
      drone_site("ground = { terrain = \"hills.tif\", datum = \"mean-sea-level\", error_m = 2.5 }");
  ASSERT_THAT(load.errors, IsEmpty());
  const FeedSite& feed = load.site->feeds.at(0);
  EXPECT_EQ(std::get<TerrainSite>(feed.ground).file, terrain);
  EXPECT_EQ(std::get<TerrainSite>(feed.ground).datum, HeightDatum::mean_sea_level);
  EXPECT_EQ(feed.ground_error_m, 2.5);
}

TEST(SiteFile, refuses_a_terrain_without_a_projection_by_file_line_and_key) {
  MadeTerrain made;
  made.system = "";
  const fs::path terrain = write(made, "nowhere.tif");
  const SiteLoad load = drone_site("ground = { terrain = \"nowhere.tif\" }");
  EXPECT_THAT(load.errors,
              ElementsAre(testing::AllOf(
                  testing::HasSubstr("site.toml:11: feed[drone].ground.terrain: " + terrain.string()),
                  testing::HasSubstr("no projection"))));
  EXPECT_THAT(drone_site("ground = { level_m = 1, datum = \"ellipsoid\" }").errors,
              ElementsAre(testing::HasSubstr("ground.datum: ")));
}

TEST(SiteFile, takes_the_palette_and_the_screen_zones_of_a_drone_s_video) {
  const SiteLoad load =
      drone_site("palette = \"black-hot\"\nscreen_zones = [[[0, 0], [1, 0], [1, 0.1], [0, 0.1]]]");
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.site->feeds.at(0).palette.value(), HeatPalette::black_hot);
  ASSERT_EQ(load.site->feeds.at(0).screen_zones.size(), 1U);
  EXPECT_EQ(load.site->feeds.at(0).screen_zones[0].size(), 4U);
  EXPECT_FALSE(drone_site("palette = \"auto\"").site->feeds.at(0).palette);
  EXPECT_FALSE(drone_site("").site->feeds.at(0).palette);
}

TEST(SiteFile, takes_the_lens_of_a_drone_s_camera) {
  const SiteLoad load = drone_site("lens = { k1 = -0.21, k2 = 0.05, p1 = 0.001, hfov_deg = 57.5 }");
  ASSERT_THAT(load.errors, IsEmpty());
  const LensSite& lens = load.site->feeds.at(0).lens;
  EXPECT_EQ(lens.distortion.k1, -0.21);
  EXPECT_EQ(lens.distortion.k2, 0.05);
  EXPECT_EQ(lens.distortion.k3, 0);
  EXPECT_EQ(lens.distortion.p1, 0.001);
  EXPECT_EQ(lens.hfov_deg, 57.5);
  EXPECT_FALSE(lens.vfov_deg);
  EXPECT_THAT(drone_site("lens = { k4 = 1 }").errors, ElementsAre(testing::HasSubstr("lens.k4")));
}

}  // namespace
}  // namespace nightjar
