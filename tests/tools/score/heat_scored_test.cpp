#include "tests/tools/score/score_case.hpp"
#include "tools/score/heat_pairs.hpp"

namespace nightjar {
namespace {

using HeatScored = ScoreCase;

constexpr double kLat = 51, kLon = -1.35;

std::string body(const std::string& id, double north_m, double east_m, const std::string& more = "") {
  return heat_line(id, kLat + north_m * kNorth1m_deg, kLon + east_m * kEast1m_deg, more);
}
std::string contact(const std::string& id, double north_m, double east_m,
                    const std::string& outcome = "confirmed", const std::string& more = "") {
  return track_line(id, kLat + north_m * kNorth1m_deg, kLon + east_m * kEast1m_deg, outcome, more);
}
std::string fix(double at, double north_m) {
  return fmt::format(R"({{"t":"{}","lat":{:.9f},"lon":{:.9f}}})", at_s(at), kLat + north_m * kNorth1m_deg,
                     kLon);
}

TEST(GroundStep, measures_metres_on_the_ellipsoid) {
  EXPECT_NEAR(step_between(51, -1.35, 51 + kNorth1m_deg, -1.35).length_m(), 1, 1e-3);
  EXPECT_NEAR(step_between(51, -1.35, 51, -1.35 + kEast1m_deg).length_m(), 1, 1e-3);
  EXPECT_NEAR(step_between(0, 179.9999, 0, -179.9999).east_m, 22.264, 1e-2);
}

TEST_F(HeatScored, counts_who_was_found_and_what_was_false) {
  EXPECT_EQ(score(contact("1", 0.5, 0) + contact("2", 10, 10) + contact("3", 0, 20, "dropped"),
                  body("a", 0, 0) + body("b", 0, 20)),
            0);
  const auto& heat = json_["heat"];
  EXPECT_EQ(heat["truth"], 2);
  EXPECT_EQ(heat["found"], 1);
  EXPECT_EQ(heat["false"], 1);
  EXPECT_EQ(heat["passes"], 1);
  EXPECT_NEAR(heat["position_median_m"], 0.5, 1e-3);
  EXPECT_EQ(heat["position_median_m_95"], nlohmann::json::array({0.0, 1.5}));
  EXPECT_EQ(json_["errors"][0]["why"], "Contact 3 was there at 0.0 m, but was not confirmed (dropped).");
  EXPECT_EQ(json_["errors"][1]["why"], "The nearest body, person b, is 14.1 m away.");
}

TEST_F(HeatScored, divides_bodies_by_posture_and_by_the_part_that_showed) {
  EXPECT_EQ(score(contact("1", 0, 0) + contact("2", 0, 20) + contact("3", 0, 60),
                  body("a", 0, 0, R"(,"posture":"lying","visible_share":0.4)") +
                      body("b", 0, 20, R"(,"posture":"standing","visible_share":1)") +
                      body("c", 0, 40, R"(,"posture":"lying","visible_share":0.39)") +
                      body("d", 0, 60, R"(,"t":"2026-11-21T20:00:01Z","visible_share":0.3)") +
                      body("d", 0, 61, R"(,"t":"2026-11-21T20:00:02Z","visible_share":0.7)") +
                      body("d", 0, 62, R"(,"t":"2026-11-21T20:00:03Z","visible_share":0.5)")),
            0);
  const auto words = [](const nlohmann::json& classes) {
    std::string names;
    for (const auto& one : classes)
      names += one["name"].get<std::string>() + " " + std::to_string(one["found"].get<int>()) + "/" +
               std::to_string(one["truth"].get<int>()) + "; ";
    return names;
  };
  EXPECT_EQ(words(json_["heat"]["classes"]), "person 3/4; ");
  EXPECT_EQ(words(json_["heat"]["by_posture"]), "lying 1/2; standing 1/1; ");
  EXPECT_EQ(words(json_["heat"]["by_visible_share"]),
            "under 40 % 0/1; 40 to 59 % 1/1; 60 to 79 % 1/1; 80 % and more 1/1; ");
  EXPECT_EQ(json_["heat"]["by_posture"][0]["found_rate"], 0.5);
  EXPECT_EQ(json_["notes"].dump().find("mean nothing"), std::string::npos) << json_["notes"];
}

TEST_F(HeatScored, keeps_the_radius) {
  score(contact("1", 1.4, 0), body("a", 0, 0));
  EXPECT_EQ(json_["heat"]["found"], 1);
  score(contact("1", 1.6, 0), body("a", 0, 0));
  EXPECT_EQ(json_["heat"]["found"], 0);
  options_.radius_m = 2;
  score(contact("1", 1.6, 0), body("a", 0, 0));
  EXPECT_EQ(json_["heat"]["found"], 1);
}

TEST_F(HeatScored, pairs_so_that_most_are_found) {
  // Contact 1 is nearest to a, but only it reaches b.
  score(contact("1", 1, 0) + contact("2", -1.2, 0), body("a", 0, 0) + body("b", 2.2, 0));
  EXPECT_EQ(json_["heat"]["found"], 2);
  EXPECT_EQ(json_["heat"]["false"], 0);
}

TEST_F(HeatScored, pairs_no_contact_of_another_feed) {
  score(contact("1", 30, 0) + track_line("2", kLat, kLon, "confirmed", "", "other"), body("a", 0, 0));
  EXPECT_EQ(json_["heat"]["found"], 0);
  EXPECT_EQ(json_["heat"]["false"], 2);
  EXPECT_EQ(json_["notes"][0],
            "The truth has nobody on other: every confirmed contact there counts as false.");
}

TEST_F(HeatScored, names_a_further_contact_on_one_body) {
  score(contact("1", 0.1, 0) + contact("2", 0.9, 0), body("a", 0, 0));
  EXPECT_EQ(json_["heat"]["false"], 1);
  EXPECT_EQ(json_["heat"]["doubled_tracks"], 1);
  EXPECT_EQ(json_["heat"]["identity_switches"], 1);
  EXPECT_EQ(json_["errors"][0]["why"], "A further contact on person a, 0.9 m away.");
}

TEST_F(HeatScored, counts_a_contact_without_position_as_false) {
  score(R"({"record":"track","feed":"drone","id":7,"class":"person","probability":0.9,"lat":null,"lon":null,)"
        R"("ce90_m":null,"outcome":"confirmed"})",
        body("a", 0, 0));
  EXPECT_EQ(json_["heat"]["found"], 0);
  EXPECT_EQ(json_["heat"]["false"], 1);
  EXPECT_EQ(json_["heat"]["unplaced_tracks"], 1);
  EXPECT_TRUE(json_["heat"]["position_median_m"].is_null());
}

TEST_F(HeatScored, follows_a_body_that_moves) {
  std::string truth, path;
  for (int second = 0; second <= 10; ++second) {
    truth += body("walker", 2.0 * second, 0, fmt::format(R"(,"t":"{}")", at_s(second)));
    path += (second == 0 ? "" : ",") + fix(second + 0.5, 2.0 * (second + 0.5) + 0.3);
  }
  // Where it ends, 21 m on, the truth has nobody any more; its path tells who it was.
  score(contact("1", 21, 0, "confirmed", R"(,"path":[)" + path + "]"), truth);
  EXPECT_EQ(json_["heat"]["truth"], 1);
  EXPECT_EQ(json_["heat"]["found"], 1);
  EXPECT_NEAR(json_["heat"]["position_median_m"], 0.3, 1e-2);
}

TEST_F(HeatScored, compares_a_moving_body_at_the_contacts_newest_time_where_there_is_no_path) {
  const std::string truth = body("walker", 0, 0, fmt::format(R"(,"t":"{}")", at_s(0))) +
                            body("walker", 20, 0, fmt::format(R"(,"t":"{}")", at_s(10)));
  score(contact("1", 10.2, 0, "confirmed", fmt::format(R"(,"last_seen":"{}")", at_s(5))), truth);
  EXPECT_EQ(json_["heat"]["found"], 1);
  EXPECT_NEAR(json_["heat"]["position_median_m"], 0.2, 1e-2);
  score(contact("1", 10.2, 0, "confirmed", fmt::format(R"(,"last_seen":"{}")", at_s(9))), truth);
  EXPECT_EQ(json_["heat"]["found"], 0);
}

TEST_F(HeatScored, finds_a_body_that_two_contacts_followed_in_turn) {
  std::string truth;
  for (int second = 0; second <= 20; ++second)
    truth += body("walker", 2.0 * second, 0, fmt::format(R"(,"t":"{}")", at_s(second)));
  const std::string first = "[" + fix(1, 2) + "," + fix(5, 10) + "]",
                    second = "[" + fix(9, 18) + "," + fix(20, 40) + "]";
  score(contact("1", 10, 0, "confirmed", R"(,"path":)" + first) +
            contact("2", 40, 0, "confirmed", R"(,"path":)" + second),
        truth);
  EXPECT_EQ(json_["heat"]["found"], 1);
  EXPECT_EQ(json_["heat"]["identity_switches"], 1);
}

TEST_F(HeatScored, finds_a_contact_that_went_over_two_bodies) {
  score(contact("1", 5, 0, "confirmed",
                R"(,"path":[)" + fix(1, 0) + "," + fix(2, 0) + "," + fix(3, 5) + "," + fix(4, 5) + "]"),
        body("a", 0, 0) + body("b", 5, 0));
  EXPECT_EQ(json_["heat"]["found"], 1);
  EXPECT_EQ(json_["heat"]["shared_tracks"], 1);
}

TEST_F(HeatScored, tells_false_contacts_a_minute_where_the_footage_is_known) {
  score(contact("1", 0, 0) + contact("2", 40, 0) +
            fmt::format(R"({{"record":"feed","feed":"drone","kind":"thermal","from":"{}","to":"{}"}})",
                        at_s(0), at_s(30)),
        body("a", 0, 0));
  EXPECT_NEAR(json_["heat"]["false_a_minute"], 2, 1e-9);
  EXPECT_NEAR(json_["heat"]["minutes"], 0.5, 1e-9);
}

TEST_F(HeatScored, tells_whether_error_circles_hold) {
  score(contact("1", 1.3, 0) + contact("2", 20.5, 0), body("a", 0, 0) + body("b", 20, 0));
  EXPECT_EQ(json_["heat"]["in_error_circle"], 1);  // they say 1.2 m
}

}  // namespace
}  // namespace nightjar
