#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "config/site_file.hpp"

#include "tests/processing/ground/made_terrain.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

const fs::path kShipped = fs::path(NIGHTJAR_SOURCE_DIR) / "config" / "sites";

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The shipped sites in a folder of their own, with something of each kind where they name files of the user.
class ShippedSites : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("nightjar_sites_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy(kShipped, folder_);
    for (const std::string list : {"force.csv", "sensitive.csv"})
      std::ofstream(folder_ / list) << "mark\nAB12CDE\n";
    for (const std::string file : {"lane.mkv", "line02.jsonl"}) std::ofstream(folder_ / file) << "x";
    fs::copy(write({}, "dem.tif"), folder_ / "dem.tif");
    for (const std::string line : {"line01", "line02"}) {
      fs::create_directories(folder_ / line);
      std::ofstream(folder_ / line / "0001.tiff") << "x";
    }
    std::ofstream(folder_ / "line01" / "telemetry.jsonl")
        << R"({"t":"2026-11-21T20:00:00Z","file":"0001.tiff"})" << '\n';
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
};

TEST_F(ShippedSites, all_load) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() != ".toml") continue;
    const SiteLoad load = load_site(entry.path());
    EXPECT_THAT(load.errors, IsEmpty()) << entry.path();
    names.insert(entry.path().filename().string());
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"demo.toml", "roadside.toml", "recordings.toml"}));
}

TEST_F(ShippedSites, give_the_demonstration_its_two_feeds) {
  const Site site = load_site(folder_ / "demo.toml").site.value();
  ASSERT_EQ(site.feeds.size(), 2U);
  EXPECT_EQ(site.feeds[0].uri, "rtsp://127.0.0.1:8554/lane");
  EXPECT_EQ(site.feeds[0].kind, FeedKind::anpr);
  EXPECT_EQ(site.feeds[1].uri, "rtsp://127.0.0.1:8554/drone");
  EXPECT_EQ(site.feeds[1].kind, FeedKind::thermal);
  EXPECT_EQ(site.feeds[1].telemetry, "udp://127.0.0.1:8601");
  EXPECT_EQ(std::get<double>(site.feeds[1].ground), 100);
  EXPECT_TRUE(fs::exists(site.hotlists.at(0).file));
}

TEST_F(ShippedSites, record_the_roadside_camera) {
  const Site site = load_site(folder_ / "roadside.toml").site.value();
  const RecordingOptions& record = site.feeds.at(0).record.value();
  EXPECT_EQ(record.folder, folder_ / "recordings");
  EXPECT_EQ(record.quota_bytes, 100'000'000'000U);
  EXPECT_EQ(record.segment, std::chrono::seconds(60));
  EXPECT_FALSE(load_site(folder_ / "demo.toml").site->feeds.at(0).record);
}

TEST_F(ShippedSites, ignore_the_plates_of_a_row_of_parked_cars) {
  const Site site = load_site(folder_ / "roadside.toml").site.value();
  const std::vector<PictureZone>& zones = site.feeds.at(0).ignore_zones;
  ASSERT_EQ(zones.size(), 1U);
  ASSERT_EQ(zones[0].size(), 4U);
  EXPECT_EQ(zones[0][1].x, 0.12);
  EXPECT_EQ(zones[0][2].y, 0.55);
}

TEST(SiteReference, names_every_key) {
  const std::string page = text_of(fs::path(NIGHTJAR_SOURCE_DIR) / "docs" / "site-file.md");
  ASSERT_FALSE(page.empty());
  for (const std::string& key : known_site_keys()) {
    if (key.find('.') == std::string::npos) continue;  // tables are headings
    EXPECT_THAT(page, HasSubstr("| `" + key + "` |"));
  }
}

TEST(SiteReference, names_no_key_that_is_not_there) {
  const std::set<std::string> known = known_site_keys();
  std::ifstream page(fs::path(NIGHTJAR_SOURCE_DIR) / "docs" / "site-file.md");
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    const std::string key = line.substr(3, line.find('`', 3) - 3);
    EXPECT_EQ(known.count(key), 1U) << key;
  }
}

}  // namespace
}  // namespace nightjar
