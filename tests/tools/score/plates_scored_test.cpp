#include "tests/tools/score/score_case.hpp"

namespace nightjar {
namespace {

using PlatesScored = ScoreCase;

TEST_F(PlatesScored, counts_captured_and_correct_passes_with_their_wilson_intervals) {
  const int code =
      score(pass_line("AB51CDE", 1, 3) + pass_line("AB52CDF", 5, 7) + pass_line("AB53CDG", 9, 11),
            plate_line("AB51 CDE", 1, 3) + plate_line("AB52CDE", 5, 7) + plate_line("AB53CDG", 9, 11) +
                plate_line("AB54CDG", 20, 22));
  EXPECT_EQ(code, 0);
  const auto& plates = json_["plates"];
  EXPECT_EQ(plates["passes"], 4);
  EXPECT_EQ(plates["captured"], 3);
  EXPECT_EQ(plates["correct"], 2);
  EXPECT_NEAR(plates["captured_rate"], 0.75, 1e-9);
  EXPECT_NEAR(plates["captured_rate_95"][0], 0.300642, 1e-6);  // Wilson, 3 of 4
  EXPECT_NEAR(plates["captured_rate_95"][1], 0.954413, 1e-6);
  EXPECT_NEAR(plates["captured_95"][0], 4 * 0.300642, 1e-5);
  EXPECT_NEAR(plates["captured_95"][1], 4 * 0.954413, 1e-5);
  EXPECT_EQ(plates["passes_95"], nlohmann::json::array({4, 4}));
}

TEST_F(PlatesScored, takes_a_record_of_the_contract_alone) {
  EXPECT_EQ(score(R"({"record":"pass","feed":"lane","mark":"AB51CDE","confidence":0.9,"candidates":[],)"
                  R"("first_seen":"2026-11-21T20:00:01Z","last_seen":"2026-11-21T20:00:03Z",)"
                  R"("direction":"away","outcome":"read"})",
                  plate_line("AB51CDE", 1, 3)),
            0);
  EXPECT_EQ(json_["plates"]["correct"], 1);
  EXPECT_EQ(json_["plates"]["direction_right"], 0);
}

TEST_F(PlatesScored, holds_o_and_zero_and_i_and_one_equal) {
  score(pass_line("ABO1CDE", 1, 3) + pass_line("1J51CDE", 5, 7),
        plate_line("AB01CDE", 1, 3) + plate_line("IJ51CDE", 5, 7));
  EXPECT_EQ(json_["plates"]["correct"], 2);
}

TEST_F(PlatesScored, pairs_within_a_second_and_not_beyond) {
  score(pass_line("AB51CDE", 3.9, 5), plate_line("AB51CDE", 1, 3));
  EXPECT_EQ(json_["plates"]["captured"], 1);
  score(pass_line("AB51CDE", 4.1, 5), plate_line("AB51CDE", 1, 3));
  EXPECT_EQ(json_["plates"]["captured"], 0);
  EXPECT_EQ(json_["plates"]["false_reads"], 1);
}

TEST_F(PlatesScored, pairs_no_records_of_another_feed) {
  score(pass_line("AB51CDE", 1, 3, "read", 0.9, "", "other") + pass_line("AB51CDE", 90, 93),
        plate_line("AB51CDE", 1, 3));
  EXPECT_EQ(json_["plates"]["captured"], 0);
}

TEST_F(PlatesScored, prefers_equal_marks_to_common_time) {
  // Two vehicles abreast: each record overlaps better with the other's truth.
  score(pass_line("AB51CDE", 2, 4) + pass_line("XY61KLM", 1, 3),
        plate_line("AB51CDE", 1, 3) + plate_line("XY61KLM", 2, 4));
  EXPECT_EQ(json_["plates"]["correct"], 2);
}

TEST_F(PlatesScored, pairs_so_that_most_passes_are_captured) {
  // The long record fits both; taking it for the first would leave the second without any.
  score(pass_line("QQ11QQQ", 1, 6) + pass_line("ZZ99ZZZ", 0.5, 1.5),
        plate_line("AB51CDE", 1, 3) + plate_line("XY61KLM", 4.5, 6));
  EXPECT_EQ(json_["plates"]["captured"], 2);
}

TEST_F(PlatesScored, takes_a_legible_record_before_an_unread_one) {
  score(pass_line("", 1, 3, "unread") + pass_line("AB51CDF", 2.9, 3.5), plate_line("AB51CDE", 1, 3));
  EXPECT_EQ(json_["plates"]["captured"], 1);
  EXPECT_EQ(json_["plates"]["false_reads"], 0);
}

TEST_F(PlatesScored, captures_nothing_from_unread_and_ignored_records) {
  score(pass_line("", 1, 3, "unread") + pass_line("", 5, 7, "parked") +
            pass_line("AB53CDE", 9, 11, "ignored") + pass_line("AB54CDE", 13, 15, "unsure"),
        plate_line("AB51CDE", 1, 3) + plate_line("AB52CDE", 5, 7) + plate_line("AB53CDE", 9, 11) +
            plate_line("AB54CDE", 13, 15));
  EXPECT_EQ(json_["plates"]["captured"], 1);
  EXPECT_EQ(json_["plates"]["false_reads"], 0);
  EXPECT_EQ(json_["errors"].size(), 3U);
  EXPECT_EQ(json_["errors"][0]["why"], "The plate was seen but not read.");
  EXPECT_EQ(json_["errors"][1]["why"], "It was taken for a parked vehicle.");
  EXPECT_EQ(json_["errors"][2]["why"], "It went through an ignored zone.");
}

TEST_F(PlatesScored, captures_a_parked_vehicle_and_blames_no_other_that_stands_there) {
  score(pass_line("AB52CDE", 5, 7, "parked") + pass_line("AB53CDE", 5, 7, "parked"),
        plate_line("AB52CDE", 5, 7));
  EXPECT_EQ(json_["plates"]["correct"], 1);
  EXPECT_EQ(json_["plates"]["false_reads"], 0);
  EXPECT_TRUE(json_["errors"].empty());
}

TEST_F(PlatesScored, tells_reads_without_a_vehicle_from_passes_recorded_twice) {
  score(pass_line("AB51CDE", 1, 2) + pass_line("AB51CDE", 2.2, 3) + pass_line("TR33", 1, 3) +
            pass_line("AB51CDE", 40, 43),
        plate_line("AB51CDE", 1, 3));
  EXPECT_EQ(json_["plates"]["doubled_reads"], 1);
  EXPECT_EQ(json_["plates"]["false_reads"], 2);
}

TEST_F(PlatesScored, divides_passes_by_light_width_direction_and_feed) {
  score(pass_line("AB51CDE", 1, 3), plate_line("AB51CDE", 1, 3, R"(,"light":"dusk","width_px":79.5)") +
                                        plate_line("AB52CDE", 5, 7, R"(,"light":"day","width_px":200)") +
                                        plate_line("AB53CDE", 9, 11));
  std::string names;
  for (const auto& one : json_["plates"]["classes"])
    names += one["name"].get<std::string>() + " " + std::to_string(one["captured"].get<int>()) + "/" +
             std::to_string(one["passes"].get<int>()) + "; ";
  EXPECT_EQ(names,
            "day 0/1; dusk 1/1; not stated 0/1; 60 to 79 px 1/1; 180 px and more 0/1; not stated 0/1; "
            "towards 1/3; lane 1/3; ");
}

TEST_F(PlatesScored, divides_passes_by_all_that_made_footage_says_of_them) {
  const std::string car =
      R"(,"light":"day","width_px":90,"weather":"dry","lines":1,"style":"legal","vehicle":"saloon","speed_mph":39.6)";
  const std::string bike =
      R"(,"light":"day","width_px":90,"weather":"rain","lines":2,"style":"3d","vehicle":"motorcycle","speed_mph":62)";
  const std::string parked = R"(,"light":"day","width_px":90,"weather":"rain","speed_mph":0,"parked":true)";
  EXPECT_EQ(score(pass_line("AB51CDE", 1, 3) + pass_line("AB52CDF", 5, 7),
                  plate_line("AB51CDE", 1, 3, car) + plate_line("AB52CDE", 5, 7, bike) +
                      plate_line("AB53CDE", 9, 11, parked)),
            0);
  std::string names;
  for (const auto& one : json_["plates"]["classes"])
    names += one["by"].get<std::string>() + ": " + one["name"].get<std::string>() + " " +
             std::to_string(one["correct"].get<int>()) + "/" + std::to_string(one["passes"].get<int>()) +
             "; ";
  EXPECT_EQ(names,
            "light: day 1/3; weather: dry 1/1; weather: rain 0/2; plate width: 80 to 99 px 1/3; "
            "lines: 1 line 1/1; lines: 2 lines 0/1; lines: not stated 0/1; "
            "style: 3d 0/1; style: legal 1/1; style: not stated 0/1; "
            "vehicle: motorcycle 0/1; vehicle: not stated 0/1; vehicle: saloon 1/1; "
            "speed: parked 0/1; speed: 30 to 39 mph 1/1; speed: 60 mph and more 0/1; "
            "direction: towards 1/3; feed: lane 1/3; ");
  EXPECT_TRUE(json_["notes"].empty() || json_["notes"].dump().find("mean nothing") == std::string::npos)
      << json_["notes"];
}

TEST_F(PlatesScored, judges_no_feed_of_which_the_truth_has_no_plates) {
  score(pass_line("AB51CDE", 1, 3) + pass_line("XY61KLM", 1, 3, "read", 0.9, "", "other"),
        plate_line("AB51CDE", 1, 3));
  EXPECT_EQ(json_["plates"]["false_reads"], 0);
  EXPECT_EQ(json_["notes"][0], "1 read is not judged: the truth has no plates of their feeds.");
}

TEST_F(PlatesScored, scores_a_made_day_as_it_was_made) {
  const MadeDay day = made_day(300);
  EXPECT_EQ(score(day.records, day.truth), 0);
  const auto& plates = json_["plates"];
  EXPECT_EQ(plates["passes"], 300);
  EXPECT_EQ(plates["captured"], 300 - day.missed - day.unread);
  EXPECT_EQ(plates["correct"], 300 - day.missed - day.unread - day.misread);
  EXPECT_EQ(plates["false_reads"], day.strays);
  EXPECT_EQ(plates["doubled_reads"], day.doubled);
  EXPECT_EQ(plates["listed"], day.listed);
  EXPECT_EQ(plates["one_alert"], day.listed - day.unalerted - day.twice_alerted);
  const auto& alerts = json_["alerts"];
  EXPECT_EQ(alerts["hit"], day.listed - day.unalerted);
  EXPECT_EQ(alerts["false"], day.false_alerts);
  EXPECT_EQ(alerts["doubled"], day.twice_alerted);
  EXPECT_EQ(json_["losses"]["balances"], true);
}

}  // namespace
}  // namespace nightjar
