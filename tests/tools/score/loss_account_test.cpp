#include <gmock/gmock.h>

#include "tests/tools/score/score_case.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using LossAccounted = ScoreCase;

std::string feed_line(const std::string& frames, const std::string& outcomes) {
  return R"({"record":"feed","feed":"lane","kind":"anpr","frames":)" + frames + R"(,"outcomes":)" + outcomes +
         "}\n";
}
const std::string kTruth = plate_line("AB51CDE", 1, 3);
const std::string kFrames = R"({"decoded":100,"processed":90,"dropped":9,"broken":1})";

TEST_F(LossAccounted, balances_where_every_sum_is_whole) {
  EXPECT_EQ(score(pass_line("AB51CDE", 1, 3) +
                      feed_line(kFrames, R"({"passes begun":1,"passes read":1,"passes unread":0})"),
                  kTruth),
            0);
  EXPECT_EQ(json_["losses"]["balances"], true);
  EXPECT_EQ(json_["losses"]["feeds"][0]["frames decoded"]["processed"], 90);
  EXPECT_THAT(complaints_, ElementsAre());
}

TEST_F(LossAccounted, names_frames_that_vanished) {
  EXPECT_EQ(
      score(pass_line("AB51CDE", 1, 3) + feed_line(R"({"decoded":100,"processed":90,"dropped":9})", "{}"),
            kTruth),
      1);
  EXPECT_THAT(complaints_,
              ElementsAre("r.jsonl: does not balance: lane: frames decoded are 100, their parts 99"));
}

TEST_F(LossAccounted, names_passes_that_the_records_do_not_hold) {
  EXPECT_EQ(score(pass_line("AB51CDE", 1, 3) +
                      feed_line(kFrames, R"({"passes begun":4,"passes read":2,"passes unread":1})"),
                  kTruth),
            1);
  EXPECT_THAT(
      complaints_,
      ElementsAre("r.jsonl: does not balance: lane: passes read: the feed counts 2, the records hold 1",
                  "r.jsonl: does not balance: lane: passes unread: the feed counts 1, the records hold 0",
                  "r.jsonl: does not balance: lane: passes begun are 4, their parts 3"));
}

TEST_F(LossAccounted, names_an_alert_that_was_never_raised) {
  EXPECT_EQ(score(hit_line("a", "AB51CDE", 1.5, "amended") + pass_line("AB51CDE", 1, 3), kTruth), 1);
  EXPECT_THAT(
      complaints_,
      ElementsAre("r.jsonl: does not balance: alert a has an event but was never raised (r.jsonl:1)"));
}

TEST_F(LossAccounted, follows_alerts_to_their_end) {
  EXPECT_EQ(score(hit_line("a", "AB51CDE", 1.5) + hit_line("b", "AB51CDE", 1.6) +
                      hit_line("b", "AB51CDE", 1.7, "withdrawn"),
                  kTruth),
            0);
  const auto& raised = json_["losses"]["feeds"][0]["alerts raised"];
  EXPECT_EQ(raised["all"], 2);
  EXPECT_EQ(raised["standing"], 1);
  EXPECT_EQ(raised["withdrawn"], 1);
}

TEST_F(LossAccounted, lets_a_withdrawn_hit_come_back_but_none_be_raised_twice) {
  const std::string raised = hit_line("a", "AB51CDE", 1.5);
  EXPECT_EQ(
      score(raised + hit_line("a", "AB51CDE", 1.6, "withdrawn") + hit_line("a", "AB51CDE", 1.7), kTruth), 0);
  EXPECT_EQ(json_["losses"]["feeds"][0]["alerts raised"]["standing"], 1);
  EXPECT_EQ(score(raised + hit_line("a", "AB51CDE", 1.7), kTruth), 1);
  EXPECT_THAT(complaints_, ElementsAre("r.jsonl: does not balance: alert a is raised twice (r.jsonl:2)"));
}

}  // namespace
}  // namespace nightjar
