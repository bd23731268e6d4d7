#include "tools/nightjar/sortie_board.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const SortieBoard::Steady::time_point kStart = SortieBoard::Steady::time_point() + 1h;

/// A site with a drone in its case and a camera on a mast.
struct Base {
  Base() {
    site.journal = folder.path();
    site.version = "v1";
    FeedSite drone;
    drone.name = "drone";
    drone.kind = FeedKind::thermal;
    drone.channel = "open";
    drone.expected = FeedExpected::sortie;
    FeedSite mast = drone;
    mast.name = "mast";
    mast.expected = FeedExpected::always;
    site.feeds = {drone, mast};
  }
  SortieBoard board() {
    return SortieBoard(site, [this](AlertParcel parcel) { told.push_back(parcel.event); });
  }
  [[nodiscard]] nlohmann::json kept(const std::string& id) const {
    return nlohmann::json::parse(file_text(folder.path() / "sorties" / (id + ".json")));
  }

  TemporaryFolder folder;
  Site site;
  std::vector<AlertEvent> told;
};

Sortie wanted() {
  Sortie sortie;
  sortie.feed = "drone";
  sortie.pilot = "PC Pilot";
  sortie.purpose = "missing person";
  sortie.authority = "CAD 123";
  sortie.profile = SortieProfile::search;
  sortie.begun_by = "Inspector";
  sortie.reason = "walker overdue";
  sortie.started_at = evening();
  return sortie;
}

/// A picture of a made field from 60 m, for the layer.
Frame looking_down(CaptureTime captured_at) {
  Frame frame;
  frame.captured_at = captured_at;
  frame.luma = cv::Mat(512, 640, CV_16UC1);
  cv::RNG noise(7);
  noise.fill(frame.luma, cv::RNG::NORMAL, 8000, 12);
  frame.luma.colRange(0, 320) += 400;  // a field beside a wood
  Telemetry telemetry;
  telemetry.latitude_deg = 51;
  telemetry.longitude_deg = -1.35;
  telemetry.height_m = 160;
  telemetry.heading_deg = telemetry.pitch_deg = telemetry.roll_deg = 0;
  telemetry.gimbal_yaw_deg = telemetry.gimbal_roll_deg = 0;
  telemetry.gimbal_pitch_deg = -90;
  telemetry.hfov_deg = 45;
  frame.telemetry = telemetry;
  return frame;
}

GroundTrackerOptions level() {
  GroundTrackerOptions options;
  options.ground.level_m = 100;
  return options;
}

TEST(SortieBoard, a_drone_in_its_case_is_no_fault_and_a_mast_always_is) {
  Base base;
  SortieBoard board = base.board();
  EXPECT_FALSE(board.expects("drone"));
  EXPECT_TRUE(board.expects("mast"));
  EXPECT_FALSE(board.seen("mast", evening(), kStart));
}

TEST(SortieBoard, begins_with_the_stream_has_no_pilot_until_somebody_says_so_and_keeps_its_id) {
  Base base;
  SortieBoard board = base.board();
  const auto first = board.seen("drone", evening(), kStart);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->id, sortie_id("drone", evening()));
  EXPECT_EQ(first->profile, SortieProfile::watch);
  EXPECT_FALSE(board.expects("drone"));
  ASSERT_EQ(base.told.size(), 2U) << "opened and closed at once: nothing is wrong";
  EXPECT_THAT(base.told[0].health->detail, HasSubstr("pilot, purpose and authority are not named"));
  EXPECT_EQ(base.told[0].handling, AlertHandling::queue);
  EXPECT_EQ(base.told[0].sortie, first->id);
  EXPECT_EQ(base.told[1].event, AlertHappening::closed);

  const SortieAnswer named = board.start(wanted());
  EXPECT_EQ(named.refusal, "");
  EXPECT_EQ(board.seen("drone", evening(1000), kStart + 1s), (FrameSortie{first->id, SortieProfile::search}));
  EXPECT_TRUE(board.expects("drone")) << "who flies by order is missed when silent";
  EXPECT_EQ(base.kept(first->id)["pilot"], "PC Pilot");
  EXPECT_EQ(base.kept(first->id)["authority"], "CAD 123");
  EXPECT_FALSE(base.kept(first->id).contains("ended_at"));
  EXPECT_THAT(board.start(wanted()).refusal, HasSubstr("is flying; stop it first"));
}

