#include "config/site_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

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

TEST(SiteFile, understands_every_key_of_the_contract) {
  const SiteLoad load = load_site(kSites / "contract" / "site.toml");
  ASSERT_THAT(load.errors, IsEmpty());
  const Site& site = load.site.value();
  EXPECT_EQ(site.name, "hampshire-1");
  EXPECT_EQ(site.journal, kSites / "contract" / "journal");
  EXPECT_EQ(site.areas, kSites / "contract" / "areas.geojson");
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
  EXPECT_EQ(load_site(file).site->hotlists.at(0).restricted_channel, std::nullopt);
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

}  // namespace
}  // namespace nightjar
