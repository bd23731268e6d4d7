#include "alerts/case_holds.hpp"

#include <gtest/gtest.h>

#include "alerts/alert_json.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

TEST(CaseHolds, come_back_from_their_text_and_are_released_by_case) {
  CaseHolds holds;
  EXPECT_EQ(holds.add({true, "AB12CDE", "case 1", "DC Example", "trial", evening()}), "");
  EXPECT_EQ(holds.add({true, "AB12CDE", "case 2", "DC Example", {}, evening()}), "");
  CaseHolds again = CaseHolds::of_text(holds.text());
  ASSERT_EQ(again.holds().size(), 2U);
  EXPECT_EQ(again.holds()[0].reason, "trial");
  EXPECT_TRUE(again.release("AB12CDE", "case 1"));
  EXPECT_FALSE(again.release("AB12CDE", "case 1"));
  EXPECT_NE(again.holding("a1", to_json(made_hit())), nullptr) << "the other case still needs it";
  EXPECT_TRUE(again.release("AB12CDE", "case 2"));
  EXPECT_EQ(again.holding("a1", to_json(made_hit())), nullptr);
  EXPECT_THROW((void)CaseHolds::of_text("{"), std::runtime_error);
}

TEST(CaseHolds, tell_an_alert_from_a_mark) {
  EXPECT_FALSE(hold_subject("600eb4389456a56e")->of_mark);
  EXPECT_EQ(hold_subject("ao12 cde")->subject, "A012CDE");
  for (const char* wrong : {"", "?!", "AB?2CDE", "600eb4389456a56e0"})
    EXPECT_FALSE(hold_subject(wrong)) << wrong;
}

}  // namespace
}  // namespace nightjar
