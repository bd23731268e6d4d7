#include "tests/tools/score/score_case.hpp"

namespace nightjar {
namespace {

using HitsScored = ScoreCase;

const std::string kListed = R"(,"listed":true)";

TEST_F(HitsScored, knows_a_hit_a_miss_and_a_false_alarm) {
  score(pass_line("AB51CDE", 1, 3) + hit_line("a", "AB51CDE", 1.5) + pass_line("AB53CDE", 9, 11) +
            hit_line("c", "AB53CDE", 9.5),
        plate_line("AB51CDE", 1, 3, kListed) + plate_line("AB52CDE", 5, 7, kListed) +
            plate_line("AB53CDE", 9, 11));
  const auto& alerts = json_["alerts"];
  EXPECT_EQ(alerts["listed"], 2);
  EXPECT_EQ(alerts["hit"], 1);
  EXPECT_EQ(alerts["raised"], 2);
  EXPECT_EQ(alerts["right"], 1);
  EXPECT_NEAR(alerts["recall"], 0.5, 1e-9);
  EXPECT_NEAR(alerts["precision"], 0.5, 1e-9);
  EXPECT_EQ(json_["plates"]["one_alert"], 1);
  EXPECT_EQ(json_["errors"][0]["kind"], "Listed vehicles missed");
  EXPECT_EQ(json_["errors"][0]["why"], "The vehicle was not seen.");
  EXPECT_EQ(json_["errors"][1]["kind"], "False hits");
  EXPECT_EQ(json_["errors"][1]["why"], "The vehicle was there, but the truth does not list it.");
}

TEST_F(HitsScored, measures_the_time_from_in_sight_to_the_first_alert) {
  score(hit_line("a", "AB51CDE", 1.75) + hit_line("a", "AB51CDE", 2.5, "amended"),
        plate_line("AB51CDE", 1, 3, kListed));
  EXPECT_NEAR(json_["alerts"]["delay_median_s"], 0.75, 1e-6);
  EXPECT_EQ(json_["alerts"]["raised"], 1);
}

TEST_F(HitsScored, wants_one_alert_in_each_channel_and_no_more) {
  // A mark on an open and a restricted list gives two alerts that do not know of each other.
  score(hit_line("a", "AB51CDE", 1.5) + hit_line("b", "AB51CDE", 1.5, "raised", "", "restricted"),
        plate_line("AB51CDE", 1, 3, kListed));
  EXPECT_EQ(json_["plates"]["one_alert"], 1);
  score(hit_line("a", "AB51CDE", 1.5) + hit_line("b", "AB51CDE", 2), plate_line("AB51CDE", 1, 3, kListed));
  EXPECT_EQ(json_["plates"]["one_alert"], 0);
  EXPECT_EQ(json_["alerts"]["doubled"], 1);
  EXPECT_EQ(json_["alerts"]["hit"], 1);
}

TEST_F(HitsScored, wants_an_alert_for_each_pass_of_a_vehicle) {
  score(hit_line("a", "AB51CDE", 1.5) + hit_line("b", "AB51CDE", 61.5),
        plate_line("AB51CDE", 1, 3, kListed) + plate_line("AB51CDE", 61, 63, kListed) +
            plate_line("AB51CDE", 121, 123, kListed));
  EXPECT_EQ(json_["plates"]["one_alert"], 2);
  EXPECT_EQ(json_["plates"]["listed"], 3);
  EXPECT_EQ(json_["alerts"]["missed"], 1);
}

TEST_F(HitsScored, judges_a_possible_match_by_the_entry_and_not_by_the_read) {
  const std::string possible =
      R"({"record":"event","event":"raised","alert":"a","kind":"vehicle_hit","feed":"lane","captured_at":")" +
      at_s(1.5) + R"(","vehicle":{"mark":"A851CDE","match":"possible","entries":[{"mark":"AB51CDE"}]}})";
  score(possible, plate_line("AB51CDE", 1, 3, kListed));
  EXPECT_EQ(json_["alerts"]["right"], 1);
  score(possible, plate_line("A851CDE", 1, 3, kListed));
  EXPECT_EQ(json_["alerts"]["right"], 0);
  EXPECT_EQ(json_["errors"][1]["what"], "A851CDE for the listed AB51CDE");
}

TEST_F(HitsScored, counts_a_hit_that_was_taken_back_as_missed) {
  score(hit_line("a", "AB51CDE", 1.5) +
            hit_line("a", "AB51CDE", 2.5, "withdrawn", R"(,"cause":"the read changed to AB51CDF")"),
        plate_line("AB51CDE", 1, 3, kListed));
  EXPECT_EQ(json_["alerts"]["hit"], 0);
  EXPECT_EQ(json_["alerts"]["right"], 1);
  EXPECT_EQ(json_["alerts"]["withdrawn"], 1);
  EXPECT_EQ(json_["errors"][0]["why"], "The alert was withdrawn: the read changed to AB51CDF.");
}

TEST_F(HitsScored, knows_an_alert_raised_while_the_record_was_open_but_the_plate_too_small_for_the_truth) {
  score(pass_line("AB51CDE", 1, 9) + hit_line("a", "AB51CDE", 2), plate_line("AB51CDE", 7, 9, kListed));
  EXPECT_EQ(json_["alerts"]["right"], 1);
  EXPECT_NEAR(json_["alerts"]["delay_median_s"], -5, 1e-6);
}

TEST_F(HitsScored, says_why_a_listed_vehicle_was_missed) {
  score(pass_line("AB51CDF", 1, 3) + pass_line("AB52CDE", 5, 7, "unsure") + pass_line("AB53CDE", 9, 11),
        plate_line("AB51CDE", 1, 3, kListed) + plate_line("AB52CDE", 5, 7, kListed) +
            plate_line("AB53CDE", 9, 11, kListed));
  EXPECT_EQ(json_["errors"][0]["why"], "It was read as AB51CDF.");
  EXPECT_EQ(json_["errors"][1]["why"], "It was read rightly, but not surely enough.");
  EXPECT_EQ(json_["errors"][2]["why"], "It was read rightly, but no alert was raised.");
}

TEST_F(HitsScored, takes_marks_that_alert_for_listed_where_the_truth_is_silent_and_says_so) {
  score(hit_line("a", "AB51CDE", 1.5),
        plate_line("AB51CDE", 1, 3) + plate_line("AB51CDE", 61, 63) + plate_line("AB52CDE", 5, 7));
  EXPECT_EQ(json_["alerts"]["listed_stated"], false);
  EXPECT_EQ(json_["plates"]["listed"], 2);
  EXPECT_EQ(json_["plates"]["one_alert"], 1);
  EXPECT_EQ(json_["alerts"]["right"], 1);
  EXPECT_NE(out_.find("The truth does not say which vehicles are listed"), std::string::npos);
}

}  // namespace
}  // namespace nightjar
