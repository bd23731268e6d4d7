#include "processing/hotlist/partial_mark.hpp"

#include <gtest/gtest.h>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

bool fits(std::string_view partial, std::string_view mark) {
  return PartialMark(partial).fits(folded_mark(mark));
}

TEST(PartialMark, takes_a_question_mark_for_one_character_and_a_star_for_any_run) {
  EXPECT_TRUE(fits("AB?2???", "AB12CDE"));
  EXPECT_FALSE(fits("AB?2???", "AB12CD"));
  EXPECT_FALSE(fits("AB?2???", "AB13CDE"));
  EXPECT_TRUE(fits("AB*", "AB12CDE"));
  EXPECT_TRUE(fits("AB*", "AB")) << "a run may be empty";
  EXPECT_TRUE(fits("*CDE", "AB12CDE"));
  EXPECT_TRUE(fits("A*2*E", "AB12CDE"));
  EXPECT_FALSE(fits("A*2*E", "AB13CDE"));
  EXPECT_TRUE(fits("*1*1*", "A1B1C"));
  EXPECT_FALSE(fits("*1*1*", "A1BC"));
}

TEST(PartialMark, folds_0_and_O_and_1_and_I) {
  EXPECT_TRUE(fits("OI?2", "0112"));
  EXPECT_TRUE(fits("01?2", "OIB2"));
}

TEST(PartialMark, fits_fewer_marks_the_more_it_knows) {
  EXPECT_NEAR(PartialMark("AB?2???").share_of_marks(), 1.0 / (24 * 24 * 10), 1e-12);
  EXPECT_GT(PartialMark("AB*").share_of_marks(), PartialMark("AB1*").share_of_marks());
}

TEST(PartialMark, is_packed_like_a_mark) {
  for (const char* mark : {"AB?2???", "A*2*E", "AB12CDE", "????????AB12"}) {
    const auto packed = packed_listed_mark(mark);
    ASSERT_TRUE(packed) << mark;
    EXPECT_EQ(unpacked_mark(*packed), mark);
    EXPECT_EQ(packed_mark(mark).has_value(), !is_partial(mark));
  }
  EXPECT_EQ(unpacked_mark(packed_listed_mark("AB***2").value()), "AB*2");
  for (const char* mark : {"", "*", "???????", "A*", "?A*", "AB??????????*", "AB%", "ab?"})
    EXPECT_FALSE(packed_listed_mark(mark)) << mark;
}

}  // namespace
}  // namespace nightjar