TEST(SortieBoard, ends_by_itself_what_began_by_itself_after_the_silence_that_is_stated) {
  Base base;
  SortieBoard board = base.board();
  std::vector<std::string> rested;
  board.on_rest([&](const std::string& feed) { rested.push_back(feed); });
  const auto first = board.seen("drone", evening(), kStart);
  board.look_at_the_clock(kStart + 119s, evening(119'000));
  EXPECT_TRUE(rested.empty());
  board.look_at_the_clock(kStart + 120s, evening(120'000));
  EXPECT_THAT(rested, testing::ElementsAre("drone"));
  EXPECT_EQ(base.kept(first->id)["ended_by"], "no picture for 120 s");
  const auto second = board.seen("drone", evening(300'000), kStart + 300s);
  EXPECT_NE(second->id, first->id);
}

TEST(SortieBoard, ends_what_a_person_began_only_when_a_person_says_so) {
  Base base;
  SortieBoard board = base.board();
  const std::string id = board.start(wanted()).sortie->id;
  board.look_at_the_clock(kStart + 24h, evening());
  EXPECT_TRUE(board.expects("drone"));
  const SortieAnswer stopped = board.stop("drone", "Inspector", evening(60'000));
  EXPECT_EQ(stopped.refusal, "");
  EXPECT_TRUE(stopped.coverage.empty()) << "nothing was looked at";
  EXPECT_FALSE(board.expects("drone"));
  EXPECT_EQ(base.kept(id)["ended_by"], "Inspector");
  EXPECT_NE(board.stop("drone", "Inspector", evening()).refusal, "");
  EXPECT_NE(board.stop("mast", "Inspector", evening()).refusal, "");
  Sortie of_mast = wanted();
  of_mast.feed = "mast";
  EXPECT_THAT(board.start(of_mast).refusal, HasSubstr("has sorties"));
}

TEST(SortieBoard, goes_on_after_a_restart_with_what_a_person_began) {
  Base base;
  std::string named, unnamed;
  {
    SortieBoard board = base.board();
    unnamed = board.seen("drone", evening(), kStart)->id;
    board.leave();
  }
  {
    SortieBoard board = base.board();
    EXPECT_TRUE(base.kept(unnamed).contains("ended_at"));
    named = board.start(wanted()).sortie->id;
    board.leave();
  }
  SortieBoard board = base.board();
  EXPECT_TRUE(board.expects("drone"));
  EXPECT_EQ(board.seen("drone", evening(9000), kStart)->id, named);
}

TEST(SortieBoard, keeps_where_was_looked_on_demand_and_at_the_end) {
  Base base;
  SortieBoard board = base.board();
  const FrameSortie flight = board.seen("drone", evening(), kStart).value();
  for (int i = 0; i < 3; ++i)
    board.coverage_of("drone")->look(flight, looking_down(evening(1000 * i)), level(), false);
  const SortieAnswer now = board.coverage("drone");
  EXPECT_EQ(now.coverage.filename(), flight.id + "-now.geojson");
  const SortieAnswer stopped = board.stop("drone", "Inspector", evening(5000));
  EXPECT_EQ(stopped.coverage.filename(), flight.id + ".geojson");
  EXPECT_FALSE(std::filesystem::exists(now.coverage));
  const auto layer = nlohmann::json::parse(file_text(stopped.coverage));
  EXPECT_EQ(layer["type"], "FeatureCollection");
  EXPECT_EQ(layer["sortie"], flight.id);
  ASSERT_FALSE(layer["features"].empty());
  for (const auto& feature : layer["features"]) {
    EXPECT_EQ(feature["properties"]["looks"], 3);
    EXPECT_EQ(feature["properties"]["poor"], false);
    EXPECT_NEAR(feature["properties"]["px_per_m"].get<double>(), 12.8, 0.3);
    const auto& ring = feature["geometry"]["coordinates"][0];
    ASSERT_EQ(ring.size(), 5U);
    EXPECT_EQ(ring.front(), ring.back());
    EXPECT_NEAR(ring[0][1].get<double>(), 51, 0.001);
  }
  EXPECT_EQ(layer.dump().find("clear"), std::string::npos);
}

TEST(SortieCoverage, tells_a_picture_of_noise_alone_from_one_that_shows_the_ground) {
  Frame frame = looking_down(evening());
  EXPECT_FALSE(has_poor_contrast(frame.luma));
  cv::RNG noise(3);
  noise.fill(frame.luma, cv::RNG::NORMAL, 8000, 12);
  EXPECT_TRUE(has_poor_contrast(frame.luma));
  EXPECT_TRUE(has_poor_contrast(cv::Mat(512, 640, CV_8UC1, cv::Scalar(90))));
}

TEST(StreamSorties, of_a_recording_begin_anew_after_a_gap_and_are_called_the_same_each_time) {
  StreamSorties one("drone", {.profile = SortieProfile::search, .ends_after = 60s});
  const FrameSortie first = one.at(evening());
  EXPECT_EQ(first, (FrameSortie{sortie_id("drone", evening()), SortieProfile::search}));
  EXPECT_EQ(one.at(evening(60'000)), first);
  EXPECT_NE(one.at(evening(121'000)).id, first.id);
}

}  // namespace
}  // namespace nightjar
